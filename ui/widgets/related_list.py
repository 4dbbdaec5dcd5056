"""What belongs to the open record: its groups one below the other; each line opens its record."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from danvan_desktop.i18n import _
from danvan_desktop.organisation.related import Entry, Group
from danvan_desktop.registers import REGISTERS
from ui import theme
from ui.farewell import clear
from ui.widgets import palette
from ui.widgets.labels import label

ROWS = 6
"""So many lines are seen before a group is scrolled."""


class RelatedList(QWidget):
    """Groups of records; ``opened`` gives register and id of the one to open."""

    opened = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.groups: tuple[Group, ...] = ()
        self.lists: list[QListWidget] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(4))
        self.setAccessibleName(_("Hồ sơ liên quan"))
        self.show_groups(())

    def show_groups(self, groups: Sequence[Group]) -> None:
        """Show other groups; without any a line says so."""
        self.groups = tuple(groups)
        self.lists = []
        clear(self._column)
        for group in self.groups:
            self._column.addWidget(label(group.label, "label", parent=self))
            self._column.addWidget(self._make_list(group))
        if not self.groups:
            words = _("Chưa có hồ sơ nào liên quan.")
            self._column.addWidget(label(words, "help", wrap=True, parent=self))

    @property
    def count(self) -> int:
        """How many records are shown."""
        return sum(len(group.entries) for group in self.groups)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            for one in self.lists:
                _fit(one)
        super().changeEvent(event)

    # --- private

    def _make_list(self, group: Group) -> QListWidget:
        made = _Lines(self)
        made.setAccessibleName(group.label)
        for entry in group.entries:
            detail = entry.detail
            if entry.current:
                detail = _("{detail} · phiếu đang mở").format(detail=detail)
            item = QListWidgetItem(entry.title)
            icon = REGISTERS[entry.register].icon
            shown = palette.Entry(entry.title, lambda: None, detail, icon)
            item.setData(Qt.ItemDataRole.UserRole, shown)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{entry.title}. {detail}")
            item.setToolTip(entry.title)
            made.addItem(item)
        made.setCurrentRow(0)
        made.taken.connect(lambda row: self._open(group.entries[row]))
        _fit(made)
        self.lists.append(made)
        return made

    def _open(self, entry: Entry) -> None:
        if not entry.current:
            self.opened.emit(entry.register, entry.id)


class _Lines(QListWidget):
    """The lines of a group; ``taken`` (row) at Enter or double click."""

    taken = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setItemDelegate(palette.EntryDelegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.itemDoubleClicked.connect(lambda item: self.taken.emit(self.row(item)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentRow() >= 0:
            self.taken.emit(self.currentRow())
            return
        super().keyPressEvent(event)


def _fit(lines: QListWidget) -> None:
    """Make a list as high as its lines, up to ``ROWS`` of them."""
    rows = min(lines.count(), ROWS)
    lines.setFixedHeight(sum(lines.sizeHintForRow(row) for row in range(rows)) + 4)
