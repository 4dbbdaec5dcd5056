"""The real workbooks rearranged: other columns' order, place, names of sheets, headings and units.

Whoever fills in a table next year changes all of these and means the same, so the same rows must
come out with the same values and the same reasons.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest
from openpyxl import Workbook

from danvan_desktop.schema import Choice, Money, PersonName, RegisterSpec
from danvan_desktop.spreadsheets.importer import ImportPlan, inspect
from danvan_desktop.spreadsheets.model import Sheet
from danvan_desktop.spreadsheets.plan import SheetPlan
from danvan_desktop.spreadsheets.targets import import_target
from danvan_desktop.vietnamese import clean, parse_number
from tests.core.spreadsheets.kit import Office

MONEY_UNITS = {"đồng": 1, "nghìn đồng": 1_000, "triệu đồng": 1_000_000}


class _Rearranged:
    """One sheet with its columns in another order, moved, under other headings."""

    def __init__(self, plan: SheetPlan, random: Random) -> None:
        assert plan.header is not None
        assert plan.mapping is not None
        self.plan, self.random = plan, random
        self.spec: RegisterSpec = import_target(str(plan.register))
        self.header = plan.header
        self.sheet: Sheet = plan.sheet
        self.down = random.randrange(6)
        self.columns = self._new_columns(random.randrange(1, 4))
        self.by_column = {c.column: c for c in plan.mapping.columns}
        self.unit = random.choice(list(MONEY_UNITS))

    def save(self, path: Path) -> None:
        """Write it as a workbook of one sheet."""
        book = Workbook()
        page: Any = book.active
        # A sheet that is named after its unit has to keep the name; others may be called anything.
        names = ["Trang tính1", "Biểu số 02", "a", self.sheet.name]
        page.title = self.sheet.name if self.plan.unit else self.random.choice(names)
        for row, cells in self.sheet.rows.items():
            for column, value in cells.items():
                at = page.cell(row + self.down, self._column(row, column))
                at.value = self._value(row, column, value)
                if isinstance(at.value, str):
                    at.data_type = "s"
        for area in self.sheet.areas:
            if area.first_row >= self.header.first_row:
                self._merge(page, area)
        book.save(path)

    def _new_columns(self, first: int) -> dict[int, int]:
        blocks: list[list[int]] = []
        for column in sorted(self.header.columns):
            path = self.header.columns[column]
            above = self.header.columns.get(column - 1)
            grouped = above and len(path) > 1 and above[0] == path[0]
            if grouped or self._is_second_half(column):
                blocks[-1].append(column)
            else:
                blocks.append([column])
        order = self.header.order_column
        rest = [block for block in blocks if block != [order]]
        self.random.shuffle(rest)
        ordered = [[order], *rest] if order is not None else rest
        flat = [column for block in ordered for column in block]
        return {column: number for number, column in enumerate(flat, start=first)}

    def _is_second_half(self, column: int) -> bool:
        """Tell whether a column goes on with the name that the one before begins."""
        assert self.plan.mapping is not None
        fields = {c.column: c.field for c in self.plan.mapping.columns if c.option is None}
        return column in fields and fields[column] == fields.get(column - 1)

    def _column(self, row: int, column: int) -> int:
        return self.columns.get(column, column + max(self.columns.values()))

    def _value(self, row: int, column: int, value: Any) -> Any:
        mapped = self.by_column.get(column)
        if mapped is None:
            return value
        kind = self.spec.field(mapped.field).type
        if row in self.header.rows:
            leaf = self.header.columns[column][-1]
            changed = not isinstance(kind, PersonName) and clean(str(value)) == leaf
            return self._heading(mapped, kind) if changed else value
        if row > self.header.last_row and isinstance(kind, Money):
            number = parse_number(value).value
            if number is not None:
                dong = number * (mapped.unit_dong or 1) / Decimal(MONEY_UNITS[self.unit])
                return float(dong)
        return value

    def _heading(self, mapped: Any, kind: Any) -> str:
        spec = self.spec.field(mapped.field)
        if mapped.option is not None:
            assert isinstance(kind, Choice)
            option = kind.option(mapped.option)
            assert option is not None
            return self.random.choice([option.label, option.label.upper()])
        name = self.random.choice([spec.label, *spec.aliases])
        if isinstance(kind, Money):
            name = f"{name.partition('(')[0].strip()} ({self.unit})"
        return self.random.choice([name, name.upper(), name.capitalize()])

    def _merge(self, page: Any, area: Any) -> None:
        columns = [self._column(area.first_row, c) for c in
                   range(area.first_column, area.last_column + 1)]  # fmt: skip
        if max(columns) - min(columns) + 1 == len(columns):
            page.merge_cells(
                start_row=area.first_row + self.down,
                end_row=area.last_row + self.down,
                start_column=min(columns),
                end_column=max(columns),
            )


@pytest.fixture(scope="module")
def original(year_2020: Path) -> ImportPlan:
    """The plan of the workbooks as they came."""
    return inspect([year_2020 / "incoming"], Office(year_2020 / "units.csv"))


def _outcome(sheet: SheetPlan, down: int = 0) -> tuple[Any, Any]:
    refused = [
        (r.row - down, r.reason.code, r.reason.place.field) for r in sheet.rejected if r.reason
    ]
    return {r.row - down: dict(r.values) for r in sheet.accepted}, refused


@pytest.mark.parametrize("seed", range(6))
def test_rearranged_workbooks_give_the_same(
    original: ImportPlan, year_2020: Path, tmp_path: Path, seed: int
) -> None:
    """Same rows, same values, same reasons, whatever order, place, headings and money unit."""
    office = Office(year_2020 / "units.csv")
    for number, plan in enumerate(sheet for sheet in original.sheets if sheet.register):
        changed = _Rearranged(plan, Random(seed * 100 + number))
        path = tmp_path / f"{number}.xlsx"
        changed.save(path)
        found = [sheet for sheet in inspect([path], office).sheets if sheet.register]
        assert [sheet.register for sheet in found] == [plan.register], plan.name
        accepted, refused = _outcome(found[0], changed.down)
        assert refused == _outcome(plan)[1], plan.name
        for row, values in _outcome(plan)[0].items():
            assert accepted[row] == values, (plan.name, row)
        assert found[0].header_rows == tuple(row + changed.down for row in plan.header_rows)
