"""Who looked at, took out or erased data about private persons; the log says fields, never values.

Luật 91/2025/QH15: whoever keeps personal data can say who used it, when and why.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from danvan_desktop.storage.engine import Database
from danvan_desktop.storage.owners import THIS_OFFICE

AccessKind = Literal["show", "export", "erase"]


@dataclass(frozen=True, slots=True)
class AccessEntry:
    """One use of personal data; ``fields`` are names, ``record_id`` None means many records."""

    at: str
    by: str
    kind: AccessKind
    register: str
    record_id: str | None
    fields: tuple[str, ...]
    reason: str = ""


def note(database: Database, entry: AccessEntry) -> None:
    """Write an entry; durable on return."""
    with database.write() as connection:
        connection.exec_driver_sql(
            'INSERT INTO access_log (at, "by", kind, register, record_id, fields, reason, '
            f"owner) VALUES (?, ?, ?, ?, ?, ?, ?, {THIS_OFFICE})",
            (
                entry.at,
                entry.by,
                entry.kind,
                entry.register,
                entry.record_id,
                ",".join(entry.fields),
                entry.reason,
            ),
        )


def entries(database: Database, limit: int = 500) -> Sequence[AccessEntry]:
    """Read the newest entries, newest first."""
    with database.read() as connection:
        rows = connection.exec_driver_sql(
            'SELECT at, "by", kind, register, record_id, fields, reason FROM access_log '
            "ORDER BY pk DESC LIMIT ?",
            (limit,),
        ).fetchall()
    return [
        AccessEntry(r[0], r[1], r[2], r[3], r[4], tuple(filter(None, r[5].split(","))), r[6])
        for r in rows
    ]
