"""Compact sets and tables of numbers behave as Python's own."""

from __future__ import annotations

import random

from danvan_desktop.spreadsheets.number_set import NumberSet, NumberTable


def test_set_tells_what_came_before() -> None:
    """Each number is new once, negative hashes and numbers that share a place too."""
    dice = random.Random(7)
    numbers = [dice.getrandbits(64) - (1 << 63) for _n in range(3000)] + [
        1024 * n for n in range(9)
    ]
    known, ours = set[int](), NumberSet()
    for number in numbers * 2:
        assert ours.add(number) == (number not in known)
        known.add(number)


def test_table_keeps_values() -> None:
    """A value can be read and replaced; what never was put is None."""
    dice = random.Random(8)
    known, ours = dict[int, int](), NumberTable()
    for value in range(5000):
        number = dice.randrange(-3000, 3000) * 977
        assert ours.get(number) == known.get(number)
        ours.put(number, value)
        known[number] = value
    assert all(ours.get(number) == value for number, value in known.items() if number)
