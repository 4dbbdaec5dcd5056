"""Pages in a themed application, over a copy of the office of Dương Minh Châu."""

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
        qtbot.waitUntil(lambda: tasks.hub().pending == 0, timeout=10_000)
        QApplication.sendPostedEvents()
        QApplication.processEvents()
        qtbot.waitUntil(lambda: tasks.hub().pending == 0, timeout=10_000)

    return wait
