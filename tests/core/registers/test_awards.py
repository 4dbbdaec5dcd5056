"""Awards, contests and yearly ratings: decisions, levels, teams, criteria."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from danvan_desktop.context import Context
from danvan_desktop.errors import Severity
from danvan_desktop.registers import REGISTERS
from danvan_desktop.storage.values import ListQuery

AWARD = {
    "ten": "Tổ hòa giải ấp 5, xã Suối Đá",
    "don_vi": "TN-DMC-10",
    "doi_tuong": "tap_the",
    "hinh_thuc": "giay_khen",
    "so_qd": "1188/QĐ-UBND",
    "ngay": "2020-03-09",
    "muc_thuong": 1_490_000,
}
CONTEST = {"ten": "Hội thi Dân vận khéo huyện", "don_vi": "TN-DMC", "ngay": "2020-05-28"}
RATING = {
    "ten": "Đảng bộ xã Phan",
    "don_vi": "TN-DMC-07",
    "nam": 2020,
    "tieu_chi_dvk": "dat",
    "xep_loai": "tot",
}


def _faults(
    office: Context, register: str, values: dict[str, Any]
) -> list[tuple[str, str, str | None]]:
    issues = office.validate(register, values)
    return [(i.severity.value, i.code, i.place.field) for i in issues]


def test_every_award_of_the_key_is_accepted_without_remark(
    office: Context, year_2020: Path
) -> None:
    """Thirteen rows, thirteen awards, none the duplicate of another."""
    lines = (year_2020 / "expected-records.jsonl").read_text("utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if row["register"] == "khen_thuong"]
    for row in rows:
        result = office.save("khen_thuong", row["values"])
        assert result.record is not None
        assert (result.issues, result.record.duplicate_of) == ((), None)
    assert len(rows) == 13
    assert office.totals(ListQuery(register="khen_thuong"))["muc_thuong"] == 11_928_000


def test_sentence_instead_of_a_decision_number_is_refused(office: Context) -> None:
    """The classic slip is named as what it is."""
    slip = {**AWARD, "so_qd": "Có nhiều thành tích trong công tác dân vận"}
    assert _faults(office, "khen_thuong", slip) == [(Severity.ERROR, "wrong_content", "so_qd")]


@pytest.mark.parametrize(
    ("symbol", "level"),
    [
        ("125-QĐ/HU", "H"),
        ("08-QĐ/ThU", "H"),
        ("2200-QĐ/TU", "T"),
        ("31-QĐ/BDVTW", "TW"),
        ("1204/QĐ-TTg", "NN"),
        ("12-QĐ/ĐU", "X"),
        ("873/QĐ-UBND", "chua_ghi"),
    ],
)
def test_level_is_read_where_the_symbol_tells_one(symbol: str, level: str) -> None:
    """A people's committee may be of any level; then nothing is guessed."""
    whole = REGISTERS["khen_thuong"].complete({**AWARD, "so_qd": symbol})
    assert whole["cap_khen"] == level


def test_level_that_the_clerk_chose_stays() -> None:
    """A reading never overrides what was chosen."""
    whole = REGISTERS["khen_thuong"].complete({**AWARD, "so_qd": "125-QĐ/HU", "cap_khen": "T"})
    assert whole["cap_khen"] == "T"


def test_same_award_twice_is_a_duplicate(office: Context) -> None:
    """The same receiver, decision and day; the same decision for somebody else is not."""
    first = office.save("khen_thuong", AWARD).record
    second = office.save("khen_thuong", {**AWARD, "ten": "tổ hoà giải ấp 5 xã SUỐI ĐÁ"}).record
    other = office.save("khen_thuong", {**AWARD, "ten": "Tổ hòa giải ấp 6"}).record
    assert first is not None
    assert second is not None
    assert other is not None
    assert (second.duplicate_of, other.duplicate_of) == (first.id, None)


def test_contest_counts_its_teams(office: Context) -> None:
    """With the teams one by one, teams, contestants and prizes follow."""
    teams = [
        {"ten": "Suối Đá", "so_nguoi": 6, "giai": "nhat"},
        {"ten": "Phan", "so_nguoi": 5, "giai": None},
    ]
    saved = office.save("hoi_thi", {**CONTEST, "doi_thi": teams, "so_doi": 9}).record
    assert saved is not None
    found = [saved.values[name] for name in ("so_doi", "so_thi_sinh", "so_giai", "loai")]
    assert found == [2, 11, 1, "dvk"]


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"ngay_ket_thuc": "2020-05-27"}, (Severity.ERROR, "impossible_value", "ngay_ket_thuc")),
        ({"so_doi": 5, "so_thi_sinh": 4}, (Severity.ERROR, "impossible_value", "so_thi_sinh")),
        (
            {"doi_thi": [{"ten": "A", "giai": "nhat"}, {"ten": "B", "giai": "nhat"}]},
            (Severity.WARNING, "impossible_value", "doi_thi"),
        ),
    ],
)
def test_contest_that_cannot_be_is_told(
    office: Context, changes: dict[str, Any], fault: tuple[str, str, str]
) -> None:
    """It ends after it begins, has people for its teams and one winner."""
    assert _faults(office, "hoi_thi", {**CONTEST, **changes}) == [fault]


def test_rating_counts_in_the_period_of_its_year() -> None:
    """A rating of 2020 is given in December, so it counts on 14/12/2020 in every scheme."""
    spec = REGISTERS["xep_loai"]
    whole = spec.complete(RATING)
    assert spec.event_date(whole) == "2020-12-14"
    assert whole["loai_to_chuc"] == "dang_bo"


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"ngay_qd": "2022-01-10"}, (Severity.ERROR, "impossible_value", "ngay_qd")),
        (
            {"xep_loai": "xuat_sac", "tieu_chi_dvk": "khong_dat"},
            (Severity.WARNING, "impossible_value", "tieu_chi_dvk"),
        ),
    ],
)
def test_odd_rating_is_told(
    office: Context, changes: dict[str, Any], fault: tuple[str, str, str]
) -> None:
    """The decision falls into the year or the next; the best without the criterion is odd."""
    assert _faults(office, "xep_loai", {**RATING, **changes}) == [fault]
