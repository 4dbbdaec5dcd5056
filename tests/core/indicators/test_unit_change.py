"""Figures across 1 July 2025: a level that ended, communes that were merged (scenario 10)."""

from __future__ import annotations

from typing import Any

import pytest

from danvan_desktop.context import Context
from danvan_desktop.indicators import compute, coverage
from danvan_desktop.indicators.unit_change import compare_parts
from danvan_desktop.organisation import half_year

AXES = ("cap", "don_vi")
OLD = [f"TN-DMC-{number:02d}" for number in range(1, 12)]
NEW = ["TN-X01", "TN-X02", "TN-X03"]


def dialogue(unit: str, day: str) -> dict[str, Any]:
    """Give a sound dialogue."""
    return {
        "don_vi": unit,
        "ngay": day,
        "hinh_thuc": "dinh_ky",
        "so_nguoi": 50,
        "y_kien": 4,
        "tra_loi": 4,
        "chuyen": 0,
    }


def backfilled(office: Context, scheme: str) -> Context:
    """Enter H2/2024 of the old units and July to December 2025 of the new ones."""
    for year in (2024, 2025):
        assert office.save("ky", half_year(year, 2, scheme)).saved
    entries = [(unit, "2024-09-10") for unit in OLD]
    entries += [("TN-DMC", "2024-09-10"), ("TN-DMC", "2024-10-02"), ("TN-DMC-CQ-PN", "2024-10-03")]
    entries += [(unit, f"2025-{month:02d}-20") for unit in NEW for month in range(7, 13)]
    for unit, day in entries:
        assert office.save("doi_thoai", dialogue(unit, day)).saved
    return office


def test_calendar_half_year_compares_new_communes_with_their_old_ones(office: Context) -> None:
    """H2/2025 with H2/2024: "x" for the district, old communes beside the new one, with a note."""
    books = backfilled(office, "duong_lich")
    period = books.period("H2/2025")
    levels = compare_parts(books, "doi_thoai_cuoc", period, "cap")
    district = levels.part("H")
    assert district is not None
    assert (district.now, district.now_gone, district.last) == (None, True, 3)
    communes = levels.part("X")
    assert communes is not None
    assert (communes.now, communes.last, communes.difference) == (18, 11, 7)
    assert any("không còn cấp huyện" in note and "01/7/2025" in note for note in levels.notes)

    units = compare_parts(books, "doi_thoai_cuoc", period, "don_vi")
    assert [(p.key, p.now, p.last) for p in units.parts[:3]] == [
        ("TN-X01", 6, 4),
        ("TN-X02", 6, 4),
        ("TN-X03", 6, 3),
    ]
    lone = {part.key: (part.now_gone, part.last) for part in units.parts[3:]}
    assert lone == {"TN-DMC": (True, 2), "TN-DMC-CQ-PN": (True, 1)}
    assert any("Bến Củi, Lộc Ninh, Truông Mít cũ" in note for note in units.notes)


def test_straddling_period_prints_both_with_a_note(office: Context) -> None:
    """From 15 June to 14 December 2025 old and new units stand side by side, and it adds up."""
    books = backfilled(office, "15-14")
    for unit, day in (("TN-DMC", "2025-06-20"), ("TN-DMC-10", "2025-06-25")):
        assert books.save("doi_thoai", dialogue(unit, day)).saved
    period = books.period("H2/2025")
    levels = compare_parts(books, "doi_thoai_cuoc", period, "cap")
    district = levels.part("H")
    assert district is not None
    assert (district.now, district.now_gone) == (1, True)
    assert any("tính đến hết 30/6/2025" in note for note in levels.notes)
    units = compare_parts(books, "doi_thoai_cuoc", period, "don_vi")
    new, old = units.part("TN-X01"), units.part("TN-DMC-10")
    assert new is not None
    assert old is not None
    assert (new.now, new.carried, new.last, new.difference) == (5, 1, 4, 2)
    assert (old.now, old.last, old.moved) == (1, None, True)
    shown = sum(int(part.now or 0) for part in units.parts)
    assert shown == compute(books, period, ["doi_thoai_cuoc"])["doi_thoai_cuoc"].value


@pytest.mark.parametrize(("code", "shown"), [("H2/2024", "11/11"), ("H2/2025", "3/3")])
def test_denominator_counts_the_units_of_the_day(office: Context, code: str, shown: str) -> None:
    """Eleven of eleven before the merger, three of three after it."""
    books = backfilled(office, "duong_lich")
    assert coverage(books, "doi_thoai", books.period(code)).shown == shown


def test_split_unit_is_not_mapped_and_said(office: Context) -> None:
    """Figures of a unit that became two stay beside it; no share of them is made up."""
    books = backfilled(office, "duong_lich")
    old = next(r for r in books.all_of("don_vi") if r.values["ma"] == "TN-DMC-10")
    ends = {"den_ngay": "2024-12-31", "nhap_vao": None}
    assert books.save("don_vi", ends, id=old.id).saved
    for code in ("N1", "N2"):
        unit = {
            "ma": code,
            "ten": code,
            "loai": "xã",
            "cap": "X",
            "cha": "TN",
            "tach_tu": "TN-DMC-10",
        }
        assert books.save("don_vi", {**unit, "tu_ngay": "2025-01-01"}).saved
    found = compare_parts(books, "doi_thoai_cuoc", books.period("H2/2025"), "don_vi")
    part = found.part("TN-DMC-10")
    assert part is not None
    assert (part.now_gone, part.last) == (True, 1)
    assert any("Không quy đổi được" in note and "Suối Đá" in note for note in found.notes)
