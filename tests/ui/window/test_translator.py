"""Qt's own words are Vietnamese, and what is unknown keeps its text."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialogButtonBox, QLineEdit
from pytestqt.qtbot import QtBot

from danvan_desktop import i18n
from ui import translator


@pytest.fixture(autouse=True)
def _installed() -> Iterator[None]:
    translator.install()
    yield
    i18n.use_language("vi")
    translator.install()


def test_unknown_text_stays(qtbot: QtBot) -> None:
    """An unknown text is shown as it is, never as an empty label."""
    assert QCoreApplication.translate("QShortcut", "Ctrl+Shift") == "Ctrl+Shift"
    assert translator.VietnameseTranslator().translate("x", "Nothing like it") is None


def test_standard_buttons_speak_vietnamese(qtbot: QtBot) -> None:
    """Qt's own Save and Cancel are Lưu and Hủy."""
    box = QDialogButtonBox(
        QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
    )
    qtbot.addWidget(box)
    texts = {button.text().replace("&", "") for button in box.buttons()}
    assert texts == {"Lưu", "Hủy"}


def test_context_menu_of_a_field_speaks_vietnamese(qtbot: QtBot) -> None:
    """The menu under the right button has no English line."""
    field = QLineEdit("Cầu Khởi")
    qtbot.addWidget(field)
    menu = field.createStandardContextMenu()
    words = {
        action.text().replace("&", "").split("\t")[0]
        for action in menu.actions()
        if not action.isSeparator()
    }
    assert words == {"Hoàn tác", "Làm lại", "Cắt", "Sao chép", "Dán", "Xóa", "Chọn tất cả"}
    menu.deleteLater()


def test_english_window_keeps_qts_words(qtbot: QtBot) -> None:
    """In English Qt's own words are left alone."""
    i18n.use_language("en")
    translator.install()
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancel"
