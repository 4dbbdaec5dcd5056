"""``report`` and ``minutes``: papers as PDF files."""

from __future__ import annotations

import argparse
from pathlib import Path

from danvan_desktop.cli.output import Output, plain_issue
from danvan_desktop.cli.run import OK, office
from danvan_desktop.documents.model import Document
from danvan_desktop.documents.pdf import render_pdf
from danvan_desktop.errors import Issue
from danvan_desktop.i18n import _


def report(options: argparse.Namespace, output: Output) -> int:
    """Print the report of a period: as frozen if it was, else with the figures of now."""
    from danvan_desktop.reports.service import build_report

    with office(options) as context:
        document, issues = build_report(
            context, context.period(options.period).code, options.profile
        )
    return _print(document, issues, options.out, output)


def minutes(options: argparse.Namespace, output: Output) -> int:
    """Print the minutes of a conference or dialogue."""
    from danvan_desktop.reports.minutes import build_minutes

    with office(options) as context:
        document, issues = build_minutes(context, options.meeting, options.profile)
    return _print(document, issues, options.out, output)


def _print(document: Document, issues: list[Issue], out: Path, output: Output) -> int:
    out.parent.mkdir(parents=True, exist_ok=True)
    result = render_pdf(document, out)
    every = [*issues, *result.issues]
    output.issues(every)
    output.result(
        {
            "file": str(out),
            "pages": result.pages,
            "profile": document.profile,
            "issues": [plain_issue(issue) for issue in every],
        }
    )
    output.say(_("Đã ghi {file} ({n} trang).").format(file=out, n=result.pages))
    return OK
