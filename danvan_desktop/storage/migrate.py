"""Bring the database file to this program's schema, after a verified copy, or refuse in words.

Alembic is imported only when the stored version differs: comparing one row costs 0.2 ms, the
import about 100 ms.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _

HEAD = "0015"
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


def bring_up_to_date(path: Path, *, backups: Path, stamp: str) -> Path | None:
    """Create or migrate the file; returns the copy made before an existing file was migrated."""
    version = stored_version(path)
    if version == HEAD:
        return None
    if version is not None and version > HEAD:
        raise UserError(
            _("Dữ liệu này do phiên bản mới hơn của chương trình ghi."),
            safe=_("Không có gì bị thay đổi."),
            remedy=_("Cài phiên bản mới của Dân Vận Desktop rồi mở lại."),
            code="newer_database",
        )
    copy = None
    if version is not None:
        from danvan_desktop.storage.backup import back_up

        copy = back_up(path, backups, stamp=stamp, reason="truoc-nang-cap")
    _upgrade(path)
    return copy


def _upgrade(path: Path) -> None:
    from alembic import command
    from alembic.config import Config

    from danvan_desktop.storage.engine import Database

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    database = Database(path)
    try:
        with database.write() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, HEAD)
    finally:
        database.close()
