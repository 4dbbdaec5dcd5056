"""Count by SQL: one pass over a register for all indicators and all their breakdowns.

The statement groups by unit and every axis at once; the few hundred groups are added up here.
That is one reading of the table where a statement for each axis would need five, and it keeps the
share of every unit apart, which typed figures need.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, case, distinct, func, select

from danvan_desktop.indicators.declarations import LEVEL_AXIS, Indicator, Measure, Part
from danvan_desktop.indicators.numbers import Number, exact
from danvan_desktop.indicators.tally import Tallies, Tally
from danvan_desktop.indicators.windows import Window, conditions, counted, window_of
from danvan_desktop.organisation.periods import Period
from danvan_desktop.storage.tables import table


def tallies(
    connection: Connection,
    needed: Sequence[Indicator],
    period: Period,
    *,
    office: str | None = None,
) -> dict[str, Tallies]:
    """Count every indicator that has parts, by unit and with the breakdowns of each unit.

    ``office`` counts the records of one sending office alone, "" those of this office.
    """
    groups: dict[Window, list[tuple[Indicator, Part]]] = {}
    for one in needed:
        for part in one.parts:
            if part.measure is not Measure.DISTINCT:
                groups.setdefault(window_of(one, part), []).append((one, part))
    found: dict[str, Tallies] = {one.code: {} for one in needed}
    for window, together in groups.items():
        _count(connection, window, together, period, found, office)
    return found


def count_different(
    connection: Connection,
    one: Indicator,
    period: Period,
    levels: dict[str, str],
    *,
    office: str | None = None,
) -> Tally:
    """Count different values, which never add up: each breakdown is a statement of its own."""
    [part] = one.parts
    source = table(part.register)
    _number, value = measured(part, source)
    where = _of_office(counted(connection, window_of(one, part), period), source, office)
    records, total = connection.execute(select(func.count(), value).where(where)).one()
    number = int(total or 0)
    tally = Tally(number, records=int(records), used=int(records), recorded=number)
    for axis in one.axes:
        key = axis_column(part, source, axis, levels).label("key")
        wanted = select(key, value).where(where, key.is_not(None)).group_by(key)
        rows = connection.execute(wanted)
        tally.by[axis] = {str(row[0]): int(row[1]) for row in rows if row[1]}
    return tally


def measured(part: Part, source: Table) -> tuple[Any, Any]:
    """Give two expressions: how many records count, and the measure over them."""
    condition = conditions(part, source)
    number = func.count() if condition is None else func.sum(case((condition, 1), else_=0))
    if part.measure is Measure.COUNT:
        return number, number
    column = source.c[part.field]
    chosen = column if condition is None else case((condition, column))
    if part.measure is Measure.SUM:
        return number, func.sum(chosen)
    return number, func.count(distinct(chosen))


def axis_column(part: Part, source: Table, axis: str, levels: dict[str, str]) -> Any:
    """Give the column of an axis; the level is looked up by unit."""
    unit_field = part.spec.unit_field
    if axis != LEVEL_AXIS or unit_field is None:
        return source.c[axis]
    return case(dict(levels or {"": ""}), value=source.c[unit_field])


def scaled(number: int | None, divisor: int) -> Number:
    """Give the shown value of a kept sum, exactly."""
    return number or 0 if divisor == 1 else exact(Decimal(number or 0) / divisor)


# --- private


@dataclass(frozen=True, slots=True)
class _Plan:
    """A statement without its condition, and where its numbers stand in a row."""

    unit: bool
    axes: tuple[str, ...]
    wanted: Select[Any]
    places: tuple[tuple[int, int, int], ...]


@cache
def _plan(register: str, together: tuple[tuple[Part, tuple[str, ...]], ...]) -> _Plan:
    """Plan the statement of a register for parts with their axes; made once, asked all the time."""
    source = table(register)
    unit = together[0][0].spec.unit_field
    named = (
        axis
        for part, axes in together
        for axis in axes
        if axis not in (unit, LEVEL_AXIS) and part.has_axis(axis)
    )
    axes = tuple(dict.fromkeys(named))
    grouped = [source.c[name] for name in ((unit,) if unit else ()) + axes]
    columns = _Columns()
    places = tuple(columns.places(part, source) for part, _axes in together)
    wanted = select(*grouped, *columns.all)
    return _Plan(unit is not None, axes, wanted.group_by(*grouped) if grouped else wanted, places)


def _count(
    connection: Connection,
    window: Window,
    together: list[tuple[Indicator, Part]],
    period: Period,
    found: dict[str, Tallies],
    office: str | None,
) -> None:
    plan = _plan(window.register, tuple((part, one.axes) for one, part in together))
    divisors = [part.divisor for _one, part in together]
    first = int(plan.unit) + len(plan.axes)
    where = _of_office(counted(connection, window, period), table(window.register), office)
    for row in connection.execute(plan.wanted.where(where)):
        at: str | None = row[0] if plan.unit else None
        keys = dict(zip(plan.axes, row[int(plan.unit) :], strict=False))
        numbers = row[first:]
        for (one, _part), (known, number, value), divisor in zip(
            together, plan.places, divisors, strict=True
        ):
            if not numbers[known] and not numbers[number]:
                continue
            tally = found[one.code].setdefault(at, Tally())
            tally.records += numbers[known]
            tally.used += numbers[known]
            if numbers[number]:
                own = [(axis, keys.get(axis)) for axis in one.axes if axis in keys]
                tally.counted += numbers[number]
                tally.add(scaled(numbers[value], divisor), own)
                tally.recorded = tally.total


def _of_office(
    where: ColumnElement[bool], source: Table, office: str | None
) -> ColumnElement[bool]:
    """Narrow a condition to the records of one sending office, or ("") to those of none."""
    if office is None:
        return where
    if office:
        return and_(where, source.c.owner == office)
    return and_(where, source.c.owner.not_in(select(table("sync_office").c.office)))


class _Columns:
    """The columns of a statement, each expression once."""

    def __init__(self) -> None:
        self.all: list[Any] = []
        self._known: dict[tuple[Any, ...], int] = {}

    def places(self, part: Part, source: Table) -> tuple[int, int, int]:
        """Give the places of: records that say anything, records that count, the measure."""
        number, value = measured(part, source)
        said = part.field if part.measure is Measure.SUM else ""
        known = func.count(source.c[said]) if said else func.count()
        counts = ("number", part.where)
        return (
            self._place(("known", said), known),
            self._place(counts, number),
            self._place(("sum", said, part.where) if said else counts, value),
        )

    def _place(self, key: tuple[Any, ...], expression: Any) -> int:
        if key not in self._known:
            self._known[key] = len(self.all)
            self.all.append(expression.label(f"c{len(self.all)}"))
        return self._known[key]
