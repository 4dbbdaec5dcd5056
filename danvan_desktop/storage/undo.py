"""Undo and redo of the last operations: the recorded history played backwards as a new operation.

Nothing is ever erased: an undo is itself an operation with its own history, so the audit stays
whole, and redo is the undo of an undo.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby, islice
from typing import Any

from danvan_desktop.i18n import _
from danvan_desktop.registers import REGISTERS
from danvan_desktop.storage.engine import Database
from danvan_desktop.storage.repeats import Judged
from danvan_desktop.storage.undo_labels import LAST_DONE, LAST_UNDONE
from danvan_desktop.storage.unit_of_work import BATCH, REPEAT, Author, UnitOfWork, writing
from danvan_desktop.storage.values import Changes

_Entry = tuple[str, str, str, str]
"""Register, record, field, and its old value as JSON."""


def undo(database: Database, author: Author) -> Changes | None:
    """Take back the last operation; None when there is nothing left to take back."""
    return _reverse(database, author, LAST_DONE, kind="undo", words=_("Hoàn tác: {label}"))


def redo(database: Database, author: Author) -> Changes | None:
    """Do the last undone operation again."""
    return _reverse(database, author, LAST_UNDONE, kind="redo", words=_("Làm lại: {label}"))


def _reverse(
    database: Database, author: Author, query: str, *, kind: str, words: str
) -> Changes | None:
    with database.reading() as connection:
        row = connection.exec_driver_sql(query).fetchone()
    if row is None:
        return None
    target, label = str(row[0]), str(row[1])
    own = label if kind == "redo" else words.format(label=label)
    with writing(database, author, own, kind=kind, undoes=target) as (work, done):
        for (register, binned), entries in groupby(_entries(work, target), _whole_records):
            if binned is None:
                for _register, record_id, field, old in entries:
                    _put_back(work, register, record_id, field, json.loads(old))
            else:
                named = (record_id for _register, record_id, *_rest in entries)
                while some := list(dict.fromkeys(islice(named, BATCH))):
                    work.set_all_deleted(REGISTERS[register], some, binned)
        work.stand()
        work.connection.exec_driver_sql(
            "UPDATE operation SET undone_by = ? WHERE id = ?", (work.operation, target)
        )
    return done[0]


def _entries(work: UnitOfWork, operation: str) -> Iterator[_Entry]:
    """Read what an operation did, the last thing first, in pieces: it may be an import."""
    before = None
    while True:
        rows = work.quick.exec_driver_sql(
            "SELECT pk, register, record_id, field, old FROM history "
            f"WHERE operation = ? {'AND pk < ?' if before else ''} ORDER BY pk DESC LIMIT {BATCH}",
            (operation, before) if before else (operation,),
        ).fetchall()
        yield from ((str(r[1]), str(r[2]), str(r[3]), str(r[4])) for r in rows)
        if len(rows) < BATCH:
            return
        before = rows[-1][0]


def _whole_records(entry: _Entry) -> tuple[str, bool | None]:
    """Tell of an entry whether undoing it puts a record into the bin (False: takes it out).

    Neighbours that say the same of one register are undone together; None: one by one.
    """
    register, _record_id, field, old = entry
    if field == "":
        return register, True
    return register, bool(json.loads(old)) if field == "deleted" else None


def _put_back(work: UnitOfWork, register: str, record_id: str, field: str, old: Any) -> None:
    spec = REGISTERS[register]
    if field == REPEAT:
        first, second, verdict = old
        wanted = Judged(first, second, verdict) if verdict else None
        work.judge(spec, (first, second), wanted)
    else:
        work.update(spec, record_id, {field: old})
