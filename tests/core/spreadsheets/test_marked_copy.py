"""Workbooks sent back: wrong cells marked in the unit's own file, corrected files known again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from danvan_desktop.context import Context
from danvan_desktop.errors import UserError
from danvan_desktop.spreadsheets import importer
from danvan_desktop.spreadsheets.error_book import write_error_book
from danvan_desktop.spreadsheets.importer import ImportPlan
from danvan_desktop.spreadsheets.marked_copy import AUTHOR, mark_workbook, write_marked_copies
from danvan_desktop.storage.values import ListQuery
from tests.core.spreadsheets.kit import make_book

ROWS = (
    ("DANH SÁCH MÔ HÌNH DÂN VẬN KHÉO NĂM 2020",),
    ("STT", "Tên mô hình", "Đơn vị thực hiện", "Lĩnh vực", "Đối tượng", "Ngày đăng ký"),
    (1, "Tổ tự quản", "xã Bàu Năng", "Kinh tế", "Tập thể", "14/01/2020"),
    (2, None, "xã Suối Đá", "Kinh tế", "Tập thể", "15/01/2020"),
    (3, "Đường hoa", "xã Phan", "Kinh tế", "Cá nhân", "31/02/2020"),
    (4, '=CONCATENATE("a";"b")', "xã Phan", "Kinh tế", "Cá nhân", "16/02/2020"),
)


@pytest.fixture
def sent(tmp_path: Path) -> Path:
    """Write what a commune sent: two of its rows are wrong."""
    return make_book(tmp_path / "Bau Nang.xlsx", ROWS, sheet="DVK", merged=["A1:F1"])


def looked(path: Path, office: Context) -> ImportPlan:
    """Inspect one workbook."""
    return importer.inspect([path], office)


def corrected(path: Path, cells: dict[str, Any], to: Path) -> Path:
    """Type into cells and save under another name, as the commune does."""
    book = load_workbook(path)
    page = book.worksheets[0]
    for place, value in cells.items():
        page[place] = value
    book.save(to)
    return to


def test_marked_copy_says_in_the_wrong_cells_what_to_do(
    sent: Path, office: Context, tmp_path: Path
) -> None:
    """Only the wrong cells are coloured; all else is as the unit wrote it."""
    plan = looked(sent, office)
    marked = mark_workbook(sent, plan.files[0], tmp_path / "tra.xlsx")
    page = load_workbook(tmp_path / "tra.xlsx")["DVK"]
    notes = {c.coordinate: c.comment for row in page.iter_rows() for c in row if c.comment}
    assert set(notes) == {"B4", "F5"}
    assert marked == 2
    assert all(note.author == AUTHOR for note in notes.values())
    assert "31/02/2020" in notes["F5"].text
    assert page["F5"].fill.fgColor.rgb == "00FBE3E1"
    assert page["E5"].fill.fill_type is None
    before = load_workbook(sent)["DVK"]
    assert [[c.value for c in row] for row in page.iter_rows()] == [
        [c.value for c in row] for row in before.iter_rows()
    ]
    assert page.merged_cells.ranges == before.merged_cells.ranges


def test_corrected_copy_brings_only_what_was_missing(
    sent: Path, office: Context, tmp_path: Path
) -> None:
    """Rows accepted before are known, though the corrected file has another name."""
    plan = looked(sent, office)
    importer.write(plan, office)
    mark_workbook(sent, plan.files[0], tmp_path / "tra.xlsx")
    cells = {"B4": "Tổ hòa giải khéo", "F5": "28/02/2020"}
    back = corrected(tmp_path / "tra.xlsx", cells, tmp_path / "Bau Nang da sua.xlsx")
    again = looked(back, office)
    assert [row.values["ten"] for _f, _s, row in again.new_rows] == [
        "Tổ hòa giải khéo",
        "Đường hoa",
    ]
    importer.write(again, office)
    assert looked(back, office).new_rows == []
    assert office.count(ListQuery(register="dan_van_kheo")) == 4


def test_corrected_rows_alone_are_known_with_the_original(
    sent: Path, office: Context, tmp_path: Path
) -> None:
    """The workbook of refused rows and the original corrected alike report the same rows."""
    plan = looked(sent, office)
    importer.write(plan, office)
    write_error_book(plan, tmp_path / "loi.xlsx")
    page = load_workbook(tmp_path / "loi.xlsx").worksheets[0]
    row = next(r[0].row for r in page.iter_rows() if r[2].value == "xã Suối Đá")
    back = corrected(
        tmp_path / "loi.xlsx", {f"B{row}": "Tổ hòa giải"}, tmp_path / "loi da sua.xlsx"
    )
    again = looked(back, office)
    assert [r.values["ten"] for _f, _s, r in again.new_rows] == ["Tổ hòa giải"]
    importer.write(again, office)
    whole = corrected(sent, {"B4": "Tổ hòa giải"}, sent)
    assert looked(whole, office).new_rows == []


def test_second_return_forgets_what_was_corrected(
    sent: Path, office: Context, tmp_path: Path
) -> None:
    """Marks of the first return go where the cell is right now; the other stays."""
    mark_workbook(sent, looked(sent, office).files[0], tmp_path / "1.xlsx")
    back = corrected(tmp_path / "1.xlsx", {"B4": "Tổ hòa giải"}, tmp_path / "2.xlsx")
    mark_workbook(back, looked(back, office).files[0], tmp_path / "3.xlsx")
    page = load_workbook(tmp_path / "3.xlsx")["DVK"]
    assert page["B4"].comment is None
    assert page["B4"].fill.fill_type is None
    assert page["F5"].comment is not None


def test_one_copy_is_written_for_each_file_with_refused_rows(
    year_2020: Path, office: Context, tmp_path: Path
) -> None:
    """Files without a fault do not go back."""
    paths = sorted((year_2020 / "incoming").iterdir())[:4]
    plan = importer.inspect(paths, office)
    made = write_marked_copies(list(zip(paths, plan.files, strict=True)), tmp_path)
    wanted = [file.name for file in plan.files if any(s.rejected for s in file.sheets)]
    assert [path.name.replace(" (cần sửa)", "") for path in made] == wanted
    for path in made:
        notes = [
            cell.comment
            for page in load_workbook(path)
            for row in page.iter_rows()
            for cell in row
            if cell.comment is not None and cell.comment.author == AUTHOR
        ]
        assert notes


def test_file_that_changed_meanwhile_is_not_marked(
    sent: Path, office: Context, tmp_path: Path
) -> None:
    """Marks would stand in the wrong rows."""
    plan = looked(sent, office)
    corrected(sent, {"B4": "x"}, sent)
    with pytest.raises(UserError, match="đã thay đổi") as refused:
        mark_workbook(sent, plan.files[0], tmp_path / "tra.xlsx")
    assert refused.value.code == "changed_meanwhile"
    assert not (tmp_path / "tra.xlsx").exists()
