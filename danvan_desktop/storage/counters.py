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


def touch(connection: Statements, register: str, record_id: str) -> None:
    """Give a record the next place in the order of changes, because something beside it changed.

    What a bundle carries is chosen by this order: a new attachment is a change of its record.
    """
    seq = counter(connection, "seq") + 1
    set_counter(connection, "seq", seq)
    connection.exec_driver_sql(f'UPDATE "{register}" SET seq = ? WHERE id = ?', (seq, record_id))
