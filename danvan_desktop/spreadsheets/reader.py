"""Read a checked workbook into plain cells; the only place that parses one.

openpyxl opens the package and knows sheets, styles and dates. Rows and strings are parsed here:
openpyxl's read-only rows trust the sheet's stated dimensions (a sheet of two cells may claim
XFD1048576), give no merged ranges and take more than twice the time.
"""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any
from xml.etree import ElementTree

from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils.cell import (
    column_index_from_string as _column,
    get_column_letter,
    range_boundaries,
)
from openpyxl.utils.datetime import from_excel, from_ISO8601
from openpyxl.utils.escape import unescape
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS

from danvan_desktop.errors import Progress, no_progress
from danvan_desktop.secrecy import may_declare
from danvan_desktop.spreadsheets.legacy import may_be_old
from danvan_desktop.spreadsheets.model import Area, CellValue, FileFacts, Run, Sheet
from danvan_desktop.spreadsheets.safety import damaged
from danvan_desktop.spreadsheets.shelf import ByPlace, CellGatherer
from danvan_desktop.spreadsheets.strict import usual_variant
from danvan_desktop.vietnamese import encoding_of_font, nfc

_TABLE = f"{{{SHEET_MAIN_NS}}}sheetData"
_ROW = f"{{{SHEET_MAIN_NS}}}row"
_CELL = f"{{{SHEET_MAIN_NS}}}c"
_FORMULA = f"{{{SHEET_MAIN_NS}}}f"
_VALUE = f"{{{SHEET_MAIN_NS}}}v"
_INLINE = f"{{{SHEET_MAIN_NS}}}is"
_MERGE = f"{{{SHEET_MAIN_NS}}}mergeCell"
_STRING = f"{{{SHEET_MAIN_NS}}}si"
_TEXT = f"{{{SHEET_MAIN_NS}}}t"
_RUN = f"{{{SHEET_MAIN_NS}}}r"
_RUN_FONT = f"{{{SHEET_MAIN_NS}}}rPr/{{{SHEET_MAIN_NS}}}rFont"
_DIGITS = "0123456789"
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_MAX_AREAS = 100_000
_REPORT_EVERY = 2_000
_TEXTS_KEPT = 10_000
_NO_DATE = "#VALUE!"
_COLUMNS = {get_column_letter(number): number for number in range(1, 200)}
_NO_MEMORY = 1
"""How the parser says in a ParseError that it got no more memory (XML_ERROR_NO_MEMORY)."""

_ESCAPED = re.compile(r"_x[0-9A-Fa-f]{4}_")

_BROKEN = (
    ArithmeticError,
    AttributeError,
    EOFError,
    InvalidFileException,
    LookupError,
    RecursionError,
    SyntaxError,  # malformed XML, by either parser that openpyxl may use
    TypeError,
    ValueError,
    zipfile.BadZipFile,
)
"""What openpyxl raises, unwrapped, when a workbook's parts contradict each other."""

_Text = str | tuple[Run, ...]
"""A string: plain, or in runs of different fonts."""


def read_workbook(
    path: Path, facts: FileFacts, progress: Progress = no_progress
) -> tuple[Sheet, ...]:
    """Read every sheet of a file that ``check_file`` let pass; UserError ``damaged``."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns about parts that we do not need
            source: Any = usual_variant(path) if facts.strict else path
            package = ExcelReader(source, read_only=True, data_only=True, keep_links=False)
            with package.archive:
                return tuple(_sheets(package, _counting(progress, facts)))
    except _BROKEN as error:
        if getattr(error, "code", None) == _NO_MEMORY or isinstance(error.__context__, MemoryError):
            raise MemoryError from error
        raise damaged(path) from error
    except OSError as error:
        if error.errno is not None:  # the medium; openpyxl's own complaints have no number
            raise
        raise damaged(path) from error


def _counting(progress: Progress, facts: FileFacts) -> Callable[[int], None]:
    done = 0

    def step(cells: int) -> None:
        nonlocal done
        done += cells
        progress(min(done, facts.cells), facts.cells, facts.name)

    return step


def _sheets(package: Any, step: Callable[[int], None]) -> Iterator[Sheet]:
    package.read_manifest()
    strings = _shared_strings(package)
    odd, suspect = _telling(strings)
    package.read_workbook()
    apply_stylesheet(package.archive, package.wb)
    for sheet, relation in package.parser.find_sheets():
        if relation.target not in package.valid_files or "worksheet" not in relation.Type:
            continue
        content = _Content(
            strings=strings,
            fonts=_legacy_fonts(package.wb),
            dates=frozenset(package.wb._date_formats),
            durations=frozenset(package.wb._timedelta_formats),
            epoch=package.wb.epoch,
            odd=odd,
            suspect=suspect,
        )
        with package.archive.open(relation.target) as source:
            content.read(source, step)
        yield Sheet(
            name=nfc(sheet.name),
            rows=content.rows.rows(),
            hidden=sheet.state != "visible",
            areas=tuple(content.areas),
            legacy=ByPlace(content.legacy.rows()),
            unsolved=frozenset(content.unsolved),
            odd=content.odd,
            suspect=content.suspect,
        )


def _legacy_fonts(book: Any) -> dict[int, str]:
    """The legacy font of each cell style that has one."""
    names = [str(font.name or "") for font in book._fonts]
    old = {number: name for number, name in enumerate(names) if encoding_of_font(name)}
    styles = enumerate(book._cell_styles)
    return {number: old[style.fontId] for number, style in styles if style.fontId in old}


def _shared_strings(package: Any) -> list[_Text]:
    part = package.package.find(SHARED_STRINGS)
    if part is None:
        return []
    strings: list[_Text] = []
    with package.archive.open(part.PartName[1:]) as source:
        # ``check_file`` has ruled out document types, so the plain parser is safe here.
        for _event, element in ElementTree.iterparse(source):
            if element.tag == _STRING:
                strings.append(_text(element))
                element.clear()
    return strings


def _telling(strings: Iterable[_Text]) -> tuple[bool, bool]:
    """Tell whether any text may be in an old encoding, and whether any may declare a secret."""
    odd = suspect = False
    for text in strings:
        whole = text if isinstance(text, str) else "".join(piece for piece, _name in text)
        odd = odd or may_be_old(whole)
        suspect = suspect or may_declare(whole)
        if odd and suspect:
            break
    return odd, suspect


def _text(element: Any) -> _Text:
    """Read a string; phonetic hints are left out. Runs only where some font is a legacy one."""
    runs: list[Run] = []
    for child in element:
        if child.tag == _TEXT:
            runs.append((_unescaped(child.text or ""), None))
        elif child.tag == _RUN:
            font = child.find(_RUN_FONT)
            name = font.get("val") if font is not None else None
            runs.append((_unescaped(child.findtext(_TEXT) or ""), name))
    if any(name is not None for _piece, name in runs):
        return tuple(runs)
    return "".join(piece for piece, _name in runs)


def _unescaped(text: str) -> str:
    """Undo how Excel writes control characters: ``_x000D_``."""
    return unescape(text) if "_x" in text and _ESCAPED.search(text) else text


@dataclass(slots=True, kw_only=True)
class _Content:
    """What one sheet's part holds, filled while it streams by."""

    strings: list[_Text]
    fonts: dict[int, str]
    dates: frozenset[int]
    durations: frozenset[int]
    epoch: Any
    odd: bool = False
    suspect: bool = False
    own: dict[str, str] = field(default_factory=dict)
    rows: CellGatherer = field(default_factory=CellGatherer)
    legacy: CellGatherer = field(default_factory=CellGatherer)
    runs: dict[int, Any] = field(default_factory=dict)
    unsolved: set[tuple[int, int]] = field(default_factory=set)
    areas: list[Area] = field(default_factory=list)

    def read(self, source: IO[bytes], step: Callable[[int], None]) -> None:
        """Take in every row and merged range; stated dimensions are not believed."""
        row = waiting = 0
        table: Any = None
        for event, element in ElementTree.iterparse(source, ("start", "end")):
            if event == "start":
                if element.tag == _TABLE:
                    table = element
            elif element.tag == _ROW:
                number = element.get("r")
                row = int(number) if number else row + 1
                if not 1 <= row <= _LAST_ROW:
                    raise ValueError("row outside the sheet")
                waiting += len(element)
                self._row(row, element)
                element.clear()
                if table is not None:
                    table.clear()  # even an empty row takes a hundred bytes
                if waiting >= _REPORT_EVERY:
                    step(waiting)
                    waiting = 0
            elif element.tag == _MERGE and len(self.areas) < _MAX_AREAS:
                self._merge(element.get("ref") or "")
        step(waiting)

    def _row(self, row: int, element: Any) -> None:
        filled: dict[int, CellValue] = {}
        column = 0
        for cell in element:
            if cell.tag != _CELL:
                continue
            reference = cell.get("r")
            if reference:
                letters = reference.rstrip(_DIGITS)
                column = _COLUMNS.get(letters) or _column(letters)
            else:
                column += 1
            if column > _LAST_COLUMN:
                raise ValueError("column outside the sheet")
            value = self._simple(cell)
            if value is None:
                value = self._cell(row, column, cell)
            if value is not None and value != "":
                filled[column] = value
        if filled:
            self.rows.put(row, filled)
        if self.runs:
            self.legacy.put(row, self.runs)
            self.runs = {}

    def _simple(self, cell: Any) -> CellValue | None:
        """Read what nearly all cells are: a plain text or a number and nothing else; None: not so.

        A sheet of a hundred thousand rows has a million of them.
        """
        if len(cell) != 1:
            return None
        child = cell[0]
        kind = cell.get("t")
        style = int(cell.get("s", 0))
        if kind == "inlineStr":
            plain = len(child) == 1 and child[0].tag == _TEXT and style not in self.fonts
            return self._shared(child[0].text or "") if plain else None
        written = child.text
        if not written or child.tag != _VALUE:
            return None
        if kind == "s":
            text = self.strings[int(written)]
            return text if type(text) is str and style not in self.fonts else None
        return self._plain("n", style, written) if kind is None or kind == "n" else None

    def _cell(self, row: int, column: int, cell: Any) -> CellValue | None:
        kind = cell.get("t", "n")
        style = int(cell.get("s", 0))
        written: str | None = None
        text: _Text | None = None
        formula = False
        for child in cell:
            if child.tag == _VALUE:
                written = child.text
            elif child.tag == _FORMULA:
                formula = True
            elif child.tag == _INLINE:
                text = _text(child)
        # An empty text is a result, an error (#REF!) is none.
        if kind == "e" or (formula and not written and kind != "str"):
            self.unsolved.add((row, column))
            return None
        if kind == "s" and written:
            text = self.strings[int(written)]
        elif kind == "str":
            text = _unescaped(written or "")
        if text is not None and kind != "s":
            self._look(text)
        if text is not None:
            return self._string(column, style, text)
        return self._plain(kind, style, written) if written else None

    def _shared(self, written: str) -> str:
        """Give one and the same text for equal ones, and look at each only once."""
        text = self.own.get(written)
        if text is None:
            if len(self.own) >= _TEXTS_KEPT:
                self.own.clear()
            text = self.own[written] = _unescaped(written)
            self._look(text)
        return text

    def _look(self, text: _Text) -> None:
        """Take note of a text that is not among the shared ones."""
        odd, suspect = _telling([text])
        self.odd, self.suspect = self.odd or odd, self.suspect or suspect

    def _plain(self, kind: str, style: int, written: str) -> CellValue:
        if kind == "b":
            return bool(int(written))
        if kind == "d":
            return from_ISO8601(written)  # type: ignore[no-any-return, no-untyped-call]
        is_float = "." in written or "e" in written or "E" in written
        number = float(written) if is_float else int(written)
        if style not in self.dates:
            return number
        try:
            found = from_excel(number, self.epoch, timedelta=style in self.durations)
        except (OverflowError, ValueError):
            return _NO_DATE
        return number if found is None else found

    def _string(self, column: int, style: int, text: _Text) -> str:
        font = self.fonts.get(style)
        if isinstance(text, str):
            if font is not None:
                self.runs[column] = ((text, font),)
            return text
        runs = tuple((piece, name or font) for piece, name in text)
        if any(encoding_of_font(name) for _piece, name in runs):
            self.runs[column] = runs
        return "".join(piece for piece, _name in runs)

    def _merge(self, reference: str) -> None:
        left, top, right, bottom = range_boundaries(reference)
        if left and top and right and bottom:
            self.areas.append(Area(top, left, bottom, right))
