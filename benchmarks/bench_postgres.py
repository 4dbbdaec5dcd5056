"""The province on PostgreSQL: merging against bare COPY, and many offices with exact totals.

* 100,000 records merged into a database on a server against the same rows through bare ``psycopg``
  COPY into the same tables with the same indexes (at most 1.5 times as long);
* ``all``: 60 offices × 12 periods, 300,000 records, shuffled, one in five lost and resent, as
  ``bench_merge`` does it, with the province on the server: the totals must be exactly those of the
  offices. ``all 6 2 3600`` makes it 6 offices, 2 periods and 3,600 records.

The processor's time is ours and that of the server's process which works for us, until both have
committed: it does not depend on who else is at work on the machine. Both sides write the same
columns, search words among them, into the same indexes in one transaction; COPY is given rows that
are ready, while merging makes them and first asks which records are held. The server is one of its
own, on a socket, without a network and without ``fsync``: both sides are measured on it alike.

Run: ``python benchmarks/bench_postgres.py [all [offices periods records]]``.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any
from unittest.mock import patch

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import psycopg  # noqa: E402

from benchmarks import bench_merge  # noqa: E402
from benchmarks.bench_merge import Clock, _incoming, _now, _Recorder, _since  # noqa: E402
from danvan_desktop.context import open_context  # noqa: E402
from danvan_desktop.paths import Paths  # noqa: E402
from danvan_desktop.registers import REGISTERS  # noqa: E402
from danvan_desktop.storage.dialect import plain_insert  # noqa: E402
from danvan_desktop.storage.merging import Merging  # noqa: E402
from danvan_desktop.storage.place import server_of  # noqa: E402
from tests import postgres  # noqa: E402
from tests.on_server import Folders  # noqa: E402

RECORDS, LIMIT_RATIO, TURNS = 100_000, 1.5, 5

Rows = list[tuple[Any, ...]]


def main() -> int:
    """Measure, print, and return 1 when a limit is broken or a total is wrong."""
    if reason := postgres.missing():
        print(reason)
        return 1
    asked = sys.argv[1:]
    with tempfile.TemporaryDirectory() as name, postgres.running() as server:
        folder, folders = Path(name), Folders(server)
        open_context(folder / "empty", clock=Clock()).close()
        bad = _against_copy(folder, folders)
        if asked[:1] == ["all"]:
            if len(asked) == 4:
                numbers = map(int, asked[1:])
                bench_merge.OFFICES, bench_merge.PERIODS, bench_merge.TOTAL = numbers
            bad += _many_offices(folder, folders)
    return int(bad > 0)


def _against_copy(folder: Path, folders: Folders) -> int:
    rows = list(_incoming(RECORDS, "A"))
    recorded: list[tuple[str, Rows]] = []
    _merged(folder / "recorded", folders, rows, recorded)
    tables = _by_table(recorded)
    ours: list[tuple[float, float]] = []
    theirs: list[tuple[float, float]] = []
    for run in range(TURNS):  # side by side, so that a busy machine slows both
        ours.append(_merged(folder / f"merge-{run}", folders, rows))
        theirs.append(_copied(folder / f"bare-{run}", folders, tables))
        folders.drop()
    (wall, busy), (bare_wall, bare_busy) = (map(min, *one) for one in (ours, theirs))
    ratio = wall / bare_wall
    print(f"{RECORDS} records merged on PostgreSQL: {wall:.2f} s, of the processor {busy:.2f} s")
    print(
        f"the same rows by bare COPY:         {bare_wall:.2f} s, of the processor {bare_busy:.2f} s"
    )
    print(f"ratio {ratio:.2f}, of the processor's time {busy / bare_busy:.2f}, limit {LIMIT_RATIO}")
    return int(ratio > LIMIT_RATIO)


def _merged(
    data: Path, folders: Folders, rows: Any, recorded: list[tuple[str, Rows]] | None = None
) -> tuple[float, float]:
    """Merge the rows into an empty database on the server; give how long that took."""
    folders.placed(data)
    context = open_context(data, clock=Clock())
    began = _now()
    with context.merging() as (connection, describe):
        backend = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
        before = _worked(backend)
        into: Any = connection if recorded is None else _Recorder(connection, recorded)
        merging = Merging(into, owner="A", describe=describe, stamp=("", ""))
        merging.take(REGISTERS[bench_merge.REGISTER], rows)
    wall, busy = _since(began)
    server = _worked(backend) - before
    context.close()
    return wall, busy + server


def _by_table(recorded: list[tuple[str, Rows]]) -> dict[tuple[str, str], Rows]:
    """Put together what went into each table; the recorder counts for a second office."""
    tables: dict[tuple[str, str], Rows] = defaultdict(list)
    for statement, rows in recorded:
        found = plain_insert(statement)
        assert found is not None, statement
        table, names, _conflict = found
        moved = names.replace('"', "").startswith(("pk", "rowid"))
        tables[table, names] += [(r[0] + RECORDS, *r[1:]) for r in rows] if moved else rows
    return tables


def _copied(
    data: Path, folders: Folders, tables: dict[tuple[str, str], Rows]
) -> tuple[float, float]:
    """Copy the rows into an empty database on the server; give how long that took."""
    server = server_of(folders.placed(data).place)
    assert server is not None
    with psycopg.connect(server.url) as connection, connection.cursor() as cursor:
        backend = connection.info.backend_pid
        before, began = _worked(backend), _now()
        for (table, names), rows in tables.items():
            with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
                for row in rows:
                    copy.write_row(row)
        connection.commit()
        wall, busy = _since(began)
        return wall, busy + _worked(backend) - before


def _worked(backend: int) -> float:
    """Seconds that the processor spent for a process of the server."""
    fields = Path(f"/proc/{backend}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _many_offices(folder: Path, folders: Folders) -> int:
    """Let the province of ``bench_merge`` have its database on the server."""

    def placed(data: Path) -> Paths:
        return folders.placed(data) if data.name == "province" else Paths(data)

    with patch("danvan_desktop.context.Paths", placed):
        return bench_merge._many_offices(folder)


if __name__ == "__main__":
    raise SystemExit(main())
