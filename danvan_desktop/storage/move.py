"""Move a database between its file and a server: everything is copied, then compared, then counts.

All of it is one transaction on the new side, and the side that is left is only read. Before it
ends, both sides are counted and hashed table by table; where they differ nothing has happened.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, Text

from danvan_desktop.errors import Progress, UserError, no_progress
from danvan_desktop.i18n import N_, _
from danvan_desktop.registers import REGISTERS
from danvan_desktop.storage import backup, migrate
from danvan_desktop.storage.connections import Statements
from danvan_desktop.storage.dialect import POSTGRESQL, dialect_of
from danvan_desktop.storage.engine import Database
from danvan_desktop.storage.postgres import leave
from danvan_desktop.storage.search import fts_columns, fts_name, write_index
from danvan_desktop.storage.tables import metadata

BATCH = 2000
"""Rows that travel at once: memory stays flat whatever the size of the database."""

COPYING = N_("Chép dữ liệu")
CHECKING = N_("Đối chiếu")


@dataclass(frozen=True, slots=True)
class Compared:
    """One table after a move: its rows, and the SHA-256 that both sides agree on."""

    table: str
    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class _Held:
    """One table as it is moved: its columns, the order of its rows, which of them are texts."""

    name: str
    columns: tuple[str, ...]
    order: tuple[str, ...]
    texts: tuple[bool, ...]
    register: str = ""
    """The register whose search table it is."""


def to_server(path: Path, target: Database, progress: Progress = no_progress) -> list[Compared]:
    """Copy the database file into the empty database on a server, and compare.

    UserError when there is something in it already, or when the sides differ; then it is as it
    was. The file must be of this program's version and is not changed.
    """
    source = Database(path)
    try:
        with source.write() as here, target.write() as there:
            if holds_tables(there):
                raise UserError(
                    _("Cơ sở dữ liệu trên máy chủ đã có bảng."),
                    safe=_("Không có gì thay đổi ở cả hai nơi."),
                    remedy=_(
                        "Tạo một cơ sở dữ liệu trống rồi chuyển vào đó; nếu dữ liệu của cơ quan "
                        "đã ở đó thì chọn Nối."
                    ),
                    code="not_empty",
                )
            migrate.upgrade(there)
            return _moved(here, there, progress)
    finally:
        source.close()


def to_file(
    source: Database,
    path: Path,
    progress: Progress = no_progress,
    *,
    taken: Callable[[], None],
) -> list[Compared]:
    """Copy the database of a server into a new file, and compare; nobody writes there meanwhile.

    UserError when the sides differ. The file takes its place only when everything agrees; then
    ``taken`` makes it the one in use, and the server's is marked as left before others may write.
    """
    temporary = path.with_suffix(".chuyen")
    _remove(temporary)
    target = Database(temporary)
    try:
        with target.write() as there:
            migrate.upgrade(there)
        with source.write() as here:
            with target.write() as there:
                compared = _moved(here, there, progress)
            target.close()
            if not backup.is_intact(temporary):
                raise _differs("")
            temporary.replace(path)
            taken()
            leave(here)
    finally:
        target.close()
        _remove(temporary)
    return compared


def holds_tables(connection: Statements) -> bool:
    """Tell whether a database on a server has tables, ours or others'."""
    row = connection.exec_driver_sql(
        "SELECT count(*) FROM pg_class WHERE relkind IN ('r', 'p', 'v') "
        "AND relnamespace = current_schema()::regnamespace"
    ).fetchone()
    return bool(row[0])


def _moved(here: Connection, there: Connection, progress: Progress) -> list[Compared]:
    """Copy every table and compare; ``progress`` counts the rows twice, as they are read."""
    tables = list(_tables())
    counts = {held.name: _count(here, held) for held in tables}
    total, done = 2 * sum(counts.values()), 0
    for held in tables:
        progress(done, total, _(COPYING))
        if held.register:
            done += _copy_index(here, there, held)
        else:
            done += _copy(here, there, held)
    if dialect_of(there) == POSTGRESQL:
        _go_on_counting(there, tables)
    compared: list[Compared] = []
    for held in tables:
        progress(done, total, _(CHECKING))
        one, other = _digest(here, held), _digest(there, held)
        if one != other or one.rows != counts[held.name]:
            raise _differs(held.name)
        compared.append(one)
        done += one.rows
    progress(total, total, _(CHECKING))
    return compared


def _tables() -> Iterator[_Held]:
    """List every table: those of the declarations, and the search tables."""
    for table in metadata().sorted_tables:
        key = ("pk",) if "pk" in table.c else tuple(c.name for c in table.primary_key)
        columns = tuple(column.name for column in table.columns)
        yield _Held(table.name, columns, key, _texts(table))
    for spec in REGISTERS.values():
        names = ("rowid", *fts_columns(spec))
        texts = (False, *(True for _name in names[1:]))
        yield _Held(fts_name(spec.key), names, ("rowid",), texts, register=spec.key)


def _texts(table: Table) -> tuple[bool, ...]:
    return tuple(isinstance(column.type, Text) for column in table.columns)


def _copy(here: Connection, there: Connection, held: _Held) -> int:
    marks = ", ".join("?" * len(held.columns))
    insert = f'INSERT INTO "{held.name}" ({_listed(held.columns)}) VALUES ({marks})'
    done = 0
    for rows in _pieces(here, held):
        there.exec_driver_sql(insert, [tuple(row) for row in rows])
        done += len(rows)
    return done


def _copy_index(here: Connection, there: Connection, held: _Held) -> int:
    """Copy a search table; whose each row is stands beside its record."""
    spec, done = REGISTERS[held.register], 0
    for rows in _pieces(here, held):
        marks = ", ".join("?" * len(rows))
        owners: Mapping[int, str] = dict(
            here.exec_driver_sql(
                f'SELECT pk, owner FROM "{spec.key}" WHERE pk IN ({marks})',
                tuple(row[0] for row in rows),
            ).fetchall()
        )
        for owner in dict.fromkeys(owners.values()):
            own = [tuple(row) for row in rows if owners.get(row[0]) == owner]
            write_index(there, spec, own, owner=owner)
        done += len(rows)
    return done


def _go_on_counting(there: Connection, tables: Sequence[_Held]) -> None:
    """Let the numbers that the server gives to new rows begin behind those that came."""
    for held in tables:
        if held.order == ("pk",):
            there.exec_driver_sql(
                f"SELECT setval(pg_get_serial_sequence('\"{held.name}\"', 'pk'), "
                f'coalesce(max(pk), 0) + 1, false) FROM "{held.name}"'
            )


def _count(connection: Connection, held: _Held) -> int:
    row = connection.exec_driver_sql(f'SELECT count(*) FROM "{held.name}"').fetchone()
    return int(row[0]) if row else 0


def _digest(connection: Connection, held: _Held) -> Compared:
    """Hash a table: each row a line of JSON in the order of the key, values by their columns."""
    digest, number = hashlib.sha256(), 0
    write = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    for rows in _pieces(connection, held):
        for row in rows:
            values = [
                str(value) if text and value is not None else value
                for value, text in zip(row, held.texts, strict=True)
            ]
            digest.update(write(values).encode() + b"\n")
        number += len(rows)
    return Compared(held.name, number, digest.hexdigest())


def _pieces(connection: Connection, held: _Held) -> Iterator[Sequence[Any]]:
    """Read a table in the order of its key, in pieces where its key is one number."""
    query = f'SELECT {_listed(held.columns)} FROM "{held.name}"'
    order = f"ORDER BY {_listed(held.order)}"
    if len(held.order) > 1 or held.order[0] not in ("pk", "rowid"):
        rows: Sequence[Any] = connection.exec_driver_sql(f"{query} {order}").fetchall()
        yield from (rows[start : start + BATCH] for start in range(0, len(rows), BATCH))
        return
    place, last = held.columns.index(held.order[0]), -1
    some = f"{query} WHERE {held.order[0]} > ? {order} LIMIT {BATCH}"
    while rows := connection.exec_driver_sql(some, (last,)).fetchall():
        yield rows
        last = rows[-1][place]


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _differs(table: str) -> UserError:
    return UserError(
        _("Sau khi chép, bảng {table} ở hai nơi không giống nhau.").format(table=table or "–"),
        safe=_("Không có gì thay đổi: dữ liệu vẫn ở nơi cũ."),
        remedy=_("Thử lại; nếu lại như vậy, gửi nhật ký cho người hỗ trợ."),
        code="move_differs",
    )


def _remove(path: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
