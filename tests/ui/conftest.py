"""What every test of the window stands on: the application's look, and an end to wait for."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication, QLayoutItem
from pytestqt.qtbot import QtBot
from shiboken6 import getAllValidWrappers

from ui import tasks, theme
from ui.layouts import forget_items_when_nesting


@pytest.fixture(scope="session", autouse=True)
def _themed(qapp: QApplication) -> None:
    forget_items_when_nesting()
    theme.apply(qapp, mode="light")


@pytest.fixture(autouse=True)
def _no_layout_items() -> Iterator[None]:
    """Fail a test that leaves items of layouts on Shiboken's books (see ``ui/layouts.py``)."""
    yield
    left = {type(one).__name__ for one in getAllValidWrappers() if isinstance(one, QLayoutItem)}
    assert not {name for name in left if name.endswith("Item")}, left


@pytest.fixture
def settled(qtbot: QtBot) -> Callable[[], None]:
    """Wait until no work is under way and everything was delivered."""

    def wait() -> None:
        quiet = 0
        while quiet < 2:  # what is delivered may start more work, and that yet more
            qtbot.waitUntil(lambda: tasks.hub().pending == 0, timeout=10_000)
            QApplication.sendPostedEvents()
            QApplication.processEvents()
            quiet = quiet + 1 if tasks.hub().pending == 0 else 0

    return wait
