"""Sets and tables of numbers in 16 or 32 bytes an entry, where Python's own take a hundred.

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
        place, found = _find(self._table, number)
        if found:
            return False
        self._table[place] = number
        self._count += 1
        if 2 * self._count > len(self._table):
            self._grow()
        return True

    def _grow(self) -> None:
        old, self._table = self._table, array("Q", bytes(16 * len(self._table)))
        for number in old:
            if number:
                self._table[_find(self._table, number)[0]] = number


class NumberTable:
    """Numbers of 64 bits by hashes of 64 bits."""

    def __init__(self) -> None:
        self._table = array("Q", bytes(8 * _SMALLEST))
        self._values = array("Q", bytes(8 * _SMALLEST))
        self._count = 0

    def get(self, number: int) -> int | None:
        """Give what stands for a number; None: nothing yet."""
        place, found = _find(self._table, number & _BITS or 1)
        return self._values[place] if found else None

    def put(self, number: int, value: int) -> None:
        """Let a value stand for a number."""
        number = number & _BITS or 1
        place, found = _find(self._table, number)
        self._table[place], self._values[place] = number, value
        self._count += not found
        if 2 * self._count > len(self._table):
            self._grow()

    def _grow(self) -> None:
        numbers, values = self._table, self._values
        self._table = array("Q", bytes(16 * len(numbers)))
        self._values = array("Q", bytes(16 * len(numbers)))
        for number, value in zip(numbers, values, strict=True):
            if number:
                place, _found = _find(self._table, number)
                self._table[place], self._values[place] = number, value


def _find(table: array[int], number: int) -> tuple[int, bool]:
    """Find the place of a number in a table whose length is a power of two, or where it goes."""
    last = len(table) - 1
    place = number & last
    while found := table[place]:
        if found == number:
            return place, True
        place = (place + 1) & last
    return place, False
