"""“Soát trước khi nộp”: what would get a report returned, each with the button for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from danvan_desktop.errors import Issue, Severity
from danvan_desktop.i18n import _
from ui import icons, theme
from ui.farewell import delete_later
from ui.widgets.badge import Badge, Mark
from ui.widgets.buttons import Button, equal_widths, icon_button
from ui.widgets.issue_list import ICONS
from ui.widgets.labels import IconLabel, label
from ui.widgets.panel import Line, Panel

VISIBLE_ROWS = 4
ROW = 41
NO_LIMIT = 16_777_215
"""Qt's own largest size of a widget."""


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A line: its Issue, the verb of its button and what the button does (None: no button).

    ``explain`` asks for the reason of a reminder; ``reason`` is the one that is kept already.
    ``look`` opens what the line speaks of, beside the button.
    """

    issue: Issue
    verb: str = ""
    act: Callable[[], None] | None = None
    explain: Callable[[], None] | None = None
    reason: str = ""
    look: Callable[[], None] | None = None


class ReviewPanel(Panel):
    """The pane under the text; ``chosen`` gives the Issue to go to."""

    chosen = Signal(object)
    folded = Signal(bool)
    reasons_wanted = Signal()
    """Several reminders are to be answered with one reason."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, lines="top")
        self.is_folded = False
        self.rows: list[ReviewRow] = []
        self.present = -1
        self.errors = Badge(parent=self)
        self.warnings = Badge(parent=self)
        self.agree = Badge(parent=self)
        self._told = label("", "help", parent=self)
        self._head = head = QHBoxLayout()
        head.setContentsMargins(12, 6, 12, 6)
        head.setSpacing(8)
        head.addWidget(label(_("Soát trước khi nộp"), "card_title", parent=self))
        for badge in (self.errors, self.warnings, self.agree):
            head.addWidget(badge)
        head.addStretch(1)
        self.reasons_button = Button(
            _("Ghi lý do chung…"), kind="quiet", dense=True, on_click=self.reasons_wanted.emit
        )
        self.reasons_button.setToolTip(_("Ghi một lý do cho nhiều lời nhắc"))
        self.reasons_button.hide()
        head.addWidget(self.reasons_button)
        head.addWidget(self._told)
        self.fold_button = icon_button(
            "down",
            _("Thu gọn phần soát"),
            dense=True,
            on_click=lambda: self.fold(not self.is_folded),
        )
        head.addWidget(self.fold_button)
        self._body = QWidget()
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        self._scroll = QScrollArea(self)
        self._scroll.setWidget(self._body)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.viewport().setAutoFillBackground(False)
        self._body.setAutoFillBackground(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 1, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(head)
        self._line = Line(self)
        outer.addWidget(self._line)
        outer.addWidget(self._scroll, 1)
        self.setAccessibleName(_("Soát trước khi nộp"))

    # ------------------------------------------------------------------ commands
    def show_waiting(self) -> None:
        """Say that the check is under way; the lines of before stay."""
        self._told.setText(_("Đang soát…"))

    def show_lines(self, lines: Sequence[ReviewLine], *, agree: int, total: int) -> None:
        """List what was found, worst first, with the counts over it."""
        kept = self.rows[self.present].line.issue if 0 <= self.present < len(self.rows) else None
        focused = next((r.line.issue for r in self.rows if _has_focus(r)), None)
        for row in self.rows:
            delete_later(row)
        self.rows = []
        for number, line in enumerate(lines):
            row = ReviewRow(line, self._body)
            row.pressed.connect(lambda wanted=line.issue: self._press(wanted))
            self._column.insertWidget(number, row)
            row.show()
            self.rows.append(row)
        equal_widths(*(row.button for row in self.rows if row.button is not None))
        self._count(agree, total)
        issues = [row.line.issue for row in self.rows]
        self.present = issues.index(kept) if kept in issues else -1
        self._show_present()
        if focused in issues:
            self.rows[issues.index(focused)].setFocus(Qt.FocusReason.OtherFocusReason)

    def fold(self, folded: bool) -> None:
        """Show only the head with the counts, or the lines too."""
        self.is_folded = folded
        self._scroll.setVisible(not folded)
        self._line.setVisible(not folded)
        self.fold_button.setIcon(icons.icon("up" if folded else "down"))
        words = _("Mở phần soát") if folded else _("Thu gọn phần soát")
        self.fold_button.setToolTip(words)
        self.fold_button.setAccessibleName(words)
        head = max(self._head.sizeHint().height() + 2, theme.px(36))
        self.setMaximumHeight(head if folded else NO_LIMIT)
        self.folded.emit(folded)

    def step(self, by: int) -> None:
        """Go to the next (1) or the previous (-1) issue, around the ends."""
        if self.rows:
            start = -1 if self.present < 0 and by > 0 else max(self.present, 0)
            self.present = (start + by) % len(self.rows)
            self._show_present()
            row = self.rows[self.present]
            self._scroll.ensureWidgetVisible(row)
            self.chosen.emit(row.line.issue)

    def count(self, severity: Severity) -> int:
        """Count the lines of a severity."""
        lines = [row.line for row in self.rows if not row.line.reason]
        return sum(1 for line in lines if line.issue.severity is severity)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(500), theme.px(32 + VISIBLE_ROWS * ROW))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_head()

    # ------------------------------------------------------------------ private
    def _fit_head(self) -> None:
        """Leave out what agrees before a word of the head is cut."""
        self.agree.setVisible(bool(self.agree.text()))
        self._head.invalidate()  # a layout within a layout hears of it later
        if self._head.sizeHint().width() > self.width():
            self.agree.hide()

    def _count(self, agree: int, total: int) -> None:
        errors, warnings = self.count(Severity.ERROR), self.count(Severity.WARNING)
        words = _("{n} lỗi phải sửa").format(n=errors) if errors else ""
        self.errors.show_mark(Mark(words, "error", "error"))
        words = _("{n} nhắc").format(n=warnings) if warnings else ""
        self.warnings.show_mark(Mark(words, "warning", "warning"))
        self.reasons_button.setVisible(any(row.line.explain is not None for row in self.rows))
        words = _("{n}/{total} số khớp sổ").format(n=agree, total=total) if total else ""
        tone = "success" if agree == total else "neutral"
        self.agree.show_mark(Mark(words, tone, "check" if agree == total else "note"))
        keys = "" if self.reasons_button.isVisibleTo(self) else _("F8")
        self._told.setText(keys if self.rows else _("Không còn gì phải sửa"))
        self._fit_head()

    def _press(self, issue: Issue) -> None:
        self.present = next((n for n, r in enumerate(self.rows) if r.line.issue is issue), -1)
        self._show_present()
        self.chosen.emit(issue)

    def _show_present(self) -> None:
        for number, row in enumerate(self.rows):
            row.mark(number == self.present)


class ReviewRow(QWidget):
    """Icon, bold place and sentence, a second line with the consequence, a button."""

    pressed = Signal()

    def __init__(self, line: ReviewLine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = line
        self._present = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"{line.issue.message} {line.issue.remedy}".strip())
        place, sentence = split_message(line.issue.message)
        first = label("", "base", wrap=True, parent=self)
        first.setTextFormat(Qt.TextFormat.RichText)
        head = f"<b>{_html(place)}:</b> " if place else ""
        first.setText(head + _html(sentence.rstrip(".")))
        self.words = first
        icon, role = ("check", "success") if line.reason else ICONS[line.issue.severity]
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(first)
        second = line.issue.remedy
        if line.reason:
            second = _("Lý do: {text}").format(text=line.reason)
        if second:
            texts.addWidget(label(second, "help", wrap=True, parent=self))
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 12, 5)
        row.setSpacing(8)
        row.addWidget(IconLabel(icon, role, size=15))
        row.addLayout(texts, 1)
        self.button: Button | None = None
        self.reason_button: Button | None = None
        if line.explain is not None:
            words = _("Sửa lý do…") if line.reason else _("Ghi lý do…")
            self.reason_button = Button(words, kind="quiet", dense=True, on_click=line.explain)
            row.addWidget(self.reason_button)
        self.look_button: Button | None = None
        if line.look is not None:
            self.look_button = Button(_("Mở hồ sơ"), kind="quiet", dense=True, on_click=line.look)
            row.addWidget(self.look_button)
        if line.act is not None and not line.reason:
            self.button = Button(line.verb, dense=True, on_click=line.act)
            row.addWidget(self.button)
        self.setMinimumHeight(theme.px(ROW))
        for child in self.findChildren(QWidget):
            if child not in (self.button, self.reason_button, self.look_button):
                child.installEventFilter(self)

    def mark(self, present: bool) -> None:
        """Paint as the line that F8 stands on."""
        if present != self._present:
            self._present = present
            self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonRelease:
            self.pressed.emit()
            return True
        return False

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.pressed.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._present or self.hasFocus():
            painter.fillRect(self.rect(), theme.colour("soft"))
            painter.fillRect(0, 0, 3, self.height(), theme.colour("accent"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.colour("line"))


def split_message(message: str) -> tuple[str, str]:
    """Split “Mục II.5: gõ tay “92””; a sentence without a place has the place ""."""
    place, mark, rest = message.partition(": ")
    if not mark or len(place) > 60:
        return "", message
    return place, rest


def _has_focus(row: ReviewRow) -> bool:
    parts = (row, row.button, row.reason_button, row.look_button)
    return any(one is not None and one.hasFocus() for one in parts)


def _html(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
