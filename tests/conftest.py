"""What every test stands on: Qt drawn into memory, repeatable examples, nothing of this user.

Only general things belong here; a room's own fixtures live in the ``conftest.py`` of its folder.
"""

from __future__ import annotations

import gc
import json
import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import pkcs12
from hypothesis import settings

from danvan_desktop import i18n
from danvan_desktop.context import Context, open_context
from danvan_desktop.organisation.setup import read_setup
from danvan_desktop.registers import REGISTERS
from danvan_desktop.sample import open_sample
from danvan_desktop.schema import Period, Quantity, RegisterSpec
from danvan_desktop.storage.values import ImportRow
from tests import postgres

ROOT = Path(__file__).resolve().parent.parent

# Before anything imports Qt: no test but a journey, which starts its own process, wants a screen.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# No test may look into, or fill, the keyring of whoever runs it; one that needs a keyring sets it.
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"

# A commit waits for the disk for milliseconds, and the suite commits many thousand times. What is
# written in memory is synced by the same calls; that a disk obeys them is not for a test to prove.
MEMORY, MEMORY_ROOM = Path("/dev/shm"), 4 << 30
if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= MEMORY_ROOM:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))

# The same examples at every run: a test that fails by chance teaches people to run it again.
settings.register_profile("house", deadline=None, derandomize=True, database=None)
settings.load_profile("house")


def pytest_collection_finish() -> None:
    """Keep what the imports made out of every later search for garbage."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, *gc.get_threshold()[1:])


def pytest_runtest_teardown(item: pytest.Item) -> None:
    """Collect garbage here once Qt is in use: on a worker it would destroy widgets."""
    if "PySide6.QtWidgets" in sys.modules:
        from ui.collector import collect_if_due

        gc.disable()
        collect_if_due()


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the folder of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def fixtures_dir() -> Path:
    """Return the folder of files that tests read and never write."""
    return ROOT / "tests" / "fixtures"


@pytest.fixture(scope="session")
def year_2020(fixtures_dir: Path) -> Path:
    """Return the folder of the Dương Minh Châu half-year: what communes sent, and the key."""
    return fixtures_dir / "duong-minh-chau-2020"


@pytest.fixture(scope="session")
def empty_data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make one migrated, empty database that tests copy instead of migrating anew."""
    folder = tmp_path_factory.mktemp("empty-office")
    open_context(folder).close()
    return folder


@pytest.fixture(scope="session")
def office_data_dir(
    empty_data_dir: Path, year_2020: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Make one data folder in which the office of Dương Minh Châu is set up, with no records."""
    folder = tmp_path_factory.mktemp("office") / "data"
    shutil.copytree(empty_data_dir, folder)
    # Set up at the time that tests hold still, so that the office key is valid then.
    context = open_context(folder, clock=FixedClock())
    context.set_up(read_setup(year_2020 / "office.json", year_2020 / "units.csv"))
    context.close()
    return folder


@pytest.fixture(scope="session")
def key(year_2020: Path) -> dict[str, Any]:
    """Return the answer key of the half-year."""
    found: dict[str, Any] = json.loads((year_2020 / "expected.json").read_text("utf-8"))
    return found


@pytest.fixture(scope="session")
def filled_data_dir(
    office_data_dir: Path, year_2020: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Make one data folder of that office with every row that the answer key accepts."""
    folder = tmp_path_factory.mktemp("filled") / "data"
    shutil.copytree(office_data_dir, folder)
    context = open_context(folder)
    context.import_rows("Nhập số liệu", _accepted_rows(year_2020))
    context.close()
    return folder


@pytest.fixture(scope="session")
def sample_data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make one data folder of the sample office; who changes records copies it first."""
    folder = tmp_path_factory.mktemp("sample") / "data"
    open_sample(folder).close()
    return folder


@pytest.fixture(scope="session")
def server() -> Iterator[postgres.Server]:
    """Start a PostgreSQL server when the first test asks for one."""
    if reason := postgres.missing():
        pytest.skip(reason)
    with postgres.running() as server:
        yield server


@pytest.fixture
def clock() -> FixedClock:
    """Hold the time still: the afternoon of 16 June 2020."""
    return FixedClock()


@pytest.fixture
def office(office_data_dir: Path, tmp_path: Path, clock: FixedClock) -> Iterator[Context]:
    """Open a copy of the set-up office, at a fixed time, as clerk Lê Văn C."""
    shutil.copytree(office_data_dir, tmp_path / "data")
    context = open_context(tmp_path / "data", clock=clock, user="Lê Văn C")
    yield context
    context.close()


@dataclass
class FixedClock:
    """A clock that a test sets."""

    day: str = "2020-06-16"
    moment: str = "2020-06-16T07:05:12Z"

    def today(self) -> str:
        """Give the day that the test set."""
        return self.day

    def now(self) -> str:
        """Give the moment that the test set."""
        return self.moment


def _accepted_rows(year_2020: Path) -> Iterator[ImportRow]:
    lines = (year_2020 / "expected-records.jsonl").read_text("utf-8").splitlines()
    for number, line in enumerate(lines):
        item = json.loads(line)
        if item["register"] in REGISTERS:
            origin = {name: item[name] for name in ("file", "sheet", "row")}
            values = _as_kept(REGISTERS[item["register"]], item)
            yield ImportRow(item["register"], values, origin, str(number))


def _as_kept(spec: RegisterSpec, item: dict[str, Any]) -> dict[str, Any]:
    """Turn a row of the key into a record: its period, amounts as their type keeps them."""
    values = dict(item["values"])
    if isinstance(spec.field(spec.date_field).type, Period):
        values.setdefault(spec.date_field, item["period"])
    for field in spec.fields:
        if isinstance(field.type, Quantity) and values.get(field.name) is not None:
            values[field.name] = round(values[field.name] * field.type.scale)
    return values


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


@pytest.fixture(scope="session", autouse=True)
def _keys_are_opened_once() -> Iterator[None]:
    """Remember what a key file holds under a passphrase: 20,000 rounds always give the same."""
    with pytest.MonkeyPatch.context() as patch:
        opened = lru_cache(maxsize=500)(pkcs12.load_key_and_certificates)
        patch.setattr(pkcs12, "load_key_and_certificates", opened)
        yield


@pytest.fixture(autouse=True)
def _source_language() -> Iterator[None]:
    """Let every test begin and leave in Vietnamese."""
    i18n.use_language(i18n.SOURCE_LANGUAGE)
    yield
    i18n.use_language(i18n.SOURCE_LANGUAGE)
