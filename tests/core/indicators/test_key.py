"""Every figure of the three registers against the answer key."""

from __future__ import annotations

from typing import Any

import pytest

from danvan_desktop.context import Context
from danvan_desktop.indicators import (
    catalogue,
    compare,
    compute,
    coverage,
    cross,
    figure,
    over,
    records_of,
)
from danvan_desktop.organisation.periods import Period

CODES = (
    "dvk_dang_ky",
    "dvk_tham_dinh",
    "dvk_cong_nhan",
    "dvk_tieu_bieu",
    "dvk_khen",
    "dvk_kinh_phi",
    "doi_thoai_cuoc",
    "doi_thoai_nguoi",
    "doi_thoai_y_kien",
    "doi_thoai_tra_loi",
    "doi_thoai_chuyen",
    "doi_thoai_qua_han",
    "doi_thoai_ty_le_tra_loi",
    "hoi_nghi_cuoc",
    "hoi_nghi_co_mat",
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
    """The figures of the first four sentences are written as papers write them."""
    numbers = [n for sentence in key["sentences"][:4] for n in sentence["numbers"]]
    found = [
        (one.value, one.shown) for one in (figure(filled, n["indicator"], period) for n in numbers)
    ]
    assert found == [(n["value"], n["shown"]) for n in numbers]


def test_comparison_agrees_with_key(filled: Context, period: Period, key: dict[str, Any]) -> None:
    """What was registered, appraised, recognised and awarded is compared with last year."""
    wanted = [one for one in key["comparison"] if one["indicator"].startswith("dvk_")]
    found = [compare(filled, one["indicator"], period) for one in wanted]
    assert [
        (c.code, c.now, c.last, c.last_period, c.difference, c.percent_text, c.shown) for c in found
    ] == [
        (
            *(one[n] for n in ("indicator", "now", "last", "last_period", "difference", "percent")),
            one["shown"],
        )
        for one in wanted
    ]


def test_comparison_without_records_says_nothing(filled: Context, period: Period) -> None:
    """No dialogues of last year are known, so there is no comparison and no fall to zero."""
    found = compare(filled, "doi_thoai_cuoc", period)
    assert (found.now, found.last, found.shown) == (19, None, None)


def test_coverage_agrees_with_key(filled: Context, period: Period, key: dict[str, Any]) -> None:
    """Ten of eleven communes held a dialogue."""
    found = coverage(filled, "doi_thoai", period)
    wanted = key["coverage"]["doi_thoai"]
    assert (found.shown, list(found.missing)) == (wanted["shown"], wanted["missing"])


def test_funnel_agrees_with_key(filled: Context, period: Period, key: dict[str, Any]) -> None:
    """The funnel holds in both years."""
    steps = catalogue().funnels[0]
    for code, wanted in (("H1/2020", "this_period"), ("H1/2019", "last_period")):
        figures = compute(filled, filled.period(code), steps)
        assert [figures[step].value for step in steps] == key["funnel"][wanted]


def test_models_are_counted_once_over_years(filled: Context, key: dict[str, Any]) -> None:
    """A model that goes on for a second year is one model, whichever year came in first."""
    both = [filled.period("H1/2019"), filled.period("H1/2020")]
    assert over(filled, "dvk_mo_hinh", both) == key["funnel"]["distinct_models_both_years"]
    assert over(filled, "dvk_dang_ky", both) == 24 + 16


def test_cumulative_figure_counts_everything_to_the_last_day(
    filled: Context, period: Period
) -> None:
    """To 14/6/2020 that is 35 models of the two half-years and 2 registered between them."""
    assert compute(filled, period, ["dvk_mo_hinh"])["dvk_mo_hinh"].value == 37


def test_cross_table_agrees_with_key(filled: Context, period: Period, key: dict[str, Any]) -> None:
    """Fields by collective and individual."""
    found = cross(filled, "dvk_dang_ky", period, rows="linh_vuc", columns="doi_tuong")
    wanted = key["field_by_kind"]
    assert found == {(row, column): n for row, of in wanted.items() for column, n in of.items()}


@pytest.mark.parametrize(
    "code",
    [
        c
        for c in CODES
        if c in ("doi_thoai_cuoc", "hoi_nghi_cuoc")
        or (c.startswith("dvk_") and c != "dvk_kinh_phi")
    ],
)
def test_drill_down_lists_what_is_counted(filled: Context, period: Period, code: str) -> None:
    """The list behind a count, and behind each of its parts, is as long as the count."""
    found = compute(filled, period, [code])[code]
    assert filled.count(records_of(filled, code, period)) == found.value
    for axis, parts in found.by.items():
        for part, number in parts.items():
            assert filled.count(records_of(filled, code, period, axis, part)) == number
