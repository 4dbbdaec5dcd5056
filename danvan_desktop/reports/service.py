"""Reports from the first draft to the frozen issue: the door of this room for window and CLI.

A draft's sections are templates with live figures. ``freeze`` renders them once and keeps the
result (``issue`` does so once nothing is left that would get the paper returned); ``correct``
begins the paper that stands in its place, with live figures again and a reason. Nothing is
implemented here.
"""

from danvan_desktop.reports.building import build_report, facts_of, live_content, render_text
from danvan_desktop.reports.drafts import (
    find_report,
    plan_report,
    report_of,
    set_head,
    start_report,
)
from danvan_desktop.reports.freezing import freeze
from danvan_desktop.reports.frozen import FrozenFigure, frozen_figures
from danvan_desktop.reports.lifecycle import (
    correct,
    issue,
    mark_checked,
    mark_sent,
    mark_signed,
    recall,
    redraft,
    send_back,
    submit,
)
from danvan_desktop.reports.outline import OutlineItem, outline, section_name
from danvan_desktop.reports.review import (
    Review,
    Settled,
    check_before_submit,
    give_paper_reason,
    give_paper_reasons,
    review,
)

__all__ = [
    "FrozenFigure",
    "OutlineItem",
    "Review",
    "Settled",
    "build_report",
    "check_before_submit",
    "correct",
    "facts_of",
    "find_report",
    "freeze",
    "frozen_figures",
    "give_paper_reason",
    "give_paper_reasons",
    "issue",
    "live_content",
    "mark_checked",
    "mark_sent",
    "mark_signed",
    "outline",
    "plan_report",
    "recall",
    "redraft",
    "render_text",
    "report_of",
    "review",
    "section_name",
    "send_back",
    "set_head",
    "start_report",
    "submit",
]
