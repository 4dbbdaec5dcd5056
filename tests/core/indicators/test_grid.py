"""The grid of typed figures: what stands beside a cell, what is read from typing."""

from __future__ import annotations

from decimal import Decimal

import pytest

from danvan_desktop.context import Context
from danvan_desktop.errors import Issue
from danvan_desktop.indicators import (
    Entry,
    by_indicator,
    by_place,
    enter,
    entry_text,
    families,
    read_cell,
)
from danvan_desktop.organisation.periods import Period

CODE = "doi_thoai_cuoc"


def test_grid_shows_typed_recorded_and_earlier_values(filled: Context, period: Period) -> None:
    """A cell has what was typed, what the records give, and last year's value."""
    last = filled.period("H1/2019")
    enter(filled, last, "TN-DMC-09", {CODE: (3, "khoang")})
    enter(filled, period, "TN-DMC-09", {CODE: (6, "khoang")})
    grid = by_place(filled, period, [CODE])
    cell = grid.cell("TN-DMC-09", CODE)
    assert cell is not None
    assert (cell.text, cell.same) == ("khoảng 6", "khoảng 3")
    recorded = int(cell.recorded or 0)
    assert cell.difference == 6 - recorded
    assert grid.totals[CODE] == f"khoảng {19 - recorded + 6}"
    missing = grid.cell("TN-DMC-05", CODE)
    assert missing is not None
    assert (missing.entry, missing.recorded, missing.same) == (None, None, "")


def test_sheet_of_one_place_has_its_parts(filled: Context, period: Period) -> None:
    """A district types by form; only the whole area is broken down by level."""
    grid = by_indicator(filled, period, "cap/H", [CODE])
    assert [row.key for row in grid.rows] == [
        CODE,
        f"{CODE}/hinh_thuc/dinh_ky",
        f"{CODE}/hinh_thuc/dot_xuat",
    ]
    whole = by_indicator(filled, period, "", [CODE])
    assert {row.key for row in whole.rows} >= {f"{CODE}/cap/X", f"{CODE}/cap/H"}
    level = whole.cell(f"{CODE}/cap/H", "")
    assert level is not None
    assert (level.place, level.path, level.recorded) == ("cap/H", CODE, 2)


def test_families_leave_rates_out() -> None:
    """A rate is computed from its parts, so the groups have none."""
    assert "doi_thoai_ty_le_tra_loi" not in families()["doi_thoai"]
    assert CODE in families()["doi_thoai"]


@pytest.mark.parametrize(
    ("path", "text", "value", "word"),
    [
        (CODE, "1.327", 1327, ""),
        ("dvk_dang_ky", "gần 2.500", 2500, "gan"),
        ("dvk_dang_ky", "trên 8.270", 8270, "tren"),
        ("van_dong_gao_tan", "5,4", Decimal("5.4"), ""),
        ("van_dong_tien", "58,5 tỷ đồng", 58_500_000_000, ""),
        (CODE, "-", 0, ""),
    ],
)
def test_typed_text_is_read_as_people_write(path: str, text: str, value: object, word: str) -> None:
    """Numbers of the country, words in front of them, money with its unit."""
    entry = read_cell(path, text)
    assert isinstance(entry, Entry)
    assert (entry.value, entry.qualifier) == (value, word)


@pytest.mark.parametrize("text", ["145 (30/30)", "trên 4.400", "964 (584/584)", "0", "khoảng 6"])
def test_written_cell_reads_back_as_itself(text: str) -> None:
    """What a cell shows can be copied and pasted."""
    entry = read_cell(CODE, text)
    assert isinstance(entry, Entry)
    assert entry_text(entry) == text


def test_ambiguous_text_is_not_guessed() -> None:
    """1,250 may be two numbers; an empty text empties the cell."""
    found = read_cell(CODE, "1,250")
    assert isinstance(found, Issue)
    assert (found.code, found.place.field) == ("ambiguous_number", CODE)
    assert read_cell(CODE, "") is None
