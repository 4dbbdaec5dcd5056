"""Charts as tables: a bar is a tab stop that its ground fills, its value stands right after it.

So a chart stays editable in a word processor, and solid and hatched bars read in black and white.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from danvan_desktop.documents.docx_layout import NO_PADDING
from danvan_desktop.documents.docx_styles import style_id
from danvan_desktop.documents.docx_xml import Para, clean, letters, pt, rules, run, w
from danvan_desktop.documents.model import Align, Bar, Chart
from danvan_desktop.documents.pdf_chart import DIFFERENCE_SHARE, GAP, LABEL_SHARE
from danvan_desktop.documents.pdf_frame import Frame
from danvan_desktop.documents.pdf_sheet import RULE

_SPACE = 2.5
"""Points above and below a bar."""

_SHORTEST = 1.0
_MOST_KEPT = 12
"""Bars up to which a chart stays on one page."""

_NOW = w("shd", val="clear", color="auto", fill="000000")
_BEFORE = w("shd", val="diagStripe", color="000000", fill="FFFFFF")
_EDGE = w("bdr", val="single", sz=4, space=0, color="000000")
_SWATCH = "\xa0" * 7


class _Widths(NamedTuple):
    """The three columns in points, and the length of the longest bar."""

    labels: float
    bars: float
    differences: float
    reach: float


class ChartTable:
    """The bars of one chart with their labels, values and differences."""

    def __init__(self, frame: Frame, block: Chart, *, width: float) -> None:
        self._block = block
        self._frame = frame
        self._size = frame.style("table_cell").size
        self._cell = style_id("table_cell")
        self._kept = bool(block.note)
        self._widths = self._shared(width)

    def keep_end(self, rows: int) -> None:
        """Keep the last bars on the page of what follows the chart."""
        self._kept = self._kept or rows > 0

    def xml(self) -> Iterator[str]:
        """Yield the element in pieces."""
        widths = [pt(width) for width in self._widths[:3] if width]
        yield "<w:tbl>" + w(
            "tblPr",
            w("tblW", w=sum(widths), type="dxa"),
            w("tblInd", w=0, type="dxa"),
            w("tblLayout", type="fixed"),
            NO_PADDING,
            w("tblLook", val="0000"),
        )
        yield w("tblGrid", *(w("gridCol", w=width) for width in widths))
        last = len(self._block.bars) - 1
        for number, bar in enumerate(self._block.bars):
            kept = last < _MOST_KEPT or number in (0, last - 1)
            yield self._row(bar, keep=self._kept if number == last else kept)
        yield "</w:tbl>"

    def legend(self) -> Para | None:
        """Return the line that says which bar is which, None when there is one kind only."""
        block = self._block
        if not block.compares:
            return None
        parts = (
            _swatch(_NOW),
            run(f" {clean(block.now_label)}      "),
            _swatch(_EDGE + _BEFORE),
            run(f" {clean(block.before_label)}"),
        )
        return Para(self._cell, "".join(parts), keep_next=True, align=Align.CENTER)

    def _shared(self, width: float) -> _Widths:
        """Share the width: labels and differences what they need, the bars what is left."""
        bars, compares = self._block.bars, self._block.compares
        labels = min(self._widest([bar.label for bar in bars]) + GAP, LABEL_SHARE * width)
        differences = 0.0
        if compares and any(bar.difference.strip() for bar in bars):
            needed = self._widest([bar.difference for bar in bars]) + GAP
            differences = min(needed, DIFFERENCE_SHARE * width)
        room = width - labels - differences
        values = [bar.shown for bar in bars]
        values += [bar.previous_shown for bar in bars if compares]
        reach = max(room - self._widest(values) - 3 * GAP, room / 4)
        return _Widths(labels, room, differences, reach)

    def _widest(self, texts: list[str]) -> float:
        face = self._frame.faces.bold
        return max((face.width(clean(text), self._size) for text in texts), default=0.0) + 2.0

    def _row(self, bar: Bar, *, keep: bool) -> str:
        bars = [self._bar(bar.value, bar.shown, solid=True)]
        if self._block.compares:
            bars.append(self._bar(bar.previous, bar.previous_shown, solid=False))
        label = Para(self._cell, run(clean(bar.label)), right=GAP, align=Align.RIGHT)
        axis = w("tcBorders", *rules(("left",), RULE))
        cells = [
            _table_cell(self._widths.labels, [label], keep=keep),
            _table_cell(self._widths.bars, bars, keep=keep, edge=axis),
        ]
        if self._widths.differences:
            words = run(clean(bar.difference), bold=True)
            difference = Para(self._cell, words, align=Align.RIGHT)
            cells.append(_table_cell(self._widths.differences, [difference], keep=keep))
        return w("tr", w("trPr", w("cantSplit")), *cells)

    def _bar(self, value: float | None, shown: str, *, solid: bool) -> Para:
        """Return a bar as long as its value with the value behind it."""
        longest = self._block.longest
        words = run(f" {clean(shown)}", bold=solid)
        para = Para(self._cell, words, before=_SPACE, after=_SPACE)
        if value and longest:
            para.tab = max(self._widths.reach * value / longest, _SHORTEST)
            ground = _NOW if solid else _EDGE + _BEFORE
            para.content = f"<w:r>{w('rPr', ground)}<w:tab/></w:r>{words}"
        return para


def _table_cell(width: float, paragraphs: list[Para], *, keep: bool, edge: str = "") -> str:
    for para in paragraphs:
        para.keep_next = keep
    properties = w("tcPr", w("tcW", w=pt(width), type="dxa"), edge, w("vAlign", val="center"))
    return w("tc", properties, *(para.xml() for para in paragraphs))


def _swatch(ground: str) -> str:
    """Return a stretch of the ground that a kind of bar has."""
    shown = f'<w:t xml:space="preserve">{_SWATCH}</w:t>'
    return f"<w:r>{letters(size=8).replace('</w:rPr>', ground + '</w:rPr>')}{shown}</w:r>"
