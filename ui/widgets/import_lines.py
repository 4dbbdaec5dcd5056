"""The model of the rows of an import: each row in words when looked at, its reason below it."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, overload

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from danvan_desktop.i18n import _
from danvan_desktop.schema import FieldSpec
from ui.widgets.badge import Mark

Index = QModelIndex | QPersistentModelIndex


LINE_ROLE = Qt.ItemDataRole.UserRole + 1


FIXED = 2
"""Columns before the fields: the row's number and the verdict."""


@dataclass(frozen=True, slots=True)
class CheckLine:
    """A row: Excel number, verdict, texts and raw texts by column, wrong columns, the reason."""

    row: int
    mark: Mark
    cells: tuple[str, ...]
    raw: tuple[str, ...]
    wrong: frozenset[int] = frozenset()
    changed: frozenset[int] = frozenset()
    reason: str = ""
    tone: str = "muted"
    editable: bool = True
    hints: dict[int, str] = field(default_factory=dict)


class LazyLine:
    """A row that is put into words when it is looked at; ten thousand rows open at once."""

    __slots__ = ("_line", "_make", "has_reason", "row")

    def __init__(self, row: int, make: Callable[[], CheckLine], *, has_reason: bool) -> None:
        self.row = row
        self.has_reason = has_reason
        self._make = make
        self._line: CheckLine | None = None

    @property
    def line(self) -> CheckLine:
        """The row in words."""
        if self._line is None:
            self._line = self._make()
        return self._line


class Shown:
    """A row of the view: a line, or the reason below it."""

    __slots__ = ("_lazy", "is_reason")

    def __init__(self, lazy: LazyLine, *, is_reason: bool) -> None:
        self._lazy = lazy
        self.is_reason = is_reason

    @property
    def row(self) -> int:
        """The Excel row number."""
        return self._lazy.row

    @property
    def line(self) -> CheckLine:
        """The row in words."""
        return self._lazy.line


class ShownRows(Sequence[Shown]):
    """Lines, each followed by its reason where it has one; each is made when it is looked at."""

    def __init__(self, lines: Sequence[LazyLine], heads: Iterable[tuple[int, bool]]) -> None:
        self._lines = lines
        self._numbers = array("I")
        self._codes = array("I")  # twice the line's place, and one more for its reason
        for place, (number, has_reason) in enumerate(heads):
            self._numbers.append(number)
            self._codes.append(2 * place)
            if has_reason:
                self._codes.append(2 * place + 1)

    @overload
    def __getitem__(self, number: int) -> Shown: ...
    @overload
    def __getitem__(self, number: slice) -> list[Shown]: ...
    def __getitem__(self, number: int | slice) -> Shown | list[Shown]:
        if isinstance(number, slice):
            return [self[one] for one in range(len(self))[number]]
        code = self._codes[number]
        return Shown(self._lines[code // 2], is_reason=bool(code % 2))

    def __len__(self) -> int:
        return len(self._codes)

    def is_reason(self, number: int) -> bool:
        """Tell whether a row of the view is a reason."""
        return bool(self._codes[number] % 2)

    def find(self, row: int) -> int | None:
        """Find the row of the view that shows an Excel row."""
        try:
            code = 2 * self._numbers.index(row)
        except ValueError:
            return None
        return bisect_left(self._codes, code)


class CheckModel(QAbstractTableModel):
    """Lines, each followed by its reason where it has one."""

    corrected = Signal(int, str, str)

    def __init__(self) -> None:
        super().__init__()
        self.fields: tuple[FieldSpec, ...] = ()
        self.shown = ShownRows((), ())

    def show_lines(
        self,
        fields: Sequence[FieldSpec],
        lines: Sequence[LazyLine],
        heads: Iterable[tuple[int, bool]] | None = None,
    ) -> None:
        """Replace columns and rows; ``heads`` tell of each row its number and if it has a reason.

        With them no row needs to be made before it is looked at.
        """
        self.beginResetModel()
        self.fields = tuple(fields)
        if heads is None:
            heads = [(line.row, line.has_reason) for line in lines]
        self.shown = ShownRows(lines, heads)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else FIXED + len(self.fields)

    def flags(self, index: Index) -> Qt.ItemFlag:
        shown = self.shown[index.row()]
        if shown.is_reason:
            return Qt.ItemFlag.ItemIsEnabled
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.column() >= FIXED and shown.line.editable:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        shown = self.shown[index.row()]
        if role == LINE_ROLE:
            return shown
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._text(shown, index.column())
        if role == Qt.ItemDataRole.ToolTipRole and not shown.is_reason:
            return self._tip(shown.line, index.column() - FIXED)
        if role == Qt.ItemDataRole.EditRole and index.column() >= FIXED:
            return shown.line.raw[index.column() - FIXED]
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        line = self.shown[index.row()].line
        column = index.column() - FIXED
        if role != Qt.ItemDataRole.EditRole or column < 0 or str(value) == line.raw[column]:
            return False
        self.corrected.emit(line.row, self.fields[column].name, str(value))
        return True

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            if section < FIXED:
                return (_("Dòng"), _("Kết quả"))[section]
            return self.fields[section - FIXED].list_label
        if role == Qt.ItemDataRole.ToolTipRole and section >= FIXED:
            return _(self.fields[section - FIXED].label)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft if section else Qt.AlignmentFlag.AlignRight
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def _text(self, shown: Shown, column: int) -> str:
        line = shown.line
        if shown.is_reason:
            return line.reason
        if column < FIXED:
            return str(line.row) if column == 0 else line.mark.text
        return line.cells[column - FIXED] or line.raw[column - FIXED]

    def _tip(self, line: CheckLine, column: int) -> str | None:
        if column < 0:
            return line.reason or None
        raw, cell = line.raw[column], line.cells[column]
        if raw and raw != cell:
            return _("Trong tệp ghi: {text}").format(text=raw)
        return cell or None
