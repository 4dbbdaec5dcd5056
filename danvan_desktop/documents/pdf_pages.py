"""Filling pages: boxes go down a section until the page is full; nothing is torn that must hold."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from danvan_desktop.documents.pdf_lines import SLACK
from danvan_desktop.documents.pdf_sheet import PageFoot, Sheet
from danvan_desktop.documents.pdf_text import Box
from danvan_desktop.documents.profiles import PageBox
from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _

ROUNDING = 1.0
"""Points by which a box may be too tall: a row of spaces, never a line of text."""


@dataclass(frozen=True, slots=True)
class Section:
    """Boxes on pages of one shape, numbered from 1: the body, or one annex."""

    boxes: tuple[Box, ...]
    page: PageBox
    foot: PageFoot | None = None


class ClosingBox(Box):
    """The last lines of text together with the signatures, which must never stand alone."""

    def __init__(self, texts: list[Box], foot: Box) -> None:
        self._texts = texts
        self._foot = foot
        self.before = texts[0].before if texts else foot.before
        parts = [*texts, foot]
        self.height = sum(p.height for p in parts) + sum(p.before for p in parts[1:])

    @property
    def least(self) -> float:
        first = self._texts[0] if self._texts else self._foot
        return first.least if _divisible(first) else self.height

    def split(self, room: float) -> tuple[Box, Box] | None:
        first = self._texts[0] if self._texts else self._foot
        parts = first.split(room) if _divisible(first) else None
        if parts is None:
            return None
        return parts[0], ClosingBox([parts[1], *self._texts[1:]], self._foot)

    def loosened(self) -> list[Box]:
        return [*self._texts, self._foot]

    def draw(self, sheet: Sheet, top: float) -> None:
        for number, part in enumerate([*self._texts, self._foot]):
            top -= part.before if number else 0.0
            part.draw(sheet, top)
            top -= part.height


def fill(sheet: Sheet, section: Section) -> None:
    """Draw a section from the top of a new page on."""
    sheet.start_section(section.page, section.foot)
    queue = deque(section.boxes)
    top, fresh = sheet.top, True
    while queue:
        gap = 0.0 if fresh else queue[0].before
        room = top - gap - sheet.bottom + SLACK
        box = queue[0]
        parts = box.split(room) if box.height > room else None
        stuck = parts is None and box.height > room + ROUNDING
        if not fresh and (stuck or _needed(queue, full=sheet.top - sheet.bottom) > room):
            sheet.start_page()
            top, fresh = sheet.top, True
            continue
        queue.popleft()
        if stuck:
            queue.extendleft(reversed(_loosened(box)))
            continue
        if parts is not None:
            box, rest = parts
            queue.appendleft(rest)
        box.draw(sheet, top - gap)
        top, fresh = top - gap - box.height, False
        if parts is not None:
            sheet.start_page()
            top, fresh = sheet.top, True


def _needed(queue: deque[Box], *, full: float) -> float:
    """Return the height that the next box and whatever it must stay with need at least.

    What is taller than a whole page cannot be kept together: then only the next box counts.
    """
    needed = 0.0
    for number, box in enumerate(queue):
        needed += box.before if number else 0.0
        needed += box.height if box.keep_next else box.least
        if needed > full:
            return queue[0].least
        if not box.keep_next:
            break
    return needed


def _loosened(box: Box) -> list[Box]:
    """Return the parts of a box that even an empty page cannot hold; UserError when it has none."""
    parts = box.loosened()
    if parts:
        return parts
    raise UserError(
        _("Phần “{part}” dài hơn một trang nên không dàn trang được.").format(
            part=_(box.name) if box.name else _("nội dung")
        ),
        remedy=_("Rút gọn phần này, hoặc chuyển bớt xuống nội dung hay phụ lục."),
        code="too_tall",
    )


def _divisible(box: Box) -> bool:
    return not box.keep_next and box.least < box.height
