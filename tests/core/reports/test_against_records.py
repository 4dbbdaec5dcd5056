"""Papers about records are held against them until they are issued."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from danvan_desktop.context import Context
from danvan_desktop.errors import Severity
from danvan_desktop.reports.drafts import find_report, start_paper
from danvan_desktop.reports.review import Review, review
from danvan_desktop.reports.typed_numbers import corrected
from danvan_desktop.storage.values import ListQuery, Record

MEETING = "2020-07-07"


def _meeting(context: Context) -> Record:
    found = context.page(ListQuery(register="hoi_nghi"), 0, 60)
    record = context.record("hoi_nghi", next(one.id for one in found if one.event_date == MEETING))
    assert record is not None
    return record


def _dialogue(context: Context) -> Record:
    listed = context.page(ListQuery(register="doi_thoai"), 0, 60)
    found = (context.record("doi_thoai", one.id) for one in listed)
    return next(one for one in found if one and one.values["y_kien"] == 35)


def _move(context: Context, record: Record, **changes: Any) -> None:
    assert context.save(record.register, changes, id=record.id).saved


def _errors(found: Review) -> list[str]:
    return [one.message for one in found.issues if one.severity is Severity.ERROR]


def _section(record: Record, code: str) -> str:
    return next(str(s["noi_dung"]) for s in record.values["muc"] if s["ma"] == code)


def _write(context: Context, record: Record, code: str, text: str) -> Record:
    sections = [{**s, "noi_dung": text} if s["ma"] == code else s for s in record.values["muc"]]
    saved = context.save("bao_cao", {"muc": sections}, id=record.id).record
    assert saved is not None
    return find_report(context, record.id)


def _repaired(context: Context, record: Record, code: str) -> str:
    text = _section(record, code)
    for word in reversed([one for one in review(context, record).typed if one.section == code]):
        text = corrected(text, word)
    return text


@pytest.mark.parametrize("template", ["giay_moi", "chuong_trinh_hop"])
def test_meeting_moved_after_its_papers_were_drafted_is_told(
    reporting: Context, template: str
) -> None:
    """Old hour and place are errors; the repair writes what a new draft would say."""
    meeting = _meeting(reporting)
    draft = start_paper(reporting, template, records=[meeting])
    assert _errors(review(reporting, draft.id)) == []
    _move(reporting, meeting, gio_bat_dau="08:00", dia_diem="Nhà văn hóa huyện")
    hour, place = _errors(review(reporting, draft.id))
    assert "văn bản ghi “13 giờ 30 phút”, trong sổ là “08 giờ 00 phút”." in hour
    assert "trong sổ là “Nhà văn hóa huyện”." in place
    new = start_paper(reporting, template, records=[meeting.id])
    for section in draft.values["muc"]:
        if section["noi_dung"]:
            code = str(section["ma"])
            assert _repaired(reporting, draft, code) == _section(new, code)


def test_repair_keeps_what_the_clerk_wrote_beside_it(reporting: Context) -> None:
    """Only the old hour gives way; a sentence of the clerk's and a reworded one stay."""
    meeting = _meeting(reporting)
    draft = start_paper(reporting, "giay_moi", records=[meeting])
    text = _section(draft, "noi_dung").replace("**Tới dự:** ", "**Tới dự và phát biểu tại:** ")
    written = _write(reporting, draft, "noi_dung", text + "\nGửi xe tại cổng số 2.")
    assert _errors(review(reporting, written)) == []
    _move(reporting, meeting, gio_bat_dau="08:00")
    assert len(_errors(review(reporting, written))) == 1
    wanted = _section(written, "noi_dung").replace("13 giờ 30 phút", "08 giờ 00 phút")
    assert _repaired(reporting, written, "noi_dung") == wanted


def test_item_added_to_the_agenda_is_told_and_put_in(reporting: Context) -> None:
    """A list that grew is written anew at the place where it grew."""
    meeting = _meeting(reporting)
    draft = start_paper(reporting, "giay_moi", records=[meeting])
    items = [*(meeting.values["chuong_trinh"] or ()), {"noi_dung": "Trao Bằng khen"}]
    _move(reporting, meeting, chuong_trinh=items)
    assert len(_errors(review(reporting, draft.id))) == 1
    new = start_paper(reporting, "giay_moi", records=[meeting.id])
    assert _repaired(reporting, draft, "noi_dung") == _section(new, "noi_dung")


def test_changed_model_contradicts_the_decision(reporting: Context) -> None:
    """Điều 1 counts as the annex prints: one collective less, one person more."""
    found = (reporting.record("dan_van_kheo", one.id) for one in _models(reporting))
    models = [one for one in found if one and one.values["tham_dinh"]][:5]
    draft = start_paper(reporting, "quyet_dinh_cong_nhan", records=models)
    assert _errors(review(reporting, draft.id)) == []
    changed = next(one for one in models if one.values["doi_tuong"] == "tap_the")
    _move(reporting, changed, doi_tuong="ca_nhan")
    assert [one for one in _errors(review(reporting, draft.id)) if "tập thể" in one]


def _models(context: Context) -> list[Any]:
    return list(context.page(ListQuery(register="dan_van_kheo"), 0, 60))


def test_number_typed_against_the_record_is_told_with_the_right_one(reporting: Context) -> None:
    """36 opinions in the notice, 35 in the register; the same in the long conclusions."""
    draft = start_paper(reporting, "thong_bao_ket_luan_doi_thoai", records=[_dialogue(reporting)])
    text = _section(draft, "ket_qua")
    typed = _write(reporting, draft, "ket_qua", text.replace("35 ý kiến", "36 ý kiến"))
    assert _errors(review(reporting, typed)) == ["Mục I: văn bản ghi “36”, trong sổ là “35”."]
    assert _repaired(reporting, typed, "ket_qua") == text
    long = _section(draft, "ket_luan")
    typed = _write(reporting, draft, "ket_luan", "Thống nhất: " + long.replace("35 ý", "36 ý"))
    assert "Mục II: văn bản ghi “36”, trong sổ là “35”." in _errors(review(reporting, typed))
    assert _repaired(reporting, typed, "ket_luan") == "Thống nhất: " + long


def test_same_hour_in_other_words_is_the_clerks_own(reporting: Context) -> None:
    """“13h30” says what the record says, and other words for a place are not judged."""
    draft = start_paper(reporting, "giay_moi", records=[_meeting(reporting)])
    text = _section(draft, "noi_dung").replace("13 giờ 30 phút", "13h30")
    written = _write(reporting, draft, "noi_dung", text.replace("Hội trường", "Phòng họp lớn"))
    assert _errors(review(reporting, written)) == []


def test_name_of_the_meeting_changed_asks_for_a_new_abstract(reporting: Context) -> None:
    """The abstract goes with the record unless the clerk wrote another."""
    meeting = _meeting(reporting)
    draft = start_paper(reporting, "giay_moi", records=[meeting])
    _move(reporting, meeting, ten="Hội nghị tổng kết công tác dân vận")
    found = [one for one in review(reporting, draft.id).issues if one.code == "stale_title"]
    assert [one.place.field for one in found] == ["ten"]
    own = replace(draft, values={**draft.values, "ten": "dự họp"})
    assert not [one for one in review(reporting, own).issues if one.code == "stale_title"]
