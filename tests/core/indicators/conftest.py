"""The office of Dương Minh Châu with every row of the answer key in its books."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from danvan_desktop.context import Context, open_context
from danvan_desktop.organisation.periods import Period
from danvan_desktop.storage.values import ImportRow

REGISTERS = ("dan_van_kheo", "doi_thoai", "hoi_nghi")


@pytest.fixture(scope="session")
def key(year_2020: Path) -> dict[str, Any]:
    """Return the answer key."""
    found: dict[str, Any] = json.loads((year_2020 / "expected.json").read_text("utf-8"))
    return found


@pytest.fixture(scope="session")
def filled_data_dir(
    office_data_dir: Path, year_2020: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Make one data folder that holds every accepted row of the three registers."""
    folder = tmp_path_factory.mktemp("filled") / "data"
    shutil.copytree(office_data_dir, folder)
    context = open_context(folder)
    context.import_rows("Nhập số liệu", rows(year_2020))
    context.close()
    return folder


@pytest.fixture
def filled(filled_data_dir: Path, tmp_path: Path, clock: Any) -> Iterator[Context]:
    """Open a copy of the filled office."""
    shutil.copytree(filled_data_dir, tmp_path / "filled")
    context = open_context(tmp_path / "filled", clock=clock, user="Lê Văn C")
    yield context
    context.close()


@pytest.fixture
def period(filled: Context) -> Period:
    """Return the first half of 2020."""
    return filled.period("H1/2020")


def rows(year_2020: Path) -> list[ImportRow]:
    """Read the accepted rows of the answer key."""
    found = []
    lines = (year_2020 / "expected-records.jsonl").read_text("utf-8").splitlines()
    for number, line in enumerate(lines):
        item = json.loads(line)
        if item["register"] in REGISTERS:
            origin = {name: item[name] for name in ("file", "sheet", "row")}
            found.append(ImportRow(item["register"], item["values"], origin, str(number)))
    return found
