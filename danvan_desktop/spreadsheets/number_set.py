"""A set of numbers in sixteen bytes each, where a set of Python's takes a hundred.

An import asks of every row whether one like it came before.
"""

from __future__ import annotations

from array import array

_SMALLEST = 1024
_BITS = (1 << 64) - 1


class NumberSet:
    """Integers of 64 bits (hashes): they are spread well, so a simple table will do."""

    def __init__(self) -> None:
        self._table = array("Q", bytes(8 * _SMALLEST))
        self._count = 0

    def add(self, number: int) -> bool:
        """Take a number in; False when it is there already."""
        number = number & _BITS or 1  # an empty place holds 0
        table = self._table
        last = len(table) - 1
        place = number & last
        while found := table[place]:
            if found == number:
                return False
            place = (place + 1) & last
        table[place] = number
        self._count += 1
        if 2 * self._count > last:
            self._grow()
        return True

    def _grow(self) -> None:
        old = self._table
        table = self._table = array("Q", bytes(16 * len(old)))
        last = len(table) - 1
        for number in old:
            if number:
                place = number & last
                while table[place]:
                    place = (place + 1) & last
                table[place] = number
