"""Asks to turn the printed stack, for printers that cannot print both sides by themselves."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from danvan_desktop.documents.print_plan import Stack
from danvan_desktop.i18n import _
from ui import theme
from ui.widgets.buttons import Button
from ui.widgets.labels import label

_SHEETS = 4


def ask_to_turn(sheets: int, stack: Stack, parent: QWidget) -> bool:
    """Tell how the stack goes back into the tray; True when the backs may be printed."""
    return bool(TurnDialog(sheets, stack, parent).exec())


class TurnDialog(QDialog):
    """A picture and a sentence; Enter prints the backs, Esc leaves them."""

    def __init__(self, sheets: int, stack: Stack, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Lật giấy để in mặt sau"))
        self.setMinimumWidth(theme.px(480))
        first = stack is Stack.FIRST
        top = _("tờ đầu tiên") if first else _("tờ cuối cùng")
        lines = (
            _("1. Chờ máy in xong, lấy cả {n} tờ ra, giữ đúng thứ tự.").format(n=sheets),
            _("2. Đặt lại vào khay để máy in lên mặt còn trắng, đầu trang hướng như cũ."),
            _("3. {sheet} nằm trên cùng chồng giấy.").format(sheet=top[:1].upper() + top[1:]),
        )
        self.go = Button(_("In mặt sau"), "print", kind="primary", on_click=self.accept)
        self.go.setDefault(True)
        words = QVBoxLayout()
        words.setSpacing(theme.px(8))
        words.addWidget(label(_("Đã in xong mặt trước"), "card_title"))
        for line in lines:
            words.addWidget(label(line, wrap=True))
        told = _("Máy in giấy ra sai thứ tự: đổi “Đặt lại giấy” trong hộp in.")
        words.addWidget(label(told, "help", wrap=True))
        words.addStretch(1)
        middle = QHBoxLayout()
        middle.setSpacing(theme.px(16))
        middle.addWidget(StackPicture(1 if first else sheets, self))
        middle.addLayout(words, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(Button(_("Không in mặt sau"), on_click=self.reject))
        foot.addWidget(self.go)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(theme.px(12))
        column.addLayout(middle)
        column.addLayout(foot)
        self.go.setFocus()


class StackPicture(QWidget):
    """A stack of sheets that is turned over, the number of the uppermost sheet on it."""

    def __init__(self, top: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._top = top
        self.setAccessibleName(_("Hình: chồng giấy lật lại, tờ {n} trên cùng").format(n=top))
        self.setMinimumSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        return QSize(theme.px(150), theme.px(150))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        size = float(min(self.width(), self.height()))
        painter.setPen(QPen(theme.colour("text2"), 1.5))
        for number in range(_SHEETS):
            lift = number * size * 0.045
            painter.setBrush(theme.colour("surface"))
            painter.drawPolygon(_sheet(size, lift))
        painter.setFont(theme.font("record_title"))
        place = QRectF(size * 0.3, size * 0.5, size * 0.4, size * 0.2)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, str(self._top))
        painter.setPen(QPen(theme.colour("accent"), 2.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        arc = QRectF(size * 0.2, size * 0.08, size * 0.6, size * 0.5)
        painter.drawArc(arc, 20 * 16, 140 * 16)
        tip = QPointF(size * 0.79, size * 0.26)
        painter.setBrush(theme.colour("accent"))
        painter.drawPolygon(
            QPolygonF([tip + QPointF(-6, -6), tip + QPointF(6, -4), tip + QPointF(1, 8)])
        )


def _sheet(size: float, lift: float) -> QPolygonF:
    corners = ((0.25, 0.48), (0.9, 0.48), (0.75, 0.85), (0.1, 0.85))
    return QPolygonF([QPointF(x * size, y * size - lift) for x, y in corners])
