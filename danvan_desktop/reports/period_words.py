"""The other periods that a figure of a paper may be of: last year's, the one before, year to date.

The words are those behind ``@`` in the path of a figure (see ``figures``).
"""

from __future__ import annotations

from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.periods import Period
from danvan_desktop.reports.figures import BEFORE, SAME_LAST_YEAR, YEAR_TO_DATE
from danvan_desktop.schema.periods import is_period_code, period_in_papers, period_kind

_TO_DATE = {"H2": "N", "Q2": "H1", "Q3": "9T", "Q4": "N", "T03": "Q1", "T06": "H1", "T12": "N"}
"""Periods that end with one that has a name of its own from the year's beginning."""

_LAST_OF_KIND = {"H": 2, "Q": 4, "T": 12}


def period_at(books: Books, period: Period, when: str) -> Period | None:
    """Give the period that a path's ``@…`` names, seen from a paper's own; None without it."""
    if not when:
        return period
    if when == SAME_LAST_YEAR:
        return books.period_named(period.compare_with) if period.compare_with else None
    if when == BEFORE:
        code = code_before(period.code)
        return books.period_named(code) if code else None
    if when == YEAR_TO_DATE:
        return year_to_date(books, period)
    return books.period_named(when) if is_period_code(when) else None


def code_before(code: str) -> str:
    """Name the period of the same kind just before: ``H2/2019`` before ``H1/2020``; "" for none."""
    kind = period_kind(code)
    head, _slash, year = code.partition("/")
    if not kind or kind == "GD":
        return ""
    if kind in ("9T", "N"):
        return f"{kind}/{int(year) - 1}"
    number = int(head[1:]) - 1
    before = int(year)
    if number == 0:
        number, before = _LAST_OF_KIND[kind], before - 1
    width = 2 if kind == "T" else 1
    return f"{kind}{number:0{width}d}/{before}"


def year_to_date(books: Books, period: Period) -> Period:
    """Give the time from the beginning of a period's year to its last day.

    A month in the middle of a quarter has no such period with a code; its days are used under a
    code of their own, so that figures typed for the month alone do not stand for all of it.
    """
    head, _slash, year = period.code.partition("/")
    if head in _TO_DATE:
        return books.period_named(f"{_TO_DATE[head]}/{year}")
    if head[:1] == "T" and head != "T01":
        first = books.period_named(f"T01/{year}").first_day
        name = f"{int(head[1:])} tháng đầu năm {year}"
        return Period(f"LK{head}/{year}", name, first, period.last_day)
    return period


def name_in_papers(period: Period) -> str:
    """Name a period in running text, in Vietnamese."""
    return period.name if period.name != period.code else period_in_papers(period.code)
