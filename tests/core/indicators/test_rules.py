"""What an indicator may be, how figures roll up, and which periods are inconsistent."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from danvan_desktop.context import Context
from danvan_desktop.errors import Severity, UserError
from danvan_desktop.i18n import use_language
from danvan_desktop.indicators import (
    Figure,
    Kind,
    axis_label,
    catalogue,
    check_period,
    compare,
    compute,
    figure,
    key_label,
    records_of,
    roll_up,
)
from danvan_desktop.indicators.catalogue import load
from danvan_desktop.indicators.reading import read_family
from danvan_desktop.organisation.periods import Period

GOOD = {"code": "x", "name": "X", "unit": "cuộc", "kind": "flow"}


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ({"unit": ""}, "thiếu unit"),
        ({"kind": "rate"}, "rate"),
        ({"register": "khac"}, "không có sổ khac"),
        ({"axes": ["cap", "mau"]}, "không có trường mau"),
        ({"axes": ["chu_tri"]}, "không chia nhóm được"),
        ({"sum": "chu_tri"}, "không phải là số"),
        ({"where": {"mau": 1}}, "không có trường mau"),
        ({"kind": "stock"}, "valid"),
        ({"kind": "ratio"}, "numerator"),
        ({"roll_up": "last"}, "không cộng dồn"),
        ({"distinct": "don_vi", "space": "sum"}, "không cộng được theo đơn vị"),
        ({"space": "all"}, "all"),
        ({"kind": "stock", "valid": "sometimes"}, "không hiểu sometimes"),
        ({"kind": "stock", "valid": ["ngay", "so_nguoi"]}, "không phải là ngày"),
        ({"scale": 0}, "scale"),
        ({"kind": "ratio", "numerator": "a", "denominator": "b", "roll_up": "sum"}, "cộng dồn"),
    ],
)
def test_declaration_is_refused_with_reason(entry: dict[str, Any], fault: str) -> None:
    """A wrong declaration names the indicator and what is wrong with it."""
    data = {"register": "doi_thoai", "indicators": [GOOD | entry]}
    family, issues = read_family(data, file="x.json")
    assert not family.indicators
    assert fault in issues[0].message
    assert issues[0].place.file == "x.json"


@pytest.mark.parametrize(
    ("entries", "fault"),
    [
        ([GOOD, GOOD], "hai lần"),
        ([GOOD | {"kind": "ratio", "numerator": "a", "denominator": "x"}], "chưa khai báo"),
    ],
)
def test_catalogue_is_refused_when_declarations_do_not_fit(
    tmp_path: Path, entries: list[dict[str, Any]], fault: str
) -> None:
    """Codes are unique and rates are made of declared figures."""
    data = {"register": "doi_thoai", "indicators": entries}
    (tmp_path / "x.json").write_text(json.dumps(data), "utf-8")
    with pytest.raises(UserError, match=fault):
        load(tmp_path)


def test_every_indicator_states_its_english_name() -> None:
    """The window is complete in English; papers stay Vietnamese."""
    use_language("en")
    for one in catalogue().values():
        assert {"name", "short", "unit"} <= set(one.english), one.code
        assert one.label != one.name


def test_flows_add_and_rates_are_recomputed() -> None:
    """Two half-years make a year only for flows; a rate comes from its parts anew."""
    rate = catalogue()["doi_thoai_ty_le_tra_loi"]
    halves = [_rate(50.0, 1, 2), _rate(100.0, 8, 8)]
    assert roll_up(rate, halves) == 90.0
    flow = catalogue()["doi_thoai_cuoc"]
    assert roll_up(flow, [_flow(19), _flow(21)]) == 40
    assert roll_up(catalogue()["dvk_mo_hinh"], [_flow(35), _flow(37)]) == 37
    assert roll_up(flow, []) is None


def test_rate_without_denominator_is_unknown() -> None:
    """A period without opinions has no rate, not a rate of zero."""
    empty = Figure("x", "X", "%", Kind.RATIO, None, numerator=0, denominator=0, records=3)
    assert (empty.shown(), empty.plain()["shown_one_decimal"]) == ("…", None)


def test_rate_of_an_unknown_number_is_unknown(office: Context) -> None:
    """The communes are counted, but while nobody wrote down their blocks their share is not 0%."""
    code = "can_bo_ty_le_don_vi_co_khoi"
    figure = compute(office, office.period("H1/2020"), [code])[code]
    assert figure.denominator == 11
    assert figure.shown() == "…"


def test_unknown_and_none_are_told_apart(filled: Context) -> None:
    """A period without any record shows “…”, a zero among records “-”."""
    nothing = compute(filled, filled.period("H2/2020"), ["hoi_nghi_cuoc"])["hoi_nghi_cuoc"]
    none = compute(filled, filled.period("H2/2020"), ["dvk_khen"])["dvk_khen"]
    assert (nothing.shown(), none.shown()) == ("…", "-")


def test_stock_counts_what_is_valid_on_the_last_day(filled: Context, period: Period) -> None:
    """Ten communes and a town in 2020; bodies of the district are no communes."""
    assert compute(filled, period, ["don_vi_cap_xa"])["don_vi_cap_xa"].value == 11
    assert filled.count(records_of(filled, "don_vi_cap_xa", period)) == 11
    after = Period("H2/2025", "", "2025-06-15", "2025-12-14")
    assert compute(filled, after, ["don_vi_cap_xa"])["don_vi_cap_xa"].value == 3


def test_figure_follows_a_change(filled: Context, period: Period) -> None:
    """A figure that was computed before is computed anew after a save."""
    assert figure(filled, "doi_thoai_cuoc", period).value == 19
    saved = filled.save("doi_thoai", _dialogue(don_vi="TN-DMC-05"))
    assert saved.saved
    assert figure(filled, "doi_thoai_cuoc/don_vi/TN-DMC-05", period).value == 1
    filled.undo()
    assert figure(filled, "doi_thoai_cuoc", period).value == 19


@pytest.mark.parametrize("path", ["khong_co", "dvk_dang_ky/mau/do"])
def test_unknown_figure_is_refused(filled: Context, period: Period, path: str) -> None:
    """A path that leads nowhere is refused in words."""
    with pytest.raises(UserError):
        figure(filled, path, period)


def test_part_that_does_not_occur_is_zero(filled: Context, period: Period) -> None:
    """No individual is exemplary: that is 00 in a paper."""
    assert figure(filled, "dvk_tieu_bieu/doi_tuong/ca_nhan", period).shown == "00"


def test_check_names_who_is_missing_and_what_jumps(filled: Context, period: Period) -> None:
    """The half-year of the key has no error; Chà Là is missing and awards doubled."""
    issues = check_period(filled, period)
    assert not [i for i in issues if i.severity is Severity.ERROR]
    by_code = {(i.code, i.place.record): i for i in issues}
    missing = [i.message for i in issues if i.code == "E12"]
    assert ["xã Chà Là" in missing[0], "xã Bến Củi" in missing[1]] == [True, True]
    assert "+100%" in by_code["W1", "dvk_khen"].message
    assert ("W1", "dvk_dang_ky") not in by_code
    assert "101%" in by_code["W6", "dvk_dang_ky"].message


def test_check_finds_parts_that_do_not_make_the_whole(filled: Context) -> None:
    """Records of the year before do not say whether they are new: E3."""
    issues = check_period(filled, filled.period("H1/2019"))
    found = [i for i in issues if i.code == "E3" and i.place.record == "dvk_dang_ky"]
    assert [i.place.field for i in found] == ["tinh_chat"]


def test_check_warns_of_full_success(filled: Context) -> None:
    """W3: a rate of exactly 100 % wants a reason."""
    filled.save("doi_thoai", _dialogue(ngay="2019-07-01"))
    issues = check_period(filled, filled.period("H2/2019"))
    assert "W3" in {i.code for i in issues}


def test_comparison_of_a_rate_is_in_points(filled: Context, period: Period) -> None:
    """A rate rises by points, never by percent of percent."""
    found = compare(filled, "dvk_ty_le_cong_nhan", period)
    assert (found.now, found.last, found.percent, found.shown) == (50.0, 50.0, None, "không đổi")


def test_labels_come_from_the_register(filled: Context, period: Period) -> None:
    """Axes and keys are named as the forms and the directory name them."""
    one, units = catalogue()["dvk_dang_ky"], filled.directory(period.last_day)
    assert [axis_label(one, axis) for axis in ("don_vi", "cap")] == ["Đơn vị", "Cấp"]
    assert key_label(one, "don_vi", "TN-DMC-01", units) == "TT. Dương Minh Châu"
    assert key_label(one, "cap", "X", units) == "Cấp xã"
    assert key_label(one, "doi_tuong", "ca_nhan", units) == "Cá nhân"


def _flow(value: int) -> Figure:
    return Figure("x", "X", "cuộc", Kind.FLOW, value, records=1)


def _rate(value: float, above: int, below: int) -> Figure:
    return Figure("x", "X", "%", Kind.RATIO, value, numerator=above, denominator=below, records=1)


def _dialogue(**values: Any) -> dict[str, Any]:
    whole = {
        "don_vi": "TN-DMC-10",
        "ngay": "2020-06-01",
        "hinh_thuc": "dot_xuat",
        "so_nguoi": 50,
        "y_kien": 4,
        "tra_loi": 4,
        "chuyen": 0,
    }
    return whole | values
