"""Data folders of tests whose database is on a server: moved there once, then copied by it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from danvan_desktop.paths import Paths
from danvan_desktop.storage import migrate, move
from danvan_desktop.storage.place import Server as Place, name_server
from tests.postgres import Server

both_databases = pytest.mark.parametrize("database_kind", ["sqlite", "postgresql"], indirect=True)
"""Runs a test of ``tests/core`` twice: on files, and on a server."""

province_on_both = pytest.mark.parametrize(
    "database_kind", ["sqlite", "province-on-postgresql"], indirect=True
)
"""Does the same with the province alone on the server: what sends to it are offices with files."""


class Folders:
    """Puts the database of every folder that is opened on a server, before it is opened."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._templates: dict[str, str] = {}
        self._made: list[str] = []

    def placed_province(self, data: Path) -> Paths:
        """Do as ``placed`` with the folder of that name alone."""
        return self.placed(data) if data.name == "province" else Paths(data)

    def placed(self, data: Path) -> Paths:
        """Give the paths of a folder whose database is on the server from now on.

        What its file holds goes along; a folder without one gets an empty database.
        """
        paths = Paths(data)
        if not paths.place.exists():
            name = self._server.make(template=self._template(paths.database))
            self._made.append(name)
            data.mkdir(parents=True, exist_ok=True)
            name_server(paths.place, Place(self._server.url(name)))
            paths.database.unlink(missing_ok=True)
        return paths

    def drop(self) -> None:
        """Remove the databases of the folders of one test."""
        while self._made:
            self._server.drop(self._made.pop())

    def _template(self, file: Path) -> str:
        digest = hashlib.sha256(file.read_bytes()).hexdigest() if file.exists() else ""
        if digest not in self._templates:
            name = self._server.make()
            database = Place(self._server.url(name)).opened()
            if digest:
                move.to_server(file, database)
            else:
                migrate.bring_server_up_to_date(database)
            database.close()
            self._templates[digest] = name
        return self._templates[digest]
