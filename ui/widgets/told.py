"""What came of something, in a dialog: an icon, a sentence in bold, and what there is to say."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.labels import IconLabel, label


class Told(QWidget):
    """Hidden while it has nothing to say."""

    def __init__(self) -> None:
        super().__init__()
        self._icon = IconLabel("note", "text2", size=20)
        self._title = label("", "strong", wrap=True)
        self._text = label("", "help", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._text)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(10))
        row.addWidget(self._icon)
        row.addLayout(words, 1)
        self.hide()

    def tell(self, icon: str, role: str, title: str, text: str = "") -> None:
        """Say something."""
        self._icon.show_icon(icon, role)
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self.show()
