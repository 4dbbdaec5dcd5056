"""Find what is kept about a private person, and erase it: history, drafts and file pages included.

A person may ask what is kept about them (Luật 91/2025/QH15; two working days, NĐ 356/2025). The
fields to look into are those that the registers declare as personal.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _
from danvan_desktop.organisation.books import Books
from danvan_desktop.registers import REGISTERS, clerk_registers
from danvan_desktop.schema import FieldSpec, RegisterSpec
from danvan_desktop.storage import access
from danvan_desktop.storage.access import AccessEntry, AccessKind
from danvan_desktop.storage.columns import child_table_name, has_sort_key
from danvan_desktop.storage.counters import touch
from danvan_desktop.storage.tables import table
from danvan_desktop.vietnamese import fold_key


@dataclass(frozen=True, slots=True)
class PersonHit:
    """A personal field that holds the searched words; ``child`` and ``entry`` name a list's row."""

    register: str
    record_id: str
    field: str
    value: str
    event_date: str | None = None
    child: str | None = None
    entry: str | None = None

    @property
    def spec(self) -> FieldSpec:
        """The declaration of the field."""
        register = REGISTERS[self.register]
        return (
            register.child(self.child).field(self.field)
            if self.child
            else register.field(self.field)
        )


def find_person(books: Books, words: str) -> list[PersonHit]:
    """Find personal fields that hold these words, without regard to accents, dots and case."""
    wanted = fold_key(words.replace(".", " "))
    if not wanted:
        return []
    with books.database.read() as connection:
        return [
            hit
            for hit in _personal_values(connection)
            if f" {wanted} " in f" {fold_key(hit.value.replace('.', ' '))} "
        ]


def erase_person(books: Books, hits: Sequence[PersonHit], reason: str) -> int:
    """Erase these values for good, in records, history and drafts; returns how many.

    It cannot be undone: that is its purpose. What an issued paper prints stays as it was issued.
    UserError without a reason. The newest copies are not touched; they are replaced in time.
    """
    if not reason.strip():
        raise UserError(
            _("Chưa ghi lý do xóa dữ liệu cá nhân."),
            safe=_("Không có gì bị xóa."),
            remedy=_("Ghi yêu cầu của ai, ngày nào."),
            code="no_reason",
        )
    with books.database.erase() as connection:
        for hit in hits:
            _erase_value(connection, hit)
            _erase_history(connection, hit)
        _erase_drafts(connection, hits)
    for register, record_id in dict.fromkeys((hit.register, hit.record_id) for hit in hits):
        fields = sorted(
            {h.field for h in hits if (h.register, h.record_id) == (register, record_id)}
        )
        note_access(books, "erase", register, record_id, fields, reason.strip())
    return len(hits)


def note_access(
    books: Books,
    kind: AccessKind,
    register: str,
    record_id: str | None,
    fields: Sequence[str],
    reason: str = "",
) -> None:
    """Note that somebody saw, exported or erased data about private persons."""
    now = books.clock.now()
    entry = AccessEntry(now, books.user, kind, register, record_id, tuple(fields), reason)
    access.note(books.database, entry)


def access_log(books: Books, limit: int = 500) -> Sequence[AccessEntry]:
    """Give the newest notes about the use of personal data."""
    return access.entries(books.database, limit)


def personal_fields(spec: RegisterSpec, values: Mapping[str, Any]) -> list[str]:
    """Name the filled personal fields of a record: ``nguoi_neu`` or ``y_kien.nguoi_neu``."""
    found = [field.name for field in spec.fields if field.personal and values.get(field.name)]
    for child in spec.children:
        rows = values.get(child.key) or ()
        found += [
            f"{child.key}.{field.name}"
            for field in child.fields
            if field.personal and any(row.get(field.name) for row in rows)
        ]
    return found


# --- private


def _personal_values(connection: Connection) -> Iterator[PersonHit]:
    """Read every filled personal field, deleted records too."""
    for spec in clerk_registers():
        yield from _record_values(connection, spec)
        for child in spec.children:
            personal = [field for field in child.fields if field.personal]
            if not personal:
                continue
            rows, parents = table(child_table_name(spec.key, child.key)), table(spec.key)
            columns = [rows.c[field.name] for field in personal]
            query = select(rows.c.parent_id, parents.c.event_date, rows.c.id, *columns).join(
                parents, parents.c.id == rows.c.parent_id
            )
            for record_id, day, entry, *values in connection.execute(query):
                for field, value in zip(personal, values, strict=True):
                    if value:
                        yield PersonHit(
                            spec.key, record_id, field.name, str(value), day, child.key, entry
                        )


def _record_values(connection: Connection, spec: RegisterSpec) -> Iterator[PersonHit]:
    personal = [field for field in spec.fields if field.personal]
    if not personal:
        return
    source = table(spec.key)
    columns = [source.c[field.name] for field in personal]
    for record_id, day, *values in connection.execute(
        select(source.c.id, source.c.event_date, *columns)
    ):
        for field, value in zip(personal, values, strict=True):
            if value:
                yield PersonHit(spec.key, record_id, field.name, str(value), day)


def _erase_value(connection: Connection, hit: PersonHit) -> None:
    if hit.child:
        connection.exec_driver_sql(
            f'UPDATE "{child_table_name(hit.register, hit.child)}" SET "{hit.field}" = NULL '
            "WHERE id = ?",
            (hit.entry,),
        )
    else:
        sets = f'"{hit.field}" = NULL'
        if has_sort_key(hit.spec):
            sets += f', "{hit.field}__key" = NULL'
        connection.exec_driver_sql(
            f'UPDATE "{hit.register}" SET {sets} WHERE id = ?', (hit.record_id,)
        )
    connection.exec_driver_sql(
        f'UPDATE "{hit.register}" SET rev = rev + 1 WHERE id = ?', (hit.record_id,)
    )
    touch(connection, hit.register, hit.record_id)


def _erase_history(connection: Connection, hit: PersonHit) -> None:
    """Empty the old and new values of the field, so that neither undo nor history shows them."""
    name = hit.child or hit.field
    rows = connection.exec_driver_sql(
        "SELECT pk, old, new FROM history WHERE register = ? AND record_id = ? AND field = ?",
        (hit.register, hit.record_id, name),
    ).fetchall()
    for pk, old, new in rows:
        kept = [_without(hit, text) for text in (old, new)]
        connection.exec_driver_sql("UPDATE history SET old = ?, new = ? WHERE pk = ?", (*kept, pk))


def _without(hit: PersonHit, text: str | None) -> str | None:
    if text is None or not hit.child:
        return "null"
    entries = json.loads(text)
    if not isinstance(entries, list):
        return text
    cleaned = [{**e, hit.field: None} if e.get(hit.field) == hit.value else e for e in entries]
    return json.dumps(cleaned, ensure_ascii=False, separators=(",", ":"))


def _erase_drafts(connection: Connection, hits: Iterable[PersonHit]) -> None:
    """Drop the half-filled forms that hold one of the values."""
    values = {hit.value for hit in hits}
    for *place, text in connection.exec_driver_sql(
        'SELECT register, record_id, "values" FROM draft'
    ).fetchall():
        if _holds(json.loads(text), values):
            connection.exec_driver_sql(
                "DELETE FROM draft WHERE register = ? AND record_id = ?", tuple(place)
            )


def _holds(found: Any, values: set[str]) -> bool:
    if isinstance(found, dict):
        return any(_holds(one, values) for one in found.values())
    if isinstance(found, list):
        return any(_holds(one, values) for one in found)
    return found in values if isinstance(found, str) else False
