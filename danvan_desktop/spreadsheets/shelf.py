"""Rows of large sheets packed in memory, so that a hundred thousand take little more than a few.

Batches of rows are kept pickled and compressed, and opened one at a time. Nothing goes to a file:
rows may hold personal data, and a sheet that declares a degree of secrecy must leave no trace.
Sheets of ordinary size stay as they are read.
"""

from __future__ import annotations

import pickle
import zlib
from abc import abstractmethod
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar, overload

from danvan_desktop.spreadsheets.model import Cells

T = TypeVar("T")

LARGE = 4_000
"""Sheets with so many rows are packed."""

BATCH = 250
"""Rows that are packed, and opened, together."""

_FASTEST = 1
_COLUMN_BITS = 20


def pack(content: Any) -> bytes:
    """Put plain values into few bytes."""
    return zlib.compress(pickle.dumps(content, pickle.HIGHEST_PROTOCOL), _FASTEST)


def unpack(packed: bytes) -> Any:
    """Take out what ``pack`` put in; only for bytes that this program packed."""
    return pickle.loads(zlib.decompress(packed))


class PackedCells(Mapping[int, Cells]):
    """The filled cells of a large sheet by row number, read-only and in ascending order."""

    def __init__(self, numbers: array[int], batches: Sequence[bytes]) -> None:
        self._numbers = numbers
        self._batches = batches
        self._firsts = numbers[::BATCH]
        self._opened: dict[int, Cells] = {}

    def __reduce__(self) -> tuple[Any, ...]:
        return PackedCells, (self._numbers, self._batches)

    def __getitem__(self, row: int) -> Cells:
        # One attribute is read and replaced as a whole: another thread may look at the same time.
        found = self._opened.get(row)
        if found is None:
            place = bisect_right(self._firsts, row) - 1
            if place < 0:
                raise KeyError(row)
            opened: dict[int, Cells] = unpack(self._batches[place])
            found = opened[row]
            self._opened = opened
        return found

    def __iter__(self) -> Iterator[int]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)


class CellGatherer:
    """Takes the rows of a sheet one after the other and packs them once they are many."""

    def __init__(self) -> None:
        self._open: dict[int, Cells] = {}
        self._numbers = array("I")
        self._batches: list[bytes] = []
        self._ordered = True
        self._last = 0

    def put(self, row: int, cells: Cells) -> None:
        """Take a row; one that comes again counts as it came last."""
        if row <= self._last and self._ordered:
            self._lay_open()
        self._last = row
        self._open[row] = cells
        if self._ordered and len(self._open) >= (BATCH if self._batches else LARGE):
            self._pack_open()

    def rows(self) -> Mapping[int, Cells]:
        """Give all rows, in order where they are packed."""
        if not self._batches:
            return self._open
        self._pack_open(last=True)
        return PackedCells(self._numbers, self._batches)

    # --- private

    def _pack_open(self, *, last: bool = False) -> None:
        """Pack whole batches; only the last one of a sheet may have fewer rows."""
        waiting = iter(self._open.items())
        self._open = {}
        while batch := dict(islice(waiting, BATCH)):
            if len(batch) < BATCH and not last:
                self._open = batch
                return
            self._numbers.extend(batch)
            self._batches.append(pack(batch))

    def _lay_open(self) -> None:
        """Keep rows out of order as they are: only a damaged sheet has them."""
        self._ordered = False
        packed = [unpack(batch) for batch in self._batches]
        self._open = {row: cells for batch in [*packed, self._open] for row, cells in batch.items()}
        self._batches = []


def gathered(rows: Iterable[tuple[int, Cells]]) -> Mapping[int, Cells]:
    """Keep rows in memory, packed where they are many."""
    gatherer = CellGatherer()
    for row, cells in rows:
        gatherer.put(row, cells)
    return gatherer.rows()


class ByPlace(Mapping[tuple[int, int], Any]):
    """What is kept of some cells, by row and column, over what is kept of their rows."""

    def __init__(self, rows: Mapping[int, Mapping[int, Any]]) -> None:
        self.rows = rows

    def __getitem__(self, place: tuple[int, int]) -> Any:
        row, column = place
        return self.rows[row][column]

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return ((row, column) for row, cells in self.rows.items() for column in cells)

    def __len__(self) -> int:
        return sum(len(cells) for cells in self.rows.values())

    def __bool__(self) -> bool:
        return bool(self.rows)


class PlaceSet(Collection[tuple[int, int]]):
    """Some cells by row and column, eight bytes each."""

    def __init__(self, places: Iterable[tuple[int, int]]) -> None:
        self._codes = array("Q", sorted(row << _COLUMN_BITS | column for row, column in places))

    def __contains__(self, place: object) -> bool:
        if not isinstance(place, tuple):
            return False
        row, column = place
        code = int(row) << _COLUMN_BITS | int(column)
        at = bisect_left(self._codes, code)
        return at < len(self._codes) and self._codes[at] == code

    def __iter__(self) -> Iterator[tuple[int, int]]:
        last = (1 << _COLUMN_BITS) - 1
        return ((code >> _COLUMN_BITS, code & last) for code in self._codes)

    def __len__(self) -> int:
        return len(self._codes)


class CellsOf(Mapping[int, Any]):
    """The cells of one row of a packed sheet, opened when somebody looks at them."""

    __slots__ = ("_row", "_rows")

    def __init__(self, rows: Mapping[int, Cells], row: int) -> None:
        self._rows = rows
        self._row = row

    def __getitem__(self, column: int) -> Any:
        return self._rows[self._row][column]

    def __iter__(self) -> Iterator[int]:
        return iter(self._rows[self._row])

    def __len__(self) -> int:
        return len(self._rows[self._row])

    def __repr__(self) -> str:
        return repr(self._rows[self._row])


class Shelf(Sequence[T]):
    """Plain values, packed once they are many; filled by ``put`` and then only read."""

    def __init__(self) -> None:
        self._batches: list[bytes] = []
        self._last: list[T] = []
        self._opened: tuple[int, list[T]] = (-1, [])

    @overload
    def __getitem__(self, place: int) -> T: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[T]: ...
    def __getitem__(self, place: int | slice) -> T | Sequence[T]:
        if isinstance(place, slice):
            return Chosen(self, range(len(self))[place])
        place = range(len(self))[place]
        number, inside = divmod(place, BATCH)
        return self._open(number)[inside] if number < len(self._batches) else self._last[inside]

    def __iter__(self) -> Iterator[T]:
        for number in range(len(self._batches)):
            yield from self._open(number)
        yield from self._last

    def __len__(self) -> int:
        return len(self._batches) * BATCH + len(self._last)

    def put(self, item: T) -> None:
        """Take a value."""
        self._last.append(item)
        if len(self._last) >= BATCH:
            self._batches.append(pack(self._last))
            self._last = []

    def _open(self, number: int) -> list[T]:
        # One attribute is read and replaced as a whole: another thread may look at the same time.
        place, items = self._opened
        if place != number:
            items = unpack(self._batches[number])
            self._opened = (number, items)
        return items


def shelved(items: Iterable[T]) -> Sequence[T]:
    """Keep values as a tuple, or packed where they are many."""
    waiting = iter(items)
    few = tuple(islice(waiting, LARGE))
    if len(few) < LARGE:
        return few
    shelf: Shelf[T] = Shelf()
    for item in few:
        shelf.put(item)
    for item in waiting:
        shelf.put(item)
    return shelf


class Judged(Sequence[T]):
    """Rows that can tell their verdicts without being opened."""

    @abstractmethod
    def place_of(self, row: int) -> int | None:
        """Find the place of an Excel row; None: no row of the table."""

    @abstractmethod
    def places(self, *, accepted: bool, known: bool | None = None) -> array[int]:
        """List the places of rows with this verdict; ``known`` None: whether known or not."""


class Chosen(Sequence[T]):
    """Some of a sequence's items, by their places, without a copy of them."""

    def __init__(self, items: Sequence[T], places: Sequence[int]) -> None:
        self._items = items
        self._places = places

    @overload
    def __getitem__(self, place: int) -> T: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[T]: ...
    def __getitem__(self, place: int | slice) -> T | Sequence[T]:
        if isinstance(place, slice):
            return Chosen(self._items, self._places[place])
        return self._items[self._places[place]]

    def __iter__(self) -> Iterator[T]:
        return map(self._items.__getitem__, self._places)

    def __len__(self) -> int:
        return len(self._places)
