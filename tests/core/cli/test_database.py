"""The command line shows where the data are and moves them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from danvan_desktop.storage.place import Server as Place
from tests.core.cli.conftest import Command
from tests.postgres import Server


@pytest.fixture
def url(server: Server) -> Iterator[str]:
    """Make an empty database on the server."""
    name = server.make()
    yield server.url(name)
    server.drop(name)


def test_database_is_shown_moved_and_moved_back(
    command: Command, office_data_dir: Path, tmp_path: Path, url: str
) -> None:
    """The commands of the page: show, move there, begin anew after a restore, move back."""
    data = shutil.copytree(office_data_dir, tmp_path / "data")
    folder = ("--data-dir", data, "database")
    assert json.loads(command(*folder, "show", "--json").out)["database"] == "sqlite"
    moved = command(*folder, "move", "--to", url, "--json")
    assert moved.status == 0
    said = json.loads(moved.out)
    assert said["tables"]["don_vi"]["rows"] > 10
    assert len(said["tables"]["don_vi"]["sha256"]) == 64
    assert json.loads(command(*folder, "show", "--json").out) == {
        "database": "postgresql",
        "where": Place(url).words,
    }
    assert command("--data-dir", data, "period", "check", "--period", "H1/2020").status in (0, 1)
    assert command(*folder, "restored").status == 0
    back = command(*folder, "move", "--to-sqlite")
    assert back.status == 0
    assert "khớp" in back.out
    assert (data / "danvan.db").exists()
    assert command(*folder, "restored").status == 1


def test_wrong_address_is_refused_in_words(command: Command, tmp_path: Path) -> None:
    """A mistyped address changes nothing and shows the form that is wanted."""
    refused = command("--data-dir", tmp_path, "database", "move", "--to", "mysql://h/d")
    assert refused.status == 1
    assert "postgresql://" in refused.err
