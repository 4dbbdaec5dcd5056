"""Start of the program against a bare PySide6 window: time until it can be used, and memory.

Limit: at most twice the bare window in both. "Usable" is when the first page shows its data; only
then can another page be opened. The bare window is usable when its event loop is idle for the first
time after the first paint. Reported besides: first paint, first idle moment, and the longest moment
in which the window did not answer while the data were read. Every start is a process of its own;
the two are started in turn. Run: ``python benchmarks/bench_start.py [starts]``. Needs a display or
``QT_QPA_PLATFORM=offscreen``.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIMIT_RATIO = 2.0

TELL = """
def tell(mark):
    import json, resource, sys, time
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    sys.stdout.write(json.dumps({"mark": mark, "at": time.time(), "mb": peak / 1024}) + "\\n")
    sys.stdout.flush()
"""

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
import json, sys, time
from pathlib import Path
from PySide6.QtCore import QTimer
from danvan_desktop.paths import Paths
from ui import tasks
from ui.app import Program, make_application
app = make_application()
program = Program(app, Paths(Path(sys.argv[1])))
program.start()
stall = before = 0.0
def painted():
    tell("painted")
    QTimer.singleShot(0, answers)
def answers():
    global before
    tell("answers")
    before = time.time()
    look()
def look():
    global stall, before
    stall, before = max(stall, time.time() - before), time.time()
    if program.context is not None and program.window.page is not None and not tasks.hub().pending:
        tell("filled")
        sys.stdout.write(json.dumps({"stall": stall * 1000}) + "\\n")
        app.quit()
    else:
        QTimer.singleShot(1, look)
QTimer.singleShot(0, painted)
app.exec()
program.finish()
"""
)


def main() -> int:
    """Measure, print, and return 1 above the limit."""
    starts = int(sys.argv[1]) if len(sys.argv) > 1 else 11
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "data"
        _prepare(folder)
        runs = [(_run(OURS, str(folder)), _run(BARE)) for _start in range(starts + 1)]
    counted = runs[1:]
    ours = {mark: _median([run[0][mark] for run in counted]) for mark in counted[0][0]}
    bare = {mark: _median([run[1][mark] for run in counted]) for mark in counted[0][1]}
    print(f"{starts} starts each, in turn; medians")
    print(f"first paint: ours {ours['painted']:.0f} ms, bare {bare['painted']:.0f} ms")
    print(f"first idle:  ours {ours['answers']:.0f} ms, bare {bare['answers']:.0f} ms")
    print(f"usable:      ours {ours['filled']:.0f} ms, longest stall {ours['stall']:.0f} ms")
    print(f"memory:      ours {ours['mb']:.0f} MB, bare {bare['mb']:.0f} MB")
    paint = ours["painted"] / bare["painted"]
    idle = ours["answers"] / bare["answers"]
    usable = ours["filled"] / bare["answers"]
    memory = ours["mb"] / bare["mb"]
    print(f"ratios: first paint {paint:.2f}, first idle {idle:.2f}")
    print(f"ratios: usable {usable:.2f}, memory {memory:.2f}")
    print(f"limit {LIMIT_RATIO}")
    return int(usable > LIMIT_RATIO or memory > LIMIT_RATIO)


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
    start = time.time()
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    told = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    marks = [one for one in told if "mark" in one]
    found = {one["mark"]: (one["at"] - start) * 1000 for one in marks}
    for one in told:
        found["stall"] = max(found.get("stall", 0), one.get("stall", 0))
    return {**found, "mb": max(one["mb"] for one in marks)}


def _median(values: list[float]) -> float:
    return statistics.median(values)


if __name__ == "__main__":
    raise SystemExit(main())
