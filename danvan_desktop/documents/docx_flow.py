"""From a Document to the body of ``word/document.xml``: sections, what holds together, numbers.

Body and annexes are sections of their own, each with its own orientation and page numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from danvan_desktop.documents.closing import with_ending
from danvan_desktop.documents.docx_blocks import Blocks, Piece
from danvan_desktop.documents.docx_foot import Foot
from danvan_desktop.documents.docx_head import Head, addressee, line_text, title
from danvan_desktop.documents.docx_styles import GAP, style_id
from danvan_desktop.documents.docx_table import Table
from danvan_desktop.documents.docx_xml import Para, clean, mm, run, w
from danvan_desktop.documents.model import Annex, Document
from danvan_desktop.documents.pdf_flow import tightness
from danvan_desktop.documents.pdf_frame import Frame
from danvan_desktop.documents.pdf_sheet import MM, RULE
from danvan_desktop.documents.profiles import PageBox, Profile
from danvan_desktop.errors import Progress

NUMBER_ID, NO_NUMBER_ID = "rIdHeader", "rIdFirstHeader"
CONTACT_ID, NO_CONTACT_ID = "rIdFooter", "rIdFirstFooter"
"""Relationships to the headers with and without a page number, to page 1's footer, to none."""


def body_xml(
    frame: Frame, document: Document, *, keep: Callable[[bytes], str], progress: Progress
) -> Iterator[str]:
    """Yield the content of ``w:body`` in pieces; ``keep`` stores a picture, see ``Foot``."""
    page = frame.profile.landscape if document.landscape else frame.profile.page
    last = len(document.annexes)
    contact = bool(document.contact_lines)
    shape = section(frame.profile, page, contact=contact)
    foot = Foot(frame, document, width=page.text_width_mm * MM, keep=keep).xml()
    yield from _closed(_body(frame, document, page, foot, progress), shape, final=last == 0)
    for number, annex in enumerate(document.annexes, start=1):
        page = frame.profile.landscape if annex.landscape else frame.profile.page
        label = frame.profile.annex.label_of(number, total=last, title=annex.title)
        parts = _annex(frame, annex, label, page, progress)
        yield from _closed(parts, section(frame.profile, page), final=number == last)


def section(profile: Profile, page: PageBox, *, contact: bool = False) -> str:
    """Return the properties of a section: paper, margins, page numbers from 1."""
    hidden = profile.page_number.first_shown > 1
    landscape = page.width_mm > page.height_mm
    return w(
        "sectPr",
        _reference("header", "default", NUMBER_ID),
        _reference("header", "first", NO_NUMBER_ID if hidden else NUMBER_ID),
        _reference("footer", "first", CONTACT_ID if contact else NO_CONTACT_ID),
        w("type", val="nextPage"),
        w(
            "pgSz",
            w=mm(page.width_mm),
            h=mm(page.height_mm),
            orient="landscape" if landscape else None,
        ),
        w(
            "pgMar",
            top=mm(page.top_mm),
            right=mm(page.right_mm),
            bottom=mm(page.bottom_mm),
            left=mm(page.left_mm),
            header=mm(profile.page_number.top_mm),
            footer=mm(page.bottom_mm),
            gutter=0,
        ),
        w("pgNumType", start=1),
        w("titlePg"),
    )


def _reference(part: str, place: str, identity: str) -> str:
    return f'<w:{part}Reference w:type="{place}" r:id="{identity}"/>'


def page_number() -> str:
    """Return the paragraph with the page number, a field that the word processor fills."""
    field = "".join(
        w("r", inner)
        for inner in (
            w("fldChar", fldCharType="begin"),
            '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
            w("fldChar", fldCharType="separate"),
            "<w:t>2</w:t>",
            w("fldChar", fldCharType="end"),
        )
    )
    return Para(style_id("page_number"), field).xml()


def contact_xml(frame: Frame, document: Document) -> str:
    """Return the paragraphs at the foot of page 1, under a rule where the format has one."""
    rules = frame.profile.contact
    made = [Para(style_id("contact"), run(clean(text))) for text in document.contact_lines]
    made = [para for para in made if para.content]
    if not made:
        return Para(GAP).xml()
    space = Para(GAP, line=max(1.0, rules.before), before=rules.before)
    space.rule = RULE if rules.rule else 0.0
    return "".join(para.xml() for para in (space, *made))


def _body(
    frame: Frame, document: Document, page: PageBox, foot: str, progress: Progress
) -> Iterator[str | Para]:
    width = page.text_width_mm * MM
    yield Head(frame, document, width=width).xml()
    heading = title(frame, document, width=width) if document.type_name else []
    heading += addressee(frame, document, width=width) if document.to_lines else []
    blocks = with_ending(document.blocks, frame.profile.wording["ending"])
    text = Blocks(frame, width=width).pieces(blocks)
    if text and isinstance(text[0], Para):
        text[0].before = frame.profile.body.title_gap
    elif not heading:
        heading = [Para(GAP)]
    if foot:
        _keep_with_foot(text, lines=frame.profile.signature.text_lines, frame=frame, width=width)
        if not text or not isinstance(text[-1], Para):
            text.append(Para(GAP, keep_next=True))
    yield from heading
    yield from _written(text, progress)
    if foot:
        yield foot


def _annex(
    frame: Frame, annex: Annex, label: str, page: PageBox, progress: Progress
) -> Iterator[str | Para]:
    width = page.text_width_mm * MM
    parts = ((label, "annex_label"), (annex.title, "annex_title"), (annex.note, "annex_note"))
    for text, name in parts:
        broken = frame.balanced(text, frame.style(name), limit=0.9 * width)
        if broken:
            yield Para(style_id(name), line_text(broken))
    tighter = tightness(frame, annex, label, page)
    pieces = Blocks(frame, width=width, tighter=tighter).pieces(annex.blocks)
    yield from _written(pieces, progress)


def _written(pieces: Iterable[Piece], progress: Progress) -> Iterator[str | Para]:
    for piece in pieces:
        if isinstance(piece, Para):
            yield piece
        elif isinstance(piece, Table):
            yield from piece.xml(progress)
        else:
            yield from piece.xml()


def _closed(parts: Iterable[str | Para], shape: str, *, final: bool) -> Iterator[str]:
    """Yield a section; all but the last end in a paragraph that carries their properties."""
    held: str | Para | None = None
    for part in parts:
        if held is not None:
            yield held if isinstance(held, str) else held.xml()
        held = part
    if final:
        if isinstance(held, Para):
            yield held.xml()
        elif held is not None:
            yield held + Para(GAP).xml()
        yield shape
        return
    if not isinstance(held, Para):
        yield held or ""
        held = Para(GAP)
    held.section = shape
    yield held.xml()


def _keep_with_foot(text: list[Piece], *, lines: int, frame: Frame, width: float) -> None:
    """Keep the last ``lines`` lines of text on the page of the signatures.

    Of a table these are its last rows. A paragraph that is kept with what follows gives at least
    two lines, because a single one would be a widow; so only paragraphs of one line need those
    before them as well.
    """
    found = 0
    for piece in reversed(text):
        if found >= lines:
            return
        if not isinstance(piece, Para):
            piece.keep_end(lines - found)
            return
        piece.keep_next = True
        found += _line_count(piece, frame, width)


def _line_count(para: Para, frame: Frame, width: float) -> int:
    """Estimate the lines of a paragraph from the letters in it."""
    letters = len(re.sub(r"<[^>]*>", "", para.content))
    style = frame.style("body")
    per_line = width / (frame.faces.of(style).width("n", style.size) * 0.9)
    return 1 + int(letters / per_line)
