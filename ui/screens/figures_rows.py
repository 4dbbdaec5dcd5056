"""The lines of the table of figures: as they are shown, and as Excel reads them."""

from __future__ import annotations

from ui.screens import figures_facts as words
from ui.screens.figures_facts import FigureRow
from ui.widgets.plain_table import Row


def line_of(row: FigureRow) -> Row:
    """Write an indicator as a line of the table."""
    return Row(
        row.code,
        (
            row.indicator.label,
            words.unit_words(row),
            words.now_words(row),
            words.before_words(row),
            words.difference_words(row),
            words.percent_words(row),
        ),
    )


def typed_of(row: FigureRow) -> tuple[str, ...]:
    """Write an indicator so that its numbers are numbers for Excel."""
    now = row.now.value if row.now.known else None
    return (
        row.indicator.label,
        words.unit_words(row),
        words.typed(row, now),
        words.typed(row, row.change.last),
        words.typed(row, row.change.difference if row.now.known else None),
        words.typed_percent(row),
    )
