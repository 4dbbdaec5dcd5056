"""Badges: a state or a deadline as icon, word and colour, painted the same everywhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from danvan_desktop.i18n import _
from ui import icons, theme

if TYPE_CHECKING:
    from danvan_desktop.schema import State

BADGE_ROLE = Qt.ItemDataRole.UserRole + 41
"""Item data role under which a model gives the ``Mark`` of a cell."""

_PAD, _GAP = 5, 4


@dataclass(frozen=True, slots=True)
class Mark:
    """What a badge says: words, tone (neutral, accent, success, warning, error), icon or ""."""

    text: str
    tone: str = "neutral"
    icon: str = ""


def state_mark(state: State) -> Mark:
    """Turn a declared state into its badge."""
    return Mark(_(state.label), state.tone, state.icon)


def deadline_mark(days_left: int) -> Mark:
    """Say how near a deadline is: overdue, within 10 days, later."""
    if days_left < 0:
        return Mark(_("Quá {n} ngày").format(n=-days_left), "error")
    if days_left == 0:
        return Mark(_("Hôm nay"), "warning")
    return Mark(_("Còn {n} ngày").format(n=days_left), "warning" if days_left <= 10 else "neutral")


def badge_size(mark: Mark) -> QSize:
    """Compute the room that a badge needs."""
    metrics = QFontMetrics(theme.font("small"))
    icon = theme.px(12) + _GAP if mark.icon else 0
    width = metrics.horizontalAdvance(mark.text) + icon + 2 * _PAD
    return QSize(width, max(theme.px(16), metrics.height()))


def paint_badge(painter: QPainter, rect: QRect, mark: Mark, *, centred: bool = False) -> None:
    """Paint a badge at the left of a rectangle (filling it when ``centred``)."""
    ink, ground = theme.tone(mark.tone)
    size = badge_size(mark)
    top = rect.top() + (rect.height() - size.height()) // 2
    width = rect.width() if centred else min(size.width(), rect.width())
    box = QRect(rect.left(), top, width, size.height())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(QRectF(box), 3, 3)
    left = box.left() + (max(_PAD, (width - size.width()) // 2 + _PAD) if centred else _PAD)
    if mark.icon:
        edge = theme.px(12)
        spot = QRect(left, box.top() + (box.height() - edge) // 2, edge, edge)
        icons.paint(painter, spot, mark.icon, ink)
        left += edge + _GAP
    painter.setPen(ink)
    painter.setFont(theme.font("small"))
    text = QRect(left, box.top(), box.right() - left + 1, box.height())
    painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, mark.text)
    painter.restore()


class Badge(QWidget):
    """A badge as a widget, for headers and cards."""

    def __init__(self, mark: Mark | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark = mark or Mark("")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_mark(self._mark)

    def show_mark(self, mark: Mark) -> None:
        """Show another mark; an empty text hides the badge."""
        self._mark = mark
        self.setAccessibleName(mark.text)
        self.setVisible(bool(mark.text))
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """Return the words of the badge."""
        return self._mark.text

    def sizeHint(self) -> QSize:
        return badge_size(self._mark)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_badge(QPainter(self), self.rect(), self._mark)


class BadgeDelegate(QStyledItemDelegate):
    """Paints the ``Mark`` that the model gives under ``BADGE_ROLE``; other cells as usual."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        mark = index.data(BADGE_ROLE)
        if not isinstance(mark, Mark):
            super().paint(painter, option, index)
            return
        self.initStyleOption(option, index)
        option.text = ""
        style = option.widget.style()
        style.drawControl(style.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        paint_badge(painter, option.rect.adjusted(5, 0, -2, 0), mark)

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        mark = index.data(BADGE_ROLE)
        if not isinstance(mark, Mark):
            return super().sizeHint(option, index)
        return badge_size(mark) + QSize(10, 4)
