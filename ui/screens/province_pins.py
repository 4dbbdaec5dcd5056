"""Gửi trả: the pins at the province, what the offices answered, and the returns that carry them.

``go`` leads to what a pin speaks of, ``told`` is for the undo bar, ``chosen`` says that another pin
is to be described.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from danvan_desktop.bundles.returns import refuse_past
from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _
from danvan_desktop.organisation.pin_rules import MAX_TEXT
from danvan_desktop.organisation.pins import PinState, accept_answer, drop_pin, return_again
from danvan_desktop.vietnamese import format_number, parse_date
from ui import messages, tasks, theme
from ui.screens import pin_words as words
from ui.screens.figure_place import FigurePlace
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.plain_table import Brief, Column, PlainTable, Row

if TYPE_CHECKING:
    from danvan_desktop.context import Context

ROW = 40
"""Two lines of text."""

ANSWER_COLUMN = 3
"""The column that the narrow window leaves to the pane."""


class PinsView(Card):
    """The table of pins with the buttons that move one on."""

    go = Signal(str, object)
    told = Signal(str)
    chosen = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(padding=0)
        self.context = context
        self.pins: tuple[words.Pins, ...] = ()
        self.table = PlainTable(
            (
                Column(_("Cơ quan gửi"), 170),
                Column(_("Chỗ ghim"), 190),
                Column(_("Nhận xét")),
                Column(_("Trả lời"), 150),
                Column(_("Tình trạng"), 132, badge=True),
            ),
            _("Ghim gửi trả"),
            row=ROW,
        )
        # Names of offices differ in their last words only.
        self.table.setWordWrap(True)
        self.table.chosen.connect(lambda _key: self._choose())
        self.table.opened.connect(self.open)
        self.empty = EmptyState()
        self.return_button = Button(
            _("Ghi phiếu trả lại…"), "return", dense=True, on_click=self.send_back
        )
        self.accept_button = Button(_("Chấp nhận"), "check", dense=True, on_click=self.accept)
        self.again_button = Button(_("Ghim lại…"), "edit", dense=True, on_click=self.pin_again)
        self.drop_button = Button(
            _("Bỏ ghim"), "trash", kind="destructive", dense=True, on_click=self.drop
        )
        bar = QHBoxLayout()
        bar.setContentsMargins(10, 8, 10, 8)
        bar.setSpacing(theme.px(8))
        for button in (self.return_button, self.accept_button, self.again_button, self.drop_button):
            bar.addWidget(button)
        bar.addStretch(1)
        self.body.addLayout(bar)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.empty, 1)
        self._show(())

    @property
    def chosen_pin(self) -> words.Pins | None:
        """The pin of the selected row."""
        key = self.table.key
        return self.pins[key] if key is not None and key < len(self.pins) else None

    # ------------------------------------------------------------------ commands
    def refresh(self) -> None:
        """Read the pins again."""
        tasks.reread(words.read_pins, self.context, done=self._show, owner=self)

    def set_narrow(self, narrow: bool) -> None:
        """Leave the answers to the pane where the window is narrow."""
        self.table.setColumnHidden(ANSWER_COLUMN, narrow)

    def open(self, place: int) -> None:
        """Open the record or the figure that a pin speaks of."""
        pin = self.pins[place].pin
        if pin.path:
            self.go.emit("figures", FigurePlace(pin.period, pin.place, pin.path))
        else:
            self.go.emit(f"record:{pin.register}", pin.record_id)

    def send_back(self) -> None:
        """Ask for the deadline, then write one return for every office with waiting pins."""
        said = messages.ask_text(
            _("Hạn gửi lại số liệu đã sửa"),
            _("Mỗi cơ quan có ghim đang chờ được một phiếu. Ngày gõ như 25/6/2020."),
            accept=_("Ghi phiếu"),
            initial=words.suggested_deadline(self.context),
            parent=self,
        )
        if said is None:
            return
        day = parse_date(said).date
        if day is None:
            messages.show_note(_("Chưa rõ ngày"), _("Ngày gõ như 25/6/2020"), self)
            return
        try:
            refuse_past(self.context, day.isoformat())
        except UserError as error:
            messages.show_error(error, self)
            return
        folder = messages.choose_folder(_("Chọn USB hoặc thư mục để ghi phiếu"), parent=self)
        if folder is not None:
            self._write(words.write_returns, folder, day.isoformat(), done=self._sent_back)

    def accept(self) -> None:
        """Close the chosen pin: its answer will do."""
        if (chosen := self.chosen_pin) is not None:
            self._write(accept_answer, chosen.pin.id)

    def pin_again(self) -> None:
        """Ask what is still wrong and pin it to the same place."""
        chosen = self.chosen_pin
        if chosen is None:
            return
        text = messages.ask_text(
            _("Còn gì chưa được?"),
            _("Ghim mới đặt đúng chỗ cũ và chờ phiếu trả lại tới."),
            accept=_("Ghim lại"),
            most=MAX_TEXT,
            parent=self,
        )
        if text:
            self._write(return_again, chosen.pin.id, text)

    def drop(self) -> None:
        """Take back the chosen pin, which no return carries yet."""
        chosen = self.chosen_pin
        if chosen is None:
            return
        answer = messages.ask(
            _("Bỏ ghim này?"),
            chosen.pin.text,
            (messages.Choice("drop", _("Bỏ ghim"), "destructive"),),
            icon="return",
            parent=self,
        )
        if answer == "drop":
            self._write(drop_pin, chosen.pin.id)

    # ------------------------------------------------------------------ private
    def _write(
        self, fn: Callable[..., Any], *arguments: Any, done: Callable[[Any], None] | None = None
    ) -> None:
        after = done or (lambda _none: self.refresh())
        tasks.write(self.context, fn, self.context, *arguments, done=after, owner=self)

    def _sent_back(self, count: int) -> None:
        self.told.emit(_("Đã ghi {n} phiếu trả lại").format(n=format_number(count)))
        self.refresh()

    def _show(self, found: tuple[words.Pins, ...]) -> None:
        self.pins = found
        self.table.setVisible(bool(found))
        self.empty.setVisible(not found)
        if not found:
            self.empty.show_state(
                icon="return",
                title=_("Chưa ghim gì để gửi trả"),
                help_text=_(
                    "Mở hồ sơ do cơ quan khác gửi, hoặc mục “Cơ quan gửi” của một số liệu, rồi "
                    "nhấn “Ghim để gửi trả…”."
                ),
            )
        waiting = any(one.pin.state is PinState.DRAFT for one in found)
        self.return_button.forbid("" if waiting else _("Không có ghim nào đang chờ"))
        today = self.context.clock.today()
        self.table.show_rows([_row(n, one, today) for n, one in enumerate(found)])
        self._choose()

    def _choose(self) -> None:
        chosen = self.chosen_pin
        state = chosen.pin.state if chosen is not None else None
        answered = state in (PinState.FIXED, PinState.ANSWERED)
        for button in (self.accept_button, self.again_button):
            button.forbid("" if answered else _("Chọn một ghim đã có trả lời"))
        self.drop_button.forbid("" if state is PinState.DRAFT else _("Chọn một ghim đang chờ"))
        self.chosen.emit()


def _row(number: int, one: words.Pins, today: str) -> Row:
    pin = one.pin
    answer = words.answer_line(pin)
    cells = (
        one.office,
        Brief(pin.title, words.place_words(pin)),
        Brief(pin.text, pin.text),
        Brief(answer, answer),
        words.pin_mark(pin, today),
    )
    return Row(number, cells)
