"""Every book of the office at a glance: its records of this period, the newest, two buttons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from danvan_desktop.i18n import _
from danvan_desktop.registers import clerk_registers
from danvan_desktop.schema import RegisterSpec
from danvan_desktop.storage.values import Changes, ListQuery
from danvan_desktop.vietnamese.numbers import format_number
from ui import tasks, theme
from ui.screens.base import Screen
from ui.widgets.buttons import Button
from ui.widgets.cells import day_text
from ui.widgets.labels import IconLabel, label
from ui.widgets.panel import Panel
from ui.widgets.titles import record_title

if TYPE_CHECKING:
    from danvan_desktop.context import Context
    from danvan_desktop.organisation.periods import Period


@dataclass(frozen=True, slots=True)
class BookFacts:
    """What is told about a register: records of the period, of all time, the newest one."""

    key: str
    here: int
    ever: int
    title: str
    day: str


def read_books(context: Context, period: Period | None) -> tuple[BookFacts, ...]:
    """Read the facts of every book (runs on a worker)."""
    return tuple(_facts(context, spec, period) for spec in clerk_registers())


class AllRegistersScreen(Screen):
    """Cards of the registers; a card opens its list."""

    uses_period = True
    help_key = "registers"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.title = _("Tất cả các sổ")
        self._period: Period | None = None
        self.cards: list[BookCard] = []
        area = QScrollArea(self)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setAccessibleName(self.title)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._page = Panel(ground="bg")
        self._grid = QGridLayout(self._page)
        self._grid.setContentsMargins(16, 0, 16, 16)
        self._grid.setSpacing(12)
        area.setWidget(self._page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)
        for spec in clerk_registers():
            self.cards.append(self._card(spec))
        self._arrange()

    def activate(self, argument: Any = None) -> None:
        self.refresh()

    def changed(self, changes: Changes) -> None:
        if any(card.register.key in changes.registers for card in self.cards):
            self.refresh()

    def period_changed(self, period: Period | None) -> None:
        self._period = period
        self.refresh()

    def refresh(self) -> None:
        tasks.run(read_books, self.context, self._period, done=self._show, owner=self)

    def set_narrow(self, narrow: bool) -> None:
        super().set_narrow(narrow)
        self._arrange()

    def focus_areas(self) -> Sequence[QWidget]:
        return tuple(self.cards)

    def _card(self, spec: RegisterSpec) -> BookCard:
        card = BookCard(spec)
        card.open_button.clicked.connect(lambda: self.go.emit(spec.key, None))
        card.add_button.clicked.connect(lambda: self.go.emit(f"record:{spec.key}", None))
        return card

    def _arrange(self) -> None:
        columns = 2 if self.narrow else 3
        for place, card in enumerate(self.cards):
            self._grid.addWidget(card, place // columns, place % columns)
        for column in range(3):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        self._grid.setRowStretch(len(self.cards), 1)

    def _show(self, books: Sequence[BookFacts]) -> None:
        by_key = {book.key: book for book in books}
        for card in self.cards:
            card.show_facts(by_key[card.register.key], self._period)


class BookCard(Panel):
    """One register: figure of the period, the newest record, open and add."""

    def __init__(self, register: RegisterSpec) -> None:
        super().__init__(radius=6, frame="line")
        self.register = register
        self.setAccessibleName(_(register.label))
        self._figure = label("…", "figure")
        self._words = label("", "label", wrap=True)
        self._ever = label("", "help", wrap=True)
        self._last_words = label("", "base", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(IconLabel(register.icon, "accent", size=18))
        head.addWidget(label(_(register.label), "card_title"))
        head.addStretch(1)
        column.addLayout(head)
        figures = QHBoxLayout()
        figures.setSpacing(8)
        figures.addWidget(self._figure)
        figures.addWidget(self._words, 1)
        column.addLayout(figures)
        column.addWidget(self._last_words)
        column.addWidget(self._ever)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        self.open_button = Button(_("Mở sổ"), "book", parent=self)
        self.open_button.setAccessibleName(_("Mở sổ {name}").format(name=_(register.label)))
        self.add_button = Button(_(register.add_label), "add", kind="quiet", parent=self)
        buttons.addWidget(self.open_button)
        buttons.addWidget(self.add_button)
        buttons.addStretch(1)
        column.addStretch(1)
        column.addLayout(buttons)
        self.setMinimumWidth(theme.px(240))

    def show_facts(self, facts: BookFacts, period: Period | None) -> None:
        """Show what the register holds."""
        what = _(self.register.record_label)
        self._figure.setText(format_number(facts.here))
        if period is not None:
            words = _("{what} trong kỳ {name}").format(what=what, name=period.name)
            self._words.setText(words)
        else:
            self._words.setText(what)
        newest = _("Mới nhất: {title}").format(title=facts.title)
        if facts.day and day_text(facts.day) not in facts.title:
            newest = f"{newest}, {day_text(facts.day)}"
        self._last_words.setText(newest if facts.title else _("Chưa ghi hồ sơ nào."))
        self._ever.setText(_("Cả sổ có {n} hồ sơ.").format(n=format_number(facts.ever)))


def _facts(context: Context, spec: RegisterSpec, period: Period | None) -> BookFacts:
    whole = ListQuery(register=spec.key, counted=True)
    here = whole
    if period is not None:
        here = ListQuery(
            register=spec.key,
            first_day=period.first_day,
            last_day=period.last_day,
            counted=True,
            held=True,
        )
    by_day = spec.date_field if spec.order else None
    newest = context.page(ListQuery(register=spec.key, sort=by_day, descending=True), 0, 1)
    title = day = ""
    if newest:
        title = record_title(spec, newest[0].values, context.directory())
        day = str(newest[0].event_date or "")
    return BookFacts(spec.key, context.count(here), context.count(whole), title, day)
