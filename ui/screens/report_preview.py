"""The real pages beside the text, and the check before sending, made anew while one types.

After a pause the pages of the text come at once, before the annexes of the last whole paper; the
check and the whole paper follow when the clerk rests a little longer.
"""

from __future__ import annotations

from collections.abc import Callable
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

PAUSE_MS = 200
"""Typing pause after which the pages of the text and the check are made anew."""
WHOLE_MS = 1500
"""Further pause after which the annexes are made anew too."""


class LivePages(QObject):
    """Renders and checks the text as it stands; the results go to the screen's panes."""

    def __init__(self, screen: ReportScreen) -> None:
        super().__init__(screen)
        self.screen = screen
        self._tasks: list[tasks.Task] = []
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._look_at_text)
        self._rest = QTimer(self, singleShot=True, interval=WHOLE_MS)
        self._rest.timeout.connect(self.look)
        self._whole: tuple[str, Pages] | None = None
        """The last whole paper: id of the report, its pages."""
        self._then: Callable[[], None] | None = None

    @property
    def stale(self) -> bool:
        """Tell whether the whole paper is older than the text."""
        return self._pause.isActive() or self._rest.isActive()

    # ------------------------------------------------------------------ commands
    def look(self) -> None:
        """Make pages and check anew; what an older text still works on is dropped."""
        self._pause.stop()
        self._rest.stop()
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

    def when_whole(self, then: Callable[[], None]) -> None:
        """Make the whole paper anew and call back when it is there."""
        self._then = then
        self.look()

    def look_soon(self) -> None:
        """Make them anew after the next pause in typing."""
        self._pause.start()

    def stop(self) -> None:
        """Wait for no pause any more: the report is gone."""
        self._pause.stop()
        self._rest.stop()

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
        found = screen.found
        typed = [one for one in found.issues if one.code == issue.code] if found else []
        at = next((i for i, one in enumerate(typed) if one == issue), -1)
        if found and issue.code == "typed_number" and at >= 0:
            number = found.typed[at]
            written = editor.written()
            start, last = written.position(number.start), written.position(number.end - 1)
            screen.editor.go_to(code, select=(start, last + 1))

    # ------------------------------------------------------------------ private
    def _look_at_text(self) -> None:
        """Make the pages of the text anew before the annexes that are there."""
        screen = self.screen
        record = screen.record
        whole = self._whole
        if record is None or not screen.editable or whole is None or whole[0] != record.id:
            self.look()
            return
        for task in self._tasks:
            task.cancel()
        working = screen.drafts.working()
        first = tasks.run(
            work.text_pages,
            screen.context,
            working,
            done=lambda found: self._take_text(working, found, whole[1]),
            failed=self._failed,
            progress=lambda _done, _total, _text: None,
            owner=screen,
        )
        self._tasks = [first]

    def _take_text(self, working: Record, found: Pages, whole: Pages) -> None:
        screen = self.screen
        screen.pages = found
        screen.editor.set_shown(found.shown)
        screen.panes.preview.show_parts(found.pdf, whole.linked, whole.annex_page)
        self._check(working)
        self._rest.start()

    def _take_pages(self, working: Record, found: Pages) -> None:
        screen = self.screen
        screen.pages = found
        self._whole = (working.id, found)
        screen.editor.set_shown(found.shown)
        screen.panes.preview.show_pdf(found.pdf, found.linked)
        then, self._then = self._then, None
        if then is not None:
            then()
        self._check(working)

    def _check(self, working: Record) -> None:
        screen = self.screen
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
        if not screen.editable:
            screen.header.show_banner()

    def _failed(self, error: BaseException) -> None:
        if not isinstance(error, UserError):
            tasks.show_failure(error)
            return
        issue = Issue(error.code, error.message, error.remedy)
        self._take_review(Review((issue,), (), 0, 0))
