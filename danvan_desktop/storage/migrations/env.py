"""Run the migrations on the connection that the program hands over; imports nothing of ours.

The scripts are written for SQLite and run on PostgreSQL as they are. What differs there is done
here, the same for every script: wide numbers, texts in the order of their bytes, empty values
first, search tables of words, and keys that begin with the office (``docs/postgresql.md``).
"""

import re
from collections.abc import Callable
from typing import Any

from alembic import context
from sqlalchemy import Connection, event

_SEARCH_TABLE = re.compile(r"CREATE VIRTUAL TABLE (\w+) USING fts5\((.*?), tokenize=.*\)")
_INDEX = re.compile(r"CREATE (UNIQUE )?INDEX (\S+) ON (\S+) \((.*)\)")
_OFFICE = ("owner", "office")
"""The column that says whose a row is: the first of these that a table has."""

# The words of a folded text as FTS5's unicode61 parts them: runs of letters and digits.
_WORDS = """
    CREATE FUNCTION danvan_words(content text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $words$
        SELECT array_to_tsvector(array_remove(
            regexp_split_to_array(content COLLATE "und-x-icu", '[^[:alnum:]]+'), ''))
    $words$
"""
_HAS_WORDS = "SELECT 1 FROM pg_proc WHERE proname = 'danvan_words'"
_COLUMNS = """
    SELECT table_name, column_name FROM information_schema.columns
    WHERE table_schema = current_schema() AND column_name IN ('owner', 'office')
"""
_UNIQUE = """
    SELECT t.relname, i.relname, x.indisprimary, c.conname IS NOT NULL,
        array(SELECT a.attname::text FROM unnest(x.indkey) WITH ORDINALITY k(n, place)
            JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.n ORDER BY k.place)
    FROM pg_index x JOIN pg_class t ON t.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
    LEFT JOIN pg_constraint c ON c.conindid = i.oid AND c.contype IN ('p', 'u')
    WHERE t.relnamespace = current_schema()::regnamespace AND x.indisunique
    ORDER BY t.relname, i.relname
"""


def _in_postgresql(statement: str) -> str:
    """Say a statement of a migration as PostgreSQL takes it."""
    if found := _SEARCH_TABLE.match(" ".join(statement.split())):
        return _search_table(found[1], found[2].split(", "))
    if found := _INDEX.match(statement):
        columns = ", ".join(f"{name} NULLS FIRST" for name in found[4].split(", "))
        return f"CREATE {found[1] or ''}INDEX {found[2]} ON {found[3]} ({columns})"
    if statement.lstrip().startswith(("CREATE TABLE", "ALTER TABLE")):
        statement = re.sub(r"\bINTEGER\b", "BIGINT", statement)
        statement = re.sub(r"\bSERIAL\b", "BIGSERIAL", statement)
        return re.sub(r"\bTEXT\b", 'TEXT COLLATE "C"', statement)
    return statement


def _search_table(name: str, columns: list[str]) -> str:
    texts = ", ".join(f"{column} TEXT COLLATE \"C\" NOT NULL DEFAULT ''" for column in columns)
    whole = " || ' ' || ".join(columns)
    return (
        f"CREATE TABLE {name} (owner TEXT COLLATE \"C\" NOT NULL DEFAULT '', "
        f"rowid BIGINT NOT NULL, {texts}, "
        f"words TSVECTOR GENERATED ALWAYS AS (danvan_words({whole})) STORED, "
        "PRIMARY KEY (owner, rowid)); "
        f"CREATE INDEX ix_{name}_words ON {name} USING gin (words); "
        f"CREATE INDEX ix_{name}_rowid ON {name} (rowid)"
    )


def _lead_by_office(run: Callable[[str], Any]) -> None:
    """Let the office lead every key that does not hold it yet, so that offices can be sharded.

    What was the key before stays quick to find: by an index of its own.
    """
    having: dict[str, str] = {}
    for table, column in run(_COLUMNS):
        if having.get(table) != _OFFICE[0]:
            having[table] = column
    for table, index, primary, constraint, columns in run(_UNIQUE).fetchall():
        office = having.get(table)
        if office is None or office in columns:
            continue
        old = ", ".join(f'"{name}"' for name in columns)
        if constraint:
            kind = "PRIMARY KEY" if primary else "UNIQUE"
            run(f'ALTER TABLE "{table}" DROP CONSTRAINT "{index}"')
            run(f'ALTER TABLE "{table}" ADD CONSTRAINT "{index}" {kind} ("{office}", {old})')
        else:
            run(f'DROP INDEX "{index}"')
            run(f'CREATE UNIQUE INDEX "{index}" ON "{table}" ("{office}", {old})')
        run(f'CREATE INDEX "{index}_alone" ON "{table}" ({old})')


def _run_on_postgresql(connection: Connection) -> None:
    def said(_c: object, _cursor: object, statement: str, values: Any, *_rest: object) -> Any:
        return _in_postgresql(statement), values

    if connection.exec_driver_sql(_HAS_WORDS).first() is None:
        connection.exec_driver_sql(_WORDS)
    event.listen(connection, "before_cursor_execute", said, retval=True)
    context.run_migrations()
    event.remove(connection, "before_cursor_execute", said)
    _lead_by_office(connection.exec_driver_sql)


_connection = context.config.attributes["connection"]
context.configure(connection=_connection, target_metadata=None, transactional_ddl=False)
if _connection.dialect.name == "postgresql":
    _run_on_postgresql(_connection)
else:
    context.run_migrations()
