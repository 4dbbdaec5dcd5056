"""Any table as a workbook: title, header that repeats, real numbers and days, filters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from danvan_desktop.errors import Progress, no_progress
from danvan_desktop.spreadsheets.cells import (
    AMOUNT_FORMAT,
    BOLD,
    COUNT_FORMAT,
    DATE_FORMAT,
    append_row,
    cell,
    fit_page,
    heading,
    new_book,
    print_ready,
    sheet_title,
)
from danvan_desktop.spreadsheets.model import CellValue

TableValue = CellValue | Decimal | None
"""What a cell of a table may hold; None is an empty cell."""

_TITLE_FONT = Font(bold=True, size=14)
_GROUP_FONT = Font(bold=True)
_TITLE_HEIGHT = 22.0
_ONE_LINE = Alignment(vertical="top")
_REPORT_EVERY = 500


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column: heading, width in characters, number format where the usual one does not fit."""

    heading: str
    width: float = 14.0
    number_format: str | None = None


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A line over the rows that follow."""

    text: str


def write_table(
    path: Path,
    title: str,
    columns: Sequence[TableColumn],
    rows: Iterable[Sequence[TableValue] | GroupRow],
    *,
    subtitle: str = "",
    total: int = 0,
    progress: Progress = no_progress,
) -> int:
    """Write a table to ``path``; returns how many rows.

    Raises UserError when the file cannot be written, Cancelled from ``progress``.
    """
    count = 0
    above = [title, *([subtitle] if subtitle else [])]
    header_row = len(above) + 1
    with new_book(path) as book:
        sheet: Any = book.create_sheet(sheet_title(title, set()))
        for number, column in enumerate(columns, start=1):
            sheet.column_dimensions[get_column_letter(number)].width = column.width
        sheet.freeze_panes = f"A{header_row + 1}"
        fit_page(sheet)
        for number, text in enumerate(above):
            line = cell(sheet, text)
            line.alignment = _ONE_LINE
            if number == 0:
                line.font = _TITLE_FONT
                sheet.row_dimensions[1].height = _TITLE_HEIGHT
            sheet.append([line])
        widths = [column.width for column in columns]
        heads = [heading(sheet, column.heading) for column in columns]
        append_row(sheet, header_row, heads, [width * BOLD for width in widths])
        for count, row in enumerate(rows, start=1):
            cells = _cells(sheet, columns, row)
            append_row(sheet, header_row + count, cells, widths if len(cells) > 1 else ())
            if count % _REPORT_EVERY == 0:
                progress(count, total, title)
        print_ready(sheet, header_row=header_row, columns=len(columns), last_row=header_row + count)
    return count


def _cells(
    sheet: Any, columns: Sequence[TableColumn], row: Sequence[TableValue] | GroupRow
) -> list[Any]:
    if isinstance(row, GroupRow):
        line = cell(sheet, row.text)
        line.font = _GROUP_FONT
        line.alignment = _ONE_LINE
        return [line]
    return [
        _cell(sheet, value, column.number_format)
        for value, column in zip(row, columns, strict=True)
    ]


def _cell(sheet: Any, value: TableValue, wanted: str | None) -> Any:
    if isinstance(value, Decimal):
        value = int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, bool):
        return cell(sheet, "x" if value else "")
    form = wanted
    if form is None and isinstance(value, int):
        form = COUNT_FORMAT
    elif form is None and isinstance(value, float):
        form = AMOUNT_FORMAT
    elif form is None and isinstance(value, date):
        form = DATE_FORMAT
    return cell(sheet, value, form)
