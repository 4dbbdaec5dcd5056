"""How the rows of an import are painted, and the editors in their wrong cells."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    Qt,
    QTimer,
)
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import (
    QComboBox,
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
from ui.widgets.badge import paint_badge
from ui.widgets.import_lines import FIXED, LINE_ROLE, CheckLine, CheckModel, Shown

ROW, REASON = 24, 20
"""Heights of a row and of a reason of one line at 100 %."""


PAD = 5


class CheckDelegate(QStyledItemDelegate):
    """Paints grounds, badges, wrong cells as fields, reasons; makes the editors."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        shown: Shown = index.data(LINE_ROLE)
        painter.save()
        rect: QRect = option.rect
        refused = shown.line.mark.tone == "error"
        painter.fillRect(rect, theme.colour("error_ground" if refused else "surface"))
        if shown.is_reason or not shown.line.reason:
            painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.colour("line"))
        if shown.is_reason:
            self._paint_reason(painter, rect, index, shown.line)
        elif index.column() == 1:
            paint_badge(painter, rect.adjusted(PAD, 0, -2, 0), shown.line.mark)
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
        painter.drawText(rect.adjusted(PAD, 0, -PAD, 0), int(flags), line.reason)

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
            area = rect.adjusted(PAD, 0, -PAD, 0)
            flags = int(side | Qt.AlignmentFlag.AlignVCenter)
            text = " ".join(text.split())
            if rect.height() > theme.px(ROW):
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
        area = rect.adjusted(PAD + 3, 0, -PAD, 0)
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
