"""“Việc cần làm”, the first page: what waits, how the period stands, whether the data are safe."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLocale, Qt, QTimer
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from danvan_desktop import lazy
from danvan_desktop.agenda.model import ActionKind, TodoGroup, TodoItem, counts
from danvan_desktop.i18n import SOURCE_LANGUAGE, _, language
from danvan_desktop.vietnamese.dates import format_date, weekday
from ui import tasks, theme
from ui.screens import record_screen
from ui.screens.base import Command, Screen
from ui.screens.figure_place import FigurePlace
from ui.screens.home_values import HomeFacts, Line, copy_to_medium, kept_home
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.labels import IconLabel, Link, label
from ui.widgets.pair_chart import PairChart
from ui.widgets.todo_list import TodoList

if TYPE_CHECKING:
    from PySide6.QtWidgets import QTabWidget

    from danvan_desktop.context import Context
    from danvan_desktop.organisation.periods import Period
    from danvan_desktop.storage.values import Changes, ListQuery
    from ui import messages
    from ui.screens import home_facts
    from ui.widgets.empty_state import EmptyState
else:  # what reads and counts is not needed where a run before has done it
    messages = lazy.module("ui.messages")
    home_facts = lazy.module("ui.screens.home_facts")

RIGHT = 448
REST_MS = 300
"""How long to wait for more changes before everything is read again."""


class HomeScreen(Screen):
    """Left one list of work, right the period, the copies and quick starts."""

    help_key = "home"
    uses_period = True

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        today = date.fromisoformat(context.clock.today())
        self.title = _("Việc cần làm")
        native = language() == SOURCE_LANGUAGE
        day = weekday(today) if native else QLocale("en_GB").dayName(today.isoweekday())
        self.subtitle = f"{day}, {format_date(today)}"
        self._period: Period | None = None
        self._arrived = False
        self.work = _WorkCard()
        self.work.list.wanted.connect(self._do)
        self.chart = PairChart()
        self.chart.chosen.connect(self._drill)
        self.copies = _CopiesCard(self)
        self._right = self._build_right()
        self._splitter = QSplitter()
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(12)
        self._tabs: QTabWidget | None = None
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(16, 0, 16, 12)
        self._outer.addWidget(self._splitter)
        self._arrange()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REST_MS)
        self._timer.timeout.connect(self.refresh)

    # ------------------------------------------------------------------ screen
    def activate(self, argument: Any = None) -> None:
        self._arrived = True
        kept = kept_home(self.context, self._period)
        if kept is None:
            self.refresh()
            return
        facts, items, labels = kept
        self._show(facts)
        self._show_work(items, labels)

    def changed(self, changes: Changes) -> None:
        self._timer.start()

    def period_changed(self, period: Any) -> None:
        self._period = period
        if self.isVisible():
            self.refresh()

    def refresh(self) -> None:
        tasks.reread(_read_home, self.context, self._period, done=self._show, owner=self)
        tasks.reread(_read_work, self.context, done=self._show_work, owner=self)

    def new_record(self) -> None:
        self.go.emit("record:dan_van_kheo", None)

    def set_narrow(self, narrow: bool) -> None:
        if narrow != self.narrow:
            super().set_narrow(narrow)
            self._arrange()

    def focus_areas(self) -> Sequence[QWidget]:
        return (self.work, self._right)

    def commands(self) -> Sequence[Command]:
        return (
            *(Command(words, self._go(key), icon) for words, icon, key in _quick_starts()),
            Command(_("Sao ra USB…"), self.copy_to_usb, "usb"),
        )

    # ------------------------------------------------------------------ commands
    def copy_to_usb(self) -> None:
        """Put a verified copy of all data on a medium that the clerk chooses."""
        folder = messages.choose_folder(_("Chọn USB hoặc thư mục để sao"), parent=self)
        if folder is not None:
            tasks.run(copy_to_medium, self.context, folder, done=self._copied, owner=self)

    # ------------------------------------------------------------------ private
    def _build_right(self) -> QWidget:
        figures = Card(_("So với cùng kỳ năm trước"))
        link = Link(_("Mở Số liệu"))
        link.clicked.connect(lambda: self.go.emit("figures", None))
        figures.add_action(link)
        figures.body.addWidget(self.chart)
        note = _("Mỗi dòng có thang riêng. Nhấn vào con số để xem các hồ sơ được tính.")
        figures.body.addWidget(label(note, "help", wrap=True))
        starts = Card(_("Làm nhanh"))
        grid = QGridLayout()
        grid.setSpacing(8)
        for place, (words, icon, key) in enumerate(_quick_starts()):
            button = Button(words, icon, on_click=self._go(key))
            button.setProperty("align", "left")
            grid.addWidget(button, place // 2, place % 2)
        starts.body.addLayout(grid)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(figures)
        column.addWidget(self.copies)
        column.addWidget(starts)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(right)
        scroll.setMinimumWidth(theme.px(320))
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return scroll

    def _arrange(self) -> None:
        """Lay both halves side by side, or in the narrow form as two tabs in reading order."""
        if self.narrow:
            self._splitter.hide()
            tabs = self._tabs or self._make_tabs()
            tabs.addTab(self.work, _("Việc cần làm"))
            tabs.addTab(self._right, _("Tình hình kỳ"))
            tabs.show()
            return
        if self._tabs is not None:
            self._tabs.hide()
        self._splitter.addWidget(self.work)
        self._splitter.addWidget(self._right)
        self._splitter.setStretchFactor(0, 1)
        self._splitter.setSizes([10_000, theme.px(RIGHT)])
        self.work.show()
        self._right.show()
        self._splitter.show()

    def _make_tabs(self) -> QTabWidget:
        from PySide6.QtWidgets import QTabWidget

        self._tabs = QTabWidget()
        self._tabs.tabBar().setAccessibleName(self.title)
        self._outer.addWidget(self._tabs)
        return self._tabs

    def _show(self, facts: HomeFacts) -> None:
        years = [name.rsplit(" ", 1)[-1] for name in facts.heads]
        self.chart.show_pairs(
            facts.pairs,
            legend=(_("Kỳ này"), _("Cùng kỳ")),
            heads=(years[0], years[1], _("So sánh")),
        )
        self.copies.show_lines(facts.backup, facts.usb, facts.bundle)

    def _show_work(
        self, items: tuple[TodoItem, ...], labels: Mapping[str, str] | None = None
    ) -> None:
        self.work.show_items(items, labels)
        if self._arrived:
            self._arrived = False
            self.work.take_focus()
        self.counted.emit(len(items))

    def _do(self, item: TodoItem) -> None:
        action = item.action
        if action.kind is ActionKind.OPEN_DRAFTS:
            self._open_draft(action.register, action.record_id)
        elif action.kind is ActionKind.REMIND_UNITS:
            self.go.emit("completeness", (action.period, action.units))
        elif action.kind is ActionKind.OPEN_FIGURE:
            path, _at, place = str(action.field).partition("@")
            wanted = FigurePlace(str(action.period), place, path, str(action.record_id))
            self.go.emit("figures", wanted)
        elif action.kind is ActionKind.OPEN_RECORD:
            self.go.emit(record_screen(action.register), action.record_id)
        elif action.kind in (ActionKind.SEND_BUNDLE, ActionKind.RENEW_KEY):
            self.go.emit("sync", None)  # what it gets it would take for a file that came in
        else:
            self.go.emit(_PLACES[action.kind], action.record_id or action.period)

    def _open_draft(self, register: str, record_id: str | None) -> None:
        def show(drafts: list[Any]) -> None:
            kept = [d for d in drafts if (d.register, d.record_id) == (register, record_id)]
            page = record_screen(register) if register == "bao_cao" else f"record:{register}"
            self.go.emit(page, kept[0] if kept else record_id)

        tasks.run(self.context.drafts, done=show, owner=self)

    def _drill(self, code: str) -> None:
        if self._period is None:
            return

        def show(query: ListQuery) -> None:
            self.go.emit(query.register, query)

        tasks.run(_records_of, self.context, code, self._period, done=show, owner=self)

    def _copied(self, copy: Path) -> None:
        self.told.emit(_("Đã sao ra {name}, mở thử được").format(name=copy), False)
        self.refresh()

    def _go(self, key: str) -> Any:
        return lambda: self.go.emit(key, None)


class _WorkCard(Card):
    """The list with its head: how much, of which kind, for which register."""

    def __init__(self) -> None:
        super().__init__(_("Việc cần làm"), padding=0)
        self.set_title(_("Đang đọc…"))
        self.list = TodoList()
        self.list.setAccessibleName(_("Việc cần làm"))
        self._empty: EmptyState | None = None
        self.read = False
        self._items: tuple[TodoItem, ...] = ()
        self._registers = QComboBox()
        self._registers.setAccessibleName(_("Lọc theo sổ"))
        self._registers.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._registers.currentIndexChanged.connect(lambda _index: self._filter())
        self.add_action(self._registers)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(self.list, 1)
        hint = _("Nhấn Enter để mở việc đang chọn, Ctrl+N để ghi hồ sơ mới.")
        foot = label(hint, "help", wrap=True)
        foot.setContentsMargins(12, 4, 12, 10)
        self.body.addWidget(foot)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def empty(self) -> EmptyState:
        """What is shown in the place of the list when there is nothing to do."""
        if self._empty is None:
            from ui.widgets.empty_state import EmptyState

            self._empty = EmptyState()
            self._empty.show_state(
                icon="check", title=_("Không còn việc nào chờ"), help_text=_("Mọi hạn đều đã xong.")
            )
            self.body.insertWidget(1, self._empty, 1)
        return self._empty

    def show_items(
        self, items: tuple[TodoItem, ...], labels: Mapping[str, str] | None = None
    ) -> None:
        """Show work and offer the registers that occur in it, named by ``labels``."""
        self.read, self._items = True, items
        if labels is None:
            labels = home_facts.labels(item.register for item in items)
        chosen = self._registers.currentData()
        self._registers.blockSignals(True)
        self._registers.clear()
        self._registers.addItem(_("Tất cả các sổ"), None)
        for key in dict.fromkeys(item.register for item in items):
            self._registers.addItem(labels[key], key)
        self._registers.setCurrentIndex(max(0, self._registers.findData(chosen)))
        self._registers.blockSignals(False)
        self._filter()

    def take_focus(self) -> None:
        """Put the keyboard on the list, or on the filter when there is nothing to do."""
        (self._registers if self.list.isHidden() else self.list).setFocus()

    def _filter(self) -> None:
        key = self._registers.currentData()
        shown = [item for item in self._items if key is None or item.register == key]
        number = counts(shown)
        parts = [words.format(n=number[group]) for group, words in _group_words() if number[group]]
        self.set_title(_("{n} việc").format(n=len(shown)), " · ".join(parts))
        self.list.show_items(shown)
        self.list.setVisible(bool(shown))
        if self._empty is not None or not shown:
            self.empty.setVisible(not shown)


class _CopiesCard(Card):
    """Where the data are safe: automatic copy, copy on another medium, bundle of the period."""

    def __init__(self, screen: HomeScreen) -> None:
        super().__init__(_("Dữ liệu của bạn"))
        restore = Link(_("Khôi phục…"))
        restore.clicked.connect(lambda: screen.go.emit("settings", "backup"))
        usb = Button(_("Sao ra USB"), "usb", dense=True, on_click=screen.copy_to_usb)
        look = Link(_("Xem"))
        look.clicked.connect(lambda: screen.go.emit("sync", None))
        self._rows = [self._add(end) for end in (restore, usb, look)]

    def show_lines(self, *lines: Line) -> None:
        """Show the three statements."""
        for (icon, words), line in zip(self._rows, lines, strict=True):
            icon.show_icon(line.icon, line.role)
            words.setText(line.text)

    def _add(self, end: QWidget) -> tuple[IconLabel, Any]:
        row = QHBoxLayout()
        row.setSpacing(8)
        icon, words = IconLabel("circle-dashed", "muted"), label("", wrap=True)
        row.addWidget(icon)
        row.addWidget(words, 1)
        row.addWidget(end)
        self.body.addLayout(row)
        return icon, words


_PLACES = {
    ActionKind.WRITE_REPORT: "report",
    ActionKind.SIGN_PAPER: "report",
    ActionKind.CLOSE_PERIOD: "period_closing",
}
"""Which page answers a kind of work; it gets the record or else the period."""


def _read_home(context: Context, period: Period | None) -> HomeFacts:
    return home_facts.read_home(context, period)


def _read_work(context: Context) -> tuple[TodoItem, ...]:
    return home_facts.read_work(context)


def _quick_starts() -> tuple[tuple[str, str, str], ...]:
    return (
        (_("Mô hình mới"), "add", "record:dan_van_kheo"),
        (_("Nhập tệp Excel của xã"), "import", "import"),
        (_("Ghi cuộc đối thoại"), "dialogue", "record:doi_thoai"),
        (_("Lập biên bản hội nghị"), "people", "record:hoi_nghi"),
    )


def _group_words() -> tuple[tuple[TodoGroup, str], ...]:
    return (
        (TodoGroup.OVERDUE, _("{n} quá hạn")),
        (TodoGroup.SOON, _("{n} đến hạn")),
        (TodoGroup.UNFINISHED, _("{n} chờ hoàn chỉnh")),
        (TodoGroup.WAITING, _("{n} chờ nơi khác")),
    )


def _records_of(context: Context, code: str, period: Period) -> ListQuery:
    from danvan_desktop.indicators.drill import records_of

    return records_of(context, code, period)
