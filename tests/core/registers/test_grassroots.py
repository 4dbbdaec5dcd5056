"""Democracy at the grassroots and the authority's work: parts, wholes and what is left."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from danvan_desktop.context import Context
from danvan_desktop.errors import has_errors
from danvan_desktop.registers import REGISTERS
from danvan_desktop.schema import Quantity

PLACES = {
    "loai_hinh": "co_quan",
    "don_vi": "TN-DMC-06",
    "ky": "H1/2020",
    "tong_so": 12,
    "hoi_nghi": 11,
    "tot": 9,
    "kha": 3,
}
RECEPTIONS = {
    "don_vi": "TN-DMC-06",
    "ky": "H1/2020",
    "luot_tiep": 51,
    "don_tiep_nhan": 34,
    "don_giai_quyet": 33,
    "don_dang": 1,
}
FILES = {
    "don_vi": "TN-DMC-06",
    "ky": "H1/2020",
    "tiep_nhan": 320,
    "giai_quyet": 318,
    "dung_han": 316,
    "tre_han": 2,
    "dang": 2,
}
OPINIONS = {
    "don_vi": "TN-DMC-06",
    "ngay": "2020-03-03",
    "van_ban": "Dự thảo Báo cáo chính trị",
    "y_kien": 40,
}
KEY_REGISTERS = ("tuyen_truyen", "van_dong", "doan_vien", "tiep_dan", "ra_quan")


@pytest.mark.parametrize(
    ("register", "whole", "changes", "field"),
    [
        ("dan_chu_co_so", PLACES, {"hoi_nghi": 13}, "hoi_nghi"),
        ("dan_chu_co_so", PLACES, {"kha": 4}, "tot"),
        ("tiep_dan", RECEPTIONS, {"don_giai_quyet": 40, "don_dang": 0}, "don_giai_quyet"),
        ("tiep_dan", RECEPTIONS, {"don_dang": 2}, "don_dang"),
        ("tiep_dan", RECEPTIONS, {"lanh_dao_tiep": 52}, "lanh_dao_tiep"),
        ("tiep_dan", RECEPTIONS, {"don_khieu_nai": 20, "don_to_cao": 15}, "don_khieu_nai"),
        ("mot_cua", FILES, {"tre_han": 3}, "giai_quyet"),
        ("mot_cua", FILES, {"dang": 3}, "dang"),
        ("mot_cua", FILES, {"dung_han": None, "tre_han": 400}, "tre_han"),
        ("lay_y_kien", OPINIONS, {"tiep_thu": 41}, "tiep_thu"),
    ],
)
def test_figures_that_contradict_each_other_are_refused(
    office: Context, register: str, whole: dict[str, Any], changes: dict[str, Any], field: str
) -> None:
    """A part is at most its whole, and what is left follows from what came and went."""
    assert not office.validate(register, whole)
    issues = office.validate(register, {**whole, **changes})
    assert [(i.code, i.place.field) for i in issues] == [("impossible_value", field)]


@pytest.mark.parametrize(
    ("register", "values"),
    [
        ("tiep_dan", {**RECEPTIONS, "don_ton_dau": 9, "don_giai_quyet": 40, "don_dang": 3}),
        ("mot_cua", {**FILES, "ton_dau": 5, "tra_lai": 1, "dang": 6}),
    ],
)
def test_what_was_left_over_may_be_solved(
    office: Context, register: str, values: dict[str, Any]
) -> None:
    """Letters and files of the period before are among those to be solved."""
    assert not office.validate(register, values)


def test_share_of_conferences_is_rounded_half_up() -> None:
    """11 of 12 places are 91.67 %; without places there is no share."""
    spec = REGISTERS["dan_chu_co_so"]
    assert Quantity().format(spec.complete(PLACES)["ty_le_hoi_nghi"]) == "91,67"
    assert spec.complete({**PLACES, "tong_so": 0})["ty_le_hoi_nghi"] is None


def test_rules_accept_every_row_of_the_key(office: Context, year_2020: Path) -> None:
    """No row that the key accepts is refused, and none is the second of another."""
    lines = (year_2020 / "expected-records.jsonl").read_text("utf-8").splitlines()
    rows = [row for line in lines if (row := json.loads(line))["register"] in KEY_REGISTERS]
    assert len(rows) == 155
    keys = []
    for row in rows:
        spec = REGISTERS[row["register"]]
        values = {**row["values"]}
        if spec.date_field == "ky":
            values["ky"] = row["period"]
        if values.get("so_luong") is not None:
            values["so_luong"] = round(values["so_luong"] * 100)
        assert not has_errors(office.validate(spec.key, values)), row
        keys.append((spec.key, spec.duplicate_key(values)))
    assert None not in [key for _register, key in keys]
    assert len(set(keys)) == len(keys)
