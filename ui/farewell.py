"""The one way to take a widget off the page: it is out of sight at once, and deleted by Qt."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLayout, QWidget


def delete_later(gone: QObject) -> None:
    """Let Qt delete an object when the present event is over; a widget is hidden at once."""
    if isinstance(gone, QWidget):
        gone.hide()
    gone.deleteLater()


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and delete its widgets."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            delete_later(widget)
