"""A choice as a card: radio mark, bold words and a second line; the whole card can be clicked."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui import theme

_MARK = 16
_TEXT_LEFT = 42


class ChoiceCard(QAbstractButton):
    """One of several exclusive choices (the arrow keys move between the cards of one parent)."""

    def __init__(self, title: str, note: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setText(title)
        self.setAccessibleDescription(note)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._note = note

    def sizeHint(self) -> QSize:
        title = QFontMetrics(theme.font("strong")).horizontalAdvance(self.text())
        note = QFontMetrics(theme.font("small")).horizontalAdvance(self._note)
        return QSize(theme.px(_TEXT_LEFT) + max(title, note) + theme.px(12), theme.px(48))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_frame(painter)
        self._draw_mark(painter)
        self._draw_words(painter)

    def _draw_frame(self, painter: QPainter) -> None:
        area = QRectF(self.rect()).adjusted(2.5, 2.5, -2.5, -2.5)
        painter.setBrush(theme.colour("soft" if self.isChecked() else "surface"))
        painter.setPen(QPen(theme.colour("accent" if self.isChecked() else "line"), 1))
        painter.drawRoundedRect(area, 6, 6)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 7, 7)

    def _draw_mark(self, painter: QPainter) -> None:
        edge = theme.px(_MARK)
        ring = QRectF(theme.px(14), (self.height() - edge) / 2, edge, edge)
        painter.setBrush(theme.colour("surface"))
        name = "accent" if self.isChecked() else "border"
        painter.setPen(QPen(theme.colour(name), 1.5))
        painter.drawEllipse(ring)
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent"))
            painter.drawEllipse(ring.adjusted(4, 4, -4, -4))

    def _draw_words(self, painter: QPainter) -> None:
        left, half = theme.px(_TEXT_LEFT), self.height() // 2
        width = self.width() - left - theme.px(8)
        painter.setFont(theme.font("strong" if self.isChecked() else "base"))
        painter.setPen(theme.colour("text"))
        top = QRect(left, 0, width, half - 1)
        painter.drawText(top, Qt.AlignmentFlag.AlignBottom, self.text())
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text2"))
        bottom = QRect(left, half + 1, width, half - 1)
        painter.drawText(bottom, Qt.AlignmentFlag.AlignTop, self._note)
