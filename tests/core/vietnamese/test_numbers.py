from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from danvan_desktop.vietnamese import (
    MONEY_UNITS,
    ParsedNumber,
    format_count,
    format_money,
    format_number,
    format_percent,
    format_points,
    format_size,
    parse_money,
    parse_number,
    percent_of,
    to_dong,
)


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (1327453, None, "1.327.453"),
        (Decimal("58.50"), None, "58,5"),
        (Decimal("58.5"), 2, "58,50"),
        (-1234, None, "−1.234"),
        (0.1 + 0.2, None, "0,3"),
        (Decimal("2.5"), 0, "3"),
        (Decimal("0.125"), 2, "0,13"),
        (Decimal("-0.04"), 1, "0,0"),
        (Decimal("-0"), None, "0"),
        (Decimal("1E+6"), None, "1.000.000"),
    ],
)
def test_format_number(value: Decimal | float, decimals: int | None, written: str) -> None:
    """Dots group thousands, a comma is the decimal sign, halves go up."""
    assert format_number(value, decimals) == written


@pytest.mark.parametrize(
    ("count", "written"), [(0, "00"), (7, "07"), (10, "10"), (1844, "1.844"), (-2, "−2")]
)
def test_format_count(count: int, written: str) -> None:
    """Counts under ten carry a zero in running text."""
    assert format_count(count) == written


@pytest.mark.parametrize(
    ("part", "whole", "written"),
    [
        (91, 127, "71,7%"),
        (265, 305, "86,9%"),
        (6, 24, "25%"),
        (5, 5, "100%"),
        (1, 2000, "0,1%"),
        (0, 9, "0%"),
        (33398, 33407, "99,97%"),
        (3498, 3499, "99,97%"),
        (1, 5000, "0,02%"),
        (9999999, 10000000, "99,99999%"),
        (5002, 5001, "100%"),
    ],
)
def test_format_percent_rounds_half_up(part: int, whole: int, written: str) -> None:
    """One place, half-up, and none where it would be 0."""
    percent = percent_of(part, whole)
    assert percent is not None
    assert format_percent(percent) == written


def test_format_percent_signed_and_whole() -> None:
    """Changes carry their sign; a chart wants whole percent."""
    assert format_percent(Decimal("8.016"), signed=True) == "+8%"
    assert format_percent(Decimal("-16.6667"), signed=True) == "−16,7%"
    assert format_percent(0, signed=True) == "0%"
    assert format_percent(Decimal("37.5"), 0) == "38%"
    assert format_percent(Decimal("99.6"), 0) == "99,6%"
    assert format_percent(Decimal("-0.04"), signed=True) == "−0,04%"


def test_format_points_never_makes_a_change_none() -> None:
    """A change of percentage points keeps one place, and as many as it takes to be seen."""
    assert [format_points(Decimal(one)) for one in ("2", "0.06", "-0.024", "0")] == [
        "2,0",
        "0,1",
        "−0,02",
        "0,0",
    ]


def test_percent_of_nothing_is_none() -> None:
    """There is no share of nothing."""
    assert percent_of(3, 0) is None


@pytest.mark.parametrize(
    ("dong", "unit", "written"),
    [
        (1_018_500_000, "triệu đồng", "1.018,5 triệu đồng"),
        (612_000_000, "triệu đồng", "612 triệu đồng"),
        (58_500_000_000, "tỷ đồng", "58,5 tỷ đồng"),
        (1_234_567, "triệu đồng", "1,235 triệu đồng"),
        (978_100_000, "đồng", "978.100.000 đồng"),
    ],
)
def test_format_money(dong: int, unit: str, written: str) -> None:
    """Money is kept in đồng and shown in the unit asked for."""
    assert format_money(dong, unit) == written


@pytest.mark.parametrize(
    ("raw", "value", "qualifier", "unit"),
    [
        ("1.234", "1234", "", ""),
        ("1.327.453", "1327453", "", ""),
        ("58,5", "58.5", "", ""),
        ("1.018,25", "1018.25", "", ""),
        ("1.018,250", "1018.25", "", ""),
        ("0,125", "0.125", "", ""),
        ("1 234", "1234", "", ""),
        ("1\xa0234\u202f567", "1234567", "", ""),
        (" 07 ", "7", "", ""),
        ("120 người", "120", "", "người"),
        ("120người.", "120", "", "người"),
        ("05 (năm)", "5", "", "(năm)"),
        ("120 m2", "120", "", "m2"),
        ("02 trạm", "2", "", "trạm"),
        ("71,7%", "71.7", "", "%"),
        ("gần 2.500", "2500", "gan", ""),
        ("Trên 300 lượt người", "300", "tren", "lượt người"),
        ("ước đạt 40", "40", "uoc", ""),
        ("~ 50", "50", "khoang", ""),
        ("-", "0", "", ""),
        ("–", "0", "", ""),
        ("-5", "-5", "", ""),
        ("−1.234,5", "-1234.5", "", ""),
        (7, "7", "", ""),
        (14.95, "14.95", "", ""),
        (0.1 + 0.2, "0.3", "", ""),
        (Decimal("2.50"), "2.5", "", ""),
    ],
)
def test_parse_number_reads(raw: object, value: str, qualifier: str, unit: str) -> None:
    """The variants that communes send are understood."""
    assert parse_number(raw) == ParsedNumber(Decimal(value), qualifier, unit)


@pytest.mark.parametrize(
    "raw", ["1,250", "58.5", "1.25", "0.500", "1,234,567", "1,234.5", "1 234.5", "2 triệu", "5 tỷ"]
)
def test_parse_number_refuses_to_guess(raw: str) -> None:
    """What can be read in two ways is for the clerk to decide."""
    assert parse_number(raw) == ParsedNumber(code="ambiguous_number")


@pytest.mark.parametrize(
    "raw",
    [
        *("abc", "x", "12-CT/HU", "07/7/2020", "12 và 3", "1e5", "10/11", "12 5", "1.23.456"),
        *("9" * 50, "٣", "một số", "(5)", True, float("nan"), float("inf"), date(2020, 1, 1)),
    ],
)
def test_parse_number_refuses_text(raw: object) -> None:
    """Document numbers, dates, sentences and switches are no numbers."""
    assert parse_number(raw) == ParsedNumber(code="not_a_number")


@pytest.mark.parametrize("raw", [None, "", " \xa0\n"])
def test_parse_number_of_an_empty_cell_is_unknown(raw: object) -> None:
    """Nothing typed is not zero."""
    assert parse_number(raw) == ParsedNumber()
    assert not parse_number(raw).is_whole


def test_parse_number_tells_whole_numbers() -> None:
    """A column of counts can refuse halves."""
    assert parse_number("12").is_whole
    assert not parse_number("12,5").is_whole


@pytest.mark.parametrize(
    ("raw", "unit", "dong"),
    [
        ("1.018,5", "triệu đồng", 1_018_500_000),
        (14.95, "triệu đồng", 14_950_000),
        ("5 triệu đồng", "triệu đồng", 5_000_000),
        ("500.000 đồng", "triệu đồng", 500_000),
        ("gần 2 tỷ", "triệu đồng", 2_000_000_000),
        ("5 triệu", "đồng", 5_000_000),
        ("1.000.000đ", "nghìn đồng", 1_000_000),
        ("-", "đồng", 0),
    ],
)
def test_parse_money_gives_dong(raw: object, unit: str, dong: int) -> None:
    """The header says the unit; a unit in the cell wins."""
    assert parse_money(raw, unit=unit).value == dong


def test_parse_money_refuses_as_numbers_do() -> None:
    """The unit does not make a doubtful number certain."""
    assert parse_money("1,250", unit="triệu đồng").code == "ambiguous_number"
    assert parse_money("chưa rõ", unit="triệu đồng").code == "not_a_number"


def test_to_dong_rounds_half_up() -> None:
    """A fraction of a đồng is rounded as money is."""
    assert to_dong(Decimal("0.0005"), "nghìn đồng") == 1


@given(st.integers(-(10**28), 10**28))
def test_a_written_whole_number_reads_back(number: int) -> None:
    """What we print, a colleague can import."""
    assert parse_number(format_number(number)).value == number


@given(st.integers(-(10**15), 10**15), st.sampled_from([1, 2, 4]))
def test_a_written_decimal_number_reads_back(number: int, places: int) -> None:
    """The same with decimals; three places alone stay doubtful."""
    value = Decimal(number).scaleb(-places)
    assert parse_number(format_number(value, places)).value == value


@given(st.floats(allow_nan=False, allow_infinity=False) | st.text() | st.binary())
def test_parse_number_never_fails(raw: object) -> None:
    """Any cell gives a value or a code."""
    parsed = parse_number(raw)
    assert parsed.value is None or parsed.code is None


@given(st.integers(0, 10**15), st.sampled_from(sorted(MONEY_UNITS)))
def test_money_in_any_unit_reads_back_to_three_decimals(amount: int, unit: str) -> None:
    """An amount of thousandths of its unit survives printing and reading."""
    dong = amount * max(MONEY_UNITS[unit] // 1000, 1)
    parsed = parse_money(format_money(dong, unit), unit="đồng")
    assert parsed.value == dong or parsed.code == "ambiguous_number"


@pytest.mark.parametrize(
    ("size", "text"), [(0, "0 KB"), (1, "1 KB"), (421_888, "412 KB"), (2_214_802, "2,1 MB")]
)
def test_format_size_takes_the_unit_that_people_read(size: int, text: str) -> None:
    """Kilobytes up to one megabyte, then one decimal; a byte is not nothing."""
    assert format_size(size) == text
