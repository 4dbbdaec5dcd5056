"""Headings → fields: aliases, slips, abbreviations; which register a table belongs to; memory."""

from __future__ import annotations

from pathlib import Path

import pytest

from danvan_desktop.spreadsheets.importer import inspect, write
from danvan_desktop.spreadsheets.mapping import ColumnMapping, Mapping
from danvan_desktop.spreadsheets.vocabulary import vocabulary
from tests.core.spreadsheets.kit import Office, look, make_book, only_sheet

HEADER = ["STT", "Tên mô hình", "Đơn vị", "Lĩnh vực", "Đối tượng", "Ngày đăng ký"]
ROW = [1, "A", "Phan", "KT", "TT", "2/2/2020"]


@pytest.mark.parametrize(
    ("register", "heading", "field"),
    [
        ("dan_van_kheo", "TÊN MÔ HÌNH, ĐIỂN HÌNH “DÂN VẬN KHÉO”", "ten"),
        ("dan_van_kheo", "Tên MH", "ten"),
        ("dan_van_kheo", "Ten mo hinh", "ten"),
        ("dan_van_kheo", "Tên mô hinh", "ten"),
        ("dan_van_kheo", "Đơn vị đăng ký thực hiện", "don_vi"),
        ("dan_van_kheo", "Xã/thị trấn", "don_vi"),
        ("dan_van_kheo", "Lĩnh vực đăng ký", "linh_vuc"),
        ("dan_van_kheo", "Tập thể hay cá nhân", "doi_tuong"),
        ("dan_van_kheo", "Ngày ĐK", "ngay_dang_ky"),
        ("dan_van_kheo", "Ngày, tháng, năm đăng ký", "ngay_dang_ky"),
        ("dan_van_kheo", "Tổng kinh phí thực hiện (triệu đồng)", "kinh_phi"),
        ("dan_van_kheo", "Mới hoặc duy trì", "tinh_chat"),
        ("doi_thoai", "Số lượng người tham dự", "so_nguoi"),
        ("doi_thoai", "Tổng số ý kiến, kiến nghị", "y_kien"),
        ("doi_thoai", "Số ý kiến trả lời tại chỗ", "tra_loi"),
        ("doi_thoai", "Số ý kiến chuyển giải quyết", "chuyen"),
        ("doi_thoai", "Ngày tổ chức đối thoại", "ngay"),
        ("hoi_nghi", "Chủ trì hội nghị", "chu_tri"),
        ("hoi_nghi", "Số đại biểu được mời", "duoc_moi"),
        ("hoi_nghi", "Số ĐB có mặt", "co_mat"),
        ("hoi_nghi", "4. Ngày", "ngay"),
        ("dan_van_kheo", "Tổng số mô hình", None),
        ("dan_van_kheo", "Đơn vị tính", None),
        ("dan_van_kheo", "Số điện thoại", None),
    ],
)
def test_heading_is_known_by_its_words(register: str, heading: str, field: str | None) -> None:
    """Headings in other words than ours go to the right field, or nowhere."""
    found = vocabulary(register).match((heading,))
    assert (found[0].field if found else None) == field


def test_meeting_and_dialogue_are_told_apart(tmp_path: Path, clerk: Office) -> None:
    """Tables that share headings go to the register whose required fields they have."""
    meeting = [["TT", "Nội dung", "Loại hình", "Ngày họp", "Chủ trì", "Được mời", "Có mặt"],
               [1, "Giao ban", "giao ban", "2/2/2020", "Trưởng Ban", 20, 19]]  # fmt: skip
    dialogue = [["TT", "Địa phương", "Thời gian", "Định kỳ", "Đột xuất", "Người dự", "Ý kiến",
                 "Tại chỗ", "Chuyển"],
                [1, "Phan", "2/2/2020", None, "x", 20, 3, 3, 0]]  # fmt: skip
    found = [only_sheet(make_book(tmp_path / "a.xlsx", t), clerk) for t in (meeting, dialogue)]
    assert [sheet.register for sheet in found] == ["hoi_nghi", "doi_thoai"]
    assert [len(sheet.accepted) for sheet in found] == [1, 1]


def test_summary_table_is_no_register(tmp_path: Path, clerk: Office) -> None:
    """A table of counts about models is not a list of models."""
    rows = [
        ["TỔNG HỢP MÔ HÌNH DÂN VẬN KHÉO"],
        ["STT", "Xã, thị trấn", "Tổng số mô hình", "Kinh tế", "VH-XH", "QP-AN", "HTCT"],
        [1, "Phan", 5, 1, 1, 1, 2],
    ]
    assert only_sheet(make_book(tmp_path / "a.xlsx", rows), clerk).register is None


def test_option_alone_is_no_tick_column(tmp_path: Path, clerk: Office) -> None:
    """One column called like an option is not yet a set of ticks."""
    rows = [[*HEADER, "Mới"], [*ROW, "x"]]
    sheet = only_sheet(make_book(tmp_path / "a.xlsx", rows), clerk)
    assert sheet.mapping is not None
    assert "tinh_chat" not in sheet.mapping.fields


def test_options_under_another_field_are_not_its_ticks(tmp_path: Path, clerk: Office) -> None:
    """The option "Tập thể" under "Khen thưởng" says who was rewarded, not who registered."""
    rows = [
        ["STT", "Tên mô hình", "Đơn vị", "Lĩnh vực", "Đối tượng", None, "Ngày đăng ký",
         "Khen thưởng", None],
        [None, None, None, None, "Tập thể", "Cá nhân", None, "Tập thể", "Cá nhân"],
        [1, "A", "Phan", "KT", "x", None, "1/2/2020", None, None],
    ]  # fmt: skip
    merged = "A1:A2 B1:B2 C1:C2 D1:D2 E1:F1 G1:G2 H1:I1".split()
    sheet = only_sheet(make_book(tmp_path / "a.xlsx", rows, merged=merged), clerk)
    assert [row.values["doi_tuong"] for row in sheet.accepted] == ["tap_the"]


def test_mapping_survives_json() -> None:
    """A mapping is kept as plain data; one of a register or field that is gone is dropped."""
    mapping = Mapping(
        "dan_van_kheo",
        (
            ColumnMapping(2, "ten"),
            ColumnMapping(3, "linh_vuc", "KT"),
            ColumnMapping(4, "kinh_phi", None, 1000),
        ),
    )
    assert Mapping.from_json(mapping.to_json()) == mapping
    assert Mapping.from_json({"register": "gone", "columns": []}) is None
    assert Mapping.from_json({"register": "dan_van_kheo", "columns": [[1, "gone"]]}) is None
    assert Mapping.from_json({"register": "dan_van_kheo"}) is None


def test_mapping_chosen_by_the_clerk_is_remembered(tmp_path: Path, clerk: Office) -> None:
    """What the clerk matched once needs no question the next time the headings come."""
    rows = [["STT", "Việc hay", "Nơi làm", "Mảng", "Ai", "Hôm"], ROW]
    plan = look(make_book(tmp_path / "a.xlsx", rows), clerk)
    assert [sheet.register for sheet in plan.sheets] == [None]
    names = ("ten", "don_vi", "linh_vuc", "doi_tuong", "ngay_dang_ky")
    columns = tuple(ColumnMapping(column, name) for column, name in enumerate(names, start=2))
    chosen = plan.remap("a.xlsx", "Sheet1", Mapping("dan_van_kheo", columns))
    assert [sheet.register for sheet in chosen.sheets] == ["dan_van_kheo"]
    assert write(chosen, clerk).rows == 1

    rows[1] = [1, "B", "Phan", "KT", "TT", "3/2/2020"]
    again = inspect([make_book(tmp_path / "b.xlsx", rows)], clerk)
    assert [sheet.register for sheet in again.sheets] == ["dan_van_kheo"]
    assert len(again.new_rows) == 1


def test_heading_with_two_names_and_the_column_left_over(tmp_path: Path, clerk: Office) -> None:
    """A heading may offer two names; the only unknown column of a known table is its title."""
    head = ["STT", "Họ và tên / Tên tập thể", "Đơn vị công tác", "Hình thức", "Số QĐ", "Ngày ký"]
    row = [1, "Hội LHPN xã Phan", "xã Phan", "Giấy khen", "13/QĐ-UBND", "5.5.2020", "x", None]
    for name in (head[1], "Người được tuyên dương"):
        rows = [[head[0], name, *head[2:], "Tập thể", "Cá nhân"], row]
        sheet = only_sheet(make_book(tmp_path / "a.xlsx", rows), clerk)
        assert sheet.register == "khen_thuong"
        assert sheet.accepted[0].values["ten"] == "Hội LHPN xã Phan"
