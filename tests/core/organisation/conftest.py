"""The office before the merger, for every test of units in time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from danvan_desktop.context import Context
from tests.core.organisation.kit import open_before_merger


@pytest.fixture
def district(empty_data_dir: Path, year_2020: Path, tmp_path: Path) -> Iterator[Context]:
    """Open the office with its eleven communes and no end of the district in sight."""
    context = open_before_merger(empty_data_dir, year_2020, tmp_path, today="2020-06-16")
    yield context
    context.close()
