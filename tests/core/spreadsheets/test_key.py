"""What communes sent in the half-year of Dương Minh Châu, against the answer key."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from danvan_desktop.spreadsheets.as_json import plan_as_json, record_values
from danvan_desktop.spreadsheets.importer import ImportPlan, inspect, write
from danvan_desktop.spreadsheets.plan import Location, SheetPlan
from danvan_desktop.spreadsheets.targets import import_target
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


def _tables(
    sheets: list[tuple[SheetPlan, dict[str, Any]]],
) -> list[tuple[SheetPlan, dict[str, Any]]]:
    found = [(sheet, expected) for sheet, expected in sheets if expected.get("register")]
    assert len(found) == 26
    return found


def test_every_register_is_recognised(sheets: list[tuple[SheetPlan, dict[str, Any]]]) -> None:
    """Each sheet goes to its register; the draft and the letter go nowhere."""
    for sheet, expected in sheets:
        assert (sheet.name, sheet.register) == (sheet.name, expected.get("register"))


def test_header_rows_match_the_key(sheets: list[tuple[SheetPlan, dict[str, Any]]]) -> None:
    """The header is found in its rows."""
    for sheet, expected in _tables(sheets):
        assert (sheet.name, list(sheet.header_rows)) == (sheet.name, expected["header_rows"])


def test_refused_rows_match_the_key(sheets: list[tuple[SheetPlan, dict[str, Any]]]) -> None:
    """Each refused row has the reason class and the field of the key; no other is refused."""
    for sheet, expected in _tables(sheets):
        found = [(r.row, r.reason.code, r.reason.place.field) for r in sheet.rejected if r.reason]
        assert found == [(r["row"], r["reason"], r["field"]) for r in expected["rejected"]]
        assert len(sheet.accepted) == expected["accepted"]


def test_plan_as_json_has_the_key_s_shape(
    plan: ImportPlan, sheets: list[tuple[SheetPlan, dict[str, Any]]]
) -> None:
    """Columns, periods, units, groups, ignored rows and warnings are printed as the key has them.

    Totals, group headings, blank rows and signatures are told from data, row by row.
    """
    printed = {(s["file"], s["sheet"]): s for s in plan_as_json(plan)["sheets"]}
    names = ("columns", "period", "default_unit", "group_rows_give", "ignored_rows", "warnings",
             "state", "header_row")  # fmt: skip
    for sheet, expected in _tables(sheets):
        found = printed[sheet.file, sheet.name]
        assert {n: found[n] for n in names} == {n: expected[n] for n in names}, sheet.name


def test_values_match_the_key(plan: ImportPlan, year_2020: Path) -> None:
    """Every accepted row has every value and every flag of the key."""
    expected = {}
    with (year_2020 / "expected-records.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            place = record["file"], record["sheet"], record["row"]
            expected[place] = record["values"], record["flags"]
    found = {}
    for sheet in plan.sheets:
        for row in sheet.accepted:
            place = sheet.file, sheet.name, row.row
            values = record_values(import_target(str(sheet.register)), row)
            wanted = expected[place][0] if place in expected else values
            found[place] = {name: values[name] for name in wanted}, sorted(row.flags)
    assert found == expected


def test_rows_of_period_registers_get_the_title_s_period(plan: ImportPlan) -> None:
    """Totals without a day belong to the period that their sheet's title names."""
    asked = [sheet for sheet in plan.sheets if sheet.needs_period]
    assert len(asked) == 5
    for sheet in asked:
        wanted = "H1/2019" if "2019" in sheet.name else "H1/2020"
        assert {row.values["ky"] for row in sheet.accepted} == {wanted}


def test_duplicates_match_the_key(plan: ImportPlan, key: dict[str, Any]) -> None:
    """Events that two senders report are paired, the first one counted."""
    assert plan_as_json(plan)["duplicates"] == key["duplicates"]


def test_not_duplicates_stay_single(plan: ImportPlan, key: dict[str, Any]) -> None:
    """Models of one name in two communes, or carried on from last year, are not one event."""
    paired = {place for pair in plan.duplicates for place in (pair.counted, pair.duplicate)}
    named = [row for group in key["not_duplicates"] for row in group.get("rows", ())]
    assert named
    for row in named:
        place = Location(row["file"], row["sheet"], row["row"])
        partners = [p for p in plan.duplicates if place in (p.counted, p.duplicate)]
        assert place not in paired or all(
            {p.counted.file, p.duplicate.file} != {row["file"]} for p in partners
        )


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
    assert write(first, clerk).rows == sum(len(sheet.accepted) for sheet in first.sheets) > 400
    second = inspect(folder, clerk)
    assert write(second, clerk).changes is None
    assert plan_as_json(second) == plan_as_json(first)
