"""A paper as a DOCX for editing in a word processor: the figures of now, or those that were issued.

The file says in its properties what it is: a draft bears its mark also on the page; of an issued
paper the PDF stays the original, and a changed DOCX is nobody's paper. These words belong to the
paper and are Vietnamese in every language of the window.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

from danvan_desktop.documents.model import Document
from danvan_desktop.errors import Progress, no_progress
from danvan_desktop.organisation.books import Books
from danvan_desktop.registers.bao_cao import is_issued
from danvan_desktop.reports.building import build_report
from danvan_desktop.reports.minutes import build_minutes
from danvan_desktop.reports.paper_files import marked, paper_name
from danvan_desktop.storage.values import Record

Values = Mapping[str, Any]


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
    document = document if issued else marked(books, document, record.id)
    write_document(document, out, issued=issued, duplex=duplex, progress=progress)


def write_minutes(
    books: Books, meeting_id: str, out: Path, *, duplex: bool, progress: Progress = no_progress
) -> None:
    """Write the minutes of a meeting or dialogue as DOCX."""
    document, _issues = build_minutes(books, meeting_id)
    write_document(document, out, duplex=duplex, progress=progress)


def write_document(
    document: Document,
    out: Path | BinaryIO,
    *,
    issued: bool | None = None,
    duplex: bool = False,
    progress: Progress = no_progress,
) -> None:
    """Write a document as DOCX; ``issued`` notes what the file is worth, None notes nothing."""
    from danvan_desktop.documents.docx import render_docx

    status = note = ""
    if issued:
        status = "Đã ban hành"
        note = "Bản để tham khảo, chỉnh sửa. Bản gốc là tệp PDF đã ban hành."
    elif issued is not None:
        status, note = "Bản nháp", "Bản nháp, chưa ban hành."
    render_docx(document, out, duplex=duplex, note=note, status=status, progress=progress)


def word_name(record: Record) -> str:
    """Suggest a file name: that of the PDF, without what says that it is signed."""
    return Path(paper_name(record)).stem.removesuffix("_da-ky") + ".docx"
