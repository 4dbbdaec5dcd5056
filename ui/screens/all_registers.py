"""Every book of the office at a glance: grouped by family, found by typing, opened by Enter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from danvan_desktop.i18n import N_, _
from danvan_desktop.registers import REGISTERS, clerk_registers
from danvan_desktop.schema import RegisterSpec
from danvan_desktop.storage.values import Changes, ListQuery, Overview
from ui import tasks, theme
from ui.screens.base import Screen
from ui.widgets.book_row import BookRow
from ui.widgets.cells import day_text, period_text
from ui.widgets.labels import label
from ui.widgets.panel import Panel
from ui.widgets.search_box import SearchBox
from ui.widgets.titles import record_title

if TYPE_CHECKING:
    from danvan_desktop.context import Context
    from danvan_desktop.organisation.periods import Period
    from danvan_desktop.organisation.units import Directory

NO_FAMILY = N_("Sổ dùng thường xuyên")
"""The heading of the registers that have none; they also stand in the rail."""

COLUMNS, NARROW_COLUMNS = 3, 2
_HEADING_ROWS = 2
"""How many rows of a column a family's heading and margins take, for columns of equal height."""


def read_books(context: Context, period: Period | None) -> tuple[tuple[Overview, ...], Directory]:
    """Read the numbers of every book and the units that name records (runs on a worker)."""
    days = (period.first_day, period.last_day) if period else (None, None)
    queries = [
        ListQuery(register=spec.key, first_day=days[0], last_day=days[1], held=True)
        for spec in clerk_registers()
    ]
    return tuple(context.overview(queries)), context.directory()


class AllRegistersScreen(Screen):
    """Families of registers in columns; typing narrows them, Enter opens the first."""

    uses_period = True
    help_key = "registers"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.title = _("Tất cả các sổ")
        self.rows: list[BookRow] = []
        self.families: list[FamilyCard] = []
        self._period: Period | None = None
        self.search = SearchBox(_("Tìm sổ theo tên, không cần dấu"))
        self._words = label("", "label", wrap=True)
        self._none = label(_("Không có sổ nào mang tên này. Xóa chữ đã gõ để xem lại tất cả."))
        self._columns: list[QVBoxLayout] = []
        self._build()

    # --- what the window asks

    def activate(self, argument: Any = None) -> None:
        self.refresh()

    def changed(self, changes: Changes) -> None:
        if any(row.register.key in changes.registers for row in self.rows):
            self.refresh()

    def period_changed(self, period: Period | None) -> None:
        self._period = period
        self.refresh()

    def refresh(self) -> None:
        tasks.reread(read_books, self.context, self._period, done=self._show, owner=self)

    def set_narrow(self, narrow: bool) -> None:
        if narrow != self.narrow:
            super().set_narrow(narrow)
            self._arrange()

    def find_in_page(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def focus_areas(self) -> Sequence[QWidget]:
        return (self.search, *(family for family in self.families if not family.isHidden()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let arrow keys walk through the registers, and Enter in the search open the first."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
            if step:
                self._walk(watched, step)
                return True
            if watched is self.search and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._narrow(self.search.text())
                if shown := self.shown():
                    shown[0].open_button.click()
                return True
        return super().eventFilter(watched, event)

    def shown(self) -> list[BookRow]:
        """List the registers that match what was typed, in reading order."""
        return [row for family in self.families for row in family.rows if not row.isHidden()]

    # --- private

    def _build(self) -> None:
        for spec in clerk_registers():
            name = _(spec.family or NO_FAMILY)
            family = next((f for f in self.families if f.name == name), None)
            if family is None:
                family = FamilyCard(name)
                self.families.append(family)
            self.rows.append(self._row(spec, family))
        self.search.searched.connect(self._narrow)
        self.search.installEventFilter(self)
        head = QHBoxLayout()
        head.setContentsMargins(16, 0, 16, 8)
        head.setSpacing(12)
        head.addWidget(self.search)
        head.addWidget(self._words, 1)
        page = Panel(ground="bg")
        sheet = QHBoxLayout(page)
        sheet.setContentsMargins(16, 2, 16, 16)
        sheet.setSpacing(12)
        for _number in range(COLUMNS):
            holder = QWidget(page)
            column = QVBoxLayout(holder)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(12)
            self._columns.append(column)
            sheet.addWidget(holder, 1)
        area = QScrollArea(self)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setAccessibleName(self.title)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(page)
        self._none.setContentsMargins(16, 4, 16, 4)
        self._none.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self._none)
        layout.addWidget(area, 1)
        self._arrange()

    def _row(self, spec: RegisterSpec, family: FamilyCard) -> BookRow:
        row = BookRow(spec)
        row.open_button.clicked.connect(lambda: self.go.emit(spec.key, None))
        row.add_button.clicked.connect(lambda: self.go.emit(f"record:{spec.key}", None))
        row.open_button.installEventFilter(self)
        family.add(row)
        return row

    def _arrange(self) -> None:
        """Deal the families out to columns of about equal height, in their order."""
        for column in self._columns:
            while column.count():
                column.takeAt(0)
        used = NARROW_COLUMNS if self.narrow else COLUMNS
        heights = [0] * used
        for family in self.families:
            place = heights.index(min(heights))
            heights[place] += len(family.rows) + _HEADING_ROWS
            self._columns[place].addWidget(family)
        for number, column in enumerate(self._columns):
            column.addStretch(1)
            holder = column.parentWidget()
            if holder is not None:
                holder.setVisible(number < used)

    def _narrow(self, typed: str) -> None:
        for family in self.families:
            for row in family.rows:
                row.setVisible(row.matches(typed))
            family.setVisible(any(not row.isHidden() for row in family.rows))
        self._none.setVisible(not self.shown())

    def _walk(self, start: QObject, step: int) -> None:
        """Go to the next or the previous register; above the first one is the search."""
        buttons = [row.open_button for row in self.shown()]
        stops: list[QWidget] = [self.search, *buttons]
        place = next((n for n, stop in enumerate(stops) if stop is start), 0) + step
        stops[max(0, min(place, len(stops) - 1))].setFocus(Qt.FocusReason.TabFocusReason)

    def _show(self, found: tuple[tuple[Overview, ...], Directory]) -> None:
        books, directory = found
        if self._period is not None:
            words = _("Con số là hồ sơ trong kỳ {name}.")
            self._words.setText(words.format(name=self._period.name))
        else:
            self._words.setText(_("Con số là hồ sơ của cả sổ."))
        by_key = {book.register: book for book in books}
        for row in self.rows:
            book = by_key[row.register.key]
            newest = _newest(book, directory)
            row.show_facts(here=book.here, ever=book.ever, newest=newest)


class FamilyCard(Panel):
    """Registers that belong together, under their heading."""

    def __init__(self, name: str) -> None:
        super().__init__(radius=6, frame="line")
        self.name = name
        self.rows: list[BookRow] = []
        self.setAccessibleName(name)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(8, 8, 8, 8)
        self._column.setSpacing(0)
        heading = label(name, "section_title")
        heading.setContentsMargins(theme.px(8), 0, 0, theme.px(4))
        self._column.addWidget(heading)

    def add(self, row: BookRow) -> None:
        """Add a register at the end."""
        self.rows.append(row)
        self._column.addWidget(row)


def _newest(book: Overview, directory: Directory) -> str:
    """Name the newest record and its day, unless the name tells the day already."""
    if not book.newest:
        return ""
    spec = REGISTERS[book.register]
    title = record_title(spec, book.newest, directory)
    day = day_text(period_text(book.newest.get(spec.date_field) or ""))
    return title if not day or day.lower() in title.lower() else f"{title}, {day}"
