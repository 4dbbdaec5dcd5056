"""What a list shows when it has nothing: a sentence, a line of help, up to three buttons."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.farewell import clear
from ui.widgets.buttons import Button
from ui.widgets.labels import IconLabel, label


class EmptyState(QWidget):
    """Centred in the room that it gets; ``show_state`` replaces everything."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = IconLabel("inbox", "muted", size=44)
        self._title = _centred(label("", "page_title", wrap=True))
        self._help = _centred(label("", "label", wrap=True))
        self._row = QHBoxLayout()
        self._row.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 4, 16, 4)
        column.setSpacing(8)
        column.addStretch(1)
        column.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(4)
        column.addWidget(self._title)
        column.addWidget(self._help)
        column.addSpacing(4)
        column.addLayout(self._row)
        column.addStretch(1)

    def show_state(
        self, *, icon: str, title: str, help_text: str = "", buttons: Sequence[Button] = ()
    ) -> None:
        """Show a sentence that names the period, help, and the likeliest button first."""
        self._icon.show_icon(icon, "text2")
        self._title.setText(title)
        self._help.setText(help_text)
        clear(self._row)
        self._row.addStretch(1)
        for button in buttons:
            self._row.addWidget(button)
        self._row.addStretch(1)
        self.setAccessibleName(title)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Let the picture go, then the line of help, where there is only room for the rest."""
        self._icon.show()
        self._help.setVisible(bool(self._help.text()))
        column = self.layout()
        if column is None:
            return
        for spared in (self._icon, self._help):
            if column.totalHeightForWidth(self.width()) <= self.height():
                return
            spared.hide()


def _centred(text: QLabel) -> QLabel:
    text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    return text
