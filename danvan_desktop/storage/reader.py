"""Reading lists: pages, counts, totals and search, all answered by SQL, never by whole tables."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from danvan_desktop.registers import REGISTERS
from danvan_desktop.schema import Period, RegisterSpec
from danvan_desktop.storage.columns import KEY_SUFFIX, OWN, has_sort_key, listed
from danvan_desktop.storage.connections import Statements
from danvan_desktop.storage.dialect import Dialect
from danvan_desktop.storage.engine import Database
from danvan_desktop.storage.rows import (
    ID,
    MAX_IN,
    RecordRows,
    marks,
    read_children,
    read_records,
    record_of,
    row_plan,
)
from danvan_desktop.storage.search import holding, newest_holding
from danvan_desktop.storage.values import (
    Filter,
    HistoryEntry,
    Hit,
    ListQuery,
    Overview,
    Record,
    Summary,
)
from danvan_desktop.storage.window import window
from danvan_desktop.vietnamese import fold, nfc

CANDIDATES = 120
"""Matches of one register that the search over everything looks at, the last entered first."""


def page(database: Database, query: ListQuery, offset: int, limit: int) -> Sequence[Record]:
    """Read one page of a list in its order; child lists are left out (open the record for them)."""
    spec = REGISTERS[query.register]
    where, values = _where(spec, query, database.dialect)
    statement = (
        f'SELECT {listed(spec.key)} FROM "{spec.key}" WHERE {where} '
        f"ORDER BY {_order(spec, query)} LIMIT ? OFFSET ?"
    )
    return RecordRows(row_plan(spec.key), _rows(database, statement, [*values, limit, offset]))


def count(database: Database, query: ListQuery) -> int:
    """Count the records that a list has."""
    spec = REGISTERS[query.register]
    where, values = _where(spec, query, database.dialect)
    [row] = _rows(database, f'SELECT count(*) FROM "{spec.key}" WHERE {where}', values)
    return int(row[0])


def totals(database: Database, query: ListQuery) -> dict[str, int]:
    """Sum the fields marked ``total`` over a list; duplicates are not added twice."""
    spec = REGISTERS[query.register]
    names = [field.name for field in spec.fields if field.total]
    if not names:
        return {}
    where, values = _where(spec, replace(query, counted=True), database.dialect)
    sums = ", ".join(f'coalesce(sum("{name}"), 0)' for name in names)
    [row] = _rows(database, f'SELECT {sums} FROM "{spec.key}" WHERE {where}', values)
    return {name: int(number) for name, number in zip(names, row, strict=True)}


def summary(
    database: Database,
    query: ListQuery,
    *,
    sums: Sequence[str] = (),
    shares: tuple[str, Sequence[str]] = ("", ()),
    different: str = "",
) -> Summary:
    """Add a list up in one pass: numbers and ticks by field, shares of codes, different values."""
    spec = REGISTERS[query.register]
    where, values = _where(spec, replace(query, counted=True), database.dialect)
    field, codes = shares
    parts = ["count(*)", *(f'sum("{spec.field(name).name}")' for name in sums)]
    parts += [f'count(CASE WHEN "{spec.field(field).name}" = ? THEN 1 END)' for _code in codes]
    parts.append(f'count(DISTINCT "{spec.field(different).name}")' if different else "0")
    statement = f'SELECT {", ".join(parts)} FROM "{spec.key}" WHERE {where}'
    (found,) = _rows(database, statement, (*codes, *values))
    after = 1 + len(sums)
    known = (None if number is None else int(number) for number in found[1:after])
    return Summary(
        count=int(found[0]),
        sums=dict(zip(sums, known, strict=True)),
        shares=dict(zip(codes, map(int, found[after:-1]), strict=True)),
        different=int(found[-1]),
    )


def overview(database: Database, queries: Sequence[ListQuery]) -> list[Overview]:
    """Look at several registers in one statement; duplicates are not counted twice."""
    statements: list[str] = []
    values: list[Any] = []
    for query in queries:
        spec = REGISTERS[query.register]
        here, more = _where(spec, replace(query, counted=True), database.dialect)
        ever, _none = _where(spec, ListQuery(register=spec.key, counted=True), database.dialect)
        names = ", ".join(f'r."{name}"' if name else "NULL" for name in _naming(spec))
        statements.append(
            f'SELECT (SELECT count(*) FROM "{spec.key}" WHERE {here}), '
            f'(SELECT count(*) FROM "{spec.key}" WHERE {ever}), {names} '
            f'FROM (SELECT 1) one LEFT JOIN (SELECT * FROM "{spec.key}" WHERE deleted = 0 '
            "ORDER BY event_date DESC NULLS LAST, pk DESC LIMIT 1) r ON 1 = 1"
        )
        values += [*more, 0]
    rows = _rows(database, " UNION ALL ".join(statements), values) if statements else []
    return [
        Overview(
            register=query.register,
            here=here,
            ever=ever,
            newest=_known(zip(_naming(REGISTERS[query.register]), newest, strict=True)),
        )
        for query, (here, ever, *newest) in zip(queries, rows, strict=True)
    ]


def _naming(spec: RegisterSpec) -> tuple[str | None, str | None, str | None]:
    """The fields that name a record: title, unit, day."""
    return spec.title_field, spec.unit_field, spec.date_field


def _known(pairs: Iterable[tuple[str | None, Any]]) -> dict[str, Any]:
    return {name: value for name, value in pairs if name and value is not None}


def record(database: Database, register: str, record_id: str) -> Record | None:
    """Read one record with its child lists."""
    with database.reading() as connection:
        return read_records(connection, REGISTERS[register], [record_id]).get(record_id)


def records(database: Database, register: str, *, on: str | None = None) -> list[Record]:
    """Read every live record of a small register (the directory) with child lists.

    ``on`` keeps those whose ``tu_ngay``–``den_ngay`` holds that day.
    """
    spec = REGISTERS[register]
    condition = "" if on is None else "AND tu_ngay <= ? AND (den_ngay IS NULL OR den_ngay >= ?) "
    query = (
        f'SELECT {listed(register)} FROM "{register}" WHERE deleted = 0 {condition}'
        "ORDER BY event_date, pk"
    )
    lists: dict[str, dict[str, list[Any]]] = {}
    with database.reading() as connection:
        rows = connection.exec_driver_sql(query, () if on is None else (on, on)).fetchall()
        if spec.children:
            for start in range(0, len(rows), MAX_IN):
                some = [row[ID] for row in rows[start : start + MAX_IN]]
                lists |= read_children(connection, spec, some)
    return [record_of(spec, row, lists.get(row[ID], {})) for row in rows]


def counted_origins(
    database: Database, register: str, keys: Iterable[tuple[str, ...]]
) -> dict[tuple[str, ...], dict[str, Any]]:
    """Tell for each duplicate key that some record counts for its id and where it came from."""
    listed = ["\x1f".join(key) for key in keys]
    found: dict[tuple[str, ...], dict[str, Any]] = {}
    with database.reading() as connection:
        for start in range(0, len(listed), MAX_IN):
            part = listed[start : start + MAX_IN]
            rows = connection.exec_driver_sql(
                f'SELECT dup_key, origin, id FROM "{register}" WHERE dup_key IN '
                f"({', '.join('?' * len(part))}) AND +deleted = 0 AND duplicate_of IS NULL "
                "ORDER BY pk",
                part,
            )
            for key, origin, record_id in rows:
                place = json.loads(origin) if origin else {}
                found.setdefault(tuple(key.split("\x1f")), {**place, "record": record_id})
    return found


def history(database: Database, record_id: str) -> list[HistoryEntry]:
    """Read the changes of one record, newest first."""
    with database.reading() as connection:
        rows = connection.exec_driver_sql(
            'SELECT o.at, o."by", o.label, h.field, h.old, h.new FROM history h '
            "JOIN operation o ON o.id = h.operation WHERE h.record_id = ? ORDER BY h.pk DESC",
            (record_id,),
        ).fetchall()
    return [HistoryEntry(r[0], r[1], r[2], r[3], json.loads(r[4]), json.loads(r[5])) for r in rows]


def search(database: Database, typed: str, limit: int) -> list[Hit]:
    """Search every register; words typed with tones rank records that hold exactly these first."""
    hits: list[Hit] = []
    with database.reading() as connection:
        # Typed figures are found on their own page, by indicator and unit.
        for spec in (one for one in REGISTERS.values() if one.group != "figures"):
            found = _hits(connection, spec, typed, database.dialect)
            hits += sorted(found, key=lambda hit: hit.detail, reverse=True)[: limit * 2]
    return sorted(hits, key=lambda hit: hit.rank)[:limit]


def _hits(connection: Statements, spec: RegisterSpec, typed: str, dialect: Dialect) -> list[Hit]:
    """Look at the newest matches only: the index gives them in order, so it can stop early."""
    names = f'r.id, r."{spec.title_field}", r.event_date'
    found = newest_holding(spec, names, typed, limit=CANDIDATES, dialect=dialect)
    if found is None:
        return []
    return [_hit(spec, row, typed) for row in connection.exec_driver_sql(*found)]


def _hit(spec: RegisterSpec, row: tuple[Any, ...], typed: str) -> Hit:
    record_id, name, day = row
    title = str(name or "") or spec.label
    whole = nfc(typed).casefold()
    rank = 0 if whole in title.casefold() else 1 if fold(typed) in fold(title) else 2
    return Hit(spec.key, record_id, title, str(day or ""), rank)


def _rows(database: Database, statement: str, values: Sequence[Any]) -> list[Any]:
    with database.reading() as connection:
        found: list[Any] = connection.exec_driver_sql(statement, values).fetchall()
        return found


def _where(spec: RegisterSpec, query: ListQuery, dialect: Dialect) -> tuple[str, list[Any]]:
    """Give the condition of a list and its values."""
    parts = ["deleted = ?"]
    values: list[Any] = [int(query.deleted)]
    for part, value in window(spec, query.first_day, query.last_day, held=query.held):
        parts.append(part)
        values.append(value)
    if query.counted:
        parts.append("duplicate_of IS NULL")
    if query.office:
        parts.append("owner = ?")
        values.append(query.office)
    elif query.office is not None:
        parts.append(OWN)
    if query.ids is not None:
        parts.append(f"id IN ({marks(query.ids)})")
        values += query.ids
    if (found := holding(spec, query.text, dialect=dialect)) is not None:
        parts.append(found[0])
        values += found[1]
    for condition in query.filters:
        part, more = _condition(spec, condition, dialect)
        parts.append(part)
        values += more
    return " AND ".join(parts), values


def _condition(
    spec: RegisterSpec, condition: Filter, dialect: Dialect
) -> tuple[str, Sequence[Any]]:
    """Give the condition of one filter and its values."""
    field = spec.field(condition.field)
    # The register's own day may be a bare year, which counts from 1 January.
    column = "event_date" if field.name == spec.date_field else f'"{field.name}"'
    value: Any = int(condition.value) if isinstance(condition.value, bool) else condition.value
    if condition.op == "match":
        name = field.name if has_sort_key(field) else None
        return holding(spec, str(value), name, dialect=dialect) or ("1 = 1", ())
    if condition.op == "prefix":
        return f'"{field.name}" LIKE ?', [f"{value}%"]
    if condition.op == "range":
        return f"{column} BETWEEN ? AND ?", [value, condition.value2]
    if condition.op == "in":
        return f'"{field.name}" IN ({marks(value)})', list(value)
    if condition.op in _COMPARED:
        return f"{column} {_COMPARED[condition.op]} ?", [value]
    return f'"{field.name}" = ?', [value]


_COMPARED = {"gte": ">=", "lte": "<="}


def _order(spec: RegisterSpec, query: ListQuery) -> str:
    wanted = query.sort or spec.order
    if wanted is None:
        return "event_date DESC NULLS LAST, pk DESC"
    field = spec.field(wanted)
    name = field.name + KEY_SUFFIX if has_sort_key(field) else field.name
    if isinstance(field.type, Period):
        name = "event_date"  # codes would put Q1 of a year behind H2
    return f'"{name}" {"DESC NULLS LAST" if query.descending else "ASC NULLS FIRST"}, pk'
