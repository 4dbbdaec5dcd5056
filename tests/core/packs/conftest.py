"""An office that believes its province, and packs of the province."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from danvan_desktop.context import Context, open_context
from tests.conftest import FixedClock
from tests.core.packs.kit import believe, fill, make
from tests.core.sync.province_kit import make_province


@pytest.fixture(scope="session")
def province_folder(empty_data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make one folder of a province that has something of every part, and its first pack."""
    folder = tmp_path_factory.mktemp("province")
    context = make_province(empty_data_dir, folder / "data", FixedClock())
    choices = fill(context, folder)
    make(context, choices, folder)
    context.close()
    return folder


@pytest.fixture(scope="session")
def first_pack(province_folder: Path) -> Path:
    """Return the province's first pack, with something of every part but certificates."""
    [path] = province_folder.glob("*.asice")
    return path


@pytest.fixture
def province(province_folder: Path, tmp_path: Path, clock: Any) -> Iterator[Context]:
    """Open a copy of the province."""
    shutil.copytree(province_folder / "data", tmp_path / "province")
    context = open_context(tmp_path / "province", clock=clock, user="Trần Thị B")
    yield context
    context.close()


@pytest.fixture
def believing(office: Context, province_folder: Path, clock: Any) -> Context:
    """Return the office, which has accepted its province's key."""
    with_key = open_context(province_folder / "data", clock=clock)
    believe(office, with_key)
    with_key.close()
    return office
