"""What Qt deletes ends in Python after that: what is in a widget, lines of lists and trees."""

from __future__ import annotations

import weakref

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from ui.farewell import delete_later, empty, forget_gone


def test_emptied_list_and_tree_have_no_lines(qtbot: QtBot) -> None:
    """Lines of every level go, and what somebody still holds is known to be gone."""
    view, tree = QListWidget(), QTreeWidget()
    qtbot.addWidget(view)
    qtbot.addWidget(tree)
    line = QListWidgetItem("dòng")
    view.addItem(line)
    below = QTreeWidgetItem(QTreeWidgetItem(QTreeWidgetItem(tree)))
    empty(view)
    empty(tree)
    assert (view.count(), tree.topLevelItemCount()) == (0, 0)
    assert not isValid(line)
    assert not isValid(below)


def test_lines_are_held_until_their_widget_is_deleted(qtbot: QtBot) -> None:
    """Python's half of a line outlives the list that Qt deletes, and is let go of afterwards."""
    box = QWidget()
    qtbot.addWidget(box)
    view = QListWidget(box)
    view.addItem(QListWidgetItem("dòng"))
    line = view.item(0)
    delete_later(box)
    assert isValid(line)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert not isValid(line)
    forget_gone()


def test_what_is_in_a_widget_is_held_until_it_is_deleted(qtbot: QtBot) -> None:
    """Nobody but its parent knows a label in a row; its Python half outlives Qt's all the same."""
    row = QWidget()
    qtbot.addWidget(row)
    QVBoxLayout(row).addWidget(QWidget())
    label = weakref.ref(row.findChildren(QWidget)[0])
    delete_later(row)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    held = label()
    assert held is not None
    assert not isValid(held)
    del held
    forget_gone()
    assert label() is None
