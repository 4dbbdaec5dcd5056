"""What the style sheet cannot say: Fusion's indicators, combo boxes and focus redrawn from tokens.

The focus frame of Fusion is dropped here; ``ui/widgets/focus_ring.py`` draws ours around the
control. Paints only; decides no sizes.
"""

from __future__ import annotations

from typing import ClassVar, cast

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import (
    QProxyStyle,
    QStyle,
    QStyleOption,
    QStyleOptionComboBox,
    QStyleOptionComplex,
    QWidget,
)

from ui import theme

State = QStyle.StateFlag
Element = QStyle.PrimitiveElement


class HouseStyle(QProxyStyle):
    """Fusion with our check marks, radio buttons, arrows and combo boxes, and no dotted focus."""

    current: ClassVar[HouseStyle | None] = None

    def __init__(self) -> None:
        super().__init__("Fusion")
        HouseStyle.current = self  # the application owns it; Python must keep it alive, too

    def drawPrimitive(
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        if element == Element.PE_FrameFocusRect:
            return
        draw = _DRAWN.get(element)
        if draw is None:
            super().drawPrimitive(element, option, painter, widget)
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw(painter, option)
        painter.restore()

    def drawComplexControl(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        if control == QStyle.ComplexControl.CC_ComboBox and isinstance(
            option, QStyleOptionComboBox
        ):
            _draw_combo(painter, option, widget)
            return
        super().drawComplexControl(control, option, painter, widget)

    def subControlRect(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        part: QStyle.SubControl,
        widget: QWidget | None = None,
    ) -> QRect:
        if control == QStyle.ComplexControl.CC_ComboBox:
            left, right = _combo_margins(widget)
            if part == QStyle.SubControl.SC_ComboBoxEditField:
                return option.rect.adjusted(left, 1, -right, -1)
        return super().subControlRect(control, option, part, cast(QWidget, widget))

    def sizeFromContents(
        self,
        kind: QStyle.ContentsType,
        option: QStyleOption,
        size: QSize,
        widget: QWidget | None = None,
    ) -> QSize:
        found = super().sizeFromContents(kind, option, size, cast(QWidget, widget))
        if kind == QStyle.ContentsType.CT_ComboBox:
            return QSize(
                max(found.width(), size.width() + sum(_combo_margins(widget)) + 6),
                max(theme.px(22 if _is_dense(widget) else 28), size.height() + 2),
            )
        return found


def _combo_margins(widget: QWidget | None) -> tuple[int, int]:
    return (3, 16) if _is_dense(widget) else (7, 22)


def _is_dense(widget: QWidget | None) -> bool:
    return widget is not None and widget.property("dense") in (True, "true")


def _draw_combo(painter: QPainter, option: QStyleOptionComboBox, widget: QWidget | None) -> None:
    enabled = bool(option.state & State.State_Enabled)
    issue = str(widget.property("issue") or "") if widget else ""
    line = theme.colour(issue if issue in ("error", "warning") else "border")
    if widget is not None and widget.property("active") in (True, "true"):
        line = theme.colour("accent")
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(line if enabled else theme.colour("line"), 1))
    painter.setBrush(theme.colour("surface" if enabled else "neutral"))
    rect = QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5)
    painter.drawRoundedRect(rect, 4, 4)
    if issue:
        painter.fillRect(
            QRectF(option.rect.left() + 1, option.rect.top() + 2, 2, rect.height() - 3), line
        )
    right = option.rect.right() - (8 if _combo_margins(widget)[0] == 3 else 12)
    _chevron(painter, QPointF(right, option.rect.center().y() + 1), theme.colour("text2"))
    painter.restore()


def _check_box(painter: QPainter, option: QStyleOption) -> None:
    box = _square(option.rect, 14)
    on = bool(option.state & State.State_On)
    partly = bool(option.state & State.State_NoChange)
    enabled = bool(option.state & State.State_Enabled)
    painter.setPen(QPen(_indicator_line(on or partly, enabled), 1.2))
    painter.setBrush(_indicator_fill(on or partly, enabled))
    painter.drawRoundedRect(box, 3, 3)
    if not (on or partly):
        return
    painter.setPen(_mark_pen(theme.colour("on_accent" if enabled else "muted")))
    x, y, w = box.left(), box.top(), box.width()
    if partly:
        painter.drawLine(QPointF(x + w * 0.25, y + w / 2), QPointF(x + w * 0.75, y + w / 2))
    else:
        painter.drawPolyline(
            [
                QPointF(x + w * 0.22, y + w * 0.52),
                QPointF(x + w * 0.42, y + w * 0.72),
                QPointF(x + w * 0.78, y + w * 0.30),
            ]
        )


def _radio(painter: QPainter, option: QStyleOption) -> None:
    box = _square(option.rect, 15)
    on = bool(option.state & State.State_On)
    enabled = bool(option.state & State.State_Enabled)
    painter.setPen(QPen(_indicator_line(on, enabled), 1.3))
    painter.setBrush(theme.colour("surface" if enabled else "neutral"))
    painter.drawEllipse(box)
    if on:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("accent" if enabled else "muted"))
        painter.drawEllipse(box.adjusted(4, 4, -4, -4))


def _arrow_down(painter: QPainter, option: QStyleOption) -> None:
    _chevron(painter, QRectF(option.rect).center(), _arrow_colour(option))


def _arrow_up(painter: QPainter, option: QStyleOption) -> None:
    _chevron(painter, QRectF(option.rect).center(), _arrow_colour(option), up=True)


def _arrow_colour(option: QStyleOption) -> QColor:
    return theme.colour("text2" if option.state & State.State_Enabled else "muted")


def _chevron(painter: QPainter, at: QPointF, colour: QColor, *, up: bool = False) -> None:
    half, rise = 3.6, -1.8 if up else 1.8
    painter.setPen(_mark_pen(colour))
    painter.drawPolyline(
        [
            QPointF(at.x() - half, at.y() - rise),
            QPointF(at.x(), at.y() + rise),
            QPointF(at.x() + half, at.y() - rise),
        ]
    )


def _mark_pen(colour: QColor) -> QPen:
    pen = QPen(colour, 1.6)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen


def _indicator_line(on: bool, enabled: bool) -> QColor:
    return theme.colour("line" if not enabled else "accent" if on else "border")


def _indicator_fill(on: bool, enabled: bool) -> QColor:
    return theme.colour("neutral" if not enabled else "accent" if on else "surface")


def _square(rect: QRect, edge: float) -> QRectF:
    size = min(edge, rect.width() - 1, rect.height() - 1)
    left = rect.left() + (rect.width() - size) / 2
    return QRectF(left, rect.top() + (rect.height() - size) / 2, size, size)


_DRAWN = {
    Element.PE_IndicatorCheckBox: _check_box,
    Element.PE_IndicatorItemViewItemCheck: _check_box,
    Element.PE_IndicatorRadioButton: _radio,
    Element.PE_IndicatorArrowDown: _arrow_down,
    Element.PE_IndicatorArrowUp: _arrow_up,
    Element.PE_IndicatorSpinDown: _arrow_down,
    Element.PE_IndicatorSpinUp: _arrow_up,
}
