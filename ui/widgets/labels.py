"""Labels with a part to play, and links that the keyboard reaches."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QLabel, QSizePolicy, QWidget

from ui import icons, theme


def label(
    text: str = "", role: str = "base", *, wrap: bool = False, parent: QWidget | None = None
) -> QLabel:
    """Make a plain-text label of a role of ``theme.ROLES``."""
    result = QLabel(text, parent)
    result.setTextFormat(Qt.TextFormat.PlainText)
    result.setWordWrap(wrap)
    theme.set_role(result, role)
    return result


class IconLabel(QWidget):
    """An icon in a colour token, as wide as it is high; for reading aloud it may have a name."""

    def __init__(
        self, name: str, role: str = "text2", *, size: int = 16, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._role = role
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_icon(self, name: str, role: str) -> None:
        """Show another icon or colour."""
        self._name, self._role = name, role
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(self._size), theme.px(self._size))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        icons.paint(QPainter(self), self.rect(), self._name, theme.colour(self._role))


class Link(QAbstractButton):
    """An underlined text in the accent colour: goes somewhere, changes nothing."""

    def __init__(
        self, text: str, parent: QWidget | None = None, *, role: str = "base", tone: str = "accent"
    ) -> None:
        super().__init__(parent)
        self._role = role
        self._tone = tone
        self.setText(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def sizeHint(self) -> QSize:
        metrics = self._metrics()
        return QSize(metrics[0] + 4, metrics[1] + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self._font())
        over = self.underMouse() and self._tone == "accent"
        name = "accent_hover" if over else self._tone
        painter.setPen(theme.colour(name if self.isEnabled() else "muted"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())

    def _font(self) -> QFont:
        font = theme.font(self._role)
        font.setUnderline(True)
        return font

    def _metrics(self) -> tuple[int, int]:
        from PySide6.QtGui import QFontMetrics

        metrics = QFontMetrics(self._font())
        return metrics.horizontalAdvance(self.text()), metrics.height()
