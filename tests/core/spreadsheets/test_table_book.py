"""Any table as a workbook: the figures page, the completeness matrix."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from danvan_desktop.errors import Cancelled, UserError
from danvan_desktop.spreadsheets.table_book import (
    GroupRow,
    TableColumn,
    TableValue,
    write_table,
)

COLUMNS = (TableColumn("Chỉ tiêu", 40), TableColumn("Kỳ này"), TableColumn("Ngày", 12))


def test_table_holds_numbers_days_and_texts(tmp_path: Path) -> None:
    """Each kind of value is what a spreadsheet computes with."""
    path = tmp_path / "bang.xlsx"
    rows: list[Sequence[TableValue] | GroupRow] = [
        GroupRow("I. Đối thoại"),
        ("Số cuộc", 1_250, date(2020, 6, 14)),
        ("Tỷ lệ", Decimal("71.7"), None),
        ("=cmd", Decimal("3.00"), None),
    ]
    assert write_table(path, "Số liệu", COLUMNS, rows, subtitle="6 tháng đầu năm 2020") == 4
    page = load_workbook(path).active
    assert page is not None
    cells = [[cell.value for cell in row] for row in page.iter_rows()]
    assert cells[0][0] == "Số liệu"
    assert cells[2] == ["Chỉ tiêu", "Kỳ này", "Ngày"]
    assert cells[4] == ["Số cuộc", 1250, datetime(2020, 6, 14)]
    assert cells[5][1] == pytest.approx(71.7)
    assert cells[6][:2] == ["=cmd", 3]
    assert page["A7"].data_type == "s"
    assert page["A7"].quotePrefix
    assert page["B5"].number_format == "#,##0"


def test_table_is_ready_to_filter_and_print(tmp_path: Path) -> None:
    """The header stays in view, repeats on paper and carries the filters."""
    path = tmp_path / "bang.xlsx"
    write_table(path, "Số liệu: kỳ 1/2020", COLUMNS, [("a", 1, None)])
    page = load_workbook(path).active
    assert page is not None
    assert page.freeze_panes == "A3"
    assert page.auto_filter.ref == "A2:C3"
    assert page.print_title_rows == "$2:$2"
    assert page.column_dimensions["A"].width == 40


def test_cancelled_table_leaves_nothing(tmp_path: Path) -> None:
    """There is no half a table."""

    def stop(done: int, total: int, text: str = "") -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        write_table(tmp_path / "a.xlsx", "B", COLUMNS, [("a", 1, None)] * 600, progress=stop)
    assert list(tmp_path.iterdir()) == []


def test_table_in_a_folder_that_is_gone_is_refused_in_words(tmp_path: Path) -> None:
    """The clerk is told what to do instead of seeing an error of the system."""
    with pytest.raises(UserError) as refused:
        write_table(tmp_path / "khong-co" / "a.xlsx", "B", COLUMNS, [])
    assert refused.value.code == "cannot_write"
