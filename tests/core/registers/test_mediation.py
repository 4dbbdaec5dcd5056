"""Mediation: teams, totals and cases; who the parties are is never kept."""

from __future__ import annotations

from typing import Any

import pytest

from danvan_desktop.context import Context
from danvan_desktop.errors import Severity
from danvan_desktop.indicators import compute
from danvan_desktop.registers.hoa_giai_vu_viec import initials
from danvan_desktop.storage.values import ListQuery

TEAMS = {"ky": "H1/2020", "don_vi": "TN-DMC-07", "so_to": 9, "so_thanh_vien": 62}
TOTALS = {
    "ky": "H1/2020",
    "don_vi": "TN-DMC-04",
    "tiep_nhan": 19,
    "thanh": 14,
    "khong_thanh": 2,
    "dang": 3,
}
CASE = {"don_vi": "TN-DMC-10", "ngay": "2020-02-01", "loai_vu": "dat_dai", "ket_qua": "thanh"}


def _errors(office: Context, register: str, values: dict[str, Any]) -> list[tuple[str, str | None]]:
    return [
        (issue.code, issue.place.field)
        for issue in office.validate(register, values)
        if issue.severity is Severity.ERROR
    ]


def _figures(office: Context, code: str, *wanted: str) -> dict[str, Any]:
    period = next(period for period in office.periods() if period.code == code)
    return {name: figure.value for name, figure in compute(office, period, wanted).items()}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"tiep_nhan": 6, "thanh": 9, "khong_thanh": 0, "dang": 0}, "thanh"),
        ({"tiep_nhan": 20}, "tiep_nhan"),
        ({"ton_dau": 2}, "tiep_nhan"),
        ({"rut_chuyen": 1}, "tiep_nhan"),
        ({"mau_thuan": 10, "dat_dai": 10}, "mau_thuan"),
        ({"mau_thuan": 10, "dat_dai": 5, "hngd": 2, "khac": 1}, "mau_thuan"),
    ],
)
def test_totals_that_do_not_balance_are_refused(
    office: Context, changes: dict[str, Any], field: str
) -> None:
    """What was open or came in equals what has a result or is still open (E6)."""
    values = {**TOTALS, **changes}
    assert _errors(office, "hoa_giai_tong_hop", values) == [("impossible_value", field)]


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"ton_dau": 2, "rut_chuyen": 2},
        {"ton_dau": 4, "dang": 7},
        {"mau_thuan": 10, "dat_dai": 5, "hngd": 2, "khac": 2},
        {"mau_thuan": 10},
    ],
)
def test_totals_that_balance_are_taken(office: Context, changes: dict[str, Any]) -> None:
    """Opening stock and withdrawn cases belong to the balance; kinds may be known in part."""
    assert _errors(office, "hoa_giai_tong_hop", {**TOTALS, **changes}) == []


def test_groups_of_mediators_are_part_of_them(office: Context) -> None:
    """No group is greater than all; fewer than three to a team is remarked only."""
    for name in ("so_nu", "so_dan_toc", "so_luat", "so_tap_huan"):
        found = _errors(office, "to_hoa_giai", {**TEAMS, name: 63})
        assert found == [("impossible_value", name)]
    few = office.validate("to_hoa_giai", {**TEAMS, "so_thanh_vien": 26})
    assert [(i.severity, i.place.field) for i in few] == [(Severity.WARNING, "so_thanh_vien")]


def test_second_row_of_a_unit_and_period_is_flagged(office: Context) -> None:
    """A unit has one row for a period, but each team may have its own."""
    office.save("to_hoa_giai", TEAMS)
    named = {**TEAMS, "ten": "Tổ hòa giải ấp 1", "so_to": 1, "so_thanh_vien": 6}
    assert not office.save("to_hoa_giai", named).changes.duplicates  # type: ignore[union-attr]
    assert office.save("to_hoa_giai", TEAMS).changes.duplicates  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ông Nguyễn Văn A và bà Trần Thị B", "N.V.A., T.T.B."),
        ("Điểu K’Ré", "Đ.K."),
        ("Chu Văn Anh", "C.V.A."),
        ("n.v.a", "N.V.A."),
        ("Hộ ông Lê C - hộ bà D", "L.C., D."),
    ],
)
def test_parties_are_shortened_to_initials(typed: str, kept: str) -> None:
    """Whatever is typed of a name, initials are left; shortening again changes nothing."""
    assert initials(typed) == kept
    assert initials(kept) == kept


def test_names_of_parties_are_not_stored(office: Context) -> None:
    """The record, the search and the history hold initials only."""
    result = office.save("hoa_giai_vu_viec", {**CASE, "ben_mot": "Nguyễn Văn Tám"})
    assert result.record is not None
    assert result.record.values["ben_mot"] == "N.V.T."
    assert office.count(ListQuery(register="hoa_giai_vu_viec", text="Tám")) == 0
    history = office.history("hoa_giai_vu_viec", result.record.id)
    assert "Tám" not in str(history)


def test_identity_number_of_a_party_is_refused(office: Context) -> None:
    """A number in the place of a name is not shortened away but refused."""
    found = _errors(office, "hoa_giai_vu_viec", {**CASE, "ben_hai": "CCCD 072080001234"})
    assert found == [("identity_number", "ben_hai")]


@pytest.mark.parametrize(
    "changes",
    [{"ngay_ket_qua": "2020-01-31"}, {"ket_qua": "dang", "ngay_ket_qua": "2020-02-10"}],
)
def test_result_comes_after_the_case(office: Context, changes: dict[str, Any]) -> None:
    """A result before the case, or of a case that is still open, is impossible."""
    found = _errors(office, "hoa_giai_vu_viec", {**CASE, **changes})
    assert found == [("impossible_value", "ngay_ket_qua")]


def test_case_counts_as_open_until_its_result(office: Context) -> None:
    """Received in one half-year and settled in the next: each half balances by itself."""
    codes = ("hoa_giai_tiep_nhan", "hoa_giai_thanh", "hoa_giai_dang")
    office.save("hoa_giai_vu_viec", {**CASE, "ngay": "2020-06-10", "ngay_ket_qua": "2020-06-15"})
    assert _figures(office, "H1/2020", *codes) == dict(zip(codes, (1, 0, 1), strict=True))
    assert _figures(office, "H2/2020", *codes) == dict(zip(codes, (0, 1, 0), strict=True))


def test_case_settled_on_the_last_day_is_not_open(office: Context) -> None:
    """The last day of the period belongs to it."""
    office.save("hoa_giai_vu_viec", {**CASE, "ngay": "2020-06-10", "ngay_ket_qua": "2020-06-14"})
    found = _figures(office, "H1/2020", "hoa_giai_thanh", "hoa_giai_dang")
    assert found == {"hoa_giai_thanh": 1, "hoa_giai_dang": 0}


def test_totals_and_cases_are_added(office: Context) -> None:
    """Figures add the table of totals and the case book."""
    office.save("hoa_giai_tong_hop", TOTALS)
    office.save("hoa_giai_vu_viec", CASE)
    office.save("hoa_giai_vu_viec", {**CASE, "ngay": "2020-05-28", "ket_qua": "dang"})
    office.save("hoa_giai_vu_viec", {**CASE, "ket_qua": "rut_chuyen"})
    codes = (
        "hoa_giai_tiep_nhan",
        "hoa_giai_thanh",
        "hoa_giai_khong_thanh",
        "hoa_giai_rut_chuyen",
        "hoa_giai_dang",
    )
    assert list(_figures(office, "H1/2020", *codes).values()) == [22, 15, 2, 1, 4]
