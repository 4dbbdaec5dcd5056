"""Do periods agree with each other? E9, E10, W1, W4."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from danvan_desktop.errors import Issue, Severity
from danvan_desktop.i18n import _
from danvan_desktop.indicators.checking import Facts, Sum, found
from danvan_desktop.indicators.declarations import Kind, RollUp
from danvan_desktop.indicators.engine import compute
from danvan_desktop.indicators.numbers import added
from danvan_desktop.organisation.periods import Period, day_after
from danvan_desktop.vietnamese import format_number

JUMP = Decimal(50)
"""W1 asks for a reason when a figure changes by more than this many percent in a year."""

UNCHANGED_FROM = 10
"""W4 is silent about smaller figures: 2 and 2 again is no surprise."""

SHORTER = {
    "N": (("H1", "H2"), ("Q1", "Q2", "Q3", "Q4")),
    "H1": (("Q1", "Q2"),),
    "H2": (("Q3", "Q4"),),
    "9T": (("Q1", "Q2", "Q3"),),
    "Q1": (("T01", "T02", "T03"),),
    "Q2": (("T04", "T05", "T06"),),
    "Q3": (("T07", "T08", "T09"),),
    "Q4": (("T10", "T11", "T12"),),
}
"""Which shorter periods make a period."""


def cumulative_grows(facts: Facts) -> Iterator[Issue]:
    """E9: what is counted since the beginning can only grow."""
    for one, figure in facts.declared():
        before = facts.before.get(one.code)
        if one.kind is not Kind.CUMULATIVE or before is None or not before.known:
            continue
        if figure.known and (figure.value or 0) < (before.value or 0):
            yield found(
                "E9",
                one,
                _("{name} giảm so với kỳ trước.").format(name=one.label),
                remedy=_("Xem lại các hồ sơ đã xóa hoặc đổi ngày."),
            )


def periods_add_up(facts: Facts) -> Iterator[Issue]:
    """E10: a year is the sum of its halves and of its quarters, with the same cut-off."""
    kind, _slash, year = facts.period.code.partition("/")
    if not any(one.roll_up is RollUp.SUM and whole.typed for one, whole in facts.declared()):
        return  # what is counted from records adds up by itself
    for names in SHORTER.get(kind, ()):
        parts = [facts.books.period_named(f"{name}/{year}") for name in names]
        if not _tile(parts, facts.period):
            continue
        figures = [compute(facts.books, part) for part in parts]
        for one, whole in facts.declared():
            several = [of[one.code] for of in figures]
            if one.roll_up is not RollUp.SUM or not whole.typed or not whole.known:
                continue
            typed = any(part.typed for part in several)
            if not typed or not all(part.known for part in several):
                continue  # where only the whole was typed, its difference to the records is shown
            total = added(*(part.value for part in several))
            if total == whole.value:
                continue
            inexact = whole.qualifier or any(part.qualifier for part in several)
            addition = Sum(tuple((p.value or 0, p.qualifier) for p in several), total)
            yield found(
                "W5" if inexact else "E10",
                one,
                _("{name}: {periods}: {added}, cả kỳ là {total}.").format(
                    name=one.label,
                    periods=" + ".join(names),
                    added=addition.shown(),
                    total=whole.shown(),
                ),
                remedy=_("Đối chiếu số nhập tay của cả kỳ với các kỳ nhỏ hơn."),
                severity=Severity.WARNING if inexact else Severity.ERROR,
            )


def no_great_jumps(facts: Facts) -> Iterator[Issue]:
    """W1: more than ±50 % against the same period of last year."""
    for one, figure in facts.declared():
        compared = facts.comparisons[one.code]
        if one.kind is Kind.CUMULATIVE:
            continue  # what is counted since the beginning only grows
        if figure.known and compared.percent is not None and abs(compared.percent) > JUMP:
            yield found(
                "W1",
                one,
                _("{name}: {shown} so với cùng kỳ.").format(name=one.label, shown=compared.shown),
                remedy=_("Kiểm tra lại; nếu đúng thì ghi lý do trong báo cáo."),
                severity=Severity.WARNING,
            )


def not_copied(facts: Facts) -> Iterator[Issue]:
    """W4: a flow that is exactly that of the period before."""
    if facts.previous is None:
        return
    for one, figure in facts.declared():
        before = facts.before.get(one.code)
        if one.kind is not Kind.FLOW or before is None or not before.known or not figure.known:
            continue
        if figure.value == before.value and (figure.value or 0) >= UNCHANGED_FROM:
            yield found(
                "W4",
                one,
                _("{name} bằng đúng số của {period} ({n}).").format(
                    name=one.label,
                    period=facts.previous.code,
                    n=format_number(figure.value or 0),
                ),
                remedy=_("Kiểm tra xem có chép lại số kỳ trước không; nếu đúng thì ghi lý do."),
                severity=Severity.WARNING,
            )


def _tile(parts: Sequence[Period], whole: Period) -> bool:
    """Tell whether periods follow each other and fill another one: the same cut-off scheme."""
    ends = (parts[0].first_day, parts[-1].last_day)
    joined = all(day_after(one.last_day) == after.first_day for one, after in pairwise(parts))
    return joined and ends == (whole.first_day, whole.last_day)
