"""The office of Dương Minh Châu as it was before anybody knew of the merger of 1 July 2025."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

from danvan_desktop.context import Context, open_context
from danvan_desktop.organisation.setup import read_setup
from tests.conftest import FixedClock

MERGER = "2025-07-01"
BASIS = "Nghị quyết 1682/NQ-UBTVQH15 ngày 16/6/2025"


def open_before_merger(empty: Path, data: Path, folder: Path, *, today: str) -> Context:
    """Set the office up with its eleven communes and no end of the district in sight."""
    before = folder / "before.csv"
    with (data / "units.csv").open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    with before.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, rows[0].keys())
        writer.writeheader()
        for row in rows:
            if row["valid_from"] < MERGER:
                writer.writerow({**row, "valid_to": "", "merged_into": ""})
    shutil.copytree(empty, folder / "data")
    context = open_context(folder / "data", clock=FixedClock(today), user="Lê Văn C")
    context.set_up(read_setup(data / "office.json", before))
    return context
