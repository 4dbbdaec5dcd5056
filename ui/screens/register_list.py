"""The list page of a register: funnel, toolbar, table, and the pane of the selected record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QMenu,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from danvan_desktop.i18n import _
from danvan_desktop.organisation.periods import Period
from danvan_desktop.schema import RegisterSpec
from danvan_desktop.storage.values import Changes, Filter, ListQuery, Record
from danvan_desktop.vietnamese import format_number
from ui import tasks, theme
from ui.screens.register_actions import ListActions
from ui.screens.register_empty import (
    Ways,
    show_empty_bin,
    show_empty_register,
    show_no_match,
)
from ui.screens.register_figures import Figures, funnel_cells, read_figures, total_texts
from ui.screens.register_steps import STEPS, StepAction, next_action
from ui.screens.register_toolbar import RegisterToolbar
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.column_menu import ColumnMenu
from ui.widgets.empty_state import EmptyState
from ui.widgets.funnel import FunnelStrip
from ui.widgets.history import HistoryPane
from ui.widgets.progress import ProgressBar
from ui.widgets.record_pane import RecordPane
from ui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from danvan_desktop.context import Context
    from danvan_desktop.organisation.units import Directory

PANE_WIDTH = 272
SELECTION_PAUSE_MS = 80


class RegisterList(QWidget):
    """The list; it asks its screen to open forms and tells it what was done."""

    open_wanted = Signal(str)
    edit_wanted = Signal(str)
    add_wanted = Signal()
    continue_wanted = Signal(object)
    papers_wanted = Signal(object)
    import_wanted = Signal()
    template_wanted = Signal()
    repeats_wanted = Signal()
    told = Signal(str, bool)
    status = Signal(str, str)

    def __init__(
        self,
        context: Context,
        register: RegisterSpec,
        directory: Directory,
        parent: QWidget | None = None,
        *,
        periods: Sequence[str] = (),
    ) -> None:
        super().__init__(parent)
        self.context = context
        self.register = register
        self.directory = directory
        self.work = ListActions(context, register, self)
        self.narrow = False
        self.page_label = ""
        """The words of the button that opens a record's own page, "" when it has only a form."""
        self._special: ListQuery | None = None
        self._step = ""
        self._bin = False
        self._office: str | None = None
        self.offices: dict[str, str] = {}
        """Other offices whose records stand here: code → name."""
        self._figures: Figures | None = None
        self._reading = self._read_again = False
        self.banner = Banner(self)
        self.funnel = FunnelStrip(self)
        self.toolbar = RegisterToolbar(register, self)
        self.search = self.toolbar.search
        self.table = RecordTable(
            register,
            context,
            self._load,
            directory,
            context.settings,
            parent=self,
            periods=periods,
        )
        self.pane = RecordPane(register, self)
        self.history = HistoryPane(self)
        self.side = QStackedWidget(self)
        self.empty = EmptyState(self.table.view)
        self.progress = ProgressBar(self)
        self._ways = Ways(
            self.add_wanted.emit,
            self.import_wanted.emit,
            self.template_wanted.emit,
            self.clear_filters,
        )
        self._selection_timer = QTimer(self)
        self._build()
        self._connect()

    # --- queries

    def base_query(self) -> ListQuery:
        """What the period (or a drill-down) shows, before any filter."""
        if self._special is not None:
            return self._special
        query = ListQuery(
            register=self.register.key, deleted=self._bin, held=True, office=self._office
        )
        if self.work.period is not None and self.register.group == "register" and not self._bin:
            days = (self.work.period.first_day, self.work.period.last_day)
            query = replace(query, first_day=days[0], last_day=days[1])
        return query

    def query(self) -> ListQuery:
        """The base with search and funnel; the table adds its filter row and order."""
        query = replace(self.base_query(), text=self.search.text().strip())
        if self._step:
            query = replace(query, filters=(*query.filters, Filter(self._step, "eq", True)))
        return query

    def is_narrowed(self) -> bool:
        """Tell whether a search, a step of the funnel or a column narrows the list."""
        return bool(self.search.text().strip() or self._step or self.table.header.active())

    # --- commands

    def show_period(self, period: Period | None) -> None:
        """Show the records of another period."""
        self.work.period = period
        self._special = None
        self._tell_banner()
        self.reload()

    def show_special(self, query: ListQuery, words: str = "") -> None:
        """Show exactly the records that a figure counts, until the clerk goes back."""
        self._special = replace(query, register=self.register.key)
        text = words or _("Đang xem các hồ sơ của một con số.")
        self.banner.tell(text, icon="figures", link=_("Xem cả sổ"), on_link=self._leave_special)
        self.reload()

    def reload(self) -> None:
        """Read rows and figures again."""
        query = self.query()
        self.table.show_query(query)
        self._read_figures()

    def changed(self, changes: Changes) -> None:
        """Follow a write; what it touched stays selected."""
        if self.register.key in changes.registers:
            kept = [i for i in changes.ids if i]
            if kept and len(kept) <= 50:
                self.table.select(kept)
            self.reload()

    def set_directory(self, directory: Directory, periods: Sequence[str] = ()) -> None:
        """Take the units of another day and the codes of the office's periods."""
        self.directory = directory
        self.table.set_periods(periods)
        self.table.set_names(directory)

    def set_offices(self, offices: dict[str, str]) -> None:
        """Take the other offices whose records stand here: code → name."""
        self.offices = offices
        self.table.set_offices(offices)

    def clear_filters(self) -> None:
        """Show the whole list again."""
        self._step = ""
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)
        self.table.clear_filters()

    def take(self, action: StepAction) -> None:
        """Take a step for the selected records."""
        self.work.take(action, self.table.selected())

    def print_list(self) -> None:
        """Show the list as it prints: the records and columns that are on the screen."""
        self.work.show_paper(
            self.table.query(self.query()),
            [column.key for column in self.table.visible_columns() if column.is_field],
            whole_period=self._special is None,
            button=self.toolbar.print,
        )

    def export_list(self) -> None:
        """Write the records and columns that are on the screen to an Excel file."""
        self.work.export(
            self.table.query(self.query()),
            [column.key for column in self.table.visible_columns() if column.is_field],
            count=self.table.model.rowCount(),
            whole_period=self._special is None,
            progress=self.progress,
            done=lambda words: self.told.emit(words, False),
        )

    def show_details(self) -> None:
        """Show the pane of the selected record; as a page of its own when narrow."""
        if self.narrow:
            self._pane_as_page(not self.side.isVisible())
        self.side.setCurrentWidget(self.pane)

    def set_narrow(self, narrow: bool) -> None:
        """Fold the pane away and the rarer buttons into the menu."""
        self.narrow = narrow
        self._pane_as_page(False)

    def show_bin(self, on: bool) -> None:
        """Show deleted records instead of the list, or the list again."""
        self._bin = on
        self._special = None
        self._tell_banner()
        self.reload()

    def focus_areas(self) -> Sequence[QWidget]:
        """What F6 walks through."""
        return (self.toolbar.add, self.search, self.table.view, self.side)

    # --- private: building

    def _build(self) -> None:
        self._selection_timer.setSingleShot(True)
        self._selection_timer.setInterval(SELECTION_PAUSE_MS)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        head = QVBoxLayout()
        head.setContentsMargins(16, 0, 16, 6)
        head.setSpacing(8)
        head.addWidget(self.banner)
        head.addWidget(self.funnel)
        head.addWidget(self.toolbar)
        outer.addLayout(head)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)
        self.splitter.addWidget(self.table)
        self.side.addWidget(self.pane)
        self.side.addWidget(self.history)
        self.side.setMinimumWidth(theme.px(220))
        self.splitter.addWidget(self.side)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 0)
        width = int(self.context.settings.get("pane/list", PANE_WIDTH) or PANE_WIDTH)
        self.splitter.setSizes([10_000, theme.px(width)])
        self.side.resize(theme.px(width), 100)
        outer.addWidget(self.splitter, 1)
        outer.addWidget(self.progress)
        self.funnel.setVisible(bool(self.register.funnel))
        self.empty.hide()
        self.table.view.viewport().installEventFilter(self)

    def _connect(self) -> None:
        bar = self.toolbar
        bar.add.clicked.connect(self.add_wanted)
        bar.import_.clicked.connect(self.import_wanted)
        bar.step_wanted.connect(self.take)
        bar.copy.clicked.connect(self.table.copy_all)
        bar.print.clicked.connect(self.print_list)
        bar.columns.clicked.connect(self._open_columns)
        bar.more.clicked.connect(self._open_menu)
        bar.clear.clicked.connect(self.clear_filters)
        self.search.searched.connect(lambda _text: self.reload())
        self.funnel.chosen.connect(self._choose_step)
        self.table.narrowed.connect(self.reload)
        self.table.arrived.connect(self._on_arrived)
        self.table.picked.connect(lambda _records: self._selection_timer.start())
        self.table.opened.connect(lambda record: self.open_wanted.emit(record.id))
        self.table.edit_wanted.connect(lambda record: self.edit_wanted.emit(record.id))
        self.table.details_wanted.connect(lambda _record: self.show_details())
        self.table.delete_wanted.connect(self._delete_or_restore)
        self.table.copied.connect(self._copied)
        self._selection_timer.timeout.connect(self._show_selected)
        self.pane.history_wanted.connect(self._show_history)
        self.history.closed.connect(lambda: self.side.setCurrentWidget(self.pane))
        self.history.closed.connect(lambda: self._pane_as_page(False))
        self.splitter.splitterMoved.connect(
            lambda *_at: self.context.settings.set(
                "pane/list", round(self.side.width() * 100 / theme.zoom())
            )
        )

    # --- private: showing

    def _load(self, work: Any, done: Any) -> None:
        tasks.run(work, done=done, owner=self)

    def _read_figures(self) -> None:
        """Read figures one at a time: while someone types, rows must not wait behind them."""
        if self._reading:
            self._read_again = True
            return
        self._reading, self._read_again = True, False
        tasks.run(
            read_figures,
            self.context,
            self.register,
            self.table.query(self.query()),
            self.base_query(),
            self._year_before(),
            done=self._show_figures,
            failed=self._no_figures,
            owner=self,
        )

    def _no_figures(self, error: BaseException) -> None:
        self._reading = False
        tasks.show_failure(error)

    def _show_figures(self, figures: Figures) -> None:
        self._reading = False
        if self._read_again:
            self._read_figures()
            return
        self._figures = figures
        self.funnel.show_cells(funnel_cells(self.register, figures), self._step)
        self.table.set_totals(total_texts(self.register, figures, self.table.columns))
        self.toolbar.tell(figures.shown, figures.whole, narrowed=self.is_narrowed())
        self._tell_status()

    def _on_arrived(self, count: int) -> None:
        self.empty.setVisible(count == 0)
        self.side.setVisible(not self.narrow and (count > 0 or self.is_narrowed()))
        if count == 0:
            self._show_empty()
            self._place_empty()
            self.pane.show_nothing("")
        elif not self.table.selected():
            self.pane.show_nothing(_("Chọn một dòng để xem quá trình của hồ sơ."))
        else:
            self._selection_timer.start()
        self._tell_status()

    def _show_empty(self) -> None:
        if self.is_narrowed():
            show_no_match(self.empty, self.search.text().strip(), self._ways)
        elif self._bin:
            show_empty_bin(self.empty)
        else:
            show_empty_register(self.empty, self.register, self._ways)

    def _show_selected(self) -> None:
        records = self.table.selected()
        self.toolbar.allow_steps("" if records else _("Chọn một hoặc nhiều dòng trước."))
        self._tell_status()
        if len(records) != 1:
            words = _("Đang chọn {n} hồ sơ.").format(n=len(records)) if records else ""
            self.pane.show_nothing(words or _("Chọn một dòng để xem quá trình của hồ sơ."))
            if records:
                self.pane.set_buttons(self._pane_buttons(records))
            return
        record = records[0]
        tasks.run(
            self.context.attachments,
            self.register.key,
            record.id,
            done=lambda files: self._show_record(record, files),
            owner=self,
        )
        if self.side.currentWidget() is self.history:
            self._show_history()

    def _show_record(self, record: Record, files: Any) -> None:
        chosen = self.table.selected()
        if len(chosen) == 1 and chosen[0].id == record.id:
            self.pane.show_record(record, self.directory, files)
            self.pane.set_buttons(self._pane_buttons([record]))

    def _pane_buttons(self, records: Sequence[Record]) -> list[Button]:
        if self._bin:
            restore = Button(_("Khôi phục"), "restore")
            restore.clicked.connect(lambda: self.work.restore(records))
            return [restore]
        buttons = []
        if len(records) == 1:
            edit = Button(_("Sửa (F2)"), "edit")
            edit.clicked.connect(lambda: self.edit_wanted.emit(records[0].id))
            buttons.append(edit)
            if self.page_label:
                page = Button(self.page_label, "report")
                page.clicked.connect(lambda: self.open_wanted.emit(records[0].id))
                buttons.append(page)
        actions = {action.key: action for r in records if (action := next_action(r)) is not None}
        if len(actions) == 1:
            action = next(iter(actions.values()))
            button = Button(_(action.label), action.icon)
            button.clicked.connect(lambda: self.take(action))
            buttons.append(button)
        return buttons

    def _show_history(self) -> None:
        records = self.table.selected()
        if len(records) != 1:
            return
        self.side.setCurrentWidget(self.history)
        if self.narrow:
            self._pane_as_page(True)
        tasks.run(
            self.context.history,
            self.register.key,
            records[0].id,
            done=lambda entries: self.history.show_history(self.register, entries, self.directory),
            owner=self,
        )

    def _tell_status(self) -> None:
        count = self._figures.shown if self._figures else self.table.model.rowCount()
        words = _("{n} hồ sơ").format(n=format_number(count))
        chosen = len(self.table.view.selectionModel().selectedRows())
        if chosen:
            words += _(" · đang chọn {n}").format(n=format_number(chosen))
        self.status.emit(words, "")

    def _tell_banner(self) -> None:
        if self._bin:
            self.banner.tell(
                _("Thùng rác: các hồ sơ đã xóa, chọn dòng rồi nhấn Khôi phục."),
                icon="trash",
                link=_("Về sổ"),
                on_link=lambda: self.show_bin(False),
            )
        elif self.work.locked and self.work.period is not None:
            words = _("Kỳ {name} đã khóa. Cần sửa thì ghi lý do; lần sửa được lưu trong lịch sử.")
            self.banner.tell(words.format(name=self.work.period.name), icon="lock")
        elif self._office is not None:
            name = self.offices.get(self._office) or _("Nhập tại đây")
            words = _("Chỉ hiện hồ sơ của cơ quan gửi: {name}.").format(name=name)
            link = _("Xem cả sổ")
            self.banner.tell(words, icon="filter", link=link, on_link=self._leave_special)
        else:
            self.banner.tell("")

    # --- private: acting

    def _choose_step(self, code: str) -> None:
        self._step = "" if code == self.register.funnel[0] else code
        self.reload()

    def show_office(self, office: str | None) -> None:
        """Show the records of one sending office, "" those entered here, None all."""
        self._office, self._special = office, None
        self._tell_banner()
        self.reload()

    def _leave_special(self) -> None:
        self._special = self._office = None
        self._tell_banner()
        self.reload()

    def _delete_or_restore(self, records: Sequence[Record]) -> None:
        if self._bin:
            self.work.restore(records)
        else:
            self.work.delete(records)

    def _copied(self, count: int) -> None:
        words = _("Đã chép {n} dòng, dán được vào Excel").format(n=format_number(count))
        self.told.emit(words, False)

    def _open_columns(self) -> None:
        menu = ColumnMenu(self.table, self)
        menu.open_below(self.toolbar.columns)

    def _open_menu(self) -> None:
        menu = self.more_menu()
        menu.exec(self.toolbar.more.mapToGlobal(QPoint(0, self.toolbar.more.height() + 2)))

    def more_menu(self) -> QMenu:
        """Make the menu of everything that has no button of its own now."""
        menu = QMenu(self)
        menu.setAccessibleName(_("Việc khác"))
        records = self.table.selected()
        for action in STEPS.get(self.register.key, ()):
            button = self.toolbar.steps.get(action.key)
            if button is not None and button.isVisible():
                continue
            entry = menu.addAction(_(action.label), partial(self.take, action))
            entry.setEnabled(bool(records))
        if self.register.codes is not None:
            entry = menu.addAction(
                _("Đăng ký tiếp năm sau"), lambda: self.continue_wanted.emit(records[0])
            )
            entry.setEnabled(len(records) == 1)
        if self.register.group == "register":
            entry = menu.addAction(
                _("Soạn văn bản…"), lambda: self.papers_wanted.emit(tuple(records))
            )
            entry.setEnabled(bool(records))
        if not self.toolbar.copy.isVisible():
            menu.addAction(_("Chép sang Excel"), self.table.copy_all)
        if not self.toolbar.print.isVisible():
            menu.addAction(_("In danh sách"), self.print_list)
        if not self.toolbar.columns.isVisible():
            menu.addAction(_("Cột…"), self._open_columns)
        menu.addAction(_("Xuất ra Excel…"), self.export_list)
        if self.register.group == "register":
            menu.addAction(_("Tạo mẫu Excel cho xã…"), self.template_wanted.emit)
            menu.addAction(_("Nghi trùng…"), self.repeats_wanted.emit)
        menu.addSeparator()
        self._add_offices(menu)
        self._add_heights(menu)
        bin_entry = menu.addAction(_("Thùng rác"), lambda: self.show_bin(not self._bin))
        bin_entry.setCheckable(True)
        bin_entry.setChecked(self._bin)
        return menu

    def _add_offices(self, menu: QMenu) -> None:
        """Offer the sending offices as a filter, where there are any."""
        if not self.offices:
            return
        offices = menu.addMenu(_("Cơ quan gửi"))
        every: list[tuple[str | None, str]] = [(None, _("Tất cả")), ("", _("Nhập tại đây"))]
        for code, name in [*every, *self.offices.items()]:
            entry = offices.addAction(name, partial(self.show_office, code))
            entry.setCheckable(True)
            entry.setChecked(self._office == code)

    def _add_heights(self, menu: QMenu) -> None:
        heights = menu.addMenu(_("Độ cao dòng"))
        now = self.context.settings.get("row_height")
        for key, words in (
            ("compact", _("Gọn")),
            ("normal", _("Vừa")),
            ("roomy", _("Thoáng, tên dài xuống dòng")),
        ):
            entry = heights.addAction(words, partial(self.table.set_row_height, key))
            entry.setCheckable(True)
            entry.setChecked(now == key)

    def _pane_as_page(self, on: bool) -> None:
        self.table.setVisible(not on or not self.narrow)
        self.side.setVisible(on or not self.narrow)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.narrow and self.side.isVisible():
            self._pane_as_page(False)
            self.table.setFocus()
            return
        super().keyPressEvent(event)

    def _year_before(self) -> ListQuery | None:
        if self.work.period is None or not self.register.funnel or self._special is not None:
            return None
        first, last = self.work.period.first_day, self.work.period.last_day
        before = [f"{int(day[:4]) - 1}{day[4:]}" for day in (first, last)]
        return ListQuery(
            register=self.register.key, first_day=before[0], last_day=before[1], held=True
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self.table.view.viewport():
            self._place_empty()
        return super().eventFilter(watched, event)

    def _place_empty(self) -> None:
        self.empty.setGeometry(self.table.view.viewport().geometry())
        self.empty.raise_()
