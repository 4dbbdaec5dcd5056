"""Inspection boards, investment supervision boards and what they look into."""

from __future__ import annotations

from typing import Any

import pytest

from danvan_desktop.context import Context
from danvan_desktop.errors import Severity
from danvan_desktop.indicators import compute

BOARD = {"don_vi": "TN-DMC-07", "tu_ngay": "2019-03-01", "so_thanh_vien": 7}
INSPECTION = {
    "don_vi": "TN-DMC-07",
    "ngay": "2020-02-12",
    "noi_dung": "Việc bình xét gia đình văn hóa",
}
INVESTMENT = {"don_vi": "TN-DMC-03", "ngay": "2020-03-21", "cong_trinh": "Đường bê tông ấp 2"}


def _errors(office: Context, register: str, values: dict[str, Any]) -> list[tuple[str, str | None]]:
    return [
        (issue.code, issue.place.field)
        for issue in office.validate(register, values)
        if issue.severity is Severity.ERROR
    ]


def _saved(office: Context, register: str, values: dict[str, Any]) -> dict[str, Any]:
    result = office.save(register, values)
    assert result.record is not None, result.issues
    return dict(result.record.values)


@pytest.mark.parametrize("register", ["ban_thanh_tra", "ban_gs_dau_tu"])
def test_board_needs_term_and_numbers_that_agree(office: Context, register: str) -> None:
    """A board does not end before it began and has no more women than members."""
    ended = {**BOARD, "den_ngay": "2019-02-28"}
    assert _errors(office, register, ended) == [("impossible_value", "den_ngay")]
    assert _errors(office, register, {**BOARD, "so_nu": 8}) == [("impossible_value", "so_nu")]
    assert _errors(office, register, {**BOARD, "so_nu": 7, "den_ngay": "2021-03-01"}) == []


def test_members_are_counted_from_the_list(office: Context) -> None:
    """Where the members are listed, their number and that of the women follow."""
    members = [
        {"ho_ten": "Nguyễn Văn A", "vai_tro": "truong"},
        {"ho_ten": "Trần Thị B", "nu": True},
        {"ho_ten": "Lê Văn C"},
    ]
    values = _saved(office, "ban_thanh_tra", {**BOARD, "thanh_vien": members})
    assert (values["so_thanh_vien"], values["so_nu"]) == (3, 1)


def test_boards_are_a_stock_on_the_last_day(office: Context) -> None:
    """A board that ended before the period's last day no longer counts, its members neither."""
    office.save("ban_thanh_tra", BOARD)
    office.save("ban_thanh_tra", {**BOARD, "don_vi": "TN-DMC-01", "den_ngay": "2020-06-13"})
    office.save("ban_thanh_tra", {**BOARD, "don_vi": "TN-DMC-02", "tu_ngay": "2020-06-14"})
    half = next(period for period in office.periods() if period.code == "H1/2020")
    found = compute(office, half, ["ttnd_ban", "ttnd_thanh_vien", "ttnd_ban_moi"])
    assert found["ttnd_ban"].value == 2
    assert found["ttnd_thanh_vien"].value == 14
    assert found["ttnd_ban_moi"].by["don_vi"] == {"TN-DMC-02": 1}


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({}, "da_giam_sat"),
        ({"kien_nghi": 0}, "da_giam_sat"),
        ({"kien_nghi": 3, "da_xu_ly": 2}, "theo_doi"),
        ({"kien_nghi": 3, "da_xu_ly": 3}, "xong"),
    ],
)
def test_inspection_waits_until_all_is_dealt_with(
    office: Context, values: dict[str, Any], state: str
) -> None:
    """The state follows from what was recommended and what was dealt with."""
    assert _saved(office, "thanh_tra_nd", {**INSPECTION, **values})["trang_thai"] == state


def test_no_more_is_dealt_with_than_was_recommended(office: Context) -> None:
    """Both kinds of board keep the two numbers in order."""
    more = {"kien_nghi": 1, "da_xu_ly": 2}
    for register, values in (("thanh_tra_nd", INSPECTION), ("gsdt_cong_dong", INVESTMENT)):
        assert _errors(office, register, {**values, **more}) == [("impossible_value", "da_xu_ly")]


def test_no_more_money_comes_back_than_was_asked_for(office: Context) -> None:
    """Recovered money is part of the money that was recommended for recovery."""
    values = {**INVESTMENT, "phat_hien": 1, "so_tien": 62_000_000, "da_thu_hoi": 63_000_000}
    assert _errors(office, "gsdt_cong_dong", values) == [("impossible_value", "da_thu_hoi")]
    assert _errors(office, "gsdt_cong_dong", {**values, "da_thu_hoi": 62_000_000}) == []


def test_money_without_finding_is_remarked(office: Context) -> None:
    """Money is asked back for something: a warning, because the number may just be missing."""
    found = office.validate("gsdt_cong_dong", {**INVESTMENT, "phat_hien": 0, "so_tien": 8_500_000})
    assert [(i.severity, i.place.field) for i in found] == [(Severity.WARNING, "so_tien")]


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({"phat_hien": 0}, "dat"),
        ({"phat_hien": 2, "so_tien": 53_000_000}, "phat_hien"),
        ({"phat_hien": 2, "kien_nghi": 2, "da_xu_ly": 1}, "theo_doi"),
        ({"phat_hien": 2, "kien_nghi": 2, "da_xu_ly": 2}, "xong"),
    ],
)
def test_investment_supervision_goes_from_finding_to_end(
    office: Context, values: dict[str, Any], state: str
) -> None:
    """A project without violation is done at once, one with recommendations when all are met."""
    assert _saved(office, "gsdt_cong_dong", {**INVESTMENT, **values})["trang_thai"] == state
