"""Every row says whose it is: in every table, from every writer, after the migration."""

from __future__ import annotations

import sqlite3
from contextlib import closing as closed
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Table

from danvan_desktop.bundles import logbook
from danvan_desktop.context import Context
from danvan_desktop.organisation import closing
from danvan_desktop.registers import REGISTERS
from danvan_desktop.storage import access, migrate
from danvan_desktop.storage.engine import Database
from danvan_desktop.storage.merging import Incoming, Merging
from danvan_desktop.storage.owners import OF_DATABASE, OF_OFFICES
from danvan_desktop.storage.repeats import Judged
from danvan_desktop.storage.tables import metadata
from danvan_desktop.storage.values import ImportRow

CODE = "TN-DMC-BDV"
TALK = {
    "don_vi": "TN-DMC-05",
    "ngay": "2020-03-02",
    "hinh_thuc": "dinh_ky",
    "so_nguoi": 40,
    "y_kien_chi_tiet": [{"id": "e1", "noi_dung": "Đường vào ấp", "xu_ly": "tai_cho"}],
}


def _owned() -> dict[str, Table]:
    return {name: table for name, table in metadata().tables.items() if "owner" in table.c}


def test_every_table_carries_the_office() -> None:
    """A table has ``owner``, or is about sending offices and has ``office``, or is named here."""
    assert OF_DATABASE == ("counter", "setting")
    without = {
        name
        for name, table in metadata().tables.items()
        if "owner" not in table.c and "office" not in table.c
    }
    assert without == set(OF_DATABASE), "give the table a column owner: whose row is it?"
    for name, table in metadata().tables.items():
        column = table.c.get("owner", table.c.get("office"))
        assert column is None or not column.nullable, name
    assert all("office" in metadata().tables[name].c for name in OF_OFFICES)


def test_whatever_is_written_carries_the_office(office: Context, tmp_path: Path) -> None:
    """Records, entries, files, drafts, imports, judgements, logs, late and closed: all of them."""
    first = office.save("doi_thoai", TALK).record
    second = office.save("doi_thoai", {**TALK, "ngay": "2020-03-05"}).record
    assert first is not None
    assert second is not None
    scan = tmp_path / "anh.png"
    scan.write_bytes(b"\x89PNG\r\n\x1a\n")
    office.attach("doi_thoai", first.id, scan)
    office.keep_draft("doi_thoai", None, TALK, "ngay")
    office.remember_mapping("f", {})
    row = ImportRow("doi_thoai", {**TALK, "ngay": "2020-04-01"}, {}, "mark")
    office.import_rows("Nhập", [row], files=[("a.xlsx", "0" * 64)])
    with office.operation("Hai việc") as (work, _done):
        spec = REGISTERS["doi_thoai"]
        work.judge(spec, (first.id, second.id), Judged(first.id, second.id, "apart"))
        closing.mark(work, "doi_thoai", first.id, [closing.LateMark("H1/2020", "")], ("", ""))
    changed = [{"id": "e2", "noi_dung": "Cầu", "xu_ly": "tai_cho"}]
    assert office.save("doi_thoai", {**TALK, "y_kien_chi_tiet": changed}, id=second.id).saved
    access.note(office.database, access.AccessEntry("", "", "show", "can_bo", None, ()))
    logbook.note(office, logbook.Line(kind=logbook.EXPORT, text="Đã xuất"))
    wanted = {
        *("doi_thoai", "doi_thoai__y_kien_chi_tiet", "don_vi", "van_phong", "ky", "can_bo_ky"),
        *("operation", "history", "attachment", "draft", "import_file", "import_row"),
        *("import_mapping", "repeat_pair", "late_record", "access_log", "sync_log"),
    }
    with office.database.reading() as connection:
        found = {
            name: {str(row[0]) for row in connection.exec_driver_sql(f"SELECT owner FROM {name}")}
            for name in _owned()
        }
    assert {name for name, owners in found.items() if owners} >= wanted
    assert {name: owners for name, owners in found.items() if owners - {CODE}} == {}


def test_what_comes_from_an_office_carries_its_code(office: Context) -> None:
    """Entries, files and late marks that are merged belong to the office that sent them."""
    row = Incoming(
        id="r1",
        seq=1,
        rev=1,
        at="",
        deleted=False,
        event_date="2020-03-02",
        duplicate_of=None,
        values=TALK,
        late=(("H1/2020", "H2/2020"),),
        files=(("0" * 64, "a.pdf", 1),),
    )
    with office.merging() as (connection, describe):
        merging = Merging(connection, owner="TN-GD-BDV", describe=describe, stamp=("", ""))
        merging.take(REGISTERS["doi_thoai"], [row])
    with office.database.reading() as connection:
        for name in ("doi_thoai", "doi_thoai__y_kien_chi_tiet", "attachment", "late_record"):
            rows = connection.exec_driver_sql(f"SELECT owner FROM {name}").fetchall()
            assert rows == [("TN-GD-BDV",)], name


def test_rows_of_the_version_before_get_their_office(tmp_path: Path) -> None:
    """A database of 0012 keeps every row; what hangs on a record gets that record's office."""
    path = tmp_path / "danvan.db"
    _migrated(path, "0012")
    with closed(sqlite3.connect(path)) as old:
        _write(old, "van_phong", id="v", owner="", ma=CODE, event_date="2020-01-01", deleted=0)
        _write(old, "sync_office", office="TN-GD-BDV")
        _write(old, "ky", id="k", owner="")
        for owner in (CODE, "TN-GD-BDV"):
            _write(old, "doi_thoai", id=f"d-{owner}", owner=owner)
            for name in ("attachment", "late_record"):
                _write(old, name, id=owner, register="doi_thoai", record_id=f"d-{owner}")
        listed = old.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        names = sorted({name for (name,) in listed} & set(metadata().tables))
        owned = [name for name in names if name in _owned()]
        for name in owned:
            key = f"d-{CODE}" if name.startswith("doi_thoai__") else "gone"
            if name not in REGISTERS and name not in ("attachment", "late_record"):
                _write(old, name, id=f"x-{name}", parent_id=key, pk=7)
        _write(old, "doi_thoai__y_kien_chi_tiet", id="theirs", parent_id="d-TN-GD-BDV", pk=9)
        old.commit()
        before = {name: _content(old, name) for name in names}
    migrate.bring_up_to_date(path, backups=tmp_path / "backups", stamp="2020-06-16T07:05:12Z")
    with closed(sqlite3.connect(path)) as new:
        for name, rows in before.items():
            after = _content(new, name)
            kept = [{key: row[key] for key in old} for row, old in zip(after, rows, strict=True)]
            if name not in ("van_phong", "ky"):
                assert kept == rows, name
        theirs = {
            (name, str(row["id"] if "id" in row else row["record_id"]))
            for name in owned
            for row in _content(new, name)
            if row["owner"] != CODE
        }
        owners = {row["owner"] for name in owned for row in _content(new, name)}
    assert owners == {CODE, "TN-GD-BDV"}
    assert theirs == {
        ("doi_thoai", "d-TN-GD-BDV"),
        ("doi_thoai__y_kien_chi_tiet", "theirs"),
        ("attachment", "TN-GD-BDV"),
        ("late_record", "d-TN-GD-BDV"),
    }


def _migrated(path: Path, version: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrate.__file__).parent / "migrations"))
    database = Database(path)
    with database.write() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, version)
    database.close()


def _write(connection: sqlite3.Connection, name: str, **values: object) -> None:
    """Write a row: what is not given and may not be empty gets the name of its column."""
    row = {}
    for _place, column, kind, wanted, _default, key in connection.execute(
        f"PRAGMA table_info({name})"
    ).fetchall():
        if column in values:
            row[column] = values[column]
        elif wanted and not (key and kind == "INTEGER"):
            row[column] = 1 if kind == "INTEGER" else column
    listed = ", ".join(f'"{column}"' for column in row)
    marks = ", ".join("?" * len(row))
    connection.execute(f"INSERT INTO {name} ({listed}) VALUES ({marks})", tuple(row.values()))


def _content(connection: sqlite3.Connection, name: str) -> list[dict[str, object]]:
    cursor = connection.execute(f'SELECT * FROM "{name}" ORDER BY rowid')
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
