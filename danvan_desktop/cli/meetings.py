"""``meeting add``: a conference or a dialogue with everything that its minutes need, from JSON."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from danvan_desktop.cli.output import Output, plain_issue
from danvan_desktop.cli.run import OK, REFUSED, office
from danvan_desktop.context import Context
from danvan_desktop.errors import Issue, has_errors
from danvan_desktop.i18n import _
from danvan_desktop.registers import REGISTERS
from danvan_desktop.reports.meeting_file import contradictions, read_meeting


@dataclass(frozen=True, slots=True)
class Stored:
    """A meeting that is in its register now."""

    register: str
    id: str
    name: str


def add(options: argparse.Namespace, output: Output) -> int:
    """Store the meetings of a file and print their ids; with a wrong value nothing is stored."""
    meetings = read_meeting(options.file)
    with office(options) as context:
        stored, issues = store(context, meetings)
    if has_errors(issues):
        output.refuse_issues(issues)
        return REFUSED
    output.issues(issues)
    output.result(
        {
            "ids": [one.id for one in stored],
            "meetings": [
                {"register": one.register, "id": one.id, "name": one.name} for one in stored
            ],
            "issues": [plain_issue(issue) for issue in issues],
        }
    )
    for one in stored:
        output.say(f"{one.id}  {one.name}")
    return OK


def store(
    context: Context, meetings: Sequence[tuple[str, Mapping[str, Any]]]
) -> tuple[list[Stored], list[Issue]]:
    """Check all meetings, then store them; with an error in any of them none is stored."""
    own = (context.office() or {}).get("don_vi")
    wanted = [(key, {**values, "don_vi": values.get("don_vi") or own}) for key, values in meetings]
    issues = [issue for key, values in wanted for issue in contradictions(key, values)]
    issues += [issue for key, values in wanted for issue in context.validate(key, values)]
    if has_errors(issues):
        return [], issues
    stored = []
    for key, values in wanted:
        saved = context.save(key, values)
        if saved.record is not None:
            name = str(values.get("ten") or _(REGISTERS[key].record_label))
            stored.append(Stored(key, saved.record.id, name))
    return stored, issues
