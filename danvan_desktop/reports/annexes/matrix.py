"""Tables with a row for each unit, organisation or field of work, and a row of totals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from danvan_desktop.documents.model import Align, Cell, Column, Row, RowKind, TableBlock
from danvan_desktop.indicators import Kind, catalogue
from danvan_desktop.indicators.declarations import LEVEL_AXIS, Measure, Space
from danvan_desktop.indicators.numbers import added
from danvan_desktop.reports.annexes.declared import Block, ColumnOf
from danvan_desktop.reports.annexes.figures import (
    AnnexData,
    Pairs,
    capital,
    shown,
    unit_label,
)
from danvan_desktop.reports.shown import NO_DATA, NOTHING
from danvan_desktop.vietnamese import (
    format_percent,
    percent_of,
    rounded_percent,
    to_decimal,
)

UNITS = "don_vi"

MANY = 9
"""With more columns than this the names of units get less room."""

ROUNDED = "Tổng các tỷ lệ có thể không bằng 100% do làm tròn."
"""The note that a table needs when its percentages do not total 100 (W6)."""


@dataclass(frozen=True, slots=True)
class Place:
    """A column as it is printed: the figure, the part of it, the words above."""

    code: str
    pairs: Pairs
    header: str
    group: str
    width: float
    share: bool


def matrix(data: AnnexData, block: Block) -> TableBlock:
    """Write a table of units (or of the keys of a choice) by figures, with its totals."""
    shown_columns = [column for column in block.columns if not _left_out(data, column)]
    columns = [place for column in shown_columns for place in _places(data, column)]
    heads = _heads(data, block, columns)
    rows = [
        Row((str(number), label, *_cells(data, columns, ((block.rows, key),))))
        for number, (key, label) in enumerate(heads, start=1)
    ]
    shares, rounded = _shares(data, columns, block.rows, [key for key, _label in heads])
    rows = [_with_shares(row, shares, at) for at, row in enumerate(rows)]
    rest = _rest(data, columns, block.rows, [key for key, _label in heads])
    if rest is not None:
        rows.append(rest)
    rows.append(_total(data, columns, shares))
    note = " ".join(
        filter(None, (data.legend(), ROUNDED if rounded else "", data.words(block.note)))
    )
    head = block.head or ("Đơn vị" if block.rows == UNITS else "Nội dung")
    return TableBlock(
        columns=(
            Column("TT", 0.5, Align.CENTER),
            Column(head, 2.6 if len(columns) > MANY else 3.2),
            *(Column(one.header, one.width, Align.RIGHT, one.group) for one in columns),
        ),
        rows=tuple(rows),
        title=data.words(block.title),
        unit=data.words(block.unit),
        note=note,
    )


# --- private


def _left_out(data: AnnexData, column: ColumnOf) -> bool:
    return column.optional and not data.figure(column.path.partition("/")[0]).known


def _places(data: AnnexData, column: ColumnOf) -> Iterator[Place]:
    code, _slash, rest = column.path.partition("/")
    axis, _slash, key = rest.partition("/")
    own: Pairs = ((axis, key),) if key else ()
    axes = [[(one, *pair) for pair in data.keys(code, one)] for one in column.each]
    for parts in product(*axes):
        names = [capital(name) for _axis, _key, name in parts]
        header, group = column.header, column.group
        if names:
            header = names[-1]
            group = group or (names[0] if len(names) > 1 else column.header)
        pairs = (*own, *((one, key) for one, key, _name in parts))
        yield Place(code, pairs, header, group, column.width, column.share)


def _heads(data: AnnexData, block: Block, columns: Sequence[Place]) -> list[tuple[str, str]]:
    if block.rows == UNITS:
        registers = [p.register for one in columns for p in catalogue()[one.code].parts]
        return [(unit.code, unit_label(unit)) for unit in data.units(registers)]
    found: dict[str, str] = {}
    for one in columns:
        indicator = catalogue()[one.code]
        if indicator.kind is not Kind.RATIO and block.rows in (*indicator.axes, LEVEL_AXIS):
            found |= dict(data.keys(one.code, block.rows))
    order = list(dict.fromkeys(found))
    return [(key, capital(found[key])) for key in order]


def _cells(data: AnnexData, columns: Sequence[Place], row: Pairs) -> list[Cell | str]:
    return ["" if one.share else data.cell(one.code, (*row, *one.pairs)) for one in columns]


def _rest(data: AnnexData, columns: Sequence[Place], rows: str, keys: Sequence[str]) -> Row | None:
    """Write what nobody divided among the rows, so that the table adds up; None when nothing."""
    cells: list[str] = []
    for one in columns:
        whole = data.value(one.code, one.pairs)
        indicator = catalogue()[one.code]
        additive = indicator.kind is not Kind.RATIO and indicator.space is Space.SUM
        if one.share or whole is None or not additive or indicator.measure is Measure.DISTINCT:
            cells.append("")
            continue
        parts = (data.value(one.code, ((rows, key), *one.pairs)) for key in keys)
        left = added(whole, *(-to_decimal(part) for part in parts if part is not None))
        cells.append(shown(left, indicator.unit) if left else "")
    if not any(cells):
        return None
    label = "Chưa chia theo đơn vị" if rows == UNITS else "Chưa phân loại"
    return Row(("", label, *cells))


def _total(data: AnnexData, columns: Sequence[Place], shares: dict[int, list[str]]) -> Row:
    cells: list[Cell | str] = []
    for place, one in enumerate(columns):
        if one.share:
            known = any(text != NO_DATA for text in shares.get(place, ()))
            cells.append("100%" if known else NO_DATA)
        else:
            cells.append(data.cell(one.code, one.pairs))
    return Row(("", "Tổng cộng", *cells), RowKind.TOTAL)


def _shares(
    data: AnnexData, columns: Sequence[Place], rows: str, keys: Sequence[str]
) -> tuple[dict[int, list[str]], bool]:
    """Write the percentages of each share column; whole ones when all total 100, else finer.

    The second value tells whether even one decimal does not make 100.
    """
    found: dict[int, list[str]] = {}
    known: dict[int, list[Decimal]] = {}
    for place, one in enumerate(columns):
        if not one.share:
            continue
        values = [to_decimal(data.value(one.code, ((rows, k), *one.pairs)) or 0) for k in keys]
        total = sum(values, Decimal(0))
        if not total:
            found[place] = [NO_DATA for _key in keys]
            continue
        known[place] = [percent_of(value, total) or Decimal(0) for value in values]
    decimals = 0 if all(_sum(percents, 0) == 100 for percents in known.values()) else 1
    for place, percents in known.items():
        found[place] = [format_percent(one, decimals) if one else NOTHING for one in percents]
    return found, any(_sum(percents, decimals) != 100 for percents in known.values())


def _sum(percents: Sequence[Decimal], decimals: int) -> Decimal:
    return sum((rounded_percent(p, decimals) for p in percents), Decimal(0))


def _with_shares(row: Row, shares: dict[int, list[str]], at: int) -> Row:
    cells = list(row.cells)
    for place, texts in shares.items():
        cells[2 + place] = texts[at]
    return Row(tuple(cells), row.kind)
