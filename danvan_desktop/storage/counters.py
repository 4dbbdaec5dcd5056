"""Counters of the database: the order of changes, running numbers."""

from __future__ import annotations

from danvan_desktop.storage.connections import Statements


def counter(connection: Statements, name: str) -> int:
    """Read a counter; one that never was counts 0."""
    row = connection.exec_driver_sql("SELECT value FROM counter WHERE name = ?", (name,)).fetchone()
    return int(row[0]) if row else 0


def set_counter(connection: Statements, name: str, value: int) -> None:
    """Store a counter."""
    connection.exec_driver_sql(
        "INSERT INTO counter (name, value) VALUES (?, ?) "
        "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (name, value),
    )
