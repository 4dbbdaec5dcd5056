"""Every register goes through every consumer of its declaration."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from danvan_desktop.context import Context
from danvan_desktop.errors import has_errors
from danvan_desktop.registers import REGISTERS
from danvan_desktop.schema import FieldSpec, RegisterSpec, Unit
from danvan_desktop.storage.values import ListQuery

UNIT = "TN-DMC-10"


AGREEING: dict[str, dict[str, int]] = {
    "tuyen_truyen": {"so_cuoc": 3, "luot_nguoi": 120},
    "doan_vien": {"dau_ky": 100, "moi": 5, "giam": 3, "cuoi_ky": 102},
    "tiep_dan": {"don_tiep_nhan": 20, "don_giai_quyet": 17, "don_dang": 3},
}
"""Figures of a record that must agree with each other, by register."""


def _value(field: FieldSpec, chance: random.Random) -> Any:
    return UNIT if isinstance(field.type, Unit) else field.type.sample(chance)


def sample(spec: RegisterSpec, chance: random.Random) -> dict[str, Any]:
    """Fill the required fields and the lists of a record with plausible values."""
    values: dict[str, Any] = {f.name: _value(f, chance) for f in spec.fields if f.required}
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


@pytest.fixture(params=list(REGISTERS.values()), ids=lambda spec: str(spec.key))
def spec(request: pytest.FixtureRequest) -> RegisterSpec:
    """Each declared register in turn."""
    found: RegisterSpec = request.param
    return found


def test_declaration_is_consistent(spec: RegisterSpec) -> None:
    """Names exist, sections exist, the date field dates, aliases are not shared."""
    names = [field.name for field in spec.fields]
    assert len(set(names)) == len(names)
    assert {spec.title_field, spec.date_field} <= set(names)
    sections = {section.key for section in spec.sections}
    assert {f.section for f in spec.fields if not f.derived} <= sections
    assert {child.section for child in spec.children} <= sections
    aliases = [alias for field in spec.fields for alias in field.aliases]
    assert len(set(aliases)) == len(aliases)
    if spec.state_field:
        assert spec.states


def test_sample_survives_save_list_search_history_undo(spec: RegisterSpec, office: Context) -> None:
    """A record is stored, listed, found, remembered, changed and taken back."""
    values = sample(spec, random.Random(7))
    result = office.save(spec.key, values)
    assert result.record is not None, result.issues
    stored = result.record.values
    assert {name: stored[name] for name in values} == values
    assert result.record.id in [r.id for r in office.page(ListQuery(register=spec.key), 0, 500)]
    assert office.history(spec.key, result.record.id)[-1].new == "created"
    before = office.count(ListQuery(register=spec.key))
    office.undo()
    assert office.count(ListQuery(register=spec.key)) == before - 1
    assert office.record(spec.key, result.record.id).deleted  # type: ignore[union-attr]


def test_required_fields_are_required(spec: RegisterSpec, office: Context) -> None:
    """An empty record is refused with one Issue for each required field."""
    issues = office.validate(spec.key, {})
    missing = {issue.place.field for issue in issues if issue.code == "missing_required"}
    required = {f.name for f in spec.fields if f.required and f.default is None}
    assert required <= missing
    assert has_errors(issues)


def test_values_are_plain_data(spec: RegisterSpec) -> None:
    """Samples survive JSON, which drafts, history and bundles rely on."""
    values = spec.complete(sample(spec, random.Random(3)))
    assert json.loads(json.dumps(values)) == values


def test_printed_value_reads_back(spec: RegisterSpec, office: Context) -> None:
    """What a list shows can be typed again and gives the same value."""
    directory, chance = office.directory("2020-06-14"), random.Random(11)
    for field in spec.fields:
        value = _value(field, chance)
        if value is None or field.derived:
            continue
        parsed = field.type.parse(field.type.format(value, directory), directory)
        assert (parsed.value, parsed.code) == (value, None), field.name
