"""No register asks for what must not be kept about a named person (REFERENCE §7.5)."""

from __future__ import annotations

from danvan_desktop.registers import REGISTERS
from danvan_desktop.schema import FieldSpec, Number
from danvan_desktop.vietnamese import fold

FORBIDDEN = ("dan toc", "ton giao", "tin nguong", "cccd", "cmnd", "can cuoc cong dan", "ho chieu")
"""Ethnic origin, religion, identity papers."""


def fields() -> list[tuple[str, FieldSpec]]:
    """List every field of every register and of the lists inside."""
    found = []
    for spec in REGISTERS.values():
        for group in (spec.fields, *(child.fields for child in spec.children)):
            found += [(f"{spec.key}.{field.name}", field) for field in group]
    return found


def test_no_field_takes_ethnicity_religion_or_identity_papers() -> None:
    """They may be counted, never noted of a person."""
    asked = [
        name
        for name, field in fields()
        if not isinstance(field.type, Number)
        and any(word in fold(f"{field.label} {field.short}") for word in FORBIDDEN)
    ]
    assert asked == []
