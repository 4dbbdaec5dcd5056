"""A list of indicators one below the other, "Chỉ tiêu | ĐVT | Kết quả", as reports carry them.

Put on its side it is a table of typed figures like any other: a record for each column of results,
which is that of a unit, of a period, or of the unit and period that stand over the table.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from danvan_desktop.schema import Money, period_code
from danvan_desktop.spreadsheets.header import Header
from danvan_desktop.spreadsheets.mapping import ColumnMapping, Mapping, map_columns
from danvan_desktop.spreadsheets.model import Cells, CellValue, Sheet
from danvan_desktop.spreadsheets.plan import SheetPlan
from danvan_desktop.spreadsheets.targets import FIGURES, import_target, is_plausible
from danvan_desktop.spreadsheets.titles import Reading, money_unit_in, period_in, sheet_money_unit
from danvan_desktop.spreadsheets.vocabulary import MEASURE_WORDS
from danvan_desktop.vietnamese import clean, fold_key

NAME_WORDS = frozenset(
    {"chi tieu", "noi dung", "ten chi tieu", "noi dung chi tieu", "chi tieu noi dung",
     "cac chi tieu", "chi tieu chu yeu", "noi dung cong viec", "noi dung thuc hien"}
)  # fmt: skip
"""Headings of the column that names the indicators."""

RESULT_WORDS = re.compile(
    r"(?:ket qua|thuc hien|so lieu|so luong|tong so|gia tri|so thuc hien|da thuc hien)\b.*"
)
"""Headings of a column of results; plans, rates and what is compared are none."""

_NO_RESULT = re.compile(r".*\b(?:ke hoach|so sanh|cung ky|ty le|ti le|ky truoc|nam truoc|uoc)\b.*")
_SEARCHED_ROWS = 60
_ITEM = re.compile(r"^\s*(?:[-–+•*]+|\d+(?:\.\d+)*[.)]?(?=\s)|[a-zđ][.)]|[IVX]+[.)-])\s*")


@dataclass(frozen=True, slots=True)
class _List:
    """Where a list stands: its header row, the column of names, of measures, those of results."""

    row: int
    names: int
    measure: int | None
    results: tuple[int, ...]


def indicator_list(plan: SheetPlan, reading: Reading) -> SheetPlan | None:
    """Map a sheet that lists indicators; None for any other sheet."""
    sheet = plan.sheet
    found = _found(sheet, reading)
    if found is None:
        return None
    titles = tuple(
        clean(value)
        for row in sorted(sheet.rows)
        if row < found.row
        for _column, value in sorted(sheet.rows[row].items())
        if isinstance(value, str)
    )
    header = Header(found.names, found.names, _headings(sheet, found, reading))
    mapping = _mapping(sheet, found, header, sheet_money_unit(titles))
    if not is_plausible(import_target(FIGURES), mapping.fields):
        return None
    return replace(
        plan,
        sheet=_turned(sheet, found, {column.column for column in mapping.columns}),
        register=FIGURES,
        header=header,
        mapping=mapping,
        titles=titles,
        period=period_in((*titles, plan.name)),
        kept=frozenset((column, row) for row, column in plan.kept),
        on_side=True,
    )


def _found(sheet: Sheet, reading: Reading) -> _List | None:
    for row in sorted(sheet.rows)[:_SEARCHED_ROWS]:
        cells = {c: _text(value) for c, value in sheet.rows[row].items()}
        names = next((c for c in sorted(cells) if fold_key(cells[c]) in NAME_WORDS), None)
        if names is None:
            continue
        measure = next((c for c in sorted(cells) if fold_key(cells[c]) in MEASURE_WORDS), None)
        results = tuple(
            c for c in sorted(cells) if c > names and _is_result(sheet.rows[row][c], reading)
        )
        if results:
            return _List(row, names, measure, results)
    return None


def _is_result(heading: CellValue, reading: Reading) -> bool:
    text = _text(heading)
    key = fold_key(text)
    if _NO_RESULT.fullmatch(key):
        return False
    named = period_code(text) or reading.find_unit(text).code
    return bool(RESULT_WORDS.fullmatch(key) or named)


def _headings(sheet: Sheet, found: _List, reading: Reading) -> dict[int, tuple[str, ...]]:
    """The name of each row that has a result, under that of the group that it stands in.

    The header row gets a name where it is one of units or periods.
    """
    headings: dict[int, tuple[str, ...]] = {}
    titles = [_text(sheet.rows[found.row][c]) for c in found.results]
    if all(period_code(title) for title in titles):
        headings[found.row] = ("Kỳ",)
    elif any(reading.find_unit(title).code for title in titles):
        headings[found.row] = ("Đơn vị",)
    group: tuple[str, ...] = ()
    for row in sorted(row for row in sheet.rows if row > found.row):
        cells = sheet.rows[row]
        name = _ITEM.sub("", _text(cells.get(found.names))).strip()
        if not name:
            continue
        if any(column in cells for column in found.results):
            headings[row] = (*group, name)
        else:
            group = (name,)
    return headings


def _mapping(sheet: Sheet, found: _List, header: Header, money: int | None) -> Mapping:
    spec = import_target(FIGURES)
    columns = (
        _in_measure(column, _text(sheet.rows[column.column].get(found.measure or 0)))
        if isinstance(spec.field(column.field).type, Money)
        else column
        for column in map_columns(header, spec, sheet_money=money).columns
    )
    return Mapping(FIGURES, tuple(columns))


def _in_measure(column: ColumnMapping, measure: str) -> ColumnMapping:
    return replace(column, unit_dong=money_unit_in(measure) or column.unit_dong)


def _turned(sheet: Sheet, found: _List, mapped: set[int]) -> Sheet:
    """Put columns for rows; of the header row only what names units or periods stays."""
    rows: dict[int, Cells] = {}
    for column in (found.names, *found.results):
        rows[column] = {
            row: cells[column]
            for row, cells in sheet.rows.items()
            if column in cells and (row > found.row or row in mapped)
        }
    return replace(
        sheet,
        rows=rows,
        areas=(),
        unsolved=frozenset((column, row) for row, column in sheet.unsolved),
    )


def _text(value: CellValue | None) -> str:
    return clean(str(value)) if value is not None else ""
