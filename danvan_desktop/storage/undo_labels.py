"""What undo and redo would do, in words; read at every start, so without what writing needs."""

from __future__ import annotations

from danvan_desktop.storage.engine import Database

LAST_DONE = (
    "SELECT id, label FROM operation WHERE undone_by IS NULL AND kind IN ('edit', 'redo') "
    "ORDER BY pk DESC LIMIT 1"
)
LAST_UNDONE = (
    "SELECT u.id, o.label FROM operation u JOIN operation o ON o.id = u.undoes "
    "WHERE u.kind = 'undo' AND u.undone_by IS NULL "
    "AND u.pk > coalesce((SELECT max(pk) FROM operation WHERE kind = 'edit'), 0) "
    "ORDER BY u.pk DESC LIMIT 1"
)


def undo_label(database: Database) -> str | None:
    """Name the operation that undo would take back."""
    return _label(database, LAST_DONE)


def redo_label(database: Database) -> str | None:
    """Name the operation that redo would do again; None once something new was written."""
    return _label(database, LAST_UNDONE)


def _label(database: Database, query: str) -> str | None:
    with database.reading() as connection:
        row = connection.exec_driver_sql(query).fetchone()
    return str(row[1]) if row else None
