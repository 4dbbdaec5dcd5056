"""Words of WordprocessingML: elements as strings, lengths in its units, text made harmless.

Written directly and not through a library: a table of 10.000 rows streams into the file in about
a second, the bytes depend on nothing but the document, and no text can become an element. The
order of elements inside their parents is what the schema (ECMA-376, part 1) prescribes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from danvan_desktop.documents.model import Align

TWIPS_PER_MM = 1440 / 25.4
TWIPS_PER_POINT = 20
SIDES = ("top", "left", "bottom", "right")

DASH, HELD = re.compile(r"(?<=\S) ([-–—]) "), "\xa0\\1 "
"""A dash between spaces, and how it stays with the word before, so that no line starts with one."""

_JUSTIFICATION = {
    Align.LEFT: "left",
    Align.CENTER: "center",
    Align.RIGHT: "right",
    Align.JUSTIFY: "both",
}
_INVISIBLE = frozenset(("Cc", "Cf", "Cs"))
_SPACES = re.compile(" {2,}")


def w(name: str, /, *children: str, **attributes: str | int | None) -> str:
    """Return the element ``w:name``; attributes that are None are left out."""
    listed = "".join(
        f' w:{key}="{escape(str(value))}"' for key, value in attributes.items() if value is not None
    )
    inner = "".join(children)
    return f"<w:{name}{listed}>{inner}</w:{name}>" if inner else f"<w:{name}{listed}/>"


def mm(length: float) -> int:
    """Turn millimetres into twips."""
    return round(length * TWIPS_PER_MM)


def pt(length: float) -> int:
    """Turn points into twips."""
    return round(length * TWIPS_PER_POINT)


def half_points(size: float) -> int:
    """Turn a letter size in points into half points."""
    return round(size * 2)


def eighths(width: float) -> int:
    """Turn the thickness of a rule in points into eighths, of which Word draws at least two."""
    return max(2, round(width * 8))


def rules(sides: Iterable[str], thickness: float, *, colour: str = "000000") -> list[str]:
    """Return the edges ``sides`` as single rules, ``thickness`` in points."""
    size = eighths(thickness)
    return [w(side, val="single", sz=size, space=0, color=colour) for side in sides]


def clean(text: str) -> str:
    """Return ``text`` in NFC on one line, without control characters or what XML forbids.

    The rules are those of the PDF's cleaner, but a letter that our font lacks is kept: a word
    processor finds another font for it.
    """
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text).translate(_LETTERS))


def run(
    text: str, *, bold: bool = False, italic: bool = False, size: float = 0.0, style: str = ""
) -> str:
    """Return a run of clean text; formats are given only where they differ from the style's."""
    if not text:
        return ""
    shown = f'<w:t xml:space="preserve">{escape(text, quote=False)}</w:t>'
    return f"<w:r>{letters(bold=bold, italic=italic, size=size, style=style)}{shown}</w:r>"


def letters(
    *,
    bold: bool = False,
    italic: bool = False,
    size: float = 0.0,
    style: str = "",
    colour: str = "",
) -> str:
    """Return the properties of a run, "" when there are none."""
    parts = [w("rStyle", val=style)] if style else []
    parts += [w("b"), w("bCs")] if bold else []
    parts += [w("i"), w("iCs")] if italic else []
    parts += [w("color", val=colour)] if colour else []
    if size:
        parts += [w("sz", val=half_points(size)), w("szCs", val=half_points(size))]
    return w("rPr", *parts) if parts else ""


def lines(texts: list[str], *, bold: bool = False, colour: str = "", size: float = 0.0) -> str:
    """Return balanced lines as one run with breaks between them; ``colour`` is RRGGBB."""
    shown = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(text, quote=False)}</w:t>' for text in texts
    )
    return f"<w:r>{letters(bold=bold, colour=colour, size=size)}{shown}</w:r>" if texts else ""


@dataclass(slots=True)
class Para:
    """A paragraph in a named style; what is None or zero follows the style.

    Lengths are points. ``line`` is an exact line height, ``mark`` the letter size of the
    paragraph mark (which holds an empty paragraph open), ``rule`` the thickness of a rule along
    its upper edge, ``tab`` the place of a tab stop, ``outline`` the level in the navigation pane
    (0 is the highest), ``section`` the properties of the section that ends here.
    """

    style: str
    content: str = ""
    keep_next: bool = False
    before: float | None = None
    after: float | None = None
    line: float | None = None
    left: float | None = None
    right: float | None = None
    first: float | None = None
    align: Align | None = None
    mark: float = 0.0
    rule: float = 0.0
    tab: float = 0.0
    outline: int | None = None
    section: str = ""

    def xml(self) -> str:
        """Return the ``w:p`` element."""
        return f"<w:p>{self.properties()}{self.content}</w:p>"

    def properties(self) -> str:
        """Return the ``w:pPr`` element."""
        return w(
            "pPr",
            w("pStyle", val=self.style),
            w("keepNext") if self.keep_next else "",
            self._rule(),
            w("tabs", w("tab", val="left", pos=pt(self.tab))) if self.tab else "",
            self._spacing(),
            self._indents(),
            w("jc", val=justification(self.align)) if self.align else "",
            "" if self.outline is None else w("outlineLvl", val=self.outline),
            letters(size=self.mark),
            self.section,
        )

    def _rule(self) -> str:
        if not self.rule:
            return ""
        return w("pBdr", *rules(("top",), self.rule))

    def _spacing(self) -> str:
        if self.before is None and self.after is None and self.line is None:
            return ""
        return w(
            "spacing",
            before=_points(self.before),
            after=_points(self.after),
            line=_points(self.line),
            lineRule=None if self.line is None else "exact",
        )

    def _indents(self) -> str:
        if self.left is None and self.right is None and self.first is None:
            return ""
        hanging = self.first is not None and self.first < 0
        return w(
            "ind",
            left=_points(self.left),
            right=_points(self.right),
            firstLine=None if hanging else _points(self.first),
            hanging=pt(-self.first) if hanging and self.first is not None else None,
        )


def justification(align: Align) -> str:
    """Return the schema's word for an alignment."""
    return _JUSTIFICATION[align]


def _points(length: float | None) -> int | None:
    return None if length is None else pt(length)


class _Letters(dict[int, str]):
    """A translation table that decides about each character when it is first met."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        if letter in "\xa0\u202f\u2007":
            kept = "\xa0"
        elif letter.isspace():
            kept = " "
        elif letter in "\u2010\u2011":
            kept = "-"
        elif unicodedata.category(letter) in _INVISIBLE or 0xFE00 <= code <= 0xFE0F:
            kept = ""
        else:
            kept = "" if code & 0xFFFE == 0xFFFE else letter
        self[code] = kept
        return kept


_LETTERS = _Letters()
