"""Everything of a register, one record at a time, as it stood at one moment.

Bundles are written while the clerk goes on working, so all of it is read in one snapshot, and in
pieces, so memory stays flat whatever the size of the register.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from danvan_desktop.registers import REGISTERS
from danvan_desktop.storage.columns import COMMON, listed
from danvan_desktop.storage.connections import Reading, Statements
from danvan_desktop.storage.engine import Database
from danvan_desktop.storage.rows import ID, MAX_IN, read_children, record_of
from danvan_desktop.storage.values import Record
from danvan_desktop.storage.window import window

_PK, _OWNER, _SEQ = (COMMON.index(name) for name in ("pk", "owner", "seq"))


@dataclass(frozen=True, slots=True)
class Streamed:
    """A record with the office that owns it and its place in the order of changes."""

    record: Record
    owner: str
    seq: int


@contextmanager
def snapshot(database: Database) -> Iterator[Reading]:
    """Give a connection that sees the database as it is now until it is left."""
    with database.reading() as connection, connection.snapshot():
        yield connection


def stream(
    connection: Statements,
    register: str,
    *,
    first_day: str | None = None,
    last_day: str | None = None,
) -> Iterator[Streamed]:
    """Yield a register's live records of some days, in the order of entry.

    Records that hold for a time belong to the days in which they held.
    """
    conditions: list[str] = ["deleted = 0"]
    values: list[Any] = []
    for condition, day in window(REGISTERS[register], first_day, last_day, held=True):
        conditions.append(condition)
        values.append(day)
    yield from _streamed(connection, register, conditions, values)


def changed(connection: Statements, register: str, *, owner: str, since: int) -> Iterator[Streamed]:
    """Yield an office's records that changed after ``since``, deleted ones too."""
    yield from _streamed(connection, register, ["owner = ?", "seq > ?"], [owner, since])


def changed_count(connection: Statements, register: str, *, owner: str, since: int) -> int:
    """Count what ``changed`` yields."""
    row = connection.exec_driver_sql(
        f'SELECT count(*) FROM "{register}" WHERE owner = ? AND seq > ?', (owner, since)
    ).fetchone()
    return int(row[0])


def deleted_count(connection: Statements, register: str, *, owner: str, since: int) -> int:
    """Count the deleted ones among what ``changed`` yields."""
    row = connection.exec_driver_sql(
        f'SELECT count(*) FROM "{register}" WHERE owner = ? AND seq > ? AND deleted = 1',
        (owner, since),
    ).fetchone()
    return int(row[0])


def _streamed(
    connection: Statements, register: str, conditions: list[str], values: list[Any]
) -> Iterator[Streamed]:
    spec = REGISTERS[register]
    conditions = ["pk > ?", *conditions]
    query = (
        f'SELECT {listed(register)} FROM "{register}" WHERE {" AND ".join(conditions)} '
        f"ORDER BY pk LIMIT {MAX_IN}"
    )
    last = 0
    while rows := connection.exec_driver_sql(query, (last, *values)).fetchall():
        lists = read_children(connection, spec, [row[ID] for row in rows])
        for row in rows:
            yield Streamed(record_of(spec, row, lists.get(row[ID], {})), row[_OWNER], row[_SEQ])
        last = rows[-1][_PK]
