"""A banner tells one standing fact about the page: locked period, read-only, sample office."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui import theme
from ui.widgets.labels import IconLabel, Link, label
from ui.widgets.panel import Panel


class Banner(Panel):
    """Icon, one sentence, at most one link; hidden while it has nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, ground="soft", radius=6, frame="line", height=36)
        self._icon = IconLabel("note", "accent")
        self._text = label("", wrap=True)
        self._link = Link("")
        self._call: Callable[[], Any] | None = None
        self._link.clicked.connect(self._follow)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 12, 4)
        row.setSpacing(10)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        row.addWidget(self._link)
        self.hide()

    def tell(
        self,
        text: str,
        *,
        icon: str = "note",
        tone: str = "accent",
        link: str = "",
        on_link: Callable[[], Any] | None = None,
    ) -> None:
        """Show a sentence; an empty one hides the banner."""
        ink, ground = theme.TONES[tone]
        self.ground = ground
        self._icon.show_icon(icon, ink)
        self._text.setText(text)
        self._link.setText(link)
        self._link.setVisible(bool(link))
        self._link.updateGeometry()
        self._call = on_link
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        self.update()

    def _follow(self) -> None:
        if self._call is not None:
            self._call()
