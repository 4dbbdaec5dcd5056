"""The values of a child list: rows of plain data, and one empty line at the end.

A text that a field type cannot read is kept as ``Unread`` until it is put right.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor

from danvan_desktop.errors import Issue
from danvan_desktop.i18n import _
from danvan_desktop.schema import ChildSpec, FieldSpec, Flag, Unit
from ui import theme
from ui.widgets.cells import MASK, UNKNOWN, full_text
from ui.widgets.editors import Units

Index = QModelIndex | QPersistentModelIndex


class Unread(str):
    """A typed text that its field type could not read; kept until it is put right."""

    __slots__ = ()


_SHOWN = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.EditRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
)


class ChildModel(QAbstractTableModel):
    """The rows of a child list as plain values, and one empty line at the end."""

    edited = Signal()

    def __init__(self, spec: ChildSpec, names: Units, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.spec = spec
        self.names = names
        self.read_only = False
        self.concealed = False
        """Cells about private persons show a mask and cannot be edited."""
        self.issues: tuple[Issue, ...] = ()
        self._rows: list[dict[str, Any]] = []

    @property
    def rows(self) -> Sequence[Mapping[str, Any]]:
        """The rows as they stand."""
        return self._rows

    def load(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Show rows; texts that do not fit their field are kept as unread."""
        self.beginResetModel()
        self._rows = [self._with_unread(row) for row in rows]
        self.endResetModel()

    def field(self, column: int) -> FieldSpec:
        """Give the field of a column."""
        return self.spec.fields[column]

    def value(self, index: Index) -> Any:
        """Give the value of a cell; None in the empty line."""
        if index.row() >= len(self._rows):
            return None
        return self._rows[index.row()].get(self.field(index.column()).name)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows) + (not self.read_only)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.spec.fields)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self.read_only or self._is_concealed(index):
            return flags
        if isinstance(self.field(index.column()).type, Flag):
            return flags | Qt.ItemFlag.ItemIsUserCheckable
        return flags | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        spec, value = self.field(index.column()), self.value(index)
        is_last = index.row() >= len(self._rows)
        if isinstance(spec.type, Flag) and role == Qt.ItemDataRole.CheckStateRole and not is_last:
            return Qt.CheckState.Checked if value else Qt.CheckState.Unchecked
        if self._is_concealed(index) and role in _SHOWN:
            return MASK
        if role == Qt.ItemDataRole.DisplayRole:
            return self._display(spec, value)
        if role == Qt.ItemDataRole.EditRole:
            return value
        if role == Qt.ItemDataRole.TextAlignmentRole:
            right = spec.type.right_aligned
            side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return self._marked(index, role)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if not index.isValid() or self.read_only:
            return False
        spec = self.field(index.column())
        if role == Qt.ItemDataRole.CheckStateRole:
            value = Qt.CheckState(value) == Qt.CheckState.Checked
        elif role != Qt.ItemDataRole.EditRole:
            return False
        if index.row() >= len(self._rows):
            if value in (None, "", False):
                return False
            self.insert(len(self._rows))
        row = self._rows[index.row()]
        if row.get(spec.name) == value:
            return True
        row[spec.name] = value
        self.dataChanged.emit(self.index(index.row(), 0), self.index(index.row(), index.column()))
        self.edited.emit()
        return True

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation == Qt.Orientation.Vertical:
            if role == Qt.ItemDataRole.DisplayRole:
                return str(section + 1) if section < len(self._rows) else "+"
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            spec = self.spec.fields[section]
            return _(spec.label) + (" *" if spec.required else "")
        if role == Qt.ItemDataRole.ToolTipRole:
            return _(self.spec.fields[section].help or self.spec.fields[section].label)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def insert(self, row: int) -> None:
        """Add a row with the defaults of its fields."""
        # The empty line seems to move down: the new row appears where it stood.
        self.beginInsertRows(QModelIndex(), row, row)
        self._rows.insert(row, {spec.name: spec.default for spec in self.spec.fields})
        self.endInsertRows()
        self.edited.emit()

    def remove(self, rows: Sequence[int]) -> None:
        """Take rows away."""
        for row in sorted(set(rows), reverse=True):
            if row < len(self._rows):
                self.beginRemoveRows(QModelIndex(), row, row)
                del self._rows[row]
                self.endRemoveRows()
                self.edited.emit()

    def move(self, row: int, step: int) -> int:
        """Move a row up (-1) or down (1); gives where it stands afterwards."""
        target = row + step
        if not (0 <= row < len(self._rows) and 0 <= target < len(self._rows)):
            return row
        below = target + 1 if step > 0 else target
        self.beginMoveRows(QModelIndex(), row, row, QModelIndex(), below)
        self._rows.insert(target, self._rows.pop(row))
        self.endMoveRows()
        self.edited.emit()
        return target

    def paste(self, text: str, row: int, column: int) -> int:
        """Write a tab-separated block from a cell on; gives how many rows it had."""
        lines = [line.split("\t") for line in text.rstrip("\n").replace("\r", "").split("\n")]
        for down, cells in enumerate(lines):
            for right, cell in enumerate(cells[: len(self.spec.fields) - column]):
                spec = self.field(column + right)
                value = self.typed(spec, cell)
                if row + down >= len(self._rows):
                    self.insert(len(self._rows))
                self._rows[row + down][spec.name] = value
        self.dataChanged.emit(
            self.index(row, 0), self.index(self.rowCount() - 1, self.columnCount() - 1)
        )
        self.edited.emit()
        return len(lines)

    def typed(self, spec: FieldSpec, text: str) -> Any:
        """Read a typed text, or keep it as unread."""
        parsed = spec.type.parse(text, self.names)
        return parsed.value if parsed.code is None else Unread(text)

    def show_issues(self, issues: tuple[Issue, ...]) -> None:
        """Mark the cells that these issues name."""
        self.issues = issues
        if self._rows:
            last = self.index(len(self._rows) - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def issue_at(self, index: Index) -> Issue | None:
        """Give the issue of a cell."""
        name = f"{self.spec.key}.{self.field(index.column()).name}"
        here = [issue for issue in self.issues if issue.place.field == name]
        return next((i for i in here if self.row_at(i.place.row or 0) == index.row()), None)

    def row_at(self, number: int) -> int:
        """Find the row of the n-th filled row: empty rows are not saved and not counted."""
        filled = [row for row, values in enumerate(self._rows) if is_filled(self.spec, values)]
        return filled[number - 1] if 0 < number <= len(filled) else len(self._rows)

    def conceal(self, on: bool) -> None:
        """Mask or show the cells about private persons."""
        self.beginResetModel()
        self.concealed = on
        self.endResetModel()

    def _is_concealed(self, index: Index) -> bool:
        personal = self.field(index.column()).personal
        return self.concealed and personal and self.value(index) not in (None, "")

    def _display(self, spec: FieldSpec, value: Any) -> str:
        if value is None or isinstance(spec.type, Flag):
            return ""
        if isinstance(value, Unread):
            return str(value)
        text = full_text(spec, value, self.names, revealed=True)
        return "" if text == UNKNOWN else text

    def _marked(self, index: Index, role: int) -> Any:
        if role not in (Qt.ItemDataRole.ForegroundRole, Qt.ItemDataRole.ToolTipRole):
            return None
        issue = self.issue_at(index)
        wrong = issue is not None or isinstance(self.value(index), Unread)
        if role == Qt.ItemDataRole.ForegroundRole:
            return QColor(theme.tokens().error) if wrong else None
        if issue is not None:
            return f"{issue.message} {issue.remedy}".strip()
        return self._display(self.field(index.column()), self.value(index)) or None

    def _is_readable(self, spec: FieldSpec, value: str) -> bool:
        if isinstance(spec.type, Unit):
            return self.names.unit_name(value) != value
        return spec.type.check(value) is None

    def _with_unread(self, row: Mapping[str, Any]) -> dict[str, Any]:
        result = dict(row)
        for spec in self.spec.fields:
            value = result.get(spec.name)
            if isinstance(value, str) and not self._is_readable(spec, value):
                result[spec.name] = Unread(value)
        return result


def is_filled(spec: ChildSpec, row: Mapping[str, Any]) -> bool:
    """Tell whether a row holds more than the defaults of its fields."""
    return any(
        row.get(field.name) not in (None, "")
        for field in spec.fields
        if not isinstance(field.type, Flag) and row.get(field.name) != field.default
    )
