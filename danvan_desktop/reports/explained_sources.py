"""Where a figure comes from, in words: books, typed cells, late records, the closed period."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from danvan_desktop.i18n import _
from danvan_desktop.indicators import Figure, closed_figures, late_records, lists_of
from danvan_desktop.indicators.numbers import exact
from danvan_desktop.indicators.typed import typed_within
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.periods import Period
from danvan_desktop.registers import REGISTERS
from danvan_desktop.vietnamese import VIETNAM, format_date, format_number, to_decimal

Fact = tuple[str, str]


def source_facts(
    books: Books, figure: Figure, period: Period, axis: str | None, key: str | None
) -> Iterator[Fact]:
    """Give what stands behind a figure: pairs of a word and what is to be said about it."""
    lists = lists_of(books, figure.code, period, axis, key)
    counted = [(query.register, books.count(query)) for query in lists]
    said = [
        _("Sổ {register}, {n} hồ sơ").format(
            register=_(REGISTERS[register].label), n=format_number(count)
        )
        for register, count in counted
        if count or len(counted) == 1
    ]
    typed = _typed(books, figure, period)
    if not typed or any(count for _register, count in counted):
        yield _("Nguồn"), "; ".join(said) or _("chưa có hồ sơ")
    if typed:
        yield _("Nhập tay"), typed
    registers = {query.register for query in lists}
    late = [one for one in late_records(books, period) if one.register in registers]
    if late:
        text = _("{n} hồ sơ của {period}")
        periods = ", ".join(sorted({one.period for one in late}))
        yield _("Bổ sung kỳ trước"), text.format(n=len(late), period=periods)
    if period.closed:
        yield from _closed(books, figure, period)


def _typed(books: Books, figure: Figure, period: Period) -> str:
    """Say how many cells were typed, who typed last when, what the records alone give."""
    cells = [c for c in typed_within(books, period) if c.code == figure.code]
    cells = [cell for cell in cells if cell.value is not None]
    if not cells:
        return ""
    last = max(cells, key=lambda cell: cell.changed_at)
    text = _("{n} ô, {who} nhập {day}").format(
        n=format_number(len(cells)), who=last.changed_by, day=_day(last.changed_at)
    )
    named = (cell.file or cell.entry.source for cell in cells)
    sources = [name for name in dict.fromkeys(named) if name]
    if sources:
        text += " · " + ", ".join(sources[:2])
    if figure.recorded is not None:
        text += " · " + _("theo hồ sơ {n}").format(n=format_number(figure.recorded))
    return text


def _closed(books: Books, figure: Figure, period: Period) -> Iterator[Fact]:
    closed = closed_figures(books, period)
    if closed is None or figure.code not in closed.figures:
        return
    then = closed.figures[figure.code]["value"]
    shown = "…" if then is None else format_number(exact(to_decimal(then)))
    text = _("{n}, {who} khóa {day}").format(n=shown, who=closed.by, day=_day(closed.at))
    yield _("Khi khóa kỳ"), text


def _day(moment: str) -> str:
    local: date = datetime.fromisoformat(moment).astimezone(VIETNAM).date()
    return format_date(local)
