"""What the import page shows, worked out from a plan without any widget.

A plan says what an import would do; here stand the verdicts of rows, what is counted over all
files and what the clerk did so far. Everything is a function of frozen values, so it may run on a
worker.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from danvan_desktop.errors import Issue, Progress, Severity, UserError, no_progress
from danvan_desktop.i18n import _
from danvan_desktop.organisation.repeats import event_keys
from danvan_desktop.organisation.units import Directory
from danvan_desktop.schema import Choice, FieldSpec, Flag, Unit
from danvan_desktop.spreadsheets import importer
from danvan_desktop.spreadsheets.importer import ImportPlan
from danvan_desktop.spreadsheets.legacy import LegacySample, every_sample
from danvan_desktop.spreadsheets.mapping import Mapping as ColumnChoice
from danvan_desktop.spreadsheets.model import CellValue
from danvan_desktop.spreadsheets.plan import (
    Duplicate,
    FilePlan,
    Location,
    PlannedRow,
    SheetPlan,
)
from danvan_desktop.spreadsheets.suspects import Suspect, find_suspects
from danvan_desktop.spreadsheets.targets import import_target
from danvan_desktop.vietnamese import nfc

SAID_EACH_TIME = 2
"""A reminder that more rows of a sheet share is said once under the list, not under every row."""


class Verdict(StrEnum):
    """What happens to a row: stored, stored as second report, refused, stored before."""

    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"
    KNOWN = "known"


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
class Digest:
    """What is counted over a whole plan, worked out once for each plan on a worker.

    ``days`` are the days of the new rows, ``known`` counts the rows stored before.
    """

    entries: tuple[Entry, ...]
    views: Mapping[tuple[str, str, int], tuple[RowView, ...]]
    days: tuple[str | None, ...]
    known: int

    @property
    def new(self) -> int:
        """How many rows would be stored."""
        return len(self.days)

    def outside(self, first_day: str, last_day: str) -> int:
        """Count the new rows whose day lies outside a period."""
        return sum(1 for day in self.days if day is not None and not first_day <= day <= last_day)


ALL_FILES = ("", "", 0)
"""The key of the line that stands for all files together."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What becomes of the rows of a table or of all of them."""

    accepted: int = 0
    doubles: int = 0
    known: int = 0
    rejected: int = 0

    @staticmethod
    def of(views: Iterable[RowView]) -> Tally:
        """Count verdicts; a second report of an event is stored, so it counts as accepted too."""
        found = Counter(view.verdict for view in views)
        doubles = found[Verdict.DUPLICATE]
        accepted = found[Verdict.ACCEPTED] + doubles
        return Tally(accepted, doubles, found[Verdict.KNOWN], found[Verdict.REJECTED])

    def plus(self, other: Tally) -> Tally:
        """Add two."""
        return Tally(
            self.accepted + other.accepted,
            self.doubles + other.doubles,
            self.known + other.known,
            self.rejected + other.rejected,
        )


@dataclass(frozen=True, slots=True)
class Event:
    """Rows that report one event: those of the files, and the one that is counted."""

    register: str
    counted: Location
    rows: tuple[Location, ...]
    stored: bool


@dataclass(frozen=True, slots=True)
class Session:
    """Files under way: their paths, the plan, whether old fonts are converted, unit names.

    ``hidden``: hidden sheets are read too. ``typed``, ``mapped`` and ``dated`` remember
    corrections (file, sheet, row, field), mappings and periods (file, sheet) of the plans before,
    also those that the present one has no place for.
    """

    paths: tuple[Path, ...]
    plan: ImportPlan
    convert: bool
    names: Directory
    digest: Digest
    hidden: bool = False
    periods: tuple[tuple[str, str], ...] = ()
    typed: Mapping[tuple[str, str, int, str], CellValue | None] = field(default_factory=dict)
    suspects: tuple[Suspect, ...] = ()
    mapped: Mapping[tuple[str, str], ColumnChoice] = field(default_factory=dict)
    dated: Mapping[tuple[str, str], str] = field(default_factory=dict)

    @property
    def open_suspects(self) -> tuple[Suspect, ...]:
        """The pairs that only look alike and that nobody has judged yet."""
        judged = {one.pair for one in self.plan.decisions.judged}
        doubles = {frozenset((p.counted, p.duplicate)) for p in self.plan.duplicates}
        return tuple(one for one in self.suspects if one.pair not in judged | doubles)

    def path_of(self, file: FilePlan) -> Path | None:
        """Find the path of a file that was read."""
        found = (path for path in self.paths if nfc(path.name) == file.name)
        return next(found, None) if file.refused is None else None

    def with_plan(self, plan: ImportPlan) -> Session:
        """The same files with a changed plan; slow for long lists, so for a worker."""
        return replace(self, plan=plan, digest=digest(plan))


# --- work for a worker thread


def look(
    context: Any,
    paths: Sequence[Path],
    *,
    convert: bool = True,
    hidden: bool = False,
    before: Session | None = None,
    progress: Progress = no_progress,
) -> Session:
    """Inspect files; choices and corrections made in ``before`` are made again."""
    wanted = tuple(dict.fromkeys(path.resolve() for path in importer.expand(paths)))
    first = {nfc(path.name): path for path in reversed(wanted)}
    read = [path for path in wanted if first[nfc(path.name)] == path]
    plan = importer.inspect(read, context, convert_legacy=convert, hidden=hidden, progress=progress)
    twins = [_twin(nfc(path.name)) for path in wanted if path not in read]
    plan = replace(plan, files=(*plan.files, *twins))
    names = context.directory()
    periods = tuple((period.code, period.name) for period in reversed(context.periods()))
    suspects = find_suspects(plan, lambda register: event_keys(context, register))
    plain = Session(wanted, plan, convert, names, digest(plan), hidden, periods, suspects=suspects)
    if before is None:
        return plain
    typed = {**before.typed, **_typed(before.plan)}
    mapped = {**before.mapped, **_mapped(before.plan)}
    dated = {**before.dated, **_dated(before.plan)}
    plan = _made_again(plan, typed, mapped, dated).decide(before.plan.decisions)
    for place in reversed(before.plan.preferred):
        plan = plan.prefer(place)
    return replace(plain, plan=plan, digest=digest(plan), typed=typed, mapped=mapped, dated=dated)


def digest(plan: ImportPlan) -> Digest:
    """Give every row of a plan its verdict and count what the page shows."""
    found = entries(plan)
    return Digest(
        entries=tuple(found),
        views={e.key: tuple(row_views(plan, e.sheet)) for e in found if e.sheet is not None},
        days=tuple(
            import_target(str(sheet.register)).event_date(row.values)
            for _file, sheet, row in plan.new_rows
        ),
        known=sum(row.known for sheet in plan.sheets for row in sheet.accepted),
    )


def _twin(name: str) -> FilePlan:
    """Leave out a second file of the same name: rows are known by it, as are corrections."""
    error = UserError(
        _("Đã chọn một tệp khác cùng tên {name}.").format(name=name),
        safe=_("Chưa có dòng nào được nhập từ tệp này."),
        remedy=_("Đổi tên tệp, hoặc nhập sau khi lưu tệp kia."),
        code="same_name",
    )
    return FilePlan(name=name, refused=error)


def _typed(plan: ImportPlan) -> dict[tuple[str, str, int, str], CellValue | None]:
    return {
        (sheet.file, sheet.name, row.row, name): raw
        for sheet in plan.sheets
        for row in sheet.rows
        for name, raw in row.changed.items()
    }


def _mapped(plan: ImportPlan) -> dict[tuple[str, str], ColumnChoice]:
    chosen = (sheet for sheet in plan.sheets if sheet.chosen)
    return {(s.file, s.name): s.mapping for s in chosen if s.mapping is not None}


def _dated(plan: ImportPlan) -> dict[tuple[str, str], str]:
    chosen = ((s.file, s.name, s.chosen_period) for s in plan.sheets)
    return {(file, name): period for file, name, period in chosen if period}


def _made_again(
    plan: ImportPlan,
    typed: Mapping[tuple[str, str, int, str], CellValue | None],
    mapped: Mapping[tuple[str, str], ColumnChoice],
    dated: Mapping[tuple[str, str], str],
) -> ImportPlan:
    """Map and correct a fresh plan as the clerk did before, as far as its sheets allow."""
    rows = {(s.file, s.name, row.row) for s in plan.sheets for row in s.rows}
    for sheet in plan.sheets:
        mapping = mapped.get((sheet.file, sheet.name))
        columns = sheet.header.columns if sheet.header else {}
        if mapping is not None and all(c.column in columns for c in mapping.columns):
            plan = plan.remap(sheet.file, sheet.name, mapping)
    for (file, name), period in dated.items():
        plan = plan.set_period(file, name, period)
    for (file, name, row, field_name), raw in typed.items():
        if (file, name, row) in rows:
            plan = plan.correct(file, name, row, field_name, raw)
    return plan


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


# --- rows


def row_views(plan: ImportPlan, sheet: SheetPlan) -> list[RowView]:
    """Give every row of a table its verdict and its reminders."""
    doubles = {pair.duplicate: pair.counted for pair in plan.duplicates}
    warnings = Counter(_same(i) for row in sheet.rows for i in _reminders(row))
    return [_row_view(sheet, row, doubles, warnings) for row in sheet.rows]


def _row_view(
    sheet: SheetPlan,
    row: PlannedRow,
    doubles: dict[Location, Location],
    warnings: Counter[tuple[str, ...]],
) -> RowView:
    other = doubles.get(Location(sheet.file, sheet.name, row.row))
    if not row.accepted:
        verdict = Verdict.REJECTED
    elif row.known:
        verdict = Verdict.KNOWN
    else:
        verdict = Verdict.DUPLICATE if other is not None else Verdict.ACCEPTED
    reminders = _reminders(row)
    common = tuple(i for i in reminders if warnings[_same(i)] > SAID_EACH_TIME)
    rare = tuple(i for i in reminders if i not in common)
    return RowView(row, verdict, other, rare, common)


def common_reminders(views: Iterable[RowView]) -> list[tuple[Issue, int]]:
    """List the reminders that many rows share, with how many."""
    counted: Counter[tuple[str, ...]] = Counter()
    first: dict[tuple[str, ...], Issue] = {}
    new = (view for view in views if view.verdict is not Verdict.KNOWN)
    for issue in (issue for view in new for issue in view.common):
        counted[_same(issue)] += 1
        first.setdefault(_same(issue), issue)
    return [(first[key], number) for key, number in counted.items()]


def shown_fields(sheet: SheetPlan) -> list[FieldSpec]:
    """Choose the columns of the list: unit, name, then what the table holds and what is missing."""
    if sheet.mapping is None:
        return []
    spec = import_target(sheet.mapping.register)
    wrong = {i.place.field for row in sheet.rejected for i in row.issues}
    wanted = set(sheet.mapping.fields) | (wrong & {f.name for f in spec.fields if f.required})
    wanted |= {name for row in sheet.rows for name in row.changed}
    first = [spec.unit_field, spec.title_field]
    return sorted(
        (f for f in spec.fields if f.name in wanted and not f.derived),
        key=lambda f: (first.index(f.name) if f.name in first else 2, _kind_rank(f)),
    )


def events(plan: ImportPlan, file: str = "", sheet: str = "") -> list[Event]:
    """List the events that a table reports double, with every row that reports them.

    Without a file those of all of them.
    """
    groups: dict[Location, list[Duplicate]] = {}
    for pair in plan.duplicates:
        groups.setdefault(pair.counted, []).append(pair)
    listed = {f.name for f in plan.files}
    found = []
    for counted, pairs in groups.items():
        doubles = tuple(pair.duplicate for pair in pairs)
        places = ((place.file, place.sheet) for place in (counted, *doubles))
        here = not file or (file, sheet) in places
        if here and not all(_is_known(plan, place) for place in doubles):
            stored = counted.file not in listed or _is_known(plan, counted)
            rows = (counted, *doubles)
            order = [f.name for f in plan.files]
            if not stored:
                rows = tuple(sorted(rows, key=lambda p: (order.index(p.file), p.row or 0)))
            found.append(Event(pairs[0].register, counted, rows, stored))
    return found


def suspects_at(session: Session, file: str = "", sheet: str = "") -> list[Suspect]:
    """List the pairs of a table (without a file: of all) that only look alike."""
    return [
        one
        for one in session.open_suspects
        if not file
        or (file, sheet) in ((one.first.file, one.first.sheet), (one.second.file, one.second.sheet))
    ]


def row_at(plan: ImportPlan, place: Location) -> tuple[SheetPlan, PlannedRow] | None:
    """Find a row of the plan."""
    for sheet in plan.sheets:
        if (sheet.file, sheet.name) == (place.file, place.sheet):
            for row in sheet.rows:
                if row.row == place.row:
                    return sheet, row
    return None


def samples_of(file: FilePlan) -> list[LegacySample]:
    """List every cell of a file that is converted from an old font."""
    sheets = {sheet.name: sheet.sheet for sheet in file.sheets}
    return [sample for sheet in sheets.values() for sample in every_sample(sheet)]


# --- private


def _is_known(plan: ImportPlan, place: Location) -> bool:
    found = row_at(plan, place)
    return found is not None and found[1].known


def _kind_rank(field: FieldSpec) -> int:
    """Short telling columns first: choices, then the rest, ticks last."""
    if isinstance(field.type, Choice | Unit):
        return 0
    return 2 if isinstance(field.type, Flag) else 1


def _reminders(row: PlannedRow) -> list[Issue]:
    if not row.accepted:
        return []
    return [issue for issue in row.issues if issue.severity is not Severity.ERROR]


def _same(issue: Issue) -> tuple[str, ...]:
    return issue.code, str(issue.place.field), issue.message
