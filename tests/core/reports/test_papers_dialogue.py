"""The notice of a dialogue as a paper: scenario 4's numbers, assigned opinions, no authors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from danvan_desktop.context import Context
from danvan_desktop.documents.model import Document, plain_text
from danvan_desktop.errors import Issue, UserError
from danvan_desktop.reports.building import content_of
from danvan_desktop.reports.content import to_document
from danvan_desktop.reports.drafts import paper_values, start_paper
from danvan_desktop.reports.issued_fields import keep_issued
from danvan_desktop.reports.meeting_file import read_meeting
from danvan_desktop.reports.sets import build_paper
from danvan_desktop.reports.templates import all_templates

NOTICE = "thong_bao_ket_luan_doi_thoai"
DAY = "2020-07-08"
"""A day in the term whose last notice before the program was number 2."""


@pytest.fixture
def told(year_2020: Path) -> dict[str, Any]:
    """Return the dialogue as its file tells it."""
    found: dict[str, Any] = json.loads((year_2020 / "meeting.json").read_text("utf-8"))
    return dict(found["dialogue"])


@pytest.fixture
def dialogue(office: Context, year_2020: Path) -> str:
    """Store the dialogue without the number of its notice; give its id."""
    values = dict(dict(read_meeting(year_2020 / "meeting.json"))["doi_thoai"])
    result = office.save("doi_thoai", {**values, "so_thong_bao": None})
    assert result.record is not None, result.issues
    return str(result.record.id)


def _notice(
    office: Context, dialogue: str, *, day: str | None = None, style: str | None = None
) -> tuple[Document, list[Issue]]:
    values = paper_values(office, NOTICE, records=[dialogue], day=day, profile=style)
    content, issues = content_of(office, values)
    return to_document(content, str(values["the_thuc"])), issues


@pytest.mark.parametrize(
    ("style", "number"), [("DANG_HD36", "Số 03-TB/BDV"), ("ND30", "Số: 01/TB-BDV")]
)
def test_notice_says_what_was_answered_and_what_was_assigned(
    office: Context, dialogue: str, told: dict[str, Any], style: str, number: str
) -> None:
    """35 opinions, 30 answered at once (85,7%), five assigned; numbered by term or by year."""
    document, issues = _notice(office, dialogue, day=DAY, style=style)
    text = plain_text(document)
    assert issues == []
    assert document.header.number_line == number
    assert "Tiếp nhận 35 ý kiến; trả lời tại chỗ 30 ý kiến (85,7%)" in text
    assert "giao cơ quan, đơn vị giải quyết 05 ý kiến" in text
    assigned = [one for one in told["opinions"] if one["handling"] == "assigned"]
    wanted = [one[part] for one in assigned for part in ("text", "answering_body")]
    assert len(assigned) == 5
    assert [part for part in wanted if part not in text] == []


@pytest.mark.parametrize(
    "code", [code for code, one in all_templates().items() if one.register == "doi_thoai"]
)
def test_no_paper_names_the_author_of_an_opinion(
    office: Context, dialogue: str, told: dict[str, Any], code: str
) -> None:
    """Neither the names of the file nor the initials of the register stand in any paper."""
    text = plain_text(build_paper(office, code, f"doi_thoai:{dialogue}")[0])
    record = office.record("doi_thoai", dialogue)
    assert record is not None
    kept = {entry["nguoi_neu"] for entry in record.values["y_kien_chi_tiet"]}
    people = {told[part]["name"] for part in ("chair", "co_chair", "secretary")}
    names = {one["raised_by"] for one in told["opinions"]} - people
    assert len(kept) > 10
    assert [name for name in kept | names if name in text] == []


def test_number_is_kept_in_the_register_and_used_up(office: Context, dialogue: str) -> None:
    """An issued notice writes its number into the dialogue; the next one gets the one after."""
    paper = start_paper(office, NOTICE, records=[dialogue])
    assert paper.values["ky_hieu"] == "01-TB/BDV"
    assert keep_issued(office, paper) == []
    record = office.record("doi_thoai", dialogue)
    assert record is not None
    assert record.values["so_thong_bao"] == "01-TB/BDV"
    assert paper_values(office, NOTICE, records=[dialogue])["ky_hieu"] == "01-TB/BDV"
    values = {
        "don_vi": "TN-DMC",
        "ngay": "2020-06-01",
        "hinh_thuc": "dot_xuat",
        "so_nguoi": 20,
        "y_kien": 0,
        "tra_loi": 0,
        "chuyen": 0,
    }
    other = office.save("doi_thoai", values).record
    assert other is not None
    assert paper_values(office, NOTICE, records=[other])["ky_hieu"] == "02-TB/BDV"
    text = plain_text(_notice(office, other.id)[0])
    assert "Không có ý kiến nào phải chuyển giải quyết." in text
    assert "……" in text


def test_notice_of_a_deleted_dialogue_is_refused(office: Context, dialogue: str) -> None:
    """What is in the bin has no paper."""
    office.delete("doi_thoai", [dialogue])
    with pytest.raises(UserError, match="Không tìm thấy hồ sơ đã chọn"):
        _notice(office, dialogue)
