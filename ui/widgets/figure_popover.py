"""What a figure is: value, source, period, last year, levels, and the way to its records.

A child frame over the text; it does not take the focus, so typing goes on and Esc closes it.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from danvan_desktop.i18n import _
from danvan_desktop.reports.explained import Explained
from danvan_desktop.vietnamese import format_number
from ui import theme
from ui.farewell import clear
from ui.widgets.buttons import Button
from ui.widgets.labels import label
from ui.widgets.panel import Panel

WIDTH = 290


class FigurePopover(Panel):
    """Shows an ``Explained`` beside a place."""

    records_wanted = Signal(object)
    """The ListQuery of the records that the figure counts."""
    comparison_wanted = Signal(str)
    """Path of the figure to compare in a sentence."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, radius=6, frame="border")
        self.explained: Explained | None = None
        self.value = label("", "figure", parent=self)
        self.name = label("", "strong", wrap=True, parent=self)
        self.facts = QGridLayout()
        self.facts.setHorizontalSpacing(10)
        self.facts.setVerticalSpacing(2)
        self.facts.setColumnStretch(1, 1)
        self.open_button = Button("", dense=True, on_click=self.open_records, parent=self)
        self.compare_button = Button(
            _("Chèn câu so sánh"), kind="quiet", dense=True, on_click=self._compare, parent=self
        )
        for button in (self.open_button, self.compare_button):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self.value, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.name, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.open_button)
        buttons.addWidget(self.compare_button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 10)
        column.setSpacing(theme.px(6))
        column.addLayout(head)
        column.addLayout(self.facts)
        column.addLayout(buttons)
        self.hide()

    def explain(self, found: Explained, *, near: QRect, editable: bool) -> None:
        """Show a figure near a place in the parent's coordinates."""
        self.explained = found
        self.value.setText(found.shown)
        self.name.setText(found.name)
        clear(self.facts)
        for row, (word, said) in enumerate(found.facts):
            self.facts.addWidget(label(word, "muted"), row, 0, Qt.AlignmentFlag.AlignTop)
            self.facts.addWidget(label(said, "base", wrap=True), row, 1)
        self.open_button.setText(_("Mở {n} hồ sơ").format(n=format_number(found.count)))
        self.open_button.forbid("" if found.count else _("Chưa có hồ sơ nào"))
        self.compare_button.setVisible(editable and found.comparable)
        self.setAccessibleName(
            ". ".join([f"{found.shown} {found.name}", *(f"{a}: {b}" for a, b in found.facts)])
        )
        self._place(near)
        self.show()
        self.raise_()

    def open_records(self) -> None:
        """Ask for the list of the records."""
        if self.explained is not None and self.explained.count:
            self.records_wanted.emit(self.explained.query)

    def _compare(self) -> None:
        if self.explained is not None:
            self.comparison_wanted.emit(self.explained.path)

    def _place(self, near: QRect) -> None:
        parent = self.parentWidget()
        assert isinstance(parent, QWidget)
        width = min(theme.px(WIDTH), parent.width() - 8)
        self.setFixedWidth(width)
        self.ensurePolished()
        layout = self.layout()
        if layout is not None:
            layout.activate()
            height = layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else 0
            self.resize(width, max(height, self.sizeHint().height()))
        left = min(max(4, near.center().x() - width // 2), parent.width() - width - 4)
        below = near.bottom() + theme.px(6)
        above = near.top() - self.height() - theme.px(6)
        top = below if below + self.height() <= parent.height() or above < 0 else above
        self.move(left, top)
