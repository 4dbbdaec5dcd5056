"""What the tests of lists and forms share: records, and typing as keyboard drivers do it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from danvan_desktop.context import Context
from danvan_desktop.storage.values import Record


def model_values(name: str, **more: Any) -> dict[str, Any]:
    """Give the values of a Dân vận khéo model."""
    return {
        "ten": name,
        "don_vi": "X2",
        "linh_vuc": "KT",
        "doi_tuong": "tap_the",
        "ngay_dang_ky": "2020-03-09",
        **more,
    }


def add(context: Context, register: str, **values: Any) -> Record:
    """Save a record that must be good."""
    result = context.save(register, values)
    assert result.record is not None, result.issues
    return result.record


def type_text(widget: QWidget, text: str) -> None:
    """Type as a keyboard driver does: one key event for each letter."""
    for letter in text:
        none = Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(widget, QKeyEvent(QEvent.Type.KeyPress, 0, none, letter))
        QApplication.sendEvent(widget, QKeyEvent(QEvent.Type.KeyRelease, 0, none, letter))


def backspace(widget: QWidget) -> None:
    """Press Backspace."""
    key, none = Qt.Key.Key_Backspace, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(widget, QKeyEvent(QEvent.Type.KeyPress, key, none, "\b"))


def commit_text(widget: QWidget, text: str) -> None:
    """Commit a word as an input method does."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)
