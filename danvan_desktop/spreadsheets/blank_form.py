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
from typing import Any, Protocol

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, Protection
from openpyxl.utils import get_column_letter

from danvan_desktop.errors import Progress, no_progress
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
    fit_page,
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
from danvan_desktop.spreadsheets.targets import import_target
from danvan_desktop.vietnamese import nfc

FORM_ROWS = 100
"""Rows made ready for filling in; a commune that needs more inserts them."""

_FACE = "Times New Roman"
_LINE, _BOLD, _SMALL = Font(_FACE, 12), Font(_FACE, 12, bold=True), Font(_FACE, 10, italic=True)
_TITLE = Font(_FACE, 14, bold=True)
_OPEN = Protection(locked=False)
_ORDER_WIDTH, _HEIGHT = 6.0, 20.0
_PAGE_WIDTH = 122.0
"""Characters that fit across the page; a narrower table gives the rest to its longest texts."""


class FormSource(Protocol):
    """What making forms asks of the office's books."""

    def directory(self, on: str | None = None) -> Directory:
        """Give the units valid on a day."""

    def office(self, on: str | None = None) -> Mapping[str, Any] | None:
        """Give the office's profile."""

    def new_id(self) -> str:
        """Make an id."""

    @property
    def clock(self) -> Any:
        """Where the time comes from."""


@dataclass(frozen=True, slots=True)
class _Form:
    """A form under way: its identity, fields, options by field, and the words on top."""

    spec: RegisterSpec
    identity: FormIdentity
    fields: tuple[FieldSpec, ...]
    options: Mapping[str, Sequence[str]]
    top: tuple[tuple[str, Font], ...]

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
    form = _made(source, import_target(register), unit, period)
    book = own_book()
    sheet: Any = book.active
    sheet.title = sheet_title(form.spec.label, set())
    ranges = _write_lists(book, form)
    _write_top(sheet, form)
    _write_columns(sheet, form, ranges)
    _protect(sheet, form)
    write_hidden(book, FORM_SHEET, form.identity.lines())
    with new_book(path, book):
        pass
    return form.identity


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
    names = source.directory(_day(source, period))
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
        source.directory(_day(source, period)),
        source.office(_day(source, period)) or {},
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
    return _Form(spec, identity, fields, options, _top(spec, office, names, unit, period))


def _day(source: FormSource, period: ReportingPeriod | None) -> str:
    """The day on which units and office are looked up."""
    return period.last_day if period else str(source.clock.today())


def _top(
    spec: RegisterSpec,
    office: Mapping[str, Any],
    names: Directory,
    unit: str | None,
    period: ReportingPeriod | None,
) -> tuple[tuple[str, Font], ...]:
    lines = [(str(office.get("ten_day_du") or "").upper(), _BOLD), (spec.label.upper(), _TITLE)]
    if unit:
        lines.append((f"Đơn vị: {names.unit_name(unit)}", _BOLD))
    if period:
        first, last = (date.fromisoformat(d) for d in (period.first_day, period.last_day))
        days = f"{first.day}/{first.month}/{first.year} đến {last.day}/{last.month}/{last.year}"
        lines.append((f"Kỳ: {period.name} (từ {days})", _BOLD))
    told = "Mỗi việc một dòng. Cột có dấu * là bắt buộc. Chọn vào ô để xem cách ghi."
    return (*lines, (f"{told} Thiếu dòng thì chèn thêm dòng; không đổi tiêu đề cột.", _SMALL))


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


def _write_top(sheet: Any, form: _Form) -> None:
    last = len(form.fields) + 1
    for row, (text, font) in enumerate(form.top, start=1):
        cell = sheet.cell(row, 1, text)
        cell.font = font
        centred = font is _TITLE
        cell.alignment = Alignment(horizontal="center" if centred else "left", vertical="center")
        if last > 1:
            sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=last)
        sheet.row_dimensions[row].height = 24.0 if centred else 18.0


def _write_columns(sheet: Any, form: _Form, ranges: Mapping[str, str]) -> None:
    head = form.header_row
    headings = [(1, "TT", None), *((c.column, c.heading, c) for c in form.identity.columns)]
    for column, text, _known in headings:
        cell = sheet.cell(head, column, text)
        cell.font, cell.fill, cell.border, cell.alignment = _BOLD, HEADING_FILL, BORDER, CENTRED
    sheet.column_dimensions["A"].width = _ORDER_WIDTH
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
    spare = _PAGE_WIDTH - _ORDER_WIDTH - sum(widths.values())
    texts = [f.name for f in form.fields if isinstance(f.type, Text | LongText)]
    for name in texts if spare > 0 else ():
        widths[name] += spare / len(texts)
    return widths


def _write_row(sheet: Any, form: _Form, row: int) -> None:
    # A number tells the reader that a line is a row of data, however little else stands in it.
    order = sheet.cell(row, 1, row - form.header_row)
    order.border, order.font, order.alignment, order.protection = BORDER, _LINE, CENTRED, _OPEN
    for column, field in enumerate(form.fields, start=2):
        cell = sheet.cell(row, column)
        cell.border, cell.font, cell.alignment, cell.protection = BORDER, _LINE, WRAPPED, _OPEN
        cell.number_format = number_format(field)
    sheet.row_dimensions[row].height = _HEIGHT


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


def _protect(sheet: Any, form: _Form) -> None:
    """Lock all but the rows to fill in; without a password, so that nobody is locked out."""
    head, last = form.header_row, form.header_row + FORM_ROWS
    fit_page(sheet)
    sheet.print_title_rows = f"{head}:{head}"
    sheet.print_area = f"A1:{get_column_letter(len(form.fields) + 1)}{last}"
    guard = sheet.protection
    guard.sheet = True
    # In the file "False" means that the locked sheet still allows it.
    guard.formatColumns = guard.formatRows = guard.insertRows = guard.deleteRows = False
    guard.sort = guard.autoFilter = False
