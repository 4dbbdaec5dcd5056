"""“Văn phòng mẫu” opens with real content, quickly, with faults to correct and deadlines past."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from danvan_desktop.context import Context, open_context
from danvan_desktop.documents.model import plain_text
from danvan_desktop.errors import UserError
from danvan_desktop.reports.service import build_report, check_before_submit, report_of
from danvan_desktop.sample import (
    SAMPLE_DAY,
    SENT,
    WAITING,
    inbox,
    load_sample,
    open_sample,
    record_rows,
    workbooks,
)
from danvan_desktop.spreadsheets.importer import inspect
from danvan_desktop.storage.values import ListQuery


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Name an empty folder for the sample office."""
    return tmp_path_factory.mktemp("mau") / "data"


@pytest.fixture(scope="module")
def sample(folder: Path) -> Iterator[Context]:
    """Open the sample office."""
    context = open_sample(folder)
    yield context
    context.close()


def test_sample_holds_two_half_years(sample: Context) -> None:
    """Every register has records of both years, so that figures can be compared."""
    for register, least in (("dan_van_kheo", 12), ("doi_thoai", 8), ("hoi_nghi", 3)):
        for first, last in (("2018-12-15", "2019-06-14"), ("2019-12-15", "2020-06-14")):
            query = ListQuery(register=register, first_day=first, last_day=last)
            assert sample.count(query) >= least, (register, first)


def test_sample_records_keep_the_rules(sample: Context) -> None:
    """The rows that are written without a form have nothing to correct."""
    for register, rows in record_rows(sample):
        assert sample.count(ListQuery(register=register)) == len(rows)
        for row in rows:
            assert sample.validate(register, row) == [], row


def test_sample_report_is_nearly_ready(sample: Context) -> None:
    """The draft report has its number, live figures, comparison and two sections to finish."""
    report = report_of(sample, "H1/2020")
    assert report is not None
    assert report.values["ky_hieu"] == "12-BC/BDV"
    document, issues = build_report(sample, report)
    assert issues == []
    text = plain_text(document)
    assert "đăng ký thực hiện 21 mô hình" in text
    assert "so với cùng kỳ năm 2019" in text
    messages = [issue.message for issue in check_before_submit(sample, report.id)]
    assert "2 mục còn là câu mẫu: II.7, III.1." in messages


def test_sample_has_deadlines_past_and_to_come(sample: Context) -> None:
    """On the day of the rehearsal some tasks and answers are overdue, others are due."""
    assert sample.clock.today() == SAMPLE_DAY
    deadlines = [
        entry["han"]
        for register, key in (("hoi_nghi", "viec_giao"), ("doi_thoai", "y_kien_chi_tiet"))
        for record in sample.all_of(register)
        for entry in record.values[key]
        if entry["han"] and not entry.get("ngay_xong") and not entry.get("ngay_tra_loi")
    ]
    assert sum(1 for day in deadlines if day < SAMPLE_DAY) >= 2
    assert sum(1 for day in deadlines if day >= SAMPLE_DAY) >= 2


def test_sample_workbooks_have_rows_to_correct(sample: Context) -> None:
    """Refused rows of four kinds wait to be corrected, and old-font text was converted."""
    plan = inspect([*workbooks(SENT), *workbooks(WAITING)], sample)
    codes = {issue.code for _sheet, row in plan.rejected for issue in row.issues}
    assert codes >= {"unknown_choice", "missing_required", "ambiguous_number", "unknown_unit"}
    assert len(plan.new_rows) == 3
    assert [hit.title for hit in sample.search("ben do ngang an toan")] == ["Bến đò ngang an toàn"]


def test_sample_waiting_workbook_lies_in_the_inbox(sample: Context) -> None:
    """The workbook that the clerk is to import lies beside the data."""
    assert [path.name for path in inbox(sample).iterdir()] == [
        path.name for path in workbooks(WAITING)
    ]


def test_sample_opens_again_as_it_was_left(folder: Path, sample: Context) -> None:
    """The sample never overwrites an office, not even its own."""
    with pytest.raises(UserError) as refused:
        load_sample(sample)
    assert refused.value.code == "already_set_up"


def test_sample_refuses_the_folder_of_another_office(office: Context, tmp_path: Path) -> None:
    """A folder with real work in it is never taken for the sample."""
    office.close()
    with pytest.raises(UserError, match="cơ quan khác"):
        open_sample(tmp_path / "data")
    open_context(tmp_path / "data").close()
