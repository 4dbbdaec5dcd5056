"""From the blocks of a text to paragraphs and tables, each in the style of its element."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from danvan_desktop.documents.closing import without_stop
from danvan_desktop.documents.docx_chart import ChartTable
from danvan_desktop.documents.docx_head import line_text
from danvan_desktop.documents.docx_styles import GAP, ITEM, style_id
from danvan_desktop.documents.docx_table import Table
from danvan_desktop.documents.docx_xml import DASH, HELD, Para, clean, run
from danvan_desktop.documents.model import (
    Align,
    Block,
    Chart,
    Grounds,
    Heading,
    HeadingKind,
    ListItem,
    Paragraph,
    Run,
    Runs,
    TableBlock,
    runs_text,
)
from danvan_desktop.documents.pdf_blocks import DIVISIONS, TITLE_SHARE
from danvan_desktop.documents.pdf_frame import Frame
from danvan_desktop.documents.profiles import Style
from danvan_desktop.documents.spacing import held_runs

TABLE_GAP = 8.0
"""Points above a table."""

Piece: TypeAlias = Para | Table | ChartTable


class Blocks:
    """Turns blocks into pieces of the file for pages of one width, given in points."""

    def __init__(self, frame: Frame, *, width: float, tighter: int = 0) -> None:
        self._frame = frame
        self._tighter = tighter
        self._width = width

    def pieces(self, blocks: tuple[Block, ...]) -> list[Piece]:
        """Return the pieces of a text in order; what has no text gives none."""
        made: list[Piece] = []
        for block in blocks:
            for piece in self._pieces(block):
                if not isinstance(piece, Para):
                    self._space_above(made)
                made.append(piece)
        return made

    @staticmethod
    def _space_above(made: list[Piece]) -> None:
        """Hold a table off what is above it; two tables without a paragraph between would join."""
        if made and isinstance(made[-1], Para):
            made[-1].after = TABLE_GAP
        else:
            made.append(Para(GAP, line=TABLE_GAP))

    def _pieces(self, block: Block) -> Iterator[Piece]:
        match block:
            case Heading():
                yield from self._heading(block)
            case Paragraph():
                yield from self._paragraph(block)
            case Grounds():
                yield from self._grounds(block)
            case ListItem():
                body = self._frame.style("body")
                if runs_text(block.runs).strip() or block.marker.strip():
                    lead = run(clean(f"{block.marker} "))
                    yield Para(ITEM, lead + content(block.runs, body))
            case TableBlock():
                yield from self._titles(block.title, block.unit)
                yield Table(self._frame, block, width=self._width, tighter=self._tighter)
                yield from self._note(block.note)
            case Chart():
                yield from self._chart(block)

    def _heading(self, block: Heading) -> Iterator[Para]:
        if block.kind in DIVISIONS:
            yield from self._division(block)
            return
        numbered = block.kind is HeadingKind.NUMBERED
        name = f"heading_{block.level}" if numbered else "article"
        words = content(block.runs, self._frame.style(name), title=True)
        if words:
            yield Para(style_id(name), words, outline=None if numbered else block.level - 1)

    def _division(self, block: Heading) -> Iterator[Para]:
        """Yield the label of a part or section and its name; the name leads in the outline."""
        label_style, name_style = DIVISIONS[block.kind]
        limit = TITLE_SHARE * self._width
        frame = self._frame
        label = frame.balanced(block.label, frame.style(label_style), limit=limit)
        name = frame.balanced(runs_text(block.runs), frame.style(name_style), limit=limit)
        level = block.level - 1
        if label:
            outline = None if name else level
            yield Para(style_id(label_style), line_text(label), outline=outline)
        if name:
            before = None if label else frame.style(label_style).before
            yield Para(style_id(name_style), line_text(name), before=before, outline=level)

    def _paragraph(self, block: Paragraph) -> Iterator[Para]:
        words = content(block.runs, self._frame.style("body"))
        if not words:
            return
        para = Para(style_id("body"), words, keep_next=block.keep_next)
        if block.align is not Align.JUSTIFY:
            para.align = block.align
        if not (block.indent and block.align in (Align.JUSTIFY, Align.LEFT)):
            para.first = 0.0
        yield para

    def _grounds(self, block: Grounds) -> Iterator[Para]:
        style, rules = self._frame.style("grounds"), self._frame.profile.grounds
        for number, item in enumerate(block.items, start=1):
            end = rules.last if number == len(block.items) else rules.separator
            if runs_text(item).strip():
                words = (Run(rules.marker), *without_stop(item), Run(end))
                yield Para(style_id("grounds"), content(words, style))

    def _chart(self, block: Chart) -> Iterator[Piece]:
        if not block.bars:
            return
        table = ChartTable(self._frame, block, width=self._width)
        yield from self._titles(block.title, block.unit)
        legend = table.legend()
        if legend:
            yield legend
        yield table
        yield from self._note(block.note)

    def _titles(self, title: str, unit: str) -> Iterator[Para]:
        for text, name in ((title, "table_title"), (unit, "table_unit")):
            words = content((Run(text),), self._frame.style(name))
            if words:
                yield Para(style_id(name), words)

    def _note(self, note: str) -> Iterator[Para]:
        words = content((Run(note),), self._frame.style("table_note"))
        if words:
            yield Para(style_id("table_note"), words)


def content(runs: Runs, style: Style, *, title: bool = False) -> str:
    """Return Runs as the content of a paragraph in ``style``; bold and italic add to it."""
    made: list[str] = []
    for part in held_runs(runs, title=title):
        text = DASH.sub(HELD, clean(part.text.upper() if style.upper else part.text))
        if not made:
            text = text.lstrip(" ")
        bold, italic = part.bold and not style.bold, part.italic and not style.italic
        shown = run(text, bold=bold, italic=italic)
        if shown:
            made.append(shown)
    return "".join(made)
