"""Answers that were worked out before and are still true, so that a start shows them at once.

An answer is a function of the data, the program and what its name says (a day, a language). It is
written when the folder is closed, together with the state of the closed database file, and it is
given only while the file is exactly as it was then: nothing written by this run, by a run that was
killed, or by another program. Whoever finds no answer works it out; nothing here is data.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

HEADER = 100
"""Bytes of SQLite's file header: format, size and counters of the file."""


class Kept:
    """The answers beside one database, made by one version of the program.

    None of a database on a server (no file): others write there while this program is closed.
    """

    def __init__(self, place: Path, database: Path | None, *, program: str) -> None:
        self._place = place
        self._database = database
        self._program = program
        self._values: dict[str, Any] = {}
        self._state = state_of(database)
        try:
            found = json.loads(place.read_text(encoding="utf-8"))
            if self._state and found["of"] == [program, self._state]:
                self._values = dict(found["answers"])
        except (OSError, ValueError, KeyError, TypeError):
            self._values = {}

    @property
    def known(self) -> bool:
        """Tell whether the file was the one that this program closed, when this was made."""
        return bool(self._values)

    def get(self, name: str) -> Any:
        """Give an answer that is true now, else None."""
        if self._values and state_of(self._database) != self._state:
            self._values = {}
        return self._values.get(name)

    def write(self, answers: Mapping[str, Any]) -> None:
        """Keep answers about the database, which must be closed and as they found it."""
        state = state_of(self._database)
        if state is None:
            return
        content = {"of": [self._program, state], "answers": dict(answers)}
        temporary = self._place.with_suffix(".tmp")
        try:
            temporary.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
            temporary.replace(self._place)
        except OSError:
            return  # the next start works it out


def state_of(database: Path | None) -> list[Any] | None:
    """Tell in which state a database file is; None while its log holds anything."""
    if database is None:
        return None
    try:
        log = Path(f"{database}-wal").stat().st_size
    except OSError:
        log = 0
    if log:
        return None
    try:
        with database.open("rb") as stream:
            header = stream.read(HEADER)
            found = os.fstat(stream.fileno())
    except OSError:
        return None
    return [found.st_size, found.st_mtime_ns, header.hex()]


def made_from(*folders: Path) -> list[int]:
    """Tell when the files of folders were last changed, for a program that is being worked on."""
    return [max(_changed(folder), default=0) for folder in folders]


def _changed(folder: Path) -> list[int]:
    try:
        with os.scandir(folder) as entries:
            return [entry.stat().st_mtime_ns for entry in entries if entry.is_file()]
    except OSError:
        return []
