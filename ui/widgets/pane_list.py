"""The list of a pane: no frame, never wider than the pane, scrolled smoothly."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QWidget


class PaneList(QListWidget):
    """``name`` is what a screen reader says; a ``clear`` list shows the ground of its pane."""

    def __init__(self, name: str, parent: QWidget, *, clear: bool = False) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFrameShape(QListWidget.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        if clear:
            self.viewport().setAutoFillBackground(False)
