"""The report editor: outline, text with live figures, the check before sending, the real pages.

What is typed is kept as a draft within three seconds; “Lưu” commits it. Once the figures are
frozen the text can only be read, and the pages are those of the kept file. This file is the page
itself: what the window asks of it, and the report that is open. Its subjects are beside it:
report_drafts, report_figures, report_header, report_papers, report_preview, report_sections.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from danvan_desktop.bundles.evidence import Evidence
from danvan_desktop.context import Context
from danvan_desktop.errors import Issue, UserError
from danvan_desktop.i18n import _
from danvan_desktop.organisation.periods import Period
from danvan_desktop.registers.bao_cao import EDITABLE
from danvan_desktop.reports.carry_over import Offer
from danvan_desktop.reports.lifecycle import STEP_WORDS, Passed, steps_of
from danvan_desktop.reports.outline import outline
from danvan_desktop.reports.paper_files import paper_name
from danvan_desktop.reports.review import Review
from danvan_desktop.reports.typed_numbers import TypedNumber
from danvan_desktop.storage.values import Changes, Draft, Record
from ui import tasks
from ui.screens import report_work as work
from ui.screens.base import Command, Screen
from ui.screens.report_drafts import ReportDrafts
from ui.screens.report_figures import ReportFigures
from ui.screens.report_header import STEP_ICONS, ReportHeader
from ui.screens.report_papers import ReportPapers
from ui.screens.report_preview import LivePages
from ui.screens.report_sections import ReportSections
from ui.screens.report_steps import ReportSteps
from ui.screens.report_work import REGISTER, Opened, Pages, kind_word
from ui.widgets.pdf_preview import PreviewDialog
from ui.widgets.report_panes import ReportPanes
from ui.word_file import WORD_KEYS


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
        self.passed: tuple[Passed, ...] = ()
        self.later: Record | None = None
        self.offer: Offer | None = None
        self.receipt: Evidence | None = None
        self.kind_word = _("Báo cáo")
        self.pages: Pages | None = None
        self._opening = ""
        self.panes = ReportPanes(self)
        self.editor, self.review = self.panes.editor, self.panes.review
        self.figures = ReportFigures(self)
        self.drafts = ReportDrafts(self)
        self.sections = ReportSections(self)
        self.live = LivePages(self)
        self.papers = ReportPapers(self)
        self.steps = ReportSteps(self)
        self.header = ReportHeader(self)
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
            self.live.look()
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
            self.live.look_soon()

    def refresh(self) -> None:
        self.live.look()

    def may_leave(self) -> bool:
        self.figures.close_popover()
        self.drafts.leave()
        return True

    def set_narrow(self, narrow: bool) -> None:
        if narrow != self.narrow:
            super().set_narrow(narrow)
            self.panes.set_narrow(narrow)
            self.header.show_head()

    def header_badges(self) -> Sequence[QWidget]:
        return (self.header.badge,)

    def header_actions(self) -> Sequence[QWidget]:
        return self.header.buttons()

    def focus_areas(self) -> Sequence[QWidget]:
        areas = (self.panes.outline.list, self.panes.toolbar, self.editor, self.review)
        return (*areas, self.panes.preview)

    def commands(self) -> Sequence[Command]:
        papers, figures = self.papers, self.figures
        found = [
            Command(_("Xem toàn trang"), self.preview, "preview", "F9"),
            Command(_("Lưu thành PDF…"), papers.save_pdf, "save"),
            Command(_("Lưu thành Word…"), papers.save_word, "save", WORD_KEYS),
            Command(_("Lưu phụ lục thành Excel…"), papers.save_book, "sheet"),
            Command(_("In báo cáo"), self.print_page, "print", "Ctrl+P"),
            Command(_("Thông tin văn bản…"), papers.edit_facts, "edit"),
        ]
        if self.editable:
            found.append(Command(_("Chèn số liệu"), figures.insert_figure, "add", "Ctrl+D"))
            found.append(Command(_("Câu so sánh cùng kỳ"), figures.insert_comparison, "add"))
            words = _("Xác nhận mục, sang mục sau")
            found.append(Command(words, self.details, "check", "Ctrl+Enter"))
        for step in steps_of(self.header.state):
            words, icon = _(STEP_WORDS[step]), STEP_ICONS[step]
            found.append(Command(words, partial(self.steps.do, step), icon))
        found.append(Command(_("Sổ văn bản đi"), lambda: self.go.emit("numbers", None), "book"))
        return found

    def save(self) -> None:
        self.papers.save()

    def print_page(self) -> None:
        self.papers.print_paper()

    def preview(self) -> None:
        if self.record is None:
            return
        if self.panes.toggle_preview():
            if self.panes.previewing:
                self.panes.preview.view.setFocus(Qt.FocusReason.OtherFocusReason)
            else:
                self.focus_text()
            return
        if self.live.stale:
            self.live.when_whole(self.preview)
            return
        record, working = self.record, self.drafts.working()
        dialog = PreviewDialog(
            self.context,
            self.panes.preview.pdf,
            title=self.title,
            file_name=paper_name(record),
            kind=str(record.values["loai"]),
            word=self.papers.writer(working),
            leaving=partial(work.final_pdf, self.context, working),
            parent=self,
        )
        self.figures.watch(dialog)
        dialog.open()

    def find_in_page(self) -> None:
        self.panes.search.show()
        self.panes.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.panes.search.selectAll()
        self.escape.setEnabled(True)

    def details(self) -> None:
        """Confirm the section of the cursor and go to the next that waits for it (Ctrl+Enter)."""
        self.sections.confirm_and_go_on()

    def next_issue(self, step: int) -> None:
        self.review.step(step)

    # ------------------------------------------------------------------ properties
    @property
    def record_id(self) -> str:
        """The id of the report that is open, "" when none is."""
        return self.record.id if self.record is not None else ""

    @property
    def editable(self) -> bool:
        """Tell whether the text can be changed: until it is submitted or issued."""
        return self.record is not None and self.record.values["trang_thai"] in EDITABLE

    @property
    def dirty(self) -> bool:
        """Tell whether something typed is not in the register yet."""
        return self.drafts.dirty

    # ------------------------------------------------------------------ what findings ask for
    def take_figure(self, number: TypedNumber) -> None:
        """Put the live figure in the place of a typed number that contradicts it."""
        self.figures.take_figure(number)

    def go_to_section(self, code: str, *, end: bool = False) -> None:
        """Put the cursor into a section and its page into sight."""
        self.sections.go_to(code, end=end)

    def edit_facts(self) -> None:
        """Ask for number, date, signer, format, subject, recipients."""
        self.papers.edit_facts()

    def correct(self) -> None:
        """Ask for the reason, then begin the paper that stands in the place of this one."""
        self.steps.correct()

    def explain(self, issue: Issue) -> None:
        """Ask for the reason of a reminder."""
        self.papers.give_reasons(issue)

    def take_next_number(self) -> None:
        """Give the paper the number that comes next in the book."""
        self.papers.take_next_number()

    def open_page(self, key: str) -> None:
        """Open another page of the window."""
        self.go.emit(key, None)

    def drop_sentences(self, code: str, paths: Sequence[str]) -> None:
        """Leave out the sentences of a section whose figures nobody has."""
        self.sections.drop_sentences(code, paths)

    def respell(self, code: str) -> None:
        """Write a section in the office's spelling."""
        self.sections.respell(code)

    def open_records_of(self, path: str) -> None:
        """Open the records that a figure counts; without a path what the paper is about."""
        self.figures.open_records_of(path)

    def open_register(self, register: str, indicator: str = "") -> None:
        """Open a register, on the records of an indicator when one is named."""
        self.figures.open_register(register, indicator)

    # ------------------------------------------------------------------ what its parts ask for
    def show_text(self, values: Any) -> None:
        """Show the text of a report's values in the editor."""
        texts = {str(s["ma"]): str(s.get("noi_dung") or "") for s in values["muc"]}
        self.editor.show_report(texts, outline(values), read_only=not self.editable)
        self.panes.toolbar.allow(self.editable)
        self.sections.show_outline()
        self.sections.show_place()

    def focus_text(self) -> None:
        """Give the section of the cursor the keyboard."""
        if self.editor.editor is not None:
            self.editor.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_written(self, record: Record) -> None:
        """Show what the register holds after a write of this page."""
        before = self.editable
        self.record = record
        self.drafts.keeper.begin(record.id)
        self.panes.banner.tell("")
        self.status.emit("", "")
        if before != self.editable or not before:
            self.drafts.take_stored(record.values)
            self.drafts.take_marks()
            self.show_text(record.values)
        self._show_around()

    # ------------------------------------------------------------------ building
    def _connect(self) -> None:
        bar, figures = self.panes.toolbar, self.figures
        bar.bold.clicked.connect(lambda: self._style("toggle_bold"))
        bar.italic.clicked.connect(lambda: self._style("toggle_italic"))
        bar.insert.clicked.connect(lambda: figures.insert_figure())
        bar.compare.clicked.connect(lambda: figures.insert_comparison())
        bar.done.clicked.connect(self.drafts.mark_done)
        bar.pages.clicked.connect(self.preview)
        self.panes.search.returnPressed.connect(self._find)
        self.panes.section_wanted.connect(self.go_to_section)
        self.panes.preview.link_clicked.connect(figures.follow_link)
        self.panes.preview.whole_page_wanted.connect(self.preview)
        self.editor.edited.connect(self._edited)
        self.editor.section_changed.connect(self.sections.enter)
        self.editor.section_left.connect(self._left)
        self.editor.chip_chosen.connect(figures.choose_chip)
        self.editor.scrolled.connect(figures.close_popover)
        self.editor.scrolled.connect(self.sections.follow_sight)
        self.review.chosen.connect(self.live.go_to_issue)
        self.review.reasons_wanted.connect(lambda: self.papers.give_reasons())
        inside = Qt.ShortcutContext.WidgetWithChildrenShortcut
        insert = QShortcut(QKeySequence("Ctrl+D"), self, context=inside)
        insert.activated.connect(lambda: figures.insert_figure())
        word = QShortcut(QKeySequence(WORD_KEYS), self, context=inside)
        word.activated.connect(lambda: self.papers.save_word())
        self.escape = QShortcut(QKeySequence("Esc"), self, context=inside)
        self.escape.activated.connect(self._close_open)
        self.escape.setEnabled(False)

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
        self.drafts.keeper.keep()
        self.live.stop()
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
        self._take_life(opened)
        self.found, self.pages = None, None
        self.sections.annexes = opened.annexes
        values = self.drafts.take_opened(opened)
        self.editor.set_shown({})
        self.panes.preview.view.clear()
        self.panes.preview.pdf = b""
        self.show_text(values)
        self.drafts.begin(opened)
        self.header.show_head()
        self.header.show_banner()
        kept = opened.draft if self.editable else None
        if kept is not None and self.dirty:
            self.drafts.tell_restored(kept.at)
        if kept is not None and kept.field in self.editor.sections:
            self.editor.go_to(kept.field)
        else:
            first = next((i.code for i in self.sections.items() if i.leaf and not i.done), "")
            self.editor.go_to(first or next(iter(self.editor.sections), ""))
        self.live.look()

    def _take_again(self, opened: Opened) -> None:
        """Take over what somebody else wrote; what is being typed stays."""
        if opened.record.id != self.record_id or self.record is None:
            return
        if opened.record.rev == self.record.rev or self.papers.busy:
            self._take_life(opened)
            self.header.show_head()
            self.header.show_banner()
            return
        dirty = self.dirty
        self.record = opened.record
        self._take_life(opened)
        self.drafts.take_stored(opened.record.values)
        if not dirty or not self.editable:
            self.drafts.take_marks()
            self.show_text(opened.record.values)
        self._show_around()

    def _take_life(self, opened: Opened) -> None:
        self.passed, self.later, self.offer = opened.passed, opened.later, opened.offer
        self.receipt = opened.receipt
        self.kind_word = kind_word(opened)

    def _show_around(self) -> None:
        self.header.show_head()
        self.header.show_banner()
        self.live.look()

    # ------------------------------------------------------------------ typing
    def _edited(self, code: str) -> None:
        self.figures.close_popover()
        self.drafts.keeper.touch()
        self.live.look_soon()

    def _left(self) -> None:
        focus = QApplication.focusWidget()
        if not (focus is not None and self.figures.popover.isAncestorOf(focus)):
            self.figures.close_popover()
        if self.editable:
            self.drafts.keeper.keep()

    def _style(self, what: str) -> None:
        editor = self.editor.editor
        if editor is not None and self.editable:
            getattr(editor, what)()
            self.focus_text()

    def _close_open(self) -> None:
        """Close what Esc closes: the popover first, then the search."""
        if self.figures.popover.isVisible():
            self.figures.close_popover()
        elif self.panes.search.isVisible():
            self.panes.search.hide()
            self.focus_text()
        self.escape.setEnabled(self.panes.search.isVisible())

    def _find(self) -> None:
        words = self.panes.search.text()
        if words.strip() and not self.editor.find_words(words):
            self.told.emit(_("Không có “{words}” trong báo cáo").format(words=words.strip()), False)
