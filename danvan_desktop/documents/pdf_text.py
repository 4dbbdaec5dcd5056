"""The box: what a page is filled with; and the box of a paragraph or heading."""

from __future__ import annotations

from danvan_desktop.documents.model import Align
from danvan_desktop.documents.pdf_fonts import Face
from danvan_desktop.documents.pdf_lines import SLACK, Line, spaces
from danvan_desktop.documents.pdf_sheet import Sheet


class Box:
    """Something that takes up height on a page; subclasses know how to draw themselves.

    ``before`` is the space above, dropped at the top of a page. ``keep_next`` forbids a page
    end after the box; ``name`` is what a message calls it.
    """

    height: float = 0.0
    before: float = 0.0
    keep_next: bool = False
    name: str = ""

    @property
    def least(self) -> float:
        """Return the height of the smallest part that may stand at the foot of a page."""
        return self.height

    def split(self, room: float) -> tuple[Box, Box] | None:
        """Divide into a part no higher than ``room`` and the rest; None when not allowed."""
        del room
        return None

    def loosened(self) -> list[Box]:
        """Return the parts that may be parted when no page holds them together; none by default."""
        return []

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
                width = segment.face.width(shown, self._size) + spread * spaces(shown)
                bottom = baseline - segment.face.descent * self._size
                sheet.figure(segment.figure, x=x, bottom=bottom, width=width, height=self.leading)
            x += segment.face.width(segment.text, self._size) + spread * spaces(segment.text)

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
