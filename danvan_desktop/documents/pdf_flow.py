"""From a Document to sections of boxes: what stands where, and what must hold together."""

from __future__ import annotations

from danvan_desktop.documents.closing import with_ending
from danvan_desktop.documents.model import Annex, Document, TableBlock
from danvan_desktop.documents.pdf_blocks import Blocks
from danvan_desktop.documents.pdf_foot import FootBox, MoreRecipientsBox
from danvan_desktop.documents.pdf_frame import Frame, height_of
from danvan_desktop.documents.pdf_head import AddresseeBox, HeaderBox, TitleBox
from danvan_desktop.documents.pdf_marks import ContactFoot
from danvan_desktop.documents.pdf_pages import ClosingBox, Section
from danvan_desktop.documents.pdf_sheet import MM, Sheet
from danvan_desktop.documents.pdf_text import Box, TextBox
from danvan_desktop.documents.profiles import PageBox
from danvan_desktop.i18n import N_

SCANT = 0.33
"""A last page filled less than so far is worth smaller letters in the tables of an annex."""

MOST_TIGHTENED = 3
"""Pages from which on an annex stays as it is."""

FULL = 0.98
"""How full its pages may then be: Word and LibreOffice need a little more here and there."""

TIGHTEST = 4
"""Half points by which tables may be set smaller (12 to 10 pt) to spare a page of a few rows.

Neither HD 36, HD 05 nor NĐ 30 gives a size for tables of an annex; below 10 pt is hard to read.
"""

MANY_ROWS = 300
"""Rows that fill more pages than that in any letters."""


def sections(frame: Frame, document: Document) -> list[Section]:
    """Turn a document into its body and annexes."""
    sheet = frame.profile.landscape if document.landscape else frame.profile.page
    width = sheet.text_width_mm * MM
    foot = ContactFoot(frame, document, width=width) if document.contact_lines else None
    made = [Section(tuple(_body(frame, document, sheet)), sheet, foot)]
    total = len(document.annexes)
    for number, annex in enumerate(document.annexes, start=1):
        page = frame.profile.landscape if annex.landscape else frame.profile.page
        label = frame.profile.annex.label_of(number, total=total, title=annex.title)
        made.append(Section(tuple(_annex(frame, annex, label, page)), page))
    return made


def _body(frame: Frame, document: Document, page: PageBox) -> list[Box]:
    width = page.text_width_mm * MM
    boxes: list[Box] = [HeaderBox(frame, document, width=width)]
    if document.type_name:
        boxes.append(TitleBox(frame, document, width=width))
    if document.to_lines:
        boxes.append(AddresseeBox(frame, document, width=width))
    blocks = with_ending(document.blocks, frame.profile.wording["ending"])
    text = Blocks(frame, page).boxes(blocks)
    if text:
        text[0].before = frame.profile.body.title_gap
    if not any(
        (document.signatures, document.recipients, document.certification, document.typist_mark)
    ):
        return boxes + text
    kept = _kept_with_foot(text, lines=frame.profile.signature.text_lines)
    split = len(text) - kept
    height = (page.height_mm - page.top_mm - page.bottom_mm) * MM
    foot = FootBox(frame, document, width=width, page_height=height)
    more = [MoreRecipientsBox(foot.more)] if foot.more else []
    return [*boxes, *text[:split], ClosingBox(text[split:], foot), *more]


def _annex(frame: Frame, annex: Annex, label: str, page: PageBox) -> list[Box]:
    return annex_boxes(frame, annex, label, page)[0]


def annex_boxes(frame: Frame, annex: Annex, label: str, page: PageBox) -> tuple[list[Box], int]:
    """Lay an annex out, a little tighter when its last page would hold a few rows only.

    Also tells by how many half points its tables are set smaller than usual.
    """
    head = _AnnexHead(frame, annex, label, width=page.text_width_mm * MM)
    usual = [head, *Blocks(frame, page).boxes(annex.blocks)]
    pages = _pages(usual, page) / FULL
    if 1 < pages < MOST_TIGHTENED and pages % 1 <= SCANT:
        for tighter in range(1, TIGHTEST + 1):
            made = [head, *Blocks(frame, page, tighter=tighter).boxes(annex.blocks)]
            if _pages(made, page) <= int(pages) * FULL:
                return made, tighter
    return usual, 0


def tightness(frame: Frame, annex: Annex, label: str, page: PageBox) -> int:
    """Tell how tight the PDF sets an annex, without measuring what is long anyway."""
    rows = sum(len(block.rows) for block in annex.blocks if isinstance(block, TableBlock))
    return annex_boxes(frame, annex, label, page)[1] if rows < MANY_ROWS else 0


def _pages(boxes: list[Box], page: PageBox) -> float:
    """Count the pages that boxes fill, as if each could be divided anywhere."""
    height = (page.height_mm - page.top_mm - page.bottom_mm) * MM
    return sum(box.before + box.height for box in boxes) / height


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


class _AnnexHead(Box):
    """Label, title and the note that says to which paper the annex belongs."""

    name = N_("tên phụ lục")

    def __init__(self, frame: Frame, annex: Annex, label: str, *, width: float) -> None:
        limit = 0.9 * width
        self._centre = width / 2
        self._lines = [
            *frame.balanced(label, frame.style("annex_label"), limit=limit),
            *frame.balanced(annex.title, frame.style("annex_title"), limit=limit),
            *frame.balanced(annex.note, frame.style("annex_note"), limit=limit),
        ]
        self._section = ". ".join(frame.clean(part) for part in (label, annex.title) if part)
        self.height = height_of(self._lines)
        self.keep_next = True

    def draw(self, sheet: Sheet, top: float) -> None:
        sheet.section(self._section, level=1, top=top)
        for line in self._lines:
            top = line.draw_centred(sheet, centre=self._centre, top=top)
