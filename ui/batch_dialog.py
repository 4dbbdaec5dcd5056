"""“In, lưu tất cả”: every paper of a meeting or a period at once, into a folder or to the printer.

What can be made is ticked, what cannot says why. Work runs beside the window; stopping leaves what
is finished, and the dialog says what that is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from danvan_desktop.i18n import N_, _
from danvan_desktop.reports.batch import BatchPaper, batch_for_period, batch_for_record
from danvan_desktop.reports.batch_run import Batch, BatchResult, Existing, PaperFormat
from danvan_desktop.vietnamese import format_number
from ui import batch_print, messages, printing, tasks, theme
from ui.batch_print import Printed, Turning
from ui.folders import open_folder
from ui.print_turning import ask_to_turn
from ui.printing import PrinterFacts
from ui.widgets.buttons import Button
from ui.widgets.help_dialog import HelpDialog
from ui.widgets.labels import Link, label
from ui.widgets.progress import ProgressBar

if TYPE_CHECKING:
    from danvan_desktop.context import Context
    from danvan_desktop.organisation.periods import Period
    from danvan_desktop.storage.values import Record

SETTING = "batch"
FORMATS = {
    PaperFormat.PDF: N_("PDF"),
    PaperFormat.WORD: N_("Word"),
    PaperFormat.BOOK: N_("Excel (phụ lục)"),
}
EXISTING = {
    Existing.BOTH: N_("Giữ tệp cũ, tệp mới thêm (2)"),
    Existing.SKIP: N_("Giữ tệp cũ, không ghi tệp mới"),
    Existing.REPLACE: N_("Thay tệp cũ"),
}
_PAPER = Qt.ItemDataRole.UserRole

Reader = Callable[[], list[BatchPaper]]


class BatchDialog(QDialog):
    """Lists the papers that ``read`` finds in a worker, writes or prints those that are ticked."""

    def __init__(
        self, context: Context, read: Reader, *, said: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.context = context
        self.result_shown: BatchResult | None = None
        self._batch: Batch | None = None
        self._task: tasks.Task | None = None
        self._printers: list[PrinterFacts] = []
        self.setWindowTitle(_("In, lưu tất cả văn bản"))
        self.resize(*theme.dialog_size(parent, 620, 600))
        self.list = QListWidget()
        self.list.setAccessibleName(_("Văn bản"))
        self.list.setWordWrap(True)
        self.list.setSpacing(theme.px(2))
        self.formats = {one: QCheckBox(_(words)) for one, words in FORMATS.items()}
        self.folder = QLineEdit()
        self.folder.setReadOnly(True)
        self.folder.setPlaceholderText(_("Hỏi khi lưu"))
        self.choose_button = Button(_("Chọn…"), "folder", on_click=self.choose_folder)
        self.existing = QComboBox()
        for way, words in EXISTING.items():
            self.existing.addItem(_(words), way.value)
        self.all = Link(_("Chọn tất cả"))
        self.none = Link(_("Bỏ chọn"))
        self.printing = label("", "help", wrap=True)
        self.told = label("", "base", wrap=True)
        self.open_link = Link(_("Mở thư mục"))
        self.progress = ProgressBar()
        self.print_button = Button(_("In"), "print", on_click=self.print_all)
        self.go = Button("", "save", kind="primary", on_click=self.save_all)
        self._lay_out(said)
        self._recall()
        self._connect()
        self.list.setFocus()
        self._tell(_("Đang tìm văn bản…"))
        tasks.run(read, done=self._take, owner=self)
        tasks.run(printing.printers, done=self._take_printers, owner=self)
        self._refresh()

    # ------------------------------------------------------------------ queries
    def chosen(self) -> list[BatchPaper]:
        """Give the papers that are ticked."""
        items = (self.list.item(row) for row in range(self.list.count()))
        return [i.data(_PAPER) for i in items if i.checkState() == Qt.CheckState.Checked]

    def chosen_formats(self) -> list[PaperFormat]:
        """Give the formats that are ticked."""
        return [one for one, box in self.formats.items() if box.isChecked()]

    @property
    def busy(self) -> bool:
        """Tell whether papers are being made."""
        return self._task is not None and not self._task.finished

    # ------------------------------------------------------------------ commands
    def choose_folder(self) -> None:
        """Ask for the folder."""
        present = Path(self.folder.text()) if self.folder.text() else None
        folder = messages.choose_folder(_("Thư mục lưu văn bản"), folder=present, parent=self)
        if folder is not None:
            self.folder.setText(str(folder))
            self._refresh()

    def save_all(self) -> None:
        """Write the ticked papers into the folder."""
        if not self.folder.text():
            self.choose_folder()
        if not self.folder.text() or self.busy:
            return
        self._remember()
        self._batch = Batch(
            self.context,
            self.chosen(),
            Path(self.folder.text()),
            self.chosen_formats(),
            Existing(self.existing.currentData()),
        )
        self._run(self._batch.run, done=self.show_result, text=_("Lưu văn bản"))

    def print_all(self) -> None:
        """Print the ticked papers, each as its kind was printed last."""
        self._batch = None
        self._run(
            batch_print.print_papers,
            self.context,
            self.chosen(),
            self._printers,
            done=self._show_printed,
            text=_("In văn bản"),
        )

    def stop(self) -> None:
        """Stop at once; the finished files stay and are named."""
        if self._task is not None and self.busy:
            self._task.cancel()
        if self._batch is not None:
            self.show_result(self._batch.stop())

    def show_result(self, result: BatchResult) -> None:
        """Say what was made."""
        self.result_shown = result
        lines = [_result_words(result)]
        if result.skipped:
            lines.append(_("Giữ nguyên {n} tệp đã có.").format(n=len(result.skipped)))
        lines += [f"{name}: {error.message}" for name, error in result.failed]
        if result.refused is not None:
            lines += [result.refused.message, result.refused.remedy]
        self._tell("\n".join(lines), bad=bool(result.failed or result.refused))
        self.open_link.setVisible(bool(result.written))
        self._refresh()

    def show_help(self) -> None:
        """Open the help on printing and saving."""
        HelpDialog(self).show_page("printing")

    def reject(self) -> None:
        """Stop what is under way; Esc pressed again closes."""
        if self.busy and (self.result_shown is None or not self.result_shown.stopped):
            self.stop()
        else:
            super().reject()

    # ------------------------------------------------------------------ private
    def _lay_out(self, said: str) -> None:
        links = QHBoxLayout()
        links.addWidget(label(_("Văn bản"), "label"))
        links.addStretch(1)
        links.addWidget(self.all)
        links.addSpacing(theme.px(12))
        links.addWidget(self.none)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(10))
        grid.setVerticalSpacing(theme.px(6))
        grid.setColumnStretch(1, 1)
        formats = QHBoxLayout()
        for box in self.formats.values():
            formats.addWidget(box)
        formats.addStretch(1)
        grid.addWidget(label(_("Lưu thành"), "label"), 0, 0)
        grid.addLayout(formats, 0, 1, 1, 2)
        for row, (words, editor) in enumerate(
            ((_("Thư mục"), self.folder), (_("Tệp đã có"), self.existing)), start=1
        ):
            head = label(words, "label")
            head.setBuddy(editor)
            editor.setAccessibleName(words)
            grid.addWidget(head, row, 0)
            grid.addWidget(editor, row, 1)
        grid.addWidget(self.choose_button, 1, 2)
        grid.addWidget(label(_("Khi in"), "label"), 3, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.printing, 3, 1, 1, 2)
        foot = QHBoxLayout()
        foot.addWidget(self.open_link)
        foot.addStretch(1)
        foot.addWidget(Button(_("Đóng"), on_click=self.reject))
        foot.addWidget(self.print_button)
        foot.addWidget(self.go)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(theme.px(8))
        column.addWidget(label(said, "card_title", wrap=True))
        column.addLayout(links)
        column.addWidget(self.list, 1)
        column.addLayout(grid)
        column.addWidget(self.told)
        column.addWidget(self.progress)
        column.addLayout(foot)
        self.open_link.hide()

    def _connect(self) -> None:
        self.list.itemChanged.connect(lambda _item: self._refresh())
        self.all.clicked.connect(lambda _on: self._tick(on=True))
        self.none.clicked.connect(lambda _on: self._tick(on=False))
        QShortcut(QKeySequence("F1"), self, self.show_help)
        self.open_link.clicked.connect(lambda _on: open_folder(Path(self.folder.text())))
        self.progress.stopping.connect(self.stop)
        for box in self.formats.values():
            box.toggled.connect(lambda _on: self._refresh())

    def _take(self, papers: Sequence[BatchPaper]) -> None:
        self._tell("" if papers else _("Chưa có văn bản nào."))
        self.list.blockSignals(True)
        for paper in papers:
            note = paper.lacking or paper.state
            item = QListWidgetItem(f"{paper.label} ({note})" if note else paper.label)
            item.setData(_PAPER, paper)
            item.setToolTip(paper.lacking)
            if paper.lacking:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
                item.setCheckState(Qt.CheckState.Unchecked)
            else:
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                checked, unchecked = Qt.CheckState.Checked, Qt.CheckState.Unchecked
                item.setCheckState(checked if paper.wanted else unchecked)
            self.list.addItem(item)
        self.list.blockSignals(False)
        self.list.setCurrentRow(0)
        self._refresh()

    def _take_printers(self, found: list[PrinterFacts]) -> None:
        self._printers = found
        self._refresh()

    def _tick(self, *, on: bool) -> None:
        state = Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
        for row in range(self.list.count()):
            item = self.list.item(row)
            if item.flags() & Qt.ItemFlag.ItemIsUserCheckable:
                item.setCheckState(state)

    def _run(
        self, call: Callable[..., object], *arguments: object, done: tasks.Done, text: str
    ) -> None:
        self.result_shown = None
        self._tell("")
        self.open_link.hide()
        self._task = tasks.run(
            call,
            *arguments,
            done=done,
            failed=self._failed,
            cancelled=self._stopped,
            progress=self.progress.report,
            owner=self,
        )
        self.progress.follow(self._task, text)
        self._refresh()

    def _stopped(self) -> None:
        if self._batch is None:
            self._tell(_("Đã dừng; những văn bản đã gửi tới máy in vẫn được in."))
        self._refresh()

    def _failed(self, error: BaseException) -> None:
        self._refresh()
        tasks.show_failure(error)

    def _show_printed(self, printed: Printed) -> None:
        lines = [_("Đã gửi {n} văn bản tới máy in").format(n=format_number(printed.papers))]
        for name, error in printed.failed:
            lines.append(f"{name}: {error.message} {error.remedy}".strip())
        self._tell("\n".join(lines), bad=bool(printed.failed))
        self._refresh()
        self._turn(list(printed.turning))

    def _turn(self, stacks: list[Turning]) -> None:
        """Have each stack of fronts turned, then print its backs."""
        if not stacks:
            return
        present, *rest = stacks
        if not ask_to_turn(present.sheets, present.stack, self):
            words = _("Chưa in mặt sau của {n} văn bản.").format(n=len(present.papers))
            self._tell(f"{self.told.text()}\n{words}".strip(), bad=True)
            self._turn(rest)
            return
        before = self.told.text()

        def done(count: int) -> None:
            words = _("Đã in mặt sau của {n} văn bản.").format(n=count)
            self._tell(f"{before}\n{words}".strip())
            self._refresh()
            self._turn(rest)

        self._run(batch_print.print_backs, present, done=done, text=_("In mặt sau"))

    def _refresh(self) -> None:
        papers = self.chosen()
        files = len(papers) * len(self.chosen_formats())
        reason = "" if papers else _("Chọn ít nhất một văn bản")
        if self.busy:
            reason = _("Đang làm việc…")
        for widget in (self.list, self.folder, self.choose_button, self.existing):
            widget.setEnabled(not self.busy)
        no_format = "" if self.chosen_formats() else _("Chọn PDF, Word hoặc Excel")
        self.go.setText(_("Lưu {n} văn bản").format(n=format_number(len(papers))))
        self.go.forbid(reason or no_format)
        self.go.setToolTip(reason or no_format or _("Nhiều nhất {n} tệp").format(n=files))
        no_printer = "" if self._printers else _("Máy này chưa có máy in")
        self.print_button.forbid(reason or no_printer)
        said = batch_print.ways(self.context.settings, papers, self._printers)
        self.printing.setText("; ".join(said) if self._printers else no_printer)

    def _tell(self, words: str, *, bad: bool = False) -> None:
        theme.set_role(self.told, "warning" if bad else "base")
        self.told.setText(words)
        self.told.setVisible(bool(words))

    def _recall(self) -> None:
        kept = self.context.settings.get(SETTING)
        kept = kept if isinstance(kept, dict) else {}
        formats = kept.get("formats") or [PaperFormat.PDF.value]
        for one, box in self.formats.items():
            box.setChecked(one.value in formats)
        folder = str(kept.get("folder") or "")
        self.folder.setText(folder if folder and Path(folder).is_dir() else "")
        place = self.existing.findData(kept.get("existing"))
        replace = self.existing.findData(Existing.REPLACE.value)
        # To replace files is decided anew every time.
        self.existing.setCurrentIndex(0 if place == replace else max(0, place))

    def _remember(self) -> None:
        self.context.settings.set(
            SETTING,
            {
                "formats": [one.value for one in self.chosen_formats()],
                "folder": self.folder.text(),
                "existing": self.existing.currentData(),
            },
        )


def _result_words(result: BatchResult) -> str:
    count = format_number(len(result.written))
    if result.stopped:
        return _("Đã dừng. Đã ghi xong {n} tệp.").format(n=count)
    if result.refused is not None:
        return _("Đã ghi xong {n} tệp thì phải dừng.").format(n=count)
    return _("Đã ghi {n} tệp.").format(n=count)


def papers_of_record(context: Context, record: Record, *, title: str, parent: QWidget) -> None:
    """Open the dialog for the papers around a meeting or dialogue."""
    dialog = BatchDialog(
        context,
        lambda: _for_record(context, record),
        said=_("Văn bản của {what}").format(what=title),
        parent=parent,
    )
    dialog.open()


def papers_of_period(context: Context, period: Period, *, parent: QWidget) -> None:
    """Open the dialog for the papers of a period."""
    dialog = BatchDialog(
        context,
        lambda: batch_for_period(context, period),
        said=_("Văn bản của {what}").format(what=period.name),
        parent=parent,
    )
    dialog.open()


def _for_record(context: Context, record: Record) -> list[BatchPaper]:
    """Read the record anew with its lists; one that is gone has no papers."""
    whole = context.record(record.register, record.id)
    return [] if whole is None else batch_for_record(context, whole)
