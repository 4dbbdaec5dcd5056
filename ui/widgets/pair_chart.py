"""Figures of this period against the last: horizontal pairs, own scale per row, no judgement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme

ROW = 29
GAP = 8


class Pair(NamedTuple):
    """A row: code, words, both values as numbers and as written, the difference as written."""

    code: str
    label: str
    now: float
    before: float
    now_text: str
    before_text: str
    difference: str = ""


class PairChart(QWidget):
    """This period solid, last period outlined; ``chosen`` gives the code of a row's figure."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pairs: tuple[Pair, ...] = ()
        self._heads = ("", "", "")
        self._legend = ("", "")
        self._focus = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_pairs(
        self, pairs: Sequence[Pair], *, legend: tuple[str, str], heads: tuple[str, str, str]
    ) -> None:
        """Show rows; ``heads`` name the columns now, before and difference."""
        self._pairs, self._legend, self._heads = tuple(pairs), legend, heads
        self._focus = min(self._focus, max(0, len(pairs) - 1))
        lines = [f"{p.label}: {p.now_text}, {p.before_text} {p.difference}" for p in pairs]
        self.setAccessibleName(f"{legend[0]}, {legend[1]}")
        self.setAccessibleDescription(". ".join(lines))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(400), theme.px(ROW) * (len(self._pairs) + 1))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._row_at(event) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        row = self._row_at(event)
        if row is not None:
            self._focus = row
            self.chosen.emit(self._pairs[row].code)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if step and self._pairs:
            self._focus = min(max(self._focus + step, 0), len(self._pairs) - 1)
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._pairs:
            self.chosen.emit(self._pairs[self._focus].code)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        columns = self._columns()
        self._draw_head(painter, columns)
        for index, pair in enumerate(self._pairs):
            top = theme.px(ROW) * (index + 1)
            if self.hasFocus() and index == self._focus:
                painter.fillRect(0, top, self.width(), theme.px(ROW), theme.colour("selection"))
            self._draw_row(painter, columns, pair, top)

    def _columns(self) -> tuple[int, int, int, int, int]:
        """Return the x of the bars and the right edges of bars, now, before and difference."""
        base = QFontMetrics(theme.font("base"))
        strong = QFontMetrics(theme.font("strong"))
        words = max([base.horizontalAdvance(p.label) for p in self._pairs], default=0)
        now = max([strong.horizontalAdvance(p.now_text) for p in self._pairs], default=0)
        before = max([base.horizontalAdvance(p.before_text) for p in self._pairs], default=0)
        last = [base.horizontalAdvance(p.difference) for p in self._pairs]
        last.append(base.horizontalAdvance(self._heads[2]))
        right = self.width()
        before_right = right - max(last) - 2 * GAP
        now_right = before_right - max(before, base.horizontalAdvance(self._heads[1])) - 2 * GAP
        bar_left = words + GAP + 4
        bar_right = now_right - max(now, base.horizontalAdvance(self._heads[0])) - 2 * GAP
        return bar_left, max(bar_left, bar_right), now_right, before_right, right

    def _draw_head(self, painter: QPainter, columns: tuple[int, int, int, int, int]) -> None:
        height = theme.px(ROW)
        painter.setFont(theme.font("small"))
        metrics = painter.fontMetrics()
        left = 0
        for index, words in enumerate(self._legend):
            _draw_bar(painter, QRectF(left, height / 2 - 4, 14, 8), solid=index == 0)
            painter.setPen(theme.colour("text2"))
            width = metrics.horizontalAdvance(words)
            painter.drawText(
                QRect(left + 19, 0, width + 4, height), Qt.AlignmentFlag.AlignVCenter, words
            )
            left += 19 + width + 14
        for right, words in zip(columns[2:], self._heads, strict=True):
            painter.setPen(theme.colour("text2"))
            _draw_right(painter, right, 0, height, words)

    def _draw_row(
        self, painter: QPainter, columns: tuple[int, int, int, int, int], pair: Pair, top: int
    ) -> None:
        height = theme.px(ROW)
        left, bar_right, now_right, before_right, right = columns
        painter.setFont(theme.font("base"))
        painter.setPen(theme.colour("text"))
        words = QRect(0, top, left, height)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, pair.label)
        room, most = bar_right - left, max(pair.now, pair.before, 0.0)
        if most > 0 and room > 8:
            middle = top + height / 2
            thick, thin = theme.px(8), theme.px(6)
            now = QRectF(left, middle - thick + 1, room * max(pair.now, 0) / most, thick)
            before = QRectF(left, middle + 2.5, room * max(pair.before, 0) / most, thin - 1)
            _draw_bar(painter, now, solid=True)
            _draw_bar(painter, before, solid=False)
        painter.setPen(theme.colour("text2"))
        _draw_right(painter, before_right, top, height, pair.before_text)
        painter.setPen(theme.colour("text"))
        _draw_right(painter, right, top, height, pair.difference)
        painter.setFont(theme.font("strong"))
        _draw_right(painter, now_right, top, height, pair.now_text)

    def _row_at(self, event: QMouseEvent) -> int | None:
        row = int(event.position().y()) // theme.px(ROW) - 1
        return row if 0 <= row < len(self._pairs) else None


def _draw_bar(painter: QPainter, area: QRectF, *, solid: bool) -> None:
    if area.width() <= 0:
        return
    painter.setPen(QPen(theme.colour("accent" if solid else "border"), 1))
    painter.setBrush(theme.colour("accent" if solid else "neutral"))
    painter.drawRect(area.adjusted(0.5, 0.5, -0.5, -0.5))


def _draw_right(painter: QPainter, right: int, top: int, height: int, text: str) -> None:
    area = QRect(0, top, right, height)
    painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, text)
