"""What the filters of the template language write: a figure in, Vietnamese words out.

One function for each filter, by the path of the figure and the option behind the filter. What
they are called and how they are explained stands in ``shown``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from danvan_desktop.reports.figures import (
    BEFORE,
    MONEY,
    PERCENT,
    SAME_LAST_YEAR,
    UNIT_PLACE,
    Comparison,
    Coverage,
    FigurePart,
    FigureSource,
    FigureValue,
    parse_path,
)
from danvan_desktop.vietnamese import (
    date_in_words,
    format_count,
    format_date,
    format_date_long,
    format_money,
    format_number,
    format_percent,
    format_points,
    number_in_words,
    parse_date,
    percent_of,
)

NO_DATA = "…"
"""Printed where there is no figure yet; "-" would say that there was nothing."""

NOTHING = "-"

NO_COMPARISON = "chưa có số liệu cùng kỳ để so sánh"
NO_COMPARISON_BEFORE = "chưa có số liệu kỳ trước để so sánh"

MOST_NAMED = 200
"""A list names at most so many units or parts."""


class UnknownFigure(LookupError):
    """No indicator has the path that a template asks for."""


class WrongFilter(ValueError):
    """The figure is of another kind than the filter shows; the text says what it should be."""


class WrongOption(ValueError):
    """The option behind a filter is none of those that it takes."""


# --- numbers


def so(source: FigureSource, path: str, option: str) -> str:
    """Write the number as in a sentence: 07."""
    figure = _figure(source, path, option)
    return NO_DATA if figure.value is None else _said(figure, prose_number(figure.value))


def so_nguyen(source: FigureSource, path: str, option: str) -> str:
    """Write the number as in a table: 7."""
    figure = _figure(source, path, option)
    return NO_DATA if figure.value is None else _said(figure, format_number(figure.value))


def so_dvt(source: FigureSource, path: str, option: str) -> str:
    """Write the number with the unit of its indicator."""
    figure = _figure(source, path, option)
    return NO_DATA if figure.value is None else _said(figure, _measured(figure, figure.value))


def chu(source: FigureSource, path: str, option: str) -> str:
    """Spell the number."""
    figure = _figure(source, path, option)
    return NO_DATA if figure.value is None else _said(figure, _in_words(figure.value))


def so_chu(source: FigureSource, path: str, option: str) -> str:
    """Write the number and its words in brackets."""
    figure = _figure(source, path, option)
    if figure.value is None:
        return NO_DATA
    return _said(figure, f"{prose_number(figure.value)} ({_in_words(figure.value)})")


def ty_le(source: FigureSource, path: str, option: str) -> str:
    """Write a rate with at most so many decimals as the option says."""
    figure = _figure(source, path)
    if figure.unit != PERCENT:
        raise WrongFilter("tỷ lệ")
    if figure.value is None:
        return NO_DATA
    return _said(figure, format_percent(Decimal(figure.value), _places(option, 1)))


MONEY_FORMS = {
    "": "triệu đồng",
    "dong": "đồng",
    "nghin": "nghìn đồng",
    "trieu": "triệu đồng",
    "ty": "tỷ đồng",
}


def tien(source: FigureSource, path: str, option: str) -> str:
    """Write an amount in the unit that the option names."""
    figure = _figure(source, path)
    if figure.unit != MONEY:
        raise WrongFilter("số tiền")
    if option not in MONEY_FORMS:
        raise WrongOption(option)
    if figure.value is None:
        return NO_DATA
    return _said(figure, format_money(figure.value, MONEY_FORMS[option]))


def tien_chu(source: FigureSource, path: str, option: str) -> str:
    """Spell an amount to the last đồng."""
    figure = _figure(source, path)
    if figure.unit != MONEY:
        raise WrongFilter("số tiền")
    if figure.value is None:
        return NO_DATA
    return _said(figure, f"{_in_words(figure.value)} đồng")


def ty_trong(source: FigureSource, path: str, option: str) -> str:
    """Show a part as a share of its whole: of the breakdown, or of the whole area."""
    figure = _figure(source, path)
    wanted = parse_path(path)
    if figure.unit == PERCENT or wanted is None or not (wanted.axis or wanted.place):
        raise WrongFilter("một phần của số liệu khác")
    above = wanted.whole if wanted.axis else replace(wanted, place="")
    whole = _figure(source, above.written())
    if figure.value is None or not whole.value:
        return NO_DATA
    share = percent_of(Decimal(figure.value), Decimal(whole.value))
    return NO_DATA if share is None else format_percent(share, _places(option, 1))


# --- comparisons


def so_sanh(source: FigureSource, path: str, option: str) -> str:
    """Compare with the period that is declared for it."""
    return _compared(source, path, option, SAME_LAST_YEAR)


def so_sanh_truoc(source: FigureSource, path: str, option: str) -> str:
    """Compare with the period of the same kind just before."""
    return _compared(source, path, option, BEFORE)


COMPARISON_FORMS = ("", "phan_tram", "so", "ngan")


def _compared(source: FigureSource, path: str, option: str, base: str) -> str:
    if option not in COMPARISON_FORMS:
        raise WrongOption(option)
    figure = _figure(source, path)
    compared = source.comparison(path) if base == SAME_LAST_YEAR else source.comparison(path, base)
    if compared is None or figure.value is None:
        return NO_COMPARISON if base == SAME_LAST_YEAR else NO_COMPARISON_BEFORE
    same = base == SAME_LAST_YEAR and not source.period.whole_year
    before = "cùng kỳ " if same else ""
    return comparison_words(figure, compared, form=option, before=before)


# --- breakdowns


def trong_do(source: FigureSource, path: str, option: str) -> str:
    """Show the parts behind “trong đó”; nothing when the figure itself is none or not known."""
    found = _parts(source, path, option)
    listed = phan_theo(source, path, option)
    return listed if not found or listed == NO_DATA else f"trong đó: {listed}"


def phan_theo(source: FigureSource, path: str, option: str) -> str:
    """List the parts of a figure by an axis."""
    found = _parts(source, path, option)
    if not found:
        return NO_DATA if _figure(source, path).value is None else "không"
    figure = _figure(source, path)
    return ", ".join(f"{part.name} {_part_number(figure, part)}" for part in found[:MOST_NAMED])


# --- units


def danh_sach_thieu(source: FigureSource, path: str, option: str) -> str:
    """Name the communes that have not reported."""
    return _names(source, _coverage(source, path).missing)


def da_bao_cao(source: FigureSource, path: str, option: str) -> str:
    """Name the communes that have reported."""
    coverage = _coverage(source, path)
    if coverage.reported and not coverage.present:
        return NO_DATA
    return _names(source, coverage.present)


def do_phu(source: FigureSource, path: str, option: str) -> str:
    """Write how many have reported of how many."""
    coverage = _coverage(source, path)
    return f"{format_count(coverage.reported)}/{format_count(coverage.expected)}"


def so_thieu(source: FigureSource, path: str, option: str) -> str:
    """Count the communes that have not reported."""
    coverage = _coverage(source, path)
    return prose_number(max(0, coverage.expected - coverage.reported))


def dung_dau(source: FigureSource, path: str, option: str) -> str:
    """Name the units with most."""
    return _ranked(source, path, option, first=True)


def thap_nhat(source: FigureSource, path: str, option: str) -> str:
    """Name the units with least of those that have any."""
    return _ranked(source, path, option, first=False)


def chua_co(source: FigureSource, path: str, option: str) -> str:
    """Name the units that reported, but have none of it."""
    coverage = _coverage(source, path)
    having = {part.key for part in _parts(source, path, UNIT_PLACE) if part.value}
    return _names(source, tuple(code for code in coverage.present if code not in having))


def _ranked(source: FigureSource, path: str, option: str, *, first: bool) -> str:
    most = _whole_number(option, default=3)
    figure = _figure(source, path)
    found = [part for part in _parts(source, path, UNIT_PLACE) if part.value]
    if not found:
        return NO_DATA if figure.value is None else "không"
    ranked = sorted(found, key=lambda part: -part.value if first else part.value)
    return ", ".join(f"{part.name} ({_part_number(figure, part)})" for part in ranked[:most])


# --- conditions


def co(source: FigureSource, path: str, option: str) -> str:
    """Hold when the figure is more than none."""
    value = _figure(source, path, option).value
    return "1" if value is not None and value > 0 else ""


def khong(source: FigureSource, path: str, option: str) -> str:
    """Hold when the figure is known to be none; what nobody reported is neither."""
    value = _figure(source, path, option).value
    return "1" if value is not None and value == 0 else ""


def gia_tri(source: FigureSource, path: str, option: str) -> str:
    """Give the number for a condition; "" when nobody reported it."""
    value = _figure(source, path, option).value
    return "" if value is None else str(Decimal(value))


def tang(source: FigureSource, path: str, option: str) -> str:
    """Hold when the figure is more than in the same period."""
    compared = _comparison_of(source, path)
    return "1" if compared is not None and compared.now > compared.last else ""


def giam(source: FigureSource, path: str, option: str) -> str:
    """Hold when the figure is less than in the same period."""
    compared = _comparison_of(source, path)
    return "1" if compared is not None and compared.now < compared.last else ""


def bang(source: FigureSource, path: str, option: str) -> str:
    """Hold when the figure is the same as in the same period."""
    compared = _comparison_of(source, path)
    return "1" if compared is not None and compared.now == compared.last else ""


def co_cung_ky(source: FigureSource, path: str, option: str) -> str:
    """Hold when the figure and that of the same period are known, so that they can be compared."""
    known = _figure(source, path, option).value is not None
    return "1" if known and _comparison_of(source, path) is not None else ""


def thieu(source: FigureSource, path: str, option: str) -> str:
    """Hold while communes have not reported."""
    coverage = _coverage(source, path)
    return "1" if coverage.reported < coverage.expected else ""


# --- words


def hoa_dau(text: str) -> str:
    """Make the first letter a capital."""
    return text[:1].upper() + text[1:]


def thuong_dau(text: str) -> str:
    """Make the first letter small, unless an abbreviation stands first (UBND, MTTQ)."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def ngay(text: str) -> str:
    """Write a date as in running text."""
    return _dated(text, lambda day: format_date(day))


def ngay_dai(text: str) -> str:
    """Write a date with its words."""
    return _dated(text, lambda day: format_date_long(day))


def ngay_chu(text: str) -> str:
    """Spell a date."""
    return _dated(text, date_in_words)


def thang_nam(text: str) -> str:
    """Write the month of a date."""
    return _dated(text, lambda day: f"tháng {format_date(day).partition('/')[2]}")


def prose_number(value: Decimal | int) -> str:
    """Write a number in a sentence: a count under ten with its zero, a fraction with a comma."""
    whole = Decimal(value)
    if whole == whole.to_integral_value():
        return format_count(int(whole))
    return format_number(value)


def comparison_words(
    figure: FigureValue, compared: Comparison, *, form: str = "", before: str = "cùng kỳ "
) -> str:
    """Write ``tăng 08 mô hình (+50%) so với cùng kỳ năm 2019``.

    A rise from nothing has no percent; the difference of two ratios is in percentage points.
    ``form`` is one of COMPARISON_FORMS, ``before`` stands in front of the earlier period's name.
    """
    behind = "" if form == "ngan" else f" so với {before}{compared.last_name}"
    difference = Decimal(compared.now) - Decimal(compared.last)
    if difference == 0:
        return "không đổi" if form == "ngan" else f"bằng {before}{compared.last_name}"
    verb = "tăng" if difference > 0 else "giảm"
    size = abs(difference)
    if figure.unit == PERCENT:
        return f"{verb} {format_points(size)} điểm phần trăm{behind}"
    amount = _measured(figure, size)
    percent = percent_of(difference, Decimal(compared.last))
    if form in ("phan_tram", "ngan") and percent is not None:
        return f"{verb} {format_percent(abs(percent))}{behind}"
    with_percent = form == "" and percent is not None
    change = f" ({format_percent(percent, signed=True)})" if with_percent and percent else ""
    return f"{verb} {amount}{change}{behind}"


# --- private


def _measured(figure: FigureValue, value: Decimal | int) -> str:
    if figure.unit == MONEY:
        return format_money(value)
    number = prose_number(value)
    if figure.unit == PERCENT:
        return format_percent(Decimal(value))
    return f"{number} {figure.unit}" if figure.unit else number


def _part_number(figure: FigureValue, part: FigurePart) -> str:
    number = format_money(part.value) if figure.unit == MONEY else prose_number(part.value)
    return f"{part.qualifier} {number}" if part.qualifier else number


def _in_words(value: Decimal | int) -> str:
    number = Decimal(value)
    whole = number.to_integral_value(rounding="ROUND_DOWN")
    words = number_in_words(int(whole))
    if number == whole:
        return words
    sign = "âm " if number < 0 and whole == 0 else ""
    fraction = str(abs(number - whole).normalize()).partition(".")[2]
    digits = fraction.lstrip("0")
    zeros = "không " * (len(fraction) - len(digits))
    return f"{sign}{words} phẩy {zeros}{number_in_words(int(digits or 0))}"


def _said(figure: FigureValue, number: str) -> str:
    return f"{figure.qualifier} {number}" if figure.qualifier else number


def _names(source: FigureSource, codes: tuple[str, ...]) -> str:
    named = ", ".join(source.unit_name(code) for code in codes[:MOST_NAMED])
    return named or "không"


def _parts(source: FigureSource, path: str, axis: str) -> tuple[FigurePart, ...]:
    _figure(source, path)
    found = source.parts(path, axis)
    if found is None:
        raise WrongFilter("số liệu chia được như vậy")
    return found


def _comparison_of(source: FigureSource, path: str) -> Comparison | None:
    _figure(source, path)
    return source.comparison(path)


def _coverage(source: FigureSource, path: str) -> Coverage:
    coverage = source.coverage(path)
    if coverage is None:
        raise UnknownFigure(path)
    return coverage


def _figure(source: FigureSource, path: str, unit: str = "") -> FigureValue:
    """Find a figure; with ``unit`` the same figure of that unit (in a loop over units)."""
    figure = source.figure(at_unit(path, unit) if unit else path)
    if figure is None:
        raise UnknownFigure(path)
    return figure


def at_unit(path: str, unit: str) -> str:
    """Write the path of the same figure at a unit; UnknownFigure when it is no path."""
    wanted = parse_path(path)
    if wanted is None or not re.fullmatch(r"[\w.-]+", unit):
        raise UnknownFigure(path)
    return replace(wanted, place=f"{UNIT_PLACE}/{unit}").written()


def _places(option: str, default: int) -> int:
    if option in ("0", "1", "2", "3"):
        return int(option)
    if option:
        raise WrongOption(option)
    return default


def _whole_number(option: str, *, default: int) -> int:
    if not option:
        return default
    if not re.fullmatch(r"[1-9][0-9]?", option):
        raise WrongOption(option)
    return int(option)


def _dated(text: str, written: Callable[..., str]) -> str:
    found = parse_date(text)
    if found.date is None:
        raise WrongFilter("ngày")
    return written(found.date)
