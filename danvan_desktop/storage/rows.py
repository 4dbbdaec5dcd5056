"""Between table rows and the frozen ``Record``: columns, decoding, child lists."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from typing import Any, overload

from danvan_desktop.registers import REGISTERS
from danvan_desktop.schema import ChildSpec, FieldSpec, Flag, RegisterSpec
from danvan_desktop.storage.columns import (
    CHILD_COMMON,
    COMMON,
    child_table_name,
    columns,
    listed,
)
from danvan_desktop.storage.connections import Statements
from danvan_desktop.storage.values import Record

ID = COMMON.index("id")
"""The place of a record's id in a row of all columns."""

MAX_IN = 500
"""How many values go into one SQL IN list (SQLite's default limit is 999 on old builds)."""

_COMMON = (
    "id",
    "rev",
    "event_date",
    "duplicate_of",
    "created_at",
    "created_by",
    "changed_at",
    "changed_by",
    "deleted",
    "origin",
    "owner",
)
"""The common columns that a record carries: in the order of ``Record``, then what is decoded."""

_parse = json.JSONDecoder().raw_decode


def encode(field: FieldSpec, value: Any) -> Any:
    """Give the stored form of a value."""
    return int(value) if isinstance(value, bool) else value


def decode(field: FieldSpec, value: Any) -> Any:
    """Give the plain value of a stored column."""
    return bool(value) if isinstance(field.type, Flag) and value is not None else value


@dataclass(frozen=True, slots=True)
class RowPlan:
    """Where a table's columns stand in its rows; made once, because pages are read all the time."""

    register: str
    names: tuple[str, ...]
    flags: tuple[str, ...]
    children: tuple[str, ...]
    values: Callable[[Any], tuple[Any, ...]]
    common: Callable[[Any], tuple[Any, ...]]

    def record(self, row: Sequence[Any], children: Mapping[str, list[Any]]) -> Record:
        """Build the frozen record of a row and its child lists."""
        values: dict[str, Any] = dict(zip(self.names, self.values(row), strict=True))
        for name in self.flags:
            if values[name] is not None:
                values[name] = values[name] == 1
        for name in self.children:
            values[name] = children.get(name, [])
        record_id, rev, day, counted, made_at, made_by, at, by, deleted, origin, owner = (
            self.common(row)
        )
        return Record(
            self.register,
            record_id,
            rev,
            values,
            day,
            counted,
            deleted == 1,
            made_at,
            made_by,
            at,
            by,
            _parse(origin)[0] if origin else None,
            owner,
        )


@cache
def row_plan(register: str) -> RowPlan:
    """Give the plan of a register's table, whose rows must hold all its columns."""
    spec = REGISTERS[register]
    places = {name: place for place, name in enumerate(columns(register))}
    names = tuple(field.name for field in spec.fields)
    return RowPlan(
        register=register,
        names=names,
        flags=tuple(field.name for field in spec.fields if isinstance(field.type, Flag)),
        children=tuple(child.key for child in spec.children),
        values=itemgetter(*(places[name] for name in names)),
        common=itemgetter(*(places[name] for name in _COMMON)),
    )


class RecordRows(Sequence[Record]):
    """The rows of one page, each made into a record when somebody looks at it.

    A list reads a few hundred rows and shows thirty; building the others would cost more than
    SQLite needs to find them all.
    """

    def __init__(self, plan: RowPlan, rows: Sequence[Any]) -> None:
        self._plan = plan
        self._rows = rows
        self._built: dict[int, Record] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def column(self, name: str) -> list[Any]:
        """Give the stored values of one field without building the records."""
        place = self._plan.names.index(name)
        return [self._plan.values(row)[place] for row in self._rows]

    @overload
    def __getitem__(self, place: int) -> Record: ...

    @overload
    def __getitem__(self, place: slice) -> list[Record]: ...

    def __getitem__(self, place: int | slice) -> Record | list[Record]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        found = self._built.get(place)
        if found is None:
            found = self._built[place] = self._plan.record(self._rows[place], {})
        return found


def record_of(spec: RegisterSpec, row: Sequence[Any], children: Mapping[str, list[Any]]) -> Record:
    """Build the frozen record of a row of all columns and its child lists."""
    return row_plan(spec.key).record(row, children)


def read_records(
    connection: Statements, spec: RegisterSpec, ids: Sequence[str], *, children: bool = True
) -> dict[str, Record]:
    """Read records by id, with their child lists unless the caller needs none."""
    built: dict[str, Record] = {}
    for start in range(0, len(ids), MAX_IN):
        some = tuple(ids[start : start + MAX_IN])
        lists = read_children(connection, spec, some) if children else {}
        query = f'SELECT {listed(spec.key)} FROM "{spec.key}" WHERE id IN ({marks(some)})'
        for row in connection.exec_driver_sql(query, some):
            built[row[ID]] = record_of(spec, row, lists.get(row[ID], {}))
    return built


def read_children(
    connection: Statements, spec: RegisterSpec, ids: Sequence[str]
) -> dict[str, dict[str, list[Any]]]:
    """Read the child lists of up to ``MAX_IN`` records: id → child key → entries in order."""
    lists: dict[str, dict[str, list[Any]]] = {}
    for child in spec.children:
        names = ", ".join(f'"{name}"' for name in (*CHILD_COMMON, *_names(child)))
        query = (
            f'SELECT {names} FROM "{child_table_name(spec.key, child.key)}" '
            f"WHERE parent_id IN ({marks(ids)}) ORDER BY parent_id, position"
        )
        for row in connection.exec_driver_sql(query, tuple(ids)):
            entries = lists.setdefault(row[1], {}).setdefault(child.key, [])
            entries.append(_entry(child, row))
    return lists


def marks(values: Sequence[Any]) -> str:
    """Write a question mark for each value of an IN list; of no values nothing is one."""
    return ", ".join("?" * len(values)) or "NULL"


def _names(child: ChildSpec) -> list[str]:
    return [field.name for field in child.fields]


def _entry(child: ChildSpec, row: Sequence[Any]) -> dict[str, Any]:
    stored = zip(child.fields, row[len(CHILD_COMMON) :], strict=True)
    return {"id": row[0], **{field.name: decode(field, value) for field, value in stored}}


def child_rows(
    child: ChildSpec, parent_id: str, owner: str, entries: Iterable[Mapping[str, Any]]
) -> list[tuple[Any, ...]]:
    """Give the stored rows of a child list: ``CHILD_WRITTEN``, then the fields."""
    return [
        (
            entry["id"],
            parent_id,
            position,
            owner,
            *(encode(field, entry.get(field.name, field.default)) for field in child.fields),
        )
        for position, entry in enumerate(entries)
    ]
