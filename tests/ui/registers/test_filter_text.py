"""What may be typed over a column."""

from __future__ import annotations

import pytest

from danvan_desktop.registers import REGISTERS
from danvan_desktop.storage.values import Filter
from ui.widgets.filter_text import read_filter

DVK = REGISTERS["dan_van_kheo"]


def conditions(field: str, typed: object) -> list[tuple[str, object]] | None:
    """Read a filter as (operator, value) pairs."""
    found = read_filter(DVK.field(field), typed)
    return None if found is None else [(f.op, f.value) for f in found]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", []),
        ("2020", [("gte", "2020"), ("lte", "2020-12-31")]),
        ("5/2020", [("gte", "2020-05-01"), ("lte", "2020-05-31")]),
        ("14/5/2020", [("eq", "2020-05-14")]),
        (">=5/2020", [("gte", "2020-05-01")]),
        ("<=2019", [("lte", "2019-12-31")]),
        ("1/2020-3/2020", [("gte", "2020-01-01"), ("lte", "2020-03-31")]),
        ("31/2/2020", None),
        ("hôm qua", None),
    ],
)
def test_dates_are_read_in_every_spelling(typed: str, expected: object) -> None:
    """A year, a month, a day, an open or closed span; nonsense is told, not guessed."""
    assert conditions("ngay_dang_ky", typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("43,5", [("eq", 43_500_000)]),
        (">=10", [("gte", 10_000_000)]),
        (">10", [("gte", 10_000_001)]),
        ("< 1.000", [("lte", 999_999_999)]),
        ("10-20", [("gte", 10_000_000), ("lte", 20_000_000)]),
        ("nhiều", None),
    ],
)
def test_amounts_are_read_in_the_unit_of_the_column(typed: str, expected: object) -> None:
    """The column shows millions, so 10 means ten million đồng."""
    assert conditions("kinh_phi", typed) == expected


def test_text_matches_and_choices_are_equal() -> None:
    """Words are matched without tones by storage; a picked choice is compared as a code."""
    assert read_filter(DVK.field("ten"), " tổ  phụ nữ ") == (Filter("ten", "match", "tổ phụ nữ"),)
    assert read_filter(DVK.field("linh_vuc"), "KT") == (Filter("linh_vuc", "eq", "KT"),)
    assert read_filter(DVK.field("linh_vuc"), None) == ()
