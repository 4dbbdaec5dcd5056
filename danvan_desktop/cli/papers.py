"""``report`` and ``minutes``: papers as PDF files, or as DOCX or XLSX where they are named so."""

from __future__ import annotations

import argparse
from pathlib import Path

from danvan_desktop.cli.output import Output, plain_issue
from danvan_desktop.cli.run import OK, office
from danvan_desktop.context import Context
from danvan_desktop.documents.model import Document
from danvan_desktop.documents.pdf import render_pdf
from danvan_desktop.errors import Issue
from danvan_desktop.i18n import _
from danvan_desktop.registers.bao_cao import is_issued


def report(options: argparse.Namespace, output: Output) -> int:
    """Print the report of a period: as frozen if it was, else with the figures of now."""
    from danvan_desktop.reports.paper_files import marked
    from danvan_desktop.reports.service import build_report, report_of

    with office(options) as context:
        code = context.period(options.period).code
        document, issues = build_report(context, code, options.profile)
        record = report_of(context, code)
        if options.out.suffix.lower() == ".xlsx":
            return _write_book(context, document, issues, options, output)
        issued = record is not None and is_issued(record.values)
        if not issued:
            document = marked(context, document, record.id if record else "")
    if not _is_word(options.out):
        return _print(document, issues, options.out, output)
    return _write(document, issues, options.out, output, issued=issued)


def minutes(options: argparse.Namespace, output: Output) -> int:
    """Print the minutes of a conference or dialogue."""
    from danvan_desktop.reports.minutes import build_minutes

    with office(options) as context:
        document, issues = build_minutes(context, options.meeting, options.profile)
    if _is_word(options.out):
        return _write(document, issues, options.out, output, issued=None)
    return _print(document, issues, options.out, output)


def print_document(document: Document, issues: list[Issue], out: Path, output: Output) -> int:
    """Write a draft's paper as the file is named: a PDF, or a DOCX."""
    if _is_word(out):
        return _write(document, issues, out, output, issued=False)
    return _print(document, issues, out, output)


def _print(document: Document, issues: list[Issue], out: Path, output: Output) -> int:
    out.parent.mkdir(parents=True, exist_ok=True)
    result = render_pdf(document, out)
    _tell(document, [*issues, *result.issues], out, output, pages=result.pages)
    output.say(_("Đã ghi {file} ({n} trang).").format(file=out, n=result.pages))
    return OK


def _write(
    document: Document, issues: list[Issue], out: Path, output: Output, *, issued: bool | None
) -> int:
    """Write a DOCX, whose pages only a word processor can count."""
    from danvan_desktop.reports.paper_docx import write_document

    out.parent.mkdir(parents=True, exist_ok=True)
    write_document(document, out, issued=issued)
    _tell(document, issues, out, output, pages=None)
    output.say(_("Đã ghi {file}").format(file=out))
    return OK


def _write_book(
    context: Context,
    document: Document,
    issues: list[Issue],
    options: argparse.Namespace,
    output: Output,
) -> int:
    """Write the annexes as a workbook."""
    from danvan_desktop.reports.annex_book import write_annexes
    from danvan_desktop.reports.building import report_values

    values = report_values(context, context.period(options.period).code, options.profile)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    sheets = write_annexes(context, values, options.out, document=document)
    _tell(document, issues, options.out, output, pages=None)
    output.say(_("Đã ghi {file} ({n} trang tính).").format(file=options.out, n=sheets))
    return OK


def _tell(
    document: Document, issues: list[Issue], out: Path, output: Output, *, pages: int | None
) -> None:
    output.issues(issues)
    counted = {} if pages is None else {"pages": pages}
    output.result(
        {
            "file": str(out),
            **counted,
            "profile": document.profile,
            "issues": [plain_issue(issue) for issue in issues],
        }
    )


def _is_word(out: Path) -> bool:
    return out.suffix.lower() == ".docx"
