"""Figures that several registers give together, and sums that are scaled."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from danvan_desktop.context import Context
from danvan_desktop.indicators import Figure, Indicator
from danvan_desktop.indicators.engine import figures_of
from danvan_desktop.indicators.reading import read_family
from danvan_desktop.organisation.periods import Period

PEOPLE = {
    "code": "x",
    "name": "X",
    "unit": "lượt",
    "kind": "flow",
    "parts": [
        {"register": "doi_thoai", "sum": "so_nguoi"},
        {"register": "hoi_nghi", "sum": "co_mat", "where": {"loai": "so_ket"}},
    ],
    "axes": ["hinh_thuc", "loai"],
    "partial": {"hinh_thuc": "dialogues only"},
}


def test_parts_of_several_registers_add_up(filled: Context, period: Period) -> None:
    """1.844 people at dialogues and 162 at reviews; each axis is broken down where it exists."""
    found = _compute(filled, period, PEOPLE)
    assert found.value == 1844 + 162
    assert found.by == {"hinh_thuc": {"dinh_ky": 1144, "dot_xuat": 700}, "loai": {"so_ket": 162}}
    assert set(found.partial) == {"hinh_thuc", "loai"}
    assert "hinh_thuc (dialogues only)" in found.plain()["by"]


def test_scaled_sum_is_exact(filled: Context, period: Period) -> None:
    """A scale divides exactly: 644.000.000 đồng are 0,644 tỷ, plain in JSON."""
    entry = {"register": "dan_van_kheo", "sum": "kinh_phi", "scale": 1_000_000_000}
    found = _compute(filled, period, {**PEOPLE, "parts": [entry], "axes": []})
    assert found.value == Decimal("0.644")
    assert found.plain()["value"] == 0.644


def test_different_values_of_two_registers_are_refused() -> None:
    """What is counted once in two registers may be the same thing."""
    parts = [{"register": "doi_thoai", "distinct": "don_vi"}] * 2
    entry = {**PEOPLE, "parts": parts, "axes": []}
    family, issues = read_family({"indicators": [entry]}, file="x.json")
    assert not family.indicators
    assert "khác nhau" in issues[0].message


def _compute(context: Context, period: Period, entry: dict[str, Any]) -> Figure:
    family, issues = read_family({"indicators": [entry]}, file="x.json")
    assert not issues
    [one] = family.indicators
    assert isinstance(one, Indicator)
    return figures_of(context, period, [one])[one.code]
