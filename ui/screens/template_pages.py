"""The pages of a sample beside the template: the text after every pause, the annexes later."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from danvan_desktop.errors import Cancelled, UserError
from danvan_desktop.i18n import _
from ui import tasks
from ui.screens import template_work as work
from ui.screens.template_work import Sample, Tried

if TYPE_CHECKING:
    from ui.screens.template_editor import TemplateScreen

PAUSE_MS = 150
"""Typing pause after which the pages of the text are made anew."""
WHOLE_MS = 1500
"""Further pause after which the annexes are made anew too."""


class TemplatePages(QObject):
    """Tries the template out on the chosen sample; what an older text still works on is dropped."""

    def __init__(self, screen: TemplateScreen) -> None:
        super().__init__(screen)
        self.screen = screen
        self.whole_pdf = b""
        """The last complete file, text and annexes."""
        self._annexes = 0
        """Page of that file on which the annexes begin."""
        self.tried: Tried | None = None
        self._task: tasks.Task | None = None
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(lambda: self.look(whole=False))
        self._rest = QTimer(self, singleShot=True, interval=WHOLE_MS)
        self._rest.timeout.connect(lambda: self.look(whole=True))
        screen.panes.samples.activated.connect(lambda _row: self.look(whole=True))
        screen.panes.editor.section_changed.connect(self.follow_section)
        screen.panes.preview.whole_page_wanted.connect(screen.preview)
        screen.panes.toolbar.pages.clicked.connect(screen.preview)

    # ------------------------------------------------------------------ commands
    def show_samples(self, samples: Sequence[Sample]) -> None:
        """Offer what the template can be tried on; the chosen one stays chosen."""
        box = self.screen.panes.samples
        before = box.currentData()
        box.clear()
        for sample in samples:
            box.addItem(sample.name, sample)
        names = [sample.name for sample in samples]
        if isinstance(before, Sample) and before.name in names:
            box.setCurrentIndex(names.index(before.name))
        box.setEnabled(len(samples) > 1)

    def look(self, *, whole: bool) -> None:
        """Make the pages anew, with the annexes or without."""
        self._pause.stop()
        self._rest.stop()
        if self._task is not None:
            self._task.cancel()
        screen = self.screen
        sample = screen.panes.samples.currentData()
        if screen.opened is None:
            return
        if not isinstance(sample, Sample):
            self._refuse(_("Chưa có kỳ hay hồ sơ nào để xem thử mẫu này."))
            return
        has_annexes = bool(screen.sections.head.get("annexes"))
        self._task = tasks.run(
            work.try_out,
            screen.context,
            screen.sections.data(),
            sample,
            whole=whole or not has_annexes,
            done=self._take,
            failed=self._failed,
            progress=lambda _done, _total, _text: None,
            owner=screen,
        )

    def look_soon(self) -> None:
        """Make them anew after the next pause in typing."""
        self._pause.start()

    def follow_section(self, code: str) -> None:
        """Bring the page of a section into sight."""
        view = self.screen.panes.preview.view
        if self.tried is not None and code in self.tried.pages.sections:
            page = self.tried.pages.sections[code]
            if view.page != page:
                view.go_to(page)

    # ------------------------------------------------------------------ private
    def _take(self, tried: Tried) -> None:
        panes = self.screen.panes
        self.tried = tried
        panes.editor.set_shown(tried.trial.shown)
        self.screen.sections.take_titles(tried.trial.values["muc"])
        names = self.screen.sections.names()
        refused = tried.trial.issues[0].message if tried.trial.issues else ""
        faults = tried.trial.faults
        panes.faults.show_faults(faults, names, refused="" if faults else refused)
        for code, editor in panes.editor.sections.items():
            editor.take_typed_tags(all_of_them=False)
            editor.mark_faults(faults.get(code, ()))
        if tried.whole:
            self.whole_pdf, self._annexes = tried.pages.pdf, tried.pages.body_pages
            panes.preview.show_pdf(tried.pages.pdf)
            return
        if self.whole_pdf:
            panes.preview.show_parts(tried.pages.pdf, self.whole_pdf, self._annexes)
        else:
            panes.preview.show_pdf(tried.pages.pdf)
        self._rest.start()

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, Cancelled):
            return
        if not isinstance(error, UserError):
            tasks.show_failure(error)
            return
        self._refuse(f"{error.message} {error.remedy}")

    def _refuse(self, why: str) -> None:
        self.screen.panes.faults.show_faults({}, {}, refused=why)
