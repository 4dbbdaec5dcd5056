"""A table of figures (units by indicators) becomes typed figures, one for each cell."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from danvan_desktop.context import Context
from danvan_desktop.indicators.typed import typed
from danvan_desktop.spreadsheets.importer import ImportPlan, inspect, write
from danvan_desktop.spreadsheets.targets import FIGURES, figures_form
from tests.core.spreadsheets.kit import Office, make_book, only_sheet

TABLE: list[list[Any]] = [
    ["SỐ LIỆU CÔNG TÁC DÂN VẬN 6 THÁNG ĐẦU NĂM 2019"],
    [],
    ["STT", "Đơn vị", "Hội nghị đối thoại", "Cuộc tuyên truyền", "Tiền vận động (triệu đồng)"],
    [1, "xã Phan", 3, "trên 40", "18,5"],
    [2, "Huyện", 2, None, "-"],
    [None, "Cộng", 5, 40, 18.5],
]


@pytest.fixture
def plan(tmp_path: Path, office: Context) -> ImportPlan:
    """The table's plan in a real office."""
    return inspect([make_book(tmp_path / "so lieu.xlsx", TABLE)], office)


def test_figures_are_stored_one_by_one_and_undone_at_once(
    plan: ImportPlan, office: Context
) -> None:
    """Each number becomes a typed figure of its unit and period, in one operation."""
    (sheet,) = plan.sheets
    assert (sheet.register, sheet.row_period) == (FIGURES, "H1/2019")
    written = write(plan, office)
    assert written.rows == 2
    found = {(one.place, one.code): one for one in typed(office, office.period("H1/2019"))}
    assert {place: one.value for place, one in found.items()} == {
        ("TN-DMC-07", "doi_thoai_cuoc"): 3,
        ("TN-DMC-07", "tuyen_truyen_cuoc"): 40,
        ("TN-DMC-07", "van_dong_tien"): 18_500_000,
        ("TN-DMC", "doi_thoai_cuoc"): 2,
        ("TN-DMC", "van_dong_tien"): 0,
    }
    assert found["TN-DMC-07", "tuyen_truyen_cuoc"].entry.qualifier == "tren"
    assert found["TN-DMC-07", "doi_thoai_cuoc"].file == "so lieu.xlsx"
    office.undo()
    assert typed(office, office.period("H1/2019")) == []


def test_figures_that_came_in_before_are_known(
    plan: ImportPlan, office: Context, tmp_path: Path
) -> None:
    """Importing the same table again adds nothing."""
    write(plan, office)
    again = inspect([tmp_path / "so lieu.xlsx"], office)
    assert [row.known for row in again.sheets[0].rows] == [True, True]
    assert write(again, office).changes is None


def test_totals_of_one_register_are_not_figures(tmp_path: Path, clerk: Office) -> None:
    """A table of one register's numbers by unit is that register's own."""
    rows: list[list[Any]] = [
        ["Hòa giải 6 tháng đầu năm 2020"],
        ["STT", "Đơn vị", "Tiếp nhận", "Thành", "Không thành", "Đang hòa giải"],
        [1, "Phan", 10, 8, 1, 1],
    ]
    assert only_sheet(make_book(tmp_path / "a.xlsx", rows), clerk).register == "hoa_giai_tong_hop"


def test_form_has_every_indicator_but_rates() -> None:
    """Whatever can be counted can be typed; a rate follows from its parts."""
    names = {field.name for field in figures_form().fields}
    assert {"don_vi", "ky", "doi_thoai_cuoc", "van_dong_tien"} <= names
    assert "hoa_giai_ty_le" not in names
