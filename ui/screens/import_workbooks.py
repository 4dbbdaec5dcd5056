"""Nhập từ Excel: choose files, map columns, check rows, save; nothing is written before the end.

The page holds one ``Session`` (a frozen plan with its files). Everything that the clerk does asks a
worker for a changed plan, one at a time and in order, and the page shows the plan that comes back.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from danvan_desktop.context import Context
from danvan_desktop.errors import Progress, no_progress
from danvan_desktop.i18n import _
from danvan_desktop.organisation.periods import Period
from danvan_desktop.registers import REGISTERS
from danvan_desktop.spreadsheets import importer
from danvan_desktop.spreadsheets.importer import ImportPlan, Written
from danvan_desktop.spreadsheets.mapping import Mapping
from danvan_desktop.spreadsheets.plan import Location
from danvan_desktop.storage.values import Changes, ListQuery
from danvan_desktop.vietnamese import format_number, nfc
from ui import messages, tasks, theme
from ui.screens import import_session as words
from ui.screens.base import Command, Screen
from ui.screens.import_check import CheckPane
from ui.screens.import_session import Entry, Session, Verdict
from ui.screens.import_summary import SummaryPage, outcome_of
from ui.widgets.action_bar import ActionBar
from ui.widgets.badge import Mark
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button, icon_button
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.import_files import FileLine, FileList
from ui.widgets.import_mapping import MappingEditor
from ui.widgets.import_side import LegacyCard, MappingCard, clear_ground
from ui.widgets.labels import label
from ui.widgets.panel import Panel
from ui.widgets.progress import ProgressBar
from ui.widgets.stepper import Step, Stepper

CHOOSE, MAP, CHECK, SAVED = range(4)
MOST_OPENED = 1000
"""Stored records that are shown as a list of their own; beyond that the whole register opens."""

_TROUBLE_ICONS = {"encrypted": "lock", "password": "lock", "password_protected": "lock"}


class ImportScreen(Screen):
    """The page of four steps."""

    help_key = "import"
    uses_search = False

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.title = _("Nhập từ Excel")
        self.period: Period | None = None
        self.session: Session | None = None
        self.step = CHOOSE
        self._key: Any = None
        self._asked: Any = None
        self._wishes: deque[Callable[[ImportPlan], ImportPlan]] = deque()
        self._busy = False
        self._look: tasks.Task | None = None
        self._save_next = False
        self._make_parts()
        self._lay_out()
        self.setAcceptDrops(True)
        self._show_step(CHOOSE)

    # ------------------------------------------------------------------ screen
    def activate(self, argument: Any = None) -> None:
        """Take files, the key of a register, or ("template", key) for an empty workbook."""
        if argument is None or argument is self._asked:
            return
        self._asked = argument
        if isinstance(argument, tuple) and argument[:1] == ("template",):
            self.write_template(str(argument[1]))
        elif isinstance(argument, str) and argument in REGISTERS:
            if self.step == SAVED:
                self.start_over()
        elif isinstance(argument, str | Path):
            self.take_files([Path(argument)])
        else:
            self.take_files([Path(path) for path in argument])

    def changed(self, changes: Changes) -> None:
        if self.session is None or self._busy:
            return
        if self.step == SAVED and self.outcome.ids and set(self.outcome.ids) <= set(changes.ids):
            self._show_step(CHECK)  # the import was taken back (or done again): check anew
        if self.step in (MAP, CHECK):
            self._wish(lambda plan: plan.recheck())

    def period_changed(self, period: Any) -> None:
        self.period = period
        self._tell_title()
        if self.session is not None and self.step == CHECK:
            self._show_plan()

    def refresh(self) -> None:
        if self.session is not None and self.step in (MAP, CHECK):
            self.take_files(self.session.paths, again=True)

    def set_narrow(self, narrow: bool) -> None:
        super().set_narrow(narrow)
        self._pane_tabs.setVisible(narrow and self.step in (MAP, CHECK))
        self._show_panes()

    def header_actions(self) -> Sequence[QWidget]:
        return (self.stepper,)

    def focus_areas(self) -> Sequence[QWidget]:
        if self.step == CHECK:
            return (self.files, self.check.table, self.check.refused, self.mapping_card, self.bar)
        if self.step == MAP:
            return (self.files, self.editor, self.bar)
        return (self.start,)

    def commands(self) -> Sequence[Command]:
        found = [Command(_("Chọn tệp Excel để nhập"), self.choose_files, "open")]
        if self.step == CHECK:
            found.append(Command(_("Lưu các dòng đã kiểm tra vào sổ"), self.save, "save"))
        return found

    def new_record(self) -> None:
        self.choose_files()

    def save(self) -> None:
        """Write the accepted rows, in one operation with one undo."""
        if self.session is None or self.step != CHECK or not self.save_button.isEnabled():
            return
        self.save_button.setFocus()  # a cell that is being typed into is left first
        if self._busy:
            self._save_next = True
            return
        plan, outside = self.session.plan, self._outside()
        self._busy = True
        self.save_button.forbid(_("Đang lưu"))
        task = tasks.write(
            self.context,
            importer.write,
            plan,
            self.context,
            done=lambda written: self._written(plan, written, outside),
            failed=self._not_written,
            cancelled=self._write_cancelled,
            progress=self.progress.report,
            owner=self,
        )
        self.progress.follow(task, _("Lưu vào sổ"))

    def next_issue(self, step: int) -> None:
        """Go to the next or previous refused row of all files."""
        lines = self.check.refused.lines
        if self.step != CHECK or not lines:
            return
        focused = [n for n, line in enumerate(lines) if line.hasFocus()]
        number = (focused[0] + step) % len(lines) if focused else 0 if step > 0 else len(lines) - 1
        lines[number].open()

    # ------------------------------------------------------------------ commands
    def choose_files(self) -> None:
        """Ask for workbooks; those chosen before stay."""
        kinds = _("Bảng tính Excel (*.xlsx *.xlsm *.xls);;Mọi tệp (*)")
        chosen = messages.choose_files(_("Chọn tệp Excel"), kinds=kinds, parent=self)
        if chosen:
            self.add_files(chosen)

    def choose_folder(self) -> None:
        """Ask for a folder of workbooks."""
        folder = messages.choose_folder(_("Chọn thư mục có tệp Excel"), parent=self)
        if folder is not None:
            self.add_files([folder])

    def add_files(self, paths: Sequence[Path]) -> None:
        """Inspect files together with those chosen before."""
        before = self.session.paths if self.session and self.step != SAVED else ()
        self.take_files([*before, *paths], again=bool(before))

    def take_files(
        self, paths: Sequence[Path], *, again: bool = False, convert: bool | None = None
    ) -> None:
        """Inspect files off the GUI thread; ``again`` keeps corrections made so far."""
        before = self.session if again else None
        if convert is None:
            convert = before.convert if before is not None else True
        if self._look is not None:
            self._look.cancel()
        self._busy = True
        self._wishes.clear()
        self._look = task = tasks.run(
            words.look,
            self.context,
            list(paths),
            convert=convert,
            before=before,
            done=self._looked,
            failed=self._failed,
            cancelled=self._stopped,
            progress=self.progress.report,
            owner=self,
        )
        self.progress.follow(task, _("Đọc tệp"))
        self.start.setEnabled(False)

    def remove_file(self, key: Any) -> None:
        """Leave a file out of this import; the file itself stays where it is."""
        if self.session is None or key is None:
            return
        kept = [path for path in self.session.paths if nfc(path.name) != key[0]]
        if kept:
            self.take_files(kept, again=True)
        else:
            self.start_over()

    def start_over(self) -> None:
        """Forget the files; nothing of them is stored that was not saved."""
        self.session = None
        self._key = None
        self._wishes.clear()
        self._show_step(CHOOSE)

    def correct(self, row: int, field: str, raw: str) -> None:
        """Type over a cell of the shown table and check its row anew."""
        file, sheet, _first = self._key
        self._wish(lambda plan: plan.correct(file, sheet, row, field, raw))

    def prefer(self, place: Location) -> None:
        """Let a row of a double event be the one that counts."""
        self._wish(lambda plan: plan.prefer(place))

    def export_errors(self) -> None:
        """Write the refused rows as a workbook that goes back to the unit."""
        if self.session is None:
            return
        path = messages.choose_save(
            _("Lưu các dòng lỗi"),
            suggested=_("Dòng lỗi gửi lại.xlsx"),
            kinds=_("Bảng tính Excel (*.xlsx)"),
            parent=self,
        )
        if path is not None:
            path = path if path.suffix else path.with_suffix(".xlsx")
            tasks.run(_write_errors, self.session.plan, path, done=self._errors_written, owner=self)

    def write_template(self, register: str) -> None:
        """Write an empty workbook with a register's headings, for communes to fill in."""
        name = _(REGISTERS[register].label)
        path = messages.choose_save(
            _("Lưu mẫu Excel"),
            suggested=_("Mẫu {name}.xlsx").format(name=name),
            kinds=_("Bảng tính Excel (*.xlsx)"),
            parent=self,
        )
        if path is not None:
            path = path if path.suffix else path.with_suffix(".xlsx")
            tasks.run(
                _write_template,
                self.context,
                register,
                path,
                done=lambda found: self._template_written(found),
                owner=self,
            )

    def open_register(self, register: str) -> None:
        """Show the stored records in their register."""
        ids = self.outcome.ids if self.outcome else ()
        few = 0 < len(ids) <= MOST_OPENED
        self.go.emit(register, ListQuery(register=register, ids=ids) if few else None)

    # ------------------------------------------------------------------ events
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() and not self._busy:
            event.acceptProposedAction()
            self.drop_panel.set_active(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.drop_panel.set_active(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.drop_panel.set_active(False)
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.add_files(paths)

    # ------------------------------------------------------------------ building
    def _make_parts(self) -> None:
        self.stepper = Stepper(self._steps())
        self.progress = ProgressBar()
        self.banner = Banner()
        self.drop_panel = DropPanel()
        self.start = EmptyState()
        self.drop_panel.hold(self.start)
        self.files = FileList()
        self.files.chosen.connect(self._choose_entry)
        self.files.removed.connect(self.remove_file)
        self.add_button = Button(_("Thêm tệp"), "add", on_click=self.choose_files)
        self.remove_button = icon_button(
            "trash", _("Bỏ tệp đang chọn (Delete)"), on_click=self._remove_current
        )
        self.hidden_note = label("", "help", wrap=True)
        self.check = CheckPane()
        self.check.corrected.connect(self.correct)
        self.check.counted.connect(self.prefer)
        self.check.place_wanted.connect(self._go_to)
        self.editor = MappingEditor()
        self.editor.mapped.connect(self._remap)
        self.mapping_card = MappingCard()
        self.mapping_card.edit_wanted.connect(lambda: self._show_step(MAP))
        self.legacy_card = LegacyCard()
        self.legacy_card.consent_changed.connect(self._consent)
        self.summary = SummaryPage()
        self.outcome: Any = None
        self.summary.open_wanted.connect(self.open_register)
        self.summary.more_wanted.connect(self.start_over)
        self.summary.errors_wanted.connect(self.export_errors)
        self.save_button = Button("", kind="primary", on_click=self.save)
        self.check_button = Button(
            _("Kiểm tra"), "forward", kind="primary", on_click=lambda: self._show_step(CHECK)
        )
        self.errors_button = Button("", "download", on_click=self.export_errors)
        self.back_button = Button(_("Quay lại"), "back", on_click=self._step_back)
        self.drop_button = Button(_("Hủy nhập"), kind="quiet", on_click=self.start_over)

    def _lay_out(self) -> None:
        self.left = Card(_("Tệp đã chọn"), padding=0)
        self.left.body.setSpacing(0)
        self.left.body.addWidget(self.files, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(10, 8, 10, 4)
        foot.addWidget(self.hidden_note)
        row = QHBoxLayout()
        row.addWidget(self.add_button)
        row.addStretch(1)
        row.addWidget(self.remove_button)
        foot.addLayout(row)
        self.left.body.addLayout(foot)
        self.middle = QStackedWidget()
        self.middle.addWidget(self.check)
        self.middle.addWidget(self.editor)
        self.right = _side(self.mapping_card, self.legacy_card)
        self.split = QSplitter()
        self.split.setHandleWidth(theme.px(10))
        self.split.setChildrenCollapsible(False)
        for part in (self.left, self.middle, self.right):
            self.split.addWidget(part)
        self.split.setStretchFactor(1, 1)
        self.split.setSizes([theme.px(226), theme.px(634), theme.px(278)])
        self._pane_tabs = QTabBar()
        self._pane_tabs.setExpanding(False)
        self._pane_tabs.setDrawBase(False)
        self._pane_tabs.setAccessibleName(_("Phần của trang"))
        for text in (_("Tệp"), _("Các dòng"), _("Dòng trùng, bị từ chối"), _("Cách ghép, phông")):
            self._pane_tabs.addTab(text)
        self._pane_tabs.setCurrentIndex(1)
        self._pane_tabs.currentChanged.connect(lambda _n: self._show_panes())
        work = QWidget()
        column = QVBoxLayout(work)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        column.addWidget(self._pane_tabs)
        column.addWidget(self.banner)
        column.addWidget(self.split, 1)
        self.stack = QStackedWidget()
        for page in (self.drop_panel, work, self.summary):
            self.stack.addWidget(page)
        self.bar = ActionBar()
        for button in (self.save_button, self.check_button, self.errors_button):
            self.bar.add(button)
        self.bar.add_right(self.back_button)
        self.bar.add_right(self.drop_button)
        inner = QVBoxLayout()
        inner.setContentsMargins(16, 4, 16, 10)
        inner.addWidget(self.stack)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(inner, 1)
        outer.addWidget(self.progress)
        outer.addWidget(self.bar)

    # ------------------------------------------------------------------ steps
    def _steps(self) -> tuple[Step, ...]:
        texts = (_("Chọn tệp"), _("Ghép cột"), _("Kiểm tra"), _("Lưu vào sổ"))
        return tuple(Step(text) for text in texts)

    def _remove_current(self) -> None:
        self.remove_file(self.files.key)

    def _show_step(self, step: int) -> None:
        self.step = step
        self.stepper.show_steps(self._steps(), step + 1 if step == SAVED else step)
        self.stack.setCurrentIndex({CHOOSE: 0, SAVED: 2}.get(step, 1))
        self.middle.setCurrentWidget(self.editor if step == MAP else self.check)
        self.bar.setVisible(step in (MAP, CHECK))
        self.save_button.setVisible(step == CHECK)
        self.check_button.setVisible(step == MAP)
        self._pane_tabs.setTabText(1, _("Ghép cột") if step == MAP else _("Các dòng"))
        self.set_narrow(self.narrow)
        if step == CHOOSE:
            self._show_start()
        elif step in (MAP, CHECK):
            self._show_plan()
        self._tell_title()

    def _step_back(self) -> None:
        self._show_step(MAP if self.step == CHECK else CHOOSE)

    def _show_start(self) -> None:
        self.start.setEnabled(True)
        buttons = [
            Button(_("Chọn tệp…"), "open", kind="primary", on_click=self.choose_files),
            Button(_("Chọn thư mục…"), "folder", on_click=self.choose_folder),
        ]
        if self.session is not None:
            words_ = _("Tiếp tục với {n} tệp đã chọn").format(n=len(self.session.plan.files))
            go_on = Button(words_, "forward", on_click=lambda: self._show_step(CHECK))
            buttons.append(go_on)
        self.start.show_state(
            icon="import",
            title=_("Chọn các tệp Excel mà xã, cơ quan gửi về"),
            help_text=_(
                "Kéo tệp hoặc cả thư mục thả vào đây cũng được. Chưa có gì được ghi vào sổ "
                "cho đến khi bạn xem lại và nhấn Lưu."
            ),
            buttons=buttons,
        )

    def _show_panes(self) -> None:
        """Show the three columns, or in the narrow form the one that its tab names."""
        checking = self.step == CHECK
        if not self.narrow:
            self.left.show()
            self.middle.show()
            self.right.setVisible(checking)
            self.check.show_part("")
            return
        for number in (2, 3):
            self._pane_tabs.setTabVisible(number, checking)
        number = self._pane_tabs.currentIndex()
        self.left.setVisible(number == 0)
        self.middle.setVisible(number in (1, 2))
        self.right.setVisible(number == 3)
        self.check.show_part("faults" if number == 2 else "rows")

    def _tell_title(self) -> None:
        parts = []
        if self.session is not None and self.step != CHOOSE:
            keys = dict.fromkeys(s.register for s in self.session.plan.sheets if s.register)
            names = ", ".join(_(REGISTERS[key].label) for key in keys)
            if names:
                parts.append(_("Sổ {names}").format(names=names))
        if self.period is not None:
            parts.append(self.period.name)
        self.subtitle = " · ".join(parts)
        self.header_changed.emit()

    # ------------------------------------------------------------------ the plan
    def _wish(self, change: Callable[[ImportPlan], ImportPlan]) -> None:
        """Change the plan on a worker; wishes are granted in order, one at a time."""
        self._wishes.append(change)
        if not self._busy:
            self._grant()

    def _grant(self) -> None:
        if not self._wishes or self.session is None:
            self._busy = False
            return
        self._busy = True
        change = self._wishes.popleft()
        tasks.run(_changed, self.session, change, done=self._take, failed=self._failed, owner=self)

    def _take(self, session: Session) -> None:
        if self.session is not None:
            self.session = session
        self._busy = False
        if self._wishes:
            self._grant()
            return
        self._show_plan()
        if self._save_next:
            self._save_next = False
            self.save()

    def _looked(self, session: Session) -> None:
        self._busy = False
        self._look = None
        self.session = session
        found = list(session.digest.entries)
        keys = [entry.key for entry in found]
        if self._key not in keys:
            usable = [entry for entry in found if entry.usable]
            new = [entry for entry in usable if not self._nothing_new(entry)]
            self._key = (new or usable or found)[0].key if found else None
        if not found:
            self.start_over()
            self.start.show_state(
                icon="folder",
                title=_("Thư mục này không có tệp Excel"),
                help_text=_("Chọn thư mục khác, hoặc chọn thẳng tệp .xlsx, .xls."),
                buttons=(
                    Button(_("Chọn tệp…"), "open", kind="primary", on_click=self.choose_files),
                    Button(_("Chọn thư mục…"), "folder", on_click=self.choose_folder),
                ),
            )
            return
        readable = [file for file in session.plan.files if file.refused is None]
        unmapped = readable and not any(entry.usable for entry in found)
        self._show_step(MAP if unmapped and self.step == CHOOSE else CHECK)

    def _show_plan(self) -> None:
        """Show the plan in the parts that are open."""
        if self.session is None:
            return
        plan = self.session.plan
        found = self.session.digest.entries
        self.left.set_title(_("{n} tệp đã chọn").format(n=len(plan.files)))
        self.files.show_lines([self._file_line(entry) for entry in found], self._key)
        hidden = words.hidden_sheets(plan)
        names = [file.name for file in plan.files]
        told = [
            _("Trang ẩn “{sheet}” trong {file} không được nhập.").format(
                sheet=sheet, file=words.in_file(file, names)
            )
            for file, sheet in hidden
        ]
        self.hidden_note.setText("\n".join(told))
        self.hidden_note.setVisible(bool(told))
        self._show_entry()
        self._show_bar(self.session)

    def _show_entry(self) -> None:
        assert self.session is not None
        entry = self._entry()
        sheet = entry.sheet if entry is not None else None
        if self.step == MAP:
            title = words.short_name(entry) if entry is not None else _("Ghép cột")
            self.editor.show_sheet(sheet, title)
            return
        usable = entry if entry is not None and entry.usable else None
        self.check.show_entry(self.session, usable, self._outside())
        self.mapping_card.show_sheet(sheet)
        samples = entry.file.samples if entry is not None else ()
        every = words.samples_of(entry.file) if entry is not None and samples else []
        self.legacy_card.show_samples(samples, every, convert=self.session.convert)
        self._tell_banner(entry)

    def _tell_banner(self, entry: Entry | None) -> None:
        """Say what stands in the way of the shown file, or that nothing in it is new."""
        if entry is None:
            self.banner.tell("")
        elif entry.file.refused is not None:
            self.banner.tell(str(entry.file.refused), icon="warning", tone="error")
        elif not entry.usable and entry.file.samples and not self._converted:
            self.banner.tell(
                _("Chữ phông cũ chưa được đổi nên chưa nhận ra tiêu đề các cột."),
                link=_("Đổi sang Unicode"),
                on_link=lambda: self._consent(True),
            )
        elif not entry.usable:
            self.banner.tell(
                _("Trang này không thuộc sổ nào đang dùng nên không được nhập."),
                link=_("Ghép cột"),
                on_link=lambda: self._show_step(MAP),
            )
        elif self._nothing_new(entry):
            self.banner.tell(_("Tệp này đã nhập trước đây, không có gì mới."), icon="history")
        elif entry.file.macros:
            self.banner.tell(_("Tệp có macro; chương trình chỉ đọc số liệu, không chạy macro."))
        else:
            self.banner.tell("")

    def _show_bar(self, session: Session) -> None:
        new, known = session.digest.new, session.digest.known
        rejected = len(session.plan.rejected)
        self.save_button.setText(_("Lưu {n} dòng vào sổ").format(n=format_number(new)))
        self.save_button.forbid("" if new else _("Không có dòng mới nào để lưu"))
        self.errors_button.setText(
            _("Xuất {n} dòng lỗi ra Excel để gửi lại").format(n=format_number(rejected))
        )
        self.errors_button.setVisible(bool(rejected) and self.step == CHECK)
        if not new and known:
            told = _("Không có gì mới: {n} dòng đã có trong sổ.").format(n=format_number(known))
        else:
            told = _("Chưa có gì được ghi. Lưu xong vẫn hoàn tác được bằng Ctrl+Z.")
        self.bar.tell(told)

    def _file_line(self, entry: Entry) -> FileLine:
        assert self.session is not None
        file, sheet = entry.file, entry.sheet
        if file.refused is not None:
            icon = _TROUBLE_ICONS.get(file.refused.code, "draft-error")
            trouble = words.trouble_text(file)
            return FileLine(entry.key, file.name, trouble=trouble, icon=icon, tone="error")
        if sheet is None or sheet.register is None:
            source = _("Trang “{name}”").format(name=sheet.name) if sheet else ""
            trouble = _("Không thuộc sổ nào đang dùng. Ghép cột để nhập.")
            return FileLine(entry.key, file.name, source, trouble=trouble, tone="muted")
        source = words.source_text(entry, self.session.names)
        return FileLine(entry.key, file.name, source, _file_marks(self.session, entry))

    def _entry(self) -> Entry | None:
        if self.session is None:
            return None
        found = self.session.digest.entries
        return next((entry for entry in found if entry.key == self._key), None)

    def _choose_entry(self, key: Any) -> None:
        self._key = key
        self._show_entry()
        if self.narrow:
            self._pane_tabs.setCurrentIndex(1)

    def _go_to(self, place: Location, field: str) -> None:
        for entry in self.session.digest.entries if self.session else ():
            sheet = entry.sheet
            if sheet is not None and (sheet.file, sheet.name) == (place.file, place.sheet):
                rows = [row.row for row in sheet.rows]
                if place.row in rows:
                    self._key = entry.key
                    self.files.select(entry.key)
                    self._show_entry()
                    self._pane_tabs.setCurrentIndex(1)
                    self.check.go_to(int(place.row or 0), field)
                    return

    def _remap(self, mapping: Mapping | None) -> None:
        file, sheet, _first = self._key
        if mapping is None:
            self._wish(lambda plan: plan.leave_out(file, sheet))
        else:
            self._wish(lambda plan: plan.remap(file, sheet, mapping))

    def _consent(self, given: bool) -> None:
        if self.session is not None:
            self.take_files(self.session.paths, again=True, convert=given)

    def _nothing_new(self, entry: Entry) -> bool:
        views = self.session.digest.views[entry.key] if self.session is not None else ()
        verdicts = {view.verdict for view in views}
        return Verdict.KNOWN in verdicts and verdicts <= {Verdict.KNOWN, Verdict.REJECTED}

    @property
    def _converted(self) -> bool:
        return self.session is not None and self.session.convert

    def _outside(self) -> int:
        if self.session is None or self.period is None:
            return 0
        return self.session.digest.outside(self.period.first_day, self.period.last_day)

    # ------------------------------------------------------------------ ends of work
    def _stopped(self) -> None:
        """Reading was cancelled, by the clerk or because other files are read now."""
        if self._look is not None and self._look.cancelled:
            self._idle()

    def _idle(self) -> None:
        self._busy = False
        self.start.setEnabled(True)
        self._show_plan()

    def _failed(self, error: BaseException) -> None:
        self._look = None
        self._save_next = False
        self._idle()
        tasks.show_failure(error)

    def _written(self, plan: ImportPlan, written: Written, outside: int) -> None:
        self._busy = False
        self._wishes.clear()
        self.outcome = outcome_of(plan, written, outside)
        self.summary.show_outcome(self.outcome)
        self._show_step(SAVED)
        self.told.emit(
            _("Đã lưu {n} dòng vào sổ").format(n=format_number(written.rows)), bool(written.rows)
        )

    def _not_written(self, error: BaseException) -> None:
        self._write_cancelled()
        tasks.show_failure(error)

    def _write_cancelled(self) -> None:
        self._busy = False
        self._show_plan()

    def _errors_written(self, path: Path) -> None:
        self.told.emit(_("Đã ghi {name}").format(name=path.name), False)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))

    def _template_written(self, path: Path) -> None:
        self.told.emit(_("Đã ghi {name}").format(name=path.name), False)


class DropPanel(Panel):
    """The place to drop files on; its frame answers while something is held over it."""

    def __init__(self) -> None:
        super().__init__(radius=6, frame="line")
        self._layout = QVBoxLayout(self)

    def hold(self, widget: QWidget) -> None:
        """Put the words into it."""
        self._layout.addWidget(widget)

    def set_active(self, active: bool) -> None:
        """Answer files that are held over it."""
        self.ground = "soft" if active else "surface"
        self.update()


def _side(*cards: QWidget) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.px(10))
    for card in cards:
        column.addWidget(card)
    column.addStretch(1)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(box)
    clear_ground(area)
    return area


def _file_marks(session: Session, entry: Entry) -> tuple[Mark, ...]:
    verdicts = [view.verdict for view in session.digest.views[entry.key]]
    accepted = verdicts.count(Verdict.ACCEPTED) + verdicts.count(Verdict.DUPLICATE)
    counts = (
        (accepted, _("nhận {n}"), "success", "tick"),
        (verdicts.count(Verdict.KNOWN), _("đã có {n}"), "neutral", "check"),
        (verdicts.count(Verdict.REJECTED), _("từ chối {n}"), "error", "x"),
    )
    marks = [Mark(t.format(n=format_number(n)), tone, icon) for n, t, tone, icon in counts if n]
    return tuple(marks) or (Mark(_("không có dòng nào"), "neutral"),)


def _changed(session: Session, change: Callable[[ImportPlan], ImportPlan]) -> Session:
    return session.with_plan(change(session.plan))


def _write_errors(plan: ImportPlan, path: Path) -> Path:
    from danvan_desktop.spreadsheets.error_book import write_error_book

    write_error_book(plan, path)
    return path


def _write_template(
    context: Context, register: str, path: Path, *, progress: Progress = no_progress
) -> Path:
    from danvan_desktop.spreadsheets.export import export_list

    spec = REGISTERS[register]
    fields = [f.name for f in spec.fields if not f.derived and (f.in_list or f.required)]
    export_list(path, spec, (), units=context.directory(), fields=fields, progress=progress)
    return path
