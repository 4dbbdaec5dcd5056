"""What a record is called where it has no name of its own: kind, unit and day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from danvan_desktop.i18n import _
from danvan_desktop.schema import ReadingContext, RegisterSpec, Text, period_name
from ui.widgets.cells import day_text


def record_title(register: RegisterSpec, values: Mapping[str, Any], names: ReadingContext) -> str:
    """Name a record: its title, else "Cuộc đối thoại, xã Phan, 12/4/2020".

    A choice alone names no record, so unit and period follow it: "Hội Nông dân, xã Phan, …".
    """
    title = register.title_of(values)
    if title and isinstance(register.field(register.title_field).type, Text):
        return first_upper(title)
    code = values.get(register.unit_field or "")
    unit = names.unit_name(str(code)) if code else ""
    day = values.get(register.date_field)
    when = day_text(period_name(str(day))) if day else ""
    parts = (title or _(register.record_label), unit, when)
    return first_upper(", ".join(part for part in parts if part))


def first_upper(text: str) -> str:
    """Begin with a capital letter."""
    return text[:1].upper() + text[1:]
