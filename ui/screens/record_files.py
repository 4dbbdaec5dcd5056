"""The attachments of the open form: kept at once, or right after a new record is first saved."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _
from danvan_desktop.storage.values import Attachment, Record
from ui import messages, tasks
from ui.widgets.attachments import AttachmentBar

if TYPE_CHECKING:
    from danvan_desktop.context import Context


class FormFiles(QObject):
    """Carries files between the bar of the form and the context; ``changed`` after each of them."""

    changed = Signal()

    def __init__(self, context: Context, register: str, page: QWidget) -> None:
        super().__init__(page)
        self._context = context
        self._register = register
        self._page = page
        self._record: Record | None = None
        self._bar: AttachmentBar | None = None
        self._files: Sequence[Attachment] = ()
        self._waiting: list[Path] = []
        self._form = 0

    @property
    def count(self) -> int:
        """How many files the form has, waiting ones included."""
        return len(self._files) + len(self._waiting)

    def take_bar(self, bar: AttachmentBar) -> None:
        """Serve the bar of the form."""
        self._bar = bar
        bar.add_button.clicked.connect(self._choose)
        bar.wanted.connect(self.attach)
        bar.opened.connect(self._open)
        bar.removed.connect(self._remove)
        bar.unwanted.connect(self._forget)

    def show(self, record: Record | None, files: Sequence[Attachment]) -> None:
        """Show the files of another record."""
        self._record, self._files, self._waiting = record, files, []
        self._form += 1
        self._refresh()

    def record_saved(self, record: Record) -> None:
        """Keep what waited for the record's first save."""
        self._record = record
        waiting, self._waiting = self._waiting, []
        if waiting:
            self._attach(record, waiting)

    def attach(self, paths: Sequence[Path]) -> None:
        """Keep copies of files, now or after the first save."""
        if self._record is not None:
            self._attach(self._record, list(paths))
            return
        form = self._form
        tasks.run(
            self._looked_at,
            list(paths),
            done=lambda found: self._wait(form, *found),
            owner=self,
        )

    def _looked_at(self, paths: list[Path]) -> tuple[list[Path], list[str]]:
        """Runs on a worker: tell which files may wait for the record, and why others may not."""
        taken, refused = [], []
        for path in paths:
            try:
                self._context.look_at_file(path)
                taken.append(path)
            except UserError as error:
                refused.append(str(error))
        return taken, refused

    def _wait(self, form: int, paths: Sequence[Path], refused: Sequence[str]) -> None:
        if form != self._form:
            return  # another record is open by now
        if self._record is not None:  # saved meanwhile
            self._attach(self._record, list(paths))
            return
        self._waiting += [path for path in paths if path not in self._waiting]
        self._refresh()
        if refused and self._bar is not None:
            self._bar.say("\n".join(refused))

    def _attach(self, record: Record, paths: list[Path]) -> None:
        context, register = self._context, self._register

        def work() -> tuple[list[Attachment], list[str]]:
            refused = []
            for path in paths:
                try:
                    context.attach(register, record.id, path)
                except UserError as error:
                    refused.append(str(error))
            return context.attachments(register, record.id), refused

        tasks.run(work, done=lambda found: self._take(*found), owner=self)

    def _take(self, files: Sequence[Attachment], refused: Sequence[str]) -> None:
        self._files = files
        self._refresh()
        if refused and self._bar is not None:
            self._bar.say("\n".join(refused))

    def _refresh(self) -> None:
        if self._bar is not None:
            self._bar.show_files(self._files, self._waiting)
        self.changed.emit()

    def _choose(self) -> None:
        paths = messages.choose_files(_("Chọn tệp kèm theo"), parent=self._page)
        if paths:
            self.attach(paths)

    def _open(self, attachment: Attachment) -> None:
        tasks.run(self._context.attachment_copy, attachment.id, done=_open_copy, owner=self)

    def _remove(self, attachment: Attachment) -> None:
        context = self._context

        def work() -> list[Attachment]:
            context.detach(attachment.id)
            return context.attachments(attachment.register, attachment.record_id)

        tasks.run(work, done=lambda files: self._take(files, ()), owner=self)

    def _forget(self, path: Path) -> None:
        self._waiting = [waiting for waiting in self._waiting if waiting != path]
        self._refresh()


def _open_copy(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
