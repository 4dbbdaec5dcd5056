"""Outreach, membership, fund-raising, campaigns: what is refused, what follows from what."""

from __future__ import annotations

from typing import Any

import pytest

from danvan_desktop.context import Context
from danvan_desktop.errors import Severity
from danvan_desktop.registers import REGISTERS

OUTREACH = {
    "chu_the": "HND",
    "don_vi": "TN-DMC-06",
    "ngay": "2020-02-15",
    "noi_dung": "Phòng, chống dịch Covid-19",
    "so_cuoc": 16,
    "luot_nguoi": 633,
}
MEMBERS = {
    "to_chuc": "LHPN",
    "don_vi": "TN-DMC-07",
    "ky": "H1/2020",
    "dau_ky": 676,
    "moi": 61,
    "giam": 12,
    "cuoi_ky": 725,
}
RAISED = {
    "don_vi": "TN-DMC-05",
    "ngay": "2020-03-23",
    "noi_dung": "Ủng hộ chốt kiểm dịch",
    "tien": 35_100_000,
}
CAMPAIGN = {
    "don_vi": "TN-DMC-08",
    "ngay": "2020-02-11",
    "noi_dung": "Nạo vét kênh mương nội đồng",
    "so_nguoi": 54,
}


def errors(office: Context, register: str, values: dict[str, Any]) -> list[tuple[str, str | None]]:
    """List the errors of a record as code and field."""
    return [
        (issue.code, issue.place.field)
        for issue in office.validate(register, values)
        if issue.severity is Severity.ERROR
    ]


@pytest.mark.parametrize(("sessions", "people"), [(16, 9), (0, 20)])
def test_fewer_attendances_than_sessions_are_refused(
    office: Context, sessions: int, people: int
) -> None:
    """A session that anybody came to has an attendance; attendances need a session."""
    values = {**OUTREACH, "so_cuoc": sessions, "luot_nguoi": people}
    assert errors(office, "tuyen_truyen", values) == [("impossible_value", "luot_nguoi")]


def test_broadcast_without_counted_listeners_is_accepted(office: Context) -> None:
    """Loudspeakers have sessions and nobody counts the listeners."""
    assert not office.validate("tuyen_truyen", {**OUTREACH, "luot_nguoi": 0})


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"cuoi_ky": 726}, "cuoi_ky"),
        ({"so_nguoi": 800}, "so_nguoi"),
        ({"nu": 726}, "nu"),
    ],
)
def test_membership_that_does_not_add_up_is_refused(
    office: Context, changes: dict[str, Any], field: str
) -> None:
    """E14: the end follows from the start; people are at most memberships."""
    values = {**MEMBERS, **changes}
    assert errors(office, "doan_vien", values) == [("impossible_value", field)]


def test_message_of_membership_shows_the_sum(office: Context) -> None:
    """The clerk sees what the figures make, not only that they are wrong."""
    (issue,) = office.validate("doan_vien", {**MEMBERS, "cuoi_ky": 726})
    assert issue.message == "Cuối kỳ ghi 726, tính ra 676 + 61 − 12 = 725."


def test_people_may_be_fewer_than_memberships(office: Context) -> None:
    """One person in two organisations is counted once."""
    assert not office.validate("doan_vien", {**MEMBERS, "so_nguoi": 700})


@pytest.mark.parametrize(
    ("goods", "amount", "unit", "tonnes"),
    [
        ("Gạo", 110, "tấn", "1,1"),
        ("Gạo", 150_000, "kg", "1,5"),
        ("gạo tẻ", 2_550, "KG", "0,0255"),
        ("Gạo", 300, "tạ", "0,3"),
        ("Gạo", 500, "bao", ""),
        ("Gạch", 110, "tấn", ""),
        ("Mì ăn liền", 82_000, "thùng", ""),
    ],
)
def test_rice_is_brought_to_tonnes(goods: str, amount: int, unit: str, tonnes: str) -> None:
    """Rice in any unit of weight sums exactly; everything else keeps to itself."""
    spec = REGISTERS["van_dong"]
    whole = spec.complete({**RAISED, "hien_vat": goods, "so_luong": amount, "dvt": unit})
    assert spec.field("gao").type.format(whole["gao"]) == tonnes


def test_worth_of_a_gift_is_money_and_goods() -> None:
    """Unknown parts add nothing; nothing known stays unknown."""
    spec = REGISTERS["van_dong"]
    assert spec.complete({**RAISED, "quy_doi": 4_900_000})["tong"] == 40_000_000
    assert spec.complete({**RAISED, "tien": None})["tong"] is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"tien": None}, "tien"),
        ({"hien_vat": "Gạo", "so_luong": 100}, "dvt"),
        ({"hien_vat": "Gạo", "so_luong": 100, "dvt": "bao"}, "dvt"),
    ],
)
def test_gift_that_cannot_be_summed_is_remarked(
    office: Context, changes: dict[str, Any], field: str
) -> None:
    """Such a row is stored, and the clerk is told what is missing."""
    issues = office.validate("van_dong", {**RAISED, **changes})
    assert [(i.severity, i.place.field) for i in issues] == [(Severity.WARNING, field)]


def test_campaign_ends_after_it_began(office: Context) -> None:
    """Days in the wrong order are refused."""
    values = {**CAMPAIGN, "den_ngay": "2020-02-10"}
    assert errors(office, "ra_quan", values) == [("impossible_value", "den_ngay")]


def test_situation_is_solved_after_it_was_noted(office: Context) -> None:
    """A day of solving needs its tick and may not lie before the note."""
    note = {
        "don_vi": "TN-DMC-06",
        "ngay": "2020-05-10",
        "nhom": "nong_dan",
        "tom_tat": "Kiến nghị sửa kênh tưới",
        "muc_do": "quan_tam",
    }
    assert not office.validate("tinh_hinh", note)
    assert errors(office, "tinh_hinh", {**note, "ngay_xong": "2020-05-01"}) == [
        ("impossible_value", "ngay_xong"),
        ("impossible_value", "da_giai_quyet"),
    ]
