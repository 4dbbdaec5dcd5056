"""What every blank form has in common: whom it asks, the words on top, locking, printing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from openpyxl.styles import Alignment, Font, Protection
from openpyxl.utils import get_column_letter

from danvan_desktop.organisation.periods import Period as ReportingPeriod
from danvan_desktop.organisation.units import Directory
from danvan_desktop.spreadsheets.cells import fit_page

_FACE = "Times New Roman"
LINE, BOLD_LINE = Font(_FACE, 12), Font(_FACE, 12, bold=True)
SMALL, TITLE = Font(_FACE, 10, italic=True), Font(_FACE, 14, bold=True)
OPEN = Protection(locked=False)
ORDER = "TT"
ORDER_WIDTH, ROW_HEIGHT = 6.0, 20.0
PAGE_WIDTH = 122.0
"""Characters that fit across the page; a narrower table gives the rest to its longest texts."""

TopLine = tuple[str, Font]


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


def day_of(source: FormSource, period: ReportingPeriod | None) -> str:
    """The day on which units and office are looked up."""
    return period.last_day if period else str(source.clock.today())


def top_lines(
    source: FormSource,
    label: str,
    *,
    unit: str | None,
    period: ReportingPeriod | None,
    told: str,
) -> tuple[TopLine, ...]:
    """Say over the table whose form it is, for whom, for when, and how to fill it in."""
    day = day_of(source, period)
    office = source.office(day) or {}
    lines = [(str(office.get("ten_day_du") or "").upper(), BOLD_LINE), (label.upper(), TITLE)]
    if unit:
        lines.append((f"Đơn vị: {source.directory(day).unit_name(unit)}", BOLD_LINE))
    if period:
        first, last = (date.fromisoformat(d) for d in (period.first_day, period.last_day))
        days = f"{first.day}/{first.month}/{first.year} đến {last.day}/{last.month}/{last.year}"
        lines.append((f"Kỳ: {period.name} (từ {days})", BOLD_LINE))
    return (*lines, (told, SMALL))


def write_top(sheet: Any, lines: Sequence[TopLine], *, columns: int) -> None:
    """Write the words on top, each over the whole width of the table."""
    for row, (text, font) in enumerate(lines, start=1):
        cell = sheet.cell(row, 1, text)
        cell.font = font
        centred = font is TITLE
        cell.alignment = Alignment(horizontal="center" if centred else "left", vertical="center")
        if columns > 1:
            sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=columns)
        sheet.row_dimensions[row].height = 24.0 if centred else 18.0


def protect(sheet: Any, *, header_row: int, last_row: int, columns: int, rows: bool) -> None:
    """Lock all but the cells to fill in; without a password, so that nobody is locked out.

    ``rows``: rows may be inserted and deleted.
    """
    fit_page(sheet)
    sheet.print_title_rows = f"{header_row}:{header_row}"
    sheet.print_area = f"A1:{get_column_letter(columns)}{last_row}"
    guard = sheet.protection
    guard.sheet = True
    # In the file "False" means that the locked sheet still allows it.
    guard.formatColumns = guard.formatRows = False
    if rows:
        guard.insertRows = guard.deleteRows = guard.sort = guard.autoFilter = False
