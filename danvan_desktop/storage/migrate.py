"""Bring the database file to this program's schema, after a verified copy, or refuse in words.

Alembic is imported only when the stored version differs: comparing one row costs 0.2 ms, the
import about 100 ms.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _
from danvan_desktop.storage.connections import Statements
from danvan_desktop.storage.engine import Database

if TYPE_CHECKING:
    from sqlalchemy import Connection

HEAD = "0017"
"""The newest migration (a test keeps it equal to ``migrations/versions``)."""


def stored_version(path: Path) -> str | None:
    """Read the schema version of a file; None when the file is new or empty."""
    if not path.exists() or path.stat().st_size == 0:
        return None
    try:
        with closing(sqlite3.connect(f"file:{path.as_posix()}?mode=ro", uri=True)) as connection:
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.DatabaseError as error:
        if "no such table" in str(error):
            return None
        raise UserError(
            _("Tệp dữ liệu bị hỏng nên không mở được."),
            safe=_("Các bản sao lưu vẫn còn trong thư mục sao_luu."),
            remedy=_("Chọn Khôi phục để lấy lại bản sao lưu gần nhất."),
            code="damaged",
        ) from error
    return str(row[0]) if row else None


def is_current(database: Database) -> bool:
    """Tell whether a file has this program's schema; if not, ``bring_up_to_date`` says what it is.

    The connection that finds out serves the questions that follow: to open one takes 2 ms.
    """
    if not database.path.exists() or database.path.stat().st_size == 0:
        return False
    try:
        with database.reading() as connection:
            row = connection.exec_driver_sql("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.DatabaseError:
        return False
    return bool(row == (HEAD,))


def bring_up_to_date(path: Path, *, backups: Path, stamp: str) -> Path | None:
    """Create or migrate the file; returns the copy made before an existing file was migrated."""
    version = stored_version(path)
    if version == HEAD:
        return None
    if version is not None and version > HEAD:
        raise _newer()
    copy = None
    if version is not None:
        from danvan_desktop.storage.backup import back_up

        copy = back_up(path, backups, stamp=stamp, reason="truoc-nang-cap")
    database = Database(path)
    try:
        with database.write() as connection:
            upgrade(connection)
    finally:
        database.close()
    return copy


def bring_server_up_to_date(database: Database) -> None:
    """Create or migrate the tables of a database on a server; copies of it are the server's.

    UserError when a newer program wrote it, or its data have gone elsewhere.
    """
    from danvan_desktop.storage.postgres import refuse_left

    with database.reading() as connection:
        version = version_on_server(connection)
        refuse_left(connection)
    if version is not None and version > HEAD:
        raise _newer()
    if version != HEAD:
        with database.write() as connection:
            if version_on_server(connection) != HEAD:  # else somebody else was faster
                upgrade(connection)


def version_on_server(connection: Statements) -> str | None:
    """Read the schema version of a database on a server; None when it has no tables of ours."""
    there = "SELECT to_regclass('alembic_version') IS NOT NULL"
    if not connection.exec_driver_sql(there).fetchone()[0]:
        return None
    row = connection.exec_driver_sql("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row else None


def upgrade(connection: Connection) -> None:
    """Run the migrations that are missing, inside the transaction of a write."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, HEAD)


def _newer() -> UserError:
    return UserError(
        _("Dữ liệu này do phiên bản mới hơn của chương trình ghi."),
        safe=_("Không có gì bị thay đổi."),
        remedy=_("Cài phiên bản mới của Dân Vận Desktop rồi mở lại."),
        code="newer_database",
    )
