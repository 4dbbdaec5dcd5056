from datetime import date

import pytest

from danvan_desktop.vietnamese import (
    count_in_words,
    date_in_words,
    list_letter,
    number_in_words,
    read_number_in_words,
    roman,
    vietnamese_letters,
)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (5, "năm"),
        (10, "mười"),
        (11, "mười một"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi bốn"),
        (55, "năm mươi lăm"),
        (100, "một trăm"),
        (105, "một trăm linh năm"),
        (115, "một trăm mười lăm"),
        (131, "một trăm ba mươi mốt"),
        (1000, "một nghìn"),
        (1005, "một nghìn không trăm linh năm"),
        (1844, "một nghìn tám trăm bốn mươi bốn"),
        (45_610, "bốn mươi lăm nghìn sáu trăm mười"),
        (1_000_021, "một triệu không trăm hai mươi mốt"),
        (1_018_500_000, "một tỷ không trăm mười tám triệu năm trăm nghìn"),
        (2_000_000_000_000, "hai nghìn tỷ"),
        (10**18, "một tỷ tỷ"),
        (-3, "âm ba"),
    ],
)
def test_number_in_words(number: int, words: str) -> None:
    """One, five and zero change their words with their place."""
    assert number_in_words(number) == words


def test_every_small_number_has_words_of_its_own() -> None:
    """No two numbers are spelt alike, and no spelling holds a double space."""
    spelt = [number_in_words(number) for number in range(0, 20_000, 7)]
    assert len(set(spelt)) == len(spelt)
    assert not any("  " in words for words in spelt)


def test_count_in_words_as_in_minutes() -> None:
    """A vote is written in digits and words."""
    assert count_in_words(5) == "05 (năm)"


def test_date_in_words_has_a_capital_month() -> None:
    """The month is a name."""
    assert date_in_words(date(2020, 7, 7)) == (
        "ngày bảy tháng Bảy năm hai nghìn không trăm hai mươi"
    )
    assert date_in_words(date(2021, 4, 30)) == (
        "ngày ba mươi tháng Tư năm hai nghìn không trăm hai mươi mốt"
    )


@pytest.mark.parametrize(("number", "numeral"), [(1, "I"), (4, "IV"), (9, "IX"), (2020, "MMXX")])
def test_roman(number: int, numeral: str) -> None:
    """Parts of a paper are numbered in Roman numerals."""
    assert roman(number) == numeral


def test_number_that_is_spelt_is_read_back() -> None:
    """Every spelling is read, regional ones too; a row of words that is no number is none."""
    for number in range(0, 1_000_000, 977):
        assert read_number_in_words(number_in_words(number)) == number
    assert read_number_in_words("hai ngàn không trăm lẻ tư") == 2004
    assert [read_number_in_words(words) for words in ("hai ba", "mươi", "mười mười", "")] == [
        None
    ] * 4


@pytest.mark.parametrize("number", [0, 4000])
def test_roman_refuses_what_has_no_numeral(number: int) -> None:
    """There is no zero and no four thousand."""
    with pytest.raises(ValueError, match="no Roman numeral"):
        roman(number)


def test_letters_of_points_are_vietnamese() -> None:
    """After d comes đ; there is no f, j, w or z."""
    assert "".join(vietnamese_letters()).startswith("abcdđeghiklmn")
    assert [list_letter(number) for number in (1, 5, 23, 24, 25)] == ["a", "đ", "y", "aa", "ab"]
    with pytest.raises(ValueError, match="no letter"):
        list_letter(0)
