"""Số liệu: what the registers say about a period, against the same period last year.

Nothing is typed here. Every number leads to the records that it counts or to the cells in which
it was typed; what does not add up stands on top with the way to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QSplitter,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from danvan_desktop.context import Context
from danvan_desktop.errors import Issue
from danvan_desktop.i18n import _
from danvan_desktop.organisation.periods import Period
from danvan_desktop.organisation.pins import Pin
from danvan_desktop.storage.values import Changes
from danvan_desktop.vietnamese import fold_key
from ui import tasks, theme
from ui.screens import (
    figures_facts as words,
    figures_going as going,
    figures_pins as pinning,
    figures_reason,
    figures_rows as rows,
)
from ui.screens.base import Command, Screen
from ui.screens.figure_place import FigurePlace
from ui.screens.figures_checks import ChecksBox
from ui.screens.figures_detail import FigureDetail, NumbersTable, stands_on_typing
from ui.screens.figures_facts import Facts, FigureRow
from ui.screens.figures_past import read_past
from ui.screens.figures_pins import ReturnedBanner
from ui.screens.figures_shares import list_of_office, read_shares
from ui.widgets.badge import Badge, Mark
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.plain_table import Column, Row
from ui.widgets.search_box import SearchBox

NOW, BEFORE = 2, 3
"""The columns whose numbers open records."""


class FiguresScreen(Screen):
    """The page of figures."""

    help_key = "figures"
    uses_period = True

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.title = _("Số liệu")
        self.period: Period | None = None
        self.facts: Facts | None = None
        self._code = ""
        self._axis = ""
        self._place: FigurePlace | None = None
        self.checks = ChecksBox()
        self.checks.chosen.connect(self._go_to_issue)
        self.checks.marked.connect(self._mark_issue)
        self.checks.reason_wanted.connect(self.ask_reason)
        self.checks.opened.connect(lambda _on: self._show_panes())
        self.returned = ReturnedBanner()
        self.banner = Banner()
        self.lock = Badge()
        self.type_button = Button(
            _("Nhập số liệu"), "edit", on_click=lambda: self.go.emit("figure_entry", self._code)
        )
        self.sent_button = Button(
            _("Tình hình gửi"), "inbox", on_click=lambda: self.go.emit("completeness", None)
        )
        self.close_button = Button(
            _("Khóa kỳ…"), "lock", on_click=lambda: self.go.emit("period_closing", None)
        )
        self.search = SearchBox(_("Tìm chỉ tiêu, không cần dấu"), "Ctrl+F")
        self.search.searched.connect(lambda _text: self._show_rows())
        self.family = QComboBox()
        self.family.setAccessibleName(_("Nhóm chỉ tiêu"))
        self.family.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.family.currentIndexChanged.connect(lambda _n: self._show_rows())
        columns = (
            Column(_("Chỉ tiêu")),
            Column(_("Đơn vị tính"), 92),
            Column(_("Kỳ này"), 84, right=True),
            Column(_("Cùng kỳ"), 84, right=True),
            Column(_("Chênh lệch"), 98, right=True),
            Column(_("%"), 70, right=True),
        )
        self.table = NumbersTable(columns, _("Số liệu của kỳ"), row=24)
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(self._open_row)
        self.none = EmptyState()
        self.detail = FigureDetail()
        self.detail.records_wanted.connect(self._open_records)
        self.detail.typed_wanted.connect(lambda path: self.go.emit("figure_entry", path))
        self.detail.list_wanted.connect(self._open_list)
        self.detail.past_wanted.connect(self._read_past)
        self.detail.shares_wanted.connect(self._read_shares)
        self.detail.office_wanted.connect(self._open_office)
        self.detail.pin_wanted.connect(self._pin)
        self._lay_out()

    # ------------------------------------------------------------------ screen
    def activate(self, argument: Any = None) -> None:
        """Show the page; a figure's code or path (code/axis/key), or its place, selects it."""
        if isinstance(argument, FigurePlace):
            self._code, self._place = argument.code, argument
            if self.period is None or self.period.code != argument.period:
                self.period_wanted.emit(argument.period)
        elif isinstance(argument, str) and argument:
            self._code, _slash, part = argument.partition("/")
            self._axis = part.partition("/")[0]
        self.refresh()

    def changed(self, changes: Changes) -> None:
        self.refresh()

    def period_changed(self, period: Any) -> None:
        self.period = period
        self.refresh()

    def refresh(self) -> None:
        if self.period is None:
            self._show_none(
                _("Chưa có kỳ báo cáo"),
                _("Thêm kỳ trong Cài đặt để tính số liệu."),
                icon="calendar",
            )
            return
        tasks.run(words.read_facts, self.context, self.period, done=self._show, owner=self)

    def set_narrow(self, narrow: bool) -> None:
        super().set_narrow(narrow)
        self.pane_tabs.setVisible(narrow)
        self.checks.show_few(narrow)
        self._show_panes()

    def header_badges(self) -> Sequence[QWidget]:
        return (self.lock,) if self.lock.text() else ()

    def header_actions(self) -> Sequence[QWidget]:
        return (self.type_button, self.sent_button, self.close_button)

    def focus_areas(self) -> Sequence[QWidget]:
        return (self.checks.list, self.search, self.table, self.detail.parts)

    def commands(self) -> Sequence[Command]:
        if self.facts is None:
            return ()
        pages = (self.type_button, self.sent_button, self.close_button)
        icons_ = ("edit", "inbox", "lock")
        return (
            *(
                Command(button.text().rstrip("…"), button.click, icon)
                for button, icon in zip(pages, icons_, strict=True)
            ),
            *(
                Command(row.indicator.label, lambda code=row.code: self.select(code), "figures")  # type: ignore[misc]
                for row in self.facts.rows
            ),
        )

    def find_in_page(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def details(self) -> None:
        self.pane_tabs.setCurrentIndex(1)
        self.detail.parts.setFocus()

    def next_issue(self, step: int) -> None:
        self.checks.step(step)

    # ------------------------------------------------------------------ commands
    def ask_reason(self, issues: Sequence[Issue]) -> None:
        """Ask why warnings are right and keep the one answer for all of them."""
        facts = self.facts
        if facts is None or facts.period.closed:
            return
        from danvan_desktop.indicators import give_reasons

        text = figures_reason.ask_reason(issues, facts.reasons, facts.used, self)
        if text is not None:
            tasks.write(self.context, give_reasons, self.context, facts.period, issues, text)
        self.checks.list.setFocus()

    def select(self, code: str, axis: str = "") -> None:
        """Show an indicator, and one of its breakdowns."""
        self._code, self._axis = code, axis
        if code not in [row.key for row in self.table.plain.rows]:
            self.search.clear()
            self.family.setCurrentIndex(0)
        self._show_rows()

    def export(self) -> None:
        """Write the indicators that are shown to an Excel file."""
        if self.facts is not None:
            from ui.screens.figures_export import export_figures

            rows = [row for row in self.facts.rows if self._wanted(row)]
            export_figures(
                self.facts,
                rows,
                page=self,
                owner=self,
                done=lambda told: self.told.emit(told, False),
            )

    # ------------------------------------------------------------------ building
    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(10, 8, 10, 8)
        bar.setSpacing(theme.px(8))
        bar.addWidget(self.search)
        bar.addWidget(self.family)
        bar.addStretch(1)
        self.export_button = Button(_("Xuất ra Excel…"), "download", kind="quiet")
        self.export_button.clicked.connect(lambda: self.export())
        bar.addWidget(self.export_button)
        self.left = Card(padding=0)
        self.left.body.setSpacing(0)
        self.left.body.addLayout(bar)
        self.left.body.addWidget(self.table, 1)
        self.left.body.addWidget(self.none, 1)
        self.none.hide()
        self.split = QSplitter()
        self.split.setHandleWidth(theme.px(10))
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self.left)
        self.split.addWidget(self.detail)
        self.split.setStretchFactor(0, 1)
        self.split.setSizes([theme.px(748), theme.px(400)])
        self.pane_tabs = QTabBar()
        self.pane_tabs.setExpanding(False)
        self.pane_tabs.setDrawBase(False)
        self.pane_tabs.setAccessibleName(_("Phần của trang"))
        self.pane_tabs.addTab(_("Chỉ tiêu"))
        self.pane_tabs.addTab(_("Chi tiết"))
        self.pane_tabs.currentChanged.connect(lambda _n: self._show_panes())
        self.pane_tabs.hide()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 4, 16, 10)
        outer.setSpacing(theme.px(10))
        outer.addWidget(self.returned)
        outer.addWidget(self.banner)
        outer.addWidget(self.checks)
        outer.addWidget(self.pane_tabs)
        outer.addWidget(self.split, 1)

    def _show_panes(self) -> None:
        second = self.pane_tabs.currentIndex() == 1
        whole = self.checks.is_open
        self.split.setVisible(not whole)
        self.pane_tabs.setVisible(self.narrow and not whole)
        layout = self.layout()
        if isinstance(layout, QVBoxLayout):
            layout.setStretchFactor(self.checks, int(whole))
        self.left.setVisible(not self.narrow or not second)
        self.detail.setVisible(not self.narrow or second)
        self.checks.setVisible(self.facts is not None and (whole or not (self.narrow and second)))

    # ------------------------------------------------------------------ showing
    def _show(self, facts: Facts) -> None:
        if self.period is None or facts.period.code != self.period.code:
            return
        self.facts = facts
        self.checks.show_issues(facts.issues, facts.reasons, closed=facts.period.closed)
        self._show_state(facts)
        self._show_families(facts)
        self._show_rows()
        self._show_panes()
        if self._place is not None and self._place.period == facts.period.code:
            wanted, self._place = self._place, None
            self._go_to(wanted)

    def _go_to(self, wanted: FigurePlace) -> None:
        """Select a cell, and the pin that is to be answered there."""
        if self.narrow and (wanted.place or wanted.part[0]):
            self.pane_tabs.setCurrentIndex(1)
        self.select(wanted.code)
        self.detail.go_to(wanted.place, *wanted.part)
        if self.facts is not None:
            pins_ = self.facts.came_back.pins
            self._tell_return(next((pin for pin in pins_ if pin.id == wanted.pin), None))

    def _show_state(self, facts: Facts) -> None:
        """Say that the period is closed, and what differs since then."""
        closed = facts.period.closed
        self.lock.show_mark(Mark(_("Đã khóa") if closed else "", "neutral", "lock"))
        self.close_button.setText(_("Kỳ đã khóa…") if closed else _("Khóa kỳ…"))
        self.type_button.forbid(_("Kỳ đã khóa. Mở lại kỳ rồi nhập.") if closed else "")
        self.header_changed.emit()
        number = len(facts.drifts)
        words_ = ""
        if number:
            words_ = _("{n} số nay khác lúc khóa kỳ; số đã khóa vẫn giữ nguyên.").format(n=number)
        elif facts.late:
            words_ = _("{n} hồ sơ của kỳ trước tính vào kỳ này là bổ sung kỳ trước.").format(
                n=len(facts.late)
            )
        self.banner.tell(
            words_,
            icon="lock" if closed else "note",
            tone="warning" if number else "accent",
            link=_("Xem"),
            on_link=lambda: self.go.emit("period_closing", None),
        )

    def _show_families(self, facts: Facts) -> None:
        keys = list(dict.fromkeys(row.indicator.register for row in facts.rows))
        if [self.family.itemData(n) for n in range(self.family.count())] == ["", *keys]:
            return
        self.family.blockSignals(True)
        self.family.clear()
        self.family.addItem(_("Mọi nhóm chỉ tiêu"), "")
        for key in keys:
            self.family.addItem(words.family_words(key), key)
        self.family.blockSignals(False)

    def _show_rows(self) -> None:
        facts = self.facts
        if facts is None:
            return
        found = [row for row in facts.rows if self._wanted(row)]
        self.none.setVisible(not found)
        self.table.setVisible(bool(found))
        if not found:
            self._show_none(
                _("Không có chỉ tiêu khớp “{text}”").format(text=self.search.text()),
                _("Xóa ô tìm hoặc chọn “Mọi nhóm chỉ tiêu”."),
                icon="search",
            )
            return
        lines: list[Row] = []
        family = ""
        for row in found:
            if row.indicator.register != family:
                family = row.indicator.register
                head = words.family_words(family)
                lines.append(Row(("family", family), (head, "", "", "", "", ""), bold=True))
            lines.append(rows.line_of(row))
        self.table.typed = {row.code: rows.typed_of(row) for row in found}
        codes = [row.code for row in found]
        code = self._code if self._code in codes else codes[0]
        self.table.show_rows(lines, select=code)
        self._choose(code)

    def _show_none(self, title: str, help_text: str, *, icon: str) -> None:
        self.table.hide()
        self.none.show_state(icon=icon, title=title, help_text=help_text)
        self.none.show()
        if self.facts is None:
            self.checks.hide()

    def _wanted(self, row: FigureRow) -> bool:
        family = self.family.currentData()
        if family and row.indicator.register != family:
            return False
        text = fold_key(f"{row.indicator.label} {row.indicator.short_label}")
        return all(word in text for word in fold_key(self.search.text()).split())

    def _choose(self, key: Any) -> None:
        if not isinstance(key, str) or self.facts is None:
            return
        self._code = key
        axis, self._axis = self._axis, ""
        self.detail.show_row(self.facts, self.facts.row(key), axis)
        self._tell_return(self.facts.came_back.on(key))

    # ------------------------------------------------------------------ what came back
    def _tell_return(self, pin: Pin | None) -> None:
        if self.facts is not None:
            self.returned.tell_return(
                self.facts.came_back,
                pin,
                on_settle=lambda one: pinning.settle(self, one),
                on_show=lambda one: self._go_to(
                    FigurePlace(one.period, one.place, one.path, one.id)
                ),
            )

    def _pin(self, office: str, sender: str, place: str, path: str) -> None:
        if self.facts is not None:
            pinning.pin_figure(self, self.facts.period, office, sender, place, path)

    # ------------------------------------------------------------------ going to records
    def _open_row(self, key: Any) -> None:
        if isinstance(key, str):
            before = self.table.currentIndex().column() == BEFORE
            row = self.facts.row(key) if self.facts is not None else None
            if row is not None and not before and stands_on_typing(row):
                self.go.emit("figure_entry", key)
            else:
                self._open_records(key, "", "", before)

    def _open_records(self, code: str, axis: str, key: str, before: bool) -> None:
        if self.facts is not None:
            going.open_records(self, self.facts, code, axis, key, before=before)

    def _open_list(self, code: str, place: int) -> None:
        if self.facts is not None:
            going.open_list(self, self.facts, code, place)

    def _read_past(self, code: str) -> None:
        if self.facts is not None:
            tasks.run(
                read_past,
                self.context,
                code,
                self.facts.period,
                done=self.detail.show_past,
                owner=self,
            )

    def _read_shares(self, code: str) -> None:
        if self.facts is not None:
            period = self.facts.period
            done = self.detail.show_shares
            tasks.run(read_shares, self.context, code, period, done=done, owner=self)

    def _open_office(self, code: str, office: str) -> None:
        if self.facts is not None:
            tasks.run(
                list_of_office,
                self.context,
                code,
                self.facts.period,
                office,
                done=lambda query: self.go.emit(query.register, query),
                owner=self,
            )

    def _mark_issue(self, issue: Issue | None) -> None:
        """Show the figure that the marked issue speaks of; the keyboard stays on the list."""
        code = (issue.place.record or "") if issue is not None else ""
        if self.facts is not None and self.checks.list.hasFocus() and self.facts.row(code):
            self.select(code, issue.place.field or "" if issue is not None else "")

    def _go_to_issue(self, issue: Issue) -> None:
        """Open what an issue speaks of: the typed cell, else the records."""
        code = issue.place.record or ""
        if self.facts is None:
            return
        if self.facts.row(code) is not None:
            self.select(code, issue.place.field or "")
        going.go_to_issue(self, self.facts.period, issue)
