"""A dialog over a window without data: long work on closed files, which can be stopped.

Esc and “Hủy” stop the work; the dialog then waits for its word and says what came of it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _
from ui import tasks, theme
from ui.widgets.buttons import Button
from ui.widgets.progress import ProgressBar
from ui.widgets.told import Told


class WorkDialog(QDialog):
    """Base: ``begin`` starts the work, ``worked`` tells what it gave.

    A subclass names the ``work`` under way, what is said when it was ``unchanged`` (stopped) and
    when it ``failed`` for a reason that nobody foresaw.
    """

    def __init__(
        self, title: str, *, work: str, unchanged: str, failed: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.done_well = False
        self._words = (work, unchanged, failed)
        self._task: tasks.Task | None = None
        self.setWindowTitle(title)
        self.resize(*theme.dialog_size(parent, 560, 380))
        self.outcome = Told()
        self.progress = ProgressBar()
        self.close_button = Button(_("Đóng"), kind="primary", on_click=self.reject)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(16, 16, 16, 12)
        self.column.setSpacing(theme.px(8))
        self.column.addWidget(self.outcome)

    # ------------------------------------------------------------------ commands
    def begin(self, work: Callable[..., Any], *arguments: Any, **named: Any) -> None:
        """Begin; the dialog stays until somebody has read what came of it."""
        self.outcome.tell("restore", "accent", self.windowTitle())
        self.close_button.forbid(self._words[0])
        self._task = tasks.run(
            work,
            *arguments,
            done=self._done,
            failed=self._failed,
            cancelled=lambda: self.end("note", "text2", self._words[1]),
            progress=self.progress.report,
            owner=self,
            **named,
        )
        self.progress.follow(self._task, self.windowTitle())

    def reject(self) -> None:
        """Close what has ended; stop what is under way and wait for its word."""
        if self._task is not None:
            self._task.cancel()
            return
        super().reject()

    def worked(self, result: Any) -> None:
        """Tell what the work gave."""
        raise NotImplementedError

    # ------------------------------------------------------------------ for subclasses
    def lay_out_foot(self) -> None:
        """Put progress and the button to close below what stands in ``column``."""
        self.column.addStretch(1 if self.column.count() == 1 else 0)
        self.column.addWidget(self.progress)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        self.column.addLayout(foot)

    def end(self, icon: str, role: str, title: str, text: str = "") -> None:
        """Say how it ended and let the dialog be closed."""
        self._task = None
        self.close_button.forbid("")
        self.close_button.setDefault(True)
        self.close_button.setFocus()
        self.outcome.tell(icon, role, title, text)

    # ------------------------------------------------------------------ private
    def _done(self, result: Any) -> None:
        self.done_well = True
        self._task = None
        self.worked(result)

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, UserError):
            self.end("warning", "error", error.message, f"{error.safe} {error.remedy}".strip())
            return
        self.end("warning", "error", self._words[2])
        tasks.show_failure(error)
