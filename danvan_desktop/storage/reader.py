"""Reading lists: pages, counts, totals and search, all answered by SQL, never by whole tables."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from sqlalchemy import Connection, select

from danvan_desktop.registers import REGISTERS
from danvan_desktop.schema import RegisterSpec
from danvan_desktop.storage.engine import Database
from danvan_desktop.storage.rows import RecordRows, read_children, record_of, row_plan
from danvan_desktop.storage.search import fts_name, match_expression
from danvan_desktop.storage.tables import KEY_SUFFIX, has_sort_key, table
from danvan_desktop.storage.values import Filter, HistoryEntry, Hit, ListQuery, Record, Summary
from danvan_desktop.vietnamese import fold, nfc


def page(database: Database, query: ListQuery, offset: int, limit: int) -> Sequence[Record]:
    """Read one page of a list in its order; child lists are left out (open the record for them)."""
    spec = REGISTERS[query.register]
    where, values = _where(spec, query)
    statement = (
        f'SELECT {_columns(spec.key)} FROM "{spec.key}" WHERE {where} '
        f"ORDER BY {_order(spec, query)} LIMIT ? OFFSET ?"
    )
    return RecordRows(row_plan(spec.key), _rows(database, statement, [*values, limit, offset]))


def count(database: Database, query: ListQuery) -> int:
    """Count the records that a list has."""
    spec = REGISTERS[query.register]
    where, values = _where(spec, query)
    [row] = _rows(database, f'SELECT count(*) FROM "{spec.key}" WHERE {where}', values)
    return int(row[0])


def totals(database: Database, query: ListQuery) -> dict[str, int]:
    """Sum the fields marked ``total`` over a list; duplicates are not added twice."""
    spec = REGISTERS[query.register]
    names = [field.name for field in spec.fields if field.total]
    if not names:
        return {}
    where, values = _where(spec, replace(query, counted=True))
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
    where, values = _where(spec, replace(query, counted=True))
    field, codes = shares
    parts = ["count(*)", *(f'coalesce(sum("{spec.field(name).name}"), 0)' for name in sums)]
    parts += [f'coalesce(sum("{spec.field(field).name}" = ?), 0)' for _code in codes]
    parts.append(f'count(DISTINCT "{spec.field(different).name}")' if different else "0")
    statement = f'SELECT {", ".join(parts)} FROM "{spec.key}" WHERE {where}'
    (found,) = _rows(database, statement, (*codes, *values))
    numbers = [int(number) for number in found]
    return Summary(
        count=numbers[0],
        sums=dict(zip(sums, numbers[1:], strict=False)),
        shares=dict(zip(codes, numbers[1 + len(sums) :], strict=False)),
        different=numbers[-1],
    )


def record(database: Database, register: str, record_id: str) -> Record | None:
    """Read one record with its child lists."""
    spec = REGISTERS[register]
    source = table(register)
    with database.read() as connection:
        row = connection.execute(select(source).where(source.c.id == record_id)).first()
        if row is None:
            return None
        lists = read_children(connection, spec, [record_id])
    return record_of(spec, row, lists.get(record_id, {}))


def records(database: Database, register: str, *, on: str | None = None) -> list[Record]:
    """Read every live record of a small register (the directory) with child lists.

    ``on`` keeps those whose ``tu_ngay``–``den_ngay`` holds that day.
    """
    spec = REGISTERS[register]
    source = table(register)
    wanted = select(source).where(source.c.deleted == 0).order_by(source.c.event_date, source.c.pk)
    if on is not None:
        wanted = wanted.where(
            source.c.tu_ngay <= on, (source.c.den_ngay.is_(None)) | (source.c.den_ngay >= on)
        )
    with database.read() as connection:
        rows = connection.execute(wanted).all()
        lists = read_children(connection, spec, [row.id for row in rows]) if rows else {}
    return [record_of(spec, row, lists.get(row.id, {})) for row in rows]


def counted_origins(
    database: Database, register: str, keys: Iterable[tuple[str, ...]]
) -> dict[tuple[str, ...], dict[str, Any]]:
    """Tell for each duplicate key that some record counts for where that record came from."""
    query = (
        f'SELECT origin FROM "{register}" WHERE dup_key = ? AND +deleted = 0 '
        "AND duplicate_of IS NULL LIMIT 1"
    )
    found: dict[tuple[str, ...], dict[str, Any]] = {}
    with database.read() as connection:
        for key in keys:
            row = connection.exec_driver_sql(query, ("\x1f".join(key),)).fetchone()
            if row is not None:
                found[key] = json.loads(row[0]) if row[0] else {}
    return found


def history(database: Database, record_id: str) -> list[HistoryEntry]:
    """Read the changes of one record, newest first."""
    with database.read() as connection:
        rows = connection.exec_driver_sql(
            'SELECT o.at, o."by", o.label, h.field, h.old, h.new FROM history h '
            "JOIN operation o ON o.id = h.operation WHERE h.record_id = ? ORDER BY h.pk DESC",
            (record_id,),
        ).fetchall()
    return [HistoryEntry(r[0], r[1], r[2], r[3], json.loads(r[4]), json.loads(r[5])) for r in rows]


def search(database: Database, typed: str, limit: int) -> list[Hit]:
    """Search every register; words typed with tones rank records that hold exactly these first."""
    expression = match_expression(typed)
    if expression is None:
        return []
    hits: list[Hit] = []
    with database.read() as connection:
        # Typed figures are found on their own page, by indicator and unit.
        for spec in (one for one in REGISTERS.values() if one.group != "figures"):
            hits += _hits(connection, spec, expression, typed, limit)
    return sorted(hits, key=lambda hit: hit.rank)[:limit]


def _hits(
    connection: Connection, spec: RegisterSpec, expression: str, typed: str, limit: int
) -> list[Hit]:
    rows = connection.exec_driver_sql(
        f'SELECT r.* FROM "{spec.key}" r WHERE r.deleted = 0 AND r.pk IN '
        f"(SELECT rowid FROM {fts_name(spec.key)} WHERE {fts_name(spec.key)} MATCH ?) "
        "ORDER BY r.event_date DESC LIMIT ?",
        (expression, limit * 2),
    ).all()
    return [_hit(spec, row._mapping, typed) for row in rows]


def _hit(spec: RegisterSpec, row: Any, typed: str) -> Hit:
    title = spec.title_of(row) or spec.label
    whole = nfc(typed).casefold()
    rank = 0 if whole in title.casefold() else 1 if fold(typed) in fold(title) else 2
    return Hit(spec.key, row["id"], title, str(row["event_date"] or ""), rank)


def _rows(database: Database, statement: str, values: Sequence[Any]) -> list[Any]:
    """Run a statement past SQLAlchemy, whose row objects cost half as much again as SQLite."""
    with database.read() as connection:
        cursor = connection.connection.cursor()
        try:
            cursor.execute(statement, tuple(values))
            return list(cursor.fetchall())
        finally:
            cursor.close()


@cache
def _columns(register: str) -> str:
    """Name every column in the order that ``row_plan`` expects."""
    return ", ".join(f'"{column.name}"' for column in table(register).columns)


def _where(spec: RegisterSpec, query: ListQuery) -> tuple[str, list[Any]]:
    """Give the condition of a list and its values."""
    parts = ["deleted = ?"]
    values: list[Any] = [int(query.deleted)]
    for part, value in _in_window(spec, query):
        parts.append(part)
        values.append(value)
    if query.counted:
        parts.append("duplicate_of IS NULL")
    if query.ids is not None:
        parts.append(f"id IN ({_marks(query.ids)})")
        values += query.ids
    if (expression := match_expression(query.text)) is not None:
        parts.append(_MATCHES.format(index=fts_name(spec.key)))
        values.append(expression)
    for condition in query.filters:
        part, more = _condition(spec, condition)
        parts.append(part)
        values += more
    return " AND ".join(parts), values


def _in_window(spec: RegisterSpec, query: ListQuery) -> Iterator[tuple[str, str]]:
    """Give the conditions of a list's days: what happened in them, or what held in them."""
    first, last = query.first_day, query.last_day
    if spec.valid is None or not query.held:
        if first is not None:
            yield "event_date >= ?", first
        if last is not None:
            yield "event_date <= ?", last
        return
    begin, end = spec.valid
    # Years and days are both texts here, of different length: 2019 holds on each day of 2019.
    if last is not None:
        yield f'cast("{begin}" AS TEXT) <= ?', last
    if first is not None:
        yield f'("{end}" IS NULL OR "{end}" >= substr(?, 1, length("{end}")))', first


_MATCHES = "pk IN (SELECT rowid FROM {index} WHERE {index} MATCH ?)"


def _condition(spec: RegisterSpec, condition: Filter) -> tuple[str, list[Any]]:
    """Give the condition of one filter and its values."""
    field = spec.field(condition.field)
    # The register's own day may be a bare year, which counts from 1 January.
    column = "event_date" if field.name == spec.date_field else f'"{field.name}"'
    value: Any = int(condition.value) if isinstance(condition.value, bool) else condition.value
    if condition.op == "match":
        name = field.name if has_sort_key(field) else None
        expression = match_expression(str(value), name)
        if expression is None:
            return "1", []
        return _MATCHES.format(index=fts_name(spec.key)), [expression]
    if condition.op == "prefix":
        return f'"{field.name}" LIKE ?', [f"{value}%"]
    if condition.op == "range":
        return f"{column} BETWEEN ? AND ?", [value, condition.value2]
    if condition.op == "in":
        return f'"{field.name}" IN ({_marks(value)})', list(value)
    if condition.op in _COMPARED:
        return f"{column} {_COMPARED[condition.op]} ?", [value]
    return f'"{field.name}" = ?', [value]


_COMPARED = {"gte": ">=", "lte": "<="}


def _marks(values: Sequence[Any]) -> str:
    return ", ".join("?" * len(values))


def _order(spec: RegisterSpec, query: ListQuery) -> str:
    wanted = query.sort or spec.order
    if wanted is None:
        return "event_date DESC, pk DESC"
    field = spec.field(wanted)
    name = field.name + KEY_SUFFIX if has_sort_key(field) else field.name
    return f'"{name}" {"DESC" if query.descending else "ASC"}, pk'
