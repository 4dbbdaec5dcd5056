"""Minutes from the meeting's record: everything that was said and decided, in both layouts."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from danvan_desktop.context import Context
from danvan_desktop.documents.model import TableBlock, plain_text
from danvan_desktop.errors import Severity, UserError
from danvan_desktop.reports.meeting_file import initials, read_meeting
from danvan_desktop.reports.minutes import build_minutes
from danvan_desktop.storage.values import ListQuery, Record
from tests.core.reports.helpers import check_golden

STYLES = ("DANG_HD36", "ND30")


@pytest.fixture(scope="module")
def conference(year_2020: Path) -> dict[str, Any]:
    """Return the conference as its file tells it."""
    found: dict[str, Any] = json.loads((year_2020 / "meeting.json").read_text("utf-8"))
    return dict(found["conference"])


@pytest.fixture
def meeting(reading: Context, meeting_id: str) -> Record:
    """Return the record of the conference."""
    found = reading.record("hoi_nghi", meeting_id)
    assert found is not None
    return found


@pytest.mark.parametrize("style", STYLES)
def test_minutes_read_as_they_were_approved(reading: Context, meeting_id: str, style: str) -> None:
    """The whole text stays as it was read and found good."""
    document, issues = build_minutes(reading, meeting_id, style)
    assert issues == []
    check_golden(f"bien_ban_{style}.txt", plain_text(document))


@pytest.mark.parametrize("style", STYLES)
def test_minutes_hold_all_that_the_file_says(
    reading: Context, meeting_id: str, conference: dict[str, Any], style: str
) -> None:
    """Agenda, speakers, votes, conclusions, tasks and people are all there."""
    text = plain_text(build_minutes(reading, meeting_id, style)[0])
    wanted = [conference["name"][1:], conference["place"], *conference["agenda"]]
    wanted += [conference["start_text"], *conference["conclusion"]]
    wanted += [speaker[part] for speaker in conference["speakers"] for part in ("name", "summary")]
    wanted += [vote["agree_percent"] for vote in conference["votes"]]
    wanted += [task[part] for task in conference["tasks"] for part in ("task", "owner")]
    wanted += [person["name"] for person in conference["attendees"]]
    wanted += ["15/7/2020", "30/9/2020", "Vắng không có lý do"]
    assert [part for part in wanted if part not in text] == []


def test_party_minutes_end_with_the_formula(
    reading: Context, meeting_id: str, conference: dict[str, Any]
) -> None:
    """The closing formula and the two captions are those in use."""
    document, _issues = build_minutes(reading, meeting_id, "DANG_HD36")
    assert conference["closing"] in plain_text(document)
    assert [(s.position, s.name) for s in document.signatures] == [
        ("NGƯỜI GHI BIÊN BẢN", "Lê Văn C"),
        ("CHỦ TRÌ HỘI NGHỊ", "Nguyễn Văn A"),
    ]
    assert document.header.number_line == "Số 07-BB/BDV"
    assert document.header.place_date_line is None


def test_state_minutes_follow_the_form(reading: Context, meeting_id: str) -> None:
    """Mẫu 1.9: its lines in order, its captions, Nơi nhận and the last line."""
    document, _issues = build_minutes(reading, meeting_id, "ND30")
    text = plain_text(document)
    lines = ["Thời gian bắt đầu:", "Địa điểm:", "Thành phần tham dự:", "Chủ trì (chủ tọa):"]
    lines += ["Thư ký (người ghi biên bản):", "Nội dung (theo diễn biến hội nghị):"]
    places = [text.index(line) for line in lines]
    assert places == sorted(places)
    assert "Hội nghị kết thúc vào 16 giờ 45 phút, ngày 07 tháng 7 năm 2020." in text
    assert [s.position for s in document.signatures] == ["THƯ KÝ", "CHỦ TỌA"]
    assert document.recipients == ("Lưu: VT, Hồ sơ",)
    assert document.header.number_line == "Số: 07/BB-BDV"


def test_long_attendance_list_becomes_an_annex(reading: Context, meeting: Record) -> None:
    """Over 30 delegates are tabulated with presence and reason; fewer are named in the text."""
    document, _issues = build_minutes(reading, meeting)
    (annex,) = document.annexes
    table = annex.blocks[0]
    assert isinstance(table, TableBlock)
    assert len(table.rows) == 46
    few = replace(meeting, values={**meeting.values, "dai_bieu": meeting.values["dai_bieu"][:10]})
    short, _issues = build_minutes(reading, few)
    assert short.annexes == ()
    assert "Có mặt: Nguyễn Văn A, Trưởng Ban Dân vận Huyện ủy; " in plain_text(short)


def test_attendance_that_does_not_balance_is_an_error(reading: Context, meeting: Record) -> None:
    """41 present and 3 absent of 45 are refused with the sums."""
    values = {**meeting.values, "dai_bieu": [], "vang_co_ly_do": 2, "vang_khong_ly_do": 1}
    wrong = replace(meeting, values={**values, "co_mat": 41})
    _document, issues = build_minutes(reading, wrong)
    assert any("được mời 45, có mặt 41" in issue.message for issue in issues)


def test_missing_parts_remind_and_block_only_when_signed(reading: Context, meeting: Record) -> None:
    """A draft is reminded of what its minutes lack; signed minutes must have it."""
    bare = {**meeting.values, "gio_ket_thuc": None, "da_doc_lai": False, "so_bien_ban": None}
    _document, issues = build_minutes(reading, replace(meeting, values=bare))
    assert [i.code for i in issues] == [
        "minutes_incomplete",
        "minutes_not_read_back",
        "missing_number",
    ]
    assert {i.severity for i in issues} == {Severity.WARNING}
    _document, issues = build_minutes(
        reading, replace(meeting, values={**bare, "trang_thai": "da_ky"})
    )
    assert {i.severity for i in issues} == {Severity.ERROR}


def test_empty_meeting_still_prints_with_gaps_for_the_pen(
    reading: Context, meeting: Record
) -> None:
    """A row imported from a list makes minutes with gaps, in both layouts."""
    kept = ("ten", "ngay", "loai", "chu_tri", "duoc_moi", "co_mat")
    bare = replace(meeting, values={name: meeting.values[name] for name in kept})
    for style in STYLES:
        text = plain_text(build_minutes(reading, bare, style)[0])
        assert "…… giờ …… phút" in text
        assert "Tổng số đại biểu được mời: 45; có mặt: 42" in text


def test_hostile_words_stay_words(reading: Context, meeting: Record) -> None:
    """What looks like a template, markup or a tag in a record is printed as it was typed."""
    odd = '{{ "dvk_dang_ky" | so }} <b>**x**</b> & {% if %}'
    wild = replace(meeting, values={**meeting.values, "ket_luan": odd, "dia_diem": odd})
    assert plain_text(build_minutes(reading, wild)[0]).count(odd) == 2


def test_dialogue_minutes_name_no_one_who_raised_an_opinion(
    reading: Context, year_2020: Path
) -> None:
    """Minutes of a dialogue list 35 opinions with answers, and nobody who raised them."""
    query = ListQuery(register="doi_thoai", first_day="2020-05-14", last_day="2020-05-14")
    found = [r for r in reading.page(query, 0, 9) if r.values.get("gio_bat_dau")]
    document, _issues = build_minutes(reading, found[0].id)
    text = plain_text(document)
    assert "tiếp nhận 35 ý kiến; trả lời tại chỗ 30; chuyển giải quyết 05." in text
    assert "35. (" in text
    data = json.loads((year_2020 / "meeting.json").read_text("utf-8"))
    names = {opinion["raised_by"] for opinion in data["dialogue"]["opinions"]}
    assert [name for name in names if name in text or str(initials(name)) in text] == []


def test_unknown_meeting_is_refused_in_words(reading: Context) -> None:
    """An unknown id is one sentence with what to do."""
    with pytest.raises(UserError, match="Không tìm thấy hội nghị") as refused:
        build_minutes(reading, "khong-co")
    assert refused.value.remedy


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"conference": {"name": "x"}}', "\xff"])
def test_bad_meeting_file_is_refused_in_words(tmp_path: Path, content: str) -> None:
    """A file that holds no meeting is named and nothing is stored."""
    path = tmp_path / "hop.json"
    path.write_bytes(content.encode("latin-1"))
    with pytest.raises(UserError, match=r"hop\.json") as refused:
        read_meeting(path)
    assert refused.value.code == "bad_meeting_file"


def test_initials_hide_the_name() -> None:
    """Who raised an opinion is kept as initials only."""
    assert initials(" Lý  Thị H ") == "L.T.H."
    assert initials(None) is None
