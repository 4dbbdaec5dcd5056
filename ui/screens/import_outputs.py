"""What an import gives back as files: refused rows, marked copies of the units' own workbooks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QWidget

from danvan_desktop.errors import Progress, no_progress
from danvan_desktop.i18n import _
from danvan_desktop.spreadsheets.importer import ImportPlan
from danvan_desktop.spreadsheets.plan import FilePlan
from danvan_desktop.vietnamese import format_number
from ui import messages, tasks
from ui.folders import open_folder
from ui.screens.import_session import Session
from ui.widgets.progress import ProgressBar


class Outputs(QObject):
    """Writes files for one page; ``told`` says what was written."""

    told = Signal(str, bool)

    def __init__(self, page: QWidget, progress: ProgressBar) -> None:
        super().__init__(page)
        self._page = page
        self._progress = progress

    def menu(self, session: Session) -> QMenu:
        """Offer the ways in which refused rows go back to the units."""
        menu = QMenu(self._page)
        menu.setAccessibleName(_("Gửi lại các dòng lỗi"))
        menu.addAction(
            _("Bản sao từng tệp, ô sai được tô màu và ghi chú…"), lambda: self.mark(session)
        )
        menu.addAction(_("Một tệp gồm các dòng lỗi…"), lambda: self.errors(session))
        return menu

    def errors(self, session: Session) -> None:
        """Write the refused rows of all files as one workbook."""
        path = messages.choose_save(
            _("Lưu các dòng lỗi"),
            suggested=_("Dòng lỗi gửi lại.xlsx"),
            kinds=_("Bảng tính Excel (*.xlsx)"),
            parent=self._page,
        )
        if path is not None:
            path = path if path.suffix else path.with_suffix(".xlsx")
            tasks.run(_write_errors, session.plan, path, done=self._written, owner=self)

    def mark(self, session: Session) -> None:
        """Write a copy of each file that has refused rows, with its wrong cells marked."""
        folder = messages.choose_folder(_("Thư mục lưu các bản đã đánh dấu"), parent=self._page)
        if folder is None:
            return
        files = [
            (path, file)
            for file in session.plan.files
            if (path := session.path_of(file)) is not None
        ]
        task = tasks.run(
            _mark,
            files,
            folder,
            done=self._marked,
            progress=self._progress.report,
            owner=self,
        )
        self._progress.follow(task, _("Đánh dấu ô sai"))

    def _written(self, path: Path) -> None:
        self.told.emit(_("Đã ghi {name}").format(name=path.name), False)
        open_folder(path.parent)

    def _marked(self, made: Sequence[Path]) -> None:
        if made:
            words = _("Đã ghi {n} bản đánh dấu").format(n=format_number(len(made)))
            self.told.emit(words, False)
            open_folder(made[0].parent)


def _write_errors(plan: ImportPlan, path: Path) -> Path:
    from danvan_desktop.spreadsheets.error_book import write_error_book

    write_error_book(plan, path)
    return path


def _mark(
    files: Sequence[tuple[Path, FilePlan]], folder: Path, *, progress: Progress = no_progress
) -> list[Path]:
    from danvan_desktop.spreadsheets.marked_copy import write_marked_copies

    return write_marked_copies(files, folder, progress=progress)
