"""Every kind of paper, in every format, from the records of the sample office: text, head, life."""

from __future__ import annotations

import json
import shutil
import subprocess
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from danvan_desktop.context import Context, open_context
from danvan_desktop.documents.model import Document, Grounds, TableBlock, plain_text
from danvan_desktop.documents.pdf import render_pdf
from danvan_desktop.errors import Issue, UserError, has_errors
from danvan_desktop.reports import sets
from danvan_desktop.reports.building import build_report, content_of
from danvan_desktop.reports.codec import decode, encode
from danvan_desktop.reports.content import to_document
from danvan_desktop.reports.drafts import paper_values, start_paper
from danvan_desktop.reports.issued_fields import keep_issued
from danvan_desktop.reports.minutes import build_minutes
from danvan_desktop.reports.template_store import save_version
from danvan_desktop.reports.templates import all_templates
from danvan_desktop.storage.values import ListQuery, Record

PROFILES = ("DANG_HD36", "DANG_HD05", "ND30", "MTTQ")
KINDS = sorted(code for code in all_templates() if not code.startswith("bao_cao"))

PROGRAMME = {
    "so_ky_hieu": "05-CTr/BDV-LĐLĐ",
    "loai": "chuong_trinh",
    "ben": "Ban Dân vận Huyện ủy, Liên đoàn Lao động huyện",
    "noi_dung": "Vận động công nhân, viên chức, lao động",
    "tu_nam": 2018,
    "den_nam": 2022,
    "so_ket": [
        {"nam": 2019, "ngay": "2019-12-20", "ket_qua": "Gặp gỡ 320 công nhân."},
        {"nam": 2018, "ket_qua": "Tập huấn 04 lớp.", "phuong_huong": "Mở thêm lớp."},
    ],
}


@pytest.fixture(scope="module")
def papers(reporting_data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Context]:
    """Open that office on 10 July 2020 with a programme, for tests that leave it as it is."""
    folder = tmp_path_factory.mktemp("papers") / "data"
    shutil.copytree(reporting_data_dir, folder)
    context = open_context(folder, clock=_July())
    assert context.save("phoi_hop", PROGRAMME).saved
    yield context
    context.close()


class _July:
    """The time at which the papers are written."""

    def today(self) -> str:
        """Give a day after the conference."""
        return "2020-07-10"

    def now(self) -> str:
        """Give a moment of that day."""
        return "2020-07-10T02:00:00Z"


def _records(context: Context, register: str, most: int = 12) -> list[Record]:
    """Choose what a paper is made from: what has most to say, of models a dozen."""
    found = [
        context.record(register, one.id)
        for one in context.page(ListQuery(register=register), 0, 60)
    ]
    whole = sorted((one for one in found if one), key=_most_first)
    return whole[:most] if register == "dan_van_kheo" else whole[:1]


def _most_first(record: Record) -> tuple[int, str, str]:
    values = record.values
    return -len(json.dumps(values)), str(values.get("don_vi")), str(values.get("ten"))


def _values(context: Context, code: str, profile: str) -> dict[str, Any]:
    register = all_templates()[code].register
    if register is None:
        return paper_values(context, code, period="H1/2020", profile=profile)
    return paper_values(context, code, records=_records(context, register), profile=profile)


def _paper(context: Context, code: str, profile: str) -> tuple[Document, list[Issue]]:
    content, issues = content_of(context, _values(context, code, profile))
    return to_document(content, profile), issues


def _pages(document: Document, path: Path) -> str:
    result = render_pdf(document, path)
    assert result.issues == ()
    made = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True, timeout=30
    )
    return made.stdout.decode("utf-8")


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("code", KINDS)
def test_kind_is_made_without_an_issue_in_every_format(
    papers: Context, code: str, profile: str
) -> None:
    """Nothing is missing, no tag is left in the text, and what is frozen reads back the same."""
    content, issues = content_of(papers, _values(papers, code, profile))
    assert issues == []
    assert decode(json.loads(json.dumps(encode(content)))) == content
    document = to_document(content, profile)
    text = plain_text(document)
    assert "{{" not in text
    assert "{%" not in text
    assert unicodedata.is_normalized("NFC", text)
    assert document.signatures
    assert document.abstract


@pytest.mark.parametrize("profile", ["DANG_HD05", "ND30"])
@pytest.mark.parametrize("code", KINDS)
def test_pages_of_a_kind_say_what_it_is(
    papers: Context, code: str, profile: str, tmp_path: Path
) -> None:
    """The pages hold the head, the name of the type and every cell of the tables."""
    document, _issues = _paper(papers, code, profile)
    words = " ".join(_pages(document, tmp_path / "van-ban.pdf").split())
    assert document.header.number_line in words
    assert document.type_name in words
    cells = [
        cell
        for block in document.blocks
        if isinstance(block, TableBlock)
        for row in block.rows
        for cell in row.cells
        if isinstance(cell, str)
    ]
    assert [cell for cell in cells if cell.split(" ")[0] not in words] == []


def test_invitation_says_when_where_and_who(papers: Context) -> None:
    """Day of the week, time in words, the place, the agenda; the list of 45 is an annex."""
    document, _issues = _paper(papers, "giay_moi", "DANG_HD36")
    text = plain_text(document)
    assert document.header.number_line == "Số 12-GM/BDV"
    assert document.date.isoformat() == "2020-07-04"
    assert "thứ Ba, ngày 07 tháng 7 năm 2020." in text
    assert "Chủ trì: đồng chí Nguyễn Văn A, Trưởng Ban" in text
    [annex] = document.annexes
    [table] = [block for block in annex.blocks if isinstance(block, TableBlock)]
    assert len(table.rows) >= 45
    assert annex.note.startswith("(Kèm theo Giấy mời số 12-GM/BDV, ngày 04/7/2020 của ")


def test_agenda_and_list_take_no_number(papers: Context) -> None:
    """A working paper of the meeting has no number line, and none is planned for it."""
    for code in ("chuong_trinh_hop", "danh_sach_tieu_bieu"):
        assert _values(papers, code, "ND30")["so"] is None
        assert _paper(papers, code, "ND30")[0].header.number_line == ""


def test_notice_of_a_meeting_has_conclusions_and_tasks(papers: Context) -> None:
    """Each conclusion is a point; tasks stand with person, unit and deadline; no speaker."""
    document, _issues = _paper(papers, "thong_bao_ket_luan_hop", "DANG_HD36")
    [meeting] = _records(papers, "hoi_nghi")
    text = plain_text(document)
    assert document.abstract.startswith("kết luận của đồng chí Nguyễn Văn A, Trưởng Ban")
    assert [line for line in meeting.values["ket_luan"].splitlines() if line not in text] == []
    assert [
        task["noi_dung"] for task in meeting.values["viec_giao"] if task["noi_dung"] not in text
    ] == []
    speakers = {one["ho_ten"] for one in meeting.values["phat_bieu"]} - {"Nguyễn Văn A"}
    owners = {one["nguoi"] for one in meeting.values["viec_giao"]}
    assert [name for name in speakers - owners if name in text] == []


def test_follow_up_lists_tasks_by_deadline(papers: Context) -> None:
    """The letter tabulates task, person, deadline, result; the first deadline comes first."""
    document, _issues = _paper(papers, "theo_doi_ket_luan_hop", "ND30")
    [meeting] = _records(papers, "hoi_nghi")
    [table] = [block for block in document.blocks if isinstance(block, TableBlock)]
    assert [column.header for column in table.columns][-2:] == ["Thời hạn", "Kết quả"]
    first = min(meeting.values["viec_giao"], key=lambda one: str(one["han"]))
    assert table.rows[0].cells[1] == first["noi_dung"]
    assert document.header.number_line == "Số: 01/BDV"
    assert document.type_name == ""


def test_decision_follows_the_rules_of_its_format(papers: Context) -> None:
    """Party: grounds, then the office decides; State: who decides, italic grounds, QUYẾT ĐỊNH."""
    party = plain_text(_paper(papers, "quyet_dinh_cong_nhan", "DANG_HD36")[0])
    state, _issues = _paper(papers, "quyet_dinh_cong_nhan", "ND30")
    assert party.index("Căn cứ") < party.index("BAN DÂN VẬN HUYỆN ỦY DƯƠNG MINH CHÂU QUYẾT ĐỊNH")
    text = plain_text(state)
    places = [
        text.index(part) for part in ("TRƯỞNG BAN DÂN VẬN", "Căn cứ", "QUYẾT ĐỊNH:", "Điều 1.")
    ]
    assert places == sorted(places)
    assert state.header.number_line == "Số: 01/QĐ-BDV"
    assert any(isinstance(block, Grounds) for block in state.blocks)
    assert "Công nhận 12 mô hình, điển hình" in text
    [annex] = state.annexes
    assert annex.note.startswith("(Kèm theo Quyết định số 01/QĐ-BDV ngày 10 tháng 7 năm 2020")


def test_proposal_is_presented_to_the_superior(papers: Context, tmp_path: Path) -> None:
    """A TTr under HD 05 says Kính trình, in the State layout Kính gửi; its symbol is TTr."""
    party, _issues = _paper(papers, "to_trinh_khen_thuong", "DANG_HD05")
    state, _issues = _paper(papers, "to_trinh_khen_thuong", "ND30")
    assert party.header.number_line == "Số 01-TTr/BDV"
    assert "Kính trình: Thường trực Huyện ủy Dương Minh Châu" in _pages(party, tmp_path / "a.pdf")
    assert "Kính gửi: Thường trực Huyện ủy Dương Minh Châu" in _pages(state, tmp_path / "b.pdf")


def test_review_of_a_programme_lists_its_years_in_order(papers: Context) -> None:
    """Results of 2018 before those of 2019, under the head of a report."""
    document, _issues = _paper(papers, "so_ket_phoi_hop", "DANG_HD36")
    [table] = [block for block in document.blocks if isinstance(block, TableBlock)]
    assert [row.cells[0] for row in table.rows] == ["2018", "2019"]
    assert "chương trình phối hợp số 05-CTr/BDV-LĐLĐ giai đoạn 2018 - 2022" in document.abstract


def test_minutes_as_a_paper_are_the_minutes(papers: Context) -> None:
    """The paper holds what the preview shows, under the day of the meeting, without its place."""
    [meeting] = _records(papers, "hoi_nghi")
    for profile in ("DANG_HD36", "ND30"):
        document, _issues = _paper(papers, "bien_ban_hoi_nghi", profile)
        looked, _issues = build_minutes(papers, meeting, profile)
        assert plain_text(document) == plain_text(looked)
        assert document.header.place_date_line is None
        assert document.date.isoformat() == "2020-07-07"


def test_office_certifies_a_chair_who_does_not_sign_for_it(papers: Context) -> None:
    """Under a leader of the committee the office head signs T/L below left; else nobody does."""
    [meeting] = _records(papers, "hoi_nghi")
    led = replace(meeting, values={**meeting.values, "chu_tri": "Lý Văn Z"})
    certified = build_minutes(papers, led, "DANG_HD36")[0].certification
    assert certified is not None
    assert (*certified.authority, certified.position) == ("T/L BAN THƯỜNG VỤ", "TRƯỞNG BAN DÂN VẬN")
    assert build_minutes(papers, meeting, "DANG_HD36")[0].certification is None
    assert build_minutes(papers, led, "ND30")[0].certification is None


def test_whole_set_of_a_meeting_is_built(papers: Context) -> None:
    """Invitation, agenda, minutes, notice, follow-up; a bare row has fewer and says why."""
    [meeting] = _records(papers, "hoi_nghi")
    found = sets.papers_for_meeting(papers, meeting)
    assert [code for code, _subject in found] == [
        "giay_moi",
        "chuong_trinh_hop",
        "bien_ban_hoi_nghi",
        "thong_bao_ket_luan_hop",
        "theo_doi_ket_luan_hop",
    ]
    made = [sets.build_paper(papers, code, subject) for code, subject in found]
    assert [issues for _document, issues in made if has_errors(issues)] == []
    bare = replace(meeting, values={"ten": "Họp giao ban", "ngay": "2020-07-07"})
    lacking = {o.template.code: o.lacking for o in sets.offers(papers, "hoi_nghi", [bare])}
    assert lacking["theo_doi_ket_luan_hop"] == "Chưa ghi: Việc giao"
    assert lacking["giay_moi"] == ""


def test_set_of_a_period_holds_its_report_and_the_reminder(papers: Context) -> None:
    """The regular report first; while somebody owes figures, the letter too."""
    found = sets.papers_for_period(papers, "H1/2020")
    assert [code for code, _period in found] == ["bao_cao_6_thang", "cong_van_don_doc"]
    assert all(subject == "H1/2020" for _code, subject in found)
    document, _issues = sets.build_paper(papers, *found[0])
    assert document.header.number_line == "Số 15-BC/BDV"


def test_started_paper_is_found_again(reporting: Context) -> None:
    """The set shows the draft that was started, with what the clerk changed in it."""
    [meeting] = _records(reporting, "hoi_nghi")
    draft = start_paper(
        reporting, "giay_moi", records=[meeting], changes={"ten": "dự họp bất thường"}
    )
    found = sets.paper_of(reporting, "giay_moi", f"hoi_nghi:{meeting.id}")
    assert found is not None
    assert found.id == draft.id
    assert build_report(reporting, found)[0].abstract == "dự họp bất thường"
    assert found.values["mau_ban"] == 1


def test_issued_decision_recognises_its_models(reporting: Context) -> None:
    """Number, day and tick stand with every appraised model; the others are named as Issues."""
    models = _records(reporting, "dan_van_kheo", 60)
    bare = [one for one in models if not one.values.get("so_qd_cong_nhan")]
    ready = [one for one in bare if one.values.get("tham_dinh") and one.values.get("cong_nhan")]
    raw = [one for one in bare if not one.values.get("tham_dinh")]
    chosen = [*ready[:2], *raw[:1]]
    assert ready
    assert raw
    paper = start_paper(reporting, "quyet_dinh_cong_nhan", records=chosen)
    issues = keep_issued(reporting, paper)
    for one in ready[:2]:
        kept = reporting.record("dan_van_kheo", one.id)
        assert kept is not None
        assert kept.values["so_qd_cong_nhan"] == paper.values["ky_hieu"]
        assert kept.values["ngay_cong_nhan"] == paper.values["ngay"]
    assert len(issues) >= len(raw[:1])


AWARDS = {
    "code": "cq_khen_thuong",
    "version": 1,
    "name": "Thông báo khen thưởng",
    "kind": "TB",
    "subject": "khen_thuong*",
    "title": "khen thưởng {{ so_luong }} tập thể, cá nhân",
    "recipients": ["Lưu {{ co_quan.ten }}"],
    "sections": [
        {
            "code": "a",
            "level": 1,
            "heading": "Được khen",
            "text": "{% for d in danh_sach %}- {{ d.ten }}: {{ d.hinh_thuc }}\n{% endfor %}",
            "table": {
                "of": "danh_sach",
                "total": ["muc_thuong"],
                "columns": [
                    {"header": "Tên", "field": "ten", "width": 4},
                    {"header": "Mức thưởng", "field": "muc_thuong_so", "align": "right"},
                    {"header": "Không có trong sổ", "field": "la"},
                ],
            },
        }
    ],
}
"""A kind that nobody but a clerk has written: of a register that no template of ours is about."""


def test_clerk_makes_another_kind_without_code(reporting: Context) -> None:
    """A template of the office about awards is offered, started and built like one of ours."""
    save_version(reporting, AWARDS)
    award = {"don_vi": "TN-DMC-05", "doi_tuong": "tap_the", "hinh_thuc": "giay_khen"}
    award |= {"so_qd": "12-QĐ/HU", "ngay": "2020-06-01"}
    rows = [
        reporting.save("khen_thuong", {**award, "ten": f"Tổ {n}", "muc_thuong": n * 700_000}).record
        for n in (1, 2)
    ]
    records = [row for row in rows if row is not None]
    assert [o.template.code for o in sets.offers(reporting, "khen_thuong", records)] == [
        AWARDS["code"]
    ]
    draft = start_paper(reporting, str(AWARDS["code"]), records=records)
    document, issues = build_report(reporting, draft)
    assert issues == []
    assert "- Tổ 2: Giấy khen" in plain_text(document)
    [table] = [block for block in document.blocks if isinstance(block, TableBlock)]
    assert [row.cells for row in table.rows] == [
        ("1", "Tổ 1", "700.000", ""),
        ("2", "Tổ 2", "1.400.000", ""),
        ("", "Tổng cộng", "2.100.000", ""),
    ]


def test_paper_of_a_deleted_record_says_so(reporting: Context) -> None:
    """Tables of what is in the bin are empty, and the paper has an error."""
    [meeting] = _records(reporting, "hoi_nghi")
    draft = start_paper(reporting, "thong_bao_ket_luan_hop", records=[meeting])
    reporting.delete("hoi_nghi", [meeting.id])
    _document, issues = build_report(reporting, draft)
    assert [issue.code for issue in issues] == ["subject_gone"]


def test_paper_wants_the_subject_of_its_template(reporting: Context) -> None:
    """No record, two for a paper about one, a record of the bin: refused with what to choose."""
    [meeting] = _records(reporting, "hoi_nghi")
    with pytest.raises(UserError, match="Chưa đủ để soạn") as refused:
        paper_values(reporting, "giay_moi")
    assert refused.value.remedy == "Chọn đúng một hồ sơ."
    with pytest.raises(UserError, match="Chưa đủ để soạn"):
        paper_values(reporting, "cong_van_don_doc")
    with pytest.raises(UserError, match="Không tìm thấy hồ sơ"):
        paper_values(reporting, "giay_moi", records=["khong-co"])
    with pytest.raises(UserError, match="quá nhiều"):
        paper_values(reporting, "danh_sach_tieu_bieu", records=[f"{n:08d}" for n in range(201)])
    assert paper_values(reporting, "giay_moi", records=[meeting.id])["doi_tuong"]


def test_many_addressees_are_named_in_the_text(reporting: Context) -> None:
    """Forty bodies at the head would fill page 1: it says where their names stand."""
    lines = [f"Đảng ủy xã số {number}" for number in range(40)]
    letter = {
        "code": "cq_gui_nhieu_noi",
        "version": 1,
        "name": "Công văn gửi nhiều nơi",
        "kind": "CV",
        "title": "gửi nhiều nơi",
        "addressees": lines[:30],
        "sections": [{"code": "a", "level": 0, "heading": "A", "text": "Kính đề nghị."}],
    }
    few = save_version(reporting, letter).template
    values = paper_values(reporting, few.code, period="H1/2020")
    assert values["kinh_gui"].splitlines() == lines[:30]
    save_version(reporting, {**letter, "addressees": lines})
    values = paper_values(reporting, few.code, period="H1/2020")
    assert values["kinh_gui"] == "Các cơ quan, đơn vị có tên trong danh sách"
