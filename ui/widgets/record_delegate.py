"""How a row of a list is painted: zebra, row lines, state badges, grey lines while loading."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui import theme
from ui.widgets.badge import paint_badge, state_mark
from ui.widgets.record_model import LOADING_ROLE, RECORD_ROLE, STATE_ROLE

PADDING = 5
ACCENT_BAR = 3


class RecordDelegate(QStyledItemDelegate):
    """Paints every cell from the theme's colours; a text is clipped, never elided."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        rect: QRect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setClipRect(rect)
        ground = "selection" if selected else "zebra" if index.row() % 2 else "surface"
        painter.fillRect(rect, theme.colour(ground))
        painter.setPen(theme.colour("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if selected and index.column() == 0:
            bar = QRect(rect.left(), rect.top(), theme.px(ACCENT_BAR), rect.height())
            painter.fillRect(bar, theme.colour("accent"))
        self._content(painter, rect, index)
        if self._view.hasFocus() and index == self._view.currentIndex():
            painter.setPen(theme.colour("accent"))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        painter.restore()

    def _content(
        self, painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        inside = rect.adjusted(theme.px(PADDING), 0, -theme.px(PADDING), -1)
        if index.data(LOADING_ROLE):
            line = QRect(0, 0, max(8, inside.width() * 2 // 3), 6)
            line.moveCenter(inside.center())
            line.moveLeft(inside.left())
            painter.fillRect(line, theme.colour("line"))
            return
        state = index.data(STATE_ROLE)
        if state is not None:
            paint_badge(painter, inside, state_mark(state))
            return
        record = index.data(RECORD_ROLE)
        counted = record is None or record.duplicate_of is None
        muted = index.column() == 0 or not counted
        painter.setPen(theme.colour("muted" if muted else "text"))
        flags = int(index.data(Qt.ItemDataRole.TextAlignmentRole))
        if getattr(self._view, "wordWrap", bool)():
            flags |= int(Qt.TextFlag.TextWordWrap)
        painter.setFont(self._view.font())
        painter.drawText(inside, flags, str(index.data() or ""))
