"""Write into the log of sending and receiving ("Sổ theo dõi gửi – nhận"); nothing takes out of it.

Every line is one sentence for people; what the program needs later stands beside it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from danvan_desktop.organisation.books import Books
from danvan_desktop.storage.connections import Statements
from danvan_desktop.storage.owners import THIS_OFFICE

EXPORT = "xuat"
"""A bundle was exported."""

COPY = "chep"
"""A bundle was copied to another medium, read back and found equal."""

UPLOAD = "tai_len"
"""A bundle was uploaded to a folder or a server, and read back there."""

PARTS = "chia"
"""A bundle was cut into parts for e-mail."""

RECEIPT = "bien_nhan"
"""A receipt was taken in."""

RECEIVED = "nhan"
"""A bundle came in, whatever became of it."""

ANSWER = "lap_bien_nhan"
"""A receipt was written for an office."""

REMOVED = "xoa_cach_ly"
"""A refused file was taken out of quarantine."""

KEY = "khoa"
"""A key was introduced, accepted, renewed or withdrawn."""


PERIODS = "periods"
"""Names, among a line's details, several periods of which it speaks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line to write; ``period`` and ``number`` name the bundle, ``size`` is in bytes."""

    kind: str
    text: str
    period: str | None = None
    number: int | None = None
    file: Path | None = None
    sha256: str | None = None
    size: int | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


def note(books: Books, line: Line) -> None:
    """Add a line, with the moment and the user."""
    with books.database.write() as connection:
        note_within(books, connection, line)


def note_within(books: Books, connection: Statements, line: Line, *, at: str = "") -> None:
    """Add a line in an open transaction; ``at`` is its moment where that was read before."""
    connection.exec_driver_sql(
        'INSERT INTO sync_log (at, "by", kind, period, attempt, file, sha256, size, text, '
        f"details, owner) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, {THIS_OFFICE})",
        (
            at or books.clock.now(),
            books.user,
            line.kind,
            line.period,
            line.number,
            str(line.file) if line.file else None,
            line.sha256,
            line.size,
            line.text,
            json.dumps(dict(line.details), ensure_ascii=False) if line.details else None,
        ),
    )
