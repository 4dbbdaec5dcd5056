"""Where an Issue of a period's check leads: to the typed cell, or to the list of the records."""

from __future__ import annotations

from dataclasses import dataclass

from danvan_desktop.errors import Issue
from danvan_desktop.indicators.catalogue import catalogue
from danvan_desktop.indicators.declarations import LEVEL_AXIS
from danvan_desktop.indicators.drill import records_of
from danvan_desktop.indicators.typed import TypedFigure, typed
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.periods import Period
from danvan_desktop.registers import REGISTERS
from danvan_desktop.storage.values import Filter, ListQuery


@dataclass(frozen=True, slots=True)
class CellTarget:
    """A typed cell to go to: the place and the path within it."""

    place: str
    path: str


Target = CellTarget | ListQuery


def target_of(books: Books, period: Period, issue: Issue) -> Target | None:
    """Find what to open for an Issue: a typed cell first, else the records; None for neither."""
    place = issue.place
    code = place.record
    if code is not None and code in catalogue():
        cells = typed(books, period, codes=[code])
        cell = _nearest(cells, place.unit, place.field)
        if cell is not None:
            return CellTarget(cell.place, cell.path)
        return _records(books, period, code, place.unit)
    register = place.register
    if register is None or register not in REGISTERS:
        return None
    filters: tuple[Filter, ...] = ()
    unit_field = REGISTERS[register].unit_field
    if place.unit and unit_field is not None:
        filters = (Filter(unit_field, "eq", place.unit),)
    if REGISTERS[register].group != "register":
        return ListQuery(register=register)
    return ListQuery(
        register=register,
        first_day=period.first_day,
        last_day=period.last_day,
        filters=filters,
    )


def _nearest(cells: list[TypedFigure], unit: str | None, field: str | None) -> TypedFigure | None:
    """Choose the cell that the Issue speaks of: same place, then the part or axis it names."""
    wanted = unit or ""
    axis = (field or "").split("/")[0]
    exact = [one for one in cells if one.place == wanted and one.path == field]
    axis_cells = [one for one in cells if one.place == wanted and axis and one.axis == axis]
    levels = [one for one in cells if axis == LEVEL_AXIS and one.place.startswith(f"{axis}/")]
    same = [one for one in cells if one.place == wanted]
    several = [*exact, *levels, *axis_cells, *same, *(cells if unit is None else ())]
    return next(iter(several), None)


def _records(books: Books, period: Period, code: str, unit: str | None) -> ListQuery:
    one = catalogue()[code]
    if unit and "/" in unit:
        return records_of(books, code, period, LEVEL_AXIS, unit.partition("/")[2])
    if unit and one.spec.unit_field is not None:
        return records_of(books, code, period, one.spec.unit_field, unit)
    return records_of(books, code, period)
