"""What the import page shows, worked out from a plan without any widget.

A plan says what an import would do; here stand the words for it: verdicts of rows and files, the
rows that are worth a line of explanation, the short names of files. Everything is a function of
frozen values, so it may run on a worker.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from danvan_desktop.errors import Issue, Progress, Severity, UserError, no_progress
from danvan_desktop.i18n import _
from danvan_desktop.organisation.units import Directory
from danvan_desktop.registers import REGISTERS
from danvan_desktop.schema import Choice, FieldSpec, Flag, Unit
from danvan_desktop.spreadsheets import importer
from danvan_desktop.spreadsheets.importer import ImportPlan
from danvan_desktop.spreadsheets.legacy import LegacySample, every_sample
from danvan_desktop.spreadsheets.mapping import Mapping as ColumnChoice
from danvan_desktop.spreadsheets.model import CellValue, column_letter
from danvan_desktop.spreadsheets.plan import (
    Duplicate,
    FilePlan,
    Location,
    PlannedRow,
    SheetPlan,
)
from danvan_desktop.vietnamese import nfc

SAID_EACH_TIME = 2
"""A reminder that more rows of a sheet share is said once under the list, not under every row."""

_NO_SENDER = ("CỘNG H", "ĐẢNG CỘNG SẢN", "BÁO CÁO", "DANH SÁCH", "BIỂU", "TỔNG HỢP", "BẢNG")
_NUMBERED = re.compile(r"^(\d{1,3})(?=\D)")


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

    ``typed`` and ``mapped`` remember corrections (file, sheet, row, field) and mappings (file,
    sheet) of the plans before, also those that the present one has no place for.
    """

    paths: tuple[Path, ...]
    plan: ImportPlan
    convert: bool
    names: Directory
    digest: Digest
    typed: Mapping[tuple[str, str, int, str], CellValue | None] = field(default_factory=dict)
    mapped: Mapping[tuple[str, str], ColumnChoice] = field(default_factory=dict)

    def with_plan(self, plan: ImportPlan) -> Session:
        """The same files with a changed plan; slow for long lists, so for a worker."""
        return replace(self, plan=plan, digest=digest(plan))


# --- work for a worker thread


def look(
    context: Any,
    paths: Sequence[Path],
    *,
    convert: bool = True,
    before: Session | None = None,
    progress: Progress = no_progress,
) -> Session:
    """Inspect files; choices and corrections made in ``before`` are made again."""
    wanted = tuple(dict.fromkeys(path.resolve() for path in importer.expand(paths)))
    first = {nfc(path.name): path for path in reversed(wanted)}
    read = [path for path in wanted if first[nfc(path.name)] == path]
    plan = importer.inspect(read, context, convert_legacy=convert, progress=progress)
    twins = [_twin(nfc(path.name)) for path in wanted if path not in read]
    plan = replace(plan, files=(*plan.files, *twins))
    names = context.directory()
    if before is None:
        return Session(wanted, plan, convert, names, digest(plan))
    typed = {**before.typed, **_typed(before.plan)}
    mapped = {**before.mapped, **_mapped(before.plan)}
    plan = _made_again(plan, typed, mapped)
    for place in reversed(before.plan.preferred):
        plan = plan.prefer(place)
    return Session(wanted, plan, convert, names, digest(plan), typed, mapped)


def digest(plan: ImportPlan) -> Digest:
    """Give every row of a plan its verdict and count what the page shows."""
    found = entries(plan)
    return Digest(
        entries=tuple(found),
        views={e.key: tuple(row_views(plan, e.sheet)) for e in found if e.sheet is not None},
        days=tuple(
            REGISTERS[str(sheet.register)].event_date(row.values)
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


def _made_again(
    plan: ImportPlan,
    typed: Mapping[tuple[str, str, int, str], CellValue | None],
    mapped: Mapping[tuple[str, str], ColumnChoice],
) -> ImportPlan:
    """Map and correct a fresh plan as the clerk did before, as far as its sheets allow."""
    rows = {(s.file, s.name, row.row) for s in plan.sheets for row in s.rows}
    for sheet in plan.sheets:
        mapping = mapped.get((sheet.file, sheet.name))
        columns = sheet.header.columns if sheet.header else {}
        if mapping is not None and all(c.column in columns for c in mapping.columns):
            plan = plan.remap(sheet.file, sheet.name, mapping)
    for (file, name, row, field_name), raw in typed.items():
        if (file, name, row) in rows:
            plan = plan.correct(file, name, row, field_name, raw)
    return plan


# --- the list of files


def entries(plan: ImportPlan) -> list[Entry]:
    """List files, and their tables where a file has several that could be imported."""
    found: list[Entry] = []
    for file in plan.files:
        tables = [s for s in file.sheets if s.header is not None and not s.sheet.hidden]
        if not tables:
            found.append(Entry(file, None))
        else:
            found += [Entry(file, sheet, alone=len(tables) == 1) for sheet in tables]
    return found


def hidden_sheets(plan: ImportPlan) -> list[tuple[str, str]]:
    """Name the hidden sheets that were not read: file and sheet."""
    return [(s.file, s.name) for s in plan.sheets if s.sheet.hidden and s.header is None]


def short_file(name: str, listed: Sequence[str]) -> str:
    """Name a file in a few letters: Tệp 02 when its name begins with a number of its own."""
    number = _own_number(name, listed)
    return _("Tệp {n}").format(n=number) if number else Path(name).stem


def in_file(name: str, listed: Sequence[str]) -> str:
    """Name a file inside a sentence: tệp 02, else tệp with its name in quotes."""
    number = _own_number(name, listed)
    if number:
        return _("tệp {n}").format(n=number)
    return _("tệp “{name}”").format(name=Path(name).stem)


def source_text(entry: Entry, names: Directory) -> str:
    """Say who sent a table: the unit of its title, else the office in its lines, else its sheet."""
    sheet = entry.sheet
    if sheet is None:
        return ""
    sender = names.unit_name(sheet.unit) if sheet.unit else _sender(sheet, names)
    sender = sender[:1].upper() + sender[1:]
    if not entry.alone or not sender:
        page = _("Trang “{name}”").format(name=sheet.name)
        return f"{sender} · {page}" if sender else page
    return sender


def short_name(entry: Entry) -> str:
    """Name a table for a heading: its file, with the sheet where there are several."""
    if entry.sheet is None or entry.alone:
        return entry.file.name
    return f"{entry.file.name} · {entry.sheet.name}"


def trouble_text(file: FilePlan) -> str:
    """Say in the list why a file is not read, without its name, which stands above."""
    if file.refused is None:
        return ""
    message = file.refused.message.replace(file.name, _("này"))
    return " ".join(part for part in (message, file.refused.remedy) if part)


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


def reason_text(view: RowView, sheet: SheetPlan, listed: Sequence[str]) -> str:
    """Say under a row why it is refused, with what it is double, or what to think of."""
    if view.verdict is Verdict.REJECTED and view.planned.reason is not None:
        errors = [i for i in view.planned.issues if i.severity is Severity.ERROR]
        return " ".join(_with_cell(issue, sheet, view.planned.row) for issue in errors)
    if view.other is not None and view.verdict is Verdict.DUPLICATE:
        return _double_text(view.other, listed)
    return " ".join(_sentence(issue) for issue in view.rare)


def place_text(place: Location, listed: Sequence[str]) -> str:
    """Name a row: Tệp 02, dòng 11; a row of an earlier import says so."""
    if place.row is None:
        return _("Hồ sơ đã có trong sổ")
    if place.file not in listed:
        return _("Hồ sơ đã có trong sổ (nhập từ {file}, dòng {row})").format(
            file=place.file, row=place.row
        )
    return _("{file}, dòng {row}").format(file=short_file(place.file, listed), row=place.row)


def shown_fields(sheet: SheetPlan) -> list[FieldSpec]:
    """Choose the columns of the list: unit, name, then what the table holds and what is missing."""
    if sheet.mapping is None:
        return []
    spec = REGISTERS[sheet.mapping.register]
    wrong = {i.place.field for row in sheet.rejected for i in row.issues}
    wanted = set(sheet.mapping.fields) | (wrong & {f.name for f in spec.fields if f.required})
    wanted |= {name for row in sheet.rows for name in row.changed}
    first = [spec.unit_field, spec.title_field]
    return sorted(
        (f for f in spec.fields if f.name in wanted and not f.derived),
        key=lambda f: (first.index(f.name) if f.name in first else 2, _kind_rank(f)),
    )


def events(plan: ImportPlan, file: str, sheet: str) -> list[Event]:
    """List the events that this table reports double, with every row that reports them."""
    groups: dict[Location, list[Duplicate]] = {}
    for pair in plan.duplicates:
        groups.setdefault(pair.counted, []).append(pair)
    listed = {f.name for f in plan.files}
    found = []
    for counted, pairs in groups.items():
        doubles = tuple(pair.duplicate for pair in pairs)
        here = any((place.file, place.sheet) == (file, sheet) for place in (counted, *doubles))
        if here and not all(_is_known(plan, place) for place in doubles):
            stored = counted.file not in listed or _is_known(plan, counted)
            rows = (counted, *doubles)
            order = [f.name for f in plan.files]
            if not stored:
                rows = tuple(sorted(rows, key=lambda p: (order.index(p.file), p.row or 0)))
            found.append(Event(pairs[0].register, counted, rows, stored))
    return found


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


def legacy_cells(file: FilePlan) -> int:
    """Count the cells of a file that are converted from an old font."""
    return sum({sheet.name: sheet.legacy_cells for sheet in file.sheets}.values())


# --- private


def _own_number(name: str, listed: Sequence[str]) -> str:
    numbers = [found.group(1) for n in listed if (found := _NUMBERED.match(n))]
    found = _NUMBERED.match(name)
    return found.group(1) if found and numbers.count(found.group(1)) == 1 else ""


def _double_text(other: Location, listed: Sequence[str]) -> str:
    if other.row is None or other.file not in listed:
        return _("Trùng với hồ sơ đã có trong sổ. Chỉ tính một lần.")
    return _("Trùng với {file}, dòng {row}. Chỉ tính một lần.").format(
        file=in_file(other.file, listed), row=other.row
    )


def _sender(sheet: SheetPlan, names: Directory) -> str:
    """Find the line over a table that names who sends it: capitals, not the country's motto."""
    for line in sheet.titles[:4]:
        if line.isupper() and 3 < len(line) < 60 and not line.startswith(_NO_SENDER):
            code = names.find_unit(line).code
            return names.unit_name(code) if code else line
    return ""


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


def _sentence(issue: Issue) -> str:
    return " ".join(part for part in (issue.message, issue.remedy) if part)


def _with_cell(issue: Issue, sheet: SheetPlan, row: int) -> str:
    columns = sheet.mapping.columns if sheet.mapping else ()
    cells = [c.column for c in columns if c.field == issue.place.field]
    if len(cells) != 1:
        return _sentence(issue)
    cell = f"{column_letter(cells[0])}{row}"
    message = issue.message.removesuffix(".")
    told = _("{message} (ô {cell}).").format(message=message, cell=cell)
    return _sentence(replace(issue, message=told))
