"""Periods made from their codes: days by the scheme, what they are compared with, what follows."""

from __future__ import annotations

import pytest

from danvan_desktop.context import Context
from danvan_desktop.organisation.periods import code_after, made_period, period_values
from danvan_desktop.reports.live import LiveFigures


@pytest.mark.parametrize(
    ("code", "first", "last", "name"),
    [
        ("T01/2020", "2019-12-15", "2020-01-14", "tháng 1/2020"),
        ("Q1/2020", "2019-12-15", "2020-03-14", "quý I/2020"),
        ("H2/2020", "2020-06-15", "2020-12-14", "6 tháng cuối năm 2020"),
        ("9T/2020", "2019-12-15", "2020-09-14", "9 tháng đầu năm 2020"),
        ("N/2020", "2019-12-15", "2020-12-14", "năm 2020"),
        ("GD/2018-2020", "2017-12-15", "2020-12-14", "giai đoạn 2018 - 2020"),
    ],
)
def test_period_of_each_kind_has_its_days(code: str, first: str, last: str, name: str) -> None:
    """NĐ 09/2019: the 15th of the month before to the 14th, for several years too."""
    made = made_period(code, "15-14")
    assert (made.first_day, made.last_day, made.name) == (first, last, name)


def test_calendar_scheme_ends_with_the_month() -> None:
    """Offices that report by calendar have whole months and years."""
    made = made_period("GD/2018-2020", "duong_lich")
    assert (made.first_day, made.last_day) == ("2018-01-01", "2020-12-31")
    assert made_period("T02/2020", "duong_lich").last_day == "2020-02-29"


@pytest.mark.parametrize(
    ("code", "following"),
    [
        ("T05/2020", "T06/2020"),
        ("T12/2020", "T01/2021"),
        ("Q4/2020", "Q1/2021"),
        ("H1/2020", "H2/2020"),
        ("9T/2020", "Q4/2020"),
        ("N/2020", "N/2021"),
        ("GD/2018-2020", None),
        ("rieng", None),
    ],
)
def test_following_period_is_of_the_same_kind(code: str, following: str | None) -> None:
    """A report looks ahead to the next month, quarter, half or year."""
    assert code_after(code) == following


def test_period_that_nobody_entered_is_compared_a_year_back(office: Context) -> None:
    """A month made by the scheme is compared with the same month of last year."""
    for day in ("2019-04-20", "2020-04-20", "2020-05-02"):
        values = {"chu_the": "MTTQ", "don_vi": "TN-DMC", "noi_dung": "Giám sát", "ngay": day}
        assert office.save("giam_sat", values).saved
    found = LiveFigures(office, office.period_named("T05/2020")).comparison("giam_sat_cuoc")
    assert found is not None
    assert (found.now, found.last, found.last_name) == (2, 1, "năm 2019")


def test_made_period_can_be_kept(office: Context) -> None:
    """The values of a made period are those of the register of periods."""
    assert office.save("ky", period_values("Q1/2020", "15-14")).saved
    assert office.period("Q1/2020").compare_with == "Q1/2019"
