"""Finding the unit that a typed name means, and units, officers and periods in time."""

from __future__ import annotations

import pytest

from danvan_desktop.context import Context
from danvan_desktop.errors import UserError
from danvan_desktop.organisation import half_year

IN_2020 = "2020-06-14"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Suối Đá", "TN-DMC-10"),
        ("SUỐI ĐÁ", "TN-DMC-10"),
        ("suoi da", "TN-DMC-10"),
        ("X. Bàu Năng", "TN-DMC-02"),
        ("Đảng uỷ xã Cầu Khởi", "TN-DMC-04"),
        ("Xã\nLộc Ninh", "TN-DMC-06"),
        ("UBND xã Phan", "TN-DMC-07"),
        ("TT. Dương Minh Châu", "TN-DMC-01"),
        ("Thị trấn", "TN-DMC-01"),
        ("Huyện", "TN-DMC"),
        ("Cấp huyện", "TN-DMC"),
        ("UBND huyện", "TN-DMC-CQ-UB"),
        ("Ban Chỉ huy Quân sự huyện ", "TN-DMC-CQ-QS"),
        ("TN-DMC-05", "TN-DMC-05"),
    ],
)
def test_find_unit_in_the_spellings_of_communes(office: Context, typed: str, code: str) -> None:
    """Words of office, kind, case, accents and spaces do not matter."""
    assert office.directory(IN_2020).find_unit(typed).code == code


def test_find_unit_bare_district_name_is_ambiguous(office: Context) -> None:
    """The bare name fits the district and its town; the clerk has to choose."""
    match = office.directory(IN_2020).find_unit("Dương Minh Châu")
    assert (match.code, match.reason) == (None, "ambiguous_unit")
    assert set(match.candidates) == {"TN-DMC", "TN-DMC-01"}


def test_find_unit_unknown_is_said(office: Context) -> None:
    """A place that is not in the directory is not guessed."""
    assert office.directory(IN_2020).find_unit("xã Đồng Tâm").reason == "unknown_unit"


def test_units_are_those_of_the_day(office: Context) -> None:
    """Eleven communes before 1 July 2025, three after; old ones keep their names."""
    assert len(office.directory(IN_2020).communes()) == 11
    after = office.directory("2025-07-01")
    assert [unit.code for unit in after.communes()] == ["TN-X01", "TN-X02", "TN-X03"]
    assert after.unit_name("TN-DMC-10") == "xã Suối Đá"
    assert after.find_unit("Suối Đá").reason == "unknown_unit"


def test_office_and_officers_are_those_of_the_day(office: Context) -> None:
    """Who held which position comes from the dates."""
    assert [o["ho_ten"] for o in office.officers("2017-10-01")] == ["Lê Văn C", "Trần Thị B"]
    assert len(office.officers("2020-07-07")) == 3
    profile = office.office("2020-07-07")
    assert profile is not None
    assert profile["ky_hieu"] == "BDV"


def test_directory_follows_an_edit(office: Context) -> None:
    """A new unit is known to the very next question."""
    unit = {"ma": "TN-DMC-CQ-VP", "ten": "Văn phòng Huyện ủy", "loai": "cơ quan", "cap": "H"}
    assert office.save("don_vi", {**unit, "cha": "TN-DMC", "tu_ngay": "2011-01-01"}).saved
    assert office.directory(IN_2020).find_unit("Van phong Huyen uy").code == "TN-DMC-CQ-VP"


def test_period_unknown_is_refused_in_words(office: Context) -> None:
    """Asking for a period that nobody defined names the remedy."""
    with pytest.raises(UserError, match="H1/1999"):
        office.period("H1/1999")


@pytest.mark.parametrize(
    ("half", "scheme", "days"),
    [
        (1, "15-14", ("2019-12-15", "2020-06-14")),
        (2, "15-14", ("2020-06-15", "2020-12-14")),
        (1, "duong_lich", ("2020-01-01", "2020-06-30")),
        (2, "duong_lich", ("2020-07-01", "2020-12-31")),
    ],
)
def test_half_year_of_both_schemes(half: int, scheme: str, days: tuple[str, str]) -> None:
    """Cut-offs are those of the scheme (NĐ 09/2019, Điều 12)."""
    period = half_year(2020, half, scheme)
    assert (period["tu_ngay"], period["den_ngay"]) == days


@pytest.mark.parametrize(
    ("typed", "day", "said"),
    [
        ("xã Suối Đá", "2025-08-12", "xã Suối Đá chỉ có đến 30/6/2025. Chọn xã Dương Minh Châu"),
        ("xã Suối Đá", IN_2020, ""),
        ("xã Đồng Tâm", "2025-08-12", ""),
        ("TN-X01", IN_2020, "chỉ có từ 01/7/2025. Chọn thị trấn Dương Minh Châu, xã Phan"),
    ],
)
def test_name_of_another_time_is_told_when_and_what_instead(
    office: Context, typed: str, day: str, said: str
) -> None:
    """A unit that is unknown on the day was known at another: the clerk learns which to take."""
    hint = office.directory(day).unit_hint(typed)
    assert said in hint
    assert bool(hint) is bool(said)
