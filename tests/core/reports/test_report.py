"""The half-year report: its sentences, its two formats, its annexes, freezing and reopening."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from danvan_desktop.context import Context
from danvan_desktop.documents.model import (
    Annex,
    Document,
    Heading,
    ListItem,
    Paragraph,
    RowKind,
    TableBlock,
    figures,
    plain_text,
    runs_text,
)
from danvan_desktop.errors import UserError
from danvan_desktop.i18n import use_language
from danvan_desktop.indicators import check_period, enter, give_reason
from danvan_desktop.reports.building import live_content
from danvan_desktop.reports.codec import decode, encode
from danvan_desktop.reports.figures import split_reference
from danvan_desktop.reports.numbering import next_number
from danvan_desktop.reports.service import (
    build_report,
    correct,
    freeze,
    frozen_figures,
    outline,
    report_of,
    set_head,
    start_report,
)
from danvan_desktop.reports.templates import all_templates, load_template, template_for
from danvan_desktop.storage.values import ListQuery, Record
from tests.core.reports.helpers import check_golden, write_section

STYLES = ("DANG_HD36", "ND30")


@pytest.fixture(scope="module", params=STYLES)
def paper(request: pytest.FixtureRequest, reading: Context) -> Document:
    """Build the report of the half-year in each format."""
    document, issues = build_report(reading, "H1/2020", request.param)
    assert issues == []
    return document


@pytest.mark.parametrize("number", range(4))
def test_default_texts_write_the_sentences_of_the_key(
    reading: Context, key: dict[str, Any], number: int
) -> None:
    """S01–S04 come out of the default texts word for word."""
    text = plain_text(build_report(reading, "H1/2020")[0])
    assert key["sentences"][number]["text"] in text


def test_report_reads_as_it_was_approved(reading: Context) -> None:
    """The whole text of the report, Party format, stays as it was read and found good."""
    check_golden("bao_cao_DANG_HD36.txt", plain_text(build_report(reading, "H1/2020")[0]))


def test_both_formats_hold_the_same_body(reading: Context) -> None:
    """The formats differ in numbers and marks, never in what the report says."""
    party, state = (build_report(reading, "H1/2020", style)[0] for style in STYLES)
    paragraphs = [
        [runs_text(b.runs) for b in d.blocks if isinstance(b, Paragraph | ListItem)]
        for d in (party, state)
    ]
    assert paragraphs[0] == paragraphs[1]
    assert [annex.blocks for annex in party.annexes] == [annex.blocks for annex in state.annexes]


def test_party_format_writes_its_own_marks(reading: Context) -> None:
    """HD 36: no colon, hyphen then slash, I-, no addressee, “Lưu Ban Dân vận”."""
    document, _issues = build_report(reading, "H1/2020", "DANG_HD36")
    assert document.header.number_line == "Số 15-BC/BDV"
    assert document.header.place_date_line == "Dương Minh Châu, ngày 07 tháng 7 năm 2020"
    headings = [runs_text(b.runs) for b in document.blocks if isinstance(b, Heading)]
    assert headings[0] == "I- TÌNH HÌNH CHUNG"
    assert "6. Phong trào thi đua “Dân vận khéo”" in headings
    assert document.to_lines == ()
    assert document.recipients[-1] == "Lưu Ban Dân vận"


def test_state_format_writes_its_own_marks(reading: Context) -> None:
    """NĐ 30: colon, slash then hyphen, I., addressees at the head, “Lưu: VT”."""
    document, _issues = build_report(reading, "H1/2020", "ND30")
    assert document.header.number_line == "Số: 15/BC-BDV"
    headings = [runs_text(b.runs) for b in document.blocks if isinstance(b, Heading)]
    assert headings[0] == "I. TÌNH HÌNH CHUNG"
    assert "Ban Dân vận Tỉnh ủy Tây Ninh" in document.to_lines
    assert document.recipients[-1] == "Lưu: VT"


@pytest.mark.parametrize(
    ("style", "authority"), [("DANG_HD36", "K/T TRƯỞNG BAN"), ("ND30", "KT. TRƯỞNG BAN")]
)
def test_deputy_signs_for_the_head(
    reporting: Context, report: Record, style: str, authority: str
) -> None:
    """The authority is written in the way of the format (HD 36-HD/VPTW; NĐ 30/2020, Phụ lục I)."""
    reporting.save("bao_cao", {"nguoi_ky": "Trần Thị B"}, id=report.id)
    document, issues = build_report(reporting, report.id, style)
    (signature,) = document.signatures
    assert signature.authority == (authority,)
    assert (signature.position, signature.name) == ("PHÓ TRƯỞNG BAN", "Trần Thị B")
    assert issues == []


def test_every_figure_refers_to_its_path(paper: Document) -> None:
    """A click on any figure leads to an indicator of the period."""
    references = figures(paper)
    assert "dvk_dang_ky/doi_tuong/ca_nhan@H1/2020" in references
    assert {split_reference(one)[1] for one in references} == {"H1/2020"}
    assert len(references) > 40


def test_annex_totals_are_the_figures_of_the_text(paper: Document, key: dict[str, Any]) -> None:
    """E11: what an annex adds up to is what the sentences say."""
    dialogues, models = _annex(paper, "Kết quả tiếp xúc"), _annex(paper, "Phong trào")
    total = _total(dialogues.blocks[0])
    expected = key["indicators"]
    parts = expected["doi_thoai_cuoc"]["by"]["hinh_thuc"]
    sums = ("nguoi", "y_kien", "tra_loi", "chuyen", "qua_han")
    assert total[2:] == [
        19,
        parts["dinh_ky"],
        parts["dot_xuat"],
        *(expected[f"doi_thoai_{name}"]["value"] for name in sums),
    ]
    matrix = _total(models.blocks[0])
    by_kind = key["field_by_kind"]
    assert matrix[2:10] == [
        by_kind[field][kind]
        for field in ("KT", "VHXH", "QPAN", "HTCT")
        for kind in ("tap_the", "ca_nhan")
    ]
    assert matrix[10:] == [17, 7, 24]
    for block in (dialogues.blocks[0], models.blocks[0]):
        columns = list(zip(*_data_rows(block), strict=True))
        assert [sum(column) for column in columns[2:]] == _total(block)[2:]


def test_annex_tells_nothing_from_no_data(paper: Document) -> None:
    """A commune that has not reported shows “…”, one without events “-”."""
    table = _annex(paper, "Kết quả tiếp xúc").blocks[0]
    assert isinstance(table, TableBlock)
    rows = {_text(row.cells[1]): [_text(cell) for cell in row.cells[2:]] for row in table.rows}
    assert set(rows["Xã Chà Là"]) == {"…"}
    assert rows["Xã Bàu Năng"][2] == "-"


def test_exemplary_models_are_listed(paper: Document) -> None:
    """B6 lists exactly the four exemplary models, those of one unit together."""
    table = _annex(paper, "Danh sách mô hình").blocks[0]
    assert isinstance(table, TableBlock)
    assert [_text(row.cells[2]) for row in table.rows] == [
        "Xã Phan",
        "Xã Truông Mít",
        "Xã Truông Mít",
        "Công an huyện",
    ]


def test_planned_report_has_number_date_and_recipients(report: Record) -> None:
    """The report that the office file announces is number 15 of the term."""
    values = report.values
    assert (values["so"], values["ky_hieu"], values["ngay"]) == (15, "15-BC/BDV", "2020-07-07")
    assert values["nguoi_ky"] == "Nguyễn Văn A"
    assert values["noi_nhan"].splitlines()[0] == "Ban Dân vận Tỉnh ủy (để báo cáo)"


def test_number_restarts_with_the_term(reporting: Context) -> None:
    """Party papers are numbered through a term, State papers through a calendar year."""
    assert next_number(reporting, "BC", "2020-07-20") == 16
    assert next_number(reporting, "BC", "2020-06-20") == 1
    assert next_number(reporting, "BC", "2020-07-20", family="ND30") == 16
    assert next_number(reporting, "BC", "2021-01-05", family="ND30") == 1
    assert next_number(reporting, "BB", "2020-07-20") == 8


def test_start_report_takes_today_in_season_and_the_due_day_later(reporting: Context) -> None:
    """A report started soon after its period bears today's date, a backfill the day it was due."""
    reporting.clock.day = "2020-12-16"  # type: ignore[attr-defined]
    assert start_report(reporting, "H2/2020").values["ngay"] == "2020-12-16"
    assert start_report(reporting, "H1/2019").values["ngay"] == "2019-06-20"


def test_new_date_takes_the_format_in_force(reporting: Context, report: Record) -> None:
    """An office that writes by HD 36 follows HD 05 from 27/5/2026; 2020 keeps its own."""
    saved = set_head(reporting, report.id, {"ngay": "2026-06-01", "so": 3}).record
    assert saved is not None
    assert (saved.values["the_thuc"], saved.values["ky_hieu"]) == ("DANG_HD05", "03-BC/BDV")
    assert start_report(reporting, "H1/2019").values["the_thuc"] == "DANG_HD36"


def test_head_of_a_frozen_report_is_not_changed(reporting: Context, issued: Record) -> None:
    """After freezing, number and date belong to the issued paper."""
    with pytest.raises(UserError) as refused:
        set_head(reporting, issued.id, {"so": 99})
    assert refused.value.code == "already_frozen"


def test_commune_office_speaks_of_its_own_level(reporting: Context) -> None:
    """The default texts of a commune's office do not speak of the district."""
    office = reporting.all_of("van_phong")[0]
    changes = {"cap": "X", "don_vi": "TN-DMC-10", "loai": "xdd_xa"}
    assert reporting.save("van_phong", changes, id=office.id).saved
    started = start_report(reporting, "H2/2020")
    texts = {section["ma"]: section["noi_dung"] for section in started.values["muc"]}
    assert "cấp huyện" not in texts["II.2"]
    assert "Toàn" not in texts["II.6"]
    assert "huyện" not in str(started.values["noi_nhan"]).replace("Huyện ủy", "")


def test_start_report_marks_what_the_clerk_must_write(reporting: Context) -> None:
    """Sections with live figures only are done; those with narrative wait."""
    started = start_report(reporting, "H2/2020")
    done = {item.number for item in outline(started.values) if item.leaf and item.done}
    assert done == {"", "II.2", "II.6", "II.8", "II.9"}


def test_outline_numbers_follow_the_sections(report: Record) -> None:
    """The outline shows the numbers that will be printed."""
    items = {item.code: item for item in outline(report.values)}
    assert items["mo_dau"].number == ""
    assert (items["II.6"].number, items["II.6"].mark) == ("II.6", "6.")
    assert (items["IV"].number, items["IV"].mark, items["IV"].leaf) == ("IV", "IV-", True)
    assert not items["III"].leaf


def test_typed_heading_numbers_are_not_printed_twice(reporting: Context, report: Record) -> None:
    """A clerk who types the number in front of a heading gets it once."""
    sections = [dict(section) for section in report.values["muc"]]
    sections[1]["tieu_de"] = "I- Tình hình chung"
    reporting.save("bao_cao", {"muc": sections}, id=report.id)
    text = plain_text(build_report(reporting, report.id)[0])
    assert "\nI- TÌNH HÌNH CHUNG\n" in text


def test_mistake_in_a_section_is_an_issue_with_its_place(
    reporting: Context, report: Record
) -> None:
    """A broken tag names section, line and column; the rest of the report is still built."""
    write_section(reporting, report, "II.3", "Một.\nHai {{ hai")
    document, issues = build_report(reporting, report.id)
    assert [(i.place.field, i.place.row) for i in issues] == [("II.3", 2)]
    assert issues[0].message.startswith("Mục II.3, dòng 2, cột 5: ")
    assert "Hai {{ hai" in plain_text(document)


def test_frozen_report_stays_the_same_whatever_changes(reporting: Context, report: Record) -> None:
    """After freezing neither records, nor texts, nor the office change the paper (F52)."""
    before = {style: build_report(reporting, report.id, style)[0] for style in STYLES}
    freeze(reporting, report.id)
    models = reporting.page(ListQuery(register="dan_van_kheo"), 0, 50)
    reporting.delete("dan_van_kheo", [model.id for model in models])
    office = reporting.all_of("van_phong")[0]
    reporting.save("van_phong", {"tieu_de_2": "BAN KHÁC"}, id=office.id)
    with pytest.raises(UserError) as refused:
        write_section(reporting, report, "II.6", "Khác hẳn.")
    assert refused.value.code == "issued_paper"
    for style in STYLES:
        assert build_report(reporting, "H1/2020", style)[0] == before[style]


def test_frozen_figures_keep_their_provenance(reporting: Context, issued: Record) -> None:
    """Every figure keeps path, words, value, period, counted records, counter and time."""
    kept = {(one.path, one.filter): one for one in frozen_figures(issued.values)}
    model = kept["dvk_cong_nhan", "so"]
    assert (model.shown, model.value, model.count, model.period) == ("12", "12", 12, "H1/2020")
    assert model.seq > 0
    assert model.at == "2020-06-16T07:05:12Z"
    assert kept["doi_thoai_ty_le_tra_loi", "ty_le"].shown == "86,9%"


def test_frozen_report_is_not_frozen_twice(reporting: Context, issued: Record) -> None:
    """Freezing a frozen report is refused with what to do instead."""
    with pytest.raises(UserError) as refused:
        freeze(reporting, issued.id)
    assert refused.value.code == "already_frozen"
    assert refused.value.remedy


def test_report_with_mistakes_is_not_frozen(reporting: Context, report: Record) -> None:
    """A mistake in a text stops freezing and leaves the draft alone."""
    write_section(reporting, report, "II.3", '{{ "khong_co" | so }}')
    with pytest.raises(UserError, match="khong_co"):
        freeze(reporting, report.id)
    left = report_of(reporting, "H1/2020")
    assert left is not None
    assert left.values["trang_thai"] == "nhap"


def test_correction_is_live_again_as_the_next_version(reporting: Context, issued: Record) -> None:
    """A correction needs a reason and is lần 2 with the figures of now; the first one stays."""
    before = plain_text(build_report(reporting, issued.id)[0])
    with pytest.raises(UserError, match="lý do"):
        correct(reporting, issued.id, " ")
    again = correct(reporting, issued.id, "Bổ sung số liệu xã Chà Là")
    assert (again.values["lan"], again.values["trang_thai"]) == (2, "nhap")
    assert (again.values["thay_cho"], again.values["so"]) == (issued.id, 16)
    assert again.values["so_lieu"] is None
    model = reporting.page(
        ListQuery(register="dan_van_kheo", first_day="2020-01-01", last_day="2020-06-14"), 0, 1
    )[0]
    reporting.delete("dan_van_kheo", [model.id])
    assert "đăng ký thực hiện 23 mô hình" in plain_text(build_report(reporting, again.id)[0])
    assert plain_text(build_report(reporting, issued.id)[0]) == before


def test_damaged_frozen_figures_are_refused_in_words(reporting: Context, issued: Record) -> None:
    """A report whose kept content cannot be read says what is safe and what to do."""
    broken = replace(issued, values={**issued.values, "so_lieu": '{"format": 1, "content": 3}'})
    with pytest.raises(UserError) as refused:
        build_report(reporting, broken)
    assert refused.value.code == "damaged_report"
    assert refused.value.safe


def test_content_survives_json(reading: Context) -> None:
    """What is frozen comes back equal."""
    found = report_of(reading, "H1/2020")
    assert found is not None
    content, _rendered, _issues = live_content(reading, found.values)
    assert decode(encode(content)) == content


def test_unknown_report_and_template_are_refused_in_words(reading: Context) -> None:
    """An unknown id, period or template is one sentence."""
    with pytest.raises(UserError, match="Không tìm thấy báo cáo"):
        build_report(reading, "H9/2020")
    with pytest.raises(UserError, match="Không có mẫu báo cáo"):
        template_for("bao_cao_khong_co")


@pytest.mark.parametrize(
    "content",
    ["{", "[]", '{"code": "x"}', '{"code": "x", "version": 1, "sections": [{"level": 9}]}'],
)
def test_damaged_template_is_named(tmp_path: Path, content: str) -> None:
    """A broken template file is refused by name."""
    path = tmp_path / "hong.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UserError, match=r"hong\.json"):
        load_template(path)


def test_templates_of_the_program_are_sound() -> None:
    """Every shipped template loads and its section codes are those of the outline."""
    assert {"bao_cao_6_thang", "bao_cao_nam"} <= set(all_templates())
    levels = [section.level for section in template_for("bao_cao_6_thang").sections]
    assert levels[0] == 0
    assert levels.count(1) == 5


def _annex(paper: Document, title: str) -> Annex:
    return next(annex for annex in paper.annexes if annex.title.startswith(title))


def _total(block: object) -> list[int]:
    assert isinstance(block, TableBlock)
    (row,) = [row for row in block.rows if row.kind is RowKind.TOTAL]
    return [0, 0, *(_number(cell) for cell in row.cells[2:])]


def _data_rows(block: object) -> list[list[int]]:
    assert isinstance(block, TableBlock)
    normal = [row for row in block.rows if row.kind is RowKind.NORMAL]
    return [[0, 0, *(_number(cell) for cell in row.cells[2:])] for row in normal]


def _text(cell: object) -> str:
    return cell if isinstance(cell, str) else str(getattr(cell, "text", ""))


def _number(cell: object) -> int:
    text = _text(cell)
    return 0 if text in ("-", "…") else int(text.replace(".", ""))


def test_reasons_are_printed_as_an_annex(reporting: Context, report: Record) -> None:
    """Thuyết minh: what is odd and why, in the words of papers; without reasons no page."""
    period = reporting.period("H1/2020")
    before = build_report(reporting, report.id)[0].annexes
    issue = next(i for i in check_period(reporting, period) if i.place.record == "dvk_khen")
    give_reason(reporting, period, issue, "xét khen sớm một tháng")
    *others, notes = build_report(reporting, report.id)[0].annexes
    assert len(others) == len(before)
    assert notes.title == "Thuyết minh số liệu 6 tháng đầu năm 2020"
    table = notes.blocks[0]
    assert isinstance(table, TableBlock)
    assert [_text(cell) for cell in table.rows[0].cells] == [
        "1",
        "Mô hình được khen thưởng",
        "xét khen sớm một tháng",
    ]


def test_words_in_front_of_numbers_are_printed(reporting: Context, report: Record) -> None:
    """A figure that was typed as “trên 13” says so in sentences and tables, in every language."""
    period = reporting.period("H1/2020")
    enter(reporting, period, "", {"dvk_cong_nhan": (13, "tren")})
    use_language("en")
    paper, _issues = build_report(reporting, report.id)
    assert "trên 13 mô hình" in plain_text(paper)
