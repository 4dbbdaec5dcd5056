"""The one place of message boxes and file dialogs: what happened, what is safe, what to do.

A dialog is a function that returns a value, so a test replaces one name. Enter takes the safe
choice, Esc cancels, buttons are verbs.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _
from ui import icons, theme

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Choice:
    """A button of a question: key that is returned, verb, kind (standard, primary, destructive)."""

    key: str
    label: str
    kind: str = "standard"


def show_error(error: UserError, parent: QWidget | None = None) -> None:
    """Say what happened, what is safe and what to do."""
    dialog = MessageDialog(
        parent, icon="warning", tone="warning", title=error.message, text=[error.safe, error.remedy]
    )
    dialog.add_choice(Choice("close", _("Đóng")), safe=True)
    dialog.exec()


def show_note(title: str, text: str = "", parent: QWidget | None = None) -> None:
    """Tell something that has no place on the page."""
    dialog = MessageDialog(parent, icon="note", tone="accent", title=title, text=[text])
    dialog.add_choice(Choice("close", _("Đóng")), safe=True)
    dialog.exec()


def show_text(title: str, text: str, *, name: str, parent: QWidget | None = None) -> None:
    """Show a prepared text for reading and copying; ``name`` says what it is."""
    dialog = MessageDialog(parent, icon="edit", tone="accent", title=title, details=text, name=name)
    dialog.add_copy(text, _("Sao chép"))
    dialog.add_choice(Choice("close", _("Đóng")), safe=True)
    dialog.exec()


def show_crash(error: BaseException, parent: QWidget | None = None) -> None:
    """Log a fault of the program and offer its details for copying; the window stays open."""
    details = "".join(traceback.format_exception(error))
    _log.error("fault shown to the user\n%s", details)
    dialog = MessageDialog(
        parent,
        icon="error",
        tone="error",
        title=_("Chương trình gặp lỗi ngoài dự kiến"),
        text=[
            _("Những gì đã báo “Đã lưu” vẫn còn nguyên trên máy."),
            _("Hãy thử lại. Nếu lỗi lặp lại, sao chép chi tiết gửi người hỗ trợ."),
        ],
        details=details,
    )
    dialog.add_copy(details, _("Sao chép chi tiết"))
    dialog.add_choice(Choice("close", _("Đóng")), safe=True)
    dialog.exec()


def ask(
    title: str,
    text: str,
    choices: Sequence[Choice],
    *,
    safe: str | None = None,
    icon: str = "help",
    tone: str = "accent",
    parent: QWidget | None = None,
) -> str | None:
    """Ask for a choice that cannot be undone; returns its key, or None for Esc and "Hủy".

    ``safe`` is the key that Enter takes; without it Enter cancels.
    """
    dialog = MessageDialog(parent, icon=icon, tone=tone, title=title, text=[text])
    dialog.add_choice(Choice("", _("Hủy")), safe=safe is None)
    for choice in choices:
        dialog.add_choice(choice, safe=choice.key == safe)
    return dialog.chosen if dialog.exec() and dialog.chosen else None


def ask_text(
    title: str,
    text: str,
    *,
    accept: str,
    initial: str = "",
    secret: bool = False,
    required: bool = True,
    most: int = 0,
    parent: QWidget | None = None,
) -> str | None:
    """Ask for one line (a reason, a PIN); None when cancelled; ``accept`` is the button's verb.

    ``most`` letters can be typed, 0: any number.
    """
    dialog = MessageDialog(parent, icon="edit", tone="accent", title=title, text=[text])
    field = dialog.add_field(initial, name=title, secret=secret)
    if most:
        field.setMaxLength(most)
    dialog.add_choice(Choice("", _("Hủy")))
    button = dialog.add_choice(Choice("accept", accept, "primary"), safe=True)
    if required:
        button.setEnabled(bool(initial.strip()))
        field.textChanged.connect(lambda value: button.setEnabled(bool(value.strip())))
    field.setFocus()
    return field.text() if dialog.exec() and dialog.chosen else None


def choose_files(
    title: str, *, kinds: str = "", folder: Path | None = None, parent: QWidget | None = None
) -> list[Path]:
    """Let the clerk choose files to open; empty when cancelled. ``kinds`` is a Qt name filter."""
    names, _kind = QFileDialog.getOpenFileNames(
        parent or _window(), title, str(folder or ""), kinds, options=_file_options()
    )
    return [Path(name) for name in names]


def choose_file(
    title: str, *, kinds: str = "", folder: Path | None = None, parent: QWidget | None = None
) -> Path | None:
    """Let the clerk choose one file to open; None when cancelled."""
    name, _kind = QFileDialog.getOpenFileName(
        parent or _window(), title, str(folder or ""), kinds, options=_file_options()
    )
    return Path(name) if name else None


def choose_save(
    title: str, *, suggested: Path | str = "", kinds: str = "", parent: QWidget | None = None
) -> Path | None:
    """Let the clerk name a file to write; None when cancelled."""
    name, _kind = QFileDialog.getSaveFileName(
        parent or _window(), title, str(suggested), kinds, options=_file_options()
    )
    return Path(name) if name else None


def choose_folder(
    title: str, *, folder: Path | None = None, parent: QWidget | None = None
) -> Path | None:
    """Let the clerk choose a folder; None when cancelled."""
    name = QFileDialog.getExistingDirectory(
        parent or _window(),
        title,
        str(folder or ""),
        options=_file_options() | QFileDialog.Option.ShowDirsOnly,
    )
    return Path(name) if name else None


class MessageDialog(QDialog):
    """Icon, question or statement, sentences, buttons; 420 to 640 wide."""

    def __init__(
        self,
        parent: QWidget | None,
        *,
        icon: str,
        tone: str,
        title: str,
        text: Sequence[str] = (),
        details: str = "",
        name: str = "",
    ) -> None:
        super().__init__(parent or _window())
        self.chosen = ""
        self.setWindowTitle("Dân Vận Desktop")
        self.setAccessibleName(title)
        self.setMinimumWidth(theme.px(420))
        self.setMaximumWidth(theme.px(640))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 16, 16, 16)
        outer.setSpacing(12)
        head = QHBoxLayout()
        head.setSpacing(12)
        picture = QLabel()
        colour = theme.tone(tone)[0]
        picture.setPixmap(icons.pixmap(icon, colour, theme.px(24), self.devicePixelRatioF()))
        head.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        self._texts = QVBoxLayout()
        self._texts.setSpacing(6)
        head.addLayout(self._texts, 1)
        outer.addLayout(head)
        self._texts.addWidget(_sentence(title, "card_title"))
        for sentence in text:
            if sentence:
                self._texts.addWidget(_sentence(sentence, "base"))
        if details:
            outer.addWidget(_details(details, name or _("Chi tiết lỗi")))
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        self._buttons.addStretch(1)
        outer.addLayout(self._buttons)

    def showEvent(self, event: QShowEvent) -> None:
        """Be as high as the sentences are at the width that the dialog got."""
        layout = self.layout()
        if layout is not None and layout.hasHeightForWidth():
            self.resize(self.width(), layout.totalHeightForWidth(self.width()))
        super().showEvent(event)

    def add_choice(self, choice: Choice, *, safe: bool = False) -> QPushButton:
        """Add a button; the safe one takes Enter."""
        button = QPushButton(choice.label)
        button.setProperty("kind", choice.kind)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: self._choose(choice.key))
        self._buttons.addWidget(button)
        if safe:
            # Only in the dialog can it take the focus; the ring shows what Enter does.
            button.setDefault(True)
            button.setFocus()
        return button

    def add_copy(self, text: str, words: str) -> None:
        """Add the button that copies the details."""
        button = QPushButton(words)
        button.setIcon(icons.icon("copy"))
        button.setAutoDefault(False)
        button.clicked.connect(lambda: QApplication.clipboard().setText(text))
        self._buttons.insertWidget(0, button)

    def add_field(self, initial: str, *, name: str, secret: bool) -> QLineEdit:
        """Add one line to type in."""
        field = QLineEdit(initial)
        field.setAccessibleName(name)
        if secret:
            field.setEchoMode(QLineEdit.EchoMode.Password)
        self._texts.addWidget(field)
        return field

    def _choose(self, key: str) -> None:
        self.chosen = key
        self.done(int(bool(key)))


def _sentence(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    theme.set_role(label, role)
    return label


def _details(text: str, name: str) -> QPlainTextEdit:
    box = QPlainTextEdit(text)
    box.setReadOnly(True)
    box.setAccessibleName(name)
    box.setMaximumHeight(theme.px(180))
    return box


def _window() -> QWidget | None:
    return QApplication.activeModalWidget() or QApplication.activeWindow()


def _file_options() -> QFileDialog.Option:
    """Qt's own dialog where nothing native can be driven (tests and journeys set the property)."""
    app = QApplication.instance()
    if app is not None and app.property("plainFileDialogs"):
        return QFileDialog.Option.DontUseNativeDialog
    return QFileDialog.Option(0)
