"""What people type over a column to narrow a list: 5/2020, 2020, 14/5/2020, >=10, 10-20, words.

Pure text in, conditions out, so that every spelling can be tested without a window.
"""

from __future__ import annotations

import calendar
import re
from typing import Any

from danvan_desktop.schema import (
    Choice,
    Date,
    FieldSpec,
    Flag,
    Number,
    Parsed,
    Period,
    Unit,
    Year,
)
from danvan_desktop.storage.values import Filter
from danvan_desktop.vietnamese import clean

_COMPARED = re.compile(r"(>=|<=|=>|=<|≥|≤|>|<|=)?\s*(.+)")
_SPAN = re.compile(r"(.+?)\s*(?:\.\.|–|—|-)\s*(.+)")
_MONTH = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{4})")
_SAME = {"=>": ">=", "=<": "<=", "≥": ">=", "≤": "<="}


def read_filter(spec: FieldSpec, typed: Any) -> tuple[Filter, ...] | None:
    """Turn what stands over a column into conditions: () for nothing, None for unreadable text."""
    if typed is None or typed == "":
        return ()
    if isinstance(spec.type, Choice | Unit | Flag | Period):
        return (Filter(spec.name, "eq", typed),)
    text = clean(str(typed))
    if not text:
        return ()
    if isinstance(spec.type, Date):
        return _of_days(spec, text)
    if isinstance(spec.type, Number | Year):
        return _of_numbers(spec, text)
    return (Filter(spec.name, "match", text),)


def _of_days(spec: FieldSpec, text: str) -> tuple[Filter, ...] | None:
    found = _COMPARED.fullmatch(text)
    span = _span_of_days(spec, found[2]) if found else None
    if found is None or span is None:
        parts = _SPAN.fullmatch(text)
        first = _span_of_days(spec, parts[1]) if parts else None
        last = _span_of_days(spec, parts[2]) if parts else None
        return _between(spec, first[0], last[1]) if first and last else None
    sign = _SAME.get(found[1] or "", found[1] or "=")
    if sign in (">=", ">"):
        # The character after every digit and dash puts a bare year's own days behind it.
        return (Filter(spec.name, "gte", span[0] if sign == ">=" else f"{span[1]}~"),)
    if sign == "<=":
        return (Filter(spec.name, "lte", span[1]),)
    if sign == "<":
        return (Filter(spec.name, "lte", f"{span[0][:-1]}{chr(ord(span[0][-1]) - 1)}~"),)
    return _between(spec, *span)


def _between(spec: FieldSpec, first: str, last: str) -> tuple[Filter, ...]:
    if first == last:
        return (Filter(spec.name, "eq", first),)
    return (Filter(spec.name, "gte", first), Filter(spec.name, "lte", last))


def _span_of_days(spec: FieldSpec, text: str) -> tuple[str, str] | None:
    """Give the first and the last ISO day of a year, a month or a day; a year includes itself."""
    if re.fullmatch(r"\d{4}", text):
        return text, f"{text}-12-31"
    if (month := _MONTH.fullmatch(text)) and 1 <= int(month[1]) <= 12:
        year, number = int(month[2]), int(month[1])
        last = calendar.monthrange(year, number)[1]
        return f"{year}-{number:02d}-01", f"{year}-{number:02d}-{last}"
    day = spec.type.parse(text).value
    return (str(day), str(day)) if day is not None else None


def _of_numbers(spec: FieldSpec, text: str) -> tuple[Filter, ...] | None:
    found = _COMPARED.fullmatch(text)
    number = _number(spec, found[2]) if found else None
    if found is None or number is None:
        parts = _SPAN.fullmatch(text)
        first = _number(spec, parts[1]) if parts else None
        last = _number(spec, parts[2]) if parts else None
        if first is None or last is None:
            return None
        return (Filter(spec.name, "gte", first), Filter(spec.name, "lte", last))
    sign = _SAME.get(found[1] or "", found[1] or "=")
    match sign:
        case ">=":
            return (Filter(spec.name, "gte", number),)
        case ">":
            return (Filter(spec.name, "gte", number + 1),)
        case "<=":
            return (Filter(spec.name, "lte", number),)
        case "<":
            return (Filter(spec.name, "lte", number - 1),)
    return (Filter(spec.name, "eq", number),)


def _number(spec: FieldSpec, text: str) -> int | None:
    parsed: Parsed = spec.type.parse(text)
    value = parsed.value
    return value if parsed.code is None and isinstance(value, int) else None
