"""A paper as a DOCX for editing in a word processor: the figures of now, or those that were issued.

The file says in its properties what it is: a draft bears its mark also on the page; of an issued
paper the PDF stays the original, and a changed DOCX is nobody's paper.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from danvan_desktop.documents.model import Document
from danvan_desktop.errors import Progress, no_progress
from danvan_desktop.i18n import _
from danvan_desktop.organisation.books import Books
from danvan_desktop.registers.bao_cao import is_issued
from danvan_desktop.reports.building import build_report
from danvan_desktop.reports.paper_files import paper_name
from danvan_desktop.storage.values import Record


def write_paper(
    books: Books,
    record: Record,
    out: Path | BinaryIO,
    *,
    duplex: bool = False,
    progress: Progress = no_progress,
) -> None:
    """Write a paper of the office as DOCX; UserError when the file cannot be written.

    Figures are those of the issue, else those of now. A draft is marked as one on page 1.
    """
    document, _issues = build_report(books, record)
    issued = is_issued(record.values)
    if not issued and not document.draft_mark:
        document = replace(document, draft_mark=_draft_mark(record))
    write_document(document, out, issued=issued, duplex=duplex, progress=progress)


def write_document(
    document: Document,
    out: Path | BinaryIO,
    *,
    issued: bool = False,
    duplex: bool = False,
    progress: Progress = no_progress,
) -> None:
    """Write a document as DOCX with a note of what the file is worth."""
    from danvan_desktop.documents.docx import render_docx

    if issued:
        status = _("Đã ban hành")
        note = _("Bản để tham khảo, chỉnh sửa. Bản gốc là tệp PDF đã ban hành.")
    else:
        status, note = _("Bản nháp"), _("Bản nháp, chưa ban hành.")
    render_docx(document, out, duplex=duplex, note=note, status=status, progress=progress)


def word_name(record: Record) -> str:
    """Suggest a file name: that of the PDF, without what says that it is signed."""
    return Path(paper_name(record)).stem.removesuffix("_da-ky") + ".docx"


def _draft_mark(record: Record) -> str:
    version = int(record.values.get("lan") or 1)
    return _("Dự thảo lần {n}").format(n=version) if version > 1 else _("Dự thảo")
