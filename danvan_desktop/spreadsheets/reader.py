"""Read a checked workbook into plain cells; the only place that parses one with openpyxl.

openpyxl's own read-only rows trust the sheet's stated dimensions (a sheet of two cells may claim
XFD1048576) and give no merged ranges, so its parser of single rows is driven directly.
"""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._reader import WorkSheetParser
from openpyxl.xml.constants import SHEET_MAIN_NS

from danvan_desktop.errors import Progress, no_progress
from danvan_desktop.spreadsheets.model import Area, CellValue, FileFacts, Run, Sheet
from danvan_desktop.spreadsheets.safety import damaged
from danvan_desktop.vietnamese import encoding_of_font, nfc

_ROW = f"{{{SHEET_MAIN_NS}}}row"
_CELL = f"{{{SHEET_MAIN_NS}}}c"
_FORMULA = f"{{{SHEET_MAIN_NS}}}f"
_VALUE = f"{{{SHEET_MAIN_NS}}}v"
_MERGE = f"{{{SHEET_MAIN_NS}}}mergeCell"
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_MAX_AREAS = 100_000
_REPORT_EVERY = 2_000

_BROKEN = (
    ArithmeticError,
    AttributeError,
    ElementTree.ParseError,
    EOFError,
    InvalidFileException,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
)
"""What openpyxl raises, unwrapped, when a workbook's parts contradict each other."""


def read_workbook(
    path: Path, facts: FileFacts, progress: Progress = no_progress
) -> tuple[Sheet, ...]:
    """Read every sheet of a file that ``check_file`` let pass; UserError ``damaged``."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns about parts that we do not need
            book = load_workbook(
                path, read_only=True, data_only=True, keep_links=False, rich_text=facts.rich_text
            )
            try:
                step = _counting(progress, facts)
                return tuple(_read_sheet(book, sheet, facts, step) for sheet in book.worksheets)
            finally:
                book.close()
    except _BROKEN as error:
        raise damaged(path) from error


def _counting(progress: Progress, facts: FileFacts) -> Callable[[int], None]:
    done = 0

    def step(cells: int) -> None:
        nonlocal done
        done += cells
        progress(min(done, facts.cells), facts.cells, facts.name)

    return step


def _read_sheet(book: Any, sheet: Any, facts: FileFacts, step: Callable[[int], None]) -> Sheet:
    fonts = _legacy_fonts(book)
    rows: dict[int, dict[int, CellValue]] = {}
    legacy: dict[tuple[int, int], tuple[Run, ...]] = {}
    with sheet._get_source() as source:
        parser = _RowParser(
            source,
            sheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
            rich_text=facts.rich_text,
        )
        for row, cells in parser.rows(step):
            filled: dict[int, CellValue] = {}
            for column, value, style in cells:
                font = fonts.get(style)
                if isinstance(value, CellRichText):
                    runs = _runs(value, font)
                    value = "".join(text for text, _font in runs)
                    if any(encoding_of_font(name) for _text, name in runs):
                        legacy[row, column] = runs
                elif font is not None and isinstance(value, str):
                    legacy[row, column] = ((value, font),)
                if value != "":
                    filled[column] = value
            if filled:
                rows[row] = filled
    return Sheet(
        name=nfc(sheet.title),
        rows=rows,
        hidden=sheet.sheet_state != "visible",
        areas=tuple(parser.areas),
        legacy=legacy,
        unsolved=frozenset(parser.unsolved),
    )


def _legacy_fonts(book: Any) -> dict[int, str]:
    """The legacy font of each cell style that has one."""
    names = [str(font.name or "") for font in book._fonts]
    old = {number: name for number, name in enumerate(names) if encoding_of_font(name)}
    styles = enumerate(book._cell_styles)
    return {number: old[style.fontId] for number, style in styles if style.fontId in old}


def _runs(text: CellRichText, font: str | None) -> tuple[Run, ...]:
    return tuple(
        (str(part.text or ""), str(part.font.rFont or font or ""))
        if isinstance(part, TextBlock)
        else (str(part), font)
        for part in text
    )


class _RowParser(WorkSheetParser):
    """Yields filled cells row by row, without trusting dimensions and without other elements."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.areas: list[Area] = []
        self.unsolved: set[tuple[int, int]] = set()

    def rows(self, step: Callable[[int], None]) -> Iterator[tuple[int, list[tuple[int, Any, int]]]]:
        """Yield (row, [(column, value, style)]); ``check_file`` has ruled entities out."""
        waiting = 0
        for _event, element in ElementTree.iterparse(self.source):
            if element.tag == _ROW:
                found = self._row(element)
                element.clear()
                waiting += len(found[1])
                if waiting >= _REPORT_EVERY:
                    step(waiting)
                    waiting = 0
                yield found
            elif element.tag == _MERGE and len(self.areas) < _MAX_AREAS:
                self._merge(element.get("ref") or "")
                element.clear()
        step(waiting)

    def _row(self, element: Any) -> tuple[int, list[tuple[int, Any, int]]]:
        number = element.get("r")
        self.row_counter = int(number) if number else self.row_counter + 1
        self.col_counter = 0
        if not 1 <= self.row_counter <= _LAST_ROW:
            raise ValueError("row outside the sheet")
        cells = []
        for child in element:
            if child.tag != _CELL:
                continue
            cell = self.parse_cell(child)
            column, value = cell["column"], cell["value"]
            if value is None:
                if child.find(_FORMULA) is not None and child.find(_VALUE) is None:
                    self.unsolved.add((self.row_counter, column))
                continue
            if not 1 <= column <= _LAST_COLUMN:
                raise ValueError("column outside the sheet")
            cells.append((column, value, int(cell["style_id"])))
        return self.row_counter, cells

    def _merge(self, reference: str) -> None:
        left, top, right, bottom = range_boundaries(reference)
        if None not in (left, top, right, bottom):
            self.areas.append(Area(int(top), int(left), int(bottom), int(right)))  # type: ignore[arg-type]
