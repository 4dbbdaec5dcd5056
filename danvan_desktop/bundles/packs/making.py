"""Make a pack at the province: choose what goes in, check it as a receiver would, sign, log."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from danvan_desktop import __version__
from danvan_desktop.bundles.enrolment import receives
from danvan_desktop.bundles.journal import Entry as LogEntry, entries as log_entries
from danvan_desktop.bundles.logbook import Line, note
from danvan_desktop.bundles.message import MAX_SIZE, write_message
from danvan_desktop.bundles.packs.model import FORM, KIND, LOGGED, Made
from danvan_desktop.bundles.packs.reading import MAX_NOTE
from danvan_desktop.bundles.sender import own_epoch
from danvan_desktop.errors import Severity, UserError
from danvan_desktop.i18n import _
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.pack_parts import Brought, Parts
from danvan_desktop.signing.keys import SigningKey
from danvan_desktop.storage.counters import counter, set_counter
from danvan_desktop.vietnamese import clean_lines, format_number

NUMBER = "pack"
"""The counter of packs that this office made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What goes into a part: keys of its offers, and files from elsewhere."""

    keys: frozenset[str] = frozenset()
    files: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A pack before it is written: the entries by part, for whom (empty: every office), a note."""

    entries: Mapping[str, tuple[Mapping[str, Any], ...]]
    offices: tuple[str, ...] = ()
    note: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)


def draft(
    books: Books,
    choices: Mapping[str, Choice],
    parts: Parts,
    *,
    offices: Sequence[str] = (),
    words: str = "",
) -> Draft:
    """Put together what was chosen and check it; UserError says what cannot go in.

    A part that was chosen of its own will stays in the pack even when it is empty, where it is made
    of files: then its receivers take away what earlier packs brought.
    """
    found: dict[str, tuple[Mapping[str, Any], ...]] = {}
    with ExitStack() as stack:
        for part in parts:
            choice = choices.get(part.key)
            if choice is None:
                continue
            try:
                entries = part.packed(books, choice.keys, choice.files)
                if len(entries) > part.most:
                    raise ValueError(_("quá {n} mục").format(n=format_number(part.most)))
                checked = part.read(entries)
            except ValueError as error:
                raise _unfit(_(part.label), str(error)) from error
            if not entries and part.folder(books.paths) is None:
                continue
            _check(books, part, checked, stack)
            found[part.key] = tuple(entries)
    if not found:
        raise UserError(
            _("Gói chưa có nội dung nào."),
            remedy=_("Chọn ít nhất một phần để gửi."),
            code="empty_pack",
        )
    return Draft(
        entries=found,
        offices=tuple(offices),
        note=clean_lines(words)[:MAX_NOTE],
        counts={key: len(entries) for key, entries in found.items()},
    )


def write_pack(books: Books, made: Draft, folder: Path, key: SigningKey, parts: Parts) -> Made:
    """Sign a pack and write it into a folder, read back and logged.

    UserError at an office that receives no bundles, for a pack that is too large, or when the disk
    refuses; a number that was given out stays used.
    """
    if not receives(books):
        raise UserError(
            _("Chỉ nơi nhận gói mới lập gói cho các cơ quan."),
            safe=_("Chưa lập gói nào."),
            code="no_receiver",
        )
    epoch = own_epoch(books)
    with books.database.write() as connection:
        number = counter(connection, NUMBER) + 1
        set_counter(connection, NUMBER, number)
    office = books.office() or {}
    code, name = str(office.get("ma") or ""), str(office.get("ten_day_du") or "")
    body = {
        "form": FORM,
        "program": __version__,
        "epoch": str(epoch),
        "number": number,
        "for": list(made.offices),
        "note": made.note,
        "parts": {part: list(entries) for part, entries in made.entries.items()},
    }
    target = folder / f"{re.sub(r'[^A-Za-z0-9.-]+', '-', code)}_goi-tinh_so-{number}.asice"
    created = datetime.fromisoformat(books.clock.now())
    sha256 = write_message(
        target, KIND, body, key, sender=(code, name), created=created,
        lines=_lines(made, number, parts),
    )  # fmt: skip
    _refuse_large(target)
    text = _("Lập gói số {n} cho các cơ quan: {what}").format(n=number, what=_told(made, parts))
    details = {"number": number, "for": list(made.offices), "counts": dict(made.counts)}
    line = Line(kind=LOGGED, text=text, file=target, sha256=sha256, details=details)
    note(books, line)
    return Made(target, number, sha256)


def made_packs(books: Books) -> list[LogEntry]:
    """List the packs that this office made, the newest first."""
    log = log_entries(books, limit=None)
    return [one for one in log if one.kind == LOGGED and "counts" in one.details]


# --- private


def _check(books: Books, part: Any, entries: Sequence[Any], stack: ExitStack) -> None:
    """Refuse what a receiver with nothing of its own could not use.

    Rows stand here already, checked by the forms that wrote them; files may come from anywhere.
    """
    if part.folder(books.paths) is None:
        return
    every = frozenset(one.key for one in part.compare(books, entries, Brought()))
    found = part.issues(books, entries, every, Brought())
    wrong = next((one for one in found if one.severity is Severity.ERROR), None)
    if wrong is not None:
        raise _unfit(_(part.label), wrong.message)
    stack.enter_context(part.trial(books, entries, every, Brought()))


def _refuse_large(target: Path) -> None:
    """Take a pack away again that no office would read."""
    if target.stat().st_size <= MAX_SIZE:
        return
    target.unlink()
    raise UserError(
        _("Gói quá lớn để gửi bằng một tệp."),
        safe=_("Chưa lập gói nào."),
        remedy=_("Chia nội dung thành nhiều gói."),
        code="too_large",
    )


def _lines(made: Draft, number: int, parts: Parts) -> dict[str, str]:
    """Tell on the cover sheet what is inside; in Vietnamese like every sheet."""
    return {
        "Số": str(number),
        "Gửi": ", ".join(made.offices) or "mọi cơ quan",
        **{
            part.label: format_number(made.counts[part.key])
            for part in parts
            if part.key in made.counts
        },
        "Ghi chú": made.note,
    }


def _told(made: Draft, parts: Parts) -> str:
    return "; ".join(
        f"{_(part.label)}: {format_number(made.counts[part.key])}"
        for part in parts
        if part.key in made.counts
    )


def _unfit(part: str, reason: str) -> UserError:
    return UserError(
        _("Phần “{part}” chưa đưa vào gói được: {reason}.").format(
            part=part, reason=reason[:200].rstrip(".")
        ),
        safe=_("Chưa lập gói nào."),
        remedy=_("Sửa chỗ này hoặc bỏ chọn rồi lập lại gói."),
        code="bad_pack_file",
    )
