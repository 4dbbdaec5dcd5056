"""Tables: measured once, then cut into pages by row; the header repeats, a row is never torn.

The cells are drawn directly. ReportLab's own table copies all remaining rows at every page end,
which makes a table of 10.000 rows take seconds instead of a fraction of one.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import groupby

from danvan_desktop.documents.model import Align, RowKind, Run, TableBlock
from danvan_desktop.documents.pdf_columns import CellText, Measured, Measurer
from danvan_desktop.documents.pdf_frame import Frame
from danvan_desktop.documents.pdf_lines import SLACK
from danvan_desktop.documents.pdf_sheet import MM, Sheet
from danvan_desktop.documents.pdf_text import Box, TextBox
from danvan_desktop.documents.profiles import SINGLE_SPACING

FIRST_ROWS = 4
"""A table of more rows begins at the foot of a page with so many: two look like a leftover."""

TALL_START = 60.0
"""Millimetres that these rows may take; of taller ones two are enough."""


class TableBox(Box):
    """Rows ``start`` to ``end`` of a measured table under its header; ``note`` ends the last."""

    def __init__(
        self,
        table: Measured,
        *,
        note: TextBox | None = None,
        start: int = 0,
        end: int | None = None,
    ) -> None:
        self._table = table
        self._note = note
        self._start = start
        self._end = len(table.rows) if end is None else end
        self._header = sum(table.header_heights)
        self.height = self._header + table.sums[self._end] - table.sums[start]
        self.height += note.before + note.height if note else 0.0
        self.before = 8.0

    @property
    def least(self) -> float:
        if self._end - self._start <= 3:
            return self.height
        rows = self._table.rows[self._start : min(self._start + FIRST_ROWS + 1, self._end)]
        section = rows[0].kind is RowKind.SECTION
        begun = sum(row.height for row in rows[: FIRST_ROWS + section])
        if begun > TALL_START * MM:
            begun = sum(row.height for row in rows[: 2 + section])
        return self._header + begun

    def split(self, room: float) -> tuple[Box, Box] | None:
        sums = self._table.sums
        reach = room - self._header + sums[self._start] + SLACK
        end = min(bisect_right(sums, reach) - 1, self._end - 1)
        if self._end - end == 1 and end - self._start > 1:
            end -= 1  # a single last row, often the total, gets company
        if end <= self._start:
            return None
        end = self._before_section(end)
        return (
            TableBox(self._table, start=self._start, end=end),
            TableBox(self._table, note=self._note, start=end, end=self._end),
        )

    def _before_section(self, end: int) -> int:
        """Move a page end up when a section's name, alone or with one row, would stay behind."""
        rows = self._table.rows
        lone = end - self._start > 3 and rows[end].kind is RowKind.NORMAL
        if lone and rows[end - 2].kind is RowKind.SECTION:
            end -= 2
        while end - self._start > 1 and rows[end - 1].kind is RowKind.SECTION:
            end -= 1
        return end

    def draw(self, sheet: Sheet, top: float) -> None:
        table = self._table
        rules = self._draw_header(sheet, top)
        y = top - self._header
        first, last = table.edges[0], table.edges[-1]
        runs = groupby(table.rows[self._start : self._end], key=lambda r: r.kind is RowKind.SECTION)
        for is_section, rows in runs:
            above = y
            for row in rows:
                for cell in row.cells:
                    _draw_cell(sheet, table, cell, top=y, height=row.height)
                y -= row.height
                rules.append((first, y, last, y))
            edges = (first, last) if is_section else table.edges
            rules += [(edge, above, edge, y) for edge in edges]
        sheet.grid(rules, thickness=table.rule)
        if self._note:
            self._note.draw(sheet, y - self._note.before)

    def _draw_header(self, sheet: Sheet, top: float) -> list[tuple[float, float, float, float]]:
        """Draw the header and return its rules."""
        table = self._table
        upper, lower = table.header_heights
        middle, bottom = top - upper, top - upper - lower
        first, last = table.edges[0], table.edges[-1]
        for cell in table.header[: len(table.edges) - 1]:
            grouped = any(a <= cell.x < b for a, b in table.groups)
            start, height = (middle, lower) if grouped else (top, upper + lower)
            _draw_cell(sheet, table, cell, top=start, height=height)
        for cell in table.header[len(table.edges) - 1 :]:
            _draw_cell(sheet, table, cell, top=top, height=upper)
        inner = {e for e in table.edges if any(a < e < b for a, b in table.groups)}
        rules = [(first, top, last, top), (first, bottom, last, bottom)]
        rules += [(a, middle, b, middle) for a, b in table.groups]
        rules += [(e, middle if e in inner else top, e, bottom) for e in table.edges]
        return rules


def table_box(
    frame: Frame, block: TableBlock, *, width: float, page_height: float, tighter: int = 0
) -> TableBox:
    """Measure a table for a text width and a page height in points; ``tighter`` as ``Measurer``."""
    style = frame.style("table_note")
    note = frame.text_box(
        frame.segments((Run(block.note),), style), style, width=width, align=Align.LEFT
    )
    below = note.before + note.height if note.lines else 0.0
    table = Measurer(frame, block, width=width, tighter=tighter).measure(page_height - below)
    return TableBox(table, note=note if note.lines else None)


def _draw_cell(sheet: Sheet, table: Measured, cell: CellText, *, top: float, height: float) -> None:
    leading = table.size * SINGLE_SPACING
    spare = height - len(cell.lines) * leading - sum(table.pads)
    baseline = top - table.pads[0] - spare / 2 - cell.face.ascent * table.size
    for line in cell.lines:
        if line:
            x = _x(table, cell, line)
            sheet.text(line, x=x, baseline=baseline, face=cell.face, size=table.size)
        baseline -= leading
    if cell.figure:
        sheet.figure(cell.figure, x=cell.x, bottom=top - height, width=cell.width, height=height)


def _x(table: Measured, cell: CellText, line: str) -> float:
    if cell.align is Align.CENTER:
        return cell.x + (cell.width - cell.face.width(line, table.size)) / 2
    if cell.align is Align.RIGHT:
        return cell.x + cell.width - table.pad - cell.face.width(line, table.size)
    return cell.x + table.pad
