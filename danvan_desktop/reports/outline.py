"""The outline of a report: its sections with the numbers that they are printed with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from danvan_desktop.i18n import _
from danvan_desktop.reports.content import Numbering, bare_heading
from danvan_desktop.vietnamese import list_letter, roman

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class OutlineItem:
    """A section in the outline: ``number`` ``II.6``, ``mark`` ``6.``, whether it holds text.

    ``taken`` names the paper that its text was taken from, as long as nobody has confirmed it.
    """

    index: int
    code: str
    level: int
    number: str
    mark: str
    title: str
    leaf: bool
    done: bool
    empty: bool
    taken: str = ""


def outline(values: Values) -> list[OutlineItem]:
    """List a report's sections with the numbers that they are printed with (Party style)."""
    sections = list(values.get("muc") or ())
    levels = [int(section.get("cap") or 0) for section in sections]
    numbering = Numbering()
    items = []
    for index, (section, level) in enumerate(zip(sections, levels, strict=True)):
        place = numbering.next(level) if level else ()
        deeper = index + 1 < len(levels) and levels[index + 1] > level > 0
        text = str(section.get("noi_dung") or "").strip()
        items.append(
            OutlineItem(
                index=index,
                code=str(section["ma"]),
                level=level,
                number=".".join([roman(place[0]), *map(str, place[1:])]) if place else "",
                mark=_mark(place),
                title=bare_heading(str(section["tieu_de"])),
                leaf=not deeper,
                done=bool(section.get("xong")) or (deeper and not text),
                empty=not text and not section.get("xong"),
                taken="" if section.get("xong") else str(section.get("lay_tu") or ""),
            )
        )
    return items


def full_titles(items: Iterable[OutlineItem]) -> dict[str, str]:
    """Give the title of each section behind those that it stands under, by code."""
    above: dict[int, str] = {}
    titles = {}
    for item in items:
        above = {level: title for level, title in above.items() if 0 < level < item.level}
        above[item.level] = item.title
        titles[item.code] = " › ".join(above.values())
    return titles


def section_name(item: OutlineItem) -> str:
    """Name a section in a message: ``Mục II.6``, or its title when it has no number."""
    return _("Mục {number}").format(number=item.number) if item.number else item.title


def _mark(place: tuple[int, ...]) -> str:
    if not place:
        return ""
    if len(place) == 1:
        return f"{roman(place[0])}-"
    return f"{place[1]}." if len(place) == 2 else f"{list_letter(place[2])})"
