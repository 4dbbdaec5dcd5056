"""A database on a server: its tables and keys, one writer at a time, COPY, faults in words."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Index, MetaData, UniqueConstraint
from sqlalchemy.exc import IntegrityError

from danvan_desktop.errors import UserError
from danvan_desktop.registers import REGISTERS
from danvan_desktop.storage import migrate
from danvan_desktop.storage.dialect import percent_marks, plain_insert, with_arrays
from danvan_desktop.storage.engine import plain
from danvan_desktop.storage.owners import OF_DATABASE, OF_OFFICES
from danvan_desktop.storage.place import Server as Place
from danvan_desktop.storage.postgres import BY_COPY, ServerDatabase
from danvan_desktop.storage.search import fts_columns, fts_name
from danvan_desktop.storage.tables import metadata
from tests.postgres import Server

REFERENCE = {"alembic_version", *OF_DATABASE, "sync_office"}
"""Small tables that Citus copies to every node; every other one is split by the office."""

_KEYS = """
    SELECT t.relname, i.relname,
        array(SELECT a.attname::text FROM unnest(x.indkey) WITH ORDINALITY k(n, place)
            JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.n ORDER BY k.place)
    FROM pg_index x JOIN pg_class t ON t.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
    WHERE t.relnamespace = current_schema()::regnamespace AND x.indisunique
"""


@pytest.fixture(scope="module")
def migrated(server: Server) -> Iterator[ServerDatabase]:
    """Give a database with every table and nothing in them, for tests that leave it so."""
    name = server.make()
    database = Place(server.url(name)).opened()
    migrate.bring_server_up_to_date(database)
    yield database
    database.close()
    server.drop(name)


def test_tables_equal_declarations(migrated: ServerDatabase) -> None:
    """The migrations make on a server the tables and columns that the declarations say."""

    def ours(name: str | None, kind: str, _parent: object) -> bool:
        return kind != "table" or (name is not None and "__fts" not in name)

    def plain(_object: object, name: str | None, kind: str, *_rest: object) -> bool:
        return not (kind == "index" and name is not None and name.endswith("_alone"))

    with migrated.read() as connection:
        options = {"include_name": ours, "include_object": plain}
        context = MigrationContext.configure(connection, opts=options)
        differences = compare_metadata(context, _led_by_office(metadata()))
    assert [d for d in differences if "alembic_version" not in str(d)] == []


def test_search_tables_equal_declarations(migrated: ServerDatabase) -> None:
    """Every register has its search table with the columns of today's declaration."""
    with migrated.reading() as connection:
        for spec in REGISTERS.values():
            rows = connection.exec_driver_sql(
                "SELECT column_name FROM information_schema.columns WHERE table_name = ? "
                "ORDER BY ordinal_position",
                (fts_name(spec.key),),
            )
            assert [r[0] for r in rows] == ["owner", "rowid", *fts_columns(spec), "words"]


def test_every_key_holds_the_office(migrated: ServerDatabase) -> None:
    """What is unique is so within an office; else the tables could not be split by offices."""
    with migrated.reading() as connection:
        keys = connection.exec_driver_sql(_KEYS).fetchall()
    wrong = [
        (table, index)
        for table, index, columns in keys
        if table not in REFERENCE and columns[0] != ("office" if table in OF_OFFICES else "owner")
        if not (table == "pack_file" and "owner" in columns)
    ]
    assert wrong == []
    split = {table for table, _index, _columns in keys} - REFERENCE
    assert {t.name for t in metadata().tables.values()} - REFERENCE <= split
    assert {fts_name(key) for key in REGISTERS} <= split


def test_page_about_postgresql_splits_the_tables_by_the_office(
    migrated: ServerDatabase, root: Path
) -> None:
    """What the page tells an administrator of Citus names every table, and each by its key."""
    text = (root / "docs" / "postgresql.md").read_text("utf-8")
    _before, _it, after = text.partition("SELECT create_distributed_table(")
    with migrated.reading() as connection:
        rows = connection.exec_driver_sql(f"SELECT ({after.partition(';')[0]}").fetchall()
        names = connection.exec_driver_sql(
            "SELECT relname FROM pg_class WHERE relkind = 'r' "
            "AND relnamespace = current_schema()::regnamespace"
        ).fetchall()
    split = dict(row[0] for row in rows)
    assert split.keys() | REFERENCE == {row[0] for row in names}
    assert {name for name, column in split.items() if column == "office"} == {
        *OF_OFFICES
    } - REFERENCE
    for name in REFERENCE:
        assert f"create_reference_table('{name}')" in text


def test_texts_are_ordered_by_their_bytes(migrated: ServerDatabase) -> None:
    """Whatever order the server has, ours is that of SQLite: our keys are made for it."""
    with migrated.reading() as connection:
        rows = connection.exec_driver_sql(
            "SELECT table_name, column_name FROM information_schema.columns "
            "WHERE table_schema = current_schema() AND data_type = 'text' "
            "AND collation_name IS DISTINCT FROM 'C'"
        ).fetchall()
    assert rows == []


def test_second_writer_waits_and_is_told(
    migrated: ServerDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who writes meanwhile is refused in words after a while, and nothing is half written."""
    monkeypatch.setattr("danvan_desktop.storage.postgres.WAIT", "50ms")
    with migrated.write() as connection:
        connection.exec_driver_sql("INSERT INTO setting (name, value) VALUES (?, ?)", ("a", "1"))
        with pytest.raises(UserError) as refused, migrated.write():
            pass
        connection.exec_driver_sql("DELETE FROM setting")
    assert refused.value.code == "locked"


def test_writers_come_one_after_the_other(migrated: ServerDatabase) -> None:
    """Two who add to a counter at the same time both count: nobody reads before the other wrote."""
    gate = threading.Barrier(3)

    def add() -> None:
        gate.wait()
        with migrated.write() as connection:
            row = connection.exec_driver_sql("SELECT value FROM counter WHERE name = 'x'").one()
            connection.exec_driver_sql("UPDATE counter SET value = ?", (row[0] + 1,))

    with migrated.write() as connection:
        connection.exec_driver_sql("INSERT INTO counter (name, value) VALUES ('x', 0)")
    threads = [threading.Thread(target=add) for _n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    with migrated.write() as connection:
        found = connection.exec_driver_sql("DELETE FROM counter RETURNING value").all()
    assert found == [(3,)]


def test_many_rows_go_by_copy_and_mean_the_same(migrated: ServerDatabase) -> None:
    """Texts, numbers, truth values and nothing arrive as by INSERT; conflicts are passed over."""
    rows: list[tuple[Any, ...]] = [
        (f"k{n}", "a", "don_vi", f"\\N\t{n}\n'\"%?") for n in range(BY_COPY)
    ]
    insert = (
        "INSERT INTO import_row (fingerprint, owner, register, record_id) VALUES (?, ?, ?, ?) "
        "ON CONFLICT DO NOTHING"
    )
    drafts = [("r", f"{n}", None if n else "x", n, True) for n in range(BY_COPY)]
    with migrated.write() as connection:
        connection.exec_driver_sql(insert, rows)
        connection.exec_driver_sql(insert, [*rows, ("new", "a", "don_vi", "1")])
        found = connection.exec_driver_sql("SELECT record_id FROM import_row ORDER BY pk").all()
        connection.exec_driver_sql(
            "CREATE TEMPORARY TABLE t (a text, b text, c text, d int, e int)"
        )
        connection.exec_driver_sql("INSERT INTO t (a, b, c, d, e) VALUES (?, ?, ?, ?, ?)", drafts)
        sums = connection.exec_driver_sql("SELECT count(c), sum(d), sum(e) FROM t").one()
        connection.exec_driver_sql("DELETE FROM import_row")
    assert [row[0] for row in found] == [*(row[3] for row in rows), "1"]
    assert sums == (1, sum(range(BY_COPY)), BY_COPY)


def test_rows_that_the_server_refuses_end_the_write(migrated: ServerDatabase) -> None:
    """A refusal in the middle of a COPY takes everything of the operation back."""
    rows = [(f"s{n}", "v") for n in range(BY_COPY)]
    insert = "INSERT INTO setting (name, value) VALUES (?, ?)"
    with pytest.raises(IntegrityError), migrated.write() as connection:
        connection.exec_driver_sql(insert, [*rows, *rows])
    with migrated.write() as connection:
        connection.exec_driver_sql(insert, rows)
        asked = plain(connection).exec_driver_sql("SELECT count(*) FROM setting").fetchone()
        connection.exec_driver_sql("DELETE FROM setting")
    assert asked == (BY_COPY,)


@pytest.mark.parametrize("listed", [12, 250])
def test_lookups_use_the_index_of_a_table_that_grew_by_copy(
    migrated: ServerDatabase, listed: int
) -> None:
    """Neither a plan for the empty table nor a guess at a long list reads all of it each time."""
    asked = f"SELECT count(*) FROM grown WHERE a IN ({', '.join('?' * listed)})"
    rounds, names = 20, tuple(f"p{n}" for n in range(2000))
    with migrated.write() as connection:
        run = connection.exec_driver_sql
        wide = ", ".join(f"c{n} text" for n in range(30))
        run(f"CREATE TEMPORARY TABLE grown (a text, {wide}) ON COMMIT DROP")
        run("CREATE INDEX ix_grown ON grown (a)")
        before = {run(asked, names[:listed]).scalar_one() for _round in range(rounds)}
        run("INSERT INTO grown (a, c1) VALUES (?, ?)", [(name, "v" * 500) for name in names])
        after = {run(asked, names[:listed]).scalar_one() for _round in range(rounds)}
        read = "SELECT seq_tup_read FROM pg_stat_xact_user_tables WHERE relname = 'grown'"
        passed = run(read).scalar_one()
    assert (before, after) == ({0}, {listed})
    assert passed < len(names)


def test_erasing_writes_the_changed_tables_anew(migrated: ServerDatabase) -> None:
    """What was erased is no longer in the pages of its table, which are new ones."""
    place = "SELECT pg_relation_filenode('draft')"
    with migrated.write() as connection:
        before = connection.exec_driver_sql(place).scalar_one()
    with migrated.erase() as connection:
        connection.exec_driver_sql("DELETE FROM draft")
    with migrated.reading() as connection:
        assert connection.exec_driver_sql(place).fetchone() != (before,)


def test_unreachable_server_is_told_in_words(tmp_path: Path) -> None:
    """No driver's error reaches the clerk; what is safe and what to do is said."""
    database = Place(f"postgresql://x@/none?host={tmp_path}").opened("secret")
    with pytest.raises(UserError, match="máy chủ dữ liệu") as refused, database.reading():
        pass
    assert refused.value.code == "server_unreachable"
    assert "secret" not in str(refused.value)
    with pytest.raises(UserError), database.write():
        pass


def test_reader_writes_nothing(migrated: ServerDatabase) -> None:
    """A connection for reading refuses to write."""
    with pytest.raises(UserError) as refused, migrated.reading() as connection:
        connection.exec_driver_sql("DELETE FROM draft")
    assert refused.value.code == "not_writable"


def test_lost_connection_is_replaced_between_two_questions(migrated: ServerDatabase) -> None:
    """After the server ended connections nobody is told; but one snapshot is never made of two."""
    own = "SELECT pg_backend_pid()"

    def ended(connection: Any) -> int:
        (pid,) = connection.exec_driver_sql(own).fetchone()
        with migrated.write() as other:
            other.exec_driver_sql("SELECT pg_terminate_backend(?, 5000)", (pid,))
        return int(pid)

    with migrated.reading() as connection:
        pid = ended(connection)
        assert connection.exec_driver_sql(own).fetchone() != (pid,)
        ended(connection)
    with migrated.reading() as connection, connection.snapshot():
        ended(connection)
        with pytest.raises(UserError) as refused:
            _ask(connection, own)
    assert refused.value.code == "server_unreachable"
    with migrated.reading() as connection:
        assert connection.exec_driver_sql("SELECT 1").fetchone() == (1,)
        with pytest.raises(UserError) as refused:
            _ask(connection, "DELETE FROM draft")
    assert refused.value.code == "not_writable"


def _ask(connection: Any, question: str) -> None:
    """Ask as the database does, where a lost connection is told."""
    from danvan_desktop.storage.postgres import in_words

    try:
        connection.exec_driver_sql(question)
    except Exception as error:
        raise in_words(error) from error


def test_newer_database_is_refused(server: Server, migrated: ServerDatabase) -> None:
    """What a later version of the program wrote is left alone and explained."""
    with migrated.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    try:
        with pytest.raises(UserError) as refused:
            migrate.bring_server_up_to_date(migrated)
    finally:
        with migrated.write() as connection:
            connection.exec_driver_sql(
                "UPDATE alembic_version SET version_num = ?", (migrate.HEAD,)
            )
    assert refused.value.code == "newer_database"


@pytest.mark.parametrize(
    ("statement", "wanted"),
    [
        ("SELECT ? FROM a WHERE b LIKE '50%?'", "SELECT %s FROM a WHERE b LIKE '50%%?'"),
        ("SELECT \"a?\" || 'it''s ?' || ?", "SELECT \"a?\" || 'it''s ?' || %s"),
        ("SELECT 7 % 2", "SELECT 7 %% 2"),
    ],
)
def test_marks_inside_quotes_are_text(statement: str, wanted: str) -> None:
    """Only a mark that stands for a value becomes one of the driver's."""
    assert percent_marks(statement) == wanted


def test_long_lists_of_values_go_as_arrays(migrated: ServerDatabase) -> None:
    """A list of many marks is one value for the server; shorter ones and what is around stay."""
    marks = ", ".join("?" * 12)
    said, arrays = with_arrays(f"a = ? AND b IN ({marks}) AND c NOT IN ({marks}) AND d IN (?, ?)")
    assert said == "a = %s AND b = ANY(%s) AND c <> ALL(%s) AND d IN (%s, %s)"
    assert arrays == ((1, 13), (13, 25))
    odd = ('"', "\\", "a\\", '","', "NULL", "", " ", "{}", "a,b", "\n", "'", "n3")
    numbers = list(range(12))
    for looked in odd:
        asked = f"SELECT ?, ? IN ({marks}), 13 NOT IN ({marks}), ? LIKE '%?'"
        given = ("a", looked, *odd, *numbers, "x?")
        with migrated.reading() as connection:
            row = connection.exec_driver_sql(asked, given).fetchone()
        assert row == ("a", True, True, True)
        with migrated.read() as connection:
            row = connection.exec_driver_sql(asked, given).one()
        assert tuple(row) == ("a", True, True, True)
    with migrated.reading() as connection:
        row = connection.exec_driver_sql(f"SELECT 'a' IN ({marks})", [*odd[:-1], None]).fetchone()
    assert row == (None,)


def test_only_inserts_of_plain_values_go_by_copy() -> None:
    """What computes something cannot be copied."""
    assert plain_insert('INSERT INTO "a" ("b", c) VALUES (?, ?)') == ("a", '"b", c', "")
    assert plain_insert("INSERT INTO a (b) VALUES (?) ON CONFLICT DO NOTHING") == (
        *("a", "b"),
        "ON CONFLICT DO NOTHING",
    )
    assert plain_insert("INSERT INTO a (b) VALUES (coalesce(?, ''))") is None
    assert plain_insert("UPDATE a SET b = ?") is None


def _led_by_office(declared: MetaData) -> MetaData:
    """Say the declarations as they are on a server.

    The office stands first in unique keys, and empty values first in the other indexes.
    """
    tables = MetaData()
    for table in declared.tables.values():
        made = table.to_metadata(tables)
        for index in [i for i in made.indexes if not i.unique]:
            made.indexes.remove(index)
            Index(index.name, *(made.c[c.name].nulls_first() for c in index.columns))
        office = made.c.get("owner", made.c.get("office"))
        if office is None:
            continue
        for one in list(made.constraints):
            if isinstance(one, UniqueConstraint) and office.name not in one.columns:
                made.constraints.remove(one)
                columns = [made.c[c.name] for c in one.columns]
                name = one.name or f"{made.name}_{'_'.join(c.name for c in columns)}_key"
                made.append_constraint(UniqueConstraint(office, *columns, name=name))
        for index in [i for i in made.indexes if i.unique and office.name not in i.columns]:
            made.indexes.remove(index)
            Index(index.name, office, *(made.c[c.name] for c in index.columns), unique=True)
    return tables
