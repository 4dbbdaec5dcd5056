"""From blocks to boxes: which block of a text becomes which box."""

from __future__ import annotations

from dataclasses import replace

from danvan_desktop.documents.closing import without_stop
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
    TableBlock,
    runs_text,
)
from danvan_desktop.documents.pdf_frame import Frame, height_of
from danvan_desktop.documents.pdf_sheet import MM, Sheet
from danvan_desktop.documents.pdf_table import table_box
from danvan_desktop.documents.pdf_text import Box, TextBox
from danvan_desktop.documents.profiles import PageBox
from danvan_desktop.i18n import N_

DIVISIONS = {
    HeadingKind.PART: ("part", "part_name"),
    HeadingKind.SECTION: ("section", "section_name"),
}
TITLE_SHARE = 0.9
"""Share of the text width that the name of a part may fill before it is broken."""


class Blocks:
    """Turns blocks into boxes for pages of one shape; ``tighter`` is for its tables."""

    def __init__(self, frame: Frame, page: PageBox, *, tighter: int = 0) -> None:
        self._frame = frame
        self._tighter = tighter
        self._width = page.text_width_mm * MM
        self._page_height = (page.height_mm - page.top_mm - page.bottom_mm) * MM
        self._indent = frame.profile.body.indent_mm

    def boxes(self, blocks: tuple[Block, ...]) -> list[Box]:
        """Return the boxes of a text in order; an empty paragraph gives none."""
        return [box for block in blocks for box in self._boxes(block)]

    def _boxes(self, block: Block) -> list[Box]:
        match block:
            case Heading():
                return self._heading(block)
            case Paragraph():
                return self._some(self._paragraph(block))
            case Grounds():
                return self._grounds(block)
            case ListItem():
                return self._some(self._item(block))
            case TableBlock():
                return self._table(block)
            case Chart():
                return self._chart(block)

    @staticmethod
    def _some(box: TextBox) -> list[Box]:
        """Drop a paragraph without text."""
        return [box] if box.lines else []

    def _heading(self, block: Heading) -> list[Box]:
        if block.kind in DIVISIONS:
            division = DivisionBox(self._frame, block, width=self._width)
            return [division] if division.height else []
        numbered = block.kind is HeadingKind.NUMBERED
        style = self._frame.style(f"heading_{block.level}" if numbered else "article")
        title = self._frame.clean(runs_text(block.runs)).strip(" ")
        box = self._frame.text_box(
            self._frame.segments(block.runs, style, title=True),
            style,
            width=self._width,
            align=Align.LEFT if numbered else Align.JUSTIFY,
            indent_mm=self._indent,
            keep_next=True,
            section=(title, block.level),
        )
        return self._some(box)

    def _paragraph(self, block: Paragraph) -> TextBox:
        style = self._frame.style("body")
        indented = block.indent and block.align in (Align.JUSTIFY, Align.LEFT)
        return self._frame.text_box(
            self._frame.segments(block.runs, style),
            style,
            width=self._width,
            align=block.align,
            indent_mm=self._indent if indented else 0.0,
            keep_next=block.keep_next,
        )

    def _grounds(self, block: Grounds) -> list[Box]:
        style, rules = self._frame.style("grounds"), self._frame.profile.grounds
        boxes: list[Box] = []
        for number, item in enumerate(block.items, start=1):
            end = rules.last if number == len(block.items) else rules.separator
            runs = (Run(rules.marker), *without_stop(item), Run(end))
            if runs_text(item).strip():
                segments = self._frame.segments(runs, style)
                boxes.append(
                    self._frame.text_box(segments, style, width=self._width, indent_mm=self._indent)
                )
        return boxes

    def _item(self, block: ListItem) -> TextBox:
        style = self._frame.style("body")
        lead = self._frame.clean(f"{block.marker} ")
        return self._frame.text_box(
            self._frame.segments(block.runs, style, lead=lead),
            style,
            width=self._width,
            indent_mm=self._indent,
        )

    def _table(self, block: TableBlock) -> list[Box]:
        return [
            *self._line(block.title, "table_title", Align.CENTER),
            *self._line(block.unit, "table_unit", Align.RIGHT),
            table_box(
                self._frame,
                block,
                width=self._width,
                page_height=self._page_height,
                tighter=self._tighter,
            ),
        ]

    def _chart(self, block: Chart) -> list[Box]:
        from danvan_desktop.documents.pdf_chart import chart_boxes  # few papers have one

        chart = chart_boxes(self._frame, block, width=self._width)
        if not chart:
            return []
        return [
            *self._line(block.title, "table_title", Align.CENTER),
            *self._line(block.unit, "table_unit", Align.RIGHT),
            *chart,
        ]

    def _line(self, text: str, name: str, align: Align) -> list[Box]:
        """Make the line above a table, which stays with it."""
        style = self._frame.style(name)
        segments = self._frame.segments((Run(text),), style)
        return self._some(
            self._frame.text_box(segments, style, width=self._width, align=align, keep_next=True)
        )


class DivisionBox(Box):
    """A part, chapter or section: its label centred, its name in capitals below."""

    name = N_("tên phần, chương, mục")

    def __init__(self, frame: Frame, block: Heading, *, width: float) -> None:
        label, name = (frame.style(style) for style in DIVISIONS[block.kind])
        limit = TITLE_SHARE * width
        text = runs_text(block.runs)
        self._centre = width / 2
        self._lines = [
            *frame.balanced(block.label, label, limit=limit),
            *frame.balanced(text, replace(name, leading=name.line_height), limit=limit),
        ]
        self._level = block.level
        parts = (frame.clean(part).strip(" ") for part in (block.label, text))
        self._title = ". ".join(part for part in parts if part)
        self.before = label.before
        self.height = height_of(self._lines)
        self.keep_next = True

    def draw(self, sheet: Sheet, top: float) -> None:
        sheet.section(self._title, level=self._level, top=top)
        for line in self._lines:
            top = line.draw_centred(sheet, centre=self._centre, top=top)
