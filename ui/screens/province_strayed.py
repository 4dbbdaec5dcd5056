"""Ghi cho nơi khác: records for units that another sending office keeps, and their way back.

``go`` leads to a record, ``told`` is for the undo bar, ``chosen`` says that another one is to be
described, ``pinned`` that pins were written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from danvan_desktop.bundles.strayed import Strayed, pin_strayed, strayed
from danvan_desktop.i18n import _
from danvan_desktop.organisation.pin_rules import MAX_TEXT
from danvan_desktop.organisation.pins import title_of
from danvan_desktop.registers import REGISTERS
from danvan_desktop.vietnamese import format_number
from ui import messages, tasks, theme
from ui.screens.figure_place import FigurePlace
from ui.screens.pin_words import state_mark
from ui.widgets.badge import Mark
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.plain_table import Brief, Column, PlainTable, Row

if TYPE_CHECKING:
    from danvan_desktop.context import Context

ROW = 40
"""Two lines of text."""

KEEPER_COLUMN = 3
"""The column that the narrow window leaves to the pane."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A strayed record with the words by which people know it."""

    one: Strayed
    title: str

    @property
    def lines(self) -> list[tuple[str, str]]:
        """Describe it, as label and text."""
        return [
            (_("Sổ"), _(REGISTERS[self.one.register].label)),
            (_("Hồ sơ"), self.title),
            (_("Do"), self.one.office_name),
            (_("Đơn vị"), f"{self.one.unit_name} ({self.one.unit})"),
            (_("Thuộc"), self.one.keeper_name),
            (_("Khi ghim"), self.one.remark),
        ]


def read_strayed(context: Context) -> tuple[Listed, ...]:
    """Read what is listed (for a worker)."""
    return tuple(Listed(one, title_of(context, one.record)) for one in strayed(context))


class StrayedView(Card):
    """The table of strayed records with the buttons that send one, or all, back."""

    go = Signal(str, object)
    told = Signal(str)
    chosen = Signal()
    pinned = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(padding=0)
        self.context = context
        self.found: tuple[Listed, ...] = ()
        self.table = PlainTable(
            (
                Column(_("Cơ quan gửi"), 180),
                Column(_("Hồ sơ")),
                Column(_("Ghi cho đơn vị"), 150),
                Column(_("Đơn vị của"), 180),
                Column(_("Gửi trả"), 132, badge=True),
            ),
            _("Hồ sơ ghi cho đơn vị của cơ quan khác"),
            row=ROW,
        )
        # Names of offices differ in their last words only.
        self.table.setWordWrap(True)
        self.table.chosen.connect(lambda _key: self._choose())
        self.table.opened.connect(self.open)
        self.empty = EmptyState()
        self.pin_button = Button(_("Ghim để gửi trả…"), "return", dense=True, on_click=self.pin)
        self.all_button = Button(_("Ghim tất cả…"), "return", dense=True, on_click=self.pin_all)
        bar = QHBoxLayout()
        bar.setContentsMargins(10, 8, 10, 8)
        bar.setSpacing(theme.px(8))
        for button in (self.pin_button, self.all_button):
            bar.addWidget(button)
        bar.addStretch(1)
        self.body.addLayout(bar)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.empty, 1)
        self._show(())

    @property
    def chosen_record(self) -> Listed | None:
        """The record of the selected row."""
        key = self.table.key
        return self.found[key] if key is not None and key < len(self.found) else None

    # ------------------------------------------------------------------ commands
    def refresh(self) -> None:
        """Read them again."""
        tasks.reread(read_strayed, self.context, done=self._show, owner=self)

    def set_narrow(self, narrow: bool) -> None:
        """Leave whose the unit is to the pane where the window is narrow."""
        self.table.setColumnHidden(KEEPER_COLUMN, narrow)

    def open(self, place: int) -> None:
        """Open a record, or the place of a typed figure, which has no form of its own."""
        one = self.found[place].one
        if one.path:
            self.go.emit("figures", FigurePlace(str(one.record.values["ky"]), one.unit, one.path))
        else:
            self.go.emit(f"record:{one.register}", one.record.id)

    def pin(self) -> None:
        """Ask for the remark, which is ready, and pin it to the unit of the chosen record."""
        chosen = self.chosen_record
        if chosen is None:
            return
        text = messages.ask_text(
            _("Gửi trả hồ sơ này cho {office}?").format(office=chosen.one.office_name),
            _("Ghim chờ ở mục Gửi trả; ghi phiếu trả lại ở đó để gửi cho cơ quan."),
            accept=_("Ghim"),
            initial=chosen.one.remark,
            most=MAX_TEXT,
            parent=self,
        )
        if text:
            self._pin([chosen.one], text)

    def pin_all(self) -> None:
        """Pin to every record that no pin speaks of, each with its own remark."""
        waiting = [one.one for one in self.found if one.one.may_be_pinned]
        answer = messages.ask(
            _("Ghim {n} hồ sơ để gửi trả?").format(n=format_number(len(waiting))),
            _("Mỗi hồ sơ được ghim vào ô đơn vị, kèm lời đề nghị cơ quan gửi chọn lại đơn vị."),
            (messages.Choice("pin", _("Ghim tất cả"), "primary"),),
            icon="return",
            parent=self,
        )
        if answer == "pin":
            self._pin(waiting, "")

    # ------------------------------------------------------------------ private
    def _pin(self, some: Sequence[Strayed], text: str) -> None:
        tasks.write(
            self.context, pin_strayed, self.context, some, text, done=self._written, owner=self
        )

    def _written(self, count: int) -> None:
        words = _("Đã ghim {n} hồ sơ, chờ ghi phiếu trả lại ở mục Gửi trả")
        self.told.emit(words.format(n=format_number(count)))
        self.pinned.emit()
        self.refresh()

    def _show(self, found: tuple[Listed, ...]) -> None:
        self.found = found
        self.table.setVisible(bool(found))
        self.empty.setVisible(not found)
        if not found:
            self.empty.show_state(
                icon="check",
                title=_("Không có hồ sơ nào ghi cho đơn vị của cơ quan khác"),
                help_text=_(
                    "Hồ sơ như vậy vẫn được nhận và tính cho đơn vị đó; nó hiện ở đây để bạn gửi "
                    "trả cho cơ quan đã ghi."
                ),
            )
        self.table.show_rows([_row(n, one) for n, one in enumerate(found)])
        self._choose()

    def _choose(self) -> None:
        chosen = self.chosen_record
        fit = chosen is not None and chosen.one.may_be_pinned
        self.pin_button.forbid("" if fit else _("Chọn một hồ sơ chưa ghim"))
        waiting = any(one.one.may_be_pinned for one in self.found)
        self.all_button.forbid("" if waiting else _("Không có hồ sơ nào chưa ghim"))
        self.chosen.emit()


def _row(number: int, listed: Listed) -> Row:
    one = listed.one
    mark = Mark(_("Chưa ghim"), "warning", "warning")
    if one.pinned is not None:
        mark = state_mark(one.pinned)
    label = f"{_(REGISTERS[one.register].label)}: {listed.title}"
    cells = (one.office_name, Brief(label, label), one.unit_name, one.keeper_name, mark)
    return Row(number, cells)
