"""The undo bar: what just happened, in words, and the way back; instead of "Bạn có chắc"."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QTimer
from PySide6.QtWidgets import QHBoxLayout, QWidget

from danvan_desktop.i18n import _
from ui import theme
from ui.widgets.action_bar import ActionBar
from ui.widgets.buttons import Button
from ui.widgets.labels import label
from ui.widgets.panel import Panel

SHOWN_MS = 10_000
ABOVE = 14
"""Distance to the lower edge of the area that it floats over."""


class UndoBar(Panel):
    """Floats centred above the lower edge of ``area`` for 10 s, longer while used."""

    def __init__(self, area: QWidget, on_undo: Callable[[], Any]) -> None:
        # Not a child of the pages: of a stack, a screen reader sees only the page in front.
        over = area.parentWidget() or area
        super().__init__(over, ground="bar", radius=6, height=38)
        self._area, self._over = area, over
        self._text = label("")
        self._button = Button(
            _("Hoàn tác (Ctrl+Z)"), "undo", kind="bar", dense=True, on_click=on_undo
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 8, 6)
        row.setSpacing(14)
        row.addWidget(self._text)
        row.addWidget(self._button)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOWN_MS)
        self._timer.timeout.connect(self._expire)
        area.installEventFilter(self)
        self.hide()

    def tell(self, text: str, *, undoable: bool = True) -> None:
        """Show what happened; without a way back only the words."""
        self._text.setText(text)
        self._text.setStyleSheet(f"color: {theme.tokens().on_bar}")
        self._button.setVisible(undoable)
        self.setAccessibleName(text)
        self.adjustSize()
        self._place()
        self.show()
        self.raise_()
        self._timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _expire(self) -> None:
        if self.underMouse() or self._button.hasFocus():
            self._timer.start()
        else:
            self.hide()

    def _foot(self) -> int:
        """Give the height of the bar of buttons under the page, which must stay free."""
        bars = [bar for bar in self._area.findChildren(ActionBar) if bar.isVisible()]
        tops = [bar.mapTo(self._area, QPoint(0, 0)).y() for bar in bars]
        low = [
            top
            for top, bar in zip(tops, bars, strict=True)
            if top + bar.height() >= self._area.height() - ABOVE
        ]
        return self._area.height() - min(low) if low else 0

    def _place(self) -> None:
        size = self.sizeHint().boundedTo(self._area.size())
        corner = self._area.mapTo(self._over, QPoint(0, 0))
        left = corner.x() + (self._area.width() - size.width()) // 2
        top = corner.y() + self._area.height() - self._foot() - size.height() - ABOVE
        self.setGeometry(left, top, *size.toTuple())
