"""The papers of the open record: a dialogue's minutes and the notice of what was concluded.

How to add one: a line in ``PAPERS`` with the function that builds it.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from danvan_desktop.i18n import N_, _
from danvan_desktop.storage.values import Record
from ui import messages, tasks
from ui.widgets.buttons import Button
from ui.widgets.pdf_preview import PreviewDialog

if TYPE_CHECKING:
    from danvan_desktop.context import Context


@dataclass(frozen=True, slots=True)
class Made:
    """A paper as its pages, with the number that it would have and the field that keeps it."""

    pdf: bytes
    number: str = ""
    number_field: str = ""


@dataclass(frozen=True, slots=True)
class PaperKind:
    """A paper that a register's records have: its button and file, how it is made."""

    kind: str
    label: str
    icon: str
    file_name: str
    make: Callable[[Context, str], Made]


class FormPapers(QObject):
    """Makes the papers of the record that the form shows and keeps their numbers."""

    def __init__(self, context: Context, register: str, page: QWidget) -> None:
        super().__init__(page)
        self._context = context
        self._page = page
        self.record: Record | None = None
        self.buttons = [self._button(paper) for paper in PAPERS.get(register, ())]

    def show(self, paper: PaperKind) -> None:
        """Build a paper from the stored record and show its real pages."""
        if self.record is not None:
            done = partial(self._show, paper, self.record)
            tasks.run(paper.make, self._context, self.record.id, done=done, owner=self)

    def _button(self, paper: PaperKind) -> Button:
        return Button(_(paper.label), paper.icon, kind="quiet", on_click=lambda: self.show(paper))

    def _show(self, paper: PaperKind, record: Record, made: Made) -> None:
        PreviewDialog(
            self._context,
            made.pdf,
            title=f"{_(paper.label)} {made.number}".strip(),
            file_name=_(paper.file_name).format(day=record.event_date),
            kind=paper.kind,
            parent=self._page,
        ).exec()
        if made.number_field and not record.values.get(made.number_field):
            self._offer_number(record, made)

    def _offer_number(self, record: Record, made: Made) -> None:
        """Keep the number in the record, so that no other paper gets it."""
        answer = messages.ask(
            _("Ghi số {number} vào sổ?").format(number=made.number),
            _("Khi đã ghi, số này không dùng cho thông báo khác."),
            (messages.Choice("keep", _("Ghi số"), "primary"),),
            safe="keep",
            icon="report",
            parent=self._page,
        )
        if answer == "keep":
            tasks.write(
                self._context,
                self._context.save,
                record.register,
                {made.number_field: made.number},
                id=record.id,
                label=_("Ghi số {number}").format(number=made.number),
                owner=self,
            )


def _notice(context: Context, record_id: str) -> Made:
    from danvan_desktop.documents.pdf import render_pdf
    from danvan_desktop.reports.notice import build_notice, notice_number

    document, _issues = build_notice(context, record_id)
    out = io.BytesIO()
    render_pdf(document, out)
    return Made(out.getvalue(), notice_number(context, record_id), "so_thong_bao")


def _minutes(context: Context, record_id: str) -> Made:
    from danvan_desktop.documents.pdf import render_pdf
    from danvan_desktop.reports.minutes import build_minutes

    document, _issues = build_minutes(context, record_id)
    out = io.BytesIO()
    render_pdf(document, out)
    return Made(out.getvalue())


PAPERS: dict[str, tuple[PaperKind, ...]] = {
    "doi_thoai": (
        PaperKind(
            "BB", N_("Xem biên bản"), "preview", N_("Bien ban doi thoai {day}.pdf"), _minutes
        ),
        PaperKind(
            "TB",
            N_("Thông báo kết luận"),
            "report",
            N_("Thong bao ket luan {day}.pdf"),
            _notice,
        ),
    ),
}
"""The papers of each register that has them, in the order of their buttons."""
