"""Choosing a figure to put into a text (Ctrl+D): find it without tones, choose how it is shown."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from danvan_desktop.context import Context
from danvan_desktop.i18n import _
from danvan_desktop.organisation.periods import Period
from danvan_desktop.registers import REGISTERS
from danvan_desktop.reports import explained
from danvan_desktop.reports.explained import Choice
from danvan_desktop.vietnamese import fold
from ui import tasks, theme
from ui.widgets.buttons import Button
from ui.widgets.labels import label
from ui.widgets.plain_table import Column, PlainTable, Row

Formats = list[tuple[str, str, str]]


class FigurePicker(QDialog):
    """``picked`` gives path and filter of the figure to insert."""

    picked = Signal(str, str)

    def __init__(
        self, context: Context, period: Period, *, prefer: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Chèn số liệu"))
        self.resize(theme.px(640), theme.px(430))
        self.context = context
        self.period = period
        self.ready = False
        """Whether the figures were read."""
        self._prefer = prefer
        self._choices: tuple[Choice, ...] = ()
        self._words: list[str] = []
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Tìm số liệu, ví dụ: cong nhan, tap the, bau nang"))
        self.search.setAccessibleName(_("Tìm số liệu"))
        self.search.textChanged.connect(self._filter)
        self.search.installEventFilter(self)
        self.table = PlainTable(
            (Column(_("Số liệu")), Column(_("Sổ"), 110), Column(_("Hiện là"), 130, right=True)),
            _("Số liệu có thể chèn"),
        )
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(lambda _key: self.insert())
        self.format = QComboBox()
        self.format.setAccessibleName(_("Cách hiện"))
        self.format.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.format.currentIndexChanged.connect(lambda _row: self._show_result())
        self.outcome = label("", "strong", wrap=True)
        self.insert_button = Button(_("Chèn"), "add", kind="primary", on_click=self.insert)
        self.insert_button.setDefault(True)
        self._lay_out()
        tasks.run(explained.choices, context, period, done=self._take, owner=self)

    # ------------------------------------------------------------------ commands
    def insert(self) -> None:
        """Give the chosen figure and close."""
        choice, name = self.table.key, self.format.currentData()
        if isinstance(choice, Choice) and name:
            self.picked.emit(choice.path, str(name))
            self.accept()

    # ------------------------------------------------------------------ events
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None:
                row = self.table.currentIndex().row() + step
                self.table.selectRow(min(max(row, 0), self.table.plain.rowCount() - 1))
                return True
        return False

    # ------------------------------------------------------------------ private
    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        name = label(_("Cách hiện"), "label")
        name.setBuddy(self.format)
        foot.addWidget(name)
        foot.addWidget(self.format)
        foot.addWidget(self.outcome, 1)
        foot.addWidget(Button(_("Hủy"), on_click=self.reject))
        foot.addWidget(self.insert_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(10)
        column.addWidget(self.search)
        column.addWidget(self.table, 1)
        column.addLayout(foot)

    def _take(self, found: Sequence[Choice]) -> None:
        self._choices = tuple(found)
        self._words = [fold(f"{one.name} {_(REGISTERS[one.register].label)}") for one in found]
        self.ready = True
        self._filter()

    def _filter(self) -> None:
        wanted = fold(self.search.text()).split()
        rows = [
            Row(one, (one.name, _(REGISTERS[one.register].label), one.shown), "/" not in one.path)
            for one, words in zip(self._choices, self._words, strict=True)
            if all(word in words for word in wanted)
        ]
        self.table.show_rows(rows)
        self._choose(self.table.key if rows else None)

    def _choose(self, choice: Choice | None) -> None:
        self.insert_button.setEnabled(isinstance(choice, Choice))
        self.format.clear()
        self.outcome.setText("")
        if isinstance(choice, Choice):
            tasks.run(
                explained.formats,
                self.context,
                choice.path,
                self.period,
                done=lambda found: self._take_formats(choice, found),
                owner=self,
            )

    def _take_formats(self, choice: Choice, found: Formats) -> None:
        if self.table.key is not choice:
            return
        self.format.clear()
        names = [name for name, _label, _shown in found]
        for name, words, shown in found:
            self.format.addItem(words, name)
            self.format.setItemData(self.format.count() - 1, shown, Qt.ItemDataRole.ToolTipRole)
        wanted = self._prefer if self._prefer in names else choice.filter
        self.format.setCurrentIndex(max(0, names.index(wanted) if wanted in names else 0))
        self._show_result()

    def _show_result(self) -> None:
        shown = self.format.currentData(Qt.ItemDataRole.ToolTipRole)
        self.outcome.setText(_("Sẽ chèn: {words}").format(words=shown) if shown else "")
