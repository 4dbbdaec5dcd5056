"""What stands in the window until the data are open: grey lines, or why they did not open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _
from ui import theme
from ui.widgets.buttons import Button
from ui.widgets.empty_state import EmptyState

GREY_AFTER_MS = 200


class OpeningPage(QWidget):
    """Nothing for 0.2 s, then row lines; ``show_failure`` turns it into a page of words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grey = False
        self._words = EmptyState()
        self._words.hide()
        column = QVBoxLayout(self)
        column.addWidget(self._words)
        self.setAccessibleName(_("Đang mở dữ liệu"))
        QTimer.singleShot(GREY_AFTER_MS, self, self._turn_grey)

    def show_failure(
        self, error: BaseException, *, retry: Callable[[], Any], copy: Callable[[], Any]
    ) -> None:
        """Say what happened, what is safe and what to do, with a way to try again."""
        self._grey = False
        if isinstance(error, UserError):
            title, rest = error.message, [error.safe, error.remedy]
        else:
            title = _("Chưa mở được dữ liệu vì lỗi ngoài dự kiến.")
            rest = [_("Dữ liệu trên máy không bị thay đổi."), _("Hãy thử lại, hoặc gửi chi tiết.")]
        buttons = [Button(_("Thử lại"), "sync", kind="primary", on_click=retry)]
        if not isinstance(error, UserError):
            buttons.append(Button(_("Sao chép chi tiết"), "copy", on_click=copy))
        self._words.show_state(
            icon="warning",
            title=title,
            help_text="\n".join(line for line in rest if line),
            buttons=buttons,
        )
        self._words.show()
        self.setAccessibleName(title)
        buttons[0].setFocus()

    def wait(self) -> None:
        """Go back to waiting."""
        self._words.hide()
        self._grey = True
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._grey or self._words.isVisible():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("line"))
        for row in range(8):
            width = (self.width() - 32) * (0.42 if row % 2 else 0.68)
            painter.drawRoundedRect(QRectF(16, 16 + row * 28, width, 8), 4, 4)

    def _turn_grey(self) -> None:
        self._grey = True
        self.update()
