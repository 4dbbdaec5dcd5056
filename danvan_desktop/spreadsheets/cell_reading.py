"""One cell → a field's value, by the field's own type; what was read once is not read again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from danvan_desktop.errors import Issue, Place, Severity
from danvan_desktop.i18n import _
from danvan_desktop.schema import (
    Choice,
    Date,
    FieldSpec,
    LongText,
    Money,
    Parsed,
    Text,
    Unit,
)
from danvan_desktop.schema.types import Value
from danvan_desktop.spreadsheets.model import CellValue, show
from danvan_desktop.spreadsheets.titles import Reading

QUALIFIER = "qualifier:"
"""Begins the code of a note on an approximate number: "qualifier:gan"."""

NOTED = frozenset({"year_only", "text_looks_like_formula", "unicode_text_in_legacy_font"})
"""The codes of the other notes that a record remembers."""

Read = tuple[Value, Parsed | None]
"""The value, and the whole result where there is something to tell of it."""

_KEPT = 50_000
"""Results that one reader remembers; a column of only different values is not worth more."""

_SERIAL_ZERO = date(1899, 12, 30)
_FIRST_SERIAL, _LAST_SERIAL = 32_874, 73_050
"""Excel's numbers of 1/1/1990 and of the last day of 2099; a bare year is far below."""

_FORMULA_SIGNS = "=+@"
_PARTS = re.compile(r"[,;/+&\n]| và ", re.IGNORECASE)


class CellReader:
    """Reads the cells of one field; ``unit_dong`` is what its column of money counts in."""

    __slots__ = ("_known", "_plain_text", "_unit", "_unit_dong", "spec")

    def __init__(self, spec: FieldSpec, unit_dong: int | None = None) -> None:
        self.spec = spec
        self._unit_dong = unit_dong
        self._plain_text = isinstance(spec.type, Text | LongText)
        self._unit = isinstance(spec.type, Unit)
        self._known: dict[object, Read] = {}

    def read(self, value: CellValue | None, reading: Reading) -> Read:
        """Give the value of a cell, and the whole result if the clerk should hear of it."""
        if self._plain_text:
            if value is None:
                return None, None
            read, told = self._told(self.spec.type.parse(show(value), reading))
            if isinstance(value, str) and read == value:
                read = value  # one text in memory, not two
            return read, told
        key: object = value if type(value) is str else (type(value), value)
        if self._unit:
            key = (id(reading), key)
        found = self._known.get(key)
        if found is None:
            found = self._told(self._parse(value, reading))
            if len(self._known) < _KEPT:
                self._known[key] = found
        return found

    def _told(self, parsed: Parsed) -> Read:
        telling = parsed.code or parsed.qualifier or is_telling(self.spec, parsed.value)
        return parsed.value, parsed if telling else None

    def _parse(self, value: CellValue | None, reading: Reading) -> Parsed:
        kind = self.spec.type
        if isinstance(kind, Money):
            return kind.parse_scaled(value, self._unit_dong or kind.unit_dong)
        if isinstance(kind, Choice):
            return _parse_choice(kind, value)
        if isinstance(kind, Unit):
            return _parse_unit(kind, value, reading)
        if isinstance(kind, Date):
            value = day_of_serial(value)
        return kind.parse(value, reading)


def is_telling(spec: FieldSpec, value: object) -> bool:
    """Tell whether a value is worth a note: a bare year, a text that looks like a formula."""
    if not isinstance(value, str):
        return False
    if isinstance(spec.type, Date):
        return len(value) == 4
    return value[0] in _FORMULA_SIGNS and isinstance(spec.type, Text | LongText)


def notes(
    spec: FieldSpec, value: CellValue | None, parsed: Parsed, place: Place
) -> Iterator[Issue]:
    """Say what the clerk should know of a value that was taken."""
    told = {"label": _(spec.label), "value": show(value)}
    if parsed.qualifier:
        yield Issue(
            f"{QUALIFIER}{parsed.qualifier}",
            _("{label}: “{value}” là số ước chừng; giữ số và chữ đi kèm.").format(**told),
            place=place,
            severity=Severity.NOTE,
        )
    elif is_telling(spec, parsed.value) and isinstance(spec.type, Date):
        yield Issue(
            "year_only",
            _("{label}: chỉ ghi năm {value}.").format(**told),
            place=place,
            severity=Severity.NOTE,
        )
    elif is_telling(spec, parsed.value):
        yield Issue(
            "text_looks_like_formula",
            _("{label}: “{value}” trông như công thức; giữ nguyên là chữ.").format(**told),
            place=place,
            severity=Severity.WARNING,
        )


def day_of_serial(value: CellValue | None) -> CellValue | None:
    """Read 43965 in a date column: a day whose cell lost its date format."""
    if isinstance(value, str) and value.strip().isdecimal():
        value = int(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        day = int(value)
        if _FIRST_SERIAL <= day <= _LAST_SERIAL:
            return _SERIAL_ZERO + timedelta(days=day)
    return value


def _parse_choice(kind: Choice, value: CellValue | None) -> Parsed:
    """Read a choice; a text that names two options is a choice not made."""
    text = show(value)
    parsed = kind.parse(text)
    if parsed.code == "unknown_choice":
        named = [kind.parse(part).value for part in _PARTS.split(text)]
        if None not in named and len(set(named)) > 1:
            return Parsed(None, "two_choices")
    return parsed


def _parse_unit(kind: Unit, value: CellValue | None, reading: Reading) -> Parsed:
    """Look a unit up; "xã Phan, huyện Dương Minh Châu" names it before the comma."""
    parsed = kind.parse(value, reading)
    first, comma, _rest = show(value).partition(",")
    if parsed.code == "unknown_unit" and comma:
        before = kind.parse(first, reading)
        return before if before.value is not None else parsed
    return parsed
