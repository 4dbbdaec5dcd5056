"""Cells that hold an error of Excel instead of a value."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.core.spreadsheets.kit import Office, make_book, only_sheet, verdicts

HEAD = ("STT", "Tên mô hình", "Đơn vị", "Lĩnh vực", "Đối tượng", "Ngày đăng ký")
ROW = (1, "Tổ tự quản", "xã Bàu Năng", "Kinh tế", "Tập thể", "14/01/2020")


@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#VALUE!"])
def test_error_is_never_taken_for_a_name(tmp_path: Path, clerk: Office, error: str) -> None:
    """A broken formula in a required cell refuses the row and says what to do."""
    path = make_book(tmp_path / "a.xlsx", [HEAD, ROW])
    book = load_workbook(path)
    cell = book.worksheets[0]["B2"]
    cell.value, cell.data_type = error, "e"
    book.save(path)
    sheet = only_sheet(path, clerk)
    assert verdicts(sheet) == [(2, "missing_required", "ten")]
    assert "công thức" in sheet.rows[0].issues[0].message
