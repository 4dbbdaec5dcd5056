"""What a check found, as a list that folds: rule, place, remedy, and the reason that was given.

Several findings of one indicator stand under one line. Enter or a click goes to the place, F2 or
the link in a warning's row asks for its reason.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QResizeEvent,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from danvan_desktop.errors import Issue, Severity
from danvan_desktop.i18n import _
from ui import icons, theme
from ui.widgets.badge import Mark, badge_size, paint_badge

LINE_ROLE = Qt.ItemDataRole.UserRole + 7
"""Item data role of the ``CheckLine`` (or of a group's title, a text)."""

FOLDED_FROM = 16
"""With more lines than this the groups begin folded."""

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


class CheckList(QTreeWidget):
    """The list; ``chosen`` goes to an Issue, ``reason_wanted`` asks why it is right."""

    chosen = Signal(object)
    marked = Signal(object)
    """Another Issue is current (None on a group)."""
    reason_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Kết quả soát kỳ"))
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(theme.px(14))
        self.setUniformRowHeights(False)
        self.setFrameShape(QTreeWidget.Shape.NoFrame)
        self.setVerticalScrollMode(QTreeWidget.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self._delegate = _LineDelegate(self)
        self.setItemDelegate(self._delegate)
        self.currentItemChanged.connect(lambda *_: self.marked.emit(self.issue))
        theme.on_changed(self.scheduleDelayedItemsLayout)

    # ------------------------------------------------------------------ properties
    @property
    def issue(self) -> Issue | None:
        """The current Issue."""
        line = self.line
        return line.issue if line is not None else None

    @property
    def line(self) -> CheckLine | None:
        """The current line; None on a group."""
        return _line_of(self.currentItem())

    def lines(self) -> list[CheckLine]:
        """Every line in its order, folded ones too."""
        return [line for item in self._items() if (line := _line_of(item)) is not None]

    # ------------------------------------------------------------------ commands
    def show_lines(self, lines: Sequence[CheckLine]) -> None:
        """Show findings, those of one group together where its first one stands."""
        kept, open_before = self.issue, self._open_groups()
        self.blockSignals(True)
        self.clear()
        groups: dict[str, list[CheckLine]] = {}
        for line in lines:
            groups.setdefault(line.group, []).append(line)
        for name, members in groups.items():
            parent: QTreeWidget | QTreeWidgetItem = self
            if len(members) > 1:
                parent = head = QTreeWidgetItem(self)
                head.setData(0, LINE_ROLE, _("{name}: {n} chỗ").format(name=name, n=len(members)))
                head.setData(0, Qt.ItemDataRole.AccessibleTextRole, head.data(0, LINE_ROLE))
                head.setExpanded(len(lines) < FOLDED_FROM or name in open_before)
                head.setData(0, Qt.ItemDataRole.UserRole, name)
            for line in members:
                self._add(parent, line)
        self.blockSignals(False)
        again = next((i for i in self._items() if kept and _issue_of(i) == kept), None)
        if again is not None:
            self.setCurrentItem(again)
        self.marked.emit(self.issue)

    def step(self, by: int) -> None:
        """Go to the next (1) or previous (-1) finding, over the end to the beginning."""
        items = [item for item in self._items() if _line_of(item) is not None]
        if not items:
            return
        current = self.currentItem()
        at = items.index(current) if current in items else (-1 if by > 0 else 0)
        self.setCurrentItem(items[(at + by) % len(items)])
        self.chosen.emit(self.issue)

    def height_of(self, rows: int) -> int:
        """Compute how high so many rows are, as they stand now."""
        heights: list[int] = []
        for number in range(self.topLevelItemCount()):
            item = self.topLevelItem(number)
            if item is None or len(heights) >= rows:
                break
            heights.append(self._delegate.height(item.data(0, LINE_ROLE), self.viewport().width()))
        return sum(heights)

    # ------------------------------------------------------------------ Qt
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._go()
        elif event.key() == Qt.Key.Key_F2 and self.line is not None and self.line.asks:
            self.reason_wanted.emit(self.issue)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        item = self.itemAt(event.position().toPoint())
        if event.button() is not Qt.MouseButton.LeftButton or item is not self.currentItem():
            return
        line = _line_of(item)
        if item is None:
            return
        if line is not None and line.asks and self._on_link(item, event.position().toPoint()):
            self.reason_wanted.emit(line.issue)
        else:
            self._go()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        over = self.itemAt(event.position().toPoint()) is not None
        shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    # ------------------------------------------------------------------ private
    def _add(self, parent: QTreeWidget | QTreeWidgetItem, line: CheckLine) -> None:
        item = QTreeWidgetItem(parent)
        item.setData(0, LINE_ROLE, line)
        read = f"{line.issue.code}. {line.words} {line.reason}".strip()
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, read)
        item.setToolTip(0, read)

    def _go(self) -> None:
        item = self.currentItem()
        if item is None:
            return
        line = _line_of(item)
        if line is None:
            item.setExpanded(not item.isExpanded())
        else:
            self.chosen.emit(line.issue)

    def _on_link(self, item: QTreeWidgetItem, spot: QPoint) -> bool:
        return self._delegate.link_rect(self.visualItemRect(item)).contains(spot)

    def _items(self) -> list[QTreeWidgetItem]:
        tops = [self.topLevelItem(n) for n in range(self.topLevelItemCount())]
        found: list[QTreeWidgetItem] = []
        for top in tops:
            if top is not None:
                below = (top.child(n) for n in range(top.childCount()))
                found += [top, *(item for item in below if item is not None)]
        return found

    def _open_groups(self) -> set[str]:
        return {
            str(item.data(0, Qt.ItemDataRole.UserRole))
            for item in self._items()
            if item.childCount() and item.isExpanded()
        }


class _LineDelegate(QStyledItemDelegate):
    """Paints icon, rule, sentence with its remedy, the reason below, the link at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        view = self.parent()
        assert isinstance(view, CheckList)
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

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        content = index.data(LINE_ROLE)
        self.initStyleOption(option, index)
        option.text = ""
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        painter.save()
        if isinstance(content, CheckLine):
            self._paint_line(painter, option.rect, content)
        else:
            self._paint_group(painter, option, str(content), index)
        painter.restore()

    # ------------------------------------------------------------------ private
    def _paint_line(self, painter: QPainter, rect: QRect, line: CheckLine) -> None:
        name, role = _LOOKS[line.issue.severity]
        edge, top = theme.px(15), rect.top() + theme.px(4)
        spot = QRect(rect.left() + _PAD, top + theme.px(1), edge, edge)
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
        spot = QRect(rect.left() + _PAD, rect.top() + (rect.height() - edge) // 2, edge, edge)
        icons.paint(painter, spot, "down" if is_open else "forward", theme.colour("text2"))
        painter.setFont(theme.font("strong"))
        painter.setPen(theme.colour("text"))
        place = rect.adjusted(_PAD + edge + _GAP, 0, -_PAD, 0)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, words)

    def _left(self, line: CheckLine) -> int:
        mark = rule_mark(line.issue, "neutral")
        rule = badge_size(mark).width() + _GAP if mark.text else 0
        return _PAD + theme.px(15) + _GAP + rule

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
    """Give the badge of a rule as the office knows it (E12, W5); other checks have none."""
    known = re.fullmatch(r"[EW]\d{1,2}", issue.code) is not None
    return Mark(issue.code if known else "", "neutral" if tone == "accent" else tone)


def _reason_words(*, given: bool = False) -> str:
    return _("Sửa lý do…") if given else _("Ghi lý do…")


def _line_of(item: QTreeWidgetItem | None) -> CheckLine | None:
    found = item.data(0, LINE_ROLE) if item is not None else None
    return found if isinstance(found, CheckLine) else None


def _issue_of(item: QTreeWidgetItem) -> Issue | None:
    line = _line_of(item)
    return line.issue if line is not None else None
