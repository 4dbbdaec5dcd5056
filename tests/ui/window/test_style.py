"""The style bears what the binding hands to it."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionToolButton, QWidgetItem
from pytestqt.qtbot import QtBot

from ui.style import HouseStyle
from ui.widgets.buttons import Button


def test_an_item_in_place_of_the_widget_is_left_out(
    qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stale layout item at a widget's address must not raise inside Qt's call."""
    monkeypatch.setattr(HouseStyle, "current", HouseStyle.current)  # the application's stays kept
    button = Button("Lưu")
    qtbot.addWidget(button)
    stale: Any = QWidgetItem(button)
    style, option = HouseStyle(), QStyleOptionToolButton()
    kind = QStyle.ContentsType.CT_ToolButton
    found = style.sizeFromContents(kind, option, QSize(40, 20), stale)
    assert found == style.sizeFromContents(kind, option, QSize(40, 20), None)
