"""Large sheets are kept packed; whoever looks at their rows sees no difference."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from danvan_desktop.context import Context
from danvan_desktop.spreadsheets import packed_rows, shelf
from danvan_desktop.spreadsheets.importer import ImportPlan, inspect, write
from danvan_desktop.spreadsheets.model import CellValue
from danvan_desktop.spreadsheets.packed_rows import PackedRows
from danvan_desktop.spreadsheets.shelf import PackedCells, gathered
from danvan_desktop.storage.values import ListQuery
from tests.core.spreadsheets.kit import make_book

HEADER = ["STT", "Tên mô hình", "Đơn vị", "Lĩnh vực", "Đối tượng", "Ngày đăng ký", "Kinh phí"]
ROWS = 40


@pytest.fixture
def small_shelves(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pack sheets from ten rows on, three rows at a time."""
    for module in (shelf, packed_rows):
        monkeypatch.setattr(module, "LARGE", 10)
        monkeypatch.setattr(module, "BATCH", 3)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Forty rows: each seventh without a unit, each ninth the event of the first, one group."""
    rows: list[list[Any]] = [HEADER]
    for number in range(1, ROWS + 1):
        unit = None if number % 7 == 0 else "xã Phan"
        name = "Tổ tự quản" if number % 9 == 1 else f"Mô hình số {number}"
        rows.append([number, name, unit, "KT", "TT", "14/01/2020", f"khoảng {number}00"])
    return make_book(tmp_path / "Phan.xlsx", rows, sheet="DVK")


def told(plan: ImportPlan) -> list[Any]:
    """Everything that a plan says of its rows."""
    rows = [
        (
            row.row,
            dict(row.source.cells),
            dict(row.values),
            dict(row.raw),
            row.issues,
            row.fingerprint,
            row.known,
            dict(row.changed),
            row.flags,
        )
        for sheet in plan.sheets
        for row in sheet.rows
    ]
    (sheet,) = plan.sheets
    verdicts = [[r.row for r in part] for part in (sheet.accepted, sheet.new, sheet.rejected)]
    return [rows, verdicts, plan.duplicates, [row.row for _file, _sheet, row in plan.new_rows]]


def changed(plan: ImportPlan) -> Iterator[ImportPlan]:
    """The plan as read, then after a correction, a preference and another mapping."""
    yield plan
    plan = plan.correct("Phan.xlsx", "DVK", 8, "don_vi", "xã Phan")
    yield plan
    plan = plan.prefer(plan.duplicates[-1].duplicate)
    yield plan
    (sheet,) = plan.sheets
    assert sheet.mapping is not None
    yield plan.remap("Phan.xlsx", "DVK", sheet.mapping)


def test_packed_plan_says_what_the_ordinary_one_says(
    book: Path, office: Context, request: pytest.FixtureRequest
) -> None:
    """Values, texts, faults, fingerprints, duplicates: also after corrections and preferences."""
    ordinary = [told(plan) for plan in changed(inspect([book], office))]
    request.getfixturevalue("small_shelves")
    plan = inspect([book], office)
    assert isinstance(plan.sheets[0].sheet.rows, PackedCells)
    assert isinstance(plan.sheets[0].rows, PackedRows)
    assert len(plan.rejected) == 5
    assert plan.duplicates
    for expected, found in zip(ordinary, changed(plan), strict=True):
        for one, other in zip(expected, told(found), strict=True):
            assert other == one
    assert found.sheets[0].rows[7 - 1].changed == {"don_vi": "xã Phan"}


def test_packed_rows_are_written_and_known_again(
    book: Path, office: Context, small_shelves: None
) -> None:
    """All rows go in; the same workbook, also under another name, adds nothing."""
    written = write(inspect([book], office), office)
    assert written.rows == ROWS - 5
    assert office.count(ListQuery(register="dan_van_kheo")) == ROWS - 5
    again = inspect([book], office)
    assert sum(row.known for row in again.sheets[0].rows) == ROWS - 5
    assert len(again.new_rows) == 0
    renamed = book.rename(book.with_name("gửi lại.xlsx"))
    assert write(inspect([renamed], office), office).changes is None


def test_doubles_of_a_large_sheet_are_kept_packed(office: Context, tmp_path: Path) -> None:
    """Thirty reports of one event: each but the first is a repeat, packed or not."""
    row = [1, "Tổ tự quản", "xã Phan", "KT", "TT", "14/01/2020", 100]
    path = make_book(tmp_path / "Phan.xlsx", [HEADER, *([row] * 30)], sheet="DVK")
    expected = inspect([path], office).duplicates
    with pytest.MonkeyPatch.context() as patch:
        for module in (shelf, packed_rows):
            patch.setattr(module, "LARGE", 10)
            patch.setattr(module, "BATCH", 3)
        plan = inspect([path], office)
        assert isinstance(plan.duplicates, shelf.Shelf)
        assert list(plan.duplicates) == list(expected)
        assert [plan.duplicates[place] for place in (0, 17, -1)] == [
            expected[0],
            expected[17],
            expected[-1],
        ]
        write(plan, office)
        again = inspect([path.rename(path.with_name("Phan 2.xlsx"))], office)
    assert len(again.new_rows) == 0


def test_packed_rows_are_a_sequence(book: Path, office: Context, small_shelves: None) -> None:
    """Places from the front, from the end and slices give the rows that iterating gives."""
    rows = inspect([book], office).sheets[0].rows
    listed = [row.row for row in rows]
    assert len(rows) == ROWS == len(listed)
    assert [rows[place].row for place in (0, 11, -1)] == [listed[0], listed[11], listed[-1]]
    assert [row.row for row in rows[9:14]] == listed[9:14]
    with pytest.raises(IndexError):
        rows[ROWS]


def test_packed_book_that_declares_a_degree_is_refused(
    book: Path, office: Context, small_shelves: None, tmp_path: Path
) -> None:
    """A degree of secrecy in a late row refuses the whole file as in a small one."""
    rows = [[number, f"Mô hình {number}", "xã Phan"] for number in range(1, 30)]
    path = make_book(tmp_path / "a.xlsx", [HEADER, *rows, [None, "TỐI MẬT"]])
    (file,) = inspect([path], office).files
    assert file.refused is not None
    assert file.refused.code == "state_secret"


def test_packed_cells_cross_processes_and_survive_disorder(small_shelves: None) -> None:
    """Cells are the same after pickling; rows out of order are kept as they came last."""
    rows: dict[int, dict[int, CellValue]] = {
        row: {1: f"dòng {row}", 2: row} for row in range(5, 105, 2)
    }
    packed = gathered(rows.items())
    assert isinstance(packed, PackedCells)
    again = pickle.loads(pickle.dumps(packed))
    assert dict(again) == dict(packed) == rows
    assert 6 not in again
    assert again.get(1) is None
    assert again.get(1000) is None
    disorder = gathered([*rows.items(), (5, {1: "sau"}), (300, {1: "cuối"})])
    assert dict(disorder) == {**rows, 5: {1: "sau"}, 300: {1: "cuối"}}
