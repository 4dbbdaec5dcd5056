"""Start of the program against a bare PySide6 window: time until it can be used, and memory.

Limit: at most twice the bare window in both. "Usable" is when the window was painted, the data are
open, the first page shows its real data and nothing that it asked for is still under way; from then
on any page can be opened. The bare window is usable when its event loop is idle for the first time
after the first paint. Reported besides: first paint, the time to open a list right after that and
to read its rows, and the start after the data were changed from outside, when nothing that the run
before worked out may be shown. Every start is a process of its own; the three are started in turn.
Run: ``python benchmarks/bench_start.py [starts]``, with a display or ``QT_QPA_PLATFORM=offscreen``.
"""

from __future__ import annotations

import json
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIMIT_RATIO = 2.0

TELL = """
def tell(mark):
    import json, sys, time
    at = time.time()
    try:
        with open("/proc/self/status") as status:
            [peak] = [int(line.split()[1]) for line in status if line.startswith("VmHWM")]
    except OSError:
        import resource
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    sys.stdout.write(json.dumps({"mark": mark, "at": at, "mb": peak / 1024}) + "\\n")
    sys.stdout.flush()
"""
"""Each mark with its time and this process's peak of memory until then (not its parent's)."""

SCREEN = {"screens": [{"name": "office", "x": 0, "y": 0, "width": 1366, "height": 768}]}
"""The office's screen, where there is none: Qt's own off-screen is too narrow for the window."""

BARE = (
    TELL
    + """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication([])
class Window(QWidget):
    def paintEvent(self, event):
        if not getattr(self, "told", False):
            self.told = True
            QTimer.singleShot(0, self.done)
    def done(self):
        tell("painted")
        QTimer.singleShot(0, self.idle)
    def idle(self):
        tell("answers")
        app.quit()
window = Window()
window.resize(1366, 698)
window.show()
app.exec()
"""
)

OURS = (
    TELL
    + """
import main
main.window_module()
import sys
from pathlib import Path
from ui import tasks
from danvan_desktop.paths import Paths
from PySide6.QtCore import QTimer
from ui.app import Program, make_application
from ui.single_instance import SingleInstance
app = make_application()
instance = SingleInstance(Path(sys.argv[1]))
program = Program(app, Paths(Path(sys.argv[1])))
window = program.window
painted = False
def was_painted():
    global painted
    painted = True
    tell("painted")
window.painted.connect(was_painted)
program.start()
def filled():
    page = window.page
    return (
        painted
        and program.context is not None
        and page is not None
        and not tasks.hub().pending
        and page.work.read
        and len(page.chart.accessibleDescription()) > 0
    )
def look():
    if not filled():
        QTimer.singleShot(1, look)
        return
    tell("filled")
    assert window.open_screen("dan_van_kheo")
    listed()
def listed():
    if tasks.hub().pending or window.screen_key != "dan_van_kheo":
        QTimer.singleShot(1, listed)
        return
    tell("listed")
    app.quit()
QTimer.singleShot(0, look)
app.exec()
program.finish()
instance.release()
"""
)


def main() -> int:
    """Measure, print, and return 1 above the limit."""
    starts = int(sys.argv[1]) if len(sys.argv) > 1 else 11
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "data"
        _prepare(folder)
        _run(OURS, str(folder))
        runs = [_turn(folder) for _start in range(starts)]
    ours, after, bare = (
        {mark: statistics.median(run[which][mark] for run in runs) for mark in runs[0][which]}
        for which in range(3)
    )
    ratios = sorted(run[0]["filled"] / run[2]["answers"] for run in runs)
    memory = ours["mb"] / bare["mb"]
    usable = ours["filled"] / bare["answers"]
    print(f"{starts} starts each, in turn; medians")
    print(f"first paint:  ours {ours['painted']:.0f} ms, bare {bare['painted']:.0f} ms")
    print(f"usable:       ours {ours['filled']:.0f} ms, bare {bare['answers']:.0f} ms")
    print(f"a list then:  ours {ours['listed'] - ours['filled']:.0f} ms more")
    print(f"after a change from outside: first paint {after['painted']:.0f} ms, ", end="")
    print(f"usable {after['filled']:.0f} ms")
    print(f"memory:       ours {ours['mb']:.0f} MB, bare {bare['mb']:.0f} MB")
    print(f"usable, pair by pair: {ratios[0]:.2f} to {ratios[-1]:.2f}")
    print(f"ratios: usable {usable:.2f}, memory {memory:.2f} (limit {LIMIT_RATIO})")
    return int(usable > LIMIT_RATIO or memory > LIMIT_RATIO)


def _turn(folder: Path) -> tuple[dict[str, float], dict[str, float], dict[str, float]]:
    """Start ours, the bare window, and ours after a change from outside; keep what is true now."""
    ours = _run(OURS, str(folder))
    bare = _run(BARE)
    with closing(sqlite3.connect(folder / "danvan.db")) as database:
        database.execute(
            "INSERT OR REPLACE INTO setting (name, value) VALUES ('tay', ?)", (os.urandom(4).hex(),)
        )
        database.commit()
    return ours, _run(OURS, str(folder)), bare


def _prepare(folder: Path) -> None:
    sys.path.insert(0, str(ROOT))
    from danvan_desktop.context import open_context
    from danvan_desktop.organisation.setup import read_setup

    data = ROOT / "tests" / "fixtures" / "duong-minh-chau-2020"
    context = open_context(folder)
    context.set_up(read_setup(data / "office.json", data / "units.csv"))
    context.back_up_now()
    context.close()


def _run(code: str, *arguments: str) -> dict[str, float]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    # Byte code is kept on every machine of a user; without it each start compiles everything.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    if environment.get("QT_QPA_PLATFORM") == "offscreen":
        environment["QT_QPA_PLATFORM"] = f"offscreen:configfile={_screen()}"
    start = time.time()
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    told = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    found = {one["mark"]: (one["at"] - start) * 1000 for one in told}
    usable = next(one for one in told if one["mark"] in ("filled", "answers"))
    return {**found, "mb": usable["mb"]}


_OWN = tempfile.TemporaryDirectory()


@cache
def _screen() -> Path:
    place = Path(_OWN.name) / "screen.json"
    place.write_text(json.dumps(SCREEN), encoding="utf-8")
    return place


if __name__ == "__main__":
    raise SystemExit(main())
