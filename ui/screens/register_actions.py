"""What a list does to its records: bin, restore, steps, print. Each is one write with one undo."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from danvan_desktop.errors import Progress
from danvan_desktop.i18n import _
from danvan_desktop.schema import RegisterSpec
from danvan_desktop.storage.values import ListQuery, Record
from danvan_desktop.vietnamese import fold, format_number
from ui import messages, tasks
from ui.screens.register_export import choose_export, export_records
from ui.screens.register_steps import StepAction, take_step
from ui.widgets.buttons import Button
from ui.widgets.progress import ProgressBar

if TYPE_CHECKING:
    from danvan_desktop.context import Context
    from danvan_desktop.organisation.periods import Period


class ListActions(QObject):
    """Acts for one list page; records of a closed ``period`` are changed with a reason only."""

    def __init__(self, context: Context, register: RegisterSpec, page: QWidget) -> None:
        super().__init__(page)
        self.period: Period | None = None
        self._context = context
        self._register = register
        self._page = page
        self._reason = ""

    @property
    def locked(self) -> bool:
        """Tell whether the period of the list is closed."""
        is_book = self._register.group == "register"
        return is_book and self.period is not None and self.period.closed

    def delete(self, records: Sequence[Record]) -> None:
        """Move records to the bin; the undo bar takes it back."""
        words = _("Chuyển {n} {what} vào Thùng rác").format(
            n=len(records), what=_(self._register.record_label)
        )
        label = self._with_reason(words)
        if label is not None:
            ids = [record.id for record in records]
            call = self._context.delete
            tasks.write(
                self._context,
                call,
                self._register.key,
                ids,
                label,
                owner=self,
                reason=self._reason,
            )

    def restore(self, records: Sequence[Record]) -> None:
        """Bring records back from the bin."""
        ids = [record.id for record in records]
        tasks.write(self._context, self._context.restore, self._register.key, ids, owner=self)

    def take(self, action: StepAction, records: Sequence[Record]) -> None:
        """Take a step for records."""
        words = self._with_reason(_(action.done).format(n=len(records))) if records else None
        if words is not None:
            take_step(self._context, action, records, words, self._page, reason=self._reason)

    def show_paper(
        self, query: ListQuery, fields: Sequence[str], *, whole_period: bool, button: Button
    ) -> None:
        """Show the list as it prints: these records and columns."""
        title = self.period.name if self.period is not None and whole_period else ""
        button.forbid(_("Đang dựng trang…"))

        def show(pdf: bytes) -> None:
            from ui.widgets.pdf_preview import PreviewDialog

            button.forbid("")
            name = f"Danh sach {fold(_(self._register.label))}.pdf"
            heading = _("Danh sách {what}").format(what=_(self._register.record_label))
            PreviewDialog(
                self._context,
                pdf,
                title=heading,
                file_name=name,
                kind="DS",
                word=partial(_list_as_word, self._context, query, fields, title),
                parent=self._page,
            ).exec()

        def fail(error: BaseException) -> None:
            button.forbid("")
            tasks.show_failure(error)

        tasks.run(
            _list_as_pdf, self._context, query, fields, title, done=show, failed=fail, owner=self
        )

    def export(
        self,
        query: ListQuery,
        fields: Sequence[str],
        *,
        count: int,
        whole_period: bool,
        progress: ProgressBar,
        done: Callable[[str], object],
    ) -> None:
        """Write these records and columns to an Excel file that the clerk names."""
        period = self.period.name if self.period is not None and whole_period else ""
        choice = choose_export(
            self._register, fields, count=count, period=period, parent=self._page
        )
        if choice is None:
            return

        def tell(written: tuple[Path, int]) -> None:
            path, number = written
            words = _("Đã xuất {n} hồ sơ ra {name}")
            done(words.format(n=format_number(number), name=path.name))

        task = tasks.run(
            export_records,
            self._context,
            query,
            fields,
            choice,
            done=tell,
            progress=progress.report,
            owner=self,
        )
        progress.follow(task, _("Xuất ra Excel"))

    def _with_reason(self, words: str) -> str | None:
        """Ask why records of a closed period are changed; None when the clerk cancels."""
        self._reason = ""
        if not self.locked:
            return words
        reason = messages.ask_text(
            _("Vì sao sửa hồ sơ của kỳ đã khóa?"),
            _("Lý do được ghi vào lịch sử của hồ sơ."),
            accept=_("Ghi lý do"),
            parent=self._page,
        )
        self._reason = reason or ""
        return _("{what} (kỳ đã khóa: {why})").format(what=words, why=reason) if reason else None


def _list_as_word(
    context: Context,
    query: ListQuery,
    fields: Sequence[str],
    title: str,
    out: Path,
    *,
    duplex: bool,
    progress: Progress,
) -> None:
    from danvan_desktop.reports.list_paper import build_list
    from danvan_desktop.reports.paper_docx import write_document

    document = build_list(context, query, fields, title=title, day=context.clock.today())
    write_document(document, out, duplex=duplex, progress=progress)


def _list_as_pdf(context: Context, query: ListQuery, fields: Sequence[str], title: str) -> bytes:
    from danvan_desktop.documents.pdf import render_pdf
    from danvan_desktop.reports.list_paper import build_list

    out = io.BytesIO()
    document = build_list(context, query, fields, title=title, day=context.clock.today())
    render_pdf(document, out)
    return out.getvalue()
