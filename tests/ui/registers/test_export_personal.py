"""An exported list: personal columns stay at home unless somebody says why they go along."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pytestqt.qtbot import QtBot

from danvan_desktop.context import Context
from danvan_desktop.organisation.persons import access_log
from danvan_desktop.registers import REGISTERS
from danvan_desktop.storage.values import ListQuery
from ui.screens.register_export import ExportChoice, PersonalDialog, export_records

CASE = "hoa_giai_vu_viec"
FIELDS = ("tom_tat", "ben_mot")


@pytest.fixture
def filled(office: Context) -> Context:
    """Store a mediated case with the initials of a party."""
    spec = REGISTERS[CASE]
    values: dict[str, Any] = {"tom_tat": "Tranh chấp ranh đất", "ben_mot": "N.V.A."}
    for field in spec.fields:
        if field.required and field.name not in values:
            options = getattr(field.type, "options", None)
            values[field.name] = options[0].code if options else None
    values |= {spec.unit_field or "": "X2", spec.date_field: "2020-05-14"}
    saved = office.save(CASE, values)
    assert saved.saved, saved.issues
    return office


def cells(path: Path) -> list[Any]:
    """Read every cell of an exported list."""
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    return [cell.value for row in sheet.iter_rows() for cell in row]


def test_export_leaves_personal_columns_out(filled: Context, tmp_path: Path) -> None:
    """Nothing of the person is in the file, and nothing is noted (scenario 9: export masks)."""
    query = ListQuery(register=CASE)
    export_records(filled, query, FIELDS, ExportChoice(tmp_path / "a.xlsx"))
    assert "Tranh chấp ranh đất" in cells(tmp_path / "a.xlsx")
    assert "N.V.A." not in cells(tmp_path / "a.xlsx")
    assert access_log(filled) == []


def test_export_with_personal_columns_is_noted_with_its_reason(
    filled: Context, tmp_path: Path
) -> None:
    """Who took which columns out, and why."""
    choice = ExportChoice(tmp_path / "a.xlsx", personal=True, reason="Thanh tra yêu cầu")
    export_records(filled, ListQuery(register=CASE), FIELDS, choice)
    assert "N.V.A." in cells(tmp_path / "a.xlsx")
    (entry,) = access_log(filled)
    assert (entry.kind, entry.register, entry.fields) == ("export", CASE, ("ben_mot",))
    assert entry.reason == "Thanh tra yêu cầu"


def test_personal_columns_need_a_reason(qtbot: QtBot) -> None:
    """The tick alone does not let them go."""
    dialog = PersonalDialog([REGISTERS[CASE].field("ben_mot")], 3)
    qtbot.addWidget(dialog)
    assert dialog.go.isEnabled()
    assert dialog.wanted() == ""
    dialog.tick.setChecked(True)
    assert not dialog.go.isEnabled()
    dialog.reason.setText("Thanh tra yêu cầu")
    assert dialog.go.isEnabled()
    assert dialog.wanted() == "Thanh tra yêu cầu"
