"""What papers call the units below and beside an office, by its level and kind and the day.

The one place of these words, because they changed: districts and towns (thị trấn) ended on
30/6/2025, the boards of districts had another name from 03/02/2025 (REFERENCE §6). A new word is a
line of a table here and a line in ``reports.names``.
"""

from __future__ import annotations

from dataclasses import dataclass

from danvan_desktop.organisation.units import Directory

TWO_LEVELS = "2025-07-01"
"""The first day of provinces and communes with nothing between them."""

JOINT_BOARDS = "2025-02-03"
"""From this day boards of Dân vận are boards of Tuyên giáo và Dân vận."""

COMMUNE_KINDS = ("xã", "phường", "thị trấn", "đặc khu")
"""Kinds of commune-level territories in the order in which papers list them."""

FRONT = "mttq_xa"
"""The kind of office that is itself the Front."""

_COMMITTEES = {
    "huyện": "huyện ủy",
    "quận": "quận ủy",
    "thị xã": "thị ủy",
    "thành phố": "thành ủy",
}


@dataclass(frozen=True, slots=True)
class LevelWords:
    """Words of an office on a day: ``xã, thị trấn``; who gets its papers below and beside it."""

    communes: str
    below: str
    beside: str


@dataclass(frozen=True, slots=True)
class _Below:
    """A line of recipients for a level from a day on."""

    level: str
    since: str
    text: str


_BELOW = (
    _Below("H", "", "Khối dân vận các {communes}"),
    _Below("T", "", "Ban Dân vận các {committees}"),
    _Below("T", JOINT_BOARDS, "Ban Tuyên giáo và Dân vận các {committees}"),
    _Below("T", TWO_LEVELS, "Đảng ủy các {communes}"),
    _Below("X", "", "Các chi bộ trực thuộc"),
    _Below("X", TWO_LEVELS, "Các đảng bộ, chi bộ trực thuộc"),
)
"""In order of time within a level; the last one that has begun serves."""


def level_words(
    directory: Directory, day: str, *, level: str, kind: str = "", territory: str = ""
) -> LevelWords:
    """Give the words of an office of a level (T, H, X) and kind whose own unit is a ``territory``.

    ``directory`` holds the units of the ISO day.
    """
    communes = _communes(directory, day, territory if level == "X" else "")
    text = [one.text for one in _BELOW if one.level == level and one.since <= day][-1:]
    below = text[0] if text else ""
    front = kind == FRONT
    return LevelWords(
        communes=communes,
        below="Ban Công tác Mặt trận ở các khu dân cư"
        if front
        else below.format(communes=communes, committees=_committees(directory)),
        beside="Các tổ chức chính trị - xã hội" if front else "MTTQ và các đoàn thể",
    )


def _communes(directory: Directory, day: str, own: str) -> str:
    """List the kinds of commune that there are; of an empty directory those of the day's law."""
    if own in COMMUNE_KINDS:
        return own
    present = {unit.kind for unit in directory.communes()}
    found = [kind for kind in COMMUNE_KINDS if kind in present]
    if not found:
        ended = "thị trấn" if day >= TWO_LEVELS else "đặc khu"
        found = [kind for kind in COMMUNE_KINDS if kind != ended]
    return ", ".join(found)


def _committees(directory: Directory) -> str:
    present = {unit.kind for unit in directory.territories("H")}
    found = [name for kind, name in _COMMITTEES.items() if kind in present]
    return ", ".join(found or ("huyện ủy", "thành ủy"))
