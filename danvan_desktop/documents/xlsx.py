"""The XLSX renderer: the tables of a paper's annexes as sheets with real numbers.

What a cell shows on paper is what it shows here; where the paper rounds, the cell holds the figure
itself. Everything that is no plain number (``trên 4.400``, ``…``, ``-``, ``x``) stays text, and a
text never becomes a formula.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any, BinaryIO
from weakref import WeakKeyDictionary

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties

from danvan_desktop.documents.model import (
    Align,
    Annex,
    Bar,
    Block,
    Cell,
    Chart,
    Column,
    Document,
    Grounds,
    Row,
    RowKind,
    TableBlock,
    runs_text,
)
from danvan_desktop.documents.profiles import PageBox, Profile, profile_for
from danvan_desktop.errors import Progress, UserError, no_progress
from danvan_desktop.i18n import _
from danvan_desktop.signing.files import replacing
from danvan_desktop.vietnamese import nfc

FONT, SIZE = "Times New Roman", 12
MM_PER_CHARACTER = 2.1
"""Width of a digit of that font at that size, the unit of Excel's column widths."""
LINE_HEIGHT = 16.0
LONGEST_TEXT, LONGEST_NAME, MOST_DIGITS = 32_767, 31, 15
"""What Excel holds in a cell, in the name of a sheet, and in a number."""
BODY_NAME = "Bảng"
"""What the sheets of a paper without annexes are called; papers are not translated."""
MAGNITUDES = (1, 1_000, 1_000_000, 1_000_000_000)
"""In how many đồng a table may count; the figure behind the cell is in đồng."""

_A4 = 9
_NUMBER = re.compile(r"([+−-]?)(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d+))?(\s?%)?")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_THIN = Side(style="thin")
_GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_SIDES = {Align.CENTER: "center", Align.RIGHT: "right"}


@dataclass(frozen=True, slots=True)
class CellNumber:
    """A number as Excel keeps it, with the format in which the paper writes it."""

    value: Decimal
    form: str


@dataclass(frozen=True, slots=True)
class _Look:
    bold: bool
    italic: bool
    align: Align
    form: str
    quoted: bool


_LOOKS: WeakKeyDictionary[Workbook, dict[_Look, Any]] = WeakKeyDictionary()


@dataclass(slots=True)
class _Sheet:
    """A sheet to be: what stands above the table, the table, what stands below."""

    name: str
    landscape: bool
    above: list[tuple[str, str]]
    table: TableBlock
    below: list[str] = field(default_factory=list)


def render_xlsx(
    document: Document,
    out: Path | BinaryIO,
    *,
    values: Mapping[str, Decimal] | None = None,
    progress: Progress = no_progress,
) -> int:
    """Write a sheet for each table of the annexes, else of the body; returns how many.

    ``values`` are the figures that cells refer to. UserError for a paper without tables and when
    the file cannot be written, Cancelled from ``progress``; nothing is left behind then.
    """
    profile = profile_for(document.profile)
    sheets = list(_sheets(document, profile))
    if not sheets:
        raise UserError(
            _("Văn bản này không có bảng số liệu nào để lưu thành Excel."),
            safe=_("Chưa ghi tệp nào."),
            remedy=_("Lưu thành PDF hoặc Word."),
            code="no_tables",
        )
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = "Dân Vận Desktop"
    book.properties.title = document.title
    taken: set[str] = set()
    for number, sheet in enumerate(sheets):
        progress(number, len(sheets), sheet.name)
        made = book.create_sheet(_sheet_name(sheet.name, taken))
        _fill(made, sheet, profile, values or {}, progress)
    if isinstance(out, Path):
        with replacing(out) as file:
            book.save(file)
    else:
        book.save(out)
    return len(sheets)


def cell_number(text: str, figure: Decimal | None = None) -> CellNumber | None:
    """Read what a cell of a paper shows as a number; None when it is none.

    With the ``figure`` behind it the number is that one, if the paper shows it rounded or in
    thousands, millions or billions.
    """
    found = _NUMBER.fullmatch(text.strip())
    if found is None:
        return None
    sign, whole, part, percent = found.groups()
    digits = whole.replace(".", "")
    if len(digits + (part or "")) > MOST_DIGITS or (len(digits) > 2 and digits[0] == "0"):
        return None
    shown = Decimal(f"{digits}.{part or 0}")
    shown = -shown if sign in ("-", "−") else shown
    places = len(part or "")
    value = shown if figure is None else _behind(shown, figure, places)
    grouped = "." in whole or len(digits) < 4
    form = "#,##0" if grouped else "0"
    form = "00" if len(digits) == 2 and digits[0] == "0" else form
    form += "." + "0" * places if places else ""
    form = f"+{form};-{form};{form}" if sign == "+" else form
    if percent:
        return CellNumber(value / 100, form.replace(";", "%;") + "%")
    return CellNumber(value, form)


def _behind(shown: Decimal, figure: Decimal, places: int) -> Decimal:
    step = Decimal(1).scaleb(-places)
    for size in MAGNITUDES:
        if (figure / size).quantize(step, ROUND_HALF_UP) == shown:
            return figure / size
    return shown


# ---------------------------------------------------------------------- what becomes a sheet
def _sheets(document: Document, profile: Profile) -> Iterator[_Sheet]:
    total = len(document.annexes)
    found = False
    for number, annex in enumerate(document.annexes, start=1):
        label = profile.annex.label_of(number, total=total, title=annex.title)
        for sheet in _annex_sheets(annex, label, number, total):
            found = True
            yield sheet
    if not found:
        head = [(document.type_name, "title"), (document.abstract, "title")]
        body = document.blocks
        yield from _tables(body, head, (BODY_NAME, ""), landscape=document.landscape)


def _annex_sheets(annex: Annex, label: str, number: int, total: int) -> Iterator[_Sheet]:
    head = [(label, "title"), (annex.title, "title"), (annex.note, "note")]
    name = f"PL {number}" if total > 1 else "Phụ lục"
    yield from _tables(annex.blocks, head, (name, annex.title), landscape=annex.landscape)


def _tables(
    blocks: Sequence[Block],
    head: Sequence[tuple[str, str]],
    name: tuple[str, str],
    *,
    landscape: bool,
) -> list[_Sheet]:
    made: list[_Sheet] = []
    texts: list[str] = []
    tables = [block for block in blocks if isinstance(block, TableBlock | Chart)]
    for block in blocks:
        if not isinstance(block, TableBlock | Chart):
            texts += _words(block)
            continue
        table = block if isinstance(block, TableBlock) else _chart_table(block)
        above = [*head, *((text, "text") for text in texts)]
        above += [(table.title, "table"), (table.unit, "unit")]
        # The number of a table stands before the title, where it is never cut off.
        mark = "." if name[0][-1].isdigit() else " "
        number = f"{mark}{len(made) + 1}" if len(tables) > 1 else ""
        made.append(
            _Sheet(
                f"{name[0]}{number} {name[1]}".strip(),
                landscape,
                [one for one in above if one[0]],
                table,
                [table.note] if table.note else [],
            )
        )
        texts = []
    if made:
        made[-1].below += texts
    return made


def _words(block: Block) -> list[str]:
    match block:
        case TableBlock() | Chart():
            return []
        case Grounds():
            return [runs_text(item) for item in block.items]
        case _:
            return [runs_text(block.runs)]


def _chart_table(chart: Chart) -> TableBlock:
    columns = [Column("", 4.0), Column(chart.now_label or "Số lượng", 1.6, Align.RIGHT)]
    if chart.compares:
        columns += [Column(chart.before_label, 1.6, Align.RIGHT)]
        columns += [Column("Tăng, giảm", 1.4, Align.RIGHT)]
    rows = tuple(Row(_bar_cells(bar, compares=chart.compares)) for bar in chart.bars)
    return TableBlock(tuple(columns), rows, chart.title, chart.unit, chart.note)


def _bar_cells(bar: Bar, *, compares: bool) -> tuple[Cell | str, ...]:
    cells = (bar.label, Cell(bar.shown, bar.figure))
    if not compares:
        return cells
    return (*cells, Cell(bar.previous_shown, bar.previous_figure), bar.difference)


# ---------------------------------------------------------------------- filling it
def _fill(
    made: Any,
    sheet: _Sheet,
    profile: Profile,
    values: Mapping[str, Decimal],
    progress: Progress,
) -> None:
    page = profile.landscape if sheet.landscape else profile.page
    table = sheet.table
    widths = _widths(made, table.columns, page)
    last = len(table.columns)
    row = 0
    for text, kind in sheet.above:
        row += 1
        _line(made, row, text, last, kind, sum(widths))
    first = row + 1
    row = _header(made, first, table.columns, widths)
    head = row
    for number, line in enumerate(table.rows):
        row += 1
        _row(made, row, line, table.columns, widths, values)
        if number % 200 == 0:
            progress(0, 0, sheet.name)
    for text in sheet.below:
        row += 1
        _line(made, row, text, last, "note_below", sum(widths))
    made.freeze_panes = made.cell(head + 1, 1)
    made.print_title_rows = f"{first}:{head}"
    made.print_area = f"A1:{get_column_letter(last)}{row}"
    _page(made, page, landscape=sheet.landscape)


def _widths(made: Any, columns: Sequence[Column], page: PageBox) -> list[float]:
    total = sum(column.width for column in columns)
    widths = [
        max(column.width / total * page.text_width_mm / MM_PER_CHARACTER, 4.0) for column in columns
    ]
    for number, width in enumerate(widths, start=1):
        made.column_dimensions[get_column_letter(number)].width = round(width, 1)
    return widths


def _line(made: Any, row: int, text: str, last: int, kind: str, width: float) -> None:
    """Write a line over or under the table across all its columns."""
    sides = {"title": "center", "note": "center", "unit": "right", "table": "center"}
    bold, italic = kind in ("title", "table"), kind in ("note", "unit", "note_below")
    cell = _put(made, row, 1, text)
    cell.font = Font(name=FONT, size=SIZE, bold=bold, italic=italic)
    cell.alignment = Alignment(
        horizontal=sides.get(kind, "left"), vertical="center", wrap_text=True
    )
    if last > 1:
        made.merge_cells(start_row=row, start_column=1, end_row=row, end_column=last)
    _fit(made, row, [(text, width)])


def _header(made: Any, row: int, columns: Sequence[Column], widths: Sequence[float]) -> int:
    """Write one or two rows of headings; neighbours of one group share the cell above them."""
    grouped = any(column.group for column in columns)
    bottom = row + 1 if grouped else row
    number = 0
    while number < len(columns):
        column = columns[number]
        end = number
        while column.group and end + 1 < len(columns) and columns[end + 1].group == column.group:
            end += 1
        if column.group:
            _heading(made, row, number + 1, column.group, to=(row, end + 1))
            for place in range(number, end + 1):
                _heading(made, bottom, place + 1, columns[place].header, to=(bottom, place + 1))
        else:
            _heading(made, row, number + 1, column.header, to=(bottom, number + 1))
        number = end + 1
    lines = [(column.header, width) for column, width in zip(columns, widths, strict=True)]
    _fit(made, bottom, lines, bold=True)
    return bottom


def _heading(made: Any, row: int, column: int, text: str, *, to: tuple[int, int]) -> None:
    for line in range(row, to[0] + 1):
        for place in range(column, to[1] + 1):
            made.cell(line, place).border = _GRID
    cell = _put(made, row, column, text)
    cell.font = Font(name=FONT, size=SIZE, bold=True)
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    if to != (row, column):
        made.merge_cells(start_row=row, start_column=column, end_row=to[0], end_column=to[1])


def _row(
    made: Any,
    row: int,
    line: Row,
    columns: Sequence[Column],
    widths: Sequence[float],
    values: Mapping[str, Decimal],
) -> None:
    section, total = line.kind is RowKind.SECTION, line.kind is RowKind.TOTAL
    for number, part in enumerate(line.cells, start=1):
        column = columns[number - 1]
        shown = part if isinstance(part, Cell) else Cell(part)
        align = Align.LEFT if section else column.align
        cell, form = _put_cell(made, row, number, shown, align, values)
        quoted = form == "" and shown.text.startswith(_FORMULA_STARTS)
        bold = section or total or shown.bold
        _dress(cell, _Look(bold, shown.italic, align, form or "General", quoted))
    if section and len(columns) > 1:
        for number in range(2, len(columns) + 1):
            made.cell(row, number).border = _GRID
        made.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(columns))
        widths = [sum(widths)]
    texts = [part.text if isinstance(part, Cell) else part for part in line.cells]
    _fit(made, row, list(zip(texts, widths, strict=False)), bold=section or total)


def _put_cell(
    made: Any, row: int, column: int, shown: Cell, align: Align, values: Mapping[str, Decimal]
) -> tuple[Any, str]:
    """Write a cell as a number where the paper shows one: a figure, or in a column of numbers.

    Also gives the number's format, "" for text.
    """
    figure = values.get(shown.figure) if shown.figure else None
    counts = shown.figure is not None or align is not Align.LEFT
    number = cell_number(shown.text, figure) if counts else None
    if number is None:
        return _text(made, row, column, shown.text), ""
    value = number.value
    cell = made.cell(row, column)
    cell.value = int(value) if value == value.to_integral_value() else float(value)
    return cell, number.form


def _put(made: Any, row: int, column: int, text: str) -> Any:
    """Write text that stays text, also after somebody has edited the cell."""
    cell = _text(made, row, column, text)
    cell.quotePrefix = text.startswith(_FORMULA_STARTS)
    return cell


def _text(made: Any, row: int, column: int, text: str) -> Any:
    cell = made.cell(row, column)
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", nfc(text))[:LONGEST_TEXT]
    if cell.value:
        cell.data_type = "s"
    return cell


def _dress(cell: Any, look: _Look) -> None:
    """Give a cell its look, worked out once for each workbook: it takes longer than writing."""
    looks = _LOOKS.setdefault(cell.parent.parent, {})
    if look in looks:
        cell._style = copy(looks[look])
        return
    cell.font = Font(name=FONT, size=SIZE, bold=look.bold, italic=look.italic)
    cell.border = _GRID
    side = _SIDES.get(look.align, "left")
    cell.alignment = Alignment(horizontal=side, vertical="top", wrap_text=True)
    cell.number_format = look.form
    cell.quotePrefix = look.quoted
    looks[look] = copy(cell._style)


def _fit(made: Any, row: int, texts: Sequence[tuple[str, float]], *, bold: bool = False) -> None:
    """Make a row as high as its longest text needs; not every program does it by itself."""
    share = 0.9 if bold else 1.0
    lines = max(
        (
            sum(1 + int(len(part) / max(width * share, 1.0)) for part in text.split("\n"))
            for text, width in texts
        ),
        default=1,
    )
    made.row_dimensions[row].height = LINE_HEIGHT * max(1, lines) + 1


def _page(made: Any, page: PageBox, *, landscape: bool) -> None:
    """Print on A4 with the margins of the paper, as wide as the page."""
    made.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    made.page_setup.orientation = "landscape" if landscape else "portrait"
    made.page_setup.paperSize = _A4
    made.page_setup.fitToWidth, made.page_setup.fitToHeight = 1, 0
    inch = 25.4
    made.page_margins = PageMargins(
        left=page.left_mm / inch,
        right=page.right_mm / inch,
        top=page.top_mm / inch,
        bottom=page.bottom_mm / inch,
        header=10 / inch,
        footer=10 / inch,
    )
    made.print_options.horizontalCentered = True
    made.oddHeader.center.text = "&P"


def _sheet_name(wanted: str, taken: set[str]) -> str:
    """Make a name that Excel accepts, cut between words, and that the book does not have yet."""
    plain = nfc("".join(" " if char in "[]:*?/\\" else char for char in wanted)).strip("' ")
    name = plain[:LONGEST_NAME]
    if len(plain) > LONGEST_NAME and " " in name:
        name = name.rpartition(" ")[0].rstrip(" ,;-–")
    base, number = name or BODY_NAME, 2
    name = base
    while name.casefold() in taken:
        tail = f" ({number})"
        name, number = base[: LONGEST_NAME - len(tail)] + tail, number + 1
    taken.add(name.casefold())
    return name
