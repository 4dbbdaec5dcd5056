"""The log of sending and receiving ("Sổ theo dõi gửi – nhận"): entries are added, never changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from danvan_desktop.bundles.container import copy_bundle
from danvan_desktop.bundles.export import EXPORT
from danvan_desktop.errors import Progress, no_progress
from danvan_desktop.i18n import _
from danvan_desktop.organisation.books import Books

COPY = "chep"
"""A bundle was copied to another medium, read back and found equal."""

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


def entries(books: Books) -> list[Entry]:
    """Read the log, newest first."""
    with books.database.reading() as connection:
        rows = connection.exec_driver_sql(
            'SELECT at, "by", kind, period, attempt, file, sha256, size, text, details '
            "FROM sync_log ORDER BY pk DESC LIMIT ?",
            (LIMIT,),
        ).fetchall()
    return [
        Entry(
            at=at,
            by=by,
            kind=kind,
            period=period,
            number=number,
            file=file,
            sha256=sha256,
            size=size,
            text=text,
            details=json.loads(details or "{}"),
        )
        for at, by, kind, period, number, file, sha256, size, text, details in rows
    ]


def exports(log: list[Entry]) -> list[Entry]:
    """Pick the exports of a log."""
    return [entry for entry in log if entry.kind == EXPORT]


def copied(log: list[Entry], export: Entry) -> Entry | None:
    """Find the newest verified copy of an exported bundle."""
    return next((e for e in log if e.kind == COPY and e.sha256 == export.sha256), None)


def copy_out(
    books: Books, export: Entry, folder: Path, *, progress: Progress = no_progress
) -> Path:
    """Copy a bundle to a medium, read the copy back, and note it; UserError when it differs."""
    copy = copy_bundle(Path(str(export.file)), folder, progress=progress)
    text = _("Chép {name} sang {folder}, đọc lại: giống hệt").format(name=copy.name, folder=folder)
    with books.database.write() as connection:
        connection.exec_driver_sql(
            'INSERT INTO sync_log (at, "by", kind, period, attempt, file, sha256, size, text) '
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                books.clock.now(),
                books.user,
                COPY,
                export.period,
                export.number,
                str(copy),
                export.sha256,
                export.size,
                text,
            ),
        )
    return copy
