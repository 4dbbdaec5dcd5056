"""From an empty laptop to a report in the form of its day (acceptance scenario 1)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys.desktop import ROOT, Desktop, running
from tests.journeys.papers import Sheet, fonts, rules, sheets, sound, words_of

UNITS = ROOT / "tests" / "fixtures" / "duong-minh-chau-2020" / "units.csv"
CLOSE = 0.5
"""Millimetres that a place may differ from the prescribed one."""
STAGE = (
    "Ban Xây dựng Đảng",
    "Ban Xây dựng Đảng Đảng ủy xã Dương Minh Châu",
    "Đảng ủy xã Dương Minh Châu",
    "ĐẢNG ỦY XÃ DƯƠNG MINH CHÂU",
    "BAN XÂY DỰNG ĐẢNG",
)


@pytest.mark.journey
def test_paper_takes_the_form_of_its_day(tmp_path: Path, pictures: Path) -> None:
    """A 2020 report in HD 36, the same paper of 2026 in HD 05 by another body, and 2020 again."""
    with running(tmp_path / "data", pictures) as desktop:
        desktop.fill_screen()
        first_run(desktop)
        add_period(desktop)
        begin_report(desktop)
        give_day(desktop, "07/7/2020", number="15")
        old = save_report(desktop, tmp_path / "bao-cao-2020.pdf")
        change_office(desktop)
        reopen(desktop)
        give_day(desktop, "01/6/2026")
        desktop.find("thể thức Đảng (HD 05)", role="label")
        new = save_report(desktop, tmp_path / "bao-cao-2026.pdf")
        give_day(desktop, "07/7/2020")
        desktop.find("thể thức Đảng (HD 36)", role="label")
        again = save_report(desktop, tmp_path / "bao-cao-2020-in-lai.pdf")
    for path in (old, new, again):
        sound(path)
        assert all(embedded for _name, embedded in fonts(path))
    judge_header(sheets(old)[0], rules(old))
    judge_text(sheets(old)[0])
    judge_hd36(old)
    judge_hd05(new)
    judge_hd36(again)
    assert words_of(again) == words_of(old)


# ------------------------------------------------------------------------------- by hand
def first_run(desktop: Desktop) -> None:
    """Set up the Ban Dân vận of the district committee of Dương Minh Châu."""
    desktop.find("Vài câu hỏi về cơ quan")
    desktop.click("Tiếp tục", role="push button")
    desktop.click("Ban Dân vận Huyện ủy", role="radio button")
    desktop.click("Tiếp tục", role="push button")
    desktop.fill("Địa danh", "Dương Minh Châu")
    desktop.fill("Tỉnh, thành phố", "Tây Ninh")
    desktop.fill("Người đứng đầu", "Nguyễn Văn A")
    desktop.fill("Cấp phó", "Trần Thị B")
    desktop.fill("Chuyên viên, văn thư", "Lê Văn C")
    desktop.find("HUYỆN ỦY DƯƠNG MINH CHÂU", role="label")
    for name, text in (
        ("Tên đầy đủ của cơ quan", "Ban Dân vận Huyện ủy Dương Minh Châu"),
        ("Cơ quan cấp trên trực tiếp", "Huyện ủy Dương Minh Châu"),
        ("Ký hiệu văn bản", "BDV"),
    ):
        assert desktop.find(name, role="text").text == text
    desktop.picture("ten")
    desktop.click("Tiếp tục", role="push button")
    desktop.click("Nạp từ tệp CSV…")
    desktop.choose_file(UNITS)
    desktop.find("25 đơn vị từ tệp CSV", role="label")
    desktop.picture("don-vi")
    desktop.click("Tiếp tục", role="push button")
    desktop.fill("Nhiệm kỳ cấp ủy", "2020-2025")
    desktop.click("Tiếp tục", role="push button")
    desktop.find("nhiệm kỳ 2020-2025", role="label")
    desktop.find("Hướng dẫn 36-HD/VPTW", role="label")
    desktop.picture("xong")
    desktop.click("Bắt đầu ghi sổ", role="push button")
    desktop.find("Làm nhanh")


def add_period(desktop: Desktop) -> None:
    """Add the half-year 2020, which is older than those that a new office begins with."""
    desktop.click("Cài đặt", role="check box")
    desktop.click("Mở Kỳ báo cáo")
    desktop.click("Thêm kỳ", role="push button")
    desktop.put("Mã kỳ", "H1/2020")
    desktop.put("Tên kỳ", "6 tháng đầu năm 2020")
    desktop.put("Từ ngày", "15/12/2019")
    desktop.put("Đến ngày", "14/6/2020")
    desktop.put("Hạn nộp", "10/7/2020")
    desktop.key("ctrl+s")
    desktop.find("Lịch sử", role="push button")


def begin_report(desktop: Desktop) -> None:
    """Take the period and begin its report."""
    desktop.click("Báo cáo", role="check box")
    desktop.click("Kỳ: 6 tháng", role="push button")
    # The list begins with the newest period, so the last is the oldest.
    desktop.key("Up", "Return")
    desktop.find("Kỳ: 6 tháng đầu năm 2020", role="push button")
    desktop.click("Soạn báo cáo", role="push button", whole=True)
    desktop.find("Trang 1 /")


def give_day(desktop: Desktop, day: str, *, number: str = "") -> None:
    """Write the day of the paper, and its number, into the facts of the paper."""
    desktop.command("Thông tin văn bản")
    desktop.find("Thông tin văn bản", role="dialog")
    if number:
        desktop.put("Số", number)
    desktop.put("Ngày văn bản", day)
    desktop.key("Tab")
    form = "HD 36" if day.endswith("2020") else "HD 05"
    desktop.find(f"({form})", role="combo box")
    desktop.picture("thong-tin")
    desktop.click("Ghi vào văn bản", role="push button")
    desktop.alone()


def save_report(desktop: Desktop, path: Path) -> Path:
    """Look at the whole page and save it as PDF."""
    desktop.settle()
    desktop.key("F9")
    desktop.find("Báo cáo 6 tháng đầu năm 2020", role="dialog")
    desktop.picture(path.stem)
    desktop.click("Lưu thành PDF…", role="push button", nth=-1)
    desktop.choose_file(path)
    desktop.find(f"Đã lưu {path.name}")
    desktop.click("Đóng", role="push button", whole=True)
    desktop.alone()
    return path


def change_office(desktop: Desktop) -> None:
    """End the district office on 31/5/2026 and enter what follows from the next day."""
    desktop.click("Cài đặt", role="check box")
    desktop.click("Mở Cơ quan")
    desktop.find("Thêm giai đoạn", role="push button")
    desktop.click("Sửa (F2)", role="push button")
    desktop.find("Mã cơ quan, bắt buộc", role="text")
    desktop.put("Đến ngày", "31/5/2026")
    desktop.key("ctrl+s")
    desktop.find("Đã lưu lúc", role="label")
    desktop.picture("giai-doan-cu")
    desktop.click("Quay lại", role="push button", whole=True)
    desktop.click("Thêm giai đoạn", role="push button")
    # What the office was until now stands there to be typed over.
    desktop.wait(
        lambda: "31/5/2026" not in desktop.find("Đến ngày", role="text").text, "a new stage"
    )
    # The code stays: the receiver knows the office by it, whatever it is called from now on.
    desktop.put("Mã cơ quan", "TN-DMC-BDV")
    desktop.key("Tab", "space")
    desktop.click("Ban Xây dựng Đảng xã, phường", role="list item")
    for text in STAGE:
        desktop.key("Tab", "ctrl+a")
        desktop.write(text)
    desktop.put("Nơi nhận báo cáo", STAGE[2])
    desktop.put("Ký hiệu văn bản", "BXDĐ")
    desktop.put("Địa danh", "Dương Minh Châu")
    desktop.key("Tab", "ctrl+a")
    desktop.write("xã Dương Minh Châu")
    unit = "Đơn vị hành chính, bắt buộc"
    desktop.wait(lambda: "xã" in desktop.find(unit, role="text").text, "the commune")
    desktop.key("Tab", "space")
    desktop.click("Cấp xã", role="list item")
    desktop.key("Tab", "space")
    desktop.click("Thể thức Đảng (HD 05)", role="list item")
    desktop.put("Từ ngày", "01/6/2026")
    # The units of that day are offered once the field is left.
    desktop.key("Tab")
    desktop.settle()
    desktop.key("ctrl+s")
    desktop.find("Thêm cơ quan", role="label")
    desktop.picture("giai-doan-moi")


def reopen(desktop: Desktop) -> None:
    """Open the draft again from the list of papers."""
    desktop.click("Báo cáo", role="check box")
    desktop.click("Mở", role="push button", whole=True)
    desktop.find("Soát trước khi nộp", role="label")


# ------------------------------------------------------------------- by other people's tools
def judge_header(page: Sheet, drawn: list[tuple[float, float, float]]) -> None:
    """Words, sizes, styles and places of REFERENCE 1.10 and 1.9."""
    assert (round(page.width), round(page.height)) == (210, 297)
    issuer = page.line("HUYỆN ỦY DƯƠNG MINH CHÂU")
    body = page.line("BAN DÂN VẬN")
    star = next(line for line in page.lines if line.text == "*")
    number = page.line("Số 15-BC/BDV")
    day = page.line("Dương Minh Châu, ngày 07 tháng 7 năm 2020")
    party = page.line("ĐẢNG CỘNG SẢN VIỆT NAM")
    kind = next(line for line in page.lines if line.text == "BÁO CÁO")
    subject = page.line("kết quả công tác dân vận")
    dashes = next(line for line in page.lines if line.text == "-----")
    styles = [(one.size, one.bold, one.italic) for one in (issuer, body, star, number)]
    assert styles == [
        (14, False, False),
        (14, True, False),
        (14, False, False),
        (14, False, False),
    ]
    assert (party.size, party.bold) == (15, True)
    assert (day.size, day.bold, day.italic) == (14, False, True)
    assert (kind.size, kind.bold, subject.size, subject.bold) == (16, True, 14, True)
    for line, width in ((issuer, 74.6), (party, 72.9), (day, 92.7), (dashes, 8.2)):
        assert abs(line.width - width) < CLOSE
    assert abs(issuer.top - 20) < CLOSE
    assert abs(issuer.top - party.top) < CLOSE
    assert abs(number.baseline - day.baseline) < CLOSE
    for line in (body, star, number):
        assert abs(line.centre - issuer.centre) < CLOSE
    assert abs(day.centre - party.centre) < CLOSE
    assert issuer.right < party.left
    assert number.right < day.left
    for line in (kind, subject, dashes):
        assert abs(line.centre - (30 + 165 / 2)) < CLOSE
    (rule,) = [one for one in drawn if party.baseline < one[2] < day.top]
    assert abs(rule[0] - party.left) < CLOSE
    assert abs(rule[1] - party.right) < CLOSE


def judge_text(page: Sheet) -> None:
    """The text stands between 30 and 195 mm, indented by 10 mm, in lines of 18 to 22 points."""
    text = [line for line in page.lines if line.top > page.line("-----").bottom]
    assert {line.size for line in text} == {14}
    assert abs(min(line.left for line in text) - 30) < CLOSE
    assert abs(max(line.right for line in text) - 195) < CLOSE
    assert abs(page.line("Thực hiện chương trình công tác").left - 40) < CLOSE
    assert max(line.bottom for line in text) < 277 + CLOSE
    first = page.line("Thực hiện chương trình công tác")
    second = text[text.index(first) + 1]
    assert 18 <= round((second.baseline - first.baseline) * 72 / 25.4, 1) <= 22


def judge_hd36(path: Path) -> None:
    """The paper of 2020: the district committee, commas among the recipients."""
    words = words_of(path)
    assert "HUYỆN ỦY DƯƠNG MINH CHÂU" in words
    assert "Số 15-BC/BDV" in words
    assert "ĐẢNG ỦY" not in words
    page = next(p for p in sheets(path) if any("Nơi nhận:" in line.text for line in p.lines))
    heading, signs = page.line("Nơi nhận:"), page.line("TRƯỞNG BAN")
    first = next(line for line in page.lines if line.text.startswith("- Huyện ủy"))
    assert (heading.size, first.size, signs.size, signs.bold) == (14, 12, 14, True)
    assert abs(heading.top - signs.top) < CLOSE
    assert first.text.endswith(",")
    assert any(line.text == "- Lưu Ban Dân vận." for line in page.lines)


def judge_hd05(path: Path) -> None:
    """The paper of 2026: the commune's Party committee, semicolons among the recipients."""
    words = words_of(path)
    assert "BAN XÂY DỰNG ĐẢNG" in words
    assert "Số 15-BC/BXDĐ" in words
    assert "Dương Minh Châu, ngày 01 tháng 6 năm 2026" in words
    assert "HUYỆN ỦY" not in words
    page = next(p for p in sheets(path) if any("Nơi nhận:" in line.text for line in p.lines))
    listed = [line.text for line in page.lines if line.text.startswith("- ") and line.size == 12]
    assert len(listed) >= 2
    assert all(text.endswith(";") for text in listed[:-1])
    assert listed[-1].startswith("- Lưu")
    assert listed[-1].endswith(".")
