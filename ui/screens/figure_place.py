"""A cell of the figures to go to, and how the figure in it is written."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from danvan_desktop.vietnamese.numbers import format_number


@dataclass(frozen=True, slots=True)
class FigurePlace:
    """A cell of the figures of a period, to go to; ``pin`` is the id of the pin to answer there.

    ``path`` is ``code`` or ``code/axis/key``, ``place`` a unit's code or "".
    """

    period: str
    place: str
    path: str
    pin: str = ""

    @property
    def code(self) -> str:
        """The indicator."""
        return self.path.partition("/")[0]

    @property
    def part(self) -> tuple[str, str]:
        """Axis and key, "" for the whole figure."""
        axis, _slash, key = self.path.partition("/")[2].partition("/")
        return axis, key


def figure_words(value: str | None) -> str:
    """Write a figure of a pin as people read it."""
    return "…" if value is None else format_number(Decimal(value))
