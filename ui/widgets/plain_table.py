"""A small table of ready texts: the log, the bundles, the figures. Long lists use ``record_table``.

A cell is a text, a ``Brief`` or a ``Mark``; a row has a key, which ``chosen`` and ``opened`` give
back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ui import theme
from ui.widgets.badge import BADGE_ROLE, BadgeDelegate, Mark

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Brief:
    """A cell that shows a short form; the whole text is its tool tip and what is copied."""

    text: str
    whole: str


Cell = str | Brief | Mark


@dataclass(frozen=True, slots=True)
class Column:
    """A column: heading, width at 100 % (0: takes the rest), right-aligned for figures, badges."""

    title: str
    width: int = 0
    right: bool = False
    badge: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its key, its cells, and whether it is a total or group row (bold)."""

    key: Any
    cells: tuple[Cell, ...]
    bold: bool = False


class PlainModel(QAbstractTableModel):
    """Rows as they were given."""

    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self.rows: tuple[Row, ...] = ()

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Replace every row."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], self.columns[index.column()]
        cell = row.cells[index.column()]
        if role == BADGE_ROLE:
            return cell if isinstance(cell, Mark) else None
        if role == Qt.ItemDataRole.DisplayRole:
            return cell if isinstance(cell, str) else cell.text
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return _whole(cell)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.FontRole and row.bold:
            return theme.font("strong")
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            right = self.columns[section].right
            side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None


class PlainTable(QTableView):
    """The view: ``chosen`` when the selection moves, ``opened`` for Enter and double click."""

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(
        self,
        columns: Sequence[Column],
        name: str,
        parent: QWidget | None = None,
        *,
        row: int = 24,
        model: PlainModel | None = None,
    ) -> None:
        super().__init__(parent)
        self.plain = model or PlainModel(columns)
        self.setModel(self.plain)
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.px(row))
        self.verticalHeader().setMinimumSectionSize(theme.px(18))
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(theme.px(30))
        for number, column in enumerate(columns):
            if column.badge:
                self.setItemDelegateForColumn(number, BadgeDelegate(self))
            if column.width:
                # A heading is never cut, in English neither.
                least = header.sectionSizeHint(number)
                self.setColumnWidth(number, max(theme.px(column.width), least))
            else:
                header.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)
        self.selectionModel().currentRowChanged.connect(lambda *_: self.chosen.emit(self.key))
        self.doubleClicked.connect(lambda _index: self.opened.emit(self.key))

    @property
    def key(self) -> Any:
        """The key of the selected row; None when there is none."""
        index = self.currentIndex()
        return self.plain.rows[index.row()].key if index.isValid() else None

    def selected_rows(self) -> list[QModelIndex]:
        """List the selected rows in their order."""
        return sorted(self.selectionModel().selectedRows(), key=lambda index: index.row())

    def show_rows(self, rows: Sequence[Row], *, select: Any = None) -> None:
        """Replace the rows and select the one with the key, else the first."""
        self.plain.show_rows(rows)
        keys = [row.key for row in rows]
        if keys:
            self.selectRow(keys.index(select) if select in keys else 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.key is not None:
            self.opened.emit(self.key)
        elif event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self._as_text())
        else:
            super().keyPressEvent(event)

    def _as_text(self) -> str:
        head = "\t".join(column.title for column in self.plain.columns)
        rows = ("\t".join(_whole(cell) for cell in row.cells) for row in self.plain.rows)
        return "\n".join((head, *rows))


def _whole(cell: Cell) -> str:
    if isinstance(cell, Brief):
        return cell.whole
    return cell.text if isinstance(cell, Mark) else cell
