"""Kill the program at random moments and prove that nothing acknowledged was lost.

``python tests/kill_test.py --kills 300`` runs the whole; the suite runs a short one. After each
kill the file must pass ``integrity_check``, every acknowledged save must be there, an import must
be there whole or not at all, and every bundle under its final name must verify.
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
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from danvan_desktop.context import open_context  # noqa: E402 - after the path of a bare script run
from danvan_desktop.organisation.setup import read_setup  # noqa: E402

KINDS = ("entry", "import", "export")
LONGEST_WAIT = 0.7
"""Seconds after start-up within which the kill falls."""


@dataclass
class Report:
    """What the kills did: faults found, and how much work was acknowledged."""

    kills: int = 0
    saves: int = 0
    imports: int = 0
    exports: int = 0
    faults: list[str] = field(default_factory=list)


def prepare(folder: Path) -> None:
    """Set up the office that the victim works in."""
    data = ROOT / "tests" / "fixtures" / "duong-minh-chau-2020"
    context = open_context(folder)
    context.set_up(read_setup(data / "office.json", data / "units.csv"))
    context.close()


def kill_once(folder: Path, kind: str, run: int, wait: float) -> list[str]:
    """Start the victim, kill it after ``wait`` seconds of work, return its acknowledgements."""
    command = [sys.executable, str(ROOT / "tests" / "kill_worker.py"), str(folder), kind, str(run)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as victim:
        assert victim.stdout is not None
        first = victim.stdout.readline()
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
            if kind == "save":
                report.saves += 1
                query = "SELECT count(*) FROM dan_van_kheo WHERE id = ? AND deleted = 0"
                if connection.execute(query, (what,)).fetchone()[0] != 1:
                    report.faults.append(line)
            elif kind == "import":
                report.imports += 1
                query = "SELECT count(*) FROM import_row WHERE fingerprint LIKE ?"
                if connection.execute(query, (f"{what}-%",)).fetchone()[0] != int(size[0]):
                    report.faults.append(line)
            elif kind == "export":
                report.exports += 1
                if not (folder / "goi_gui" / what).exists():
                    report.faults.append(line)
        report.faults += _half_done(connection)
    report.faults += _bad_bundles(folder)


def _half_done(connection: sqlite3.Connection) -> list[str]:
    """Find records without history and imports that are there in part."""
    orphans = connection.execute(
        "SELECT count(*) FROM dan_van_kheo WHERE id NOT IN (SELECT record_id FROM history)"
    ).fetchone()[0]
    unindexed = connection.execute(
        "SELECT (SELECT count(*) FROM dan_van_kheo) - (SELECT count(*) FROM dan_van_kheo__fts)"
    ).fetchone()[0]
    faults = [f"{orphans} records without history"] if orphans else []
    return faults + ([f"{unindexed} records not searchable"] if unindexed else [])


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


def torture(kills: int, *, seed: int, kinds: tuple[str, ...] = KINDS) -> Report:
    """Kill ``kills`` times, checking after each, and report."""
    chance, report = random.Random(seed), Report()
    place = Path(tempfile.mkdtemp(prefix="danvan-kill-"))
    try:
        prepare(place / "data")
        for run in range(kills):
            kind = kinds[run % len(kinds)]
            lines = kill_once(place / "data", kind, run, chance.uniform(0, LONGEST_WAIT))
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
        f"{report.exports} exports; faults: {len(report.faults)}\n"
    )
    for fault in report.faults[:20]:
        sys.stdout.write(f"  {fault}\n")
    return 1 if report.faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
