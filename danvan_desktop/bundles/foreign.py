"""Records of other offices at the province: whose they are, and which may be one event twice.

Nobody here changes them; what is wrong goes back as a return.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from danvan_desktop.organisation.books import Books
from danvan_desktop.registers import REGISTERS, clerk_registers
from danvan_desktop.storage.repeats import across_offices
from danvan_desktop.storage.rows import MAX_IN, marks
from danvan_desktop.storage.values import Record

MOST = 300
"""More groups than these nobody looks through in one go."""


@dataclass(frozen=True, slots=True)
class SameEvent:
    """Records that several offices sent and that report one event by their key."""

    register: str
    records: tuple[Record, ...]
    offices: tuple[str, ...]
    """The name of the sender of each record, "" for one of this office."""


def senders(books: Books, register: str, ids: Iterable[str]) -> dict[str, str]:
    """Name the offices that sent records: record id → name; own records are left out."""
    wanted, found = list(ids), {}
    with books.database.reading() as connection:
        for start in range(0, len(wanted), MAX_IN):
            some = wanted[start : start + MAX_IN]
            rows = connection.exec_driver_sql(
                f'SELECT r.id, o.name FROM "{REGISTERS[register].key}" r '
                f"JOIN sync_office o ON o.office = r.owner WHERE r.id IN ({marks(some)})",
                some,
            )
            found.update({str(record_id): str(name) for record_id, name in rows})
    return found


def sender_of(books: Books, register: str, record_id: str) -> str:
    """Name the office that sent a record; "" for one of this office."""
    return senders(books, register, [record_id]).get(record_id, "")


def same_events(books: Books) -> list[SameEvent]:
    """Propose events that more than one office reports, in the order of the registers."""
    found: list[SameEvent] = []
    for spec in clerk_registers():
        for ids in across_offices(books.database, spec.key):
            records = [record for one in ids if (record := books.record(spec.key, one))]
            named = senders(books, spec.key, ids)
            offices = tuple(named.get(record.id, "") for record in records)
            found.append(SameEvent(spec.key, tuple(records), offices))
            if len(found) >= MOST:
                return found
    return found
