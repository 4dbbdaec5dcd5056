"""Choosing a figure to put into a text (Ctrl+D): found without tones, with unit, part, time, form.

What it would become is shown all the while. The same box chooses a condition on a figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QGridLayout,
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
from danvan_desktop.reports.explained import Choice, Settings
from danvan_desktop.reports.figures import parse_path
from danvan_desktop.reports.shown import CATALOGUE, filter_base
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
        self,
        context: Context,
        period: Period,
        *,
        prefer: str = "",
        asks: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Chèn điều kiện") if asks else _("Chèn số liệu"))
        self.resize(theme.px(760), theme.px(500))
        self.context = context
        self.period = period
        self.ready = False
        """Whether the figures were read."""
        self._prefer = prefer
        self._asks = asks
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
        self.place, self.part, self.when = _box(_("Đơn vị")), _box(_("Phần")), _box(_("Kỳ"))
        for box in (self.place, self.part, self.when):
            box.activated.connect(lambda _row: self._ask_formats())
        self.format = _box(_("Điều kiện") if asks else _("Cách hiện"))
        self.format.currentIndexChanged.connect(lambda _row: self._show_result())
        self.outcome = label("", "strong", wrap=True)
        self.help = label("", "help", wrap=True)
        self.insert_button = Button(_("Chèn"), "add", kind="primary", on_click=self.insert)
        self.insert_button.setDefault(True)
        self._lay_out()
        tasks.run(explained.choices, context, period, done=self._take, owner=self)

    # ------------------------------------------------------------------ commands
    def insert(self) -> None:
        """Give the chosen figure and close."""
        path, name = self.path, self.format.currentData()
        if path and name:
            self.picked.emit(path, str(name))
            self.accept()

    @property
    def path(self) -> str:
        """The path of the figure as it is set; "" while none can be chosen."""
        choice = self.table.key
        if not isinstance(choice, Choice):
            return ""
        wanted = parse_path(choice.path)
        if wanted is None:
            return choice.path
        axis, _slash, key = str(self.part.currentData() or "").partition("/")
        return replace(
            wanted,
            place=str(self.place.currentData() or ""),
            axis=axis,
            key=key,
            when=str(self.when.currentData() or ""),
        ).written()

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
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        boxes = (self.place, self.part, self.when, self.format)
        for number, box in enumerate(boxes):
            name = label(box.accessibleName(), "label")
            name.setBuddy(box)
            row, column = divmod(number, 2)
            grid.addWidget(name, row, 2 * column)
            grid.addWidget(box, row, 2 * column + 1)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.outcome, 1)
        foot.addWidget(Button(_("Hủy"), on_click=self.reject))
        foot.addWidget(self.insert_button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 16, 16, 12)
        whole.setSpacing(10)
        whole.addWidget(self.search)
        whole.addWidget(self.table, 1)
        whole.addLayout(grid)
        whole.addWidget(self.help)
        whole.addLayout(foot)

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
        self.help.setText("")
        if isinstance(choice, Choice):
            tasks.run(
                explained.settings_of,
                self.context,
                choice.path.partition("/")[0],
                self.period,
                done=lambda found: self._take_settings(choice, found),
                owner=self,
            )

    def _take_settings(self, choice: Choice, found: Settings) -> None:
        if self.table.key is not choice:
            return
        wanted = parse_path(choice.path)
        assert wanted is not None
        part = f"{wanted.axis}/{wanted.key}" if wanted.axis else ""
        for box, pairs, chosen in (
            (self.place, found.places, wanted.place),
            (self.part, found.parts, part),
            (self.when, found.whens, wanted.when),
        ):
            box.clear()
            for data, words in pairs:
                box.addItem(words, data)
            box.setCurrentIndex(max(0, box.findData(chosen)))
            box.setEnabled(len(pairs) > 1)
        self._ask_formats()

    def _ask_formats(self) -> None:
        path = self.path
        if path:
            tasks.run(
                explained.conditions if self._asks else explained.formats,
                self.context,
                path,
                self.period,
                done=lambda found: self._take_formats(path, found),
                owner=self,
            )

    def _take_formats(self, path: str, found: Formats) -> None:
        choice = self.table.key
        if self.path != path or not isinstance(choice, Choice):
            return
        before = str(self.format.currentData() or "")
        self.format.clear()
        names = [name for name, _label, _shown in found]
        for name, words, shown in found:
            self.format.addItem(words, name)
            self.format.setItemData(self.format.count() - 1, shown, Qt.ItemDataRole.ToolTipRole)
        wanted = next((n for n in (before, self._prefer, choice.filter) if n in names), "")
        self.format.setCurrentIndex(max(0, names.index(wanted) if wanted else 0))
        self.insert_button.setEnabled(bool(names))
        self._show_result()

    def _show_result(self) -> None:
        shown = self.format.currentData(Qt.ItemDataRole.ToolTipRole)
        pattern = _("Hiện nay: {words}") if self._asks else _("Sẽ chèn: {words}")
        self.outcome.setText(pattern.format(words=shown) if shown else "")
        name = filter_base(str(self.format.currentData() or ""))
        spec = CATALOGUE.get(name)
        if spec is None:
            self.help.setText("")
            return
        example = "" if self._asks else " " + _("Ví dụ: {words}").format(words=spec.example)
        self.help.setText(_(spec.explanation) + example)


def _box(name: str) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(18)
    return box
