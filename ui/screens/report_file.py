"""Where the clerk last saved the file of a report: one setting, for the editor and the list."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from danvan_desktop.context import Context
from danvan_desktop.reports.paper_files import paper_name
from danvan_desktop.storage.values import Record
from ui.widgets.pdf_preview import save_with_dialog


def save_paper(context: Context, record: Record, pdf: bytes, *, parent: QWidget) -> Path | None:
    """Ask where the file of a report goes, write and remember it; None when it was given up."""
    path = save_with_dialog(context, pdf, paper_name(record), parent=parent)
    if path is not None:
        keep_file(context, record, path)
    return path


def keep_file(context: Context, record: Record, path: Path) -> None:
    """Remember where a file of a report was saved."""
    context.settings.set(_setting(record.id), str(path))


def last_file(context: Context, report_id: str) -> Path | None:
    """Give the file that was saved last, None when there is none any more."""
    kept = context.settings.get(_setting(report_id))
    path = Path(str(kept)) if kept else None
    return path if path is not None and path.exists() else None


def _setting(report_id: str) -> str:
    return f"report_file/{report_id}"
