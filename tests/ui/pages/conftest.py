"""An office as it was before anybody knew of the merger of 1 July 2025."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from danvan_desktop.context import Context
from tests.conftest import FixedClock
from tests.core.organisation.kit import open_before_merger
from tests.core.sync.pair import keyed_province


@pytest.fixture(scope="session")
def province_dir(empty_data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make one province with its keys for the pages that exchange bundles."""
    folder = tmp_path_factory.mktemp("province") / "d"
    return keyed_province(empty_data_dir, folder, FixedClock())


@pytest.fixture
def district(empty_data_dir: Path, year_2020: Path, tmp_path: Path) -> Iterator[Context]:
    """Open the office with its eleven communes and no end of the district in sight."""
    context = open_before_merger(empty_data_dir, year_2020, tmp_path, today="2025-06-20")
    yield context
    context.close()
