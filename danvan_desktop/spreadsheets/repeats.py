"""What came in before, and what is reported twice: known rows and duplicates of an import."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any, Protocol

from danvan_desktop.errors import Progress, no_progress
from danvan_desktop.spreadsheets.mapping import MappingMemory
from danvan_desktop.spreadsheets.number_set import NumberTable
from danvan_desktop.spreadsheets.packed_rows import PackedRows
from danvan_desktop.spreadsheets.plan import (
    Duplicate,
    FilePlan,
    Location,
    PlannedRow,
    SheetPlan,
    sheets_of,
)
from danvan_desktop.spreadsheets.shelf import Shelf
from danvan_desktop.spreadsheets.targets import import_target
from danvan_desktop.spreadsheets.titles import Reading
from danvan_desktop.storage.values import Changes, ImportDecisions, ImportRow

_AT_ONCE = 1_000
"""Rows that storage is asked about together."""

_ROW_BITS = 24
_OF_STORED = 1 << 63
"""How a place is written as a number: table and row, or with this bit the place of a record."""

_Event = tuple[str, tuple[str, ...]]
_Keyed = tuple[int, SheetPlan, PlannedRow, tuple[str, ...]]
"""The number of a table, the table, a row of it, and the key of the event that it reports."""


class PeriodAtHand(Protocol):
    """A period by its code."""

    @property
    def code(self) -> str:
        """The code, ``H1/2020``."""


class ImportContext(MappingMemory, Protocol):
    """What an import asks of the office's data."""

    def directory(self, on: str | None = None) -> Reading:
        """Return the units valid on an ISO day."""

    def current_period(self) -> PeriodAtHand | None:
        """Return the period that the clerk works on; it has a ``code``."""

    def known_fingerprints(self, fingerprints: Iterable[str]) -> Collection[str]:
        """Tell which rows an earlier import brought in."""

    def known_files(self, hashes: Iterable[str]) -> Collection[str]:
        """Tell which files (SHA-256) an earlier import read."""

    def counted_origins(
        self, register: str, keys: Iterable[tuple[str, ...]]
    ) -> Mapping[tuple[str, ...], Mapping[str, Any]]:
        """Return, for each duplicate key that a stored record counts for, that record's origin.

        Its id stands beside file, sheet and row under ``record``.
        """

    def import_rows(
        self,
        label: str,
        rows: Iterable[ImportRow],
        files: Iterable[tuple[str, str]] = (),
        *,
        decisions: ImportDecisions | None = None,
        total: int = 0,
        progress: Progress = no_progress,
    ) -> Changes:
        """Store all rows in one transaction and note the files."""


def mark_known(files: tuple[FilePlan, ...], context: ImportContext) -> tuple[FilePlan, ...]:
    """Mark the rows that earlier imports brought in."""
    seen = set(context.known_files([file.sha256 for file in files if file.sha256]))
    marks = (mark for sheet in sheets_of(files) for mark in _fingerprints(sheet))
    known = bytearray()
    while some := list(islice(marks, _AT_ONCE)):
        found = set(context.known_fingerprints(some))
        known += bytes(mark in found for mark in some)
    told = iter(known)
    return tuple(_marked(file, file.sha256 in seen, told) for file in files)


def _marked(file: FilePlan, seen_before: bool, told: Iterator[int]) -> FilePlan:
    """Mark the rows that are stored already; ``told`` says of row after row whether it is.

    A file known by its content but by none of its rows was renamed: its rows are known too,
    except those that the clerk corrected just now.
    """
    known = [bytes(islice(told, len(sheet.rows))) for sheet in file.sheets]
    renamed = seen_before and not any(map(any, known))

    def mark(row: PlannedRow, is_known: bool) -> PlannedRow:
        is_known = is_known or (renamed and not row.changed)
        return row if row.known == is_known else replace(row, known=is_known)

    def marked(rows: Sequence[PlannedRow], known: bytes) -> Sequence[PlannedRow]:
        if isinstance(rows, PackedRows):
            return rows.knowing(bytes(not row.changed for row in rows) if renamed else known)
        return tuple(mark(row, bool(one)) for row, one in zip(rows, known, strict=True))

    pairs = zip(file.sheets, known, strict=True)
    sheets = tuple(replace(sheet, rows=marked(sheet.rows, of)) for sheet, of in pairs)
    return replace(file, sheets=sheets, seen_before=seen_before)


def _fingerprints(sheet: SheetPlan) -> Iterator[str]:
    if isinstance(sheet.rows, PackedRows):
        return sheet.rows.fingerprints()
    return (row.fingerprint for row in sheet.rows)


def find_duplicates(
    sheets: list[SheetPlan], context: ImportContext, preferred: tuple[Location, ...]
) -> Iterator[Duplicate]:
    """Predict what storage will flag: the first row of an event counts, stored rows before all.

    Events are told apart by 64 bits of their keys, and places are kept as numbers: of a hundred
    thousand rows each may be the second report of something.
    """
    first = NumberTable()
    places = _Places(sheets)
    rows = _in_order(sheets, preferred)
    while some := list(islice(rows, _AT_ONCE)):
        stored = _stored(some, context)
        for number, sheet, row, key in some:
            event = hash((sheet.register, key))
            code = first.get(event)
            counted = None if code is None else places.place(code)
            if counted is None and not row.known:
                counted = stored.get((str(sheet.register), key))
            if code is None:
                new = places.of_stored(counted) if counted else places.of_row(number, row.row)
                first.put(event, new)
            here = place_of(sheet, row)
            if counted is not None and counted != here:
                yield Duplicate(str(sheet.register), counted, here)


def place_of(sheet: SheetPlan, row: PlannedRow) -> Location:
    """Say where a planned row stands."""
    return Location(sheet.file, sheet.name, row.row)


class _Places:
    """Writes places as numbers and reads them again."""

    def __init__(self, sheets: list[SheetPlan]) -> None:
        self._sheets = sheets
        self._stored: Shelf[Location] = Shelf()

    def of_row(self, sheet: int, row: int) -> int:
        return sheet << _ROW_BITS | row

    def of_stored(self, place: Location) -> int:
        self._stored.put(place)
        return _OF_STORED | len(self._stored) - 1

    def place(self, code: int) -> Location:
        if code & _OF_STORED:
            return self._stored[code ^ _OF_STORED]
        sheet = self._sheets[code >> _ROW_BITS]
        return Location(sheet.file, sheet.name, code & ((1 << _ROW_BITS) - 1))


def _in_order(sheets: list[SheetPlan], preferred: tuple[Location, ...]) -> Iterator[_Keyed]:
    """Every row that reports an event, with the event's key; those first that shall count."""
    if not preferred:
        yield from _keyed(sheets)
        return
    ranks = {place: number for number, place in enumerate(preferred)}
    chosen = (one for one in _keyed(sheets) if place_of(one[1], one[2]) in ranks)
    yield from sorted(chosen, key=lambda one: ranks[place_of(one[1], one[2])])
    yield from (one for one in _keyed(sheets) if place_of(one[1], one[2]) not in ranks)


def _keyed(sheets: list[SheetPlan]) -> Iterator[_Keyed]:
    for number, sheet in enumerate(sheets):
        if sheet.register:
            key_of = import_target(sheet.register).duplicate_key
            for row in sheet.accepted:
                key = key_of(row.values)
                if key is not None:
                    yield number, sheet, row, key


def _stored(some: Iterable[_Keyed], context: ImportContext) -> dict[_Event, Location]:
    """Find the stored records that count for the events of some rows."""
    asked: dict[str, set[tuple[str, ...]]] = {}
    for _number, sheet, row, key in some:
        if not row.known:
            asked.setdefault(str(sheet.register), set()).add(key)
    found: dict[_Event, Location] = {}
    for register, keys in asked.items():
        for key, origin in context.counted_origins(register, keys).items():
            number = origin.get("row")
            found[register, key] = Location(
                str(origin.get("file") or ""),
                str(origin.get("sheet") or ""),
                None if number is None else int(number),
                origin.get("record"),
            )
    return found
