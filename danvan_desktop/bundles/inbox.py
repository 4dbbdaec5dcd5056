"""The province takes a heap of files: each by itself, the bad ones set aside, nothing is asked.

A stick holds bundles, encrypted or not, and anything else beside them. What is no bundle is named
and left alone; what is refused is copied to a folder of its own with the reason, so that it can be
shown to whoever sent it.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from danvan_desktop.bundles.envelope import EXTENSION as SEALED, is_envelope
from danvan_desktop.bundles.inspection import refused
from danvan_desktop.bundles.manifest import CONTAINER_TYPE
from danvan_desktop.bundles.message import is_message
from danvan_desktop.bundles.model import EXTENSION
from danvan_desktop.bundles.partners import Role, believed
from danvan_desktop.bundles.parts import is_part, stands_for_all, whole_name
from danvan_desktop.bundles.quarantine import Quarantined, is_that, remove, set_aside
from danvan_desktop.bundles.receipts import write_receipt
from danvan_desktop.bundles.receiving import REFUSED, Received, note_refused, receive
from danvan_desktop.errors import Cancelled, Progress, UserError, no_progress
from danvan_desktop.i18n import N_, _
from danvan_desktop.organisation.books import Books
from danvan_desktop.signing.files import plain_name
from danvan_desktop.signing.keys import SigningKey
from danvan_desktop.signing.trust import TrustList

LOG = logging.getLogger(__name__)

MAX_FILES = 20_000
"""More files than any stick of bundles holds: somebody chose a whole disk."""


class Leftover(StrEnum):
    """Why a file among the chosen ones is not opened as a bundle."""

    OTHER = "other"
    """Neither a bundle nor an envelope: a letter, a picture."""
    MESSAGE = "message"
    """A receipt, a return or an enrolment, which has its own page."""
    PART = "part"
    """A part of a bundle that is put together by its list."""
    UNREADABLE = "unreadable"
    """The disk does not give it."""


LEFTOVERS: dict[Leftover, str] = {
    Leftover.OTHER: N_("Không phải gói số liệu."),
    Leftover.MESSAGE: N_("Là biên nhận, phiếu trả lại hoặc giấy giới thiệu khóa, không phải gói."),
    Leftover.PART: N_("Là một phần của gói đã chia, được ghép theo danh sách."),
    Leftover.UNREADABLE: N_("Không đọc được từ ổ đĩa."),
}


@dataclass(frozen=True, slots=True)
class Heap:
    """What was chosen: the bundles in the order of their names, and what is left alone."""

    bundles: tuple[Path, ...]
    left: tuple[tuple[Path, Leftover], ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file; ``kept`` is its copy in quarantine, if it was refused."""

    path: Path
    received: Received
    kept: Path | None = None

    @property
    def refused(self) -> bool:
        """Tell whether it was no bundle of an office that we know."""
        return self.received.verdict == REFUSED

    @property
    def aside(self) -> bool:
        """Tell whether the file is to lie in quarantine: refused, or a person has to decide."""
        return self.refused or self.received.waits


def look(paths: Iterable[Path]) -> Heap:
    """Find the bundles among files and below folders.

    UserError when there are more than MAX_FILES: nobody means that.
    """
    bundles: list[Path] = []
    left: list[tuple[Path, Leftover]] = []
    for number, path in enumerate(_files(paths)):
        if number >= MAX_FILES:
            raise UserError(
                _("Thư mục có quá nhiều tệp."),
                safe=_("Chưa nhận gói nào."),
                remedy=_("Chọn đúng thư mục chứa các gói."),
                code="too_many_files",
            )
        other = _leftover(path)
        if other is None:
            bundles.append(path)
        else:
            left.append((path, other))
    return Heap(tuple(dict.fromkeys(bundles)), tuple(left))


def enrolled(books: Books) -> TrustList:
    """Give the keys of the offices that may send to this one."""
    now = datetime.fromisoformat(books.clock.now())
    return believed(books.paths, now, Role.OFFICE)


def take_all(
    books: Books,
    files: Sequence[Path],
    *,
    trust: TrustList | None = None,
    agreed: bool = False,
    told: Callable[[Outcome], None] | None = None,
    progress: Progress = no_progress,
) -> list[Outcome]:
    """Take bundles one after the other, each in its own transaction.

    ``agreed``: a person wants them also where they take away what is held (``receive``).

    ``told`` gets each outcome at once, for Cancelled leaves what was taken before in place and
    brings no list. Whatever is wrong with one file, or with the disk, is said of that file: the
    others are taken all the same.
    """
    trust = enrolled(books) if trust is None else trust
    outcomes = []
    for number, path in enumerate(files):
        progress(number, len(files), plain_name(path))
        outcome = _take(books, path, trust, agreed=agreed)
        outcomes.append(outcome)
        if told is not None:
            told(outcome)
    progress(len(files), len(files), "")
    return outcomes


def retry(
    books: Books, one: Quarantined, *, trust: TrustList | None = None, agreed: bool = False
) -> Outcome:
    """Take a file out of quarantine in again, as after its office's key was accepted.

    ``agreed``: a person wants it although it takes away what is held. One that is no longer
    refused, and waits for nobody, leaves the quarantine. A part is taken from where it came from,
    for the others lie there, and so is a file of which a full disk left only a piece here.
    """
    origin = Path(one.origin)
    cut = not is_that(one, one.path)
    elsewhere = origin.is_file() and (is_part(origin) or (cut and is_that(one, origin)))
    whole = origin if elsewhere else one.path
    outcome = _take(books, whole, enrolled(books) if trust is None else trust, agreed=agreed)
    if not outcome.aside:
        text = _("Nhận lại tệp cách ly {name}: {reason}").format(
            name=one.name, reason=outcome.received.reason
        )
        remove(books, one, because=text)
    return outcome


def answer_all(
    books: Books, outcomes: Iterable[Received], folder: Path, key: SigningKey
) -> list[Path]:
    """Write the receipt of every bundle that has one into a folder; returns what was written."""
    return [
        write_receipt(books, received, folder, key)
        for received in outcomes
        if received.receipt is not None
    ]


# --- private


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            for folder, below, names in os.walk(path):
                below.sort()
                yield from (Path(folder, name) for name in sorted(names))
        else:
            yield path


def _leftover(path: Path) -> Leftover | None:
    """Tell why a file is no bundle, by its first bytes; parts for e-mail are known by name."""
    try:
        if is_part(path):
            return None if _stands_for_all(path) else Leftover.PART
        with path.open("rb") as file:
            if is_envelope(file):
                return None
            head = file.read(200)
        if CONTAINER_TYPE not in head:
            # What carries the name of a bundle is one for whoever sent it: it gets a verdict.
            named = path.suffix.lower() in (EXTENSION, SEALED)
            return None if named else Leftover.OTHER
        return Leftover.MESSAGE if is_message(path) else None
    except OSError:
        return Leftover.UNREADABLE


def _stands_for_all(path: Path) -> bool:
    """Tell whether a part is the one by which all are named: the list, else the first of them."""
    ending = Path(whole_name(path)).suffix.lower()
    return ending in (EXTENSION, SEALED) and stands_for_all(path)


def _take(books: Books, path: Path, trust: TrustList, *, agreed: bool) -> Outcome:
    try:
        return _kept(books, path, _received(books, path, trust, agreed=agreed))
    except Cancelled:
        raise
    except UserError as error:
        # The disk, not the file: it may be taken later, so it is neither noted nor set aside.
        return Outcome(path, Received(plain_name(path), REFUSED, str(error)))
    except Exception:
        LOG.exception("a bundle that cannot be taken")
        return _kept(books, path, _unexpected(books, path))


def _received(books: Books, path: Path, trust: TrustList, *, agreed: bool) -> Received:
    """Take a bundle; once more when the server of the data ended the connection on the way.

    A merge is one transaction: of the first time nothing is there, or all, and then it says so.
    """
    try:
        return receive(books, path, trust, agreed=agreed)
    except UserError as error:
        if error.code != "server_unreachable":
            raise
        return receive(books, path, trust, agreed=agreed)


def _unexpected(books: Books, path: Path) -> Received:
    """Refuse a file at which the program failed; whoever made it so must not stop the others."""
    reason = str(refused("unexpected"))
    try:
        return note_refused(books, path, reason)
    except (OSError, UserError):
        return Received(plain_name(path), REFUSED, reason)


def _kept(books: Books, path: Path, received: Received) -> Outcome:
    """Set a file aside that was not taken, once for the same content, whatever the disk says.

    A full disk does not stop the others.
    """
    outcome = Outcome(path, received)
    if not outcome.aside or received.secret or not received.sha256:
        return outcome
    try:
        target = set_aside(books, path, received)
    except (OSError, UserError):
        return outcome
    return Outcome(path, received, target)
