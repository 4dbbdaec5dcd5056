"""The DOCX renderer: a Document in, a file that a leader can edit in a word processor out.

Text, figures, sizes and places are those of the PDF, with which it shares measuring and breaking
of titles; the text itself is left to the word processor. The same document gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from danvan_desktop.documents.docx_flow import body_xml, contact_xml, page_number
from danvan_desktop.documents.docx_package import (
    Package,
    app_xml,
    core_xml,
    fonts_xml,
    settings_xml,
)
from danvan_desktop.documents.docx_styles import FONT, GAP, styles_xml
from danvan_desktop.documents.docx_xml import Para, clean
from danvan_desktop.documents.model import Document
from danvan_desktop.documents.pdf_fonts import Cleaner, Faces, faces
from danvan_desktop.documents.pdf_frame import Frame
from danvan_desktop.documents.profiles import Profile, profile_for
from danvan_desktop.errors import Progress, no_progress
from danvan_desktop.signing.files import replacing


def render_docx(
    document: Document,
    out: Path | BinaryIO,
    *,
    duplex: bool = False,
    profile: Profile | None = None,
    note: str = "",
    status: str = "",
    progress: Progress = no_progress,
) -> None:
    """Write ``document`` as DOCX to a path (replaced whole or not at all) or an open binary file.

    ``duplex`` mirrors the side margins of even pages; ``profile`` overrides the one that the
    document names; ``note`` and ``status`` stand among the file's properties (comments, status).
    Raises UserError when no font is fit to measure with or the file cannot be written.
    """
    buffer = BytesIO()
    made = profile or profile_for(document.profile)
    frame = Frame(made, faces())
    frame.clean = _Kept(frame.faces)
    package = Package(buffer, document.date)
    _write_text(package, frame, document, progress=progress)
    styles = styles_xml(made, document.language)
    package.write("word/styles.xml", [styles], root="styles")
    settings = settings_xml(mirrored=duplex, language=document.language)
    package.write("word/settings.xml", settings, root="settings")
    package.write("word/fontTable.xml", [fonts_xml(FONT)], root="fonts")
    package.write("docProps/core.xml", [_properties(document, note=note, status=status)])
    package.write("docProps/app.xml", [app_xml()])
    package.finish()
    if isinstance(out, Path):
        with replacing(out) as file:
            file.write(buffer.getvalue())
    else:
        out.write(buffer.getvalue())


class _Kept(Cleaner):
    """Cleans text without replacing what our font lacks: a word processor has other fonts."""

    def __init__(self, made: Faces) -> None:
        super().__init__(made.regular)

    def __call__(self, text: str) -> str:
        """Return ``text`` in NFC, on one line, without control characters."""
        return clean(text)


def _write_text(package: Package, frame: Frame, document: Document, *, progress: Progress) -> None:
    """Write the text and what stands in the margins."""
    empty = Para(GAP).xml()
    text = _document(package, frame, document, progress)
    package.write("word/document.xml", text, root="document")
    package.write("word/header1.xml", [page_number()], root="hdr")
    package.write("word/header2.xml", [empty], root="hdr")
    contact = contact_xml(frame, document) if document.contact_lines else empty
    package.write("word/footer1.xml", [contact], root="ftr")
    package.write("word/footer2.xml", [empty], root="ftr")


def _document(
    package: Package, frame: Frame, document: Document, progress: Progress
) -> Iterator[str]:
    yield "<w:body>"
    yield from body_xml(frame, document, keep=package.picture, progress=progress)
    yield "</w:body>"


def _properties(document: Document, *, note: str, status: str) -> str:
    return core_xml(
        title=document.title or " ".join((document.type_name, document.abstract)),
        author=document.author or " ".join(document.header.issuer_lines),
        subject=document.subject or document.abstract,
        note=note,
        status=status,
        language=document.language,
        day=document.date,
    )
