"""What every test of the window stands on: the application's look, and an end to wait for."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui import tasks, theme


@pytest.fixture(scope="session", autouse=True)
def _themed(qapp: QApplication) -> None:
    theme.apply(qapp, mode="light")


@pytest.fixture
def settled(qtbot: QtBot) -> Callable[[], None]:
    """Wait until no work is under way and everything was delivered."""

    def wait() -> None:
        for _turn in range(2):  # what is delivered may start more work
            qtbot.waitUntil(lambda: tasks.hub().pending == 0, timeout=10_000)
            QApplication.sendPostedEvents()
            QApplication.processEvents()
        qtbot.waitUntil(lambda: tasks.hub().pending == 0, timeout=10_000)

    return wait
