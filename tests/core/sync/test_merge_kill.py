"""Killed while it merges, the province has lost nothing and counts nothing twice."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import pytest

from danvan_desktop.bundles.inbox import look, take_all
from danvan_desktop.context import open_context
from danvan_desktop.paths import Paths
from danvan_desktop.storage.engine import Database
from danvan_desktop.storage.place import server_of
from tests.core.sync.province_kit import PLACES, Office, enrol, make_office, make_province
from tests.on_server import province_on_both

H1, DIALOGUES, KILLS = "H1/2020", 40, 6
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def offices(empty_data_dir: Path, tmp_path: Path, clock: Any) -> Iterator[list[Office]]:
    """Open four districts with forty dialogues each."""
    made = [make_office(empty_data_dir, tmp_path / p, p, clock) for p in PLACES[:4]]
    for office in made:
        for number in range(DIALOGUES):
            office.dialogue(f"2020-0{1 + number // 20}-{1 + number % 20:02d}")
    yield made
    for one in made:
        one.context.close()


@province_on_both
def test_kills_during_the_merge_lose_and_double_nothing(
    offices: list[Office], empty_data_dir: Path, tmp_path: Path, clock: Any, database_kind: str
) -> None:
    """After each kill every office is there wholly or not at all; at the end all of them, once."""
    folder, post, chance = tmp_path / "province", tmp_path / "post", Random(5)
    province = make_province(empty_data_dir, folder, clock)
    enrol(province, *offices)
    province.close()
    post.mkdir()
    for office in offices:
        shutil.copy(office.send(H1), post)
    inside = 0
    for kill in range(KILLS if database_kind == "sqlite" else KILLS // 2):
        wait = chance.random() * 0.15 if kill % 2 else 0.0
        inside += _kill_once(folder, post, after=chance.randrange(3), wait=wait)
        held, counts = _look(Paths(folder))
        assert counts == dict.fromkeys(held, DIALOGUES)
    assert inside, "no kill fell inside a merge"
    (folder / "dang-mo.lock").unlink(missing_ok=True)
    again = open_context(folder, clock=clock)
    take_all(again, look([post]).bundles)
    with again.database.reading() as connection:
        rows = connection.exec_driver_sql(
            "SELECT owner, count(*), count(DISTINCT id) FROM doi_thoai GROUP BY owner"
        ).fetchall()
    assert sorted(rows) == sorted((one.code, DIALOGUES, DIALOGUES) for one in offices)
    again.close()


def _look(paths: Paths) -> tuple[set[str], dict[str, int]]:
    """Look into the database as the kill left it: the offices, and how many records each has."""
    server = server_of(paths.place)
    database = server.opened() if server else Database(paths.database)
    with closing(database), database.reading() as connection:
        if not server:
            check = connection.exec_driver_sql("PRAGMA integrity_check").fetchone()
            assert check == ("ok",)
        held = connection.exec_driver_sql("SELECT office FROM sync_office").fetchall()
        counts = connection.exec_driver_sql("SELECT owner, count(*) FROM doi_thoai GROUP BY owner")
        return {row[0] for row in held}, dict(counts.fetchall())


def _kill_once(folder: Path, post: Path, *, after: int, wait: float) -> bool:
    """Kill the victim a moment after it began a merge; tell whether it was still in one."""
    command = [sys.executable, str(ROOT / "tests" / "merge_kill_worker.py"), str(folder), str(post)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as victim:
        assert victim.stdout is not None
        said: list[str] = []
        while said.count("inside\n") <= after and (line := victim.stdout.readline()):
            said.append(line)
        time.sleep(wait)  # the moment of the kill is the experiment itself
        victim.kill()
        said += victim.stdout.readlines()
    return said[-1:] == ["inside\n"]
