"""One row of a workbook → a record's values and everything that is wrong with it.

The field types read the single cells, the register's own rules judge the whole; this file only
brings cells, headings, group headings and corrections together and says where each fault sits.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping as MappingOf
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from danvan_desktop.errors import Issue, Place, Severity, has_errors
from danvan_desktop.i18n import _
from danvan_desktop.schema import (
    Choice,
    Date,
    FieldSpec,
    Flag,
    Link,
    LongText,
    Money,
    Parsed,
    RegisterSpec,
    Text,
    Unit,
    issue_for,
)
from danvan_desktop.spreadsheets.layout import DataRow
from danvan_desktop.spreadsheets.mapping import ColumnMapping, Mapping
from danvan_desktop.spreadsheets.model import CellValue, show
from danvan_desktop.spreadsheets.titles import Reading

ReadingOn = Callable[[str | None], Reading]
"""Gives the units valid on an ISO day (None: on no day in particular)."""

_TICK = Flag()
_ANY_DAY = Date(year_allowed=True)
_SERIAL_ZERO = date(1899, 12, 30)
_FIRST_SERIAL, _LAST_SERIAL = 32_874, 73_050
"""Excel's numbers of 1/1/1990 and of the last day of 2099; a bare year is far below."""

_FORMULA_SIGNS = "=+@"

QUALIFIER = "qualifier:"
"""Begins the code of a note on an approximate number: "qualifier:gan"."""

NOTED = frozenset({"year_only", "text_looks_like_formula", "unicode_text_in_legacy_font"})
"""The codes of the other notes that a record remembers."""

_PARTS = re.compile(r"[,;/+&\n]| và ", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """A row as it would be stored: complete values, the texts it came from, what is wrong."""

    values: MappingOf[str, Any]
    raw: MappingOf[str, str]
    issues: tuple[Issue, ...] = ()

    @property
    def accepted(self) -> bool:
        """Tell whether nothing blocks; warnings do not."""
        return not has_errors(list(self.issues))


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
    kept: frozenset[tuple[int, int]] = frozenset()
    unsolved: frozenset[tuple[int, int]] = frozenset()
    days: tuple[str, str] | None = None


@dataclass(slots=True)
class RowReader:
    """Reads the rows of one table; made once per table because it keeps what it read before."""

    spec: RegisterSpec
    mapping: Mapping
    around: Surroundings
    reading_on: ReadingOn
    _single: list[tuple[FieldSpec, ColumnMapping]] = field(init=False)
    _ticked: dict[str, tuple[ColumnMapping, ...]] = field(init=False)
    _joined: dict[str, tuple[ColumnMapping, ...]] = field(init=False)
    _marked: bool = field(init=False)
    _known: dict[tuple[object, ...], Parsed] = field(init=False, default_factory=dict)
    _readings: dict[str | None, Reading] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        columns = self.mapping.columns
        ordered = [f for f in self.spec.fields if f.name in self.mapping.fields]
        self._ticked = {
            f.name: tuple(c for c in columns if c.field == f.name)
            for f in ordered
            if any(c.field == f.name and c.option is not None for c in columns)
        }
        self._single = [
            (f, next(c for c in columns if c.field == f.name))
            for f in ordered
            if f.name not in self._ticked
        ]
        self._joined = {
            f.name: found
            for f, _column in self._single
            if len(found := tuple(c for c in columns if c.field == f.name)) > 1
        }
        self._marked = bool(self.around.kept or self.around.unsolved)

    def read(
        self, row: DataRow, changed: MappingOf[str, CellValue | None] | None = None
    ) -> CheckedRow:
        """Read and check one row; ``changed`` holds what the clerk typed over it, by field."""
        changed = changed or {}
        raw = self._raw(row, changed)
        place = self._place(row)
        reading = self._reading(self._day(raw))
        values: dict[str, Any] = {}
        issues: list[Issue] = []
        for spec, value, column in self._fields(row, raw, changed):
            if spec.name in self._ticked and spec.name not in changed:
                parsed = _tick(_ticks(row, self._ticked[spec.name]))
            else:
                parsed = self._parse(spec, value, column, reading)
            values[spec.name] = parsed.value
            if parsed.code or parsed.qualifier or self._marked or _is_telling(spec, parsed.value):
                issues += self._parse_issues(row, spec, value, column, parsed)
        if self.around.unit and self.spec.unit_field and self.spec.unit_field not in values:
            values[self.spec.unit_field] = self.around.unit
        if self.around.period and values.get(self.spec.date_field) is None:
            values[self.spec.date_field] = self.around.period
        whole = self.spec.complete(values)
        faulty = {issue.place.field for issue in issues if issue.severity is Severity.ERROR}
        for issue in self.spec.validate(whole, reading):
            if issue.place.field not in faulty:
                issues.append(replace(issue, place=replace(place, field=issue.place.field)))
        if self.around.days is not None:
            issues += _outside(self.spec, whole, self.around.days, place)
        return CheckedRow(whole, {name: show(value) for name, value in raw.items()}, tuple(issues))

    # --- private

    def _place(self, row: DataRow) -> Place:
        return Place(
            register=self.spec.key, file=self.around.file, sheet=self.around.sheet, row=row.row
        )

    def _raw(
        self, row: DataRow, changed: MappingOf[str, CellValue | None]
    ) -> dict[str, CellValue | None]:
        """What stands in the row, by field; of tick columns the ticked options."""
        raw: dict[str, CellValue | None] = dict(row.group)
        for spec, column in self._single:
            raw[spec.name] = row.cells.get(column.column)
        for name, parts in self._joined.items():
            texts = [show(row.cells.get(part.column)) for part in parts]
            raw[name] = " ".join(text for text in texts if text) or None
        for name, columns in self._ticked.items():
            spec = self.spec.field(name)
            raw[name] = ", ".join(_option_label(spec, c) for c in _ticks(row, columns)) or None
        raw.update(changed)
        return raw

    def _fields(
        self,
        row: DataRow,
        raw: MappingOf[str, CellValue | None],
        changed: MappingOf[str, CellValue | None],
    ) -> Iterator[tuple[FieldSpec, CellValue | None, ColumnMapping | None]]:
        """Every field that has something to say, in the order of the register."""
        columns = {spec.name: column for spec, column in self._single}
        for spec in self.spec.fields:
            if spec.name in raw:
                column = columns.get(spec.name) if spec.name not in changed else None
                yield spec, raw[spec.name], column

    def _parse(
        self,
        spec: FieldSpec,
        value: CellValue | None,
        column: ColumnMapping | None,
        reading: Reading,
    ) -> Parsed:
        if isinstance(spec.type, Text | LongText):
            return spec.type.parse(value if value is None else show(value), reading)
        on = id(reading) if isinstance(spec.type, Unit) else 0
        key = (spec.name, type(value), value, on)
        if key not in self._known:
            self._known[key] = self._parse_anew(spec, value, column, reading)
        return self._known[key]

    def _parse_anew(
        self,
        spec: FieldSpec,
        value: CellValue | None,
        column: ColumnMapping | None,
        reading: Reading,
    ) -> Parsed:
        if isinstance(spec.type, Money):
            unit = column.unit_dong if column else self._unit_dong(spec)
            return spec.type.parse_scaled(value, unit or spec.type.unit_dong)
        if isinstance(spec.type, Choice):
            return _parse_choice(spec.type, value)
        if isinstance(spec.type, Unit):
            return _parse_unit(spec.type, value, reading)
        if isinstance(spec.type, Date):
            value = _day_of_serial(value)
        return spec.type.parse(value, reading)

    def _unit_dong(self, spec: FieldSpec) -> int | None:
        return next((c.unit_dong for c in self.mapping.columns if c.field == spec.name), None)

    def _day(self, raw: MappingOf[str, CellValue | None]) -> str | None:
        """The day on which the units must be valid: the row's own, else the sheet's."""
        name = self.spec.date_field
        value = raw.get(name)
        key = ("day", type(value), value, 0)
        if key not in self._known:
            self._known[key] = _ANY_DAY.parse(_day_of_serial(value))
        return self.spec.event_date({name: self._known[key].value}) or self.around.day

    def _reading(self, day: str | None) -> Reading:
        if day not in self._readings:
            self._readings[day] = self.reading_on(day)
        return self._readings[day]

    def _parse_issues(
        self,
        row: DataRow,
        spec: FieldSpec,
        value: CellValue | None,
        column: ColumnMapping | None,
        parsed: Parsed,
    ) -> Iterator[Issue]:
        here = replace(self._place(row), field=spec.name)
        if parsed.code is not None:
            # A link that leads nowhere is no reason to lose the row.
            loose = isinstance(spec.type, Link) and not spec.required
            yield issue_for(
                parsed.code,
                label=_(spec.label),
                value=show(value),
                place=here,
                severity=Severity.WARNING if loose else Severity.ERROR,
            )
        yield from _notes(spec, value, parsed, here)
        if column is None:
            return
        if (row.row, column.column) in self.around.kept:
            yield Issue(
                "unicode_text_in_legacy_font",
                _("{label}: chữ đã là Unicode dù ô còn để phông cũ nên giữ nguyên.").format(
                    label=_(spec.label)
                ),
                place=here,
                severity=Severity.WARNING,
            )
        if value is None and (row.row, column.column) in self.around.unsolved:
            yield Issue(
                "formula_without_result" if not spec.required else "missing_required",
                _("{label}: ô là công thức chưa có kết quả.").format(label=_(spec.label)),
                _("Mở tệp bằng Excel, lưu lại rồi nhập lại, hoặc gõ kết quả."),
                here,
                Severity.ERROR if spec.required else Severity.WARNING,
            )


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


def _is_telling(spec: FieldSpec, value: object) -> bool:
    """Tell whether a value is worth a note: a bare year, a text that looks like a formula."""
    if not isinstance(value, str):
        return False
    if isinstance(spec.type, Date):
        return len(value) == 4
    return value[0] in _FORMULA_SIGNS and isinstance(spec.type, Text | LongText)


def _notes(
    spec: FieldSpec, value: CellValue | None, parsed: Parsed, place: Place
) -> Iterator[Issue]:
    """What the clerk should know of a value that was taken."""
    told = {"label": _(spec.label), "value": show(value)}
    if parsed.qualifier:
        yield Issue(
            f"{QUALIFIER}{parsed.qualifier}",
            _("{label}: “{value}” là số ước chừng; giữ số và chữ đi kèm.").format(**told),
            place=place,
            severity=Severity.NOTE,
        )
    elif _is_telling(spec, parsed.value) and isinstance(spec.type, Date):
        yield Issue(
            "year_only",
            _("{label}: chỉ ghi năm {value}.").format(**told),
            place=place,
            severity=Severity.NOTE,
        )
    elif _is_telling(spec, parsed.value):
        yield Issue(
            "text_looks_like_formula",
            _("{label}: “{value}” trông như công thức; giữ nguyên là chữ.").format(**told),
            place=place,
            severity=Severity.WARNING,
        )


def _day_of_serial(value: CellValue | None) -> CellValue | None:
    """Read 43965 in a date column: a day whose cell lost its date format."""
    if isinstance(value, str) and value.strip().isdecimal():
        value = int(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        day = int(value)
        if _FIRST_SERIAL <= day <= _LAST_SERIAL:
            return _SERIAL_ZERO + timedelta(days=day)
    return value


def _parse_choice(kind: Choice, value: CellValue | None) -> Parsed:
    """Read a choice; a text that names two options is a choice not made."""
    text = show(value)
    parsed = kind.parse(text)
    if parsed.code == "unknown_choice":
        named = [kind.parse(part).value for part in _PARTS.split(text)]
        if None not in named and len(set(named)) > 1:
            return Parsed(None, "two_choices")
    return parsed


def _parse_unit(kind: Unit, value: CellValue | None, reading: Reading) -> Parsed:
    """Look a unit up; "xã Phan, huyện Dương Minh Châu" names it before the comma."""
    parsed = kind.parse(value, reading)
    first, comma, _rest = show(value).partition(",")
    if parsed.code == "unknown_unit" and comma:
        before = kind.parse(first, reading)
        return before if before.value is not None else parsed
    return parsed


def _ticks(row: DataRow, columns: tuple[ColumnMapping, ...]) -> list[ColumnMapping]:
    """The ticked ones of a choice's columns; any mark counts."""
    return [c for c in columns if _TICK.parse(row.cells.get(c.column)).value is True]


def _tick(ticked: list[ColumnMapping]) -> Parsed:
    if len(ticked) > 1:
        return Parsed(None, "two_choices")
    return Parsed(ticked[0].option if ticked else None)


def _option_label(spec: FieldSpec, column: ColumnMapping) -> str:
    option = spec.type.option(column.option) if isinstance(spec.type, Choice) else None
    return option.label if option else str(column.option)
