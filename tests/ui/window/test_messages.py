"""Dialogs say what happened, answer by a value, and Enter takes the safe choice."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from danvan_desktop.errors import UserError
from ui import messages


def _answer(act: Callable[[messages.MessageDialog], None]) -> None:
    """Do something with the next dialog as soon as it is shown."""

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, messages.MessageDialog):
            act(dialog)
        else:
            QTimer.singleShot(5, look)

    QTimer.singleShot(0, look)


def _press(dialog: messages.MessageDialog, text: str) -> None:
    next(b for b in dialog.findChildren(QPushButton) if b.text() == text).click()


def test_error_shows_its_three_sentences(qtbot: QtBot) -> None:
    """What happened is the title, what is safe and what to do follow."""
    seen: list[str] = []

    def read(dialog: messages.MessageDialog) -> None:
        seen.extend(label.text() for label in dialog.findChildren(QLabel) if label.text())
        dialog.reject()

    _answer(read)
    messages.show_error(UserError("Ổ đĩa đã đầy.", safe="Chữ còn đây.", remedy="Xóa bớt tệp."))
    assert seen == ["Ổ đĩa đã đầy.", "Chữ còn đây.", "Xóa bớt tệp."]


def test_crash_details_can_be_copied(qtbot: QtBot) -> None:
    """The trace goes to the clipboard whole."""

    def copy(dialog: messages.MessageDialog) -> None:
        assert "ValueError" in dialog.findChildren(QPlainTextEdit)[0].toPlainText()
        _press(dialog, "Sao chép chi tiết")
        dialog.reject()

    _answer(copy)
    messages.show_crash(ValueError("bất ngờ"))
    assert "bất ngờ" in QApplication.clipboard().text()


@pytest.mark.parametrize(("key", "answer"), [(Qt.Key.Key_Return, None), (Qt.Key.Key_Escape, None)])
def test_enter_and_escape_cancel_a_dangerous_question(
    qtbot: QtBot, key: Qt.Key, answer: str | None
) -> None:
    """Without a safe choice Enter does what Esc does: nothing."""
    _answer(lambda dialog: qtbot.keyClick(dialog, key))
    choices = [messages.Choice("delete", "Xóa hẳn", "destructive")]
    assert messages.ask("Xóa hẳn 3 hồ sơ?", "Không lấy lại được.", choices) is answer


def test_chosen_button_is_the_answer(qtbot: QtBot) -> None:
    """The key of the pressed button comes back."""
    _answer(lambda dialog: _press(dialog, "Khôi phục"))
    assert messages.ask("Lấy lại bản nháp?", "", [messages.Choice("restore", "Khôi phục")]) == (
        "restore"
    )


def test_reason_is_required_before_it_can_be_given(qtbot: QtBot) -> None:
    """The button waits for text."""

    def fill(dialog: messages.MessageDialog) -> None:
        button = next(b for b in dialog.findChildren(QPushButton) if b.text() == "Mở khóa")
        assert not button.isEnabled()
        dialog.findChildren(QLineEdit)[0].setText("Sửa số quyết định")
        assert button.isEnabled()
        button.click()

    _answer(fill)
    assert messages.ask_text("Mở khóa kỳ?", "Lý do vào lịch sử.", accept="Mở khóa") == (
        "Sửa số quyết định"
    )
