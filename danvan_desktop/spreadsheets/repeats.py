"""What came in before, and what is reported twice: known rows and duplicates of an import."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any, Protocol

from danvan_desktop.errors import Progress, no_progress
from danvan_desktop.spreadsheets.mapping import MappingMemory
from danvan_desktop.spreadsheets.number_set import NumberSet
from danvan_desktop.spreadsheets.packed_rows import PackedRows
from danvan_desktop.spreadsheets.plan import (
    Duplicate,
    FilePlan,
    Location,
    PlannedRow,
    SheetPlan,
    sheets_of,
)
from danvan_desktop.spreadsheets.targets import import_target
from danvan_desktop.spreadsheets.titles import Reading
from danvan_desktop.storage.values import Changes, ImportDecisions, ImportRow

_AT_ONCE = 5_000
"""Rows that storage is asked about together."""

_Event = tuple[str, tuple[str, ...]]
_Keyed = tuple[SheetPlan, PlannedRow, tuple[str, ...]]


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
) -> tuple[Duplicate, ...]:
    """Predict what storage will flag: the first row of an event counts, stored rows before all."""
    repeated, stored = _met_again(sheets, context)
    if not repeated and not stored:
        return ()
    keyed = [
        (sheet, row, key)
        for sheet, row, key in _keyed(sheets)
        if (event := (str(sheet.register), key)) in stored or hash(event) in repeated
    ]
    if preferred:
        keyed.sort(key=lambda entry: rank(preferred, place_of(entry[0], entry[1])))
    first: dict[tuple[str, tuple[str, ...]], Location | tuple[SheetPlan, PlannedRow]] = {}
    pairs = []
    for sheet, row, key in keyed:
        event = str(sheet.register), key
        counted = first.get(event) or (None if row.known else stored.get(event))
        first.setdefault(event, counted or (sheet, row))
        if counted is None:
            continue
        here = place_of(sheet, row)
        there = counted if isinstance(counted, Location) else place_of(*counted)
        if there != here:
            pairs.append(Duplicate(str(sheet.register), there, here))
    return tuple(pairs)


def place_of(sheet: SheetPlan, row: PlannedRow) -> Location:
    """Say where a planned row stands."""
    return Location(sheet.file, sheet.name, row.row)


def rank(preferred: tuple[Location, ...], place: Location) -> int:
    """Order rows by the clerk's preference; the others follow."""
    return preferred.index(place) if place in preferred else len(preferred)


def _keyed(sheets: list[SheetPlan]) -> Iterator[_Keyed]:
    """Every row that reports an event, with the event's key."""
    for sheet in sheets:
        if sheet.register:
            key_of = import_target(sheet.register).duplicate_key
            for row in sheet.accepted:
                key = key_of(row.values)
                if key is not None:
                    yield sheet, row, key


def _met_again(
    sheets: list[SheetPlan], context: ImportContext
) -> tuple[set[int], dict[_Event, Location]]:
    """Find the hashes of events that several rows report, and the events that are stored.

    Hashes take little room; two events of one hash are told apart by whoever uses them.
    """
    met = NumberSet()
    repeated: set[int] = set()
    stored: dict[_Event, Location] = {}
    waiting: dict[str, set[tuple[str, ...]]] = {}
    for sheet, row, key in _keyed(sheets):
        register = str(sheet.register)
        event = hash((register, key))
        if not met.add(event):
            repeated.add(event)
        if not row.known:
            asked = waiting.setdefault(register, set())
            asked.add(key)
            if len(asked) >= _AT_ONCE:
                stored |= _stored(register, asked, context)
                asked.clear()
    for register, asked in waiting.items():
        if asked:
            stored |= _stored(register, asked, context)
    return repeated, stored


def _stored(
    register: str, keys: set[tuple[str, ...]], context: ImportContext
) -> dict[_Event, Location]:
    found: dict[_Event, Location] = {}
    for key, origin in context.counted_origins(register, keys).items():
        number = origin.get("row")
        found[register, key] = Location(
            str(origin.get("file") or ""),
            str(origin.get("sheet") or ""),
            None if number is None else int(number),
            origin.get("record"),
        )
    return found
