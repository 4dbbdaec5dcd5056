"""The figures of a period, counted from the registers and kept until anything changes.

A record counts when it is not deleted, is not the second report of the same event, and lies in the
window of the indicator's kind (see ``windows``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, or_, select

from danvan_desktop.indicators.catalogue import catalogue
from danvan_desktop.indicators.counting import (
    Tallies,
    Tally,
    axis_column,
    count_different,
    measured,
    scaled,
    tallies,
)
from danvan_desktop.indicators.declarations import LEVEL_AXIS, Indicator, Kind, Measure
from danvan_desktop.indicators.numbers import Number, added
from danvan_desktop.indicators.values import Figure, ratio_value
from danvan_desktop.indicators.windows import counted, window_of
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.periods import Period
from danvan_desktop.registers.choices import CAP
from danvan_desktop.schema import Choice
from danvan_desktop.storage.tables import table
from danvan_desktop.storage.unit_of_work import counter

_Known = dict[tuple[str, str, str], dict[str, Figure]]
_CACHE: WeakKeyDictionary[Books, tuple[int, _Known]] = WeakKeyDictionary()


def compute(books: Books, period: Period, codes: Iterable[str] | None = None) -> dict[str, Figure]:
    """Compute indicators (default: all) for a period, with every declared breakdown.

    Results are kept until anything in the database changes. UserError for an unknown code.
    """
    wanted = list(catalogue()) if codes is None else [catalogue().find(code).code for code in codes]
    with books.database.read() as connection:
        seq = counter(connection, "seq")
        known_seq, known = _CACHE.get(books, (seq, {}))
        if known_seq != seq:
            known = {}
        which = (period.code, period.first_day, period.last_day)
        figures = known.setdefault(which, {})
        if not set(wanted) <= set(figures):
            levels = unit_levels(books, period.last_day)
            needed = catalogue().with_parts(frozenset(wanted))
            figures |= _figures(connection, needed, period, levels)
            known[which] = figures
        _CACHE[books] = (seq, known)
    return {code: figures[code] for code in wanted}


def figures_of(books: Books, period: Period, needed: Sequence[Indicator]) -> dict[str, Figure]:
    """Compute declarations that need not be in the catalogue; a rate needs its parts with it."""
    with books.database.read() as connection:
        return _figures(connection, needed, period, unit_levels(books, period.last_day))


def cross(
    books: Books, code: str, period: Period, *, rows: str, columns: str
) -> dict[tuple[str, str], Number]:
    """Break a count or sum down by two axes at once, as annex tables do; zeros are left out."""
    one = catalogue().find(code)
    levels = unit_levels(books, period.last_day)
    found: dict[tuple[str, str], Number] = {}
    with books.database.read() as connection:
        for part in one.parts:
            if not (part.has_axis(rows) and part.has_axis(columns)):
                continue
            source = table(part.register)
            axes = [axis_column(part, source, axis, levels) for axis in (rows, columns)]
            _number, value = measured(part, source)
            where = counted(connection, window_of(one, part), period)
            wanted = select(*axes, value).where(where).group_by(*axes)
            for group in connection.execute(wanted):
                number = group[2]
                if group[0] is not None and group[1] is not None and number:
                    key = (str(group[0]), str(group[1]))
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


def unit_levels(books: Books, day: str) -> dict[str, str]:
    """Give the level of every unit as it stands on a day; one not valid then as last known."""
    levels = {unit.code: unit.level for unit in books.directory().units()}
    return levels | {unit.code: unit.level for unit in books.directory(day).units()}


# --- private


def _figures(
    connection: Connection, needed: Sequence[Indicator], period: Period, levels: dict[str, str]
) -> dict[str, Figure]:
    places = tallies(connection, needed, period)
    figures: dict[str, Figure] = {}
    for one in needed:
        if one.measure is Measure.DISTINCT:
            figures[one.code] = _figure(one, count_different(connection, one, period, levels))
        elif one.kind is not Kind.RATIO:
            figures[one.code] = _figure(one, _whole(one, places[one.code], levels))
    for one in needed:
        if one.kind is Kind.RATIO:
            figures[one.code] = _ratio(one, figures[one.numerator], figures[one.denominator])
    return figures


def _whole(one: Indicator, places: Tallies, levels: Mapping[str, str]) -> Tally:
    """Add the tallies of all units up."""
    whole = Tally()
    unit_axis = one.spec.unit_field
    for unit, tally in places.items():
        keys = [(unit_axis, unit), (LEVEL_AXIS, levels.get(unit or ""))] if tally.counted else []
        whole.add(tally.total, [(axis, key) for axis, key in keys if axis in one.axes])
        whole.records += tally.records
        whole.counted += tally.counted
        for axis, parts in tally.by.items():
            mine = whole.by.setdefault(axis, {})
            for key, number in parts.items():
                mine[key] = added(mine.get(key), number)
    return whole


def _figure(one: Indicator, tally: Tally) -> Figure:
    return Figure(
        code=one.code,
        name=one.name,
        unit=one.unit,
        kind=one.kind,
        value=tally.total,
        by={axis: _in_order(one, axis, tally.by.get(axis, {})) for axis in one.axes},
        decimals=one.decimals,
        records=tally.records,
        partial=one.partial,
    )


def _in_order(one: Indicator, axis: str, parts: Mapping[str, Number]) -> dict[str, Number]:
    """Put the keys in the order in which the choice is declared; units stay ordered by code."""
    kind = CAP if axis == LEVEL_AXIS else one.parts_with(axis)[0].spec.field(axis).type
    if not isinstance(kind, Choice):
        return {key: parts[key] for key in sorted(parts)}
    order = [option.code for option in kind.options]
    return {key: parts[key] for key in sorted(parts, key=order.index)}


def _ratio(one: Indicator, numerator: Figure, denominator: Figure) -> Figure:
    above, below = numerator.value or 0, denominator.value or 0
    return Figure(
        code=one.code,
        name=one.name,
        unit=one.unit,
        kind=one.kind,
        value=ratio_value(above, below),
        numerator=above,
        denominator=below,
        decimals=one.decimals,
        records=denominator.records,
    )
