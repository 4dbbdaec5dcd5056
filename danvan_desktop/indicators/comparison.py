"""A figure beside that of the same period last year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from danvan_desktop.i18n import _
from danvan_desktop.indicators.catalogue import catalogue
from danvan_desktop.indicators.declarations import Kind
from danvan_desktop.indicators.engine import compute
from danvan_desktop.indicators.numbers import Number, exact, plain_number
from danvan_desktop.indicators.values import Figure, Source
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.periods import Period
from danvan_desktop.schema import is_period_code
from danvan_desktop.vietnamese import (
    format_number,
    format_percent,
    format_points,
    percent_of,
    to_decimal,
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Now and then; ``last`` and all that follows from it are None when nothing is known of then.

    ``percent`` is the signed change in percent, unrounded, None also where then was 0;
    ``percent_text`` its size with one decimal (9,5%); ``shown`` the words for a table:
    “tăng 8 (+50%)”. For a rate the difference is in percentage points. ``source_last`` tells
    whether the figure of then was counted from records or typed from paper.
    """

    code: str
    now: Number | None
    last: Number | None
    last_period: str | None
    difference: Number | None = None
    percent: Decimal | None = None
    percent_text: str | None = None
    shown: str | None = None
    source_last: Source | None = None

    def plain(self) -> dict[str, Any]:
        """Give the comparison as plain values, the shape of the answer key."""
        source = "typed figures" if self.source_last is Source.TYPED else self.source_last
        return {
            "indicator": self.code,
            "now": plain_number(self.now),
            "last": plain_number(self.last),
            "last_period": self.last_period,
            "difference": plain_number(self.difference),
            "percent": self.percent_text,
            "source_last": None if source is None else str(source),
            "shown": self.shown,
        }


def compare(books: Books, code: str, period: Period) -> Comparison:
    """Compare an indicator with the period that this one is declared to be compared with."""
    return compare_all(books, period, [code])[code]


def compare_all(
    books: Books, period: Period, codes: Iterable[str] | None = None
) -> dict[str, Comparison]:
    """Compare indicators (default: all) with the period that is declared for comparison."""
    wanted = list(catalogue()) if codes is None else list(codes)
    now = compute(books, period, wanted)
    before = compared_with(books, period)
    then = compute(books, before, wanted) if before is not None else {}
    last = before.code if before is not None else None
    return {code: _comparison(now[code], then.get(code), last) for code in wanted}


def compared_with(books: Books, period: Period) -> Period | None:
    """Find the period that another is declared to be compared with, kept or made by the scheme."""
    code = period.compare_with
    if not code:
        return None
    kept = next((known for known in books.periods() if known.code == code), None)
    return kept or (books.period_named(code) if is_period_code(code) else None)


def _comparison(now: Figure, then: Figure | None, before: str | None) -> Comparison:
    if then is None or not then.known or now.value is None or then.value is None:
        return Comparison(now.code, now.value, None, before)
    difference = to_decimal(now.value) - to_decimal(then.value)
    is_ratio = now.kind is Kind.RATIO
    change = None if is_ratio else percent_of(difference, to_decimal(then.value))
    return Comparison(
        code=now.code,
        now=now.value,
        last=then.value,
        last_period=before,
        difference=float(difference) if is_ratio else exact(difference),
        percent=change,
        percent_text=None if change is None else format_percent(abs(change)),
        shown=_points(difference) if is_ratio else _words(difference, change),
        source_last=then.source,
    )


def _words(difference: Decimal, change: Decimal | None) -> str:
    if not difference:
        return _("không đổi")
    pattern = _("tăng {n}") if difference > 0 else _("giảm {n}")
    text = pattern.format(n=format_number(abs(difference)))
    if change is None:
        return text
    # A hyphen, not the minus sign: the text is typed into papers and searched there.
    sign = "+" if change > 0 else "-"
    return f"{text} ({sign}{format_percent(abs(change))})"


def _points(difference: Decimal) -> str:
    if not difference:
        return _("không đổi")
    pattern = _("tăng {n} điểm %") if difference > 0 else _("giảm {n} điểm %")
    return pattern.format(n=format_points(abs(difference)))
