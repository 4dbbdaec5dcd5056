"""Every screen keeps the same promises: opened once per language and size, asked many times.

A page is opened in the real window over the sample office. 911×465 is what a window of 1366×698
has at a scale of 150 %.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QEventLoop, QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QWidget

from danvan_desktop import i18n
from danvan_desktop.context import Context
from danvan_desktop.sample import open_sample
from tests.contract import layout
from ui import screens, tasks, theme, translator
from ui.main_window import MainWindow
from ui.screens.base import Screen
from ui.widgets.help_dialog import help_page

FULL, SCALED = (1366, 698), (911, 465)
VARIANTS = (
    ("vi", FULL, "light"),
    ("vi", SCALED, "dark"),
    ("en", FULL, "dark"),
    ("en", SCALED, "light"),
)
KEYS = [entry.key for entry in screens.SCREENS]
NEW = ("record:dan_van_kheo", "record:hoi_nghi", "record:doi_thoai")
"""Forms that are also opened empty."""
OFFSCREEN = ("This plugin does not support propagateSizeHints()",)
"""What Qt says about a screen in memory and about no page."""
PATIENCE = 20.0
ALL = QEventLoop.ProcessEventsFlag.AllEvents
WAIT = QEventLoop.ProcessEventsFlag.WaitForMoreEvents


@dataclass(frozen=True)
class Shown:
    """A page that was opened, and what Qt said meanwhile."""

    window: MainWindow
    page: Screen
    stops: list[QWidget]
    said: tuple[str, ...]


@pytest.fixture(scope="module", autouse=True)
def _compiled(root: Path) -> None:
    subprocess.run([sys.executable, str(root / "i18n" / "catalogues.py"), "compile"], check=True)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Context]:
    """The sample office, in Vietnamese as it is."""
    context = open_sample(tmp_path_factory.mktemp("sample") / "data")
    yield context
    context.close()


@pytest.fixture(scope="module", params=VARIANTS, ids=lambda v: f"{v[0]}-{v[1][0]}-{v[2]}")
def window(
    request: pytest.FixtureRequest, qapp: QApplication, sample: Context
) -> Iterator[MainWindow]:
    """The window over the sample office, in one language, size and theme."""
    code, size, mode = request.param
    use(code)
    theme.apply(qapp, mode=mode)
    sample.settings.set("window", "")
    made = MainWindow(sample.settings)
    made.setProperty("language", code)
    made.resize(*size)
    made.show()
    made.take_context(sample)
    settle(lambda: made.screen_key != "")
    yield made
    made.close()
    settle()
    made.deleteLater()
    QApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete))
    use(i18n.SOURCE_LANGUAGE)
    theme.apply(qapp, mode="light")


@pytest.fixture(scope="module", params=[*KEYS, *(f"{key} new" for key in NEW)])
def shown(request: pytest.FixtureRequest, window: MainWindow, sample: Context) -> Shown:
    """A page of the window, with the first record of its register where it shows one."""
    key, _space, new = request.param.partition(" ")
    use(window.property("language"))
    said: list[str] = []

    def hear(_kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
        if text not in OFFSCREEN:
            said.append(text)

    before = qInstallMessageHandler(hear)
    try:
        assert window.open_screen(key, None if new else argument(sample, key))
        settle()
        page = window.page
        assert page is not None
        page.grab()
        settle()
    finally:
        qInstallMessageHandler(before)
    return Shown(window, page, layout.tab_stops(window), tuple(said))


def argument(context: Context, key: str) -> Any:
    """Give what a page of one record is opened with."""
    _kind, _colon, register = key.partition(":")
    if not register and key != "report":
        return None
    records = list(context.all_of(register or "bao_cao"))
    if key == "page:hoi_nghi":
        records = [one for one in records if one.values.get("ket_luan")] or records
    return records[0].id if records else None


def use(code: str) -> None:
    """Speak a language, Qt's own words too."""
    i18n.use_language(code)
    translator.install()


def settle(until: Callable[[], bool] = lambda: True) -> None:
    """Let work end and everything be laid out and painted."""
    end = time.monotonic() + PATIENCE
    quiet = 0
    while quiet < 2:
        assert time.monotonic() < end, "the page does not come to rest"
        QApplication.sendPostedEvents()
        # Waiting leaves the processor to the threads that are waited for.
        QApplication.processEvents(WAIT if tasks.hub().pending else ALL)
        quiet = quiet + 1 if tasks.hub().pending == 0 and until() else 0


def test_opens_without_a_warning(shown: Shown) -> None:
    """Qt has nothing to complain about while a page opens and paints."""
    assert not shown.said


def test_every_tab_stop_has_a_name(shown: Shown) -> None:
    """A screen reader has a name for whatever takes the focus, bare icons and lists included."""
    assert not layout.unnamed(shown.stops)


def test_tab_order_is_reading_order(shown: Shown) -> None:
    """Tab goes down and to the right, column by column."""
    assert not layout.out_of_order(shown.stops)


def test_mnemonics_are_unique(shown: Shown) -> None:
    """No two things of a page answer to the same Alt letter."""
    assert not layout.doubled_mnemonics(shown.window)


def test_no_text_is_cut(shown: Shown) -> None:
    """Every label and button has room for its words, and lies inside of the page."""
    assert not layout.cut_texts(shown.window)


def test_help_page_is_its_own(shown: Shown) -> None:
    """F1 has a page for every screen, in the language in use."""
    code = shown.window.property("language")
    i18n.use_language(code)
    page = help_page(shown.page.help_key)
    assert page.name.endswith(f".{code}.html")
    assert not page.name.startswith("index")
