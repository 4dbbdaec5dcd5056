"""Search boxes: one that filters this page (Ctrl+F), one that opens the palette (Ctrl+K)."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QSizePolicy, QWidget

from danvan_desktop.i18n import _
from ui import icons, theme

WAIT_MS = 250
"""How long the hands must rest before a search starts: UniKey sends Backspace, then letters."""


class SearchBox(QLineEdit):
    """A field with a magnifier; ``searched`` comes 250 ms after the last key, at once for Enter."""

    searched = Signal(str)

    def __init__(self, placeholder: str, keys: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = keys
        self._last = ""
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setClearButtonEnabled(False)
        self._fit()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT_MS)
        self._timer.timeout.connect(self._search)
        self.textChanged.connect(lambda _text: self._timer.start())
        self.returnPressed.connect(self._search)

    def sizeHint(self) -> QSize:
        words = self.fontMetrics().horizontalAdvance(self.placeholderText())
        keys = theme.px(52) if self._keys else 0
        return QSize(max(theme.px(244), words + theme.px(46) + keys), super().sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            self._search()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._fit()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        _draw_glass(painter, self.rect())
        if self._keys and not self.text() and self.textMargins().right():
            _draw_keys(painter, self.rect(), self._keys)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Give the room at the right to the key only where the placeholder keeps its own."""
        enough = bool(self._keys) and self.width() >= self.sizeHint().width()
        self.setTextMargins(theme.px(20), 0, theme.px(44) if enough else 0, 0)

    def _search(self) -> None:
        self._timer.stop()
        if self.text() != self._last:
            self._last = self.text()
            self.searched.emit(self._last)


class SearchButton(QAbstractButton):
    """Looks like a search field; a click or a letter opens the palette (``typed`` gives it)."""

    typed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(_("Tìm mọi thứ, không cần dấu"))
        self.setAccessibleName(_("Tìm mọi thứ (Ctrl+K)"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda: self.typed.emit(""))

    def sizeHint(self) -> QSize:
        words = QFontMetrics(theme.font()).horizontalAdvance(self.text())
        return QSize(max(theme.px(244), words + theme.px(90)), theme.px(28))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(34), theme.px(28))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().strip() and event.text().isprintable():
            self.typed.emit(event.text())
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("border"), 1))
        painter.setBrush(theme.colour("raised" if self.underMouse() else "surface"))
        area = self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(area, 4, 4)
        _draw_glass(painter, self.rect())
        if self.width() < theme.px(90):
            return  # no room for words: the magnifier alone
        keys_width = _draw_keys(painter, self.rect(), "Ctrl+K")
        left = theme.px(28)
        room = self.width() - left - keys_width - 16
        if room >= QFontMetrics(theme.font()).horizontalAdvance(self.text()):
            painter.setPen(theme.colour("muted"))
            painter.setFont(theme.font())
            words = QRect(left, 0, room, self.height())
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())


def _draw_glass(painter: QPainter, rect: QRect) -> None:
    edge = theme.px(14)
    spot = QRect(9, (rect.height() - edge) // 2, edge, edge)
    icons.paint(painter, spot, "search", theme.colour("text2"))


def _draw_keys(painter: QPainter, rect: QRect, keys: str) -> int:
    painter.setFont(theme.font("small"))
    painter.setPen(theme.colour("muted"))
    area = rect.adjusted(0, 0, -9, 0)
    painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, keys)
    return painter.fontMetrics().horizontalAdvance(keys)
