"""Every rule of REFERENCE §5.4 with a case that breaks it: code, severity, place, words."""

from __future__ import annotations

from typing import Any

import pytest

from danvan_desktop.context import Context
from danvan_desktop.errors import Issue, Severity
from danvan_desktop.indicators import CellTarget, Entry, check_period, enter, target_of
from danvan_desktop.organisation.periods import Period
from danvan_desktop.storage.values import ListQuery

SUPERVISION = {"cap/T": 434, "cap/H": 2054, "cap/X": 6109}


def _issues(books: Context, period: Period, code: str, indicator: str | None = None) -> list[Issue]:
    return [
        i
        for i in check_period(books, period)
        if i.code == code and (indicator is None or i.place.record == indicator)
    ]


@pytest.fixture
def year(filled: Context) -> Period:
    """Return a year of which nothing is recorded, as when an article is typed in."""
    return filled.period_named("N/2017")


def _supervision(books: Context, year: Period, **levels: int) -> None:
    for place, number in {**SUPERVISION, **levels}.items():
        enter(books, year, place, {"giam_sat_cuoc": number})


def test_typed_total_beside_typed_levels_is_checked(filled: Context, year: Period) -> None:
    """E1: 434 + 2.054 + 6.109 = 8.597 holds; with 6.108 the levels are named (scenario 6)."""
    _supervision(filled, year)
    enter(filled, year, "", {"giam_sat_cuoc": 8597})
    assert _issues(filled, year, "E1", "giam_sat_cuoc") == []
    enter(filled, year, "cap/X", {"giam_sat_cuoc": 6108})
    [issue] = _issues(filled, year, "E1", "giam_sat_cuoc")
    assert issue.severity is Severity.ERROR
    assert "6.108" in issue.message
    assert "8.596" in issue.message
    assert "8.597" in issue.message
    assert issue.place.field == "cap"
    target = target_of(filled, year, issue)
    assert isinstance(target, CellTarget)
    assert target.place.startswith("cap/")


@pytest.mark.parametrize(
    ("indicator", "axis", "parts", "code"),
    [
        ("dvk_dang_ky", "linh_vuc", {"KT": 4, "VHXH": 9, "QPAN": 5, "HTCT": 5}, "E2"),
        ("dvk_dang_ky", "doi_tuong", {"tap_the": 17, "ca_nhan": 6}, "E3"),
        ("doi_thoai_cuoc", "hinh_thuc", {"dinh_ky": 47, "dot_xuat": 97}, "E4"),
    ],
)
def test_typed_parts_make_the_typed_whole(
    filled: Context, year: Period, indicator: str, axis: str, parts: dict[str, int], code: str
) -> None:
    """E2–E4: one short of the total is an error of the axis it stands for."""
    cells: dict[str, Any] = {f"{indicator}/{axis}/{key}": n for key, n in parts.items()}
    enter(filled, year, "", cells | {indicator: sum(parts.values()) + 1})
    [issue] = _issues(filled, year, code, indicator)
    assert (issue.severity, issue.place.field) == (Severity.ERROR, axis)
    target = target_of(filled, year, issue)
    assert isinstance(target, CellTarget)
    assert target.path.startswith(f"{indicator}/{axis}")


def test_words_in_front_make_it_a_warning(filled: Context, year: Period) -> None:
    """W5, not E2: gần 2.500 + trên 4.200 + 861 + hơn 690 = 8.251 ≠ trên 8.270 (Trà Vinh)."""
    parts = {"KT": (2500, "gan"), "VHXH": (4200, "tren"), "QPAN": (861, ""), "HTCT": (690, "hon")}
    cells = {f"dvk_dang_ky/linh_vuc/{key}": value for key, value in parts.items()}
    enter(filled, year, "", {**cells, "dvk_dang_ky": (8270, "tren")})
    assert _issues(filled, year, "E2") == []
    [issue] = _issues(filled, year, "W5", "dvk_dang_ky")
    assert issue.severity is Severity.WARNING
    assert "8.251 ≠ trên 8.270" in issue.message
    assert "gần 2.500" in issue.message


def test_sum_of_inexact_numbers_is_noted(filled: Context, year: Period) -> None:
    """W5: a total that nobody typed but was added from “trên 4.200” stays inexact."""
    enter(filled, year, "", {"dvk_dang_ky/linh_vuc/VHXH": (4200, "tren")})
    [issue] = _issues(filled, year, "W5", "dvk_dang_ky")
    assert issue.severity is Severity.NOTE


def test_funnel_narrows(filled: Context, year: Period) -> None:
    """E5: 1.100 recognised of 2.700 registered holds; 270 of 100 does not."""
    enter(filled, year, "", {"dvk_dang_ky": 2700, "dvk_tham_dinh": 1500, "dvk_cong_nhan": 100})
    enter(filled, year, "", {"dvk_tieu_bieu": 270})
    [issue] = _issues(filled, year, "E5")
    assert issue.place.record == "dvk_tieu_bieu"


def test_mediation_balances(filled: Context, year: Period) -> None:
    """E6: 325 received, 240 done and 85 pending; with 84 one case is lost (Tây Ninh 2020)."""
    cells = {
        "hoa_giai_tiep_nhan": 325,
        "hoa_giai_thanh": 240,
        "hoa_giai_khong_thanh": 0,
        "hoa_giai_rut_chuyen": 0,
        "hoa_giai_dang": 85,
    }
    enter(filled, year, "", cells)
    assert _issues(filled, year, "E6") == []
    enter(filled, year, "", {"hoa_giai_dang": 84})
    [issue] = _issues(filled, year, "E6")
    assert "325" in issue.message
    assert "324" in issue.message


def test_typed_rate_agrees_with_its_parts(filled: Context, year: Period) -> None:
    """E7: 240/325 is 73,85 %, typed as 74 it is rounded, typed as 75 it is wrong."""
    enter(filled, year, "", {"hoa_giai_tiep_nhan": 325, "hoa_giai_thanh": 240})
    enter(filled, year, "", {"hoa_giai_ty_le": 74})
    assert _issues(filled, year, "E7") == []
    enter(filled, year, "", {"hoa_giai_ty_le": 75})
    [issue] = _issues(filled, year, "E7")
    assert "240/325" in issue.message
    enter(filled, year, "", {"hoa_giai_tiep_nhan": 33407, "hoa_giai_thanh": 33398})
    enter(filled, year, "", {"hoa_giai_ty_le": 100})
    assert len(_issues(filled, year, "E7")) == 1
    enter(filled, year, "", {"hoa_giai_ty_le": 99.97})
    assert _issues(filled, year, "E7") == []


def test_denominator_is_the_number_of_units(filled: Context, period: Period) -> None:
    """E8: 11 communes are valid in 2020; 584/584 is another area and wants a reason."""
    enter(filled, period, "cap/X", {"doi_thoai_cuoc": Entry(reported=11, expected=11)})
    assert _issues(filled, period, "E8") == []
    enter(filled, period, "cap/X", {"doi_thoai_cuoc": Entry(reported=584, expected=584)})
    [issue] = _issues(filled, period, "E8")
    assert (issue.severity, issue.place.unit) == (Severity.WARNING, "cap/X")
    assert "584" in issue.message


def test_cumulative_does_not_fall(filled: Context) -> None:
    """E9: fewer models to date than a half-year ago."""
    enter(filled, filled.period("H2/2019"), "", {"dvk_mo_hinh": 90})
    [issue] = _issues(filled, filled.period("H1/2020"), "E9")
    assert issue.place.record == "dvk_mo_hinh"


def test_year_is_the_sum_of_its_halves(filled: Context) -> None:
    """E10: 10 + 12 dialogues, 23 typed for the year."""
    for half, number in (("H1/2017", 10), ("H2/2017", 12)):
        enter(filled, filled.period_named(half), "", {"doi_thoai_cuoc": number})
    whole = filled.period_named("N/2017")
    enter(filled, whole, "", {"doi_thoai_cuoc": 22})
    assert _issues(filled, whole, "E10") == []
    enter(filled, whole, "", {"doi_thoai_cuoc": 23})
    [issue] = _issues(filled, whole, "E10")
    assert "10 + 12 = 22" in issue.message
    enter(filled, whole, "", {"doi_thoai_cuoc": (23, "khoang")})
    assert _issues(filled, whole, "E10") == []
    assert _issues(filled, whole, "W5", "doi_thoai_cuoc")


def test_typed_total_is_the_sum_of_all_units(filled: Context, year: Period) -> None:
    """E12: when every commune has a figure, their sum is the total."""
    communes = filled.directory(year.last_day).communes()
    for unit in communes:
        enter(filled, year, unit.code, {"doi_thoai_cuoc": 2})
    enter(filled, year, "", {"doi_thoai_cuoc": 2 * len(communes) + 1})
    errors = [i for i in _issues(filled, year, "E12") if i.severity is Severity.ERROR]
    assert [i.place.record for i in errors] == ["doi_thoai_cuoc"]


def test_typed_awards_are_the_rows_of_the_book(filled: Context, period: Period) -> None:
    """E13: 13 awards are in the book; typing 14 is an error that opens the cell."""
    enter(filled, period, "", {"khen_thuong": 14})
    [issue] = _issues(filled, period, "E13")
    assert "13" in issue.message
    assert isinstance(target_of(filled, period, issue), CellTarget)


def test_members_at_the_end_follow_from_the_beginning(filled: Context) -> None:
    """E14: 100 members, 10 joined, 5 left: 105, not 106; persons are at most memberships."""
    enter(filled, filled.period("H1/2019"), "", {"doan_vien_hien_co": 100})
    period = filled.period("H2/2019")
    cells = {"doan_vien_moi": 10, "doan_vien_giam": 5, "doan_vien_hien_co": 105}
    enter(filled, period, "", cells)
    assert _issues(filled, period, "E14") == []
    enter(filled, period, "", {"doan_vien_hien_co": 106, "doan_vien_nguoi": 107})
    assert len(_issues(filled, period, "E14")) == 2


@pytest.mark.parametrize(("people", "events"), [(39, 10), (20_001, 10)])
def test_people_for_each_event_are_plausible(
    filled: Context, year: Period, people: int, events: int
) -> None:
    """W2: fewer than 5 or more than 2.000 people at each event (33,8 in Tây Ninh)."""
    enter(filled, year, "", {"tuyen_truyen_cuoc": 39_284, "tuyen_truyen_luot": 1_327_453})
    assert _issues(filled, year, "W2") == []
    enter(filled, year, "", {"tuyen_truyen_cuoc": events, "tuyen_truyen_luot": people})
    [issue] = _issues(filled, year, "W2")
    assert issue.severity is Severity.WARNING


def test_unchanged_figure_wants_a_reason(filled: Context) -> None:
    """W4: 33 dialogues again, as half a year before."""
    for code in ("H1/2019", "H2/2019"):
        enter(filled, filled.period(code), "", {"doi_thoai_cuoc": 33})
    [issue] = _issues(filled, filled.period("H2/2019"), "W4", "doi_thoai_cuoc")
    assert "H1/2019" in issue.message


def test_rounded_percentages_are_noted(filled: Context, year: Period) -> None:
    """W6: 764, 2.852 and 6.315 of 9.931 are 8 + 29 + 64 = 101 % (Hà Nội 2019)."""
    for place, number in (("cap/T", 764), ("cap/H", 2852), ("cap/X", 6315)):
        enter(filled, year, place, {"dvk_dang_ky": number})
    [issue] = _issues(filled, year, "W6", "dvk_dang_ky")
    assert "101%" in issue.message
    assert issue.severity is Severity.NOTE


def test_units_that_change_within_a_period_are_said(filled: Context) -> None:
    """W7: 11 communes at the beginning of H2/2025, 3 at its end."""
    [first, *_] = _issues(filled, filled.period_named("H2/2025"), "W7")
    assert "11" in first.message
    assert "3" in first.message


def test_difference_to_the_records_is_shown(filled: Context, period: Period) -> None:
    """A unit that types another number than its book gives is named; the typed one counts."""
    enter(filled, period, "TN-DMC-09", {"doi_thoai_cuoc": 6})
    [issue] = _issues(filled, period, "typed_differs")
    assert (issue.severity, issue.place.unit) == (Severity.NOTE, "TN-DMC-09")
    target = target_of(filled, period, issue)
    assert target == CellTarget("TN-DMC-09", "doi_thoai_cuoc")


def test_issue_of_records_leads_to_their_list(filled: Context, period: Period) -> None:
    """Without a typed cell the records behind the figure are opened."""
    issue = next(i for i in check_period(filled, period) if i.code == "W1")
    target = target_of(filled, period, issue)
    assert isinstance(target, ListQuery)
