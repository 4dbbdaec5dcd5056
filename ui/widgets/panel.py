"""A plain surface painted from a token, with hairlines where they are asked for.

Bars, cards and strips stand on it, so no style sheet has to be polished for a mere ground.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ui import theme


class Panel(QWidget):
    """A ground (token name) with lines at some edges ("top bottom") or a frame with a radius.

    ``height`` is the least height at 100 % text zoom and grows with it.
    """

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        ground: str = "surface",
        lines: str = "",
        radius: int = 0,
        frame: str = "",
        height: int = 0,
    ) -> None:
        super().__init__(parent)
        self.ground = ground
        self._lines = lines.split()
        self._radius = radius
        self._frame = frame
        self._height = height
        self._grow()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if not self._radius:
            theme.fill(painter, self.rect(), theme.colour(self.ground))
        else:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            line = theme.colour(self._frame) if self._frame else theme.colour(self.ground)
            painter.setPen(QPen(line, 1))
            painter.setBrush(theme.colour(self.ground))
            area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(area, self._radius, self._radius)
        self._draw_lines(painter)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._grow()
        super().changeEvent(event)

    def _draw_lines(self, painter: QPainter) -> None:
        line, r = theme.colour("line"), self.rect()
        for side in self._lines:
            if side == "top":
                theme.fill(painter, QRect(0, 0, r.width(), 1), line)
            elif side == "bottom":
                theme.fill(painter, QRect(0, r.bottom(), r.width(), 1), line)
            elif side == "left":
                theme.fill(painter, QRect(0, 0, 1, r.height()), line)
            elif side == "right":
                theme.fill(painter, QRect(r.right(), 0, 1, r.height()), line)

    def _grow(self) -> None:
        if self._height:
            self.setMinimumHeight(theme.px(self._height))


class Line(QWidget):
    """A horizontal hairline of one device-independent pixel."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme.fill(QPainter(self), self.rect(), theme.colour("line"))
