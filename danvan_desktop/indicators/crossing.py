"""A figure by two axes at once, and a figure over several periods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import or_, select

from danvan_desktop.indicators.catalogue import catalogue
from danvan_desktop.indicators.counting import measured, scaled
from danvan_desktop.indicators.declarations import LEVEL_AXIS, Indicator, Kind, Measure
from danvan_desktop.indicators.engine import tree_of
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
    return _cross_records(books, one, period, rows, columns)


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


def _cross_records(
    books: Books, one: Indicator, period: Period, rows: str, columns: str
) -> dict[tuple[str, str], Number]:
    found: dict[tuple[str, str], Number] = {}
    with books.database.read() as connection:
        for part in one.parts:
            if not (part.has_axis(rows) and part.has_axis(columns)):
                continue
            source = table(part.register)
            axes = [source.c[axis] for axis in (rows, columns)]
            _number, value = measured(part, source)
            where = counted(connection, window_of(one, part), period)
            wanted = select(*axes, value).where(where).group_by(*axes)
            for group in connection.execute(wanted):
                number = group[2]
                if group[0] is not None and group[1] is not None and number:
                    key = (str(group[0]), str(group[1]))
                    found[key] = added(found.get(key), scaled(number, part.divisor))
    return found
