"""The real pages beside the text, and the check before sending, made anew while one types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from danvan_desktop.errors import Issue, UserError
from danvan_desktop.reports.review import Review
from danvan_desktop.storage.values import Record
from ui import tasks
from ui.screens import report_work as work
from ui.screens.report_repairs import review_lines
from ui.screens.report_work import REGISTER, Pages

if TYPE_CHECKING:
    from ui.screens.report import ReportScreen

PAUSE_MS = 300
"""Typing pause after which pages and check are made anew."""


class LivePages(QObject):
    """Renders and checks the text as it stands; the results go to the screen's panes."""

    def __init__(self, screen: ReportScreen) -> None:
        super().__init__(screen)
        self.screen = screen
        self._tasks: list[tasks.Task] = []
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.look)

    # ------------------------------------------------------------------ commands
    def look(self) -> None:
        """Make pages and check anew; what an older text still works on is dropped."""
        self._pause.stop()
        screen = self.screen
        if screen.record is None:
            return
        for task in self._tasks:
            task.cancel()
        working = screen.drafts.working()
        screen.review.show_waiting()
        first = tasks.run(
            work.pages,
            screen.context,
            working,
            done=lambda found: self._take_pages(working, found),
            failed=self._failed,
            progress=lambda _done, _total, _text: None,
            owner=screen,
        )
        self._tasks = [first]

    def look_soon(self) -> None:
        """Make them anew after the next pause in typing."""
        self._pause.start()

    def stop(self) -> None:
        """Wait for no pause any more: the report is gone."""
        self._pause.stop()

    def follow_section(self, code: str) -> None:
        """Bring the first page of a section into sight."""
        pages, view = self.screen.pages, self.screen.panes.preview.view
        if pages is not None and code in pages.pages:
            page = pages.pages[code]
            if view.page != page:
                view.go_to(page)

    def go_to_issue(self, issue: Issue) -> None:
        """Put the cursor where a finding is, a typed number selected."""
        screen = self.screen
        code = issue.place.field or ""
        if issue.place.register != REGISTER or code not in screen.editor.sections:
            return
        screen.go_to_section(code)
        editor = screen.editor.sections[code]
        number = next(
            (n for n in (screen.found.typed if screen.found else ()) if n.section == code), None
        )
        if issue.code == "typed_number" and number is not None:
            written = editor.written()
            start, last = written.position(number.start), written.position(number.end - 1)
            screen.editor.go_to(code, select=(start, last + 1))

    # ------------------------------------------------------------------ private
    def _take_pages(self, working: Record, found: Pages) -> None:
        screen = self.screen
        screen.pages = found
        screen.editor.set_shown(found.shown)
        if found.pdf != screen.panes.preview.pdf:
            screen.panes.preview.show_pdf(found.pdf)
        second = tasks.run(
            work.check,
            screen.context,
            working,
            done=self._take_review,
            failed=self._failed,
            progress=lambda _done, _total, _text: None,
            owner=screen,
        )
        self._tasks = [second]

    def _take_review(self, found: Review) -> None:
        screen = self.screen
        screen.found = found
        items = {item.code: item for item in screen.sections.items()}
        lines = review_lines(found, items, screen, editable=screen.editable)
        screen.review.show_lines(lines, agree=found.agree, total=found.total)
        screen.editor.mark_typed(found.typed if screen.editable else ())
        screen.sections.show_outline()
        screen.header.show_next_step()

    def _failed(self, error: BaseException) -> None:
        if not isinstance(error, UserError):
            tasks.show_failure(error)
            return
        issue = Issue(error.code, error.message, error.remedy)
        self._take_review(Review((issue,), (), 0, 0))
