"""Remarks that a superior pins to a record's field or to a figure: written there, answered here.

The same table serves both sides. A pin on a field is settled while the field holds something else
than it was pinned to (both sides compare, ``pin_seen``), one on a record as a whole when the record
changed after it, one on a figure when the office's figure is another (``indicators.pinned``); each
also when the office said so with a word. Every bundle tells the sender of the pins what the office
holds and answered (``tell``); it accepts or returns again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.pin_rules import fit_title, refuse_unfit
from danvan_desktop.organisation.pin_seen import changed, held, seen
from danvan_desktop.registers import REGISTERS
from danvan_desktop.storage.connections import Statements
from danvan_desktop.storage.counters import counter, set_counter
from danvan_desktop.storage.values import Record
from danvan_desktop.vietnamese import format_date

_NAMES = (
    *("id", "return_id", "office", "sender", "register", "record_id", "field", "rev", "title"),
    *("text", "deadline", "at", "by", "settled_at", "answer", "period", "place", "path", "value"),
    *("told", "told_value", "closed_at", "closed_by", "followed_by"),
)
MAX_WORDS = 4_000
"""Letters of an answer at most."""

_LISTED = ", ".join(f'"{name}"' for name in _NAMES)


class PinState(StrEnum):
    """How far a pin is, as far as this side knows."""

    DRAFT = "draft"
    """Written; no return carries it yet."""
    OPEN = "open"
    """Sent; here it waits for the office, at the sender for a bundle that speaks of it."""
    RECEIVED = "received"
    """The office has taken the return in and has not answered."""
    FIXED = "fixed"
    """The field, the record as a whole or the figure is another one now."""
    ANSWERED = "answered"
    """It stays as it is; the office said why."""
    CLOSED = "closed"
    """The sender accepted the answer, or returned it again with another pin."""

    @property
    def settled(self) -> bool:
        """Tell whether the office has nothing more to do."""
        return self in (PinState.FIXED, PinState.ANSWERED, PinState.CLOSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """A remark on a field ("" for the record as a whole) of the record as it stood at ``rev``.

    ``value`` digests what the field held (``pin_seen``; None: compare by ``rev``). Or on a figure:
    ``path`` (``code`` or ``code/axis/key``) at ``place`` (a unit's code, "" for all of the office)
    in ``period``, which was ``value`` (plain decimal text; None: unknown). ``office`` is who is to
    correct it, ``sender`` the name of who sent it back ("" at the sender), ``return_id`` "" until
    it is sent, ``deadline`` an ISO day. ``told`` is what the office's last bundle says: a
    ``PinState``, "" while it does not know the pin; ``told_value`` the figure in it, ``answer`` its
    words. At the office ``told_value`` is the figure when the return came, if another ("": none).
    """

    id: str
    office: str
    title: str
    text: str
    register: str = ""
    record_id: str = ""
    field: str = ""
    rev: int = 0
    return_id: str = ""
    sender: str = ""
    deadline: str | None = None
    at: str = ""
    by: str = ""
    settled_at: str | None = None
    answer: str | None = None
    period: str = ""
    place: str = ""
    path: str = ""
    value: str | None = None
    told: str = ""
    told_value: str | None = None
    closed_at: str | None = None
    closed_by: str | None = None
    followed_by: str = ""
    state: PinState = PinState.DRAFT

    @property
    def field_label(self) -> str:
        """The label of the field (in the source language), "" for the whole record or a figure."""
        if self.path:
            return ""
        spec = REGISTERS[self.register]
        labels = {one.name: one.label for one in spec.fields}
        labels |= {child.key: child.label for child in spec.children}
        return labels.get(self.field, "")


@dataclass(frozen=True, slots=True)
class Told:
    """What an office says of a pin: a settled state or ``open``, its words, the figure now."""

    pin: str
    state: PinState
    words: str = ""
    value: str | None = None


def pins(books: Books, *, record_id: str | None = None) -> list[Pin]:
    """List the pins of a record, or all, the newest first."""
    where, values = ("WHERE record_id = ? ", (record_id,)) if record_id else ("", ())
    with books.database.reading() as connection:
        rows = connection.exec_driver_sql(
            f"SELECT {_LISTED} FROM return_pin {where}ORDER BY pk DESC", values
        ).fetchall()
        return [_pin(connection, dict(zip(_NAMES, row, strict=True))) for row in rows]


def open_pins(books: Books, record_id: str | None = None) -> list[Pin]:
    """List the pins that this office was sent and has not settled, the nearest deadline first.

    A figure is not counted here: see ``indicators.pinned``.
    """
    found = [p for p in pins(books, record_id=record_id) if p.sender and p.state is PinState.OPEN]
    return sorted(found, key=lambda pin: pin.deadline or "9999")


def drafts(connection: Statements, office: str) -> list[Pin]:
    """List the pins for an office that no return carries yet, the oldest first."""
    rows = connection.exec_driver_sql(
        f"SELECT {_LISTED} FROM return_pin "
        "WHERE office = ? AND sender = '' AND return_id = '' AND closed_at IS NULL ORDER BY pk",
        (office,),
    ).fetchall()
    return [_pin(connection, dict(zip(_NAMES, row, strict=True))) for row in rows]


def keep_pin(connection: Statements, pin: Pin) -> bool:
    """Write a pin unless it is there already; tells whether it was new."""
    marks = ", ".join("?" * len(_NAMES))
    found = connection.exec_driver_sql(
        f"INSERT INTO return_pin ({_LISTED}) VALUES ({marks}) ON CONFLICT DO NOTHING",
        tuple(getattr(pin, name) for name in _NAMES),
    )
    return bool(found.rowcount)


def write_pin(books: Books, register: str, record_id: str, field: str, text: str) -> Pin:
    """Pin a remark to a record that another office sent; it waits until a return is written.

    ValueError for a record of this office, or one that is not there; UserError for a pin that no
    return could carry (``pin_rules``).
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
            title=fit_title(title_of(books, record)),
            text=text,
            at=books.clock.now(),
            by=books.user,
            value=seen(REGISTERS[register], field, record.values) if field else None,
        )
        refuse_unfit(pin)
        keep_pin(connection, pin)
    return pin


def drop_pin(books: Books, pin_id: str) -> None:
    """Take back a pin that was not sent yet; one that it followed waits for a decision again."""
    with books.database.write() as connection:
        found = connection.exec_driver_sql(
            "DELETE FROM return_pin WHERE id = ? AND return_id = ''", (pin_id,)
        )
        if found.rowcount:
            connection.exec_driver_sql(
                "UPDATE return_pin SET followed_by = '', closed_at = NULL, closed_by = NULL "
                "WHERE followed_by = ?",
                (pin_id,),
            )


def settle_pin(books: Books, pin_id: str, answer: str) -> None:
    """Say with a word that a pin is dealt with though the record or figure stays as it is.

    UserError for more than ``MAX_WORDS`` letters, which no bundle carries.
    """
    if len(answer) > MAX_WORDS:
        raise UserError(
            _("Câu trả lời quá dài, tối đa {n} chữ cái.").format(n=MAX_WORDS),
            safe=_("Chưa ghi gì."),
            remedy=_("Viết ngắn lại rồi ghi."),
            code="too_long",
        )
    with books.database.write() as connection:
        connection.exec_driver_sql(
            "UPDATE return_pin SET settled_at = ?, answer = ? WHERE id = ? AND sender <> ''",
            (books.clock.now(), answer, pin_id),
        )
        count_change(connection)


def accept_answer(books: Books, pin_id: str) -> None:
    """Close a pin whose answer will do; UserError while the office has not answered."""
    with books.database.write() as connection:
        _close(books, connection, pin_id, "")


def return_again(books: Books, pin_id: str, text: str) -> Pin:
    """Close a pin and write the next one on the same place.

    UserError while it is not answered, or for words that no return could carry.
    """
    with books.database.write() as connection:
        before = _close(books, connection, pin_id, following := books.new_id())
        rev, value = 0, before.value if before.told_value is None else before.told_value
        if not before.path:
            now = _rev(connection, before)
            rev = before.rev if now is None else now
            value = held(connection, before.register, before.record_id, before.field)
        pin = Pin(
            id=following,
            office=before.office,
            title=before.title,
            text=text,
            register=before.register,
            record_id=before.record_id,
            field=before.field,
            rev=rev,
            at=books.clock.now(),
            by=books.user,
            period=before.period,
            place=before.place,
            path=before.path,
            value=value,
        )
        refuse_unfit(pin)
        keep_pin(connection, pin)
    return pin


def tell(connection: Statements, office: str, told: Iterable[Told]) -> None:
    """Keep what an office's newest bundle says of its pins; one that it does not name it lost.

    Pins that are closed here stay closed, and nobody speaks for another office's pins.
    """
    sent = "office = ? AND sender = '' AND return_id <> '' AND closed_at IS NULL"
    connection.exec_driver_sql(
        f"UPDATE return_pin SET told = '', told_value = NULL, answer = NULL WHERE {sent}", (office,)
    )
    rows = [(one.state.value, one.value, one.words or None, one.pin, office) for one in told]
    if rows:
        connection.exec_driver_sql(
            "UPDATE return_pin SET told = ?, told_value = ?, answer = ? WHERE id = ? AND " + sent,
            rows,
        )


def count_change(connection: Statements) -> None:
    """Take a number in the order of changes, so that the next bundle brings something new."""
    set_counter(connection, "seq", counter(connection, "seq") + 1)


def title_of(books: Books, record: Record) -> str:
    """Name a record that may have no title of its own by its unit and day."""
    spec = REGISTERS[record.register]
    unit = record.values.get(spec.unit_field) if spec.unit_field else None
    day = format_date(date.fromisoformat(record.event_date)) if record.event_date else ""
    place = books.directory().unit_name(str(unit)) if unit else ""
    said = spec.title_of(record.values) or _(spec.record_label)
    return ", ".join(part for part in (said, place, day) if part)


# --- private


def _pin(connection: Statements, found: dict[str, Any]) -> Pin:
    return Pin(**found, state=_state(connection, found))


def _state(connection: Statements, found: dict[str, Any]) -> PinState:
    if found["closed_at"]:
        return PinState.CLOSED
    if not found["return_id"]:
        return PinState.DRAFT
    on_record = not found["path"]
    if on_record and _changed(connection, found):
        return PinState.FIXED
    if found["settled_at"]:
        return PinState.ANSWERED
    told = _SAID.get(found["told"], PinState.OPEN)
    if told is PinState.FIXED and on_record and found["value"] is not None:
        # The field is as it was pinned: an older program calls any change of the record that.
        return PinState.ANSWERED if found["answer"] else PinState.RECEIVED
    return told


_SAID = {
    PinState.OPEN: PinState.RECEIVED,
    PinState.FIXED: PinState.FIXED,
    PinState.ANSWERED: PinState.ANSWERED,
}


def _changed(connection: Statements, found: dict[str, Any]) -> bool:
    """Tell whether what a pin on a record speaks of is another one than it was."""
    names = ("register", "record_id", "field", "rev", "value")
    return changed(connection, **{name: found[name] for name in names})


def _rev(connection: Statements, pin: Pin) -> int | None:
    row = connection.exec_driver_sql(
        f'SELECT rev FROM "{REGISTERS[pin.register].key}" WHERE id = ?', (pin.record_id,)
    ).fetchone()
    return int(row[0]) if row else None


def _close(books: Books, connection: Statements, pin_id: str, following: str) -> Pin:
    row = connection.exec_driver_sql(
        f"SELECT {_LISTED} FROM return_pin WHERE id = ? AND sender = ''", (pin_id,)
    ).fetchone()
    pin = _pin(connection, dict(zip(_NAMES, row, strict=True))) if row else None
    if pin is None or pin.state not in (PinState.FIXED, PinState.ANSWERED):
        raise UserError(
            _("Cơ quan chưa trả lời ghim này."),
            safe=_("Không có gì thay đổi."),
            remedy=_("Chờ gói tới của cơ quan."),
            code="not_answered",
        )
    connection.exec_driver_sql(
        "UPDATE return_pin SET closed_at = ?, closed_by = ?, followed_by = ? WHERE id = ?",
        (books.clock.now(), books.user, following, pin_id),
    )
    return pin
