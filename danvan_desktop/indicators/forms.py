"""Which forms ("biểu") a unit is expected to report in a period, declared with the indicators.

A form is one or several registers that give the same figures together: mediation is reported as a
table of totals or as the book of cases.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from danvan_desktop.i18n import _, language
from danvan_desktop.registers import REGISTERS


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form of every commune; one that is ``required`` is missed when it does not come."""

    code: str
    name: str
    registers: tuple[str, ...]
    required: bool = False
    english: str = ""

    @property
    def label(self) -> str:
        """The name in the language of the window."""
        return self.english if language() == "en" and self.english else _(self.name)


def read_form(entry: Mapping[str, Any]) -> tuple[Form | None, list[str]]:
    """Read a declared form, or say what is wrong with it."""
    missing = [name for name in ("code", "name", "registers") if not entry.get(name)]
    if missing:
        return None, [_("thiếu {names}").format(names=", ".join(missing))]
    registers = tuple(str(key) for key in entry["registers"])
    return Form(
        code=str(entry["code"]),
        name=str(entry["name"]),
        registers=registers,
        required=bool(entry.get("required")),
        english=str(entry.get("en", "")),
    ), list(_faults(registers))


def form_of_register(key: str) -> Form:
    """Take a register alone as a form, for those that no form names."""
    return Form(code=key, name=REGISTERS[key].label, registers=(key,))


def _faults(registers: tuple[str, ...]) -> Iterator[str]:
    for key in registers:
        if key not in REGISTERS:
            yield _("không có sổ {key}").format(key=key)
        elif REGISTERS[key].unit_field is None:
            yield _("sổ {key} không ghi đơn vị").format(key=key)
