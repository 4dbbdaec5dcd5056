"""One row of a workbook → a record's values and everything that is wrong with it.

The field types read the single cells, the register's own rules judge the whole; this file only
brings cells, headings, group headings and corrections together and says where each fault sits.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping as MappingOf
from dataclasses import dataclass, replace
from typing import Any

from danvan_desktop.errors import Issue, Place, Severity, has_errors
from danvan_desktop.i18n import _
from danvan_desktop.schema import (
    Choice,
    Date,
    FieldSpec,
    Flag,
    Link,
    Parsed,
    RegisterSpec,
    issue_for,
)
from danvan_desktop.spreadsheets.cell_reading import (
    NOTED,
    QUALIFIER,
    CellReader,
    Read,
    day_of_serial,
    notes,
)
from danvan_desktop.spreadsheets.compact import LazyTexts, compact
from danvan_desktop.spreadsheets.layout import DataRow
from danvan_desktop.spreadsheets.mapping import ColumnMapping, Mapping
from danvan_desktop.spreadsheets.model import CellValue, show
from danvan_desktop.spreadsheets.titles import Reading

__all__ = ["NOTED", "QUALIFIER", "CheckedRow", "ReadingOn", "RowReader", "Surroundings"]

ReadingOn = Callable[[str | None], Reading]
"""Gives the units valid on an ISO day (None: on no day in particular)."""

_TICK = Flag()
_ANY_DAY = Date(year_allowed=True)

_Changed = MappingOf[str, CellValue | None]
"""What the clerk typed over a row, by field."""

_UNCHANGED: _Changed = {}

_Source = tuple[str, int | None, CellReader]
"""A field, the column that gives it (None: several, a group or the clerk), and who reads it."""


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """A row as it would be stored: complete values, the texts it came from, what is wrong."""

    values: MappingOf[str, Any]
    raw: MappingOf[str, str]
    issues: tuple[Issue, ...] = ()

    @property
    def accepted(self) -> bool:
        """Tell whether nothing blocks; warnings do not."""
        return not self.issues or not has_errors(list(self.issues))


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a sheet says about all of its rows.

    ``unit`` stands for a missing unit column, ``period`` for a missing column of periods, ``day``
    for a missing date when units are looked up. ``kept`` and ``unsolved`` are the cells with
    Unicode under a legacy font and those whose formula has no result. ``days`` are the first and
    last day of the period that a form was made for.
    """

    file: str
    sheet: str
    unit: str | None = None
    period: str | None = None
    day: str | None = None
    kept: Collection[tuple[int, int]] = frozenset()
    unsolved: frozenset[tuple[int, int]] = frozenset()
    days: tuple[str, str] | None = None


class RowReader:
    """Reads the rows of one table; made once per table because it keeps what it read before."""

    def __init__(
        self, spec: RegisterSpec, mapping: Mapping, around: Surroundings, reading_on: ReadingOn
    ) -> None:
        self.spec = spec
        self._around = around
        self._reading_on = reading_on
        self._columns = _columns_by_field(spec, mapping)
        self._ticked = {
            name for name, found in self._columns.items() if any(c.option for c in found)
        }
        self._cells = {
            f.name: CellReader(f, next((c.unit_dong for c in self._columns.get(f.name, ())), None))
            for f in spec.fields
        }
        self._orders: dict[tuple[str, ...], tuple[_Source, ...]] = {}
        self._days: dict[object, Reading] = {}
        self._readings: dict[str | None, Reading] = {}
        self._said: dict[str, str] = {}  # the same warning stands at thousands of rows
        self._make_texts = self.texts
        self._marked = bool(around.kept or around.unsolved)

    def read(self, row: DataRow, changed: _Changed | None = None) -> CheckedRow:
        """Read and check one row; ``changed`` holds what the clerk typed over it, by field."""
        changed = changed or _UNCHANGED
        reading = self._reading(self._raw(row, self.spec.date_field, changed))
        values: dict[str, Any] = {}
        issues: list[Issue] = []
        cells = row.cells
        for name, column, cell in self._order(row, changed):
            if column is not None:
                raw = cells.get(column)
                values[name], told = cell.read(raw, reading)
            else:
                raw = self._raw(row, name, changed)
                if name in self._ticked and name not in changed:
                    values[name], told = _tick(_ticks(row, self._columns[name]))
                else:
                    values[name], told = cell.read(raw, reading)
            if told is not None or self._marked:
                issues += self._cell_issues(row, cell.spec, raw, column, told)
        around = self._around
        if around.unit and self.spec.unit_field and self.spec.unit_field not in values:
            values[self.spec.unit_field] = around.unit
        if around.period and values.get(self.spec.date_field) is None:
            values[self.spec.date_field] = around.period
        whole = self.spec.complete(values)
        issues += self._row_issues(row, whole, reading, issues)
        texts = LazyTexts(self._make_texts, row, changed)
        return CheckedRow(compact(whole), texts, tuple(issues))

    def texts(self, row: DataRow, changed: _Changed) -> dict[str, str]:
        """Give what stands in the row's cells, by field."""
        order = self._order(row, changed)
        return {name: show(self._raw(row, name, changed)) for name, _column, _cell in order}

    def place(self, row: int, field: str | None = None) -> Place:
        """Say where a row of this table stands."""
        around = self._around
        return Place(
            register=self.spec.key, field=field, file=around.file, sheet=around.sheet, row=row
        )

    # --- private

    def _order(self, row: DataRow, changed: _Changed) -> tuple[_Source, ...]:
        """The fields that have something to say, in the order of the register."""
        key = (*row.group, "", *changed)
        if key not in self._orders:
            named = {*self._columns, *row.group, *changed}
            self._orders[key] = tuple(
                (f.name, None if f.name in changed else self._only_column(f.name), cell)
                for f, cell in ((f, self._cells[f.name]) for f in self.spec.fields)
                if f.name in named
            )
        return self._orders[key]

    def _raw(self, row: DataRow, name: str, changed: _Changed) -> CellValue | None:
        """What stands in the row for a field; of tick columns the ticked options."""
        if name in changed:
            return changed[name]
        columns = self._columns.get(name)
        if columns is None:
            return row.group.get(name)
        if name in self._ticked:
            spec = self.spec.field(name)
            return ", ".join(_option_label(spec, c) for c in _ticks(row, columns)) or None
        if len(columns) == 1:
            return row.cells.get(columns[0].column)
        texts = [show(row.cells.get(part.column)) for part in columns]
        return " ".join(text for text in texts if text) or None

    def _only_column(self, name: str) -> int | None:
        columns = self._columns.get(name, ())
        return columns[0].column if len(columns) == 1 and name not in self._ticked else None

    def _reading(self, raw: CellValue | None) -> Reading:
        """The units valid on the row's own day, else on the sheet's."""
        key = (type(raw), raw)
        found = self._days.get(key)
        if found is None:
            value = _ANY_DAY.parse(day_of_serial(raw)).value
            day = self.spec.event_date({self.spec.date_field: value}) or self._around.day
            if day not in self._readings:
                self._readings[day] = self._reading_on(day)
            found = self._days[key] = self._readings[day]
        return found

    def _unit_hint(self, row: DataRow, code: str, value: CellValue | None) -> str:
        """What to do about a unit that is known, but not on the row's day."""
        if code != "unknown_unit":
            return ""
        return self._reading(self._raw(row, self.spec.date_field, {})).unit_hint(show(value))

    def _row_issues(
        self, row: DataRow, whole: dict[str, Any], reading: Reading, found: list[Issue]
    ) -> Iterator[Issue]:
        """What the register's rules and the form's period say, except of cells already refused."""
        rules = self.spec.validate(whole, reading)
        days = self._around.days
        if not rules and days is None:
            return
        place = self.place(row.row)
        faulty = {issue.place.field for issue in found if issue.severity is Severity.ERROR}
        for issue in rules:
            if issue.place.field not in faulty:
                where = Place(
                    register=place.register,
                    file=place.file,
                    sheet=place.sheet,
                    row=place.row,
                    field=issue.place.field,
                )
                said = self._said.setdefault(issue.message, issue.message)
                yield Issue(issue.code, said, issue.remedy, where, issue.severity)
        if days is not None:
            yield from _outside(self.spec, whole, days, place)

    def _cell_issues(
        self,
        row: DataRow,
        spec: FieldSpec,
        value: CellValue | None,
        column: int | None,
        parsed: Parsed | None,
    ) -> Iterator[Issue]:
        here = self.place(row.row, spec.name)
        if parsed is not None and parsed.code is not None:
            # A link that leads nowhere is no reason to lose the row.
            loose = isinstance(spec.type, Link) and not spec.required
            yield issue_for(
                parsed.code,
                label=_(spec.label),
                value=show(value),
                place=here,
                severity=Severity.WARNING if loose else Severity.ERROR,
                remedy=self._unit_hint(row, parsed.code, value),
            )
        if parsed is not None:
            yield from notes(spec, value, parsed, here)
        if column is None:
            return
        if (row.row, column) in self._around.kept:
            yield Issue(
                "unicode_text_in_legacy_font",
                _("{label}: chữ đã là Unicode dù ô còn để phông cũ nên giữ nguyên.").format(
                    label=_(spec.label)
                ),
                place=here,
                severity=Severity.WARNING,
            )
        if value is None and (row.row, column) in self._around.unsolved:
            yield Issue(
                "formula_without_result" if not spec.required else "missing_required",
                _("{label}: ô là công thức chưa có kết quả.").format(label=_(spec.label)),
                _("Mở tệp bằng Excel, lưu lại rồi nhập lại, hoặc gõ kết quả."),
                here,
                Severity.ERROR if spec.required else Severity.WARNING,
            )


def _columns_by_field(spec: RegisterSpec, mapping: Mapping) -> dict[str, tuple[ColumnMapping, ...]]:
    """The columns of each mapped field: one, the halves of a name, or one for each option."""
    found: dict[str, tuple[ColumnMapping, ...]] = {}
    for name in (f.name for f in spec.fields if f.name in mapping.fields):
        found[name] = tuple(c for c in mapping.columns if c.field == name)
    return found


def _outside(
    spec: RegisterSpec, values: MappingOf[str, Any], days: tuple[str, str], place: Place
) -> Iterator[Issue]:
    """Warn of an event outside the period that its form was made for; a bare year is too vague."""
    text = str(values.get(spec.date_field) or "")
    day = spec.event_date(values)
    if day is not None and len(text) > 4 and not days[0] <= day <= days[1]:
        yield Issue(
            "outside_form_period",
            _("{label} nằm ngoài kỳ của mẫu.").format(label=_(spec.field(spec.date_field).label)),
            _("Kiểm tra lại ngày; nếu đúng, dòng được tính vào kỳ của ngày đó."),
            replace(place, field=spec.date_field),
            Severity.WARNING,
        )


def _ticks(row: DataRow, columns: tuple[ColumnMapping, ...]) -> list[ColumnMapping]:
    """The ticked ones of a choice's columns; any mark counts."""
    return [c for c in columns if _TICK.parse(row.cells.get(c.column)).value is True]


def _tick(ticked: list[ColumnMapping]) -> Read:
    if len(ticked) > 1:
        return None, Parsed(None, "two_choices")
    return (ticked[0].option if ticked else None), None


def _option_label(spec: FieldSpec, column: ColumnMapping) -> str:
    option = spec.type.option(column.option) if isinstance(spec.type, Choice) else None
    return option.label if option else str(column.option)
