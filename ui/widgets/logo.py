"""The sign of the program: DV on a rounded square, drawn in the accent colour at any size."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QIconEngine, QPainter, QPixmap

from ui import theme


def sign() -> QIcon:
    """Give the sign as an icon that is drawn when the desktop asks for it."""
    return QIcon(_Sign())


class _Sign(QIconEngine):
    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        painter.drawPixmap(rect, logo(min(rect.width(), rect.height())))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return logo(min(size.width(), size.height()))

    def availableSizes(
        self, mode: QIcon.Mode = QIcon.Mode.Normal, state: QIcon.State = QIcon.State.Off
    ) -> list[QSize]:
        return [QSize(edge, edge) for edge in (16, 32, 48, 64, 128)]

    def clone(self) -> QIconEngine:
        return _Sign()


def logo(size: int, ratio: float = 1.0) -> QPixmap:
    """Draw the sign ``size`` logical pixels wide."""
    result = QPixmap(round(size * ratio), round(size * ratio))
    result.setDevicePixelRatio(ratio)
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.LIGHT.accent))
    area = QRectF(0, 0, size, size)
    painter.drawRoundedRect(area, size * 0.18, size * 0.18)
    font = QFont(theme.font("strong"))
    font.setPixelSize(max(6, round(size * 0.46)))
    painter.setFont(font)
    painter.setPen(QColor(theme.LIGHT.on_accent))
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, "DV")
    painter.end()
    return result
