"""The file itself: pragmas, migrations, versions, copies, the folder's lock."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from danvan_desktop.context import Context, open_context
from danvan_desktop.errors import Cancelled, UserError
from danvan_desktop.registers import REGISTERS
from danvan_desktop.storage import backup, copies, migrate
from danvan_desktop.storage.lock import place_warning
from danvan_desktop.storage.search import create_statement, fts_name
from danvan_desktop.storage.tables import metadata


def test_schema_equals_migrations(office: Context) -> None:
    """A migrated file has exactly the tables and columns of the declarations."""

    def ours(name: str | None, kind: str, parent: object) -> bool:
        return kind != "table" or (name is not None and "__fts" not in name)

    with office.database.read() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": ours})
        differences = compare_metadata(context, metadata())
    assert [d for d in differences if "alembic_version" not in str(d)] == []


def test_search_tables_equal_declarations(office: Context) -> None:
    """Every register has its search table with the columns of today's declaration."""
    with office.database.read() as connection:
        for spec in REGISTERS.values():
            made = connection.exec_driver_sql(
                "SELECT sql FROM sqlite_master WHERE name = ?", (fts_name(spec.key),)
            ).scalar_one()
            assert " ".join(made.split()) == create_statement(spec)


def test_head_is_newest_migration() -> None:
    """The constant that start-up compares with is the newest migration."""
    script = ScriptDirectory(str(Path(migrate.__file__).parent / "migrations"))
    assert script.get_current_head() == migrate.HEAD


def test_pragmas_keep_commits_durable(office: Context) -> None:
    """Write-ahead log, full synchronisation and foreign keys are on for every connection."""
    with office.database.read() as connection:
        found = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    assert found == ["wal", 2, 1]


def test_open_newer_database_is_refused_in_words(empty_data_dir: Path, tmp_path: Path) -> None:
    """A file from a later program version is left alone and explained."""
    shutil.copytree(empty_data_dir, tmp_path / "data")
    with closing(sqlite3.connect(tmp_path / "data" / "danvan.db")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    with pytest.raises(UserError, match="phiên bản mới hơn") as refused:
        open_context(tmp_path / "data")
    assert refused.value.code == "newer_database"


def test_open_older_database_makes_verified_copy_first(tmp_path: Path) -> None:
    """Before an existing file is migrated, a sound copy of it lies in the backup folder."""
    database = tmp_path / "danvan.db"
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
        connection.execute("INSERT INTO alembic_version VALUES ('0000')")
        connection.commit()
    # No released version precedes 0001, so Alembic has no path from it; the copy is made before.
    with pytest.raises(Exception, match="0000"):
        migrate.bring_up_to_date(
            database, backups=tmp_path / "backups", stamp="2020-06-16T07:05:12Z"
        )
    copy = copies.newest(tmp_path / "backups")
    assert copy is not None
    assert backup.is_sound(copy)
    assert migrate.stored_version(database) == "0000"


def test_open_damaged_database_says_what_is_safe(tmp_path: Path) -> None:
    """A file that is no database is named damaged, and the copies are pointed at."""
    (tmp_path / "danvan.db").write_bytes(b"not a database at all" * 100)
    with pytest.raises(UserError, match="bị hỏng") as refused:
        open_context(tmp_path)
    assert "sao lưu" in refused.value.safe


def test_backup_is_sound_until_a_byte_changes(office: Context) -> None:
    """A copy passes its hash and integrity check; one flipped byte is found."""
    copy = office.back_up_now()
    assert office.last_backup() == copy
    content = bytearray(copy.read_bytes())
    content[len(content) // 2] ^= 1
    copy.write_bytes(content)
    assert not backup.is_sound(copy)


def test_backups_rotate(office: Context, clock: object) -> None:
    """Only the newest copies stay."""
    source = office.paths.database
    for number in range(backup.KEEP + 3):
        stamp = f"2020-06-16T07:05:{number:02d}Z"
        backup.back_up(source, office.paths.backups, stamp=stamp, reason="thu")
    assert len(list(office.paths.backups.glob("*.db"))) == backup.KEEP


def test_folder_opens_once(office: Context) -> None:
    """A second program is refused and told who holds the folder."""
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from danvan_desktop.context import open_context\n"
        "from danvan_desktop.errors import Cancelled, UserError\n"
        "try:\n"
        f"    open_context(Path({str(office.paths.data)!r}))\n"
        "except UserError as error:\n"
        "    sys.exit(error.code)\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr.strip()) == (1, "already_open")


def test_lock_ends_with_close(office_data_dir: Path, tmp_path: Path) -> None:
    """After closing, the folder can be opened again."""
    shutil.copytree(office_data_dir, tmp_path / "data")
    open_context(tmp_path / "data").close()
    open_context(tmp_path / "data").close()


@pytest.mark.parametrize("name", ["OneDrive - Huyen uy", "Google Drive", "Dropbox"])
def test_place_warning_names_cloud_folders(name: str, tmp_path: Path) -> None:
    """A cloud-synced data folder is warned about."""
    assert "đám mây" in (place_warning(tmp_path / name) or "")
    assert place_warning(tmp_path / "du-lieu") is None


def test_tables_are_one_set_for_all_threads() -> None:
    """Threads that ask at the same moment get the same tables; two sets would not join."""
    code = (
        "import threading, sys; sys.setswitchinterval(1e-5)\n"
        "from danvan_desktop.storage.tables import metadata\n"
        "gate, found = threading.Barrier(4), []\n"
        "def ask():\n    gate.wait(); found.append(id(metadata()))\n"
        "threads = [threading.Thread(target=ask) for _n in range(4)]\n"
        "[t.start() for t in threads]; [t.join() for t in threads]\n"
        "assert len(set(found)) == 1, found\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_close_waits_until_an_erasure_left_no_trace(office: Context) -> None:
    """Closing meanwhile waits for the empty WAL, and nothing opens the file again afterwards."""
    database = office.database
    leaving = threading.Thread(target=database.close)
    with database.erase() as connection:
        connection.exec_driver_sql("DELETE FROM draft")
        leaving.start()
        leaving.join(0.05)
        assert leaving.is_alive()
    leaving.join(5)
    assert not leaving.is_alive()
    wal = database.path.with_name(f"{database.path.name}-wal")
    assert not wal.exists() or wal.stat().st_size == 0
    with pytest.raises(Cancelled), database.erase():
        pass
