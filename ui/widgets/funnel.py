"""The funnel strip: how many records reached each step, each cell also a filter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui import theme
from ui.farewell import delete_later
from ui.widgets.panel import Panel


@dataclass(frozen=True, slots=True)
class FunnelCell:
    """A step: its code, figure and word, and a small note ("75% bước trước", "cùng kỳ 16")."""

    code: str
    figure: str
    label: str
    note: str = ""


class FunnelStrip(Panel):
    """Up to six cells 36 high; ``chosen`` gives the code of a cell, "" when it is chosen again."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, radius=6, frame="line", height=36)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(1, 1, 1, 1)
        self._row.setSpacing(0)
        self._cells: list[_Cell] = []
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_cells(self, cells: Sequence[FunnelCell], active: str = "") -> None:
        """Show figures; ``active`` is the code of the cell that filters now."""
        while len(self._cells) > len(cells):
            delete_later(self._cells.pop())
        while len(self._cells) < len(cells):
            cell = _Cell(first=not self._cells)
            cell.pressed.connect(self._press)
            self._row.addWidget(cell, 1)
            self._cells.append(cell)
        for cell, content in zip(self._cells, cells, strict=True):
            cell.show_content(content, active=content.code == active)

    def _press(self, code: str, active: bool) -> None:
        self.chosen.emit("" if active else code)


class _Cell(QWidget):
    pressed = Signal(str, bool)

    def __init__(self, *, first: bool) -> None:
        super().__init__()
        self._first = first
        self._content = FunnelCell("", "", "")
        self._active = False
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_content(self, content: FunnelCell, *, active: bool) -> None:
        self._content, self._active = content, active
        self.setAccessibleName(f"{content.label}: {content.figure}. {content.note}")
        self.setToolTip(content.note)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        c = self._content
        words = self._width("figure", c.figure) + self._width("base", c.label)
        return QSize(words + self._width("small", c.note) + 56, theme.px(34))

    def minimumSizeHint(self) -> QSize:
        c = self._content
        words = self._width("figure", c.figure) + self._width("base", c.label)
        return QSize(words + 34, theme.px(34))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.pressed.emit(self._content.code, self._active)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.pressed.emit(self._content.code, self._active)
            return
        super().keyPressEvent(event)

    def enterEvent(self, event: QEvent) -> None:
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        r = self.rect()
        if self._active or self.underMouse():
            ground = theme.colour("selection" if self._active else "raised")
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            painter.drawRoundedRect(QRectF(r).adjusted(1, 1, -1, -1), 4, 4)
        if not self._first:
            _notch(painter, r)
        left = 14 if self._first else 18
        c, middle = self._content, Qt.AlignmentFlag.AlignVCenter
        painter.setPen(theme.colour("text"))
        painter.setFont(theme.font("figure"))
        width = self._width("figure", c.figure)
        painter.drawText(QRect(left, 0, width + 2, r.height()), middle, c.figure)
        left += width + 8
        painter.setFont(theme.font("strong" if self._active else "base"))
        width = self._width("strong", c.label)
        painter.drawText(QRect(left, 0, width + 2, r.height()), middle, c.label)
        left += self._width("base", c.label) + 8
        if r.right() - 12 - left >= self._width("small", c.note):
            painter.setPen(theme.colour("muted"))
            painter.setFont(theme.font("small"))
            note = QRect(left, 0, r.right() - 12 - left, r.height())
            painter.drawText(note, middle | Qt.AlignmentFlag.AlignRight, c.note)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(r).adjusted(1, 1, -1, -1), 4, 4)

    def _width(self, role: str, text: str) -> int:
        return QFontMetrics(theme.font(role)).horizontalAdvance(text)


def _notch(painter: QPainter, rect: QRect) -> None:
    line, middle = theme.colour("line"), rect.center().y() + 0.5
    painter.setPen(QPen(line, 1))
    painter.drawLine(QPointF(0.5, 0), QPointF(0.5, middle - 6))
    painter.drawLine(QPointF(0.5, middle + 6), QPointF(0.5, rect.bottom()))
    painter.setPen(QPen(theme.colour("border"), 1))
    painter.drawPolyline([QPointF(0.5, middle - 6), QPointF(6, middle), QPointF(0.5, middle + 6)])
