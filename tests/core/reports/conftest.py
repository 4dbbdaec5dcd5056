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
from danvan_desktop.reports.service import freeze, plan_report, report_of
from danvan_desktop.storage.values import ListQuery, Record
from tests.conftest import FixedClock


@pytest.fixture(scope="session")
def reporting_data_dir(
    filled_data_dir: Path, year_2020: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Make one data folder with every accepted row, both meetings and the planned report."""
    folder = tmp_path_factory.mktemp("reporting") / "data"
    shutil.copytree(filled_data_dir, folder)
    context = open_context(folder)
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


@pytest.fixture(scope="session")
def issued_data_dir(reporting_data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make one data folder of that office in which the report is issued, which takes long."""
    folder = tmp_path_factory.mktemp("issued") / "data"
    shutil.copytree(reporting_data_dir, folder)
    context = open_context(folder, clock=FixedClock(), user="Lê Văn C")
    draft = report_of(context, "H1/2020")
    assert draft is not None
    freeze(context, draft.id)
    context.close()
    return folder


@pytest.fixture
def reporting(request: pytest.FixtureRequest, tmp_path: Path, clock: Any) -> Iterator[Context]:
    """Open a copy of that office for a test that writes; with the report issued if it asks.

    A file of tests may have another state of the report, ``ready`` in a ``ready_data_dir``.
    """
    asked = [one for one in ("issued", "ready") if one in request.fixturenames]
    source = f"{asked[0]}_data_dir" if asked else "reporting_data_dir"
    shutil.copytree(request.getfixturevalue(source), tmp_path / "reporting")
    context = open_context(tmp_path / "reporting", clock=clock, user="Lê Văn C")
    yield context
    context.close()


@pytest.fixture
def report(reporting: Context) -> Record:
    """Return the draft of the half-year report, in the copy that may be changed."""
    found = report_of(reporting, "H1/2020")
    assert found is not None
    return found


@pytest.fixture
def issued(report: Record) -> Record:
    """Return the half-year report as it was issued; ``report`` is the same one then."""
    return report


@pytest.fixture(scope="session")
def meeting_id(reading: Context) -> str:
    """Return the id of the half-year conference."""
    query = ListQuery(register="hoi_nghi", first_day="2020-07-07", last_day="2020-07-07")
    return reading.page(query, 0, 1)[0].id
