"""``paper list`` and ``paper make``: any kind of paper from its template, period or records."""

from __future__ import annotations

import argparse
from typing import Any

from danvan_desktop.cli.output import Output
from danvan_desktop.cli.papers import print_document
from danvan_desktop.cli.run import OK, office
from danvan_desktop.i18n import _
from danvan_desktop.storage.values import Record


def kinds(options: argparse.Namespace, output: Output) -> int:
    """List the templates: code, what they are made from, name."""
    from danvan_desktop.reports.templates import templates

    with office(options) as context:
        found = sorted(templates(context).values(), key=lambda one: (one.group, one.order))
    rows = [{"code": one.code, "subject": one.subject, "name": one.name} for one in found]
    output.result({"templates": rows})
    for one in found:
        output.say(f"{one.code:<32} {one.subject:<16} {one.name}")
    return OK


def make(options: argparse.Namespace, output: Output) -> int:
    """Make a paper and write it as a file; with ``--keep`` its draft stays in the register."""
    from danvan_desktop.reports.building import build_report
    from danvan_desktop.reports.drafts import paper_values, start_paper

    subject: dict[str, Any] = {"period": options.period, "records": options.record}
    subject |= {"day": options.day, "profile": options.profile}
    with office(options) as context:
        if options.keep:
            paper = start_paper(context, options.template, **subject)
            output.say(_("Đã soạn bản nháp {id}.").format(id=paper.id))
        else:
            paper = Record("bao_cao", "", 0, paper_values(context, options.template, **subject))
        document, issues = build_report(context, paper)
    return print_document(document, issues, options.out, output)
