"""Figures of another unit, level or period, and the paper as it is previewed while one types."""

from __future__ import annotations

from dataclasses import replace

import pytest

from danvan_desktop.context import Context
from danvan_desktop.registers import REGISTERS
from danvan_desktop.reports import explained
from danvan_desktop.reports.building import build_report
from danvan_desktop.reports.drafts import paper_values, start_report
from danvan_desktop.reports.figures import BEFORE
from danvan_desktop.reports.live import LiveFigures, records_at
from danvan_desktop.reports.period_words import code_before, period_at
from danvan_desktop.reports.preview import (
    body_document,
    render_pages,
    sample_records,
    try_template,
)
from danvan_desktop.reports.sections import render_section
from danvan_desktop.reports.template_store import in_use
from danvan_desktop.reports.templates import HALF_YEAR

CODE = "doi_thoai_cuoc"


@pytest.fixture
def source(reporting: Context) -> LiveFigures:
    """The figures of the half-year."""
    return LiveFigures(reporting, reporting.period("H1/2020"))


def value(source: LiveFigures, path: str) -> int | None:
    """Give the value of a figure."""
    found = source.figure(path)
    assert found is not None
    return None if found.value is None else int(found.value)


def test_units_and_levels_add_up(source: LiveFigures) -> None:
    """The levels add up to the whole, and so do the units that have any."""
    whole = value(source, CODE)
    levels = source.parts(CODE, "cap")
    units = source.parts(CODE, "don_vi")
    assert levels is not None
    assert units is not None
    assert [part.name for part in levels] == ["cấp huyện", "cấp xã"]
    assert sum(part.value for part in levels) == whole == sum(part.value for part in units)
    for part in levels:
        assert value(source, f"{CODE}/cap/{part.key}") == part.value


def test_part_of_a_breakdown_at_a_level(source: LiveFigures) -> None:
    """A form of dialogue at a level is part of the form and of the level."""
    forms = source.parts(f"{CODE}/cap/X")
    assert forms is not None
    assert sum(part.value for part in forms) == value(source, f"{CODE}/cap/X")
    for part in forms:
        assert value(source, f"{CODE}/cap/X/hinh_thuc/{part.key}") == part.value


def test_silent_unit_is_unknown_and_reporting_unit_has_none(source: LiveFigures) -> None:
    """Who did not report has no figure; who reported and has none has 0."""
    coverage = source.coverage(CODE)
    assert coverage is not None
    for code in coverage.missing:
        assert value(source, f"{CODE}/don_vi/{code}") is None
    for code in coverage.present:
        assert value(source, f"{CODE}/don_vi/{code}") is not None
    assert len(coverage.present) == coverage.reported


@pytest.mark.parametrize("path", [CODE, f"{CODE}/cap/X", f"{CODE}/cap/X/hinh_thuc/dinh_ky"])
def test_reference_opens_as_many_records_as_the_figure_counts(
    reporting: Context, source: LiveFigures, path: str
) -> None:
    """A click leads to exactly what was counted, whatever place and part."""
    (query,) = records_at(reporting, path, source.period)
    assert reporting.count(query) == value(source, path)
    found = explained.explain(reporting, path, source.period)
    assert found.count == value(source, path)
    assert found.name


def test_other_periods_of_a_figure(reporting: Context, source: LiveFigures) -> None:
    """Last year's figure is that of the comparison; the first half-year is the year to date."""
    compared = source.comparison("dvk_dang_ky")
    assert compared is not None
    assert value(source, "dvk_dang_ky@cung_ky") == compared.last
    assert value(source, f"{CODE}@luy_ke") == value(source, CODE)
    assert value(source, f"{CODE}@H1/2020") == value(source, CODE)
    assert value(source, f"{CODE}@N/2012") is None
    assert source.figure("khong_co@luy_ke") is None
    name = explained.figure_name(reporting, f"{CODE}/cap/X@luy_ke", source.period)
    assert name.endswith("Cấp xã, Lũy kế từ đầu năm")


def test_year_to_date_of_the_second_half_is_the_year(reporting: Context) -> None:
    """Flows from the beginning of the year hold those of the first half."""
    second = reporting.period_named("H2/2020")
    found = period_at(reporting, second, "luy_ke")
    assert found is not None
    assert found.code == "N/2020"
    source = LiveFigures(reporting, second)
    first = LiveFigures(reporting, reporting.period("H1/2020"))
    halves = [value(one, CODE) for one in (first, source)]
    assert value(source, f"{CODE}@luy_ke") == sum(n or 0 for n in halves)
    month = period_at(reporting, reporting.period_named("T05/2020"), "luy_ke")
    assert month is not None
    assert (month.name, month.first_day) == ("5 tháng đầu năm 2020", "2019-12-15")


@pytest.mark.parametrize(
    ("code", "before"),
    [
        ("H1/2020", "H2/2019"),
        ("Q3/2020", "Q2/2020"),
        ("Q1/2020", "Q4/2019"),
        ("T01/2020", "T12/2019"),
        ("T10/2020", "T09/2020"),
        ("9T/2020", "9T/2019"),
        ("N/2020", "N/2019"),
        ("GD/2018-2020", ""),
    ],
)
def test_period_just_before(code: str, before: str) -> None:
    """The period before is of the same kind."""
    assert code_before(code) == before


def test_comparison_with_the_period_before_names_it(source: LiveFigures) -> None:
    """The sentence names the period in words, or says that there is nothing to compare with."""
    found = source.comparison(CODE, BEFORE)
    text = render_section(f'{{{{ "{CODE}" | so_sanh_truoc }}}}', source, {}).plain()
    if found is None:
        assert text == "chưa có số liệu kỳ trước để so sánh"
    else:
        assert "6 tháng cuối năm 2019" in text


def test_every_choice_of_the_picker_can_be_shown(reporting: Context, source: LiveFigures) -> None:
    """Settings, forms and conditions that the box offers are right."""
    found = explained.settings_of(reporting, CODE, source.period)
    places = {place for place, _name in found.places}
    assert places >= {"", "cap/H", "cap/X", "don_vi/TN-DMC-10"}
    assert {when for when, _name in found.whens} >= {"", "cung_ky", "ky_truoc", "luy_ke"}
    for name, label, shown in explained.formats(reporting, CODE, source.period):
        assert label
        assert shown
        assert not render_section(_tag(name), source, {}).faults
    assert {name for name, _l, _s in explained.conditions(reporting, CODE, source.period)} == {
        "co",
        "khong",
        "tang",
        "giam",
        "bang",
        "co_cung_ky",
        "thieu",
    }


def _tag(name: str) -> str:
    from danvan_desktop.reports.placeholders import figure_tag

    return figure_tag(CODE, name)


def test_preview_of_the_text_has_the_pages_of_the_whole_paper(reporting: Context) -> None:
    """The text alone is laid out as it is in the whole paper, before its annexes."""
    record = start_report(reporting, "H1/2020")
    whole, _issues = build_report(reporting, record)
    body = body_document(reporting, record.values)
    assert body == replace(whole, annexes=())
    assert render_pages(body, []).body_pages == render_pages(whole, []).body_pages


def test_template_is_tried_out_without_being_stored(reporting: Context) -> None:
    """A trial shows what a paper would say, and where the text is wrong; nothing is kept."""
    data = dict(in_use(reporting)[HALF_YEAR].data)
    sections = [dict(one) for one in data["sections"]]
    sections[0]["text"] = 'Có {{ "doi_thoai_cuoc" | so }} và\n{{ "khong_co" | so }}'
    sections[1]["heading"] = "Phần {{ la }}"
    data["recipients"] = ["Lưu", "{{ hỏng"]
    before = reporting.all_of("mau_van_ban"), reporting.all_of("bao_cao")
    trial = try_template(reporting, {**data, "sections": sections}, period="H1/2020", annexes=False)
    assert set(trial.faults) == {
        sections[0]["code"],
        f"heading:{sections[1]['code']}",
        "recipients",
    }
    (fault,) = trial.faults[sections[0]["code"]]
    assert (fault.line, fault.column) == (2, 5)
    assert trial.shown["doi_thoai_cuoc", "so"] == str(
        value(LiveFigures(reporting, reporting.period("H1/2020")), CODE)
    )
    assert (reporting.all_of("mau_van_ban"), reporting.all_of("bao_cao")) == before
    assert in_use(reporting)[HALF_YEAR].data["sections"] == data["sections"]
    assert paper_values(reporting, HALF_YEAR, period="H1/2020")["mau_ban"] == data["version"]


def test_every_template_of_the_program_is_right_on_a_sample(reporting: Context) -> None:
    """Each can be tried on a period or on records, and nothing in its texts is a mistake."""
    for code, one in in_use(reporting).items():
        template = one.template
        period: str | None = "H1/2020"
        records: list[str] = []
        if template.register in REGISTERS:
            found = sample_records(reporting, template.register, several=template.several)
            period, records = None, [r.id for r in (found if template.several else found[:1])]
            if not records:
                continue
        trial = try_template(reporting, one.data, period=period, records=records, annexes=False)
        assert not trial.faults, (code, trial.faults)
