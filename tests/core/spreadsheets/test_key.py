"""What communes sent in the half-year of Dương Minh Châu, against the answer key."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from danvan_desktop.registers import REGISTERS
from danvan_desktop.spreadsheets.importer import ImportPlan, inspect, plan_as_json, write
from danvan_desktop.spreadsheets.plan import SheetPlan
from tests.core.spreadsheets.kit import Office


@pytest.fixture(scope="module")
def plan(year_2020: Path) -> ImportPlan:
    """The plan of all workbooks in incoming/."""
    return inspect([year_2020 / "incoming"], Office(year_2020 / "units.csv"))


@pytest.fixture(scope="module")
def sheets(plan: ImportPlan, key: dict[str, Any]) -> list[tuple[SheetPlan, dict[str, Any]]]:
    """Each table with what the key says about it."""
    expected = {(b["file"], s["name"]): s for b in key["workbooks"] for s in b["sheets"]}
    here = {file.name for file in plan.files}
    assert {(s.file, s.name) for s in plan.sheets} == {k for k in expected if k[0] in here}
    return [(sheet, expected[sheet.file, sheet.name]) for sheet in plan.sheets]


def _ours(expected: dict[str, Any]) -> bool:
    return expected["register"] in REGISTERS


def test_register_is_recognised_or_left_open(
    sheets: list[tuple[SheetPlan, dict[str, Any]]],
) -> None:
    """A sheet goes to its register; sheets of registers that we do not keep go nowhere."""
    for sheet, expected in sheets:
        wanted = expected["register"] if _ours(expected) else None
        assert (sheet.name, sheet.register) == (sheet.name, wanted)


def test_header_rows_match_the_key(sheets: list[tuple[SheetPlan, dict[str, Any]]]) -> None:
    """The header is found in its rows, also in sheets of unknown registers."""
    for sheet, expected in sheets:
        if expected.get("header_rows"):
            assert (sheet.name, list(sheet.header_rows)) == (sheet.name, expected["header_rows"])


def test_refused_rows_match_the_key(sheets: list[tuple[SheetPlan, dict[str, Any]]]) -> None:
    """Each refused row has the reason class and the field of the key; no other is refused."""
    for sheet, expected in sheets:
        if not _ours(expected):
            continue
        found = [(r.row, r.reason.code, r.reason.place.field) for r in sheet.rejected if r.reason]
        assert found == [(r["row"], r["reason"], r["field"]) for r in expected["rejected"]]
        assert len(sheet.accepted) == expected["accepted"]


def test_other_rows_match_the_key(sheets: list[tuple[SheetPlan, dict[str, Any]]]) -> None:
    """Totals, group headings, blank rows and signatures are told from data, row by row."""
    for sheet, expected in sheets:
        if _ours(expected):
            found = [(row, str(kind)) for row, kind in sheet.others]
            assert found == [(row["row"], row["what"]) for row in expected["ignored_rows"]]


def test_titles_give_unit_and_period(sheets: list[tuple[SheetPlan, dict[str, Any]]]) -> None:
    """Where no column names the unit it comes from the title; so does the period."""
    for sheet, expected in sheets:
        if _ours(expected):
            assert sheet.unit == expected["default_unit"]
            assert sheet.period == expected["period"]


def test_warnings_match_the_key(sheets: list[tuple[SheetPlan, dict[str, Any]]]) -> None:
    """Unicode text in a cell that still has an old font is kept and pointed out."""
    for sheet, expected in sheets:
        if _ours(expected):
            code = "unicode_text_in_legacy_font"
            found = [row.row for row in sheet.rows for i in row.issues if i.code == code]
            assert found == [w["row"] for w in expected["warnings"] if w["what"] == code]


def test_values_match_the_key(plan: ImportPlan, year_2020: Path) -> None:
    """Every accepted row has every value of the key."""
    expected = {}
    with (year_2020 / "expected-records.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if record["register"] in REGISTERS:
                expected[record["file"], record["sheet"], record["row"]] = record["values"]
    found = {
        (sheet.file, sheet.name, row.row): {
            name: row.values[name]
            for name in expected.get((sheet.file, sheet.name, row.row), row.values)
        }
        for sheet in plan.sheets
        for row in sheet.accepted
    }
    here = {file.name for file in plan.files}
    assert found == {place: values for place, values in expected.items() if place[0] in here}


def test_duplicates_match_the_key(plan: ImportPlan, key: dict[str, Any]) -> None:
    """Events that two senders report are paired, the first one counted."""
    assert plan_as_json(plan)["duplicates"] == key["duplicates"]


def test_bad_files_are_refused(year_2020: Path, clerk: Office) -> None:
    """Each unusable file gets its own code and one clear sentence; nothing comes out of it."""
    plan = inspect([year_2020 / "incoming-bad"], clerk)
    refused = {file.name: file.refused.code for file in plan.files if file.refused}
    assert refused == {
        "Bao cao tu trang web.xlsx": "wrong_format",
        "Ben Cui - bao cao (chua nhap).xlsx": "nothing_to_import",
        "Cau Khoi - co mat khau.xlsx": "encrypted",
        "Cha La.xlsx": "empty_file",
        "Phuoc Minh - DVK bi loi.xlsx": "damaged",
        "Phuoc Ninh 2020.xlsx": "wrong_format",
    }
    messages = {file.name: str(file.refused) for file in plan.files}
    assert ".xls" in messages["Phuoc Ninh 2020.xlsx"]
    assert "HTML" in messages["Bao cao tu trang web.xlsx"]
    assert "không mật khẩu" in messages["Cau Khoi - co mat khau.xlsx"]
    assert plan.sheets == []


def test_importing_twice_adds_nothing(year_2020: Path, clerk: Office) -> None:
    """A second import of the same folder stores no row and reports the same."""
    folder = [year_2020 / "incoming"]
    first = inspect(folder, clerk)
    assert write(first, clerk).rows == sum(len(sheet.accepted) for sheet in first.sheets) > 70
    second = inspect(folder, clerk)
    assert write(second, clerk).changes is None
    assert plan_as_json(second) == plan_as_json(first)
