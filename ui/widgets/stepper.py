"""Where one stands: the steps of a wizard, the path of a paper, the path of a bundle.

Done is a tick in success, present is accent and bold, later is a muted ring; the words are
always there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from danvan_desktop.i18n import _
from ui import icons, theme


@dataclass(frozen=True, slots=True)
class Step:
    """A step: its words, and a second line ("07/7 16:58") where the strip shows one.

    ``done`` marks a step of a strip that was reached though one before it was not; ``skipped`` one
    of a path that was passed over.
    """

    label: str
    detail: str = ""
    done: bool = False
    skipped: bool = False


class _Steps(QWidget):
    """What the three forms share: steps, the present one, a name for reading aloud."""

    def __init__(self, steps: Sequence[Step] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps = tuple(steps)
        self._present = 0
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_steps(self, steps: Sequence[Step], present: int) -> None:
        """Show steps; ``present`` counts from 0, ``len(steps)`` means that all are done."""
        self._steps, self._present = tuple(steps), present
        if present < len(self._steps):
            self.setAccessibleName(
                _("Bước {n} trên {total}: {name}").format(
                    n=present + 1, total=len(self._steps), name=self._steps[present].label
                )
            )
        else:
            self.setAccessibleName(_("Đã xong mọi bước"))
        self.updateGeometry()
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def _role(self, index: int) -> str:
        return "strong" if index == self._present else "base"

    def _width(self, index: int) -> int:
        metrics = QFontMetrics(theme.font(self._role(index)))
        return metrics.horizontalAdvance(self._steps[index].label)

    def _text_colour(self, index: int) -> str:
        if index == self._present:
            return "text"
        if self._steps[index].skipped:
            return "muted"
        return "text2" if index < self._present else "muted"


class Stepper(_Steps):
    """Numbered circles with words, in a row or (``vertical``) as a column of a wizard."""

    def __init__(
        self,
        steps: Sequence[Step] = (),
        parent: QWidget | None = None,
        *,
        vertical: bool = False,
    ) -> None:
        super().__init__(steps, parent)
        self._vertical = vertical

    def sizeHint(self) -> QSize:
        widths = [self._width(i) + theme.px(28) for i in range(len(self._steps))]
        if self._vertical:
            return QSize(max(widths, default=0), theme.px(34) * len(widths))
        return QSize(sum(widths) + 14 * max(0, len(widths) - 1), theme.px(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, top, edge = 0, 0, theme.px(20)
        for index, step in enumerate(self._steps):
            height = theme.px(34) if self._vertical else self.height()
            circle = QRect(left, top + (height - edge) // 2, edge, edge)
            _draw_circle(painter, circle, index, self._present)
            painter.setFont(theme.font(self._role(index)))
            painter.setPen(theme.colour(self._text_colour(index)))
            words = QRect(circle.right() + theme.px(8), top, self._width(index) + 4, height)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, step.label)
            if self._vertical:
                top += height
            else:
                left = words.right() + 14 - 4


class StatePath(_Steps):
    """Small dots with words: Nháp → Trình chủ trì → Đã thông qua → Đã ký → Khóa.

    Where the room is short the steps farthest from the present one keep only their dot; the whole
    path is the tool tip.
    """

    def sizeHint(self) -> QSize:
        widths = [self._width(i) + theme.px(16) + 12 for i in range(len(self._steps))]
        return QSize(sum(widths), theme.px(24))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(24), theme.px(24))

    def show_steps(self, steps: Sequence[Step], present: int) -> None:
        super().show_steps(steps, present)
        words = (_("{step} (bỏ qua)").format(step=s.label) if s.skipped else s.label for s in steps)
        self.setToolTip(" → ".join(words))

    def spelled(self) -> frozenset[int]:
        """Give the steps whose words have room, by their place."""
        room = self.width() - len(self._steps) * (theme.px(16) + 12)
        found: set[int] = set()
        near = sorted(range(len(self._steps)), key=lambda n: (abs(n - self._present), -n))
        for index in near:
            room -= self._width(index)
            if found and room < 0:
                break
            found.add(index)
        return frozenset(found)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, edge = 0, theme.px(10)
        spelled = self.spelled()
        for index, step in enumerate(self._steps):
            spot = QRect(left, (self.height() - edge) // 2, edge, edge)
            _draw_dot(painter, spot, index, self._present, skipped=step.skipped)
            if index not in spelled:
                left = spot.right() + 12
                continue
            painter.setFont(theme.font(self._role(index)))
            painter.setPen(theme.colour(self._text_colour(index)))
            words = QRect(spot.right() + theme.px(6), 0, self._width(index) + 2, self.height())
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, step.label)
            left = words.right() + 12


class PathStrip(_Steps):
    """A strip of cells 52 high with two lines each: the path of a bundle to its receipt."""

    def sizeHint(self) -> QSize:
        return QSize(theme.px(120) * max(1, len(self._steps)), theme.px(52))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.setBrush(theme.colour("surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        if not self._steps:
            return
        width = self.width() / len(self._steps)
        for index in range(len(self._steps)):
            cell = QRect(round(index * width), 1, round(width), self.height() - 2)
            self._draw_cell(painter, cell, index)

    def _draw_cell(self, painter: QPainter, cell: QRect, index: int) -> None:
        if index == self._present:
            painter.fillRect(cell.adjusted(1, 0, -1, 0), theme.colour("soft"))
        if index:
            painter.fillRect(cell.left(), cell.top(), 1, cell.height(), theme.colour("line"))
        edge = theme.px(22)
        spot = QRect(cell.left() + 14, cell.center().y() - edge // 2, edge, edge)
        step = self._steps[index]
        reached = index + 1 if step.done else self._present
        _draw_circle(painter, spot, index, reached, clock=True)
        left = spot.right() + 10
        half = cell.height() // 2
        upper = QRect(left, cell.top() + 6, cell.right() - left, half - 6)
        if not step.detail:
            upper = QRect(left, cell.top(), cell.right() - left, cell.height())
        painter.setPen(theme.colour("text" if index <= reached else "muted"))
        painter.setFont(theme.font(self._role(index)))
        bottom = Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft
        painter.drawText(
            upper, bottom if step.detail else Qt.AlignmentFlag.AlignVCenter, step.label
        )
        painter.setPen(theme.colour("muted"))
        painter.setFont(theme.font("small"))
        lower = QRect(left, cell.top() + half, cell.right() - left, half - 4)
        painter.drawText(lower, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, step.detail)


def _draw_circle(
    painter: QPainter, rect: QRect, index: int, present: int, *, clock: bool = False
) -> None:
    done, now = index < present, index == present
    line = "success" if done else "accent" if now else "muted"
    ground = "success_ground" if done else "accent" if now else "surface"
    painter.setPen(QPen(theme.colour(line), 1.2))
    painter.setBrush(theme.colour(ground))
    painter.drawEllipse(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5))
    inner = rect.adjusted(4, 4, -4, -4)
    if done:
        icons.paint(painter, inner, "tick", theme.colour("success"))
    elif clock and now:
        icons.paint(painter, inner, "clock", theme.colour("on_accent"))
    else:
        painter.setPen(theme.colour("on_accent" if now else "muted"))
        painter.setFont(theme.font("small_strong"))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, str(index + 1))


def _draw_dot(
    painter: QPainter, rect: QRect, index: int, present: int, *, skipped: bool = False
) -> None:
    if skipped:
        painter.setPen(QPen(theme.colour("muted"), 1.5))
        middle = rect.center().y()
        painter.drawLine(rect.left() + 1, middle, rect.right() - 1, middle)
        return
    if index < present:
        icons.paint(painter, rect.adjusted(-1, -1, 1, 1), "tick", theme.colour("success"))
        return
    now = index == present
    painter.setPen(QPen(theme.colour("accent" if now else "muted"), 1.5))
    painter.setBrush(theme.colour("accent") if now else Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QRectF(rect).adjusted(1, 1, -1, -1))
