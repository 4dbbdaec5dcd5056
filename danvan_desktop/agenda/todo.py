"""The list of work as a whole: every source, in the order in which it is shown."""

from __future__ import annotations

from itertools import chain

from danvan_desktop.agenda.deadlines import opinions, tasks
from danvan_desktop.agenda.directives import directives, programmes
from danvan_desktop.agenda.keys import ending_keys
from danvan_desktop.agenda.model import TodoGroup, TodoItem
from danvan_desktop.agenda.papers import drafts, unsigned
from danvan_desktop.agenda.period_end import closings, missing_units, reports
from danvan_desktop.agenda.pins import returned
from danvan_desktop.agenda.recommendations import recommendations
from danvan_desktop.organisation.books import Books

SOURCES = (
    returned,
    opinions,
    recommendations,
    reports,
    closings,
    ending_keys,
    tasks,
    directives,
    programmes,
    drafts,
    unsigned,
    missing_units,
)
"""Where work comes from; within a group and a deadline the list keeps this order."""

_ORDER = {group: place for place, group in enumerate(TodoGroup)}


def todo(books: Books, today: str) -> list[TodoItem]:
    """List what waits for the clerk on an ISO day, most urgent first within each group."""
    found = chain.from_iterable(source(books, today) for source in SOURCES)
    return sorted(found, key=lambda item: (_ORDER[item.group], item.days or 0))
