"""What the import page shows of a plan, worked out once on a worker, without any widget.

Verdicts and counts of all rows stand here in a few bytes each; a row is put together when somebody
looks at it, so that a hundred thousand rows take little more room than a hundred.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import overload

from danvan_desktop.errors import Issue
from danvan_desktop.organisation.closing import ImportGuard, LateMark
from danvan_desktop.schema import Choice, FieldSpec, Flag, Unit
from danvan_desktop.spreadsheets.importer import ImportPlan
from danvan_desktop.spreadsheets.plan import Duplicate, FilePlan, Location, PlannedRow, SheetPlan
from danvan_desktop.spreadsheets.shelf import Chosen
from danvan_desktop.spreadsheets.targets import import_target
from ui.screens.import_events import EventList, double_events
from ui.screens.import_reminders import COMMON, RARE, Reminders, reminders, same


class Verdict(StrEnum):
    """What happens to a row: stored, stored as second report, refused, stored before."""

    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"
    KNOWN = "known"


_VERDICTS = tuple(Verdict)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list at the left: a file, or one of several tables of it."""

    file: FilePlan
    sheet: SheetPlan | None
    alone: bool = True

    @property
    def key(self) -> tuple[str, str, int]:
        """What stays the same when the plan changes: file, sheet, first row of the header."""
        sheet = self.sheet
        if sheet is None:
            return self.file.name, "", 0
        return self.file.name, sheet.name, sheet.header.first_row if sheet.header else 0

    @property
    def usable(self) -> bool:
        """Tell whether rows are read from it."""
        return self.sheet is not None and self.sheet.register is not None


@dataclass(frozen=True, slots=True)
class RowView:
    """A row with its verdict; ``other`` is the row that counts instead of a duplicate.

    ``rare`` are reminders of this row alone, ``common`` those that many rows share.
    """

    planned: PlannedRow
    verdict: Verdict
    other: Location | None = None
    rare: tuple[Issue, ...] = ()
    common: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """What becomes of the rows of a table or of all of them."""

    accepted: int = 0
    doubles: int = 0
    known: int = 0
    rejected: int = 0

    def plus(self, other: Tally) -> Tally:
        """Add two."""
        return Tally(
            self.accepted + other.accepted,
            self.doubles + other.doubles,
            self.known + other.known,
            self.rejected + other.rejected,
        )


class TableView(Sequence[RowView]):
    """The rows of a table with their verdicts and reminders."""

    def __init__(self, sheet: SheetPlan, doubles: _Doubles) -> None:
        self.sheet = sheet
        self.fields: list[FieldSpec] = []
        """The columns of the list."""
        self.common: list[tuple[Issue, int]] = []
        """The reminders that many rows share, with how many."""
        self.numbers = array("I")
        self.verdicts = bytearray()
        self.told = bytearray()
        self.often: frozenset[tuple[str, ...]] = frozenset()
        self._doubles = doubles

    @overload
    def __getitem__(self, place: int) -> RowView: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[RowView]: ...
    def __getitem__(self, place: int | slice) -> RowView | Sequence[RowView]:
        if isinstance(place, slice):
            return Chosen(self, range(len(self))[place])
        row = self.sheet.rows[place]
        listed = reminders(row)
        common = tuple(issue for issue in listed if same(issue) in self.often)
        rare = tuple(issue for issue in listed if issue not in common)
        verdict = _VERDICTS[self.verdicts[place]]
        return RowView(row, verdict, self._doubles.counted(row.row), rare, common)

    def __len__(self) -> int:
        return len(self.verdicts)

    @property
    def tally(self) -> Tally:
        """Count verdicts; a second report of an event is stored, so it counts as accepted too."""
        accepted, doubles, rejected, known = map(self.verdicts.count, range(len(_VERDICTS)))
        return Tally(accepted + doubles, doubles, known, rejected)

    @property
    def reminded(self) -> int:
        """Count the rows that are reminded of something."""
        return sum(map(self.is_reminded, range(len(self))))

    def is_reminded(self, place: int) -> bool:
        """Tell whether there is a reminder for a row that is not stored yet."""
        return bool(self.told[place]) and self.verdict(place) is not Verdict.KNOWN

    def verdict(self, place: int) -> Verdict:
        """Give the verdict of a row."""
        return _VERDICTS[self.verdicts[place]]

    def has_reason(self, place: int, *, full: bool) -> bool:
        """Tell whether something is said below a row; ``full``: also what many rows share."""
        verdict = self.verdict(place)
        if verdict in (Verdict.REJECTED, Verdict.DUPLICATE):
            return True
        told = self.told[place] & (RARE | COMMON if full else RARE)
        return bool(told) and verdict is not Verdict.KNOWN

    def holds(self, row: int | None) -> bool:
        """Tell whether an Excel row is a data row of the table."""
        return row is not None and row in self.numbers


@dataclass(frozen=True, slots=True)
class Digest:
    """What is counted over a whole plan, worked out once for each plan on a worker.

    ``days`` counts the new rows by their days, ``known`` the rows stored before. ``late`` counts
    new rows of closed periods by where they count instead, ``closed`` those that cannot be stored
    before their closed period is reopened. ``events`` are those of a table (file and sheet), or of
    all of them (two empty texts).
    """

    entries: tuple[Entry, ...]
    views: Mapping[tuple[str, str, int], TableView]
    days: Mapping[str | None, int]
    known: int
    late: Mapping[LateMark, int] = field(default_factory=dict)
    closed: Mapping[str, int] = field(default_factory=dict)
    events: Mapping[tuple[str, str], EventList] = field(default_factory=dict)

    @property
    def new(self) -> int:
        """How many rows would be stored."""
        return sum(self.days.values())

    @property
    def tally(self) -> Tally:
        """What becomes of all rows."""
        total = Tally()
        for view in self.views.values():
            total = total.plus(view.tally)
        return total

    def outside(self, first_day: str, last_day: str) -> int:
        """Count the new rows whose day lies outside a period."""
        return sum(
            number
            for day, number in self.days.items()
            if day is not None and not first_day <= day <= last_day
        )


ALL_FILES = ("", "", 0)
"""The key of the line that stands for all files together."""


def digest(plan: ImportPlan, guard: ImportGuard | None = None) -> Digest:
    """Give every row of a plan its verdict and count what the page shows; for a worker."""
    found = entries(plan)
    doubles = _doubles(plan)
    counts = _Counts(guard)
    views = {
        entry.key: _table_view(entry.sheet, doubles, counts)
        for entry in found
        if entry.sheet is not None
    }
    return Digest(
        entries=tuple(found),
        views=views,
        days=counts.days,
        known=sum(len(sheet.accepted) - len(sheet.new) for sheet in plan.sheets),
        late=counts.late,
        closed=counts.closed,
        events=double_events(plan),
    )


def entries(plan: ImportPlan) -> list[Entry]:
    """List files, and their tables where a file has several that could be imported."""
    found: list[Entry] = []
    for file in plan.files:
        tables = [s for s in file.sheets if s.header is not None]
        if not tables:
            found.append(Entry(file, None))
        else:
            found += [Entry(file, sheet, alone=len(tables) == 1) for sheet in tables]
    return found


# --- verdicts


class _Doubles:
    """Which rows of a sheet are second reports, and of what."""

    def __init__(self, pairs: Sequence[Duplicate]) -> None:
        self._pairs = pairs
        self._rows = array("I")
        self._places = array("I")

    def add(self, row: int, place: int) -> None:
        self._rows.append(row)
        self._places.append(place)

    def settle(self) -> None:
        """Bring the rows into order: the clerk's preferences come first in the pairs."""
        order = sorted(range(len(self._rows)), key=self._rows.__getitem__)
        self._rows = array("I", [self._rows[n] for n in order])
        self._places = array("I", [self._places[n] for n in order])

    def counted(self, row: int) -> Location | None:
        place = self._place(row)
        return None if place is None else self._pairs[self._places[place]].counted

    def __contains__(self, row: int) -> bool:
        return self._place(row) is not None

    def _place(self, row: int) -> int | None:
        place = bisect_left(self._rows, row)
        return place if place < len(self._rows) and self._rows[place] == row else None


def _doubles(plan: ImportPlan) -> dict[tuple[str, str], _Doubles]:
    found: dict[tuple[str, str], _Doubles] = {}
    for sheet in plan.sheets:
        found[sheet.file, sheet.name] = _Doubles(plan.duplicates)
    for number, pair in enumerate(plan.duplicates):
        at = pair.duplicate
        if at.row is not None and (at.file, at.sheet) in found:
            found[at.file, at.sheet].add(at.row, number)
    for doubles in found.values():
        doubles.settle()
    return found


class _Counts:
    """What is counted over all tables while their rows stream by."""

    def __init__(self, guard: ImportGuard | None) -> None:
        self.days: Counter[str | None] = Counter()
        self.late: Counter[LateMark] = Counter()
        self.closed: Counter[str] = Counter()
        self._guard = guard if guard is not None and guard.watching else None

    def add(self, sheet: SheetPlan, row: PlannedRow) -> None:
        spec = import_target(str(sheet.register))
        self.days[spec.event_date(row.values)] += 1
        if self._guard is not None:
            for period in self._guard.refused(spec, row.values)[:1]:
                self.closed[period.code] += 1
            self.late.update(self._guard.late(spec, row.values))


def _table_view(
    sheet: SheetPlan, doubles: Mapping[tuple[str, str], _Doubles], counts: _Counts
) -> TableView:
    mine = doubles[sheet.file, sheet.name]
    view = TableView(sheet, mine)
    said = Reminders()
    patterns = array("I")
    typed: set[str] = set()
    wrong: set[str | None] = set()
    for row in sheet.rows:
        verdict = _verdict(row, mine)
        view.numbers.append(row.row)
        view.verdicts.append(_VERDICTS.index(verdict))
        patterns.append(said.add(reminders(row), new=verdict is not Verdict.KNOWN))
        typed.update(row.changed)
        if verdict is Verdict.REJECTED:
            wrong.update(issue.place.field for issue in row.issues)
        elif verdict is not Verdict.KNOWN and sheet.register:
            counts.add(sheet, row)
    told = said.told()
    view.told = bytearray(told[pattern] for pattern in patterns)
    view.often = said.often()
    view.common = said.common()
    view.fields = _shown_fields(sheet, wrong, typed)
    return view


def _verdict(row: PlannedRow, doubles: _Doubles) -> Verdict:
    if not row.accepted:
        return Verdict.REJECTED
    if row.known:
        return Verdict.KNOWN
    return Verdict.DUPLICATE if row.row in doubles else Verdict.ACCEPTED


def _shown_fields(
    sheet: SheetPlan, wrong: Iterable[str | None], typed: Iterable[str]
) -> list[FieldSpec]:
    """Choose the columns of the list: unit, name, then what the table holds and what is missing."""
    if sheet.mapping is None:
        return []
    spec = import_target(sheet.mapping.register)
    wanted = {*sheet.mapping.fields, *typed}
    wanted |= {f.name for f in spec.fields if f.required} & set(wrong)
    first = [spec.unit_field, spec.title_field]
    return sorted(
        (f for f in spec.fields if f.name in wanted and not f.derived),
        key=lambda f: (first.index(f.name) if f.name in first else 2, _kind_rank(f)),
    )


def _kind_rank(spec: FieldSpec) -> int:
    """Short telling columns first: choices, then the rest, ticks last."""
    if isinstance(spec.type, Choice | Unit):
        return 0
    return 2 if isinstance(spec.type, Flag) else 1
