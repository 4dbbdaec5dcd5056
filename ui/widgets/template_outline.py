"""The outline of a template: its sections, and the buttons that add, remove and move them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from danvan_desktop.i18n import _
from ui import theme
from ui.widgets.buttons import Button
from ui.widgets.pane_list import PaneList
from ui.widgets.panel import Panel

CODE = Qt.ItemDataRole.UserRole + 1


class TemplateOutline(Panel):
    """``chosen`` gives the code of a section; the other signals ask for a change of it."""

    chosen = Signal(str)
    add_wanted = Signal()
    remove_wanted = Signal()
    moved = Signal(int)
    shifted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, ground="raised", lines="right")
        self.list = PaneList(_("Các mục của mẫu"), self, clear=True)
        self.list.setWordWrap(True)
        self.list.currentRowChanged.connect(self._choose)
        self.add = Button(_("Thêm mục"), "add", dense=True, on_click=self.add_wanted.emit)
        self.remove = Button(
            _("Bỏ mục"), "trash", kind="destructive", dense=True, on_click=self.remove_wanted.emit
        )
        self.up = Button(_("Lên"), dense=True, on_click=lambda: self.moved.emit(-1))
        self.down = Button(_("Xuống"), dense=True, on_click=lambda: self.moved.emit(1))
        self.out = Button(_("Bậc trên"), dense=True, on_click=lambda: self.shifted.emit(-1))
        self.into = Button(_("Bậc dưới"), dense=True, on_click=lambda: self.shifted.emit(1))
        self.up.setToolTip(_("Chuyển mục lên (Alt+↑)"))
        self.down.setToolTip(_("Chuyển mục xuống (Alt+↓)"))
        self.out.setToolTip(_("Đưa mục lên bậc trên (Alt+←)"))
        self.into.setToolTip(_("Đưa mục xuống bậc dưới (Alt+→)"))
        grid = QGridLayout()
        grid.setSpacing(theme.px(4))
        for number, button in enumerate(
            (self.add, self.remove, self.up, self.down, self.out, self.into)
        ):
            grid.addWidget(button, number // 2, number % 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 9, 8)
        layout.setSpacing(theme.px(6))
        layout.addWidget(self.list, 1)
        layout.addLayout(grid)
        inside = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for keys, call in (
            ("Alt+Up", self.up.click),
            ("Alt+Down", self.down.click),
            ("Alt+Left", self.out.click),
            ("Alt+Right", self.into.click),
            ("Delete", self.remove.click),
        ):
            QShortcut(QKeySequence(keys), self, context=inside).activated.connect(call)

    def show_sections(self, lines: Sequence[tuple[str, int, str]], *, present: str = "") -> None:
        """Show the sections: code, level, heading with its number; mark the present one."""
        self.list.blockSignals(True)
        self.list.clear()
        for code, level, words in lines:
            self.list.addItem("    " * max(0, level - 1) + words)
            item = self.list.item(self.list.count() - 1)
            item.setData(CODE, code)
            item.setToolTip(words)
            if level <= 1:
                item.setFont(theme.font("strong"))
        self.list.blockSignals(False)
        self.mark(present)

    def mark(self, code: str) -> None:
        """Mark the present section."""
        self.list.blockSignals(True)
        for row in range(self.list.count()):
            if self.list.item(row).data(CODE) == code:
                self.list.setCurrentRow(row)
        self.list.blockSignals(False)

    def _choose(self, row: int) -> None:
        item = self.list.item(row)
        if item is not None:
            self.chosen.emit(str(item.data(CODE)))
