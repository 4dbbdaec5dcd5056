"""The page of figures across 1 July 2025: x for the district, old communes beside the new."""

from __future__ import annotations

from danvan_desktop.context import Context
from danvan_desktop.organisation import half_year
from ui.screens.figures_facts import part_words, parts, read_facts, unit_notes

ROW = "doi_thoai_cuoc"


def test_district_prints_x_and_old_communes_stand_beside_the_new(office: Context) -> None:
    """Comparison of H2/2025 with H2/2024 as the window writes it (scenario 10)."""
    for year in (2024, 2025):
        assert office.save("ky", half_year(year, 2, "duong_lich")).saved
    counts = {"so_nguoi": 50, "y_kien": 4, "tra_loi": 4, "chuyen": 0, "hinh_thuc": "dinh_ky"}
    for unit, day in (
        ("TN-DMC", "2024-09-10"),
        ("TN-DMC-10", "2024-09-11"),
        ("TN-DMC-07", "2024-09-12"),
        ("TN-X01", "2025-09-10"),
    ):
        assert office.save("doi_thoai", {"don_vi": unit, "ngay": day, **counts}).saved
    facts = read_facts(office, office.period("H2/2025"))
    row = facts.row(ROW)
    assert row is not None

    def shown(axis: str) -> dict[str, tuple[str, str]]:
        return {
            part.label: (
                part_words(row, part.now, part.no_now),
                part_words(row, part.before, part.no_before),
            )
            for part in parts(facts, row, axis)
            if part.key
        }

    assert shown("cap") == {"Cấp xã": ("1", "2"), "Cấp huyện": ("x", "1")}
    assert shown("don_vi")["Dương Minh Châu"] == ("1", "2")
    assert "không còn cấp huyện" in unit_notes(facts, row, "cap")
    assert unit_notes(facts, row, "hinh_thuc") == ""
