"""The log of sending and receiving ("Sổ theo dõi gửi – nhận"): entries are added, never changed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from danvan_desktop.bundles.container import copy_bundle
from danvan_desktop.bundles.logbook import (
    COPY,
    EXPORT,
    PARTS,
    PERIODS,
    RECEIPT,
    RECEIVED,
    UPLOAD,
    Line,
    note,
)
from danvan_desktop.bundles.model import Sealed
from danvan_desktop.bundles.parts import split_file
from danvan_desktop.errors import Progress, no_progress
from danvan_desktop.i18n import _
from danvan_desktop.organisation.books import Books
from danvan_desktop.storage.connections import Statements
from danvan_desktop.storage.dialect import NO_LIMIT

TAKEN = ("replace", "merge", "nothing")
"""The verdicts by which a receipt says that everything in the bundle is held."""

LIMIT = 500
"""Entries read for the screen; older ones stay in the file."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log; ``file`` is a full path, ``size`` in bytes, ``at`` UTC ISO text."""

    at: str
    by: str
    kind: str
    period: str | None
    number: int | None
    file: str | None
    sha256: str | None
    size: int | None
    text: str
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def periods(self) -> tuple[str, ...]:
        """The codes of all periods that it speaks of."""
        return (self.period,) if self.period else tuple(self.details.get(PERIODS, ()))


def entries(books: Books, *, period: str | None = None, limit: int | None = LIMIT) -> list[Entry]:
    """Read the log, newest first; of one period only, without a limit where it is None."""
    condition, values = ("WHERE period = ?", [period]) if period else ("", [])
    with books.database.reading() as connection:
        among, wanted = condition, values
        if period:
            # A return speaks of several periods: its line names them among the details.
            among, wanted = "WHERE period = ? OR details LIKE ?", [period, f'%"{period}"%']
        rows = connection.exec_driver_sql(
            'SELECT at, "by", kind, period, attempt, file, sha256, size, text, details '
            f"FROM sync_log {among} ORDER BY pk DESC LIMIT ?",
            (*wanted, most := NO_LIMIT if limit is None else limit),
        ).fetchall()
        before = _before_the_log(connection, condition, values, most)
    found = [
        Entry(
            at=at,
            by=by,
            kind=kind,
            period=period_code,
            number=number,
            file=file,
            sha256=sha256,
            size=size,
            text=text,
            details=json.loads(details or "{}"),
        )
        for at, by, kind, period_code, number, file, sha256, size, text, details in rows
    ]
    if before:
        # A sort that keeps what was noted at one moment in its order.
        found = sorted([*found, *before], key=lambda one: one.at, reverse=True)
    return found if limit is None else found[:limit]


def exports(log: Sequence[Entry]) -> list[Entry]:
    """Pick the exports of a log."""
    return [entry for entry in log if entry.kind == EXPORT]


def copied(log: Sequence[Entry], export: Entry) -> Entry | None:
    """Find the newest verified copy of an exported bundle."""
    return next((e for e in log if e.kind == COPY and e.sha256 == export.sha256), None)


def uploaded(log: Sequence[Entry], export: Entry) -> Entry | None:
    """Find the newest upload of an exported bundle."""
    return next((e for e in log if e.kind == UPLOAD and e.sha256 == export.sha256), None)


def answered(log: Sequence[Entry], export: Entry) -> Entry | None:
    """Find the receipt for an exported bundle; one that says it was taken goes before others."""
    found = [e for e in log if e.kind == RECEIPT and e.sha256 == export.sha256]
    return next((e for e in found if e.details.get("verdict") in TAKEN), None) or next(
        iter(found), None
    )


def sealed(export: Entry) -> Sealed | None:
    """Give the encrypted copy of an exported bundle, where it was made."""
    found = export.details.get("sealed")
    if not found:
        return None
    return Sealed(Path(found["file"]), found["sha256"], found["size"], found["receiver"])


def to_carry(export: Entry) -> Path:
    """Give the file that leaves the office: the encrypted one where there is one."""
    found = sealed(export)
    return found.path if found else Path(str(export.file))


def copy_out(
    books: Books, export: Entry, folder: Path, *, progress: Progress = no_progress
) -> Path:
    """Copy a bundle to a medium, read the copy back, and note it; UserError when it differs."""
    copy = copy_bundle(to_carry(export), folder, progress=progress)
    text = _("Chép {name} sang {folder}, đọc lại: giống hệt").format(name=copy.name, folder=folder)
    _note(books, export, COPY, text, copy)
    return copy


def cut_up(
    books: Books, export: Entry, folder: Path, size: int, *, progress: Progress = no_progress
) -> list[Path]:
    """Cut a bundle into parts for e-mail in a folder; returns the list and then the parts."""
    made = split_file(to_carry(export), folder, size, progress=progress)
    text = _("Chia {name} thành {n} phần trong {folder}").format(
        name=to_carry(export).name, n=len(made) - 1, folder=folder
    )
    _note(books, export, PARTS, text, made[0])
    return made


# --- private


def _before_the_log(
    connection: Statements, condition: str, values: Sequence[str], most: int
) -> list[Entry]:
    """Read the bundles that came before the log took note of them, newest first."""
    # An office that only sends needs nothing of what takes a bundle in.
    from danvan_desktop.bundles.receiving import REFUSED

    where = f"{condition} AND" if condition else "WHERE"
    rows = connection.exec_driver_sql(
        'SELECT at, "by", period, number, file, sha256, size, office, verdict, reason, '
        "(SELECT name FROM sync_office known WHERE known.office = sync_bundle.office) "
        f"FROM sync_bundle {where} at < "
        "coalesce((SELECT min(at) FROM sync_log WHERE kind = ?), '9') ORDER BY pk DESC LIMIT ?",
        (*values, RECEIVED, most),
    ).fetchall()
    return [
        Entry(
            at=at,
            by=by,
            kind=RECEIVED,
            period=period,
            number=number,
            file=file,
            sha256=sha256,
            size=size,
            text=_("Từ chối tệp {name}: {reason}").format(name=file, reason=reason)
            if verdict == REFUSED
            else _("Nhận gói của {name}: {reason}").format(name=name or office, reason=reason),
            details={"office": office, "verdict": verdict},
        )
        for at, by, period, number, file, sha256, size, office, verdict, reason, name in rows
    ]


def _note(books: Books, export: Entry, kind: str, text: str, file: Path) -> None:
    line = Line(
        kind=kind,
        text=text,
        period=export.period,
        number=export.number,
        file=file,
        sha256=export.sha256,
        size=to_carry(export).stat().st_size,
    )
    note(books, line)
