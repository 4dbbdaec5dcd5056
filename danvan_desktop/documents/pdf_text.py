"""Lines of text: breaking, balancing, justifying, and the box that a paragraph becomes.

Paragraphs are broken here and not by ReportLab's own paragraph because that one reads its text
as markup, in which a clerk's ``<`` or ``&`` changes or stops the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from danvan_desktop.documents.model import Align
from danvan_desktop.documents.pdf_fonts import Face
from danvan_desktop.documents.pdf_sheet import Sheet

SLACK = 0.01
"""Points by which a line may be too long: rounding, far below what can be seen."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Text in one face; the part of a line between two changes of style."""

    text: str
    face: Face
    figure: str | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """An unbreakable stretch of one style; ``spaced`` when a space (and a break) may precede."""

    text: str
    face: Face
    figure: str | None
    spaced: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One broken line: its segments, its natural width, the spaces that can be stretched."""

    segments: tuple[Segment, ...]
    width: float
    spaces: int


def break_lines(parts: Iterable[Segment], size: float, *, first: float, rest: float) -> list[Line]:
    """Break text into lines no wider than ``first`` and then ``rest`` points."""
    lines: list[Line] = []
    current: list[Word] = []
    width, limit = 0.0, first
    for unit in _units(parts):
        unit_width = sum(word.face.width(word.text, size) for word in unit)
        gap = unit[0].face.width(" ", size) if current else 0.0
        if current and width + gap + unit_width > limit + SLACK:
            lines.append(_line(current, width))
            current, width, limit, gap = [], 0.0, rest, 0.0
        if unit_width > limit + SLACK:
            *full, unit = _chop(unit, size, limit)
            lines.extend(_line(piece, _width(piece, size)) for piece in full)
            unit_width, limit = _width(unit, size), rest if full else limit
        current.extend(unit)
        width += gap + unit_width
    if current:
        lines.append(_line(current, width))
    return lines


def balance(text: str, face: Face, size: float, *, limit: float) -> list[str]:
    """Break a title into the fewest lines, of similar length and at sensible words."""
    words = text.split(" ")
    widths = [face.width(word, size) for word in words]
    space = face.width(" ", size)
    if max(widths) > limit:
        broken = break_lines([Segment(text, face)], size, first=limit, rest=limit)
        return ["".join(s.text for s in line.segments) for line in broken]
    total = sum(widths) + space * (len(words) - 1)
    count = 1
    while True:
        ends = _best_breaks(words, widths, space, limit=limit, count=count, ideal=total / count)
        if ends:
            starts = [0, *ends[:-1]]
            return [" ".join(words[a:b]) for a, b in zip(starts, ends, strict=True)]
        count += 1


class Box:
    """Something that takes up height on a page; subclasses know how to draw themselves.

    ``before`` is the space above, dropped at the top of a page. ``keep_next`` forbids a page
    end after the box.
    """

    height: float = 0.0
    before: float = 0.0
    keep_next: bool = False

    @property
    def least(self) -> float:
        """Return the height of the smallest part that may stand at the foot of a page."""
        return self.height

    def split(self, room: float) -> tuple[Box, Box] | None:
        """Divide into a part no higher than ``room`` and the rest; None when not allowed."""
        del room
        return None

    def draw(self, sheet: Sheet, top: float) -> None:
        """Draw with the upper edge at ``top``."""
        raise NotImplementedError


class TextBox(Box):
    """A paragraph or heading, already broken into lines."""

    def __init__(
        self,
        lines: list[Line],
        *,
        size: float,
        leading: float,
        width: float,
        align: Align = Align.JUSTIFY,
        indent: float = 0.0,
        before: float = 0.0,
        keep_next: bool = False,
        section: tuple[str, int] | None = None,
        ends: bool = True,
    ) -> None:
        self.lines = lines
        self.leading = leading
        self.before = before
        self.keep_next = keep_next
        self.height = len(lines) * leading
        self._size = size
        self._width = width
        self._align = align
        self._indent = indent
        self._section = section
        self._ends = ends

    @property
    def least(self) -> float:
        return self.height if len(self.lines) < 4 else 2 * self.leading

    def split(self, room: float) -> tuple[TextBox, TextBox] | None:
        count = int((room + SLACK) / self.leading)
        return self.split_lines(min(count, len(self.lines) - 2))

    def split_lines(self, count: int) -> tuple[TextBox, TextBox] | None:
        """Divide after ``count`` lines, unless that leaves a single line on either side."""
        if count < 2 or len(self.lines) - count < 2:
            return None
        return self._part(self.lines[:count], head=True), self._part(self.lines[count:], head=False)

    def draw(self, sheet: Sheet, top: float) -> None:
        if self._section and self.lines:
            title, level = self._section
            sheet.section(title, level=level, top=top)
        block = sheet.begin_text(x=0, baseline=top)
        face: Face | None = None
        for number, line in enumerate(self.lines):
            x, spread = self._placing(line, number)
            baseline = top - number * self.leading - line.segments[0].face.ascent * self._size
            block.setTextOrigin(sheet.left + x, baseline)
            block.setWordSpace(spread)
            for segment in line.segments:
                if segment.face is not face:
                    face = segment.face
                    block.setFont(face.name, self._size)
                block.textOut(segment.text)
            if any(segment.figure for segment in line.segments):
                self._mark_figures(sheet, line, x=x, spread=spread, baseline=baseline)
        block.setWordSpace(0)
        sheet.end_text(block)

    def _placing(self, line: Line, number: int) -> tuple[float, float]:
        """Return where a line starts and how much each of its spaces is stretched."""
        indent = self._indent if number == 0 else 0.0
        free = self._width - indent - line.width
        if self._align is Align.CENTER:
            return indent + free / 2, 0.0
        if self._align is Align.RIGHT:
            return indent + free, 0.0
        last = self._ends and number == len(self.lines) - 1
        if self._align is Align.LEFT or last or not line.spaces:
            return indent, 0.0
        return indent, free / line.spaces

    def _mark_figures(
        self, sheet: Sheet, line: Line, *, x: float, spread: float, baseline: float
    ) -> None:
        for segment in line.segments:
            if segment.figure:
                shown = segment.text.rstrip(" ")
                width = segment.face.width(shown, self._size) + spread * _spaces(shown)
                bottom = baseline - segment.face.descent * self._size
                sheet.figure(segment.figure, x=x, bottom=bottom, width=width, height=self.leading)
            x += segment.face.width(segment.text, self._size) + spread * _spaces(segment.text)

    def _part(self, lines: list[Line], *, head: bool) -> TextBox:
        return TextBox(
            lines,
            size=self._size,
            leading=self.leading,
            width=self._width,
            align=self._align,
            indent=self._indent if head else 0.0,
            before=self.before if head else 0.0,
            keep_next=self.keep_next and not head,
            section=self._section if head else None,
            ends=self._ends and not head,
        )


def _units(parts: Iterable[Segment]) -> Iterator[list[Word]]:
    """Walk the text in stretches between which a line may end."""
    unit: list[Word] = []
    spaced = False
    for part in parts:
        for index, text in enumerate(part.text.split(" ")):
            spaced = spaced or index > 0
            if not text:
                continue
            if spaced and unit:
                yield unit
                unit = []
            unit.append(Word(text, part.face, part.figure, spaced=spaced))
            spaced = False
    if unit:
        yield unit


def _chop(unit: list[Word], size: float, limit: float) -> list[list[Word]]:
    """Cut what is wider than a line (a web address, a row of dots) between characters."""
    pieces: list[list[Word]] = [[]]
    used = 0.0
    for word in unit:
        start, width = 0, 0.0
        for index, letter in enumerate(word.text):
            step = word.face.width(letter, size)
            if used + width + step > limit and (index > start or pieces[-1]):
                if index > start:
                    pieces[-1].append(Word(word.text[start:index], word.face, word.figure, False))
                pieces.append([])
                start, width, used = index, 0.0, 0.0
            width += step
        pieces[-1].append(Word(word.text[start:], word.face, word.figure, False))
        used += width
    return pieces


def _line(words: list[Word], width: float) -> Line:
    """Join words into segments; the space between two styles belongs to the first."""
    segments: list[tuple[str, Face, str | None]] = []
    for index, word in enumerate(words):
        space = " " if index and word.spaced else ""
        if segments and segments[-1][1:] == (word.face, word.figure):
            segments[-1] = (segments[-1][0] + space + word.text, word.face, word.figure)
            continue
        if space:
            text, face, figure = segments[-1]
            segments[-1] = (text + space, face, figure)
        segments.append((word.text, word.face, word.figure))
    return Line(
        tuple(Segment(*segment) for segment in segments),
        width,
        sum(_spaces(text) for text, _face, _figure in segments),
    )


def _width(words: list[Word], size: float) -> float:
    return sum(word.face.width(word.text, size) for word in words)


def _spaces(text: str) -> int:
    """Count what the PDF shows as a space and therefore stretches."""
    return text.count(" ") + text.count("\xa0")


_BREAK_BEFORE = frozenset(
    "và về của ở trong năm giai theo tại đối cho với từ đến phương do nhằm tỉnh huyện xã phường "
    "quận thị thành đặc".split()
)
_ODD_BREAK = 0.04


def _best_breaks(
    words: list[str], widths: list[float], space: float, *, limit: float, count: int, ideal: float
) -> list[int] | None:
    """Return the word numbers at which ``count`` lines end, or None when they cannot fit."""
    best: dict[int, tuple[float, list[int]]] = {0: (0.0, [])}
    for _round in range(count):
        following: dict[int, tuple[float, list[int]]] = {}
        for start, (cost, ends) in best.items():
            width = -space
            for end in range(start + 1, len(words) + 1):
                width += space + widths[end - 1]
                if width > limit + SLACK:
                    break
                price = cost + ((width - ideal) / limit) ** 2 + _oddness(words, end)
                if end not in following or price < following[end][0]:
                    following[end] = (price, [*ends, end])
        best = following
    found = best.get(len(words))
    return found[1] if found else None


def _oddness(words: list[str], end: int) -> float:
    """Price of ending a line after ``words[end - 1]``: nothing at a joint of the sentence."""
    if end == len(words) or words[end - 1][-1:] in (";", ","):
        return 0.0
    last, following = words[end - 1], words[end].lower()
    after_committee = last in ("ỦY", "UỶ") and following != "ban"
    return 0.0 if following in _BREAK_BEFORE or after_committee else _ODD_BREAK
