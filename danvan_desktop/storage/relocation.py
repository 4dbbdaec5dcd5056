"""Where a data folder keeps its database, and moving it: for a folder that nobody has open.

The order is the safety: the copy is made and compared, the file is kept among the backups, then
one small file says where the database is from now on. Whatever stops before that last step leaves
everything as it was.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from enum import Enum

from danvan_desktop.errors import Progress, UserError, no_progress
from danvan_desktop.i18n import _
from danvan_desktop.paths import Paths
from danvan_desktop.storage import backup, migrate, move
from danvan_desktop.storage.lock import FolderLock
from danvan_desktop.storage.move import Compared
from danvan_desktop.storage.place import Server, name_server, server_of

_OFFICE = (
    "SELECT ten_day_du FROM van_phong WHERE deleted = 0 "
    "ORDER BY event_date DESC NULLS LAST, pk DESC LIMIT 1"
)

MOVED = "truoc-chuyen"
"""The reason in the name of the copy that stays of a file whose data moved to a server."""


class Holds(Enum):
    """What a database on a server holds."""

    NOTHING = "nothing"
    OURS = "ours"
    OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen on a server; ``office`` is whose data they are."""

    holds: Holds
    office: str = ""


def to_server(
    paths: Paths, server: Server, password: str, *, now: str, progress: Progress = no_progress
) -> list[Compared]:
    """Move the folder's database to an empty one on a server; ``now`` is UTC ISO text.

    UserError when it cannot be reached, is not empty, or the two sides differ after the copy;
    Cancelled when the user stopped: then the folder works with its file as before.
    """
    with _closed_folder(paths, now):
        if server_of(paths.place) is not None:
            raise _already(server_of(paths.place))
        if not paths.database.exists():
            raise _nothing()
        migrate.bring_up_to_date(paths.database, backups=paths.backups, stamp=now)
        target = server.opened(password)
        try:
            compared = move.to_server(paths.database, target, progress)
        finally:
            target.close()
        backup.back_up(paths.database, paths.backups, stamp=now, reason=MOVED)
        _from_now_on(paths, server, password)
    return compared


def to_file(paths: Paths, *, now: str, progress: Progress = no_progress) -> list[Compared]:
    """Move the database from its server into the folder; the server's stays, for reading alone.

    UserError when the two sides differ after the copy, Cancelled when the user stopped: then the
    folder works with the server as before.
    """
    with _closed_folder(paths, now):
        server = server_of(paths.place)
        if server is None:
            raise _already(None)
        source = server.opened()
        try:
            migrate.bring_server_up_to_date(source)
            compared = move.to_file(
                source, paths.database, progress, taken=lambda: name_server(paths.place, None)
            )
        finally:
            source.close()
    return compared


def join(paths: Paths, server: Server, password: str, *, now: str) -> None:
    """Let a folder without data of its own work with a database that is on a server already.

    UserError when the folder has an office, or the database none of our tables.
    """
    with _closed_folder(paths, now):
        if server_of(paths.place) is None and _has_office(paths):
            raise UserError(
                _("Thư mục này đã có dữ liệu của một cơ quan."),
                safe=_("Không có gì thay đổi."),
                remedy=_("Chọn Chuyển để đưa dữ liệu ấy lên máy chủ, hoặc nối từ thư mục khác."),
                code="has_data",
            )
        database = server.opened(password)
        try:
            with database.reading() as connection:
                version = migrate.version_on_server(connection)
            if version is None:
                raise UserError(
                    _("Cơ sở dữ liệu này chưa có dữ liệu của chương trình."),
                    safe=_("Không có gì thay đổi."),
                    remedy=_("Ở máy đang giữ dữ liệu, chọn Chuyển lên máy chủ trước."),
                    code="no_data",
                )
            migrate.bring_server_up_to_date(database)
        finally:
            database.close()
        _from_now_on(paths, server, password)


def look(server: Server, password: str) -> Seen:
    """Say what a database on a server holds; UserError when it cannot be reached."""
    database = server.opened(password)
    try:
        with database.reading() as connection:
            if migrate.version_on_server(connection) is None:
                taken = move.holds_tables(connection)
                return Seen(Holds.OTHERS if taken else Holds.NOTHING)
            row = connection.exec_driver_sql(_OFFICE).fetchone()
            return Seen(Holds.OURS, str(row[0]) if row else "")
    finally:
        database.close()


def begin_anew(paths: Paths, *, now: str) -> None:
    """Begin a new epoch after the server's administrator restored a copy of its database.

    UserError when the database is the folder's own file, whose copies the program restores.
    """
    with _closed_folder(paths, now):
        server = server_of(paths.place)
        if server is None:
            raise _already(None)
        database = server.opened()
        try:
            with database.write() as connection:
                for statement in backup.NEW_LIFE:
                    connection.exec_driver_sql(statement)
        finally:
            database.close()


@contextmanager
def _closed_folder(paths: Paths, now: str) -> Iterator[None]:
    """Hold the folder as a program that works with it does, so that none does meanwhile."""
    lock = FolderLock(paths.lock, now=now)
    try:
        yield
    finally:
        lock.release()


def _from_now_on(paths: Paths, server: Server, password: str) -> None:
    if password:
        server.keep_password(password)
    name_server(paths.place, server)
    for ending in ("", "-wal", "-shm"):
        # Left over, it is never opened again: the small file says where the data are.
        with suppress(OSError):
            paths.database.with_name(paths.database.name + ending).unlink(missing_ok=True)


def _has_office(paths: Paths) -> bool:
    if not paths.database.exists():
        return False
    with closing(sqlite3.connect(paths.database)) as connection, suppress(sqlite3.Error):
        return connection.execute("SELECT 1 FROM van_phong LIMIT 1").fetchone() is not None
    return True


def _already(server: Server | None) -> UserError:
    where = _("máy chủ {name}").format(name=server.words) if server else _("tệp của thư mục này")
    return UserError(
        _("Dữ liệu đang ở {where} rồi.").format(where=where),
        safe=_("Không có gì thay đổi."),
        code="already_there",
    )


def _nothing() -> UserError:
    return UserError(
        _("Thư mục này chưa có dữ liệu để chuyển."),
        safe=_("Không có gì thay đổi."),
        remedy=_("Chọn đúng thư mục dữ liệu, hoặc nối tới dữ liệu đã có trên máy chủ."),
        code="no_data",
    )
