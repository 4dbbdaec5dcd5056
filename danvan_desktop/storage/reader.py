"""Reading lists: pages, counts, totals and search, all answered by SQL, never by whole tables."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Select, Table, and_, func, literal_column, select, text

from danvan_desktop.registers import REGISTERS
from danvan_desktop.schema import Date, RegisterSpec
from danvan_desktop.storage.engine import Database
from danvan_desktop.storage.rows import read_children, record_of
from danvan_desktop.storage.search import fts_name, match_expression
from danvan_desktop.storage.tables import KEY_SUFFIX, has_sort_key, table
from danvan_desktop.storage.values import Filter, HistoryEntry, Hit, ListQuery, Record
from danvan_desktop.vietnamese import fold, nfc


def page(database: Database, query: ListQuery, offset: int, limit: int) -> list[Record]:
    """Read one page of a list in its order; child lists are left out (open the record for them)."""
    spec = REGISTERS[query.register]
    source = table(spec.key)
    wanted = _restrict(select(source), source, spec, query)
    for column in _order(source, spec, query):
        wanted = wanted.order_by(column)
    with database.read() as connection:
        rows = connection.execute(wanted.limit(limit).offset(offset)).all()
    return [record_of(spec, row, {}) for row in rows]


def count(database: Database, query: ListQuery) -> int:
    """Count the records that a list has."""
    spec = REGISTERS[query.register]
    source = table(spec.key)
    wanted = _restrict(select(func.count()).select_from(source), source, spec, query)
    with database.read() as connection:
        return int(connection.execute(wanted).scalar_one())


def totals(database: Database, query: ListQuery) -> dict[str, int]:
    """Sum the fields marked ``total`` over a list; duplicates are not added twice."""
    spec = REGISTERS[query.register]
    source = table(spec.key)
    names = [field.name for field in spec.fields if field.total]
    if not names:
        return {}
    sums = [func.coalesce(func.sum(source.c[name]), 0).label(name) for name in names]
    wanted = _restrict(select(*sums), source, spec, query).where(source.c.duplicate_of.is_(None))
    with database.read() as connection:
        row = connection.execute(wanted).one()
    return {name: int(row._mapping[name]) for name in names}


def group_counts(database: Database, query: ListQuery, field: str) -> dict[str, int]:
    """Count a list's records by the value of one field, duplicates apart."""
    spec = REGISTERS[query.register]
    source = table(spec.key)
    column = source.c[field]
    wanted = _restrict(select(column, func.count()), source, spec, query)
    wanted = wanted.where(source.c.duplicate_of.is_(None)).group_by(column)
    with database.read() as connection:
        return {str(value): int(number) for value, number in connection.execute(wanted)}


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
        for spec in REGISTERS.values():
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
    title = str(row[spec.title_field] or "") or spec.label
    whole = nfc(typed).casefold()
    rank = 0 if whole in title.casefold() else 1 if fold(typed) in fold(title) else 2
    return Hit(spec.key, row["id"], title, str(row["event_date"] or ""), rank)


def _restrict(
    wanted: Select[Any], source: Table, spec: RegisterSpec, query: ListQuery
) -> Select[Any]:
    wanted = wanted.where(source.c.deleted == int(query.deleted))
    if query.first_day is not None:
        wanted = wanted.where(source.c.event_date >= query.first_day)
    if query.last_day is not None:
        wanted = wanted.where(source.c.event_date <= query.last_day)
    if query.ids is not None:
        wanted = wanted.where(source.c.id.in_(query.ids))
    if query.counted:
        wanted = wanted.where(source.c.duplicate_of.is_(None))
    if (expression := match_expression(query.text)) is not None:
        wanted = wanted.where(_matches(source, spec, expression))
    for condition in query.filters:
        wanted = _filter(wanted, source, spec, condition)
    return wanted


def _matches(source: Table, spec: RegisterSpec, expression: str) -> Any:
    name = fts_name(spec.key)
    found: Select[Any] = select(literal_column("rowid")).select_from(text(name))
    return source.c.pk.in_(found.where(literal_column(name).op("MATCH")(expression)))


def _filter(
    wanted: Select[Any], source: Table, spec: RegisterSpec, condition: Filter
) -> Select[Any]:
    field = spec.field(condition.field)
    column = source.c[condition.field]
    if condition.op == "match":
        column_name = field.name if has_sort_key(field) else None
        expression = match_expression(str(condition.value), column_name)
        return wanted.where(_matches(source, spec, expression)) if expression else wanted
    if condition.op == "in":
        return wanted.where(column.in_(condition.value))
    if condition.op == "prefix":
        return wanted.where(column.like(f"{condition.value}%"))
    if condition.op == "range":
        compared = source.c.event_date if isinstance(field.type, Date) else column
        return wanted.where(and_(compared >= condition.value, compared <= condition.value2))
    if condition.op == "gte":
        return wanted.where(column >= condition.value)
    if condition.op == "lte":
        return wanted.where(column <= condition.value)
    value = int(condition.value) if isinstance(condition.value, bool) else condition.value
    return wanted.where(column == value)


def _order(source: Table, spec: RegisterSpec, query: ListQuery) -> list[Any]:
    if query.sort is None:
        return [source.c.event_date.desc(), source.c.pk.desc()]
    field = spec.field(query.sort)
    name = field.name + KEY_SUFFIX if has_sort_key(field) else field.name
    column = source.c[name]
    return [column.desc() if query.descending else column.asc(), source.c.pk]
