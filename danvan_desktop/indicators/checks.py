"""Is a period's set of figures consistent? The rules for what is kept here.

Errors (E…) stop a report from being sent, warnings (W…) want a reason, notes inform.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from danvan_desktop.errors import Issue, Place, Severity
from danvan_desktop.i18n import _
from danvan_desktop.indicators.catalogue import catalogue
from danvan_desktop.indicators.comparison import compare
from danvan_desktop.indicators.coverage import (
    coverage,
    reporting_units,
)
from danvan_desktop.indicators.declarations import Indicator, Kind, Measure
from danvan_desktop.indicators.engine import compute
from danvan_desktop.indicators.labels import axis_label
from danvan_desktop.indicators.numbers import added as exact_sum
from danvan_desktop.indicators.values import Figure, ratio_value
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.periods import Period
from danvan_desktop.registers import REGISTERS
from danvan_desktop.vietnamese import format_number, percent_of

JUMP = Decimal(50)
"""W1 asks for a reason when a figure changes by more than this many percent in a year."""

AXIS_RULES = {
    "don_vi": "E1",
    "cap": "E1",
    "linh_vuc": "E2",
    "doi_tuong": "E3",
    "loai": "E3",
    "tinh_chat": "E3",
    "hinh_thuc": "E4",
}
"""Which rule of the list a breakdown stands for."""


def check_period(books: Books, period: Period) -> list[Issue]:
    """List what does not add up, what looks odd and who is missing in a period."""
    figures = compute(books, period)
    issues = [*_sums(figures), *_funnels(figures), *_rates(figures)]
    issues += _units(books, period)
    issues += _cumulative(books, period, figures)
    issues += _jumps(books, period, figures)
    issues += _rounding(figures)
    return issues


def _sums(figures: Mapping[str, Figure]) -> Iterator[Issue]:
    """E1–E4: the parts of every breakdown make the whole (distinct counts may overlap)."""
    for one, figure in _declared(figures):
        if one.measure is Measure.DISTINCT:
            continue
        for axis, parts in figure.by.items():
            if axis in figure.partial:
                continue
            total, added = figure.value or 0, exact_sum(*parts.values())
            if added != total:
                yield _issue(
                    AXIS_RULES.get(axis, "E1"),
                    one,
                    _("{name}: cộng theo “{axis}” được {added}, tổng là {total}.").format(
                        name=one.label,
                        axis=axis_label(one, axis),
                        added=format_number(added),
                        total=format_number(total),
                    ),
                    remedy=_("Ghi “{axis}” cho các hồ sơ còn để trống.").format(
                        axis=axis_label(one, axis)
                    ),
                    field=axis,
                )


def _funnels(figures: Mapping[str, Figure]) -> Iterator[Issue]:
    """E5: each step of a funnel is at most the one before."""
    for steps in catalogue().funnels:
        for before, after in pairwise(steps):
            wide, narrow = figures[before].value or 0, figures[after].value or 0
            if narrow > wide:
                yield _issue(
                    "E5",
                    catalogue()[after],
                    _("{after} ({n}) nhiều hơn {before} ({m}).").format(
                        after=catalogue()[after].label,
                        n=narrow,
                        before=catalogue()[before].label,
                        m=wide,
                    ),
                    remedy=_("Xem lại trạng thái của các hồ sơ trong kỳ."),
                )


def _rates(figures: Mapping[str, Figure]) -> Iterator[Issue]:
    """E7: a rate is its numerator by its denominator and at most 100 %; W3: exactly 100 %."""
    for one, figure in _declared(figures):
        if one.kind is not Kind.RATIO or not figure.denominator:
            continue
        above, below = figure.numerator or 0, figure.denominator
        if figure.value != ratio_value(above, below) or above > below:
            yield _issue(
                "E7",
                one,
                _("{name}: {above}/{below} không phải là một tỷ lệ đúng.").format(
                    name=one.label, above=format_number(above), below=format_number(below)
                ),
                remedy=_("Đối chiếu tử số và mẫu số."),
            )
        elif above == below:
            yield _issue(
                "W3",
                one,
                _("{name} đạt 100% ({n}/{n}).").format(name=one.label, n=format_number(below)),
                remedy=_("Kiểm tra lại số liệu, ghi lý do nếu đúng."),
                severity=Severity.WARNING,
            )


def _units(books: Books, period: Period) -> Iterator[Issue]:
    """E8: only units valid in the period count, so k cannot exceed n; and who has not reported."""
    known = {unit.code for unit in books.directory(period.first_day).units()}
    known |= {unit.code for unit in books.directory(period.last_day).units()}
    for key, spec in REGISTERS.items():
        if spec.group != "register" or spec.unit_field is None:
            continue
        for code in sorted(reporting_units(books, key, period) - known):
            yield Issue(
                "E8",
                _("Sổ {register}: {unit} không còn hiệu lực trong kỳ.").format(
                    register=_(spec.label), unit=books.directory().unit_name(code)
                ),
                _("Chọn lại đơn vị cho các hồ sơ này."),
                Place(register=key, field=spec.unit_field),
            )
    for form in catalogue().required_forms():
        yield from _missing(books, form.code, period)


def _missing(books: Books, register: str, period: Period) -> Iterator[Issue]:
    found = coverage(books, register, period)
    if found.missing:
        directory = books.directory(period.last_day)
        yield Issue(
            "E12",
            _("{register}: {shown} đơn vị có số liệu, thiếu {units}.").format(
                register=found.label,
                shown=found.shown,
                units=", ".join(directory.unit_name(code) for code in found.missing),
            ),
            _("Đôn đốc đơn vị còn thiếu, hoặc ghi rõ trong báo cáo."),
            Place(register=found.register),
            Severity.WARNING,
        )


def _cumulative(books: Books, period: Period, figures: Mapping[str, Figure]) -> Iterator[Issue]:
    """E9: what is counted since the beginning can only grow."""
    earlier = [one for one in books.periods() if one.last_day < period.first_day]
    if not earlier:
        return
    codes = [code for code, figure in figures.items() if figure.kind is Kind.CUMULATIVE]
    before = compute(books, max(earlier, key=lambda one: one.last_day), codes)
    for code in codes:
        if (figures[code].value or 0) < (before[code].value or 0):
            yield _issue(
                "E9",
                catalogue()[code],
                _("{name} giảm so với kỳ trước.").format(name=catalogue()[code].label),
                remedy=_("Xem lại các hồ sơ đã xóa hoặc đổi ngày."),
            )


def _jumps(books: Books, period: Period, figures: Mapping[str, Figure]) -> Iterator[Issue]:
    """W1: more than ±50 % against the same period of last year."""
    for one, _figure in _declared(figures):
        found = compare(books, one.code, period)
        if found.percent is not None and abs(found.percent) > JUMP:
            yield _issue(
                "W1",
                one,
                _("{name}: {shown} so với cùng kỳ.").format(name=one.label, shown=found.shown),
                remedy=_("Kiểm tra lại; nếu đúng thì ghi lý do trong báo cáo."),
                severity=Severity.WARNING,
            )


def _rounding(figures: Mapping[str, Figure]) -> Iterator[Issue]:
    """W6: whole percentages of a breakdown that do not make 100."""
    for one, figure in _declared(figures):
        if one.measure is not Measure.COUNT or not figure.value:
            continue
        for axis, parts in figure.by.items():
            if axis == "don_vi" or sum(parts.values()) != figure.value:
                continue
            added = sum(_whole_percent(int(n), int(figure.value)) for n in parts.values())
            if added != 100:
                yield _issue(
                    "W6",
                    one,
                    _("{name} theo “{axis}”: phần trăm làm tròn cộng lại là {added}%.").format(
                        name=one.label, axis=axis_label(one, axis), added=added
                    ),
                    remedy=_("In một số lẻ, hoặc chú thích là do làm tròn."),
                    severity=Severity.NOTE,
                    field=axis,
                )


def _whole_percent(part: int, whole: int) -> int:
    return int((percent_of(part, whole) or Decimal(0)).quantize(Decimal(1), ROUND_HALF_UP))


def _declared(figures: Mapping[str, Figure]) -> Iterable[tuple[Indicator, Figure]]:
    return [(catalogue()[code], figure) for code, figure in figures.items()]


def _issue(
    code: str,
    one: Indicator,
    message: str,
    *,
    remedy: str,
    severity: Severity = Severity.ERROR,
    field: str | None = None,
) -> Issue:
    place = Place(register=one.register, record=one.code, field=field)
    return Issue(code, message, remedy, place, severity)
