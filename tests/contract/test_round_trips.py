"""A full record of every register goes out and comes back: workbook, history, search, bundle.

All registers share one office of Dương Minh Châu; each test leaves its register as it found it, or
looks only at the record that it knows.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from danvan_desktop.bundles.export import export_bundle
from danvan_desktop.bundles.opening import Bundle, open_bundle
from danvan_desktop.context import Context
from danvan_desktop.errors import has_errors
from danvan_desktop.registers import clerk_registers
from danvan_desktop.schema import (
    ChildSpec,
    FieldSpec,
    Link,
    LongText,
    Number,
    RegisterSpec,
    Text,
    Unit,
)
from danvan_desktop.spreadsheets.error_book import write_error_book
from danvan_desktop.spreadsheets.export import export_list
from danvan_desktop.spreadsheets.importer import ImportPlan, inspect, write
from danvan_desktop.storage.values import ListQuery, Record
from danvan_desktop.vietnamese import fold
from tests.conftest import FixedClock
from tests.contract.conftest import PERIOD, USER, save
from tests.contract.samples import PRIVATE, UNIT, value_of


@pytest.fixture(scope="module")
def bundle(
    books: Context, kept: dict[str, Record], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Bundle]:
    """The bundle of the period, as the province opens it."""
    folder = tmp_path_factory.mktemp("bundle")
    receipt = export_bundle(books, books.period(PERIOD), folder, books.office_key())
    with open_bundle(receipt.path, now=datetime.fromisoformat("2020-06-20T00:00:00Z")) as opened:
        yield opened


@pytest.fixture(params=clerk_registers(), ids=lambda spec: str(spec.key))
def spec(request: pytest.FixtureRequest) -> RegisterSpec:
    """Each register that the clerk keeps, in turn."""
    found: RegisterSpec = request.param
    return found


def test_exported_records_come_back_by_import(
    spec: RegisterSpec, books: Context, tmp_path: Path
) -> None:
    """Every column of an exported list reads back as the values that were stored; undo is one."""
    records = [save(books, spec, seed) for seed in (11, 12)]
    names = [field.name for field in spec.fields if not field.derived]
    path = _exported(tmp_path, spec, records, names, books)
    plan = _read(path, spec, books)
    values = [one.values for one in records]
    assert [{n: row.values.get(n) for n in names} for row in plan.sheets[0].rows] == [
        {n: one[n] for n in names} for one in values
    ]
    books.delete(spec.key, [one.id for one in records])
    before = books.count(ListQuery(register=spec.key))
    assert write(plan, books).rows == len(records)
    assert books.count(ListQuery(register=spec.key)) == before + len(records)
    again = _read(path, spec, books)
    assert all(row.known for row in again.sheets[0].rows)
    books.undo()
    assert books.count(ListQuery(register=spec.key)) == before


def test_import_names_what_is_missing_and_takes_the_correction(
    spec: RegisterSpec, books: Context, tmp_path: Path
) -> None:
    """A row without a required field is refused with its cell, marked, and mended by typing."""
    field = _one_to_leave_out(spec)
    if field is None:
        pytest.skip("all that this register requires can come from the title of a sheet")
    record = save(books, spec, 13)
    books.delete(spec.key, [record.id])
    values = {**record.values, field.name: None}
    names = [one.name for one in spec.fields if not one.derived]
    path = tmp_path / "thiếu.xlsx"
    export_list(path, spec, [values], units=books.directory(), fields=names, personal=True)
    plan = inspect([path], books)
    [sheet] = plan.sheets
    [row] = sheet.rows
    assert not row.accepted
    assert row.reason is not None
    assert (row.reason.code, row.reason.place.field) == ("missing_required", field.name)
    marked = tmp_path / "đánh dấu.xlsx"
    assert write_error_book(plan, marked) == 1
    cells = (cell for row in load_workbook(marked).worksheets[0].rows for cell in row)
    comments = [cell.comment.text for cell in cells if cell.comment]
    assert any(row.reason.message in text for text in comments)
    typed = field.type.format(record.values[field.name], books.directory())
    mended = plan.correct(sheet.file, sheet.name, row.row, field.name, typed)
    assert mended.sheets[0].rows[0].accepted, mended.sheets[0].rows[0].issues
    assert mended.sheets[0].rows[0].values[field.name] == record.values[field.name]


def test_history_says_who_changed_what(spec: RegisterSpec, books: Context) -> None:
    """A change is remembered with its author, moment, field, old and new value; so is the undo."""
    record = save(books, spec, 17)
    name, new = _change(spec, books, record)
    assert books.save(spec.key, {name: new}, id=record.id).saved
    [entry] = [e for e in books.history(spec.key, record.id) if e.field == name]
    assert (entry.old, entry.new) == (record.values[name], new)
    assert (entry.by, entry.at) == (USER, FixedClock().moment)
    books.undo()
    after = books.record(spec.key, record.id)
    assert after is not None
    assert after.values == record.values
    assert books.history(spec.key, record.id)[0].new == record.values[name]


def test_search_finds_every_text_without_tones(
    spec: RegisterSpec, books: Context, kept: dict[str, Record]
) -> None:
    """The words of each public text field, typed without tones, lead to the record."""
    record = kept[spec.key]
    for field in spec.fields:
        text = record.values.get(field.name)
        if field.personal or not text or not isinstance(field.type, Text | LongText):
            continue
        hits = [hit.id for hit in books.search(fold(str(text)), 500) if hit.register == spec.key]
        assert record.id in hits, field.name
    if spec.unit_field:
        name = fold(books.directory().unit_name(UNIT))
        assert record.id in [hit.id for hit in books.search(name, 1000)]
    assert not books.search(fold(PRIVATE), 500), "a search leads to a private person"


def test_bundle_holds_the_record_without_personal_fields(
    spec: RegisterSpec, bundle: Bundle, kept: dict[str, Record]
) -> None:
    """What the office keeps of the period arrives value by value, private persons apart."""
    record = kept[spec.key]
    rows = list(bundle.rows(spec.key))
    [row] = [row for row in rows if row["id"] == record.id]
    assert PRIVATE not in json.dumps(rows, ensure_ascii=False)
    personal = {field.name for field in spec.fields if field.personal}
    children = {child.key: child for child in spec.children}
    for name, value in record.values.items():
        if name in personal:
            assert name not in row["values"]
        elif name in children:
            assert row["values"][name] == [_public(children[name], entry) for entry in value]
        else:
            assert row["values"][name] == value, name


def test_every_column_of_the_list_sorts(
    spec: RegisterSpec, books: Context, kept: dict[str, Record]
) -> None:
    """Sorting by any column keeps all records, and numbers stand in their order."""
    for seed in (21, 22):
        save(books, spec, seed)
    everything = {one.id for one in books.page(ListQuery(register=spec.key), 0, 500)}
    assert kept[spec.key].id in everything
    for field in (one for one in spec.fields if one.in_list):
        for descending in (False, True):
            query = ListQuery(register=spec.key, sort=field.name, descending=descending)
            found = books.page(query, 0, 500)
            assert {one.id for one in found} == everything, field.name
            if isinstance(field.type, Number):
                numbers = [one.values[field.name] for one in found]
                known = [number for number in numbers if number is not None]
                assert known == sorted(known, reverse=descending), field.name


# ------------------------------------------------------------------------------ private
def _exported(
    folder: Path, spec: RegisterSpec, records: list[Record], names: list[str], books: Context
) -> Path:
    path = folder / "danh sách.xlsx"
    values = [one.values for one in records]
    export_list(path, spec, values, units=books.directory(), fields=names, personal=True)
    return path


def _read(path: Path, spec: RegisterSpec, books: Context) -> ImportPlan:
    plan = inspect([path], books)
    [sheet] = plan.sheets
    assert sheet.register == spec.key
    assert [row.reason for row in sheet.rows] == [None] * len(sheet.rows)
    return plan


def _one_to_leave_out(spec: RegisterSpec) -> FieldSpec | None:
    """Choose a required field that no title of a sheet can give."""
    required = (field for field in spec.fields if field.required and field.default is None)
    return next((f for f in required if not isinstance(f.type, Unit) and f.name != "ky"), None)


def _change(spec: RegisterSpec, books: Context, record: Record) -> tuple[str, Any]:
    """Find a field and another value for it that the rules allow."""
    chance = random.Random(23)
    for field in spec.fields:
        if field.derived or isinstance(field.type, Unit | Link) or field.name == "ky":
            continue
        new = value_of(field, chance)
        tried = {**record.values, field.name: new}
        if new != record.values[field.name] and not has_errors(books.validate(spec.key, tried)):
            return field.name, new
    raise AssertionError("no field of this register can be changed alone")


def _public(child: ChildSpec, entry: dict[str, Any]) -> dict[str, Any]:
    personal = {field.name for field in child.fields if field.personal}
    return {name: value for name, value in entry.items() if name not in personal}
