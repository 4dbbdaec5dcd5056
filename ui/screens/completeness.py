"""Tình hình gửi số liệu: every unit by every form of a period, and the letter to who is late.

Reached from "Số liệu" and from the list of work. ``activate`` takes a period's code and the codes
of the units to be reminded, which opens the letter.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QTabBar, QVBoxLayout, QWidget

from danvan_desktop.i18n import _
from danvan_desktop.indicators.completeness import MatrixCell
from danvan_desktop.indicators.forms import Form
from danvan_desktop.organisation.periods import Period
from danvan_desktop.storage.values import Changes
from danvan_desktop.vietnamese import nfc
from ui import messages, tasks, theme
from ui.reminder_dialog import write_reminder
from ui.screens import completeness_facts as words
from ui.screens.base import Command, Screen
from ui.screens.completeness_facts import SentFacts
from ui.widgets.badge import Badge, Mark
from ui.widgets.buttons import Button, equal_widths
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import label
from ui.widgets.panel import Panel
from ui.widgets.sent_table import SentTable

if TYPE_CHECKING:
    from danvan_desktop.context import Context

PANE = 240


class CompletenessScreen(Screen):
    """The page: what came at the left, one cell in words at the right."""

    help_key = "completeness"
    uses_period = True
    can_go_back = True

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.title = _("Tình hình gửi số liệu")
        self.period: Period | None = None
        self.facts: SentFacts | None = None
        self._remind: tuple[str, ...] | None = None
        self._other: str | None = None
        """The period that was asked for in place of the window's."""
        self.owing = Button(_("Còn thiếu"), "filter", kind="quiet")
        self.owing.setCheckable(True)
        self.owing.setToolTip(_("Chỉ hiện đơn vị còn thiếu biểu bắt buộc"))
        self.owing.toggled.connect(lambda _on: self._show_rows())
        self.export_button = Button(
            _("Xuất ra Excel…"), "download", kind="quiet", on_click=self.export
        )
        self.letter_button = Button(
            _("Soạn công văn đôn đốc…"), "report", kind="primary", on_click=self.remind
        )
        self.told_ = label("", "base", wrap=True)
        self.table = SentTable()
        self.table.cell_chosen.connect(self._choose)
        self.table.cell_opened.connect(self.open_cell)
        self.none = EmptyState()
        self.pane = _CellPane()
        self.pane.opened.clicked.connect(lambda: self.open_cell(*self.table.cell))
        self.pane.remind.clicked.connect(lambda: self.remind([self.table.cell[0]]))
        self.pane.blank.clicked.connect(self.make_form)
        self._lay_out()

    # ------------------------------------------------------------------ screen
    def activate(self, argument: Any = None) -> None:
        """Show the page; a period with units opens the letter that reminds them."""
        self._other = None
        if isinstance(argument, tuple):
            self._other, self._remind = argument
        self.refresh()

    def changed(self, changes: Changes) -> None:
        self.refresh()

    def period_changed(self, period: Any) -> None:
        if period is None or self.period is None or period.code != self.period.code:
            self._other = None
        self.period = period
        self.refresh()

    def refresh(self) -> None:
        if self.period is None:
            self._show_none(
                _("Chưa có kỳ báo cáo"), _("Thêm kỳ trong Cài đặt rồi xem ai đã gửi."), "calendar"
            )
            return
        code = self._other or self.period.code
        tasks.run(words.read_sent, self.context, code, done=self._show, owner=self)

    def set_narrow(self, narrow: bool) -> None:
        super().set_narrow(narrow)
        self._show_panes()

    def focus_areas(self) -> Sequence[QWidget]:
        return (self.letter_button, self.table, self.pane)

    def commands(self) -> Sequence[Command]:
        return (
            Command(_("Soạn công văn đôn đốc"), self.remind, "report"),
            Command(_("Xuất tình hình gửi số liệu ra Excel"), self.export, "download"),
        )

    def details(self) -> None:
        self.pane_tabs.setCurrentIndex(1)
        self.pane.opened.setFocus()

    # ------------------------------------------------------------------ commands
    def open_cell(self, unit: str, form: str) -> None:
        """Go to the records or the typed cells behind a unit's form."""
        found = self._form(form)
        if self.facts is None or found is None or not unit:
            return

        def go(place: tuple[str, object] | None) -> None:
            if place is not None:
                self.go.emit(*place)

        period = self.facts.period
        tasks.run(words.place_to_open, self.context, period, unit, found, done=go, owner=self)

    def remind(self, units: Sequence[str] = ()) -> None:
        """Write the letter to units that owe forms; without units to all of them."""
        if self.facts is not None:
            owing = [one for one in self.facts.owing if not units or one.unit in units]
            write_reminder(
                self.context,
                self.facts.period,
                owing,
                parent=self,
                opened=lambda page, paper: self.go.emit(page, paper),
            )

    def make_form(self) -> None:
        """Make the blank workbook of the form for the unit."""
        form = self._form(self.table.cell[1])
        if form is not None and self.facts is not None:
            from ui.forms_dialog import ask_forms, told_forms

            made = ask_forms(self.context, form.registers[0], self.facts.period, self)
            if made:
                self.told.emit(told_forms(made), False)

    def export(self) -> None:
        """Write the shown units to a workbook."""
        if self.facts is None:
            return
        name = _("Tình hình gửi số liệu {period}").format(period=self.facts.period.name)
        path = messages.choose_save(
            _("Xuất tình hình gửi số liệu ra Excel"),
            suggested=nfc(re.sub(r'[\\/:*?"<>|]+', "-", name)) + ".xlsx",
            kinds=_("Bảng tính Excel (*.xlsx)"),
            parent=self,
        )
        if path is None:
            return
        path = path if path.suffix else path.with_suffix(".xlsx")
        units = tuple(self.facts.units(owing=self.owing.isChecked()))
        tasks.run(
            words.write_sent,
            path,
            self.facts,
            units,
            done=lambda made: self.told.emit(_("Đã ghi {name}").format(name=made.name), False),
            owner=self,
        )

    # ------------------------------------------------------------------ building
    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(10, 8, 10, 8)
        bar.setSpacing(theme.px(8))
        for widget in (self.letter_button, self.owing, self.export_button):
            bar.addWidget(widget)
        bar.addStretch(1)
        self.left = Card(padding=0)
        self.left.body.setSpacing(0)
        self.left.body.addLayout(bar)
        self.told_.setContentsMargins(12, 0, 12, 8)
        self.left.body.addWidget(self.told_)
        self.left.body.addWidget(self.table, 1)
        self.left.body.addWidget(self.none, 1)
        hint = label(_("* biểu bắt buộc · Enter mở hồ sơ, số liệu đã gửi"), "help", wrap=True)
        hint.setContentsMargins(12, 4, 12, 8)
        self.left.body.addWidget(hint)
        self.none.hide()
        self.split = QSplitter()
        self.split.setHandleWidth(theme.px(10))
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self.left)
        self.split.addWidget(self.pane)
        self.split.setStretchFactor(0, 1)
        self.split.setSizes([theme.px(860), theme.px(PANE)])
        self.pane_tabs = QTabBar()
        self.pane_tabs.setExpanding(False)
        self.pane_tabs.setDrawBase(False)
        self.pane_tabs.setAccessibleName(_("Phần của trang"))
        self.pane_tabs.addTab(_("Bảng"))
        self.pane_tabs.addTab(_("Chi tiết"))
        self.pane_tabs.currentChanged.connect(lambda _n: self._show_panes())
        self.pane_tabs.hide()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 4, 16, 10)
        outer.setSpacing(theme.px(8))
        outer.addWidget(self.pane_tabs)
        outer.addWidget(self.split, 1)

    def _show_panes(self) -> None:
        second = self.pane_tabs.currentIndex() == 1
        self.pane_tabs.setVisible(self.narrow)
        self.left.setVisible(not self.narrow or not second)
        self.pane.setVisible(not self.narrow or second)

    # ------------------------------------------------------------------ showing
    def _show(self, facts: SentFacts) -> None:
        if self.period is None or facts.period.code != (self._other or self.period.code):
            return
        self.facts = facts
        self.subtitle = facts.period.name if facts.period.code != self.period.code else ""
        self.header_changed.emit()
        self.told_.setText(words.summary(facts))
        nobody = _("Mọi đơn vị đã gửi đủ các biểu bắt buộc.")
        self.letter_button.forbid("" if facts.owing else nobody)
        self._show_rows()
        if self._remind is not None:
            units, self._remind = self._remind, None
            self.remind(units)

    def _show_rows(self) -> None:
        facts = self.facts
        if facts is None:
            return
        units = facts.units(owing=self.owing.isChecked())
        if not units:
            if facts.matrix.units:
                title = _("Không có đơn vị nào còn thiếu")
                self._show_none(title, _("Bỏ “Còn thiếu” để xem mọi đơn vị."), "check")
            else:
                title = _("Chưa có đơn vị cấp xã trong {period}").format(period=facts.period.name)
                self._show_none(title, _("Thêm đơn vị trong Cài đặt."), "units")
            return
        forms = facts.matrix.forms
        self.none.hide()
        self.table.show()
        self.table.show_cells(
            [(form.code, words.heading(form)) for form in forms],
            [
                (
                    unit.code,
                    words.upper(unit.short_name),
                    (
                        *(
                            words.mark_of(self._cell(unit.code, form), form, facts.period)
                            for form in forms
                        ),
                        words.shown_of(facts, unit=unit.code),
                    ),
                )
                for unit in units
            ],
            [*(words.shown_of(facts, form=form.code) for form in forms), words.shown_of(facts)],
            {
                (unit.code, form.code): words.tooltip(
                    self._cell(unit.code, form), form, facts.period
                )
                for unit in units
                for form in forms
            },
        )

    def _show_none(self, title: str, help_text: str, icon: str) -> None:
        self.table.hide()
        self.none.show_state(icon=icon, title=title, help_text=help_text)
        self.none.show()

    def _cell(self, unit: str, form: Form) -> MatrixCell:
        assert self.facts is not None
        return self.facts.matrix.cell(unit, form.code)

    def _form(self, code: str) -> Form | None:
        forms = self.facts.matrix.forms if self.facts is not None else ()
        return next((form for form in forms if form.code == code), None)

    def _choose(self, unit: str, code: str) -> None:
        form, facts = self._form(code), self.facts
        if facts is None or form is None or not unit:
            self.pane.show_nothing()
            return
        names = {one.code: words.upper(one.full_name) for one in facts.matrix.units}
        cell = self._cell(unit, form)
        owes = any(one.unit == unit for one in facts.owing)
        self.pane.show_cell(names.get(unit, unit), form, cell, facts.period, owes=owes)


class _CellPane(Panel):
    """One form of one unit: how it stands, when and how it came, what can be done."""

    def __init__(self) -> None:
        super().__init__(radius=6, frame="line")
        self.setMinimumWidth(theme.px(220))
        self.title = label("", "card_title", wrap=True)
        self.form = label("", "base", wrap=True)
        self.badge = Badge()
        self.state = label("", "base", wrap=True)
        self.detail = label("", "help", wrap=True)
        self.opened = Button(_("Mở hồ sơ, số liệu"), "open")
        self.remind = Button(_("Đôn đốc đơn vị này…"), "report")
        self.blank = Button(_("Tạo mẫu Excel…"), "sheet")
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(theme.px(8))
        for widget in (self.title, self.form, self.badge, self.state, self.detail):
            column.addWidget(widget)
        equal_widths(self.opened, self.remind, self.blank)
        for button in (self.opened, self.remind, self.blank):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

    def show_nothing(self) -> None:
        """Ask for a cell."""
        self.title.setText(_("Chọn một ô để xem chi tiết"))
        self.badge.show_mark(Mark(""))
        for widget in (self.form, self.state, self.detail, self.opened, self.remind, self.blank):
            widget.hide()

    def show_cell(
        self, unit: str, form: Form, cell: MatrixCell, period: Period, *, owes: bool
    ) -> None:
        """Show how a form of a unit stands."""
        self.title.setText(unit)
        self.form.setText(form.label)
        self.badge.show_mark(words.mark_of(cell, form, period))
        self.state.setText(words.state_words(cell, form, period))
        self.detail.setText("\n".join(words.detail_words(cell)))
        came = cell.first is not None
        self.form.show()
        self.state.show()
        self.detail.setVisible(came)
        self.opened.setVisible(came)
        self.remind.setVisible(owes)
        self.blank.setVisible(not came)
