"""Write cells that are safe to open and sheets that are ready to print.

Text stays text, also after somebody has typed over it; control characters go.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from copy import copy
from datetime import date
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import WorkbookAlreadySaved
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties

from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _
from danvan_desktop.spreadsheets.model import CellValue

DATE_FORMAT = "dd/mm/yyyy"
COUNT_FORMAT = "#,##0"
AMOUNT_FORMAT = "#,##0.###"
LINE_HEIGHT = 15.0
"""Height of a line of text in points."""

BOLD = 0.8
"""Share of a column's width that bold letters leave to count with."""

MOST_LINES, WIDE_LETTERS = 12, 1.08
"""A row grows by so many lines at most; Vietnamese letters are a little wider than digits."""

LONGEST_TEXT = 32_767
"""What Excel holds in one cell."""

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for a formula when a text that begins so is typed into a cell."""

_LINE = Side(style="thin", color="999999")
_STYLES: WeakKeyDictionary[Workbook, dict[tuple[str | None, bool], Any]] = WeakKeyDictionary()

_A4 = 9
"""The number of the paper size in the file format."""

BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
HEADING_FONT = Font(bold=True)
HEADING_FILL = PatternFill("solid", fgColor="E8EEF4")
FAULT_FILL = PatternFill("solid", fgColor="FBE3E1")
WRAPPED = Alignment(wrap_text=True, vertical="top")
CENTRED = Alignment(wrap_text=True, vertical="center", horizontal="center")


def cell(sheet: Any, value: CellValue | None, number_format: str | None = None) -> Any:
    """Make a cell: a text that begins with = + - @ is never taken for a formula."""
    made: Any = WriteOnlyCell(sheet)
    quoted = False
    if isinstance(value, str):
        made.value = ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST_TEXT]
        made.data_type = "s"
        # Without the mark the text becomes a formula as soon as somebody edits the cell.
        quoted = value.startswith(_FORMULA_STARTS)
    else:
        made.value = value
        if isinstance(value, date) and number_format is None:
            number_format = DATE_FORMAT
    made._style = copy(_style(sheet, number_format, quoted=quoted))
    return made


def _style(sheet: Any, number_format: str | None, *, quoted: bool) -> Any:
    """Give the look of a cell, worked out once for each workbook: it takes longer than writing."""
    styles = _STYLES.setdefault(sheet.parent, {})
    key = (number_format, quoted)
    if key not in styles:
        model: Any = WriteOnlyCell(sheet)
        model.quotePrefix = quoted
        if number_format is not None:
            model.number_format = number_format
        model.alignment = WRAPPED
        styles[key] = model._style
    return styles[key]


def heading(sheet: Any, text: str) -> Any:
    """Make a cell of a header."""
    made = cell(sheet, text)
    made.font, made.fill, made.border, made.alignment = (
        HEADING_FONT,
        HEADING_FILL,
        BORDER,
        CENTRED,
    )
    return made


def fit_page(sheet: Any) -> None:
    """Print on A4 across, as wide as the page; to be called before the first row is written."""
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.page_margins = PageMargins(
        left=0.5, right=0.4, top=0.6, bottom=0.6, header=0.3, footer=0.3
    )
    sheet.oddFooter.center.text = "&P/&N"


def append_row(sheet: Any, row: int, cells: Sequence[Any], widths: Sequence[float]) -> None:
    """Append a row as high as its longest text needs at these widths, in characters.

    Not every program fits the height of a wrapped text by itself when it opens a file.
    """
    lines = max(
        (_lines(made.value, width) for made, width in zip(cells, widths, strict=False)), default=1
    )
    if lines > 1:
        sheet.row_dimensions[row].height = LINE_HEIGHT * min(lines, MOST_LINES) + 2
    sheet.append(cells)
    if lines > 1:
        del sheet.row_dimensions[row]  # it is written; a long list must not keep them all


def _lines(value: object, width: float) -> int:
    if not isinstance(value, str) or len(value) <= width:
        return 1
    room = max(width - 1, 4.0)
    return sum(1 + int(len(part) * WIDE_LETTERS / room) for part in value.split("\n"))


def print_ready(sheet: Any, *, header_row: int, columns: int, last_row: int) -> None:
    """Repeat the header on every page, print what is filled, and offer filters under the header."""
    right = get_column_letter(columns)
    sheet.print_title_rows = f"{header_row}:{header_row}"
    sheet.print_area = f"A1:{right}{max(last_row, header_row)}"
    sheet.auto_filter.ref = f"A{header_row}:{right}{max(last_row, header_row)}"


def sheet_title(wanted: str, taken: set[str]) -> str:
    """Make a name that Excel accepts and the workbook does not have yet."""
    allowed = "".join(" " if char in "[]:*?/\\" else char for char in wanted).strip("' ") or "Trang"
    name, number = allowed[:31], 2
    while name.casefold() in taken:
        tail = f" ({number})"
        name, number = allowed[: 31 - len(tail)] + tail, number + 1
    taken.add(name.casefold())
    return name


def own_book(*, write_only: bool = False) -> Workbook:
    """Make an empty workbook that names the program as its maker."""
    book = Workbook(write_only=write_only)
    book.properties.creator = "Dân Vận Desktop"
    return book


@contextmanager
def new_book(path: Path, book: Workbook | None = None) -> Iterator[Workbook]:
    """Give an empty workbook to fill row by row; afterwards the file stands whole under ``path``.

    ``book`` is a workbook that is already there. UserError ``cannot_write`` when it cannot be
    saved; nothing is left behind then.
    """
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        with temporary.open("wb") as stream:
            book = book or own_book(write_only=True)
            try:
                yield book
                book.save(stream)
            except BaseException:
                _give_up(book)
                raise
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    except OSError as error:
        raise UserError(
            _("Không ghi được tệp {name}.").format(name=path.name),
            safe=_("Số liệu trong chương trình không thay đổi."),
            remedy=_("Đóng tệp nếu đang mở bằng Excel, hoặc chọn chỗ khác để lưu."),
            code="cannot_write",
        ) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _give_up(book: Workbook) -> None:
    """Close the sheets' streams and remove their temporary files."""
    for sheet in book.worksheets:
        with suppress(AttributeError, OSError, ValueError, WorkbookAlreadySaved):
            sheet.close()
        with suppress(AttributeError, OSError):
            sheet._writer.cleanup()  # type: ignore[attr-defined]
