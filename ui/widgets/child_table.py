"""A list inside a form (delegates, opinions, tasks), edited in place like a sheet.

The last line is always empty: typing in it adds a row. Tab walks through the cells, a block copied
from Excel is pasted from the current cell on. Like every editor it reads a cell when it is left;
a text that cannot be read stays and is an issue of its row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from danvan_desktop.errors import Issue, Place, Severity
from danvan_desktop.i18n import _
from danvan_desktop.schema import ChildSpec, FieldSpec, Flag, LongText, issue_for
from ui import theme
from ui.widgets.buttons import Button
from ui.widgets.cells import UNKNOWN, full_text
from ui.widgets.editors import FieldEditor, Units, make_editor
from ui.widgets.form_row import FieldNote
from ui.widgets.labels import label

ROW_HEIGHT = 26
MOST_ROWS_SHOWN = 12
Index = QModelIndex | QPersistentModelIndex


class Unread(str):
    """A typed text that its field type could not read; kept until it is put right."""

    __slots__ = ()


class ChildModel(QAbstractTableModel):
    """The rows of a child list as plain values, and one empty line at the end."""

    edited = Signal()

    def __init__(self, spec: ChildSpec, names: Units, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.spec = spec
        self.names = names
        self.read_only = False
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
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self.read_only or not index.isValid():
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
        for issue in self.issues:
            if issue.place.field == name and issue.place.row == index.row() + 1:
                return issue
        return None

    def _display(self, spec: FieldSpec, value: Any) -> str:
        if value is None or isinstance(spec.type, Flag):
            return ""
        if isinstance(value, Unread):
            return str(value)
        text = full_text(spec, value, self.names)
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

    def _with_unread(self, row: Mapping[str, Any]) -> dict[str, Any]:
        result = dict(row)
        for spec in self.spec.fields:
            value = result.get(spec.name)
            if isinstance(value, str) and spec.type.check(value) is not None:
                result[spec.name] = Unread(value)
        return result


class ChildTable(QWidget):
    """The list with its heading, buttons and keyboard."""

    edited = Signal()
    left = Signal()

    def __init__(self, spec: ChildSpec, names: Units, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.spec = spec
        self.model = ChildModel(spec, names, self)
        self.view = _Sheet(self)
        self.note = FieldNote(self)
        self.add_button = Button(_("Thêm dòng"), "add", kind="quiet", dense=True, parent=self)
        self.remove_button = Button(_("Xóa dòng"), "trash", kind="quiet", dense=True, parent=self)
        self.up_button = Button(_("Lên"), "arrow-up", kind="quiet", dense=True, parent=self)
        self.down_button = Button(_("Xuống"), "arrow-down", kind="quiet", dense=True, parent=self)
        self.paste_button = Button(
            _("Dán từ Excel"), "sheet", kind="quiet", dense=True, parent=self
        )
        self._build()
        self._fit()

    def load(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Show the rows of a record."""
        self.model.load(rows)
        self.note.show_text("", None)
        self._fit()

    def values(self) -> list[dict[str, Any]]:
        """Give the rows; an unread cell is None."""
        self.commit()
        return [
            {key: None if isinstance(value, Unread) else value for key, value in row.items()}
            for row in self.model.rows
            if _is_filled(self.spec, row)
        ]

    def draft(self) -> list[dict[str, Any]]:
        """Give the rows as they stand, unread texts included."""
        return [
            {key: str(value) if isinstance(value, Unread) else value for key, value in row.items()}
            for row in self.model.rows
            if _is_filled(self.spec, row)
        ]

    def reading_issues(self, register: str) -> list[Issue]:
        """Give an issue for every cell that could not be read."""
        issues = []
        filled = [row for row in self.model.rows if _is_filled(self.spec, row)]
        for number, row in enumerate(filled, start=1):
            for field in self.spec.fields:
                typed = row.get(field.name)
                if isinstance(typed, Unread):
                    code = field.type.parse(str(typed), self.model.names).code or "unknown_choice"
                    name = f"{self.spec.key}.{field.name}"
                    place = Place(register=register, field=name, row=number)
                    label = _("{list}, dòng {n}, {column}").format(
                        list=_(self.spec.label), n=number, column=_(field.label)
                    )
                    issues.append(issue_for(code, label=label, value=typed, place=place))
        return issues

    def show_issues(self, issues: tuple[Issue, ...]) -> None:
        """Mark wrong cells and say the first fault below the list."""
        self.model.show_issues(issues)
        errors = [issue for issue in issues if issue.severity is Severity.ERROR]
        first = next(iter(errors or issues), None)
        self.note.show_text(first.message if first else "", first.severity if first else None)

    def focus_cell(self, row: int, field: str) -> None:
        """Go to a cell (row from 1) and open it for editing."""
        names = [spec.name for spec in self.spec.fields]
        column = names.index(field) if field in names else 0
        index = self.model.index(min(row, self.model.rowCount()) - 1, column)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self.view.setCurrentIndex(index)
        if self.model.flags(index) & Qt.ItemFlag.ItemIsEditable:
            self.view.edit(index)

    def focused_field(self) -> str:
        """Name the current cell as "list.column"."""
        index = self.view.currentIndex()
        return f"{self.spec.key}.{self.model.field(index.column()).name}" if index.isValid() else ""

    def focusable(self) -> Sequence[QWidget]:
        """Give what Tab stops at, in reading order."""
        return (self.view, self.add_button, self.remove_button, self.paste_button)

    def commit(self) -> None:
        """Take over a cell that is still being edited."""
        self.view.commit_open_editor()

    def set_read_only(self, read_only: bool) -> None:
        """Let the list only be read."""
        self.model.beginResetModel()
        self.model.read_only = read_only
        self.model.endResetModel()
        for button in self._buttons():
            button.setVisible(not read_only)

    def add_row(self) -> None:
        """Add a row and begin typing in it."""
        self.model.insert(len(self.model.rows))
        self.focus_cell(len(self.model.rows), self.spec.fields[0].name)

    def remove_rows(self) -> None:
        """Take the selected rows away."""
        self.model.remove([index.row() for index in self.view.selectionModel().selectedIndexes()])
        self.left.emit()

    def paste(self) -> None:
        """Paste a block from the clipboard at the current cell."""
        text = QGuiApplication.clipboard().text()
        index = self.view.currentIndex()
        if text:
            row = index.row() if index.isValid() else len(self.model.rows)
            self.model.paste(text, row, max(0, index.column()))
            self.left.emit()

    def move_row(self, step: int) -> None:
        """Move the current row up or down."""
        index = self.view.currentIndex()
        if index.isValid():
            row = self.model.move(index.row(), step)
            self.view.setCurrentIndex(self.model.index(row, index.column()))

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(4))
        head = QHBoxLayout()
        head.setSpacing(theme.px(4))
        heading = label(_(self.spec.label), "label", parent=self)
        heading.setBuddy(self.view)
        head.addWidget(heading)
        head.addStretch(1)
        layout.addLayout(head)
        layout.addWidget(self.view)
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(4))
        for button in self._buttons():
            foot.addWidget(button)
        foot.addStretch(1)
        layout.addLayout(foot)
        layout.addWidget(self.note)
        self.setFocusProxy(self.view)
        self.view.setAccessibleName(_(self.spec.label))
        self.view.setModel(self.model)
        self.view.setItemDelegate(_CellDelegate(self.model, self.view))
        self.view.owner = self
        self.view.left.connect(self.left)
        self._connect()

    def _connect(self) -> None:
        self.add_button.clicked.connect(self.add_row)
        self.remove_button.clicked.connect(self.remove_rows)
        self.up_button.clicked.connect(lambda: self.move_row(-1))
        self.down_button.clicked.connect(lambda: self.move_row(1))
        self.paste_button.clicked.connect(self.paste)
        self.model.edited.connect(self.edited)
        for signal in (self.model.rowsInserted, self.model.rowsRemoved, self.model.modelReset):
            signal.connect(lambda *_change: self._fit())
        header = self.view.horizontalHeader()
        for column, field in enumerate(self.spec.fields):
            needed = self.view.fontMetrics().horizontalAdvance(_(field.label) + " *") + theme.px(22)
            self.view.setColumnWidth(column, max(theme.px(field.width or 120), needed))
        widest = max(range(len(self.spec.fields)), key=lambda c: self.spec.fields[c].width)
        header.setSectionResizeMode(widest, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(theme.px(48))

    def _buttons(self) -> tuple[Button, ...]:
        return (
            self.add_button,
            self.remove_button,
            self.up_button,
            self.down_button,
            self.paste_button,
        )

    def _fit(self) -> None:
        """Be as high as the rows, so that the form scrolls and not a list inside it."""
        self.view.resizeRowsToContents()
        least = theme.px(ROW_HEIGHT)
        heights = [max(least, self.view.rowHeight(r)) for r in range(self.model.rowCount())]
        bar = self.view.horizontalScrollBar().sizeHint().height()
        head = max(least, self.view.horizontalHeader().sizeHint().height())
        self.view.setFixedHeight(head + sum(heights[:MOST_ROWS_SHOWN]) + bar)


class _Sheet(QTableView):
    """The cells; typing begins editing, Enter goes down, Tab leaves at the last cell."""

    left = Signal()
    owner: ChildTable

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            triggers.AnyKeyPressed | triggers.EditKeyPressed | triggers.DoubleClicked
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(True)
        self.verticalHeader().setDefaultSectionSize(theme.px(ROW_HEIGHT))
        self.verticalHeader().setMinimumSectionSize(theme.px(ROW_HEIGHT))
        self.setCornerButtonEnabled(False)

    def commit_open_editor(self) -> None:
        """Write an open editor's text into the model."""
        delegate = self.itemDelegate()
        if isinstance(delegate, _CellDelegate):
            delegate.commit_open(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if event.matches(QKeySequence.StandardKey.Paste):
            self.owner.paste()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        elif control and event.key() == Qt.Key.Key_Delete:
            self.owner.remove_rows()
        elif event.key() == Qt.Key.Key_Delete:
            self._clear_cells()
        elif alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.owner.move_row(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.edit(self.currentIndex())
        elif event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab) and self._is_at_end(event):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Tab)
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        return QWidget.focusNextPrevChild(self, forward)

    def _is_at_end(self, event: QKeyEvent) -> bool:
        index, model = self.currentIndex(), self.model()
        if event.key() == Qt.Key.Key_Tab:
            last = model.rowCount() - 1, model.columnCount() - 1
            return not index.isValid() or (index.row(), index.column()) == last
        return not index.isValid() or (index.row(), index.column()) == (0, 0)

    def _copy(self) -> None:
        cells = sorted(self.selectionModel().selectedIndexes(), key=lambda i: (i.row(), i.column()))
        lines: dict[int, list[str]] = {}
        for index in cells:
            text = str(index.data() or "")
            if index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked:
                text = "x"
            lines.setdefault(index.row(), []).append(" ".join(text.split()))
        QGuiApplication.clipboard().setText("\n".join("\t".join(line) for line in lines.values()))

    def _clear_cells(self) -> None:
        for index in self.selectionModel().selectedIndexes():
            self.model().setData(index, None)
        self.left.emit()


class _CellDelegate(QStyledItemDelegate):
    """Opens the editor of the field's type in a cell and reads it when it is left."""

    def __init__(self, model: ChildModel, parent: QObject) -> None:
        super().__init__(parent)
        self._model = model
        self._open: tuple[FieldEditor, QPersistentModelIndex] | None = None

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        del option
        spec = self._model.field(index.column())
        editor = make_editor(spec, self._model.names, parent)
        editor.widget.setProperty("dense", True)
        editor.widget.setAutoFillBackground(True)
        if isinstance(spec.type, LongText):
            editor.widget.setMinimumHeight(theme.px(60))
        self._open = (editor, QPersistentModelIndex(index))
        editor.widget.destroyed.connect(self._forget)
        return editor.widget

    def setEditorData(self, widget: QWidget, index: Index) -> None:
        editor = self._editor_of(widget)
        if editor is not None:
            editor.set_value(self._model.value(index))

    def setModelData(self, widget: QWidget, model: QAbstractItemModel, index: Index) -> None:
        editor = self._editor_of(widget)
        if editor is None:
            return
        parsed = editor.read()
        value = parsed.value if parsed.code is None else Unread(str(editor.raw()))
        model.setData(index, value)
        view = self.parent()
        if isinstance(view, _Sheet):
            view.left.emit()

    def updateEditorGeometry(
        self, widget: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        rect = option.rect
        rect.setHeight(max(rect.height(), widget.minimumHeight()))
        widget.setGeometry(rect)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            if event.key() in keys and not shift and isinstance(watched, QWidget):
                self.commitData.emit(watched)
                self.closeEditor.emit(watched, QAbstractItemDelegate.EndEditHint.NoHint)
                return True
        return super().eventFilter(watched, event)

    def commit_open(self, view: QWidget) -> None:
        """Take over the text of the open editor without closing it."""
        del view
        if self._open is None:
            return
        editor, index = self._open
        if index.isValid() and editor.widget.hasFocus():
            parsed = editor.read()
            value = parsed.value if parsed.code is None else Unread(str(editor.raw()))
            self._model.setData(index, value)

    def _editor_of(self, widget: QWidget) -> FieldEditor | None:
        return self._open[0] if self._open and self._open[0].widget is widget else None

    def _forget(self) -> None:
        self._open = None


def _is_filled(spec: ChildSpec, row: Mapping[str, Any]) -> bool:
    """Tell whether a row holds more than the defaults of its fields."""
    return any(
        row.get(field.name) not in (None, "")
        for field in spec.fields
        if not isinstance(field.type, Flag) and row.get(field.name) != field.default
    )
