"""The blank workbook of typed figures: a line for each indicator, a column for each unit.

A table of a hundred columns is nothing to fill in, so it stands on its side; taken back it is
turned, and then is a table of units like any other (``form_reading``).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openpyxl.utils import get_column_letter

from danvan_desktop.indicators.catalogue import catalogue
from danvan_desktop.organisation.periods import Period
from danvan_desktop.registers import REGISTERS
from danvan_desktop.schema import FieldSpec, Money
from danvan_desktop.spreadsheets.blank_form_rules import number_format, rule_for
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
    FormSource,
    day_of,
    protect,
    top_lines,
    write_top,
)
from danvan_desktop.spreadsheets.targets import FIGURES, figures_form
from danvan_desktop.vietnamese import fold_key

_NAME, _HEADING = "Báo cáo số liệu", "Chỉ tiêu"
_NUMBER_WIDTH = 16.0
_TOLD = (
    "Gõ số vào ô trống; để trống nếu chưa có số liệu, gõ 0 nếu không phát sinh. "
    "Không đổi tên chỉ tiêu."
)


def write_figures_form(
    path: Path, source: FormSource, units: Sequence[str], period: Period
) -> FormIdentity:
    """Write the form of typed figures for units and a period; UserError ``cannot_write``."""
    names = source.directory(day_of(source, period))
    one = units[0] if len(units) == 1 else None
    top = top_lines(source, _NAME, unit=one, period=period, told=_TOLD)
    head = len(top) + 1
    book = own_book()
    sheet: Any = book.active
    sheet.title = sheet_title(_NAME, set())
    write_top(sheet, top, columns=2 + len(units))
    lines = _lines(first=head + 1)
    for column, text in enumerate(
        (ORDER, _HEADING, *(names.unit_name(code) for code in units)), start=1
    ):
        cell = sheet.cell(head, column, text)
        cell.font, cell.fill, cell.border = BOLD_LINE, HEADING_FILL, BORDER
        cell.alignment = CENTRED
    number = 0
    for row, line in lines.items():
        number += isinstance(line, FieldSpec)
        _write_line(sheet, row, line, number, columns=len(units))
    _fit(sheet, head, columns=len(units))
    protect(sheet, header_row=head, last_row=max(lines), columns=2 + len(units), rows=False)
    office = source.office(day_of(source, period)) or {}
    identity = FormIdentity(
        id=source.new_id(),
        register=FIGURES,
        columns=(
            FormColumn(_HEADING, "don_vi", None, head),
            *(
                FormColumn(_label(line), line.name, _scale(line), row)
                for row, line in lines.items()
                if isinstance(line, FieldSpec)
            ),
        ),
        unit=one,
        period=period.code,
        first_day=period.first_day,
        last_day=period.last_day,
        office=str(office.get("ma") or ""),
        made_on=source.clock.today(),
        turned=True,
    )
    write_hidden(book, FORM_SHEET, identity.lines())
    with new_book(path, book):
        pass
    return identity


def _lines(*, first: int) -> dict[int, FieldSpec | str]:
    """List indicators under the names of their families, by row."""
    known = catalogue()
    lines: dict[int, FieldSpec | str] = {}
    family, row = "", first
    for field in figures_form().fields:
        if field.name not in known:
            continue
        if known[field.name].register != family:
            family = known[field.name].register
            lines[row] = REGISTERS[family].label
            row += 1
        lines[row] = field
        row += 1
    return lines


def _label(field: FieldSpec) -> str:
    """Name an indicator with its unit, which has no column of its own."""
    unit = catalogue()[field.name].unit
    if isinstance(field.type, Money):
        unit = "đồng" if field.type.unit_dong == 1 else "triệu đồng"
    return (
        field.label
        if not unit or fold_key(unit) in fold_key(field.label)
        else (f"{field.label} ({unit})")
    )


def _scale(field: FieldSpec) -> int | None:
    return field.type.unit_dong if isinstance(field.type, Money) else None


def _write_line(sheet: Any, row: int, line: FieldSpec | str, number: int, *, columns: int) -> None:
    order, name = sheet.cell(row, 1), sheet.cell(row, 2)
    order.border = name.border = BORDER
    order.alignment, name.alignment = CENTRED, WRAPPED
    if isinstance(line, str):
        name.value, name.font = line, BOLD_LINE
        for column in range(3, 3 + columns):
            sheet.cell(row, column).border = BORDER
        return
    order.value, order.font = number, LINE
    name.value, name.font = _label(line), LINE
    rule = rule_for(line, listed=None, days=None)
    if rule is not None:
        last = get_column_letter(2 + columns)
        rule.add(f"C{row}:{last}{row}")
        sheet.add_data_validation(rule)
    for column in range(3, 3 + columns):
        cell = sheet.cell(row, column)
        cell.border, cell.font, cell.protection = BORDER, LINE, OPEN
        cell.number_format = number_format(line)


def _fit(sheet: Any, head: int, *, columns: int) -> None:
    sheet.column_dimensions["A"].width = ORDER_WIDTH
    room = PAGE_WIDTH - ORDER_WIDTH - columns * _NUMBER_WIDTH
    sheet.column_dimensions["B"].width = max(48.0, min(room, 84.0))
    for column in range(3, 3 + columns):
        sheet.column_dimensions[get_column_letter(column)].width = _NUMBER_WIDTH
    sheet.row_dimensions[head].height = 34.0
    sheet.freeze_panes = sheet.cell(head + 1, 3)
