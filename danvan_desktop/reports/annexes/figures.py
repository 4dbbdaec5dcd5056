"""The figures that annexes show: of the period, the same period, since the year began, by unit.

Everything is computed for all the tables of a report at once, one statement a register; a cell is
then a look-up. "-" says that there was nothing, "…" that nobody has reported, "x" that the level
or unit does not exist any more.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from danvan_desktop.documents.model import Cell
from danvan_desktop.indicators import Figure, Kind, catalogue, compute
from danvan_desktop.indicators.comparison import compared_with
from danvan_desktop.indicators.coverage import reporting_units
from danvan_desktop.indicators.crossing import records_by
from danvan_desktop.indicators.declarations import LEVEL_AXIS, Indicator, Measure
from danvan_desktop.indicators.engine import tree_of
from danvan_desktop.indicators.numbers import Number
from danvan_desktop.indicators.overlay import Tree
from danvan_desktop.indicators.tally import Tally, one_word
from danvan_desktop.indicators.unit_change import Breakdown, compare_parts, notes_for
from danvan_desktop.indicators.values import ratio_value, with_qualifier
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.periods import Period
from danvan_desktop.organisation.units import AGENCY, LEVELS, UnitVersion
from danvan_desktop.registers.choices import CAP
from danvan_desktop.reports.figures import (
    MONEY,
    PERCENT,
    SAME_LAST_YEAR,
    YEAR_TO_DATE,
    FigureSource,
    reference,
)
from danvan_desktop.reports.period_words import name_in_papers, year_to_date
from danvan_desktop.reports.shown import NO_DATA, NOTHING
from danvan_desktop.schema import Choice, Unit
from danvan_desktop.schema.periods import period_kind, years_of
from danvan_desktop.vietnamese import (
    format_money,
    format_number,
    format_percent,
    format_points,
    to_decimal,
)

MILLIONS = "triệu đồng"
MOST_YEARS = 8

Pairs = tuple[tuple[str, str], ...]
"""The parts of breakdowns that a cell stands for: axis and key, up to three."""


@dataclass(frozen=True)
class AnnexData:
    """What the tables of one report are made from."""

    books: Books
    period: Period
    source: FigureSource

    # --- figures of whole periods

    def warm(self, codes: Iterable[str]) -> None:
        """Compute what the tables are going to show, all at once."""
        asked = set(codes)
        wanted = [code for code in catalogue() if code in asked]
        if not wanted:
            return
        for period in (self.period, self.before, self.so_far, *self.years):
            if period is not None:
                self._figures.setdefault(_key(period), {}).update(
                    compute(self.books, period, wanted)
                )

    def figure(self, code: str, period: Period | None = None) -> Figure:
        """Give an indicator in this period or another one."""
        period = period or self.period
        known = self._figures.setdefault(_key(period), {})
        if code not in known:
            known[code] = compute(self.books, period, [code])[code]
        return known[code]

    @cached_property
    def before(self) -> Period | None:
        """The period that this one is compared with."""
        return compared_with(self.books, self.period)

    @cached_property
    def so_far(self) -> Period | None:
        """The time from the beginning of the year to the period's end; None without a year."""
        if period_kind(self.period.code) in ("", "GD"):
            return None
        return year_to_date(self.books, self.period)

    def refer(self, path: str, period: Period) -> str:
        """Write what a cell refers to: a figure of this period, last year's, or the year so far."""
        if period is self.period or period.code == self.period.code:
            return reference(path, self.period.code)
        when = YEAR_TO_DATE if period is self.so_far else period.code
        when = SAME_LAST_YEAR if period is self.before else when
        return reference(f"{path}@{when}", self.period.code)

    @cached_property
    def years(self) -> tuple[Period, ...]:
        """The years of a period of several years, () of any other."""
        if period_kind(self.period.code) != "GD":
            return ()
        return tuple(
            self.books.period_named(f"N/{year}")
            for year in years_of(self.period.code)[-MOST_YEARS:]
        )

    def breakdown(self, code: str, axis: str) -> Breakdown:
        """Compare a breakdown by level or unit with the period before."""
        key = (code, axis)
        if key not in self._breakdowns:
            self._breakdowns[key] = compare_parts(self.books, code, self.period, axis)
        return self._breakdowns[key]

    # --- parts of figures

    def value(self, code: str, pairs: Pairs) -> Number | None:
        """Give a figure or the part of it that lies in all the given parts; None: not known."""
        one = catalogue()[code]
        if one.kind is Kind.RATIO:
            above, below = (self.value(part, pairs) for part in (one.numerator, one.denominator))
            return None if above is None or below is None else ratio_value(above, below)
        tree = self.tree(code)
        place = next((p for p in pairs if is_place(one, p[0])), None)
        rest = tuple(p for p in pairs if p is not place)
        if place is not None and one.measure is Measure.DISTINCT:
            return tree.root.by.get(place[0], {}).get(place[1]) if not rest else None
        tally = tree.root if place is None else tree.places.get(_name(place))
        if tally is None or not (tally.records or tally.typed):
            return None
        if len(rest) == 0:
            return tally.total
        if len(rest) == 1:
            return _part(tally, *rest[0], whole=one.measure is not Measure.DISTINCT)
        return self._crossed(one, pairs, tally)

    def qualifier(self, code: str, pairs: Pairs) -> str:
        """Give the word in front of a number that is not exact: gan, tren; "" for an exact one."""
        one = catalogue()[code]
        if one.kind is Kind.RATIO:
            return ""
        place = next((p for p in pairs if is_place(one, p[0])), None)
        rest = [p for p in pairs if p is not place]
        tree = self.tree(code)
        tally = tree.root if place is None else tree.places.get(_name(place))
        if tally is None or len(rest) > 1:
            return ""
        return one_word(
            tally.part_qualifiers.get("/".join(rest[0]), ()) if rest else tally.qualifiers
        )

    def cell(self, code: str, pairs: Pairs = (), *, bold: bool = False) -> Cell:
        """Make the cell of a figure, or of a part of it; it refers to what it shows."""
        placed = sorted(pairs, key=lambda pair: not is_place(catalogue()[code], pair[0]))
        path = "/".join((code, *(word for pair in placed for word in pair)))
        value = self.value(code, pairs)
        if value is None:
            return Cell(NO_DATA, None, bold=bold)
        text = shown(value, catalogue()[code].unit)
        text = with_qualifier(self.qualifier(code, pairs), text)
        return Cell(text, reference(path, self.period.code), bold=bold)

    def tree(self, code: str) -> Tree:
        """Give an indicator at every place; read once for each table row."""
        if code not in self._trees:
            self._trees[code] = tree_of(self.books, code, self.period)
        return self._trees[code]

    # --- rows

    def units(self, registers: Iterable[str]) -> list[UnitVersion]:
        """List the units of a table: upper levels with records, every commune, bodies with records.

        Units that ended within the period stand last.
        """
        reported: set[str] = set()
        for register in dict.fromkeys(registers):
            reported |= reporting_units(self.books, register, self.period)
        directory = self.books.directory(self.period.last_day)
        every = directory.units()
        upper = [u for u in every if u.level != "X" and u.kind != AGENCY and u.code in reported]
        bodies = [u for u in every if u.kind == AGENCY and u.code in reported]
        listed = {u.code for u in (*upper, *directory.communes(), *bodies)}
        others = (directory.unit(code) for code in sorted(reported - listed))
        gone = [unit for unit in others if unit is not None]
        return [*upper, *directory.communes(), *bodies, *gone]

    def keys(self, code: str, axis: str) -> list[tuple[str, str]]:
        """List the keys of an axis in the words of papers, without levels that are not there.

        Keys such as "other" that nobody used are left out too.
        """
        one = catalogue()[code]
        if axis == LEVEL_AXIS:
            return [(level, LEVEL_NAMES[level]) for level in self._levels]
        kind = one.parts_with(axis)[0].spec.field(axis).type
        used = self.figure(code).by.get(axis, {})
        if isinstance(kind, Choice):
            return [
                (option.code, option.label)
                for option in kind.options
                if used.get(option.code) or not _rare(option.code)
            ]
        directory = self.books.directory(self.period.last_day)
        names = {key: directory.unit_name(key) if isinstance(kind, Unit) else key for key in used}
        return sorted(names.items())

    # --- words

    def legend(self, *, gone: bool = False) -> str:
        """What stands under a table; a change of units within the period is told."""
        notes = notes_for(self.books.directory(), self.period, self.before if gone else None)
        return " ".join((LEGEND_WITH_GONE if gone else LEGEND, *notes))

    def words(self, text: str) -> str:
        """Write the period's name and what it is compared with into the words of a block."""
        same = "So sánh với năm trước" if self.period.whole_year else "So sánh với cùng kỳ"
        compared = "So sánh các năm" if self.years else same
        return text.replace("{ky}", name_in_papers(self.period)).replace("{so_sanh}", compared)

    # --- private

    @cached_property
    def _figures(self) -> dict[tuple[str, str, str], dict[str, Figure]]:
        return {}

    @cached_property
    def _trees(self) -> dict[str, Tree]:
        return {}

    @cached_property
    def _breakdowns(self) -> dict[tuple[str, str], Breakdown]:
        return {}

    @cached_property
    def _crossings(self) -> dict[tuple[str, tuple[str, ...]], dict[tuple[str, ...], Number]]:
        return {}

    @cached_property
    def _levels(self) -> list[str]:
        """The levels within the period, from the highest that the office looks after."""
        directory = self.books.directory()
        present = {
            *directory.levels_on(self.period.first_day),
            *directory.levels_on(self.period.last_day),
        }
        own = str((self.books.office(self.period.last_day) or {}).get("cap") or "H")
        below = LEVELS[LEVELS.index(own) if own in LEVELS else 0 :]
        ended = {one for one in present if one not in directory.levels_on(self.period.last_day)}
        return [
            level for level in LEVELS if level in present and (level in below or level in ended)
        ]

    def _crossed(self, one: Indicator, pairs: Pairs, tally: Tally) -> Number | None:
        """Look up a part by two choices at once; of typed totals nobody knows it."""
        if tally.typed:
            return None
        axes = tuple(axis for axis, _key in pairs)
        known = self._crossings.get((one.code, axes))
        if known is None:
            known = records_by(self.books, one.code, self.period, axes)
            self._crossings[one.code, axes] = known
        return known.get(tuple(key for _axis, key in pairs), 0)


LEVEL_NAMES = {option.code: option.label for option in CAP.options}

LEGEND = "Ghi chú: “-” là không phát sinh; “…” là chưa có số liệu."
LEGEND_WITH_GONE = (
    "Ghi chú: “-” là không phát sinh; “…” là chưa có số liệu; “x” là không còn cấp, đơn vị."
)


def is_place(one: Indicator, axis: str) -> bool:
    """Tell whether an axis says where something happened."""
    return axis in (LEVEL_AXIS, one.spec.unit_field)


def shown(value: Number, unit: str) -> str:
    """Write a number in a table: 1.844; 86,9%; money in triệu đồng; "-" for none."""
    if unit == PERCENT:
        return format_percent(to_decimal(value))
    if not value:
        return NOTHING
    return in_millions(value) if unit == MONEY else format_number(value)


def signed(value: Number, unit: str) -> str:
    """Write a difference in a table, a rise with its sign: +8; −3; "-" for none."""
    if not value:
        return NOTHING
    if unit == PERCENT:
        text = format_points(to_decimal(value))
        return f"+{text}" if value > 0 else text
    return ("+" if value > 0 else "") + (
        in_millions(value) if unit == MONEY else format_number(value)
    )


def in_millions(value: Number) -> str:
    """Write an amount of đồng as the number of its millions."""
    return format_money(to_decimal(value)).removesuffix(f" {MILLIONS}")


def unit_word(unit: str) -> str:
    """Name the unit of a table row."""
    return MILLIONS if unit == MONEY else unit


def unit_label(unit: UnitVersion) -> str:
    """Name a unit at the head of a table row: with a capital, communes with their kind."""
    return capital(unit.full_name)


def capital(words: str) -> str:
    """Write words with a capital first letter."""
    return words[:1].upper() + words[1:]


def _name(pair: tuple[str, str]) -> str:
    axis, key = pair
    return f"{LEVEL_AXIS}/{key}" if axis == LEVEL_AXIS else key


def _part(tally: Tally, axis: str, key: str, *, whole: bool) -> Number | None:
    """Give a part of a tally; of what nobody divided, a part without any is not known."""
    found = tally.by.get(axis, {}).get(key)
    return None if not found and whole and tally.rest(axis) else found or 0


def _key(period: Period) -> tuple[str, str, str]:
    return (period.code, period.first_day, period.last_day)


def _rare(key: str) -> bool:
    return key.lower() in ("khac", "chua_ghi")
