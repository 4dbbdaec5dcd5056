"""The first page of a start: what a run before worked out while it is true, else read anew."""

from __future__ import annotations

import enum
import logging
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6 import QtCore, QtGui, QtWidgets
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from danvan_desktop.context import Context, open_context
from danvan_desktop.paths import Paths
from danvan_desktop.settings import Settings
from ui import quick_start, tasks
from ui.app import Program
from ui.main_window import MainWindow
from ui.screens.home import HomeScreen
from ui.screens.home_facts import answers

Settled = Callable[[], None]

FIRST_PAGE = """
import sys
import main
app_module = main.window_module()
from pathlib import Path
from danvan_desktop.paths import Paths
app = app_module.make_application()
program = app_module.Program(app, Paths(Path(sys.argv[1])))
program.start()
app.processEvents()
print(program.window.screen_key, program.window.page.work.read)
print(*sys.modules)
program.context.close()
"""


class Today:
    """A clock that stands on a day."""

    def __init__(self, day: str) -> None:
        self._day = day

    def today(self) -> str:
        """Give the day."""
        return self._day

    def now(self) -> str:
        """Give noon of the day."""
        return f"{self._day}T05:00:00Z"


@pytest.fixture
def folder(qtbot: QtBot, office: Context) -> Path:
    """Close an office as the window does, on 16 June 2020."""
    office.close(answers=lambda: answers(office))
    return office.paths.data


def shown(qtbot: QtBot, context: Context, settled: Settled) -> HomeScreen:
    """Show the window over a context and give its first page when everything is read."""
    window = MainWindow(context.settings)
    qtbot.addWidget(window)
    window.take_context(context)
    window.show()
    settled()
    page = window.page
    assert isinstance(page, HomeScreen)
    return page


def words(page: HomeScreen) -> list[str]:
    """Read the page: its list of work and its figures."""
    rows = page.work.list
    return [rows.item(row).text() for row in range(rows.count())] + [
        page.chart.accessibleDescription()
    ]


@pytest.mark.parametrize("day", ["2020-06-16", "2020-06-17", "2020-06-23", "2020-07-20"])
def test_page_is_the_same_with_and_without_answers(
    qtbot: QtBot, folder: Path, settled: Settled, day: str
) -> None:
    """Whatever the day, what was worked out ahead is what reading gives on that day."""
    context = open_context(folder, clock=Today(day))
    with_answers = words(shown(qtbot, context, settled))
    context.paths.answers.unlink(missing_ok=True)
    context.close()
    context = open_context(folder, clock=Today(day))
    assert context.kept.get("home") is None
    assert words(shown(qtbot, context, settled)) == with_answers
    context.close()


def test_page_with_answers_needs_no_worker(qtbot: QtBot, folder: Path) -> None:
    """On the next day the page is complete as soon as the window has its data."""
    context = open_context(folder, clock=Today("2020-06-17"))
    window = MainWindow(context.settings)
    qtbot.addWidget(window)
    window.take_context(context)
    page = window.page
    assert isinstance(page, HomeScreen)
    assert page.work.read
    assert tasks.hub().pending == 0
    context.close()


def test_answers_of_another_language_are_not_shown(
    qtbot: QtBot, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The words were made in one language; in the other they are made anew."""
    from ui.screens import home_values

    context = open_context(folder, clock=Today("2020-06-17"))
    period = context.current_period()
    assert home_values.kept_home(context, period) is not None
    monkeypatch.setattr(home_values, "language", lambda: "en")
    assert home_values.kept_home(context, period) is None
    context.close()


def test_program_keeps_answers_when_it_closes(
    qapp: QApplication, qtbot: QtBot, office: Context, settled: Settled
) -> None:
    """Closing the window leaves what the next start shows."""
    folder = office.paths.data
    office.close()
    assert not office.paths.answers.exists()
    log = logging.getLogger()
    before = set(log.handlers)
    program = Program(qapp, Paths(folder))
    qtbot.addWidget(program.window)
    program.start()
    settled()
    program.finish()
    for handler in set(log.handlers) - before:
        log.removeHandler(handler)  # its file goes with this test
    context = open_context(folder)
    assert context.kept.get("window")["office"]
    assert context.kept.get("home")["days"]
    context.close()


def test_start_imports_only_what_the_first_page_needs(folder: Path, tmp_path: Path) -> None:
    """Registers, figures and SQLAlchemy come after the first page, whatever their number."""
    context = open_context(folder)  # today's page, by the clock of the machine
    Settings(context.paths.settings)
    context.close(answers=lambda: answers(context))
    done = subprocess.run(
        [sys.executable, "-c", FIRST_PAGE, str(folder)],
        cwd=Path(__file__).resolve().parents[3],
        capture_output=True,
        text=True,
        check=True,
    )
    page, modules = done.stdout.splitlines()[:2]
    assert page == "home True"
    late = ("sqlalchemy", "danvan_desktop.schema", "danvan_desktop.registers", "ui.screens.record")
    assert not set(modules.split()) & set(late)


def test_enumerations_of_a_start_are_the_usual_ones(qtbot: QtBot) -> None:
    """Members, values, aliases and operators are those that Python's usual way gives."""
    made = 0
    for module in (QtCore.Qt, QtCore.QEvent, QtWidgets.QStyle, QtWidgets.QSizePolicy, QtGui.QPen):
        for found in vars(module).values():
            if not isinstance(found, enum.EnumMeta):
                continue
            made += 1
            base: Any = found.__mro__[1]
            there: dict[str, Any] = dict(found.__members__)
            names = [(name, member.value) for name, member in there.items()]
            usual = quick_start._create(base, found.__name__, names, module="x", type=None)
            quick = quick_start.create(base, found.__name__, names, module="x", type=None)
            enum._test_simple_enum(usual, quick)  # type: ignore[attr-defined]
            assert quick.__members__.keys() == there.keys()
            assert [m.value for m in quick] == [m.value for m in usual]
    assert made > 100


@pytest.mark.parametrize(
    ("page", "late"),
    [
        ("registers", {"sqlalchemy", "openpyxl", "reportlab", "pyhanko"}),
        ("record", {"openpyxl", "reportlab", "pyhanko", "PySide6.QtPrintSupport"}),
        ("figures", {"openpyxl", "reportlab", "pyhanko"}),
    ],
)
def test_a_page_imports_no_big_library(page: str, late: set[str]) -> None:
    """The first list, form or table waits for its declarations, not for workbooks or papers."""
    done = subprocess.run(
        [sys.executable, "-c", f"import sys, ui.screens.{page}; print(*sys.modules)"],
        cwd=Path(__file__).resolve().parents[3],
        capture_output=True,
        text=True,
        check=True,
    )
    assert not set(done.stdout.split()) & late
