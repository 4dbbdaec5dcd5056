"""Figures of outreach, membership, fund-raising, campaigns and receptions against the key."""

from __future__ import annotations

from typing import Any

import pytest

from danvan_desktop.context import Context
from danvan_desktop.indicators import compute, figure
from danvan_desktop.organisation.periods import Period

CODES = (
    "tuyen_truyen_cuoc",
    "tuyen_truyen_luot",
    "doan_vien_moi",
    "doan_vien_giam",
    "doan_vien_hien_co",
    "van_dong_tien",
    "van_dong_gao_tan",
    "ra_quan_dot",
    "ra_quan_nguoi",
    "ra_quan_ngay_cong",
    "ra_quan_gia_tri",
    "tiep_dan_luot",
    "don_tiep_nhan",
    "don_giai_quyet",
    "don_dang",
    "don_ty_le_giai_quyet",
)


@pytest.mark.parametrize("code", CODES)
def test_figure_agrees_with_key(
    filled: Context, period: Period, key: dict[str, Any], code: str
) -> None:
    """A figure with all its breakdowns is the one of the key."""
    assert compute(filled, period, [code])[code].plain() == key["indicators"][code]


def test_sentences_show_the_numbers_of_the_key(
    filled: Context, period: Period, key: dict[str, Any]
) -> None:
    """The figures of these registers are written as papers write them."""
    numbers = [
        number
        for sentence in key["sentences"]
        for number in sentence["numbers"]
        if number["indicator"] in CODES
    ]
    found = [
        (float(one.value or 0), one.shown)
        for one in (figure(filled, n["indicator"], period) for n in numbers)
    ]
    assert found == [(n["value"], n["shown"]) for n in numbers]
