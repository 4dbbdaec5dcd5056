"""The outline of a report at its left: every section with its state, and the annexes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from danvan_desktop.i18n import N_, _
from ui import icons, theme
from ui.widgets.pane_list import PaneList
from ui.widgets.panel import Panel

ENTRY_ROLE = Qt.ItemDataRole.UserRole + 1
PAD = 4
ANNEXES = "#phu-luc"
"""Key of the line that stands for all annexes; no section has such a code."""

LOOKS = {
    "done": ("check", "success"),
    "draft": ("circle", "muted"),
    "taken": ("copy", "warning"),
    "empty": ("circle-dashed", "muted"),
    "warning": ("warning", "warning"),
    "error": ("error", "error"),
    "present": ("edit", "accent"),
}
WORDS = {
    "done": N_("đã viết"),
    "draft": N_("còn câu mẫu"),
    "taken": N_("lấy từ kỳ trước, chưa xác nhận"),
    "empty": N_("chưa viết"),
    "warning": N_("có nhắc"),
    "error": N_("có lỗi"),
    "present": N_("đang viết"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the outline; a group head has the state "" and cannot be chosen."""

    key: str
    text: str
    state: str = ""


class ReportOutline(Panel):
    """``chosen`` gives the key of the section to go to."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, ground="raised", lines="right")
        self.list = PaneList(_("Các mục của báo cáo"), self, clear=True)
        self.list.setItemDelegate(_EntryDelegate(self.list))
        self.list.itemClicked.connect(self._choose)
        self.list.itemActivated.connect(self._choose)
        self._present = ""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 9, 8)
        layout.addWidget(self.list)

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show the lines; the present section stays marked."""
        while self.list.count() > len(entries):
            self.list.takeItem(self.list.count() - 1)
        while self.list.count() < len(entries):
            self.list.addItem(QListWidgetItem())
        for row, entry in enumerate(entries):
            item = self.list.item(row)
            item.setData(ENTRY_ROLE, entry)
            words = _(WORDS[entry.state]) if entry.state else ""
            item.setText(", ".join(part for part in (entry.text, words) if part))
            chosen = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
            item.setFlags(chosen if entry.state else Qt.ItemFlag.NoItemFlags)
        self.mark(self._present)

    def mark(self, key: str) -> None:
        """Mark the section that is read."""
        self._present = key
        for row in range(self.list.count()):
            if self.list.item(row).data(ENTRY_ROLE).key == key:
                self.list.setCurrentRow(row)
        self.list.scheduleDelayedItemsLayout()  # the present one is bold and may need a line more

    def states(self) -> dict[str, str]:
        """Give the state of every section by its code."""
        entries = [self.list.item(row).data(ENTRY_ROLE) for row in range(self.list.count())]
        return {entry.key: entry.state for entry in entries if entry.state}

    def _choose(self, item: QListWidgetItem) -> None:
        entry = item.data(ENTRY_ROLE)
        if entry.state:
            self.chosen.emit(entry.key)


class _EntryDelegate(QStyledItemDelegate):
    """Paints group heads bold, sections with their icon; long headings take a second line."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        entry: Entry = index.data(ENTRY_ROLE)
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        present = bool(option.state & QStyle.StateFlag.State_Selected)
        if present:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("selection"))
            painter.drawRoundedRect(rect.adjusted(0, 1, 0, -1), 4, 4)
        state = "present" if present and entry.state in ("done", "draft", "empty") else entry.state
        if state:
            name, role = LOOKS[state]
            size = theme.px(15)
            spot = QRect(rect.left() + 6, rect.top() + theme.px(PAD) + 1, size, size)
            icons.paint(painter, spot, name, theme.colour(role))
        painter.setFont(theme.font("strong" if present or not state else "base"))
        painter.setPen(theme.colour("text"))
        words = rect.adjusted(_indent(entry), theme.px(PAD), -4, 0)
        flags = int(Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap)
        painter.drawText(words, flags, entry.text)
        painter.restore()

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        entry: Entry = index.data(ENTRY_ROLE)
        view = self.parent()
        width = view.viewport().width() if isinstance(view, QListWidget) else option.rect.width()
        room = max(80, width - _indent(entry) - 4)
        present = isinstance(view, QListWidget) and view.currentIndex() == index
        metrics = QFontMetrics(theme.font("strong" if present or not entry.state else "base"))
        flags = int(Qt.TextFlag.TextWordWrap)
        box = metrics.boundingRect(QRect(0, 0, room, 1000), flags, entry.text)
        least = metrics.height() + 2 * theme.px(PAD)
        return QSize(width, max(least, box.height() + 2 * theme.px(PAD)))


def _indent(entry: Entry) -> int:
    return theme.px(28) if entry.state else 6
