"""What stands under the number on page 1, and at the page's foot.

Under the number: a letter's subject, the urgency, the circulation note, the draft mark. State
papers frame urgency and circulation (NĐ 30/2020, Phụ lục I: 30 × 8, 40 × 8, 20 × 8 mm, red).
"""

from __future__ import annotations

from dataclasses import dataclass

from danvan_desktop.documents.model import Document
from danvan_desktop.documents.pdf_frame import Frame, StyledLine, height_of
from danvan_desktop.documents.pdf_lines import Segment, break_lines
from danvan_desktop.documents.pdf_sheet import MM, PageFoot, Sheet
from danvan_desktop.documents.profiles import MarkFrame


@dataclass(frozen=True, slots=True)
class Marked:
    """One mark: its lines and, in State papers, the frame around them in points.

    ``name`` is the profile's name of its style.
    """

    name: str
    lines: tuple[StyledLine, ...]
    width: float = 0.0
    framed: float = 0.0
    red: bool = False

    @property
    def before(self) -> float:
        """Return the space above."""
        return self.lines[0].style.before

    @property
    def height(self) -> float:
        """Return the height without the space above."""
        return self.framed or height_of(list(self.lines))

    def draw(self, sheet: Sheet, *, centre: float, top: float) -> None:
        """Draw around ``centre`` under ``top``."""
        if not self.framed:
            for line in self.lines:
                top = line.draw_centred(sheet, centre=centre, top=top)
            return
        left, bottom = centre - self.width / 2, top - self.framed
        sheet.frame(x=left, bottom=bottom, width=self.width, height=self.framed, red=self.red)
        top -= (self.framed - height_of(list(self.lines))) / 2
        for line in self.lines:
            sheet.stamp(
                line.text,
                x=centre - line.width / 2,
                baseline=top - line.face.ascent * line.style.size,
                face=line.face,
                size=line.style.size,
                red=self.red,
            )
            top -= line.style.line_height


class UnderNumber:
    """The marks under the number, one below the other in the left column."""

    def __init__(self, frame: Frame, document: Document, *, limit: float) -> None:
        head, wording = document.header, frame.profile.wording
        subject = "" if document.type_name else document.abstract
        prefix = wording["letter_abstract_prefix"]
        if subject and not subject.startswith(prefix):
            subject = prefix + subject
        entries = (
            (subject, "letter_abstract"),
            (head.urgency, "urgency"),
            (head.circulation, "circulation"),
            (document.draft_mark, "draft"),
        )
        made = (_mark(frame, text, style, limit=limit) for text, style in entries)
        self.marks = [mark for mark in made if mark]
        self.height = sum(mark.before + mark.height for mark in self.marks)

    def draw(self, sheet: Sheet, *, centre: float, top: float) -> None:
        """Draw the marks from ``top`` down."""
        for mark in self.marks:
            top -= mark.before
            mark.draw(sheet, centre=centre, top=top)
            top -= mark.height


class ContactFoot(PageFoot):
    """Address and telephone at the foot of page 1 (HD 36, row 14; NĐ 30, ô 13)."""

    def __init__(self, frame: Frame, document: Document, *, width: float) -> None:
        style = frame.style("contact")
        face = frame.faces.of(style)
        self._width = width
        self._lines = [
            frame.line("".join(s.text for s in line.segments), style)
            for text in document.contact_lines
            for line in break_lines(
                [Segment(frame.clean(text), face)], style.size, first=width, rest=width
            )
        ]
        self._rules = frame.profile.contact
        self._text = height_of(self._lines)
        self.height = self._text + 2 * self._rules.before if self._lines else 0.0

    def draw(self, sheet: Sheet) -> None:
        """Draw above the lower margin, under a rule where the format has one."""
        if not self._lines:
            return
        top = sheet.bottom - self._rules.before
        if self._rules.rule:
            sheet.rule(x=0, y=top, width=self._width)
        top -= self._rules.before
        for line in self._lines:
            line.draw(sheet, x=0, baseline=top - line.face.ascent * line.style.size)
            top -= line.style.line_height


def _mark(frame: Frame, text: str, name: str, *, limit: float) -> Marked | None:
    style = frame.style(name)
    rules = frame.profile.frames.get(name)
    inner = limit - 2 * rules.padding_mm * MM if rules else limit
    lines = tuple(frame.balanced(text, style, limit=inner))
    if not lines:
        return None
    if rules is None:
        return Marked(name, lines)
    return Marked(name, lines, *_framed(rules, lines), red=rules.red)


def _framed(rules: MarkFrame, lines: tuple[StyledLine, ...]) -> tuple[float, float]:
    """Return width and height of a frame: prescribed for its word, else as its text needs."""
    padding = 2 * rules.padding_mm * MM
    width = rules.widths_mm.get(lines[0].text, 0.0) * MM if len(lines) == 1 else 0.0
    height = max(rules.height_mm * MM, height_of(list(lines)) + padding / 2)
    if width:
        height = rules.height_mm * MM or height
    return width or max(line.width for line in lines) + padding, height
