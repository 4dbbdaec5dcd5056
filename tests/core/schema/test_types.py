"""Field types: whatever a list prints can be typed again, whoever typed it first."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, strategies as st

from danvan_desktop.schema import Date, FieldType, Flag, Integer, Money, Period, Quantity, Year
from danvan_desktop.schema.types import LongText, Text, Time
from danvan_desktop.vietnamese import MONEY_UNITS

DAYS = st.dates(date(1945, 9, 2), date(2099, 12, 31)).map(date.isoformat)
TIMES = st.tuples(st.integers(0, 23), st.integers(0, 59)).map(lambda t: f"{t[0]:02d}:{t[1]:02d}")
PERIODS = st.tuples(
    st.sampled_from(["H1", "H2", "9T", "N", *(f"Q{n}" for n in range(1, 5))])
    | st.integers(1, 12).map(lambda n: f"T{n:02d}"),
    st.integers(1950, 2080),
).map(lambda parts: f"{parts[0]}/{parts[1]}")

TYPES: list[tuple[FieldType, st.SearchStrategy[Any]]] = [
    (Integer(), st.integers(0, 10**9)),
    (Quantity(), st.integers(0, 10**13)),
    (Year(), st.integers(1900, 2099)),
    (Date(), DAYS),
    (Date(year_allowed=True), DAYS | st.integers(1945, 2099).map(str)),
    (Time(), TIMES),
    (Period(), PERIODS),
    (Flag(), st.booleans()),
]


@pytest.mark.parametrize(("kind", "values"), TYPES, ids=lambda one: type(one).__name__)
def test_shown_value_reads_back(kind: FieldType, values: st.SearchStrategy[Any]) -> None:
    """Every value that the type accepts survives being shown and typed again."""

    @given(values)
    def check(value: Any) -> None:
        assert kind.check(value) is None
        parsed = kind.parse(kind.format(value))
        assert (parsed.value, parsed.code) == (value, None)

    check()


@given(st.integers(0, 10**14), st.sampled_from(sorted(MONEY_UNITS.values())))
def test_shown_amount_reads_back_or_is_asked_about(dong: int, unit: int) -> None:
    """Money in any unit is never read as another amount; three decimals are asked about."""
    kind = Money(unit_dong=unit)
    parsed = kind.parse(kind.format(dong))
    assert parsed.value == dong or parsed.code == "ambiguous_number"


@given(st.one_of(*(values for _kind, values in TYPES)) | st.text() | st.floats() | st.none())
def test_any_cell_gives_a_value_or_a_reason(raw: Any) -> None:
    """No cell breaks a type, and none gives a value together with a reason against it."""
    for kind, _values in TYPES:
        parsed = kind.parse(raw)
        assert parsed.value is None or parsed.code is None, kind


@pytest.mark.parametrize("kind", [Text(), LongText()], ids=lambda one: type(one).__name__)
def test_half_a_letter_is_refused_before_it_is_stored(kind: FieldType) -> None:
    """What no file can hold is an issue of its field, also inside a text that is fine otherwise."""
    assert [kind.check(text) for text in ("mô hình 😀", "mô \ud83d hình", "\udc00")] == [
        None,
        "broken_text",
        "broken_text",
    ]
