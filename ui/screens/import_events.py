"""The events that the tables of an import report double, the first of them one by one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from danvan_desktop.spreadsheets.importer import ImportPlan
from danvan_desktop.spreadsheets.number_set import NumberSet
from danvan_desktop.spreadsheets.plan import Duplicate, Location, PlannedRow, SheetPlan

MOST_EVENTS = 60
"""Double events that are listed at a time."""

MOST_REPORTS = 20
"""Rows of one event that are listed one by one."""


@dataclass(frozen=True, slots=True)
class Event:
    """Rows that report one event: those of the files, and the one that is counted.

    ``more`` rows report it besides those of ``rows``.
    """

    register: str
    counted: Location
    rows: tuple[Location, ...]
    stored: bool
    more: int = 0


@dataclass(frozen=True, slots=True)
class EventList:
    """The first events that a table reports double, and how many there are in all."""

    listed: tuple[Event, ...] = ()
    total: int = 0


def double_events(plan: ImportPlan) -> dict[tuple[str, str], EventList]:
    """List the first double events of each table and of all, with every row that reports them."""
    met: dict[tuple[str, str], NumberSet] = {}
    totals: Counter[tuple[str, str]] = Counter()
    wanted: dict[tuple[str, str], list[Location]] = {}
    for pair in plan.duplicates:
        if _is_known(plan, pair.duplicate):
            continue
        counted, double = pair.counted, pair.duplicate
        tables = {("", ""), (counted.file, counted.sheet), (double.file, double.sheet)}
        for table in tables:
            if met.setdefault(table, NumberSet()).add(hash(counted)):
                totals[table] += 1
                if totals[table] <= MOST_EVENTS:
                    wanted.setdefault(table, []).append(counted)
    made = _made_events(plan, {place for places in wanted.values() for place in places})
    return {
        table: EventList(tuple(made[place] for place in places), totals[table])
        for table, places in wanted.items()
    }


def _made_events(plan: ImportPlan, wanted: set[Location]) -> dict[Location, Event]:
    groups: dict[Location, list[Duplicate]] = {}
    more: Counter[Location] = Counter()
    for pair in plan.duplicates:
        if pair.counted in wanted:
            group = groups.setdefault(pair.counted, [])
            if len(group) < MOST_REPORTS:
                group.append(pair)
            else:
                more[pair.counted] += 1
    order = [file.name for file in plan.files]
    made = {}
    for counted, pairs in groups.items():
        stored = counted.file not in order or _is_known(plan, counted)
        rows = (counted, *(pair.duplicate for pair in pairs))
        if not stored:
            rows = tuple(sorted(rows, key=lambda p: (order.index(p.file), p.row or 0)))
        made[counted] = Event(pairs[0].register, counted, rows, stored, more[counted])
    return made


def _is_known(plan: ImportPlan, place: Location) -> bool:
    found = row_at(plan, place)
    return found is not None and found[1].known


def row_at(plan: ImportPlan, place: Location) -> tuple[SheetPlan, PlannedRow] | None:
    """Find a row of the plan."""
    for sheet in plan.sheets:
        if (sheet.file, sheet.name) == (place.file, place.sheet):
            row = sheet.row_at(place.row)
            if row is not None:
                return sheet, row
    return None
