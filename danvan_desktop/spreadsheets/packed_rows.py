"""The checked rows of a large sheet, packed: the plan shows, corrects and writes them as others."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from typing import Any, overload

from danvan_desktop.errors import Issue, Severity
from danvan_desktop.spreadsheets.compact import LazyTexts, joined, parts
from danvan_desktop.spreadsheets.layout import DataRow
from danvan_desktop.spreadsheets.model import Cells
from danvan_desktop.spreadsheets.plan import PlannedRow
from danvan_desktop.spreadsheets.rows import CheckedRow, RowReader
from danvan_desktop.spreadsheets.shelf import (
    BATCH,
    LARGE,
    CellsOf,
    Chosen,
    Judged,
    pack,
    unpack,
)

_MARK = 32
"""Bytes of a fingerprint."""


class PackedRows(Judged[PlannedRow]):
    """Planned rows in little room; frozen once ``RowGatherer`` has filled it.

    What is asked of all rows at once (verdicts, fingerprints) stands beside the packed batches.
    """

    def __init__(self, cells: Mapping[int, Cells], reader: RowReader) -> None:
        self.batches: list[bytes] = []
        self.marks = bytearray()
        self.numbers = array("I")
        self.accepted = bytearray()
        self.known = bytearray()
        self.names: list[dict[str, int]] = []
        self._cells = cells
        self._reader = reader
        self._opened: tuple[int, list[PlannedRow]] = (-1, [])

    @overload
    def __getitem__(self, place: int) -> PlannedRow: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[PlannedRow]: ...
    def __getitem__(self, place: int | slice) -> PlannedRow | Sequence[PlannedRow]:
        if isinstance(place, slice):
            return Chosen(self, range(len(self))[place])
        if place < 0:
            place += len(self)
        if not 0 <= place < len(self):
            raise IndexError(place)
        number, inside = divmod(place, BATCH)
        return self._open(number)[inside]

    def __iter__(self) -> Iterator[PlannedRow]:
        for number in range(len(self.batches)):
            yield from self._open(number)

    def __len__(self) -> int:
        return len(self.accepted)

    def places(self, *, accepted: bool, known: bool | None = None) -> array[int]:
        """List the places of rows with this verdict; ``known`` None: whether known or not."""
        pairs = zip(self.accepted, self.known, strict=True)
        return array(
            "I",
            (
                place
                for place, (taken, before) in enumerate(pairs)
                if taken == accepted and (known is None or before == known)
            ),
        )

    def place_of(self, row: int) -> int | None:
        """Find the place of an Excel row; the rows of a table are read from top to bottom."""
        place = bisect_left(self.numbers, row)
        return place if place < len(self) and self.numbers[place] == row else None

    def fingerprints(self) -> Iterator[str]:
        """Give the fingerprint of every row."""
        for start in range(0, len(self.marks), _MARK):
            yield self.marks[start : start + _MARK].hex()

    def knowing(self, known: bytes) -> PackedRows:
        """Give the same rows marked as known or not, one byte for each."""
        same = copy(self)
        same.known = bytearray(known)
        same._opened = (-1, [])
        return same

    # --- private

    def _open(self, number: int) -> list[PlannedRow]:
        # One attribute is read and replaced as a whole: another thread may look at the same time.
        place, rows = self._opened
        if place != number:
            start = number * BATCH
            packed = enumerate(unpack(self.batches[number]), start)
            rows = [self._row(place, content) for place, content in packed]
            self._opened = (number, rows)
        return rows

    def _row(self, place: int, content: tuple[Any, ...]) -> PlannedRow:
        row, cells, group, names, items, issues, changed = content
        source = DataRow(row, CellsOf(self._cells, row) if cells is None else cells, group)
        texts = LazyTexts(self._reader.texts, source, changed)
        told = tuple(self._issue(row, *issue) for issue in issues) if issues else ()
        checked = CheckedRow(joined(self.names[names], items), texts, told)
        mark = self.marks[place * _MARK : (place + 1) * _MARK].hex()
        return PlannedRow(source, checked, mark, bool(self.known[place]), changed)

    def _issue(
        self, row: int, code: str, message: str, remedy: str, name: str | None, severity: str
    ) -> Issue:
        where = self._reader.place(row, name)
        return Issue(code, message, remedy, where, Severity(severity))


class RowGatherer:
    """Takes the planned rows of a sheet one after the other and packs them once they are many."""

    def __init__(self, cells: Mapping[int, Cells], reader: RowReader) -> None:
        self._cells = cells
        self._packed = PackedRows(cells, reader)
        self._waiting: list[PlannedRow] = []

    def put(self, row: PlannedRow) -> None:
        """Take a row."""
        self._waiting.append(row)
        if len(self._waiting) >= (BATCH if self._packed.batches else LARGE):
            self._pack_waiting()

    def rows(self) -> Sequence[PlannedRow]:
        """Give all rows."""
        if not self._packed.batches:
            return tuple(self._waiting)
        self._pack_waiting(last=True)
        return self._packed

    # --- private

    def _pack_waiting(self, *, last: bool = False) -> None:
        """Pack whole batches; only the last one of a sheet may have fewer rows."""
        waiting, self._waiting = self._waiting, []
        packed = self._packed
        for start in range(0, len(waiting), BATCH):
            batch = waiting[start : start + BATCH]
            if len(batch) < BATCH and not last:
                self._waiting = batch
                return
            packed.batches.append(pack([self._content(row) for row in batch]))
            packed.marks += b"".join(bytes.fromhex(row.fingerprint) for row in batch)
            packed.numbers.extend(row.row for row in batch)
            packed.accepted += bytes(row.accepted for row in batch)
            packed.known += bytes(row.known for row in batch)

    def _content(self, row: PlannedRow) -> tuple[Any, ...]:
        source, cells = row.source, row.source.cells
        own = isinstance(cells, CellsOf) or cells is self._cells.get(source.row)
        names, items = parts(row.values)
        if names not in self._packed.names:
            self._packed.names.append(names)
        issues = [
            (i.code, i.message, i.remedy, i.place.field, i.severity.value) for i in row.issues
        ]
        return (
            source.row,
            None if own else cells,
            source.group,
            self._packed.names.index(names),
            items,
            issues,
            row.changed,
        )
