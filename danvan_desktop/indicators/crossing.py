"""A figure by two axes at once, and a figure over several periods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import or_, select

from danvan_desktop.indicators.catalogue import catalogue
from danvan_desktop.indicators.counting import axis_column, measured, scaled
from danvan_desktop.indicators.declarations import LEVEL_AXIS, Indicator, Kind, Measure
from danvan_desktop.indicators.engine import tree_of, unit_levels
from danvan_desktop.indicators.numbers import Number, added
from danvan_desktop.indicators.windows import counted, window_of
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.periods import Period
from danvan_desktop.storage.tables import table


def cross(
    books: Books, code: str, period: Period, *, rows: str, columns: str
) -> dict[tuple[str, str], Number]:
    """Break a count or sum down by two axes at once, as annex tables do; zeros are left out.

    Typed figures are in it where one of the axes is the unit or the level.
    """
    one = catalogue().find(code)
    for places, other, turned in ((rows, columns, False), (columns, rows, True)):
        if places in (LEVEL_AXIS, one.spec.unit_field) and one.measure is not Measure.DISTINCT:
            found = _cross_places(books, one, period, places, other)
            return {(k, p) if turned else (p, k): n for (p, k), n in found.items() if n}
    counts = records_by(books, code, period, (rows, columns))
    return {(keys[0], keys[1]): number for keys, number in counts.items()}


def records_by(
    books: Books, code: str, period: Period, axes: Sequence[str]
) -> dict[tuple[str, ...], Number]:
    """Break what the records give down by several fields at once, without what was typed.

    Only the parts of a figure that have all the fields are in it; zeros are left out.
    """
    one = catalogue().find(code)
    levels = unit_levels(books, period.last_day) if LEVEL_AXIS in axes else {}
    found: dict[tuple[str, ...], Number] = {}
    with books.database.read() as connection:
        for part in one.parts:
            if not all(part.has_axis(axis) for axis in axes):
                continue
            source = table(part.register)
            columns = [axis_column(part, source, axis, levels) for axis in axes]
            _number, value = measured(part, source)
            where = counted(connection, window_of(one, part), period)
            wanted = select(*columns, value).where(where).group_by(*columns)
            for *keys, number in connection.execute(wanted):
                if number and None not in keys:
                    key = tuple(map(str, keys))
                    found[key] = added(found.get(key), scaled(number, part.divisor))
    return found


def over(books: Books, code: str, periods: Sequence[Period]) -> Number:
    """Count over several periods from the records, as distinct counts need (“qua 3 năm”).

    A model registered in two of the years is one model; sums come out as their own roll-up.
    """
    one = catalogue().find(code)
    total: Number = 0
    with books.database.read() as connection:
        for part in one.parts:
            source = table(part.register)
            window = replace(window_of(one, part), kind=Kind.FLOW)
            days = [counted(connection, window, period) for period in periods]
            _number, value = measured(part, source)
            found = connection.execute(select(value).where(or_(*days))).scalar()
            total = added(total, scaled(found, part.divisor))
    return total


# --- private


def _cross_places(
    books: Books, one: Indicator, period: Period, places: str, axis: str
) -> dict[tuple[str, str], Number]:
    prefix = f"{LEVEL_AXIS}/" if places == LEVEL_AXIS else ""
    return {
        (place.removeprefix(prefix), key): number
        for place, tally in tree_of(books, one.code, period).places.items()
        if ("/" in place) == bool(prefix)
        for key, number in tally.by.get(axis, {}).items()
    }
