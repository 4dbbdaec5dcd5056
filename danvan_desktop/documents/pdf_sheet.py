"""The sheet in hand: a ReportLab canvas with page numbers, and a record of what stands where.

Coordinates are points from the bottom left, as PDF has them; ``x`` given to the drawing methods
counts from the left edge of the text area, which on the back of a duplex sheet is moved.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from danvan_desktop.documents.pdf_fonts import Face, Faces
from danvan_desktop.documents.pdf_images import Picture
from danvan_desktop.documents.profiles import PageBox, Profile
from danvan_desktop.errors import Progress
from danvan_desktop.i18n import _

MM = 72 / 25.4
RULE = 0.75
HATCH = 3.2
"""Points between the strokes of a hatched bar: apart on a 300 dpi mono printer, dense enough."""

RED = (0.85, 0.0, 0.0)
"""The bright red of an urgency stamp."""

FIGURE_SCHEME = "danvan:figure/"


@dataclass(frozen=True, slots=True)
class Spot:
    """A rectangle on a page (the first page is 1), in points from the page's bottom left."""

    page: int
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class FigurePlace:
    """Where a live figure is printed."""

    figure: str
    spot: Spot


@dataclass(frozen=True, slots=True)
class SectionPage:
    """On which page a heading or an annex begins, and at which height."""

    title: str
    level: int
    page: int
    top: float


@dataclass(frozen=True, slots=True)
class SignaturePlace:
    """The empty space between a position and the name under it, where a signature goes.

    ``seal`` is the place of the seal's picture, which covers a third of the signature's.
    """

    name: str
    spot: Spot
    seal: Spot | None = None


class PageFoot:
    """What stands at the foot of page 1, inside the margins."""

    height: float = 0.0

    def draw(self, sheet: Sheet) -> None:
        """Draw above the lower margin."""
        raise NotImplementedError


class Sheet:
    """Draws on one page after another and remembers the places that others ask for."""

    def __init__(
        self,
        canvas: Any,
        profile: Profile,
        faces: Faces,
        *,
        links: bool,
        duplex: bool,
        progress: Progress,
    ) -> None:
        self.figure_places: list[FigurePlace] = []
        self.section_pages: list[SectionPage] = []
        self.signature_places: list[SignaturePlace] = []
        self.page = 0
        self.box = profile.page
        self._canvas = canvas
        self._profile = profile
        self._faces = faces
        self._links = links
        self._duplex = duplex
        self._progress = progress
        self._number = 0
        self._outline_level = -1
        self._foot: PageFoot | None = None

    @property
    def left(self) -> float:
        """Return the left edge of the text area on this page."""
        mirrored = self._duplex and self.page % 2 == 0
        return (self.box.right_mm if mirrored else self.box.left_mm) * MM

    @property
    def top(self) -> float:
        """Return the upper edge of the text area."""
        return (self.box.height_mm - self.box.top_mm) * MM

    @property
    def bottom(self) -> float:
        """Return the lower edge of the text area, above the foot of page 1."""
        foot = self._foot.height if self._foot and self.page == 1 else 0.0
        return self.box.bottom_mm * MM + foot

    def start_section(self, box: PageBox, foot: PageFoot | None = None) -> None:
        """Begin on a new page of the given shape, with its own page numbers.

        ``foot`` is drawn on the first page of the paper.
        """
        self.box = box
        self._foot = foot
        self._number = 0
        self.start_page()

    def start_page(self) -> None:
        """Finish the page before, if any, and begin the next one with its number."""
        self.finish()
        self.page += 1
        self._number += 1
        self._progress(self.page, 0, _("Đang dựng trang {n}").format(n=self.page))
        self._canvas.setPageSize((self.box.width_mm * MM, self.box.height_mm * MM))
        self._canvas.setLineWidth(RULE)
        if self._number >= self._profile.page_number.first_shown:
            self._draw_page_number()
        if self._foot and self.page == 1:
            self._foot.draw(self)

    def finish(self) -> None:
        """Close the page in hand."""
        if self.page:
            self._canvas.showPage()

    def text(self, text: str, *, x: float, baseline: float, face: Face, size: float) -> None:
        """Draw one line of text from ``x`` on."""
        self._canvas.setFont(face.name, size)
        self._canvas.drawString(self.left + x, baseline, text)

    def stamp(
        self, text: str, *, x: float, baseline: float, face: Face, size: float, red: bool
    ) -> None:
        """Draw one line of a framed mark, in red where the regulation wants a red stamp."""
        if red:
            self._canvas.setFillColorRGB(*RED)
        self.text(text, x=x, baseline=baseline, face=face, size=size)
        self._canvas.setFillGray(0)

    def frame(self, *, x: float, bottom: float, width: float, height: float, red: bool) -> None:
        """Draw the frame of a mark."""
        if red:
            self._canvas.setStrokeColorRGB(*RED)
        self._canvas.rect(self.left + x, bottom, width, height)
        self._canvas.setStrokeGray(0)

    def bar(self, *, x: float, bottom: float, width: float, height: float, solid: bool) -> None:
        """Draw a bar of a chart: solid, or outlined and hatched; both read without colour."""
        left = self.left + x
        self._canvas.setLineWidth(0.6)
        if solid:
            # black and not grey, which a mono printer would make of dots
            self._canvas.rect(left, bottom, width, height, stroke=1, fill=1)
        else:
            strokes = _hatching(left, bottom, width, height)
            if strokes:
                self._canvas.lines(strokes)
            self._canvas.rect(left, bottom, width, height)
        self._canvas.setLineWidth(RULE)

    def picture(self, picture: Picture, *, x: float, bottom: float, width: float) -> None:
        """Draw a checked picture, ``width`` points wide, in its own proportions."""
        self._canvas.drawImage(
            picture.reader(), self.left + x, bottom, width, width * picture.ratio, mask="auto"
        )

    def begin_text(self, *, x: float, baseline: float) -> Any:
        """Open a ReportLab text object for a block of lines."""
        return self._canvas.beginText(self.left + x, baseline)

    def end_text(self, block: Any) -> None:
        """Put a finished text object on the page."""
        self._canvas.drawText(block)

    def rule(self, *, x: float, y: float, width: float) -> None:
        """Draw a horizontal rule."""
        self._canvas.line(self.left + x, y, self.left + x + width, y)

    def grid(self, lines: list[tuple[float, float, float, float]], *, thickness: float) -> None:
        """Draw the rules of a table in one stroke."""
        left = self.left
        self._canvas.setLineWidth(thickness)
        self._canvas.lines([(left + x1, y1, left + x2, y2) for x1, y1, x2, y2 in lines])
        self._canvas.setLineWidth(RULE)

    def figure(
        self, reference: str, *, x: float, bottom: float, width: float, height: float
    ) -> None:
        """Remember, and where links are wanted make clickable, the place of a live figure."""
        spot = self._spot(x, bottom, width, height)
        self.figure_places.append(FigurePlace(reference, spot))
        if self._links:
            self._canvas.linkURL(
                FIGURE_SCHEME + quote(reference, safe="@/:._-~=", errors="replace"),
                (spot.left, spot.bottom, spot.right, spot.top),
            )

    def section(self, title: str, *, level: int, top: float) -> None:
        """Remember where a section begins and list it among the bookmarks of the PDF."""
        self.section_pages.append(SectionPage(title, level, self.page, top))
        self._outline_level = min(level - 1, self._outline_level + 1)
        key = f"s{len(self.section_pages)}"
        self._canvas.bookmarkPage(key, fit="XYZ", left=0, top=top, zoom=0)
        self._canvas.addOutlineEntry(title, key, level=self._outline_level, closed=False)

    def signature(
        self,
        name: str,
        *,
        x: float,
        bottom: float,
        width: float,
        height: float,
        seal: tuple[float, float, float] | None = None,
    ) -> None:
        """Remember the space left for a signature, and for a seal (left, bottom, diameter)."""
        stamped = self._spot(*seal[:2], seal[2], seal[2]) if seal else None
        spot = self._spot(x, bottom, width, height)
        self.signature_places.append(SignaturePlace(name, spot, stamped))

    def _spot(self, x: float, bottom: float, width: float, height: float) -> Spot:
        left = self.left + x
        return Spot(self.page, left, bottom, left + width, bottom + height)

    def _draw_page_number(self) -> None:
        style = self._profile.styles["page_number"]
        face, shown = self._faces.of(style), str(self._number)
        top = (self.box.height_mm - self._profile.page_number.top_mm) * MM
        x = (self.box.text_width_mm * MM - face.width(shown, style.size)) / 2
        self.text(shown, x=x, baseline=top - face.ascent * style.size, face=face, size=style.size)


def _hatching(
    left: float, bottom: float, width: float, height: float
) -> list[tuple[float, float, float, float]]:
    """Return slanted strokes inside a rectangle, each cut at its edges."""
    strokes = []
    offset = HATCH
    while offset < width + height:
        x1, y1 = max(0.0, offset - height), min(offset, height)
        x2, y2 = min(offset, width), max(0.0, offset - width)
        strokes.append((left + x1, bottom + y1, left + x2, bottom + y2))
        offset += HATCH
    return strokes
