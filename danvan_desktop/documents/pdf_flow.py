"""From a Document to boxes: which block becomes which box, and what must hold together."""

from __future__ import annotations

from danvan_desktop.documents.closing import with_ending
from danvan_desktop.documents.model import (
    Align,
    Annex,
    Block,
    Document,
    Heading,
    ListItem,
    Paragraph,
    Run,
    TableBlock,
    runs_text,
)
from danvan_desktop.documents.pdf_foot import FootBox
from danvan_desktop.documents.pdf_frame import Frame
from danvan_desktop.documents.pdf_head import AddresseeBox, HeaderBox, TitleBox
from danvan_desktop.documents.pdf_pages import ClosingBox, Section
from danvan_desktop.documents.pdf_sheet import MM, Sheet
from danvan_desktop.documents.pdf_table import table_box
from danvan_desktop.documents.pdf_text import Box, TextBox
from danvan_desktop.documents.profiles import PageBox


def sections(frame: Frame, document: Document) -> list[Section]:
    """Turn a document into its body and annexes."""
    made = [Section(tuple(_body(frame, document)), frame.profile.page)]
    total = len(document.annexes)
    for number, annex in enumerate(document.annexes, start=1):
        page = frame.profile.landscape if annex.landscape else frame.profile.page
        label = frame.profile.annex.label_of(number, total=total, title=annex.title)
        made.append(Section(tuple(_annex(frame, annex, label, page)), page))
    return made


def _body(frame: Frame, document: Document) -> list[Box]:
    page = frame.profile.page
    width = page.text_width_mm * MM
    boxes: list[Box] = [HeaderBox(frame, document, width=width)]
    if document.type_name:
        boxes.append(TitleBox(frame, document, width=width))
    if document.to_lines:
        boxes.append(AddresseeBox(frame, document, width=width))
    blocks = with_ending(document.blocks, frame.profile.wording["ending"])
    text = _Blocks(frame, page).boxes(blocks)
    if text:
        text[0].before = frame.profile.body.title_gap
    if not (document.signatures or document.recipients or document.certification):
        return boxes + text
    kept = _kept_with_foot(text, lines=frame.profile.signature.text_lines)
    split = len(text) - kept
    foot = FootBox(frame, document, width=width)
    return [*boxes, *text[:split], ClosingBox(text[split:], foot)]


def _annex(frame: Frame, annex: Annex, label: str, page: PageBox) -> list[Box]:
    head: list[Box] = [_AnnexHead(frame, annex, label, width=page.text_width_mm * MM)]
    return head + _Blocks(frame, page).boxes(annex.blocks)


def _kept_with_foot(boxes: list[Box], *, lines: int) -> int:
    """Count the last boxes that must stay with the signatures: ``lines`` lines, or table rows.

    A heading before them comes along when its text is too short to be divided.
    """
    kept = found = 0
    while kept < len(boxes) and found < lines:
        box = boxes[-1 - kept]
        found += len(box.lines) if isinstance(box, TextBox) else lines
        kept += 1
    if kept and boxes[-kept].least == boxes[-kept].height:
        while kept < len(boxes) and boxes[-1 - kept].keep_next:
            kept += 1
    return kept


class _Blocks:
    """Turns blocks into boxes for pages of one shape."""

    def __init__(self, frame: Frame, page: PageBox) -> None:
        self._frame = frame
        self._width = page.text_width_mm * MM
        self._page_height = (page.height_mm - page.top_mm - page.bottom_mm) * MM
        self._indent = frame.profile.body.indent_mm

    def boxes(self, blocks: tuple[Block, ...]) -> list[Box]:
        return [box for block in blocks for box in self._boxes(block)]

    def _boxes(self, block: Block) -> list[Box]:
        match block:
            case Heading():
                return self._some(self._heading(block))
            case Paragraph():
                return self._some(self._paragraph(block))
            case ListItem():
                return self._some(self._item(block))
            case TableBlock():
                return self._table(block)

    @staticmethod
    def _some(box: TextBox) -> list[Box]:
        """Drop a paragraph without text."""
        return [box] if box.lines else []

    def _heading(self, block: Heading) -> TextBox:
        style = self._frame.style(f"heading_{block.level}")
        title = self._frame.clean(runs_text(block.runs)).strip(" ")
        return self._frame.text_box(
            self._frame.segments(block.runs, style),
            style,
            width=self._width,
            align=Align.LEFT,
            indent_mm=self._indent,
            keep_next=True,
            section=(title, block.level),
        )

    def _paragraph(self, block: Paragraph) -> TextBox:
        style = self._frame.style("body")
        indented = block.indent and block.align in (Align.JUSTIFY, Align.LEFT)
        return self._frame.text_box(
            self._frame.segments(block.runs, style),
            style,
            width=self._width,
            align=block.align,
            indent_mm=self._indent if indented else 0.0,
        )

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
            table_box(self._frame, block, width=self._width, page_height=self._page_height),
        ]

    def _line(self, text: str, name: str, align: Align) -> list[Box]:
        """Make the line above a table, which stays with it."""
        style = self._frame.style(name)
        segments = self._frame.segments((Run(text),), style)
        return self._some(
            self._frame.text_box(segments, style, width=self._width, align=align, keep_next=True)
        )


class _AnnexHead(Box):
    """Label, title and the note that says to which paper the annex belongs."""

    def __init__(self, frame: Frame, annex: Annex, label: str, *, width: float) -> None:
        limit = 0.9 * width
        self._centre = width / 2
        self._title = annex.title
        self._lines = [
            *frame.balanced(label, frame.style("annex_label"), limit=limit),
            *frame.balanced(annex.title, frame.style("annex_title"), limit=limit),
            *frame.balanced(annex.note, frame.style("annex_note"), limit=limit),
        ]
        self._section = ". ".join(frame.clean(part) for part in (label, annex.title) if part)
        self.height = sum(line.style.line_height for line in self._lines)
        self.keep_next = True

    def draw(self, sheet: Sheet, top: float) -> None:
        sheet.section(self._section, level=1, top=top)
        for line in self._lines:
            top = line.draw_centred(sheet, centre=self._centre, top=top)
