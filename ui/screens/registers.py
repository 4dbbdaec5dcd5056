"""The page of a register, the same class for every declared register."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from danvan_desktop.i18n import _
from danvan_desktop.registers import REGISTERS
from danvan_desktop.storage.values import Changes, ListQuery, Record
from ui import screens, tasks
from ui.screens.base import Command, Screen
from ui.screens.record_opening import NewRecord, period_codes
from ui.screens.register_list import RegisterList
from ui.screens.register_steps import STEPS
from ui.widgets.buttons import Button

if TYPE_CHECKING:
    from danvan_desktop.context import Context
    from danvan_desktop.organisation.periods import Period
    from danvan_desktop.organisation.units import Directory

CARRIED_OVER = (
    "ten",
    "don_vi",
    "linh_vuc",
    "doi_tuong",
    "loai",
    "ma",
    "dia_chi",
    "thuc_trang",
    "muc_tieu",
    "noi_dung",
    "dia_ban",
    "luc_luong",
    "nhan_rong",
)
"""What a continuing model keeps when it is registered again; appraisal and money begin anew."""


class RegisterScreen(Screen):
    """A register's list. ``activate`` takes a record id to select, or a ListQuery to drill down."""

    def __init__(self, context: Context, register: str, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.register = REGISTERS[register]
        self.title = _(self.register.label)
        self.uses_period = self.register.group == "register"
        self.help_key = register if self.uses_period else "settings"
        self.can_go_back = not self.uses_period
        self.list: RegisterList | None = None
        self._period: Period | None = None
        self._argument: Any = None
        self._waiting = False
        self._actions = self._make_actions()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)

    # --- what the window asks

    def activate(self, argument: Any = None) -> None:
        self._argument = argument
        if self.list is None:
            self._read_directory()
        else:
            self._show_argument()

    def may_drop(self) -> bool:
        return True

    def changed(self, changes: Changes) -> None:
        if self.list is not None:
            if "don_vi" in changes.registers:
                self._read_directory()
            self.list.changed(changes)

    def period_changed(self, period: Period | None) -> None:
        self._period = period
        if self.list is not None:
            self._read_directory()
            self.list.show_period(period)

    def refresh(self) -> None:
        if self.list is not None:
            self.list.reload()

    def set_narrow(self, narrow: bool) -> None:
        super().set_narrow(narrow)
        if self.list is not None:
            self.list.set_narrow(narrow)

    def new_record(self) -> None:
        if self.register.key == "van_phong":
            # A new stage of the office differs from the present one in a few lines.
            tasks.run(self.context.office, done=self._begin_stage, owner=self)
        else:
            self.go.emit(f"record:{self.register.key}", None)

    def _begin_stage(self, office: Mapping[str, Any] | None) -> None:
        kept = {k: v for k, v in (office or {}).items() if k not in ("tu_ngay", "den_ngay")}
        self.go.emit(f"record:{self.register.key}", NewRecord(kept) if kept else None)

    def find_in_page(self) -> None:
        if self.list is not None:
            self.list.search.setFocus()
            self.list.search.selectAll()

    def print_page(self) -> None:
        if self.list is not None:
            self.list.print_list()

    def details(self) -> None:
        if self.list is not None:
            self.list.show_details()

    def header_actions(self) -> Sequence[QWidget]:
        return self._actions

    def focus_areas(self) -> Sequence[QWidget]:
        return self.list.focus_areas() if self.list else (self,)

    def commands(self) -> Sequence[Command]:
        found = [Command(_(self.register.add_label), self.new_record, "add", "Ctrl+N")]
        if self.list is not None:
            found.append(Command(_("Chép sang Excel"), self.list.table.copy_all, "copy"))
            found.append(Command(_("In danh sách"), self.list.print_list, "print", "Ctrl+P"))
            found.append(Command(_("Xuất ra Excel"), self.list.export_list, "download"))
            if self.uses_period:
                found.append(Command(_("Tạo mẫu Excel cho xã"), self.make_forms, "sheet"))
                key = self.register.key
                found.append(Command(_("Nghi trùng"), lambda: self.go.emit("repeats", key), "copy"))
            found.append(Command(_("Bỏ lọc"), self.list.clear_filters, "x"))
            for action in STEPS.get(self.register.key, ()):
                page = self.list
                found.append(
                    Command(_(action.label), lambda a=action, p=page: p.take(a), action.icon)  # type: ignore[misc]
                )
        return found

    # --- commands

    def open_record(self, record_id: str) -> None:
        """Open a record: on a page of its own where its register has one, else in its form."""
        own = f"page:{self.register.key}"
        self.go.emit(own if screens.screen(own) else f"record:{self.register.key}", record_id)

    def continue_record(self, record: Record) -> None:
        """Open the registration of a continuing model for the year after the given one."""
        values = {name: record.values.get(name) for name in CARRIED_OVER}
        year = int(record.values.get("nam") or str(record.event_date)[:4]) + 1
        values |= {"tinh_chat": "duy_tri", "ngay_dang_ky": str(year)}
        self.go.emit(f"record:{self.register.key}", NewRecord(values))

    def write_paper(self, records: Sequence[Record]) -> None:
        """Ask which paper to make from the chosen records, and open its page."""
        from ui.paper_dialog import write_paper  # with the templates, which a list does not need

        if records:
            write_paper(
                self.context,
                self.register.key,
                [record.id for record in records],
                title=self.register.title_of(records[0].values),
                opened=lambda paper: self.go.emit("report", paper),
                parent=self,
            )

    def make_forms(self) -> None:
        """Make blank workbooks of this register for communes."""
        # The list itself does without figures and workbooks, which the dialog brings along.
        from ui.forms_dialog import ask_forms, told_forms

        made = ask_forms(self.context, self.register.key, self._period, self)
        if made:
            self.told.emit(told_forms(made), False)

    # --- private

    def _make_actions(self) -> tuple[Button, ...]:
        """Units change by a guided page, which sees what hangs on them."""
        if self.register.key != "don_vi":
            return ()
        guide = Button(_("Sáp nhập, chia tách, đổi tên…"), "merge", parent=self)
        guide.clicked.connect(lambda: self.go.emit("unit_changes", None))
        guide.hide()
        return (guide,)

    def _read_directory(self) -> None:
        day = self._period.last_day if self._period is not None else self.context.clock.today()
        tasks.run(_read_names, self.context, day, done=self._take_names, owner=self)

    def _take_names(self, found: _Names) -> None:
        directory, periods, offices = found
        if self.list is not None:
            self.list.set_directory(directory, periods)
            self.list.set_offices(offices)
            return
        self.list = page = RegisterList(
            self.context, self.register, directory, self, periods=periods
        )
        page.set_offices(offices)
        page.open_wanted.connect(self.open_record)
        page.edit_wanted.connect(lambda key: self.go.emit(f"record:{self.register.key}", key))
        own = screens.screen(f"page:{self.register.key}")
        page.page_label = _(own.label) if own else ""
        page.add_wanted.connect(self.new_record)
        page.continue_wanted.connect(self.continue_record)
        page.papers_wanted.connect(self.write_paper)
        page.import_wanted.connect(lambda: self.go.emit("import", self.register.key))
        page.template_wanted.connect(self.make_forms)
        page.repeats_wanted.connect(lambda: self.go.emit("repeats", self.register.key))
        page.told.connect(self.told)
        page.status.connect(self.status)
        page.set_narrow(self.narrow)
        self._layout.addWidget(page)
        page.work.period = self._period
        self._show_argument()

    def _show_argument(self) -> None:
        assert self.list is not None
        argument, self._argument = self._argument, None
        if isinstance(argument, ListQuery):
            self.list.show_special(argument)
            return
        if isinstance(argument, str) and argument:
            self.list.table.select([argument])
        self.list.show_period(self._period)
        # Pages come from the rail; the keyboard goes on in the rows.
        QTimer.singleShot(0, self.list.table, self.list.table.setFocus)


_Names = tuple["Directory", tuple[str, ...], dict[str, str]]
"""The units of a day, the codes of the periods, the other offices by code."""


def _read_names(context: Context, day: str) -> _Names:
    """Read what a list names (on a worker)."""
    from danvan_desktop.bundles.ledger import office_names

    return context.directory(day), period_codes(context), office_names(context)
