"""Figures of directives, programmes, cadres, awards and ratings that no key has, by hand."""

from __future__ import annotations

from typing import Any

from danvan_desktop.context import Context
from danvan_desktop.indicators import check_period, compute, records_of

PAPER = {
    "so_ky_hieu": "07-CT/HU",
    "ngay": "2020-03-15",
    "co_quan": "Ban Thường vụ Huyện ủy",
    "trich_yeu": "Chỉ thị về công tác dân vận",
}


def _value(office: Context, code: str, period: str = "H1/2020") -> Any:
    return compute(office, office.period(period), [code])[code].value


def _save(office: Context, register: str, values: dict[str, Any]) -> None:
    result = office.save(register, values)
    assert result.saved, result.issues


def test_reviews_are_due_done_or_overdue_at_the_end(office: Context) -> None:
    """Of four deadlines one is met, one missed, one still to come, one met only later."""
    due = (
        ("1", "2020-04-30", "2020-04-20"),
        ("2", "2020-05-31", None),
        ("3", "2020", None),
        ("4", "2020-05-31", "2020-07-01"),
    )
    for number, deadline, done in due:
        paper = {**PAPER, "so_ky_hieu": f"{number}-CT/HU"}
        _save(office, "van_ban", {**paper, "han_so_ket": deadline, "ngay_so_ket": done})
    _save(office, "van_ban", PAPER)
    found = {
        code: _value(office, f"van_ban_{code}")
        for code in ("trong_ky", "phai_so_ket", "da_so_ket", "qua_han_so_ket", "so_ket_trong_ky")
    }
    assert found == {
        "trong_ky": 5,
        "phai_so_ket": 4,
        "da_so_ket": 1,
        "qua_han_so_ket": 2,
        "so_ket_trong_ky": 1,
    }
    assert _value(office, "van_ban_ty_le_so_ket") == 25
    assert _value(office, "van_ban_so_ket_trong_ky", "H2/2020") == 1
    assert _value(office, "van_ban_da_so_ket", "H2/2020") == 2


def test_breakdowns_of_kinds_and_levels_add_up(filled: Context) -> None:
    """What was read from symbols and wording leaves no paper of the key without a kind."""
    period = filled.period("H1/2020")
    found = compute(filled, period, ["van_ban_theo_loai"])["van_ban_theo_loai"]
    assert found.by["loai"] == {"CT": 1, "HD": 1, "KH": 2, "TB": 1, "CV": 1}
    assert found.by["cap_ban_hanh"] == {"T": 1, "H": 5}


def test_every_commune_of_the_key_has_a_block(filled: Context) -> None:
    """11 of 11, each led by the standing deputy secretary; 24 of 25 hold another post."""
    found = compute(
        filled,
        filled.period("H1/2020"),
        [
            "can_bo_ty_le_don_vi_co_khoi",
            "can_bo_ty_le_truong_khoi_pbt",
            "can_bo_ty_le_kiem_nhiem",
            "can_bo_theo_vi_tri",
        ],
    )
    rates = [(one.numerator, one.denominator) for one in list(found.values())[:3]]
    assert rates == [(11, 11), (11, 11), (24, 25)]
    assert found["can_bo_theo_vi_tri"].by["vi_tri"] == {"truong": 12, "pho": 12, "chuyen_vien": 1}


def test_person_of_two_positions_is_counted_once(filled: Context) -> None:
    """A second position makes 26 rows of 25 people; who has left makes neither."""
    second = {
        "ho_ten": "Nguyễn Văn A",
        "don_vi": "TN-DMC",
        "chuc_danh": "Trưởng Ban Chỉ đạo Quy chế dân chủ",
        "tu": "2020",
    }
    _save(filled, "can_bo", second)
    _save(filled, "can_bo", {**second, "chuc_danh": "Phó Trưởng Ban", "tu": "2015", "den": "2018"})
    assert (_value(filled, "can_bo"), _value(filled, "can_bo_nguoi")) == (26, 25)


def test_model_with_two_awards_is_one_model(filled: Context) -> None:
    """The register of awards counts models once and leads to their awards."""
    models = [m for m in filled.all_of("dan_van_kheo") if m.values["khen"]][:2]
    award = {"doi_tuong": "tap_the", "ngay": "2020-05-14", "don_vi": "TN-DMC-07"}
    for number, model in enumerate((*models, models[0])):
        values = {**award, "ten": f"Tập thể {number}", "lien_ket": model.id}
        kinds = {"hinh_thuc": "bang_khen", "so_qd": "31-QĐ/TU"}
        _save(filled, "khen_thuong", {**values, **kinds})
    assert _value(filled, "khen_thuong_mo_hinh") == 2
    period = filled.period("H1/2020")
    assert filled.count(records_of(filled, "khen_thuong_mo_hinh", period)) == 3
    by_level = compute(filled, period, ["khen_thuong_theo_cap"])["khen_thuong_theo_cap"]
    assert by_level.by["cap_khen"] == {"T": 3, "H": 5, "chua_ghi": 8}


def test_rating_counts_once_in_the_year_and_its_last_half(office: Context) -> None:
    """Two of three organisations rated good or better met the criterion."""
    for number, (rating, criterion) in enumerate(
        (("xuat_sac", "dat"), ("tot", "dat"), ("hoan_thanh", "khong_dat"))
    ):
        values = {"ten": f"Chi bộ {number}", "don_vi": "TN-DMC-07", "nam": 2020}
        _save(office, "xep_loai", {**values, "xep_loai": rating, "tieu_chi_dvk": criterion})
    codes = ("xep_loai_to_chuc", "xep_loai_tot", "xep_loai_dat_dvk")
    assert [_value(office, code, "H2/2020") for code in codes] == [3, 2, 2]
    assert [_value(office, code) for code in codes] == [0, 0, 0]
    assert round(_value(office, "xep_loai_ty_le_dvk", "H2/2020"), 1) == 66.7


def test_rewarded_model_and_its_award_agree(office: Context) -> None:
    """E13: an award for a model that is not marked, and a marked model without its award."""
    model = {"don_vi": "TN-DMC-07", "linh_vuc": "VHXH", "doi_tuong": "tap_the"}
    model |= {"ngay_dang_ky": "2020-02-01"}
    marked = dict.fromkeys(("tham_dinh", "cong_nhan", "tieu_bieu", "khen"), True)
    decided = {"so_qd_khen": "31-QĐ/TU", "ngay_khen": "2020-05-14"}
    _save(office, "dan_van_kheo", {**model, "ten": "Ấp không rác"})
    _save(office, "dan_van_kheo", {**model, **marked, **decided, "ten": "Hũ gạo tình thương"})
    _save(office, "dan_van_kheo", {**model, **marked, **decided, "ten": "Cổng trường an toàn"})
    ids = {m.values["ten"]: m.id for m in office.all_of("dan_van_kheo")}
    award = {"doi_tuong": "tap_the", "ngay": "2020-05-14", "don_vi": "TN-DMC-07"}
    award |= {"hinh_thuc": "bang_khen", "so_qd": "31-QĐ/TU"}
    for name in ("Ấp không rác", "Cổng trường an toàn"):
        _save(office, "khen_thuong", {**award, "ten": name, "lien_ket": ids[name]})
    issues = [i for i in check_period(office, office.period("H1/2020")) if i.code == "E13"]
    assert [(i.place.record, i.message) for i in issues] == [
        (
            ids["Ấp không rác"],
            "“Ấp không rác” được khen theo quyết định 31-QĐ/TU mà phiếu chưa ghi khen thưởng.",
        ),
        (
            ids["Hũ gạo tình thương"],
            "“Hũ gạo tình thương” ghi khen theo quyết định 31-QĐ/TU mà sổ khen thưởng không có.",
        ),
    ]
    assert {i.severity.value for i in issues} == {"warning"}
