"""Pins on figures: the cell of the consolidated table that one speaks of, and what it holds now.

A cell is a path (``code`` or ``code/axis/key``) at a place (a unit, or "" for all that an office
says) in a period. At the office a pin on it is settled while the figure is another than the pin
names, and than it was when the return came: any record moves a figure, so one that had moved before
anybody read the remark is no correction. The sender of the pin only believes what it is told.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _
from danvan_desktop.indicators.catalogue import catalogue
from danvan_desktop.indicators.cells import has_part
from danvan_desktop.indicators.declarations import LEVEL_AXIS, Indicator
from danvan_desktop.indicators.engine import compute, share_of, tree_of
from danvan_desktop.indicators.labels import axis_label, key_label
from danvan_desktop.indicators.numbers import Number
from danvan_desktop.indicators.overlay import Tree
from danvan_desktop.indicators.values import Figure
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.periods import Period
from danvan_desktop.organisation.pin_rules import fit_title, refuse_unfit
from danvan_desktop.organisation.pins import Pin, PinState, keep_pin, pins
from danvan_desktop.organisation.units import Directory
from danvan_desktop.schema import Unit

MOST_PLACES = 12
"""Digits after the point of a figure that travels."""


def write_figure_pin(
    books: Books, period: Period, office: str, place: str, path: str, text: str
) -> Pin:
    """Pin a remark to a figure of an office that sends here; it waits until a return is written.

    UserError for an indicator, a part or a place that there is not, and for a pin that no return
    could carry; ValueError for an office that does not send here.
    """
    figure, tree = share_of(books, path.partition("/")[0], period, office)
    _refuse_unknown(books, figure, tree, place, path)
    with books.database.write() as connection:
        known = connection.exec_driver_sql(
            "SELECT 1 FROM sync_office WHERE office = ?", (office,)
        ).fetchone()
        if known is None:
            raise ValueError("not an office that sends here")
        pin = Pin(
            id=books.new_id(),
            office=office,
            title=fit_title(cell_words(books, period, place, path)),
            text=text,
            at=books.clock.now(),
            by=books.user,
            period=period.code,
            place=place,
            path=path,
            value=as_text(value_in(figure, tree, place, path)),
        )
        refuse_unfit(pin)
        keep_pin(connection, pin)
    return pin


def received_pins(books: Books) -> list[Pin]:
    """List the pins that this office was sent, the nearest deadline first, figures compared."""
    found = [_compared(books, pin) for pin in pins(books) if pin.sender]
    return sorted(found, key=lambda pin: pin.deadline or "9999")


def waiting_pins(books: Books) -> list[Pin]:
    """List the pins that this office was sent and has not settled, the nearest deadline first."""
    return [pin for pin in received_pins(books) if not pin.state.settled]


def as_it_came(books: Books, pin: Pin) -> Pin:
    """Note with a pin of a return that comes in that its figure has moved already."""
    moved, now = _now(books, pin) if pin.path else (False, None)
    return replace(pin, told_value=now or "") if moved else pin


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
    if value is None:
        return None
    whole, _point, places = format(Decimal(str(value)).normalize(), "f").partition(".")
    places = places[:MOST_PLACES].rstrip("0")
    return f"{whole}.{places}" if places else whole


# --- private


def _compared(books: Books, pin: Pin) -> Pin:
    """Settle a pin on a figure that is another one now; what cannot be computed stays open."""
    if not pin.path:
        return pin
    moved, now = _now(books, pin)
    if not moved:
        return replace(pin, told_value=None)
    state = pin.state if pin.told_value == (now or "") else PinState.FIXED
    return replace(pin, state=state, told_value=now)


def _now(books: Books, pin: Pin) -> tuple[bool, str | None]:
    """Tell whether the figure of a pin is another one than it names, and what it is."""
    code = pin.path.partition("/")[0]
    try:
        period = books.period(pin.period)
        figure = compute(books, period, [code])[code]
        value = value_in(figure, tree_of(books, code, period), pin.place, pin.path)
    except (UserError, KeyError):
        return False, None
    now = as_text(value)
    return now != pin.value, now


def _refuse_unknown(books: Books, figure: Figure, tree: Tree, place: str, path: str) -> None:
    """Raise UserError for a part or a place that the indicator cannot have and does not show."""
    one = catalogue().find(path.partition("/")[0])
    part = path.partition("/")[2]
    axis, _slash, key = part.partition("/")
    shown = key in figure.by.get(axis, {})
    if part and not shown and not _can_have(one, axis, key, books.directory()):
        raise UserError(
            _("{name} không chia theo {axis}/{key}.").format(name=one.label, axis=axis, key=key),
            safe=_("Chưa ghim gì."),
            remedy=_("Chọn lại phần của chỉ tiêu."),
            code="unknown_figure",
        )
    if place and books.directory().unit(place) is None and tree.at(place) is None:
        raise UserError(
            _("Không có đơn vị {place}.").format(place=place),
            safe=_("Chưa ghim gì."),
            remedy=_("Xem mã đơn vị ở trang Đơn vị."),
            code="unknown_unit",
        )


def _can_have(one: Indicator, axis: str, key: str, directory: Directory) -> bool:
    if not has_part(one, axis, key):
        return False
    by_unit = axis != LEVEL_AXIS and isinstance(one.parts_with(axis)[0].spec.field(axis).type, Unit)
    return not by_unit or directory.unit(key) is not None
