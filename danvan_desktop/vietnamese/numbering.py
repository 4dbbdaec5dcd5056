"""Marks in front of parts and points of a paper: I, II, III and a), b), c), d), đ)."""

from __future__ import annotations

_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L")),
    *((40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)

# The order of points in NĐ 30/2020, Phụ lục I, mục II.5; ă, â, ê, ô, ơ, ư are not used.
_LETTERS = tuple("abcdđeghiklmnopqrstuvxy")


def roman(number: int) -> str:
    """Write 1 to 3999 in Roman numerals.

    Raises ValueError outside that range.
    """
    if not 1 <= number <= 3999:
        raise ValueError(f"no Roman numeral for {number}")
    text = ""
    for value, mark in _ROMAN:
        count, number = divmod(number, value)
        text += mark * count
    return text


def vietnamese_letters() -> tuple[str, ...]:
    """Give the letters of points in their order: a b c d đ e g h i k l …, 23 of them."""
    return _LETTERS


def list_letter(number: int) -> str:
    """Give the letter of the point with this number, from 1; behind y comes aa.

    Raises ValueError below 1.
    """
    if number < 1:
        raise ValueError(f"no letter for point {number}")
    before, index = divmod(number - 1, len(_LETTERS))
    return (list_letter(before) if before else "") + _LETTERS[index]
