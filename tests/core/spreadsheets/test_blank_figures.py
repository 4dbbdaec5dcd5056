"""The form of typed figures: on its side for people, a table of units when it comes back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from danvan_desktop.context import Context
from danvan_desktop.errors import UserError
from danvan_desktop.indicators.typed import TYPED
from danvan_desktop.spreadsheets import importer
from danvan_desktop.spreadsheets.blank_form import write_form
from danvan_desktop.spreadsheets.marked_copy import mark_workbook
from danvan_desktop.spreadsheets.targets import FIGURES
from danvan_desktop.storage.values import ListQuery

UNIT = "TN-DMC-02"


def typed_into(path: Path, values: dict[str, Any], column: int = 3) -> int:
    """Type numbers beside the indicators whose names begin so; returns the last row."""
    book = load_workbook(path)
    page = book.worksheets[0]
    last = 0
    for row, (text,) in enumerate(page.iter_rows(min_col=2, max_col=2, values_only=True), start=1):
        for name, value in values.items():
            if str(text or "").startswith(name):
                page.cell(row, column).value = value
                last = row
    book.save(path)
    return last


def test_figures_of_one_unit_come_back_as_typed_figures(office: Context, tmp_path: Path) -> None:
    """A number beside an indicator is stored for the unit and period of the form."""
    path = tmp_path / "so lieu.xlsx"
    form = write_form(path, office, FIGURES, unit=UNIT, period=office.period("H1/2020"))
    page = load_workbook(path).worksheets[0]
    assert page.cell(form.columns[0].column, 3).value == "xã Bàu Năng"
    typed_into(path, {"Cuộc đối thoại": 2, "Vụ việc hòa giải tiếp nhận": 12})
    plan = importer.inspect([path], office)
    (sheet,) = plan.sheets
    assert sheet.register == FIGURES
    (row,) = sheet.rows
    assert row.accepted, row.issues
    assert (row.values["don_vi"], row.values["ky"]) == (UNIT, "H1/2020")
    importer.write(plan, office)
    stored = office.page(ListQuery(register=TYPED), 0, 20)
    assert {12} <= {record.values["gia_tri"] for record in stored} | {
        record.values["gia_tri"] // 100 for record in stored
    }
    assert {record.values["don_vi"] for record in stored} == {UNIT}
    assert importer.inspect([path], office).new_rows == []


def test_common_form_has_a_column_for_each_commune(office: Context, tmp_path: Path) -> None:
    """Columns that nobody filled in bring nothing."""
    path = tmp_path / "so lieu.xlsx"
    write_form(path, office, FIGURES, period=office.period("H1/2020"))
    typed_into(path, {"Vụ việc hòa giải tiếp nhận": 7}, column=5)
    (sheet,) = importer.inspect([path], office).sheets
    assert len(sheet.rows) == 1
    page = load_workbook(path).worksheets[0]
    head = next(n for n, row in enumerate(page.values, start=1) if row[0] == "TT")
    assert len([cell for cell in page[head] if cell.value]) == 2 + 11
    names = office.directory("2020-06-14")
    assert names.unit_name(sheet.rows[0].values["don_vi"]) == page.cell(head, 5).value


def test_wrong_number_is_marked_in_its_own_cell(office: Context, tmp_path: Path) -> None:
    """The note stands where the commune typed, though the table was turned to be read."""
    path = tmp_path / "so lieu.xlsx"
    write_form(path, office, FIGURES, unit=UNIT, period=office.period("H1/2020"))
    row = typed_into(path, {"Vụ việc hòa giải tiếp nhận": "nhiều"})
    plan = importer.inspect([path], office)
    assert [r.reason.code for _s, r in plan.rejected if r.reason] == ["not_a_number"]
    mark_workbook(path, plan.files[0], tmp_path / "tra.xlsx")
    page = load_workbook(tmp_path / "tra.xlsx").worksheets[0]
    assert page.cell(row, 3).comment is not None


def test_figures_without_a_period_are_refused(office: Context, tmp_path: Path) -> None:
    """A number without its period is no figure."""
    with pytest.raises(UserError, match="kỳ") as refused:
        write_form(tmp_path / "a.xlsx", office, FIGURES, unit=UNIT)
    assert refused.value.code == "no_period"
