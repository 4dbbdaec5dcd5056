"""Records that look like one event: a word more, a letter less, a day off."""

from __future__ import annotations

import pytest

from danvan_desktop.organisation.alike import alike_pairs, near_days, nearly_same
from danvan_desktop.vietnamese import fold_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tổ tiết kiệm và vay vốn quay vòng", "Tổ tiết kiệm, vay vốn quay vòng"),
        ("Tuyến đường hoa nông thôn mới", "Tuyên đường hoa nông thôn mới"),
        ("Thu gom bao gói thuốc BVTV", "Thu gom bao gói thuốc BVTV trên đồng ruộng"),
        ("Tổ tự quản số 1", "Tổ tự quản sô 1"),
        ("Hoà giải ở cơ sở", "Hòa giải ở cơ sỡ"),
    ],
)
def test_spellings_of_one_subject_are_alike(one: str, other: str) -> None:
    """Tones, letters and words that clerks leave out do not make two events."""
    assert nearly_same(fold_key(one), fold_key(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tổ tự quản số 1", "Tổ tự quản số 2"),
        ("Tổ phụ nữ", "Tổ nông dân"),
        ("Phòng, chống dịch Covid-19", "Phòng, chống tội phạm"),
        ("Đường hoa ấp 3", "Đường hoa ấp 4"),
        ("Bà Bùi Thị C khéo vận động hiến đất", "Bà Đặng Thị G khéo vận động hiến đất"),
    ],
)
def test_other_subjects_are_not_alike(one: str, other: str) -> None:
    """Another number or another subject is another event."""
    assert not nearly_same(fold_key(one), fold_key(other))


def test_days_close_by_are_near() -> None:
    """Three days are near, four are not; a year is no day."""
    assert near_days("2020-05-14", "2020-05-17")
    assert not near_days("2020-05-14", "2020-05-18")
    assert not near_days("2020", "2020-05-18")


def test_pairs_differ_in_one_part_only() -> None:
    """Another unit, form or period is another event, however alike the rest."""
    keyed = [
        ("a", ("X1", "2020-05-14", "dinh_ky")),
        ("b", ("X1", "2020-05-15", "dinh_ky")),
        ("c", ("X2", "2020-05-15", "dinh_ky")),
        ("d", ("X1", "2020-05-15", "dot_xuat")),
        ("e", ("X1", "2020-06-15", "dinh_ky")),
    ]
    assert alike_pairs(keyed) == [("a", "b")]


def test_pairs_are_listed_once_in_the_order_of_entry() -> None:
    """The elder record stands first."""
    text = fold_key("Tổ tiết kiệm và vay vốn quay vòng")
    keyed = [("z", ("X1", text, "2020")), ("a", ("X1", text + " ap", "2020"))]
    assert alike_pairs(keyed) == [("z", "a")]
    assert alike_pairs([]) == []
