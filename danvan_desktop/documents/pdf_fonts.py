"""The four faces in use: registered with ReportLab once, measured, and kept clean of surprises.

``clean`` is the only way for text to reach a page. It returns NFC without control characters,
and in place of what the font cannot draw a visible ``?``, which is counted so that the renderer
can report it. Nothing is ever parsed as markup.
"""

from __future__ import annotations

import threading
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from danvan_desktop.documents.fonts import NEEDED, FontFamily, find_family
from danvan_desktop.documents.profiles import Style

MISSING = "?"

_INVISIBLE = frozenset(("Cc", "Cf"))
_lock = threading.Lock()
_faces: Faces | None = None


class Face:
    """One registered face: widths in points, and the glyphs it has."""

    def __init__(self, font: Any) -> None:
        self.name: str = font.fontName
        # ReportLab reads the typographic ascender (0,69 em), under which Vietnamese capitals
        # with two marks (Ẩ: 0,89 em) would reach into the margin; word processors use hhea's.
        font.face.seek_table("hhea")
        font.face.skip(4)
        font.face.ascent = 1000 * font.face.read_short() / font.face.unitsPerEm
        font.face.descent = 1000 * font.face.read_short() / font.face.unitsPerEm
        pdfmetrics.registerFont(font)
        self.ascent: float = font.face.ascent / 1000
        self.descent: float = -font.face.descent / 1000
        self._widths: dict[int, float] = font.face.charWidths
        self._default: float = font.face.defaultWidth
        self._glyphs: dict[int, int] = font.face.charToGlyph
        self._known: dict[str, float] = {}

    def width(self, text: str, size: float) -> float:
        """Return the width of ``text`` in points, as the page will show it."""
        known = self._known.get(text)
        if known is None:
            widths, default = self._widths, self._default
            # The page shows a no-break space as a plain one, whatever the font says.
            known = sum(widths.get(32 if c == "\xa0" else ord(c), default) for c in text) / 1000
            if len(self._known) < 20_000 and len(text) < 40:
                self._known[text] = known
        return known * size

    def has(self, code: int) -> bool:
        """Tell whether the face can draw a character; beyond U+FFFF it could not be copied."""
        return code in self._glyphs and code <= 0xFFFF


@dataclass(frozen=True, slots=True)
class Faces:
    """The family that this process prints with."""

    family: FontFamily
    regular: Face
    bold: Face
    italic: Face
    bold_italic: Face

    @property
    def all(self) -> tuple[Face, ...]:
        """Return the four faces."""
        return self.regular, self.bold, self.italic, self.bold_italic

    def pick(self, *, bold: bool, italic: bool) -> Face:
        """Return the face for a weight and a slope."""
        if bold:
            return self.bold_italic if italic else self.bold
        return self.italic if italic else self.regular

    def of(self, style: Style) -> Face:
        """Return the face that a profile style asks for."""
        return self.pick(bold=style.bold, italic=style.italic)


class Cleaner:
    """Makes text fit to be drawn in every one of ``faces``, and remembers what they lack."""

    def __init__(self, *faces: Face) -> None:
        self.missing: Counter[str] = Counter()
        self._table = _Table(faces)

    def __call__(self, text: str) -> str:
        """Return ``text`` in NFC, on one line, with only characters that the font has."""
        text = unicodedata.normalize("NFC", text)
        cleaned = text.translate(self._table)
        if MISSING in cleaned and cleaned.count(MISSING) != text.count(MISSING):
            self.missing.update(c for c in text if self._table[ord(c)] == MISSING and c != MISSING)
        return cleaned


class _Table(dict[int, str]):
    """A translation table that decides about each character when it is first met."""

    def __init__(self, faces: tuple[Face, ...]) -> None:
        super().__init__()
        self._faces = faces

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        if letter.isspace() and letter not in "\xa0\u202f\u2007":
            kept = " "
        elif letter in "\xa0\u202f\u2007":
            kept = "\xa0"
        elif letter in "\u2010\u2011":
            kept = "-"
        elif unicodedata.category(letter) in _INVISIBLE or 0xFE00 <= code <= 0xFE0F:
            kept = ""
        else:
            kept = letter if all(face.has(code) for face in self._faces) else MISSING
        self[code] = kept
        return kept


def faces() -> Faces:
    """Register the family on first use and return it; raise UserError when no font is fit."""
    global _faces
    with _lock:
        if _faces is None:
            family = find_family(is_complete)
            loaded = [Face(font) for font in _opened(family)]
            _faces = Faces(family, *loaded)
        return _faces


def is_complete(family: FontFamily) -> bool:
    """Look into each of the four files for every letter that Vietnamese papers need."""
    try:
        fonts = _opened(family)
    except (TTFError, OSError):
        return False
    return all(ord(letter) in font.face.charToGlyph for font in fonts for letter in NEEDED)


@lru_cache(maxsize=1)
def _opened(family: FontFamily) -> tuple[Any, ...]:
    """Read the four files; kept because the family found complete is then registered."""
    names = ("DanVan", "DanVan-Bold", "DanVan-Italic", "DanVan-BoldItalic")
    # Without a readable ASCII part a subset holds only the letters in use.
    return tuple(
        TTFont(name, str(path), asciiReadable=False)
        for name, path in zip(names, family.files, strict=True)
    )
