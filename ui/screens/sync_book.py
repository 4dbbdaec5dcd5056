"""The log of sending and receiving on paper and in a workbook, of one period or of all.

The pages of whoever sends and of whoever receives both offer it.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from danvan_desktop.bundles import journal
from danvan_desktop.bundles.journal import Entry
from danvan_desktop.context import Context
from danvan_desktop.documents.model import Document
from danvan_desktop.i18n import _
from danvan_desktop.reports.sync_book import SyncLine, build_sync_book
from ui import messages, tasks
from ui.moments import moment_text
from ui.widgets.bundle_pane import fingerprint

if TYPE_CHECKING:
    from ui.screens.base import Screen


def show_book(page: Screen, period: str) -> None:
    """Show the book of a period ("": of all) as it prints, over a page."""
    tasks.run(book_as_pdf, page.context, period, done=lambda pdf: show_paper(page, pdf), owner=page)


def save_book(page: Screen, period: str) -> None:
    """Ask where to, then write the book of a period ("": of all) to a workbook."""
    path = messages.choose_save(
        _("Lưu sổ theo dõi gửi – nhận"),
        suggested="So theo doi gui - nhan.xlsx",
        kinds=_("Bảng tính Excel (*.xlsx)"),
        parent=page,
    )
    if path is not None:
        tasks.run(
            book_as_xlsx,
            page.context,
            period,
            path.with_suffix(".xlsx"),
            done=lambda made: page.told.emit(_("Đã lưu {name}").format(name=made.name), False),
            owner=page,
        )


def show_paper(page: Screen, pdf: bytes) -> None:
    """Show the book over a page, to be printed or saved."""
    from ui.widgets.pdf_preview import PreviewDialog

    PreviewDialog(
        page.context,
        pdf,
        title=_("Sổ theo dõi gửi – nhận"),
        file_name="So theo doi gui - nhan.pdf",
        kind="DS",
        parent=page,
    ).exec()


def book_as_pdf(context: Context, period: str) -> bytes:
    """Print the book of a period ("": of all)."""
    from danvan_desktop.documents.pdf import render_pdf

    out = io.BytesIO()
    render_pdf(_document(context, period), out)
    return out.getvalue()


def book_as_xlsx(context: Context, period: str, path: Path) -> Path:
    """Write the book of a period ("": of all) to a workbook; returns its path."""
    from danvan_desktop.documents.xlsx import render_xlsx

    render_xlsx(_document(context, period), path)
    return path


def _document(context: Context, period: str) -> Document:
    names = {one.code: one.name for one in context.periods()}
    log = journal.entries(context, period=period or None, limit=None)
    return build_sync_book(
        context,
        _lines(log, names),
        period=names.get(period, period),
        day=context.clock.today(),
    )


def _lines(log: Sequence[Entry], names: Mapping[str, str]) -> list[SyncLine]:
    return [
        SyncLine(
            moment=moment_text(one.at),
            what=one.text,
            period=", ".join(names.get(code, code) for code in one.periods),
            number=str(one.number or ""),
            check=fingerprint(one.sha256) if one.sha256 else "",
            by=one.by,
        )
        for one in reversed(log)
    ]
