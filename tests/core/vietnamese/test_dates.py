from datetime import date, datetime, time

import pytest
from hypothesis import given, strategies as st

from danvan_desktop.vietnamese import (
    ParsedDate,
    format_date,
    format_date_header,
    format_date_long,
    format_date_table,
    format_datetime_clerk,
    format_time,
    parse_date,
    weekday,
)

days = st.dates(date(1900, 1, 1), date(2199, 12, 31))


@pytest.mark.parametrize(
    "raw",
    [
        *("07/7/2020", "7.7.20", "7-7-2020", " 07 / 07 / 2020 ", "07.07.2020.", "7/7/20"),
        *("2020-07-07", "2020-07-07 00:00:00", "2020-07-07T08:30:00", "2020/7/7"),
        *("ngày 07 tháng 7 năm 2020", "Ngày 7 tháng 07, năm 2020", "NGÀY 07/7/2020"),
        *("Thứ Ba, ngày 07/7/2020", "07/7/2020 8h30", "07/7/2020 08:30"),
        *(date(2020, 7, 7), datetime(2020, 7, 7, 23, 59)),
    ],
)
def test_parse_date_reads(raw: object) -> None:
    """The variants that communes send are understood."""
    assert parse_date(raw) == ParsedDate(date(2020, 7, 7), 2020)


@pytest.mark.parametrize("raw", [2020, 2020.0, " 2020 ", "năm 2020"], ids=repr)
def test_parse_date_tells_a_bare_year(raw: object) -> None:
    """A year alone is kept, with a code for the columns that need a day."""
    assert parse_date(raw) == ParsedDate(year=2020, code="year_only_date")


@pytest.mark.parametrize(
    "raw",
    [
        *("31/6/2020", "29/02/2021", "5/14/2020", "00/1/2020", "14/05/0202", "7/7", "07/2020"),
        *("hôm qua", "12.345.678", "202", 43965, 2020.5, float("nan"), True, time(8), "13/13/13"),
    ],
)
def test_parse_date_refuses(raw: object) -> None:
    """Days the calendar does not have, month-first dates and text are refused."""
    assert parse_date(raw) == ParsedDate(code="bad_date")


@pytest.mark.parametrize("raw", [None, "", " \xa0"])
def test_parse_date_of_an_empty_cell_is_unknown(raw: object) -> None:
    """Nothing typed is no error here."""
    assert parse_date(raw) == ParsedDate()


def test_parse_date_takes_the_year_from_the_caller() -> None:
    """A day and month alone are a date where the year is known."""
    assert parse_date("7.7", default_year=2020).date == date(2020, 7, 7)
    assert parse_date("29/2", default_year=2021).code == "bad_date"


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2020, 7, 7), "07/7/2020"),
        (date(2020, 1, 5), "05/01/2020"),
        (date(2020, 2, 3), "03/02/2020"),
        (date(2020, 6, 29), "29/6/2020"),
        (date(2020, 12, 10), "10/12/2020"),
    ],
)
def test_format_date_puts_zero_before_small_days_and_two_months(day: date, written: str) -> None:
    """Zero stands before days under ten and months 1 and 2 only."""
    assert format_date(day) == written


def test_the_other_ways_to_write_a_date() -> None:
    """Header, words, table, time of day and the window's own form."""
    day = date(2020, 7, 7)
    assert format_date_long(day) == "ngày 07 tháng 7 năm 2020"
    assert format_date_header("Dương Minh Châu", day) == (
        "Dương Minh Châu, ngày 07 tháng 7 năm 2020"
    )
    assert format_date_table(day) == "07/07/2020"
    assert format_time(time(13, 30)) == "13 giờ 30 phút"
    assert format_time(datetime(2020, 7, 7, 8)) == "08 giờ 00 phút"
    assert format_datetime_clerk(datetime(2020, 7, 7, 14, 5)) == "14:05 07/7/2020"
    assert weekday(day) == "Thứ Ba"
    assert weekday(date(2020, 7, 5)) == "Chủ nhật"


@given(days)
def test_a_written_date_reads_back(day: date) -> None:
    """What we print, a colleague can import."""
    written = (format_date(day), format_date_table(day), format_date_long(day), day.isoformat())
    assert {parse_date(text).date for text in written} == {day}


@given(st.text() | st.floats() | st.integers())
def test_parse_date_never_fails(raw: object) -> None:
    """Any cell gives a date or a code or is empty."""
    parsed = parse_date(raw)
    assert parsed.date is None or parsed.code is None
