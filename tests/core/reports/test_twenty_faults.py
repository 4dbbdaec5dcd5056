"""PRODUCT's first wish: twenty faults in one report, all twenty listed, none left after repair."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from danvan_desktop.context import Context
from danvan_desktop.errors import Severity
from danvan_desktop.indicators import enter
from danvan_desktop.reports.lifecycle import mark_checked, obstacles
from danvan_desktop.reports.review import give_paper_reason, review
from danvan_desktop.reports.review_words import other_spellings, respelled, typed_numbers_in
from danvan_desktop.storage.values import Record

TWENTY = {
    "same_number": "số đã dùng trước khi có chương trình",
    "missing_reason": "bản thay thế không ghi lý do",
    "wrong_authority": "phó ký thiếu K/T",
    "no_archive": "nơi nhận thiếu dòng Lưu",
    "late": "ngày quá hạn nộp",
    "profile_not_valid": "thể thức chưa có hiệu lực",
    "office_not_valid": "cơ quan chưa có vào ngày đó",
    "empty_section": "mục chưa viết",
    "unfinished_section": "mục còn câu mẫu",
    "taken_section": "mục lấy từ kỳ trước chưa xác nhận",
    "taken_number": "số gõ tay của kỳ trước",
    "figure_without_data": "câu có số chưa có số liệu",
    "no_comparison": "câu so sánh không có cùng kỳ",
    "typed_number": "số gõ tay trái với sổ",
    "unknown_figure": "thẻ số liệu không có thật",
    "W1": "tăng đột ngột không giải trình",
    "E12": "thiếu đơn vị",
    "E5": "tổng không hợp lẽ",
    "other_spelling": "viết uỷ, hoà",
    "state_secret": "chữ ghi độ mật",
}
"""Code of each fault and what the clerk would call it."""

SECTIONS = {
    "I.1": "",
    "II.1": 'Ban hành {{ "van_ban_trong_ky" | so }} văn bản.',
    "II.3": '{{ "lay_y_kien_dot" | so }} đợt lấy ý kiến.',
    "II.4": '{{ "tiep_dan_luot" | so_sanh }}',
    "II.5": '{{ "khong_co" | so }}',
    "II.7": "Trong kỳ có 17 cuộc vận động.",
    "III.1": "Cấp uỷ quan tâm, công tác hoà giải có tiến bộ.",
    "III.2": "TUYỆT MẬT\nKhông phổ biến.",
}


def _codes(context: Context, record: Record) -> set[str]:
    return {issue.code for issue in review(context, record).issues}


def _with(record: Record, **changes: Any) -> Record:
    return replace(record, values={**record.values, **changes})


def _sections(record: Record, texts: dict[str, str], **marks: Any) -> list[dict[str, Any]]:
    return [
        {**section, "noi_dung": texts[section["ma"]], **marks}
        if section["ma"] in texts
        else dict(section)
        for section in record.values["muc"]
    ]


def test_twenty_faults_are_listed_and_none_is_left_after_repair(
    reporting: Context, report: Record
) -> None:
    """Seeded together they are all named with a remedy; each repaired, the paper can go on."""
    period = reporting.period("H1/2020")
    enter(reporting, period, "", {"dvk_tham_dinh": (3, "")})  # fewer than were recognised
    deputy = next(r for r in reporting.all_of("can_bo_ky") if r.values["ho_ten"] == "Trần Thị B")
    reporting.save("can_bo_ky", {"khoi_ky": "PHÓ TRƯỞNG BAN"}, id=deputy.id)
    office = reporting.all_of("van_phong")[0]
    reporting.save("van_phong", {"tu_ngay": "2020-09-01"}, id=office.id)
    sections = _sections(report, SECTIONS)
    for section in sections:
        if section["ma"] == "II.7":
            section["lay_tu"], section["xong"] = "03-BC/BDV", False
        if section["ma"] == "II.6":
            tag = '{{ "dvk_cong_nhan" | so }}'
            section["noi_dung"] = section["noi_dung"].replace(tag, "13")
    bad = _with(
        report,
        so=3,
        lan=2,
        nguoi_ky="Trần Thị B",
        noi_nhan="Ban Dân vận Tỉnh ủy",
        the_thuc="DANG_HD05",
        muc=sections,
    )
    found = review(reporting, bad)
    codes = {issue.code for issue in found.issues}
    assert set(TWENTY) <= codes
    assert len(TWENTY) == 20
    assert all(issue.message and issue.remedy for issue in found.issues)
    places = {issue.code: issue.place.field for issue in found.issues}
    assert (places["state_secret"], places["unknown_figure"]) == ("III.2", "II.5")
    assert [i.severity for i in found.issues] == sorted(
        (i.severity for i in found.issues), key=("error", "warning", "note").index
    )

    reporting.save("can_bo_ky", {"khoi_ky": deputy.values["khoi_ky"]}, id=deputy.id)
    reporting.save("van_phong", {"tu_ngay": office.values["tu_ngay"]}, id=office.id)
    enter(reporting, period, "", {"dvk_tham_dinh": None})
    good = [
        {**section, "noi_dung": respelled(section["noi_dung"] or "") or None, "xong": True}
        for section in report.values["muc"]
    ]
    fixed = _with(report, muc=good)
    left = obstacles(review(reporting, fixed).issues)
    assert {issue.severity for issue in left} == {Severity.WARNING}
    reporting.save("bao_cao", {"muc": good}, id=report.id)
    for issue in left:
        give_paper_reason(reporting, report.id, issue, "đã đối chiếu với xã")
    assert obstacles(review(reporting, report.id).issues) == []
    assert {s.reason for s in review(reporting, report.id).settled} == {"đã đối chiếu với xã"}
    assert mark_checked(reporting, report.id).values["trang_thai"] == "da_soat"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"so": None}, "missing_number"),
        ({"so": 40}, "number_skips"),
        ({"nguoi_ky": None}, "missing_signer"),
        ({"nguoi_ky": "Lê Văn C"}, "signer_not_valid"),
        ({"noi_nhan": None}, "missing_recipients"),
        ({"ngay": "2020-06-10"}, "date_before_end"),
        ({"the_thuc": "ND30"}, "other_format"),
        ({"y_kien": "Bổ sung xã Chà Là"}, "sent_back"),
        ({"loai": "CV"}, "missing_addressee"),
        ({"doi_tuong": "dan_van_kheo:khong-con"}, "subject_gone"),
    ],
)
def test_faults_of_the_head_are_found_one_by_one(
    reading: Context, changes: dict[str, Any], code: str
) -> None:
    """What cannot stand beside the twenty is found by itself."""
    record = next(r for r in reading.all_of("bao_cao") if r.values["ky"] == "H1/2020")
    whole = reading.record("bao_cao", record.id)
    assert whole is not None
    assert code not in _codes(reading, whole)
    assert code in _codes(reading, _with(whole, **changes))


def test_reminder_that_changed_is_asked_again(reporting: Context, report: Record) -> None:
    """A reason for “13 mục” does not answer “12 mục”; an empty reason takes it back."""
    (before,) = [i for i in review(reporting, report.id).issues if i.code == "unfinished_section"]
    give_paper_reason(reporting, report.id, before, "còn chờ duyệt")
    assert "unfinished_section" not in _codes(reporting, reporting.record("bao_cao", report.id))  # type: ignore[arg-type]
    sections = [{**s, "xong": s["xong"] or s["ma"] == "V"} for s in report.values["muc"]]
    saved = reporting.save("bao_cao", {"muc": sections}, id=report.id).record
    assert saved is not None
    assert "unfinished_section" in _codes(reporting, saved)


def test_reason_for_a_jump_is_kept_in_the_period(reporting: Context, report: Record) -> None:
    """The reason stands in the period, so that it is printed among the explanations."""
    jump = next(i for i in review(reporting, report.id).issues if i.code == "W1")
    give_paper_reason(reporting, report.id, jump, "xét khen sớm một tháng")
    assert [r.values["ly_do"] for r in reporting.all_of("thuyet_minh")] == [
        "xét khen sớm một tháng"
    ]
    left = {i.place.unit for i in review(reporting, report).issues if i.code == "W1"}
    assert jump.place.unit not in left


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Tỉnh uỷ, Uỷ ban, HUYỆN UỶ", ["uỷ", "Uỷ", "UỶ"]),
        ("hoà giải, khoá, tuý luý", ["hoà", "khoá", "tuý", "luý"]),
        ("quý, quỷ, hoàn, khoảng, thuyền, Thuý", ["Thuý"]),
        ("ủy, hòa, khóa", []),
    ],
)
def test_other_spelling_is_found_at_the_end_of_a_syllable_only(text: str, wrong: list[str]) -> None:
    """uỷ and hoà are found, quý and hoàn are not; the repair changes nothing else."""
    assert other_spellings(text) == wrong
    assert other_spellings(respelled(text)) == []


def test_typed_numbers_of_taken_text_leave_out_figures_and_years() -> None:
    """Only digits that somebody typed are flagged; years and paper numbers are not."""
    text = 'Năm 2020 có {{ "dvk_dang_ky" | so }} mô hình, 07 cuộc, 58,5 tỷ, số 15-BC/BDV.'
    assert typed_numbers_in(text) == ["07", "58,5"]
