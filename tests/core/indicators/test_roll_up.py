"""Roll-up: the sum over any partition of units or of days is the whole (property tests)."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from danvan_desktop.context import Context
from danvan_desktop.indicators import (
    Entry,
    TypedFigure,
    catalogue,
    compute,
    enter,
    over,
)
from danvan_desktop.indicators.declarations import RollUp
from danvan_desktop.indicators.numbers import added
from danvan_desktop.indicators.overlay import Tree, cells_by_place, grow, lay_over
from danvan_desktop.indicators.tally import Parts, Tally
from danvan_desktop.organisation.periods import Period, day_after

UNITS = [f"U{n}" for n in range(8)]
LEVELS = {unit: "XHT"[n % 3] for n, unit in enumerate(UNITS)}
FORMS = ("dinh_ky", "dot_xuat")
FIRST, LAST = "2019-12-15", "2020-06-14"

counts = st.tuples(st.integers(0, 50), st.integers(0, 50))
"""Dialogues of a unit by form."""


def _tally(numbers: tuple[int, int]) -> Tally:
    total = sum(numbers)
    by: Parts = {"hinh_thuc": {form: n for form, n in zip(FORMS, numbers, strict=True) if n}}
    return Tally(total, by, records=total, counted=total, used=total, recorded=total)


def _cell(unit: str, value: int) -> TypedFigure:
    return TypedFigure(
        id=unit,
        period="H1/2020",
        place=unit,
        code="doi_thoai_cuoc",
        axis="",
        key="",
        entry=Entry(value=value),
        changed_at="",
        changed_by="",
    )


def _tree(recorded: dict[str, tuple[int, int]], typed: dict[str, int]) -> Tree:
    one = catalogue()["doi_thoai_cuoc"]
    tree = grow(one, {unit: _tally(numbers) for unit, numbers in recorded.items()}, LEVELS)
    lay_over(tree, one, LEVELS, cells_by_place(_cell(u, n) for u, n in typed.items()))
    return tree


@given(
    recorded=st.dictionaries(st.sampled_from(UNITS), counts),
    typed=st.dictionaries(st.sampled_from(UNITS), st.integers(0, 90)),
    groups=st.lists(st.integers(0, 3), min_size=len(UNITS), max_size=len(UNITS)),
)
def test_any_partition_of_units_adds_up_to_the_whole(
    recorded: dict[str, tuple[int, int]], typed: dict[str, int], groups: list[int]
) -> None:
    """Total, breakdowns, what is undivided and the records' own sum: all are additive."""
    whole = _tree(recorded, typed).root
    together = Tally()
    for group in range(4):
        mine = {unit for unit, number in zip(UNITS, groups, strict=True) if number == group}
        part = _tree(
            {unit: n for unit, n in recorded.items() if unit in mine},
            {unit: n for unit, n in typed.items() if unit in mine},
        )
        together.plus(part.root)
    assert (together.total, together.recorded) == (whole.total, whole.recorded)
    assert _without_zeros(together.by) == _without_zeros(whole.by)
    assert _nonzero(together.undivided) == _nonzero(whole.undivided)
    expected = sum(typed[u] if u in typed else sum(recorded[u]) for u in {*typed, *recorded})
    assert whole.total == expected


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cuts=st.lists(st.integers(0, 181), max_size=4, unique=True))
def test_any_partition_of_days_adds_up_to_the_whole(filled: Context, cuts: list[int]) -> None:
    """Flows of dated registers over any cut of the half-year make those of the half-year."""
    codes = [
        code
        for code, one in catalogue().items()
        if one.roll_up is RollUp.SUM and all(part.spec.date_field != "ky" for part in one.parts)
    ]
    days = _days()
    bounds = [0, *sorted(set(cuts) - {0}), len(days)]
    parts = [
        Period(f"p{first}", "", days[first], days[last - 1]) for first, last in pairwise(bounds)
    ]
    whole = compute(filled, Period("all", "", FIRST, LAST), codes)
    several = [compute(filled, part, codes) for part in parts]
    for code in codes:
        assert added(*(of[code].value for of in several)) == whole[code].value, code


def _days() -> list[str]:
    found = [FIRST]
    while found[-1] < LAST:
        found.append(day_after(found[-1]))
    return found


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ({"Q1/2020": 10, "Q2/2020": 12}, 22),
        ({"Q1/2020": 10, "Q2/2020": 12, "H1/2020": 23}, 23),
        ({"T01/2020": 3, "T02/2020": 4, "Q2/2020": 12}, 19),
        ({"H1/2020": 23, "T06/2020": 5}, 23),
    ],
)
def test_totals_of_one_unit_are_never_counted_twice(
    filled: Context, period: Period, rows: dict[str, int], expected: int
) -> None:
    """The row of the period itself wins over months and quarters, which else are added."""
    before = int(compute(filled, period, ["mot_cua_tiep_nhan"])["mot_cua_tiep_nhan"].value or 0)
    for code, number in rows.items():
        values = {"ky": code, "don_vi": "TN-DMC-10", "tiep_nhan": number, "giai_quyet": number}
        saved = filled.save("mot_cua", {**values, "dung_han": number, "tre_han": 0, "dang": 0})
        assert saved.saved, saved.issues
    figure = compute(filled, period, ["mot_cua_tiep_nhan"])["mot_cua_tiep_nhan"]
    assert figure.value == before + expected
    assert figure.by["don_vi"]["TN-DMC-10"] == expected


def test_last_total_of_a_stock_stands_for_the_year(filled: Context) -> None:
    """Members: 56.102 at mid-year and 60 of one organisation at the end of the year."""
    year = filled.period_named("N/2020")
    half = compute(filled, filled.period("H1/2020"), ["doan_vien_hien_co"])["doan_vien_hien_co"]
    values = {"to_chuc": "HND", "don_vi": "TN-DMC-10", "dau_ky": 50, "moi": 12, "giam": 2}
    saved = filled.save("doan_vien", {**values, "cuoi_ky": 60, "ky": "H2/2020"})
    assert saved.saved, saved.issues
    found = compute(filled, year, ["doan_vien_hien_co"])["doan_vien_hien_co"]
    before = _members_of(filled, "H1/2020", "TN-DMC-10", "HND")
    assert found.value == added(half.value, -before, 60)


def _members_of(books: Context, code: str, unit: str, body: str) -> int:
    rows = books.all_of("doan_vien")
    return sum(
        int(r.values["cuoi_ky"])
        for r in rows
        if (r.values["ky"], r.values["don_vi"], r.values["to_chuc"]) == (code, unit, body)
    )


def test_distinct_values_over_periods_are_counted_once(filled: Context) -> None:
    """Only the records can tell how many models two years had: 40 registrations, 35 models."""
    both = [filled.period("H1/2019"), filled.period("H1/2020")]
    assert (over(filled, "dvk_dang_ky", both), over(filled, "dvk_mo_hinh", both)) == (40, 35)


def test_typed_halves_make_the_year_by_every_roll_up(filled: Context) -> None:
    """Flows add, stocks take the last, rates are recomputed from both halves."""
    halves = {
        "H1/2017": {"hoa_giai_tiep_nhan": 100, "hoa_giai_thanh": 50, "to_hoa_giai": 70},
        "H2/2017": {"hoa_giai_tiep_nhan": 300, "hoa_giai_thanh": 270, "to_hoa_giai": 72},
    }
    for code, cells in halves.items():
        enter(filled, filled.period_named(code), "", dict(cells))
    year = compute(filled, filled.period_named("N/2017"))
    assert (year["hoa_giai_tiep_nhan"].value, year["to_hoa_giai"].value) == (400, 72)
    assert year["hoa_giai_ty_le"].value == 80.0


def _nonzero(numbers: Mapping[str, object]) -> dict[str, object]:
    return {key: number for key, number in numbers.items() if number}


def _without_zeros(by: Mapping[str, Mapping[str, object]]) -> dict[str, dict[str, object]]:
    return {axis: kept for axis, parts in by.items() if (kept := _nonzero(parts))}
