"""A report as a paper: saved, explained, signed, printed, handed on as a file."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from danvan_desktop.errors import Issue, Severity
from danvan_desktop.i18n import _
from danvan_desktop.reports.paper_docx import word_name, write_paper
from danvan_desktop.reports.paper_files import paper_name
from danvan_desktop.storage.values import Record
from ui import messages, tasks
from ui.book_file import save_as_book
from ui.paper_reasons_dialog import PaperReasonsDialog
from ui.report_facts_dialog import ReportFactsDialog
from ui.screens import report_work as work
from ui.screens.report_file import keep_file, last_file, save_paper
from ui.screens.report_work import Written
from ui.verify_dialog import verify_and_show
from ui.widgets.pdf_preview import print_with_dialog
from ui.word_file import Writer, save_as_word

if TYPE_CHECKING:
    from ui.screens.report import ReportScreen


class ReportPapers(QObject):
    """The commands of the editor that write the register or use the file."""

    def __init__(self, screen: ReportScreen) -> None:
        super().__init__(screen)
        self.screen = screen
        self.busy = False
        """A write of this page is under way."""

    # ------------------------------------------------------------------ the register
    def save(self) -> None:
        """Commit the text of every section."""
        screen = self.screen
        if screen.record is None or not screen.editable or self.busy:
            return
        if not screen.dirty:
            screen.told.emit(_("Không có gì mới để lưu"), False)
            return
        self._save({})

    def edit_facts(self) -> None:
        """Ask for number, date, signer, format, subject, recipients."""
        screen = self.screen
        if screen.record is None:
            return
        if not screen.editable:
            messages.show_note(
                _("Văn bản không còn là bản nháp"), _("Thu hồi, hoặc lập bản thay thế."), screen
            )
            return
        dialog = ReportFactsDialog(
            screen.context, screen.record.values, screen, own=screen.record_id
        )
        dialog.accepted.connect(lambda: self._save_facts(dialog.values()))
        dialog.open()

    def give_reasons(self, present: Issue | None = None) -> None:
        """Ask for the reason of one reminder, or of several at once."""
        screen = self.screen
        found = screen.found
        if screen.record is None or found is None or self.busy or not screen.editable:
            return
        open_ones = [i for i in found.issues if i.severity is Severity.WARNING]
        answered = [one.issue for one in found.settled]
        issues = open_ones if present is None or present not in answered else [present]
        used = [one.reason for one in found.settled]
        dialog = PaperReasonsDialog(issues, present=present, used=used, parent=screen)
        dialog.accepted.connect(
            lambda: self.save_then(
                work.give_reason, dialog.chosen, dialog.reason, done=self.written
            )
        )
        dialog.open()

    def take_next_number(self) -> None:
        """Give the draft the number that comes next in the book."""
        screen = self.screen
        if screen.record is not None and screen.editable and not self.busy:
            self.save_then(work.take_next_number, done=self.written)

    def sign(self) -> None:
        """Open the box that signs the kept file."""
        screen = self.screen
        if screen.record is None or screen.editable:
            return
        from ui.sign_dialog import SignDialog

        dialog = SignDialog(screen.context, screen.record, screen)
        dialog.signed.connect(self.written)
        dialog.open()

    # ------------------------------------------------------------------ the file
    def print_paper(self) -> None:
        """Print the file."""
        self._with_file(self._print)

    def save_pdf(self) -> None:
        """Write the file where the clerk wants it."""
        self._with_file(self._save_file)

    def save_word(self) -> None:
        """Write the paper as it stands for Word, where the clerk wants it."""
        screen = self.screen
        if screen.record is None:
            return
        record = screen.drafts.working()
        save_as_word(
            screen.context,
            self.writer(record),
            word_name(record),
            kind=str(record.values["loai"]),
            parent=screen,
            told=lambda words: screen.told.emit(words, False),
            saved=lambda path: keep_file(screen.context, record, path),
        )

    def save_book(self) -> None:
        """Write the annexes as they stand for Excel, where the clerk wants it."""
        screen = self.screen
        if screen.record is None:
            return
        record = screen.drafts.working()
        save_as_book(
            screen.context,
            record,
            parent=screen,
            told=lambda words: screen.told.emit(words, False),
            saved=lambda path: keep_file(screen.context, record, path),
        )

    def writer(self, record: Record) -> Writer:
        """Return what writes a paper as DOCX."""
        return partial(write_paper, self.screen.context, record)

    def has_folder(self) -> bool:
        """Tell whether the file that was saved last is still there."""
        return last_file(self.screen.context, self.screen.record_id) is not None

    def open_folder(self) -> None:
        """Open the folder where the file was last saved."""
        path = last_file(self.screen.context, self.screen.record_id)
        if path is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))

    def submit(self) -> None:
        """Go to the page from which papers are sent to the level above."""
        self.screen.go.emit("sync", None)

    def verify(self) -> None:
        """Check the signature of the signed file and show the verdict."""
        screen = self.screen
        if screen.record is not None:
            tasks.run(
                work.copy_to_read,
                screen.context,
                screen.record_id,
                done=lambda path: verify_and_show(screen.context, path, screen),
                owner=screen,
            )

    # ------------------------------------------------------------------ private
    def _save_facts(self, facts: dict[str, Any]) -> None:
        record = self.screen.record
        assert record is not None
        changed = {k: v for k, v in facts.items() if v != record.values.get(k)}
        if changed:
            self._save(changed)

    def _save(self, facts: dict[str, Any]) -> None:
        """Save fields of the head together with the text as it stands."""
        drafts = self.screen.drafts
        present = drafts.present()

        def done(written: Written) -> None:
            drafts.stored = present
            self.written(written)
            if written.told:
                self._show_rewritten(written)

        self.write(work.save, {**facts, "muc": drafts.sections()}, done=done)

    def _show_rewritten(self, written: Written) -> None:
        """Show texts that a new format has written anew, with the way back."""
        drafts, values = self.screen.drafts, written.record.values
        drafts.take_stored(values)
        drafts.take_marks()
        self.screen.show_text(values)
        self.screen.told.emit(written.told, True)

    def save_then(self, call: Any, *arguments: Any, done: Any) -> None:
        """Save what was typed, so that nothing of it is lost, then write something else."""
        if self.screen.dirty:
            drafts = self.screen.drafts
            present = drafts.present()

            def saved(written: Written) -> None:
                drafts.stored = present
                self.written(written)
                self.write(call, *arguments, done=done)

            self.write(work.save, {"muc": drafts.sections()}, done=saved)
        else:
            self.write(call, *arguments, done=done)

    def write(self, call: Any, *arguments: Any, done: Any) -> None:
        """Call with the context and the open paper on the writer, then ``done`` with the result."""
        self.busy = True
        screen = self.screen
        tasks.write(
            screen.context,
            call,
            screen.context,
            screen.record,
            *arguments,
            done=done,
            failed=self._not_written,
            owner=screen,
        )

    def written(self, written: Written) -> None:
        """Show what the register holds after a write of this page."""
        self.busy = False
        self.screen.take_written(written.record)

    def _not_written(self, error: BaseException) -> None:
        self.busy = False
        self.screen.drafts.keeper.keep_again()
        tasks.show_failure(error)

    def _with_file(self, use: Any) -> None:
        screen = self.screen
        if screen.record is not None:
            working = screen.drafts.working()
            tasks.run(work.final_pdf, screen.context, working, done=use, owner=screen)

    def _print(self, pdf: bytes) -> None:
        screen = self.screen
        assert screen.record is not None
        print_with_dialog(
            screen.context,
            pdf,
            kind=str(screen.record.values["loai"]),
            title=screen.title,
            file_name=paper_name(screen.record),
            parent=screen,
            told=lambda words: screen.told.emit(words, False),
        )

    def _save_file(self, pdf: bytes) -> None:
        screen = self.screen
        assert screen.record is not None
        path = save_paper(screen.context, screen.record, pdf, parent=screen)
        if path is not None:
            screen.told.emit(_("Đã lưu {name}").format(name=path.name), False)
