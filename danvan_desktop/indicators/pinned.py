"""Pins on figures: the cell of the consolidated table that one speaks of, and what it holds now.

A cell is a path (``code`` or ``code/axis/key``) at a place (a unit, or "" for all that an office
says) in a period. At the office a pin on it is settled once the figure is another than the pin
names; the office that sent the pin only believes what it is told.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from danvan_desktop.errors import UserError
from danvan_desktop.indicators.catalogue import catalogue
from danvan_desktop.indicators.engine import compute, share_of, tree_of
from danvan_desktop.indicators.labels import axis_label, key_label
from danvan_desktop.indicators.numbers import Number
from danvan_desktop.indicators.overlay import Tree
from danvan_desktop.indicators.values import Figure
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.periods import Period
from danvan_desktop.organisation.pins import Pin, PinState, keep_pin, pins


def write_figure_pin(
    books: Books, period: Period, office: str, place: str, path: str, text: str
) -> Pin:
    """Pin a remark to a figure of an office that sends here; it waits until a return is written.

    UserError for an unknown indicator, ValueError for an office that does not send here.
    """
    figure, tree = share_of(books, path.partition("/")[0], period, office)
    with books.database.write() as connection:
        known = connection.exec_driver_sql(
            "SELECT 1 FROM sync_office WHERE office = ?", (office,)
        ).fetchone()
        if known is None:
            raise ValueError("not an office that sends here")
        pin = Pin(
            id=books.new_id(),
            office=office,
            title=cell_words(books, period, place, path),
            text=text,
            at=books.clock.now(),
            by=books.user,
            period=period.code,
            place=place,
            path=path,
            value=as_text(value_in(figure, tree, place, path)),
        )
        keep_pin(connection, pin)
    return pin


def received_pins(books: Books) -> list[Pin]:
    """List the pins that this office was sent, the nearest deadline first, figures compared."""
    found = [_compared(books, pin) for pin in pins(books) if pin.sender]
    return sorted(found, key=lambda pin: pin.deadline or "9999")


def waiting_pins(books: Books) -> list[Pin]:
    """List the pins that this office was sent and has not settled, the nearest deadline first."""
    return [pin for pin in received_pins(books) if not pin.state.settled]


def cell_words(books: Books, period: Period, place: str, path: str) -> str:
    """Name a cell: indicator, part, place, period."""
    code, _slash, part = path.partition("/")
    one, directory = catalogue().find(code), books.directory(period.last_day)
    words = [one.label]
    if part:
        axis, _slash, key = part.partition("/")
        named, name = key_label(one, axis, key, directory), axis_label(one, axis)
        words.append(named if named.startswith(name) else f"{name}: {named}")
    if place:
        words.append(directory.unit_name(place))
    return ", ".join([*words, period.name])


def value_in(figure: Figure, tree: Tree, place: str, path: str) -> Number | None:
    """Take a cell out of what was computed; None where nothing is known."""
    axis, _slash, key = path.partition("/")[2].partition("/")
    if place:
        tally = tree.at(place)
        if tally is None or not (tally.records or tally.typed):
            return None
        return tally.by.get(axis, {}).get(key, 0) if axis else tally.total
    if not figure.known:
        return None
    return figure.by.get(axis, {}).get(key, 0) if axis else figure.value


def as_text(value: Number | None) -> str | None:
    """Write a number as it travels: ``57``, ``71.6667``."""
    return None if value is None else format(Decimal(str(value)).normalize(), "f")


# --- private


def _compared(books: Books, pin: Pin) -> Pin:
    """Settle a pin on a figure that is another one now; what cannot be computed stays open."""
    if not pin.path:
        return pin
    code = pin.path.partition("/")[0]
    try:
        period = books.period(pin.period)
        figure = compute(books, period, [code])[code]
        value = value_in(figure, tree_of(books, code, period), pin.place, pin.path)
    except (UserError, KeyError):
        return pin
    now = as_text(value)
    if now == pin.value:
        return pin
    return replace(pin, state=PinState.FIXED, told_value=now)
