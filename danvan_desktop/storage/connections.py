"""Connections for reading: a few of them, of the plain driver, given out again and again.

Reading needs no SQLAlchemy: it would make the start wait for its import. What reads asks only for
``exec_driver_sql``, which SQLAlchemy's connections have under the same name, so that another
database needs another way to open a connection and nothing else.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from danvan_desktop.errors import Cancelled

if TYPE_CHECKING:
    import sqlite3

PRAGMAS = (
    "PRAGMA busy_timeout=10000",
    "PRAGMA cache_size=-16000",
    "PRAGMA temp_store=MEMORY",
)
"""What every connection is told, whoever opens it."""


class Statements(Protocol):
    """What runs plain SQL: a reading connection, or SQLAlchemy's inside a write."""

    def exec_driver_sql(self, statement: str, parameters: Any = ..., /) -> Any:
        """Run a statement with ``?`` marks; the result gives rows as tuples."""


class Reading(Protocol):
    """A connection that only reads, one of a few that are given out again and again."""

    def exec_driver_sql(self, statement: str, parameters: Sequence[Any] = ..., /) -> Any:
        """Run a statement with ``?`` marks; the cursor gives rows as tuples."""

    def snapshot(self) -> AbstractContextManager[None]:
        """See the database as it is now until left."""

    def rest(self) -> bool:
        """End what is still open; tell whether the connection can be used again."""

    def close(self) -> None:
        """Close the connection."""


class FileReading:
    """A connection to an SQLite file."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def exec_driver_sql(self, statement: str, parameters: Sequence[Any] = (), /) -> sqlite3.Cursor:
        """Run a statement with ``?`` marks; the cursor gives rows as tuples."""
        return self._connection.execute(statement, tuple(parameters))

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """See the database as it is now until left."""
        self._connection.execute("BEGIN")
        try:
            yield
        finally:
            self._connection.execute("ROLLBACK")

    def rest(self) -> bool:
        """End what is still open; tell whether the connection can be used again."""
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")
        return True

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


def open_file(path: Path) -> FileReading:
    """Open a connection to an SQLite file that only reads."""
    import sqlite3  # a start may end without a question to the database

    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    for pragma in (*PRAGMAS, "PRAGMA query_only=ON"):
        connection.execute(pragma)
    return FileReading(connection)


class Readers:
    """The connections of one database, and who is using it at present."""

    def __init__(self, opened: Callable[[], Reading]) -> None:
        self._opened = opened
        self._free: list[Reading] = []
        self._using = 0
        self._closed = False
        self._changed = threading.Condition()

    @contextmanager
    def using(self) -> Iterator[None]:
        """Count somebody who uses the database until left; Cancelled once it was closed."""
        with self._changed:
            if self._closed:
                raise Cancelled
            self._using += 1
        try:
            yield
        finally:
            with self._changed:
                self._using -= 1
                self._changed.notify_all()

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """Give a connection for reading; several threads may read at once."""
        with self.using():
            connection = self._taken()
            try:
                yield connection
            finally:
                if connection.rest():
                    self._free.append(connection)
                else:
                    connection.close()

    def close(self) -> None:
        """Let everybody finish who uses the database, then close the connections."""
        with self._changed:
            self._closed = True
            self._changed.wait_for(lambda: not self._using)
        while self._free:
            self._free.pop().close()

    def _taken(self) -> Reading:
        try:
            return self._free.pop()
        except IndexError:
            return self._opened()
