"""The plan of an import: corrected, written once as one operation, known again, sent back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from danvan_desktop.context import Context
from danvan_desktop.errors import Cancelled, UserError
from danvan_desktop.spreadsheets.as_json import plan_as_json
from danvan_desktop.spreadsheets.error_book import REASON_HEADING, write_error_book
from danvan_desktop.spreadsheets.importer import inspect, write
from danvan_desktop.storage.values import ListQuery
from tests.core.spreadsheets.kit import Office, look, make_book

HEADER = [
    "STT",
    "Tên mô hình",
    "Đơn vị",
    "Lĩnh vực",
    "Đối tượng",
    "Ngày đăng ký",
    "Kinh phí (đồng)",
]
GOOD = [1, "Tổ tự quản", "xã Phan", "KT", "TT", "14/01/2020", 500]
NO_UNIT = [2, "=Thắp sáng", None, "KT", "TT", "15/01/2020", None]
NO_DATE = [3, "Hiến đất", "xã Phan", "KT", "TT", "31/4/2020", "1,250"]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A workbook of one good row and two faulty ones."""
    return make_book(tmp_path / "Phan.xlsx", [HEADER, GOOD, NO_UNIT, NO_DATE], sheet="DVK")


def _count(office: Context) -> int:
    return office.count(ListQuery(register="dan_van_kheo"))


def test_plan_as_json_has_the_agreed_shape(book: Path, clerk: Office, tmp_path: Path) -> None:
    """Sheets, refused files and duplicates, with one entry for each refused row."""
    empty = tmp_path / "rỗng.xlsx"
    empty.write_bytes(b"")
    copy = make_book(tmp_path / "sao.xlsx", [HEADER, GOOD])
    found = json.loads(json.dumps(plan_as_json(inspect([book, empty, copy], clerk))))
    assert list(found) == ["sheets", "refused_files", "skipped", "duplicates"]
    first = found["sheets"][0]
    messages = [row.pop("message") for row in first["rejected"]]
    assert all(messages)
    assert first.pop("columns")["A"] == "stt"
    assert first == {
        "file": "Phan.xlsx",
        "sheet": "DVK",
        "state": "visible",
        "register": "dan_van_kheo",
        "period": None,
        "period_asked": False,
        "default_unit": None,
        "header_rows": [1],
        "header_row": 1,
        "group_rows_give": None,
        "accepted": 1,
        "rejected": [
            {"row": 3, "code": "missing_required", "field": "don_vi"},
            {"row": 4, "code": "bad_date", "field": "ngay_dang_ky"},
        ],
        "ignored_rows": [],
        "warnings": [],
    }
    assert [(f["file"], f["code"]) for f in found["refused_files"]] == [("rỗng.xlsx", "empty_file")]
    assert found["duplicates"] == [
        {
            "register": "dan_van_kheo",
            "counted": {"file": "Phan.xlsx", "sheet": "DVK", "row": 2},
            "duplicate": {"file": "sao.xlsx", "sheet": "Sheet1", "row": 2},
        }
    ]


def test_correct_checks_the_row_anew(book: Path, clerk: Office) -> None:
    """A correction gives a new plan; the old one stays as it was; raw texts are read as typed."""
    plan = look(book, clerk)
    better = plan.correct("Phan.xlsx", "DVK", 3, "don_vi", "X. Phan")
    assert [row.row for _sheet, row in plan.rejected] == [3, 4]
    assert [row.row for _sheet, row in better.rejected] == [4]
    half = better.correct("Phan.xlsx", "DVK", 4, "ngay_dang_ky", "30/4/2020")
    assert [i.code for i in half.rejected[0][1].issues] == ["ambiguous_number"]
    whole = half.correct("Phan.xlsx", "DVK", 4, "kinh_phi", "1.250")
    assert whole.rejected == []
    values = [row.values for _file, _sheet, row in whole.new_rows]
    assert [(v["don_vi"], v["ngay_dang_ky"], v["kinh_phi"]) for v in values] == [
        ("TN-DMC-07", "2020-01-14", 500),
        ("TN-DMC-07", "2020-01-15", None),
        ("TN-DMC-07", "2020-04-30", 1250),
    ]


def test_correct_ticks_by_their_option(tmp_path: Path, clerk: Office) -> None:
    """A doubly ticked choice is corrected by naming the option."""
    rows = [
        ["Tên mô hình", "Đơn vị", "KT", "VHXH", "Đối tượng", "Ngày đăng ký"],
        ["A", "Phan", "x", "x", "TT", "1/2/2020"],
    ]
    plan = look(make_book(tmp_path / "a.xlsx", rows), clerk)
    assert plan.rejected[0][1].raw["linh_vuc"] == "Kinh tế, Văn hóa - xã hội"
    better = plan.correct("a.xlsx", "Sheet1", 2, "linh_vuc", "Kinh tế")
    assert better.new_rows[0][2].values["linh_vuc"] == "KT"


def test_write_is_one_operation_with_one_undo(book: Path, office: Context) -> None:
    """All rows go in together under one name, know where they came from, and come out together."""
    written = write(inspect([book], office), office)
    assert written.rows == 1
    assert office.undo_label() == "Nhập 1 dòng từ 1 tệp"
    (record,) = office.page(ListQuery(register="dan_van_kheo"), 0, 10)
    assert record.origin == {"file": "Phan.xlsx", "sheet": "DVK", "row": 2}
    office.undo()
    assert _count(office) == 0
    assert write(inspect([book], office), office).rows == 1


def test_dry_run_stores_nothing(book: Path, office: Context) -> None:
    """Looking at a workbook leaves no trace."""
    before = office.undo_label()
    inspect([book], office)
    assert _count(office) == 0
    assert office.undo_label() == before


def test_same_file_again_adds_only_what_is_new(book: Path, office: Context, tmp_path: Path) -> None:
    """Known rows are known again: in the same file, under another name, beside corrected rows."""
    write(inspect([book], office), office)
    assert write(inspect([book], office), office).changes is None

    renamed = tmp_path / "gửi lại.xlsx"
    renamed.write_bytes(book.read_bytes())
    assert write(inspect([renamed], office), office).changes is None

    fixed = [*NO_UNIT[:2], "xã Phan", *NO_UNIT[3:]]
    make_book(book, [HEADER, fixed, GOOD, NO_DATE], sheet="DVK")
    again = inspect([book], office)
    assert [row.row for _file, _sheet, row in again.new_rows] == [2]
    assert write(again, office).rows == 1
    assert _count(office) == 2

    corrected = inspect([book], office).correct("Phan.xlsx", "DVK", 4, "ngay_dang_ky", "1/4/2020")
    corrected = corrected.correct("Phan.xlsx", "DVK", 4, "kinh_phi", "1.250")
    assert write(corrected, office).rows == 1
    assert _count(office) == 3


def test_two_equal_rows_in_one_sheet_are_two(tmp_path: Path, office: Context) -> None:
    """Rows of the same content are both kept, the second flagged as a duplicate."""
    path = make_book(tmp_path / "a.xlsx", [HEADER, GOOD, GOOD])
    plan = inspect([path], office)
    assert len(plan.new_rows) == 2
    assert len(plan.duplicates) == 1
    write(plan, office)
    assert write(inspect([path], office), office).changes is None


def test_duplicate_of_a_stored_record_is_foretold(
    book: Path, office: Context, tmp_path: Path
) -> None:
    """A dry run names the stored row that will be counted instead, and storage then agrees."""
    write(inspect([book], office), office)
    other = make_book(tmp_path / "MTTQ.xlsx", [HEADER, [9, "TỔ TỰ QUẢN.", *GOOD[2:]]])
    plan = inspect([other], office)
    (pair,) = plan_as_json(plan)["duplicates"]
    assert pair["counted"] == {"file": "Phan.xlsx", "sheet": "DVK", "row": 2}
    written = write(plan, office)
    assert written.changes is not None
    assert len(written.changes.duplicates) == 1


def test_cancelled_import_stores_nothing(book: Path, office: Context) -> None:
    """Stopping while rows are written leaves the books as they were."""

    def stop(done: int, total: int, text: str = "") -> None:
        raise Cancelled

    plan = inspect([book], office)
    with pytest.raises(Cancelled):
        write(plan, office, progress=stop)
    assert _count(office) == 0
    with pytest.raises(Cancelled):
        inspect([book], office, progress=stop)


def test_error_book_holds_the_refused_rows(book: Path, clerk: Office, tmp_path: Path) -> None:
    """The unit gets its own columns back, with the reasons and a note at each faulty cell."""
    target = tmp_path / "Trả lại.xlsx"
    assert write_error_book(look(book, clerk), target) == 2
    page: Any = load_workbook(target)["DVK"]
    assert [cell.value for cell in page[1]] == [*HEADER, REASON_HEADING]
    assert [page.cell(2, column).value for column in range(1, 8)] == NO_UNIT
    assert page["B2"].data_type == "s"
    assert "Dòng 3" in page["H2"].value
    assert page["C2"].comment is not None
    assert page["A2"].comment is None


def test_error_book_can_be_corrected_and_imported(tmp_path: Path, clerk: Office) -> None:
    """What went back comes in again: title unit, levels of the header and group headings too."""
    rows = [
        ["DÂN VẬN KHÉO CỦA XÃ SUỐI ĐÁ"],
        ["STT", "Tên mô hình", "Đối tượng", None, "Ngày đăng ký"],
        [None, None, "Tập thể", "Cá nhân", None],
        ["I. Lĩnh vực kinh tế"],
        [1, "A", "x", "x", "1/2/2020"],
        ["II. Lĩnh vực văn hóa - xã hội"],
        [2, "B", "x", None, "31/2/2020"],
    ]
    merged = "A2:A3 B2:B3 C2:D2 E2:E3".split()
    plan = look(make_book(tmp_path / "a.xlsx", rows, merged=merged), clerk)
    target = tmp_path / "lỗi.xlsx"
    assert write_error_book(plan, target) == 2
    book = load_workbook(target)
    page: Any = book.active
    for row in page.iter_rows():
        for cell in row:
            if cell.value == "31/2/2020":
                cell.value = "28/2/2020"
            if cell.column == 4 and cell.value == "x":
                cell.value = None
    book.save(target)
    (sheet,) = look(target, clerk).sheets
    assert [(r.values["linh_vuc"], r.values["don_vi"]) for r in sheet.accepted] == [
        ("KT", "TN-DMC-10"),
        ("VHXH", "TN-DMC-10"),
    ]


def test_error_book_that_cannot_be_saved(book: Path, clerk: Office, tmp_path: Path) -> None:
    """A folder that is not there ends in a sentence and leaves nothing behind."""
    with pytest.raises(UserError) as caught:
        write_error_book(look(book, clerk), tmp_path / "không có" / "a.xlsx")
    assert caught.value.code == "cannot_write"


def test_progress_goes_on_over_all_files(book: Path, clerk: Office, tmp_path: Path) -> None:
    """One bar covers all files and never goes back."""
    other = make_book(tmp_path / "b.xlsx", [HEADER, GOOD])
    heard: list[tuple[int, int]] = []
    inspect([book, other], clerk, progress=lambda done, total, text="": heard.append((done, total)))
    assert heard == sorted(heard)
    assert heard[-1] == (200, 200)
