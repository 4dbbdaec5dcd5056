"""Figures as the registers have them now, for papers that are not frozen yet."""

from __future__ import annotations

from decimal import Decimal

from danvan_desktop.errors import UserError
from danvan_desktop.indicators import Figure, catalogue, compare, compute, coverage, lists_of
from danvan_desktop.indicators.typed import WHOLE, canonical, typed
from danvan_desktop.indicators.values import with_qualifier
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.periods import Period
from danvan_desktop.registers import REGISTERS
from danvan_desktop.reports.figures import Comparison, Coverage, FigureValue
from danvan_desktop.vietnamese import to_decimal


class LiveFigures:
    """The FigureSource of an office and a period; asks the indicators once for each code."""

    def __init__(self, books: Books, period: Period) -> None:
        self._books = books
        self._period = period
        self._known: dict[str, Figure | None] = {}

    @property
    def period(self) -> Period:
        """The period that the figures are of."""
        return self._period

    def figure(self, path: str) -> FigureValue | None:
        """Give a figure; None when no indicator has this path."""
        code, *parts = path.split("/")
        whole = self._whole(code)
        if whole is None or len(parts) not in (0, 2):
            return None
        if not parts:
            return _value(path, whole, whole.exact(), whole.qualifier)
        axis, key = parts
        if axis not in whole.by:
            return None
        word = whole.part_qualifiers.get(f"{axis}/{key}", "")
        return _value(path, whole, to_decimal(whole.at(axis, key)), word)

    def comparison(self, path: str) -> Comparison | None:
        """Give a whole figure beside that of the period to compare with; None without such data."""
        if self._whole(path) is None:
            return None
        found = compare(self._books, path, self._period)
        if found.now is None or found.last is None or found.last_period is None:
            return None
        then = self._books.period_named(found.last_period)
        now, last = (Decimal(str(value)) for value in (found.now, found.last))
        return Comparison(now=now, last=last, last_name=same_period_name(self._period, then))

    def counted(self, path: str) -> int:
        """Tell how many records a figure counts; 0 for an unknown path."""
        code, *parts = path.split("/")
        if self._whole(code) is None or len(parts) not in (0, 2):
            return 0
        lists = lists_of(self._books, code, self._period, *parts)
        return sum(self._books.count(one) for one in lists)

    def coverage(self, path: str) -> Coverage | None:
        """Tell which communes reported to the register of an indicator (or named itself).

        What was typed from paper (30/30) wins; nobody is named as missing then.
        """
        code = path.partition("/")[0]
        typed_in = self._typed_coverage(code, path)
        if typed_in is not None:
            return typed_in
        register = code if code in REGISTERS else None
        if register is None:
            if self._whole(code) is None:
                return None
            register = catalogue()[code].register
        found = coverage(self._books, register, self._period)
        return Coverage(reported=found.k, expected=found.n, missing=found.missing)

    def unit_name(self, code: str) -> str:
        """Name a unit as it was called on the period's last day."""
        return self._books.directory(self._period.last_day).unit_name(code)

    def _typed_coverage(self, code: str, path: str) -> Coverage | None:
        one = catalogue().get(code)
        if one is None:
            return None
        axis, _slash, key = path.partition("/")[2].partition("/")
        place, _axis, _key = canonical(one, WHOLE, axis, key)
        for cell in typed(self._books, self._period, place=place, codes=[code]):
            if not cell.axis and cell.entry.reported is not None:
                return Coverage(reported=cell.entry.reported, expected=cell.entry.expected or 0)
        return None

    def _whole(self, code: str) -> Figure | None:
        if code not in self._known:
            try:
                self._known[code] = compute(self._books, self._period, [code])[code]
            except UserError:
                self._known[code] = None
        return self._known[code]


def same_period_name(period: Period, then: Period) -> str:
    """Name an earlier period behind “cùng kỳ”: ``năm 2019`` for the same half of that year."""
    same_half = period.code.partition("/")[0] == then.code.partition("/")[0]
    return f"năm {then.year}" if same_half else then.name


def _value(path: str, whole: Figure, value: Decimal | None, qualifier: str) -> FigureValue:
    return FigureValue(
        path=path,
        value=value if whole.known else None,
        name=whole.name,
        unit=whole.unit,
        kind=whole.kind.value,
        qualifier=with_qualifier(qualifier, "").strip(),
    )
