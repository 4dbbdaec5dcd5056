"""Drafts may hold texts that no field could read; checking them must say so, not fail."""

from __future__ import annotations

import pytest

from danvan_desktop.context import Context
from danvan_desktop.registers import REGISTERS


@pytest.mark.parametrize("register", list(REGISTERS))
def test_a_draft_of_unread_texts_is_checked(office: Context, register: str) -> None:
    """Every field that is not a text is refused in words, and no rule stumbles over it."""
    spec = REGISTERS[register]
    typed = "hôm qua, khoảng 12"
    values = {field.name: typed for field in spec.fields}
    issues = office.validate(register, values)
    wrong = {issue.place.field for issue in issues}
    assert {f.name for f in spec.fields if f.type.right_aligned and not f.derived} <= wrong
    for child in spec.children:
        rows = [{field.name: typed for field in child.fields}]
        assert office.validate(register, {**values, child.key: rows})
