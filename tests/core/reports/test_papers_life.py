"""Papers about records from the draft to the issued file, and what the registers learn of them."""

from __future__ import annotations

import pytest

from danvan_desktop.context import Context
from danvan_desktop.documents.model import plain_text
from danvan_desktop.errors import Severity
from danvan_desktop.reports import lifecycle
from danvan_desktop.reports.building import build_report
from danvan_desktop.reports.drafts import cited_as, save_report, start_paper
from danvan_desktop.reports.review import review
from danvan_desktop.storage.values import ListQuery, Record


def _issued(context: Context, paper: Record) -> Record:
    """Finish every section, then lead the paper to its issue."""
    sections = [{**section, "xong": True} for section in paper.values["muc"]]
    done = save_report(context, {**paper.values, "muc": sections}, record=paper, label="Viết xong")
    assert [
        i.message for i in review(context, done).issues if i.severity is not Severity.NOTE
    ] == []
    lifecycle.mark_checked(context, done.id)
    return lifecycle.issue(context, done.id)


def _meeting(context: Context) -> Record:
    [found] = context.page(ListQuery(register="hoi_nghi"), 0, 1)
    whole = context.record("hoi_nghi", found.id)
    assert whole is not None
    return whole


def test_issued_notice_is_kept_whatever_becomes_of_its_record(reporting: Context) -> None:
    """Number from the book, a kept file, and the same text after the record has changed."""
    meeting = _meeting(reporting)
    draft = start_paper(reporting, "thong_bao_ket_luan_hop", records=[meeting], day="2020-07-10")
    issued = _issued(reporting, draft)
    before = plain_text(build_report(reporting, issued)[0])
    assert issued.values["ky_hieu"] == "03-TB/BDV"
    assert issued.values["tep_pdf"]
    reporting.save("hoi_nghi", {"ket_luan": "Khác hẳn.", "viec_giao": []}, id=meeting.id)
    assert plain_text(build_report(reporting, issued)[0]) == before


def test_issued_minutes_leave_their_number_with_the_meeting(reporting: Context) -> None:
    """A meeting without a number gets that of its minutes; the agenda takes none."""
    meeting = _meeting(reporting)
    reporting.save("hoi_nghi", {"so_bien_ban": None}, id=meeting.id)
    issued = _issued(reporting, start_paper(reporting, "bien_ban_hoi_nghi", records=[meeting.id]))
    kept = reporting.record("hoi_nghi", meeting.id)
    assert kept is not None
    assert kept.values["so_bien_ban"] == issued.values["ky_hieu"]
    assert issued.values["ngay"] == "2020-07-07"
    agenda = _issued(reporting, start_paper(reporting, "chuong_trinh_hop", records=[meeting.id]))
    assert agenda.values["so"] is None
    assert cited_as(reporting, agenda.values) == ""


def test_decision_on_a_model_that_was_not_appraised_is_warned_of(reporting: Context) -> None:
    """The check says which model would not take the number over, and why."""
    page = reporting.page(ListQuery(register="dan_van_kheo"), 0, 60)
    raw = next(one for one in page if not one.values.get("tham_dinh"))
    paper = start_paper(reporting, "quyet_dinh_cong_nhan", records=[raw])
    [warning] = [i for i in review(reporting, paper).issues if i.code == "number_not_kept"]
    assert warning.severity is Severity.WARNING
    assert "Chưa thẩm định thì chưa thể công nhận" in warning.message


@pytest.mark.parametrize("code", ["danh_sach_tieu_bieu", "to_trinh_khen_thuong"])
def test_paper_on_exemplary_models_names_those_that_are_none(reporting: Context, code: str) -> None:
    """What the paper says of a model must stand in the register (exemplary within recognised)."""
    page = reporting.page(ListQuery(register="dan_van_kheo"), 0, 200)
    fit = next(one for one in page if one.values.get("tieu_bieu"))
    raw = next(one for one in page if not one.values.get("tieu_bieu"))
    paper = start_paper(reporting, code, records=[fit, raw])
    [fault] = [i for i in review(reporting, paper).issues if i.code == "record_not_ready"]
    assert fault.severity is Severity.ERROR
    assert str(raw.values["ten"])[:40] in fault.message
    good = start_paper(reporting, code, records=[fit])
    assert "record_not_ready" not in {i.code for i in review(reporting, good).issues}


@pytest.mark.parametrize("code", ["cong_van_don_doc", "thong_bao_han_bao_cao"])
def test_letter_without_figures_is_not_asked_about_them(reporting: Context, code: str) -> None:
    """Reminders about the period's figures belong to papers that show them."""
    paper = start_paper(reporting, code, period="H1/2020")
    codes = {issue.code for issue in review(reporting, paper).issues}
    assert codes <= {"unfinished_section", "not_issued", "not_frozen"}
