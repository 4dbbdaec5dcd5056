"""Do parts make wholes? E1–E5, E7, and the warnings about sums: W3, W5, W6."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from danvan_desktop.errors import Issue, Severity
from danvan_desktop.i18n import _
from danvan_desktop.indicators.checking import Facts, Sum, found
from danvan_desktop.indicators.declarations import LEVEL_AXIS, Indicator, Kind, Measure
from danvan_desktop.indicators.labels import axis_label
from danvan_desktop.indicators.numbers import added
from danvan_desktop.indicators.overlay import Tree
from danvan_desktop.indicators.tally import Tally
from danvan_desktop.indicators.typed import TypedFigure
from danvan_desktop.indicators.values import Figure, Source, qualified, ratio_value
from danvan_desktop.vietnamese import (
    format_number,
    percent_of,
    rounded_percent,
    to_decimal,
)

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

MAX_ADDENDS = 6
"""A message writes the addition out when it has at most so many addends."""


def parts_make_the_whole(facts: Facts) -> Iterator[Issue]:
    """E1–E4: the parts of every breakdown make the whole; W5 when words stand in front of them."""
    for one, figure in facts.declared():
        if one.measure in (Measure.DISTINCT, Measure.RATIO) or not figure.known:
            continue
        for axis in figure.by:
            if axis not in figure.partial:
                yield from _whole_by_axis(one, figure, axis)
        if figure.typed:
            yield from _typed_places(facts, one, facts.tree(one.code))


def _whole_by_axis(one: Indicator, figure: Figure, axis: str) -> Iterator[Issue]:
    tally = Tally(
        total=figure.value or 0,
        by={axis: dict(figure.by[axis])},
        undivided=dict(figure.undivided),
        qualifiers={figure.qualifier} - {""},
        part_qualifiers={path: {word} for path, word in figure.part_qualifiers.items()},
    )
    yield from _axis(one, tally, axis, place="", name="")


def _typed_places(facts: Facts, one: Indicator, tree: Tree) -> Iterator[Issue]:
    """Check the breakdowns of units and levels for which something was typed."""
    for place in tree.cells:
        tally = tree.at(place)
        if place and tally is not None:
            for axis in tally.by:
                if axis in one.axes and axis not in one.partial:
                    yield from _axis(one, tally, axis, place=place, name=facts.place_name(place))


def _axis(one: Indicator, tally: Tally, axis: str, *, place: str, name: str) -> Iterator[Issue]:
    parts = tally.by[axis]
    total = added(*parts.values(), tally.undivided.get(axis))
    words = {key: "".join(tally.part_qualifiers.get(f"{axis}/{key}", set())) for key in parts}
    if total == tally.total:
        return
    addition = Sum(tuple((number, words[key]) for key, number in parts.items()), total)
    shown = addition.shown() if 0 < len(parts) <= MAX_ADDENDS else format_number(total)
    whole = qualified("".join(sorted(tally.qualifiers)[:1]), format_number(tally.total))
    label = f"{one.label}, {name}" if name else one.label
    if any(words.values()) or tally.qualifiers:
        yield found(
            "W5",
            one,
            _("{name}: {added} ≠ {total}; số hạng có chữ “gần, trên, hơn, khoảng”.").format(
                name=label, added=shown, total=whole
            ),
            remedy=_("Ghi lý do; tìm số chính xác nếu có."),
            severity=Severity.WARNING,
            field=axis,
            unit=place,
        )
        return
    yield found(
        AXIS_RULES.get(axis, "E1"),
        one,
        _("{name}: cộng theo “{axis}” được {added}, tổng là {total}.").format(
            name=label, axis=axis_label(one, axis), added=shown, total=whole
        ),
        remedy=_("Sửa ô nhập tay, hoặc ghi “{axis}” cho các hồ sơ còn để trống.").format(
            axis=axis_label(one, axis)
        ),
        field=axis,
        unit=place,
    )


def qualified_addends(facts: Facts) -> Iterator[Issue]:
    """W5: a total that was added from numbers that are not exact."""
    for one, figure in facts.declared():
        inexact = [path for path in figure.part_qualifiers if path.partition("/")[0] in figure.by]
        if not inexact or not figure.typed or any(c.place == "" for c in _totals(facts, one)):
            continue
        yield found(
            "W5",
            one,
            _("{name}: tổng {total} cộng từ {n} số không chính xác.").format(
                name=one.label, total=figure.shown(), n=len(inexact)
            ),
            remedy=_("Giữ chữ “gần, trên, khoảng” trước số tổng, hoặc tìm số chính xác."),
            severity=Severity.NOTE,
        )


def _totals(facts: Facts, one: Indicator) -> list[TypedFigure]:
    return [c for c in facts.cells if c.code == one.code and not c.axis and c.value is not None]


def funnels_narrow(facts: Facts) -> Iterator[Issue]:
    """E5: each step of a funnel is at most the one before."""
    for steps in facts.catalogue.funnels:
        for before, after in pairwise(steps):
            wide, narrow = facts.figures[before], facts.figures[after]
            if wide.known and narrow.known and (narrow.value or 0) > (wide.value or 0):
                yield found(
                    "E5",
                    facts.catalogue[after],
                    _("{after} ({n}) nhiều hơn {before} ({m}).").format(
                        after=facts.catalogue[after].label,
                        n=format_number(narrow.value or 0),
                        before=facts.catalogue[before].label,
                        m=format_number(wide.value or 0),
                    ),
                    remedy=_("Xem lại trạng thái của các hồ sơ trong kỳ."),
                )


def rates_are_rates(facts: Facts) -> Iterator[Issue]:
    """E7: a rate is its numerator by its denominator and at most 100 %; W3: exactly 100 %."""
    for one, figure in facts.declared():
        if one.kind is not Kind.RATIO or not figure.denominator:
            continue
        above, below = figure.numerator or 0, figure.denominator
        if above > below or not _agrees(figure, ratio_value(above, below)):
            yield found(
                "E7",
                one,
                _("{name}: {above}/{below} không phải là một tỷ lệ đúng ({shown}).").format(
                    name=one.label,
                    above=format_number(above),
                    below=format_number(below),
                    shown=figure.shown(),
                ),
                remedy=_("Đối chiếu tử số và mẫu số."),
            )
        elif above == below:
            yield found(
                "W3",
                one,
                _("{name} đạt 100% ({n}/{n}).").format(name=one.label, n=format_number(below)),
                remedy=_("Kiểm tra lại số liệu, ghi lý do nếu đúng."),
                severity=Severity.WARNING,
            )


def _agrees(figure: Figure, computed: float | None) -> bool:
    """A typed rate agrees when the computed one rounds to it (74 for 73,85)."""
    if figure.source is Source.RECORDS or figure.value is None or computed is None:
        return figure.value == computed
    typed = to_decimal(figure.value).normalize()
    exponent = typed.as_tuple().exponent
    places = max(0, -exponent) if isinstance(exponent, int) else 0
    return rounded_percent(to_decimal(computed), places) == typed


def percentages_make_a_hundred(facts: Facts) -> Iterator[Issue]:
    """W6: whole percentages of a breakdown that do not make 100."""
    for one, figure in facts.declared():
        if one.measure is not Measure.COUNT or not figure.value:
            continue
        for axis, parts in figure.by.items():
            if axis == one.spec.unit_field or added(*parts.values()) != figure.value:
                continue
            total = sum(_whole_percent(to_decimal(n), figure.value) for n in parts.values())
            if total != 100:
                yield found(
                    "W6",
                    one,
                    _("{name} theo “{axis}”: phần trăm làm tròn cộng lại là {added}%.").format(
                        name=one.label, axis=axis_label(one, axis), added=total
                    ),
                    remedy=_("In một số lẻ, hoặc chú thích là do làm tròn."),
                    severity=Severity.NOTE,
                    field=axis,
                )


def _whole_percent(part: Decimal, whole: float | Decimal) -> int:
    share = percent_of(part, to_decimal(whole)) or Decimal(0)
    return int(share.quantize(Decimal(1), ROUND_HALF_UP))


def typed_beside_records(facts: Facts) -> Iterator[Issue]:
    """A typed figure that differs from the records of the same place: the difference is shown."""
    for one, figure in facts.declared():
        if not figure.typed or not one.parts:
            continue
        for conflict in facts.tree(one.code).conflicts:
            if conflict.other == conflict.typed.value:
                continue
            name = facts.place_name(conflict.place)
            yield found(
                "typed_differs",
                one,
                _("{name}: nhập tay {typed}, theo hồ sơ {recorded}; lấy số nhập tay.").format(
                    name=f"{one.label}, {name}" if name else one.label,
                    typed=format_number(conflict.typed.value or 0),
                    recorded=format_number(conflict.other),
                ),
                remedy=_("Bổ sung hồ sơ, hoặc xóa số nhập tay."),
                severity=Severity.NOTE,
                field=LEVEL_AXIS if "/" in conflict.place else None,
                unit=conflict.place,
            )
