"""The unit's own workbook sent back: wrong cells coloured, each with a note saying what to do.

Everything else stays as the unit made it, formulas and layout included. A hidden sheet tells what
the rows were known by, so that the corrected file brings in only what was missing, whatever it is
called then.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from danvan_desktop.errors import Issue, Progress, Severity, UserError, no_progress
from danvan_desktop.i18n import _
from danvan_desktop.spreadsheets.cells import FAULT_FILL, new_book
from danvan_desktop.spreadsheets.form_identity import (
    RETURN_SHEET,
    ReturnedSheet,
    return_lines,
    write_hidden,
)
from danvan_desktop.spreadsheets.plan import FilePlan, PlannedRow, SheetPlan
from danvan_desktop.spreadsheets.safety import check_file, damaged
from danvan_desktop.vietnamese import fold_key, nfc

AUTHOR = "Dân Vận Desktop"
"""Whose notes are taken away again when a corrected file is marked anew."""

MOST_BYTES = 8_000_000
"""Larger workbooks take too much memory to be written anew; their rows go back by themselves."""

_NO_FILL = PatternFill()
_NOTE_WIDTH, _LINE_HEIGHT, _LINE_LETTERS = 320, 18, 46


def write_marked_copies(
    files: Iterable[tuple[Path, FilePlan]], folder: Path, *, progress: Progress = no_progress
) -> list[Path]:
    """Write a marked copy of every file that has refused rows into ``folder``.

    Raises UserError when a file is gone or cannot be written, Cancelled from ``progress``.
    """
    wanted = [(path, plan) for path, plan in files if any(s.rejected for s in plan.sheets)]
    written = []
    for number, (path, plan) in enumerate(wanted):
        progress(number, len(wanted), plan.name)
        target = folder / copy_name(path)
        mark_workbook(path, plan, target)
        written.append(target)
    progress(len(wanted), len(wanted), "")
    return written


def copy_name(path: Path) -> str:
    """Name the copy; macros are not kept, so it is always a plain workbook."""
    stem = nfc(path.stem)
    tail = _(" (cần sửa)")
    return f"{stem.removesuffix(tail)}{tail}.xlsx"


def mark_workbook(source: Path, plan: FilePlan, target: Path) -> int:
    """Write ``source`` to ``target`` with every wrong cell marked; returns how many cells.

    UserError: the file changed or is too large, or ``target`` cannot be written.
    """
    facts = check_file(source)
    if facts.sha256 != plan.sha256:
        raise UserError(
            _("Tệp {name} đã thay đổi sau khi kiểm tra.").format(name=plan.name),
            remedy=_("Nhấn F5 để kiểm tra lại rồi ghi bản đánh dấu."),
            code="changed_meanwhile",
        )
    if facts.size > MOST_BYTES:
        raise UserError(
            _("Tệp {name} quá lớn để đánh dấu từng ô.").format(name=plan.name),
            remedy=_("Dùng cách xuất riêng các dòng lỗi."),
            code="too_big",
        )
    try:
        book = load_workbook(source, rich_text=True)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise damaged(source) from error
    pages = {nfc(sheet.title): sheet for sheet in book.worksheets}
    for page in pages.values():
        _unmark(page)
    count = sum(_mark_sheet(pages[s.name], s) for s in plan.sheets if s.name in pages)
    _note_sources(book, plan)
    with new_book(target, book):
        pass
    return count


def sources_of(sheets: Iterable[SheetPlan]) -> list[ReturnedSheet]:
    """Tell for each sheet what its rows are known by."""
    return [ReturnedSheet(s.name, source_of(s)) for s in {s.name: s for s in sheets}.values()]


def source_of(sheet: SheetPlan) -> tuple[str, ...]:
    """Tell what the rows of a sheet are known by: file and sheet, as they were called first."""
    return sheet.source or (fold_key(sheet.file), fold_key(sheet.name))


def _note_sources(book: Any, plan: FilePlan) -> None:
    if RETURN_SHEET in book.sheetnames:
        del book[RETURN_SHEET]
    write_hidden(book, RETURN_SHEET, return_lines(sources_of(plan.sheets)))


def _unmark(page: Any) -> None:
    """Take away what an earlier return marked."""
    for cell in [cell for line in page.iter_rows() for cell in line if cell.comment is not None]:
        if cell.comment.author == AUTHOR:
            cell.comment = None
            cell.fill = _NO_FILL


def _mark_sheet(page: Any, sheet: SheetPlan) -> int:
    marked = 0
    for row in sheet.rejected:
        for column, issues in _faults(sheet, row):
            turned = sheet.turned
            cell = _visible(page, *((column, row.row) if turned else (row.row, column)))
            cell.fill = FAULT_FILL
            cell.comment = _note(issues, before=cell.comment)
            marked += 1
    return marked


def _faults(sheet: SheetPlan, row: PlannedRow) -> Iterator[tuple[int, list[Issue]]]:
    """List the wrong columns of a row with what is wrong; what has no column marks the first."""
    columns = sheet.mapping.columns if sheet.mapping else ()
    first = min((column.column for column in columns), default=1)
    found: dict[int, list[Issue]] = {}
    for issue in row.issues:
        if issue.severity is Severity.ERROR:
            own = [c.column for c in columns if c.field == issue.place.field] or [first]
            for column in own:
                found.setdefault(column, []).append(issue)
    yield from found.items()


def _visible(page: Any, row: int, column: int) -> Any:
    """Give a cell, or the one that shows for it where cells are merged."""
    cell = page.cell(row, column)
    if not isinstance(cell, MergedCell):
        return cell
    area = next(a for a in page.merged_cells.ranges if cell.coordinate in a)
    return page.cell(area.min_row, area.min_col)


def _note(issues: Sequence[Issue], *, before: Comment | None) -> Comment:
    texts = [before.text] if before is not None else []
    texts += [" ".join(part for part in (i.message, i.remedy) if part) for i in issues]
    text = "\n".join(dict.fromkeys(texts))
    note = Comment(text, AUTHOR)
    lines = sum(1 + len(line) // _LINE_LETTERS for line in text.split("\n"))
    note.width, note.height = _NOTE_WIDTH, _LINE_HEIGHT * (lines + 1)
    return note
