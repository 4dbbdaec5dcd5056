"""The half-year report from what communes sent to the issued paper (acceptance scenario 5)."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from docx import Document

from danvan_desktop.context import open_context
from danvan_desktop.organisation.setup import read_setup
from tests.journeys.desktop import ROOT, Desktop, running
from tests.journeys.papers import Sheet, sheets, sound, words_of

DATA = ROOT / "tests" / "fixtures" / "duong-minh-chau-2020"
BEFORE = "trong kỳ tiếp nhận 127 vụ việc, hòa giải thành 91 vụ, đạt 71,7%"
AFTER = "trong kỳ tiếp nhận 325 vụ việc, hòa giải thành 240 vụ, đạt 73,8%"
SENTENCES = (
    "hòa giải thành 240 vụ, đạt 73,8%",
    "Toàn huyện tổ chức 19 hội nghị đối thoại (định kỳ 11, đột xuất 08)",
    "với 1.844 lượt người tham dự",
    "Tiếp 1.369 lượt công dân; tiếp nhận 214 đơn, giải quyết 198 đơn, đạt 92,5%",
    "Tổ chức 1.003 cuộc tuyên truyền với 45.610 lượt người tham dự",
    "Có 10/11 xã, thị trấn đã tổ chức và báo cáo kết quả đối thoại; chưa báo cáo: xã Chà Là",
)
REASON = "đã đối chiếu với các xã, số liệu đúng"


@pytest.mark.journey
def test_half_year_report_is_issued(tmp_path: Path, pictures: Path) -> None:
    """Cut-off days, a missing commune, live figures, errors that block, reasons, PDF and DOCX."""
    context = open_context(tmp_path / "data")
    context.set_up(read_setup(DATA / "office.json", DATA / "units.csv"))
    context.close()
    with running(tmp_path / "data", pictures) as desktop:
        desktop.find("Làm nhanh")
        desktop.fill_screen()
        choose_period(desktop)
        import_workbooks(desktop)
        see_cases(desktop)
        begin_report(desktop)
        draft = save_whole_page(desktop, tmp_path / "nhap.pdf")
        type_wrong_number(desktop)
        add_commune(desktop)
        give_reasons(desktop)
        issue(desktop)
        final = save_whole_page(desktop, tmp_path / "ban-hanh.pdf")
        word = save_word(desktop, tmp_path / "ban-hanh.docx")
    sound(final)
    assert BEFORE in words_of(draft)
    judge_text(final)
    judge_annexes(sheets(final))
    judge_word(word, words_of(final))


# ------------------------------------------------------------------------------- by hand
def choose_period(desktop: Desktop) -> None:
    """Take the first half of 2020, the second in the list of four."""
    desktop.click("Kỳ: 6 tháng", role="push button")
    desktop.settle()
    desktop.key("Up", "Up", "Up", "Return")
    desktop.find("Kỳ: 6 tháng đầu năm 2020", role="push button")


def import_workbooks(desktop: Desktop) -> None:
    """Import everything that arrived."""
    desktop.click("Nhập tệp Excel của xã")
    desktop.click("Chọn thư mục…")
    desktop.choose_file(DATA / "incoming")
    desktop.find("Lưu 435 dòng vào sổ", role="push button")
    desktop.find("30 dòng bị từ chối", role="label")
    desktop.picture("nhap")
    desktop.click("Lưu 435 dòng vào sổ", role="push button")
    desktop.find("Đã lưu 435 dòng vào sổ", role="label")


def see_cases(desktop: Desktop) -> None:
    """In the half-year, the case of 20/12/2019 is counted; that of 15/6/2020 is not listed."""
    desktop.click("Tất cả các sổ", role="check box")
    desktop.click("Mở sổ Vụ việc hòa giải", role="push button")
    desktop.find("32 hồ sơ", role="label")
    desktop.find("09/6/2020", role="table cell")
    assert not desktop.shows("15/6/2020")
    desktop.key("ctrl+End")
    desktop.find("20/12/2019", role="table cell")
    desktop.picture("vu-viec")


def begin_report(desktop: Desktop) -> None:
    """Begin the report; the review names the two communes that are missing."""
    desktop.click("Báo cáo", role="check box")
    desktop.click("Soạn báo cáo", role="push button", whole=True)
    desktop.find("Trang 1 /")
    desktop.find("Đối thoại: 10/11 đơn vị có số liệu, thiếu xã Chà Là", role="label")
    desktop.find("Hòa giải ở cơ sở: 10/11 đơn vị có số liệu, thiếu xã Bến Củi", role="label")
    desktop.picture("soan")


def type_wrong_number(desktop: Desktop) -> None:
    """A typed number that contradicts the books blocks the paper until it is put right."""
    desktop.click("2. Công tác dân vận của chính quyền", role="list item")
    desktop.wait(
        lambda: "FOCUSED" in desktop.find("2. Công tác dân vận của chính", role="text").states,
        "the section",
    )
    desktop.key("ctrl+End", "Return")
    desktop.write("Tiếp 1.370 lượt công dân.")
    desktop.find("1 lỗi phải sửa")
    desktop.find("gõ tay “1.370”, trong sổ là 1.369", role="label")
    assert not desktop.can("Đánh dấu đã soát")
    desktop.picture("sai-so")
    desktop.click("Lấy số 1.369", role="push button")
    desktop.wait(lambda: not desktop.shows("lỗi phải sửa"), "no error any more")
    desktop.key("ctrl+s")


def add_commune(desktop: Desktop) -> None:
    """The missing commune sends its mediation; the sentence of the report follows."""
    desktop.click("Tất cả các sổ", role="check box")
    desktop.click("Ghi kết quả hòa giải", role="push button")
    desktop.find("Tiếp nhận, bắt buộc", role="text")
    for name, text in (
        ("Đơn vị, bắt buộc", "xã Bến Củi"),
        ("Tiếp nhận", "198"),
        ("Thành, bắt buộc", "149"),
        ("Không thành", "49"),
        ("Đang hòa giải", "0"),
    ):
        desktop.put(name, text)
    desktop.key("ctrl+s")
    desktop.find("Lịch sử", role="push button")
    desktop.picture("ben-cui")
    desktop.click("Báo cáo", role="check box")
    desktop.click("Mở", role="push button", whole=True)
    desktop.find("Đối thoại: 10/11 đơn vị có số liệu, thiếu xã Chà Là", role="label")
    desktop.wait(lambda: not desktop.shows("thiếu xã Bến Củi"), "eleven communes")


def give_reasons(desktop: Desktop) -> None:
    """A reminder wants a reason: until it has one, the draft cannot be called checked."""
    assert not desktop.can("Đánh dấu đã soát")
    desktop.click("Ghi lý do chung…", role="push button", whole=True)
    desktop.click("Chọn hết", role="push button", whole=True)
    assert not desktop.can("Ghi lý do (")
    desktop.click("Lý do", role="combo box", whole=True)
    desktop.write(REASON)
    desktop.picture("ly-do")
    desktop.click("Ghi lý do (", role="push button")
    desktop.wait(lambda: desktop.can("Đánh dấu đã soát"), "nothing left to answer")
    desktop.picture("da-co-ly-do")


def issue(desktop: Desktop) -> None:
    """Checked, submitted, issued; from then on nothing can be typed."""
    desktop.click("Đánh dấu đã soát", role="push button", whole=True)
    desktop.click("Trình ký", role="push button", whole=True)
    desktop.click("Ban hành…", role="push button", whole=True)
    desktop.find("Đánh số theo", role="label")
    desktop.picture("ban-hanh")
    desktop.click("Ban hành", role="push button", whole=True)
    desktop.find("Đã ban hành lúc")
    desktop.picture("da-ban-hanh")


def save_whole_page(desktop: Desktop, path: Path) -> Path:
    """Look at the whole page and save it as PDF."""
    desktop.settle()
    desktop.key("F9")
    desktop.find("Báo cáo 6 tháng đầu năm 2020", role="dialog")
    desktop.picture(path.stem)
    desktop.click("Lưu thành PDF…", role="push button", nth=-1)
    desktop.choose_file(path)
    desktop.find(f"Đã lưu {path.name}")
    desktop.key("Escape")
    desktop.alone()
    return path


def save_word(desktop: Desktop, path: Path) -> Path:
    """Save the same paper for Word."""
    desktop.command("Lưu thành Word")
    desktop.choose_file(path)
    desktop.wait(path.exists, "the Word file")
    desktop.settle()
    return path


# ------------------------------------------------------------------- by other people's tools
def judge_text(path: Path) -> None:
    """The figures stand in the text, composed, as one copies them out."""
    words = words_of(path)
    assert unicodedata.is_normalized("NFC", words)
    for sentence in SENTENCES:
        assert sentence in words
    assert AFTER in words
    assert BEFORE not in words


def judge_annexes(pages: list[Sheet]) -> None:
    """A wide annex lies on landscape pages; its header row stands again on its second."""
    assert pages[0].width < pages[0].height
    first = next(page for page in pages if page.width > page.height)
    second = pages[first.number]
    assert first.lines[0].text.startswith("Phụ lục")
    assert second.lines[0].text == "2"
    for page in (first, second):
        assert (round(page.width), round(page.height)) == (297, 210)
    for words in ("TT", "Chỉ tiêu"):
        above, again = (
            next(line for line in page.lines if line.text == words and line.bold)
            for page in (first, second)
        )
        assert above.size == again.size
        rows = [line.top for line in second.lines[1:] if line.text.isdigit() and not line.bold]
        assert again.top < min(rows)


def judge_word(path: Path, words: str) -> None:
    """The Word file says the same sentences with the same figures."""
    document = Document(str(path))
    text = " ".join(" ".join(one.text for one in document.paragraphs).split())
    assert unicodedata.is_normalized("NFC", text)
    for sentence in (*SENTENCES, AFTER):
        assert sentence in text
    said = re.findall(r"\d[\d.,]*", text)
    assert not [number for number in said if number.strip(".,") not in words]
