"""From a figure back to the records that it counts."""

from __future__ import annotations

from sqlalchemy import select

from danvan_desktop.indicators.catalogue import catalogue
from danvan_desktop.indicators.declarations import LEVEL_AXIS, Indicator, Kind
from danvan_desktop.indicators.engine import conditions, unit_levels, window
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.periods import Period
from danvan_desktop.storage.tables import table
from danvan_desktop.storage.values import Filter, ListQuery


def records_of(
    books: Books, code: str, period: Period, axis: str | None = None, key: str | None = None
) -> ListQuery:
    """Give the list of the records behind a figure, or behind one part of its breakdown.

    For counts the list is as long as the value. A rate leads to the records of its denominator.
    UserError for an unknown code.
    """
    one = catalogue().find(code)
    if one.kind is Kind.RATIO:
        return records_of(books, one.denominator, period, axis, key)
    if one.kind is Kind.STOCK:
        return ListQuery(register=one.register, ids=_valid_ids(books, one, period))
    filters = [Filter(item.field, "in", item.values) for item in one.where]
    if axis is not None and key is not None:
        filters.append(_part(books, one, period, axis, key))
    return ListQuery(
        register=one.register,
        first_day=period.first_day if one.kind is Kind.FLOW else None,
        last_day=period.last_day,
        filters=tuple(filters),
        counted=True,
    )


def _part(books: Books, one: Indicator, period: Period, axis: str, key: str) -> Filter:
    unit_field = one.spec.unit_field
    if axis != LEVEL_AXIS or unit_field is None:
        return Filter(axis, "eq", key)
    levels = unit_levels(books, period.last_day)
    return Filter(unit_field, "in", tuple(code for code, level in levels.items() if level == key))


def _valid_ids(books: Books, one: Indicator, period: Period) -> tuple[str, ...]:
    source = table(one.register)
    wanted = window(select(source.c.id), source, one, period)
    condition = conditions(one, source)
    with books.database.read() as connection:
        return tuple(
            connection.execute(wanted if condition is None else wanted.where(condition)).scalars()
        )
