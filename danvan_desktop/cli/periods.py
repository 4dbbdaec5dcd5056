"""``period``: compare, check, close and reopen a period, and who has reported what."""

from __future__ import annotations

import argparse

from danvan_desktop.cli.output import Output, plain_issue
from danvan_desktop.cli.run import OK, office
from danvan_desktop.errors import has_errors
from danvan_desktop.indicators import (
    catalogue,
    check_period,
    close_period,
    compare_all,
    coverage,
    drifts,
    give_reasons,
    matrix,
    reopen_period,
    unexplained,
)


def comparison(options: argparse.Namespace, output: Output) -> int:
    """Print every figure beside the same period of last year."""
    with office(options) as context:
        period = context.period(options.period)
        found = compare_all(context, period)
        output.result({"comparison": [one.plain() for one in found.values() if one.shown]})
        output.table(
            (catalogue()[code].label, one.shown or "") for code, one in found.items() if one.shown
        )
    return OK


def who(options: argparse.Namespace, output: Output) -> int:
    """Print which unit has reported which form, when and how."""
    with office(options) as context:
        period = context.period(options.period)
        found = matrix(context, period)
        forms = {}
        for form in found.forms:
            reported = coverage(context, form.code, period)
            forms[form.code] = {
                "shown": reported.shown,
                "missing": list(reported.missing),
                "units": {
                    unit.code: {"arrival": cell.arrival.value, "first": cell.first}
                    for unit in found.units
                    for cell in (found.cell(unit.code, form.code),)
                },
            }
            output.say(f"{form.label}: {reported.shown}")
        output.result(forms)
    return OK


def check(options: argparse.Namespace, output: Output) -> int:
    """Print what does not add up in a period, and what differs since it was closed."""
    with office(options) as context:
        period = context.period(options.period)
        issues = check_period(context, period)
        changed = drifts(context, period)
        output.issues(issues)
        output.result(
            {
                "issues": [plain_issue(issue) for issue in issues],
                "since_closing": [
                    {"indicator": one.code, "then": one.then, "now": one.now} for one in changed
                ],
            }
        )
    return int(has_errors(issues))


def close(options: argparse.Namespace, output: Output) -> int:
    """Close a period; ``--reason`` is kept for every warning that has none yet."""
    with office(options) as context:
        period = context.period(options.period)
        if options.reason:
            bare = unexplained(context, period)
            if bare:
                give_reasons(context, period, bare, options.reason)
        changes = close_period(context, period)
        output.say(changes.label)
        output.result({"period": period.code, "state": "closed"})
    return OK


def reopen(options: argparse.Namespace, output: Output) -> int:
    """Open a closed period again with a reason."""
    with office(options) as context:
        period = context.period(options.period)
        changes = reopen_period(context, period, options.reason)
        output.say(changes.label)
        output.result({"period": period.code, "state": "open"})
    return OK
