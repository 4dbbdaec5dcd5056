"""Acceptance scenario 10, second half: "Disaster & merge".

"… then 01/7/2025: 11 communes + district → 3 new communes; backfill July–Dec; compare H2/2025 with
H2/2024. Pass: … old units closed not deleted; comparison shows “x” for cấp huyện and maps old
communes to new with note; numbering restarts per new committee's term."
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from danvan_desktop.context import Context
from danvan_desktop.documents.model import TableBlock
from danvan_desktop.indicators import compute, coverage, records_of
from danvan_desktop.indicators.unit_change import compare_parts
from danvan_desktop.organisation import half_year
from danvan_desktop.organisation.unit_changes import apply, preview_file
from danvan_desktop.reports.annexes import build_annexes
from danvan_desktop.reports.live import LiveFigures
from danvan_desktop.reports.numbering import next_number
from tests.core.organisation.kit import BASIS, MERGER

CODE = "doi_thoai_cuoc"


def dialogue(unit: str, day: str) -> dict[str, Any]:
    """Give a sound dialogue."""
    return {
        "don_vi": unit,
        "ngay": day,
        "hinh_thuc": "dinh_ky",
        "so_nguoi": 60,
        "y_kien": 5,
        "tra_loi": 5,
        "chuyen": 0,
    }


def test_district_lives_through_the_merger(district: Context, year_2020: Path) -> None:
    """From the eleven communes of 2024 to the figures of the three new ones (scenario 10)."""
    books = district
    for year in (2024, 2025):
        assert books.save("ky", half_year(year, 2, "duong_lich")).saved
    old = [unit.code for unit in books.directory("2024-09-01").communes()]
    for unit in (*old, "TN-DMC"):
        assert books.save("doi_thoai", dialogue(unit, "2024-09-10")).issues == ()

    apply(books, preview_file(books, year_2020 / "units.csv", BASIS), "Sáp nhập 01/7/2025")
    stage = {**(books.office() or {}), "tu_ngay": MERGER, "don_vi": "TN-X01", "cap": "X"}
    assert books.save("van_phong", {**stage, "loai": "xdd_xa", "ky_hieu": "BXDĐ"}).saved
    term = {"ten": "2025-2030", "tu_ngay": MERGER, "so_da_dung": []}
    assert books.save("nhiem_ky", term).saved

    new = [unit.code for unit in books.directory(MERGER).communes()]
    assert (len(old), len(new)) == (11, 3)
    for month in range(7, 13):
        for unit in new:
            assert books.save("doi_thoai", dialogue(unit, f"2025-{month:02d}-15")).issues == ()

    # Old units are closed, not deleted: their names, records and papers are where they were.
    assert books.directory(MERGER).unit_name("TN-DMC-10") == "xã Suối Đá"
    last = books.period("H2/2024")
    assert compute(books, last, [CODE])[CODE].at("don_vi", "TN-DMC-10") == 1
    assert coverage(books, "doi_thoai", last).shown == "11/11"

    period = books.period("H2/2025")
    assert coverage(books, "doi_thoai", period).shown == "3/3"
    levels = compare_parts(books, CODE, period, "cap")
    district_row = levels.part("H")
    assert district_row is not None
    assert (district_row.now, district_row.now_gone, district_row.last) == (None, True, 1)
    units = compare_parts(books, CODE, period, "don_vi")
    assert [(p.key, p.now, p.last) for p in units.parts[:3]] == [
        ("TN-X01", 6, 4),
        ("TN-X02", 6, 4),
        ("TN-X03", 6, 3),
    ]
    assert any("01/7/2025" in note and "số liệu cùng kỳ cộng" in note for note in units.notes)
    assert books.count(records_of(books, CODE, period, "don_vi", "TN-X01")) == 6

    # Numbers go on within the old term and restart in the term of the new committee.
    assert next_number(books, "BC", "2025-06-20") == 15
    assert next_number(books, "BC", "2025-12-20") == 1


def test_paper_of_a_straddling_period_prints_both_with_a_note(office: Context) -> None:
    """15/6–14/12/2025: the new communes, then the old ones that had records, and why."""
    assert office.save("ky", half_year(2025, 2, "15-14")).saved
    for unit, day in (
        ("TN-DMC-10", "2025-06-20"),
        ("TN-DMC", "2025-06-20"),
        ("TN-X01", "2025-08-12"),
    ):
        assert office.save("doi_thoai", dialogue(unit, day)).saved
    period = office.period("H2/2025")
    (annex,) = build_annexes(("doi_thoai",), office, period, LiveFigures(office, period))
    (table,) = annex.blocks
    assert isinstance(table, TableBlock)
    names = [str(row.cells[1]) for row in table.rows]
    assert names[:3] == ["Xã Dương Minh Châu", "Xã Cầu Khởi", "Xã Lộc Ninh"]
    assert {"Xã Suối Đá", "Huyện Dương Minh Châu"} <= set(names)
    assert "Từ 01/7/2025 không còn cấp huyện." in table.note
    assert "Số liệu cấp huyện trong kỳ tính đến hết 30/6/2025." in table.note
    assert "Xã Dương Minh Châu từ 01/7/2025 gồm TT. Dương Minh Châu, Phan" in table.note
