"""Blank workbooks for communes: everything that can be known beforehand is already in them.

Title, headings, lists and rules come from the register's declaration; who fills it in and for which
period is kept in a hidden sheet (``form_identity``), so that the file comes back without questions.
The texts are Vietnamese in every language of the program, because the communes read them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from danvan_desktop.errors import Progress, UserError, no_progress
from danvan_desktop.i18n import _
from danvan_desktop.organisation.periods import Period as ReportingPeriod
from danvan_desktop.organisation.units import Directory, UnitVersion
from danvan_desktop.schema import (
    Choice,
    FieldSpec,
    Flag,
    LongText,
    Money,
    Period,
    RegisterSpec,
    Text,
    Unit,
)
from danvan_desktop.spreadsheets.blank_figures import write_figures_form
from danvan_desktop.spreadsheets.blank_form_rules import (
    FormDays,
    number_format,
    rule_for,
    width,
)
from danvan_desktop.spreadsheets.cells import (
    BORDER,
    CENTRED,
    HEADING_FILL,
    WRAPPED,
    new_book,
    own_book,
    sheet_title,
)
from danvan_desktop.spreadsheets.form_identity import (
    FORM_SHEET,
    LIST_SHEET,
    FormColumn,
    FormIdentity,
    write_hidden,
)
from danvan_desktop.spreadsheets.form_sheet import (
    BOLD_LINE,
    LINE,
    OPEN,
    ORDER,
    ORDER_WIDTH,
    PAGE_WIDTH,
    ROW_HEIGHT,
    FormSource,
    TopLine,
    day_of,
    protect,
    top_lines,
    write_top,
)
from danvan_desktop.spreadsheets.targets import FIGURES, import_target
from danvan_desktop.vietnamese import nfc

_TOLD = (
    "Mỗi việc một dòng. Cột có dấu * là bắt buộc. Chọn vào ô để xem cách ghi. "
    "Thiếu dòng thì chèn thêm dòng; không đổi tiêu đề cột."
)

FORM_ROWS = 100
"""Rows made ready for filling in; a commune that needs more inserts them."""


@dataclass(frozen=True, slots=True)
class _Form:
    """A form under way: its identity, fields, options by field, and the words on top."""

    spec: RegisterSpec
    identity: FormIdentity
    fields: tuple[FieldSpec, ...]
    options: Mapping[str, Sequence[str]]
    top: tuple[TopLine, ...]

    @property
    def header_row(self) -> int:
        """The row of the headings."""
        return len(self.top) + 1

    @property
    def days(self) -> FormDays | None:
        """The days of the period."""
        if not self.identity.first_day or not self.identity.last_day:
            return None
        first, last = self.identity.first_day, self.identity.last_day
        return FormDays(date.fromisoformat(first), date.fromisoformat(last))


def write_form(
    path: Path,
    source: FormSource,
    register: str,
    *,
    unit: str | None = None,
    period: ReportingPeriod | None = None,
) -> FormIdentity:
    """Write the blank workbook of a register for a unit (None: rows name theirs) and a period.

    UserError ``cannot_write`` when it cannot be saved.
    """
    if register == FIGURES:
        return _figures(path, source, unit, period)
    form = _made(source, import_target(register), unit, period)
    book = own_book()
    sheet: Any = book.active
    sheet.title = sheet_title(form.spec.label, set())
    ranges = _write_lists(book, form)
    columns = len(form.fields) + 1
    write_top(sheet, form.top, columns=columns)
    _write_columns(sheet, form, ranges)
    last = form.header_row + FORM_ROWS
    protect(sheet, header_row=form.header_row, last_row=last, columns=columns, rows=True)
    write_hidden(book, FORM_SHEET, form.identity.lines())
    with new_book(path, book):
        pass
    return form.identity


def _figures(
    path: Path, source: FormSource, unit: str | None, period: ReportingPeriod | None
) -> FormIdentity:
    """Write the form of typed figures, which is nothing without a period."""
    if period is None:
        raise UserError(
            _("Mẫu số liệu phải có kỳ."), remedy=_("Chọn kỳ rồi tạo lại."), code="no_period"
        )
    names = source.directory(period.last_day)
    units = [unit] if unit else [one.code for one in names.communes()]
    return write_figures_form(path, source, units, period)


def write_forms(
    folder: Path,
    source: FormSource,
    register: str,
    units: Sequence[str],
    *,
    period: ReportingPeriod | None = None,
    progress: Progress = no_progress,
) -> list[Path]:
    """Write one blank workbook for each unit into ``folder``; a file of that name is replaced.

    Raises UserError ``cannot_write``, Cancelled from ``progress``; files made before stay.
    """
    names = source.directory(day_of(source, period))
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for number, unit in enumerate(units):
        progress(number, len(units), names.unit_name(unit))
        path = folder / form_name(register, names.unit(unit), period)
        write_form(path, source, register, unit=unit, period=period)
        written.append(path)
    progress(len(units), len(units), "")
    return written


def form_name(register: str, unit: UnitVersion | None, period: ReportingPeriod | None) -> str:
    """Name the file of a form: what it is, for whom, for when."""
    parts = [f"Mẫu {import_target(register).label}"]
    parts += [unit.full_name] if unit else []
    parts += [period.name] if period else []
    return nfc(re.sub(r'[\\/:*?"<>|]+', "-", " - ".join(parts))) + ".xlsx"


def form_fields(
    spec: RegisterSpec, *, unit: bool = False, period: bool = False
) -> tuple[FieldSpec, ...]:
    """Choose what a form asks: the fields of the list and the required ones.

    ``unit``, ``period``: the form itself says it, so no column does. What the office works out or
    numbers itself is not asked, and of private persons nothing that is not required.
    """
    told = {spec.unit_field} if unit else set()
    if period and isinstance(spec.field(spec.date_field).type, Period):
        told.add(spec.date_field)
    own = {spec.codes.field} if spec.codes else set()
    return tuple(
        field
        for field in spec.fields
        if (field.required or (field.in_list and not field.personal))
        and not field.derived
        and field.name not in told | own
    )


def _made(
    source: FormSource, spec: RegisterSpec, unit: str | None, period: ReportingPeriod | None
) -> _Form:
    names, office = (
        source.directory(day_of(source, period)),
        source.office(day_of(source, period)) or {},
    )
    fields = form_fields(spec, unit=unit is not None, period=period is not None)
    columns = tuple(
        FormColumn(_heading(field), field.name, _scale(field), column)
        for column, field in enumerate(fields, start=2)
    )
    identity = FormIdentity(
        id=source.new_id(),
        register=spec.key,
        columns=columns,
        unit=unit if spec.unit_field else None,
        period=period.code if period else None,
        first_day=period.first_day if period else None,
        last_day=period.last_day if period else None,
        office=str(office.get("ma") or ""),
        made_on=source.clock.today(),
    )
    options = {f.name: listed for f in fields if (listed := _options(f, names, period))}
    top = top_lines(source, spec.label, unit=unit, period=period, told=_TOLD)
    return _Form(spec, identity, fields, options, top)


def _heading(field: FieldSpec) -> str:
    label = field.label
    if isinstance(field.type, Money) and "đồng" not in label:
        label += " (đồng)" if field.type.unit_dong == 1 else " (triệu đồng)"
    return f"{label} *" if field.required else label


def _scale(field: FieldSpec) -> int | None:
    return field.type.unit_dong if isinstance(field.type, Money) else None


def _options(
    field: FieldSpec, names: Directory, period: ReportingPeriod | None
) -> Sequence[str] | None:
    kind = field.type
    if isinstance(kind, Choice):
        return [option.label for option in kind.options]
    if isinstance(kind, Unit):
        return [unit.full_name for unit in names.units()]
    if isinstance(kind, Flag):
        return ["x"]
    if isinstance(kind, Period) and period is not None:
        return [period.code]
    return None


def _write_lists(book: Workbook, form: _Form) -> dict[str, str]:
    """Put the options into a hidden sheet; returns the range of each field's list.

    Lists written into the rule itself break at commas and end after 255 characters.
    """
    ranges: dict[str, str] = {}
    if not form.options:
        return ranges
    sheet: Any = book.create_sheet(LIST_SHEET)
    for column, (name, texts) in enumerate(form.options.items(), start=1):
        letter = get_column_letter(column)
        for row, text in enumerate((name, *texts), start=1):
            sheet.cell(row, column, text).data_type = "s"
        ranges[name] = f"'{LIST_SHEET}'!${letter}$2:${letter}${len(texts) + 1}"
    sheet.sheet_state = "veryHidden"
    return ranges


def _write_columns(sheet: Any, form: _Form, ranges: Mapping[str, str]) -> None:
    head = form.header_row
    headings = [(1, ORDER, None), *((c.column, c.heading, c) for c in form.identity.columns)]
    for column, text, _known in headings:
        cell = sheet.cell(head, column, text)
        cell.font, cell.fill, cell.border, cell.alignment = BOLD_LINE, HEADING_FILL, BORDER, CENTRED
    sheet.column_dimensions["A"].width = ORDER_WIDTH
    widths = _widths(form)
    first, last = head + 1, head + FORM_ROWS
    for column, field in enumerate(form.fields, start=2):
        letter = get_column_letter(column)
        sheet.column_dimensions[letter].width = widths[field.name]
        listed = ranges.get(field.name)
        days = form.days if field.name == form.spec.date_field else None
        rule = rule_for(field, listed=listed, days=days)
        if rule is not None:
            rule.add(f"{letter}{first}:{letter}{last}")
            sheet.add_data_validation(rule)
    sheet.row_dimensions[head].height = 15.0 * _heading_lines(sheet, form)
    for row in range(first, last + 1):
        _write_row(sheet, form, row)
    sheet.freeze_panes = sheet.cell(first, 2)


def _widths(form: _Form) -> dict[str, float]:
    widths = {f.name: width(f, form.options.get(f.name, ())) for f in form.fields}
    spare = PAGE_WIDTH - ORDER_WIDTH - sum(widths.values())
    texts = [f.name for f in form.fields if isinstance(f.type, Text | LongText)]
    for name in texts if spare > 0 else ():
        widths[name] += spare / len(texts)
    return widths


def _write_row(sheet: Any, form: _Form, row: int) -> None:
    # A number tells the reader that a line is a row of data, however little else stands in it.
    order = sheet.cell(row, 1, row - form.header_row)
    order.border, order.font, order.alignment, order.protection = BORDER, LINE, CENTRED, OPEN
    for column, field in enumerate(form.fields, start=2):
        cell = sheet.cell(row, column)
        cell.border, cell.font, cell.alignment, cell.protection = BORDER, LINE, WRAPPED, OPEN
        cell.number_format = number_format(field)
    sheet.row_dimensions[row].height = ROW_HEIGHT


def _heading_lines(sheet: Any, form: _Form) -> int:
    """How many lines the longest heading takes at its column's width (bold letters are wide)."""
    lines = [2]
    for column in form.identity.columns:
        room = sheet.column_dimensions[get_column_letter(column.column)].width - 2
        lines.append(_wrapped(column.heading.split(), int(room / 1.15)))
    return min(max(lines), 8)


def _wrapped(words: Iterable[str], room: int) -> int:
    lines, used = 1, 0
    for word in words:
        if used and used + 1 + len(word) > room:
            lines, used = lines + 1, len(word)
        else:
            used += (1 if used else 0) + len(word)
    return lines
