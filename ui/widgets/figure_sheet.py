"""The sheet in which figures are typed: like Excel under the fingers, one operation behind it.

Typing begins editing, Enter goes down, Tab to the right, Delete empties, a block is copied and
pasted. A cell that nobody typed shows in grey what records and smaller places give.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from danvan_desktop.i18n import _
from danvan_desktop.indicators.grid import TOTAL, Beside, Cell, Grid, Heading
from danvan_desktop.vietnamese import format_number
from ui import theme

Index = QModelIndex | QPersistentModelIndex

ROW_HEIGHT = 26
_NOWHERE = QModelIndex()
_BESIDE = (Beside.RECORDED, Beside.PREVIOUS, Beside.SAME)


class SheetModel(QAbstractTableModel):
    """A sheet's cells; ``typed`` gives texts by (row, column) key that are to be stored."""

    typed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.sheet: Grid | None = None
        self.faults: dict[tuple[str, str], str] = {}
        self._waiting: dict[tuple[str, str], str] = {}

    def show_sheet(self, sheet: Grid) -> None:
        """Show a sheet; a text that could not be read stays until it is corrected."""
        if self.sheet is not None and _layout(self.sheet) == _layout(sheet):
            unread = self._waiting.keys() & self.faults.keys()
            self._waiting = {key: self._waiting[key] for key in unread}
            self.sheet = sheet
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self.sheet = sheet
        self.faults.clear()
        self._waiting.clear()
        self.endResetModel()

    def refuse(self, faults: Mapping[tuple[str, str], str]) -> None:
        """Mark cells whose text cannot be read; the text stays to be corrected."""
        self.faults.update(faults)
        self.layoutChanged.emit()

    @property
    def beside(self) -> tuple[Beside, ...]:
        """The columns that only show, where one place has the whole width."""
        return _BESIDE if self.sheet is not None and len(self.sheet.columns) == 1 else ()

    def key(self, index: Index) -> tuple[str, str] | None:
        """Give row and column key of a cell; None for a column that only shows."""
        if self.sheet is None or not index.isValid():
            return None
        if index.column() >= len(self.sheet.columns):
            return None
        return self.sheet.rows[index.row()].key, self.sheet.columns[index.column()].key

    def cell(self, index: Index) -> Cell | None:
        """Give the cell in which (or beside which) an index stands."""
        if self.sheet is None or not index.isValid():
            return None
        column = min(index.column(), len(self.sheet.columns) - 1)
        return self.sheet.cell(self.sheet.rows[index.row()].key, self.sheet.columns[column].key)

    def place_of(self, row: str, column: str) -> QModelIndex:
        """Find the index of a cell by its keys; invalid when the sheet does not hold it."""
        if self.sheet is None:
            return QModelIndex()
        rows = [heading.key for heading in self.sheet.rows]
        columns = [heading.key for heading in self.sheet.columns]
        if row not in rows or column not in columns:
            return QModelIndex()
        return self.index(rows.index(row), columns.index(column))

    # ------------------------------------------------------------------ Qt
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() or self.sheet is None else len(self.sheet.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        if parent.isValid() or self.sheet is None:
            return 0
        return len(self.sheet.columns) + len(self.beside)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        editable = self.key(index) is not None and self.cell(index) is not None
        return flags | Qt.ItemFlag.ItemIsEditable if editable else flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if self.sheet is None:
            return None
        if orientation == Qt.Orientation.Horizontal:
            return self._column_head(section, role)
        heading = self.sheet.rows[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return "   " * heading.depth + heading.label
        if role == Qt.ItemDataRole.ToolTipRole:
            return _head_words(heading)
        if role == Qt.ItemDataRole.FontRole and heading.bold:
            return _bold()
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if self.sheet is None or not index.isValid():
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        key = self.key(index)
        if key is None:
            return self._beside_data(index, role)
        if key[0] == TOTAL:
            return self._total_data(key[1], role)
        cell = self.cell(index)
        return self._cell_data(key, cell, role) if cell is not None else None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        key, cell = self.key(index), self.cell(index)
        if key is None or cell is None:
            return False
        text = str(value or "").strip()
        if text == self._text(key, cell):
            return False
        self.store({key: text})
        return True

    def store(self, texts: Mapping[tuple[str, str], str]) -> None:
        """Show texts at once and ask for them to be stored, all in one operation."""
        for key in texts:
            self.faults.pop(key, None)
        self._waiting.update(texts)
        self.layoutChanged.emit()
        self.typed.emit(dict(texts))

    # ------------------------------------------------------------------ private
    def _text(self, key: tuple[str, str], cell: Cell) -> str:
        return self._waiting.get(key, cell.text)

    def _cell_data(self, key: tuple[str, str], cell: Cell, role: int) -> Any:
        text = self._text(key, cell)
        if role == Qt.ItemDataRole.EditRole:
            return text
        if role == Qt.ItemDataRole.DisplayRole:
            return text or cell.standing
        if role == Qt.ItemDataRole.ForegroundRole:
            if key in self.faults:
                return theme.colour("error")
            return None if text else theme.colour("muted")
        if role == Qt.ItemDataRole.BackgroundRole and (key in self.faults or cell.difference):
            return theme.tone("error" if key in self.faults else "warning")[1]
        if role == Qt.ItemDataRole.FontRole and cell.entry and not cell.entry.confirmed:
            font = QFont()
            font.setItalic(True)
            return font
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return self.faults.get(key) or cell_words(cell)
        return None

    def _beside_data(self, index: Index, role: int) -> Any:
        cell = self.cell(index)
        if role == Qt.ItemDataRole.ForegroundRole:
            return theme.colour("muted")
        if role != Qt.ItemDataRole.DisplayRole or cell is None or self.sheet is None:
            return None
        which = self.beside[index.column() - len(self.sheet.columns)]
        if which is Beside.RECORDED:
            return "" if cell.recorded is None else format_number(cell.recorded)
        return cell.previous if which is Beside.PREVIOUS else cell.same

    def _total_data(self, column: str, role: int) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and self.sheet is not None:
            return self.sheet.totals.get(column, "")
        return _bold() if role == Qt.ItemDataRole.FontRole else None

    def _column_head(self, section: int, role: int) -> Any:
        assert self.sheet is not None
        if section < len(self.sheet.columns):
            heading = self.sheet.columns[section]
            if role == Qt.ItemDataRole.DisplayRole:
                return heading.label
            return _head_words(heading) if role == Qt.ItemDataRole.ToolTipRole else None
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        which = self.beside[section - len(self.sheet.columns)]
        if which is Beside.RECORDED:
            return _("Từ hồ sơ")
        period = self.sheet.previous if which is Beside.PREVIOUS else self.sheet.same
        words = _("Kỳ trước") if which is Beside.PREVIOUS else _("Cùng kỳ")
        return f"{words} {period.code}" if period is not None else words


class FigureSheetView(QTableView):
    """The sheet on the screen."""

    moved = Signal()
    """Another cell is current."""

    def __init__(self, model: SheetModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sheet_model = model
        self.setModel(model)
        self.setItemDelegate(_CellDelegate(self))
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            triggers.AnyKeyPressed | triggers.EditKeyPressed | triggers.DoubleClicked
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setAccessibleName(_("Bảng nhập số liệu"))
        self.setCornerButtonEnabled(False)
        self.setStyleSheet(
            "QTableView { gridline-color: palette(mid); border: 0; }"
            "QTableCornerButton::section { background: palette(alternate-base); border: 0; }"
            "QHeaderView::section:vertical { font-weight: 400; }"
        )
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setDefaultSectionSize(theme.px(ROW_HEIGHT))
        self.verticalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head = self.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        head.setDefaultSectionSize(theme.px(112))
        model.modelReset.connect(self._fit)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.moved.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._clear()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.step(1)
        else:
            super().keyPressEvent(event)

    def copy(self) -> None:
        """Copy the selected block as Excel takes it."""
        lines: dict[int, list[str]] = {}
        cells = self.selectionModel().selectedIndexes()
        for index in sorted(cells, key=lambda i: (i.row(), i.column())):
            lines.setdefault(index.row(), []).append(str(index.data() or ""))
        QGuiApplication.clipboard().setText("\n".join("\t".join(line) for line in lines.values()))

    def paste(self) -> None:
        """Paste a block from Excel at the current cell; what falls outside is left out."""
        start = self.currentIndex()
        lines = QGuiApplication.clipboard().text().rstrip("\r\n").split("\n")
        texts: dict[tuple[str, str], str] = {}
        for down, line in enumerate(lines if start.isValid() else ()):
            for right, text in enumerate(line.rstrip("\r").split("\t")):
                index = self.sheet_model.index(start.row() + down, start.column() + right)
                key = self.sheet_model.key(index)
                if key is not None and self.sheet_model.cell(index) is not None:
                    texts[key] = text.strip()
        if texts:
            self.sheet_model.store(texts)

    def _clear(self) -> None:
        model = self.sheet_model
        texts = {}
        for index in self.selectionModel().selectedIndexes():
            key, cell = model.key(index), model.cell(index)
            if key is not None and cell is not None and (cell.text or key in model.faults):
                texts[key] = ""
        if texts:
            model.store(texts)

    def step(self, by: int) -> None:
        """Go down or up by so many rows; stay at the edge."""
        index = self.currentIndex()
        below = self.sheet_model.index(index.row() + by, index.column())
        if below.isValid():
            self.setCurrentIndex(below)

    def _fit(self) -> None:
        """Make the rows' heading wide enough for its words, the columns for theirs."""
        self.verticalHeader().setFixedWidth(
            min(self.verticalHeader().sizeHint().width() + theme.px(8), theme.px(380))
        )
        metrics = self.horizontalHeader().fontMetrics()
        for column in range(self.sheet_model.columnCount()):
            head = self.sheet_model.headerData(column, Qt.Orientation.Horizontal)
            words = metrics.horizontalAdvance(str(head)) + theme.px(18)
            self.setColumnWidth(column, max(theme.px(104), words))


class _CellDelegate(QStyledItemDelegate):
    """A plain line in the cell; Enter takes it and goes down."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        del option, index
        editor = QLineEdit(parent)
        editor.setProperty("dense", True)
        editor.setAlignment(Qt.AlignmentFlag.AlignRight)
        return editor

    def eventFilter(self, watched: Any, event: Any) -> bool:
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down, Qt.Key.Key_Up)
        pressed = isinstance(event, QKeyEvent) and event.type() == QKeyEvent.Type.KeyPress
        if not (pressed and event.key() in keys and isinstance(watched, QWidget)):
            return bool(super().eventFilter(watched, event))
        self.commitData.emit(watched)
        self.closeEditor.emit(watched, QAbstractItemDelegate.EndEditHint.NoHint)
        view = self.parent()
        if isinstance(view, FigureSheetView):
            view.step(-1 if event.key() == Qt.Key.Key_Up else 1)
        return True


def cell_words(cell: Cell) -> str:
    """Say in words what stands behind and beside a cell."""
    parts = []
    if cell.recorded is not None:
        parts.append(_("Hồ sơ cho {n}.").format(n=format_number(cell.recorded)))
    if cell.difference:
        sign = "+" if cell.difference > 0 else ""
        parts.append(
            _("Số gõ tay lệch {n}; số gõ tay được dùng.").format(
                n=sign + format_number(cell.difference)
            )
        )
    if cell.entry is not None and not cell.entry.confirmed:
        parts.append(_("Mang từ kỳ trước sang, chưa xác nhận."))
    if cell.entry is not None and cell.entry.source:
        parts.append(_("Nguồn: {source}.").format(source=cell.entry.source))
    return " ".join(parts)


def _layout(sheet: Grid) -> tuple[object, ...]:
    return sheet.period.code, sheet.rows, sheet.columns


def _head_words(heading: Heading) -> str:
    return f"{heading.label} ({heading.unit})" if heading.unit else heading.label


def _bold() -> QFont:
    font = QFont()
    font.setBold(True)
    return font
