"""The database file: one SQLite engine with the pragmas that keep an acknowledged save safe.

WAL with ``synchronous=FULL`` so that a commit survives a power cut; foreign keys on; explicit
``BEGIN IMMEDIATE`` because pysqlite's own transaction handling commits DDL behind our back.
SQLite-only facts live here, in ``search`` and in ``backup``.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text

from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _

PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=10000",
    "PRAGMA cache_size=-16000",
    "PRAGMA temp_store=MEMORY",
)


def connect(path: Path) -> Engine:
    """Open (or create) the database file as an SQLAlchemy engine with our pragmas."""
    engine = create_engine(
        f"sqlite:///{path.as_posix()}",
        connect_args={"isolation_level": None, "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def _pragmas(connection: sqlite3.Connection, record: Any) -> None:
        for pragma in PRAGMAS:
            connection.execute(pragma)

    return engine


class Database:
    """The engine plus the two ways to use it: ``read`` and ``write``."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.engine = connect(path)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection for reading; several threads may read at once."""
        with self.engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Give a connection inside ``BEGIN IMMEDIATE``; leaving commits durably or rolls back."""
        with self.engine.connect() as connection:
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
        with self.write() as connection:
            connection.exec_driver_sql("PRAGMA secure_delete=ON")
            try:
                yield connection
            finally:
                connection.exec_driver_sql("PRAGMA secure_delete=OFF")
        with self.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close every connection; the WAL is folded into the file by SQLite."""
        self.engine.dispose()

    def quick_check(self) -> bool:
        """Let SQLite check the structure of the file."""
        with self.read() as connection:
            return connection.execute(text("PRAGMA quick_check")).scalar() == "ok"


def _roll_back(connection: Connection) -> None:
    # A full disk makes SQLite roll back by itself; the first error is the one that counts.
    with suppress(Exception):
        connection.exec_driver_sql("ROLLBACK")


def _in_words(error: BaseException) -> BaseException:
    """Turn what the disk refuses into the clerk's sentence; leave everything else as it is."""
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
