"""Tab goes in reading order, whatever was made first: the order of layouts, when Tab is pressed.

Qt goes in the order in which widgets came to the window. Pages build their parts early, late and
again (cells of a funnel, rows of a form, actions in the header), so the chain is put right at the
moment that it is used.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QWidget,
)

from ui.layouts import widgets_in

TAB = Qt.FocusPolicy.TabFocus


def follow_layout(window: QWidget) -> None:
    """Chain everything that takes Tab in the order in which the layouts show it."""
    stops = [one for one in in_order(window) if one.focusPolicy() & TAB and not one.focusProxy()]
    for one, other in pairwise(stops):
        QWidget.setTabOrder(one, other)


def in_order(widget: QWidget) -> Iterator[QWidget]:
    """List a widget and what is in it as it is read; of pages in a stack only the one shown."""
    parts = list(_parts(widget))
    headers = [part for part in parts if isinstance(part, QHeaderView)]
    if isinstance(widget, QAbstractItemView):
        # What stands in the heading of a list comes before its rows.
        for header in headers:
            yield from in_order(header)
    yield widget
    for part in parts:
        if part not in headers:
            yield from in_order(part)


def _parts(widget: QWidget) -> Iterator[QWidget]:
    if isinstance(widget, QTabWidget):
        yield widget.tabBar()
        if (page := widget.currentWidget()) is not None:
            yield page
    elif isinstance(widget, QStackedWidget):
        if (shown := widget.currentWidget()) is not None:
            yield shown
    elif isinstance(widget, QSplitter):
        panes = (widget.widget(place) for place in range(widget.count()))
        yield from (pane for pane in panes if pane is not None)
    elif isinstance(widget, QScrollArea):
        if (content := widget.widget()) is not None:
            yield content
    else:
        yield from _laid_out_first(widget)


def _laid_out_first(widget: QWidget) -> Iterator[QWidget]:
    """Give the children of the layout in its order, then those placed by hand, by their place."""
    layout = widget.layout()
    laid_out = list(widgets_in(layout)) if layout is not None else []
    yield from laid_out
    others = [
        child
        for child in widget.children()
        if isinstance(child, QWidget) and not child.isWindow() and child not in laid_out
    ]
    if len(others) > 1 and not isinstance(widget, QAbstractItemView):
        others.sort(key=lambda child: (child.y(), child.x()))
    yield from others
