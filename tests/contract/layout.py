"""What the contract of screens measures on a page: names, order, mnemonics, room for the text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QLabel,
    QScrollArea,
    QToolButton,
    QWidget,
)

from ui.widgets.record_form import RecordForm
from ui.widgets.search_box import SearchButton

TOLERANCE = 3
"""Logical pixels that rounding and borders may take."""


def tab_stops(window: QWidget) -> list[QWidget]:
    """List where Tab stops, from the left edge of the window until it comes round.

    Tab is pressed once, since the window puts its order right at that moment.
    """
    window.focusNextPrevChild(True)
    stops: list[QWidget] = []
    step = window.nextInFocusChain()
    while step is not None and step is not window:
        if _takes_tab(step):
            stops.append(step)
        step = step.nextInFocusChain()
    first = min(range(len(stops)), key=lambda place: _corner(stops[place]), default=0)
    return stops[first:] + stops[:first]


def unnamed(stops: Sequence[QWidget]) -> list[str]:
    """List the tab stops that a screen reader could not call by a name."""
    return [describe(one) for one in stops if not _has_name(one)]


def out_of_order(stops: Sequence[QWidget]) -> list[str]:
    """List the steps of Tab that go up, or back on the same line."""
    return [
        f"{describe(one)} → {describe(other)}"
        for one, other in pairwise(stops)
        if not one.isAncestorOf(other) and _goes_back(*_side_by_side(one, other))
    ]


def doubled_mnemonics(page: QWidget) -> list[str]:
    """List the Alt letters that two shown things share, and letters that no keyboard has."""
    letters = Counter(
        QKeySequence.mnemonic(one.text()).toString()
        for one in page.findChildren(QWidget)
        if isinstance(one, QAbstractButton | QLabel) and one.isVisible()
    )
    letters.pop("", None)
    return [key for key, count in letters.items() if count > 1 or not key.isascii()]


def cut_texts(page: QWidget) -> list[str]:
    """List labels and buttons whose words do not fit into them, or that stick out of the page."""
    found = []
    for one in page.findChildren(QWidget):
        if not isinstance(one, QLabel | QAbstractButton) or not one.isVisible() or not one.text():
            continue
        if isinstance(one, SearchButton) or _is_bare_icon(one):
            continue  # the first shows its words only where they fit
        short = _missing_room(one)
        if short:
            found.append(f"{describe(one)}: {short}")
    return found


def loose_fields(form: RecordForm) -> list[str]:
    """List the fields of a form, folded ones too, without a label and those that Tab leaves out."""
    labelled = {label.buddy() for label in form.findChildren(QLabel)}
    editors = {name: row.editor.widget for name, row in form.rows.items()}
    loose = [n for n, one in editors.items() if one not in labelled or not one.accessibleName()]
    wanted = [widget for widget in form.editors() if widget.isEnabled()]
    order, step = [], form.nextInFocusChain()
    while step is not None and step is not form:
        if step in wanted:
            order.append(step)
        step = step.nextInFocusChain()
    return loose + [describe(one) for one, due in zip(order, wanted, strict=True) if one is not due]


def doubled_filters(filters: Sequence[QWidget]) -> list[str]:
    """List the names that two filters of a list share, or that are empty."""
    names = Counter(one.accessibleName() for one in filters)
    return [name for name, count in names.items() if count > 1 or not name]


def describe(widget: QWidget) -> str:
    """Name a widget so that whoever reads a failure finds it."""
    text = widget.accessibleName() or widget.objectName()
    if isinstance(widget, QAbstractButton | QLabel):
        text = widget.text() or text
    owner = widget.parentWidget()
    while owner is not None and type(owner).__module__.startswith("PySide6"):
        owner = owner.parentWidget()
    return f"{type(widget).__name__} “{text[:60]}” in {type(owner).__name__}"


# ------------------------------------------------------------------------------ private
def _takes_tab(widget: QWidget) -> bool:
    return bool(
        widget.isVisible()
        and widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
    )


def _has_name(widget: QWidget) -> bool:
    if widget.accessibleName():
        return True
    if isinstance(widget, QScrollArea):
        return True  # it is the page itself, and takes the focus to be scrolled
    if isinstance(widget, QAbstractButton):
        return bool(widget.text())
    return any(label.buddy() is widget and label.text() for label in _labels(widget.window()))


def _corner(widget: QWidget) -> tuple[int, int]:
    place = widget.mapTo(widget.window(), QPoint(0, 0))
    return place.x(), place.y()


def _labels(window: QWidget) -> Iterator[QLabel]:
    yield from window.findChildren(QLabel)


def _side_by_side(one: QWidget, other: QWidget) -> tuple[QRect, QRect]:
    """Give the boxes of the two branches in which the widgets part, which may scroll apart."""
    first, second = [one, *_owners(one)], [other, *_owners(other)]
    common = next(owner for owner in first if owner in second)
    mine = first[first.index(common) - 1] if common is not one else one
    theirs = second[second.index(common) - 1] if common is not other else other
    return _box(mine), _box(theirs)


def _owners(widget: QWidget) -> list[QWidget]:
    owners, owner = [], widget.parentWidget()
    while owner is not None:
        owners.append(owner)
        owner = owner.parentWidget()
    return owners


def _box(widget: QWidget) -> QRect:
    return QRect(widget.mapTo(widget.window(), QPoint(0, 0)), widget.size())


def _goes_back(before: QRect, after: QRect) -> bool:
    shared = min(before.bottom(), after.bottom()) - max(before.top(), after.top())
    same_line = shared > min(before.height(), after.height()) / 2
    if same_line:
        return after.center().x() < before.center().x() - TOLERANCE
    above = after.center().y() < before.center().y()
    return above and after.left() < before.right() - TOLERANCE


def _is_bare_icon(widget: QWidget) -> bool:
    style = Qt.ToolButtonStyle.ToolButtonIconOnly
    return isinstance(widget, QToolButton) and widget.toolButtonStyle() == style


def _missing_room(widget: QLabel | QAbstractButton) -> str:
    if isinstance(widget, QLabel) and widget.wordWrap():
        wanted = widget.heightForWidth(widget.width())
        if wanted > widget.height() + TOLERANCE:
            return f"{wanted} px high, has {widget.height()}"
    elif widget.sizeHint().width() > widget.width() + TOLERANCE:
        return f"{widget.sizeHint().width()} px wide, has {widget.width()}"
    elif widget.sizeHint().height() > widget.height() + TOLERANCE:
        return f"{widget.sizeHint().height()} px high, has {widget.height()}"
    return _sticks_out(widget)


def _sticks_out(widget: QWidget) -> str:
    owner = widget.parentWidget()
    while owner is not None:
        if isinstance(owner.parentWidget(), QAbstractScrollArea | QAbstractItemView):
            return ""
        box = QRect(widget.mapTo(owner, QPoint(0, 0)), widget.size())
        room = owner.rect().adjusted(-TOLERANCE, -TOLERANCE, TOLERANCE, TOLERANCE)
        if not room.contains(box):
            return f"sticks out of {type(owner).__name__}"
        owner = owner.parentWidget()
    return ""
