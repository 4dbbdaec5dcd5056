"""The one way to delete a widget: by Qt, and held here until Qt has done so.

Were Qt's the last hold, the Python half of a widget could be freed while a reading thread runs and
Qt destroys the other half, which ends the program with signal 11 (seen with Shiboken 6.11).
"""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLayout, QWidget
from shiboken6 import isValid

_leaving: list[QObject] = []


def delete_later(gone: QObject) -> None:
    """Let Qt delete an object when the present event is over; a widget is hidden at once."""
    forget_gone()
    _leaving.append(gone)
    if isinstance(gone, QWidget):
        gone.hide()
    gone.deleteLater()


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and delete its widgets."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            delete_later(widget)


def forget_gone() -> None:
    """Let go of what Qt has deleted meanwhile."""
    _leaving[:] = [one for one in _leaving if isValid(one)]
