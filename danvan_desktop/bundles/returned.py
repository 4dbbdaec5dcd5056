"""Which periods came back: an office's report of a period is returned while a pin on it waits.

A pin on a figure names its period; one on a record speaks of the periods that hold the record's day
and that the office has sent.
"""

from __future__ import annotations

from collections.abc import Iterable

from danvan_desktop.bundles.logbook import EXPORT
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.periods import Period
from danvan_desktop.organisation.pins import Pin, PinState, pins
from danvan_desktop.registers import REGISTERS
from danvan_desktop.storage.connections import Statements

Days = dict[tuple[str, str], str]
"""The nearest deadline (ISO day) by office and period."""


def returned_periods(books: Books) -> dict[str, str]:
    """Tell which periods came back to this office, with the nearest deadline (ISO day)."""
    from danvan_desktop.indicators.pinned import waiting_pins

    waiting = waiting_pins(books)
    if not waiting:
        return {}
    with books.database.reading() as connection:
        rows = connection.exec_driver_sql(
            "SELECT DISTINCT period FROM sync_log WHERE kind = ?", (EXPORT,)
        ).fetchall()
    sent = {("", str(period)) for (period,) in rows}
    return {period: day for (_office, period), day in _days(books, waiting, sent, "").items()}


def returned_offices(books: Books) -> Days:
    """Tell which periods of which offices are sent back from here and not settled yet."""
    open_ = (PinState.OPEN, PinState.RECEIVED)
    waiting = [pin for pin in pins(books) if not pin.sender and pin.state in open_]
    if not waiting:
        return {}
    with books.database.reading() as connection:
        rows = connection.exec_driver_sql(
            "SELECT DISTINCT office, period FROM sync_bundle WHERE period IS NOT NULL"
        ).fetchall()
    return _days(books, waiting, {(str(office), str(period)) for office, period in rows}, None)


def periods_of(connection: Statements, pin: Pin, known: Iterable[Period]) -> list[str]:
    """Name the periods that a pin speaks of, by their codes: a figure's, or those of its record."""
    if pin.path:
        return [pin.period]
    if pin.register not in REGISTERS:
        return []
    row = connection.exec_driver_sql(
        f'SELECT event_date FROM "{pin.register}" WHERE id = ?', (pin.record_id,)
    ).fetchone()
    day = str(row[0]) if row and row[0] else None
    return [period.code for period in known if period.holds(day)]


# --- private


def _days(books: Books, some: Iterable[Pin], sent: set[tuple[str, str]], own: str | None) -> Days:
    found: Days = {}
    known = books.periods()
    with books.database.reading() as connection:
        spoken = [(pin, periods_of(connection, pin, known)) for pin in some]
    for pin, periods in spoken:
        office = pin.office if own is None else own
        for period in periods:
            place, day = (office, period), pin.deadline or ""
            if pin.path or place in sent:
                found[place] = min(found.get(place, day), day)
    return found
