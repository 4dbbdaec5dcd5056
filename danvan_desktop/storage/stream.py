"""Everything of a register, one record at a time, as it stood at one moment.

Bundles are written while the clerk goes on working, so all of it is read in one snapshot, and in
pieces, so memory stays flat whatever the size of the register.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, select

from danvan_desktop.registers import REGISTERS
from danvan_desktop.storage.engine import Database
from danvan_desktop.storage.rows import MAX_IN, read_children, record_of
from danvan_desktop.storage.tables import table
from danvan_desktop.storage.values import Record


@dataclass(frozen=True, slots=True)
class Streamed:
    """A record with the office that owns it and its place in the order of changes."""

    record: Record
    owner: str
    seq: int


@contextmanager
def snapshot(database: Database) -> Iterator[Connection]:
    """Give a connection that sees the database as it is now until it is left."""
    with database.read() as connection:
        connection.exec_driver_sql("BEGIN")
        try:
            yield connection
        finally:
            connection.exec_driver_sql("ROLLBACK")


def stream(
    connection: Connection,
    register: str,
    *,
    first_day: str | None = None,
    last_day: str | None = None,
) -> Iterator[Streamed]:
    """Yield the live records of a register whose day lies in the window, in the order of entry."""
    spec = REGISTERS[register]
    source = table(register)
    wanted = select(source).where(source.c.deleted == 0)
    if first_day is not None:
        wanted = wanted.where(source.c.event_date >= first_day)
    if last_day is not None:
        wanted = wanted.where(source.c.event_date <= last_day)
    wanted = wanted.order_by(source.c.pk).limit(MAX_IN)
    last = 0
    while rows := connection.execute(wanted.where(source.c.pk > last)).all():
        lists = read_children(connection, spec, [row.id for row in rows])
        for row in rows:
            yield Streamed(record_of(spec, row, lists.get(row.id, {})), row.owner, row.seq)
        last = rows[-1].pk
