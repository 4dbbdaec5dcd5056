"""The papers of the open record: its minutes to look at, and “Soạn văn bản…” for all the others.

What can be written follows from the templates (``reports/sets.py``); nothing here names a paper
but the minutes, which a meeting's people want to see before they have a number.
"""

from __future__ import annotations

import io
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from danvan_desktop.errors import Progress
from danvan_desktop.i18n import _
from danvan_desktop.registers import REGISTERS
from danvan_desktop.reports.templates import all_templates
from danvan_desktop.storage.values import Record
from ui import tasks
from ui.screens.base import Screen
from ui.widgets.buttons import Button

if TYPE_CHECKING:
    from danvan_desktop.context import Context

WITH_MINUTES = ("doi_thoai",)
"""Registers whose form shows minutes; a meeting has a page of its own for them."""
WITHOUT_PAGE = ("doi_thoai",)
"""Those without a page of their own, which would offer all their papers at once."""


class FormPapers(QObject):
    """Shows the minutes of the record that the form shows, and begins its papers."""

    def __init__(self, context: Context, register: str, page: Screen) -> None:
        super().__init__(page)
        self._context = context
        self._register = register
        self._page = page
        self.record: Record | None = None
        self.buttons: list[Button] = []
        if register in WITH_MINUTES:
            self.buttons.append(
                Button(_("Xem biên bản"), "preview", kind="quiet", on_click=self.show_minutes)
            )
        if any(one.register == register for one in all_templates().values()):
            self.buttons.append(
                Button(_("Soạn văn bản…"), "report", kind="quiet", on_click=self.write)
            )
        if register in WITHOUT_PAGE:
            words = _("In, lưu tất cả…")
            self.buttons.append(Button(words, "print", kind="quiet", on_click=self.all_papers))

    def all_papers(self) -> None:
        """Offer every paper of the record for printing and saving at once."""
        if self.record is not None:
            from ui.batch_dialog import papers_of_record

            title = REGISTERS[self._register].title_of(self.record.values)
            papers_of_record(self._context, self.record, title=title, parent=self._page)

    def show_minutes(self) -> None:
        """Build the minutes from the stored record and show their real pages."""
        if self.record is not None:
            done = partial(self._show, self.record)
            tasks.run(minutes_pdf, self._context, self.record.id, done=done, owner=self)

    def write(self) -> None:
        """Ask which paper to make from the record, and open its page."""
        if self.record is not None:
            from ui.paper_dialog import write_paper

            write_paper(
                self._context,
                self._register,
                (self.record.id,),
                title=REGISTERS[self._register].title_of(self.record.values),
                opened=lambda paper: self._page.go.emit("report", paper),
                parent=self._page,
            )

    def _show(self, record: Record, pdf: bytes) -> None:
        from ui.widgets.pdf_preview import PreviewDialog

        PreviewDialog(
            self._context,
            pdf,
            title=_("Xem biên bản"),
            file_name=_("Bien ban {day}.pdf").format(day=record.event_date),
            kind="BB",
            word=partial(minutes_word, self._context, record.id),
            parent=self._page,
        ).exec()


def minutes_pdf(context: Context, record_id: str) -> bytes:
    """Render the minutes of a meeting or dialogue (for a worker)."""
    from danvan_desktop.documents.pdf import render_pdf
    from danvan_desktop.reports.minutes import build_minutes

    document, _issues = build_minutes(context, record_id)
    out = io.BytesIO()
    render_pdf(document, out)
    return out.getvalue()


def minutes_word(
    context: Context, record_id: str, out: Path, *, duplex: bool, progress: Progress
) -> None:
    """Write the minutes of a meeting or dialogue for Word (for a worker)."""
    from danvan_desktop.reports.paper_docx import write_minutes

    write_minutes(context, record_id, out, duplex=duplex, progress=progress)
