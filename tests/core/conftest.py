"""The same tests on both databases: what ``on_server`` has marks for runs on each.

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


@pytest.fixture(scope="session")
def folders_on_server(server: postgres.Server) -> Folders:
    """Return what puts the data folders of tests on that server."""
    return Folders(server)


@pytest.fixture(autouse=True)
def database_kind(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Say on which database the folders are that a test opens."""
    kind = getattr(request, "param", EVERYWHERE)
    if kind == "sqlite":
        yield kind
        return
    folders: Folders = request.getfixturevalue("folders_on_server")
    placed = folders.placed if kind == "postgresql" else folders.placed_province
    monkeypatch.setattr("danvan_desktop.context.Paths", placed)
    yield kind
    if EVERYWHERE == "sqlite":  # else a folder may be one of the whole session
        folders.drop()
