"""Nhập số liệu: figures typed from paper, in a sheet that works like Excel.

Two ways to look at the same cells: a row for each unit and a column for each indicator of a group,
or everything of one place with its breakdowns. Every change is stored at once and can be undone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from danvan_desktop.context import Context
from danvan_desktop.errors import Issue
from danvan_desktop.i18n import _
from danvan_desktop.indicators import check_period, confirm, enter_many
from danvan_desktop.indicators.grid import (
    Grid,
    Heading,
    by_indicator,
    by_place,
    families,
    places,
    read_cell,
)
from danvan_desktop.indicators.typed import WHOLE, Entered, Entry, carry_over
from danvan_desktop.organisation.periods import Period
from danvan_desktop.registers import REGISTERS
from danvan_desktop.storage.values import Changes
from ui import tasks, theme
from ui.screens.base import Screen
from ui.screens.figures_checks import ChecksBox
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.figure_sheet import FigureSheetView, SheetModel, cell_words
from ui.widgets.labels import label

ALL_PLACES = "*"
"""What the choice of place holds when the sheet has a row for each of them."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the page shows: the sheet, the places to choose from, what the check found."""

    sheet: Grid
    places: tuple[Heading, ...]
    issues: tuple[Issue, ...]
    unconfirmed: int


def read_facts(context: Context, period: Period, family: str, place: str) -> Facts:
    """Read the sheet of a group of indicators (runs on a worker)."""
    codes = families()[family]
    if place == ALL_PLACES:
        sheet = by_place(context, period, codes)
    else:
        sheet = by_indicator(context, period, place, codes)
    found = [i for i in check_period(context, period) if i.place.record in codes]
    waiting = sum(1 for c in sheet.cells.values() if c.entry and not c.entry.confirmed)
    return Facts(sheet, places(context, period), tuple(found), waiting)


class FigureEntryScreen(Screen):
    """The page on which figures are typed."""

    help_key = "figure_entry"
    uses_period = True
    can_go_back = True

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.title = _("Nhập số liệu")
        self.period: Period | None = None
        self.facts: Facts | None = None
        self._wanted: tuple[str, str] | None = None
        self._reading: tasks.Task | None = None
        self.checks = ChecksBox()
        self.checks.chosen.connect(self._go_to_issue)
        self.family = QComboBox()
        self.family.setAccessibleName(_("Nhóm chỉ tiêu"))
        self.place = QComboBox()
        self.place.setAccessibleName(_("Nơi có số liệu"))
        for box in (self.family, self.place):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            box.setMaxVisibleItems(24)
        for key in families():
            self.family.addItem(_(REGISTERS[key].label), key)
        self.family.currentIndexChanged.connect(lambda _n: self.refresh())
        self.place.currentIndexChanged.connect(lambda _n: self.refresh())
        self.model = SheetModel()
        self.model.typed.connect(self._store)
        self.view = FigureSheetView(self.model)
        self.view.moved.connect(self._show_cell)
        self.carry = Button(_("Mang số kỳ trước sang"), "copy", on_click=self._carry_over)
        self.confirm = Button(_("Xác nhận số đã mang sang"), "check", on_click=self._confirm)
        self.none = EmptyState()
        self.words = label("", "help", wrap=True)
        self.source = QLineEdit()
        self.source.setAccessibleName(_("Nguồn của số liệu"))
        self.source.setPlaceholderText(_("Nguồn: số, ngày của báo cáo giấy"))
        self.source.editingFinished.connect(self._store_source)
        self._lay_out()
        # A cell whose figure was refused shows again what is stored.
        tasks.hub().save_failed.connect(self.refresh)

    # ------------------------------------------------------------------ screen
    def activate(self, argument: Any = None) -> None:
        """Show the page; ``code/axis/key@place`` goes to that cell."""
        if isinstance(argument, str) and argument:
            path, _at, place = argument.partition("@")
            self._go_to(path, place)
        self.refresh()

    def changed(self, changes: Changes) -> None:
        self.refresh()

    def period_changed(self, period: Any) -> None:
        self.period = period
        self.refresh()

    def refresh(self) -> None:
        if self.period is None:
            self._show_none(_("Chưa có kỳ báo cáo"), _("Thêm kỳ trong Cài đặt để nhập số liệu."))
            return
        place = self.place.currentData()
        if self._reading is not None:
            self._reading.cancel()
        self._reading = tasks.run(
            read_facts,
            self.context,
            self.period,
            self.family.currentData(),
            ALL_PLACES if place is None else place,
            done=self._show,
            owner=self,
        )

    def header_actions(self) -> Sequence[QWidget]:
        return (self.confirm, self.carry)

    def focus_areas(self) -> Sequence[QWidget]:
        return (self.checks.list, self.family, self.view, self.source)

    def next_issue(self, step: int) -> None:
        self.checks.step(step)

    # ------------------------------------------------------------------ building
    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(10, 8, 10, 8)
        bar.setSpacing(theme.px(8))
        bar.addWidget(self.family)
        bar.addWidget(self.place)
        hint = label(
            _("Gõ như Excel: “trên 4.400”, “145 (30/30)” · dán cả khối · Ctrl+Z hoàn tác"),
            "help",
            wrap=True,
        )
        bar.addWidget(hint, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(10, 6, 10, 8)
        foot.setSpacing(theme.px(8))
        foot.addWidget(self.words, 1)
        self.source.setFixedWidth(theme.px(300))
        foot.addWidget(self.source)
        card = Card(padding=0)
        card.body.setSpacing(0)
        card.body.addLayout(bar)
        card.body.addWidget(self.view, 1)
        card.body.addWidget(self.none, 1)
        card.body.addLayout(foot)
        self.none.hide()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 4, 16, 10)
        outer.setSpacing(theme.px(10))
        outer.addWidget(self.checks)
        outer.addWidget(card, 1)

    # ------------------------------------------------------------------ showing
    def _show(self, facts: Facts) -> None:
        if self.period is None or facts.sheet.period.code != self.period.code:
            return
        self.facts = facts
        self.none.hide()
        self.view.show()
        self._show_places(facts.places)
        self.checks.show_issues(facts.issues)
        self.checks.setVisible(bool(facts.issues))
        self.model.show_sheet(facts.sheet)
        closed = _("Kỳ đã khóa.") if facts.sheet.period.closed else ""
        none_before = "" if facts.sheet.previous else _("Không có kỳ trước cùng loại.")
        self.carry.forbid(closed or none_before)
        self.confirm.setVisible(facts.unconfirmed > 0)
        if self._wanted is not None:
            index = self.model.place_of(*self._wanted)
            self._wanted = None
            if index.isValid():
                self.view.setFocus()
                self.view.setCurrentIndex(index)
        elif not self.view.currentIndex().isValid():
            self.view.setCurrentIndex(self.model.index(0, 0))
        self._show_cell()

    def _show_places(self, found: Sequence[Heading]) -> None:
        keys = [ALL_PLACES, *(heading.key for heading in found)]
        if [self.place.itemData(n) for n in range(self.place.count())] == keys:
            return
        chosen = self.place.currentData()
        self.place.blockSignals(True)
        self.place.clear()
        self.place.addItem(_("Mọi đơn vị (mỗi đơn vị một dòng)"), ALL_PLACES)
        for heading in found:
            self.place.addItem("   " * heading.depth + heading.label, heading.key)
        self.place.setCurrentIndex(max(0, self.place.findData(chosen)))
        self.place.blockSignals(False)

    def _show_none(self, title: str, help_text: str) -> None:
        self.view.hide()
        self.checks.hide()
        self.none.show_state(icon="calendar", title=title, help_text=help_text)
        self.none.show()

    def _show_cell(self) -> None:
        cell = self.model.cell(self.view.currentIndex())
        sheet = self.model.sheet
        self.source.setEnabled(bool(cell and cell.entry))
        if not (self.source.hasFocus() and self.source.isModified()):
            self.source.setText(cell.entry.source if cell and cell.entry else "")
        if cell is None or sheet is None:
            self.words.setText("")
            return
        beside = [cell_words(cell)]
        if cell.previous and sheet.previous:
            beside.append(
                _("Kỳ trước ({period}): {n}.").format(period=sheet.previous.code, n=cell.previous)
            )
        if cell.same and sheet.same:
            beside.append(_("Cùng kỳ ({period}): {n}.").format(period=sheet.same.code, n=cell.same))
        self.words.setText(" ".join(part for part in beside if part))

    # ------------------------------------------------------------------ storing
    def _store(self, texts: Mapping[tuple[str, str], str]) -> None:
        """Read what was typed and store all of it in one operation; wrong cells stay marked."""
        sheet = self.model.sheet
        if sheet is None or self.period is None:
            return
        cells: dict[str, dict[str, Entry | None]] = {}
        faults: dict[tuple[str, str], str] = {}
        for key, text in texts.items():
            cell = sheet.cell(*key)
            if cell is None:
                continue
            read = read_cell(cell.path, text, cell.entry)
            if isinstance(read, Issue):
                faults[key] = f"{read.message} {read.remedy}"
            elif read is not None or cell.entry is not None:
                cells.setdefault(cell.place, {})[cell.path] = read
        self.model.refuse(faults)
        if faults:
            self.told.emit(next(iter(faults.values())), False)
        if cells:
            self._write(cells)

    def _store_source(self) -> None:
        """Keep where the current cell's figure was read."""
        cell = self.model.cell(self.view.currentIndex())
        text = self.source.text().strip()
        if cell is not None and cell.entry is not None and text != cell.entry.source:
            self._write({cell.place: {cell.path: replace(cell.entry, source=text)}})

    def _write(self, cells: Mapping[str, Mapping[str, Entry | None]]) -> None:
        batch = [(self.period, place, of) for place, of in cells.items()]
        tasks.write(self.context, enter_many, self.context, batch, done=self._entered, owner=self)

    def _entered(self, result: Entered) -> None:
        if not result.saved:
            first = result.issues[0]
            self.told.emit(f"{first.message} {first.remedy}", False)
            self.refresh()
        elif result.changes is not None:
            self.told.emit(result.changes.label, True)

    def _carry_over(self) -> None:
        sheet, facts = self.model.sheet, self.facts
        if sheet is None or facts is None or sheet.previous is None:
            return
        chosen = self.place.currentData()
        every = [heading.key for heading in facts.places]
        wanted = every if chosen in (None, ALL_PLACES) else [chosen]
        codes = families()[self.family.currentData()]
        tasks.write(
            self.context,
            carry_over,
            self.context,
            sheet.previous,
            sheet.period,
            wanted,
            codes=codes,
            done=self._entered,
            owner=self,
        )

    def _confirm(self) -> None:
        if self.period is not None:
            tasks.write(self.context, confirm, self.context, self.period, owner=self)

    # ------------------------------------------------------------------ going to a cell
    def _go_to_issue(self, issue: Issue) -> None:
        code, field = issue.place.record or "", issue.place.field or ""
        path = f"{code}/{field}" if field and "/" in field and not field.startswith(code) else code
        self._go_to(path, issue.place.unit or WHOLE)
        self.refresh()

    def _go_to(self, path: str, place: str) -> None:
        """Choose group and place so that the cell is seen, and remember to go to it."""
        code, _slash, part = path.partition("/")
        family = next((key for key, codes in families().items() if code in codes), None)
        if family is None:
            return
        self.family.blockSignals(True)
        self.family.setCurrentIndex(self.family.findData(family))
        self.family.blockSignals(False)
        self.place.blockSignals(True)
        self.place.setCurrentIndex(self.place.findData(place) if part else 0)
        self.place.blockSignals(False)
        self._wanted = (path, place) if part else (place, code)
