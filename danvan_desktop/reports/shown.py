"""How a live figure is shown in a paper: the filters of the template language.

How to add a filter: write its function, and enter it in ``CATALOGUE`` with label, explanation and
example; the editor's list, the help page and the checks follow from that.

A filter stands behind a figure: ``{{ "doi_thoai_cuoc" | so }}``. Some take an option:
``{{ "doi_thoai_cuoc" | trong_do: "cap" }}``. Written short (in chips, frozen figures, ``show``)
that is ``trong_do:cap``. Behind a filter of figures may stand one that changes its first letter:
``{{ "dvk_dang_ky" | so_sanh | hoa_dau }}``, short ``so_sanh|hoa_dau``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from danvan_desktop.i18n import N_
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
    format_count,
    format_date,
    format_date_long,
    format_money,
    format_number,
    format_percent,
    number_in_words,
    parse_date,
    percent_of,
)
from danvan_desktop.vietnamese.words import date_in_words

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


class Group(StrEnum):
    """Where the editor lists a filter."""

    NUMBER = "number"
    COMPARISON = "comparison"
    BREAKDOWN = "breakdown"
    UNITS = "units"
    CONDITION = "condition"
    WORDS = "words"


Filter = Callable[[FigureSource, str], str]
Maker = Callable[[FigureSource, str, str], str]


@dataclass(frozen=True, slots=True)
class FilterSpec:
    """A filter as the editor offers it; ``options`` are its choices with their labels.

    An option may also be a number (``counts``) or the axis of a breakdown (``axes``).
    """

    name: str
    show: Maker
    label: str
    explanation: str
    example: str
    group: Group = Group.NUMBER
    options: tuple[tuple[str, str], ...] = ()
    counts: bool = False
    axes: bool = False


def show(source: FigureSource, path: str, filter_name: str) -> str:
    """Show a figure; ``filter_name`` may hold an option and a change of letters (see above).

    Raises UnknownFigure, WrongFilter, WrongOption, or KeyError for an unknown filter.
    """
    body, _mark, letters = filter_name.partition("|")
    name, _colon, option = body.partition(":")
    shown = CATALOGUE[name].show(source, path, option)
    return TEXT_FILTERS[letters](shown) if letters else shown


def filter_base(filter_name: str) -> str:
    """Name the filter without option and change of letters."""
    return filter_name.partition("|")[0].partition(":")[0]


def is_missing(shown: str) -> bool:
    """Tell whether what a filter showed says that there is no data."""
    return shown.casefold() in (NO_DATA, NO_COMPARISON, NO_COMPARISON_BEFORE)


# --- numbers


def _so(source: FigureSource, path: str, option: str) -> str:
    figure = _figure(source, path, option)
    return NO_DATA if figure.value is None else _said(figure, prose_number(figure.value))


def _so_nguyen(source: FigureSource, path: str, option: str) -> str:
    figure = _figure(source, path, option)
    return NO_DATA if figure.value is None else _said(figure, format_number(figure.value))


def _so_dvt(source: FigureSource, path: str, option: str) -> str:
    figure = _figure(source, path, option)
    return NO_DATA if figure.value is None else _said(figure, _measured(figure, figure.value))


def _chu(source: FigureSource, path: str, option: str) -> str:
    figure = _figure(source, path, option)
    return NO_DATA if figure.value is None else _said(figure, _in_words(figure.value))


def _so_chu(source: FigureSource, path: str, option: str) -> str:
    figure = _figure(source, path, option)
    if figure.value is None:
        return NO_DATA
    return _said(figure, f"{prose_number(figure.value)} ({_in_words(figure.value)})")


def _ty_le(source: FigureSource, path: str, option: str) -> str:
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


def _tien(source: FigureSource, path: str, option: str) -> str:
    figure = _figure(source, path)
    if figure.unit != MONEY:
        raise WrongFilter("số tiền")
    if option not in MONEY_FORMS:
        raise WrongOption(option)
    if figure.value is None:
        return NO_DATA
    return _said(figure, format_money(figure.value, MONEY_FORMS[option]))


def _tien_chu(source: FigureSource, path: str, option: str) -> str:
    figure = _figure(source, path)
    if figure.unit != MONEY:
        raise WrongFilter("số tiền")
    if figure.value is None:
        return NO_DATA
    return _said(figure, f"{_in_words(figure.value)} đồng")


def _ty_trong(source: FigureSource, path: str, option: str) -> str:
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


def _so_sanh(source: FigureSource, path: str, option: str) -> str:
    return _compared(source, path, option, SAME_LAST_YEAR)


def _so_sanh_truoc(source: FigureSource, path: str, option: str) -> str:
    return _compared(source, path, option, BEFORE)


COMPARISON_FORMS = ("", "phan_tram", "so", "ngan")


def _compared(source: FigureSource, path: str, option: str, base: str) -> str:
    if option not in COMPARISON_FORMS:
        raise WrongOption(option)
    figure = _figure(source, path)
    compared = source.comparison(path) if base == SAME_LAST_YEAR else source.comparison(path, base)
    if compared is None or figure.value is None:
        return NO_COMPARISON if base == SAME_LAST_YEAR else NO_COMPARISON_BEFORE
    before = "cùng kỳ " if base == SAME_LAST_YEAR else ""
    return comparison_words(figure, compared, form=option, before=before)


# --- breakdowns


def _trong_do(source: FigureSource, path: str, option: str) -> str:
    """Show the parts behind “trong đó”; nothing when the figure itself is none or not known."""
    found = _parts(source, path, option)
    listed = _phan_theo(source, path, option)
    return listed if not found or listed == NO_DATA else f"trong đó: {listed}"


def _phan_theo(source: FigureSource, path: str, option: str) -> str:
    found = _parts(source, path, option)
    if not found:
        return NO_DATA if _figure(source, path).value is None else "không"
    figure = _figure(source, path)
    return ", ".join(f"{part.name} {_part_number(figure, part)}" for part in found[:MOST_NAMED])


# --- units


def _danh_sach_thieu(source: FigureSource, path: str, option: str) -> str:
    return _names(source, _coverage(source, path).missing)


def _da_bao_cao(source: FigureSource, path: str, option: str) -> str:
    coverage = _coverage(source, path)
    if coverage.reported and not coverage.present:
        return NO_DATA
    return _names(source, coverage.present)


def _do_phu(source: FigureSource, path: str, option: str) -> str:
    coverage = _coverage(source, path)
    return f"{coverage.reported}/{coverage.expected}"


def _so_thieu(source: FigureSource, path: str, option: str) -> str:
    coverage = _coverage(source, path)
    return prose_number(max(0, coverage.expected - coverage.reported))


def _dung_dau(source: FigureSource, path: str, option: str) -> str:
    return _ranked(source, path, option, first=True)


def _thap_nhat(source: FigureSource, path: str, option: str) -> str:
    return _ranked(source, path, option, first=False)


def _chua_co(source: FigureSource, path: str, option: str) -> str:
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


def _co(source: FigureSource, path: str, option: str) -> str:
    value = _figure(source, path, option).value
    return "1" if value is not None and value > 0 else ""


def _khong(source: FigureSource, path: str, option: str) -> str:
    """Hold when the figure is known to be none; what nobody reported is neither."""
    value = _figure(source, path, option).value
    return "1" if value is not None and value == 0 else ""


def _gia_tri(source: FigureSource, path: str, option: str) -> str:
    value = _figure(source, path, option).value
    return "" if value is None else str(Decimal(value))


def _tang(source: FigureSource, path: str, option: str) -> str:
    compared = _comparison_of(source, path)
    return "1" if compared is not None and compared.now > compared.last else ""


def _giam(source: FigureSource, path: str, option: str) -> str:
    compared = _comparison_of(source, path)
    return "1" if compared is not None and compared.now < compared.last else ""


def _thieu(source: FigureSource, path: str, option: str) -> str:
    coverage = _coverage(source, path)
    return "1" if coverage.reported < coverage.expected else ""


_SAME = (
    ("", N_("đầy đủ: tăng 08 mô hình (+50%) so với cùng kỳ năm 2019")),
    ("phan_tram", N_("theo phần trăm: tăng 50% so với cùng kỳ năm 2019")),
    ("so", N_("theo số: tăng 08 mô hình so với cùng kỳ năm 2019")),
    ("ngan", N_("ngắn: tăng 50%")),
)
_PLACES = (("0", N_("không lẻ")), ("1", N_("một số lẻ")), ("2", N_("hai số lẻ")))

CATALOGUE: dict[str, FilterSpec] = {
    one.name: one
    for one in (
        FilterSpec(
            "so",
            _so,
            N_("Số trong câu (07)"),
            N_("Số dưới 10 có số 0 đứng trước, như trong văn bản."),
            "07",
        ),
        FilterSpec(
            "so_nguyen",
            _so_nguyen,
            N_("Số trong bảng (7)"),
            N_("Số không có số 0 đứng trước, dùng trong bảng."),
            "7",
        ),
        FilterSpec(
            "so_dvt",
            _so_dvt,
            N_("Số kèm đơn vị tính"),
            N_("Số trong câu, kèm đơn vị tính của chỉ tiêu."),
            "07 mô hình",
        ),
        FilterSpec(
            "chu",
            _chu,
            N_("Số viết bằng chữ"),
            N_("Đọc số thành chữ."),
            "hai mươi bốn",
        ),
        FilterSpec(
            "so_chu",
            _so_chu,
            N_("Số kèm chữ"),
            N_("Số, sau đó là chữ trong ngoặc, như trong biên bản và quyết định."),
            "05 (năm)",
        ),
        FilterSpec(
            "ty_le",
            _ty_le,
            N_("Tỷ lệ phần trăm"),
            N_("Tỷ lệ của chỉ tiêu phần trăm, làm tròn khi in."),
            "71,7%",
            options=_PLACES,
        ),
        FilterSpec(
            "ty_trong",
            _ty_trong,
            N_("Chiếm bao nhiêu phần trăm"),
            N_("Phần này chiếm bao nhiêu phần trăm của số chung."),
            "70,8%",
            options=_PLACES,
        ),
        FilterSpec(
            "tien",
            _tien,
            N_("Số tiền (triệu đồng)"),
            N_("Số tiền tính theo triệu đồng, hoặc theo đơn vị được chọn."),
            "1.705,5 triệu đồng",
            options=(
                ("trieu", N_("triệu đồng")),
                ("ty", N_("tỷ đồng")),
                ("nghin", N_("nghìn đồng")),
                ("dong", N_("đồng")),
            ),
        ),
        FilterSpec(
            "tien_chu",
            _tien_chu,
            N_("Số tiền bằng chữ"),
            N_("Đọc số tiền thành chữ, đến từng đồng."),
            "hai mươi lăm triệu đồng",
        ),
        FilterSpec(
            "so_sanh",
            _so_sanh,
            N_("Câu so sánh với cùng kỳ"),
            N_("So với kỳ được khai để so sánh, thường là cùng kỳ năm trước."),
            "tăng 08 mô hình (+50%) so với cùng kỳ năm 2019",
            Group.COMPARISON,
            options=_SAME,
        ),
        FilterSpec(
            "so_sanh_truoc",
            _so_sanh_truoc,
            N_("Câu so sánh với kỳ trước"),
            N_("So với kỳ liền trước cùng loại: quý I với quý IV năm trước."),
            "giảm 03 cuộc (−12,5%) so với 6 tháng cuối năm 2019",
            Group.COMPARISON,
            options=_SAME,
        ),
        FilterSpec(
            "trong_do",
            _trong_do,
            N_("Phân tích “trong đó”"),
            N_("Kể từng phần của số liệu, có chữ “trong đó” đứng trước."),
            "trong đó: cấp huyện 04, cấp xã 20",
            Group.BREAKDOWN,
            axes=True,
        ),
        FilterSpec(
            "phan_theo",
            _phan_theo,
            N_("Phân tích từng phần"),
            N_("Kể từng phần của số liệu, không có chữ đứng trước."),
            "cấp huyện 04, cấp xã 20",
            Group.BREAKDOWN,
            axes=True,
        ),
        FilterSpec(
            "do_phu",
            _do_phu,
            N_("Số đơn vị đã báo cáo trên tổng số"),
            N_("Bao nhiêu đơn vị cấp xã đã báo cáo, trên tổng số đơn vị."),
            "10/11",
            Group.UNITS,
        ),
        FilterSpec(
            "danh_sach_thieu",
            _danh_sach_thieu,
            N_("Tên đơn vị chưa báo cáo"),
            N_("Kể tên các đơn vị cấp xã chưa có số liệu; đủ cả thì in “không”."),
            "xã Bến Củi, xã Chà Là",
            Group.UNITS,
        ),
        FilterSpec(
            "da_bao_cao",
            _da_bao_cao,
            N_("Tên đơn vị đã báo cáo"),
            N_("Kể tên các đơn vị cấp xã đã có số liệu."),
            "xã Bàu Năng, xã Cầu Khởi",
            Group.UNITS,
        ),
        FilterSpec(
            "so_thieu",
            _so_thieu,
            N_("Số đơn vị chưa báo cáo"),
            N_("Đếm các đơn vị cấp xã chưa có số liệu."),
            "01",
            Group.UNITS,
        ),
        FilterSpec(
            "dung_dau",
            _dung_dau,
            N_("Các đơn vị nhiều nhất"),
            N_("Kể tên các đơn vị nhiều nhất, số trong ngoặc; mặc định ba đơn vị."),
            "xã Phan (06), xã Lộc Ninh (04), xã Truông Mít (03)",
            Group.UNITS,
            counts=True,
        ),
        FilterSpec(
            "thap_nhat",
            _thap_nhat,
            N_("Các đơn vị ít nhất"),
            N_("Kể tên các đơn vị có ít nhất, không kể đơn vị không có."),
            "xã Suối Đá (01), xã Phước Minh (01)",
            Group.UNITS,
            counts=True,
        ),
        FilterSpec(
            "chua_co",
            _chua_co,
            N_("Tên đơn vị có báo cáo nhưng không phát sinh"),
            N_("Kể tên các đơn vị đã báo cáo mà số liệu này bằng không."),
            "xã Phước Ninh",
            Group.UNITS,
        ),
        FilterSpec(
            "co",
            _co,
            N_("Điều kiện: có phát sinh"),
            N_("Đúng khi số liệu lớn hơn không."),
            '{% if "doi_thoai_cuoc" | co %}…{% endif %}',
            Group.CONDITION,
        ),
        FilterSpec(
            "khong",
            _khong,
            N_("Điều kiện: không phát sinh"),
            N_("Đúng khi số liệu bằng không; chưa có số liệu thì không đúng."),
            '{% if "doi_thoai_cuoc" | khong %}…{% endif %}',
            Group.CONDITION,
        ),
        FilterSpec(
            "tang",
            _tang,
            N_("Điều kiện: tăng so với cùng kỳ"),
            N_("Đúng khi số liệu lớn hơn cùng kỳ."),
            '{% if "dvk_dang_ky" | tang %}…{% endif %}',
            Group.CONDITION,
        ),
        FilterSpec(
            "giam",
            _giam,
            N_("Điều kiện: giảm so với cùng kỳ"),
            N_("Đúng khi số liệu nhỏ hơn cùng kỳ."),
            '{% if "dvk_dang_ky" | giam %}…{% endif %}',
            Group.CONDITION,
        ),
        FilterSpec(
            "thieu",
            _thieu,
            N_("Điều kiện: còn đơn vị chưa báo cáo"),
            N_("Đúng khi còn đơn vị cấp xã chưa có số liệu."),
            '{% if "doi_thoai" | thieu %}…{% endif %}',
            Group.CONDITION,
        ),
        FilterSpec(
            "gia_tri",
            _gia_tri,
            N_("Điều kiện: giá trị để so sánh"),
            N_("Số để so với số khác trong điều kiện; chưa có số liệu thì không đúng."),
            '{% if "doi_thoai_cuoc" | gia_tri > 10 %}…{% endif %}',
            Group.CONDITION,
        ),
    )
}
"""Every filter of figures by name, in the order in which the editor lists them."""

FILTERS: dict[str, Filter] = {
    name: (lambda source, path, one=spec: one.show(source, path, ""))
    for name, spec in CATALOGUE.items()
    if spec.group is not Group.CONDITION
}
"""The filters that show a figure, each without option."""

LABELS = {name: spec.label for name, spec in CATALOGUE.items() if name in FILTERS}
"""What the editor calls each filter."""

CONDITIONS = tuple(name for name, one in CATALOGUE.items() if one.group is Group.CONDITION)
"""The filters that a condition asks; they show nothing."""

COVERAGE_FILTERS = ("danh_sach_thieu", "da_bao_cao", "do_phu", "so_thieu", "thieu")
"""The filters that also take the key of a register instead of a figure."""


# --- words


def _hoa_dau(text: str) -> str:
    return text[:1].upper() + text[1:]


def _thuong_dau(text: str) -> str:
    return text[:1].lower() + text[1:]


def _ngay(text: str) -> str:
    return _dated(text, lambda day: format_date(day))


def _ngay_dai(text: str) -> str:
    return _dated(text, lambda day: format_date_long(day))


def _ngay_chu(text: str) -> str:
    return _dated(text, date_in_words)


def _thang_nam(text: str) -> str:
    return _dated(text, lambda day: f"tháng {format_date(day).partition('/')[2]}")


TEXT_FILTERS: dict[str, Callable[[str], str]] = {
    "hoa_dau": _hoa_dau,
    "thuong_dau": _thuong_dau,
    "hoa": str.upper,
    "thuong": str.lower,
    "ngay": _ngay,
    "ngay_dai": _ngay_dai,
    "ngay_chu": _ngay_chu,
    "thang_nam": _thang_nam,
}
"""The filters of words (``ky.ten``, a date, or a shown figure)."""

LETTERS = ("hoa_dau", "thuong_dau", "hoa", "thuong")
"""The filters of words that may also stand behind a filter of figures."""

TEXT_LABELS = {
    "hoa_dau": N_("Viết hoa chữ đầu"),
    "thuong_dau": N_("Viết thường chữ đầu"),
    "hoa": N_("Viết hoa cả"),
    "thuong": N_("Viết thường cả"),
    "ngay": N_("Ngày: 07/7/2020"),
    "ngay_dai": N_("Ngày: ngày 07 tháng 7 năm 2020"),
    "ngay_chu": N_("Ngày bằng chữ"),
    "thang_nam": N_("Tháng: tháng 7/2020"),
}


def natural_filter(figure: FigureValue) -> str:
    """Name the filter with which a figure is normally shown in a sentence."""
    return {PERCENT: "ty_le", MONEY: "tien"}.get(figure.unit, "so")


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
        return f"{verb} {format_number(size, 1)} điểm phần trăm{behind}"
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
