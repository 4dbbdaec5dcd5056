"""Kill the program at random moments and prove that nothing acknowledged was lost.

``python tests/kill_test.py --kills 300`` runs the whole; the suite runs a short one. After each
kill the file must pass ``integrity_check``, every acknowledged save and typed figure must be there,
an import into several registers and a change of units must be there whole or not at all, and every
bundle under its final name must verify.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from danvan_desktop.context import open_context  # noqa: E402 - after the path of a bare script run
from danvan_desktop.organisation.setup import read_setup  # noqa: E402
from tests.kill_worker import COMMUNES, PER_REGISTER, TOUCHED  # noqa: E402

KINDS = ("entry", "import", "export", "figures", "units")
LONGEST_WAIT = 0.7
"""Seconds within which the kill falls, after start-up and up to ``MOST_DONE`` acknowledgements.

Counting acknowledgements lets the kills fall into the work on a slow or busy machine too.
"""
MOST_DONE = 2


@dataclass
class Report:
    """What the kills did: faults found, and how much work was acknowledged."""

    kills: int = 0
    saves: int = 0
    imports: int = 0
    exports: int = 0
    figures: int = 0
    changes: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def acknowledged(self) -> int:
        """How much work was promised to be kept."""
        return self.saves + self.imports + self.exports + self.figures + self.changes


def prepare(folder: Path) -> None:
    """Set up the office that the victim works in."""
    data = ROOT / "tests" / "fixtures" / "duong-minh-chau-2020"
    context = open_context(folder)
    context.set_up(read_setup(data / "office.json", data / "units.csv"))
    context.close()


def kill_once(folder: Path, kind: str, run: int, *, done: int, wait: float) -> list[str]:
    """Start the victim, kill it ``wait`` seconds after it did ``done`` pieces of work.

    Returns its acknowledgements.
    """
    command = [sys.executable, str(ROOT / "tests" / "kill_worker.py"), str(folder), kind, str(run)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as victim:
        assert victim.stdout is not None
        first = "".join(victim.stdout.readline() for _line in range(1 + done))
        if first:
            # The moment of the kill is the experiment itself, not a wait for a condition.
            time.sleep(wait)
        victim.kill()
        rest = victim.stdout.read()
    lines = (first + rest).splitlines()
    # The last line may be cut off by the kill: then it was not acknowledged in full.
    return lines if (first + rest).endswith("\n") else lines[:-1]


def check(folder: Path, acknowledged: list[str], report: Report) -> None:
    """Compare what was acknowledged with what is in the file."""
    with closing(sqlite3.connect(folder / "danvan.db")) as connection:
        if connection.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            report.faults.append("integrity_check")
        for line in acknowledged:
            kind, what, *size = line.split()
            if kind == "open":
                continue
            name = COUNTED[kind]
            setattr(report, name, getattr(report, name) + 1)
            kept = (folder / "goi_gui" / what).exists() if kind == "export" else None
            if kept is None:
                query, wanted = _promise(kind, what, size)
                kept = connection.execute(query, (what,)).fetchone()[0] == wanted
            if not kept:
                report.faults.append(line)
        report.faults += [*_half_done(connection), *_in_part(connection)]
    report.faults += _bad_bundles(folder)


COUNTED = {
    "save": "saves",
    "import": "imports",
    "export": "exports",
    "figures": "figures",
    "units": "changes",
}
"""Where the report counts each kind of acknowledgement."""


def _promise(kind: str, what: str, size: list[str]) -> tuple[str, int]:
    """Give the question whose answer must be the number, for an acknowledged piece of work."""
    if kind == "save":
        return "SELECT count(*) FROM dan_van_kheo WHERE id = ? AND deleted = 0", 1
    if kind == "import":
        return "SELECT count(*) FROM import_row WHERE fingerprint LIKE ? || '-%'", int(size[0])
    if kind == "figures":
        # A later number may have been written, but not acknowledged, before the kill.
        return "SELECT count(*) FROM so_lieu WHERE deleted = 0 AND gia_tri >= 100 * ?", int(size[0])
    return "SELECT count(*) FROM don_vi WHERE deleted = 0 AND tu_ngay = ?", int(size[0])


def _half_done(connection: sqlite3.Connection) -> list[str]:
    """Find records without history and records that a search does not know."""
    faults = []
    for register in TOUCHED:
        orphans = connection.execute(
            f"SELECT count(*) FROM {register} WHERE id NOT IN (SELECT record_id FROM history)"
        ).fetchone()[0]
        unindexed = connection.execute(
            f"SELECT (SELECT count(*) FROM {register}) - (SELECT count(*) FROM {register}__fts)"
        ).fetchone()[0]
        faults += [f"{orphans} of {register} without history"] if orphans else []
        faults += [f"{unindexed} of {register} not searchable"] if unindexed else []
    return faults


def _in_part(connection: sqlite3.Connection) -> list[str]:
    """Find imports, typed figures and changes of units that are there in part."""
    rows = connection.execute("SELECT register, fingerprint FROM import_row").fetchall()
    sizes = Counter((register, mark.rpartition("-")[0]) for register, mark in rows)
    faults = [f"import {which}: {n} rows" for which, n in sizes.items() if n != PER_REGISTER]
    figures = {n for (n,) in connection.execute("SELECT gia_tri FROM so_lieu WHERE deleted = 0")}
    faults += [f"figures typed at once differ: {sorted(figures)}"] if len(figures) > 1 else []
    begun = connection.execute(
        "SELECT tu_ngay, count(*) FROM don_vi WHERE deleted = 0 AND ma IN "
        f"({', '.join('?' * len(COMMUNES))}) GROUP BY tu_ngay",
        COMMUNES,
    )
    return faults + [f"units begun on {day}: {n}" for day, n in begun if n != len(COMMUNES)]


def _bad_bundles(folder: Path) -> list[str]:
    from danvan_desktop.bundles.opening import open_bundle
    from danvan_desktop.errors import UserError

    faults = []
    for path in (folder / "goi_gui").glob("*.asice"):
        try:
            open_bundle(path, now=datetime.now(UTC)).close()
        except UserError as error:
            faults.append(f"{path.name}: {error}")
        path.unlink()
    return faults


def torture(
    kills: int, *, seed: int, kinds: tuple[str, ...] = KINDS, made: Path | None = None
) -> Report:
    """Kill ``kills`` times, checking after each, and report.

    ``made`` is a folder that ``prepare`` set up; the victims work in a copy of it.
    """
    chance, report = random.Random(seed), Report()
    place = Path(tempfile.mkdtemp(prefix="danvan-kill-"))
    try:
        if made is None:
            prepare(place / "data")
        else:
            shutil.copytree(made, place / "data")
        for run in range(kills):
            kind = kinds[run % len(kinds)]
            done, wait = chance.randint(0, MOST_DONE), chance.uniform(0, LONGEST_WAIT)
            lines = kill_once(place / "data", kind, run, done=done, wait=wait)
            report.kills += 1
            check(place / "data", lines, report)
    finally:
        shutil.rmtree(place, ignore_errors=True)
    return report


def main() -> int:
    """Run from the command line; exit status 1 when anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    report = torture(options.kills, seed=options.seed)
    sys.stdout.write(
        f"{report.kills} kills; acknowledged: {report.saves} saves, {report.imports} imports, "
        f"{report.exports} exports, {report.figures} entries of figures, "
        f"{report.changes} changes of units; faults: {len(report.faults)}\n"
    )
    for fault in report.faults[:20]:
        sys.stdout.write(f"  {fault}\n")
    return 1 if report.faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
