"""The XLSX renderer: the tables of a paper's annexes as sheets with real numbers.

What a cell shows on paper is what it shows here; where the paper rounds, the cell holds the figure
itself. Everything that is no plain number (``trên 4.400``, ``…``, ``-``, ``x``) stays text, and a
text never becomes a formula.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
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
from danvan_desktop.documents.xlsx_cells import (
    FONT,
    GRID,
    SIZE,
    Look,
    cell_number,
    dress,
    fit,
    put,
    put_text,
    sheet_name,
    would_compute,
)
from danvan_desktop.errors import Progress, UserError, no_progress
from danvan_desktop.i18n import _
from danvan_desktop.signing.files import replacing

MM_PER_CHARACTER = 2.1
"""Width of a digit of the font, the unit of Excel's column widths."""
BODY_NAME = "Bảng"
"""What the sheets of a paper without annexes are called; papers are not translated."""

_A4 = 9


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
        made = book.create_sheet(sheet_name(sheet.name, taken))
        _fill(made, sheet, profile, values or {}, progress)
    if isinstance(out, Path):
        with replacing(out) as file:
            book.save(file)
    else:
        book.save(out)
    return len(sheets)


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
    cell = put(made, row, 1, text)
    cell.font = Font(name=FONT, size=SIZE, bold=bold, italic=italic)
    cell.alignment = Alignment(
        horizontal=sides.get(kind, "left"), vertical="center", wrap_text=True
    )
    if last > 1:
        made.merge_cells(start_row=row, start_column=1, end_row=row, end_column=last)
    fit(made, row, [(text, width)])


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
    fit(made, bottom, lines, bold=True)
    return bottom


def _heading(made: Any, row: int, column: int, text: str, *, to: tuple[int, int]) -> None:
    for line in range(row, to[0] + 1):
        for place in range(column, to[1] + 1):
            made.cell(line, place).border = GRID
    cell = put(made, row, column, text)
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
        quoted = form == "" and would_compute(cell)
        bold = section or total or shown.bold
        dress(cell, Look(bold, shown.italic, align, form or "General", quoted))
    if section and len(columns) > 1:
        for number in range(2, len(columns) + 1):
            made.cell(row, number).border = GRID
        made.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(columns))
        widths = [sum(widths)]
    texts = [part.text if isinstance(part, Cell) else part for part in line.cells]
    fit(made, row, list(zip(texts, widths, strict=False)), bold=section or total)


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
        return put_text(made, row, column, shown.text), ""
    value = number.value
    cell = made.cell(row, column)
    cell.value = int(value) if value == value.to_integral_value() else float(value)
    return cell, number.form


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
