"""What SQLite and PostgreSQL say differently, so that everything else is said once.

Statements are plain text with ``?`` marks. Most of SQL means the same in both: where it does not,
the statement is written in the way that both understand (see ``docs/postgresql.md``), and only what
cannot be is decided here. This module knows no driver, so that a start on SQLite loads none.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Literal

Dialect = Literal["sqlite", "postgresql"]

SQLITE: Dialect = "sqlite"
POSTGRESQL: Dialect = "postgresql"

NO_LIMIT = 2**62
"""A ``LIMIT`` that is none: SQLite takes -1 for it, PostgreSQL nothing below 0."""

_LIST = r"(?P<other>NOT )?IN \(\?(?P<rest>(?:, \?){9,})\)"
_PIECES = re.compile(rf"""'(?:[^']|'')*'|"(?:[^"]|"")*"|[?%]|\b{_LIST}""")
_PLAIN_INSERT = re.compile(
    r'\s*INSERT INTO "?(?P<table>\w+)"? \((?P<names>[^()]*)\) VALUES \([?, ]*\)'
    r"(?P<conflict> ON CONFLICT.*)?\s*"
)


def dialect_of(connection: Any) -> Dialect:
    """Tell what a connection of SQLAlchemy speaks."""
    return POSTGRESQL if connection.dialect.name == POSTGRESQL else SQLITE


@lru_cache(maxsize=2048)
def percent_marks(statement: str) -> str:
    """Write ``?`` marks as psycopg takes them; marks inside quotes are text and stay."""
    return _PIECES.sub(lambda found: _mark(found[0]), statement)


@lru_cache(maxsize=512)
def with_arrays(statement: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Do the same, a long list of marks becoming one for an array.

    Also tells which values, from and to, go into each array. PostgreSQL plans 500 marks anew at
    every call, which takes ten times as long as the look-ups themselves.
    """
    arrays: list[tuple[int, int]] = []
    marks = 0

    def said(found: re.Match[str]) -> str:
        nonlocal marks
        if found["rest"] is None:
            marks += found[0] == "?"
            return _mark(found[0])
        length = found["rest"].count("?") + 1
        arrays.append((marks, marks + length))
        marks += length
        return "<> ALL(%s)" if found["other"] else "= ANY(%s)"

    return _PIECES.sub(said, statement), tuple(arrays)


@lru_cache(maxsize=512)
def plain_insert(statement: str) -> tuple[str, str, str] | None:
    """Take an INSERT of nothing but marks apart: table, columns, what follows the values.

    None for every other statement. Rows of such a statement can go by COPY.
    """
    found = _PLAIN_INSERT.fullmatch(statement)
    if found is None:
        return None
    return found["table"], found["names"], (found["conflict"] or "").strip()


def _mark(piece: str) -> str:
    """Write a mark, a quoted piece or a list of marks."""
    if piece[0] in "'\"%":
        return piece.replace("%", "%%")
    return piece.replace("?", "%s")
