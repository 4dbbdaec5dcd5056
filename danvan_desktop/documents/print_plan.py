"""Which page of a paper goes on which side of which sheet, and by how much it is moved there.

Plain arithmetic without printer or PDF. The papers keep one margin for every page (HD 36-HD/VPTW
and HD 05-HD/VPTW: left 30, right 15 mm), so the back of a sheet that is printed on both sides is
moved here: its margins become left 15, right 30 mm, and the binding edge stays wide.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from danvan_desktop.i18n import _

FARTHEST_MM = 10.0
"""Nobody's printer is off by more; a larger number is a slip of the keyboard."""

_RANGE = re.compile(r"(\d+)?\s*(?:([-–−])\s*(\d+)?)?")


class Sides(StrEnum):
    """How the sides of the sheets are used; MANUAL is for printers that cannot turn a sheet."""

    ONE = "one"
    LONG_EDGE = "long_edge"
    MANUAL = "manual"


class Stack(StrEnum):
    """Which sheet lies on top when the printed stack is put back into the tray."""

    FIRST = "first"
    LAST = "last"


@dataclass(frozen=True, slots=True)
class Offset:
    """How far a printer's picture must be moved, in millimetres on the upright sheet."""

    right_mm: float = 0.0
    down_mm: float = 0.0

    def plus(self, other: Offset) -> Offset:
        """Add another offset."""
        return Offset(self.right_mm + other.right_mm, self.down_mm + other.down_mm)


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a sheet: a page from 0, or None for an empty side."""

    page: int | None
    offset: Offset = Offset()


@dataclass(frozen=True, slots=True)
class Alignment:
    """What a printer needs so that its picture sits right, as the clerk measured it."""

    front: Offset = Offset()
    back: Offset = Offset()
    stack: Stack = Stack.FIRST


@dataclass(frozen=True, slots=True)
class PageShape:
    """What the plan must know of a page: whether it lies crosswise, the free room at its sides."""

    landscape: bool
    left_mm: float | None = None
    right_mm: float | None = None


@dataclass(frozen=True, slots=True)
class PrintPlan:
    """What is sent: one pass, or two with the stack turned by hand between them.

    ``copies`` is left to the printer; in a plan of two passes the copies are in the passes.
    """

    passes: tuple[tuple[Side, ...], ...]
    copies: int
    sheets: int


def read_pages(text: str, count: int) -> tuple[tuple[int, ...], str]:
    """Read ``1-3, 5, 8-`` as pages from 0 in reading order; also what is wrong with it.

    Nothing typed means every page.
    """
    parts = [part.strip() for part in re.split(r"[,;]", text) if part.strip()]
    if not parts:
        return tuple(range(count)), ""
    found: set[int] = set()
    for part in parts:
        match = _RANGE.fullmatch(part)
        if match is None or not (match[1] or match[3]):
            return (), _("Gõ trang như 1-3, 5")
        first = int(match[1] or 1)
        last = int(match[3]) if match[3] else (count if match[2] else first)
        if not 1 <= first <= last <= count:
            return (), _("Văn bản có trang 1 đến {n}").format(n=count)
        found.update(range(first - 1, last))
    return tuple(sorted(found)), ""


def plan(
    pages: Sequence[int],
    shapes: Sequence[PageShape],
    *,
    sides: Sides,
    copies: int = 1,
    collate: bool = True,
    alignment: Alignment = Alignment(),
) -> PrintPlan:
    """Lay pages out on sheets; a page with an even number always comes on the back of a sheet."""
    if sides is Sides.ONE:
        single = tuple(Side(page, alignment.front) for page in pages)
        return PrintPlan((single,), copies, len(pages) * copies)
    binding = Offset(binding_mm(shapes))
    laid: list[Side] = []
    for page in pages:
        back = page % 2 == 1
        if back != (len(laid) % 2 == 1):
            laid.append(Side(None))
        moved = alignment.back if back else alignment.front
        if back and not shapes[page].landscape:
            moved = moved.plus(binding)
        laid.append(Side(page, moved))
    if len(laid) % 2:
        laid.append(Side(None))
    sheets = len(laid) // 2 * copies
    if sides is Sides.LONG_EDGE:
        return PrintPlan((tuple(laid),), copies, sheets)
    fronts = _repeated(laid[0::2], copies, collate=collate)
    backs = _repeated(laid[1::2], copies, collate=collate)
    if alignment.stack is Stack.LAST:
        backs = backs[::-1]
    if not any(side.page is not None for side in backs):
        return PrintPlan((fronts,), 1, sheets)
    return PrintPlan((fronts, backs), 1, sheets)


def binding_mm(shapes: Sequence[PageShape]) -> float:
    """How far the text of a back side moves so that the wide margin is at the binding edge.

    Measured from the upright pages, because a paper that was signed elsewhere brings margins of
    its own; 0 for a paper whose margins are alike, mirrored already or impossible.
    """
    upright = [s for s in shapes if not s.landscape and s.left_mm is not None]
    if not upright:
        return 0.0
    left = min(s.left_mm for s in upright if s.left_mm is not None)
    right = min(s.right_mm for s in upright if s.right_mm is not None)
    # Letters stand up to half a millimetre inside their own width.
    moved = round(right) - round(left)
    return float(moved) if 20 <= left <= 40 and 10 <= right <= 30 and moved < 0 else 0.0


def _repeated(sides: Sequence[Side], copies: int, *, collate: bool) -> tuple[Side, ...]:
    if collate:
        return tuple(sides) * copies
    return tuple(side for side in sides for _copy in range(copies))
