"""What the parts of a pack that are rows of a register share: reading, comparing, showing."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from danvan_desktop.errors import Place
from danvan_desktop.i18n import _
from danvan_desktop.organisation.pack_parts import Difference, text_of
from danvan_desktop.registers import REGISTERS
from danvan_desktop.schema import Date, Values, issue_for
from danvan_desktop.vietnamese import clean, format_date


def read_row(register: str, fields: Sequence[str], entry: Any) -> dict[str, str]:
    """Read an entry whose values are all texts, as the register's form would; ValueError if not."""
    spec = REGISTERS[register]
    if not isinstance(entry, dict) or not set(entry) <= set(fields):
        raise ValueError(_("có mục lạ trong {what}").format(what=_(spec.record_label)))
    values: dict[str, str] = {}
    for name in fields:
        field = spec.field(name)
        text = clean(text_of(entry, name, required=field.required))
        fault = field.type.check(text) if text else "missing_required" if field.required else None
        if fault is None and text and isinstance(field.type, Date):
            # The library also reads 20200101 and 2020-W01-1.
            fault = None if date.fromisoformat(text).isoformat() == text else "bad_date"
        if fault is not None:
            place, label = Place(register=register, field=name), _(field.label)
            raise ValueError(issue_for(fault, place=place, label=label, value=text).message)
        if text:
            values[name] = text
    return values


def changed_fields(
    present: Values, entry: Mapping[str, str], told_empty: Collection[str]
) -> dict[str, Any]:
    """Give the fields of a row that an entry changes; ``told_empty`` counts even when empty."""
    names = [*entry, *(name for name in told_empty if name not in entry)]
    return {name: entry.get(name) for name in names if entry.get(name) != present.get(name)}


def shown(register: str, present: Values, changed: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Say field by field what stands there and what would."""
    spec = REGISTERS[register]
    return tuple(
        Difference(
            _(spec.field(name).label),
            spec.field(name).type.format(present.get(name)),
            spec.field(name).type.format(value),
        )
        for name, value in changed.items()
    )


def day_text(day: str) -> str:
    """Write an ISO day as people do."""
    return format_date(date.fromisoformat(day))
