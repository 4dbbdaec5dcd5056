"""Remarks that a superior pins to a record's field: written there, answered in the office.

The same table serves both sides. A pin is settled when its record changed after it (both sides see
that by the record's revision), or when the office said so with a word.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from danvan_desktop.i18n import _
from danvan_desktop.organisation.books import Books
from danvan_desktop.registers import REGISTERS
from danvan_desktop.storage.connections import Statements
from danvan_desktop.storage.values import Record
from danvan_desktop.vietnamese import format_date

_NAMES = (
    *("id", "return_id", "office", "sender", "register", "record_id", "field", "rev", "title"),
    *("text", "deadline", "at", "by", "settled_at", "answer"),
)
_LISTED = ", ".join(f'"{name}"' for name in _NAMES)


class PinState(StrEnum):
    """How far a pin is: written and not sent, waiting for the office, settled."""

    DRAFT = "draft"
    OPEN = "open"
    SETTLED = "settled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """A remark on a field ("" for the record as a whole) of the record as it stood at ``rev``.

    ``office`` is who is to correct it, ``sender`` the name of who sent it back ("" at the sender),
    ``return_id`` "" until it is sent, ``deadline`` an ISO day.
    """

    id: str
    office: str
    register: str
    record_id: str
    field: str
    rev: int
    title: str
    text: str
    return_id: str = ""
    sender: str = ""
    deadline: str | None = None
    at: str = ""
    by: str = ""
    settled_at: str | None = None
    answer: str | None = None
    state: PinState = PinState.DRAFT

    @property
    def field_label(self) -> str:
        """The label of the field (in the source language), "" for the whole record."""
        spec = REGISTERS[self.register]
        labels = {one.name: one.label for one in spec.fields}
        labels |= {child.key: child.label for child in spec.children}
        return labels.get(self.field, "")


def pins(books: Books, *, record_id: str | None = None) -> list[Pin]:
    """List the pins of a record, or all, the newest first."""
    where, values = ("WHERE record_id = ? ", (record_id,)) if record_id else ("", ())
    with books.database.reading() as connection:
        rows = connection.exec_driver_sql(
            f"SELECT {_LISTED} FROM return_pin {where}ORDER BY pk DESC", values
        ).fetchall()
        return [_pin(connection, dict(zip(_NAMES, row, strict=True))) for row in rows]


def open_pins(books: Books, record_id: str | None = None) -> list[Pin]:
    """List the pins that this office was sent and has not settled, the nearest deadline first."""
    found = [p for p in pins(books, record_id=record_id) if p.sender and p.state is PinState.OPEN]
    return sorted(found, key=lambda pin: pin.deadline or "9999")


def keep_pin(connection: Statements, pin: Pin) -> bool:
    """Write a pin unless it is there already; tells whether it was new."""
    marks = ", ".join("?" * len(_NAMES))
    found = connection.exec_driver_sql(
        f"INSERT INTO return_pin ({_LISTED}) VALUES ({marks}) ON CONFLICT (id) DO NOTHING",
        tuple(getattr(pin, name) for name in _NAMES),
    )
    return bool(found.rowcount)


def write_pin(books: Books, register: str, record_id: str, field: str, text: str) -> Pin:
    """Pin a remark to a record that another office sent; it waits until a return is written.

    ValueError for a record of this office, or one that is not there.
    """
    with books.database.write() as connection:
        row = connection.exec_driver_sql(
            f'SELECT r.owner, r.rev FROM "{REGISTERS[register].key}" r '
            "JOIN sync_office o ON o.office = r.owner WHERE r.id = ?",
            (record_id,),
        ).fetchone()
        record = books.record(register, record_id)
        if row is None or record is None:
            raise ValueError("not a record of another office")
        pin = Pin(
            id=books.new_id(),
            office=str(row[0]),
            register=register,
            record_id=record_id,
            field=field,
            rev=int(row[1]),
            title=title_of(books, record),
            text=text,
            at=books.clock.now(),
            by=books.user,
        )
        keep_pin(connection, pin)
    return pin


def drop_pin(books: Books, pin_id: str) -> None:
    """Take back a pin that was not sent yet."""
    with books.database.write() as connection:
        connection.exec_driver_sql(
            "DELETE FROM return_pin WHERE id = ? AND return_id = ''", (pin_id,)
        )


def settle_pin(books: Books, pin_id: str, answer: str) -> None:
    """Say with a word that a pin is dealt with though the record stays as it is."""
    with books.database.write() as connection:
        connection.exec_driver_sql(
            "UPDATE return_pin SET settled_at = ?, answer = ? WHERE id = ?",
            (books.clock.now(), answer, pin_id),
        )


def title_of(books: Books, record: Record) -> str:
    """Name a record that may have no title of its own by its unit and day."""
    spec = REGISTERS[record.register]
    unit = record.values.get(spec.unit_field) if spec.unit_field else None
    day = format_date(date.fromisoformat(record.event_date)) if record.event_date else ""
    place = books.directory().unit_name(str(unit)) if unit else ""
    said = spec.title_of(record.values) or _(spec.record_label)
    return ", ".join(part for part in (said, place, day) if part)


def _pin(connection: Statements, found: dict[str, Any]) -> Pin:
    state = PinState.OPEN if found["return_id"] else PinState.DRAFT
    if found["settled_at"] or (state is PinState.OPEN and _changed(connection, found)):
        state = PinState.SETTLED
    return Pin(**found, state=state)


def _changed(connection: Statements, found: dict[str, Any]) -> bool:
    """Tell whether the record is another one than the pin speaks of."""
    if found["register"] not in REGISTERS:
        return True
    row = connection.exec_driver_sql(
        f'SELECT rev, deleted FROM "{found["register"]}" WHERE id = ?', (found["record_id"],)
    ).fetchone()
    return row is None or bool(row[1]) or int(row[0]) > int(found["rev"])
