"""A conference from the blank form to its minutes (acceptance scenario 2)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from danvan_desktop.context import open_context
from danvan_desktop.organisation.setup import read_setup
from tests.journeys.desktop import ROOT, Desktop, running
from tests.journeys.papers import Sheet, sheets, sound, words_of

DATA = ROOT / "tests" / "fixtures" / "duong-minh-chau-2020"
MEETING: dict[str, Any] = json.loads((DATA / "meeting.json").read_text("utf-8"))["conference"]
UNITS = {"TN-DMC": "huyện Dương Minh Châu", "TN-DMC-CQ-MTTQ": "Ủy ban MTTQ Việt Nam huyện"}
REFUSED = "Vắng 4 người (được mời 45, có mặt 41) nhưng có lý do cộng không lý do là 3."
CLOSE = 0.5
"""Millimetres that a place may differ from the prescribed one."""


@pytest.mark.journey
def test_conference_becomes_minutes(tmp_path: Path, pictures: Path) -> None:
    """Sums that do not add up are refused; five speakers, then ten; pages and margins are right."""
    context = open_context(tmp_path / "data")
    context.set_up(read_setup(DATA / "office.json", DATA / "units.csv"))
    context.close()
    with running(tmp_path / "data", pictures) as desktop:
        desktop.find("Làm nhanh")
        desktop.fill_screen()
        enter_meeting(desktop)
        write_down(desktop)
        five = save_minutes(desktop, tmp_path / "bien-ban.pdf")
        speak(desktop, [*MEETING["speakers"], *more_speakers()])
        ten = save_minutes(desktop, tmp_path / "bien-ban-10.pdf")
        both = save_for_both_sides(desktop, tmp_path / "hai-mat.pdf")
    judge_words(five, 5)
    judge_words(ten, 10)
    for path in (five, ten):
        judge_pages(sheets(path))
    judge_both_sides(sheets(both))


# ------------------------------------------------------------------------------- by hand
def enter_meeting(desktop: Desktop) -> None:
    """Type the facts with one present too few, read why it is refused, correct, save."""
    desktop.click("Lập biên bản hội nghị")
    desktop.find("Tên hội nghị, bắt buộc", role="text")
    desktop.put("Tên hội nghị", MEETING["name"])
    desktop.key("Tab", "s")
    desktop.find("Sơ kết", role="combo box")
    desktop.put("Ngày tổ chức", "07/7/2020")
    desktop.put("Giờ bắt đầu", "13:30")
    desktop.put("Giờ kết thúc", "16:45")
    desktop.put("Địa điểm", MEETING["place"])
    desktop.put("Chủ trì", MEETING["chair"]["name"])
    desktop.put("Chức vụ chủ trì", MEETING["chair"]["role"])
    desktop.put("Thư ký", MEETING["secretary"]["name"])
    desktop.put("Chức vụ thư ký", MEETING["secretary"]["role"])
    desktop.put("Số biên bản", "07-BB/BDV")
    desktop.put("Được mời", "45")
    desktop.put("Có mặt", "41")
    desktop.put("Vắng có lý do", "2")
    desktop.put("Vắng không lý do", "1")
    desktop.key("ctrl+s")
    desktop.find(REFUSED, role="label")
    desktop.picture("khong-can")
    desktop.fill("Có mặt, bắt buộc", "42")
    desktop.key("ctrl+s")
    desktop.click("Biên bản hội nghị", role="push button")
    desktop.find("Xem biên bản", role="push button")


def write_down(desktop: Desktop) -> None:
    """On the page of the meeting: a slip in the sums, speeches, conclusions, tasks."""
    desktop.click("Sửa số có mặt, vắng")
    desktop.put("Có mặt", "41")
    desktop.click("Lưu", role="push button", whole=True, nth=-1)
    desktop.find(REFUSED, role="label")
    desktop.picture("khong-can-trong-hop")
    desktop.fill("Có mặt, bắt buộc", "42")
    desktop.click("Lưu", role="push button", whole=True, nth=-1)
    speak(desktop, MEETING["speakers"])
    desktop.click("Sửa: Kết luận")
    desktop.click("Kết luận của chủ trì", role="text")
    desktop.write("\n".join(MEETING["conclusion"]))
    desktop.click("Lưu", role="push button", whole=True, nth=-1)
    desktop.find("1. Hội nghị thống nhất đánh giá", role="label")
    desktop.click("Giao việc: Việc giao")
    tasks = (
        (one["task"], one["owner"], UNITS[one["unit"]], _day(one["deadline"]))
        for one in MEETING["tasks"]
    )
    _paste(desktop, "Việc giao", tasks)
    desktop.picture("viec-giao")
    desktop.click("Lưu", role="push button", whole=True, nth=-1)
    desktop.find("30/9/2020", role="label")
    desktop.picture("trang-hoi-nghi")


def speak(desktop: Desktop, speakers: list[dict[str, Any]]) -> None:
    """Write down who said what, as a block copied from a sheet."""
    desktop.click("Thêm, sửa phát biểu")
    _paste(desktop, "Phát biểu", ((s["name"], s["role"], s["summary"]) for s in speakers))
    desktop.picture(f"phat-bieu-{len(speakers)}")
    desktop.click("Lưu", role="push button", whole=True, nth=-1)
    desktop.find(f"{len(speakers)} người", role="label", whole=True)


def save_minutes(desktop: Desktop, path: Path) -> Path:
    """Look at the minutes and save them as PDF."""
    desktop.click("Xem biên bản", role="push button")
    desktop.find("Trang 1 /")
    desktop.picture(path.stem)
    desktop.click("Lưu thành PDF…", role="push button")
    desktop.choose_file(path)
    desktop.find(f"Đã lưu {path.name}")
    desktop.key("Escape")
    desktop.wait(lambda: not _shown(desktop, "Lưu thành PDF…"), "the page of the meeting")
    return path


def save_for_both_sides(desktop: Desktop, path: Path) -> Path:
    """Choose both sides where one prints, and keep the file for another machine's printer."""
    desktop.click("Xem biên bản", role="push button")
    desktop.find("Trang 1 /")
    desktop.click("In…", role="push button")
    desktop.click("Một mặt", role="combo box")
    desktop.click("Hai mặt, tự lật giấy", role="list item")
    desktop.find("Hai mặt, tự lật giấy", role="combo box")
    desktop.picture("in-hai-mat")
    desktop.click("Lưu thành PDF…", role="push button", nth=-1)
    desktop.choose_file(path)
    desktop.find(f"Đã lưu {path.name}")
    return path


def more_speakers() -> list[dict[str, Any]]:
    """Five more speakers with something to say."""
    said = MEETING["speakers"][0]["summary"]
    names = ("Đỗ Văn E", "Lý Văn E", "Phạm Thị M", "Hồ Thị O", "Điểu K’Ré")
    role = "Trưởng Khối dân vận xã Phước Minh"
    return [{"name": name, "role": role, "summary": f"{said} {said}"} for name in names]


# ------------------------------------------------------------------- by other people's tools
def judge_words(path: Path, speakers: int) -> None:
    """What was entered stands in the paper, and qpdf finds no fault in it."""
    sound(path)
    words = words_of(path)
    for wanted in (
        "Số 07-BB/BDV",
        "Bắt đầu từ 13 giờ 30 phút, ngày 07 tháng 7 năm 2020",
        "được mời: 45; có mặt: 42; vắng: 03 (có lý do: 02, không có lý do: 01)",
        f"Hội nghị có {speakers:02d} ý kiến phát biểu",
        "kết thúc vào hồi 16 giờ 45 phút cùng ngày",
    ):
        assert wanted in words
    for task in MEETING["tasks"]:
        assert task["owner"] in words


def judge_pages(pages: list[Sheet]) -> None:
    """Both captions stand side by side on a page with text; numbers centred 10 mm from the top."""
    last = pages[-1]
    left, right = last.line("NGƯỜI GHI BIÊN BẢN"), last.line("CHỦ TRÌ HỘI NGHỊ")
    assert (left.size, left.bold, right.size, right.bold) == (14, True, 14, True)
    assert left.right < right.left
    assert abs(left.top - right.top) < CLOSE
    assert len([line for line in last.lines if line.bottom < left.top and line.size == 14]) >= 3
    assert not [line for line in pages[0].lines if line.text == "1"]
    for page in pages[1:]:
        number = page.lines[0]
        assert (number.text, number.size, number.bold) == (str(page.number), 14, False)
        assert abs(number.centre - (30 + 165 / 2)) < CLOSE
        assert abs(number.top - 10) < CLOSE


def judge_both_sides(pages: list[Sheet]) -> None:
    """The front keeps 30 and 15 mm; the back has 15 and 30 mm, and its number moves along."""
    assert len(pages) >= 2
    for page in pages:
        margin, edge = (15, 180) if page.number % 2 == 0 else (30, 195)
        assert abs(min(line.left for line in page.lines) - margin) < CLOSE
        assert abs(max(line.right for line in page.lines) - edge) < CLOSE
    assert abs(pages[1].lines[0].centre - (15 + 165 / 2)) < CLOSE


def _paste(desktop: Desktop, name: str, rows: Any) -> None:
    """Put a block from the clipboard into a list, at its first cell."""
    table = desktop.find(name, role="table", whole=True)
    desktop.click_at(table.box[0] + 60, table.box[1] + 38)
    desktop.key("ctrl+Home")
    block = ["\t".join(row) for row in rows]
    desktop.write("\n".join(block))
    desktop.find(block[-1].split("\t")[0], role="table cell")


def _day(iso: str) -> str:
    year, month, day = iso.split("-")
    return f"{day}/{month}/{year}"


def _shown(desktop: Desktop, name: str) -> bool:
    return any(element.name == name for element in desktop.elements())
