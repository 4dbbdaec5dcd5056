"""Write cells that are safe to open: text stays text, control characters go."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils.exceptions import WorkbookAlreadySaved

from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _
from danvan_desktop.spreadsheets.model import CellValue

DATE_FORMAT = "dd/mm/yyyy"
COUNT_FORMAT = "#,##0"
AMOUNT_FORMAT = "#,##0.###"
LONGEST_TEXT = 32_767
"""What Excel holds in one cell."""

_LINE = Side(style="thin", color="999999")
BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
HEADING_FONT = Font(bold=True)
HEADING_FILL = PatternFill("solid", fgColor="E8EEF4")
FAULT_FILL = PatternFill("solid", fgColor="FBE3E1")
WRAPPED = Alignment(wrap_text=True, vertical="top")
CENTRED = Alignment(wrap_text=True, vertical="center", horizontal="center")


def cell(sheet: Any, value: CellValue | None, number_format: str | None = None) -> Any:
    """Make a cell: a text that begins with = + - @ is never taken for a formula."""
    made = WriteOnlyCell(sheet)
    if isinstance(value, str):
        made.value = ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST_TEXT]
        made.data_type = "s"
    else:
        made.value = value
        if isinstance(value, date) and number_format is None:
            number_format = DATE_FORMAT
    if number_format is not None:
        made.number_format = number_format
    made.alignment = WRAPPED
    return made


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


def sheet_title(wanted: str, taken: set[str]) -> str:
    """Make a name that Excel accepts and the workbook does not have yet."""
    allowed = "".join(" " if char in "[]:*?/\\" else char for char in wanted).strip("' ") or "Trang"
    name, number = allowed[:31], 2
    while name.casefold() in taken:
        tail = f" ({number})"
        name, number = allowed[: 31 - len(tail)] + tail, number + 1
    taken.add(name.casefold())
    return name


@contextmanager
def new_book(path: Path) -> Iterator[Workbook]:
    """Give an empty workbook to fill row by row; afterwards the file stands whole under ``path``.

    UserError ``cannot_write`` when it cannot be saved; nothing is left behind then.
    """
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        with temporary.open("wb") as stream:
            book = Workbook(write_only=True)
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
        with suppress(OSError, ValueError, WorkbookAlreadySaved):
            sheet.close()
        with suppress(OSError, AttributeError):
            sheet._writer.cleanup()  # type: ignore[attr-defined]
