"""A card: surface with a hairline frame, a head with title, note and actions, and a body."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.labels import label
from ui.widgets.panel import Line, Panel


class Card(Panel):
    """``body`` is the layout to fill; ``add_action`` puts a link or button at the head's right."""

    def __init__(
        self, title: str = "", note: str = "", parent: QWidget | None = None, *, padding: int = 12
    ) -> None:
        super().__init__(parent, radius=6, frame="line")
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(1, 1, 1, 1)
        self._outer.setSpacing(0)
        self._head: QHBoxLayout | None = None
        self._title: QLabel | None = None
        self._note: QLabel | None = None
        if title:
            self._make_head(title, note)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(padding, padding * 3 // 4, padding, padding * 3 // 4)
        self.body.setSpacing(8)
        self._outer.addLayout(self.body, 1)

    def set_title(self, title: str, note: str = "") -> None:
        """Change the words of the head."""
        if self._title is None or self._note is None:
            self._make_head(title, note)
            return
        self._title.setText(title)
        self._note.setText(note)
        self.setAccessibleName(title)

    def add_action(self, widget: QWidget) -> None:
        """Put a widget at the right end of the head."""
        if self._head is not None:
            self._head.addWidget(widget)

    def _make_head(self, title: str, note: str) -> None:
        self.setAccessibleName(title)
        bar = QWidget()
        bar.setMinimumHeight(theme.px(34))
        self._head = QHBoxLayout(bar)
        self._head.setContentsMargins(12, 4, 12, 4)
        self._head.setSpacing(8)
        self._title = label(title, "card_title")
        self._note = label(note, "muted")
        self._head.addWidget(self._title)
        self._head.addWidget(self._note)
        self._head.addStretch(1)
        self._outer.insertWidget(0, bar)
        self._outer.insertWidget(1, Line())
