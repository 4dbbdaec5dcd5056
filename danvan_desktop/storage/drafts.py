"""Half-filled forms, kept against crashes; a draft is not a record and never counts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from danvan_desktop.storage.engine import Database
from danvan_desktop.storage.owners import THIS_OFFICE
from danvan_desktop.storage.values import Draft

NEW = ""
"""The ``record_id`` under which the draft of a new record is stored."""

_DROP = "DELETE FROM draft WHERE register = ? AND record_id = ?"


def keep(
    database: Database,
    register: str,
    record_id: str | None,
    values: Mapping[str, Any],
    *,
    field: str,
    at: str,
) -> None:
    """Store the form's present content over the draft of before; durable on return."""
    content = json.dumps(dict(values), ensure_ascii=False)
    with database.write() as connection:
        connection.exec_driver_sql(_DROP, (register, record_id or NEW))
        connection.exec_driver_sql(
            'INSERT INTO draft (register, record_id, "values", field, at, owner) '
            f"VALUES (?, ?, ?, ?, ?, {THIS_OFFICE})",
            (register, record_id or NEW, content, field, at),
        )


def wipe(database: Database, register: str, record_id: str | None) -> None:
    """Remove a draft so that nothing of it can be read from the file any more."""
    key = (register, record_id or NEW)
    with database.reading() as connection:
        found = connection.exec_driver_sql(
            "SELECT 1 FROM draft WHERE register = ? AND record_id = ?", key
        ).fetchone()
    if found is None:
        return
    with database.erase() as connection:
        connection.exec_driver_sql(_DROP, key)


def all_drafts(database: Database) -> list[Draft]:
    """Read every kept draft, newest first."""
    with database.reading() as connection:
        rows = connection.exec_driver_sql(
            'SELECT register, record_id, "values", field, at FROM draft ORDER BY at DESC'
        ).fetchall()
    return [Draft(r[0], r[1] or None, json.loads(r[2]), r[3], r[4]) for r in rows]


def drop(database: Database, register: str, record_id: str | None) -> None:
    """Forget a draft: it was saved as a record, or the clerk gave it up."""
    with database.write() as connection:
        connection.exec_driver_sql(_DROP, (register, record_id or NEW))
