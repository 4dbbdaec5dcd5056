"""An issued paper says when its records changed later, and stays as it is."""

from __future__ import annotations

from danvan_desktop.context import Context
from danvan_desktop.errors import Severity
from danvan_desktop.indicators import enter
from danvan_desktop.reports.drafts import find_report, start_paper
from danvan_desktop.reports.frozen import frozen_content
from danvan_desktop.reports.review import review
from danvan_desktop.reports.service import freeze
from danvan_desktop.reports.since_issue import changed_papers, changed_words
from danvan_desktop.storage.values import ListQuery, Record

FIRST = "Mô hình, điển hình “Dân vận khéo” đăng ký"


def _said(context: Context, record: Record) -> list[str]:
    found = review(context, find_report(context, record.id)).issues
    return [one.message for one in found if one.code == "changed_since_frozen"]


def test_paper_whose_figures_changed_names_each_once(reporting: Context, issued: Record) -> None:
    """Nothing at issue; a deleted model is one line, not one for every share and cell."""
    assert _said(reporting, issued) == []
    assert changed_papers(reporting) == {}
    query = ListQuery(register="dan_van_kheo", first_day="2020-01-01", last_day="2020-06-14")
    reporting.delete("dan_van_kheo", [reporting.page(query, 0, 1)[0].id])
    said = _said(reporting, issued)
    assert f"Mục II.6: {FIRST} khi ban hành 24, nay 23." in said
    assert len(said) == len({one.partition(":")[2].partition(" khi ")[0] for one in said})
    found = changed_papers(reporting)
    assert [*found] == [issued.id]
    words = changed_words(found[issued.id])
    assert words.startswith(f"Số liệu đã thay đổi sau khi ban hành: {FIRST} khi ban hành 24, nay ")
    after = find_report(reporting, issued.id)
    assert frozen_content(after.values) == frozen_content(issued.values)
    assert after.rev == issued.rev


def test_figure_that_only_an_annex_shows_is_told(reporting: Context, issued: Record) -> None:
    """A cell of an annex counts as much as a sentence; figures typed from paper do, too."""
    period = reporting.period("H1/2020")
    enter(reporting, period, "", {"ttnd_kien_nghi": (4_321, "")})
    (told,) = [one for one in _said(reporting, issued) if "Kiến nghị của Ban" in one]
    assert told.endswith("nay 4.321.")
    assert not told.startswith("Mục")


def test_paper_about_a_record_is_held_against_it_after_issue(reporting: Context) -> None:
    """The hour of a meeting that moved after the invitation went out is told with both hours."""
    meeting = next(
        one
        for one in reporting.page(ListQuery(register="hoi_nghi"), 0, 60)
        if one.event_date == "2020-07-07"
    )
    paper = freeze(reporting, start_paper(reporting, "giay_moi", records=[meeting.id]).id)
    assert _said(reporting, paper) == []
    assert reporting.save("hoi_nghi", {"gio_bat_dau": "08:00"}, id=meeting.id).saved
    (told,) = _said(reporting, paper)
    assert told.endswith("khi ban hành “13 giờ 30 phút”, trong sổ nay là “08 giờ 00 phút”.")
    assert not [one for one in review(reporting, paper.id).issues if one.severity is Severity.ERROR]


def test_list_of_records_in_an_issued_paper_is_compared_by_rows(reporting: Context) -> None:
    """A model that is renamed after the decision is told by its row."""
    models = [
        one
        for one in (
            reporting.record("dan_van_kheo", row.id)
            for row in reporting.page(ListQuery(register="dan_van_kheo"), 0, 60)
        )
        if one and one.values["tham_dinh"]
    ][:3]
    draft = start_paper(reporting, "quyet_dinh_cong_nhan", records=models)
    paper = freeze(reporting, draft.id)
    assert _said(reporting, paper) == []
    reporting.save("dan_van_kheo", {"ten": "Mô hình mới đặt tên"}, id=models[0].id)
    told = [one for one in _said(reporting, paper) if "Mô hình mới đặt tên" in one]
    assert told
