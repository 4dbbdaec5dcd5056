"""Every register has a blank workbook that a commune fills in and that comes back by itself."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from danvan_desktop.context import Context
from danvan_desktop.registers import clerk_registers
from danvan_desktop.schema import Date, FieldSpec, Number, RegisterSpec
from danvan_desktop.spreadsheets.blank_form import write_form
from danvan_desktop.spreadsheets.form_identity import FormIdentity
from danvan_desktop.spreadsheets.importer import inspect
from tests.contract.samples import UNIT, sample


@pytest.fixture(params=clerk_registers(), ids=lambda spec: str(spec.key))
def spec(request: pytest.FixtureRequest) -> RegisterSpec:
    """Each register that the clerk keeps, in turn."""
    found: RegisterSpec = request.param
    return found


def _typed(field: FieldSpec, value: Any, names: Any) -> Any:
    """Give what a commune types for a value."""
    if value is None:
        return None
    if isinstance(field.type, Number):
        return float(field.type.shown(int(value)))
    if isinstance(field.type, Date) and len(str(value)) == 10:
        return date.fromisoformat(str(value))
    return field.type.format(value, names)


def _fill(path: Path, spec: RegisterSpec, form: FormIdentity, values: Any, names: Any) -> None:
    book = load_workbook(path)
    page = book.worksheets[0]
    head = next(n for n, row in enumerate(page.values, start=1) if row[0] == "TT")
    for column in form.columns:
        typed = _typed(spec.field(column.field), values.get(column.field), names)
        page.cell(head + 1, column.column).value = typed
    book.save(path)


@pytest.mark.parametrize("for_one", [True, False], ids=["one unit", "any unit"])
def test_filled_form_comes_back_without_mapping(
    spec: RegisterSpec, for_one: bool, office: Context, tmp_path: Path
) -> None:
    """What was typed into the form of a register is read into the same fields."""
    period = office.period("H1/2020")
    path = tmp_path / "mau.xlsx"
    form = write_form(
        path,
        office,
        spec.key,
        unit=UNIT if for_one else None,
        period=period if for_one else None,
    )
    values = {**sample(spec, random.Random(5)), **({"ky": period.code} if for_one else {})}
    _fill(path, spec, form, values, office.directory(period.last_day))
    (file,) = inspect([path], office).files
    assert file.refused is None
    (sheet,) = file.sheets
    assert sheet.register == spec.key
    assert sheet.form is not None
    (row,) = sheet.rows
    asked = {column.field for column in form.columns}
    assert {n: row.values[n] for n in asked if n in values} == {
        n: v for n, v in values.items() if n in asked
    }
    assert row.reason is None or row.reason.code != "missing_required"
    if for_one and spec.unit_field:
        assert row.values[spec.unit_field] == UNIT
