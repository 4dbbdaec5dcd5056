"""Reads a PDF back with another library than the one that wrote it, in millimetres from top left.

A small interpreter of the content streams: enough for what text and rules need, and exact where
``pdftotext`` rounds and guesses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
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


@dataclass(frozen=True)
class Area:
    """A rectangle or a picture, in millimetres from top left; colours are red, green, blue."""

    left: float
    top: float
    width: float
    height: float
    stroke: tuple[float, ...] = (0.0,)
    fill: float | None = None

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height

    @property
    def centre(self) -> float:
        return self.left + self.width / 2


@dataclass
class Page:
    """What one page shows, in the order in which it was drawn."""

    width: float
    height: float
    texts: list[Text] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    pictures: list[Area] = field(default_factory=list)

    def find(self, words: str) -> Text:
        """Return the first piece that contains ``words``."""
        found = next((text for text in self.texts if words in text.text), None)
        assert found is not None, f"“{words}” is not on the page"
        return found

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
    words, shapes = _Words(made, fonts), _Shapes(made)
    for operands, operator in stream.operations:
        words.take(operator, operands)
        shapes.take(operator, operands)
    made.texts = _joined(made.texts)
    return made


class _Words:
    """Follows the operators that place text."""

    def __init__(self, page: Page, fonts: dict[Any, _Font]) -> None:
        self._page = page
        self._fonts = fonts
        self._font: _Font | None = None
        self._x = self._y = self._size = self._spread = 0.0

    def take(self, operator: bytes, operands: Any) -> None:
        match operator:
            case b"Tm":
                self._x, self._y = float(operands[4]), float(operands[5])
            case b"Tf":
                self._font, self._size = self._fonts[operands[0]], float(operands[1])
            case b"Tw":
                self._spread = float(operands[0])
            case b"Tj" if self._font is not None:
                self._show(self._font, operands[0].original_bytes)

    def _show(self, font: _Font, codes: bytes) -> None:
        text = "".join(font.letters[code] for code in codes)
        width = sum(font.widths[code] for code in codes) * self._size / 1000
        width += self._spread * codes.count(32)
        top, right = self._page.height - self._y / MM, (self._x + width) / MM
        self._page.texts.append(Text(text, self._x / MM, right, top, self._size, font.name))
        self._x += width


class _Shapes:
    """Follows the operators that draw lines, rectangles and pictures."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._start = (0.0, 0.0)
        self._stroke: tuple[float, ...] = (0.0,)
        self._fill = 0.0
        self._placed: tuple[float, ...] = (0.0,) * 6
        self._area: Area | None = None

    def take(self, operator: bytes, operands: Any) -> None:
        match operator:
            case b"RG" | b"G":
                self._stroke = tuple(float(value) for value in operands)
            case b"g":
                self._fill = float(operands[0])
            case b"cm":
                self._placed = tuple(float(value) for value in operands)
            case b"Do":
                wide, _b, _c, high, left, bottom = self._placed
                self._page.pictures.append(self._rectangle(left, bottom, wide, high))
            case b"re":
                self._area = self._rectangle(*(float(value) for value in operands))
            case b"S" | b"B" | b"B*" if self._area is not None:
                fill = None if operator == b"S" else self._fill
                self._page.areas.append(replace(self._area, stroke=self._stroke, fill=fill))
                self._area = None
            case b"m":
                self._start = self._point(operands)
            case b"l":
                self._page.rules.append(Rule(*self._start, *self._point(operands)))

    def _point(self, operands: Any) -> tuple[float, float]:
        return float(operands[0]) / MM, self._page.height - float(operands[1]) / MM

    def _rectangle(self, left: float, bottom: float, wide: float, high: float) -> Area:
        top = self._page.height - (bottom + high) / MM
        return Area(left / MM, top, wide / MM, high / MM)


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
