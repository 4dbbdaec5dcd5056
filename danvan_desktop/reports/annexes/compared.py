"""Tables of figures beside those of the same period last year, or year by year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from danvan_desktop.documents.model import Align, Cell, Column, Row, RowKind, TableBlock
from danvan_desktop.indicators import Figure, Kind, catalogue
from danvan_desktop.indicators.declarations import LEVEL_AXIS, Indicator
from danvan_desktop.indicators.numbers import Number, added
from danvan_desktop.indicators.unit_change import GONE
from danvan_desktop.indicators.values import with_qualifier
from danvan_desktop.organisation.periods import Period
from danvan_desktop.organisation.units import LEVELS
from danvan_desktop.reports.annexes.declared import Block, Line
from danvan_desktop.reports.annexes.figures import (
    LEVEL_NAMES,
    AnnexData,
    capital,
    is_place,
    shown,
    signed,
    unit_word,
)
from danvan_desktop.reports.figures import PERCENT
from danvan_desktop.reports.shown import NO_DATA, NOTHING
from danvan_desktop.vietnamese import format_percent, percent_of, roman, to_decimal


@dataclass(frozen=True, slots=True)
class Item:
    """A row before it is written: a figure (axis and key of a part) under its label."""

    code: str
    axis: str = ""
    key: str = ""
    label: str = ""
    part: bool = False
    section: str = ""
    note: str = ""

    @property
    def path(self) -> str:
        """The path of the figure."""
        return "/".join(word for word in (self.code, self.axis, self.key) if word)


@dataclass(frozen=True, slots=True)
class Pair:
    """A figure now and in the same period last year; ``gone`` marks what was not there."""

    now: Number | None
    last: Number | None
    now_gone: bool = False
    last_gone: bool = False
    carried: Number = 0

    @property
    def difference(self) -> Number | None:
        """The change; None where there is nothing to compare."""
        if self.now is None or self.last is None:
            return None
        return added(self.now, self.carried, -to_decimal(self.last))


def compared(data: AnnexData, block: Block) -> TableBlock:
    """Write a table of figures in the columns that annexes of reports have in common."""
    items = list(items_of(data, block.lines))
    rows = _years(data, items) if data.years else _compared(data, items)
    columns = _year_columns(data) if data.years else _columns(data)
    gone = any(GONE in row.cells for row in rows)
    notes = (data.legend(gone=gone), *_definitions(items), data.words(block.note))
    return TableBlock(
        columns=columns,
        rows=tuple(rows),
        title=data.words(block.title),
        unit=data.words(block.unit),
        note=" ".join(filter(None, notes)),
    )


def items_of(data: AnnexData, lines: Iterable[Line]) -> Iterator[Item]:
    """List the rows that lines declare, without what is optional and unknown.

    A line for each key becomes as many as occur now or in the same period last year; a section
    without rows is left out.
    """
    section: Item | None = None
    for line in lines:
        if line.section:
            section = Item("", section=data.words(line.section))
            continue
        for item in _items(data, line):
            if section is not None:
                yield section
                section = None
            yield item


def pair_of(data: AnnexData, item: Item) -> Pair:
    """Give a figure and what it was in the same period last year."""
    now, last = data.figure(item.code), _last(data, item.code)
    one = catalogue()[item.code]
    if not item.axis:
        then = value_of(last)
        return Pair(value_of(now), None if then is None else then)
    if is_place(one, item.axis):
        return _placed(data, item, last)
    then = None if last is None else part_of(last, item.axis, item.key)
    return Pair(part_of(now, item.axis, item.key), then)


def value_of(figure: Figure | None) -> Number | None:
    """Give the value of a figure that is known; a rate unrounded."""
    if figure is None or not figure.known:
        return None
    return figure.exact() if figure.kind is Kind.RATIO else figure.value


def part_of(figure: Figure, axis: str, key: str) -> Number | None:
    """Give a part of a figure; None where nothing is known of it."""
    return figure.part(axis, key) if figure.known and axis in figure.by else None


def change_of(pair: Pair, unit: str) -> str:
    """Write the change in percent with its sign; "-" where there is none."""
    if pair.difference is None or pair.last is None or unit == PERCENT:
        return NO_DATA if unit != PERCENT else ""
    percent = percent_of(to_decimal(pair.difference), to_decimal(pair.last))
    if percent is None:
        return NOTHING
    return NOTHING if not percent else format_percent(percent, signed=True)


# --- private


def _items(data: AnnexData, line: Line) -> Iterator[Item]:
    code, _slash, rest = line.path.partition("/")
    axis, _slash, key = rest.partition("/")
    times = (data.period, *((data.before,) if data.before else ()), *data.years)
    figures = [data.figure(code, period) for period in times]
    if line.optional and not any(figure.known for figure in figures):
        return
    if not line.each:
        label = line.label or catalogue()[code].name
        if key and not line.label:
            label = capital(dict(data.keys(code, axis)).get(key, key))
        yield Item(code, axis, key, data.words(label), line.part or bool(key), note=line.note)
        return
    used = {one for figure in figures for one, value in figure.by.get(axis, {}).items() if value}
    keys = dict(data.keys(code, axis))
    if axis == LEVEL_AXIS:
        # A level that is no more stands beside what it had last year.
        keys = {k: n for k, n in LEVEL_NAMES.items() if k in keys or k in used}
        keys, used = {k: keys[k] for k in LEVELS if k in keys}, set(keys)
    for one, name in keys.items():
        if one in used:
            yield Item(code, axis, one, capital(name), part=True, note=line.note)


def _placed(data: AnnexData, item: Item, last: Figure | None) -> Pair:
    found = data.breakdown(item.code, item.axis).part(item.key)
    now = data.figure(item.code)
    if found is None:
        value = part_of(now, item.axis, item.key)
        then = None if last is None else part_of(last, item.axis, item.key)
        return Pair(value, then)
    value = found.now if found.now_gone else part_of(now, item.axis, item.key)
    then = found.last if last is not None and last.known else None
    return Pair(value, then, found.now_gone, found.last_gone, found.carried)


def _last(data: AnnexData, code: str) -> Figure | None:
    if data.before is None:
        return None
    figure = data.figure(code, data.before)
    return figure if figure.known else None


def _columns(data: AnnexData) -> tuple[Column, ...]:
    right, unit = Align.RIGHT, Align.CENTER
    columns = [
        Column("TT", 0.55, Align.CENTER),
        Column("Chỉ tiêu", 4.4),
        Column("Đơn vị tính", 1.7, unit),
        Column("Năm nay" if data.period.whole_year else "Kỳ này", 1.1, right),
        Column("Năm trước", 1.2, right)
        if data.period.whole_year
        else Column("Cùng kỳ năm trước", 1.5, right),
        Column("Tăng, giảm", 1.2, right, "So sánh"),
        Column("Tỷ lệ", 1.2, right, "So sánh"),
    ]
    if data.so_far is not None:
        columns.append(Column("Lũy kế từ đầu năm", 1.5, right))
    return (*columns, Column("Ghi chú", 1.4))


def _year_columns(data: AnnexData) -> tuple[Column, ...]:
    years = (Column(str(year.year), 1.2, Align.RIGHT, "Năm") for year in data.years)
    return (
        Column("TT", 0.55, Align.CENTER),
        Column("Chỉ tiêu", 5.0),
        Column("Đơn vị tính", 1.25, Align.CENTER),
        *years,
        Column("Cả giai đoạn", 1.35, Align.RIGHT),
        Column("Ghi chú", 1.9),
    )


def _compared(data: AnnexData, items: Sequence[Item]) -> list[Row]:
    rows = []
    for number, item in _numbered(items):
        if item.section:
            rows.append(Row((number,), RowKind.SECTION))
            continue
        one = catalogue()[item.code]
        pair = pair_of(data, item)
        gone = GONE if pair.now_gone or pair.last_gone else NO_DATA
        difference = pair.difference
        cells: list[Cell | str] = [number, _label(item), unit_word(one.unit)]
        cells += [
            _now(data, item, pair, one),
            _then(data, item, pair, one),
            gone if difference is None else signed(difference, one.unit),
            gone if difference is None else change_of(pair, one.unit),
        ]
        if data.so_far is not None:
            cells.append(_since_year_began(data, item, one))
        rows.append(Row((*cells, item.note or _note(data, item, one))))
    return rows


def _years(data: AnnexData, items: Sequence[Item]) -> list[Row]:
    rows = []
    for number, item in _numbered(items):
        if item.section:
            rows.append(Row((number,), RowKind.SECTION))
            continue
        one = catalogue()[item.code]
        rows.append(
            Row(
                (
                    number,
                    _label(item),
                    unit_word(one.unit),
                    *(_of_period(data, item, one, year) for year in data.years),
                    _of_period(data, item, one, data.period),
                    item.note or _note(data, item, one),
                )
            )
        )
    return rows


def _numbered(items: Sequence[Item]) -> Iterator[tuple[str, Item]]:
    """Number sections I, II and the rows of each from 1; a part has no number."""
    section = row = 0
    for item in items:
        if item.section:
            section, row = section + 1, 0
            yield f"{roman(section)}. {item.section}", item
        elif item.part:
            yield "", item
        else:
            row += 1
            yield str(row), item


def _label(item: Item) -> str:
    return f"- {item.label}" if item.part else item.label


def _now(data: AnnexData, item: Item, pair: Pair, one: Indicator) -> Cell | str:
    if pair.now_gone and pair.now is None:
        return GONE
    return _cell(data, item, one, data.period, pair.now)


def _then(data: AnnexData, item: Item, pair: Pair, one: Indicator) -> Cell | str:
    if pair.last_gone and pair.last is None and _last(data, item.code) is not None:
        return GONE
    if data.before is None:
        return NO_DATA
    return _cell(data, item, one, data.before, pair.last)


def _since_year_began(data: AnnexData, item: Item, one: Indicator) -> Cell | str:
    """Write what the year has counted so far; a stock is never added up."""
    whole = catalogue()[one.denominator] if one.kind is Kind.RATIO else one
    if whole.kind is Kind.STOCK or data.so_far is None:
        return ""
    return _of_period(data, item, one, data.so_far)


def _of_period(data: AnnexData, item: Item, one: Indicator, period: Period) -> Cell | str:
    figure = data.figure(item.code, period)
    value = part_of(figure, item.axis, item.key) if item.axis else value_of(figure)
    return _cell(data, item, one, period, value)


def _cell(
    data: AnnexData, item: Item, one: Indicator, period: Period, value: Number | None
) -> Cell | str:
    if value is None:
        return NO_DATA
    figure = data.figure(item.code, period)
    path = f"{item.axis}/{item.key}"
    word = figure.part_qualifiers.get(path, "") if item.axis else figure.qualifier
    text = with_qualifier(word, shown(value, one.unit))
    return Cell(text, data.refer(item.path, period))


def _note(data: AnnexData, item: Item, one: Indicator) -> str:
    """Say at which time a figure stands, when it is not what happened in the period."""
    if item.axis:
        return ""
    if one.kind is Kind.STOCK:
        return "Cuối kỳ"
    return "Đến nay" if one.kind is Kind.CUMULATIVE else ""


def _definitions(items: Iterable[Item]) -> Iterator[str]:
    """Say under the table how its rates are defined (hòa giải thành: thành / tiếp nhận)."""
    for code in dict.fromkeys(item.code for item in items if item.code):
        one = catalogue()[code]
        if one.kind is Kind.RATIO and one.source:
            yield f"{one.name}: {one.source[:1].lower()}{one.source[1:]}."
