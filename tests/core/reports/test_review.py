"""“Soát trước khi nộp”: seeded faults are found, typed numbers are held against the registers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from danvan_desktop.context import Context
from danvan_desktop.documents.profiles import profile_for
from danvan_desktop.errors import Issue, Severity
from danvan_desktop.indicators import check_period, enter, give_reason
from danvan_desktop.reports.review_signers import signer_issues
from danvan_desktop.reports.service import check_before_submit, review
from danvan_desktop.reports.templates import template_for
from danvan_desktop.reports.typed_numbers import contradictions, corrected
from danvan_desktop.storage.values import ListQuery, Record
from tests.core.reports.helpers import write_section

TAG = '{{ "dvk_cong_nhan" | so }}'
SHOWN = {"dvk_cong_nhan": "12", "doi_thoai_ty_le_tra_loi": "86,9%", "doi_thoai_nguoi": "1.844"}
DEFAULTS = {section.code: section.text for section in template_for("bao_cao_6_thang").sections}


def codes(context: Context, report: Record) -> list[str]:
    """Name what a review finds."""
    return [issue.code for issue in check_before_submit(context, report.id)]


def _jumps(context: Context, report: Record) -> set[str | None]:
    found = check_before_submit(context, report.id)
    return {issue.place.field for issue in found if issue.code == "W1"}


def test_draft_of_the_half_year_has_no_errors(reporting: Context, report: Record) -> None:
    """The real draft is only reminded of texts to write, of who is missing and of what is odd."""
    found = review(reporting, report.id)
    assert not [i for i in found.issues if i.severity is Severity.ERROR]
    warnings = [i for i in found.issues if i.severity is Severity.WARNING]
    assert {i.code for i in warnings} == {"W3", "E12", "W1", "unfinished_section", "late"}
    assert ["thiếu xã Chà Là" in i.message for i in warnings if i.code == "E12"] == [True, False]
    assert found.issues[-1].code == "not_frozen"
    assert found.agree == found.total > 20


def test_warning_with_a_reason_is_settled(reporting: Context, report: Record) -> None:
    """Who wrote down why a commune is missing is not asked again."""
    period = reporting.period("H1/2020")
    for issue in check_period(reporting, period):
        if issue.code in ("E12", "W1"):
            give_reason(reporting, period, issue, "đã đối chiếu")
    assert not {"E12", "W1"} & set(codes(reporting, report))


def test_errors_come_first(reporting: Context, report: Record) -> None:
    """The list begins with what must be put right."""
    reporting.save("bao_cao", {"so": None, "nguoi_ky": None, "noi_nhan": None}, id=report.id)
    found = codes(reporting, report)
    assert found[:2] == ["missing_number", "missing_signer"]
    assert "missing_recipients" in found


def test_empty_sections_are_named_in_one_line(reporting: Context, report: Record) -> None:
    """What is not written is one reminder that leads to the first place."""
    later = write_section(reporting, report, "II.7", "")
    write_section(reporting, later, "III.1", "")
    (issue,) = [i for i in check_before_submit(reporting, report.id) if i.code == "empty_section"]
    assert issue.message == "2 mục chưa viết: II.7, III.1."
    assert issue.place.field == "II.7"
    assert issue.place.record == report.id


def test_typed_number_is_an_error_with_the_right_one(reporting: Context, report: Record) -> None:
    """A figure that was typed over with another number must not be sent (E11)."""
    text = next(s["noi_dung"] for s in report.values["muc"] if s["ma"] == "II.6")
    write_section(reporting, report, "II.6", text.replace(TAG, "13"))
    found = review(reporting, report.id)
    assert found.issues[0].code == "typed_number"
    assert found.issues[0].message == "Mục II.6: gõ tay “13”, trong sổ là 12."
    (typed,) = found.typed
    assert (found.total - found.agree, typed.tag) == (1, TAG)


def test_typed_number_that_agrees_is_no_error(reporting: Context, report: Record) -> None:
    """The right number typed by hand contradicts nothing."""
    text = next(s["noi_dung"] for s in report.values["muc"] if s["ma"] == "II.6")
    write_section(reporting, report, "II.6", text.replace(TAG, "12"))
    assert "typed_number" not in codes(reporting, report)


def test_figure_without_data_is_an_error(reporting: Context, report: Record) -> None:
    """A sentence with “…” in it must not be sent."""
    reporting.delete(
        "doi_thoai", [r.id for r in reporting.page(ListQuery(register="doi_thoai"), 0, 99)]
    )
    found = codes(reporting, report)
    assert found[0] == "figure_without_data"


def test_jump_with_its_reason_is_accepted(reporting: Context, report: Record) -> None:
    """More than 50 % against last year wants a reason, and one sentence is enough (W1)."""
    assert "II.6" in _jumps(reporting, report)
    text = next(s["noi_dung"] for s in report.values["muc"] if s["ma"] == "II.6")
    write_section(reporting, report, "II.6", f"{text}\nSố khen thưởng tăng do xét sớm hơn.")
    assert "II.6" not in _jumps(reporting, report)


SILENT = (
    "Tổ chức các hội nghị do cấp ủy chủ trì.",
    "Tiêu biểu là mô hình “Một cửa thân thiện tăng niềm tin, vì Nhân dân phục vụ”.",
    "Số mô hình tăng nhiều. Các xã đăng ký nhờ Khối dân vận hướng dẫn.",
)
"""Sentences that explain no jump: no change, a name in quotes, change and reason apart."""


def test_jump_is_not_explained_by_any_word(reporting: Context, report: Record) -> None:
    """A reason says of what changed why it did; names in quotes and other sentences do not."""
    text = next(s["noi_dung"] for s in report.values["muc"] if s["ma"] == "II.6")
    write_section(reporting, report, "II.6", "\n".join([text, *SILENT]))
    assert "II.6" in _jumps(reporting, report)


WRONG = (
    ("TS. Trần Thị K", "TRƯỞNG BAN", "titled_name", "học hàm"),
    ("Đại tá Trần K", "TRƯỞNG BAN", "titled_name", "quân hàm"),
    ("Trần A", "T/M BAN THƯỜNG VỤ\nK/T BÍ THƯ\nPHÓ BÍ THƯ", "wrong_authority", "K/T"),
    ("Trần B", "T/M HUYỆN ỦY\nPHÓ BÍ THƯ HUYỆN ỦY", "wrong_authority", "tên cơ quan"),
    ("Trần C", "T/M BAN THƯỜNG VỤ\nỦY VIÊN", "wrong_authority", "bí thư hoặc phó bí thư"),
    ("Trần D", "TUQ. TRƯỞNG BAN\nCHÁNH VĂN PHÒNG", "wrong_authority", "thừa ủy quyền"),
)
"""Name and lines of a signature, and what is said of it."""

RIGHT = ("TRƯỞNG BAN", "Q. TRƯỞNG BAN", "T/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ", "BÍ THƯ\nkiêm\nTRƯỞNG BAN")


def _signed(report: Record, **values: Any) -> Record:
    return replace(report, values={**report.values, **values})


def _of_signers(books: Context, paper: Record) -> list[Issue]:
    profile = profile_for(str(paper.values["the_thuc"]))
    return list(signer_issues(books, paper.values, str(paper.values["ngay"]), profile))


def _officer(name: str, lines: str) -> dict[str, Any]:
    return {"ho_ten": name, "chuc_vu": "Trưởng ban", "khoi_ky": lines, "tu_ngay": "2018-01-01"}


def test_what_stands_at_a_signature_is_held_against_the_rules(
    reporting: Context, report: Record
) -> None:
    """For the office's own signer and for those who sign with them (HD 36: authority, names)."""
    for name, lines, code, said in WRONG:
        reporting.save("can_bo_ky", _officer(name, lines))
        own = _signed(report, nguoi_ky=name)
        found = [i for i in _of_signers(reporting, own) if i.place.field == "nguoi_ky"]
        assert [(i.code, said in i.message, i.severity) for i in found] == [
            (code, True, Severity.ERROR)
        ]
        *above, position = lines.splitlines()
        if len(above) < 2:
            other = {"ho_ten": name, "chuc_vu": position, "tham_quyen": above[0] if above else None}
            joint = _signed(report, cung_ky=[other])
            found = [i for i in _of_signers(reporting, joint) if i.place.field == "cung_ky"]
            assert [i.code for i in found] == [code]


def test_rightful_signature_is_not_reproached(reporting: Context, report: Record) -> None:
    """The usual blocks of the Party's papers pass, and a name that begins like a degree."""
    for number, lines in enumerate(RIGHT):
        name = f"Tsơn Thị Vy {'ABCD'[number]}"
        reporting.save("can_bo_ky", _officer(name, lines))
        assert _of_signers(reporting, _signed(report, nguoi_ky=name)) == []


def test_head_of_an_office_whose_unit_is_abolished_is_doubted(
    reporting: Context, report: Record
) -> None:
    """From 1 July 2025 there is no district, and no paper of a district's office."""
    office = reporting.office("2020-07-01")
    assert office is not None
    units = reporting.all_of("don_vi")
    unit = next(one for one in units if one.values["ma"] == office["don_vi"])
    assert "unit_not_valid" not in codes(reporting, report)
    reporting.save("don_vi", {"den_ngay": "2020-06-30"}, id=unit.id)
    found = {i.code: i for i in check_before_submit(reporting, report.id)}
    assert "30/6/2020" in found["unit_not_valid"].message
    assert found["unit_not_valid"].severity is Severity.WARNING


def test_signer_must_hold_the_position_on_the_day(reporting: Context, report: Record) -> None:
    """A person who may not sign on the report's date is an error."""
    reporting.save("bao_cao", {"nguoi_ky": "Lê Văn C"}, id=report.id)
    assert "signer_not_valid" in codes(reporting, report)


def test_format_must_be_in_force_on_the_day(reporting: Context, report: Record) -> None:
    """HD 05 did not exist in 2020."""
    reporting.save("bao_cao", {"the_thuc": "DANG_HD05"}, id=report.id)
    assert "profile_not_valid" in codes(reporting, report)


def test_same_number_twice_is_an_error(reporting: Context, report: Record) -> None:
    """Two reports of one year cannot bear one number."""
    values = {**report.values, "ky": "H2/2020", "ngay": "2020-12-16", "muc": []}
    assert reporting.save("bao_cao", values).saved
    assert "same_number" in codes(reporting, report)


def test_frozen_report_tells_what_has_changed_since(reporting: Context, issued: Record) -> None:
    """After freezing, a record that disappears is told, and the paper stays."""
    model = reporting.page(
        ListQuery(register="dan_van_kheo", first_day="2020-01-01", last_day="2020-06-14"), 0, 1
    )[0]
    reporting.delete("dan_van_kheo", [model.id])
    changed = [
        issue.message
        for issue in check_before_submit(reporting, issued.id)
        if issue.code == "changed_since_frozen"
    ]
    name = "Mô hình, điển hình “Dân vận khéo” đăng ký"
    assert f"Mục II.6: {name} khi ban hành 24, nay 23." in changed


@pytest.mark.parametrize(
    ("section", "tag", "typed"),
    [
        ("II.6", '{{ "dvk_cong_nhan" | so }}', "13"),
        ("II.2", '{{ "doi_thoai_ty_le_tra_loi" | ty_le }}', "86,8%"),
        ("II.2", '{{ "doi_thoai_nguoi" | so }}', "1.845"),
    ],
)
def test_number_typed_over_a_figure_is_found(section: str, tag: str, typed: str) -> None:
    """Counts, rates and large numbers are all held against their figure, and can be put back."""
    text = DEFAULTS[section].replace(tag, typed)
    (found,) = contradictions({section: text}, DEFAULTS, _shown)
    assert (found.typed, found.tag) == (typed, tag)
    assert corrected(text, found) == DEFAULTS[section]


@pytest.mark.parametrize(
    "text",
    [
        "Xã Phan đã công nhận 02 mô hình.",
        "Kế hoạch số 15-KH/BDV ngày 07/7/2020, năm 2020.",
        "Định kỳ 5, đột xuất 7.",
        "Có 12 xã, 3 cuộc, đạt 50%.",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    """Only the same words mean the same figure; a false alarm would cost the clerk's trust."""
    assert contradictions({"III.1": text}, DEFAULTS, _shown) == []


def test_same_clause_elsewhere_is_found() -> None:
    """A long enough clause means the same in every section."""
    texts = {"III.1": "Trong kỳ, đã công nhận 14 mô hình."}
    (found,) = contradictions(texts, DEFAULTS, _shown)
    assert (found.section, found.shown) == ("III.1", "12")


def _shown(path: str, _filter: str, known: Mapping[str, str] = SHOWN) -> str | None:
    return known.get(path)


def test_count_of_none_in_a_sentence_is_told(reporting: Context, report: Record) -> None:
    """“00 hội nghị” is no sentence: the clerk is told to write that there was none."""
    write_section(reporting, report, "II.3", 'Tổ chức {{ "hoi_thi_cuoc" | so }} hội thi.')
    enter(reporting, reporting.period("H1/2020"), "", {"hoi_thi_cuoc": (0, "")})
    found = [i for i in check_before_submit(reporting, report.id) if i.code == "none_in_words"]
    assert [(i.place.field, i.severity) for i in found] == [("II.3", Severity.WARNING)]
