"""An office as it was before anybody knew of the merger of 1 July 2025."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from danvan_desktop.context import Context, open_context
from danvan_desktop.organisation.setup import read_setup
from tests.conftest import FixedClock

MERGER = "2025-07-01"


@pytest.fixture
def district(empty_data_dir: Path, year_2020: Path, tmp_path: Path) -> Iterator[Context]:
    """Open the office with its eleven communes and no end of the district in sight."""
    before = tmp_path / "before.csv"
    with (year_2020 / "units.csv").open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    with before.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, rows[0].keys())
        writer.writeheader()
        for row in rows:
            if row["valid_from"] < MERGER:
                writer.writerow({**row, "valid_to": "", "merged_into": ""})
    shutil.copytree(empty_data_dir, tmp_path / "data")
    context = open_context(tmp_path / "data", clock=FixedClock("2025-06-20"), user="Lê Văn C")
    context.set_up(read_setup(year_2020 / "office.json", before))
    yield context
    context.close()
