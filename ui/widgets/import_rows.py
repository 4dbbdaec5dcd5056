"""The rows of an import with their verdict: why under the row, and the wrong cell to type into.

A reason is a row of the table of its own, spanned over the columns, so that long lists keep even
heights. Nothing is changed here: ``corrected`` asks for it, and the new plan is shown afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableView,
    QWidget,
)

from danvan_desktop.i18n import _
from danvan_desktop.schema import FieldSpec
from ui import theme
from ui.widgets.import_delegate import PAD, REASON, ROW, CheckDelegate
from ui.widgets.import_lines import FIXED, CheckModel, LazyLine

MEASURED = 60
"""Rows whose texts decide how wide a column is."""

ALL_FITTED, IN_SIGHT = 400, 60
"""Up to so many rows every height is measured; beyond that those in sight, at most so many."""


class CheckTable(QTableView):
    """The view; F2, a click into a wrong cell or typing edits, Enter stores what was typed."""

    corrected = Signal(int, str, str)
    """Excel row, field name and what was typed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.check = CheckModel()
        self.key_column = 0
        self._metrics = QFontMetrics(theme.font())
        self.setModel(self.check)
        self.setItemDelegate(CheckDelegate(self))
        self.setAccessibleName(_("Các dòng của tệp"))
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(trigger.DoubleClicked | trigger.EditKeyPressed | trigger.AnyKeyPressed)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(theme.px(18))
        self.verticalHeader().setDefaultSectionSize(theme.px(ROW))
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.check.corrected.connect(self.corrected)
        self.clicked.connect(self._edit_wrong)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.horizontalScrollBar().valueChanged.connect(lambda _x: self.viewport().update())

    def show_lines(
        self,
        fields: Sequence[FieldSpec],
        lines: Sequence[LazyLine],
        *,
        heads: Iterable[tuple[int, bool]] | None = None,
        key_column: int = 0,
    ) -> None:
        """Replace everything; the current cell stays where it was, if it still is there.

        ``heads`` tell the number of each row and if it has a reason. ``key_column`` counts among
        the fields: its texts wrap where they do not fit.
        """
        self.key_column = key_column
        kept = self._current_name()
        top = self.verticalScrollBar().value()
        columns = tuple(fields) != self.check.fields
        self.clearSpans()
        self.check.show_lines(fields, lines, heads)
        if columns:
            self._fit_columns()
        self._fit_rows()
        self.verticalScrollBar().setValue(top)
        if kept is not None:
            self.select_cell(*kept)

    def select_cell(self, row: int, name: str = "") -> bool:
        """Make a cell current and visible; without a name the row's first field."""
        number = self.check.shown.find(row)
        if number is None:
            return False
        names = [spec.name for spec in self.check.fields]
        column = FIXED + (names.index(name) if name in names else 0)
        index = self.check.index(number, min(column, self.check.columnCount() - 1))
        self.setCurrentIndex(index)
        self.scrollTo(index)
        return True

    def first_wrong(self) -> bool:
        """Make the first wrong cell current."""
        for number in range(len(self.check.shown)):
            # Only rows with a reason can be wrong, so the others need not be put into words.
            if self.check.shown.is_reason(number) and self.check.shown[number].line.wrong:
                shown = self.check.shown[number]
                return self.select_cell(shown.row, self.check.fields[min(shown.line.wrong)].name)
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()
        self._fit_rows()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "check"):
            self.verticalHeader().setDefaultSectionSize(theme.px(ROW))
            self._metrics = QFontMetrics(theme.font())
            self._fit_columns()
            self._fit_rows()

    def _current_name(self) -> tuple[int, str] | None:
        index = self.currentIndex()
        if not index.isValid() or index.column() < FIXED:
            return None
        return self.check.shown[index.row()].row, self.check.fields[index.column() - FIXED].name

    def _edit_wrong(self, index: QModelIndex) -> None:
        shown = self.check.shown[index.row()]
        if not shown.is_reason and index.column() - FIXED in shown.line.wrong:
            self.edit(index)

    def _fit_columns(self) -> None:
        """Widths from headings and contents; the name takes what is left."""
        metrics = QFontMetrics(theme.font())
        bold = QFontMetrics(theme.font("small_strong"))
        self.setColumnWidth(0, max(theme.px(44), bold.horizontalAdvance(_("Dòng")) + 14))
        marks = [s.line.mark.text for s in self.check.shown[:MEASURED]]
        mark = max([metrics.horizontalAdvance(text) for text in marks], default=0)
        self.setColumnWidth(1, max(theme.px(64), mark + theme.px(12) + 24))
        widths = [self._field_width(number) for number in range(len(self.check.fields))]
        used = self.columnWidth(0) + self.columnWidth(1) + sum(widths)
        spare = self.viewport().width() - used
        if widths and spare > 0:
            widest = max(range(len(widths)), key=widths.__getitem__)
            widths[widest] += spare
        for number, width in enumerate(widths):
            self.setColumnWidth(FIXED + number, width)

    def _field_width(self, number: int) -> int:
        metrics = QFontMetrics(theme.font())
        bold = QFontMetrics(theme.font("small_strong"))
        spec = self.check.fields[number]
        texts = {s.line.cells[number] or s.line.raw[number] for s in self.check.shown[:MEASURED]}
        content = max([metrics.horizontalAdvance(text) for text in texts], default=0)
        content = min(content, theme.px(320))
        heading = bold.horizontalAdvance(spec.list_label) + 4
        return max(content + 8, heading) + 2 * PAD

    def _scrolled(self) -> None:
        if len(self.check.shown) > ALL_FITTED:
            self._fit_rows()

    def _fit_rows(self) -> None:
        """Give a reason all columns and the lines that it needs, a long name its lines too.

        In a long list only the rows in sight are looked at.
        """
        rows = range(len(self.check.shown))
        if len(rows) > ALL_FITTED:
            first = max(0, self.rowAt(0))
            rows = rows[first : first + IN_SIGHT]
        self._span(rows)
        self._fit(rows)

    def _span(self, rows: range) -> None:
        others = self.check.columnCount() - 1
        if len(self.check.shown) > ALL_FITTED:
            self.clearSpans()
        for number in rows if others > 1 else ():
            if self.check.shown.is_reason(number) and self.columnSpan(number, 1) != others:
                self.setSpan(number, 1, 1, others)

    def _fit(self, rows: range) -> None:
        small = QFontMetrics(theme.font("small"))
        room = max(120, self.viewport().width() - self.columnWidth(0) - 2 * PAD)
        width = self.columnWidth(FIXED + self.key_column) - 2 * PAD
        for number in rows:
            shown = self.check.shown[number]
            height = theme.px(ROW)
            if shown.is_reason:
                lines = _height(small, room, shown.line.reason)
                height = max(theme.px(REASON), lines + 4)
            elif self.key_column < len(shown.line.cells):
                text = shown.line.cells[self.key_column]
                if self._metrics.horizontalAdvance(text) > width:
                    height = max(height, _height(self._metrics, width, text) + 6)
            if self.rowHeight(number) != height:
                self.setRowHeight(number, height)


def _height(metrics: QFontMetrics, width: int, text: str) -> int:
    box = QRect(0, 0, width, 10_000)
    return metrics.boundingRect(box, int(Qt.TextFlag.TextWordWrap), text).height()
