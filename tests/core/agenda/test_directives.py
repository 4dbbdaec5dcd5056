"""Deadlines of directives and yearly reviews of programmes on the list of work."""

from __future__ import annotations

from typing import Any

import pytest

from danvan_desktop.agenda import ActionKind, TodoGroup, TodoItem
from danvan_desktop.agenda.todo import todo
from danvan_desktop.context import Context

CONCLUSION = {
    "so_ky_hieu": "120-KL/TW",
    "ngay": "2016-01-07",
    "co_quan": "Bộ Chính trị",
    "trich_yeu": "Kết luận về Quy chế dân chủ ở cơ sở",
    "han_so_ket": "2020-10-09",
    "nguoi_phu_trach": "Trần Thị B",
}
PROGRAMME = {
    "so_ky_hieu": "05-CTr/BDV-CAH",
    "ben": "Ban Dân vận Huyện ủy, Công an huyện",
    "noi_dung": "Toàn dân bảo vệ an ninh Tổ quốc",
    "tu_nam": 2018,
    "den_nam": 2022,
}


def _items(office: Context, today: str, register: str = "van_ban") -> list[TodoItem]:
    return [item for item in todo(office, today) if item.register == register]


def test_review_is_announced_thirty_days_before(office: Context) -> None:
    """On the thirty-first day before the deadline nothing is said, from the thirtieth on it is."""
    saved = office.save("van_ban", CONCLUSION).record
    assert saved is not None
    assert _items(office, "2020-09-08") == []
    (item,) = _items(office, "2020-09-09")
    assert (item.group, item.badge, item.days) == (TodoGroup.SOON, "Còn 30 ngày", 30)
    assert item.title == "Sơ kết Kết luận 120-KL/TW ngày 07/01/2016"
    assert item.detail == (
        "Kết luận về Quy chế dân chủ ở cơ sở · hạn 09/10/2020 · phụ trách: Trần Thị B"
    )
    action = item.action
    assert (action.kind, action.record_id, action.field) == (
        ActionKind.OPEN_RECORD,
        saved.id,
        "ngay_so_ket",
    )


def test_review_that_is_late_is_overdue_until_it_is_written_down(office: Context) -> None:
    """Day after day, until the register knows when it was held."""
    saved = office.save("van_ban", CONCLUSION).record
    assert saved is not None
    (item,) = _items(office, "2020-10-12")
    assert (item.group, item.badge, item.tone) == (TodoGroup.OVERDUE, "Quá 3 ngày", "error")
    office.save("van_ban", {"ngay_so_ket": "2020-10-12"}, id=saved.id)
    assert _items(office, "2020-10-12") == []


@pytest.mark.parametrize(
    ("changes", "done", "title"),
    [
        (
            {"han_so_ket": None, "han_trien_khai": "2020-06-30"},
            {"san_pham": "Kế hoạch"},
            "Triển khai Kết luận 120-KL/TW ngày 07/01/2016",
        ),
        (
            {"han_so_ket": None, "han_tong_ket": "2020-06-30"},
            {"ngay_tong_ket": "2020-06-10"},
            "Tổng kết Kết luận 120-KL/TW ngày 07/01/2016",
        ),
    ],
)
def test_every_deadline_is_announced(
    office: Context, changes: dict[str, Any], done: dict[str, Any], title: str
) -> None:
    """To carry out, to conclude: each until it is done."""
    saved = office.save("van_ban", {**CONCLUSION, **changes}).record
    assert saved is not None
    assert [item.title for item in _items(office, "2020-06-16")] == [title]
    office.save("van_ban", done, id=saved.id)
    assert _items(office, "2020-06-16") == []


def test_deadline_of_a_bare_year_is_its_end(office: Context) -> None:
    """A review due "in 2020" is announced in December and overdue in January."""
    office.save("van_ban", {**CONCLUSION, "han_so_ket": "2020"})
    assert _items(office, "2020-11-30") == []
    (item,) = _items(office, "2020-12-05")
    assert "hạn năm 2020" in item.detail
    assert [i.group for i in _items(office, "2021-01-01")] == [TodoGroup.OVERDUE]


def test_directive_that_has_ended_asks_for_nothing(office: Context) -> None:
    """What was replaced needs no review any more; neither does a second report of it."""
    office.save("van_ban", {**CONCLUSION, "het_hieu_luc": "2020-09-01"})
    assert _items(office, "2020-10-01") == []
    office.save("van_ban", {**CONCLUSION, "so_ky_hieu": "121-KL/TW"})
    office.save("van_ban", {**CONCLUSION, "so_ky_hieu": "121-KL/TW"})
    assert len(_items(office, "2020-10-01")) == 1


def test_programme_wants_its_review_at_the_end_of_the_year(office: Context) -> None:
    """In December for this year, until the end of March for the last one."""
    saved = office.save("phoi_hop", PROGRAMME).record
    assert saved is not None
    assert _items(office, "2020-11-30", "phoi_hop") == []
    (item,) = _items(office, "2020-12-20", "phoi_hop")
    assert item.title == "Sơ kết năm 2020 chương trình 05-CTr/BDV-CAH"
    assert (item.badge, item.action.field) == ("Còn 11 ngày", "so_ket")
    assert [i.group for i in _items(office, "2021-02-01", "phoi_hop")] == [TodoGroup.OVERDUE]
    assert _items(office, "2021-06-01", "phoi_hop") == []
    office.save("phoi_hop", {"so_ket": [{"nam": 2020, "ket_qua": "Tốt"}]}, id=saved.id)
    assert _items(office, "2020-12-20", "phoi_hop") == []


def test_last_year_of_a_programme_wants_its_conclusion(office: Context) -> None:
    """In 2022 the whole programme is concluded; before 2018 and after 2022 nothing is asked."""
    saved = office.save("phoi_hop", PROGRAMME).record
    assert saved is not None
    (item,) = _items(office, "2022-12-20", "phoi_hop")
    assert item.title == "Tổng kết chương trình 05-CTr/BDV-CAH (kết thúc năm 2022)"
    assert _items(office, "2017-12-20", "phoi_hop") == []
    assert _items(office, "2023-12-20", "phoi_hop") == []
    office.save("phoi_hop", {"ngay_tong_ket": "2022-12-15"}, id=saved.id)
    assert _items(office, "2022-12-20", "phoi_hop") == []
