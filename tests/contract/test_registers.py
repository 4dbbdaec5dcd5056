"""Every register goes through every consumer of its declaration."""

from __future__ import annotations

import json
import random

import pytest

from danvan_desktop.context import Context
from danvan_desktop.errors import has_errors
from danvan_desktop.registers import REGISTERS
from danvan_desktop.schema import RegisterSpec
from danvan_desktop.storage.values import ListQuery
from tests.contract.samples import sample, value_of


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
    if spec.key == "van_phong":  # another stage of the same office keeps its code
        values["ma"] = office.all_of("van_phong")[0].values["ma"]
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
        value = value_of(field, chance)
        if value is None or field.derived:
            continue
        parsed = field.type.parse(field.type.format(value, directory), directory)
        assert (parsed.value, parsed.code) == (value, None), field.name
