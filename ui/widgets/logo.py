"""The sign of the program: DV on a rounded square, drawn in the accent colour at any size."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPixmap

from ui import theme


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
