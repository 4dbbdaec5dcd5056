"""Put back, row by row, what a pack changed, where nobody has changed it since.

Unlike Ctrl+Z this may come long after, so it asks of every row whether it is still as the pack left
it, and of every row that the pack added whether something stands on it now.
"""

from __future__ import annotations

import json
from typing import Any

from danvan_desktop.i18n import _
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.pack_parts import Parts
from danvan_desktop.registers import REGISTERS
from danvan_desktop.storage.unit_of_work import UnitOfWork
from danvan_desktop.storage.values import Record

Row = tuple[str, str]
"""Register and record."""


def put_back(books: Books, work: UnitOfWork, operation: str, parts: Parts) -> tuple[str, ...]:
    """Take back the rows of an operation; returns in words what stays and why."""
    added: list[Row] = []
    changed: dict[Row, dict[str, tuple[Any, Any]]] = {}
    rows = work.connection.exec_driver_sql(
        "SELECT register, record_id, field, old, new FROM history WHERE operation = ? "
        "ORDER BY pk DESC",
        (operation,),
    ).fetchall()
    for register, record_id, name, old, new in rows:
        row = (str(register), str(record_id))
        if name == "":
            added.append(row)
        else:
            changed.setdefault(row, {})[str(name)] = (json.loads(old), json.loads(new))
    kept = [_unchange(books, work, row, fields) for row, fields in changed.items()]
    kept += _unadd(books, work, added, parts)
    return tuple(words for words in kept if words)


# --- private


def _unchange(books: Books, work: UnitOfWork, row: Row, fields: dict[str, tuple[Any, Any]]) -> str:
    record = books.record(*row)
    if record is None or record.deleted:
        return ""
    same = {name: old for name, (old, new) in fields.items() if record.values.get(name) == new}
    work.update(REGISTERS[row[0]], record.id, same)
    if len(same) == len(fields):
        return ""
    return _stays(record, _("đã sửa sau khi áp dụng gói"))


def _unadd(books: Books, work: UnitOfWork, added: list[Row], parts: Parts) -> list[str]:
    found = [books.record(*row) for row in added]
    here = [record for record in found if record is not None and not record.deleted]
    kept: list[str] = []
    for register in dict.fromkeys(register for register, _record in added):
        spec = REGISTERS[register]
        mine = [one for one in here if one.register == register]
        part = next((one for one in parts if one.owns(register)), None)
        leaving = part.leaving(books, mine) if part is not None else {}
        for record in mine:
            stays = leaving.get(record.id)
            if record.rev > 1 and _edited(work, record):
                kept.append(_stays(record, _("đã sửa sau khi áp dụng gói")))
            elif stays is None:
                work.set_deleted(spec, record.id, True)
            else:
                work.update(spec, record.id, stays.values)
                kept.append(_stays(record, stays.stays))
    return kept


def _edited(work: UnitOfWork, record: Record) -> bool:
    """Tell whether somebody wrote other values since; coming out of the bin is no edit."""
    row = work.connection.exec_driver_sql(
        "SELECT count(*) FROM history WHERE record_id = ? AND field NOT IN ('', 'deleted')",
        (record.id,),
    ).fetchone()
    return bool(row and row[0])


def _stays(record: Record, reason: str) -> str:
    spec = REGISTERS[record.register]
    title = spec.title_of(record.values) or record.id
    return _("{what} “{title}”: {reason}").format(
        what=_(spec.record_label), title=title[:80], reason=reason
    )
