"""Which packs were applied here, which of them are in force, and what they hold.

A pack is in force while the operation that applied it stands; undo, redo and taking back turn
operations, so nothing else has to be kept in step.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from danvan_desktop.bundles.packs.model import PackEntry
from danvan_desktop.bundles.protocol import Epoch
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.pack_parts import Brought, Sort
from danvan_desktop.storage.connections import Statements

_COLUMNS = (
    "pk, operation, sha256, sender, sender_name, epoch, number, created, note, at, "
    '"by", told, files'
)

Files = Mapping[str, Mapping[str, str]]
"""Files by kind and name."""


def packs(books: Books) -> list[PackEntry]:
    """List every pack that was ever applied here, the newest first."""
    with books.database.reading() as connection:
        found = [entry for entry, _files in applied(connection)]
    last: dict[str, int] = {}
    for one in found:
        if one.in_force:
            last[one.sender] = one.pk
    return [replace(one, last=last.get(one.sender) == one.pk) for one in reversed(found)]


def applied(connection: Statements) -> list[tuple[PackEntry, Files]]:
    """Read every pack with the files that its sender's packs held from it on, oldest first."""
    rows = connection.exec_driver_sql(
        f"SELECT {_COLUMNS} FROM province_pack ORDER BY pk"
    ).fetchall()
    return [(_entry(row, _stands(connection, row[1])), json.loads(row[-1])) for row in rows]


def held_files(shelf: Iterable[tuple[PackEntry, Files]]) -> dict[str, dict[str, dict[str, str]]]:
    """Give the files in force by kind, sender, name: of each the latest pack that has the kind."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    for entry, files in shelf:
        if entry.in_force:
            for kind, contents in files.items():
                senders = found.setdefault(kind, {})
                senders.pop(entry.sender, None)
                senders[entry.sender] = dict(contents)
    return found


def brought(books: Books, sender: str) -> Brought:
    """Tell what packs hold here, seen from the next pack of a sender."""
    with books.database.reading() as connection:
        shelf = applied(connection)
        operations = [entry.operation for entry, _files in shelf if entry.in_force]
        rows = _last_written(connection, operations)
    held = held_files(shelf)
    return Brought(
        files={kind: senders.get(sender, {}) for kind, senders in held.items()},
        others={
            kind: frozenset(
                name for who, files in senders.items() if who != sender for name in files
            )
            for kind, senders in held.items()
        },
        rows=rows,
    )


# --- private


def _stands(connection: Statements, operation: str) -> bool:
    """Follow who undid whom: an operation stands when nobody who stands undid it."""
    standing = True
    while True:
        row = connection.exec_driver_sql(
            "SELECT undone_by FROM operation WHERE id = ?", (operation,)
        ).fetchone()
        if row is None or not row[0]:
            return standing
        standing, operation = not standing, str(row[0])


def _last_written(connection: Statements, operations: Sequence[str]) -> frozenset[str]:
    """Find the records whose latest change was made by one of the operations."""
    if not operations:
        return frozenset()
    marks = ", ".join("?" * len(operations))
    rows = connection.exec_driver_sql(
        "SELECT record_id, max(pk), max(CASE WHEN operation IN "
        f"({marks}) THEN pk END) FROM history WHERE record_id IN "
        f"(SELECT record_id FROM history WHERE operation IN ({marks})) GROUP BY record_id",
        (*operations, *operations),
    ).fetchall()
    return frozenset(str(record) for record, newest, ours in rows if newest == ours)


def _entry(row: Sequence[Any], standing: bool) -> PackEntry:
    pk, operation, sha256, sender, name, epoch, number, created, note, at, by, told, _files = row
    return PackEntry(
        pk=int(pk),
        operation=str(operation),
        sha256=str(sha256),
        sender=str(sender),
        sender_name=str(name),
        epoch=Epoch.parse(str(epoch)),
        number=int(number),
        created=str(created),
        note=str(note),
        at=str(at),
        by=str(by),
        told=tuple((part, Sort(sort), title) for part, sort, title in json.loads(told)),
        in_force=standing,
        last=False,
    )
