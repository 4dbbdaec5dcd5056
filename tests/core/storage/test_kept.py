"""Answers of a run before are given only while nothing has changed that they follow from."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from danvan_desktop.context import Context, open_context
from danvan_desktop.storage.kept import Kept

ANSWERS = {"window": {"office": "Ban Dân vận"}}


@pytest.fixture
def folder(office: Context) -> Path:
    """Close an office with answers kept, and give its data folder."""
    office.close(answers=lambda: ANSWERS)
    return office.paths.data


def kept_by(folder: Path) -> Context:
    """Open the folder again, as the next start does."""
    return open_context(folder)


def test_answers_are_given_to_the_next_start(folder: Path) -> None:
    """Nothing has changed: the next start gets what this one worked out."""
    context = kept_by(folder)
    assert context.kept.get("window") == ANSWERS["window"]
    assert context.kept.get("something else") is None
    context.close()


def test_a_run_that_writes_nothing_leaves_the_answers(folder: Path) -> None:
    """Opening, reading and closing keep the answers for the start after that."""
    context = kept_by(folder)
    assert context.periods()
    context.close()
    context = kept_by(folder)
    assert context.kept.get("window") == ANSWERS["window"]
    context.close()


def test_a_write_ends_them_at_once(folder: Path) -> None:
    """From the first write on, this run does not get them any more, nor does the next one."""
    context = kept_by(folder)
    assert context.kept.get("window")
    context.keep_draft("doi_thoai", None, {"dia_diem": "Hội trường"}, "dia_diem")
    assert context.kept.get("window") is None
    context.close()
    context = kept_by(folder)
    assert context.kept.get("window") is None
    context.close()


def test_another_program_that_wrote_ends_them(folder: Path) -> None:
    """What another process did to the file is seen, though this program took no part."""
    with closing(sqlite3.connect(folder / "danvan.db")) as database:
        database.execute("UPDATE ky SET ten = ten || ' (sửa)'")
        database.commit()
    context = kept_by(folder)
    assert context.kept.get("window") is None
    context.close()


def test_a_run_that_was_killed_ends_them(folder: Path) -> None:
    """While the log holds anything, the file alone does not say how the data are."""
    database, log = folder / "danvan.db", folder / "danvan.db-wal"
    place = folder / "da-biet.json"
    Kept(place, database, program="0.1").write(ANSWERS)
    log.write_bytes(b"left behind")
    assert Kept(place, database, program="0.1").get("window") is None
    log.unlink()
    assert Kept(place, database, program="0.1").get("window")


def test_another_version_ends_them(folder: Path) -> None:
    """Another program may count otherwise, so it gets nothing."""
    database, place = folder / "danvan.db", folder / "da-biet.json"
    Kept(place, database, program="0.1").write(ANSWERS)
    assert Kept(place, database, program="0.1").get("window")
    assert Kept(place, database, program="0.2").get("window") is None


def test_a_damaged_file_is_no_answer(folder: Path) -> None:
    """A file that nobody can read is worked out anew, without a word."""
    (folder / "da-biet.json").write_text('{"of": [', encoding="utf-8")
    context = kept_by(folder)
    assert context.kept.get("window") is None
    context.close()
