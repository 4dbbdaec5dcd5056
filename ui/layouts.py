"""Layouts, without the items that Shiboken 6.11 loses track of.

Qt keeps an item for every widget and space of a layout and deletes it behind Python's back. Once
Python has seen an item, Shiboken keeps it on its books for ever: what comes to stand at that
address later is taken for the item, and the program ends with signal 11, minutes after. Python
sees items through ``QLayout.itemAt``, which is used nowhere else, and whenever a layout that holds
something is put into another one. The tests of the window look for items left on the books.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from PySide6.QtWidgets import QBoxLayout, QFormLayout, QGridLayout, QLayout, QWidget
from shiboken6 import invalidate

_NESTING = (
    (QBoxLayout, ("addLayout", "insertLayout")),
    (QGridLayout, ("addLayout",)),
    (QFormLayout, ("addRow", "insertRow", "setLayout")),
)
"""The ways to put a layout into another one."""


def forget_items_when_nesting() -> None:
    """Let every way of nesting layouts take the items off the books again; harmless when done."""
    for kind, names in _NESTING:
        for name in names:
            nest = getattr(kind, name)
            if not hasattr(nest, "__wrapped__"):
                setattr(kind, name, _forgetting(nest))


def widgets_in(layout: QLayout) -> Iterator[QWidget]:
    """Give the widgets of a layout in its order, those of layouts within it in their place."""
    holder = layout.parentWidget()
    if holder is None:
        return
    widgets = [child for child in holder.children() if isinstance(child, QWidget)]
    yield from _placed(layout, widgets)


def _placed(layout: QLayout, widgets: list[QWidget]) -> Iterator[QWidget]:
    parts: dict[int, QWidget | QLayout] = {layout.indexOf(one): one for one in widgets}
    parts |= {layout.indexOf(one): one for one in layout.children() if isinstance(one, QLayout)}
    parts.pop(-1, None)
    for place in sorted(parts):
        part = parts[place]
        if isinstance(part, QLayout):
            yield from _placed(part, widgets)
        else:
            yield part


def _forgetting(nest: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(nest)
    def put(outer: QLayout, *given: Any, **named: Any) -> Any:
        result = nest(outer, *given, **named)
        for one in given:
            if isinstance(one, QLayout):
                _forget_items(one)
        return result

    return put


def _forget_items(layout: QLayout) -> None:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        if isinstance(item, QLayout):
            _forget_items(item)
        elif item is not None:
            invalidate(item)
