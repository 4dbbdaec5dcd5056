"""From a figure back to the records that it counts."""

from __future__ import annotations

from sqlalchemy import select

from danvan_desktop.indicators.catalogue import catalogue
from danvan_desktop.indicators.declarations import IN_PERIOD, LEVEL_AXIS, Indicator, Kind, Part
from danvan_desktop.indicators.engine import unit_levels
from danvan_desktop.indicators.windows import counted, has_late, has_periods, window_of
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.periods import Period
from danvan_desktop.storage.tables import table
from danvan_desktop.storage.values import Filter, ListQuery


def records_of(
    books: Books, code: str, period: Period, axis: str | None = None, key: str | None = None
) -> ListQuery:
    """Give the list of the records behind a figure, or behind one part of its breakdown.

    For counts the list is as long as the value. A rate leads to the records of its denominator.
    Of a figure made from several registers this is the first list of ``lists_of``.
    UserError for an unknown code.
    """
    return lists_of(books, code, period, axis, key)[0]


def lists_of(
    books: Books, code: str, period: Period, axis: str | None = None, key: str | None = None
) -> tuple[ListQuery, ...]:
    """Give the lists of the records behind a figure, one for each register that it counts."""
    one = catalogue().find(code)
    if one.kind is Kind.RATIO:
        return lists_of(books, one.denominator, period, axis, key)
    parts = one.parts if axis is None else one.parts_with(axis)
    return tuple(_list(books, one, part, period, axis, key) for part in parts or one.parts)


def _list(
    books: Books, one: Indicator, part: Part, period: Period, axis: str | None, key: str | None
) -> ListQuery:
    filters = [Filter(item.field, "in", item.values) for item in part.where]
    if axis is not None and key is not None:
        filters.append(_key(books, part, period, axis, key))
    stock = one.kind is Kind.STOCK and part.valid != IN_PERIOD
    if stock or part.date or has_periods(part.spec) or has_late(books, part.register, period):
        ids = _ids(books, one, part, period)
        return ListQuery(register=part.register, ids=ids, filters=tuple(filters))
    return ListQuery(
        register=part.register,
        first_day=None if one.kind is Kind.CUMULATIVE else period.first_day,
        last_day=period.last_day,
        filters=tuple(filters),
        counted=True,
    )


def _key(books: Books, part: Part, period: Period, axis: str, key: str) -> Filter:
    unit_field = part.spec.unit_field
    if axis != LEVEL_AXIS or unit_field is None:
        return Filter(axis, "eq", key)
    levels = unit_levels(books, period.last_day)
    return Filter(unit_field, "in", tuple(code for code, level in levels.items() if level == key))


def _ids(books: Books, one: Indicator, part: Part, period: Period) -> tuple[str, ...]:
    source = table(part.register)
    with books.database.read() as connection:
        where = counted(connection, window_of(one, part), period)
        return tuple(connection.execute(select(source.c.id).where(where)).scalars())
