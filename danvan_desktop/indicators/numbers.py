"""Exact numbers: whole ones are ``int``, others ``Decimal``, and only a rate is a ``float``."""

from __future__ import annotations

from decimal import Decimal

Number = int | float | Decimal


def exact(number: Number) -> Number:
    """Give a whole Decimal as int, so that counts stay counts."""
    if isinstance(number, Decimal) and number == number.to_integral_value():
        return int(number)
    return number


def plain_number(number: Number | None) -> int | float | None:
    """Give a number as JSON has it: 24, 5.4."""
    whole = None if number is None else exact(number)
    return float(whole) if isinstance(whole, Decimal) else whole


def added(*numbers: Number | None) -> Number:
    """Add numbers exactly; what is unknown adds nothing."""
    total: int | Decimal = 0
    for number in numbers:
        if isinstance(number, float):
            total = total + Decimal(str(number))
        elif number is not None:
            total = total + number
    return exact(total)
