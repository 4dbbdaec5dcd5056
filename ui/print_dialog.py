"""The print dialog: the very pages, the printer and its state, and everything in Vietnamese.

The system's own dialog is English on most machines, offers to scale, and forgets. This one never
scales, remembers per kind of paper, and keeps the alignment of each printer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from danvan_desktop.documents.print_plan import Alignment, Sides, read_pages
from danvan_desktop.errors import Progress, no_progress
from danvan_desktop.i18n import _
from danvan_desktop.vietnamese import format_number
from ui import print_job, printing, tasks, theme
from ui.print_job import Prepared
from ui.print_options import PrintOptions
from ui.print_turning import ask_to_turn
from ui.printing import PrintChoices
from ui.widgets.buttons import Button
from ui.widgets.help_dialog import HelpDialog
from ui.widgets.labels import label
from ui.widgets.pdf_preview import PdfPreview
from ui.widgets.progress import ProgressBar

if TYPE_CHECKING:
    from danvan_desktop.context import Context

HELP = "printing"
OPTIONS_WIDTH = 330
NARROW = 640
"""Under this width of the dialog the pages give their room to the choices."""


class PrintDialog(QDialog):
    """Prints one paper; ``printed`` counts the pages that the printers took."""

    def __init__(
        self,
        context: Context,
        pdf: bytes,
        *,
        kind: str,
        title: str,
        file_name: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.context = context
        self.printed = 0
        self._pdf = pdf
        self._kind = kind
        self._title = title
        self._file_name = file_name
        self._task: tasks.Task | None = None
        self.setWindowTitle(_("In {title}").format(title=title))
        self.resize(*theme.dialog_size(parent, 940, 660))
        self.preview = PdfPreview(self, whole_page=False)
        self.preview.view.fit_page()
        self.options = PrintOptions(context.settings, kind, self)
        self.sum = label("", "help", wrap=True)
        self.told = label("", "success", wrap=True)
        self.progress = ProgressBar()
        self.try_button = Button(_("In thử 1 trang"), on_click=self.print_one)
        self.save_button = Button(_("Lưu thành PDF…"), "save", on_click=self.save_pdf)
        self.print_button = Button(_("In"), "print", kind="primary", on_click=self.print_all)
        self.print_button.setDefault(True)
        self._lay_out()
        self._connect()
        self.preview.show_pdf(pdf)
        tasks.run(printing.printers, done=self._take_printers, owner=self)
        self._refresh()

    # ------------------------------------------------------------------ commands
    def print_all(self) -> None:
        """Print what is chosen; the choices are remembered for this kind of paper."""
        if self.print_button.isEnabled():
            choices = self.options.choices()
            printing.remember(self.context.settings, self._kind, choices)
            self._start(self._pdf, choices, self._title, close=True)

    def print_one(self) -> None:
        """Print the first chosen page once, to see that everything sits right."""
        choices = self.options.choices()
        pages, _fault = read_pages(choices.pages, max(1, self.options.page_count))
        first = str(pages[0] + 1) if pages else "1"
        one = replace(choices, pages=first, copies=1, sides=Sides.ONE)
        self._start(self._pdf, one, self._title, close=False)

    def print_test_page(self) -> None:
        """Print the page on which the clerk measures how far the printer is off."""
        choices = replace(self.options.choices(), pages="", copies=1)
        if choices.sides is Sides.ONE:
            choices = replace(choices, pages="1")
        page = _alignment_page(choices.printer)
        self._start(page, choices, _("Trang thử căn lề"), close=False)

    def save_pdf(self) -> None:
        """Write the paper as a file instead, for both sides of the sheets when so chosen.

        A signed paper stays as it is: its signature covers every byte.
        """
        if self.options.choices().sides is Sides.ONE or b"/ByteRange" in self._pdf:
            self._save(self._pdf)
        else:
            tasks.run(print_job.for_both_sides, self._pdf, done=self._save, owner=self)

    def _save(self, pdf: bytes) -> None:
        from ui.widgets.pdf_preview import save_with_dialog

        path: Path | None = save_with_dialog(self.context, pdf, self._file_name, parent=self)
        if path is not None:
            self._tell(_("Đã lưu {name}").format(name=path.name))

    def show_help(self) -> None:
        """Open the help on printing."""
        HelpDialog(self).show_page(HELP)

    def reject(self) -> None:
        """Close; a job that is being sent is stopped."""
        if self._task is not None and not self._task.finished:
            self._task.cancel()
        super().reject()

    # ------------------------------------------------------------------ private
    def _lay_out(self) -> None:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its fields are the stops of the Tab key
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self.options)
        narrow = self.width() < theme.px(NARROW)
        self.preview.setVisible(not narrow)
        if not narrow:
            area.setFixedWidth(theme.px(OPTIONS_WIDTH))
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.preview, 1)
        middle.addWidget(area, 1 if narrow else 0)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 8, 12, 10)
        foot.setSpacing(theme.px(8))
        foot.addWidget(self.try_button)
        foot.addWidget(self.save_button)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.sum, 0, Qt.AlignmentFlag.AlignVCenter)
        words.addWidget(self.told, 0, Qt.AlignmentFlag.AlignVCenter)
        self.told.hide()
        foot.addLayout(words, 1)
        foot.addWidget(Button(_("Đóng"), on_click=self.reject))
        foot.addWidget(self.print_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(middle, 1)
        column.addWidget(self.progress)
        column.addLayout(foot)

    def _connect(self) -> None:
        view = self.preview.view
        self.options.changed.connect(self._refresh)
        self.options.test_wanted.connect(self.print_test_page)
        view.page_changed.connect(lambda page: self.options.set_pages(view.page_count, page))
        QShortcut(QKeySequence("Ctrl+P"), self, self.print_all)
        QShortcut(QKeySequence("Ctrl+S"), self, self.save_pdf)
        QShortcut(QKeySequence("F1"), self, self.show_help)

    def _take_printers(self, found: list[printing.PrinterFacts]) -> None:
        self.options.take_printers(found)
        if not found:
            self.print_button.setDefault(False)
            self.save_button.setDefault(True)
            self.save_button.setFocus()
        else:
            self.print_button.setFocus()

    def _refresh(self) -> None:
        busy = self._task is not None and not self._task.finished
        reason = _("Đang in…") if busy else self.options.fault()
        for button in (self.print_button, self.try_button, self.options.alignment.test_button):
            button.forbid(reason)
        self.sum.setText("" if reason else self._sum_words())

    def _tell(self, words: str) -> None:
        self.told.setText(words)
        self.told.setVisible(bool(words))

    def _sum_words(self) -> str:
        choices = self.options.choices()
        pages, _fault = read_pages(choices.pages, self.options.page_count)
        if not pages:
            return ""
        sheets = _sheets(pages, choices)
        words = _("{pages} trang trên {sheets} tờ") if sheets > 1 else _("{pages} trang trên 1 tờ")
        return words.format(
            pages=format_number(len(pages) * choices.copies), sheets=format_number(sheets)
        )

    def _start(self, pdf: bytes, choices: PrintChoices, title: str, *, close: bool) -> None:
        alignment = self.options.alignment.alignment()

        def done(prepared: Prepared) -> None:
            if len(prepared.plan.passes) > 1:
                self._ask_for_backs(prepared, choices, title, close=close)
            else:
                self._sent(prepared, choices, close=close)

        self._run(_first_pass, pdf, choices, alignment, title, done=done)

    def _ask_for_backs(
        self, prepared: Prepared, choices: PrintChoices, title: str, *, close: bool
    ) -> None:
        stack = self.options.alignment.alignment().stack
        if not ask_to_turn(prepared.plan.sheets, stack, self):
            self._tell(_("Đã in mặt trước, chưa in mặt sau"))
            self._refresh()
            return
        self._run(
            _second_pass,
            prepared,
            choices,
            title,
            done=lambda _sent: self._sent(prepared, choices, close=close),
        )

    def _run(self, call: Callable[..., object], *arguments: object, done: tasks.Done) -> None:
        self._tell("")
        self._task = tasks.run(
            call,
            *arguments,
            done=done,
            failed=self._failed,
            cancelled=self._stopped,
            progress=self.progress.report,
            owner=self,
        )
        self.progress.follow(self._task, _("Đang gửi tới máy in"))
        self._refresh()

    def _sent(self, prepared: Prepared, choices: PrintChoices, *, close: bool) -> None:
        count = prepared.pages * choices.copies
        self.printed += count
        words = _("Đã gửi {n} trang tới máy in").format(n=format_number(count))
        self._tell(words)
        self._refresh()
        if close:
            self.accept()

    def _failed(self, error: BaseException) -> None:
        self._refresh()
        tasks.show_failure(error)

    def _stopped(self) -> None:
        self._tell(_("Đã dừng; trang đã ra khỏi máy thì vẫn dùng được"))
        self._refresh()


def _first_pass(
    pdf: bytes,
    choices: PrintChoices,
    alignment: Alignment,
    title: str,
    *,
    progress: Progress = no_progress,
) -> Prepared:
    prepared = print_job.prepare(pdf, choices, alignment)
    print_job.send_pass(prepared, 0, choices, title=title, progress=progress)
    return prepared


def _second_pass(
    prepared: Prepared, choices: PrintChoices, title: str, *, progress: Progress = no_progress
) -> int:
    return print_job.send_pass(prepared, 1, choices, title=title, progress=progress)


def _sheets(pages: tuple[int, ...], choices: PrintChoices) -> int:
    if choices.sides is Sides.ONE:
        return len(pages) * choices.copies
    return len({page // 2 for page in pages}) * choices.copies


def _alignment_page(printer: str) -> bytes:
    from danvan_desktop.documents.alignment_page import alignment_page

    return alignment_page(printer)
