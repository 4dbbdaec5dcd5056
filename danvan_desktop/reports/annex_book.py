"""The annexes of a paper as a workbook: live from the registers, or as the paper was issued."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

from danvan_desktop.documents.model import Document, figures
from danvan_desktop.errors import Progress, UserError, no_progress
from danvan_desktop.organisation.books import Books
from danvan_desktop.reports.building import content_of
from danvan_desktop.reports.content import to_document
from danvan_desktop.reports.figures import reference, split_reference
from danvan_desktop.reports.frozen import frozen_content, frozen_figures
from danvan_desktop.reports.live import LiveFigures
from danvan_desktop.reports.paper_files import paper_name
from danvan_desktop.storage.values import Record

Values = Mapping[str, Any]


def write_annexes(
    books: Books,
    values: Values,
    out: Path | BinaryIO,
    *,
    document: Document | None = None,
    progress: Progress = no_progress,
) -> int:
    """Write the annexes of a paper's values as XLSX; returns how many sheets.

    ``document`` is the paper where it was built already. UserError for a paper without tables and
    when the file cannot be written.
    """
    from danvan_desktop.documents.xlsx import render_xlsx

    if document is None:
        content, _issues = content_of(books, values)
        document = to_document(content, str(values["the_thuc"]))
    behind = figure_values(books, values, document)
    return render_xlsx(document, out, values=behind, progress=progress)


def figure_values(books: Books, values: Values, document: Document) -> dict[str, Decimal]:
    """Give the figures that a paper's cells refer to: as frozen with it, else as they are now."""
    if frozen_content(values) is not None:
        return {
            reference(kept.path, kept.period): Decimal(kept.value)
            for kept in frozen_figures(values)
            if kept.value is not None
        }
    found: dict[str, Decimal] = {}
    sources: dict[str, LiveFigures | None] = {}
    for written in figures(document):
        path, code = split_reference(written)
        if code not in sources:
            sources[code] = _source(books, code)
        source = sources[code]
        figure = source.figure(path) if source is not None else None
        if figure is not None and figure.value is not None:
            found[written] = Decimal(figure.value)
    return found


def book_name(record: Record) -> str:
    """Suggest a file name: that of the PDF, with what it holds."""
    return Path(paper_name(record)).stem.removesuffix("_da-ky") + "_phu-luc.xlsx"


def _source(books: Books, code: str) -> LiveFigures | None:
    try:
        return LiveFigures(books, books.period_named(code))
    except UserError:  # a reference of a period that the office does not have any more
        return None
