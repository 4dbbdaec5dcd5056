"""The table of who sent what: a row for each unit, a column for each form, a badge in each cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView

from danvan_desktop.i18n import _
from ui import theme
from ui.widgets.badge import BadgeDelegate, Mark, badge_size
from ui.widgets.plain_table import Cell, Column, PlainModel, PlainTable, Row

FIRST, LAST = 150, 60
ROW = 28
_PAD, _LEAST_PAD = 14, 8
Index = QModelIndex | QPersistentModelIndex


class SentTable(PlainTable):
    """``cell_chosen`` and ``cell_opened`` give unit and form ("" in the column of totals)."""

    cell_chosen = Signal(str, str)
    cell_opened = Signal(str, str)

    def __init__(self) -> None:
        self._model = _SentModel()
        super().__init__((), _("Tình hình gửi số liệu"), row=ROW, model=self._model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setItemDelegate(BadgeDelegate(self))
        self.selectionModel().currentChanged.connect(lambda *_: self._tell())
        self.doubleClicked.connect(lambda _index: self._open())
        theme.on_changed(self._fit)

    @property
    def forms(self) -> tuple[str, ...]:
        """The codes of the forms, in the order of their columns."""
        return self._model.forms

    @property
    def cell(self) -> tuple[str, str]:
        """Unit and form of the current cell; "" where there is none."""
        index = self.currentIndex()
        if not index.isValid():
            return "", ""
        place = index.column() - 1
        form = self.forms[place] if 0 <= place < len(self.forms) else ""
        return str(self.plain.rows[index.row()].key), form

    def show_cells(
        self,
        headings: Sequence[tuple[str, str]],
        rows: Sequence[tuple[str, str, Sequence[Cell]]],
        totals: Sequence[str],
        tips: Mapping[tuple[str, str], str],
    ) -> None:
        """Show forms (code, name), units (code, name, cells with k/n last), the line of totals."""
        kept = self.cell
        self._model.forms = tuple(code for code, _name in headings)
        self._model.tips = tips
        columns = (
            Column(_("Đơn vị")),
            *(Column(name) for _code, name in headings),
            Column(_("Đã gửi"), right=True),
        )
        lines = [Row(code, (name, *cells)) for code, name, cells in rows]
        self._model.show_all(columns, [*lines, Row("", (_("Đã gửi"), *totals), bold=True)])
        self._fit()
        keys = [row.key for row in self._model.rows]
        row = keys.index(kept[0]) if kept[0] and kept[0] in keys else 0
        column = self.forms.index(kept[1]) + 1 if kept[1] in self.forms else 1
        self.setCurrentIndex(self._model.index(row, column))
        self._tell()

    def go_to(self, unit: str, form: str) -> None:
        """Select a cell."""
        keys = [row.key for row in self._model.rows]
        if unit in keys and form in self.forms:
            self.setCurrentIndex(self._model.index(keys.index(unit), self.forms.index(form) + 1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        elif event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self._as_text())
        else:
            super().keyPressEvent(event)

    def _tell(self) -> None:
        self.cell_chosen.emit(*self.cell)

    def _open(self) -> None:
        unit, form = self.cell
        if unit and form:
            self.cell_opened.emit(unit, form)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def _fit(self) -> None:
        """Make columns as wide as their badges, the head as high as its words need.

        Where the columns would not fit they lose some of their padding, the first one most.
        """
        header = self.horizontalHeader()
        metrics = QFontMetrics(theme.font("small"))
        height = theme.px(24)
        needed = [self._needed(number) for number in range(len(self._model.columns))]
        last = len(needed) - 1
        sizes = [
            max(theme.px(FIRST if not n else LAST if n == last else 0), wide + theme.px(_PAD))
            for n, wide in enumerate(needed)
        ]
        over = sum(sizes) - self.viewport().width()
        for number, wide in enumerate(needed):
            spared = min(max(0, over), sizes[number] - wide - theme.px(_LEAST_PAD))
            if spared > 0:
                sizes[number], over = sizes[number] - spared, over - spared
        for number, (column, size) in enumerate(zip(self._model.columns, sizes, strict=True)):
            header.setSectionResizeMode(number, QHeaderView.ResizeMode.Interactive)
            self.setColumnWidth(number, size)
            box = metrics.boundingRect(
                0, 0, size - theme.px(_PAD), 400, int(Qt.TextFlag.TextWordWrap), column.title
            )
            height = max(height, box.height() + theme.px(12))
        header.setFixedHeight(height)
        if last > 1:  # beside the unit the sum is seen however many forms there are
            header.moveSection(header.visualIndex(last), 1)

    def _needed(self, number: int) -> int:
        """Measure the widest cell of a column, and the longest word of its heading."""
        base = QFontMetrics(theme.font("strong"))
        small = QFontMetrics(theme.font("small_strong"))
        cells = [row.cells[number] for row in self._model.rows]
        title = self._model.columns[number].title
        words = title.split() if number <= len(self.forms) else [title + "  "]
        return max(
            [
                badge_size(c).width()
                if isinstance(c, Mark)
                else base.horizontalAdvance(c if isinstance(c, str) else c.text)
                for c in cells
            ]
            + [small.horizontalAdvance(word) for word in words],
            default=0,
        )


class _SentModel(PlainModel):
    """Wraps the headings and gives each cell its tool tip."""

    def __init__(self) -> None:
        super().__init__(())
        self.forms: tuple[str, ...] = ()
        self.tips: Mapping[tuple[str, str], str] = {}

    def show_all(self, columns: tuple[Column, ...], rows: Sequence[Row]) -> None:
        """Replace columns and rows."""
        self.beginResetModel()
        self.columns, self.rows = columns, tuple(rows)
        self.endResetModel()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        place = index.column() - 1
        tips = (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole)
        if role in tips and index.isValid() and 0 <= place < len(self.forms):
            key = (str(self.rows[index.row()].key), self.forms[place])
            return self.tips.get(key)
        return super().data(index, role)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole and 0 < section <= len(self.forms):
            left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            return int(left.value) | int(Qt.TextFlag.TextWordWrap.value)
        return super().headerData(section, orientation, role)
