"""Where to reach the office and who typed how many copies: from the registers to the page."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from danvan_desktop.context import Context
from danvan_desktop.documents.pdf import render_pdf
from danvan_desktop.errors import Severity, UserError
from danvan_desktop.organisation.setup import read_setup
from danvan_desktop.registers import REGISTERS
from danvan_desktop.reports import service
from danvan_desktop.reports.building import build_report
from danvan_desktop.reports.drafts import save_report, start_paper
from danvan_desktop.reports.freezing import freeze
from danvan_desktop.reports.minutes import build_minutes
from danvan_desktop.reports.page_marks import typists
from danvan_desktop.reports.review import review
from danvan_desktop.storage.values import Record
from tests.core.documents.docx_reading import parts, written
from tests.core.signing.kit import run

OFFICE = {
    "dia_chi": "Khu phố 1, thị trấn Dương Minh Châu",
    "dien_thoai": "0276 3877 000",
    "fax": "0276 3877 001",
    "thu_dien_tu": "bandanvan@example.vn",
    "trang_tin": "danvan.example.vn",
}
LINES = (
    "Địa chỉ: Khu phố 1, thị trấn Dương Minh Châu",
    "Điện thoại: 0276 3877 000; Fax: 0276 3877 001",
    "Thư điện tử: bandanvan@example.vn; Trang thông tin điện tử: danvan.example.vn",
)
MARK = {"danh_may": "abc", "so_ban": 268}
POINTS = 72 / 25.4
"""Points in a millimetre."""


def _reachable(office: Context, **more: Any) -> None:
    stage = office.all_of("van_phong")[0]
    assert office.save("van_phong", {**OFFICE, **more}, id=stage.id).saved


@pytest.fixture
def letter(office: Context) -> Record:
    """Return the draft of a letter by ABC in 268 copies, of an office that says where it is."""
    _reachable(office)
    return start_paper(office, "cong_van_don_doc", period="H1/2020", changes=MARK)


def _words(pdf: Path) -> list[tuple[int, float, float, float, float, str]]:
    """Read page, box in millimetres from the top left, and text of every word."""
    found, page = [], 0
    for line in run("pdftotext", "-bbox", pdf, "-").stdout.splitlines():
        page += "<page " in line
        numbers = [float(n) / POINTS for n in re.findall(r'M(?:in|ax)="([\d.]+)"', line)]
        if "<word " in line:
            left, top, right, bottom = numbers
            found.append((page, left, top, right, bottom, re.sub(r"<[^>]+>", "", line).strip()))
    return found


@pytest.mark.parametrize("profile", ["DANG_HD36", "DANG_HD05", "ND30", "MTTQ"])
def test_both_stand_where_the_format_puts_them(
    office: Context, letter: Record, tmp_path: Path, profile: str
) -> None:
    """The address at the foot of page 1 alone, the mark in capitals under the recipients."""
    document, _issues = build_report(office, letter, profile)
    assert document.contact_lines == LINES
    render_pdf(document, tmp_path / "a.pdf")
    words = _words(tmp_path / "a.pdf")
    first = [word for word in words if word[0] == 1]
    foot = max(word[4] for word in first)
    assert 277 - 8 < foot <= 297 - 20 + 0.5  # HD 36, NĐ 30: 20 mm are left below
    for text in ("Địa", "Điện", "Thư", "Trang"):
        found = [word for word in words if word[5] == text and word[2] > 250]
        assert [word[0] for word in found] == [1]
    assert min(word[1] for word in first if word[2] > foot - 14) == pytest.approx(30, abs=0.5)
    [mark] = [word for word in words if word[5] == "ABC-268"]
    [label] = [word for word in words if word[5] == "nhận:"]
    assert mark[0] == label[0]
    assert mark[1] == pytest.approx(30, abs=0.5)
    assert mark[2] > label[4]
    height = 8 if profile.startswith("DANG") else 11  # HD 36, row 13; NĐ 30, ô 12
    assert (mark[4] - mark[2]) * POINTS == pytest.approx(1.107 * height, rel=0.05)


def test_word_file_says_both(office: Context, letter: Record) -> None:
    """The same lines stand in the footer of page 1 and the mark among the recipients."""
    document, _issues = build_report(office, letter)
    found = {name: "\n".join(root.itertext()) for name, root in parts(written(document)).items()}
    assert all(line in found["word/footer1.xml"] for line in LINES)
    assert "ABC-268" in found["word/document.xml"]
    assert "Địa chỉ" not in found["word/document.xml"]


def test_office_says_which_papers_bear_its_address(office: Context, letter: Record) -> None:
    """Letters do unless it says otherwise, minutes and reports when it says so, none when not."""
    report = service.start_report(office, "H1/2020", "bao_cao_chuyen_de_dan_van_kheo")
    held = {"ten": "Hội nghị dân vận", "ngay": "2020-06-15"}
    meeting = Record("hoi_nghi", "m", 1, REGISTERS["hoi_nghi"].complete(held))
    for where, borne in (
        (None, (True, False)),
        ("cong_van", (True, False)),
        ("moi_van_ban", (True, True)),
        ("khong", (False, False)),
    ):
        _reachable(office, lien_he=where)
        papers = [build_report(office, one)[0] for one in (letter, report)]
        assert tuple(paper.contact_lines == LINES for paper in papers) == borne
        minutes, _issues = build_minutes(office, meeting)
        assert minutes.contact_lines == papers[1].contact_lines
        assert all(paper.contact_lines in ((), LINES) for paper in papers)
        assert papers[1].typist_mark == ""


def test_office_that_says_nothing_prints_nothing(office: Context) -> None:
    """Nobody asked for them: no empty line, no rule; one fact alone stands by itself."""
    paper = start_paper(office, "cong_van_don_doc", period="H1/2020")
    document, _issues = build_report(office, paper)
    assert (document.contact_lines, document.typist_mark) == ((), "")
    stage = office.all_of("van_phong")[0]
    office.save("van_phong", {"fax": " 0276 3877 001 "}, id=stage.id)
    assert build_report(office, paper)[0].contact_lines == ("Fax: 0276 3877 001",)


def test_issued_paper_keeps_what_it_bore(office: Context, letter: Record) -> None:
    """The office has moved since; the paper says where it was."""
    issued = freeze(office, letter.id)
    _reachable(office, dia_chi="Khu phố 4")
    document, _issues = build_report(office, issued)
    assert (document.contact_lines, document.typist_mark) == (LINES, "abc-268")


def test_copies_go_with_who_typed_them(office: Context, letter: Record) -> None:
    """Half a mark is asked for in words; who typed before is offered again, the last one first."""
    assert "copies_not_counted" not in [i.code for i in review(office, letter.id).issues]
    save_report(office, {**letter.values, "so_ban": None}, record=letter, label="Sửa")
    again = office.record("bao_cao", letter.id)
    assert again is not None
    [asked] = [i for i in review(office, again).issues if i.code == "copies_not_counted"]
    assert (asked.severity, asked.place.field) == (Severity.WARNING, "so_ban")
    assert build_report(office, again)[0].typist_mark == "abc"
    for wrong, said in (({"danh_may": None}, "cần cả ký hiệu"), ({"so_ban": 0}, "ít nhất 1 bản")):
        with pytest.raises(UserError, match=said):
            save_report(office, {**letter.values, **wrong}, record=again, label="Sửa")
    start_paper(office, "cong_van_don_doc", period="H1/2020", changes={"danh_may": "NVB"})
    assert typists(office) == ("NVB", "abc")


def test_office_file_may_say_where_the_office_is(year_2020: Path, tmp_path: Path) -> None:
    """Set-up from a file fills the same fields; a file without them leaves them out."""
    data = json.loads((year_2020 / "office.json").read_text("utf-8"))
    keys = dict(zip(("address", "telephone", "fax", "email", "website"), OFFICE, strict=True))
    assert not set(OFFICE) & set(
        read_setup(year_2020 / "office.json", year_2020 / "units.csv").office
    )
    data["office"] |= {key: OFFICE[field] for key, field in keys.items()}
    path = tmp_path / "office.json"
    path.write_text(json.dumps(data), "utf-8")
    found = read_setup(path, year_2020 / "units.csv").office
    assert {name: found[name] for name in OFFICE} == OFFICE
