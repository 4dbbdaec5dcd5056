"""The log of sending and receiving on paper and in a workbook, of one period or of all."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from danvan_desktop.bundles import journal
from danvan_desktop.bundles.journal import Entry
from danvan_desktop.context import Context
from danvan_desktop.documents.model import Document
from danvan_desktop.reports.sync_book import SyncLine, build_sync_book
from ui.moments import moment_text
from ui.widgets.bundle_pane import fingerprint


def book_as_pdf(context: Context, period: str, names: Mapping[str, str]) -> bytes:
    """Print the book of a period ("": of all)."""
    from danvan_desktop.documents.pdf import render_pdf

    out = io.BytesIO()
    render_pdf(_document(context, period, names), out)
    return out.getvalue()


def book_as_xlsx(context: Context, period: str, names: Mapping[str, str], path: Path) -> Path:
    """Write the book of a period ("": of all) to a workbook; returns its path."""
    from danvan_desktop.documents.xlsx import render_xlsx

    render_xlsx(_document(context, period, names), path)
    return path


def _document(context: Context, period: str, names: Mapping[str, str]) -> Document:
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
            period=names.get(str(one.period), str(one.period or "")),
            number=str(one.number or ""),
            check=fingerprint(one.sha256) if one.sha256 else "",
            by=one.by,
        )
        for one in reversed(log)
    ]
