"""Upload a bundle to a web address so that the receiver never takes half a file for a whole one.

* A WebDAV folder gets every file under a temporary name first; MOVE gives it its own. A bundle
  above 4 MiB goes as parts, of which those that arrived stay.
* Another server that takes PUT gets the bundle in one piece, from the beginning at each try; in
  parts only where it refuses the whole as too large.

Parts are those for e-mail (``parts.py``), in whose name stands the bundle's hash: what is there
under such a name, at its full length, is a part of this bundle. The list of parts comes last.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from danvan_desktop.bundles.parts import LIST, MOST_PARTS
from danvan_desktop.bundles.upload.places import Place
from danvan_desktop.bundles.upload.refusals import arrived_otherwise, not_confirmed
from danvan_desktop.bundles.upload.run import Run
from danvan_desktop.bundles.upload.server import Server
from danvan_desktop.i18n import _

PART = 4 << 20
"""Bytes of a part; larger ones only where a bundle would have more than 999."""

CHEAP = 32 << 20
"""Bytes up to which everything is read back and compared; above, the lengths are."""

UNDER_WAY = ".dang-tai"
"""Ends the name of a file that is not whole yet."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What was done: bytes that were there before, number of parts (0: whole), how it was checked.

    ``compared`` is True where the hash was read back, False where the length was.
    """

    there: int
    parts: int
    compared: bool


def put_on_web(source: Path, place: Place, password: str, sha256: str, run: Run) -> Sent:
    """Upload a file and read it back; UserError in words for whatever refuses."""
    server = Server(place, password, run)
    try:
        run.text = _("Hỏi máy chủ")
        dav = server.speaks_dav()
        upload = _Upload(server, run, source, sha256, dav=dav)
        if place.parts or (dav and upload.size > PART):
            server.resumes = True
            return upload.in_parts()
        return upload.whole()
    finally:
        server.close()


def remote_name(name: str, sha256: str) -> str:
    """Name a bundle whose parts lie at a server: with 12 digits of its hash before the ending."""
    stem, dot, ending = name.partition(".")
    return f"{stem}_{sha256[:12]}{dot}{ending}"


class _Upload:
    """One bundle on its way to one server."""

    def __init__(self, server: Server, run: Run, source: Path, sha256: str, *, dav: bool) -> None:
        self.size = source.stat().st_size
        self._server = server
        self._run = run
        self._source = source
        self._sha256 = sha256
        self._dav = dav

    def whole(self) -> Sent:
        """Send the bundle in one piece."""
        name = self._source.name
        if self.size <= CHEAP and self._server.length(name) == self.size:
            self._run.text = _("Xem gói đã có ở máy chủ")
            if self._server.digest(name, self.size) == self._sha256:
                self._run.went(self.size)
                return Sent(self.size, 0, True)
        self._run.text = _("Tải lên")
        with self._source.open("rb") as file:
            self._put(name, file, self.size)
        self._run.text = _("Đọc lại và so sánh")
        return Sent(0, 0, self._confirm(name, self.size, self._sha256))

    def in_parts(self) -> Sent:
        """Send what is missing of the parts, then their list."""
        size = max(PART, -(-self.size // MOST_PARTS))
        self._run.text = _("Đọc gói")
        name = remote_name(self._source.name, self._sha256)
        sums = self._sums(size)
        lines = [(self._sha256, name)]
        lines += [(one, f"{name}.{n:03d}") for n, one in enumerate(sums, start=1)]
        listing = "".join(f"{one}  {file}\n" for one, file in lines).encode()
        again = self._server.length(name + LIST) is not None
        if again:
            # It was finished once. Whoever sends it again does so because something was wrong.
            self._server.remove(name + LIST)
        there = self._parts([file for _sum, file in lines[1:]], size, again=again)
        self._put(name + LIST, io.BytesIO(listing), len(listing), counted=False)
        self._run.text = _("Đọc lại và so sánh")
        compared = [
            self._confirm(file, min(size, self.size - number * size), digest)
            for number, (digest, file) in enumerate(lines[1:])
        ]
        self._confirm(name + LIST, len(listing), hashlib.sha256(listing).hexdigest())
        return Sent(there, len(sums), all(compared))

    # ------------------------------------------------------------------ private
    def _parts(self, files: list[str], size: int, *, again: bool) -> int:
        """Send the parts that are not there at full length; returns the bytes that were."""
        there = 0
        with self._source.open("rb") as source:
            for number, file in enumerate(files):
                length = min(size, self.size - number * size)
                self._run.text = _("Phần {n}/{count}").format(n=number + 1, count=len(files))
                if not again and self._server.length(file) == length:
                    there += length
                    self._run.went(length)
                    continue
                source.seek(number * size)
                self._put(file, source, length)
        return there

    def _sums(self, size: int) -> list[str]:
        sums = []
        with self._source.open("rb") as file:
            while piece := file.read(size):
                self._run.check()
                sums.append(hashlib.sha256(piece).hexdigest())
        return sums

    def _put(self, name: str, file: BinaryIO, size: int, *, counted: bool = True) -> None:
        before = self._run.done
        if self._dav:
            self._server.put(name + UNDER_WAY, file, size)
            self._server.move(name + UNDER_WAY, name)
        else:
            self._server.put(name, file, size)
        if not counted:
            self._run.done = before

    def _confirm(self, name: str, size: int, sha256: str) -> bool:
        """Read back the length and, where cheap, the hash; tell whether the hash was compared."""
        length = self._server.length(name)
        if length is not None and length != size:
            raise arrived_otherwise(self._server.host, name)
        if length is not None and self.size > CHEAP:
            return False
        found = self._server.digest(name, size)
        if found is None and length is None:
            raise not_confirmed(self._server.host, name)
        if found is not None and found != sha256:
            raise arrived_otherwise(self._server.host, name)
        return found is not None
