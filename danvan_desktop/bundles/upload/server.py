"""One server that takes files: PUT, and what WebDAV adds. The only place that opens a connection.

No redirect is followed, no other host is asked, and the password goes out over TLS only (over plain
http to this very machine in tests).
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import BinaryIO
from urllib.parse import quote, urlsplit

from danvan_desktop.bundles.upload.places import Place, grouped
from danvan_desktop.bundles.upload.refusals import failed, refused, too_slow
from danvan_desktop.bundles.upload.run import Run
from danvan_desktop.errors import Cancelled, UserError
from danvan_desktop.vietnamese import nfc

CONNECT = 15
"""Seconds until a server that does not answer the call is given up."""

ANSWER = 60
"""Seconds that a server may take to move on with a request."""

SLOWEST = 1 << 11
"""Bytes in a second below which a request with its answer is given up, after ``ANSWER``."""

PIECE = 1 << 16
_SHORT = 1 << 20
"""Bytes of an answer that is only looked at."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers (lower case) and the beginning of the body."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""

    @property
    def good(self) -> bool:
        """Tell whether the server did it."""
        return 200 <= self.status < 300


class Server:
    """The server of a place; UserError in words for whatever it or the way to it refuses."""

    def __init__(self, place: Place, password: str, run: Run) -> None:
        self.host = place.host
        self.resumes = False
        """Whether a cut upload goes on; only changes the words of a refusal."""
        self._run = run
        self._url = urlsplit(place.address)
        self._root = place.root
        self._line: HTTPConnection | None = None
        self._headers = {"User-Agent": "Dan-Van-Desktop", "Accept-Encoding": "identity"}
        if place.user:
            pair = nfc(f"{place.user}:{password}").encode()  # RFC 7617, 2.1
            self._headers["Authorization"] = "Basic " + base64.b64encode(pair).decode()

    # ------------------------------------------------------------------ queries
    def speaks_dav(self) -> bool:
        """Ask whether the address is a WebDAV folder; also the first proof of the password."""
        answer = self._ask("OPTIONS", "")
        if "1" in [one.strip() for one in answer.headers.get("dav", "").split(",")]:
            return True
        if answer.status == HTTPStatus.UNAUTHORIZED:
            raise self._refused(answer)
        answer = self._ask("PROPFIND", "", {"Depth": "0", "Content-Length": "0"})
        if answer.status == HTTPStatus.UNAUTHORIZED:
            raise self._refused(answer)
        return answer.status == HTTPStatus.MULTI_STATUS

    def length(self, name: str) -> int | None:
        """Tell how long a file is at the server; None when it is not there or not shown."""
        answer = self._ask("HEAD", name)
        if answer.status == HTTPStatus.UNAUTHORIZED:
            raise self._refused(answer)
        text = answer.headers.get("content-length", "")
        return int(text) if answer.good and text.isdecimal() else None

    def digest(self, name: str, size: int) -> str | None:
        """Read a file back and return its SHA-256; None when the server does not show it.

        Where more than ``size`` bytes come it is another file: of the rest nothing is read, and the
        sum is of no use but to differ.
        """
        digest, left = hashlib.sha256(), size
        with self._answering("GET", name, {}, back=size) as answer:
            if answer.status != HTTPStatus.OK:
                return None
            while left >= 0 and (piece := answer.read(min(PIECE, left + 1))):
                self._run.check()
                digest.update(piece)
                left -= len(piece)
            if left < 0:
                return digest.hexdigest()
            if answer.length:
                raise ConnectionResetError
        return digest.hexdigest()

    # ------------------------------------------------------------------ commands
    def put(self, name: str, file: BinaryIO, size: int) -> None:
        """Send the next ``size`` bytes of a file under a name."""
        headers = {"Content-Type": "application/octet-stream", "Content-Length": str(size)}
        with self._answering("PUT", name, headers, (file, size)) as response:
            answer = _read(response)
        if not answer.good:
            raise self._refused(answer)

    def move(self, name: str, to: str) -> None:
        """Give a file its final name, in place of an older one."""
        headers = {"Destination": self._full(to), "Overwrite": "T"}
        answer = self._ask("MOVE", name, headers)
        if not answer.good:
            raise self._refused(answer)

    def remove(self, name: str) -> None:
        """Take a file away if the server lets us; nothing depends on it."""
        self._ask("DELETE", name)

    def close(self) -> None:
        """Hang up."""
        if self._line is not None:
            self._line.close()
            self._line = None

    # ------------------------------------------------------------------ private
    def _ask(self, method: str, name: str, headers: Mapping[str, str] | None = None) -> Answer:
        with self._answering(method, name, headers or {}) as response:
            return _read(response)

    @contextlib.contextmanager
    def _answering(
        self,
        method: str,
        name: str,
        headers: Mapping[str, str],
        body: tuple[BinaryIO, int] | None = None,
        *,
        back: int = 0,
    ) -> Iterator[HTTPResponse]:
        """Send a request and give its answer; put what goes wrong with the connection in words.

        ``back``: so many bytes are wanted of the answer. A server that lets them drip is given up.
        """
        watch = _Watch(self._run, (body[1] if body else 0) + back)
        try:
            line = self._connected()
            line.putrequest(method, self._target(name), skip_accept_encoding=True)
            for key, value in {**self._headers, **headers}.items():
                line.putheader(key, value)
            line.endheaders()
            with watch, self._sent(line, body) as response:
                yield response
                if not response.isclosed():  # more than anybody wanted to read
                    self.close()
        except (OSError, HTTPException) as error:
            self.close()
            if self._run.stopped:
                raise Cancelled from None
            if watch.over:
                raise too_slow(self.host, resumes=self.resumes) from None
            raise failed(
                self.host, error, resumes=self.resumes, seen=self._shown_certificate
            ) from None

    def _sent(self, line: HTTPConnection, body: tuple[BinaryIO, int] | None) -> HTTPResponse:
        """Send the body and return the answer, also one that comes before the body's end."""
        try:
            if body is not None:
                file, left = body
                while left and (piece := file.read(min(PIECE, left))):
                    line.send(piece)
                    left -= len(piece)
                    self._run.went(len(piece))
        except (ConnectionError, ssl.SSLError) as error:
            # A server that does not want the body says why and hangs up.
            try:
                return line.getresponse()
            except (OSError, HTTPException):
                raise error from None
        return line.getresponse()

    def _connected(self) -> HTTPConnection:
        if self._line is None:
            self._line = self._dial(_context(self._root) if self._url.scheme == "https" else None)
        line = self._line
        if line.sock is None:
            self._run.check()
            line.connect()
            made: socket.socket | None = line.sock
            if made is not None:
                made.settimeout(ANSWER)
            self._run.hold(made)
        self._run.check()
        return line

    def _dial(self, context: ssl.SSLContext | None) -> HTTPConnection:
        port = self._url.port
        if context is None:
            return HTTPConnection(self.host, port, timeout=CONNECT)
        return HTTPSConnection(self.host, port, timeout=CONNECT, context=context)

    def _shown_certificate(self) -> str:
        """Fetch the fingerprint of the certificate that was refused; nothing is sent."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        address = (self.host, self._url.port or 443)
        try:
            with (
                socket.create_connection(address, CONNECT) as plain,
                context.wrap_socket(plain, server_hostname=self.host) as line,
            ):
                return grouped(line.getpeercert(binary_form=True) or b"")
        except OSError:
            return ""

    def _target(self, name: str) -> str:
        path = self._url.path
        return f"{path}/{quote(name)}" if name else path + "/"

    def _full(self, name: str) -> str:
        return f"{self._url.scheme}://{self._url.netloc}{self._target(name)}"

    def _refused(self, answer: Answer) -> UserError:
        return refused(self.host, answer.status)


class _Watch:
    """Cuts the line when a request takes too long as a whole; ``over`` tells that it did."""

    def __init__(self, run: Run, size: int) -> None:
        self.over = False
        self._run = run
        self._timer = threading.Timer(ANSWER + size / SLOWEST, self._end)
        self._timer.daemon = True

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_failure: object) -> None:
        self._timer.cancel()
        if self.over:  # an answer without a length ends like any other when the line is cut
            raise ConnectionResetError

    def _end(self) -> None:
        self.over = True
        self._run.cut()


def _context(root: str) -> ssl.SSLContext:
    """Believe the system's certificates, or one root and no other."""
    return ssl.create_default_context(cadata=root or None)


def _read(response: HTTPResponse) -> Answer:
    headers = {key.lower(): value for key, value in response.getheaders()}
    return Answer(response.status, headers, response.read(_SHORT))
