"""Records for any register, made from the types of its fields alone.

Where the rules of a register tie figures together its entry stands in ``AGREEING`` or ``sample``;
everything else must follow from the declaration.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from typing import Any

from danvan_desktop.context import Context
from danvan_desktop.errors import has_errors
from danvan_desktop.schema import ChildSpec, FieldSpec, LongText, RegisterSpec, Text, Unit

UNIT = "TN-DMC-10"
PRIVATE = "Khuất Thị Vô Danh"
"""What stands in every personal field, and must be found nowhere else."""

AGREEING: dict[str, dict[str, int]] = {
    "tuyen_truyen": {"so_cuoc": 3, "luot_nguoi": 120},
    "doan_vien": {"dau_ky": 100, "moi": 5, "giam": 3, "cuoi_ky": 102},
    "phoi_hop": {"tu_nam": 2018, "den_nam": 2022},
    "tiep_dan": {"don_tiep_nhan": 20, "don_giai_quyet": 17, "don_dang": 3},
}
"""Figures of a record that must agree with each other, by register."""


def value_of(field: FieldSpec, chance: random.Random) -> Any:
    """Make a plausible value of a field."""
    return UNIT if isinstance(field.type, Unit) else field.type.sample(chance)


def sample(spec: RegisterSpec, chance: random.Random) -> dict[str, Any]:
    """Fill the required fields and the lists of a record with plausible values."""
    values: dict[str, Any] = {f.name: value_of(f, chance) for f in spec.fields if f.required}
    values |= AGREEING.get(spec.key, {})
    if "den_ngay" in values:
        values["tu_ngay"], values["den_ngay"] = "2020-01-01", "2020-12-31"
    if spec.key == "hoi_nghi":
        values["co_mat"] = values["duoc_moi"]
    if spec.key == "doi_thoai":
        values["tra_loi"], values["chuyen"] = values["y_kien"], 0
    if spec.key == "hoa_giai_tong_hop":
        values["tiep_nhan"] = values["thanh"] + values["khong_thanh"] + values["dang"]
    return values


def full_sample(spec: RegisterSpec, chance: random.Random, books: Context) -> dict[str, Any]:
    """Fill every field that the rules allow, personal ones and a row of each list included.

    Optional fields are tried one after the other; one that breaks a rule stays empty.
    """
    values = sample(spec, chance)
    for field in spec.fields:
        if field.name not in values and not field.derived:
            ways = ({field.name: _filled(field, chance)} for _try in range(3))
            values = _first_allowed(spec, values, ways, books)
    for child in spec.children:
        rows = (_row(child, chance, whole) for whole in (True, True, False))
        values = _first_allowed(spec, values, ({child.key: [row]} for row in rows), books)
    return values


def _first_allowed(
    spec: RegisterSpec, values: dict[str, Any], ways: Iterable[dict[str, Any]], books: Context
) -> dict[str, Any]:
    for way in ways:
        tried = {**values, **way}
        if not has_errors(books.validate(spec.key, tried)):
            return tried
    return values


def _row(child: ChildSpec, chance: random.Random, whole: bool) -> dict[str, Any]:
    return {f.name: _filled(f, chance) for f in child.fields if whole or f.required}


def _filled(field: FieldSpec, chance: random.Random) -> Any:
    private = field.personal and isinstance(field.type, Text | LongText)
    return PRIVATE if private else value_of(field, chance)
