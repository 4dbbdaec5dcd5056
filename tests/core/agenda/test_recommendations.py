"""Recommendations that nobody has answered stand on the list of work."""

from __future__ import annotations

from typing import Any

import pytest

from danvan_desktop.agenda import TodoGroup, TodoItem
from danvan_desktop.agenda.todo import todo
from danvan_desktop.context import Context

TODAY = "2020-06-16"
WAITING = {"noi_dung": "Công khai các khoản thu, chi quỹ.", "co_quan": "UBND xã Phan"}


def _saved(office: Context, **entry: Any) -> list[TodoItem]:
    values = {
        "noi_dung": "Việc quản lý Quỹ Vì người nghèo",
        "chu_the": "MTTQ",
        "don_vi": "TN-DMC",
        "ngay": "2020-05-20",
        "kien_nghi_chi_tiet": [{**WAITING, **entry}],
    }
    result = office.save("giam_sat", values)
    assert result.record is not None, result.issues
    return [item for item in todo(office, TODAY) if item.register == "giam_sat"]


def test_recommendation_past_its_deadline_is_overdue(office: Context) -> None:
    """The line says what is asked, of whom, after which supervision, and leads to the list."""
    [item] = _saved(office, han="2020-06-10")
    assert (item.group, item.badge) == (TodoGroup.OVERDUE, "Quá 6 ngày")
    assert item.title == "Công khai các khoản thu, chi quỹ"
    assert item.detail == (
        "Giám sát ngày 20/5/2020: Việc quản lý Quỹ Vì người nghèo · UBND xã Phan trả lời"
    )
    assert item.action.field == "kien_nghi_chi_tiet"


@pytest.mark.parametrize(
    "entry",
    [
        {"han": "2020-06-10", "ngay_tra_loi": "2020-06-09"},
        {"han": "2020-06-10", "ket_qua": "khong"},
        {"han": "2020-12-31"},
        {},
    ],
)
def test_answered_and_distant_recommendations_are_not_listed(
    office: Context, entry: dict[str, Any]
) -> None:
    """An answer of any kind ends the matter; a deadline counts from 30 days before."""
    assert _saved(office, **entry) == []


@pytest.mark.parametrize(
    ("register", "subject"),
    [
        ("phan_bien", {"van_ban": "Dự thảo Quy ước ấp", "chu_the": "HND", "y_kien": 0}),
        ("gop_y", {"noi_dung": "Góp ý văn kiện", "chu_the": "HND", "y_kien": 0}),
        ("thanh_tra_nd", {"noi_dung": "Thu, chi ngân sách xã"}),
        ("gsdt_cong_dong", {"cong_trinh": "Đường bê tông ấp 2"}),
    ],
)
def test_every_register_with_recommendations_is_asked(
    office: Context, register: str, subject: dict[str, Any]
) -> None:
    """Whatever holds such a list reminds of it."""
    values = {**subject, "don_vi": "TN-DMC-07", "ngay": "2020-05-20"}
    entries = [{**WAITING, "han": "2020-06-30"}]
    result = office.save(register, {**values, "kien_nghi_chi_tiet": entries})
    assert result.record is not None, result.issues
    items = [item for item in todo(office, TODAY) if item.register == register]
    assert [(i.group, i.badge) for i in items] == [(TodoGroup.SOON, "Còn 14 ngày")]
