"""An office that believes its province, and packs of the province."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from danvan_desktop.bundles.partners import Partner, keep
from danvan_desktop.context import Context, open_context
from tests.conftest import FixedClock
from tests.core.packs.kit import fill, key_of, make
from tests.core.sync.province_kit import make_province


@pytest.fixture(scope="session")
def made_province(
    empty_data_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Partner]:
    """Make a province that has something of every part, and its first pack; returns its key too."""
    folder = tmp_path_factory.mktemp("province")
    context = make_province(empty_data_dir, folder / "data", FixedClock())
    choices = fill(context, folder)
    make(context, choices, folder)
    key = key_of(context)
    context.close()
    return folder, key


@pytest.fixture(scope="session")
def first_pack(made_province: tuple[Path, Partner]) -> Path:
    """Return the province's first pack, with something of every part but certificates."""
    [path] = made_province[0].glob("*.asice")
    return path


@pytest.fixture
def province(made_province: tuple[Path, Partner], tmp_path: Path, clock: Any) -> Iterator[Context]:
    """Open a copy of the province."""
    shutil.copytree(made_province[0] / "data", tmp_path / "province")
    context = open_context(tmp_path / "province", clock=clock, user="Trần Thị B")
    yield context
    context.close()


@pytest.fixture
def believing(office: Context, made_province: tuple[Path, Partner]) -> Context:
    """Return the office, which has accepted its province's key."""
    keep(office.paths, made_province[1])
    return office
