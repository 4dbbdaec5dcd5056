"""The files of an import at the left: name, sender, what is taken, or the one sentence why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from danvan_desktop.i18n import _
from ui import icons, theme
from ui.widgets.badge import Mark, badge_size, paint_badge

LINE_ROLE = Qt.ItemDataRole.UserRole + 1
_LEFT, _TOP, _GAP = 12, 9, 4
_WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file or table: key, name, who sent it, badges; or ``trouble``, why it is not read."""

    key: Any
    name: str
    source: str = ""
    marks: tuple[Mark, ...] = ()
    trouble: str = ""
    icon: str = "sheet"
    tone: str = "text2"

    @property
    def words(self) -> str:
        """Everything in one line, for reading aloud."""
        parts = (self.name, self.source, *(mark.text for mark in self.marks), self.trouble)
        return ". ".join(part for part in parts if part)


class FileList(QListWidget):
    """``chosen`` gives the key of the line that becomes current, ``removed`` that of Delete."""

    chosen = Signal(object)
    removed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._quiet = False
        self.setAccessibleName(_("Các tệp đã chọn"))
        self.setFrameShape(QListWidget.Shape.NoFrame)
        self.setItemDelegate(_FileDelegate(self))
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.currentRowChanged.connect(self._choose)

    @property
    def lines(self) -> list[FileLine]:
        """What is listed."""
        return [self.item(row).data(LINE_ROLE) for row in range(self.count())]

    @property
    def key(self) -> Any:
        """The key of the current line; None when there is none."""
        return self.currentItem().data(LINE_ROLE).key if self.currentRow() >= 0 else None

    def show_lines(self, lines: Sequence[FileLine], current: Any = None) -> None:
        """Replace the lines; ``chosen`` stays silent."""
        self._quiet = True
        self.clear()
        for line in lines:
            item = QListWidgetItem(line.words)
            item.setData(LINE_ROLE, line)
            item.setToolTip(line.name)
            self.addItem(item)
        self._quiet = False
        self.select(current)

    def select(self, key: Any) -> None:
        """Make the line of a key current without telling."""
        self._quiet = True
        keys = [line.key for line in self.lines]
        self.setCurrentRow(keys.index(key) if key in keys else -1)
        self._quiet = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.key is not None:
            self.removed.emit(self.key)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.scheduleDelayedItemsLayout()

    def _choose(self, row: int) -> None:
        if row >= 0 and not self._quiet:
            self.chosen.emit(self.key)


class _FileDelegate(QStyledItemDelegate):
    """Paints a line; heights follow the width, for names are never cut."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        line: FileLine = index.data(LINE_ROLE)
        rect: QRect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if selected:
            painter.fillRect(rect, theme.colour("selection"))
            bar = QRect(rect.left(), rect.top(), 3, rect.height())
            painter.fillRect(bar, theme.colour("accent"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.colour("line"))
        edge = theme.px(16)
        spot = QRect(rect.left() + _LEFT, rect.top() + _TOP + 2, edge, edge)
        icons.paint(painter, spot, line.icon, theme.colour(line.tone))
        left, width = self._column(rect)
        top = rect.top() + _TOP
        for text, font, colour in _texts(line, bold=selected):
            height = _height(text, font, width)
            painter.setFont(font)
            painter.setPen(theme.colour(colour))
            painter.drawText(QRect(left, top, width, height), int(_WRAP), text)
            top += height
        top += _GAP
        for area, mark in _placed(line.marks, left, top, width):
            paint_badge(painter, area, mark)
        painter.restore()

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        line: FileLine = index.data(LINE_ROLE)
        view = self.parent()
        whole = view.viewport().width() if isinstance(view, QListWidget) else option.rect.width()
        left, width = self._column(QRect(0, 0, whole, 0))
        height = sum(_height(text, font, width) for text, font, _c in _texts(line, bold=True))
        placed = _placed(line.marks, left, 0, width)
        if placed:
            height += _GAP + placed[-1][0].bottom() + 1
        return QSize(whole, height + 2 * _TOP)

    def _column(self, rect: QRect) -> tuple[int, int]:
        left = rect.left() + _LEFT + theme.px(16) + 8
        return left, max(60, rect.right() - left - 8)


def _texts(line: FileLine, *, bold: bool) -> list[tuple[str, QFont, str]]:
    found = [(line.name, theme.font("strong" if bold else "base"), "text")]
    if line.source:
        found.append((line.source, theme.font("small"), "text2"))
    if line.trouble:
        found.append((line.trouble, theme.font("small"), line.tone))
    return found


def _height(text: str, font: QFont, width: int) -> int:
    return QFontMetrics(font).boundingRect(QRect(0, 0, width, 10_000), int(_WRAP), text).height()


def _placed(marks: tuple[Mark, ...], left: int, top: int, width: int) -> list[tuple[QRect, Mark]]:
    """Put badges side by side, and below where they do not fit."""
    found = []
    x, y = left, top
    for mark in marks:
        size = badge_size(mark)
        if x > left and x + size.width() > left + width:
            x, y = left, y + size.height() + _GAP
        found.append((QRect(x, y, size.width(), size.height()), mark))
        x += size.width() + 6
    return found
