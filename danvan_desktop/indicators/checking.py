"""What every check of a period works on, and how it says what it found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from danvan_desktop.errors import Issue, Place, Severity
from danvan_desktop.indicators.catalogue import Catalogue, catalogue
from danvan_desktop.indicators.comparison import Comparison, compare_all
from danvan_desktop.indicators.declarations import Indicator
from danvan_desktop.indicators.engine import compute, tree_of
from danvan_desktop.indicators.numbers import Number
from danvan_desktop.indicators.overlay import Tree
from danvan_desktop.indicators.typed import TypedFigure, typed
from danvan_desktop.indicators.values import Figure, qualified
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.periods import Period
from danvan_desktop.organisation.units import Directory
from danvan_desktop.vietnamese import format_number


class Facts:
    """The figures of a period and what they are held against, each read when first asked for."""

    def __init__(self, books: Books, period: Period) -> None:
        self.books = books
        self.period = period
        self.catalogue: Catalogue = catalogue()

    @cached_property
    def figures(self) -> dict[str, Figure]:
        """Every figure of the period."""
        return compute(self.books, self.period)

    @cached_property
    def comparisons(self) -> dict[str, Comparison]:
        """Every figure beside the same period of last year."""
        return compare_all(self.books, self.period)

    @cached_property
    def previous(self) -> Period | None:
        """The period of the same kind right before this one."""
        kind = self.period.code.rstrip("0123456789").rstrip("/").rstrip("0123456789")
        earlier = [
            one
            for one in self.books.periods()
            if one.last_day < self.period.first_day and one.code.startswith(kind)
        ]
        return max(earlier, key=lambda one: one.last_day) if earlier else None

    @cached_property
    def before(self) -> Mapping[str, Figure]:
        """The figures of the previous period; none without one."""
        return compute(self.books, self.previous) if self.previous is not None else {}

    @cached_property
    def cells(self) -> list[TypedFigure]:
        """What was typed for exactly this period."""
        return typed(self.books, self.period)

    @cached_property
    def directory(self) -> Directory:
        """The units valid on the period's last day."""
        return self.books.directory(self.period.last_day)

    def tree(self, code: str) -> Tree:
        """Give an indicator at every place."""
        return tree_of(self.books, code, self.period)

    def declared(self) -> Iterable[tuple[Indicator, Figure]]:
        """Every indicator with its figure."""
        return [(self.catalogue[code], figure) for code, figure in self.figures.items()]

    def place_name(self, place: str) -> str:
        """Name a place: a unit, a level, the whole area as an empty text."""
        if "/" in place:
            from danvan_desktop.registers.choices import CAP

            return CAP.format(place.partition("/")[2])
        return self.books.directory().unit_name(place) if place else ""


Check = Callable[[Facts], Iterator[Issue]]
"""One rule: yields an Issue for everything that breaks it."""


@dataclass(frozen=True, slots=True)
class Sum:
    """An addition as people check it: 434 + 2.054 + 6.108 = 8.596."""

    parts: tuple[tuple[Number, str], ...]
    total: Number

    def shown(self) -> str:
        """Write the addends, with the words in front of them, and what they make."""
        written = " + ".join(qualified(word, format_number(n)) for n, word in self.parts)
        return f"{written} = {format_number(self.total)}"


def found(
    code: str,
    one: Indicator,
    message: str,
    *,
    remedy: str,
    severity: Severity = Severity.ERROR,
    field: str | None = None,
    unit: str | None = None,
) -> Issue:
    """Make the Issue of a figure: the indicator, its axis or part, the place."""
    place = Place(register=one.register, record=one.code, field=field, unit=unit)
    return Issue(code, message, remedy, place, severity)
