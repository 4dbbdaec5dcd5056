"""The list of work: grouped two-line rows, each with its deadline and the one button for it.

Painted by a delegate: an office may have dozens of overdue opinions, and buttons as widgets would
make the first page slow.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from danvan_desktop.agenda.model import TodoGroup, TodoItem
from ui import icons, theme
from ui.widgets.badge import Mark, badge_size, paint_badge

_ITEM = Qt.ItemDataRole.UserRole
"""The number of a row's work; Qt would turn the value itself into a list of its parts."""
_HEAD = Qt.ItemDataRole.UserRole + 1
ROW, HEAD = 44, 26
MARGIN, GAP = 12, 10


class TodoList(QListWidget):
    """``wanted`` gives the TodoItem whose button was pressed (click, or Enter on the row)."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: list[TodoItem] = []
        self.button_width = 0
        self.badge_width = 0
        self.setFrameShape(QListWidget.Shape.NoFrame)
        self.setItemDelegate(_Delegate(self))
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        # A viewport of our own, which fills nothing; asking Qt for the one that it made would load
        # every kind of widget that it might be.
        self.setViewport(QWidget())

    def show_items(self, items: Sequence[TodoItem]) -> None:
        """Show work in the order given, a heading before each group; keeps the selected row."""
        kept = self.item_at(self.currentRow())
        self._measure(items)
        self.clear()
        self._shown = list(items)
        group: TodoGroup | None = None
        for number, item in enumerate(items):
            if item.group is not group:
                group = item.group
                self._add_head(group, sum(1 for other in items if other.group is group))
            self._add(item, number)
        rows = [row for row in range(self.count()) if self.item_at(row) is not None]
        same = [row for row in rows if kept is not None and self.item_at(row) == kept]
        if rows:
            self.setCurrentRow((same or rows)[0])

    def item_at(self, row: int) -> TodoItem | None:
        """Return the work of a row; None for a heading."""
        entry = self.item(row) if 0 <= row < self.count() else None
        return self.numbered(entry.data(_ITEM)) if entry is not None else None

    def numbered(self, number: int | None) -> TodoItem | None:
        """Return the work of a number, which rows carry; None for none."""
        return self._shown[number] if number is not None else None

    def button_rect(self, row: QRect) -> QRect:
        """Where the button of a row is."""
        height = theme.px(26)
        top = row.top() + (row.height() - height) // 2
        return QRect(row.right() - MARGIN - self.button_width + 1, top, self.button_width, height)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.item_at(self.currentRow())
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and item is not None:
            self.wanted.emit(item)
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        item = self.item_at(index.row())
        over = self.button_rect(self.visualRect(index)).contains(event.position().toPoint())
        if item is not None and over and event.button() == Qt.MouseButton.LeftButton:
            self.wanted.emit(item)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        item = self.item_at(self.indexAt(event.position().toPoint()).row())
        if item is not None:
            self.wanted.emit(item)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        index = self.indexAt(event.position().toPoint())
        over = self.button_rect(self.visualRect(index)).contains(event.position().toPoint())
        hand = over and self.item_at(index.row()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()  # a narrow row wraps its words

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._measure([i for row in range(self.count()) if (i := self.item_at(row))])
            self.scheduleDelayedItemsLayout()
        super().changeEvent(event)

    def _measure(self, items: Sequence[TodoItem]) -> None:
        base = QFontMetrics(theme.font())
        labels = [base.horizontalAdvance(item.action.label) + theme.px(20) for item in items]
        self.button_width = max([theme.px(112), *labels])
        badges = [badge_size(Mark(item.badge)).width() + 4 for item in items if item.badge]
        self.badge_width = max([theme.px(84), *badges])

    def _add_head(self, group: TodoGroup, count: int) -> None:
        entry = QListWidgetItem(f"{group.label} ({count})")
        entry.setFlags(Qt.ItemFlag.NoItemFlags)
        entry.setData(_HEAD, (group.label, count, group is TodoGroup.OVERDUE))
        self.addItem(entry)

    def _add(self, item: TodoItem, number: int) -> None:
        entry = QListWidgetItem(item.title)
        entry.setData(_ITEM, number)
        words = f"{item.title}. {item.detail}. {item.badge}. {item.action.label}"
        entry.setData(Qt.ItemDataRole.AccessibleTextRole, words)
        entry.setToolTip(item.detail)
        self.addItem(entry)


class _Delegate(QStyledItemDelegate):
    def __init__(self, view: TodoList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        item = self._view.numbered(index.data(_ITEM))
        if item is None:
            return QSize(100, theme.px(HEAD))
        room = self._words_width(self._view.viewport().width())
        height = _height("strong", item.title, room) + _height("small", item.detail, room)
        return QSize(100, max(theme.px(ROW), height + theme.px(11)))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        painter.save()
        item = self._view.numbered(index.data(_ITEM))
        if item is None:
            self._paint_head(painter, option.rect, index)
        else:
            self._paint_item(painter, option, item)
        painter.restore()

    def _paint_head(
        self, painter: QPainter, area: QRect, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        label, count, late = index.data(_HEAD)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme.font("strong"))
        painter.setPen(theme.colour("error" if late else "text2"))
        words = area.adjusted(MARGIN, 0, -MARGIN, 0)
        painter.drawText(words, middle, label)
        left = painter.fontMetrics().horizontalAdvance(label) + 5
        painter.setFont(theme.font())
        painter.drawText(words.adjusted(left, 0, 0, 0), middle, f"({count})")

    def _paint_item(self, painter: QPainter, option: QStyleOptionViewItem, item: TodoItem) -> None:
        area = option.rect
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            theme.fill(painter, area, theme.colour("selection"))
            mark = QRect(area.left(), area.top(), 3, area.height())
            theme.fill(painter, mark, theme.colour("accent"))
        line = QRect(area.left(), area.bottom(), area.width(), 1)
        theme.fill(painter, line, theme.colour("line"))
        edge = theme.px(16)
        spot = QRect(area.left() + MARGIN, area.top(), edge, area.height())
        role = {"error": "error", "warning": "warning"}.get(_icon_tone(item), "accent")
        icons.paint(painter, spot, item.icon, theme.colour(role))
        left = spot.right() + GAP
        words = QRect(left, area.top(), self._words_width(area.width()), area.height())
        _paint_words(painter, words, item)
        button = self._view.button_rect(area)
        if item.badge:
            width = self._view.badge_width
            badge = QRect(button.left() - GAP - width, area.top(), width, area.height())
            paint_badge(painter, badge, Mark(item.badge, item.tone), centred=True)
        self._paint_button(painter, button, item.action.label)

    def _paint_button(self, painter: QPainter, area: QRect, text: str) -> None:
        cursor = self._view.viewport().mapFromGlobal(self._view.cursor().pos())
        over = area.contains(cursor)
        painter.setPen(QPen(theme.colour("border"), 1))
        painter.setBrush(theme.colour("raised" if over else "surface"))
        painter.drawRoundedRect(QRectF(area).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setPen(theme.colour("text"))
        painter.setFont(theme.font())
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)

    def _words_width(self, width: int) -> int:
        right = MARGIN + self._view.button_width + GAP + self._view.badge_width + GAP
        return max(80, width - MARGIN - theme.px(16) - GAP - right)


def _paint_words(painter: QPainter, area: QRect, item: TodoItem) -> None:
    title = _height("strong", item.title, area.width())
    detail = _height("small", item.detail, area.width())
    top = area.top() + (area.height() - title - detail) // 2
    flags = int(Qt.TextFlag.TextWordWrap.value)
    painter.setFont(theme.font("strong"))
    painter.setPen(theme.colour("text"))
    painter.drawText(QRect(area.left(), top, area.width(), title), flags, item.title)
    painter.setFont(theme.font("small"))
    painter.setPen(theme.colour("muted"))
    painter.drawText(QRect(area.left(), top + title, area.width(), detail), flags, item.detail)


def _height(role: str, text: str, width: int) -> int:
    metrics = QFontMetrics(theme.font(role))
    flags = int(Qt.TextFlag.TextWordWrap.value)
    return metrics.boundingRect(QRect(0, 0, width, 1000), flags, text).height()


def _icon_tone(item: TodoItem) -> str:
    if item.group is TodoGroup.OVERDUE:
        return "error"
    return "warning" if item.group is TodoGroup.UNFINISHED and item.tone == "error" else ""
