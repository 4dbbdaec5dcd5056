"""Search without tones: one search table per register, over folded text (đ→d done by us).

On SQLite it is FTS5, whose ``unicode61 remove_diacritics 2`` handles the tones but not đ, so text
is folded before it is indexed and every query is folded the same way. On PostgreSQL it is a table
of the same columns with an index of their words, led by the office as every table there. The
rowid is the record's ``pk``; each list text has a column of its own (for the filter row),
everything else is in ``khac``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from danvan_desktop.schema import RegisterSpec
from danvan_desktop.storage.columns import has_sort_key
from danvan_desktop.storage.connections import Statements
from danvan_desktop.storage.dialect import POSTGRESQL, SQLITE, Dialect, dialect_of
from danvan_desktop.vietnamese import fold

REST = "khac"


def fts_name(register: str) -> str:
    """Name the search table of a register."""
    return f"{register}__fts"


def fts_columns(spec: RegisterSpec) -> list[str]:
    """The columns of the search table: each list text, then the rest."""
    return [field.name for field in spec.fields if has_sort_key(field)] + [REST]


def create_statement(spec: RegisterSpec) -> str:
    """The statement that makes the search table on SQLite (migrations are compared with it)."""
    columns = ", ".join(fts_columns(spec))
    return (
        f"CREATE VIRTUAL TABLE {fts_name(spec.key)} USING fts5({columns}, "
        "tokenize='unicode61 remove_diacritics 2', prefix='1 2 3')"
    )


def write_index(
    connection: Statements, spec: RegisterSpec, rows: Sequence[tuple[Any, ...]], *, owner: str
) -> None:
    """Write the searched words of records, each behind its ``pk``, all of one office."""
    names = ("rowid", *fts_columns(spec))
    if dialect_of(connection) == POSTGRESQL:
        names, rows = (*names, "owner"), [(*row, owner) for row in rows]
    marks = ", ".join("?" * len(names))
    connection.exec_driver_sql(
        f"INSERT INTO {fts_name(spec.key)} ({', '.join(names)}) VALUES ({marks})", list(rows)
    )


def holding(
    spec: RegisterSpec, typed: str, column: str | None = None, *, dialect: Dialect
) -> tuple[str, tuple[str, ...]] | None:
    """Give the condition of records that hold all typed words, the last maybe unfinished.

    ``column`` is the one list text to look in. None when no word was typed.
    """
    index = fts_name(spec.key)
    if dialect == SQLITE:
        expression = match_expression(typed, column)
        found = f"pk IN (SELECT rowid FROM {index} WHERE {index} MATCH ?)"
        return (found, (expression,)) if expression else None
    query = _tsquery(typed)
    if not query:
        return None
    # The index holds the words of all columns; in which one they stand is asked of what it finds.
    inside = f" AND danvan_words({column}) @@ CAST(? AS tsquery)" if column else ""
    found = f"SELECT owner, rowid FROM {index} WHERE words @@ CAST(? AS tsquery){inside}"
    return f"(owner, pk) IN ({found})", (query, query) if column else (query,)


def newest_holding(
    spec: RegisterSpec, names: str, typed: str, *, limit: int, dialect: Dialect
) -> tuple[str, tuple[str]] | None:
    """Give the statement that reads ``names`` of the live records with these words, newest first.

    The register is ``r`` in it. None when no word was typed.
    """
    expression = match_expression(typed) if dialect == SQLITE else _tsquery(typed)
    if not expression:
        return None
    index = fts_name(spec.key)
    end = f"AND r.deleted = 0 ORDER BY f.rowid DESC LIMIT {limit}"
    if dialect == SQLITE:
        return (
            f'SELECT {names} FROM {index} f CROSS JOIN "{spec.key}" r ON r.pk = f.rowid '
            f"WHERE f.{index} MATCH ? {end}"
        ), (expression,)
    return (
        f'SELECT {names} FROM {index} f JOIN "{spec.key}" r '
        f"ON r.owner = f.owner AND r.pk = f.rowid WHERE f.words @@ CAST(? AS tsquery) {end}"
    ), (expression,)


def match_expression(typed: str, column: str | None = None) -> str | None:
    """Turn typed words into an FTS5 expression: all must occur, the last may be unfinished."""
    quoted = [f'"{word}"' for word in _words(typed)]
    if not quoted:
        return None
    quoted[-1] += "*"
    joined = " AND ".join(quoted)
    return f"{column} : ({joined})" if column else joined


def _tsquery(typed: str) -> str:
    """Say the same in the words of PostgreSQL; "" when no word was typed."""
    quoted = [f"'{word}'" for word in _words(typed)]
    return " & ".join(quoted) + ":*" if quoted else ""


def _words(text: str) -> list[str]:
    folded = fold(text)
    return "".join(char if char.isalnum() else " " for char in folded).split()
