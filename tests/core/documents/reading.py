"""Reads a PDF back with another library than the one that wrote it, in millimetres from top left.

A small interpreter of the content streams: enough for what text and rules need, and exact where
``pdftotext`` rounds and guesses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ContentStream

from danvan_desktop.documents.model import Document
from danvan_desktop.documents.pdf import RenderResult, render_pdf

MM = 72 / 25.4


@dataclass(frozen=True)
class Text:
    """A piece of text: its edges and its baseline in millimetres, its size in points."""

    text: str
    left: float
    right: float
    baseline: float
    size: float
    font: str

    @property
    def bold(self) -> bool:
        return "Bold" in self.font

    @property
    def italic(self) -> bool:
        return "Italic" in self.font

    @property
    def centre(self) -> float:
        return (self.left + self.right) / 2


@dataclass(frozen=True)
class Rule:
    """A straight line, in millimetres."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left


@dataclass
class Page:
    """What one page shows, in the order in which it was drawn."""

    width: float
    height: float
    texts: list[Text] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    links: list[str] = field(default_factory=list)

    def find(self, words: str) -> Text:
        """Return the first piece that contains ``words``."""
        return next(text for text in self.texts if words in text.text)

    def has(self, words: str) -> bool:
        return any(words in text.text for text in self.texts)

    @property
    def plain(self) -> str:
        return "\n".join(text.text for text in self.texts)


@dataclass
class Paper:
    """A rendered document read back."""

    result: RenderResult
    data: bytes
    pages: list[Page]
    reader: PdfReader

    @property
    def plain(self) -> str:
        return "\n".join(page.plain for page in self.pages)


def paper(document: Document, **options: Any) -> Paper:
    """Render a document and read it back."""
    buffer = BytesIO()
    result = render_pdf(document, buffer, **options)
    reader = PdfReader(buffer)
    pages = [_read_page(page) for page in reader.pages]
    return Paper(result, buffer.getvalue(), pages, reader)


def resources(page: Any) -> Any:
    """Return the resources of a pypdf page."""
    return page["/Resources"]


class _Font:
    """Decodes the codes of one subset font and knows their widths."""

    def __init__(self, resource: Any) -> None:
        self.name = str(resource["/BaseFont"])
        first = int(resource["/FirstChar"])
        self.widths = {first + i: float(w) for i, w in enumerate(resource["/Widths"])}
        cmap = resource["/ToUnicode"].get_data().decode("latin-1")
        self.letters: dict[int, str] = {}
        for body in re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
            for code, to in re.findall(r"<(\w+)>\s*<(\w+)>", body):
                self.letters[int(code, 16)] = bytes.fromhex(to).decode("utf-16-be")


def _read_page(page: Any) -> Page:
    made = Page(float(page.mediabox.width) / MM, float(page.mediabox.height) / MM)
    fonts = {name: _Font(font) for name, font in resources(page)["/Font"].items()}
    for annotation in page.get("/Annots") or []:
        made.links.append(str(annotation.get_object()["/A"]["/URI"]))
    stream = ContentStream(page["/Contents"].get_object(), page.pdf)
    x = y = size = spread = 0.0
    font: _Font | None = None
    start = (0.0, 0.0)
    for operands, operator in stream.operations:
        match operator:
            case b"Tm":
                x, y = float(operands[4]), float(operands[5])
            case b"Tf":
                font, size = fonts[operands[0]], float(operands[1])
            case b"Tw":
                spread = float(operands[0])
            case b"Tj" if font is not None:
                codes = operands[0].original_bytes
                text = "".join(font.letters[code] for code in codes)
                width = sum(font.widths[code] for code in codes) * size / 1000
                width += spread * codes.count(32)
                top = made.height - y / MM
                made.texts.append(Text(text, x / MM, (x + width) / MM, top, size, font.name))
                x += width
            case b"m":
                start = float(operands[0]) / MM, made.height - float(operands[1]) / MM
            case b"l":
                end = float(operands[0]) / MM, made.height - float(operands[1]) / MM
                made.rules.append(Rule(*start, *end))
    made.texts = _joined(made.texts)
    return made


def _joined(texts: list[Text]) -> list[Text]:
    """Put the pieces of one line in one style together again."""
    joined: list[Text] = []
    for text in texts:
        last = joined[-1] if joined else None
        if (
            last
            and abs(last.baseline - text.baseline) < 0.01
            and abs(last.right - text.left) < 0.01
            and (last.font.split("+")[1], last.size) == (text.font.split("+")[1], text.size)
        ):
            merged = last.text + text.text
            joined[-1] = Text(merged, last.left, text.right, last.baseline, text.size, text.font)
        else:
            joined.append(text)
    return joined
