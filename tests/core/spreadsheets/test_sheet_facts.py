"""What a sheet says once for all its rows: the period, the measure, halves of a name; and notes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from danvan_desktop.organisation import half_year, period_of
from danvan_desktop.spreadsheets.importer import inspect, write
from tests.core.spreadsheets.kit import Office, fill_sheet, look, make_book, only_sheet

MEMBERS: list[list[Any]] = [
    ["STT", "Đơn vị", "Đầu kỳ", "Kết nạp mới", "Giảm", "Cuối kỳ"],
    ["I", "Hội Nông dân"],
    [1, "xã Phan", 100, 5, 1, 104],
    [None, "Cộng", 100, 5, 1, 104],
]


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("Phát triển hội viên quý I năm 2020", "Q1/2020"),
        ("Phát triển hội viên 9 tháng năm 2020", "9T/2020"),
        ("HỘI VIÊN THÁNG 3/2020", "T03/2020"),
        ("Phát triển hội viên 6 tháng cuối năm 2019", "H2/2019"),
    ],
)
def test_title_gives_the_period_of_rows_without_a_day(
    tmp_path: Path, clerk: Office, title: str, period: str
) -> None:
    """Totals have no day; they belong to the period that the title names."""
    sheet = only_sheet(make_book(tmp_path / "a.xlsx", [[title], [], *MEMBERS]), clerk)
    (row,) = sheet.accepted
    assert (row.values["ky"], row.values["to_chuc"]) == (period, "HND")
    assert not sheet.asks_period


def test_period_at_hand_is_taken_and_asked_where_the_title_is_silent(
    tmp_path: Path, clerk: Office
) -> None:
    """Without a period in the title the clerk's own is proposed and can be changed."""
    clerk.at_hand = period_of(half_year(2020, 1, "15-14"))
    plan = look(make_book(tmp_path / "a.xlsx", MEMBERS), clerk)
    (sheet,) = plan.sheets
    assert sheet.asks_period
    assert sheet.accepted[0].values["ky"] == "H1/2020"
    (changed,) = plan.set_period(sheet.file, sheet.name, "Q2/2020").sheets
    assert changed.accepted[0].values["ky"] == "Q2/2020"
    assert not changed.asks_period


def test_rows_without_any_period_are_refused(tmp_path: Path, clerk: Office) -> None:
    """Nothing is guessed when neither the title nor the clerk names a period."""
    sheet = only_sheet(make_book(tmp_path / "a.xlsx", MEMBERS), clerk)
    (row,) = sheet.rejected
    assert row.reason is not None
    assert (row.reason.code, row.reason.place.field) == ("missing_required", "ky")


def test_name_in_two_columns_is_joined(tmp_path: Path, clerk: Office) -> None:
    """“Họ và đệm” and “Tên” side by side are one name, as it was typed."""
    rows: list[list[Any]] = [
        ["STT", "Họ và tên đệm", "Tên", "Đơn vị", "Chức danh", "Giữ chức từ"],
        [1, "Điểu", "K’Ré", "xã Phan", "Trưởng Khối dân vận", "14/5/2018"],
        [2, None, "Rương", "xã Phan", "Phó Trưởng Khối dân vận", 2019],
    ]
    sheet = only_sheet(make_book(tmp_path / "a.xlsx", rows), clerk)
    assert [row.values["ho_ten"] for row in sheet.accepted] == ["Điểu K’Ré", "Rương"]
    assert sheet.accepted[1].flags == ["year_only"]
    assert sheet.accepted[0].raw["ho_ten"] == "Điểu K’Ré"


def test_measure_column_is_no_unit_and_words_in_front_are_kept(
    tmp_path: Path, clerk: Office
) -> None:
    """ĐVT measures goods; gần, trên and the like stay with the number that they qualify."""
    rows: list[list[Any]] = [
        ["ĐVT: triệu đồng"],
        ["STT", "Ngày", "Đơn vị", "Nội dung vận động", "Tiền mặt", "Hiện vật", "Số lượng", "ĐVT"],
        [1, "2/3/2020", "Phan", "Quỹ Vì người nghèo", "gần 58,5", "Gạo", "trên 2,5", "tấn"],
        [2, "3/3/2020", "Phan", "=1+1", 10, None, None, None],
    ]
    path = make_book(tmp_path / "a.xlsx", rows)
    plan = look(path, clerk)
    (sheet,) = plan.sheets
    first, second = sheet.accepted
    assert (first.values["tien"], first.values["dvt"]) == (58_500_000, "tấn")
    assert first.qualifiers == {"tien": "gan", "so_luong": "tren"}
    assert second.values["noi_dung"] == "=1+1"
    assert second.flags == ["text_looks_like_formula"]
    write(plan, clerk)
    assert clerk.rows[0].origin["flags"] == ["qualifier:gan", "qualifier:tren"]
    assert clerk.rows[0].origin["qualifiers"] == {"tien": "gan", "so_luong": "tren"}


def test_two_tables_of_two_registers_in_one_sheet(tmp_path: Path, clerk: Office) -> None:
    """Each table below the other goes to its own register with its own title."""
    rows: list[list[Any]] = [
        ["Tổ hòa giải 6 tháng đầu năm 2020"],
        ["STT", "Đơn vị", "Số tổ hòa giải", "Số hòa giải viên"],
        [1, "Phan", 4, 28],
        [None, "Cộng", 4, 28],
        [],
        ["Giám sát của Ban Thanh tra nhân dân"],
        ["STT", "Đơn vị", "Ngày tổ chức", "Nội dung giám sát", "Số kiến nghị", "Đã xử lý"],
        [1, "Phan", "5/3/2020", "Việc thực hiện dân chủ ở cơ sở", 2, 1],
    ]
    plan = look(make_book(tmp_path / "a.xlsx", rows), clerk)
    assert [sheet.register for sheet in plan.sheets] == ["to_hoa_giai", "thanh_tra_nd"]
    assert [len(sheet.accepted) for sheet in plan.sheets] == [1, 1]


def test_what_else_lies_in_a_folder_is_told(tmp_path: Path, clerk: Office) -> None:
    """Sub-folders and other files are not looked into, and the plan says which there were."""
    make_book(tmp_path / "a.xlsx", MEMBERS)
    make_book(tmp_path / "~$a.xlsx", MEMBERS)
    (tmp_path / "cũ").mkdir()
    make_book(tmp_path / "cũ" / "b.xlsx", MEMBERS)
    (tmp_path / "ảnh.jpg").write_bytes(b"\xff\xd8\xff")
    plan = inspect([tmp_path], clerk)
    assert [file.name for file in plan.files] == ["a.xlsx"]
    assert sorted(plan.skipped) == ["cũ/", "ảnh.jpg"]


def test_hidden_sheets_are_left_alone_unless_asked(tmp_path: Path, clerk: Office) -> None:
    """A hidden draft stands in the plan without rows; asked for, it is read like any sheet."""
    book = Workbook()
    fill_sheet(book.active, [["Kính gửi Ban Dân vận"]])
    draft = book.create_sheet("Nhap")
    fill_sheet(draft, [["Hội viên quý I năm 2020"], *MEMBERS])
    draft.sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    assert [s.register for s in look(tmp_path / "a.xlsx", clerk).sheets] == [None, None]
    asked = look(tmp_path / "a.xlsx", clerk, hidden=True)
    assert [s.register for s in asked.sheets] == [None, "doan_vien"]


@pytest.mark.parametrize(
    ("title", "tab"),
    [
        ("Tổ hòa giải xã Phan 6 tháng đầu năm 2020", "Biểu 1"),
        ("HUYỆN ĐOÀN – tổ hòa giải 6 tháng đầu năm 2020", "Phan"),
    ],
)
def test_unit_of_totals_without_a_unit_column(
    tmp_path: Path, clerk: Office, title: str, tab: str
) -> None:
    """The title names the commune, or the tab does whatever the letterhead says."""
    rows: list[list[Any]] = [[title], ["Số tổ hòa giải", "Số hòa giải viên"], [4, 28]]
    sheet = only_sheet(make_book(tmp_path / "a.xlsx", rows, sheet=tab), clerk)
    (row,) = sheet.accepted
    assert (row.values["don_vi"], row.values["ky"]) == ("TN-DMC-07", "H1/2020")


def test_groups_of_units_hold_bodies_too(tmp_path: Path, clerk: Office) -> None:
    """“Huyện đoàn” names an organisation as well; among groups of units it is a unit."""
    rows: list[list[Any]] = [
        ["STT", "Ngày", "Nội dung vận động", "Tiền mặt (đồng)"],
        ["I", "Xã Phan"],
        [1, "2/3/2020", "Quỹ Vì người nghèo", 1000],
        ["II", "Huyện đoàn"],
        [2, "3/3/2020", "Quỹ Vì người nghèo", 2000],
    ]
    sheet = only_sheet(make_book(tmp_path / "a.xlsx", rows), clerk)
    assert [row.values["don_vi"] for row in sheet.accepted] == ["TN-DMC-07", "TN-DMC-CQ-DTN"]


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("(Số liệu từ ngày 15/12/2019 đến 14/6/2020)", "H1/2020"),
        ("Từ 15/6/2020 đến hết ngày 14/12/2020", "H2/2020"),
        ("từ 01.01.2020 đến 31.3.2020", "Q1/2020"),
        ("Từ 01/01/2020 đến 30/6/2020", "H1/2020"),
        ("Từ 05/01/2020 đến 20/02/2020", None),
    ],
)
def test_days_in_a_title_name_a_period(
    tmp_path: Path, clerk: Office, title: str, period: str | None
) -> None:
    """From one day to another is a period when it is as long as one and ends where one does."""
    sheet = only_sheet(make_book(tmp_path / "a.xlsx", [[title], [], *MEMBERS]), clerk)
    assert sheet.period == period


@pytest.mark.parametrize("heading", ["Địa điểm/Đơn vị", "Đơn vị được giám sát", "Tên xã"])
def test_column_that_can_be_the_unit_is_it(tmp_path: Path, clerk: Office, heading: str) -> None:
    """A register that needs a unit takes the column that names units, whatever else it may be."""
    rows: list[list[Any]] = [
        ["STT", "Nội dung giám sát", heading, "Chủ thể giám sát", "Thời gian", "Kiến nghị"],
        [1, "Việc A", "Phan", "UBMTTQ VN huyện", "14/5/2020", 3],
    ]
    (row,) = only_sheet(make_book(tmp_path / "a.xlsx", rows), clerk).accepted
    assert (row.values["don_vi"], row.values["chu_the"]) == ("TN-DMC-07", "MTTQ")
