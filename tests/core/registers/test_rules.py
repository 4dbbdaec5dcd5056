"""What the rules of each register refuse and what they only remark on."""

from __future__ import annotations

from typing import Any

import pytest

from danvan_desktop.context import Context
from danvan_desktop.errors import Severity

MODEL = {
    "ten": "Thắp sáng đường quê",
    "don_vi": "TN-DMC-07",
    "linh_vuc": "VHXH",
    "doi_tuong": "tap_the",
    "ngay_dang_ky": "2020-02-01",
}
MEETING = {"ten": "Sơ kết", "loai": "so_ket", "ngay": "2020-07-07", "duoc_moi": 45, "co_mat": 42}
DIALOGUE = {
    "don_vi": "TN-DMC-10",
    "ngay": "2020-05-14",
    "hinh_thuc": "dinh_ky",
    "so_nguoi": 186,
    "y_kien": 35,
    "tra_loi": 30,
    "chuyen": 5,
}


def _errors(office: Context, register: str, values: dict[str, Any]) -> list[tuple[str, str | None]]:
    return [
        (issue.code, issue.place.field)
        for issue in office.validate(register, values)
        if issue.severity is Severity.ERROR
    ]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"cong_nhan": True}, "cong_nhan"),
        ({"tham_dinh": True, "tieu_bieu": True}, "tieu_bieu"),
        ({"tham_dinh": True, "cong_nhan": True, "khen": True}, "khen"),
        ({"tham_dinh": True, "cong_nhan": True, "dien_bien": "khong_cong_nhan"}, "dien_bien"),
        ({"tham_dinh": True, "cong_nhan": True, "diem_tham_dinh": 60}, "diem_tham_dinh"),
        ({"tham_dinh": True, "ngay_tham_dinh": "2019-12-31"}, "ngay_tham_dinh"),
        ({"ngay_tham_dinh": "2020-03-01"}, "tham_dinh"),
    ],
)
def test_funnel_never_widens(office: Context, changes: dict[str, Any], field: str) -> None:
    """No step of a model's life is taken before the one that it needs."""
    assert ("impossible_value", field) in _errors(office, "dan_van_kheo", {**MODEL, **changes})


def test_recognition_with_appraisal_is_accepted(office: Context) -> None:
    """A whole life with all its papers has nothing to remark on."""
    whole = {
        **MODEL,
        "tham_dinh": True,
        "ngay_tham_dinh": "2020-04-20",
        "diem_tham_dinh": 86,
        "cong_nhan": True,
        "so_qd_cong_nhan": "21-QĐ/HU",
        "ngay_cong_nhan": "2020-05-12",
        "cap_cong_nhan": "H",
        "tieu_bieu": True,
        "khen": True,
        "so_qd_khen": "125-QĐ/HU",
        "ngay_khen": "2020-06-01",
    }
    assert office.validate("dan_van_kheo", whole) == []


def test_award_sentence_in_number_field_is_refused(office: Context) -> None:
    """A reason typed where the decision number belongs is told so."""
    values = {
        **MODEL,
        "tham_dinh": True,
        "cong_nhan": True,
        "tieu_bieu": True,
        "khen": True,
        "so_qd_khen": "Có thành tích xuất sắc trong phong trào",
        "ngay_khen": "2020-06-01",
    }
    assert _errors(office, "dan_van_kheo", values) == [("wrong_content", "so_qd_khen")]


def test_recognition_below_own_level_is_refused(office: Context) -> None:
    """A district body cannot be recognised by a commune."""
    values = {
        **MODEL,
        "don_vi": "TN-DMC-CQ-CA",
        "tham_dinh": True,
        "cong_nhan": True,
        "cap_cong_nhan": "X",
    }
    assert ("impossible_value", "cap_cong_nhan") in _errors(office, "dan_van_kheo", values)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"co_mat": 46}, "co_mat"),
        ({"co_mat": 41, "vang_co_ly_do": 2, "vang_khong_ly_do": 1}, "vang_co_ly_do"),
        ({"gio_bat_dau": "13:30", "gio_ket_thuc": "08:00"}, "gio_ket_thuc"),
        ({"chu_tri": "Nguyễn Văn A", "thu_ky": "nguyễn văn a"}, "thu_ky"),
        (
            {"bieu_quyet": [{"noi_dung": "x", "co_quyen": 42, "tan_thanh": 40}]},
            "bieu_quyet.tan_thanh",
        ),
        (
            {"bieu_quyet": [{"noi_dung": "x", "co_quyen": 43, "tan_thanh": 43}]},
            "bieu_quyet.co_quyen",
        ),
        ({"trang_thai": "khoa"}, "ket_luan"),
    ],
)
def test_meeting_must_balance(office: Context, changes: dict[str, Any], field: str) -> None:
    """Attendance, votes, times and people of a meeting agree (acceptance scenario 2)."""
    assert field in [place for _code, place in _errors(office, "hoi_nghi", {**MEETING, **changes})]


def test_meeting_attendance_follows_from_delegates(office: Context) -> None:
    """Where delegates are listed, the numbers come from the list."""
    delegates = [
        {"ho_ten": "Lê Văn R", "co_mat": True},
        {"ho_ten": "Vũ Văn R", "co_mat": False, "ly_do": "Đi học"},
        {"ho_ten": "Ngô Thị V", "co_mat": False},
    ]
    saved = office.save("hoi_nghi", {**MEETING, "dai_bieu": delegates}).record
    assert saved is not None
    names = ("duoc_moi", "co_mat", "vang_co_ly_do", "vang_khong_ly_do")
    assert [saved.values[name] for name in names] == [3, 1, 1, 1]


def test_speaker_not_present_is_a_warning(office: Context) -> None:
    """Somebody who spoke but is not on the list of those present is remarked on, not refused."""
    values = {
        **MEETING,
        "dai_bieu": [{"ho_ten": "Lê Văn R", "co_mat": True}],
        "phat_bieu": [{"ho_ten": "Hồ Văn R", "tom_tat": "Đề nghị hỗ trợ."}],
    }
    (issue,) = office.validate("hoi_nghi", values)
    assert issue.severity is Severity.WARNING


@pytest.mark.parametrize(
    ("changes", "field"), [({"tra_loi": 29}, "y_kien"), ({"qua_han": 6}, "qua_han")]
)
def test_dialogue_opinions_must_add_up(
    office: Context, changes: dict[str, Any], field: str
) -> None:
    """Every opinion was answered or passed on, and only passed ones can be late."""
    assert _errors(office, "doi_thoai", {**DIALOGUE, **changes}) == [("impossible_value", field)]


def test_dialogue_totals_follow_from_opinions(office: Context) -> None:
    """Where opinions are kept one by one, the totals come from them (acceptance scenario 4)."""
    opinions = [{"noi_dung": f"Ý kiến {n}", "xu_ly": "tai_cho"} for n in range(3)]
    opinions.append({"noi_dung": "Ý kiến 4", "xu_ly": "chuyen", "han": "2020-06-30"})
    saved = office.save("doi_thoai", {**DIALOGUE, "y_kien_chi_tiet": opinions}).record
    assert saved is not None
    assert [saved.values[name] for name in ("y_kien", "tra_loi", "chuyen")] == [4, 3, 1]
