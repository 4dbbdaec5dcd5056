"""Figures by path, as report templates name them: ``dvk_dang_ky/doi_tuong/tap_the``."""

from __future__ import annotations

from danvan_desktop.indicators.engine import compute
from danvan_desktop.indicators.values import Cited, figure_at
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.periods import Period


def figure(books: Books, path: str, period: Period) -> Cited:
    """Compute the figure at a path: a code, or code/axis/key; UserError when there is none."""
    code, _slash, part = path.partition("/")
    axis, _slash, key = part.partition("/")
    return figure_at(compute(books, period, [code])[code], axis or None, key or None)
