"""A server on this machine: TLS with a root of its own, PUT, WebDAV, and all refusals."""

from __future__ import annotations

import base64
import contextlib
import ipaddress
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from keyring.backend import KeyringBackend

START, END = datetime(2020, 1, 1, tzinfo=UTC), datetime(2120, 1, 1, tzinfo=UTC)
"""TLS looks at the real clock, not at ours."""

BASE = "/goi"
USER, PASSWORD = "huyen-dmc", "mật khẩu tải lên 123"


class Ring(KeyringBackend):
    """A keyring in memory."""

    priority: float = 5

    def __init__(self) -> None:
        super().__init__()
        self.held: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self.held.pop((service, username), None)


@dataclass
class Behaviour:
    """What the server holds and how it behaves; tests change it between requests."""

    dav: bool = True
    password: str = ""
    cut_after: int | None = None
    """Bytes of PUT bodies, counted over all requests, after which it hangs up once."""
    limit: int | None = None
    """Bytes above which it answers 413."""
    status: dict[str, int] = field(default_factory=dict)
    """What it answers to a method instead of doing it."""
    silent: threading.Event | None = None
    """Set by the test to end the silence of a server that takes a body and never answers."""
    longer: bytes = b""
    """What it shows again and again behind a file, until the reader hangs up."""
    drips: threading.Event | None = None
    """Set by the test to end an answer of which a byte comes now and then."""
    shown: int = 0
    files: dict[str, bytes] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    taken: int = 0

    def asked_for(self, method: str) -> list[str]:
        """Return the names that were asked for with a method."""
        return [name for one, name in self.asked if one == method]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def _turn(self) -> None:
        does = self.server.behaviour
        does.asked.append((self.command, self._name))
        expected = "Basic " + base64.b64encode(f"{USER}:{does.password}".encode()).decode()
        if does.password and self.headers.get("Authorization") != expected:
            self._answer(401)
        elif self.command in does.status:
            self._answer(does.status[self.command])
        else:
            getattr(self, f"_{self.command.lower()}")(does)

    @property
    def _name(self) -> str:
        return unquote(urlsplit(self.path).path).removeprefix(BASE).strip("/")

    def _options(self, does: Behaviour) -> None:
        self._answer(200, {"DAV": "1, 2"} if does.dav else {})

    def _propfind(self, does: Behaviour) -> None:
        self._answer(207 if does.dav else 405)

    def _head(self, does: Behaviour) -> None:
        self._get(does)

    def _get(self, does: Behaviour) -> None:
        if self.command == "GET" and (does.longer or does.drips):
            self._never_ending(does)
        elif self._name not in does.files:
            self._answer(404)
        else:
            self._answer(200, {}, does.files[self._name])

    def _never_ending(self, does: Behaviour) -> None:
        self.send_response(200)
        self.end_headers()
        self.close_connection = True
        with contextlib.suppress(OSError):
            while does.drips is not None and not does.drips.wait(0.05):
                self.wfile.write(b"x")
            while does.longer and does.shown < 1 << 26:
                does.shown += self.wfile.write(does.longer)

    def _put(self, does: Behaviour) -> None:
        size = int(self.headers["Content-Length"])
        if does.limit is not None and size > does.limit:
            self._answer(413)
            return
        body = bytearray()
        while len(body) < size and (piece := self.rfile.read(min(4096, size - len(body)))):
            body += piece
            does.taken += len(piece)
            if does.cut_after is not None and does.taken >= does.cut_after:
                does.cut_after = None
                does.files[self._name] = bytes(body)
                self._hang_up()
                return
        if does.silent is not None:
            does.silent.wait(20)
            self._hang_up()
            return
        does.files[self._name] = bytes(body)
        self._answer(201)

    def _move(self, does: Behaviour) -> None:
        to = unquote(urlsplit(self.headers["Destination"]).path).removeprefix(BASE + "/")
        does.files[to] = does.files.pop(self._name)
        self._answer(201)

    def _delete(self, does: Behaviour) -> None:
        self._answer(204 if does.files.pop(self._name, None) is not None else 404)

    def _answer(
        self, status: int, headers: dict[str, str] | None = None, body: bytes = b""
    ) -> None:
        self.send_response(status)
        for key, value in (headers or {}).items():
            self.send_header(key, value)
        self.send_header("Content-Length", str(len(body)))
        if status >= 400 and self.headers.get("Content-Length", "0") != "0":
            self.send_header("Connection", "close")
            self.close_connection = True
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _hang_up(self) -> None:
        self.close_connection = True
        self.connection.close()


for _method in ("OPTIONS", "PROPFIND", "HEAD", "GET", "PUT", "MOVE", "DELETE"):
    setattr(_Handler, f"do_{_method}", _Handler._turn)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    behaviour: Behaviour

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing when a client hangs up, as the tests make it do."""


@dataclass(frozen=True)
class Serving:
    """A server under way: its address, the certificate of its root, what it does."""

    address: str
    root: str
    fingerprint: str
    does: Behaviour


@contextmanager
def serving(folder: Path, does: Behaviour, *, host: str = "127.0.0.1") -> Iterator[Serving]:
    """Serve over TLS; the certificate is made out to ``host``, the address is 127.0.0.1."""
    root, leaf, chain = _certificates(folder, host)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain)
    server = _Server(("127.0.0.1", 0), _Handler)
    server.behaviour = does
    server.socket = context.wrap_socket(
        server.socket, server_side=True, do_handshake_on_connect=False
    )
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    digest = leaf.fingerprint(hashes.SHA256()).hex().upper()
    try:
        yield Serving(
            f"https://127.0.0.1:{server.server_port}{BASE}",
            root.public_bytes(Encoding.PEM).decode(),
            " ".join(digest[start : start + 4] for start in range(0, 64, 4)),
            does,
        )
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _certificates(folder: Path, host: str) -> tuple[x509.Certificate, x509.Certificate, Path]:
    root_key, key = (ec.generate_private_key(ec.SECP256R1()) for _n in range(2))
    root_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Gốc riêng của tỉnh")])
    root = (
        _begun(root_name, root_name, root_key, root_key)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(sign=True), critical=True)
        .sign(root_key, hashes.SHA256())
    )
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "May chu nhan goi")])
    known: x509.GeneralName = x509.DNSName(host)
    if host[0].isdigit():
        known = x509.IPAddress(ipaddress.ip_address(host))
    leaf = (
        _begun(name, root_name, key, root_key)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(sign=False), critical=True)
        .add_extension(x509.SubjectAlternativeName([known]), critical=False)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(root_key, hashes.SHA256())
    )
    chain = folder / "may-chu.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    chain.write_bytes(private + leaf.public_bytes(Encoding.PEM))
    return root, leaf, chain


def _begun(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    signer: ec.EllipticCurvePrivateKey,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(START)
        .not_valid_after(END)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False
        )
    )


def _usage(*, sign: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not sign,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=sign,
        crl_sign=sign,
        encipher_only=False,
        decipher_only=False,
    )
