"""The palette (Ctrl+K): finds records, pages and commands, without tones, and goes there.

A child frame of the window, not a window of its own, so the input method stays undisturbed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from danvan_desktop.i18n import _
from ui import icons, theme
from ui.widgets.labels import label
from ui.widgets.panel import Panel
from ui.widgets.search_box import SearchBox

WIDTH, ROWS = 460, 10
WAIT_MS = 120
_ENTRY = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the palette: words, second line, icon, key at the right, what to do."""

    label: str
    run: Callable[[], Any]
    detail: str = ""
    icon: str = "command"
    keys: str = ""


Deliver = Callable[[Sequence[Entry]], None]
Search = Callable[[str, Deliver], None]


class Palette(Panel):
    """``search`` looks for records elsewhere and delivers entries; the fixed ones are filtered."""

    def __init__(self, window: QWidget, search: Search) -> None:
        super().__init__(window, radius=6, frame="border")
        self._window = window
        self._search = search
        self._fixed: tuple[Entry, ...] = ()
        self._asked = ""
        self._return_to: QWidget | None = None
        self.field = SearchBox(_("Tìm hồ sơ, trang, lệnh; không cần dấu"))
        self.list = QListWidget()
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        self.list.setItemDelegate(EntryDelegate(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(_("Kết quả"))
        self.list.itemClicked.connect(self._take)
        self._nothing = label("", "muted")
        self._nothing.setContentsMargins(8, 6, 8, 6)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.setSpacing(4)
        column.addWidget(self.field)
        column.addWidget(self.list)
        column.addWidget(self._nothing)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT_MS)
        self._timer.timeout.connect(self._look)
        self.field.textChanged.connect(lambda _text: self._timer.start())
        self.field.installEventFilter(self)
        self.hide()

    def open(self, fixed: Sequence[Entry], *, at: QRect, text: str = "") -> None:
        """Show the palette with its upper right corner at ``at`` (window coordinates)."""
        window = self._window
        self._return_to = window.focusWidget()
        self._fixed = tuple(fixed)
        width = min(theme.px(WIDTH), window.width() - 16)
        left = max(8, min(at.right() - width + 7, window.width() - width - 8))
        self.setGeometry(left, at.top() - 7, width, 100)
        self.field.setText(text)
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._look()

    def close_palette(self) -> None:
        """Hide and give the focus back."""
        self.hide()
        if self._return_to is not None and self._return_to.isVisible():
            self._return_to.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        if event.type() == QEvent.Type.FocusOut and self.isVisible():
            QTimer.singleShot(0, self, self._leave)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        key, count = event.key(), self.list.count()
        if key == Qt.Key.Key_Escape:
            self.close_palette()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and count:
            step = 1 if key == Qt.Key.Key_Down else -1
            self.list.setCurrentRow((self.list.currentRow() + step) % count)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._timer.isActive():
                self._timer.stop()
                self._look()
            if (item := self.list.currentItem()) is not None:
                self._take(item)
        else:
            return False
        return True

    def _leave(self) -> None:
        if not self.field.hasFocus():
            self.hide()

    def _look(self) -> None:
        text = self.field.text().strip()
        self._asked = text
        from danvan_desktop.vietnamese.text import fold_key

        wanted = fold_key(text)
        near = [e for e in self._fixed if all(w in fold_key(e.label) for w in wanted.split())]
        self._show(near[: ROWS if text else 3 * ROWS], waiting=bool(text))
        if text:
            self._search(text, lambda found: self._add(text, near, found))

    def _add(self, text: str, near: Sequence[Entry], found: Sequence[Entry]) -> None:
        if text == self._asked and self.isVisible():
            self._show([*found, *near], waiting=False)

    def _show(self, entries: Sequence[Entry], *, waiting: bool) -> None:
        self.list.clear()
        for entry in entries:
            item = QListWidgetItem(entry.label)
            item.setData(_ENTRY, entry)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{entry.label}. {entry.detail}")
            self.list.addItem(item)
        if entries:
            self.list.setCurrentRow(0)
        words = _("Không có gì khớp “{text}”").format(text=self._asked)
        self._nothing.setText("" if entries else _("Đang tìm…") if waiting else words)
        self._nothing.setVisible(not entries)
        heights = [self.list.sizeHintForRow(row) for row in range(min(len(entries), ROWS))]
        self.list.setVisible(bool(entries))
        self.list.setFixedHeight(sum(heights) + 2)
        self.resize(self.width(), self.sizeHint().height())

    def _take(self, item: QListWidgetItem) -> None:
        entry: Entry = item.data(_ENTRY)
        self.close_palette()
        entry.run()


class EntryDelegate(QStyledItemDelegate):
    """Icon, words with a second line, and the shortcut at the right."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        entry: Entry = index.data(_ENTRY)
        return QSize(100, theme.px(40 if entry.detail else 28))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        entry: Entry = index.data(_ENTRY)
        area = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, theme.colour("selection"))
            painter.fillRect(area.left(), area.top(), 3, area.height(), theme.colour("accent"))
        edge = theme.px(16)
        spot = QRect(area.left() + 10, area.top(), edge, area.height())
        icons.paint(painter, spot, entry.icon, theme.colour("text2"))
        left = spot.right() + 10
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("muted"))
        keys = painter.fontMetrics().horizontalAdvance(entry.keys) + 12
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(
            area.adjusted(0, 0, -8, 0), middle | Qt.AlignmentFlag.AlignRight, entry.keys
        )
        half = area.height() // 2 if entry.detail else area.height()
        upper = QRect(
            left, area.top() + (2 if entry.detail else 0), area.right() - left - keys, half
        )
        if entry.detail:
            lower = QRect(left, area.top() + half, area.right() - left - keys, half - 2)
            painter.drawText(lower, middle, _shortened(painter, entry.detail, lower.width()))
        painter.setFont(theme.font("base"))
        painter.setPen(theme.colour("text"))
        painter.drawText(upper, middle, _shortened(painter, entry.label, upper.width()))


def _shortened(painter: QPainter, text: str, width: int) -> str:
    return painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width)
