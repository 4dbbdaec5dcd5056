"""Ruled tables: the column widths and the letter size that the PDF found, rows as they come.

Rows are made one after another while the file is written, so that a list of 10.000 models needs
little more memory than one of a hundred.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import groupby, pairwise

from danvan_desktop.documents.cell_lines import cell_lines, is_tall
from danvan_desktop.documents.docx_styles import style_id
from danvan_desktop.documents.docx_xml import (
    DASH,
    HELD,
    SIDES,
    TWIPS_PER_POINT,
    Para,
    clean,
    letters,
    lines,
    mm,
    pt,
    rules,
    w,
)
from danvan_desktop.documents.model import Align, Cell, Column, Row, RowKind, TableBlock
from danvan_desktop.documents.pdf_columns import Measurer
from danvan_desktop.documents.pdf_frame import Frame
from danvan_desktop.documents.pdf_lines import balance
from danvan_desktop.documents.pdf_sheet import MM
from danvan_desktop.documents.pdf_table import FIRST_ROWS
from danvan_desktop.errors import Progress
from danvan_desktop.i18n import _

_STEP = 500
"""Rows between two reports of progress."""


class Table:
    """The rows of one block under a header that each page repeats."""

    def __init__(self, frame: Frame, block: TableBlock, *, width: float, tighter: int = 0) -> None:
        measured = Measurer(frame, block, width=width, tighter=tighter)
        self._frame = frame
        self._block = block
        self._edges = [pt(edge) for edge in measured.edges]
        self._pads = measured.pads
        usual = frame.style("table_cell").size
        self._size = measured.size if measured.size != usual else 0.0
        self._letters, self._pad = measured.size, frame.profile.table.padding_mm * MM
        self._face = frame.faces.of(frame.style("table_header"))
        self._head_size = measured.size if measured.size != frame.style("table_header").size else 0
        last = len(block.rows) - 1
        tall = any(is_tall(_cell(cell)) for row in block.rows[:FIRST_ROWS] for cell in row.cells)
        first = 1 if tall or last < FIRST_ROWS else FIRST_ROWS - 1
        self._keeps = {*range(first), last - 1, last if block.note else 0}
        self._shapes: dict[tuple[bool, bool, Align, bool], tuple[str, str]] = {}
        self._places: dict[tuple[int, int, str], str] = {}

    def keep_end(self, rows: int) -> None:
        """Keep the last rows on the page of what follows the table."""
        last = len(self._block.rows) - 1
        self._keeps |= set(range(last - rows + 1, last + 1))

    def xml(self, progress: Progress) -> Iterator[str]:
        """Yield the element in pieces."""
        yield "<w:tbl>" + self._properties() + "".join(self._header())
        total = len(self._block.rows)
        for number, row in enumerate(self._block.rows):
            if number % _STEP == 0:
                progress(number, total, _("Dòng {n} / {total}").format(n=number, total=total))
            yield self._row(row, keep=number in self._keeps)
        yield "</w:tbl>"

    def _properties(self) -> str:
        edges = self._edges
        grid = rules((*SIDES, "insideH", "insideV"), self._frame.profile.table.rule_pt)
        padding = mm(self._frame.profile.table.padding_mm)
        above, below = self._pads
        pads = {"top": pt(above), "left": padding, "bottom": pt(below), "right": padding}
        return w(
            "tblPr",
            w("tblW", w=edges[-1], type="dxa"),
            w("tblInd", w=0, type="dxa"),
            w("tblBorders", *grid),
            w("tblLayout", type="fixed"),
            w("tblCellMar", *(w(side, w=pad, type="dxa") for side, pad in pads.items())),
            w("tblLook", val="0000"),
        ) + w("tblGrid", *(w("gridCol", w=b - a) for a, b in pairwise(edges)))

    def _header(self) -> Iterator[str]:
        """Yield one header row, or two when columns share a group."""
        columns = self._block.columns
        row = w("trPr", w("cantSplit"), w("tblHeader"))
        if not any(column.group for column in columns):
            cells = (self._head(c.header, n, n + 1) for n, c in enumerate(columns))
            yield w("tr", row, *cells)
            return
        upper, lower = [], []
        for start, members in _groups(columns):
            end = start + len(members)
            if members[0].group:
                upper.append(self._head(members[0].group, start, end))
                lower += [
                    self._head(c.header, start + n, start + n + 1) for n, c in enumerate(members)
                ]
                continue
            upper.append(self._head(members[0].header, start, end, merge="restart"))
            lower.append(self._head("", start, end, merge="continue"))
        yield w("tr", row, *upper)
        yield w("tr", row, *lower)

    def _head(self, text: str, start: int, end: int, *, merge: str = "") -> str:
        room = (self._edges[end] - self._edges[start]) / TWIPS_PER_POINT - 2 * self._pad
        broken = balance(clean(text), self._face, self._letters, limit=room) if text else []
        para = Para(
            style_id("table_header"),
            lines(broken, size=self._head_size),
            keep_next=True,
            mark=self._head_size,
        )
        return w("tc", self._cell_properties(start, end, merge=merge), para.xml())

    def _row(self, row: Row, *, keep: bool) -> str:
        cells = [_cell(cell) for cell in row.cells]
        keep = keep or row.kind is RowKind.SECTION
        tall = any(is_tall(cell) for cell in cells)
        opening = "<w:tr>" if tall else "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
        if row.kind is RowKind.SECTION:
            columns = len(self._block.columns)
            return f"{opening}{self._cell(cells[0], row.kind, 0, columns, keep=keep)}</w:tr>"
        made = (self._cell(c, row.kind, n, n + 1, keep=keep) for n, c in enumerate(cells))
        return f"{opening}{''.join(made)}</w:tr>"

    def _cell(self, cell: Cell, kind: RowKind, start: int, end: int, *, keep: bool) -> str:
        style = self._frame.style("table_cell")
        bold = (cell.bold or kind is not RowKind.NORMAL) and not style.bold
        italic = cell.italic and not style.italic
        align = Align.LEFT if kind is RowKind.SECTION else self._block.columns[start].align
        properties, shape = self._shape(bold, italic, align, keep)
        return (
            f"<w:tc>{self._cell_properties(start, end)}<w:p>{properties}"
            f"{self._words(cell.text, shape, start, end)}</w:p></w:tc>"
        )

    def _words(self, text: str, shape: str, start: int, end: int) -> str:
        """Return the lines of a cell in runs with properties made before."""
        found = cell_lines(text, clean)
        if len(found) == 1:  # joining one line takes longer than writing it
            return _run(self._held(found[0], start, end), shape)
        return "<w:r><w:br/></w:r>".join(
            _run(self._held(line, start, end), shape) for line in found
        )

    def _held(self, text: str, start: int, end: int) -> str:
        """Hold a dash to the word before it, where both fit on one line of the cell."""
        if not DASH.search(text):
            return text
        room = (self._edges[end] - self._edges[start]) / TWIPS_PER_POINT - 2 * self._pad
        held = DASH.sub(HELD, text)
        widest = max(self._face.width(word, self._letters) for word in held.split(" "))
        return held if widest <= room else text

    def _shape(self, bold: bool, italic: bool, align: Align, keep: bool) -> tuple[str, str]:
        """Return the properties of a cell's paragraph and of its run, made once for each kind."""
        key = (bold, italic, align, keep)
        found = self._shapes.get(key)
        if found is None:
            name, size = style_id("table_cell"), self._size
            para = Para(name, keep_next=keep, align=align, mark=size)
            found = para.properties(), letters(bold=bold, italic=italic, size=size)
            self._shapes[key] = found
        return found

    def _cell_properties(self, start: int, end: int, *, merge: str = "") -> str:
        """Return width, span and merge of a cell, made once for each place."""
        key = (start, end, merge)
        found = self._places.get(key)
        if found is None:
            found = self._places[key] = w(
                "tcPr",
                w("tcW", w=self._edges[end] - self._edges[start], type="dxa"),
                w("gridSpan", val=end - start) if end - start > 1 else "",
                w("vMerge", val=merge) if merge else "",
                w("vAlign", val="center"),
            )
        return found


def _cell(cell: Cell | str) -> Cell:
    return cell if isinstance(cell, Cell) else Cell(cell)


def _run(text: str, shape: str) -> str:
    """Return a run of clean text; nothing for an empty cell."""
    shown = escape(text, quote=False)
    return f'<w:r>{shape}<w:t xml:space="preserve">{shown}</w:t></w:r>' if shown else ""


def _groups(columns: tuple[Column, ...]) -> Iterator[tuple[int, list[Column]]]:
    """Walk the header from left to right: a group with its first column, or a column alone."""
    start = 0
    for name, members in groupby(columns, key=lambda column: column.group):
        found = list(members)
        parts = [found] if name else [[column] for column in found]
        for part in parts:
            yield start, part
            start += len(part)
