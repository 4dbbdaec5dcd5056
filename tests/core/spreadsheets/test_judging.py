"""Rows that may report one event: told apart, merged or chosen before anything is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from danvan_desktop.context import Context
from danvan_desktop.spreadsheets import importer
from danvan_desktop.spreadsheets.importer import ImportPlan
from danvan_desktop.spreadsheets.judging import RowJudgement, StoredMerge
from danvan_desktop.spreadsheets.repeats import place_of
from danvan_desktop.storage.values import ListQuery
from tests.core.spreadsheets.kit import make_book

HEAD = ("STT", "Đơn vị", "Ngày tổ chức", "Hình thức", "Chủ trì", "Số người dự", "Số ý kiến",
        "Trả lời tại chỗ", "Chuyển giải quyết")  # fmt: skip
ROW = (1, "xã Bàu Năng", "14/05/2020", "Định kỳ", "Bí thư", 45, 3, 3, 0)
OTHER = (2, "xã Bàu Năng", "14/05/2020", "Định kỳ", "Bí thư Đảng ủy xã", 47, 3, 3, 0)
QUERY = ListQuery(register="doi_thoai")


@pytest.fixture
def twice(tmp_path: Path, office: Context) -> ImportPlan:
    """Inspect a workbook that reports one dialogue twice."""
    path = make_book(tmp_path / "doi thoai.xlsx", [("ĐỐI THOẠI NĂM 2020",), HEAD, ROW, OTHER])
    return importer.inspect([path], office)


def test_rows_told_apart_are_both_counted_after_the_import(
    twice: ImportPlan, office: Context
) -> None:
    """The pair leaves the list of doubles, and storage counts both; one undo takes all back."""
    (pair,) = twice.duplicates
    said = RowJudgement(pair.register, pair.counted, pair.duplicate, same=False)
    plan = twice.decide(twice.decisions.with_judgement(said))
    assert plan.duplicates == ()
    importer.write(plan, office)
    assert [record.duplicate_of for record in office.page(QUERY, 0, 5)] == [None, None]
    office.undo()
    assert office.count(QUERY) == 0


def test_asking_again_brings_the_pair_back(twice: ImportPlan) -> None:
    """A judgement that is taken back before saving leaves no trace."""
    (pair,) = twice.duplicates
    said = RowJudgement(pair.register, pair.counted, pair.duplicate, same=False)
    plan = twice.decide(twice.decisions.with_judgement(said))
    assert plan.decide(plan.decisions.without_apart()).duplicates == (pair,)


def test_correction_keeps_what_was_said(twice: ImportPlan) -> None:
    """Typing over another cell does not ask the same question twice."""
    (pair,) = twice.duplicates
    said = RowJudgement(pair.register, pair.counted, pair.duplicate, same=False)
    plan = twice.decide(twice.decisions.with_judgement(said))
    changed = plan.correct(pair.counted.file, pair.counted.sheet, 3, "so_nguoi", "46")
    assert changed.duplicates == ()


def test_row_merged_into_a_stored_record_changes_it_in_the_same_operation(
    tmp_path: Path, office: Context
) -> None:
    """The stored record takes the chosen value, the row is kept beside it, undo restores both."""
    first = make_book(tmp_path / "a.xlsx", [("ĐỐI THOẠI NĂM 2020",), HEAD, ROW])
    importer.write(importer.inspect([first], office), office)
    second = make_book(tmp_path / "b.xlsx", [("ĐỐI THOẠI NĂM 2020",), HEAD, OTHER])
    plan = importer.inspect([second], office)
    (pair,) = plan.duplicates
    assert pair.counted.record is not None
    merge = StoredMerge("doi_thoai", pair.counted.record, {"so_nguoi": 47})
    importer.write(plan.decide(plan.decisions.with_merge(merge)), office)
    stored = office.record("doi_thoai", pair.counted.record)
    assert stored is not None
    assert stored.values["so_nguoi"] == 47
    assert stored.values["chu_tri"] == "Bí thư"
    assert office.count(QUERY) == 2
    office.undo()
    stored = office.record("doi_thoai", pair.counted.record)
    assert stored is not None
    assert stored.values["so_nguoi"] == 45
    assert office.count(QUERY) == 1


def test_alike_rows_of_different_keys_count_once_when_said_so(
    tmp_path: Path, office: Context
) -> None:
    """What no key finds the clerk can say."""
    late = (2, "xã Bàu Năng", "15/05/2020", *ROW[3:])
    path = make_book(tmp_path / "a.xlsx", [("ĐỐI THOẠI NĂM 2020",), HEAD, ROW, late])
    plan = importer.inspect([path], office)
    (sheet,) = plan.sheets
    places = [place_of(sheet, row) for row in sheet.rows]
    said = RowJudgement("doi_thoai", places[0], places[1], same=True)
    plan = plan.decide(plan.decisions.with_judgement(said))
    assert [(p.counted.row, p.duplicate.row) for p in plan.duplicates] == [(3, 4)]
    importer.write(plan, office)
    by_day = {str(r.event_date): r for r in office.page(QUERY, 0, 5)}
    assert by_day["2020-05-15"].duplicate_of == by_day["2020-05-14"].id
