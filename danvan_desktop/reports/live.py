"""Figures as the registers have them now, for papers that are not frozen yet."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from danvan_desktop.indicators import (
    Figure,
    Indicator,
    Kind,
    catalogue,
    compare,
    compute,
    coverage,
    lists_of,
    tree_of,
)
from danvan_desktop.indicators.crossing import records_by
from danvan_desktop.indicators.declarations import LEVEL_AXIS
from danvan_desktop.indicators.tally import Tally, one_word
from danvan_desktop.indicators.typed import WHOLE, canonical, typed
from danvan_desktop.indicators.values import with_qualifier
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.periods import Period
from danvan_desktop.registers import REGISTERS
from danvan_desktop.registers.choices import CAP
from danvan_desktop.reports.figures import (
    BEFORE,
    LEVEL_PLACE,
    SAME_LAST_YEAR,
    UNIT_PLACE,
    YEAR_TO_DATE,
    Comparison,
    Coverage,
    FigurePart,
    FigurePath,
    FigureValue,
    parse_path,
)
from danvan_desktop.reports.period_words import name_in_papers, period_at
from danvan_desktop.schema import Choice, Unit
from danvan_desktop.storage.values import Filter, ListQuery
from danvan_desktop.vietnamese import percent_of, to_decimal

_LARGER_FIRST = ("T", "H", "X")

FEW = 4
"""Whoever asks for more figures of a period than these gets all of them counted at once."""


class LiveFigures:
    """The FigureSource of an office and a period; asks the indicators once for each code."""

    def __init__(self, books: Books, period: Period) -> None:
        self._books = books
        self._period = period
        self._known: dict[str, dict[str, Figure | None]] = {}
        self._periods: dict[str, Period | None] = {"": period}

    @property
    def period(self) -> Period:
        """The period that the figures are of."""
        return self._period

    def figure(self, path: str) -> FigureValue | None:
        """Give a figure; None when no indicator has this path."""
        wanted = parse_path(path)
        if wanted is None:
            return None
        period = self._at(wanted.when)
        if period is None:
            return self._unknown_then(wanted, path)
        return self._figure(wanted, period, path)

    def comparison(self, path: str, base: str = SAME_LAST_YEAR) -> Comparison | None:
        """Give a figure beside that of an earlier period; None without such data."""
        wanted = parse_path(path)
        if wanted is None or wanted.when not in ("", YEAR_TO_DATE):
            return None
        if base == SAME_LAST_YEAR and path == wanted.code:
            return self._declared_comparison(path)
        then = period_at(self._books, self._period, base)
        until = then and period_at(self._books, then, wanted.when)
        now_period = self._at(wanted.when)
        if then is None or until is None or now_period is None:
            return None
        now, last = (self._figure(wanted, period, path) for period in (now_period, until))
        if now is None or last is None or now.value is None or last.value is None:
            return None
        name = name_in_papers(until) if base == BEFORE else same_period_name(self._period, then)
        return Comparison(now=now.value, last=last.value, last_name=name)

    def parts(self, path: str, axis: str = "") -> tuple[FigurePart, ...] | None:
        """Break a figure down by an axis (default: its first) in the axis's order."""
        wanted = parse_path(path)
        period = self._at(wanted.when) if wanted else None
        if wanted is None or wanted.axis or period is None:
            return None
        whole = self._whole(wanted.code, period)
        axes = _axes(whole)
        if whole is None or not axes:
            return None
        apart = (UNIT_PLACE, LEVEL_PLACE) if wanted.place else (UNIT_PLACE,)
        axis = axis or next((name for name in axes if name not in apart), axes[0])
        if axis not in axes or (wanted.place and axis in (UNIT_PLACE, LEVEL_PLACE)):
            return None
        if wanted.place:
            tally = self._place(wanted.code, wanted.place, period)
            values = dict(tally.by.get(axis, {})) if tally else {}
            words = {
                key: one_word(tally.part_qualifiers.get(f"{axis}/{key}", ()) if tally else ())
                for key in values
            }
        else:
            values = dict(whole.by[axis]) if whole.known else {}
            words = {key: whole.part_qualifiers.get(f"{axis}/{key}", "") for key in values}
        one = catalogue()[wanted.code]
        return tuple(
            FigurePart(
                key=key,
                name=self._part_name(one, axis, key, period),
                value=to_decimal(values[key]),
                qualifier=with_qualifier(words[key], "").strip(),
            )
            for key in self._part_order(whole, axis, values, period)
        )

    def counted(self, path: str) -> int:
        """Tell how many records a figure counts; 0 for an unknown path."""
        return sum(self._books.count(one) for one in self.records(path))

    def records(self, path: str) -> tuple[ListQuery, ...]:
        """Give the lists of the records that a figure counts; none for an unknown path."""
        return records_at(self._books, path, self._period)

    def coverage(self, path: str) -> Coverage | None:
        """Tell which communes reported to the register of an indicator (or named itself).

        What was typed from paper (30/30) wins; nobody is named as missing then.
        """
        wanted = parse_path(path)
        period = self._at(wanted.when) if wanted else None
        if wanted is None or period is None:
            return None
        code = wanted.code
        typed_in = self._typed_coverage(wanted, period)
        if typed_in is not None:
            return typed_in
        register = code if code in REGISTERS else None
        if register is None:
            if self._whole(code, period) is None:
                return None
            register = catalogue()[code].register
        found = coverage(self._books, register, period)
        communes = [unit.code for unit in self._books.directory(period.last_day).communes()]
        present = tuple(one for one in communes if one not in found.missing)
        return Coverage(reported=found.k, expected=found.n, missing=found.missing, present=present)

    def unit_name(self, code: str) -> str:
        """Name a unit as it was called on the period's last day."""
        return self._books.directory(self._period.last_day).unit_name(code)

    def units(self) -> tuple[tuple[str, str], ...]:
        """List the communes of the period's last day: code and name in running text."""
        communes = self._books.directory(self._period.last_day).communes()
        return tuple((unit.code, self.unit_name(unit.code)) for unit in communes)

    # --- private

    def _at(self, when: str) -> Period | None:
        if when not in self._periods:
            self._periods[when] = period_at(self._books, self._period, when)
        return self._periods[when]

    def _unknown_then(self, wanted: FigurePath, path: str) -> FigureValue | None:
        """Of a time that does not exist nothing is known, if the figure itself exists."""
        found = self._figure(wanted, self._period, path)
        return found and FigureValue(
            path=path, value=None, name=found.name, unit=found.unit, kind=found.kind
        )

    def _figure(self, wanted: FigurePath, period: Period, path: str) -> FigureValue | None:
        whole = self._whole(wanted.code, period)
        if whole is None:
            return None
        if wanted.also:
            return self._crossed(wanted, whole, period, path)
        if wanted.place and not (wanted.axis == "" and self._plain_axis(whole, wanted.place)):
            return self._at_place(wanted, whole, period, path)
        axis, key = wanted.axis, wanted.key
        if wanted.place:
            axis, _slash, key = wanted.place.partition("/")
        if not axis:
            return _value(path, whole, whole.exact(), whole.qualifier)
        if axis not in whole.by:
            return None
        word = whole.part_qualifiers.get(f"{axis}/{key}", "")
        known = whole.known
        if axis == UNIT_PLACE and key not in whole.by[axis]:
            known = known and self._has_reported(wanted.code, key, period)
        part = whole.part(axis, key) if known else None
        return _value(path, whole, None if part is None else to_decimal(part), word)

    def _crossed(
        self, wanted: FigurePath, whole: Figure, period: Period, path: str
    ) -> FigureValue | None:
        """Count what lies in two parts at once; of what was typed nobody knows it."""
        also, _slash, key = wanted.also.partition("/")
        axes, keys = [wanted.axis, also], [wanted.key, key]
        if whole.kind is Kind.RATIO or not {wanted.axis, also} <= {*whole.by}:
            return None
        if wanted.place:
            kind, _slash, place = wanted.place.partition("/")
            axis = catalogue()[wanted.code].spec.unit_field if kind == UNIT_PLACE else kind
            axes, keys = [axis or kind, *axes], [place, *keys]
        tally = self._place(wanted.code, wanted.place, period)
        if tally is None or tally.typed or not tally.records:
            return _value(path, whole, None, "")
        found = records_by(self._books, wanted.code, period, axes)
        return _value(path, whole, to_decimal(found.get(tuple(keys), 0)), "")

    def _plain_axis(self, whole: Figure, place: str) -> bool:
        """Tell whether the whole figure is already broken down by the place."""
        return place.partition("/")[0] in whole.by

    def _at_place(
        self, wanted: FigurePath, whole: Figure, period: Period, path: str
    ) -> FigureValue | None:
        one = catalogue()[wanted.code]
        if whole.kind is Kind.RATIO:
            if wanted.axis:
                return None
            above = self._amount(one.numerator, wanted, period)
            below = self._amount(one.denominator, wanted, period)
            ratio = None if above is None or below is None else percent_of(above, below)
            return _value(path, whole, ratio, "")
        if wanted.axis and wanted.axis not in whole.by:
            return None
        if wanted.unit and self._books.directory(period.last_day).unit(wanted.unit) is None:
            return None
        tally = self._place(wanted.code, wanted.place, period)
        if tally is None or not (tally.records or tally.typed):
            silent = not wanted.unit or not self._has_reported(wanted.code, wanted.unit, period)
            return _value(path, whole, None if silent else Decimal(0), "")
        if not wanted.axis:
            return _value(path, whole, to_decimal(tally.total), one_word(tally.qualifiers))
        words = tally.part_qualifiers.get(f"{wanted.axis}/{wanted.key}", set())
        number = tally.by.get(wanted.axis, {}).get(wanted.key, 0)
        unnamed = not number and tally.rest(wanted.axis) > 0
        return _value(path, whole, None if unnamed else to_decimal(number), one_word(words))

    def _amount(self, code: str, wanted: FigurePath, period: Period) -> Decimal | None:
        tally = self._place(code, wanted.place, period)
        return to_decimal(tally.total) if tally and (tally.records or tally.typed) else None

    def _place(self, code: str, place: str, period: Period) -> Tally | None:
        kind, _slash, key = place.partition("/")
        return tree_of(self._books, code, period).at(key if kind == UNIT_PLACE else place)

    def _has_reported(self, code: str, unit: str, period: Period) -> bool:
        """Tell whether a unit reported the form at all, so that no record means none."""
        found = coverage(self._books, catalogue()[code].register, period)
        communes = {one.code for one in self._books.directory(period.last_day).communes()}
        return unit in communes and unit not in found.missing

    def _declared_comparison(self, code: str) -> Comparison | None:
        if self._whole(code, self._period) is None:
            return None
        found = compare(self._books, code, self._period)
        if found.now is None or found.last is None or found.last_period is None:
            return None
        then = self._books.period_named(found.last_period)
        now, last = (Decimal(str(value)) for value in (found.now, found.last))
        return Comparison(now=now, last=last, last_name=same_period_name(self._period, then))

    def _typed_coverage(self, wanted: FigurePath, period: Period) -> Coverage | None:
        one = catalogue().get(wanted.code)
        if one is None:
            return None
        axis, key = wanted.axis, wanted.key
        if wanted.place and not axis:
            axis, _slash, key = wanted.place.partition("/")
        place, _axis, _key = canonical(one, WHOLE, axis, key)
        for cell in typed(self._books, period, place=place, codes=[wanted.code]):
            if not cell.axis and cell.entry.reported is not None:
                return Coverage(reported=cell.entry.reported, expected=cell.entry.expected or 0)
        return None

    def _whole(self, code: str, period: Period) -> Figure | None:
        """Give a figure of a period; who asks for several is going to ask for many.

        One pass over a register counts all of its indicators, so the rest comes with them.
        """
        known = self._known.setdefault(period.code, {})
        if code not in known:
            known[code] = None
            if code in catalogue():
                wanted = list(catalogue()) if len(known) > FEW else [code]
                known.update(compute(self._books, period, wanted))
        return known[code]

    def _part_order(self, whole: Figure, axis: str, values: object, period: Period) -> list[str]:
        assert isinstance(values, dict)
        if axis == LEVEL_AXIS:
            return sorted(values, key=lambda k: (*_LARGER_FIRST, k).index(k))
        if axis == UNIT_PLACE:
            order = [unit.code for unit in self._books.directory(period.last_day).units()]
            return sorted(values, key=lambda k: [*order, k].index(k))
        known = list(whole.by[axis])
        return sorted(values, key=lambda k: [*known, k].index(k))

    def _part_name(self, one: Indicator, axis: str, key: str, period: Period) -> str:
        if axis == LEVEL_AXIS and one.spec.unit_field is not None:
            option = CAP.option(key)
            return _inside(option.label if option else key)
        having = one.parts_with(axis)
        kind = (having[0].spec if having else one.spec).field(axis).type
        if isinstance(kind, Unit):
            return self._books.directory(period.last_day).unit_name(key)
        option = kind.option(key) if isinstance(kind, Choice) else None
        return _inside(option.label if option else kind.format(key))


def records_at(books: Books, path: str, period: Period) -> tuple[ListQuery, ...]:
    """Give the lists of the records behind a path of a paper on a period; none when unknown."""
    wanted = parse_path(path)
    if wanted is None or wanted.code not in catalogue():
        return ()
    then = period_at(books, period, wanted.when)
    if then is None:
        return ()
    axis, key, place = wanted.axis, wanted.key, ""
    if wanted.place and not axis:
        axis, _slash, key = wanted.place.partition("/")
    elif wanted.place:
        place = wanted.place
    lists = lists_of(books, wanted.code, then, axis or None, key or None)
    also, _slash, kept = wanted.also.partition("/")
    more = (Filter(also, "eq", kept),) if also else ()
    return tuple(
        _placed(books, replace(one, filters=(*one.filters, *more)), place, then) for one in lists
    )


def same_period_name(period: Period, then: Period) -> str:
    """Name an earlier period behind “cùng kỳ”: ``năm 2019`` for the same half of that year."""
    same_half = period.code.partition("/")[0] == then.code.partition("/")[0]
    return f"năm {then.year}" if same_half else name_in_papers(then)


def _placed(books: Books, query: ListQuery, place: str, period: Period) -> ListQuery:
    """Restrict a list to the records of a place."""
    unit_field = REGISTERS[query.register].unit_field
    if not place or unit_field is None:
        return query
    kind, _slash, key = place.partition("/")
    if kind == UNIT_PLACE:
        added = Filter(unit_field, "eq", key)
    else:
        units = books.directory(period.last_day).units()
        added = Filter(unit_field, "in", tuple(unit.code for unit in units if unit.level == key))
    return replace(query, filters=(*query.filters, added))


def _axes(whole: Figure | None) -> tuple[str, ...]:
    return () if whole is None else tuple(whole.by)


def _inside(label: str) -> str:
    """Write a label in running text; a name with further capitals keeps its first one."""
    first, rest = label[:1], label[1:]
    return label if any(letter.isupper() for letter in rest) else first.lower() + rest


def _value(path: str, whole: Figure, value: Decimal | None, qualifier: str) -> FigureValue:
    return FigureValue(
        path=path,
        value=value if whole.known else None,
        name=whole.name,
        unit=whole.unit,
        kind=whole.kind.value,
        qualifier=with_qualifier(qualifier, "").strip(),
    )
