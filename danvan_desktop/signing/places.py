"""Where on a PDF page a signature goes.

The paper reserves places as named destinations ``chu-ky-1-nguyen-van-a`` of type /FitR, whose
rectangle is the place: invisible, part of every PDF version, and it survives saving and copying.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from danvan_desktop.signing.appearance import MM, Box
from danvan_desktop.vietnamese.text import fold_key

if TYPE_CHECKING:
    from pyhanko.pdf_utils.reader import PdfFileReader

PLACE_PREFIX = "chu-ky-"

_SLOT_WIDTH, _SLOT_HEIGHT = 58.0, 16.0
_SLOTS = 3
_RIGHT, _BOTTOM = 12.0, 3.0
"""The bottom margin of both formats is at least 20 mm and carries nothing, so 16 mm fit there."""


@dataclass(frozen=True, slots=True)
class Reserved:
    """A place that the paper keeps free for one person's signature."""

    number: int
    person: str
    box: Box


def destination_name(number: int, person: str) -> str:
    """Return the name under which a paper reserves the place of its ``number``-th signature."""
    return f"{PLACE_PREFIX}{number}-{_slug(person)}"


def free_place(reader: PdfFileReader, person: str) -> Box:
    """Return the free place reserved for a person, else the first free one, else one in the margin.

    The margin is the bottom one of the last upright page: annexes lie crosswise behind the text.
    """
    taken = _taken(reader)
    free = free_places(reader)
    if free:
        return min(free, key=lambda place: (place.person != _slug(person), place.number)).box
    pages = [_page_size(reader, index) for index in range(int(reader.root["/Pages"]["/Count"]))]
    upright = [index for index, (width, height) in enumerate(pages) if height >= width]
    index = upright[-1] if upright else len(pages) - 1
    width, height = pages[index]
    slot = sum(1 for other in taken if other and other.page == index + 1) % _SLOTS
    return Box(
        page=index + 1,
        left=max(0.0, width - _RIGHT - _SLOT_WIDTH * (slot + 1)),
        top=height - _BOTTOM - _SLOT_HEIGHT,
        width=min(_SLOT_WIDTH - 2, width),
        height=_SLOT_HEIGHT,
    )


def free_places(reader: PdfFileReader) -> list[Reserved]:
    """Return the reserved places on which no signature stands yet."""
    taken = _taken(reader)
    return [
        place
        for place in reserved_places(reader)
        if not any(_overlap(place.box, other) for other in taken if other)
    ]


def reserved_places(reader: PdfFileReader) -> list[Reserved]:
    """Return the places that the paper reserves."""
    found = []
    for name, target in _destinations(reader):
        number, _dash, person = name.removeprefix(PLACE_PREFIX).partition("-")
        box = _destination_box(reader, target) if name.startswith(PLACE_PREFIX) else None
        if box and number.isascii() and number.isdigit():
            found.append(Reserved(int(number), person, box))
    return found


def rectangle(reader: PdfFileReader, box: Box) -> tuple[int, tuple[int, int, int, int]]:
    """Return a box as the library wants it: page index and left, bottom, right, top in points."""
    index = min(max(box.page, 1), int(reader.root["/Pages"]["/Count"])) - 1
    left, _bottom, _right, top = _media_box(reader, index)
    x, y = left + box.left * MM, top - box.top * MM
    corners = (x, y - box.height * MM, x + box.width * MM, y)
    return index, tuple(round(value) for value in corners)  # type: ignore[return-value]


def person_slug(person: str) -> str:
    """Write a name as it stands in the name of a reserved place."""
    return _slug(person)


def _taken(reader: PdfFileReader) -> list[Box | None]:
    return [_widget_box(reader, one.sig_field) for one in reader.embedded_signatures]


def _slug(person: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold_key(person))[:60].strip("-")


def _destinations(reader: PdfFileReader) -> Iterator[tuple[str, Any]]:
    root = reader.root
    if "/Dests" in root:
        for name, target in root["/Dests"].items():
            yield str(name).lstrip("/"), target
    if "/Names" in root and "/Dests" in root["/Names"]:
        yield from _name_tree(root["/Names"]["/Dests"], depth=0)


def _name_tree(node: Any, *, depth: int) -> Iterator[tuple[str, Any]]:
    names = node.get("/Names", ())
    for position in range(0, len(names) - 1, 2):
        yield str(names[position]), names[position + 1]
    if depth < 8:
        for kid in node.get("/Kids", ()):
            yield from _name_tree(kid, depth=depth + 1)


def _destination_box(reader: PdfFileReader, target: Any) -> Box | None:
    if hasattr(target, "keys") and "/D" in target:
        target = target["/D"]
    try:
        page_reference = target.raw_get(0).reference
        kind, *numbers = (target[position] for position in range(1, 6))
        left, bottom, right, top = (float(number) for number in numbers)
    except (AttributeError, IndexError, TypeError, ValueError):
        return None
    index = _page_index(reader, page_reference)
    if kind != "/FitR" or index is None:
        return None
    return _box_of(reader, index, (left, bottom, right, top))


def _widget_box(reader: PdfFileReader, field: Any) -> Box | None:
    widget = field["/Kids"][0] if "/Kids" in field else field
    if "/Rect" not in widget or "/P" not in widget:
        return None
    index = _page_index(reader, widget.raw_get("/P").reference)
    corners = [float(value) for value in widget["/Rect"]]
    if index is None or corners[2] <= corners[0]:
        return None
    return _box_of(reader, index, (corners[0], corners[1], corners[2], corners[3]))


def _box_of(
    reader: PdfFileReader, index: int, corners: tuple[float, float, float, float]
) -> Box | None:
    page_left, _bottom, _right, page_top = _media_box(reader, index)
    left, bottom, right, top = corners
    if right <= left or top <= bottom:
        return None
    return Box(
        page=index + 1,
        left=(left - page_left) / MM,
        top=(page_top - top) / MM,
        width=(right - left) / MM,
        height=(top - bottom) / MM,
    )


def _overlap(one: Box, other: Box) -> bool:
    return (
        one.page == other.page
        and one.left < other.left + other.width
        and other.left < one.left + one.width
        and one.top < other.top + other.height
        and other.top < one.top + one.height
    )


def _page_index(reader: PdfFileReader, reference: Any) -> int | None:
    for index in range(int(reader.root["/Pages"]["/Count"])):
        page, _resources = reader.find_page_for_modification(index)  # type: ignore[no-untyped-call]
        if page.reference == reference:
            return index
    return None


def _page_size(reader: PdfFileReader, index: int) -> tuple[float, float]:
    left, bottom, right, top = _media_box(reader, index)
    return (right - left) / MM, (top - bottom) / MM


def _media_box(reader: PdfFileReader, index: int) -> tuple[float, float, float, float]:
    page, _resources = reader.find_page_for_modification(index)  # type: ignore[no-untyped-call]
    node = page.get_object()
    while "/MediaBox" not in node and "/Parent" in node:
        node = node["/Parent"]
    left, bottom, right, top = (float(value) for value in node["/MediaBox"])
    return left, bottom, right, top
