"""Rows of the list of findings: what they hold, how high they are, how they are painted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetrics, QPainter, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import (
    QStyle,
    QStyledItemDelegate,
    QStyleOptionButton,
    QStyleOptionViewItem,
    QTreeWidget,
)

from danvan_desktop.errors import Issue, Severity
from danvan_desktop.i18n import _
from danvan_desktop.indicators.rule_names import rule_name
from ui import icons, theme
from ui.widgets.badge import Mark, badge_size, paint_badge

LINE_ROLE = Qt.ItemDataRole.UserRole + 7
"""Item data role of the ``CheckLine`` (or of a group's title, a text)."""

_PAD, _GAP = 8, 8
_LOOKS = {
    Severity.ERROR: ("error", "error"),
    Severity.WARNING: ("warning", "warning"),
    Severity.NOTE: ("note", "accent"),
}
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class CheckLine:
    """A finding with the reason in words ("" for none) and whether one may be given."""

    issue: Issue
    group: str
    reason: str = ""
    asks: bool = False

    @property
    def words(self) -> str:
        """The finding and its remedy."""
        return " ".join(part for part in (self.issue.message, self.issue.remedy) if part)


class LineDelegate(QStyledItemDelegate):
    """Paints tick, icon, rule, sentence with its remedy, the reason below, the link at the right.

    ``ticks`` keeps room at the left for the ticks of rows that can be chosen together.
    """

    ticks = False

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        view = self.parent()
        assert isinstance(view, QTreeWidget)
        indent = view.indentation() if index.parent().isValid() else 0
        width = view.viewport().width() - indent
        return QSize(width, self.height(index.data(LINE_ROLE), width))

    def height(self, content: Any, width: int) -> int:
        """Compute the height of a row of a width."""
        if not isinstance(content, CheckLine):
            return theme.px(26)
        layouts = self._texts(content, self._text_width(content, width))
        return max(theme.px(26), ceil(sum(h for _layout, h in layouts)) + theme.px(8))

    def link_rect(self, row: QRect) -> QRect:
        """Give the place of the link within a row."""
        metrics = QFontMetrics(theme.font("base"))
        both = (_reason_words(), _reason_words(given=True))
        wide = max(metrics.horizontalAdvance(words) for words in both) + 2 * _PAD
        return QRect(row.right() - wide, row.top(), wide, theme.px(26))

    def tick_rect(self, row: QRect) -> QRect:
        """Give the place of the tick within a row, with the room around it."""
        return QRect(row.left(), row.top(), self._ticked() + _GAP // 2, theme.px(26))

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """Leave ticks to the list: they show what is chosen."""
        return False

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        content = index.data(LINE_ROLE)
        self.initStyleOption(option, index)
        option.text = ""
        option.features &= ~QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        painter.save()
        self._paint_tick(painter, option, index.data(Qt.ItemDataRole.CheckStateRole))
        if isinstance(content, CheckLine):
            self._paint_line(painter, option.rect, content)
        else:
            self._paint_group(painter, option, str(content), index)
        painter.restore()

    # ------------------------------------------------------------------ private
    def _ticked(self) -> int:
        """Compute what ticks take at the left of every row."""
        return _PAD + theme.px(15) if self.ticks else 0

    def _paint_tick(self, painter: QPainter, option: QStyleOptionViewItem, state: Any) -> None:
        if state is None:
            return
        edge = theme.px(15)
        box = QStyleOptionButton()
        box.rect = QRect(option.rect.left() + _PAD, option.rect.top() + theme.px(5), edge, edge)
        box.state = QStyle.StateFlag.State_Enabled | {
            Qt.CheckState.Checked: QStyle.StateFlag.State_On,
            Qt.CheckState.PartiallyChecked: QStyle.StateFlag.State_NoChange,
        }.get(Qt.CheckState(state), QStyle.StateFlag.State_Off)
        painter.save()
        primitive = QStyle.PrimitiveElement.PE_IndicatorCheckBox
        option.widget.style().drawPrimitive(primitive, box, painter, option.widget)
        painter.restore()

    def _paint_line(self, painter: QPainter, rect: QRect, line: CheckLine) -> None:
        name, role = _LOOKS[line.issue.severity]
        edge, top = theme.px(15), rect.top() + theme.px(4)
        spot = QRect(rect.left() + self._ticked() + _PAD, top + theme.px(1), edge, edge)
        icons.paint(painter, spot, name, theme.colour(role))
        mark = rule_mark(line.issue, role)
        size = badge_size(mark)
        box = QRect(spot.right() + _GAP, top, size.width(), size.height())
        if mark.text:
            paint_badge(painter, box, mark)
        left = rect.left() + self._left(line)
        y = float(top)
        painter.setPen(theme.colour("text"))
        for layout, height in self._texts(line, self._text_width(line, rect.width())):
            layout.draw(painter, QPointF(left, y))
            y += height
        if line.asks:
            font = theme.font("base")
            font.setUnderline(True)
            painter.setFont(font)
            painter.setPen(theme.colour("accent"))
            place = self.link_rect(rect).adjusted(0, 0, -_PAD, 0)
            align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(place, align, _reason_words(given=bool(line.reason)))

    def _paint_group(
        self, painter: QPainter, option: QStyleOptionViewItem, words: str, index: Index
    ) -> None:
        rect, edge = option.rect, theme.px(14)
        view = option.widget
        is_open = isinstance(view, QTreeWidget) and view.isExpanded(
            view.model().index(index.row(), 0)
        )
        left = rect.left() + self._ticked() + _PAD
        spot = QRect(left, rect.top() + (rect.height() - edge) // 2, edge, edge)
        icons.paint(painter, spot, "down" if is_open else "forward", theme.colour("text2"))
        painter.setFont(theme.font("strong"))
        painter.setPen(theme.colour("text"))
        place = rect.adjusted(left - rect.left() + edge + _GAP, 0, -_PAD, 0)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, words)

    def _left(self, line: CheckLine) -> int:
        mark = rule_mark(line.issue, "neutral")
        rule = badge_size(mark).width() + _GAP if mark.text else 0
        return self._ticked() + _PAD + theme.px(15) + _GAP + rule

    def _text_width(self, line: CheckLine, width: int) -> int:
        link = self.link_rect(QRect(0, 0, width, 1)).width() + _GAP if line.asks else _PAD
        return max(theme.px(120), width - self._left(line) - link)

    def _texts(self, line: CheckLine, width: int) -> list[tuple[QTextLayout, float]]:
        """Lay out the sentence with its remedy in a paler colour, then the reason."""
        remedy = (len(line.issue.message) + 1, len(line.issue.remedy))
        found = [_laid_out(line.words, width, {remedy: "muted"})]
        if line.reason:
            found.append(_laid_out(line.reason, width, {(0, len(line.reason)): "success"}))
        return found


def _laid_out(
    text: str, width: int, colours: Mapping[tuple[int, int], str]
) -> tuple[QTextLayout, float]:
    layout = QTextLayout(text, theme.font("base"))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WordWrap)
    layout.setTextOption(option)
    formats = []
    for (start, length), colour in colours.items():
        part = QTextLayout.FormatRange()
        part.start, part.length = start, length
        paint = QTextCharFormat()
        paint.setForeground(theme.colour(colour))
        part.format = paint
        formats.append(part)
    layout.setFormats(formats)
    layout.beginLayout()
    height = 0.0
    while (row := layout.createLine()).isValid():
        row.setLineWidth(width)
        row.setPosition(QPointF(0, height))
        height += row.height()
    layout.endLayout()
    return layout, height


def rule_mark(issue: Issue, tone: str) -> Mark:
    """Give the badge of a rule with its name; other checks have none."""
    return Mark(rule_name(issue.code), "neutral" if tone == "accent" else tone)


def _reason_words(*, given: bool = False) -> str:
    return _("Sửa lý do…") if given else _("Ghi lý do…")
