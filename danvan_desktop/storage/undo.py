"""Undo and redo of the last operations: the recorded history played backwards as a new operation.

Nothing is ever erased: an undo is itself an operation with its own history, so the audit stays
whole, and redo is the undo of an undo.
"""

from __future__ import annotations

import json
from typing import Any

from danvan_desktop.i18n import _
from danvan_desktop.registers import REGISTERS
from danvan_desktop.storage.engine import Database
from danvan_desktop.storage.repeats import Judged
from danvan_desktop.storage.undo_labels import LAST_DONE, LAST_UNDONE
from danvan_desktop.storage.unit_of_work import REPEAT, Author, UnitOfWork, writing
from danvan_desktop.storage.values import Changes


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
        entries = work.connection.exec_driver_sql(
            "SELECT register, record_id, field, old, new FROM history "
            "WHERE operation = ? ORDER BY pk DESC",
            (target,),
        ).fetchall()
        for register, record_id, field, old, _new in entries:
            _put_back(work, register, record_id, field, json.loads(old))
        work.connection.exec_driver_sql(
            "UPDATE operation SET undone_by = ? WHERE id = ?", (work.operation, target)
        )
    return done[0]


def _put_back(work: UnitOfWork, register: str, record_id: str, field: str, old: Any) -> None:
    spec = REGISTERS[register]
    if field == "":
        work.set_deleted(spec, record_id, True)
    elif field == "deleted":
        work.set_deleted(spec, record_id, bool(old))
    elif field == REPEAT:
        first, second, verdict = old
        wanted = Judged(first, second, verdict) if verdict else None
        work.judge(spec, (first, second), wanted)
    else:
        work.update(spec, record_id, {field: old})
