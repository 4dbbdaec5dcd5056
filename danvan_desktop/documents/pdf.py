"""The PDF renderer: a Document in, a file and a list of what stands where out.

Together with the other ``pdf_*`` files this is the only place that knows ReportLab. The same
document gives the same bytes: the only date inside is the paper's own.
"""

from __future__ import annotations

import calendar
import time
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from reportlab.lib.utils import TimeStamp
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName
from reportlab.pdfgen.canvas import Canvas

from danvan_desktop.documents.model import Document, plain_text
from danvan_desktop.documents.pdf_archive import describe
from danvan_desktop.documents.pdf_flow import sections
from danvan_desktop.documents.pdf_fonts import faces
from danvan_desktop.documents.pdf_frame import Frame
from danvan_desktop.documents.pdf_pages import fill
from danvan_desktop.documents.pdf_sheet import (
    MM,
    FigurePlace,
    SectionPage,
    Sheet,
    SignaturePlace,
    Spot,
)
from danvan_desktop.documents.profiles import Profile, profile_for
from danvan_desktop.errors import Issue, Progress, Severity, no_progress
from danvan_desktop.i18n import _
from danvan_desktop.signing.files import replacing
from danvan_desktop.signing.places import destination_name

CREATOR = "Dân Vận Desktop"
SEAL_PREFIX = "con-dau-"
"""Begins the name of the destination that marks the place of a seal, beside ``chu-ky-``."""


@dataclass(frozen=True, slots=True)
class RenderResult:
    """What was printed: pages, places worth pointing at, and what could not be drawn."""

    pages: int
    body_pages: int
    figure_places: tuple[FigurePlace, ...]
    section_pages: tuple[SectionPage, ...]
    signature_places: tuple[SignaturePlace, ...]
    issues: tuple[Issue, ...]


def render_pdf(
    document: Document,
    out: Path | BinaryIO,
    *,
    links: bool = False,
    duplex: bool = False,
    profile: Profile | None = None,
    progress: Progress = no_progress,
) -> RenderResult:
    """Write ``document`` as PDF to a path (replaced whole or not at all) or an open binary file.

    ``links`` makes live figures clickable (``danvan:figure/…``) for the preview; ``duplex``
    mirrors the side margins of even pages; ``profile`` overrides the one that the document
    names. Raises UserError when no font is fit or the file cannot be written.
    """
    buffer = BytesIO()
    result = _render(
        document,
        buffer,
        profile=profile or profile_for(document.profile),
        links=links,
        duplex=duplex,
        progress=progress,
    )
    if isinstance(out, Path):
        with replacing(out) as file:
            file.write(buffer.getvalue())
    else:
        out.write(buffer.getvalue())
    return result


def _render(
    document: Document,
    buffer: BytesIO,
    *,
    profile: Profile,
    links: bool,
    duplex: bool,
    progress: Progress,
) -> RenderResult:
    frame = Frame(profile, faces())
    canvas = _canvas(document, buffer, frame)
    sheet = Sheet(canvas, profile, frame.faces, links=links, duplex=duplex, progress=progress)
    body_pages = 0
    for number, section in enumerate(sections(frame, document)):
        fill(sheet, section)
        body_pages = body_pages if number else sheet.page
    sheet.finish()
    _reserve(canvas, sheet.signature_places)
    describe(canvas, day=document.date, language=document.language, archival=not links)
    canvas.save()
    return RenderResult(
        pages=sheet.page,
        body_pages=body_pages,
        figure_places=tuple(sheet.figure_places),
        section_pages=tuple(sheet.section_pages),
        signature_places=tuple(sheet.signature_places),
        issues=tuple(_missing_letters(frame, document)),
    )


def _canvas(document: Document, buffer: BytesIO, frame: Frame) -> Any:
    """Make the canvas with the paper's own date and without ReportLab's Helvetica."""
    page, font = frame.profile.page, frame.faces.regular.name
    canvas = Canvas(
        buffer,
        pagesize=(page.width_mm * MM, page.height_mm * MM),
        initialFontName=font,
        initialFontSize=frame.style("body").size,
        lang=document.language,
        invariant=1,
        pageCompression=1,
        pdfVersion=(1, 7),
    )
    stamp = TimeStamp(1)
    stamp.lt = time.struct_time((*document.date.timetuple()[:3], 0, 0, 0, 0, 1, 0))
    stamp.t = float(calendar.timegm(stamp.lt))
    stamp.YMDhms = tuple(stamp.lt)[:6]
    stamp.dhh, stamp.dmm = 7, 0
    canvas._doc._timeStamp = stamp
    clean = frame.clean
    canvas.setTitle(clean(document.title or " ".join((document.type_name, document.abstract))))
    canvas.setAuthor(clean(document.author or " ".join(document.header.issuer_lines)))
    canvas.setSubject(clean(document.subject or document.abstract))
    canvas.setCreator(CREATOR)
    return canvas


def _reserve(canvas: Any, places: list[SignaturePlace]) -> None:
    """Name the spaces for signatures as destinations, where a signing program finds them."""
    pages = canvas._doc.Pages.pages

    def target(spot: Spot) -> Any:
        corners = [spot.left, spot.bottom, spot.right, spot.top]
        return PDFArray([pages[spot.page - 1], PDFName("FitR"), *corners])

    named = {}
    for number, place in enumerate(places, start=1):
        named[destination_name(number, place.name)] = target(place.spot)
        if place.seal:
            named[f"{SEAL_PREFIX}{number}"] = target(place.seal)
    if named:
        canvas._doc.Catalog.Dests = PDFDictionary(named)


def _missing_letters(frame: Frame, document: Document) -> list[Issue]:
    """Name the letters that were replaced by ``?``, each with the words in which it stands."""
    if not frame.clean.missing:
        return []
    lines = plain_text(document).splitlines()
    return [
        Issue(
            code="missing_glyph",
            message=_(
                "Phông chữ không có ký tự {letter} (U+{code}); bản in thay bằng dấu “?”"
            ).format(letter=letter if letter.isprintable() else "", code=f"{ord(letter):04X}"),
            remedy=_("Sửa lại chỗ này: “{words}”").format(words=_words_around(letter, lines)),
            severity=Severity.WARNING,
        )
        for letter in sorted(frame.clean.missing)
    ]


def _words_around(letter: str, lines: list[str]) -> str:
    """Return the words around the first place of a letter."""
    line = next((line for line in lines if letter in line), "")
    place = line.find(letter)
    return line[max(0, place - 30) : place + 30].strip()
