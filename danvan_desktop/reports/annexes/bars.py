"""Charts of figures beside those of the same period last year; they read in black and white."""

from __future__ import annotations

from danvan_desktop.documents.model import Bar, Chart
from danvan_desktop.indicators import catalogue
from danvan_desktop.indicators.numbers import Number
from danvan_desktop.indicators.unit_change import GONE
from danvan_desktop.reports.annexes.compared import Item, change_of, items_of, pair_of
from danvan_desktop.reports.annexes.declared import Block
from danvan_desktop.reports.annexes.figures import AnnexData, capital, shown, unit_word
from danvan_desktop.reports.live import same_period_name
from danvan_desktop.reports.shown import NO_DATA


def chart(data: AnnexData, block: Block) -> Chart:
    """Draw figures as bars; those of last year stand beside them when anything is known of then."""
    items = [item for item in items_of(data, block.lines) if item.code]
    bars = [_bar(data, item) for item in items]
    before = data.before
    compared = before is not None and any(bar.previous is not None for bar in bars)
    units = dict.fromkeys(unit_word(catalogue()[item.code].unit) for item in items)
    unit = data.words(block.unit) or f"Đơn vị tính: {', '.join(units)}"
    last = ""
    if before and compared:
        same = "" if data.period.whole_year else "cùng kỳ "
        last = capital(f"{same}{same_period_name(data.period, before)}")
    return Chart(
        bars=tuple(bars),
        title=data.words(block.title),
        unit=unit,
        note=data.words(block.note),
        now_label=capital(data.words("{ky}")),
        before_label=last,
    )


# --- private


def _bar(data: AnnexData, item: Item) -> Bar:
    pair = pair_of(data, item)
    unit = catalogue()[item.code].unit
    before = data.before
    gone = pair.last_gone and pair.last is None
    change = "" if pair.difference is None else change_of(pair, unit)
    return Bar(
        label=f"- {item.label}" if item.part else item.label,
        value=_length(pair.now),
        shown=NO_DATA if pair.now is None else shown(pair.now, unit),
        previous=_length(pair.last),
        previous_shown=(GONE if gone else NO_DATA) if pair.last is None else shown(pair.last, unit),
        difference=change,
        figure=data.refer(item.path, data.period),
        previous_figure=data.refer(item.path, before) if before else None,
    )


def _length(value: Number | None) -> float | None:
    return None if value is None else max(float(value), 0.0)
