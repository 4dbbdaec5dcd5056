"""Layouts keep their order and leave nothing behind that Qt has deleted."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import (
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLayoutItem,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import getAllValidWrappers

from ui.farewell import clear
from ui.layouts import widgets_in


def _into_row(outer: QWidget, inner: QLayout) -> None:
    QVBoxLayout(outer).addLayout(inner)


def _between(outer: QWidget, inner: QLayout) -> None:
    QVBoxLayout(outer).insertLayout(0, inner, 1)


def _into_cell(outer: QWidget, inner: QLayout) -> None:
    QGridLayout(outer).addLayout(inner, 0, 0)


def _into_form(outer: QWidget, inner: QLayout) -> None:
    QFormLayout(outer).addRow("Số", inner)


def _twice(outer: QWidget, inner: QLayout) -> None:
    middle = QHBoxLayout()
    middle.addStretch(1)
    middle.addLayout(inner)
    QVBoxLayout(outer).addLayout(middle)


def _items() -> list[QLayoutItem]:
    found = [one for one in getAllValidWrappers() if isinstance(one, QLayoutItem)]
    return [one for one in found if not isinstance(one, QLayout)]


@pytest.mark.parametrize("nest", [_into_row, _between, _into_cell, _into_form, _twice])
def test_nesting_leaves_no_item_on_the_books(
    qtbot: QtBot, nest: Callable[[QWidget, QLayout], None]
) -> None:
    """Neither while the widgets live nor after Qt deleted one of them."""
    outer, inner = QWidget(), QHBoxLayout()
    qtbot.addWidget(outer)
    labels = [QLabel(text) for text in ("một", "hai")]
    for label in labels:
        inner.addWidget(label)
    inner.addStretch(1)
    nest(outer, inner)
    assert _items() == []
    labels[0].deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert (inner.count(), _items()) == (2, [])
    assert labels[1].parentWidget() is outer


def test_widgets_come_in_the_order_of_the_layouts(qtbot: QtBot) -> None:
    """Widgets of a layout within stand where that layout stands, not where they were made."""
    outer = QWidget()
    qtbot.addWidget(outer)
    last, first, inner, deepest = (QLabel(text, outer) for text in ("4", "1", "2", "3"))
    column, row, cell = QVBoxLayout(outer), QHBoxLayout(), QVBoxLayout()
    column.addWidget(first)
    column.addLayout(row)
    column.addWidget(last)
    cell.addWidget(deepest)
    row.addStretch(1)
    row.addWidget(inner)
    row.addLayout(cell)
    assert list(widgets_in(column)) == [first, inner, deepest, last]
    assert list(widgets_in(row)) == [inner, deepest]
    assert list(widgets_in(QHBoxLayout())) == []


def test_cleared_layout_is_empty_at_once(qtbot: QtBot) -> None:
    """What was in it is out of sight now and deleted when the event is over."""
    outer, label = QWidget(), QLabel("một")
    qtbot.addWidget(outer)
    column = QVBoxLayout(outer)
    column.addWidget(label)
    column.addStretch(1)
    outer.show()
    clear(column)
    assert (column.count(), label.isVisible(), _items()) == (0, False, [])
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert outer.findChildren(QLabel) == []
