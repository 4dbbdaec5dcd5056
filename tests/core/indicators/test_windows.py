"""Which rows count when rows have periods of their own, or are valid for a time."""

from __future__ import annotations

import pytest

from danvan_desktop.indicators.declarations import Kind
from danvan_desktop.indicators.windows import beaters, lies_in, months
from danvan_desktop.organisation.periods import Period

H1 = Period("H1/2020", "", "2019-12-15", "2020-06-14")
Q2 = Period("Q2/2020", "", "2020-03-15", "2020-06-14")
YEAR = Period("N/2020", "", "2019-12-15", "2020-12-14")
CALENDAR = Period("H1/2020", "", "2020-01-01", "2020-06-30")


@pytest.mark.parametrize(
    ("code", "period", "inside"),
    [
        ("H1/2020", H1, True),
        ("Q1/2020", H1, True),
        ("T06/2020", H1, True),
        ("T12/2019", H1, False),
        ("Q4/2019", H1, False),
        ("H1/2020", Q2, False),
        ("H1/2020", CALENDAR, True),
        ("T01/2020", CALENDAR, True),
        ("9T/2020", YEAR, True),
        ("9T/2020", H1, False),
        ("N/2020", YEAR, True),
    ],
)
def test_row_belongs_to_a_period_that_holds_its_own(
    code: str, period: Period, inside: bool
) -> None:
    """The whole period of a row lies in the one that is asked for, under both schemes."""
    assert lies_in(code, period) is inside


def test_months_of_codes() -> None:
    """A code stands for one to twelve months."""
    first, last = months("9T/2020")
    assert (last - first + 1, last % 12 + 1) == (9, 9)


@pytest.mark.parametrize(
    ("present", "asked", "kept"),
    [
        (["H1/2020", "Q1/2020", "Q2/2020"], "H1/2020", {"H1/2020"}),
        (["Q1/2020", "Q2/2020"], "H1/2020", {"Q1/2020", "Q2/2020"}),
        (["H1/2020", "Q3/2020", "Q4/2020"], "N/2020", {"H1/2020", "Q3/2020", "Q4/2020"}),
        (["H1/2020", "H2/2020", "9T/2020"], "N/2020", {"H1/2020", "H2/2020"}),
        (["9T/2020"], "N/2020", {"9T/2020"}),
        (["H1/2020", "Q3/2020", "9T/2020"], "9T/2020", {"9T/2020"}),
        (["N/2020", "H1/2020", "T01/2020"], "N/2020", {"N/2020"}),
    ],
)
def test_no_month_is_counted_twice(present: list[str], asked: str, kept: set[str]) -> None:
    """The period asked for wins, then the longer over the shorter, the rest is added."""
    found = {c for c in present if not beaters(c, present, Kind.FLOW, asked=asked)}
    assert found == kept


def test_last_row_of_a_stock_counts() -> None:
    """A year has the stock of its last half, not the sum."""
    present = ["H1/2020", "H2/2020", "Q1/2020"]
    found = {c for c in present if not beaters(c, present, Kind.STOCK, asked="N/2020")}
    assert found == {"H2/2020"}
