"""Typed figures as a sheet: places by indicators, or the indicators and parts of one place.

A cell holds what was typed, what the records alone give, and the values that stand beside it while
one types: those of the period before and of the same period last year.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum

from danvan_desktop.errors import Issue, Place, UserError
from danvan_desktop.i18n import _
from danvan_desktop.indicators.catalogue import catalogue
from danvan_desktop.indicators.checking import Facts
from danvan_desktop.indicators.declarations import LEVEL_AXIS, Indicator, Kind
from danvan_desktop.indicators.engine import trees_of
from danvan_desktop.indicators.labels import axis_label, key_label
from danvan_desktop.indicators.numbers import Number, exact
from danvan_desktop.indicators.overlay import Tree
from danvan_desktop.indicators.tally import Tally, one_word
from danvan_desktop.indicators.typed import TYPED, WHOLE, Entry, typed
from danvan_desktop.indicators.values import MONEY_UNIT, with_qualifier
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.periods import Period
from danvan_desktop.registers.choices import CAP
from danvan_desktop.schema import Choice, issue_for
from danvan_desktop.vietnamese import clean, format_number, parse_money, parse_number

TOTAL = "="
"""The row of what the program adds up; nothing can be typed there."""

_COVERAGE = re.compile(r"\((\d{1,5})\s*/\s*(\d{1,5})\)\s*$")


class Beside(StrEnum):
    """A column that only shows: what the records give, and the values of other periods."""

    RECORDED = "recorded"
    PREVIOUS = "previous"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Heading:
    """A row or column: its key (a place or a path), its words, the unit, how deep it is set in."""

    key: str
    label: str
    unit: str = ""
    depth: int = 0
    bold: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell: what was typed (None: nothing), and the texts of what stands beside it.

    ``standing`` is what the program reckons with: the typed value, or what records and smaller
    places give.
    """

    place: str
    path: str
    entry: Entry | None = None
    recorded: Number | None = None
    standing: str = ""
    previous: str = ""
    same: str = ""

    @property
    def text(self) -> str:
        """What was typed, as it is typed: ``trên 4.400``, ``145 (30/30)``."""
        return entry_text(self.entry)

    @property
    def difference(self) -> Number | None:
        """How far the typed value is from the records; None unless there are both."""
        value = self.entry.value if self.entry else None
        if value is None or self.recorded is None:
            return None
        return exact(Decimal(str(value)) - Decimal(str(self.recorded)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A sheet of a period; ``cells`` by row and column, ``totals`` by column."""

    period: Period
    previous: Period | None
    same: Period | None
    rows: tuple[Heading, ...]
    columns: tuple[Heading, ...]
    cells: Mapping[tuple[str, str], Cell]
    totals: Mapping[str, str] = field(default_factory=dict)

    def cell(self, row: str, column: str) -> Cell | None:
        """Give a cell; None where nothing can be typed."""
        return self.cells.get((row, column))


def families() -> dict[str, tuple[str, ...]]:
    """Name the groups of indicators that can be typed: codes by the register that they count."""
    found: dict[str, list[str]] = {}
    for one in catalogue().values():
        if one.kind is not Kind.RATIO:
            found.setdefault(one.register, []).append(one.code)
    return {key: tuple(codes) for key, codes in found.items()}


def places(books: Books, period: Period) -> tuple[Heading, ...]:
    """List where figures can be typed: the whole area, its levels, the units of that day."""
    directory = books.directory(period.last_day)
    units = directory.units()
    used = {unit.level for unit in units}
    levels = [option.code for option in CAP.options if option.code in used]
    communes = list(directory.communes())
    known = {unit.code for unit in communes}
    others = [unit for unit in units if unit.code not in known]
    return (
        Heading(WHOLE, _("Toàn địa bàn"), bold=True),
        *(Heading(f"{LEVEL_AXIS}/{code}", CAP.format(code), depth=1) for code in reversed(levels)),
        *(Heading(u.code, directory.short_name(u.code), depth=2) for u in (*communes, *others)),
    )


def by_place(books: Books, period: Period, codes: Sequence[str]) -> Grid:
    """Make the sheet of several indicators: a row for each place."""
    facts = _Beside(books, period, codes)
    rows = places(books, period)
    ones = [catalogue().find(code) for code in codes]
    columns = tuple(Heading(one.code, one.short_label, one.unit_label) for one in ones)
    cells = {
        (row.key, one.code): facts.cell(one, row.key, one.code) for row in rows for one in ones
    }
    totals = {one.code: _shown(facts.tree(one.code).root) for one in ones}
    total = Heading(TOTAL, _("Cộng"), bold=True)
    return _grid(facts, (*rows, total), columns, cells, totals)


def by_indicator(books: Books, period: Period, place: str, codes: Sequence[str]) -> Grid:
    """Make the sheet of one place: a row for each indicator and each part of its breakdowns."""
    facts = _Beside(books, period, codes)
    rows: list[Heading] = []
    cells: dict[tuple[str, str], Cell] = {}
    for code in codes:
        one = catalogue().find(code)
        rows.append(Heading(code, one.label, one.unit_label, bold=True))
        cells[code, place] = facts.cell(one, place, code)
        for path, words in _parts(books, period, one, place):
            rows.append(Heading(path, words, depth=1))
            cells[path, place] = facts.cell(one, place, path)
    return _grid(facts, tuple(rows), (Heading(place, _("Kỳ này")),), cells, {})


def read_cell(path: str, text: str, before: Entry | None = None) -> Entry | Issue | None:
    """Read what was typed: a number with its word and coverage; None empties the cell.

    Source and note of what stood there (``before``) are kept; a carried-over value is confirmed by
    typing it again.
    """
    words = clean(text)
    if not words or words == "…":
        return None
    one = catalogue().find(path.partition("/")[0])
    coverage = _COVERAGE.search(words)
    number = words[: coverage.start()].strip() if coverage else words
    if one.unit == MONEY_UNIT:
        parsed = parse_money(number, unit=MONEY_UNIT)
    else:
        parsed = parse_number(number)
    if parsed.code is not None:
        where = Place(register=TYPED, record=one.code, field=path)
        return issue_for(parsed.code, label=one.label, value=text, place=where)
    return replace(
        before or Entry(),
        value=None if parsed.value is None else exact(parsed.value),
        qualifier=parsed.qualifier,
        reported=int(coverage[1]) if coverage else None,
        expected=int(coverage[2]) if coverage else None,
        confirmed=True,
    )


def entry_text(entry: Entry | None) -> str:
    """Write a typed cell so that it reads back as itself."""
    if entry is None or entry.empty:
        return ""
    number = "" if entry.value is None else format_number(entry.value)
    shown = with_qualifier(entry.qualifier, number)
    if entry.reported is None:
        return shown
    return f"{shown} ({entry.reported}/{entry.expected})".strip()


# --- private


class _Beside:
    """The typed cells and trees of a period and of the two that stand beside it."""

    def __init__(self, books: Books, period: Period, codes: Sequence[str]) -> None:
        self.books = books
        self.period = period
        self.previous = Facts(books, period).previous
        self.same = _period(books, period.compare_with)
        self._typed = {(one.place, one.path): one.entry for one in typed(books, period)}
        # Read once: a sheet asks each of them for every cell.
        self._trees = {
            one.code: trees_of(books, codes, one)
            for one in (period, self.previous, self.same)
            if one is not None
        }

    def tree(self, code: str) -> Tree:
        return self._trees[self.period.code].get(code, Tree())

    def cell(self, one: Indicator, place: str, path: str) -> Cell:
        tally = self.tree(one.code).recorded.get(place)
        recorded = _part(tally, path) if tally is not None and tally.records else None
        where = _canonical(one, place, path)
        return Cell(
            place=where[0],
            path=where[1],
            entry=self._typed.get(where),
            recorded=recorded,
            standing=self._then(one, place, path, self.period),
            previous=self._then(one, place, path, self.previous),
            same=self._then(one, place, path, self.same),
        )

    def _then(self, one: Indicator, place: str, path: str, period: Period | None) -> str:
        if period is None:
            return ""
        tree = self._trees[period.code].get(one.code)
        return "" if tree is None else _shown(tree.at(place), path)


def _grid(
    facts: _Beside,
    rows: tuple[Heading, ...],
    columns: tuple[Heading, ...],
    cells: Mapping[tuple[str, str], Cell],
    totals: Mapping[str, str],
) -> Grid:
    return Grid(
        period=facts.period,
        previous=facts.previous,
        same=facts.same,
        rows=rows,
        columns=columns,
        cells=cells,
        totals=totals,
    )


def _canonical(one: Indicator, place: str, path: str) -> tuple[str, str]:
    """Give the one name of a cell (a level of the whole area is a place of its own)."""
    _code, _slash, part = path.partition("/")
    axis, _slash, key = part.partition("/")
    if place == WHOLE and axis == LEVEL_AXIS:
        return f"{LEVEL_AXIS}/{key}", one.code
    return place, path


def _parts(books: Books, period: Period, one: Indicator, place: str) -> Iterable[tuple[str, str]]:
    """List the parts that a place can be broken down into: path and words."""
    directory = books.directory(period.last_day)
    for axis in one.axes:
        if axis == one.spec.unit_field or (axis == LEVEL_AXIS and place != WHOLE):
            continue
        kind = CAP if axis == LEVEL_AXIS else one.parts_with(axis)[0].spec.field(axis).type
        for option in kind.options if isinstance(kind, Choice) else ():
            name, key = axis_label(one, axis), key_label(one, axis, option.code, directory)
            words = key if key.startswith(name) else f"{name}: {key}"
            yield f"{one.code}/{axis}/{option.code}", words


def _part(tally: Tally, path: str) -> Number | None:
    _code, _slash, part = path.partition("/")
    if not part:
        return tally.total
    axis, _slash, key = part.partition("/")
    return tally.by.get(axis, {}).get(key)


def _shown(tally: Tally | None, path: str = "") -> str:
    if tally is None or not (tally.records or tally.typed):
        return ""
    number = _part(tally, path)
    if number is None:
        return ""
    _code, _slash, part = path.partition("/")
    words = tally.part_qualifiers.get(part, set()) if part else tally.qualifiers
    return with_qualifier(one_word(words), format_number(number))


def _period(books: Books, code: str | None) -> Period | None:
    try:
        return books.period(code) if code else None
    except UserError:
        return None
