"""What "Soát kỳ" found in a period's figures: one line each, with the way to it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from danvan_desktop.errors import Issue, Severity
from danvan_desktop.i18n import _
from ui import icons, theme
from ui.widgets.badge import Badge, Mark
from ui.widgets.labels import IconLabel, label
from ui.widgets.panel import Panel

SHOWN = 3
"""Lines that are seen without scrolling: the figures are the page, not their faults."""

_ICONS = {
    Severity.ERROR: ("error", "error"),
    Severity.WARNING: ("warning", "warning"),
    Severity.NOTE: ("note", "accent"),
}
_ORDER = (Severity.ERROR, Severity.WARNING, Severity.NOTE)


class ChecksBox(Panel):
    """Counts in words, then the issues, worst first; ``chosen`` gives the Issue to go to."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, radius=6, frame="line")
        self._icon = IconLabel("check", "success")
        self._title = label("", "strong")
        self.errors = Badge()
        self.warnings = Badge()
        self.notes = Badge()
        self._most = SHOWN
        self.list = QListWidget()
        self.list.setAccessibleName(_("Kết quả soát kỳ"))
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        self.list.setWordWrap(True)
        self._fit()
        theme.on_changed(self._fit)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(self._choose)
        self.list.itemActivated.connect(self._choose)
        head = QHBoxLayout()
        head.setContentsMargins(12, 7, 12, 5)
        head.setSpacing(theme.px(8))
        for widget in (self._icon, self._title, self.errors, self.warnings, self.notes):
            head.addWidget(widget)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.list)

    def show_issues(self, issues: Sequence[Issue]) -> None:
        """List what was found in a period."""
        ordered = sorted(issues, key=lambda issue: _ORDER.index(issue.severity))
        kinds = [issue.severity for issue in ordered]
        errors, warnings, notes = (kinds.count(kind) for kind in _ORDER)
        self._title.setText(_("Soát kỳ") if ordered else _("Soát kỳ: số liệu khớp nhau"))
        icon, role = _ICONS[ordered[0].severity] if ordered else ("check", "success")
        self._icon.show_icon(icon, role)
        self.errors.show_mark(Mark(_("{n} lỗi").format(n=errors) if errors else "", "error"))
        self.warnings.show_mark(
            Mark(_("{n} nhắc").format(n=warnings) if warnings else "", "warning")
        )
        self.notes.show_mark(Mark(_("{n} ghi chú").format(n=notes) if notes else "", "neutral"))
        self.list.clear()
        for issue in ordered:
            text = " ".join(part for part in (issue.message, issue.remedy) if part)
            name, role = _ICONS[issue.severity]
            item = QListWidgetItem(icons.icon(name, role), text)
            item.setToolTip(text)
            item.setData(Qt.ItemDataRole.UserRole, issue)
            self.list.addItem(item)
        self.list.setVisible(bool(ordered))
        self._fit()

    def step(self, by: int) -> None:
        """Go to the next (1) or previous (-1) issue."""
        if self.list.count():
            row = self.list.currentRow()
            start = -1 if row < 0 and by > 0 else max(row, 0)
            self.list.setCurrentRow((start + by) % self.list.count())
            self._choose(self.list.currentItem())

    def show_few(self, few: bool) -> None:
        """Take one line only, where the page is low."""
        self._most = 1 if few else SHOWN
        self._fit()

    def _fit(self) -> None:
        self.list.setIconSize(QSize(theme.px(15), theme.px(15)))
        lines = range(min(self.list.count(), self._most))
        height = sum(self.list.sizeHintForRow(line) for line in lines)
        self.list.setFixedHeight(height + 2)

    def _choose(self, item: QListWidgetItem) -> None:
        self.chosen.emit(item.data(Qt.ItemDataRole.UserRole))
