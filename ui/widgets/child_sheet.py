"""The cells of a child list: typing begins editing, Tab walks, blocks are copied and pasted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from danvan_desktop.schema import LongText
from ui import theme
from ui.widgets.child_model import ChildModel, Index, Unread
from ui.widgets.editors import FieldEditor, make_editor

ROW_HEIGHT = 26


class Sheet(QTableView):
    """The cells; typing begins editing, Enter goes down, Tab leaves at the last cell."""

    left = Signal()
    resized = Signal()
    paste: Callable[[], None]
    remove_rows: Callable[[], None]
    move_row: Callable[[int], None]

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
        self.setStyleSheet(
            "QTableView { gridline-color: palette(mid); border: 1px solid palette(mid); }"
            "QTableCornerButton::section { background: palette(base); border: 0; }"
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.resized.emit()

    def commit_open_editor(self) -> None:
        """Write an open editor's text into the model."""
        delegate = self.itemDelegate()
        if isinstance(delegate, CellDelegate):
            delegate.commit_open()

    def open_cell(self) -> tuple[int, str, Any] | None:
        """Give row, field and value of the cell that is being edited."""
        delegate = self.itemDelegate()
        return delegate.open_cell() if isinstance(delegate, CellDelegate) else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        elif control and event.key() == Qt.Key.Key_Delete:
            self.remove_rows()
        elif event.key() == Qt.Key.Key_Delete:
            self._clear_cells()
        elif alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.move_row(-1 if event.key() == Qt.Key.Key_Up else 1)
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


class CellDelegate(QStyledItemDelegate):
    """Opens the editor of the field's type in a cell and reads it when it is left."""

    def __init__(self, model: ChildModel, parent: QObject) -> None:
        super().__init__(parent)
        self._model = model
        self._open: tuple[FieldEditor, QPersistentModelIndex] | None = None
        self._filled = False

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        del option
        spec = self._model.field(index.column())
        editor = make_editor(spec, self._model.names, parent)
        editor.widget.setProperty("dense", True)
        editor.widget.setAutoFillBackground(True)
        if isinstance(spec.type, LongText):
            editor.widget.setMinimumHeight(theme.px(60))
        self._open, self._filled = (editor, QPersistentModelIndex(index)), False
        editor.edited.connect(self._model.edited)
        editor.widget.destroyed.connect(self._forget)
        return editor.widget

    def setEditorData(self, widget: QWidget, index: Index) -> None:
        editor = self._editor_of(widget)
        # Once only: a check elsewhere in the form repaints cells and must not undo typing.
        if editor is not None and not self._filled:
            self._filled = True
            editor.set_value(self._model.value(index))

    def setModelData(self, widget: QWidget, model: QAbstractItemModel, index: Index) -> None:
        editor = self._editor_of(widget)
        if editor is None:
            return
        parsed = editor.read()
        value = parsed.value if parsed.code is None else Unread(str(editor.raw()))
        model.setData(index, value)
        view = self.parent()
        if isinstance(view, Sheet):
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

    def commit_open(self) -> None:
        """Take over the text of the open editor without closing it."""
        cell = self.open_cell()
        if cell is not None and self._open is not None:
            index = self._open[1]
            self._model.setData(self._model.index(index.row(), index.column()), cell[2])

    def open_cell(self) -> tuple[int, str, Any] | None:
        """Give row, field and value of the cell that is being edited; an unread text as Unread."""
        if self._open is None or not self._open[1].isValid():
            return None
        editor, index = self._open
        if not editor.widget.isVisible():
            return None
        parsed = editor.read()
        value = parsed.value if parsed.code is None else Unread(str(editor.raw()))
        return index.row(), editor.spec.name, value

    def _editor_of(self, widget: QWidget) -> FieldEditor | None:
        return self._open[0] if self._open and self._open[0].widget is widget else None

    def _forget(self) -> None:
        self._open = None
