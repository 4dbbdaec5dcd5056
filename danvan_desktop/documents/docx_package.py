"""The file around the text: a zip of parts whose bytes depend on the document alone.

Every entry bears the paper's own date; ids are names, not counters or random numbers; nothing
refers to anything outside the file.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from datetime import date
from html import escape
from typing import BinaryIO

from danvan_desktop.documents.docx_flow import (
    CONTACT_ID,
    NO_CONTACT_ID,
    NO_NUMBER_ID,
    NUMBER_ID,
)
from danvan_desktop.documents.docx_xml import clean, w

CREATOR = "Dân Vận Desktop"

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
NAMESPACES = (
    f'xmlns:w="{_MAIN}" xmlns:r="{_OFFICE}/relationships"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)

_PARTS = (
    ("rIdStyles", "styles", "styles.xml", "styles"),
    ("rIdSettings", "settings", "settings.xml", "settings"),
    ("rIdFonts", "fontTable", "fontTable.xml", "fontTable"),
    (NUMBER_ID, "header", "header1.xml", "header"),
    (NO_NUMBER_ID, "header", "header2.xml", "header"),
    (CONTACT_ID, "footer", "footer1.xml", "footer"),
    (NO_CONTACT_ID, "footer", "footer2.xml", "footer"),
)
"""Relationship, its type, file in ``word/``, content type."""

_FIRST_YEAR = 1980
"""The year before which a zip file cannot date its entries."""


class Package:
    """A DOCX file being written, part by part."""

    def __init__(self, out: BinaryIO, day: date) -> None:
        self._zip = zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6)
        self._stamp = (max(day.year, _FIRST_YEAR), day.month, day.day, 0, 0, 0)
        self._pictures: list[bytes] = []

    def picture(self, data: bytes) -> str:
        """Keep the bytes of a PNG and return the id of its relationship."""
        if data not in self._pictures:
            self._pictures.append(data)
        return f"rIdPicture{self._pictures.index(data) + 1}"

    def write(self, name: str, chunks: Iterable[str], *, root: str = "") -> None:
        """Write an XML part from pieces, inside the element ``w:root`` when one is named."""
        with self._zip.open(self._entry(name), "w") as part:
            opening = f"<w:{root} {NAMESPACES}>" if root else ""
            part.write((_DECLARATION + opening).encode())
            for chunk in chunks:
                part.write(chunk.encode())
            if root:
                part.write(f"</w:{root}>".encode())

    def finish(self) -> None:
        """Write pictures, relationships and the list of content types, and close the file."""
        for number, data in enumerate(self._pictures, start=1):
            with self._zip.open(self._entry(f"word/media/picture{number}.png"), "w") as part:
                part.write(data)
        self.write("word/_rels/document.xml.rels", [self._document_relationships()])
        self.write("_rels/.rels", [_package_relationships()])
        self.write("[Content_Types].xml", [_content_types()])
        self._zip.close()

    def _entry(self, name: str) -> zipfile.ZipInfo:
        entry = zipfile.ZipInfo(name, self._stamp)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.create_system = 0  # the same bytes on Windows and Linux
        entry.external_attr = 0
        return entry

    def _document_relationships(self) -> str:
        listed = [
            _relationship(identity, f"{_OFFICE}/relationships/{kind}", file)
            for identity, kind, file, _type in _PARTS
        ]
        image = f"{_OFFICE}/relationships/image"
        listed += [
            _relationship(f"rIdPicture{number}", image, f"media/picture{number}.png")
            for number in range(1, len(self._pictures) + 1)
        ]
        return _relationships(listed)


def core_xml(
    *, title: str, author: str, subject: str, note: str, status: str, language: str, day: date
) -> str:
    """Return ``docProps/core.xml``: who wrote what, dated with the paper's own day."""
    moment = f"{day.isoformat()}T00:00:00Z"
    entries = (
        ("dc:title", title),
        ("dc:subject", subject),
        ("dc:creator", author),
        ("dc:description", note),
        ("cp:lastModifiedBy", author),
        ("cp:contentStatus", status),
        ("dc:language", language),
    )
    texts = "".join(
        f"<{name}>{escape(clean(text), quote=False)}</{name}>" for name, text in entries if text
    )
    dates = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{moment}</dcterms:{name}>'
        for name in ("created", "modified")
    )
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        f' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{texts}{dates}'
        "</cp:coreProperties>"
    )


def app_xml() -> str:
    """Return ``docProps/app.xml``: the program that made the file."""
    return (
        f'<Properties xmlns="{_OFFICE}/extended-properties">'
        f"<Application>{CREATOR}</Application></Properties>"
    )


def settings_xml(*, mirrored: bool, language: str) -> Iterable[str]:
    """Yield the settings: mirrored margins, and the layout rules of today's Word."""
    yield w("zoom", percent=100)
    yield w("mirrorMargins") if mirrored else ""
    yield w("defaultTabStop", val=720)
    yield w("characterSpacingControl", val="doNotCompress")
    mode = w(
        "compatSetting",
        name="compatibilityMode",
        uri="http://schemas.microsoft.com/office/word",
        val=15,
    )
    yield w("compat", w("doNotExpandShiftReturn"), mode)
    yield w("themeFontLang", val=language)


def fonts_xml(font: str) -> str:
    """Return the entry of the one font in use."""
    return w(
        "font",
        w("panose1", val="02020603050405020304"),
        w("charset", val="00"),
        w("family", val="roman"),
        w("pitch", val="variable"),
        name=font,
    )


def _package_relationships() -> str:
    return _relationships(
        [
            _relationship("rId1", f"{_OFFICE}/relationships/officeDocument", "word/document.xml"),
            _relationship(
                "rId2",
                f"{_PACKAGE}/relationships/metadata/core-properties",
                "docProps/core.xml",
            ),
            _relationship(
                "rId3", f"{_OFFICE}/relationships/extended-properties", "docProps/app.xml"
            ),
        ]
    )


def _relationships(listed: list[str]) -> str:
    inner = "".join(listed)
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'


def _relationship(identity: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{identity}" Type="{kind}" Target="{target}"/>'


def _content_types() -> str:
    parts = [("/word/document.xml", f"{_WORD}.document.main+xml")]
    parts += [(f"/word/{file}", f"{_WORD}.{kind}+xml") for _id, _type, file, kind in _PARTS]
    parts += [
        ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
        (
            "/docProps/app.xml",
            "application/vnd.openxmlformats-officedocument.extended-properties+xml",
        ),
    ]
    defaults = (
        ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
        ("xml", "application/xml"),
        ("png", "image/png"),
    )
    inner = "".join(f'<Default Extension="{end}" ContentType="{kind}"/>' for end, kind in defaults)
    inner += "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts)
    return f'<Types xmlns="{_PACKAGE}/content-types">{inner}</Types>'
