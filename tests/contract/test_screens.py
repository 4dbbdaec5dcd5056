"""Every screen keeps the same promises; one visit of a page asks for all of them.

A page is opened in the real window over the sample office. 911×465 is what a window of 1366×698
has at a scale of 150 %. Lists and forms that come from a declaration alone differ in words only
and are shown twice, narrow and wide; every other page is shown in all variants.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QEventLoop, QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from danvan_desktop import i18n
from danvan_desktop.context import Context
from danvan_desktop.sample import open_sample
from tests.contract import layout
from ui import screens, tasks, theme, translator
from ui.main_window import MainWindow
from ui.screens.base import Screen
from ui.screens.record import RecordScreen
from ui.screens.registers import RegisterScreen
from ui.widgets.help_dialog import help_page

FULL, SCALED = (1366, 698), (911, 465)
Variant = tuple[str, tuple[int, int], theme.Mode]
VARIANTS: tuple[Variant, ...] = (
    ("vi", FULL, "light"),
    ("vi", SCALED, "dark"),
    ("en", FULL, "dark"),
    ("en", SCALED, "light"),
)
TWO = VARIANTS[1:3]
"""The variants of a page that comes from a declaration: narrow, and wide with the side pane."""
DECLARED = ("ui.screens.registers:RegisterScreen", "ui.screens.record:RecordScreen")
BY_HAND = ("dan_van_kheo", "hoi_nghi", "doi_thoai")
"""Registers of the rail: their pages have parts of their own; their forms also open empty."""
OFFSCREEN = ("This plugin does not support propagateSizeHints()",)
"""What Qt says about a screen in memory and about no page."""
PATIENCE = 20.0
ALL = QEventLoop.ProcessEventsFlag.AllEvents
WAIT = QEventLoop.ProcessEventsFlag.WaitForMoreEvents


def pages(variant: Variant) -> list[str]:
    """List the pages to visit in a variant; "new" after the key of a form opens it empty."""
    declared = {
        entry.key
        for entry in screens.SCREENS
        if entry.factory in DECLARED and entry.options["register"] not in BY_HAND
    }
    return [
        *(one.key for one in screens.SCREENS if one.key not in declared or variant in TWO),
        *(f"record:{register} new" for register in BY_HAND),
    ]


VISITS = [
    pytest.param(variant, page, id=f"{variant[0]}-{variant[1][0]}-{variant[2]}-{page}")
    for variant in VARIANTS
    for page in pages(variant)
]


@pytest.fixture(scope="module", autouse=True)
def _compiled(root: Path) -> None:
    subprocess.run([sys.executable, str(root / "i18n" / "catalogues.py"), "compile"], check=True)


@pytest.fixture(scope="module")
def sample(sample_data_dir: Path) -> Iterator[Context]:
    """The sample office, in Vietnamese as it is."""
    context = open_sample(sample_data_dir)
    yield context
    context.close()


@pytest.fixture(scope="module")
def opened(qapp: QApplication, sample: Context) -> Iterator[Callable[[Variant], MainWindow]]:
    """Give a function that returns the one window of a variant: a new one for another variant."""
    last: list[tuple[Variant, MainWindow]] = []

    def close() -> None:
        for _variant, window in last:
            window.close()
            settle()
            window.deleteLater()
        last.clear()
        bury()

    def window_of(variant: Variant) -> MainWindow:
        if not last or last[0][0] != variant:
            close()
            last.append((variant, open_window(qapp, sample, variant)))
        return last[0][1]

    yield window_of
    close()
    use(i18n.SOURCE_LANGUAGE)
    theme.apply(qapp, mode="light")


def open_window(app: QApplication, sample: Context, variant: Variant) -> MainWindow:
    """Open the window over the sample office, in one language, size and theme."""
    code, size, mode = variant
    use(code)
    theme.apply(app, mode=mode)
    sample.settings.set("window", "")
    made = MainWindow(sample.settings)
    made.resize(*size)
    made.show()
    made.take_context(sample)
    settle(lambda: made.screen_key != "")
    return made


@pytest.mark.parametrize(("variant", "page"), VISITS)
def test_page_keeps_the_promises_of_every_screen(
    opened: Callable[[Variant], MainWindow], sample: Context, variant: Variant, page: str
) -> None:
    """Quiet, named, in reading order, mnemonics apart, nothing cut, with a help page of its own."""
    window, code = opened(variant), variant[0]
    use(code)
    key, _space, new = page.partition(" ")
    said = visit(window, key, None if new else argument(sample, key))
    shown = window.page
    assert shown is not None
    stops = layout.tab_stops(window)
    settle()  # Tab left a field, and the page may have something to say about that
    findings = {
        "Qt warns while the page opens and paints": said,
        "a screen reader has no name for": layout.unnamed(stops),
        "Tab leaves the reading order": layout.out_of_order(stops),
        "Alt letters that two things share, or no keyboard has": layout.doubled_mnemonics(window),
        "no room for the words": layout.cut_texts(window),
        "a field has no label of its own, or Tab passes it by": fields(shown),
        "filters of one name": filters(shown),
        "F1 opens no page of its own in this language": missing_help(shown, code),
    }
    broken = [f"{rule}: {one}" for rule, found in findings.items() for one in found]
    assert not broken, "\n".join(["", *broken])


def visit(window: MainWindow, key: str, argument: Any) -> list[str]:
    """Open a page, let it come to rest and paint; gives what Qt said meanwhile."""
    said: list[str] = []

    def hear(_kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
        if text not in OFFSCREEN:
            said.append(text)

    before = qInstallMessageHandler(hear)
    try:
        assert window.open_screen(key, argument)
        settle()
        page = window.page
        assert page is not None
        page.grab()
        settle()
    finally:
        qInstallMessageHandler(before)
    return said


def fields(page: Screen) -> list[str]:
    """Give the fields that are not as they should be, where the page is a form."""
    laid_out = page.layout_ if isinstance(page, RecordScreen) else None
    return layout.loose_fields(laid_out.form) if laid_out else []


def filters(page: Screen) -> list[str]:
    """Give the filters that cannot be told apart, where the page is a list."""
    shown = page.list if isinstance(page, RegisterScreen) else None
    editors = shown.table.header.editors if shown else ()
    return layout.doubled_filters([one.widget for one in editors])


def missing_help(page: Screen, code: str) -> list[str]:
    """Give the name of the help page that F1 would open, unless it is the right one."""
    name = help_page(page.help_key).name
    return [] if name.endswith(f".{code}.html") and not name.startswith("index") else [name]


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


def bury() -> None:
    """Delete what waits for it, as the program's own event loop does."""
    QApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete))


def settle(until: Callable[[], bool] = lambda: True) -> None:
    """Let work end and everything be laid out and painted."""
    end = time.monotonic() + PATIENCE
    quiet = 0
    while quiet < 2:
        assert time.monotonic() < end, "the page does not come to rest"
        QApplication.sendPostedEvents()
        bury()
        # Waiting leaves the processor to the threads that are waited for.
        QApplication.processEvents(WAIT if tasks.hub().pending else ALL)
        quiet = quiet + 1 if tasks.hub().pending == 0 and until() else 0
