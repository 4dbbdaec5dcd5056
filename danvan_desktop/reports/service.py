"""Reports from the first draft to the frozen issue: the door of this room for window and CLI.

A draft's sections are templates with live figures. ``freeze`` renders them once and keeps the
result; ``reopen`` begins ``lần 2`` with live figures again and a reason. Nothing is implemented
here.
"""

from danvan_desktop.reports.building import build_report, facts_of, live_content, render_text
from danvan_desktop.reports.drafts import (
    find_report,
    plan_report,
    report_of,
    set_head,
    start_report,
)
from danvan_desktop.reports.freezing import freeze, reopen
from danvan_desktop.reports.frozen import FrozenFigure, frozen_figures
from danvan_desktop.reports.outline import OutlineItem, outline, section_name
from danvan_desktop.reports.review import Review, check_before_submit, review

__all__ = [
    "FrozenFigure",
    "OutlineItem",
    "Review",
    "build_report",
    "check_before_submit",
    "facts_of",
    "find_report",
    "freeze",
    "frozen_figures",
    "live_content",
    "outline",
    "plan_report",
    "render_text",
    "reopen",
    "report_of",
    "review",
    "section_name",
    "set_head",
    "start_report",
]
