"""Connections for reading: plain ``sqlite3``, a few of them, given out again and again.

Reading needs no SQLAlchemy: it would make the start wait for its import. What reads asks only for
``exec_driver_sql``, which SQLAlchemy's connections have under the same name, so that another
database needs another pool and nothing else.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
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


class Reading:
    """A connection that only reads."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def exec_driver_sql(self, statement: str, parameters: Sequence[Any] = ()) -> sqlite3.Cursor:
        """Run a statement with ``?`` marks; the cursor gives rows as tuples."""
        return self._connection.execute(statement, tuple(parameters))


class Readers:
    """The connections of one file, and who is using the file at present."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._free: list[sqlite3.Connection] = []
        self._using = 0
        self._closed = False
        self._changed = threading.Condition()

    @contextmanager
    def using(self) -> Iterator[None]:
        """Count somebody who uses the file until left; Cancelled once the file was closed."""
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
                yield Reading(connection)
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                self._free.append(connection)

    def close(self) -> None:
        """Let everybody finish who uses the file, then close the connections."""
        with self._changed:
            self._closed = True
            self._changed.wait_for(lambda: not self._using)
        while self._free:
            self._free.pop().close()

    def _taken(self) -> sqlite3.Connection:
        try:
            return self._free.pop()
        except IndexError:
            pass
        import sqlite3  # a start may end without a question to the database

        connection = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False)
        for pragma in (*PRAGMAS, "PRAGMA query_only=ON"):
            connection.execute(pragma)
        return connection
