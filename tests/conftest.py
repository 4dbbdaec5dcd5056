"""What every test stands on: Qt drawn into memory, repeatable examples, nothing of this user.

Only general things belong here; a room's own fixtures live in the ``conftest.py`` of its folder.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from danvan_desktop import i18n

ROOT = Path(__file__).resolve().parent.parent

# Before anything imports Qt: no test but a journey, which starts its own process, wants a screen.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# The same examples at every run: a test that fails by chance teaches people to run it again.
settings.register_profile("house", deadline=None, derandomize=True, database=None)
settings.load_profile("house")


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the folder of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def fixtures_dir() -> Path:
    """Return the folder of files that tests read and never write."""
    return ROOT / "tests" / "fixtures"


@pytest.fixture(scope="session")
def year_2020() -> Path:
    """Return the folder of the Dương Minh Châu year that lies beside the checkout, or skip."""
    folder = ROOT.parent / "shared" / "data" / "duong-minh-chau-2020"
    if not folder.is_dir():
        pytest.skip("needs the sample year in ../shared/data")
    return folder


@pytest.fixture(scope="session", autouse=True)
def _user_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep tests out of the data, settings and cache of whoever runs them."""
    home = tmp_path_factory.mktemp("home")
    names = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME")
    with pytest.MonkeyPatch.context() as patch:
        for name in (*names, "APPDATA", "LOCALAPPDATA"):
            folder = home / name.lower()
            folder.mkdir()
            patch.setenv(name, str(folder))
        yield


@pytest.fixture(autouse=True)
def _source_language() -> Iterator[None]:
    """Let every test begin and leave in Vietnamese."""
    i18n.use_language(i18n.SOURCE_LANGUAGE)
    yield
    i18n.use_language(i18n.SOURCE_LANGUAGE)
