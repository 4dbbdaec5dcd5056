"""The head of page 1: issuer and motto side by side, number and date, type, abstract, addressee.

Sizes and separators come from the profile; the one thing decided here is how the two columns
share the width. Fixed halves break either the date line or a
long issuer, so each row only has to be free of collisions (see ``_share``).
"""

from __future__ import annotations

from copy import copy

from danvan_desktop.documents.model import Document, Header
from danvan_desktop.documents.pdf_frame import (
    Frame,
    StyledLine,
    draw_mark,
    height_of,
    mark_height,
)
from danvan_desktop.documents.pdf_marks import UnderNumber
from danvan_desktop.documents.pdf_sheet import MM, Sheet
from danvan_desktop.documents.pdf_text import Box
from danvan_desktop.i18n import N_

TITLE_SHARE = 0.86
"""Share of the text width that a title may fill before it is broken into balanced lines."""


class HeaderBox(Box):
    """Issuer (left), motto (right), then number (left) and place with date (right).

    ``columns`` are the centres of both and the width at which the left one is broken, in points;
    ``number`` holds the lines of the number.
    """

    name = N_("đầu trang nhất")

    def __init__(self, frame: Frame, document: Document, *, width: float) -> None:
        head = document.header
        self._frame = frame
        self._marks = frame.profile.marks
        self._motto = [frame.line(m.text, m.style) for m in frame.profile.motto]
        self.number = self._number_lines(head.number_line, width=width)
        self._number_width = max(line.width for line in self.number)
        date = frame.line(head.place_date_line or "", frame.style("place_date"))
        self._left, self._centre_right, limit = self._share(head, date, width=width)
        self.columns = (self._left, self._centre_right, limit)
        self._issuer = [
            *self._lines(head.superior_lines, "superior", limit),
            *self._lines(head.issuer_lines, "issuer", limit),
        ]
        self._date = self._date_lines(date, width=width)
        self._under = UnderNumber(frame, document, limit=limit)
        self.height = self._upper_height() + self._lower_height()

    def draw(self, sheet: Sheet, top: float) -> None:
        self._draw_issuer(sheet, top)
        self._draw_motto(sheet, top)
        top -= self._upper_height()
        ascent = max(s.face.ascent * s.style.size for s in (self.number[0], *self._date[:1]))
        baseline = top - ascent
        for index, line in enumerate(self.number):
            x = self._left - line.width / 2
            line.draw(sheet, x=x, baseline=baseline - index * line.style.line_height)
        for index, line in enumerate(self._date):
            x = self._centre_right - line.width / 2
            line.draw(sheet, x=x, baseline=baseline - index * line.style.line_height)
        self._under.draw(sheet, centre=self._left, top=top - height_of(self.number))

    def _share(self, head: Header, date: StyledLine, *, width: float) -> tuple[float, float, float]:
        """Return the centres of both columns and the width at which the issuer is broken.

        The right column takes what its longest line needs. The left one may grow into the
        free space beside the motto, so that ``HUYỆN ỦY DƯƠNG MINH CHÂU`` (74,6 mm) stays on
        one line although the date (92,7 mm) below needs the right column's full width.
        """
        columns = self._frame.profile.columns
        gap = columns.gap_mm * MM
        motto = max(line.width for line in self._motto)
        right = max(columns.right_mm * MM, motto, date.width)
        right = min(right, width - self._number_width - gap)
        centre_right = width - right / 2
        free = centre_right - motto / 2 - gap
        issuer = max(
            [self._frame.line(t, self._frame.style("superior")).width for t in head.superior_lines]
            + [self._frame.line(t, self._frame.style("issuer")).width for t in head.issuer_lines],
            default=0.0,
        )
        usual = min(columns.left_mm * MM, free)
        left = issuer if usual < issuer <= free else usual
        return left / 2, centre_right, left

    def _lines(self, texts: tuple[str, ...], style: str, limit: float) -> list[StyledLine]:
        made = self._frame
        return [ln for t in texts for ln in made.balanced(t, made.style(style), limit=limit)]

    def _number_lines(self, text: str, *, width: float) -> list[StyledLine]:
        """Keep the number on one line unless it would push the date off the page."""
        style = self._frame.style("number")
        line = self._frame.line(text, style)
        if line.width <= width / 2:
            return [line]
        return self._frame.number(text, style, limit=self._frame.profile.columns.left_mm * MM)

    def _date_lines(self, date: StyledLine, *, width: float) -> list[StyledLine]:
        gap = self._frame.profile.columns.gap_mm * MM
        free = width - (self._left + self._number_width / 2) - gap
        return self._frame.balanced(
            date.text, date.style, limit=min(free, 2 * (width - self._centre_right))
        )

    def _upper_height(self) -> float:
        """Return the height of the rows above number and date."""
        mark = self._frame.style("mark")
        left = height_of(self._issuer) + mark_height(self._marks["issuer"], mark)
        right = height_of(self._motto) + mark_height(self._marks["motto"], mark)
        return max(left, right)

    def _lower_height(self) -> float:
        left = height_of(self.number) + self._under.height
        return max(left, height_of(self._date))

    def _draw_issuer(self, sheet: Sheet, top: float) -> None:
        for line in self._issuer:
            top = line.draw_centred(sheet, centre=self._left, top=top)
        if self._issuer:
            draw_mark(
                sheet,
                self._frame,
                self._marks["issuer"],
                centre=self._left,
                top=top,
                above=self._issuer[-1].width,
            )

    def _draw_motto(self, sheet: Sheet, top: float) -> None:
        for line in self._motto:
            top = line.draw_centred(sheet, centre=self._centre_right, top=top)
        draw_mark(
            sheet,
            self._frame,
            self._marks["motto"],
            centre=self._centre_right,
            top=top,
            above=self._motto[-1].width,
        )


class TitleBox(Box):
    """The type name, the abstract in balanced lines, and the separator under them."""

    name = N_("tên loại và trích yếu")

    def __init__(self, frame: Frame, document: Document, *, width: float) -> None:
        self._frame = frame
        self._centre = width / 2
        limit = width * TITLE_SHARE
        abstract = frame.balanced(document.abstract, frame.style("abstract"), limit=limit)
        self._lines = [
            *frame.balanced(document.type_name, frame.style("type_name"), limit=limit),
            *abstract,
        ]
        mark = frame.profile.marks["abstract"]
        self._mark = None if document.kind in mark.not_for or not abstract else mark
        self.before = frame.style("type_name").before
        self.height = height_of(self._lines)
        self.height += mark_height(self._mark, frame.style("mark")) if self._mark else 0.0
        self.keep_next = True

    def draw(self, sheet: Sheet, top: float) -> None:
        for line in self._lines:
            top = line.draw_centred(sheet, centre=self._centre, top=top)
        if self._mark and self._lines:
            draw_mark(
                sheet,
                self._frame,
                self._mark,
                centre=self._centre,
                top=top,
                above=self._lines[-1].width,
            )


class AddresseeBox(Box):
    """*Kính gửi:* with one name on the same line, or several in a list beside it."""

    def __init__(self, frame: Frame, document: Document, *, width: float) -> None:
        rules = frame.profile.addressee
        style = frame.style("addressee")
        label = frame.line(rules.label_for(document.kind), frame.style("addressee_label"))
        gap = frame.faces.of(style).width(" ", style.size)
        limit = width - label.width - gap
        several = len(document.to_lines) > 1
        texts = rules.lines(document.to_lines) if several else list(document.to_lines)
        lines = [ln for text in texts for ln in frame.balanced(text, style, limit=limit)]
        block = label.width + gap + max((line.width for line in lines), default=0.0)
        self._label: StyledLine | None = label
        self._label_x = (width - block) / 2
        self._x = self._label_x + label.width + gap
        self.before = label.style.before
        self._set(lines)

    @property
    def least(self) -> float:
        return self.height if len(self._lines) < 4 else 2 * self._lines[0].style.line_height

    def split(self, room: float) -> tuple[Box, Box] | None:
        count = min(int(room / self._lines[0].style.line_height), len(self._lines) - 2)
        if count < 2:
            return None
        first, rest = copy(self), copy(self)
        first._set(self._lines[:count])
        rest._set(self._lines[count:])
        rest._label = None
        return first, rest

    def draw(self, sheet: Sheet, top: float) -> None:
        for number, line in enumerate(self._lines):
            baseline = top - line.face.ascent * line.style.size
            if number == 0 and self._label:
                self._label.draw(sheet, x=self._label_x, baseline=baseline)
            line.draw(sheet, x=self._x, baseline=baseline)
            top -= line.style.line_height

    def _set(self, lines: list[StyledLine]) -> None:
        self._lines = lines
        self.height = height_of(lines)
