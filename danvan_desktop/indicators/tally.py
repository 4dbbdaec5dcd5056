"""What was counted or typed at one place: the total, its breakdowns, and where they come from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from danvan_desktop.indicators.numbers import Number, added

Parts = dict[str, dict[str, Number]]
"""Values by axis and key."""


@dataclass(slots=True)
class Tally:
    """The total and its breakdowns at a unit, a level or in the whole area.

    ``records`` counts the records that say anything (an empty cell of a sum is unknown, not 0),
    ``counted`` those that meet the indicator's own conditions; ``used`` how many of them still
    stand behind the total, ``recorded`` what they alone would give, ``typed`` how many typed cells
    stand behind it. ``undivided`` is how much of the total nobody broke down by an axis.
    ``qualifiers`` and ``part_qualifiers`` (by axis/key) are the words in front of the addends.
    """

    total: Number = 0
    by: Parts = field(default_factory=dict)
    records: int = 0
    counted: int = 0
    used: int = 0
    recorded: Number = 0
    typed: int = 0
    undivided: dict[str, Number] = field(default_factory=dict)
    qualifiers: set[str] = field(default_factory=set)
    part_qualifiers: dict[str, set[str]] = field(default_factory=dict)

    def add(self, number: Number, keys: Iterable[tuple[str, object]]) -> None:
        """Add a number to the total and to one key of each axis (None: not stated)."""
        self.total = added(self.total, number)
        for axis, key in keys:
            if key is not None:
                parts = self.by.setdefault(axis, {})
                parts[str(key)] = added(parts.get(str(key)), number)

    def plus(self, other: Tally, *, sign: int = 1) -> None:
        """Add (or with ``sign`` -1 take away) another place or another stretch of time."""
        self.total = added(self.total, sign * other.total)
        self.recorded = added(self.recorded, sign * other.recorded)
        self.records += sign * other.records
        self.counted += sign * other.counted
        self.used += sign * other.used
        self.typed += sign * other.typed
        for axis, parts in other.by.items():
            mine = self.by.setdefault(axis, {})
            for key, number in parts.items():
                mine[key] = added(mine.get(key), sign * number)
        for axis, number in other.undivided.items():
            self.undivided[axis] = added(self.undivided.get(axis), sign * number)
        if sign > 0:
            self.qualifiers |= other.qualifiers
            for path, words in other.part_qualifiers.items():
                self.part_qualifiers.setdefault(path, set()).update(words)

    def rest(self, axis: str) -> Number:
        """Give what the parts of an axis leave of the total."""
        return added(self.total, *(-number for number in self.by.get(axis, {}).values()))


def one_word(words: Iterable[str]) -> str:
    """Give the word for a sum whose addends carry several: all above → trên, all below → gần."""
    found = set(words) - {""}
    if len(found) <= 1:
        return next(iter(found), "")
    if found <= {"tren", "hon"}:
        return "tren"
    return "gan" if found <= {"gan", "duoi"} else "khoang"


Tallies = dict[str | None, Tally]
"""Tallies by unit; None for records without one."""

Levels = Mapping[str, str]
"""The level of every unit by code."""
