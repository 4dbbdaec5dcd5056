"""“Explain this number”: source, period, last year and the very records of a figure."""

from __future__ import annotations

import pytest

from danvan_desktop.context import Context
from danvan_desktop.errors import UserError
from danvan_desktop.indicators import Entry, enter
from danvan_desktop.reports.explained import choices, explain, formats, shown_figures
from danvan_desktop.reports.live import LiveFigures
from danvan_desktop.reports.shown import show


def test_whole_figure_names_source_last_year_and_levels(reading: Context) -> None:
    """What the clerk tells the province on the phone stands in one place."""
    found = explain(reading, "dvk_cong_nhan", reading.period("H1/2020"))
    assert (found.shown, found.count) == ("12", 12)
    assert dict(found.facts) == {
        "Nguồn": "Sổ Dân vận khéo, 12 hồ sơ",
        "Kỳ": "15/12/2019 – 14/6/2020",
        "Cùng kỳ": "8, tăng 4 (+50%)",
        "Theo cấp": "cấp huyện 2, cấp xã 10",
    }
    assert reading.count(found.query) == 12
    assert found.comparable


def test_figure_of_two_books_names_both(reading: Context) -> None:
    """Mediation comes from the table of totals and from the books of cases."""
    found = dict(explain(reading, "hoa_giai_tiep_nhan", reading.period("H1/2020")).facts)
    assert found["Nguồn"] == "Sổ Kết quả hòa giải, 8 hồ sơ; Sổ Vụ việc hòa giải, 32 hồ sơ"


def test_typed_figure_names_who_typed_it(reporting: Context) -> None:
    """A figure from paper tells its source, and what the books alone would give."""
    period = reporting.period("H1/2020")
    paper = Entry(value=9, qualifier="tren", source="Báo cáo 12-BC/HU")
    enter(reporting, period, "TN-DMC-10", {"doi_thoai_cuoc": paper})
    found = explain(reporting, "doi_thoai_cuoc", period)
    facts = dict(found.facts)
    assert found.shown.startswith("trên ")
    assert "1 ô" in facts["Nhập tay"]
    assert "Báo cáo 12-BC/HU · theo hồ sơ 19" in facts["Nhập tay"]


def test_part_of_a_breakdown_leads_to_its_own_records(reading: Context) -> None:
    """One part of a figure is explained as the part that it is."""
    found = explain(reading, "dvk_dang_ky/doi_tuong/tap_the", reading.period("H1/2020"))
    assert found.name.endswith("đăng ký, Tập thể")
    assert (found.shown, reading.count(found.query)) == ("17", 17)
    assert not found.comparable


def test_ratio_shows_what_it_is_made_of(reading: Context) -> None:
    """A rate is explained by its numerator and denominator, and compared in points."""
    period = reading.period("H1/2020")
    rates = [one for one in choices(reading, period) if one.filter == "ty_le"]
    facts = dict(explain(reading, rates[0].path, period).facts)
    assert "/" in facts["Cách tính"]


def test_unknown_figure_is_refused_in_words(reading: Context) -> None:
    """A path that no indicator has is a refusal, not a fault."""
    with pytest.raises(UserError):
        explain(reading, "khong_co", reading.period("H1/2020"))
    assert shown_figures(reading, reading.period("H1/2020"), [("khong_co", "so")]) == {}


def test_formats_are_those_that_fit_the_figure(reading: Context) -> None:
    """A count is offered no percent and no money."""
    period = reading.period("H1/2020")
    names = [name for name, _label, _shown in formats(reading, "dvk_dang_ky", period)]
    assert "so_sanh" in names
    assert not {"ty_le", "tien"} & set(names)


def test_typed_coverage_is_printed(reporting: Context) -> None:
    """30/30 typed for the districts stands in the sentence; nobody is named as missing."""
    period = reporting.period("H1/2020")
    enter(reporting, period, "cap/H", {"doi_thoai_cuoc": Entry(reported=30, expected=30)})
    source = LiveFigures(reporting, period)
    assert show(source, "doi_thoai_cuoc/cap/H", "do_phu") == "30/30"
    assert show(source, "doi_thoai_cuoc/cap/H", "danh_sach_thieu") == "không"
    assert show(source, "doi_thoai_cuoc", "do_phu") == "10/11"
