"""How a live figure is shown in a paper: one function for each filter of the template language.

How to add a filter: write its function, name it in ``FILTERS``, and add its label to ``LABELS``
(the editor offers it under that name).
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from danvan_desktop.i18n import N_
from danvan_desktop.reports.figures import MONEY, PERCENT, Comparison, FigureSource, FigureValue
from danvan_desktop.vietnamese import (
    format_count,
    format_money,
    format_number,
    format_percent,
    percent_of,
)

NO_DATA = "…"
"""Printed where there is no figure yet; "-" would say that there was nothing."""

NOTHING = "-"


class UnknownFigure(LookupError):
    """No indicator has the path that a template asks for."""


class WrongFilter(ValueError):
    """The figure is of another kind than the filter shows."""


Filter = Callable[[FigureSource, str], str]


def show(source: FigureSource, path: str, filter_name: str) -> str:
    """Show a figure; raises UnknownFigure, WrongFilter, or KeyError for an unknown filter."""
    return FILTERS[filter_name](source, path)


def is_missing(shown: str) -> bool:
    """Tell whether what a filter showed says that there is no data."""
    return shown in (NO_DATA, NO_COMPARISON)


def _so(source: FigureSource, path: str) -> str:
    figure = _figure(source, path)
    return NO_DATA if figure.value is None else _said(figure, prose_number(figure.value))


def _so_nguyen(source: FigureSource, path: str) -> str:
    figure = _figure(source, path)
    return NO_DATA if figure.value is None else _said(figure, format_number(figure.value))


def _ty_le(source: FigureSource, path: str) -> str:
    figure = _figure(source, path)
    if figure.unit != PERCENT:
        raise WrongFilter(path)
    if figure.value is None:
        return NO_DATA
    return _said(figure, format_percent(Decimal(figure.value)))


def _tien(source: FigureSource, path: str) -> str:
    figure = _figure(source, path)
    if figure.unit != MONEY:
        raise WrongFilter(path)
    return NO_DATA if figure.value is None else _said(figure, format_money(figure.value))


def _so_sanh(source: FigureSource, path: str) -> str:
    figure = _figure(source, path)
    compared = source.comparison(path)
    if compared is None or figure.value is None:
        return NO_COMPARISON
    return comparison_words(figure, compared)


def _danh_sach_thieu(source: FigureSource, path: str) -> str:
    coverage = source.coverage(path)
    if coverage is None:
        raise UnknownFigure(path)
    return ", ".join(source.unit_name(code) for code in coverage.missing) or "không"


def _do_phu(source: FigureSource, path: str) -> str:
    coverage = source.coverage(path)
    if coverage is None:
        raise UnknownFigure(path)
    return f"{coverage.reported}/{coverage.expected}"


NO_COMPARISON = "chưa có số liệu cùng kỳ để so sánh"

FILTERS: dict[str, Filter] = {
    "so": _so,
    "so_nguyen": _so_nguyen,
    "ty_le": _ty_le,
    "tien": _tien,
    "so_sanh": _so_sanh,
    "danh_sach_thieu": _danh_sach_thieu,
    "do_phu": _do_phu,
}

LABELS = {
    "so": N_("Số trong câu (07)"),
    "so_nguyen": N_("Số trong bảng (7)"),
    "ty_le": N_("Tỷ lệ phần trăm"),
    "tien": N_("Số tiền (triệu đồng)"),
    "so_sanh": N_("Câu so sánh với cùng kỳ"),
    "danh_sach_thieu": N_("Tên đơn vị chưa báo cáo"),
    "do_phu": N_("Số đơn vị đã báo cáo trên tổng số"),
}
"""What the editor calls each filter."""

COVERAGE_FILTERS = ("danh_sach_thieu", "do_phu")


def natural_filter(figure: FigureValue) -> str:
    """Name the filter with which a figure is normally shown in a sentence."""
    return {PERCENT: "ty_le", MONEY: "tien"}.get(figure.unit, "so")


def prose_number(value: Decimal | int) -> str:
    """Write a number in a sentence: a count under ten with its zero, a fraction with a comma."""
    whole = Decimal(value)
    if whole == whole.to_integral_value():
        return format_count(int(whole))
    return format_number(value)


def comparison_words(figure: FigureValue, compared: Comparison) -> str:
    """Write ``tăng 08 mô hình (+50%) so với cùng kỳ năm 2019``.

    A rise from nothing has no percent; the difference of two ratios is in percentage points.
    """
    behind = f"so với cùng kỳ {compared.last_name}"
    difference = Decimal(compared.now) - Decimal(compared.last)
    if difference == 0:
        return f"bằng cùng kỳ {compared.last_name}"
    verb = "tăng" if difference > 0 else "giảm"
    size = abs(difference)
    if figure.unit == PERCENT:
        return f"{verb} {format_number(size, 1)} điểm phần trăm {behind}"
    amount = format_money(size) if figure.unit == MONEY else prose_number(size)
    if figure.unit and figure.unit != MONEY:
        amount = f"{amount} {figure.unit}"
    percent = percent_of(difference, Decimal(compared.last))
    change = f" ({format_percent(percent, signed=True)})" if percent is not None else ""
    return f"{verb} {amount}{change} {behind}"


def _said(figure: FigureValue, number: str) -> str:
    return f"{figure.qualifier} {number}" if figure.qualifier else number


def _figure(source: FigureSource, path: str) -> FigureValue:
    figure = source.figure(path)
    if figure is None:
        raise UnknownFigure(path)
    return figure
