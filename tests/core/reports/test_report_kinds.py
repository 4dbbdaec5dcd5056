"""Every kind of report: its outline, its sentences with any figures, and the empty office."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from danvan_desktop.context import Context
from danvan_desktop.documents.model import Document, Heading, plain_text, runs_text
from danvan_desktop.indicators import catalogue, enter
from danvan_desktop.organisation.periods import Period
from danvan_desktop.reports.building import live_content
from danvan_desktop.reports.content import to_document
from danvan_desktop.reports.drafts import paper_values, start_paper, template_of_period
from danvan_desktop.reports.figures import Comparison, Coverage, FigurePart, FigureValue
from danvan_desktop.reports.live import LiveFigures
from danvan_desktop.reports.review import review
from danvan_desktop.reports.sections import render_section
from danvan_desktop.reports.settling import decided
from danvan_desktop.reports.shown import NO_COMPARISON, NO_COMPARISON_BEFORE
from danvan_desktop.reports.templates import ReportTemplate, all_templates

KINDS = {
    "bao_cao_6_thang": "H1/2020",
    "bao_cao_nam": "N/2020",
    "bao_cao_9_thang": "9T/2020",
    "bao_cao_thang": "T05/2020",
    "bao_cao_quy": "Q1/2020",
    "bao_cao_giai_doan": "GD/2018-2020",
    "bao_cao_nhanh_trong": "T05/2020",
    "bao_cao_chuyen_de_dan_van_kheo": "N/2020",
    "bao_cao_chuyen_de_dan_chu": "H1/2020",
    "bao_cao_de_cuong_trung_uong": "H1/2020",
}
"""Every report on a period that this room ships, with a period to build it for."""

BROKEN = re.compile(r"\{\{|\{%|  | [,.;:)]|\( |,,|;;|,\.|;\.|, ;|\(\)|None|(?<!\.)\.\.(?!\.)")
"""What no sentence may hold: tags, doubled spaces, a space before a stop, doubled stops."""

SENTENCE = re.compile(r"(?:- |\*\*)?[A-ZĐÂĂÊÔƠƯÁÀẢÃẠÍÌÓÒÝÚỦỨỞ…].*[.:]")
"""A line of a report: with a capital at its head and a stop at its end."""

SITUATION = {
    "ngay": "2020-05-20",
    "don_vi": "TN-DMC-10",
    "nhom": "nong_dan",
    "muc_do": "quan_tam",
    "tom_tat": "Một số hộ dân phản ánh việc thu hồi đất làm đường",
    "de_xuat": "Đề nghị UBND huyện tổ chức đối thoại trong tháng 6.",
    "co_quan": "UBND huyện",
}


def _paper(books: Context, code: str, period: str) -> Document:
    values = paper_values(books, code, period=period)
    content, _rendered, issues = live_content(books, values)
    assert [one for one in issues if one.code != "no_data"] == []
    return to_document(content, str(values["the_thuc"]))


@pytest.mark.parametrize(("code", "period"), KINDS.items())
def test_every_kind_builds_without_a_fault(reading: Context, code: str, period: str) -> None:
    """No mistake, no tag and no broken punctuation is left in the text of any kind."""
    document = _paper(reading, code, period)
    for line in plain_text(document).splitlines():
        assert "\t" in line or not BROKEN.search(line), line
    assert document.type_name == "BÁO CÁO"
    assert document.recipients[-1].startswith("Lưu")


@pytest.mark.parametrize("number", range(14))
def test_half_year_writes_the_sentences_of_the_key(
    reading: Context, key: dict[str, Any], number: int
) -> None:
    """S01–S14 come out of the default texts word for word."""
    text = plain_text(_paper(reading, "bao_cao_6_thang", "H1/2020"))
    assert key["sentences"][number]["text"] in text


@pytest.mark.parametrize(
    ("period", "template"),
    [
        ("T05/2020", "bao_cao_thang"),
        ("Q1/2020", "bao_cao_quy"),
        ("H1/2020", "bao_cao_6_thang"),
        ("9T/2020", "bao_cao_9_thang"),
        ("N/2020", "bao_cao_nam"),
        ("GD/2018-2020", "bao_cao_giai_doan"),
    ],
)
def test_each_kind_of_period_has_its_regular_report(
    reading: Context, period: str, template: str
) -> None:
    """The report of a month, a quarter, …, of several years is found by its period alone."""
    assert template_of_period(reading, period) == template


def test_outlines_are_those_of_the_reference(reading: Context) -> None:
    """Five parts of a half-year, two numbered parts of the handbook, no headings when quick."""

    def headings(code: str) -> list[str]:
        blocks = _paper(reading, code, KINDS[code]).blocks
        return [runs_text(b.runs) for b in blocks if isinstance(b, Heading) and b.level == 1]

    assert headings("bao_cao_6_thang") == [
        "I- TÌNH HÌNH CHUNG",
        "II- KẾT QUẢ CÔNG TÁC DÂN VẬN",
        "III- ĐÁNH GIÁ CHUNG",
        "IV- PHƯƠNG HƯỚNG, NHIỆM VỤ TRỌNG TÂM 6 THÁNG CUỐI NĂM 2020",
        "V- KIẾN NGHỊ, ĐỀ XUẤT",
    ]
    assert headings("bao_cao_nhanh_trong") == []
    text = plain_text(_paper(reading, "bao_cao_de_cuong_trung_uong", "H1/2020"))
    assert text.index("PHẦN THỨ NHẤT") < text.index("I- KHÁI QUÁT") < text.index("PHẦN THỨ HAI")


def test_titles_name_the_period_and_the_next_one(reading: Context) -> None:
    """A month looks ahead to the next month, a year to the next year."""
    titles = {code: _paper(reading, code, period).abstract for code, period in KINDS.items()}
    assert titles["bao_cao_thang"].endswith("tháng 5/2020; nhiệm vụ trọng tâm tháng 6/2020")
    assert titles["bao_cao_quy"].endswith("quý I/2020; nhiệm vụ trọng tâm quý II/2020")
    assert titles["bao_cao_nam"].endswith("năm 2020; phương hướng, nhiệm vụ năm 2021")
    assert "giai đoạn 2018 - 2020" in titles["bao_cao_giai_doan"]


def test_month_tells_what_the_year_has_brought_so_far(reading: Context) -> None:
    """The month's own figures and those since the year began stand in one report."""
    text = plain_text(_paper(reading, "bao_cao_thang", "T05/2020"))
    assert "Toàn huyện tổ chức 04 hội nghị đối thoại" in text
    assert "Từ đầu năm đến ngày 14/5/2020, toàn huyện tổ chức 17 hội nghị đối thoại" in text


def test_half_year_of_the_reference_scenario(reporting: Context) -> None:
    """Scenario 5: 10/11 communes; cut-off days; 240 of 325 is 73,8 %, 74 % without decimals."""
    period = reporting.period("H1/2020")
    text = plain_text(_paper(reporting, "bao_cao_6_thang", "H1/2020"))
    assert "Có 10/11 xã, thị trấn" in text
    assert "chưa báo cáo: xã Chà Là." in text
    before = LiveFigures(reporting, period).figure("hoa_giai_tiep_nhan")
    for day in ("2019-12-20", "2020-06-15"):
        values = {"don_vi": "TN-DMC-03", "ngay": day, "loai_vu": "khac", "ket_qua": "thanh"}
        assert reporting.save("hoa_giai_vu_viec", values).saved
    after = LiveFigures(reporting, period).figure("hoa_giai_tiep_nhan")
    assert before is not None
    assert after is not None
    assert (before.value, after.value) == (127, 128)
    enter(reporting, period, "", {"hoa_giai_tiep_nhan": (325, ""), "hoa_giai_thanh": (240, "")})
    text = plain_text(_paper(reporting, "bao_cao_6_thang", "H1/2020"))
    assert "tiếp nhận 325 vụ việc, hòa giải thành 240 vụ, đạt 73,8%." in text
    rounded = '{{ "hoa_giai_ty_le" | ty_le: 0 }}'
    assert render_section(rounded, LiveFigures(reporting, period), {}).plain() == "74%"


def test_sentence_of_the_text_and_cell_of_the_annex_change_together(reporting: Context) -> None:
    """Scenario 5, E11: a figure typed over the records changes the sentence and the table."""
    enter(reporting, reporting.period("H1/2020"), "", {"van_dong_tien": (2_000_000_000, "tren")})
    text = plain_text(_paper(reporting, "bao_cao_6_thang", "H1/2020"))
    assert "Vận động ủng hộ được trên 2.000 triệu đồng" in text
    assert "Tiền vận động ủng hộ\ttriệu đồng\ttrên 2.000\t" in text


def test_quick_report_is_made_from_what_was_noted(reporting: Context) -> None:
    """Diễn biến, nhận xét sơ bộ, kiến nghị of one record, without headings."""
    found = reporting.save("tinh_hinh", SITUATION).record
    assert found is not None
    paper = start_paper(reporting, "bao_cao_nhanh", records=[found])
    content, _rendered, issues = live_content(reporting, paper.values)
    document = to_document(content, "DANG_HD36")
    text = plain_text(document)
    assert issues == []
    assert not any(isinstance(block, Heading) for block in document.blocks)
    assert "Diễn biến: Ngày 20/5/2020, tại xã Suối Đá, một số hộ dân phản ánh" in text
    assert "Kiến nghị: Đề nghị UBND huyện tổ chức đối thoại trong tháng 6." in text


@pytest.mark.parametrize(("code", "period"), KINDS.items())
def test_empty_office_can_write_every_kind(office: Context, code: str, period: str) -> None:
    """Nothing looks broken where nothing was entered, and the review names what is missing."""
    text = plain_text(_paper(office, code, period))
    for line in text.splitlines():
        assert "\t" in line or not BROKEN.search(line), line
    assert "…" not in text
    found = review(office, start_paper(office, code, period=period))
    codes = [issue.code for issue in found.issues]
    assert "figure_without_data" not in codes
    assert codes.count("no_data") == (code != "bao_cao_nhanh_trong")
    assert ("ưa có số liệu về" in text) == (code != "bao_cao_nhanh_trong")


class AnyFigures:
    """A FigureSource whose figures follow from a number: known or not, none, exact or not."""

    period = Period("H1/2020", "6 tháng đầu năm 2020", "2019-12-15", "2020-06-14")

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def pick(self, path: str, choices: int) -> int:
        """Choose one of so many for a path, always the same."""
        return zlib.crc32(f"{self.seed}:{path}".encode()) % choices

    def figure(self, path: str) -> FigureValue | None:
        """Give a figure of the catalogue: unknown, none, one, or some; a part as well."""
        code = path.partition("/")[0].partition("@")[0]
        one = catalogue().get(code)
        if one is None:
            return None
        value = (None, 0, 1, 9, 1_327_453, Decimal("5.4"))[self.pick(path, 6)]
        if one.unit == "%" and value is not None:
            value = Decimal(value) % 100
        word = ("", "", "gần", "trên")[self.pick(path + "?", 4)]
        return FigureValue(path=path, value=value, unit=one.unit, qualifier=word)

    def comparison(self, path: str, base: str = "cung_ky") -> Comparison | None:
        """Compare with less, as much, more, or nothing."""
        last = (None, 0, 4, 9)[self.pick(path + base, 4)]
        return None if last is None else Comparison(now=4, last=last, last_name="năm 2019")

    def parts(self, path: str, axis: str = "") -> tuple[FigurePart, ...] | None:
        """Break a figure down into up to two parts."""
        found = (
            FigurePart(key="A", name="cấp xã", value=4),
            FigurePart(key="B", name="b", value=1),
        )
        return found[: self.pick(path + axis, 3)]

    def counted(self, path: str) -> int:
        """Count something."""
        return self.pick(path, 5)

    def coverage(self, path: str) -> Coverage | None:
        """Let some or all of the units report."""
        missing = ("X1", "X2")[: self.pick(path, 3)]
        return Coverage(reported=11 - len(missing), expected=11, missing=missing, present=("X3",))

    def unit_name(self, code: str) -> str:
        """Name a unit."""
        return f"xã {code}"

    def units(self) -> tuple[tuple[str, str], ...]:
        """List two units."""
        return (("X1", "xã X1"), ("X2", "xã X2"))


NAMES: Mapping[str, Any] = {
    "ky": {
        "ten": "6 tháng đầu năm 2020",
        "nam": "2020",
        "tu_ngay": "15/12/2019",
        "den_ngay": "14/6/2020",
    },
    "ky_sau": {"ten": "6 tháng cuối năm 2020"},
    "co_quan": {"ten": "Ban Dân vận", "ten_day_du": "Ban Dân vận Huyện ủy", "cap_tren": "Huyện ủy"},
    "noi_nhan_bao_cao": "Thường trực Huyện ủy",
    "dia_ban": "huyện",
    "don_vi_xa": "xã, thị trấn",
    "noi_nhan_duoi": "Khối dân vận các xã, thị trấn",
    "noi_nhan_ngang": "MTTQ và các đoàn thể huyện",
}


def _texts(template: ReportTemplate, level: str) -> Iterator[tuple[str, bool]]:
    """Give every text of a template, and whether it is made of whole sentences."""
    for text in (template.title, *template.recipients):
        yield text, False
    for section in template.sections:
        yield section.heading, False
        yield section.text_for(level), section.style == "text"


@pytest.mark.parametrize("code", KINDS)
@settings(max_examples=25)
@given(seed=st.integers(0, 10**6), level=st.sampled_from("THX"))
def test_sentences_stay_whole_with_any_figures(code: str, seed: int, level: str) -> None:
    """Unknown, none, one, many, exact or “gần”: no text loses its grammar or its stops."""
    source = AnyFigures(seed)
    names = {**NAMES, "cap": level}
    for text, whole in _texts(all_templates()[code], level):
        rendered = render_section(text, source, names)
        assert rendered.faults == ()
        assert not any(is_missing_comparison(use.shown) for use in rendered.uses), seed
        for line in filter(None, rendered.plain().splitlines()):
            assert not BROKEN.search(line), (seed, line)
            assert not whole or SENTENCE.fullmatch(line), (seed, line)


def is_missing_comparison(shown: str) -> bool:
    """Tell whether a comparison says that there is nothing to compare with."""
    return shown.casefold() in (NO_COMPARISON, NO_COMPARISON_BEFORE)


def test_half_year_of_last_version_can_still_be_written(reading: Context) -> None:
    """A draft that was started with version 1 keeps its own texts and annexes."""
    values = paper_values(reading, "bao_cao_6_thang", period="H1/2020")
    old = live_content(reading, {**values, "mau_ban": 1})[0]
    new = live_content(reading, values)[0]
    assert len(old.annexes) == 3
    assert len(new.annexes) == 11
    assert old.facts == new.facts


def test_draft_holds_sentences_with_live_figures(reporting: Context) -> None:
    """What a clerk edits has no conditions where something happened; its figures stay live."""
    draft = start_paper(reporting, "bao_cao_6_thang", period="H1/2020")
    texts = {section["ma"]: section["noi_dung"] for section in draft.values["muc"]}
    assert "{%" not in texts["II.2"] + texts["II.5"]
    assert 'Toàn huyện tổ chức {{ "doi_thoai_cuoc" | so }} hội nghị đối thoại (' in texts["II.2"]


def test_sentence_of_nothing_turns_when_something_is_entered(reporting: Context) -> None:
    """That there was none stays a condition, so that it is never printed beside a figure."""
    period = reporting.period_named("T07/2020")
    enter(reporting, period, "", {"ra_quan_dot": (0, ""), "doi_thoai_cuoc": (0, "")})
    draft = start_paper(reporting, "bao_cao_thang", period="T07/2020")

    def text() -> str:
        content, _rendered, _issues = live_content(reporting, draft.values)
        return plain_text(to_document(content, "DANG_HD36"))

    assert "Trong kỳ, các cấp không tổ chức hội nghị đối thoại." in text()
    enter(reporting, period, "", {"doi_thoai_cuoc": (3, "")})
    assert "các cấp không tổ chức" not in text()
    assert "Toàn huyện tổ chức 03 hội nghị đối thoại" in text()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('A{% if "doi_thoai_cuoc" | khong %} 0{% else %} {{ "x" }}{% endif %}.', 'A {{ "x" }}.'),
        ('{% if "gop_y_dot" | co %}Có góp ý.{% endif %}', ""),
        ('{% if cap == "X" %}xã{% elsif cap == "H" %}huyện{% endif %}', "huyện"),
        ('{% if "doi_thoai_cuoc" | co %}Có', '{% if "doi_thoai_cuoc" | co %}Có'),
        ("{% for dv in don_vi %}{{ dv.ten }}{% endfor %}", None),
        ('{% if "sai" | co %}Có{% endif %}', None),
        ("{% endif %}", None),
    ],
)
def test_conditions_are_decided_when_a_draft_begins(
    reading: Context, text: str, expected: str | None
) -> None:
    """The branch that holds stands; loops and mistakes stay as they were written."""
    source = LiveFigures(reading, reading.period("H1/2020"))
    assert decided(text, source, {"cap": "H"}) == (text if expected is None else expected)
