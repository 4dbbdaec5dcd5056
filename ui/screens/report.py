"""The report editor: outline, text with live figures, the check before sending, the real pages.

What is typed is kept as a draft within three seconds; “Lưu” commits it. Once the figures are
frozen the text can only be read, and the pages are those of the kept file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, QRect, Qt, QTimer, QUrl
from PySide6.QtGui import QCursor, QDesktopServices, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QMenu, QVBoxLayout, QWidget

from danvan_desktop.context import Context
from danvan_desktop.errors import Issue, Severity, UserError
from danvan_desktop.i18n import N_, _
from danvan_desktop.indicators import catalogue, records_of
from danvan_desktop.organisation.periods import Period
from danvan_desktop.registers import REGISTERS
from danvan_desktop.registers.bao_cao import DRAFT, SIGNED
from danvan_desktop.reports.explained import Explained
from danvan_desktop.reports.figures import split_reference
from danvan_desktop.reports.outline import OutlineItem, outline
from danvan_desktop.reports.paper_files import paper_name
from danvan_desktop.reports.review import Review
from danvan_desktop.reports.typed_numbers import MONEY_WORDS, TypedNumber
from danvan_desktop.storage.values import Changes, Draft, ListQuery, Record
from ui import messages, tasks
from ui.moments import clock_text, moment_text
from ui.report_facts_dialog import ReportFactsDialog
from ui.screens import report_work as work
from ui.screens.base import Command, Screen
from ui.screens.record_draft import DraftKeeper
from ui.screens.report_repairs import review_lines
from ui.screens.report_work import REGISTER, Opened, Pages, Written
from ui.verify_dialog import verify_and_show
from ui.widgets.badge import Badge, state_mark
from ui.widgets.buttons import Button, icon_button
from ui.widgets.figure_picker import FigurePicker
from ui.widgets.figure_popover import FigurePopover
from ui.widgets.pdf_preview import PreviewDialog, print_with_dialog, save_with_dialog
from ui.widgets.report_outline import ANNEXES, Entry
from ui.widgets.report_panes import ReportPanes
from ui.widgets.section_text import OBJECT, Figure, Mark, read_template, write_template

PAUSE_MS = 300
"""Typing pause after which pages and check are made anew."""

FIGURE_LINK = "danvan:figure/"
PROFILE_WORDS = {
    "DANG_HD36": N_("thể thức Đảng (HD 36)"),
    "DANG_HD05": N_("thể thức Đảng (HD 05)"),
    "ND30": N_("thể thức Nhà nước (NĐ 30)"),
    "MTTQ": N_("thể thức Mặt trận (NĐ 30)"),
}


class ReportScreen(Screen):
    """``activate`` takes the id of a report, its draft, or the code of the period to report on."""

    help_key = "reports"
    uses_search = False
    can_go_back = True
    folds_rail = True

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.title = _("Soạn báo cáo")
        self.record: Record | None = None
        self.period: Period | None = None
        self.found: Review | None = None
        self.pages: Pages | None = None
        self._annexes = 0
        self._stored: dict[str, tuple[str, bool]] = {}
        self._done: dict[str, bool] = {}
        self._busy = False
        self._opening = ""
        self._look_tasks: list[tasks.Task] = []
        self._near = QRect()
        self.panes = ReportPanes(self)
        self.editor, self.review = self.panes.editor, self.panes.review
        self.popover = FigurePopover(self)
        self.picker: FigurePicker | None = None
        self._drafts = DraftKeeper(context, REGISTER, self._snapshot, self)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._make_header()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.panes)
        self._connect()

    # ------------------------------------------------------------------ screen
    def activate(self, argument: Any = None) -> None:
        if isinstance(argument, Draft):
            argument = argument.record_id
        wanted = argument if isinstance(argument, str) and argument else self.record_id
        if not wanted:
            tasks.run(work.newest_report, self.context, done=self._take_newest, owner=self)
        elif self.record is not None and wanted in (self.record_id, self.record.values["ky"]):
            self._look()
        elif "/" in wanted:
            tasks.write(
                self.context,
                work.begin,
                self.context,
                wanted,
                done=lambda written: self._open(written.record.id),
                owner=self,
            )
        else:
            self._open(wanted)

    def changed(self, changes: Changes) -> None:
        if self.record is None:
            return
        if REGISTER in changes.registers and self.record_id in changes.ids:
            tasks.run(
                work.open_report,
                self.context,
                self.record_id,
                done=self._take_again,
                failed=self._gone,
                owner=self,
            )
        elif changes.registers - {REGISTER} and self.isVisible():
            self._pause.start()

    def refresh(self) -> None:
        self._look()

    def may_leave(self) -> bool:
        self._close_popover()
        if self._drafts.at and not self.dirty:
            self._drafts.drop()  # what was typed was taken back
        self._drafts.keep()
        return True

    def set_narrow(self, narrow: bool) -> None:
        if narrow != self.narrow:
            super().set_narrow(narrow)
            self.panes.set_narrow(narrow)
            self._show_head()

    def header_badges(self) -> Sequence[QWidget]:
        return (self.badge,)

    def header_actions(self) -> Sequence[QWidget]:
        rest = (self.freeze_button, self.sign_button, self.more_button, self.send_button)
        if self.narrow and not self.editable:
            return (self.print_button, *rest)  # nothing can be saved, and there is little room
        return (self.save_button, self.print_button, *rest)

    def focus_areas(self) -> Sequence[QWidget]:
        areas = (self.panes.outline.list, self.panes.toolbar, self.editor, self.review)
        return (*areas, self.panes.preview)

    def commands(self) -> Sequence[Command]:
        found = [
            Command(_("Xem toàn trang"), self.preview, "preview", "F9"),
            Command(_("Lưu thành PDF…"), self.save_pdf, "save"),
            Command(_("In báo cáo"), self.print_page, "print", "Ctrl+P"),
            Command(_("Thông tin văn bản…"), self.edit_facts, "edit"),
        ]
        if self.editable:
            found.append(Command(_("Chèn số liệu"), self.insert_figure, "add", "Ctrl+D"))
            found.append(Command(_("Câu so sánh cùng kỳ"), self.insert_comparison, "add"))
            found.append(Command(_("Chốt số liệu…"), self.freeze, "lock"))
        else:
            found.append(Command(_("Ký…"), self.sign, "sign"))
            found.append(Command(_("Mở lại…"), self.reopen, "unlock"))
        return found

    def print_page(self) -> None:
        self._with_file(self._print)

    def preview(self) -> None:
        if self.record is None or self.panes.toggle_preview():
            return
        record = self.record
        dialog = PreviewDialog(
            self.context,
            self.panes.preview.pdf,
            title=self.title,
            file_name=paper_name(record),
            kind=REGISTER,
            parent=self,
        )
        dialog.open()

    def find_in_page(self) -> None:
        self.panes.search.show()
        self.panes.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.panes.search.selectAll()
        self._escape.setEnabled(True)

    def next_issue(self, step: int) -> None:
        self.review.step(step)

    # ------------------------------------------------------------------ properties
    @property
    def record_id(self) -> str:
        """The id of the report that is open, "" when none is."""
        return self.record.id if self.record is not None else ""

    @property
    def editable(self) -> bool:
        """Tell whether the text can be changed: until the figures are frozen."""
        return self.record is not None and self.record.values["trang_thai"] == DRAFT

    @property
    def dirty(self) -> bool:
        """Tell whether something typed is not in the register yet."""
        return self.record is not None and self._present() != self._stored

    # ------------------------------------------------------------------ commands
    def save(self) -> None:
        """Commit the text of every section."""
        record = self.record
        if record is None or not self.editable or self._busy:
            return
        if not self.dirty:
            self.told.emit(_("Không có gì mới để lưu"), False)
            return
        present = self._present()

        def done(written: Written) -> None:
            self._stored = present
            self._saved(written)

        self._write(work.save, {"muc": self._sections()}, done=done)

    def insert_figure(self, prefer: str = "") -> None:
        """Open the box that finds a figure and puts it at the cursor."""
        if self.period is None or not self.editable or self.editor.editor is None:
            return
        self._close_popover()
        self.picker = FigurePicker(self.context, self.period, prefer=prefer, parent=self)
        self.picker.picked.connect(self._insert)
        self.picker.finished.connect(lambda _code: self._focus_text())
        self.picker.open()

    def insert_comparison(self, path: str = "") -> None:
        """Put the sentence that compares with last year behind the clause of a figure."""
        editor = self.editor.editor
        if editor is None or not self.editable:
            return
        near = editor.chip_before_cursor()
        path = path or (near.path if near is not None else "")
        self._close_popover()
        if path not in catalogue():
            self.insert_figure("so_sanh")
            return
        cursor = editor.textCursor()
        block = cursor.block()
        rest = block.text()[cursor.selectionEnd() - block.position() :]
        ends = [rest.index(sign) for sign in ".;" if sign in rest]
        cursor.setPosition(cursor.selectionEnd() + min(ends, default=len(rest.rstrip())))
        editor.setTextCursor(cursor)
        figure = Mark(OBJECT, figure=Figure(path, "so_sanh"))
        editor.insert_parts([[Mark(","), Mark(" "), figure]])
        self._focus_text()

    def take_figure(self, number: TypedNumber) -> None:
        """Put the live figure in the place of a typed number that contradicts it."""
        editor = self.editor.sections.get(number.section)
        if editor is None or not self.editable:
            return
        written = editor.written()
        end = number.end
        if written.text[number.start : end] != number.typed:
            return
        if number.filter == "tien" and written.text[end:].startswith(MONEY_WORDS):
            end += len(MONEY_WORDS)
        start, last = written.position(number.start), written.position(end - 1)
        self.editor.go_to(number.section)
        editor.replace_range(start, last + 1, Figure(number.path, number.filter))

    def go_to_section(self, code: str, *, end: bool = False) -> None:
        """Put the cursor into a section and its page into sight."""
        if code == ANNEXES:
            if self.pages is not None:
                self.panes.preview.view.go_to(self.pages.annex_page)
            return
        if self.panes.previewing:
            self.panes.toggle_preview()
        self.editor.go_to(code, end=end)
        self._follow_section(code)

    def edit_facts(self) -> None:
        """Ask for number, date, signer, format, subject, recipients."""
        if self.record is None:
            return
        if not self.editable:
            messages.show_note(
                _("Báo cáo đã chốt số liệu"), _("Mở lại báo cáo để sửa thông tin văn bản."), self
            )
            return
        dialog = ReportFactsDialog(self.context, self.record.values, self)
        dialog.accepted.connect(lambda: self._save_facts(dialog.values()))
        dialog.open()

    def freeze(self) -> None:
        """Ask once, then turn the figures into fixed values and keep the file."""
        if not self.editable or self._busy:
            return
        answer = messages.ask(
            _("Chốt số liệu của {title}?").format(title=self.title.lower()),
            _(
                "Mọi số trong văn bản được giữ đúng như bây giờ, kèm nguồn của từng số, dù sau này "
                "sổ có sửa. Nội dung không sửa được nữa; muốn sửa phải mở lại thành lần sau, có "
                "ghi lý do."
            ),
            (messages.Choice("freeze", _("Chốt số liệu"), "primary"),),
            safe="freeze",
            icon="lock",
            parent=self,
        )
        if answer == "freeze":
            typed = self._sections() if self.dirty else None
            self._write(work.freeze, typed, done=self._saved)

    def reopen(self) -> None:
        """Ask for the reason, then begin the next version with live figures."""
        if self.record is None or self.editable or self._busy:
            return
        version = int(self.record.values.get("lan") or 1) + 1
        reason = messages.ask_text(
            _("Mở lại thành lần {n}?").format(n=version),
            _("Số liệu sẽ lấy lại từ sổ. Bản đã chốt không còn dùng. Ghi lý do mở lại:"),
            accept=_("Mở lại"),
            parent=self,
        )
        if reason:
            self._write(work.reopen, reason, done=self._saved)

    def sign(self) -> None:
        """Open the box that signs the kept file."""
        if self.record is None or self.editable:
            return
        from ui.sign_dialog import SignDialog

        dialog = SignDialog(self.context, self.record, self)
        dialog.signed.connect(self._saved)
        dialog.open()

    def save_pdf(self) -> None:
        """Write the file where the clerk wants it."""
        self._with_file(self._save_file)

    def open_folder(self) -> None:
        """Open the folder where the file was last saved."""
        path = self._last_file()
        if path is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))

    def verify(self) -> None:
        """Check the signature of the signed file and show the verdict."""
        if self.record is not None:
            tasks.run(
                work.copy_to_read,
                self.context,
                self.record_id,
                done=lambda path: verify_and_show(self.context, path, self),
                owner=self,
            )

    def open_register(self, register: str, indicator: str = "") -> None:
        """Open a register, on the records that an indicator counts when one is named."""
        if indicator in catalogue() and self.period is not None:
            tasks.run(
                records_of,
                self.context,
                indicator,
                self.period,
                done=lambda query: self._open_records(query),
                owner=self,
            )
        else:
            self.go.emit(register, None)

    # ------------------------------------------------------------------ building
    def _make_header(self) -> None:
        self.badge = Badge()
        self.save_button = Button(_("Lưu"), "save", on_click=self.save)
        self.print_button = Button(_("In"), "print", on_click=self.print_page)
        self.freeze_button = Button(_("Chốt số liệu"), "lock", on_click=self.freeze)
        self.sign_button = Button(_("Ký…"), "sign", on_click=self.sign)
        self.send_button = Button(
            _("Nộp cấp trên"), "send", kind="primary", on_click=lambda: self.go.emit("sync", None)
        )
        self.more_button = icon_button("more", _("Việc khác"), on_click=self._open_menu)
        for widget in (self.badge, *self.header_actions()):
            widget.setParent(self)
            widget.hide()  # the window's header shows them

    def _connect(self) -> None:
        bar = self.panes.toolbar
        bar.bold.clicked.connect(lambda: self._style("toggle_bold"))
        bar.italic.clicked.connect(lambda: self._style("toggle_italic"))
        bar.insert.clicked.connect(lambda: self.insert_figure())
        bar.compare.clicked.connect(lambda: self.insert_comparison())
        bar.done.clicked.connect(self._mark_done)
        bar.pages.clicked.connect(self.preview)
        self.panes.search.returnPressed.connect(self._find)
        self.panes.section_wanted.connect(self.go_to_section)
        self.panes.preview.link_clicked.connect(self._take_link)
        self.panes.preview.whole_page_wanted.connect(self.preview)
        self.editor.edited.connect(self._edited)
        self.editor.section_changed.connect(self._enter)
        self.editor.section_left.connect(self._left)
        self.editor.chip_chosen.connect(self._chip_chosen)
        self.editor.scrolled.connect(self._close_popover)
        self.review.chosen.connect(self._go_to_issue)
        self.popover.records_wanted.connect(self._open_records)
        self.popover.comparison_wanted.connect(self.insert_comparison)
        self._drafts.kept.connect(self._draft_kept)
        self._drafts.failed.connect(lambda why: self.status.emit(why, "error"))
        self._pause.timeout.connect(self._look)
        inside = Qt.ShortcutContext.WidgetWithChildrenShortcut
        insert = QShortcut(QKeySequence("Ctrl+D"), self, context=inside)
        insert.activated.connect(lambda: self.insert_figure())
        self._escape = QShortcut(QKeySequence("Esc"), self, context=inside)
        self._escape.activated.connect(self._close_open)
        self._escape.setEnabled(False)

    # ------------------------------------------------------------------ the report
    def _open(self, report_id: str) -> None:
        self._opening = report_id
        tasks.run(
            work.open_report,
            self.context,
            report_id,
            done=self._take,
            failed=self._gone,
            owner=self,
        )

    def _gone(self, error: BaseException) -> None:
        """Leave a report that was deleted; a draft of its text stays kept."""
        if not isinstance(error, UserError):
            tasks.show_failure(error)
            return
        self._drafts.keep()
        self._pause.stop()
        self.record, self.found, self.pages = None, None, None
        if self.isVisible():
            self.told.emit(error.message, False)
            self.go.emit("reports", None)

    def _take_newest(self, report_id: str | None) -> None:
        if report_id is None:
            self.go.emit("reports", None)
        else:
            self._open(report_id)

    def _take(self, opened: Opened) -> None:
        if opened.record.id != self._opening:
            return
        self.record, self.period = opened.record, opened.period
        self.found, self.pages = None, None
        self._annexes = opened.annexes
        self._stored = _texts_of(opened.record.values)
        values = opened.draft.values if opened.draft is not None else opened.record.values
        self._done = {str(s["ma"]): bool(s.get("xong")) for s in values["muc"]}
        self.editor.set_shown({})
        self.panes.preview.view.clear()
        self.panes.preview.pdf = b""
        self._show_text(values)
        kept = opened.draft
        self._drafts.begin(
            opened.record.id, dict(values) if kept else None, kept.at if kept else ""
        )
        self._show_head()
        self._show_banner()
        if kept is not None and self.dirty:
            self._tell_draft(kept.at)
        if kept is not None and kept.field in self.editor.sections:
            self.editor.go_to(kept.field)
        else:
            first = next((i.code for i in self._items() if i.leaf and not i.done), "")
            self.editor.go_to(first or next(iter(self.editor.sections), ""))
        self._look()

    def _take_again(self, opened: Opened) -> None:
        """Take over what somebody else wrote; what is being typed stays."""
        if opened.record.id != self.record_id or self.record is None:
            return
        if opened.record.rev == self.record.rev or self._busy:
            return
        dirty = self.dirty
        self.record = opened.record
        self._stored = _texts_of(opened.record.values)
        if not dirty or not self.editable:
            self._done = {code: done for code, (_text, done) in self._stored.items()}
            self._show_text(opened.record.values)
        self._show_head()
        self._show_banner()
        self._look()

    def _show_text(self, values: Any) -> None:
        texts = {str(s["ma"]): str(s.get("noi_dung") or "") for s in values["muc"]}
        self.editor.show_report(texts, outline(values), read_only=not self.editable)
        self.panes.toolbar.allow(self.editable)
        self._show_outline()
        self._show_place()

    def _show_head(self) -> None:
        if self.record is None or self.period is None:
            return
        values = self.record.values
        self.title = _("Báo cáo {period}").format(period=self.period.name)
        state = next(s for s in REGISTERS[REGISTER].states if s.code == values["trang_thai"])
        mark = state_mark(state)
        version = int(values.get("lan") or 1)
        if version > 1:
            mark = replace(mark, text=_("{state} · lần {n}").format(state=mark.text, n=version))
        self.badge.show_mark(mark)
        cited = _("Số {symbol}").format(symbol=values.get("ky_hieu") or "…")
        words = _(PROFILE_WORDS.get(str(values["the_thuc"]), str(values["the_thuc"])))
        self.subtitle = "" if self.narrow else f"{cited} · {words}"
        self.save_button.forbid("" if self.editable else _("Báo cáo đã chốt số liệu"))
        self.freeze_button.forbid("" if self.editable else _("Báo cáo đã chốt số liệu"))
        self._show_next_step()
        self.header_changed.emit()

    def _show_next_step(self) -> None:
        signed = self.record is not None and bool(self.record.values.get("tep_da_ky"))
        if self.editable:
            self.sign_button.forbid(_("Chốt số liệu rồi mới ký"))
            self.send_button.forbid(_("Chốt số liệu và ký rồi mới nộp"))
            return
        self.sign_button.forbid(_("Báo cáo đã ký") if signed else "")
        errors = work.errors_in(self.found) if self.found is not None else 0
        if not signed:
            self.send_button.forbid(_("Ký báo cáo rồi mới nộp"))
        else:
            self.send_button.forbid(_("Còn {n} lỗi phải sửa").format(n=errors) if errors else "")

    def _show_banner(self) -> None:
        if self.record is None or self.editable:
            self.panes.banner.tell("")
            return
        signed = self.record.values["trang_thai"] == SIGNED
        words = _("Đã ký lúc {time}.") if signed else _("Đã chốt số liệu lúc {time}.")
        self.panes.banner.tell(
            words.format(time=moment_text(self.record.changed_at)) + " " + _("Nội dung chỉ đọc."),
            icon="lock",
            link=_("Mở lại…"),
            on_link=self.reopen,
        )

    def _tell_draft(self, at: str) -> None:
        self.panes.banner.tell(
            _("Đã mở lại bản nháp giữ lúc {time}, chưa lưu vào báo cáo.").format(
                time=clock_text(at)
            ),
            icon="draft",
            tone="warning",
            link=_("Bỏ bản nháp"),
            on_link=self._discard,
        )

    def _discard(self) -> None:
        """Go back to what was saved."""
        if self.record is not None:
            self._drafts.drop()
            self._done = {code: done for code, (_text, done) in self._stored.items()}
            self._show_text(self.record.values)
            self.panes.banner.tell("")
            self.told.emit(_("Đã bỏ bản nháp"), False)
            self._look()

    # ------------------------------------------------------------------ typing
    def _present(self) -> dict[str, tuple[str, bool]]:
        texts = self.editor.texts()
        return {
            code: (texts.get(code, before), self._done.get(code, False))
            for code, (before, _done) in self._stored.items()
        }

    def _sections(self) -> list[dict[str, Any]]:
        assert self.record is not None
        present = self._present()
        return [
            {
                **section,
                "noi_dung": present[section["ma"]][0] or None,
                "xong": present[section["ma"]][1],
            }
            for section in self.record.values["muc"]
        ]

    def _working(self) -> Record:
        """Give the report with the text as it stands on the screen."""
        assert self.record is not None
        if not self.editable:
            return self.record
        return replace(self.record, values={**self.record.values, "muc": self._sections()})

    def _snapshot(self) -> tuple[dict[str, Any], str] | None:
        if not self.editable or not self.dirty:
            return None
        return dict(self._working().values), self.editor.current

    def _edited(self, code: str) -> None:
        self._close_popover()
        self._drafts.touch()
        self._pause.start()

    def _left(self) -> None:
        focus = QApplication.focusWidget()
        if not (focus is not None and self.popover.isAncestorOf(focus)):
            self._close_popover()
        if self.editable:
            self._drafts.keep()

    def _enter(self, code: str) -> None:
        self.panes.mark(code)
        self._show_place()

    def _show_place(self) -> None:
        item = next((i for i in self._items() if i.code == self.editor.current), None)
        box = self.panes.toolbar.done
        box.setVisible(item is not None)
        if item is not None:
            name = _("Mục {number}").format(number=item.number) if item.number else item.title
            box.setText(_("{section}: đã viết xong").format(section=name))
            box.setChecked(self._done.get(item.code, False))

    def _mark_done(self, done: bool) -> None:
        self._done[self.editor.current] = done
        self._drafts.touch()
        self._show_outline()
        self._pause.start()

    def _draft_kept(self) -> None:
        self.status.emit(clock_text(self._drafts.at), "draft")

    def _style(self, what: str) -> None:
        editor = self.editor.editor
        if editor is not None and self.editable:
            getattr(editor, what)()
            self._focus_text()

    def _insert(self, path: str, filter_name: str) -> None:
        editor = self.editor.editor
        if editor is not None:
            editor.insert_figure(Figure(path, filter_name))

    def _focus_text(self) -> None:
        if self.editor.editor is not None:
            self.editor.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------------ pages and check
    def _look(self) -> None:
        """Make pages and check anew; what an older text still works on is dropped."""
        self._pause.stop()
        if self.record is None:
            return
        for task in self._look_tasks:
            task.cancel()
        working = self._working()
        self.review.show_waiting()
        first = tasks.run(
            work.pages,
            self.context,
            working,
            done=lambda found: self._take_pages(working, found),
            failed=self._look_failed,
            progress=lambda _done, _total, _text: None,
            owner=self,
        )
        self._look_tasks = [first]

    def _take_pages(self, working: Record, found: Pages) -> None:
        self.pages = found
        self.editor.set_shown(found.shown)
        if found.pdf != self.panes.preview.pdf:
            self.panes.preview.show_pdf(found.pdf)
        second = tasks.run(
            work.check,
            self.context,
            working,
            done=self._take_review,
            failed=self._look_failed,
            progress=lambda _done, _total, _text: None,
            owner=self,
        )
        self._look_tasks = [second]

    def _take_review(self, found: Review) -> None:
        self.found = found
        items = {item.code: item for item in self._items()}
        lines = review_lines(found, items, self, editable=self.editable)
        self.review.show_lines(lines, agree=found.agree, total=found.total)
        self.editor.mark_typed(found.typed if self.editable else ())
        self._show_outline()
        self._show_next_step()

    def _look_failed(self, error: BaseException) -> None:
        if not isinstance(error, UserError):
            tasks.show_failure(error)
            return
        issue = Issue(error.code, error.message, error.remedy)
        self._take_review(Review((issue,), (), 0, 0))

    def _items(self) -> list[OutlineItem]:
        return outline(self._working().values) if self.record is not None else []

    def _show_outline(self) -> None:
        faults = work.section_issues(self.found.issues) if self.found is not None else {}
        entries = []
        for item in self._items():
            text = f"{item.mark} {item.title}" if item.mark else item.title
            state = _section_state(item, faults.get(item.code)) if item.leaf else ""
            entries.append(Entry(item.code, text, state))
        if self._annexes:
            entries.append(Entry("", _("Phụ lục số liệu")))
            words = _("{n} bảng, lấy từ các sổ").format(n=self._annexes)
            entries.append(Entry(ANNEXES, words, "done"))
        self.panes.show_entries(entries)
        self.panes.mark(self.editor.current)

    def _follow_section(self, code: str) -> None:
        if self.pages is not None and code in self.pages.pages:
            page = self.pages.pages[code]
            if self.panes.preview.view.page != page:
                self.panes.preview.view.go_to(page)

    def _go_to_issue(self, issue: Issue) -> None:
        code = issue.place.field or ""
        if issue.place.register != REGISTER or code not in self.editor.sections:
            return
        self.go_to_section(code)
        editor = self.editor.sections[code]
        number = next(
            (n for n in (self.found.typed if self.found else ()) if n.section == code), None
        )
        if issue.code == "typed_number" and number is not None:
            written = editor.written()
            start, last = written.position(number.start), written.position(number.end - 1)
            self.editor.go_to(code, select=(start, last + 1))

    # ------------------------------------------------------------------ figures
    def _chip_chosen(self, figure: Figure, near: QRect) -> None:
        place = QRect(self.editor.mapTo(self, near.topLeft()), near.size())
        if self.popover.isVisible() and place == self._near:
            self.popover.open_records()
            return
        self._explain(figure.path, place)

    def _take_link(self, address: str) -> None:
        if address.startswith(FIGURE_LINK):
            reference = QUrl.fromPercentEncoding(address.removeprefix(FIGURE_LINK).encode("utf-8"))
            path, _period = split_reference(reference)
            at = self.mapFromGlobal(QCursor.pos())
            inside = self.panes.preview.geometry().contains(self.panes.mapFrom(self, at))
            if not inside:
                at = self.panes.preview.mapTo(self, QPoint(60, 80))
            self._explain(path, QRect(at, QPoint(at.x() + 1, at.y() + 10)))

    def _explain(self, path: str, near: QRect) -> None:
        self._near = near
        if self.record is None:
            return
        if path.partition("/")[0] not in catalogue():
            return
        tasks.run(
            work.explain,
            self.context,
            self.record,
            path,
            done=lambda found: self._show_popover(found, near),
            owner=self,
        )

    def _show_popover(self, found: Explained, near: QRect) -> None:
        if near == self._near:
            self.popover.explain(found, near=near, editable=self.editable)
            self._escape.setEnabled(True)

    def _close_popover(self) -> None:
        self._near = QRect()
        if self.popover.isVisible():
            self.popover.hide()
            self._escape.setEnabled(self.panes.search.isVisible())
        self.editor.close_chip()

    def _close_open(self) -> None:
        """Close what Esc closes: the popover first, then the search."""
        if self.popover.isVisible():
            self._close_popover()
        elif self.panes.search.isVisible():
            self.panes.search.hide()
            self._focus_text()
        self._escape.setEnabled(self.panes.search.isVisible())

    def _find(self) -> None:
        words = self.panes.search.text()
        if words.strip() and not self.editor.find_words(words):
            self.told.emit(_("Không có “{words}” trong báo cáo").format(words=words.strip()), False)

    def _open_records(self, query: ListQuery) -> None:
        self._close_popover()
        self.go.emit(query.register, query)

    # ------------------------------------------------------------------ writing
    def _write(self, call: Any, *arguments: Any, done: Any) -> None:
        self._busy = True
        tasks.write(
            self.context,
            call,
            self.context,
            self.record,
            *arguments,
            done=done,
            failed=self._not_written,
            owner=self,
        )

    def _saved(self, written: Written) -> None:
        """Show what the register holds now."""
        self._busy = False
        before = self.editable
        self.record = written.record
        self._drafts.begin(written.record.id)
        self.panes.banner.tell("")
        self.status.emit("", "")
        if before != self.editable or not before:
            self._stored = _texts_of(written.record.values)
            self._done = {code: done for code, (_text, done) in self._stored.items()}
            self._show_text(written.record.values)
        self._show_head()
        self._show_banner()
        self._look()

    def _not_written(self, error: BaseException) -> None:
        self._busy = False
        self._drafts.keep_again()
        tasks.show_failure(error)

    def _save_facts(self, facts: dict[str, Any]) -> None:
        assert self.record is not None
        changed = {k: v for k, v in facts.items() if v != self.record.values.get(k)}
        if changed:
            present = self._present()

            def done(written: Written) -> None:
                self._stored = present
                self._saved(written)

            values = {**changed, "muc": self._sections()}
            self._write(work.save, values, done=done)

    # ------------------------------------------------------------------ the file
    def _with_file(self, use: Any) -> None:
        if self.record is not None:
            tasks.run(work.final_pdf, self.context, self._working(), done=use, owner=self)

    def _print(self, pdf: bytes) -> None:
        print_with_dialog(
            self.context,
            pdf,
            pages=self.panes.preview.view.page_count,
            kind=REGISTER,
            parent=self,
            told=lambda words: self.told.emit(words, False),
        )

    def _save_file(self, pdf: bytes) -> None:
        assert self.record is not None
        path = save_with_dialog(self.context, pdf, paper_name(self.record), parent=self)
        if path is not None:
            self.context.settings.set(f"report_file/{self.record_id}", str(path))
            self.told.emit(_("Đã lưu {name}").format(name=path.name), False)

    def _last_file(self) -> Path | None:
        kept = self.context.settings.get(f"report_file/{self.record_id}")
        path = Path(str(kept)) if kept else None
        return path if path is not None and path.exists() else None

    def _open_menu(self) -> None:
        menu = self.make_menu()
        menu.exec(self.more_button.mapToGlobal(self.more_button.rect().bottomLeft()))

    def make_menu(self) -> QMenu:
        """Make the menu of what is done less often; what cannot be done now is grey."""
        signed = self.record is not None and bool(self.record.values.get("tep_da_ky"))
        menu = QMenu(self)
        for words, call, allowed in (
            (_("Thông tin văn bản…"), self.edit_facts, self.editable),
            (_("Lưu thành PDF…"), self.save_pdf, True),
            (_("Mở thư mục của tệp PDF"), self.open_folder, self._last_file() is not None),
            (_("Kiểm tra chữ ký"), self.verify, signed),
            (_("Mở lại thành lần sau…"), self.reopen, not self.editable),
            (_("Bỏ bản nháp chưa lưu"), self._discard, self.dirty),
        ):
            action = menu.addAction(words)
            action.setEnabled(allowed)
            action.triggered.connect(call)
        return menu


def _texts_of(values: Any) -> dict[str, tuple[str, bool]]:
    """Give text and mark of every section, the text as the editor itself would write it."""
    return {
        str(section["ma"]): (
            write_template(read_template(str(section.get("noi_dung") or ""))).text,
            bool(section.get("xong")),
        )
        for section in values["muc"]
    }


def _section_state(item: OutlineItem, worst: Severity | None) -> str:
    if worst is not None:
        return "error" if worst is Severity.ERROR else "warning"
    if item.empty:
        return "empty"
    return "done" if item.done else "draft"
