"""Tables as people lay them out: headers anywhere, with or without merged cells, groups, totals."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from danvan_desktop.spreadsheets.layout import RowKind
from tests.core.spreadsheets.kit import Office, look, make_book, only_sheet, verdicts

TITLE = ["DANH SÁCH MÔ HÌNH “DÂN VẬN KHÉO” NĂM 2020"]
HEADER = ["STT", "Tên mô hình", "Đơn vị", "Lĩnh vực", "Đối tượng", "Ngày đăng ký"]
NO_FIELD = ["STT", "Tên mô hình", "Đơn vị", "Đối tượng", "Ngày đăng ký"]
NO_UNIT = ["STT", "Tên mô hình", "Lĩnh vực", "Đối tượng", "Ngày đăng ký"]


def _kinds(sheet: Any, kind: RowKind) -> list[int]:
    return [row for row, found in sheet.others if found is kind]


def _values(sheet: Any, field: str) -> list[Any]:
    return [row.values[field] for row in sheet.accepted]


@settings(max_examples=40)
@given(
    order=st.permutations(range(1, 7)),
    first_row=st.integers(1, 30),
    first_column=st.integers(1, 12),
    name=st.sampled_from(["Sheet1", "Bảng 2", "x", "DVK 2020"]),
)
def test_table_is_found_wherever_it_stands(
    order: list[int],
    first_row: int,
    first_column: int,
    name: str,
    tmp_path_factory: pytest.TempPathFactory,
    year_2020: Path,
) -> None:
    """Order of columns, place on the page and the sheet's name change nothing."""
    data = [1, "Tổ tự quản", "xã Phan", "KT", "TT", "14/01/2020", "43,5"]
    heads = [*HEADER, "Kinh phí (triệu đồng)"]
    rows = [[cells[0], *(cells[i] for i in order)] for cells in (heads, data)]
    folder = tmp_path_factory.mktemp("place")
    path = make_book(
        folder / "a.xlsx", rows, sheet=name, first_row=first_row, first_column=first_column
    )
    sheet = only_sheet(path, Office(year_2020 / "units.csv"))
    assert sheet.register == "dan_van_kheo"
    assert sheet.header_rows == (first_row,)
    (row,) = sheet.accepted
    assert row.row == first_row + 1
    assert (row.values["ten"], row.values["don_vi"]) == ("Tổ tự quản", "TN-DMC-07")
    assert (row.values["linh_vuc"], row.values["doi_tuong"]) == ("KT", "tap_the")
    assert row.values["ngay_dang_ky"] == "2020-01-14"


TWO_LEVELS = [
    ["STT", "Tên mô hình", "Đơn vị", "Lĩnh vực", None, "Đối tượng", None, "Ngày đăng ký"],
    [None, None, None, "Kinh tế", "VH-XH", "TT", "CN", None],
    [1, "A", "Phan", "x", None, "✓", None, "1/2/2020"],
    [2, "B", "Phan", "x", "X", "✓", None, "1/2/2020"],
    [3, "C", "Phan", None, "x", None, None, "1/2/2020"],
]


@pytest.mark.parametrize(
    "merged",
    [(), ("D1:E1", "F1:G1"), ("A1:A2", "B1:B2", "C1:C2", "D1:E1", "F1:G1", "H1:H2")],
    ids=["not merged", "groups merged", "all merged"],
)
def test_header_of_two_levels(tmp_path: Path, clerk: Office, merged: tuple[str, ...]) -> None:
    """Options under their field are tick columns, however the header is merged."""
    sheet = only_sheet(make_book(tmp_path / "a.xlsx", TWO_LEVELS, merged=merged), clerk)
    assert sheet.header_rows == (1, 2)
    assert _values(sheet, "linh_vuc") == ["KT"]
    assert verdicts(sheet) == [
        (4, "two_choices", "linh_vuc"),
        (5, "missing_required", "doi_tuong"),
    ]


def test_header_of_three_levels(tmp_path: Path, clerk: Office) -> None:
    """A third level of grouping is still one header."""
    rows = [
        TITLE,
        ["TT", "Thông tin mô hình", None, None, None, None, "Kết quả", None],
        [
            None,
            "Tên mô hình",
            "Đơn vị",
            "Phân loại",
            None,
            "Ngày đăng ký",
            "Thẩm định",
            "Công nhận",
        ],
        [None, None, None, "Lĩnh vực", "Đối tượng", None, None, None],
        [1, "A", "Phan", "KT", "TT", "2/2/2020", "x", None],
    ]
    merged = "A2:A4 B2:F2 G2:H2 B3:B4 C3:C4 D3:E3 F3:F4 G3:G4 H3:H4".split()
    sheet = only_sheet(make_book(tmp_path / "a.xlsx", rows, merged=merged), clerk)
    assert sheet.header_rows == (2, 3, 4)
    assert _values(sheet, "tham_dinh") == [True]


@pytest.mark.parametrize(
    "numbers",
    [["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"], [1, 2, 3, 4, 5, 6], ["A", "B", 1, 2, 3, 4]],
)
def test_column_numbers_are_no_data(tmp_path: Path, clerk: Office, numbers: list[Any]) -> None:
    """A row that numbers the columns stands between header and data."""
    rows = [HEADER, numbers, [1, "A", "Phan", "KT", "TT", "2/2/2020"]]
    sheet = only_sheet(make_book(tmp_path / "a.xlsx", rows), clerk)
    assert _kinds(sheet, RowKind.COLUMN_NUMBERS) == [2]
    assert len(sheet.accepted) == 1


@pytest.mark.parametrize(
    "headings",
    [
        [["I. Lĩnh vực kinh tế"], ["II. Lĩnh vực văn hóa - xã hội"]],
        [["I", "Lĩnh vực kinh tế"], ["II", "Văn hóa, xã hội"]],
        [["A", "KINH TẾ", None, None, "5 mô hình"], ["B", "VH-XH"]],
        [[None, "Lĩnh vực kinh tế"], [None, "Văn hoá - xã hội"]],
        [["1. Kinh tế"], ["2. Văn hóa - xã hội"]],
    ],
)
def test_group_headings_give_the_field(
    tmp_path: Path, clerk: Office, headings: list[list[Any]]
) -> None:
    """Group headings in the usual styles give the rows below them their field."""
    rows = [
        NO_FIELD,
        headings[0],
        [1, "A", "Phan", "TT", "2/2/2020"],
        [None, "Cộng", None, None, None],
        headings[1],
        [2, "B", "Phan", "TT", "2/2/2020"],
        [None, "Tổng cộng", 2, None, None],
    ]
    merged = [] if len(headings[0]) > 1 else ["A2:E2", "A5:E5"]
    book = make_book(tmp_path / "a.xlsx", [TITLE, *rows][1:], merged=merged, sheet="Dân vận khéo")
    sheet = only_sheet(book, clerk)
    assert _values(sheet, "linh_vuc") == ["KT", "VHXH"]
    assert _kinds(sheet, RowKind.GROUP) == [2, 5]
    assert _kinds(sheet, RowKind.TOTAL) == [4, 7]


def test_unknown_group_heading_gives_nothing(tmp_path: Path, clerk: Office) -> None:
    """Rows under a heading that names no field do not inherit the one before."""
    rows = [
        TITLE,
        NO_FIELD,
        ["I. Kinh tế"],
        [1, "A", "Phan", "TT", "2/2/2020"],
        ["II. Nội dung khác"],
        [2, "B", "Phan", "TT", "2/2/2020"],
    ]
    sheet = only_sheet(make_book(tmp_path / "a.xlsx", rows), clerk)
    assert verdicts(sheet) == [(6, "missing_required", "linh_vuc")]


def test_group_headings_give_the_unit(tmp_path: Path, clerk: Office) -> None:
    """Without a unit column, headings that name units give them."""
    rows = [
        TITLE,
        NO_UNIT,
        ["I", "Xã Suối Đá"],
        [1, "A", "KT", "TT", "2/2/2020"],
        ["II", "Thị trấn"],
        [1, "B", "KT", "TT", "2/2/2020"],
    ]
    sheet = only_sheet(make_book(tmp_path / "a.xlsx", rows), clerk)
    assert _values(sheet, "don_vi") == ["TN-DMC-10", "TN-DMC-01"]


@pytest.mark.parametrize(
    ("titles", "name", "unit"),
    [
        (["ĐẢNG ỦY XÃ SUỐI ĐÁ", "DANH SÁCH DÂN VẬN KHÉO"], "Sheet1", "TN-DMC-10"),
        (["HUYỆN ỦY DƯƠNG MINH CHÂU", "UBND XÃ PHAN", "DÂN VẬN KHÉO"], "1", "TN-DMC-07"),
        (["DÂN VẬN KHÉO"], "Bàu Năng", "TN-DMC-02"),
        (["Dân vận khéo thị trấn Dương Minh Châu năm 2020"], "TT", "TN-DMC-01"),
        (["Dân vận khéo: phân loại rác"], "Sheet1", None),
        (["Dân vận khéo xã Suối Đá và xã Bàu Năng"], "Suối Đá", "TN-DMC-10"),
        (["Dân vận khéo xã Suối Đá và xã Bàu Năng"], "Sheet1", None),
        (["Công an huyện", "Dân vận khéo"], "Sheet1", "TN-DMC-CQ-CA"),
    ],
)
def test_unit_comes_from_title_or_sheet_name(
    tmp_path: Path, clerk: Office, titles: list[str], name: str, unit: str | None
) -> None:
    """The lowest unit that the title names, else the sheet's name; two of them leave it open."""
    rows = [*([t] for t in titles), NO_UNIT, [1, "A", "KT", "TT", "2/2/2020"]]
    sheet = only_sheet(make_book(tmp_path / "a.xlsx", rows, sheet=name), clerk)
    assert sheet.unit == unit
    assert verdicts(sheet) == ([] if unit else [(len(rows), "missing_required", "don_vi")])


def test_totals_repeated_headers_and_signatures(tmp_path: Path, clerk: Office) -> None:
    """Totals above and below, a header repeated for print, empty numbers, notes, the signature."""
    rows = [
        TITLE,
        HEADER,
        ["Tổng số", None, 5],
        [1, "A", "Phan", "KT", "TT", "2/2/2020"],
        HEADER,
        [2, "B", "Phan", "KT", "TT", "2/2/2020"],
        [3],
        [4, None, None, None, None, None],
        [None, "Cộng: 2 mô hình"],
        ["* Ghi chú: số liệu đến ngày 14/6/2020"],
        [None, None, None, "Phan, ngày 15 tháng 6 năm 2020"],
        [None, "NGƯỜI LẬP BIỂU", None, "TM. ỦY BAN NHÂN DÂN"],
        [None, "Lê Văn C", None, "Nguyễn Văn A"],
    ]
    sheet = only_sheet(make_book(tmp_path / "a.xlsx", rows), clerk)
    assert [row.row for row in sheet.rows] == [4, 6]
    assert _kinds(sheet, RowKind.TOTAL) == [3, 9]
    assert _kinds(sheet, RowKind.HEADER) == [5]
    assert 12 in _kinds(sheet, RowKind.SIGNATURE)


def test_names_that_begin_like_totals_are_data(tmp_path: Path, clerk: Office) -> None:
    """Names like "Cộng đồng …" and "Tổng vệ sinh …" are models, not totals."""
    rows = [
        TITLE,
        HEADER[1:],
        ["Cộng đồng chung tay vì trẻ em", "Phan", "KT", "TT", "2/2/2020"],
        ["Tổng vệ sinh ngày Chủ nhật xanh", "Phan", "KT", "TT", "2/2/2020"],
        ["Tổng cộng", None, None, None, None],
    ]
    sheet = only_sheet(make_book(tmp_path / "a.xlsx", rows), clerk)
    assert [row.row for row in sheet.accepted] == [3, 4]


def test_merged_cells_count_for_all_their_rows(tmp_path: Path, clerk: Office) -> None:
    """A unit or field merged over rows belongs to each; a merged amount is not multiplied."""
    rows = [
        [*HEADER, "Kinh phí (đồng)"],
        [1, "A", "Phan", "KT", "TT", "2/2/2020", 500],
        [2, "B", None, None, "TT", "2/2/2020", None],
        [3, "C", None, "HTCT", "TT", "2/2/2020", 700],
    ]
    book = make_book(tmp_path / "a.xlsx", rows, merged=["C2:C4", "D2:D3", "G2:G3"])
    sheet = only_sheet(book, clerk)
    assert _values(sheet, "don_vi") == ["TN-DMC-07"] * 3
    assert _values(sheet, "linh_vuc") == ["KT", "KT", "HTCT"]
    assert _values(sheet, "kinh_phi") == [500, None, 700]


def test_blank_unit_is_not_filled_down(tmp_path: Path, clerk: Office) -> None:
    """A blank cell that is not merged stays blank: nobody knows what was meant."""
    rows = [
        HEADER,
        [1, "A", "Phan", "KT", "TT", "2/2/2020"],
        [2, "B", None, "KT", "TT", "2/2/2020"],
    ]
    sheet = only_sheet(make_book(tmp_path / "a.xlsx", rows), clerk)
    assert verdicts(sheet) == [(3, "missing_required", "don_vi")]


def test_two_tables_in_one_sheet(tmp_path: Path, clerk: Office) -> None:
    """A second table below the first one is read as well, into its own register."""
    rows = [
        HEADER,
        [1, "A", "Phan", "KT", "TT", "2/2/2020"],
        [],
        ["BIỂU 2"],
        ["STT", "Đơn vị", "Ngày", "Hình thức", "Số người dự", "Số ý kiến", "Tại chỗ", "Chuyển"],
        [1, "Phan", "2/2/2020", "định kỳ", 10, 3, 2, 1],
    ]
    plan = look(make_book(tmp_path / "a.xlsx", rows), clerk)
    assert [sheet.register for sheet in plan.sheets] == ["dan_van_kheo", "doi_thoai"]
    assert [len(sheet.accepted) for sheet in plan.sheets] == [1, 1]


def test_hidden_sheet_waits_to_be_asked_for(tmp_path: Path, clerk: Office) -> None:
    """A hidden sheet is listed and not imported, unless the clerk asks."""
    rows = [HEADER, [1, "A", "Phan", "KT", "TT", "2/2/2020"]]
    path = make_book(tmp_path / "a.xlsx", rows, sheet="Nháp", hidden=True)
    assert [sheet.register for sheet in look(path, clerk).sheets] == [None, None]
    assert len(look(path, clerk, hidden=True).new_rows) == 1
