"""Look into a file, in memory only, for the marking of a degree of state secrecy.

Word and Excel files are archives of XML; their paragraphs and cells are judged one by one. Old
Office files are searched for lines of text. What a PDF says is asked from the caller, who has a
reader for it. A picture of a marking cannot be seen: the clerk stays responsible.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from enum import Enum

from danvan_desktop.secrecy.markings import declares_degree, name_declares_degree

MAX_PARTS = 2_000
MAX_PART_BYTES = 40_000_000
MAX_ALL_BYTES = 120_000_000
_CHUNK = 1 << 20

_PARTS = re.compile(
    r"word/(?:document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml"
    r"|xl/(?:sharedStrings|workbook|worksheets/[^/]+|drawings/[^/]+)\.xml|docProps/core\.xml",
    re.I,
)
_BREAK = re.compile(r"</w:p>|<w:br\b[^>]*>|</si>|</is>|</a:p>|</[a-z]+:(?:title|subject|keywords)>")
_SHEET_NAME = re.compile(r"<sheet\b[^>]*\bname=\"([^\"]*)\"")
_HEADER_FOOTER = re.compile(r"<(?:odd|even|first)(?:Header|Footer)>(.*?)</", re.S)
_CODES = re.compile(r"&(?:[LCRBIUSXYKDTPNAFGZ]|\"[^\"]*\"|\d+)")
_TAG = re.compile(r"<[^>]*>")
_CONTROL = re.compile(r"[\x00-\x1f\ufffe\uffff]+")


class MarkedFile(Enum):
    """What a look into a file found."""

    CLEAN = "clean"
    NAME = "name"
    CONTENT = "content"
    UNREADABLE = "unreadable"


def declared_in(
    name: str, content: bytes, *, pdf_lines: Callable[[bytes], Iterable[str]] | None = None
) -> MarkedFile:
    """Tell whether a file's name or content declares a degree; nothing is written anywhere."""
    if name_declares_degree(name):
        return MarkedFile.NAME
    try:
        found = any(declares_degree(line) for line in _lines(content, pdf_lines))
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError):
        return MarkedFile.UNREADABLE
    return MarkedFile.CONTENT if found else MarkedFile.CLEAN


def _lines(content: bytes, pdf_lines: Callable[[bytes], Iterable[str]] | None) -> Iterable[str]:
    if content.startswith(b"PK\x03\x04"):
        return _office_lines(content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        return _old_office_lines(content)
    if content.startswith(b"%PDF-"):
        return pdf_lines(content) if pdf_lines else ()
    if b"\0" in content[:4096] or content[:3] in (b"\xff\xd8\xff", b"\x89PN"):
        return ()
    return content.decode("utf-8-sig", errors="replace").splitlines()


def _office_lines(content: bytes) -> Iterator[str]:
    left = MAX_ALL_BYTES
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if len(parts) > MAX_PARTS:
            raise ValueError("too many parts")
        for part in parts:
            if not _PARTS.fullmatch(part.filename):
                continue
            raw = _limited(archive, part, min(MAX_PART_BYTES, left))
            left -= len(raw)
            yield from _xml_lines(part.filename, raw.decode("utf-8", errors="replace"))


def _limited(archive: zipfile.ZipFile, part: zipfile.ZipInfo, most: int) -> bytes:
    """Read a part without trusting the size that it claims."""
    read: list[bytes] = []
    size = 0
    with archive.open(part) as source:
        while chunk := source.read(_CHUNK):
            size += len(chunk)
            if size > most:
                raise ValueError("part too large")
            read.append(chunk)
    return b"".join(read)


def _xml_lines(name: str, xml: str) -> Iterator[str]:
    if name.lower() == "xl/workbook.xml":
        yield from (html.unescape(found) for found in _SHEET_NAME.findall(xml))
        return
    if name.lower().startswith("xl/worksheets/"):
        for found in _HEADER_FOOTER.findall(xml):
            yield _CODES.sub("\n", html.unescape(found))
        xml = "\n".join(re.findall(r"<is>.*?</is>", xml, re.S))
    # Runs of one paragraph are joined before a line is judged: "M" and "ẬT" may be two of them.
    text = _TAG.sub("", _BREAK.sub("\n", xml.replace("\n", " ")))
    yield from html.unescape(text).split("\n")


def _old_office_lines(content: bytes) -> Iterator[str]:
    """The stretches of text in a binary Office file, which keeps Vietnamese as UTF-16."""
    for start in (0, 1):
        text = content[start : len(content) - (len(content) - start) % 2].decode(
            "utf-16-le", errors="replace"
        )
        yield from (line for line in _CONTROL.split(text) if "ẬT" in line or "mật" in line)
