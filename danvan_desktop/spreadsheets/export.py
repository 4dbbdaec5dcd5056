"""A list as a workbook: real numbers and dates, a frozen header, filters, text that stays text.

The headings are the fields' own labels, so that an exported list can be imported again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl.utils import get_column_letter

from danvan_desktop.errors import Progress, no_progress
from danvan_desktop.i18n import _
from danvan_desktop.schema import (
    Choice,
    Date,
    FieldSpec,
    Integer,
    LongText,
    Number,
    Period,
    ReadingContext,
    RegisterSpec,
    Text,
    Unit,
    Value,
    Values,
    period_name,
)
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

_PIXELS_PER_CHARACTER = 7
_NARROWEST, _WIDEST = 8.0, 60.0
_REPORT_EVERY = 500


def export_list(
    path: Path,
    spec: RegisterSpec,
    records: Iterable[Values],
    *,
    units: ReadingContext,
    fields: Sequence[str] | None = None,
    personal: bool = False,
    total: int = 0,
    progress: Progress = no_progress,
) -> int:
    """Write records (values by field) to ``path``; returns how many.

    ``fields`` are the columns in their order (default: those that the list shows); fields about
    private persons are left out of them unless ``personal``. Raises UserError when the file
    cannot be written, Cancelled from ``progress``.
    """
    shown = exported_fields(spec, fields, personal=personal)
    count = 0
    with new_book(path) as book:
        sheet: Any = book.create_sheet(sheet_title(_(spec.label), set()))
        for number, field in enumerate(shown, start=1):
            sheet.column_dimensions[get_column_letter(number)].width = _width(field)
        sheet.freeze_panes = "A2"
        fit_page(sheet)
        sheet.oddHeader.center.text = _(spec.label).replace("&", "&&")
        widths = [_width(field) for field in shown]
        narrow = [width * BOLD for width in widths]
        append_row(sheet, 1, [heading(sheet, _(field.label)) for field in shown], narrow)
        for count, values in enumerate(records, start=1):
            cells = [_cell(sheet, field, values.get(field.name), units) for field in shown]
            append_row(sheet, count + 1, cells, widths)
            if count % _REPORT_EVERY == 0:
                progress(count, total, _(spec.label))
        print_ready(sheet, header_row=1, columns=len(shown), last_row=count + 1)
    return count


def exported_fields(
    spec: RegisterSpec, names: Sequence[str] | None = None, *, personal: bool = False
) -> list[FieldSpec]:
    """Choose the columns of an export: those named, else those of the list.

    Where only personal fields are left the title stands alone: a list has at least one column.
    """
    listed = [field for field in spec.fields if field.in_list]
    chosen = [spec.field(name) for name in names] if names is not None else listed
    kept = [field for field in chosen if personal or not field.personal]
    return kept or [spec.field(spec.title_field)]


def _width(field: FieldSpec) -> float:
    """Give a column's width in characters; choices and units stand with their full names."""
    if isinstance(field.type, Choice):
        longest = max(len(_(option.label)) for option in field.type.options)
        return min(max(longest + 2.0, 11.0), 26.0)
    if isinstance(field.type, Unit):
        return 24.0
    if isinstance(field.type, Text | LongText):
        wanted = (field.width or 200) / _PIXELS_PER_CHARACTER
    else:
        wanted = max((field.width or 80) / _PIXELS_PER_CHARACTER, 12.0)
    return min(max(wanted, _NARROWEST), _WIDEST)


def _cell(sheet: Any, field: FieldSpec, value: Value, units: ReadingContext) -> Any:
    shown, number_format = _shown(field, value, units)
    return cell(sheet, shown, number_format)


def _shown(
    field: FieldSpec, value: Value, units: ReadingContext
) -> tuple[CellValue | None, str | None]:
    """What Excel gets: a number or a day where it is one, else the words of the list."""
    kind = field.type
    if value is None:
        return None, None
    if isinstance(kind, Number):
        amount = kind.shown(int(value))
        whole = amount == amount.to_integral_value()
        form = COUNT_FORMAT if isinstance(kind, Integer) else AMOUNT_FORMAT
        return (int(amount) if whole else float(amount)), form
    if isinstance(kind, Date):
        text = str(value)
        return (int(text), "0") if len(text) == 4 else (date.fromisoformat(text), DATE_FORMAT)
    if isinstance(kind, Period):
        return period_name(str(value)), None
    return kind.format(value, units), None
