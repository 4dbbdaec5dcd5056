"""What every box maker shares: the profile, the faces, and text made fit to be drawn."""

from __future__ import annotations

from dataclasses import dataclass

from danvan_desktop.documents.model import Align, Runs
from danvan_desktop.documents.pdf_fonts import Cleaner, Face, Faces
from danvan_desktop.documents.pdf_lines import (
    Segment,
    balance,
    break_number,
    break_paragraph,
    break_title,
)
from danvan_desktop.documents.pdf_sheet import MM, Sheet
from danvan_desktop.documents.pdf_text import TextBox
from danvan_desktop.documents.profiles import Mark, Profile, Style
from danvan_desktop.documents.spacing import held_runs


@dataclass(frozen=True, slots=True)
class StyledLine:
    """One ready line of a title or a signature block: text, face, style, and its width."""

    text: str
    face: Face
    style: Style
    width: float

    def draw(self, sheet: Sheet, *, x: float, baseline: float) -> None:
        """Draw from ``x`` on."""
        sheet.text(self.text, x=x, baseline=baseline, face=self.face, size=self.style.size)
        if self.style.underline:
            sheet.rule(x=x, y=baseline - 1.6, width=self.width)

    def draw_centred(self, sheet: Sheet, *, centre: float, top: float) -> float:
        """Draw around ``centre`` under ``top``; return the lower edge."""
        baseline = top - self.face.ascent * self.style.size
        self.draw(sheet, x=centre - self.width / 2, baseline=baseline)
        return top - self.style.line_height


class Frame:
    """The tools with which boxes are made for one document."""

    def __init__(self, profile: Profile, faces: Faces) -> None:
        self.profile = profile
        self.faces = faces
        self.clean = Cleaner(*faces.all)

    def style(self, name: str) -> Style:
        """Return a style of the profile."""
        return self.profile.styles[name]

    def line(self, text: str, style: Style) -> StyledLine:
        """Make one unbroken line."""
        face = self.faces.of(style)
        shown = self.clean(text.upper() if style.upper else text).strip(" ")
        return StyledLine(shown, face, style, face.width(shown, style.size))

    def balanced(self, text: str, style: Style, *, limit: float) -> list[StyledLine]:
        """Break a title into lines of similar length; an empty text gives none."""
        shown = self.line(text, style).text
        if not shown:
            return []
        face = self.faces.of(style)
        return [self.line(part, style) for part in balance(shown, face, style.size, limit=limit)]

    def number(self, text: str, style: Style, *, limit: float) -> list[StyledLine]:
        """Break a paper's number where its parts end; an empty one is one empty line."""
        whole = self.line(text, style)
        parts = break_number(whole.text, whole.face, style.size, limit=limit)
        return [self.line(part, style) for part in parts] or [whole]

    def segments(
        self, runs: Runs, style: Style, *, lead: str = "", title: bool = False
    ) -> list[Segment]:
        """Turn Runs into clean segments; bold and italic add to what the style has."""
        base = self.faces.of(style)
        made = [Segment(lead, base)] if lead else []
        for run in held_runs(runs, title=title):
            face = self.faces.pick(bold=style.bold or run.bold, italic=style.italic or run.italic)
            text = run.text.upper() if style.upper else run.text
            made.append(Segment(self.clean(text), face, run.figure))
        return made

    def text_box(
        self,
        segments: list[Segment],
        style: Style,
        *,
        width: float,
        align: Align = Align.JUSTIFY,
        indent_mm: float = 0.0,
        keep_next: bool = False,
        section: tuple[str, int] | None = None,
    ) -> TextBox:
        """Break segments into the box of one paragraph; a ``section`` makes it a heading."""
        indent = indent_mm * MM
        broken = break_title if section else break_paragraph
        return TextBox(
            broken(segments, style.size, first=width - indent, rest=width),
            size=style.size,
            leading=style.line_height,
            width=width,
            align=align,
            indent=indent,
            before=style.before,
            keep_next=keep_next,
            section=section,
        )


def height_of(lines: list[StyledLine]) -> float:
    """Return the height of lines one under the other."""
    return sum(line.style.line_height for line in lines)


def mark_height(mark: Mark, style: Style) -> float:
    """Return the height that a separator takes with the space around it."""
    return mark.before + mark.after + (style.line_height if mark.kind == "text" else 0.0)


def draw_mark(
    sheet: Sheet, frame: Frame, mark: Mark, *, centre: float, top: float, above: float
) -> float:
    """Draw a separator under text ``above`` points wide; return the lower edge."""
    top -= mark.before
    if mark.kind == "text":
        top = frame.line(mark.text, frame.style("mark")).draw_centred(sheet, centre=centre, top=top)
    else:
        width = above * mark.share
        sheet.rule(x=centre - width / 2, y=top, width=width)
    return top - mark.after
