"""The rows of an import with their verdict: why under the row, and the wrong cell to type into.

A reason is a row of the table of its own, spanned over the columns, so that long lists keep even
heights. Nothing is changed here: ``corrected`` asks for it, and the new plan is shown afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from danvan_desktop.i18n import _
from danvan_desktop.schema import Choice, FieldSpec, Flag
from ui import theme
from ui.widgets.badge import Mark, paint_badge

Index = QModelIndex | QPersistentModelIndex

LINE_ROLE = Qt.ItemDataRole.UserRole + 1
FIXED = 2
"""Columns before the fields: the row's number and the verdict."""

MEASURED = 60
"""Rows whose texts decide how wide a column is."""

ALL_FITTED, IN_SIGHT = 400, 60
"""Up to so many rows every height is measured; beyond that those in sight, at most so many."""

_ROW, _REASON = 24, 20
_PAD = 5


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


class _Shown:
    __slots__ = ("_lazy", "is_reason")

    def __init__(self, lazy: LazyLine, *, is_reason: bool) -> None:
        self._lazy = lazy
        self.is_reason = is_reason

    @property
    def row(self) -> int:
        return self._lazy.row

    @property
    def line(self) -> CheckLine:
        return self._lazy.line


class CheckModel(QAbstractTableModel):
    """Lines, each followed by its reason where it has one."""

    corrected = Signal(int, str, str)

    def __init__(self) -> None:
        super().__init__()
        self.fields: tuple[FieldSpec, ...] = ()
        self.shown: list[_Shown] = []

    def show_lines(self, fields: Sequence[FieldSpec], lines: Sequence[LazyLine]) -> None:
        """Replace columns and rows."""
        self.beginResetModel()
        self.fields = tuple(fields)
        self.shown = []
        for line in lines:
            self.shown.append(_Shown(line, is_reason=False))
            if line.has_reason:
                self.shown.append(_Shown(line, is_reason=True))
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

    def _text(self, shown: _Shown, column: int) -> str:
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
        self.setItemDelegate(_CheckDelegate(self))
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
        self.verticalHeader().setDefaultSectionSize(theme.px(_ROW))
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.check.corrected.connect(self.corrected)
        self.clicked.connect(self._edit_wrong)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.horizontalScrollBar().valueChanged.connect(lambda _x: self.viewport().update())

    def show_lines(
        self, fields: Sequence[FieldSpec], lines: Sequence[LazyLine], *, key_column: int = 0
    ) -> None:
        """Replace everything; the current cell stays where it was, if it still is there.

        ``key_column`` counts among the fields: its texts wrap where they do not fit.
        """
        self.key_column = key_column
        kept = self._current_name()
        top = self.verticalScrollBar().value()
        columns = tuple(fields) != self.check.fields
        self.clearSpans()
        self.check.show_lines(fields, lines)
        last = self.check.columnCount()
        for number, shown in enumerate(self.check.shown):
            if shown.is_reason and last > 2:
                self.setSpan(number, 1, 1, last - 1)
        if columns:
            self._fit_columns()
        self._fit_rows()
        self.verticalScrollBar().setValue(top)
        if kept is not None:
            self.select_cell(*kept)

    def select_cell(self, row: int, name: str = "") -> bool:
        """Make a cell current and visible; without a name the row's first field."""
        for number, shown in enumerate(self.check.shown):
            if shown.row == row and not shown.is_reason:
                names = [spec.name for spec in self.check.fields]
                column = FIXED + (names.index(name) if name in names else 0)
                index = self.check.index(number, min(column, self.check.columnCount() - 1))
                self.setCurrentIndex(index)
                self.scrollTo(index)
                return True
        return False

    def first_wrong(self) -> bool:
        """Make the first wrong cell current."""
        for shown in self.check.shown:
            # Only rows with a reason can be wrong, so the others need not be put into words.
            if shown.is_reason and shown.line.wrong:
                return self.select_cell(shown.row, self.check.fields[min(shown.line.wrong)].name)
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()
        self._fit_rows()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "check"):
            self.verticalHeader().setDefaultSectionSize(theme.px(_ROW))
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
        return max(content + 8, heading) + 2 * _PAD

    def _scrolled(self) -> None:
        if len(self.check.shown) > ALL_FITTED:
            self._fit_rows()

    def _fit_rows(self) -> None:
        """Give a reason or a long name the lines that it needs, everything else one.

        In a long list only the rows in sight are measured.
        """
        if len(self.check.shown) <= ALL_FITTED:
            self._fit(range(len(self.check.shown)))
            return
        first = max(0, self.rowAt(0))
        self._fit(range(first, min(first + IN_SIGHT, len(self.check.shown))))

    def _fit(self, rows: range) -> None:
        small = QFontMetrics(theme.font("small"))
        room = max(120, self.viewport().width() - self.columnWidth(0) - 2 * _PAD)
        width = self.columnWidth(FIXED + self.key_column) - 2 * _PAD
        for number in rows:
            shown = self.check.shown[number]
            height = theme.px(_ROW)
            if shown.is_reason:
                lines = _height(small, room, shown.line.reason)
                height = max(theme.px(_REASON), lines + 4)
            elif self.key_column < len(shown.line.cells):
                text = shown.line.cells[self.key_column]
                if self._metrics.horizontalAdvance(text) > width:
                    height = max(height, _height(self._metrics, width, text) + 6)
            if self.rowHeight(number) != height:
                self.setRowHeight(number, height)


def _height(metrics: QFontMetrics, width: int, text: str) -> int:
    box = QRect(0, 0, width, 10_000)
    return metrics.boundingRect(box, int(Qt.TextFlag.TextWordWrap), text).height()


class _CheckDelegate(QStyledItemDelegate):
    """Paints grounds, badges, wrong cells as fields, reasons; makes the editors."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        shown: _Shown = index.data(LINE_ROLE)
        painter.save()
        rect: QRect = option.rect
        refused = shown.line.mark.tone == "error"
        painter.fillRect(rect, theme.colour("error_ground" if refused else "surface"))
        if shown.is_reason or not shown.line.reason:
            painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.colour("line"))
        if shown.is_reason:
            self._paint_reason(painter, rect, index, shown.line)
        elif index.column() == 1:
            paint_badge(painter, rect.adjusted(_PAD, 0, -2, 0), shown.line.mark)
        else:
            self._paint_cell(painter, option, index, shown.line)
        painter.restore()

    def createEditor(
        self,
        parent: QWidget,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> QWidget:
        model = index.model()
        assert isinstance(model, CheckModel)
        spec = model.fields[index.column() - FIXED]
        name = _("{field}, dòng {row}").format(
            field=_(spec.label), row=model.shown[index.row()].line.row
        )
        if isinstance(spec.type, Choice | Flag):
            box = QComboBox(parent)
            for label, raw in _offers(spec):
                box.addItem(label, raw)
            box.setAccessibleName(name)
            box.setProperty("dense", "true")
            box.activated.connect(lambda _number: self._take(box))
            QTimer.singleShot(0, box, box.showPopup)
            return box
        line = QLineEdit(parent)
        line.setProperty("dense", "true")
        line.setProperty("issue", "error")
        line.setPlaceholderText(model.shown[index.row()].line.hints.get(index.column() - FIXED, ""))
        line.setAccessibleName(name)
        return line

    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        raw = str(index.data(Qt.ItemDataRole.EditRole) or "")
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(0, editor.findText(str(index.data() or ""))))
        elif isinstance(editor, QLineEdit):
            editor.setText(raw)

    def setModelData(
        self,
        editor: QWidget,
        model: QAbstractItemModel,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentData())
        elif isinstance(editor, QLineEdit):
            model.setData(index, editor.text().strip())

    def updateEditorGeometry(
        self,
        editor: QWidget,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        rect = QRect(option.rect)
        rect.setWidth(max(rect.width(), theme.px(110)))
        editor.setGeometry(rect.adjusted(1, 0, -1, 0))

    def _take(self, box: QComboBox) -> None:
        self.commitData.emit(box)
        self.closeEditor.emit(box)

    def _paint_reason(
        self,
        painter: QPainter,
        rect: QRect,
        index: QModelIndex | QPersistentModelIndex,
        line: CheckLine,
    ) -> None:
        if index.column() == 0:
            return
        view = self.parent()
        if isinstance(view, QTableView):
            # The reason stays in sight, however far the columns are scrolled.
            left = max(rect.left(), 0)
            rect = QRect(left, rect.top(), view.viewport().width() - left, rect.height())
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour(line.tone))
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop
        painter.drawText(rect.adjusted(_PAD, 0, -_PAD, 0), int(flags), line.reason)

    def _paint_cell(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
        line: CheckLine,
    ) -> None:
        rect: QRect = option.rect
        column = index.column() - FIXED
        text = str(index.data() or "")
        current = bool(option.state & QStyle.StateFlag.State_Selected)
        if column in line.wrong:
            self._paint_field(painter, rect, text, line.hints.get(column, ""))
        else:
            if current:
                painter.fillRect(rect, theme.colour("selection"))
            painter.setFont(theme.font("strong" if column in line.changed else "base"))
            painter.setPen(theme.colour("text" if column >= 0 else "text2"))
            side = Qt.AlignmentFlag.AlignRight if column < 0 else Qt.AlignmentFlag.AlignLeft
            area = rect.adjusted(_PAD, 0, -_PAD, 0)
            flags = int(side | Qt.AlignmentFlag.AlignVCenter)
            text = " ".join(text.split())
            if rect.height() > theme.px(_ROW):
                painter.drawText(area, flags | int(Qt.TextFlag.TextWordWrap), text)
            else:
                end = Qt.TextElideMode.ElideRight
                painter.drawText(
                    area, flags, painter.fontMetrics().elidedText(text, end, area.width())
                )
        if current and option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(1, 1, -1, -1))

    def _paint_field(self, painter: QPainter, rect: QRect, text: str, hint: str) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(rect).adjusted(1.5, 1.5, -1.5, -2.5)
        painter.setPen(QPen(theme.colour("error"), 1))
        painter.setBrush(theme.colour("surface"))
        painter.drawRoundedRect(box, 3, 3)
        painter.fillRect(QRectF(box.left(), box.top(), 3, box.height()), theme.colour("error"))
        painter.setFont(theme.font())
        painter.setPen(theme.colour("text" if text else "muted"))
        area = rect.adjusted(_PAD + 3, 0, -_PAD, 0)
        words = painter.fontMetrics().elidedText(
            text or hint, Qt.TextElideMode.ElideRight, area.width()
        )
        painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter), words)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)


def _offers(spec: FieldSpec) -> list[tuple[str, str]]:
    """What a choice cell offers: words and what is typed for them."""
    kind = spec.type
    if isinstance(kind, Choice):
        return [("", ""), *((_(o.label), o.label) for o in kind.options)]
    return [(_("Không"), ""), (_("Có"), "x")]
