"""The office of Dương Minh Châu with its half-year, its meetings and the report it announced."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from danvan_desktop.context import Context, open_context
from danvan_desktop.reports.meeting_file import read_meeting
from danvan_desktop.reports.service import plan_report, report_of
from danvan_desktop.storage.values import ImportRow, ListQuery, Record

REGISTERS = ("dan_van_kheo", "doi_thoai", "hoi_nghi")


@pytest.fixture(scope="session")
def key(year_2020: Path) -> dict[str, Any]:
    """Return the answer key."""
    found: dict[str, Any] = json.loads((year_2020 / "expected.json").read_text("utf-8"))
    return found


@pytest.fixture(scope="session")
def reporting_data_dir(
    office_data_dir: Path, year_2020: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Make one data folder with every accepted row, both meetings and the planned report."""
    folder = tmp_path_factory.mktemp("reporting") / "data"
    shutil.copytree(office_data_dir, folder)
    context = open_context(folder)
    context.import_rows("Nhập số liệu", _rows(year_2020))
    for register, values in read_meeting(year_2020 / "meeting.json"):
        assert context.save(register, values).saved
    plan = json.loads((year_2020 / "office.json").read_text("utf-8"))["report"]
    # Since the office is set up, the plan may have become a draft already.
    assert plan_report(context, plan) or report_of(context, "H1/2020")
    context.close()
    return folder


@pytest.fixture(scope="session")
def reading(
    reporting_data_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Context]:
    """Open that office once for all tests that only read."""
    folder = tmp_path_factory.mktemp("reading") / "data"
    shutil.copytree(reporting_data_dir, folder)
    context = open_context(folder)
    yield context
    context.close()


@pytest.fixture
def reporting(reporting_data_dir: Path, tmp_path: Path, clock: Any) -> Iterator[Context]:
    """Open a copy of that office for a test that writes."""
    shutil.copytree(reporting_data_dir, tmp_path / "reporting")
    context = open_context(tmp_path / "reporting", clock=clock, user="Lê Văn C")
    yield context
    context.close()


@pytest.fixture
def report(reporting: Context) -> Record:
    """Return the draft of the half-year report, in the copy that may be changed."""
    found = report_of(reporting, "H1/2020")
    assert found is not None
    return found


@pytest.fixture(scope="session")
def meeting_id(reading: Context) -> str:
    """Return the id of the half-year conference."""
    query = ListQuery(register="hoi_nghi", first_day="2020-07-07", last_day="2020-07-07")
    return reading.page(query, 0, 1)[0].id


def _rows(year_2020: Path) -> list[ImportRow]:
    found = []
    lines = (year_2020 / "expected-records.jsonl").read_text("utf-8").splitlines()
    for number, line in enumerate(lines):
        item = json.loads(line)
        if item["register"] in REGISTERS:
            origin = {name: item[name] for name in ("file", "sheet", "row")}
            found.append(ImportRow(item["register"], item["values"], origin, str(number)))
    return found
