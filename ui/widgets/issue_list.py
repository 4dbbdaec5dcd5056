"""Everything that is wrong with a form, in one list: place, fault, what follows from it.

A click, Enter or F8 goes to the field. Colour never speaks alone: each line begins with its icon
and the counts stand over the list in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QTextDocument
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from danvan_desktop.errors import Issue, Severity
from danvan_desktop.i18n import _
from ui import icons, theme
from ui.widgets.badge import Badge, Mark
from ui.widgets.labels import label
from ui.widgets.pane_list import PaneList
from ui.widgets.panel import Line, Panel

LINE_ROLE = Qt.ItemDataRole.UserRole + 1
ICONS = {
    Severity.ERROR: ("error", "error"),
    Severity.WARNING: ("warning", "warning"),
    Severity.NOTE: ("note", "accent"),
}


@dataclass(frozen=True, slots=True)
class IssueLine:
    """An issue as the list shows it: bold place, sentence, and a second line in small type."""

    issue: Issue
    place: str
    text: str
    second: str = ""


class IssueList(Panel):
    """The pane "Cần xem lại"; ``chosen`` gives the Issue to go to."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, lines="left")
        self._listed: tuple[IssueLine, ...] = ()
        self.errors_badge = Badge(parent=self)
        self.warnings_badge = Badge(parent=self)
        self.list = PaneList(_("Cần xem lại"), self)
        self.list.setItemDelegate(_LineDelegate(self.list))
        self.list.itemClicked.connect(self._choose)
        self.list.itemActivated.connect(self._choose)
        self._hint = label("", "help", wrap=True, parent=self)
        head = QHBoxLayout()
        head.setContentsMargins(12, 10, 12, 10)
        head.setSpacing(8)
        head.addWidget(label(_("Cần xem lại"), "card_title", parent=self))
        head.addWidget(self.errors_badge)
        head.addWidget(self.warnings_badge)
        head.addStretch(1)
        hint = QHBoxLayout()
        hint.setContentsMargins(12, 8, 12, 8)
        hint.addWidget(self._hint)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(Line(self))
        layout.addWidget(self.list, 1)
        layout.addLayout(hint)
        self.show_lines(())

    @property
    def lines(self) -> tuple[IssueLine, ...]:
        """What is listed, worst first."""
        return self._listed

    def show_lines(self, lines: Sequence[IssueLine]) -> None:
        """List issues, worst first; the line that was current stays current."""
        order = (Severity.ERROR, Severity.WARNING, Severity.NOTE)
        self._listed = tuple(sorted(lines, key=lambda line: order.index(line.issue.severity)))
        current = self.list.currentRow()
        self.list.clear()
        for line in self._listed:
            item = QListWidgetItem(f"{line.place}: {line.text}" if line.place else line.text)
            item.setData(LINE_ROLE, line)
            item.setToolTip(line.issue.remedy)
            self.list.addItem(item)
        self.list.setCurrentRow(min(current, self.list.count() - 1))
        errors, warnings = self.counts()
        self.errors_badge.show_mark(Mark(_("{n} lỗi").format(n=errors) if errors else "", "error"))
        words = _("{n} nhắc").format(n=warnings) if warnings else ""
        self.warnings_badge.show_mark(Mark(words, "warning"))
        if self._listed:
            self._hint.setText(
                _("F8 tới lỗi tiếp theo. Cứ gõ UniKey tự nhiên: ô chỉ kiểm tra khi bạn rời ô.")
            )
        else:
            self._hint.setText(_("Không còn gì phải sửa."))

    def counts(self) -> tuple[int, int]:
        """Count errors and warnings."""
        kinds = [line.issue.severity for line in self._listed]
        return kinds.count(Severity.ERROR), kinds.count(Severity.WARNING)

    def step(self, by: int) -> None:
        """Go to the next (1) or the previous (-1) issue, around the ends."""
        if self._listed:
            row = self.list.currentRow()
            start = -1 if row < 0 and by > 0 else max(row, 0)
            self.list.setCurrentRow((start + by) % len(self._listed))
            self._choose(self.list.currentItem())

    def _choose(self, item: QListWidgetItem) -> None:
        line = item.data(LINE_ROLE)
        if isinstance(line, IssueLine):
            self.chosen.emit(line.issue)


class _LineDelegate(QStyledItemDelegate):
    """Paints icon, bold place, wrapped sentence and the small second line."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        line: IssueLine = index.data(LINE_ROLE)
        rect: QRect = option.rect
        painter.save()
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(rect, theme.colour("soft"))
            painter.fillRect(
                QRect(rect.left(), rect.top(), 3, rect.height()), theme.colour("accent")
            )
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.colour("line"))
        name, role = ICONS[line.issue.severity]
        size = theme.px(14)
        icons.paint(
            painter, QRect(rect.left() + 12, rect.top() + 9, size, size), name, theme.colour(role)
        )
        document = _document(line, rect.width() - self._left())
        painter.translate(rect.left() + self._left(), rect.top() + 6)
        document.drawContents(painter)
        painter.restore()

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        view = self.parent()
        width = view.viewport().width() if isinstance(view, QListWidget) else option.rect.width()
        document = _document(index.data(LINE_ROLE), width - self._left())
        least = QFontMetrics(theme.font()).height() + 14
        return QSize(width, max(least, round(document.size().height()) + 12))

    def _left(self) -> int:
        return 12 + theme.px(14) + 7


def _document(line: IssueLine, width: int) -> QTextDocument:
    tokens = theme.tokens()
    document = QTextDocument()
    document.setDocumentMargin(0)
    document.setDefaultFont(theme.font())
    small = theme.font("small").pointSizeF()
    head = f"<b>{_html(line.place)}</b>: " if line.place else ""
    second = (
        f'<div style="color:{tokens.muted};font-size:{small}pt">{_html(line.second)}</div>'
        if line.second
        else ""
    )
    document.setHtml(f'<div style="color:{tokens.text}">{head}{_html(line.text)}</div>{second}')
    document.setTextWidth(max(80, width - 10))
    return document


def _html(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
