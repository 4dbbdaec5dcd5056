"""Cadres: order of names, what a position's words tell, several positions at once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from danvan_desktop.context import Context
from danvan_desktop.errors import Severity
from danvan_desktop.organisation.related import related
from danvan_desktop.registers import REGISTERS
from danvan_desktop.storage.values import Filter, ListQuery

HEAD = {
    "ho_ten": "Trần Văn Ánh",
    "don_vi": "TN-DMC-10",
    "chuc_danh": "Trưởng Khối dân vận",
    "kiem_nhiem": "Phó Bí thư Thường trực Đảng ủy",
    "tu": "2018",
}


def _complete(**changes: Any) -> dict[str, Any]:
    return REGISTERS["can_bo"].complete({**HEAD, **changes})


def test_cadres_of_the_key_stand_in_the_order_of_the_key(
    office: Context, year_2020: Path, key: dict[str, Any]
) -> None:
    """The list sorts by given name, family name, middle names, without anybody asking."""
    for line in (year_2020 / "expected-records.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        if row["register"] == "can_bo":
            result = office.save("can_bo", row["values"])
            assert result.record is not None
            assert (result.issues, result.record.duplicate_of) == ((), None)
    names = [r.values["ho_ten"] for r in office.page(ListQuery(register="can_bo"), 0, 100)]
    assert names == key["cadres_sorted_by_name"]
    backwards = ListQuery(register="can_bo", sort="ho_ten", descending=True)
    assert [r.values["ho_ten"] for r in office.page(backwards, 0, 100)] == names[::-1]


def test_names_are_sorted_the_vietnamese_way(office: Context) -> None:
    """An, Ánh, Ăn, Ân, Dũng, Đức … (REFERENCE §8.7)."""
    order = ["An", "Ánh", "Ăn", "Ân", "Dũng", "Đức", "Em", "Oanh", "Ông", "Ý", "Yến"]
    for name in ("Yến", "Đức", "Ăn", "Oanh", "An", "Ý", "Dũng", "Ân", "Em", "Ánh", "Ông"):
        office.save("can_bo", {**HEAD, "ho_ten": f"Nguyễn Văn {name}"})
    found = [r.values["ho_ten"] for r in office.page(ListQuery(register="can_bo"), 0, 50)]
    assert found == [f"Nguyễn Văn {name}" for name in order]


@pytest.mark.parametrize(
    ("position", "section", "rank"),
    [
        ("Trưởng Ban Dân vận Huyện ủy", "ban", "truong"),
        ("Phó Trưởng Ban Dân vận Huyện ủy", "ban", "pho"),
        ("Chuyên viên Ban Dân vận Huyện ủy", "ban", "chuyen_vien"),
        ("Phó Trưởng Khối dân vận", "khoi", "pho"),
        ("Thành viên Khối dân vận", "khoi", "thanh_vien"),
        ("Tổ trưởng Tổ dân vận ấp 3", "to", "truong"),
        ("Phó Chủ tịch UBND phụ trách dân vận", "ubnd", "pho"),
        ("Chủ tịch Hội LHPN", "mttq", "truong"),
        ("Cộng tác viên", "khac", "thanh_vien"),
    ],
)
def test_position_tells_section_and_rank(position: str, section: str, rank: str) -> None:
    """“Phó Trưởng Khối” is a deputy of the block; what no word tells is left to the clerk."""
    whole = _complete(chuc_danh=position)
    assert (whole["bo_phan"], whole["vi_tri"]) == (section, rank)


@pytest.mark.parametrize(
    ("other", "post"),
    [
        ("Phó Bí thư Thường trực Đảng ủy", "pbt_thuong_truc"),
        ("Chủ tịch Ủy ban MTTQ Việt Nam huyện", "chu_tich_mttq"),
        ("Phó Chủ tịch UBND xã", "chinh_quyen"),
        ("Ủy viên Ban Thường vụ Huyện ủy", "thuong_vu"),
        ("Bí thư Chi bộ ấp 2", "bi_thu"),
        ("Văn thư", "khac"),
        (None, "khong"),
    ],
)
def test_other_post_is_read_from_its_words(other: str | None, post: str) -> None:
    """Reports ask how many heads are standing deputy secretary or chair of the Front."""
    whole = _complete(kiem_nhiem=other)
    assert (whole["kiem_chuc"], whole["co_kiem_nhiem"]) == (post, other is not None)


def test_position_ends_after_it_began(office: Context) -> None:
    """Years and days are compared by what both of them say."""

    def faults(**changes: Any) -> list[str | None]:
        issues = office.validate("can_bo", {**HEAD, **changes})
        return [i.place.field for i in issues if i.severity is Severity.ERROR]

    assert faults(den="2017") == ["den"]
    assert faults(tu="2018-05-01", den="2018-04-30") == ["den"]
    assert faults(den="2018") == []
    assert faults(tu="2018-05-01", den="2018") == []


def test_section_that_contradicts_the_position_is_remarked_on(office: Context) -> None:
    """After the position was changed, the section that was read before may be wrong."""
    issues = office.validate("can_bo", {**HEAD, "bo_phan": "to"})
    assert [(i.severity, i.place.field) for i in issues] == [(Severity.WARNING, "bo_phan")]


def test_several_positions_at_once_and_in_turn_are_listed_together(office: Context) -> None:
    """A person's history: the present positions and the past ones, of this unit only."""
    saved = office.save("can_bo", HEAD).record
    office.save("can_bo", {**HEAD, "chuc_danh": "Tổ trưởng Tổ dân vận", "tu": "2019-03-01"})
    office.save(
        "can_bo", {**HEAD, "chuc_danh": "Ủy viên Khối dân vận", "tu": "2012", "den": "2017"}
    )
    office.save("can_bo", {**HEAD, "ho_ten": "Trần Thị Ánh"})
    office.save("can_bo", {**HEAD, "don_vi": "TN-DMC-07"})
    assert saved is not None
    (group,) = related(office, saved)
    assert group.label == "Các chức danh tại đơn vị"
    assert [(entry.detail, entry.current) for entry in group.entries] == [
        ("01/3/2019 – nay", False),
        ("2018 – nay", True),
        ("2012 – 2017", False),
    ]
    assert group.entries[1].title == "Trưởng Khối dân vận, Phó Bí thư Thường trực Đảng ủy"


def test_person_is_one_however_the_name_is_spelled(office: Context) -> None:
    """Persons are told apart by unit and name; letter case and tones of slips do not matter."""
    assert _complete()["nguoi"] == _complete(ho_ten="TRẦN VĂN ÁNH", chuc_danh="Tổ trưởng")["nguoi"]
    assert _complete()["nguoi"] != _complete(don_vi="TN-DMC-07")["nguoi"]


def test_list_of_a_period_shows_who_held_a_position_then(office: Context) -> None:
    """Somebody appointed in 2018 stands in the list of 2020; who left in 2019 does not."""
    office.save("can_bo", HEAD)
    office.save("can_bo", {**HEAD, "ho_ten": "Lê Thị Hoa", "den": "2019-06-30"})
    office.save("can_bo", {**HEAD, "ho_ten": "Lê Thị Lan", "den": "2020"})
    office.save("can_bo", {**HEAD, "ho_ten": "Lê Thị Mai", "tu": "2020-07-01"})
    period = office.period("H1/2020")
    held = ListQuery(
        register="can_bo", first_day=period.first_day, last_day=period.last_day, held=True
    )
    names = [r.values["ho_ten"] for r in office.page(held, 0, 9)]
    assert names == ["Trần Văn Ánh", "Lê Thị Lan"]
    narrowed = ListQuery(register="can_bo", filters=(Filter("ho_ten", "match", "anh"),))
    assert office.count(narrowed) == 1
