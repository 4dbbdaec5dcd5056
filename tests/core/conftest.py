"""The same tests on both databases: a test marked ``both_databases`` runs on each.

``DANVAN_TEST_DATABASE=postgresql`` runs every test of the core on a server instead, which takes
several times as long and is for whoever works on storage.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests import postgres
from tests.on_server import Folders

EVERYWHERE = os.environ.get("DANVAN_TEST_DATABASE", "sqlite")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run the marked tests once on each database."""
    if metafunc.definition.get_closest_marker("both_databases"):
        metafunc.parametrize("database_kind", ("sqlite", "postgresql"), indirect=True)


@pytest.fixture(scope="session")
def server() -> Iterator[postgres.Server]:
    """Start a PostgreSQL server when the first test asks for one."""
    if reason := postgres.missing():
        pytest.skip(reason)
    with postgres.running() as server:
        yield server


@pytest.fixture(scope="session")
def folders_on_server(server: postgres.Server) -> Folders:
    """Return what puts the data folders of tests on that server."""
    return Folders(server)


@pytest.fixture(autouse=True)
def database_kind(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """Say on which database the folders are that a test opens."""
    kind = getattr(request, "param", EVERYWHERE)
    if kind == "sqlite":
        yield kind
        return
    folders: Folders = request.getfixturevalue("folders_on_server")
    monkeypatch.setattr("danvan_desktop.context.Paths", folders.placed)
    yield kind
    folders.drop()
