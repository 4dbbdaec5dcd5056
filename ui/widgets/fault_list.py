"""What is wrong in a template: section, line, sentence and remedy; Enter or a click goes there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidgetItem, QVBoxLayout, QWidget

from danvan_desktop.i18n import _
from danvan_desktop.reports.sections import Fault
from ui import icons, theme
from ui.widgets.labels import IconLabel, label
from ui.widgets.pane_list import PaneList
from ui.widgets.panel import Panel


class FaultList(Panel):
    """``chosen`` gives the code of the section and the fault."""

    chosen = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, ground="raised", lines="top")
        self.faults: list[tuple[str, Fault]] = []
        self.icon = IconLabel("check", "success")
        self.head = label("", "strong", wrap=True)
        self.list = PaneList(_("Lỗi trong mẫu"), self, clear=True)
        self.list.setWordWrap(True)
        self.list.itemClicked.connect(self._choose)
        self.list.itemActivated.connect(self._choose)
        self.list.setMaximumHeight(theme.px(96))
        row = QHBoxLayout()
        row.setSpacing(theme.px(6))
        row.addWidget(self.icon)
        row.addWidget(self.head, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 12, 6)
        column.setSpacing(theme.px(4))
        column.addLayout(row)
        column.addWidget(self.list)
        self.show_faults({}, {})

    def show_faults(
        self, faults: Mapping[str, Sequence[Fault]], names: Mapping[str, str], *, refused: str = ""
    ) -> None:
        """List the mistakes by section; ``refused`` says why no paper could be made at all."""
        self.faults = [(code, fault) for code, found in faults.items() for fault in found]
        self.list.clear()
        for code, fault in self.faults:
            where = _("{section}, dòng {line}, cột {column}").format(
                section=names.get(code, code), line=fault.line, column=fault.column
            )
            item = QListWidgetItem(f"{where}: {fault.message} {fault.remedy}")
            item.setIcon(icons.icon("error", "error"))
            self.list.addItem(item)
        self.list.setVisible(bool(self.faults))
        wrong = bool(self.faults or refused)
        self.icon.show_icon("error" if wrong else "check", "error" if wrong else "success")
        if refused:
            words = refused
        elif self.faults:
            words = _("{n} chỗ phải sửa (F8 đến từng chỗ)").format(n=len(self.faults))
        else:
            words = _("Mẫu viết đúng")
        self.head.setText(words)

    def step(self, step: int) -> None:
        """Go to the next (1) or previous (-1) mistake."""
        if self.faults:
            row = (self.list.currentRow() + step) % len(self.faults)
            self.list.setCurrentRow(row)
            self.chosen.emit(*self.faults[row])

    def _choose(self, item: QListWidgetItem) -> None:
        self.chosen.emit(*self.faults[self.list.row(item)])
