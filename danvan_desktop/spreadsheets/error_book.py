"""The workbook of refused rows that goes back to the unit: their own columns, and why.

It can be corrected and imported as it is: titles, headings and group headings stand where the
original had them, the column of reasons is one that an import ignores, and a hidden sheet tells
where the rows first came from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter

from danvan_desktop.errors import Issue, Severity
from danvan_desktop.i18n import _
from danvan_desktop.spreadsheets.cells import (
    BORDER,
    FAULT_FILL,
    cell,
    heading,
    new_book,
    sheet_title,
)
from danvan_desktop.spreadsheets.form_identity import (
    RETURN_SHEET,
    ReturnedSheet,
    return_lines,
    write_hidden,
)
from danvan_desktop.spreadsheets.importer import ImportPlan
from danvan_desktop.spreadsheets.marked_copy import AUTHOR, source_of
from danvan_desktop.spreadsheets.plan import PlannedRow, SheetPlan
from danvan_desktop.spreadsheets.targets import import_target

REASON_HEADING = "Lý do trả lại"
"""Not translated: the workbook speaks the language of the unit that gets it."""

_WIDTHS = {"order": 6.0, "column": 18.0, "reason": 60.0}


def write_error_book(plan: ImportPlan, path: Path) -> int:
    """Write every refused row of a plan; returns how many. UserError when it cannot be saved."""
    taken: set[str] = set()
    names: list[ReturnedSheet] = []
    count = 0
    with new_book(path) as book:
        for sheet in plan.sheets:
            if sheet.rejected and sheet.header and sheet.mapping:
                count += _write_sheet(book, sheet, taken)
                names.append(ReturnedSheet(book.sheetnames[-1], source_of(sheet)))
        if count == 0:
            book.create_sheet(_("Không có dòng lỗi"))
        else:
            write_hidden(book, RETURN_SHEET, return_lines(names))
    return count


def reasons(row: PlannedRow) -> str:
    """Say in words why a row is refused: each fault with its remedy, on a line of its own."""
    faults = [issue for issue in row.issues if issue.severity is Severity.ERROR]
    lines = [" ".join(part for part in (f.message, f.remedy) if part) for f in faults]
    return "\n".join([_("Dòng {row}:").format(row=row.row), *lines])


def _write_sheet(book: Any, plan: SheetPlan, taken: set[str]) -> int:
    header = plan.header
    if header is None:
        return 0
    sheet = book.create_sheet(sheet_title(plan.name, taken))
    columns = sorted(header.columns)
    last = columns[-1] + 1
    for column in range(1, last):
        kind = "order" if column == header.order_column else "column"
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTHS[kind]
    sheet.column_dimensions[get_column_letter(last)].width = _WIDTHS["reason"]
    levels = max(len(path) for path in header.columns.values())
    sheet.freeze_panes = f"A{len(plan.titles) + levels + 1}"
    for line in plan.titles:
        sheet.append([cell(sheet, line)])
    paths = {**header.columns, last: (REASON_HEADING,)}
    for level in range(levels):
        texts = [_heading_at(paths.get(column, ()), level) for column in range(1, last + 1)]
        sheet.append([heading(sheet, text) for text in texts])
    for area in _merged(paths, levels, first_row=len(plan.titles) + 1):
        sheet.merged_cells.add(area)
    group: Mapping[str, str] = {}
    for row in plan.rejected:
        if row.source.group != group:
            group = row.source.group
            for line in _group_lines(plan, group):
                sheet.append([cell(sheet, line)])
        sheet.append(_row(sheet, plan, row, last))
    return len(plan.rejected)


def _heading_at(path: tuple[str, ...], level: int) -> str:
    return path[level] if level < len(path) else ""


def _merged(paths: Mapping[int, tuple[str, ...]], levels: int, *, first_row: int) -> Iterable[str]:
    """The header's merged ranges: a group over its columns, a short path down to the last level."""
    for column, path in paths.items():
        if len(path) < levels:
            yield _area(first_row + len(path) - 1, column, first_row + levels - 1, column)
        for level in range(len(path) - 1):
            upper = path[: level + 1]
            end = column
            while paths.get(end + 1, ())[: level + 1] == upper:
                end += 1
            if end > column and paths.get(column - 1, ())[: level + 1] != upper:
                yield _area(first_row + level, column, first_row + level, end)


def _area(top: int, left: int, bottom: int, right: int) -> str:
    return f"{get_column_letter(left)}{top}:{get_column_letter(right)}{bottom}"


def _group_lines(plan: SheetPlan, group: Mapping[str, str]) -> Iterable[str]:
    spec = import_target(str(plan.register))
    for name, text in group.items():
        yield text if name == spec.unit_field else f"{spec.field(name).label} {text}"


def _row(sheet: Any, plan: SheetPlan, row: PlannedRow, last: int) -> list[Any]:
    faults = _faults_by_column(plan, row)
    made: list[Any] = []
    for column in range(1, last):
        value = cell(sheet, _original(plan, row, column))
        value.border = BORDER
        if column in faults:
            value.fill = FAULT_FILL
            value.comment = Comment(faults[column].message, AUTHOR)
        made.append(value)
    made.append(cell(sheet, reasons(row)))
    return made


def _original(plan: SheetPlan, row: PlannedRow, column: int) -> Any:
    """What the cell held, or what the clerk typed over it."""
    mapping = plan.mapping
    single = next((c for c in mapping.columns if c.column == column), None) if mapping else None
    if single is not None and single.option is None and single.field in row.changed:
        return row.changed[single.field]
    return row.source.cells.get(column)


def _faults_by_column(plan: SheetPlan, row: PlannedRow) -> dict[int, Issue]:
    faults: dict[int, Issue] = {}
    if plan.mapping is None:
        return faults
    for issue in row.issues:
        if issue.severity is Severity.ERROR:
            for column in plan.mapping.columns:
                if column.field == issue.place.field:
                    faults.setdefault(column.column, issue)
    return faults
