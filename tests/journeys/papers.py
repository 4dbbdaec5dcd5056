"""Papers as other people's tools read them: poppler, qpdf and python-docx, never our own layout.

Lengths are millimetres from the top left corner of the sheet, sizes are points.
"""

from __future__ import annotations

import html
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MM = 72 / 25.4
ASCENT = 0.891
"""What poppler adds above a baseline in Times-metric fonts, as a share of the size."""


@dataclass(frozen=True)
class Line:
    """A line of text: its words, its box, the size and style in which it begins."""

    page: int
    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    bold: bool
    italic: bool

    @property
    def centre(self) -> float:
        """The middle between its edges."""
        return (self.left + self.right) / 2

    @property
    def width(self) -> float:
        """Its length."""
        return self.right - self.left

    @property
    def baseline(self) -> float:
        """Where its letters stand."""
        return self.top + ASCENT * self.size / MM


@dataclass(frozen=True)
class Sheet:
    """One page: its size and its lines in the order of the file."""

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]

    def line(self, words: str) -> Line:
        """Return the first line that holds ``words``."""
        found = next((line for line in self.lines if words in line.text), None)
        assert found is not None, f"“{words}” is not on page {self.number}"
        return found

    @property
    def body(self) -> tuple[Line, ...]:
        """The lines in the size of the text, that begin at the margin or at the indent."""
        return tuple(line for line in self.lines if line.size == 14 and len(line.text) > 40)


def said(*command: str) -> str:
    """Run a tool and return what it says."""
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def sound(path: Path) -> None:
    """Let qpdf find no fault in the file."""
    said("qpdf", "--check", str(path))


def words_of(path: Path) -> str:
    """Give what a reader copies out of the file, with single spaces."""
    return " ".join(said("pdftotext", "-layout", str(path), "-").split())


def sheets(path: Path) -> list[Sheet]:
    """Read pages: boxes from ``pdftotext -bbox-layout``, sizes and styles from ``pdftohtml``."""
    styles = _styles(path)
    found = said("pdftotext", "-bbox-layout", str(path), "-")
    made = []
    pages = re.findall(r'<page width="(.*?)" height="(.*?)">(.*?)</page>', found, re.DOTALL)
    for number, (width, height, body) in enumerate(pages, start=1):
        lines = [_line(number, words, styles) for words in _pieces(body)]
        made.append(Sheet(number, float(width) / MM, float(height) / MM, tuple(lines)))
    return made


def rules(path: Path, page: int = 1) -> list[tuple[float, float, float]]:
    """List level rules as (left, right, height on the page), read by ``pdftocairo -svg``."""
    drawn = said("pdftocairo", "-svg", "-f", str(page), "-l", str(page), str(path), "-")
    found = []
    for path_tag in re.findall(r"<path [^>]*?/>", drawn):
        if "stroke-width" not in path_tag:
            continue
        moves = re.search(r' d="M ([\d.]+) ([\d.]+) L ([\d.]+) ([\d.]+) *"', path_tag)
        matrix = re.search(r"matrix\(([^)]*)\)", path_tag)
        if moves is None:
            continue
        x1, y1, x2, y2 = (float(value) for value in moves.groups())
        a, b, c, d, e, f = (
            (float(v) for v in re.split(r"[ ,]+", matrix[1].strip()))
            if matrix is not None
            else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
        )
        left, right = sorted((a * x1 + c * y1 + e, a * x2 + c * y2 + e))
        height = b * x1 + d * y1 + f
        if abs(height - (b * x2 + d * y2 + f)) < 0.1:
            found.append((left / MM, right / MM, height / MM))
    return found


def fonts(path: Path) -> list[tuple[str, bool]]:
    """List the fonts with whether they are embedded, as pdffonts says."""
    rows = said("pdffonts", str(path)).splitlines()[2:]
    return [(row.split()[0], row.split()[-5] == "yes") for row in rows]


GAP = 14.0
"""Points between two words that make them two pieces: poppler joins columns of one height."""

_WORD = r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>'
_Word = tuple[float, float, float, float, str]


def _pieces(body: str) -> Iterator[list[_Word]]:
    """Cut the lines of a page where the words stand far apart."""
    for line in re.findall(r"<line .*?</line>", body, re.DOTALL):
        piece: list[_Word] = []
        for left, top, right, bottom, text in re.findall(_WORD, line):
            word = (float(left), float(top), float(right), float(bottom), html.unescape(text))
            if piece and word[0] - piece[-1][2] > GAP:
                yield piece
                piece = []
            piece.append(word)
        yield piece


def _line(
    page: int, words: list[_Word], styles: dict[tuple[int, int, int], tuple[float, bool, bool]]
) -> Line:
    left, top, right, bottom = words[0][0], words[0][1], words[-1][2], words[0][3]
    size, bold, italic = _nearest(styles, (page, round(left), round(top)))
    box = (left / MM, right / MM, top / MM, bottom / MM)
    return Line(page, " ".join(word[4] for word in words), *box, size, bold, italic)


def _styles(path: Path) -> dict[tuple[int, int, int], tuple[float, bool, bool]]:
    """Map page, left and top of each piece of text to size, bold, italic."""
    found = said("pdftohtml", "-xml", "-i", "-stdout", "-zoom", "3", str(path))
    made = {}
    sizes: dict[str, float] = {}
    pages = re.findall(r'<page number="(\d+)".*?>(.*?)</page>', found, re.DOTALL)
    for number, body in pages:
        sizes |= {
            name: int(size) / 3
            for name, size in re.findall(r'fontspec id="(\d+)" size="(\d+)"', body)
        }
        pieces = re.findall(
            r'<text top="(-?\d+)" left="(-?\d+)" .*?font="(\d+)">(.*?)</text>', body
        )
        for top, left, font, inside in pieces:
            place = (int(number), round(int(left) / 3), round(int(top) / 3))
            inside = re.sub(r"</?a[^>]*>", "", inside)
            starts = re.match(r"(?:<[bi]>)*", inside)
            tags = starts[0] if starts else ""
            made[place] = (sizes[font], "<b>" in tags, "<i>" in tags)
    return made


def _nearest(
    styles: dict[tuple[int, int, int], tuple[float, bool, bool]], place: tuple[int, int, int]
) -> tuple[float, bool, bool]:
    page, left, top = place
    near = [
        (abs(x - left) + abs(y - top), style)
        for (number, x, y), style in styles.items()
        if number == page and abs(y - top) <= 3
    ]
    return min(near)[1] if near else (0.0, False, False)
