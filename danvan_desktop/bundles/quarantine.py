"""Files that were refused, set aside below the data with the reason, for whoever sent them to see.

Those that a person has to decide on lie here too, until somebody agrees or declines.

Beside each file lies a text of the same name: where it came from, why it was refused, and the
office that the file itself names, which nobody has proved.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from danvan_desktop.bundles.logbook import REMOVED, Line, note
from danvan_desktop.bundles.partners import Role, partners
from danvan_desktop.bundles.protocol import Verdict
from danvan_desktop.bundles.receiving import REFUSED, Received, note_declined
from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _
from danvan_desktop.organisation.books import Books
from danvan_desktop.signing.files import CHUNK, make_folder, plain_name, replacing, sha256_of

QUARANTINE = "cach_ly"
"""The folder below the data in which refused files are kept with their reason."""

DIGITS = 12
"""Digits of the SHA-256 that stand before the name of a file."""

SENDER = "Cơ quan ghi trong gói: "
"""Begins the last line of the text, where the file names its office."""


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A refused file that was set aside; ``origin`` is where it came from.

    ``at`` is the UTC ISO text of when it was refused last, "" where nothing is noted. ``sender`` is
    who seems to have sent it: nobody has proved that, "" where nothing tells. ``waits``: it was
    not refused; a person has to agree to what it takes away (``receiving.Received.waits``).
    """

    path: Path
    origin: str
    reason: str
    at: str = ""
    sender: str = ""
    waits: bool = False

    @property
    def name(self) -> str:
        """The name under which it came."""
        return self.path.name[DIGITS + 1 :]


def folder_of(books: Books) -> Path:
    """Give the folder of what was set aside; it need not exist."""
    return books.paths.data / QUARANTINE


def quarantined(books: Books) -> list[Quarantined]:
    """List the refused files with their reasons, the newest first."""
    folder = folder_of(books)
    texts = sorted(folder.glob("*.txt")) if folder.is_dir() else []
    if not texts:
        return []
    moments = _moments(books)
    offices = {one.office: one.name for one in partners(books.paths) if one.role is Role.OFFICE}
    found = []
    for said in texts:
        path = said.with_name(said.name.removesuffix(".txt"))
        if not path.exists():
            continue
        # A text that was cut inside a letter must not hide all others.
        origin, reason, named = _parse(said.read_text(encoding="utf-8", errors="replace"))
        at, office, waits = moments.get(path.name[:DIGITS], ("", "", False))
        sender = named or offices.get(office) or office or _guessed(path, offices)
        found.append(Quarantined(path, origin, reason, at, sender, waits))
    return sorted(found, key=lambda one: one.at, reverse=True)


def set_aside(books: Books, path: Path, received: Received) -> Path:
    """Copy a refused file with its reason, once for the same content; returns the copy.

    OSError or UserError when the disk refuses; then nothing new lies there. One that lies there
    already stays as it is, unless it has another size: a full disk or a power cut may have cut it.
    """
    folder = folder_of(books)
    target, origin = folder / f"{received.sha256[:DIGITS]}_{plain_name(path)}", str(path)
    if path.parent == folder:
        target = path
        origin = next((one.origin for one in quarantined(books) if one.path == path), origin)
    make_folder(folder)
    copied = not target.exists() or target.stat().st_size != path.stat().st_size
    if copied:
        with path.open("rb") as whole, replacing(target) as file:
            shutil.copyfileobj(whole, file, CHUNK)
    lines = [origin, received.reason]
    if received.office_name:
        lines.append(SENDER + received.office_name)
    try:
        with replacing(_text_of(target)) as file:
            file.write(("\n".join(lines) + "\n").encode("utf-8", "replace"))
    except UserError:
        if copied:  # without its text nobody would find it
            target.unlink(missing_ok=True)
        raise
    return target


def is_that(one: Quarantined, path: Path) -> bool:
    """Tell whether a file has the content that was refused then; OSError when it is gone."""
    return sha256_of(path).startswith(one.path.name[:DIGITS])


def remove(books: Books, one: Quarantined, *, because: str = "") -> None:
    """Take a file out of quarantine for good, and note it; UserError when the disk refuses.

    One that waits for a decision is declined by that: its office has to send again.
    """
    try:
        sha256 = sha256_of(one.path)
        one.path.unlink()
        _text_of(one.path).unlink(missing_ok=True)
    except OSError as error:
        raise UserError(
            _("Chưa xóa được tệp cách ly {name}.").format(name=one.name),
            safe=_("Tệp vẫn ở chỗ cách ly."),
            remedy=_("Đóng chương trình đang mở tệp rồi làm lại."),
            code="quarantine_busy",
        ) from error
    words = _("Xóa tệp cách ly {name}")
    if one.waits and not because:
        note_declined(books, sha256)
        words = _("Không đồng ý nhận gói {name}, xóa tệp cách ly")
    text = because or words.format(name=one.name)
    note(books, Line(kind=REMOVED, text=text, sha256=sha256))


# --- private


def _text_of(path: Path) -> Path:
    return path.with_name(path.name + ".txt")


def _parse(text: str) -> tuple[str, str, str]:
    """Take a text apart: where from, why, the office that the file names."""
    origin, *lines = text.rstrip("\n").split("\n")
    named = ""
    if lines and lines[-1].startswith(SENDER):
        named = lines.pop().removeprefix(SENDER)
    return origin, "\n".join(lines).strip(), named


def _moments(books: Books) -> dict[str, tuple[str, str, bool]]:
    """Tell when a file was set aside last, which office it named and whether it waits, by its sum.

    Of the sum, its beginning.
    """
    with books.database.reading() as connection:
        rows: Sequence[Sequence[object]] = connection.exec_driver_sql(
            "SELECT sha256, at, office, verdict FROM sync_bundle WHERE verdict IN (?, ?) "
            "ORDER BY pk",
            (REFUSED, str(Verdict.ASKS)),
        ).fetchall()
    return {
        str(sha256)[:DIGITS]: (str(at), str(office), verdict == Verdict.ASKS)
        for sha256, at, office, verdict in rows
    }


def _guessed(path: Path, offices: Mapping[str, str]) -> str:
    """Guess the office by the file's name, which begins with the code of who wrote it."""
    name = path.name[DIGITS + 1 :]
    return next((known for code, known in offices.items() if name.startswith(f"{code}_")), "")
