"""Borderless tables: the head of page 1 and the foot, where texts stand side by side.

Their texts are centred around a line that is seldom the middle of their cell, so every paragraph
gets the indents that put its middle there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from danvan_desktop.documents.docx_styles import GAP
from danvan_desktop.documents.docx_xml import SIDES, Para, pt, rules, w

SLACK = 2.0
"""Points by which a line may be wider in a word processor than it measured here."""

NO_PADDING = w("tblCellMar", *(w(side, w=0, type="dxa") for side in ("left", "right")))
"""Said in each table, because readers differ in whether the default style's padding counts."""


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of a table without rules: its edges in points from the left, and its paragraphs.

    ``height`` fixes the height of its row; ``rule`` is the thickness of a frame around the cell.
    """

    left: float
    right: float
    paragraphs: Sequence[Para]
    height: float = 0.0
    rule: float = 0.0
    colour: str = "000000"


def centred(para: Para, place: tuple[float, float], *, centre: float, need: float) -> Para:
    """Return ``para`` with indents that centre a text ``need`` points wide around ``centre``."""
    left, right = place
    half = max(min(centre - left, right - centre), need / 2 + SLACK)
    return replace(para, left=centre - half - left, right=right - centre - half)


def side_by_side(rows: Sequence[Sequence[Place]], *, width: float, keep: bool) -> str:
    """Return a table without rules whose cells stand at their own edges in each row.

    ``keep`` holds all of it on one page, and whatever paragraph is kept before it, too.
    """
    edges = sorted({0.0, width, *(e for row in rows for p in row for e in (p.left, p.right))})
    grid = w("tblGrid", *(w("gridCol", w=pt(b - a)) for a, b in pairwise(edges)))
    properties = w(
        "tblPr",
        w("tblW", w=pt(width), type="dxa"),
        w("tblInd", w=0, type="dxa"),
        w("tblLayout", type="fixed"),
        NO_PADDING,
        w("tblLook", val="0000"),
    )
    made = [
        w("tr", _row_properties(row), *_cells(row, edges, keep=keep and number < len(rows)))
        for number, row in enumerate(rows, start=1)
    ]
    return w("tbl", properties, grid, *made)


def _row_properties(row: Sequence[Place]) -> str:
    height = max(place.height for place in row)
    exact = w("trHeight", val=pt(height), hRule="exact") if height else ""
    return w("trPr", w("cantSplit"), exact)


def _cells(row: Sequence[Place], edges: list[float], *, keep: bool) -> list[str]:
    """Fill a row from edge to edge; what no cell covers becomes an empty one."""
    made, at = [], 0.0
    for place in row:
        if place.left > at:
            made.append(_cell(Place(at, place.left, ()), edges, keep=keep))
        made.append(_cell(place, edges, keep=keep))
        at = place.right
    if at < edges[-1]:
        made.append(_cell(Place(at, edges[-1], ()), edges, keep=keep))
    return made


def _cell(place: Place, edges: list[float], *, keep: bool) -> str:
    span = edges.index(place.right) - edges.index(place.left)
    properties = w(
        "tcPr",
        w("tcW", w=pt(place.right - place.left), type="dxa"),
        w("gridSpan", val=span) if span > 1 else "",
        _frame(place),
        w("vAlign", val="center") if place.rule else "",
    )
    inside = place.paragraphs or (Para(GAP),)
    paragraphs = (replace(para, keep_next=keep or para.keep_next) for para in inside)
    return w("tc", properties, *(para.xml() for para in paragraphs))


def _frame(place: Place) -> str:
    if not place.rule:
        return ""
    return w("tcBorders", *rules(SIDES, place.rule, colour=place.colour))
