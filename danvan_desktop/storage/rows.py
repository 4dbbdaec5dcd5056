"""Between table rows and the frozen ``Record``: columns, decoding, child lists."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from danvan_desktop.schema import ChildSpec, FieldSpec, Flag, RegisterSpec
from danvan_desktop.storage.tables import KEY_SUFFIX, child_table_name, has_sort_key, table
from danvan_desktop.storage.values import Record
from danvan_desktop.vietnamese import sort_key

MAX_IN = 500
"""How many values go into one SQL IN list (SQLite's default limit is 999 on old builds)."""


def encode(field: FieldSpec, value: Any) -> Any:
    """Give the stored form of a value."""
    return int(value) if isinstance(value, bool) else value


def decode(field: FieldSpec, value: Any) -> Any:
    """Give the plain value of a stored column."""
    return bool(value) if isinstance(field.type, Flag) and value is not None else value


def field_columns(spec: RegisterSpec) -> list[str]:
    """Name the columns after the common ones, in the order of ``field_values``."""
    names: list[str] = []
    for field in spec.fields:
        names.append(field.name)
        if has_sort_key(field):
            names.append(field.name + KEY_SUFFIX)
    return names


def field_values(spec: RegisterSpec, values: Mapping[str, Any]) -> list[Any]:
    """Give the stored values of a record's fields, sort keys included."""
    stored: list[Any] = []
    for field in spec.fields:
        value = values.get(field.name)
        stored.append(encode(field, value))
        if has_sort_key(field):
            stored.append(sort_key(str(value)) if value else None)
    return stored


def record_of(spec: RegisterSpec, row: Row[Any], children: Mapping[str, list[Any]]) -> Record:
    """Build the frozen record of a row and its child lists."""
    found = row._mapping
    values: dict[str, Any] = {field.name: decode(field, found[field.name]) for field in spec.fields}
    for child in spec.children:
        values[child.key] = children.get(child.key, [])
    return Record(
        register=spec.key,
        id=found["id"],
        rev=found["rev"],
        values=values,
        event_date=found["event_date"],
        duplicate_of=found["duplicate_of"],
        deleted=bool(found["deleted"]),
        created_at=found["created_at"],
        created_by=found["created_by"],
        changed_at=found["changed_at"],
        changed_by=found["changed_by"],
        origin=json.loads(found["origin"]) if found["origin"] else None,
    )


def read_records(
    connection: Connection, spec: RegisterSpec, ids: Sequence[str], *, children: bool = True
) -> dict[str, Record]:
    """Read records by id, with their child lists unless the caller needs none."""
    built: dict[str, Record] = {}
    source = table(spec.key)
    for start in range(0, len(ids), MAX_IN):
        some = list(ids[start : start + MAX_IN])
        lists = read_children(connection, spec, some) if children else {}
        for row in connection.execute(select(source).where(source.c.id.in_(some))):
            built[row.id] = record_of(spec, row, lists.get(row.id, {}))
    return built


def read_children(
    connection: Connection, spec: RegisterSpec, ids: Sequence[str]
) -> dict[str, dict[str, list[Any]]]:
    """Read the child lists of records: id → child key → entries in order."""
    lists: dict[str, dict[str, list[Any]]] = {}
    for child in spec.children:
        source = table(child_table_name(spec.key, child.key))
        query = (
            select(source)
            .where(source.c.parent_id.in_(list(ids)))
            .order_by(source.c.parent_id, source.c.position)
        )
        for row in connection.execute(query):
            entries = lists.setdefault(row.parent_id, {}).setdefault(child.key, [])
            entries.append(_entry(child, row))
    return lists


def _entry(child: ChildSpec, row: Row[Any]) -> dict[str, Any]:
    found = row._mapping
    entry = {field.name: decode(field, found[field.name]) for field in child.fields}
    return {"id": found["id"], **entry}


def child_rows(
    child: ChildSpec, parent_id: str, entries: Iterable[Mapping[str, Any]]
) -> list[tuple[Any, ...]]:
    """Give the stored rows of a child list: id, parent, position, fields."""
    return [
        (
            entry["id"],
            parent_id,
            position,
            *(encode(field, entry.get(field.name, field.default)) for field in child.fields),
        )
        for position, entry in enumerate(entries)
    ]
