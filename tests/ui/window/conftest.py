"""The window's own parts in a themed application, and the whole window over a copied office."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from danvan_desktop.context import Context
from danvan_desktop.settings import Settings
from ui import theme
from ui.main_window import MainWindow
from ui.widgets.focus_ring import FocusFollower


@pytest.fixture(autouse=True)
def _as_before(qapp: QApplication) -> Iterator[None]:
    """Leave every test in the light colours at 100 %."""
    yield
    if theme.is_dark() or theme.zoom() != 100:
        theme.apply(qapp, mode="light")


@pytest.fixture(scope="session", autouse=True)
def _ring(qapp: QApplication) -> FocusFollower:
    return FocusFollower(qapp)


@pytest.fixture
def window(
    qtbot: QtBot, office: Context, settings: Settings, settled: Callable[[], None]
) -> Iterator[MainWindow]:
    """Open the window over the office, on the period H1/2020, as large as the office's screen."""
    office.settings.set("period", "H1/2020")
    shown = MainWindow(settings)
    qtbot.addWidget(shown)
    shown.resize(1366, 698)
    shown.show()
    shown.take_context(office)
    settled()
    yield shown
    settled()


@pytest.fixture
def settings(office: Context) -> Settings:
    """Return what the office's data folder remembers."""
    return office.settings
