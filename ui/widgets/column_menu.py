"""The column chooser: tick what the list shows, move columns, go back to the declared set."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from danvan_desktop.i18n import _
from ui import theme
from ui.widgets.buttons import Button
from ui.widgets.columns import Column
from ui.widgets.labels import label
from ui.widgets.record_table import RecordTable

KEY_ROLE = Qt.ItemDataRole.UserRole + 1


class ColumnMenu(QFrame):
    """A popover that stays open while columns are ticked and moved; Esc ends it."""

    def __init__(self, table: RecordTable, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._table = table
        self.list = QListWidget(self)
        self.list.setAccessibleName(_("Các cột của danh sách"))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setDragDropMode(QListWidget.DragDropMode.InternalMove)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(6)
        layout.addWidget(label(_("Cột hiện trong danh sách"), "strong"))
        layout.addWidget(self.list, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(4)
        for text, icon, step in ((_("Lên"), "arrow-up", -1), (_("Xuống"), "arrow-down", 1)):
            button = Button(text, icon, kind="quiet", dense=True)
            button.clicked.connect(lambda _on=False, s=step: self.move_current(s))
            buttons.addWidget(button)
        buttons.addStretch(1)
        self.reset_button = Button(_("Đặt lại cột"), dense=True, on_click=self.reset)
        buttons.addWidget(self.reset_button)
        layout.addLayout(buttons)
        self._fill()
        self.list.itemChanged.connect(lambda _item: self._apply())
        self.list.model().rowsMoved.connect(lambda *_moved: self._apply())
        self.setMinimumWidth(theme.px(260))
        self.setMinimumHeight(theme.px(360))

    def open_below(self, button: QWidget) -> None:
        """Show under a button, inside its screen."""
        self.adjustSize()
        place = button.mapToGlobal(QPoint(0, button.height() + 2))
        area = button.screen().availableGeometry()
        x = min(place.x(), area.right() - self.width())
        self.move(x, min(place.y(), area.bottom() - self.height()))
        self.show()
        self.list.setFocus()

    def move_current(self, step: int) -> None:
        """Move the current column one place."""
        row = self.list.currentRow()
        target = row + step
        if row < 0 or not 0 <= target < self.list.count():
            return
        self.list.blockSignals(True)
        self.list.insertItem(target, self.list.takeItem(row))
        self.list.setCurrentRow(target)
        self.list.blockSignals(False)
        self._apply()

    def reset(self) -> None:
        """Go back to the columns that the register declares."""
        self._table.reset_columns()
        self._fill()

    def _fill(self) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        for column in self._table.columns:
            if column.spec is None:
                continue
            item = QListWidgetItem(_(column.spec.label))
            item.setData(KEY_ROLE, column.key)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if column.shown else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.blockSignals(False)

    def _apply(self) -> None:
        by_key = {column.key: column for column in self._table.columns}
        result: list[Column] = [self._table.columns[0]]
        for row in range(self.list.count()):
            item = self.list.item(row)
            shown = item.checkState() == Qt.CheckState.Checked
            result.append(replace(by_key[item.data(KEY_ROLE)], shown=shown))
        if any(column.shown for column in result[1:]):
            self._table.set_columns(result)
