"""How a figure is counted, in words taken from its declaration: no other text is kept of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from danvan_desktop.i18n import _
from danvan_desktop.vietnamese import format_date, format_number

if TYPE_CHECKING:
    from danvan_desktop.indicators import Figure, Indicator, Part
    from danvan_desktop.indicators.declarations import Condition
    from danvan_desktop.organisation.periods import Period


def period_words(period: Period) -> str:
    """Write a period with its cut-off days, the day it is due, and whether it is closed."""
    parts = [
        _("{name}: từ {first} đến hết {last}").format(
            name=_upper(period.name), first=_day(period.first_day), last=_day(period.last_day)
        )
    ]
    if period.due:
        parts.append(_("hạn nộp {day}").format(day=_day(period.due)))
    parts.append(_("đã khóa") if period.closed else _("đang mở"))
    return ", ".join(parts) + "."


def part_words(one: Indicator, part: Part, period: Period) -> str:
    """Say what one register gives: what is counted or added, of which records, of which days."""
    pieces = [_measure(part), *(_condition(part, item) for item in part.where)]
    pieces.append(_window(one, part, period))
    if part.scale > 1:
        pieces.append(_("chia {n}").format(n=format_number(part.scale)))
    return "; ".join(piece for piece in pieces if piece) + "."


def ratio_words(one: Indicator, figure: Figure) -> str:
    """Say of what a rate is made, with the numbers of the period."""
    from danvan_desktop.indicators import catalogue

    above, below = catalogue()[one.numerator], catalogue()[one.denominator]
    words = _("{above} chia cho {below}, nhân 100").format(above=above.label, below=below.label)
    if figure.numerator is None or figure.denominator is None:
        return f"{words}."
    return _("{words}: {n}/{of}.").format(
        words=words, n=format_number(figure.numerator), of=format_number(figure.denominator)
    )


def roll_up_words(one: Indicator) -> str:
    """Say how several periods and several units make one figure."""
    from danvan_desktop.indicators.declarations import Measure, RollUp

    time = {
        RollUp.SUM: _("Nhiều kỳ: cộng các kỳ lại."),
        RollUp.LAST: _("Nhiều kỳ: lấy số của kỳ cuối, không cộng."),
        RollUp.DISTINCT: _("Nhiều kỳ: đếm lại cả thời gian, không cộng."),
        RollUp.RECOMPUTE: _("Nhiều kỳ: tính lại từ tử số và mẫu số, không cộng tỷ lệ."),
    }[one.roll_up]
    if one.roll_up is RollUp.RECOMPUTE:
        return time
    space = (
        _("Nhiều đơn vị: đếm lại, không cộng dọc.")
        if one.measure is Measure.DISTINCT
        else _("Nhiều đơn vị: cộng các đơn vị.")
    )
    return f"{time} {space}"


def typed_rule() -> str:
    """Say which of a typed figure and the records counts."""
    return _("Nơi có số gõ tay thì dùng số gõ tay; số đếm từ hồ sơ để đối chiếu.")


def source_words(figure: Figure) -> str:
    """Say what stands behind a figure, and how typed cells and records differ; "" for records."""
    from danvan_desktop.indicators import Source

    if figure.source is Source.RECORDS or not figure.typed:
        return ""
    parts = [
        _("{n} ô gõ tay").format(n=format_number(figure.typed))
        if figure.source is Source.TYPED
        else _("{n} ô gõ tay và hồ sơ").format(n=format_number(figure.typed))
    ]
    if figure.recorded is not None:
        parts.append(_("riêng hồ sơ cho {n}").format(n=format_number(figure.recorded)))
    apart = figure.difference
    if apart:
        size = format_number(apart if apart > 0 else -apart)
        parts.append(_("lệch {n}").format(n=f"{'+' if apart > 0 else '−'}{size}"))
    return _upper("; ".join(parts)) + "."


def _measure(part: Part) -> str:
    from danvan_desktop.indicators import Measure

    book = _(part.spec.label)
    if part.measure is Measure.COUNT:
        return _("Đếm số hồ sơ của sổ {register}").format(register=book)
    name = _(part.spec.field(part.field).label)
    pattern = (
        _("Cộng ô “{field}” của sổ {register}")
        if part.measure is Measure.SUM
        else _("Đếm số “{field}” khác nhau trong sổ {register}")
    )
    return pattern.format(field=name, register=book)


def _condition(part: Part, item: Condition) -> str:
    spec = part.spec.field(item.field)
    shown = _(" hoặc ").join(str(spec.type.format(value)) for value in item.values)
    return _("chỉ lấy khi {field} là {values}").format(field=_(spec.label), values=shown)


def _window(one: Indicator, part: Part, period: Period) -> str:
    from danvan_desktop.indicators import Kind
    from danvan_desktop.indicators.declarations import IN_PERIOD, UNTIL
    from danvan_desktop.organisation.closing import has_own_period

    last = _day(period.last_day)
    if one.kind is Kind.STOCK:
        if part.valid == IN_PERIOD:
            return _("lấy số gửi cho kỳ, có nhiều lần thì lấy lần cuối")
        if part.valid == UNTIL or part.valid is None:
            return _("tính đến hết {day}").format(day=last)
        first, end = (_(part.spec.field(name).label) for name in part.valid)
        return _("còn hiệu lực ngày {day}, xét theo ô “{first}” và “{end}”").format(
            day=last, first=first, end=end
        )
    if has_own_period(part.spec) and not part.date:
        if one.kind is Kind.CUMULATIVE:
            return _("lấy các dòng của mọi kỳ đến hết {day}, không tính trùng").format(day=last)
        return _("lấy các dòng có kỳ nằm trong kỳ này, không tính trùng")
    name = part.date or part.spec.date_field
    dated = _(part.spec.field(name).label)
    if one.kind is Kind.CUMULATIVE:
        return _("theo ô “{field}”, từ đầu đến hết {day}").format(field=dated, day=last)
    return _("theo ô “{field}”, từ {first} đến hết {last}").format(
        field=dated, first=_day(period.first_day), last=last
    )


def parts_words(one: Indicator, figure: Figure, period: Period) -> Iterator[str]:
    """Give the lines of the formula: the rate, or what each register gives."""
    from danvan_desktop.indicators import Kind

    if one.kind is Kind.RATIO:
        yield ratio_words(one, figure)
    for part in one.parts:
        yield part_words(one, part, period)


def _day(day: str) -> str:
    return format_date(date.fromisoformat(day))


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
