"""The database file: one SQLite engine with the pragmas that keep an acknowledged save safe.

WAL with ``synchronous=FULL`` so that a commit survives a power cut; foreign keys on; explicit
``BEGIN IMMEDIATE`` because pysqlite's own transaction handling commits DDL behind our back.
SQLAlchemy comes with the first statement that it must compile, never with a start. SQLite-only
facts live here, in ``connections``, in ``search`` and in ``backup``; a database on a server has
the same interface, from ``postgres``.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _
from danvan_desktop.storage.connections import (
    PRAGMAS as COMMON_PRAGMAS,
    FileReading,
    Readers,
    Reading,
    Statements,
    open_file,
)
from danvan_desktop.storage.dialect import SQLITE, Dialect

if TYPE_CHECKING:
    import sqlite3

    from sqlalchemy import Connection, Engine

PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    *COMMON_PRAGMAS,
)


def connect(path: Path) -> Engine:
    """Open (or create) the database file as an SQLAlchemy engine with our pragmas."""
    from sqlalchemy import create_engine, event

    engine = create_engine(
        f"sqlite:///{path.as_posix()}",
        connect_args={"isolation_level": None, "check_same_thread": False},
        hide_parameters=True,  # a fault goes to the log: what people typed must not go with it
    )

    @event.listens_for(engine, "connect")
    def _pragmas(connection: sqlite3.Connection, record: Any) -> None:
        for pragma in PRAGMAS:
            connection.execute(pragma)

    return engine


class Database:
    """The database and the ways to use it: ``reading``, ``read`` and ``write``.

    This one is a file; ``postgres.ServerDatabase`` is the same on a server.
    """

    dialect: Dialect = SQLITE
    path: Path
    """The file (a database on a server has none)."""
    _engine: Engine | None

    def __init__(self, path: Path) -> None:
        self.path = path
        self._use(Readers(partial(open_file, path)))

    @property
    def engine(self) -> Engine:
        """SQLAlchemy's engine, made when it is first asked for (its import takes 0.2 s)."""
        with self._making:
            if self._engine is None:
                self._engine = self._connect()
            return self._engine

    def reading(self) -> AbstractContextManager[Reading]:
        """Give a connection for plain SQL that reads; several threads may read at once."""
        return self._readers.reading()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give SQLAlchemy's connection to read by statements that it compiles."""
        with self._readers.using(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Give a connection inside ``BEGIN IMMEDIATE``; leaving commits durably or rolls back."""
        with self._readers.using(), self.engine.connect() as connection:
            try:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
                yield connection
                connection.exec_driver_sql("COMMIT")
            except BaseException as error:
                _roll_back(connection)
                raise _in_words(error) from error

    @contextmanager
    def erase(self) -> Iterator[Connection]:
        """Give a writing connection whose deletions leave no trace in the file or the WAL."""
        # Who closes the file waits until the WAL is empty too, and nobody opens it again after.
        with self._readers.using():
            with self.write() as connection:
                connection.exec_driver_sql("PRAGMA secure_delete=ON")
                try:
                    yield connection
                finally:
                    connection.exec_driver_sql("PRAGMA secure_delete=OFF")
            with self.engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Wait for who still reads or writes, then close; SQLite folds the WAL into the file."""
        self._readers.close()
        if self._engine is not None:
            self._engine.dispose()

    def quick_check(self) -> bool:
        """Let SQLite check the structure of the file."""
        with self.reading() as connection:
            return bool(connection.exec_driver_sql("PRAGMA quick_check").fetchone() == ("ok",))

    def _use(self, readers: Readers) -> None:
        self._readers = readers
        self._engine = None
        self._making = threading.Lock()

    def _connect(self) -> Engine:
        return connect(self.path)


def plain(connection: Connection) -> Statements:
    """Give the same connection, in the same transaction, for many small questions.

    SQLAlchemy takes ten times as long for them as the driver does.
    """
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name == SQLITE:
        return FileReading(driver)
    from danvan_desktop.storage.postgres import ServerReading

    return ServerReading(driver)


def _roll_back(connection: Connection) -> None:
    # A full disk makes SQLite roll back by itself; the first error is the one that counts.
    with suppress(Exception):
        connection.exec_driver_sql("ROLLBACK")


def _in_words(error: BaseException) -> BaseException:
    """Turn what the disk refuses into the clerk's sentence; leave everything else as it is."""
    import sqlite3

    reason = str(getattr(error, "orig", error)).lower()
    if not isinstance(getattr(error, "orig", error), sqlite3.OperationalError):
        return error
    kept = _("Nội dung bạn gõ vẫn ở trên màn hình.")
    if "full" in reason:
        return UserError(
            _("Ổ đĩa đã đầy nên chưa lưu được."),
            safe=kept,
            remedy=_("Xóa bớt tệp rồi nhấn Lưu."),
            code="disk_full",
        )
    if "locked" in reason or "busy" in reason:
        return UserError(
            _("Chương trình khác đang giữ tệp dữ liệu nên chưa lưu được."),
            safe=kept,
            remedy=_("Đóng chương trình đó rồi nhấn Lưu."),
            code="locked",
        )
    if "readonly" in reason or "unable to open" in reason or "i/o error" in reason:
        return UserError(
            _("Không ghi được vào thư mục dữ liệu."),
            safe=kept,
            remedy=_("Kiểm tra ổ đĩa hoặc USB rồi nhấn Lưu."),
            code="not_writable",
        )
    return error
