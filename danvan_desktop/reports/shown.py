"""How a live figure is shown in a paper: the filters of the template language.

How to add a filter: write its function, and enter it in ``CATALOGUE`` with label, explanation and
example; the editor's list, the help page and the checks follow from that.

A filter stands behind a figure: ``{{ "doi_thoai_cuoc" | so }}``. Some take an option:
``{{ "doi_thoai_cuoc" | trong_do: "cap" }}``. Written short (in chips, frozen figures, ``show``)
that is ``trong_do:cap``. Behind a filter of figures may stand one that changes its first letter:
``{{ "dvk_dang_ky" | so_sanh | hoa_dau }}``, short ``so_sanh|hoa_dau``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from danvan_desktop.i18n import N_
from danvan_desktop.reports import filters
from danvan_desktop.reports.figures import MONEY, PERCENT, FigureSource, FigureValue
from danvan_desktop.reports.filters import (
    MONEY_FORMS,
    NO_COMPARISON,
    NO_COMPARISON_BEFORE,
    NO_DATA,
    NOTHING,
    UnknownFigure,
    WrongFilter,
    WrongOption,
    at_unit,
    comparison_words,
    prose_number,
)

__all__ = [
    "CATALOGUE",
    "CONDITIONS",
    "COVERAGE_FILTERS",
    "FILTERS",
    "LABELS",
    "LETTERS",
    "MONEY_FORMS",
    "NOTHING",
    "NO_COMPARISON",
    "NO_COMPARISON_BEFORE",
    "NO_DATA",
    "TEXT_FILTERS",
    "TEXT_LABELS",
    "FilterSpec",
    "Group",
    "UnknownFigure",
    "WrongFilter",
    "WrongOption",
    "at_unit",
    "comparison_words",
    "filter_base",
    "is_missing",
    "natural_filter",
    "prose_number",
    "show",
]


class Group(StrEnum):
    """Where the editor lists a filter."""

    NUMBER = "number"
    COMPARISON = "comparison"
    BREAKDOWN = "breakdown"
    UNITS = "units"
    CONDITION = "condition"
    WORDS = "words"


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
            filters.so,
            N_("Số trong câu (07)"),
            N_("Số dưới 10 có số 0 đứng trước, như trong văn bản."),
            "07",
        ),
        FilterSpec(
            "so_nguyen",
            filters.so_nguyen,
            N_("Số trong bảng (7)"),
            N_("Số không có số 0 đứng trước, dùng trong bảng."),
            "7",
        ),
        FilterSpec(
            "so_dvt",
            filters.so_dvt,
            N_("Số kèm đơn vị tính"),
            N_("Số trong câu, kèm đơn vị tính của chỉ tiêu."),
            "07 mô hình",
        ),
        FilterSpec(
            "chu",
            filters.chu,
            N_("Số viết bằng chữ"),
            N_("Đọc số thành chữ."),
            "hai mươi bốn",
        ),
        FilterSpec(
            "so_chu",
            filters.so_chu,
            N_("Số kèm chữ"),
            N_("Số, sau đó là chữ trong ngoặc, như trong biên bản và quyết định."),
            "05 (năm)",
        ),
        FilterSpec(
            "ty_le",
            filters.ty_le,
            N_("Tỷ lệ phần trăm"),
            N_("Tỷ lệ của chỉ tiêu phần trăm, làm tròn khi in."),
            "71,7%",
            options=_PLACES,
        ),
        FilterSpec(
            "ty_trong",
            filters.ty_trong,
            N_("Chiếm bao nhiêu phần trăm"),
            N_("Phần này chiếm bao nhiêu phần trăm của số chung."),
            "70,8%",
            options=_PLACES,
        ),
        FilterSpec(
            "tien",
            filters.tien,
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
            filters.tien_chu,
            N_("Số tiền bằng chữ"),
            N_("Đọc số tiền thành chữ, đến từng đồng."),
            "hai mươi lăm triệu đồng",
        ),
        FilterSpec(
            "so_sanh",
            filters.so_sanh,
            N_("Câu so sánh với cùng kỳ"),
            N_("So với kỳ được khai để so sánh, thường là cùng kỳ năm trước."),
            "tăng 08 mô hình (+50%) so với cùng kỳ năm 2019",
            Group.COMPARISON,
            options=_SAME,
        ),
        FilterSpec(
            "so_sanh_truoc",
            filters.so_sanh_truoc,
            N_("Câu so sánh với kỳ trước"),
            N_("So với kỳ liền trước cùng loại: quý I với quý IV năm trước."),
            "giảm 03 cuộc (−12,5%) so với 6 tháng cuối năm 2019",
            Group.COMPARISON,
            options=_SAME,
        ),
        FilterSpec(
            "trong_do",
            filters.trong_do,
            N_("Phân tích “trong đó”"),
            N_("Kể từng phần của số liệu, có chữ “trong đó” đứng trước."),
            "trong đó: cấp huyện 04, cấp xã 20",
            Group.BREAKDOWN,
            axes=True,
        ),
        FilterSpec(
            "phan_theo",
            filters.phan_theo,
            N_("Phân tích từng phần"),
            N_("Kể từng phần của số liệu, không có chữ đứng trước."),
            "cấp huyện 04, cấp xã 20",
            Group.BREAKDOWN,
            axes=True,
        ),
        FilterSpec(
            "do_phu",
            filters.do_phu,
            N_("Số đơn vị đã báo cáo trên tổng số"),
            N_("Bao nhiêu đơn vị cấp xã đã báo cáo, trên tổng số đơn vị."),
            "10/11",
            Group.UNITS,
        ),
        FilterSpec(
            "danh_sach_thieu",
            filters.danh_sach_thieu,
            N_("Tên đơn vị chưa báo cáo"),
            N_("Kể tên các đơn vị cấp xã chưa có số liệu; đủ cả thì in “không”."),
            "xã Bến Củi, xã Chà Là",
            Group.UNITS,
        ),
        FilterSpec(
            "da_bao_cao",
            filters.da_bao_cao,
            N_("Tên đơn vị đã báo cáo"),
            N_("Kể tên các đơn vị cấp xã đã có số liệu."),
            "xã Bàu Năng, xã Cầu Khởi",
            Group.UNITS,
        ),
        FilterSpec(
            "so_thieu",
            filters.so_thieu,
            N_("Số đơn vị chưa báo cáo"),
            N_("Đếm các đơn vị cấp xã chưa có số liệu."),
            "01",
            Group.UNITS,
        ),
        FilterSpec(
            "dung_dau",
            filters.dung_dau,
            N_("Các đơn vị nhiều nhất"),
            N_("Kể tên các đơn vị nhiều nhất, số trong ngoặc; mặc định ba đơn vị."),
            "xã Phan (06), xã Lộc Ninh (04), xã Truông Mít (03)",
            Group.UNITS,
            counts=True,
        ),
        FilterSpec(
            "thap_nhat",
            filters.thap_nhat,
            N_("Các đơn vị ít nhất"),
            N_("Kể tên các đơn vị có ít nhất, không kể đơn vị không có."),
            "xã Suối Đá (01), xã Phước Minh (01)",
            Group.UNITS,
            counts=True,
        ),
        FilterSpec(
            "chua_co",
            filters.chua_co,
            N_("Tên đơn vị có báo cáo nhưng không phát sinh"),
            N_("Kể tên các đơn vị đã báo cáo mà số liệu này bằng không."),
            "xã Phước Ninh",
            Group.UNITS,
        ),
        FilterSpec(
            "co",
            filters.co,
            N_("Điều kiện: có phát sinh"),
            N_("Đúng khi số liệu lớn hơn không."),
            '{% if "doi_thoai_cuoc" | co %}…{% endif %}',
            Group.CONDITION,
        ),
        FilterSpec(
            "khong",
            filters.khong,
            N_("Điều kiện: không phát sinh"),
            N_("Đúng khi số liệu bằng không; chưa có số liệu thì không đúng."),
            '{% if "doi_thoai_cuoc" | khong %}…{% endif %}',
            Group.CONDITION,
        ),
        FilterSpec(
            "tang",
            filters.tang,
            N_("Điều kiện: tăng so với cùng kỳ"),
            N_("Đúng khi số liệu lớn hơn cùng kỳ."),
            '{% if "dvk_dang_ky" | tang %}…{% endif %}',
            Group.CONDITION,
        ),
        FilterSpec(
            "giam",
            filters.giam,
            N_("Điều kiện: giảm so với cùng kỳ"),
            N_("Đúng khi số liệu nhỏ hơn cùng kỳ."),
            '{% if "dvk_dang_ky" | giam %}…{% endif %}',
            Group.CONDITION,
        ),
        FilterSpec(
            "bang",
            filters.bang,
            N_("Điều kiện: bằng cùng kỳ"),
            N_("Đúng khi số liệu bằng số của cùng kỳ."),
            '{% if "dvk_dang_ky" | bang %}…{% endif %}',
            Group.CONDITION,
        ),
        FilterSpec(
            "co_cung_ky",
            filters.co_cung_ky,
            N_("Điều kiện: có số liệu cùng kỳ"),
            N_("Đúng khi kỳ này và cùng kỳ đều có số liệu; nếu không thì bỏ được câu so sánh."),
            '{% if "dvk_dang_ky" | co_cung_ky %}…{% endif %}',
            Group.CONDITION,
        ),
        FilterSpec(
            "thieu",
            filters.thieu,
            N_("Điều kiện: còn đơn vị chưa báo cáo"),
            N_("Đúng khi còn đơn vị cấp xã chưa có số liệu."),
            '{% if "doi_thoai" | thieu %}…{% endif %}',
            Group.CONDITION,
        ),
        FilterSpec(
            "gia_tri",
            filters.gia_tri,
            N_("Điều kiện: giá trị để so sánh"),
            N_("Số để so với số khác trong điều kiện; chưa có số liệu thì không đúng."),
            '{% if "doi_thoai_cuoc" | gia_tri > 10 %}…{% endif %}',
            Group.CONDITION,
        ),
    )
}
"""Every filter of figures by name, in the order in which the editor lists them."""

FILTERS = tuple(name for name, one in CATALOGUE.items() if one.group is not Group.CONDITION)
"""The filters that show a figure."""

LABELS = {name: spec.label for name, spec in CATALOGUE.items() if name in FILTERS}
"""What the editor calls each filter."""

CONDITIONS = tuple(name for name, one in CATALOGUE.items() if one.group is Group.CONDITION)
"""The filters that a condition asks; they show nothing."""

COVERAGE_FILTERS = ("danh_sach_thieu", "da_bao_cao", "do_phu", "so_thieu", "thieu")
"""The filters that also take the key of a register instead of a figure."""


TEXT_FILTERS: dict[str, Callable[[str], str]] = {
    "hoa_dau": filters.hoa_dau,
    "thuong_dau": filters.thuong_dau,
    "hoa": str.upper,
    "thuong": str.lower,
    "ngay": filters.ngay,
    "ngay_dai": filters.ngay_dai,
    "ngay_chu": filters.ngay_chu,
    "thang_nam": filters.thang_nam,
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
