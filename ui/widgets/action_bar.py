"""The bar under a form or a check: primary button at the left, what is true at the right."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.widgets.labels import IconLabel, label
from ui.widgets.panel import Panel


class ActionBar(Panel):
    """46 high. ``add`` fills from the left, ``add_right`` from the right end."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, ground="surface", lines="top", height=46)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 8, 16, 8)
        self._row.setSpacing(8)
        self._icon = IconLabel("check", "success", size=15)
        self._icon.hide()
        self._truth = label("", wrap=True)
        self._row.addStretch(1)
        self._row.addWidget(self._icon)
        self._row.addWidget(self._truth, 1000)
        self._left = 0

    def add(self, widget: QWidget) -> None:
        """Add a button after those at the left."""
        self._row.insertWidget(self._left, widget)
        self._left += 1

    def add_right(self, widget: QWidget) -> None:
        """Add a button after the statement at the right."""
        self._row.addWidget(widget)

    def tell(self, text: str, *, icon: str = "", role: str = "success") -> None:
        """Say what is true about saving; never "Đã lưu" before the commit."""
        self._truth.setText(text)
        # A wrapping label would take all the room; beyond its own width the stretch has it.
        self._truth.setMaximumWidth(self._truth.fontMetrics().horizontalAdvance(text) + 4)
        self._icon.setVisible(bool(icon and text))
        if icon:
            self._icon.show_icon(icon, role)
