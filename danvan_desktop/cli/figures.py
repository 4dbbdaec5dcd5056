"""``indicators``: the figures of a period, their comparison and what does not add up."""

from __future__ import annotations

import argparse

from danvan_desktop.cli.output import Output
from danvan_desktop.cli.run import OK, office
from danvan_desktop.indicators import (
    axis_label,
    catalogue,
    check_period,
    compare_all,
    compute,
    key_label,
)
from danvan_desktop.indicators.unit_change import notes_for
from danvan_desktop.indicators.values import Figure
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.periods import Period
from danvan_desktop.vietnamese import format_number

UNIT_AXIS = "don_vi"
"""Too long for a terminal; the JSON has it."""


def indicators(options: argparse.Namespace, output: Output) -> int:
    """Print every figure of a period."""
    with office(options) as context:
        period = context.period(options.period)
        figures = compute(context, period)
        output.result({code: figure.plain() for code, figure in figures.items()})
        if not output.as_json:
            _tell(context, period, figures, output)
    return OK


def _tell(books: Books, period: Period, figures: dict[str, Figure], output: Output) -> None:
    output.say(f"{period.name} ({period.first_day} – {period.last_day})")
    rows = []
    compared = compare_all(books, period)
    for code, figure in figures.items():
        one = catalogue()[code]
        shown = compared[code].shown or ""
        rows.append((one.label, figure.shown(), one.unit_label, shown))
        rows += [("    " + text, value, "", "") for text, value in _parts(books, period, figure)]
    output.table(rows, right=frozenset({1}))
    before = next((p for p in books.periods() if p.code == period.compare_with), None)
    for note in notes_for(books.directory(), period, before):
        output.say(note)
    output.issues(check_period(books, period))


def _parts(books: Books, period: Period, figure: Figure) -> list[tuple[str, str]]:
    one, directory = catalogue()[figure.code], books.directory(period.last_day)
    return [
        (
            f"{axis_label(one, axis)}: {key_label(one, axis, key, directory)}",
            format_number(number) if number else "-",
        )
        for axis, parts in figure.by.items()
        if axis != UNIT_AXIS
        for key, number in parts.items()
    ]
