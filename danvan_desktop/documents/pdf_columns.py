"""Measuring a table: letter size, column widths, and every cell broken into lines.

A table that is too wide for its page first shrinks its letters, down to the profile's smallest
size, before a word is cut. Room that a column does not need goes to those whose texts would wrap.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby

from danvan_desktop.documents.cell_lines import cell_lines
from danvan_desktop.documents.model import Align, Cell, Column, RowKind, TableBlock
from danvan_desktop.documents.pdf_fonts import Face
from danvan_desktop.documents.pdf_frame import Frame
from danvan_desktop.documents.pdf_lines import SLACK, Segment, balance, break_lines
from danvan_desktop.documents.pdf_sheet import MM
from danvan_desktop.documents.profiles import SINGLE_SPACING

WIDEST_WORD = 0.35
"""Share of the table that one unbreakable word may claim before it is cut."""

DENSE_COLUMNS = 8
LEAST_TIGHTENED = 10.0
"""Points below which no table is set only to spare a page; a word too wide for it may need less."""

DENSE_SIZE = 11.0
"""A table of so many columns starts from smaller letters: its rows stay on one line."""

ROWS_ASKED = 400
"""How many rows say how wide a column would like to be; more would not say anything else."""

TWIPS = 0.15
"""Points that a column gets on top: a DOCX rounds its edges to twentieths of a point."""

PADS = (2.0, 3.0)
DENSE_PADS = (1.5, 2.0)
TIGHT_PADS = (1.0, 1.5)
"""Points above and below the text of a cell."""


@dataclass(frozen=True, slots=True)
class CellText:
    """A cell ready to draw: lines, face, alignment, where it stands and how wide it is."""

    lines: tuple[str, ...]
    face: Face
    align: Align
    x: float
    width: float
    figure: str | None = None


@dataclass(frozen=True, slots=True)
class RowText:
    """A row ready to draw."""

    cells: tuple[CellText, ...]
    height: float
    kind: RowKind = RowKind.NORMAL


@dataclass(frozen=True, slots=True)
class Measured:
    """A whole table with its columns fixed: shared by all the pages that it fills.

    ``header`` holds one cell per column and then the groups, whose edges are in ``groups``.
    """

    edges: tuple[float, ...]
    header: tuple[CellText, ...]
    groups: tuple[tuple[float, float], ...]
    header_heights: tuple[float, float]
    rows: tuple[RowText, ...]
    sums: tuple[float, ...]
    size: float
    pad: float
    pads: tuple[float, float]
    rule: float


class Measurer:
    """Finds the letter size and the column widths, then breaks every cell.

    ``tighter`` says by how many half points the letters should be smaller than usual.
    """

    def __init__(self, frame: Frame, block: TableBlock, *, width: float, tighter: int = 0) -> None:
        self._frame = frame
        self._block = block
        self._width = width
        self._pad = frame.profile.table.padding_mm * MM
        self._rows = [
            (row.kind, tuple(self._clean(cell) for cell in row.cells)) for row in block.rows
        ]
        self._heads = [frame.clean(column.header) for column in block.columns]
        self._bold = frame.faces.of(frame.style("table_header"))
        dense = len(block.columns) >= DENSE_COLUMNS
        self._pads = TIGHT_PADS if tighter else DENSE_PADS if dense else PADS
        most = DENSE_SIZE if dense else frame.style("table_cell").size
        self._size, self._edges = self._fit(max(most - tighter / 2, min(most, LEAST_TIGHTENED)))

    @property
    def size(self) -> float:
        """Return the letter size at which no word has to be cut, in points."""
        return self._size

    @property
    def pads(self) -> tuple[float, float]:
        """Return the room above and below the text of a cell, in points."""
        return self._pads

    @property
    def edges(self) -> tuple[float, ...]:
        """Return the edges of the columns in points, the left one 0."""
        return tuple(self._edges)

    def measure(self, page_height: float) -> Measured:
        header, groups, heights = self._header()
        room = page_height - sum(heights) - 1
        rows = [part for row in self._rows for part in self._cut(self._row(*row), room=room)]
        return Measured(
            edges=tuple(self._edges),
            header=tuple(header),
            groups=tuple(groups),
            header_heights=heights,
            rows=tuple(rows),
            sums=tuple(accumulate((row.height for row in rows), initial=0.0)),
            size=self._size,
            pad=self._pad,
            pads=self._pads,
            rule=self._frame.profile.table.rule_pt,
        )

    def _clean(self, cell: Cell | str) -> Cell:
        made = Cell(cell) if isinstance(cell, str) else cell
        return replace(made, text="\n".join(cell_lines(made.text, self._frame.clean)))

    def _face(self, cell: Cell, kind: RowKind) -> Face:
        style = self._frame.style("table_cell")
        bold = style.bold or cell.bold or kind is not RowKind.NORMAL
        return self._frame.faces.pick(bold=bold, italic=style.italic or cell.italic)

    def _fit(self, most: float) -> tuple[float, list[float]]:
        """Choose the largest letter size at which no word has to be cut, and the column edges."""
        needs = self._longest_words()
        size = min(self._frame.style("table_cell").size, most)
        smallest = min(size, self._frame.profile.table.min_size)
        while self._least(needs, size) > self._width and size - 0.5 >= smallest:
            size -= 0.5
        least = [
            min(need * size + 2 * self._pad, WIDEST_WORD * self._width) + TWIPS for need in needs
        ]
        widths = _share([column.width for column in self._block.columns], least, self._width)
        widths = _evened(widths, self._wishes(size, least))
        return size, list(accumulate(widths, initial=0.0))

    def _wishes(self, size: float, least: list[float]) -> list[float]:
        """Return, per column, the width at which no text wraps; a long header takes two lines."""
        heads = [
            self._bold.width(head, size) / (1 if head.count(" ") < 2 else 2) for head in self._heads
        ]
        wishes = [
            max(width, head + 2 * self._pad + TWIPS)
            for width, head in zip(least, heads, strict=True)
        ]
        for kind, cells in self._rows[:ROWS_ASKED]:
            if kind is RowKind.SECTION:
                continue
            for index, cell in enumerate(cells):
                face = self._face(cell, kind)
                whole = max(face.width(line, size) for line in cell.text.split("\n"))
                wishes[index] = max(wishes[index], whole + 2 * self._pad + TWIPS)
        return wishes

    def _least(self, needs: list[float], size: float) -> float:
        cap = WIDEST_WORD * self._width
        return sum(min(need * size + 2 * self._pad, cap) + TWIPS for need in needs)

    def _longest_words(self) -> list[float]:
        """Return, per column, the width of its widest word at a size of one point."""
        needs = [self._widest(head, self._bold) for head in self._heads]
        for kind, cells in self._rows:
            if kind is RowKind.SECTION:
                continue
            for index, cell in enumerate(cells):
                if cell.text:
                    widest = self._widest(cell.text, self._face(cell, kind))
                    needs[index] = max(needs[index], widest)
        return needs

    @staticmethod
    def _widest(text: str, face: Face) -> float:
        return max(face.width(word, 1) for word in text.replace("\n", " ").split(" "))

    def _head(self, text: str, start: int, end: int) -> CellText:
        """Balance a header for the columns ``start`` to ``end``."""
        x, width = self._edges[start], self._edges[end] - self._edges[start]
        lines = balance(text, self._bold, self._size, limit=width - 2 * self._pad)
        return CellText(tuple(lines), self._bold, Align.CENTER, x, width)

    def _cell(self, text: str, face: Face, align: Align, start: int, end: int) -> CellText:
        """Break a text for the columns ``start`` to ``end``."""
        x, width = self._edges[start], self._edges[end] - self._edges[start]
        room = width - 2 * self._pad
        lines: list[str] = []
        for part in text.split("\n"):
            if face.width(part, self._size) <= room + SLACK:
                lines.append(part)
                continue
            broken = break_lines([Segment(part, face)], self._size, first=room, rest=room)
            lines += ("".join(s.text for s in line.segments) for line in broken)
        return CellText(tuple(lines), face, align, x, width)

    def _row(self, kind: RowKind, row: tuple[Cell, ...]) -> RowText:
        cells: list[CellText] = []
        section = kind is RowKind.SECTION
        for index, cell in enumerate(row):
            align = Align.LEFT if section else self._block.columns[index].align
            end = len(self._block.columns) if section else index + 1
            made = self._cell(cell.text, self._face(cell, kind), align, index, end)
            cells.append(replace(made, figure=cell.figure) if cell.figure else made)
        return RowText(tuple(cells), self._height(cells), kind)

    def _height(self, cells: Sequence[CellText]) -> float:
        lines = max((len(cell.lines) for cell in cells), default=1)
        return lines * self._size * SINGLE_SPACING + self._frame_height()

    def _frame_height(self) -> float:
        """Return what a row is taller than its text: Word and LibreOffice add the rule as well."""
        return sum(self._pads) + self._frame.profile.table.rule_pt

    def _cut(self, row: RowText, *, room: float) -> Iterator[RowText]:
        """Divide a row that is taller than a page; every other row stays whole."""
        if row.height <= room:
            yield row
            return
        count = int((room - self._frame_height()) / (self._size * SINGLE_SPACING))
        total = max(len(cell.lines) for cell in row.cells)
        for start in range(0, total, count):
            cells = [
                replace(cell, lines=cell.lines[start : start + count] or ("",))
                for cell in row.cells
            ]
            yield RowText(tuple(cells), self._height(cells), row.kind)

    def _header(
        self,
    ) -> tuple[list[CellText], list[tuple[float, float]], tuple[float, float]]:
        """Return cells (columns, then groups), the edges of the groups, and both heights."""
        columns = self._block.columns
        cells = [self._head(head, index, index + 1) for index, head in enumerate(self._heads)]
        groups = list(_groups(columns))
        spans = [self._head(self._frame.clean(name), start, end) for name, start, end in groups]
        edges = [(self._edges[start], self._edges[end]) for _name, start, end in groups]
        grouped = [cells[i] for _name, start, end in groups for i in range(start, end)]
        alone = [cell for cell, column in zip(cells, columns, strict=True) if not column.group]
        upper = self._height(spans) if spans else 0.0
        lower = self._height(grouped) if grouped else 0.0
        lower += max(0.0, (self._height(alone) if alone else 0.0) - upper - lower)
        return cells + spans, edges, (upper, lower)


def _groups(columns: Sequence[Column]) -> Iterator[tuple[str, int, int]]:
    """Walk the header groups as name, first column, column after the last."""
    start = 0
    for name, members in groupby(columns, key=lambda column: column.group):
        end = start + len(list(members))
        if name:
            yield name, start, end
        start = end


def _evened(widths: list[float], wishes: list[float]) -> list[float]:
    """Move what some columns have to spare to those that want more, small wants first."""
    gaps = [wish - width for wish, width in zip(wishes, widths, strict=True)]
    wanted = sum(gap for gap in gaps if gap > 0)
    spare = -sum(gap for gap in gaps if gap < 0)
    moved = min(wanted, spare)
    if moved <= 0:
        return widths
    made = [w + g * moved / spare if g < 0 else w for w, g in zip(widths, gaps, strict=True)]
    for index in sorted((i for i, gap in enumerate(gaps) if gap > 0), key=gaps.__getitem__):
        given = min(gaps[index], moved)
        made[index] += given
        moved -= given
    return made


def _share(shares: list[float], least: list[float], total: float) -> list[float]:
    """Divide ``total`` by shares, giving nobody less than they need as far as that is possible."""
    if sum(least) >= total:
        return [need * total / sum(least) for need in least]
    fixed: set[int] = set()
    while True:
        free = total - sum(least[i] for i in fixed)
        weight = sum(share for i, share in enumerate(shares) if i not in fixed)
        widths = [
            least[i] if i in fixed else free * share / weight for i, share in enumerate(shares)
        ]
        short = {i for i, width in enumerate(widths) if width < least[i]}
        if not short - fixed:
            return widths
        fixed |= short
