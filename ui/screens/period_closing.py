"""Khóa kỳ: what must be done before a period is closed, its kept figures after it, reopening.

The one place where a period changes its state. Reached from "Số liệu" and from the list of work;
``activate`` takes the code of a period other than the window's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QTabBar, QVBoxLayout, QWidget

from danvan_desktop.errors import Issue
from danvan_desktop.i18n import _
from danvan_desktop.organisation.periods import Period
from danvan_desktop.storage.values import Changes
from ui import messages, tasks, theme
from ui.screens import figures_reason, period_closing_facts as words, record_screen
from ui.screens.base import Command, Screen
from ui.screens.figures_checks import group_words
from ui.screens.figures_going import go_to_issue
from ui.screens.period_closing_facts import ClosingFacts
from ui.widgets.action_bar import ActionBar
from ui.widgets.badge import Badge, Mark
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.check_list import CheckList
from ui.widgets.check_rows import CheckLine
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import IconLabel, Link, label
from ui.widgets.plain_table import Column, PlainTable, Row
from ui.widgets.reason_bar import ReasonBar

if TYPE_CHECKING:
    from danvan_desktop.context import Context

CHANGED, ALL = 0, 1
"""Tabs of a closed period: what differs now, every kept figure."""


class PeriodClosingScreen(Screen):
    """The page of one period's state."""

    help_key = "period_closing"
    uses_period = True
    can_go_back = True

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.title = _("Khóa kỳ")
        self.period: Period | None = None
        self.facts: ClosingFacts | None = None
        self._other: str | None = None
        self._arriving = False
        self.lock = Badge()
        self.steps = _Steps()
        self.steps.sent.clicked.connect(lambda: self.go.emit("completeness", None))
        self.obstacles = CheckList()
        self.obstacles.setAccessibleName(_("Việc phải xong trước khi khóa"))
        self.obstacles.chosen.connect(self._go_to_issue)
        self.obstacles.reason_wanted.connect(self.ask_reason)
        self.reason_bar = ReasonBar(self.obstacles)
        self.ready = EmptyState()
        self.kept_tabs = QTabBar()
        self.kept_tabs.setExpanding(False)
        self.kept_tabs.setDrawBase(False)
        self.kept_tabs.setAccessibleName(_("Số liệu đã khóa"))
        self.kept_tabs.addTab("")
        self.kept_tabs.addTab("")
        self.kept_tabs.currentChanged.connect(lambda _n: self._show_kept())
        self.kept = PlainTable(
            (
                Column(_("Chỉ tiêu")),
                Column(_("Đơn vị tính"), 96),
                Column(_("Lúc khóa"), 110, right=True),
                Column(_("Nay"), 110, right=True),
            ),
            _("Số liệu đã khóa"),
        )
        self.kept.opened.connect(lambda code: self.go.emit("figures", code))
        self.late_told = label("", "base", wrap=True)
        self.late = PlainTable(
            (
                Column(_("Sổ"), 110),
                Column(_("Hồ sơ")),
                Column(_("Ngày"), 78, right=True),
                Column(_("Của kỳ"), 122),
                Column(_("Tính vào"), 122),
                Column(_("Người ghi"), 180),
            ),
            _("Bổ sung kỳ trước"),
        )
        self.late.opened.connect(self._open_late)
        self.late_reopen = Button("", "unlock", on_click=self._reopen_late)
        self.close_button = Button(_("Khóa kỳ"), "lock", kind="primary", on_click=self.close_it)
        self.reopen_button = Button(_("Mở lại kỳ…"), "unlock", on_click=self.reopen)
        self.pane_tabs = QTabBar()
        self.pane_tabs.setExpanding(False)
        self.pane_tabs.setDrawBase(False)
        self.pane_tabs.setAccessibleName(_("Phần của trang"))
        self.pane_tabs.addTab(_("Số liệu"))
        self.pane_tabs.addTab(_("Bổ sung kỳ trước"))
        self.pane_tabs.currentChanged.connect(lambda _n: self._show_panes())
        self.pane_tabs.hide()
        self.bar = ActionBar()
        self.bar.add(self.close_button)
        self.bar.add(self.reopen_button)
        self._lay_out()

    # ------------------------------------------------------------------ screen
    def activate(self, argument: Any = None) -> None:
        """Show the page; the code of a period shows that one."""
        self._other = argument if isinstance(argument, str) else None
        self._arriving = True
        self.refresh()

    def changed(self, changes: Changes) -> None:
        self.refresh()

    def period_changed(self, period: Any) -> None:
        if period is None or self.period is None or period.code != self.period.code:
            self._other = None
        self.period = period
        self.refresh()

    def refresh(self) -> None:
        if self.period is not None:
            code = self._other or self.period.code
            tasks.reread(words.read_closing, self.context, code, done=self._show, owner=self)

    def set_narrow(self, narrow: bool) -> None:
        super().set_narrow(narrow)
        self._show_panes()

    def header_badges(self) -> Sequence[QWidget]:
        return (self.lock,) if self.lock.text() else ()

    def focus_areas(self) -> Sequence[QWidget]:
        return (self.obstacles, self.kept, self.late, self.bar)

    def commands(self) -> Sequence[Command]:
        if self.facts is None:
            return ()
        if self.facts.period.closed:
            return (Command(_("Mở lại kỳ"), self.reopen, "unlock"),)
        return (Command(_("Khóa kỳ"), self.close_it, "lock"),)

    def next_issue(self, step: int) -> None:
        self.obstacles.step(step)

    # ------------------------------------------------------------------ commands
    def close_it(self) -> None:
        """Close the period and keep its figures; asks once."""
        facts = self.facts
        if facts is None or facts.period.closed or facts.obstacles:
            return
        answer = messages.ask(
            _("Khóa kỳ {period}?").format(period=facts.period.name),
            _(
                "Số liệu của kỳ được giữ đúng như bây giờ. Hồ sơ ghi sau tính vào kỳ sau là bổ "
                "sung kỳ trước; muốn sửa thì mở lại kỳ, có ghi lý do."
            ),
            (messages.Choice("close", _("Khóa kỳ"), "primary"),),
            safe="close",
            icon="lock",
            parent=self,
        )
        if answer == "close":
            from danvan_desktop.indicators import close_period

            tasks.write(self.context, close_period, self.context, facts.period, owner=self)

    def reopen(self) -> None:
        """Open the closed period again, with a reason."""
        if self.facts is not None and self.facts.period.closed:
            self._reopen(self.facts.period)

    def ask_reason(self, issues: Sequence[Issue]) -> None:
        """Ask why warnings are right and keep the one answer for all of them."""
        if self.facts is None:
            return
        from danvan_desktop.indicators import give_reasons

        facts = self.facts
        text = figures_reason.ask_reason(issues, facts.reasons, facts.used, self)
        if text:
            tasks.write(self.context, give_reasons, self.context, facts.period, issues, text)
        self.obstacles.setFocus()

    # ------------------------------------------------------------------ building
    def _lay_out(self) -> None:
        self.before = Card(_("Trước khi khóa"), padding=0)
        self.before.body.setSpacing(0)
        for widget in (self.steps, self.reason_bar, self.obstacles, self.ready):
            self.before.body.addWidget(widget, int(widget in (self.obstacles, self.ready)))
        self.after = Card(_("Số liệu đã khóa"), padding=0)
        self.after.body.setSpacing(0)
        self.after.body.addWidget(self.kept_tabs)
        self.after.body.addWidget(self.kept, 1)
        hint = label(_("Enter mở chỉ tiêu ở trang Số liệu."), "help", wrap=True)
        hint.setContentsMargins(12, 4, 12, 8)
        self.after.body.addWidget(hint)
        self.late_card = Card(_("Bổ sung kỳ trước"), padding=0)
        self.late_told.setContentsMargins(12, 6, 12, 6)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 6, 12, 6)
        foot.addWidget(self.late_reopen)
        foot.addStretch(1)
        self.late_card.body.addWidget(self.late_told)
        self.late_card.body.addWidget(self.late, 1)
        self.late_card.body.addLayout(foot)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setHandleWidth(theme.px(10))
        split.setChildrenCollapsible(False)
        for card in (self.before, self.after, self.late_card):
            split.addWidget(card)
        split.setSizes([theme.px(380), theme.px(380), theme.px(190)])
        inside = QVBoxLayout()
        inside.setContentsMargins(16, 4, 16, 10)
        inside.addWidget(self.pane_tabs)
        inside.addWidget(split, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(inside, 1)
        outer.addWidget(self.bar)
        for card in (self.before, self.after, self.late_card):
            card.hide()

    # ------------------------------------------------------------------ showing
    def _show(self, facts: ClosingFacts) -> None:
        if self.period is None or facts.period.code != (self._other or self.period.code):
            return
        self.facts = facts
        self.subtitle = facts.period.name if facts.period.code != self.period.code else ""
        closed = facts.period.closed
        self.title = _("Kỳ đã khóa") if closed else _("Khóa kỳ")
        self.lock.show_mark(Mark(_("Đã khóa") if closed else "", "neutral", "lock"))
        self.close_button.setVisible(not closed)
        self.reopen_button.setVisible(closed)
        if closed:
            self._show_closed(facts)
        else:
            self._show_open(facts)
        self._show_late(facts)
        self._show_panes()
        self.header_changed.emit()
        if self._arriving:
            self._arriving = False
            self._take_focus(facts)

    def _take_focus(self, facts: ClosingFacts) -> None:
        """Put the keyboard where the work of the page begins."""
        if facts.period.closed:
            self.kept.setFocus()
        else:
            (self.obstacles if facts.obstacles else self.close_button).setFocus()

    def _show_panes(self) -> None:
        """Show both parts, or in the narrow form the chosen one."""
        facts = self.facts
        if facts is None:
            return
        divided = self.narrow and bool(facts.late)
        second = divided and self.pane_tabs.currentIndex() == 1
        self.pane_tabs.setVisible(divided)
        self.before.setVisible(not facts.period.closed and not second)
        self.after.setVisible(facts.period.closed and not second)
        self.late_card.setVisible(bool(facts.late) and (second or not divided))

    def _show_open(self, facts: ClosingFacts) -> None:
        self.steps.show_facts(facts)
        lines = [
            CheckLine(issue, group_words(issue), "", issue.severity.value == "warning")
            for issue in facts.obstacles
        ]
        here = self.window().focusWidget() is self.obstacles
        self.obstacles.show_lines(lines)
        self.obstacles.setVisible(bool(lines))
        self.reason_bar.setVisible(facts.bare > 0)
        self.ready.setVisible(not lines)
        self.ready.show_state(
            icon="check",
            title=_("Khóa được kỳ {period}").format(period=facts.period.name),
            help_text=_("Không còn lỗi; mọi lời nhắc đều có lý do."),
        )
        left = words.left_words(facts)
        self.close_button.forbid(left if facts.obstacles else "")
        if here and not lines:
            self.close_button.setFocus()
        told = left if facts.obstacles else ""
        if facts.reopened_for:
            again = _("Đã mở lại vì: {reason}.").format(reason=facts.reopened_for.rstrip("."))
            told = f"{again} {told}".strip()
        self.bar.tell(told, icon="warning" if facts.obstacles else "note", role="warning")

    def _show_closed(self, facts: ClosingFacts) -> None:
        self.after.set_title(_("Số liệu đã khóa"), words.kept_words(facts))
        number = len(words.kept_rows(facts, changed=True))
        self.kept_tabs.setTabText(CHANGED, _("Khác lúc khóa ({n})").format(n=number))
        total = len(words.kept_rows(facts, changed=False))
        self.kept_tabs.setTabText(ALL, _("Mọi số đã khóa ({n})").format(n=total))
        self.kept_tabs.setCurrentIndex(CHANGED if number else ALL)
        self._show_kept()
        told = (
            _("{n} số nay khác lúc khóa kỳ; số đã khóa vẫn giữ nguyên.").format(n=number)
            if number
            else _("Sổ vẫn đúng như lúc khóa.")
        )
        self.bar.tell(
            told, icon="warning" if number else "check", role="warning" if number else "success"
        )

    def _show_kept(self) -> None:
        if self.facts is not None:
            changed = self.kept_tabs.currentIndex() == CHANGED
            rows = words.kept_rows(self.facts, changed=changed)
            self.kept.show_rows([Row(code, cells) for code, cells in rows])

    def _show_late(self, facts: ClosingFacts) -> None:
        self.late.show_rows([Row(row, words.late_words(row, facts)) for row in facts.late])
        self.late_told.setText(
            _(
                "Hồ sơ ghi sau khi kỳ của nó đã khóa. Để nguyên thì tính vào kỳ sau; mở lại kỳ thì "
                "tính vào đúng kỳ và phải khóa, gửi lại."
            )
        )
        period = self._late_period()
        own = period is not None and period.code == facts.period.code
        self.late_reopen.setVisible(period is not None and not own)
        if period is not None:
            self.late_reopen.setText(_("Mở lại {period}…").format(period=period.name))

    # ------------------------------------------------------------------ going on
    def _late_period(self) -> Period | None:
        """Find the closed period of the late records, which may be opened again for them."""
        facts = self.facts
        found = [facts.periods.get(row.late.period) for row in facts.late] if facts else []
        return next((one for one in found if one is not None and one.closed), None)

    def _reopen_late(self) -> None:
        period = self._late_period()
        if period is not None:
            self._reopen(period)

    def _reopen(self, period: Period) -> None:
        reason = messages.ask_text(
            _("Mở lại kỳ {period}?").format(period=period.name),
            _("Số đã khóa vẫn được giữ để đối chiếu. Ghi lý do mở lại:"),
            accept=_("Mở lại kỳ"),
            parent=self,
        )
        if reason:
            from danvan_desktop.indicators import reopen_period

            tasks.write(self.context, reopen_period, self.context, period, reason, owner=self)

    def _go_to_issue(self, issue: Issue) -> None:
        if self.facts is not None:
            go_to_issue(self, self.facts.period, issue)

    def _open_late(self, row: Any) -> None:
        self.go.emit(record_screen(row.late.register), row.late.record_id)


class _Steps(QWidget):
    """Three lines: errors, warnings, who has not sent; each with its state in icon and words."""

    def __init__(self) -> None:
        super().__init__()
        self.sent = Link(_("Xem tình hình gửi"))
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(theme.px(4))
        self._lines = [self._line(column, None), self._line(column, None)]
        self._lines.append(self._line(column, self.sent))

    def texts(self) -> list[str]:
        """The three lines as they are shown."""
        return [text.text() for _icon, text in self._lines]

    def show_facts(self, facts: ClosingFacts) -> None:
        """Say how far the period is."""
        errors, bare, owing = facts.errors, facts.bare, facts.owing
        names = ", ".join(one.name for one in owing[:4]) + ("…" if len(owing) > 4 else "")
        found = (
            (errors, _("{n} lỗi phải sửa"), _("Không còn lỗi"), "error"),
            (bare, _("{n} lời nhắc chưa có lý do"), _("Mọi lời nhắc đều có lý do"), "warning"),
            (
                len(owing),
                _("{n} đơn vị còn thiếu biểu bắt buộc: {names}"),
                _("Các đơn vị đã gửi đủ biểu bắt buộc"),
                "warning",
            ),
        )
        for (icon, text), (number, some, none, tone) in zip(self._lines, found, strict=True):
            icon.show_icon(tone if number else "check", tone if number else "success")
            text.setText(some.format(n=number, names=names) if number else none)
        self.sent.setVisible(bool(owing))

    def _line(self, column: QVBoxLayout, link: Link | None) -> tuple[IconLabel, Any]:
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        icon, text = IconLabel("check", "success"), label("", "base", wrap=True)
        row.addWidget(icon)
        row.addWidget(text, 1)
        if link is not None:
            row.addWidget(link)
        column.addLayout(row)
        return icon, text
