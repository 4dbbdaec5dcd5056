"""Lists "Chỉ tiêu | ĐVT | Kết quả" become typed figures of their unit and period."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from danvan_desktop.context import Context
from danvan_desktop.indicators.typed import typed
from danvan_desktop.spreadsheets.importer import inspect, write
from danvan_desktop.spreadsheets.targets import FIGURES
from tests.core.spreadsheets.kit import make_book

TITLES: list[list[Any]] = [
    ["UBND XÃ PHAN"],
    ["KẾT QUẢ CÔNG TÁC DÂN VẬN 6 THÁNG ĐẦU NĂM 2019"],
    [],
]
ITEMS: list[tuple[Any, str, str]] = [
    ("I", "CÔNG TÁC ĐỐI THOẠI", ""),
    (1, "Hội nghị đối thoại", "hội nghị"),
    (2, "- Người dự đối thoại", "người"),
    ("II", "CÔNG TÁC TUYÊN TRUYỀN", ""),
    (1, "Cuộc tuyên truyền", "cuộc"),
    (2, "Lượt người dự tuyên truyền", "lượt"),
    ("III", "VẬN ĐỘNG", ""),
    (1, "Tiền vận động", "triệu đồng"),
    (2, "Số trang in báo cáo", "trang"),
]


def listed(heads: list[str], *values: list[Any]) -> list[list[Any]]:
    """Write the list with some columns of results."""
    rows = [["STT", "Chỉ tiêu", "ĐVT", *heads]]
    given = iter(zip(*values, strict=True))
    for number, name, measure in ITEMS:
        rows.append([number, name, measure, *(next(given) if measure else ())])
    return [*TITLES, *rows, [], [None, "Người lập biểu"]]


def figures(office: Context, period: str) -> dict[tuple[str, str], Any]:
    """Give what was typed for a period by place and indicator."""
    return {(one.place, one.code): one.value for one in typed(office, office.period_named(period))}


def test_list_with_one_column_of_results(office: Context, tmp_path: Path) -> None:
    """Unit and period stand in the title; money is in the measure of its row."""
    rows = listed(["Kế hoạch", "Kết quả", "Tỷ lệ", "Ghi chú"], *([9, 200, 20, 900, 10, 1],) * 1)
    rows = [[*row[:3], 99, *row[3:4], "50%"] if len(row) == 4 else row for row in rows]
    (sheet,) = (plan := inspect([make_book(tmp_path / "chi tieu.xlsx", rows)], office)).sheets
    assert (sheet.register, sheet.period, sheet.unit) == (FIGURES, "H1/2019", "TN-DMC-07")
    assert sheet.turned
    assert write(plan, office).rows == 1
    assert figures(office, "H1/2019") == {
        ("TN-DMC-07", "doi_thoai_cuoc"): 9,
        ("TN-DMC-07", "doi_thoai_nguoi"): 200,
        ("TN-DMC-07", "tuyen_truyen_cuoc"): 20,
        ("TN-DMC-07", "tuyen_truyen_luot"): 900,
        ("TN-DMC-07", "van_dong_tien"): 10_000_000,
    }


def test_list_with_a_column_for_each_unit(office: Context, tmp_path: Path) -> None:
    """The headings of the columns name the units; a wrong cell is named as it stands in Excel."""
    rows = listed(["Xã Phan", "Suối Đá"], [9, 200, 20, 900, 10, 1], [3, 100, 8, "?", 5, 1])
    plan = inspect([make_book(tmp_path / "xa.xlsx", rows)], office)
    (sheet,) = plan.sheets
    assert [row.values["don_vi"] for row in sheet.rows] == ["TN-DMC-07", "TN-DMC-10"]
    assert [(row.row, row.accepted) for row in sheet.rows] == [(4, True), (5, False)]


def test_list_with_a_column_for_each_period(office: Context, tmp_path: Path) -> None:
    """A list by months: "4/2019" and "Tháng 5/2019" are periods."""
    rows = listed(["4/2019", "Tháng 5/2019"], [9, 200, 20, 900, 10, 1], [3, 100, 8, 7, 5, 1])
    plan = inspect([make_book(tmp_path / "thang.xlsx", rows)], office)
    write(plan, office)
    assert figures(office, "T04/2019")["TN-DMC-07", "doi_thoai_cuoc"] == 9
    assert figures(office, "T05/2019")["TN-DMC-07", "doi_thoai_cuoc"] == 3


@pytest.mark.parametrize("name", ["Hạng mục", "Chỉ tiêu"])
def test_list_of_other_things_is_of_no_register(office: Context, tmp_path: Path, name: str) -> None:
    """A list of purchases is left alone, whatever its headings."""
    rows = [["STT", name, "ĐVT", "Số lượng"], [1, "Bàn họp", "cái", 3], [2, "Ghế", "cái", 9]]
    (sheet,) = inspect([make_book(tmp_path / "mua.xlsx", rows)], office).sheets
    assert sheet.register is None
