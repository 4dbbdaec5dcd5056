"""The one way to delete a widget, or a line of a list: by Qt, and held here until Qt has done so.

Were Qt's the last hold, the Python half would be freed while Qt destroys the other half, and now
and then Shiboken 6.11 goes on with it after that, which ends the program with signal 11. That holds
for all that ends with a widget: what is in it, the lines of lists and trees.
"""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import (
    QLayout,
    QListWidget,
    QListWidgetItem,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)
from shiboken6 import createdByPython, isValid

_Line = QListWidgetItem | QTreeWidgetItem

_leaving: list[tuple[QObject, list[object]]] = []
"""What Qt is to delete, with all that ends with it: what is in a widget, the lines of its lists."""


def delete_later(gone: QObject) -> None:
    """Let Qt delete an object when the present event is over; a widget is hidden at once."""
    forget_gone()
    held: list[object] = []
    if isinstance(gone, QWidget):
        gone.hide()
        inside = [one for one in gone.findChildren(QWidget) if createdByPython(one)]
        held += inside
        for view in (gone, *inside):
            held += _lines_of(view)
    _leaving.append((gone, held))
    gone.deleteLater()


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and delete its widgets."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            delete_later(widget)


def empty(view: QListWidget | QTreeWidget) -> None:
    """Take every line out of a list or a tree; Python lets go of them after Qt did."""
    held = _lines_of(view)
    view.clear()
    del held


def forget_gone() -> None:
    """Let go of what Qt has deleted meanwhile."""
    _leaving[:] = [(one, held) for one, held in _leaving if isValid(one)]


def _lines_of(view: QWidget) -> list[_Line]:
    if isinstance(view, QListWidget):
        return [view.item(row) for row in range(view.count())]
    if isinstance(view, QTreeWidget):
        found: list[_Line] = []
        above = [view.invisibleRootItem()]
        for item in above:
            below = [one for row in range(item.childCount()) if (one := item.child(row))]
            above += below
            found += below
        return found
    return []
