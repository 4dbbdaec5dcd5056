"""What waits for the clerk on an afternoon in June 2020."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from danvan_desktop.agenda import ActionKind, TodoGroup, TodoItem, counts
from danvan_desktop.agenda.todo import todo
from danvan_desktop.cli.meetings import store
from danvan_desktop.context import Context
from danvan_desktop.i18n import use_language
from danvan_desktop.reports.meeting_file import read_meeting

TODAY = "2020-06-16"


@pytest.fixture
def busy(office: Context, year_2020: Path) -> Context:
    """Give the office its meetings: tasks, and opinions that were passed on."""
    stored, _issues = store(office, read_meeting(year_2020 / "meeting.json"))
    assert len(stored) == 2
    return office


def _of(items: list[TodoItem], group: TodoGroup) -> list[TodoItem]:
    return [item for item in items if item.group is group]


def test_new_office_is_asked_for_the_report_that_is_due(office: Context) -> None:
    """With empty books only the report of the half-year that just ended is due."""
    items = todo(office, TODAY)
    assert [(i.action.kind, i.days, i.badge) for i in items] == [
        (ActionKind.WRITE_REPORT, 4, "Còn 4 ngày")
    ]
    assert items[0].title == "Nộp báo cáo 6 tháng đầu năm 2020"
    assert items[0].detail == "Chưa soạn · gửi Ban Dân vận Tỉnh ủy Tây Ninh"


def test_overdue_opinions_come_first_and_singly(busy: Context) -> None:
    """Each opinion that nobody answered in time is a line with its number and its agency."""
    overdue = _of(todo(busy, TODAY), TodoGroup.OVERDUE)
    assert [(i.title, i.badge, i.tone) for i in overdue] == [
        ("Cán bộ lãnh đạo cần xuống ấp nhiều hơn", "Quá 16 ngày", "error"),
        ("Hát karaoke bằng loa kéo gây ồn", "Quá 11 ngày", "error"),
    ]
    assert overdue[0].detail == (
        "Ý kiến số 7, đối thoại ngày 14/5/2020 · Thường trực Huyện ủy trả lời"
    )
    assert overdue[0].action.field == "y_kien_chi_tiet"


def test_opinions_with_the_same_deadline_are_one_line(busy: Context) -> None:
    """Two opinions of one dialogue that are due on one day are dealt with together."""
    soon = _of(todo(busy, TODAY), TodoGroup.SOON)
    together = next(i for i in soon if i.register == "doi_thoai")
    assert (together.title, together.badge) == (
        "2 ý kiến chờ trả lời: Đất đai; Văn hóa",
        "Còn 14 ngày",
    )
    assert together.action.label == "Xem 2 ý kiến"


def test_tasks_of_meetings_appear_until_they_are_done(busy: Context) -> None:
    """A task is on the list within thirty days of its deadline and goes when it is done."""
    day = "2020-07-14"
    [item] = [i for i in todo(busy, day) if i.icon == "task" and i.days == 1]
    assert item.title.startswith("Hoàn chỉnh báo cáo sơ kết")
    meeting = busy.record("hoi_nghi", item.action.record_id or "")
    assert meeting is not None
    tasks = [{**t, "ngay_xong": day} for t in meeting.values["viec_giao"]]
    busy.save("hoi_nghi", {"viec_giao": tasks}, id=meeting.id)
    assert not [i for i in todo(busy, day) if i.icon == "task"]


def test_answered_opinion_leaves_the_list(busy: Context) -> None:
    """An answer with its day ends the reminder, and undo brings it back."""
    first = todo(busy, TODAY)[0]
    dialogue = busy.record("doi_thoai", first.action.record_id or "")
    assert dialogue is not None
    answered = [
        {**o, "ngay_tra_loi": o["ngay_tra_loi"] or TODAY}
        for o in dialogue.values["y_kien_chi_tiet"]
    ]
    busy.save("doi_thoai", {"y_kien_chi_tiet": answered}, id=dialogue.id)
    assert not _of(todo(busy, TODAY), TodoGroup.OVERDUE)
    busy.undo()
    assert len(_of(todo(busy, TODAY), TodoGroup.OVERDUE)) == 2


def test_drafts_are_counted_with_their_errors(office: Context) -> None:
    """Kept forms of one register are one line that says what is wrong in them."""
    office.keep_draft("dan_van_kheo", None, {"ten": "Thắp sáng đường quê"}, "linh_vuc")
    [item] = _of(todo(office, TODAY), TodoGroup.UNFINISHED)
    assert item.title == "1 bản nháp trong sổ Dân vận khéo có lỗi"
    assert (item.badge, item.tone, item.action.field) == ("4 lỗi", "error", "linh_vuc")
    assert "Lĩnh vực (1)" in item.detail


def test_agreed_minutes_wait_for_a_signature(busy: Context) -> None:
    """Minutes that were agreed but not signed are among the unfinished papers."""
    meeting = busy.all_of("hoi_nghi")[0]
    busy.save("hoi_nghi", {"trang_thai": "thong_qua"}, id=meeting.id)
    [item] = _of(todo(busy, TODAY), TodoGroup.UNFINISHED)
    assert item.title == "Biên bản ngày 07/7/2020 chưa ký"


def test_period_that_ended_waits_for_communes_and_for_closing(busy: Context) -> None:
    """Once figures came in, the period asks to be closed and the missing ones to be reminded."""
    missing = {"TN-DMC-05"}
    for unit in busy.directory(TODAY).communes():
        if unit.code not in missing:
            assert busy.save("doi_thoai", _dialogue(unit.code)).saved
    items = todo(busy, TODAY)
    [waiting] = _of(items, TodoGroup.WAITING)
    assert (waiting.title, waiting.action.units) == (
        "Xã Chà Là chưa gửi số liệu đối thoại",
        ("TN-DMC-05",),
    )
    [closing] = [i for i in items if i.action.kind is ActionKind.CLOSE_PERIOD]
    assert closing.detail == "Đối thoại 10/11 đơn vị (thiếu xã Chà Là)"


def test_many_missing_communes_are_one_line(office: Context) -> None:
    """Ten reminders would hide everything else."""
    office.save("doi_thoai", _dialogue("TN-DMC-01"))
    [waiting] = _of(todo(office, TODAY), TodoGroup.WAITING)
    assert waiting.title == "10 đơn vị cấp xã chưa gửi số liệu đối thoại"
    assert len(waiting.action.units) == 10


def test_old_periods_are_not_asked_for(office: Context) -> None:
    """An office that opens its books years later is not told of work nobody expects any more."""
    assert todo(office, "2026-11-22") == []


def test_counts_name_every_group(busy: Context) -> None:
    """The head of the list counts all four groups."""
    use_language("en")
    found = counts(todo(busy, TODAY))
    assert found == {
        TodoGroup.OVERDUE: 2,
        TodoGroup.SOON: 4,
        TodoGroup.UNFINISHED: 0,
        TodoGroup.WAITING: 0,
    }


def _dialogue(unit: str) -> dict[str, Any]:
    return {
        "don_vi": unit,
        "ngay": "2020-06-01",
        "hinh_thuc": "dinh_ky",
        "so_nguoi": 50,
        "y_kien": 4,
        "tra_loi": 4,
        "chuyen": 0,
    }
