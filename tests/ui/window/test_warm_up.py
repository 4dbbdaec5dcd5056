"""What is imported early, and on which thread: classes of Qt come to be on the GUI thread alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from danvan_desktop.context import Context
from ui.warm_up import CORE, WINDOW

WALK = """
import sys, threading, time
elsewhere = []
class Watch:
    def find_spec(self, name, path=None, target=None):
        if threading.current_thread() is not threading.main_thread():
            elsewhere.append(name)
sys.meta_path.insert(0, Watch())
import main
app_module = main.window_module()
from pathlib import Path
from danvan_desktop.paths import Paths
app = app_module.make_application()
program = app_module.Program(app, Paths(Path(sys.argv[1])))
program.start()
from ui import tasks
from ui.screens import SCREENS
from ui.warm_up import CORE, WINDOW, WarmUp
warm = WarmUp(program)
def work_off():
    end = time.monotonic() + 60
    while time.monotonic() < end:
        app.processEvents()
        if not tasks.hub().pending and set(CORE + WINDOW) <= set(sys.modules):
            return
work_off()
for screen in SCREENS:
    if screen.section:
        program.window.open_screen(screen.key)
        work_off()
warm.stop()
program.finish()
from shiboken6 import Shiboken
def has_qt(name):
    made = vars(sys.modules[name]).values() if name in sys.modules else ()
    return any(
        isinstance(one, type) and issubclass(one, Shiboken.Object) and one.__module__ == name
        for one in made
    )
print(*(name for name in CORE + WINDOW if name not in sys.modules))
print(*(name for name in elsewhere if name.startswith(("PySide6", "shiboken6")) or has_qt(name)))
print(len(elsewhere))
"""


def test_no_class_of_qt_is_made_off_the_gui_thread(office: Context) -> None:
    """A walk over every page imports the core elsewhere, but nothing that Qt's tables know of."""
    folder = office.paths.data
    office.close()
    done = subprocess.run(
        [sys.executable, "-c", WALK, str(folder)],
        cwd=Path(__file__).resolve().parents[3],
        capture_output=True,
        text=True,
        check=True,
    )
    missing, of_qt, elsewhere = done.stdout.split("\n")[:3]
    assert (missing, of_qt) == ("", "")
    assert int(elsewhere) > len(CORE)


def test_what_is_named_is_in_its_list() -> None:
    """Modules of the window stand in the list that the GUI thread works off."""
    assert all(name.startswith("danvan_desktop.") for name in CORE)
    assert all(name.startswith("ui.") for name in WINDOW)
