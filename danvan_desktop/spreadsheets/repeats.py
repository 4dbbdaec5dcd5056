"""What came in before, and what is reported twice: known rows and duplicates of an import."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any, Protocol

from danvan_desktop.errors import Progress, no_progress
from danvan_desktop.spreadsheets.mapping import MappingMemory
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
    marks = [row.fingerprint for sheet in sheets_of(files) for row in sheet.rows]
    known = set(context.known_fingerprints(marks))
    return tuple(_marked(file, file.sha256 in seen, known) for file in files)


def _marked(file: FilePlan, seen_before: bool, known: Collection[str]) -> FilePlan:
    """Mark the rows that are stored already.

    A file known by its content but by none of its rows was renamed: its rows are known too,
    except those that the clerk corrected just now.
    """
    rows = [row for sheet in file.sheets for row in sheet.rows]
    renamed = seen_before and not any(row.fingerprint in known for row in rows)

    def mark(row: PlannedRow) -> PlannedRow:
        is_known = row.fingerprint in known or (renamed and not row.changed)
        return row if row.known == is_known else replace(row, known=is_known)

    sheets = tuple(
        replace(sheet, rows=tuple(mark(row) for row in sheet.rows)) for sheet in file.sheets
    )
    return replace(file, sheets=sheets, seen_before=seen_before)


def find_duplicates(
    sheets: list[SheetPlan], context: ImportContext, preferred: tuple[Location, ...]
) -> tuple[Duplicate, ...]:
    """Predict what storage will flag: the first row of an event counts, stored rows before all."""
    keyed = [
        (sheet, row, key)
        for sheet in sheets
        if sheet.register
        for row in sheet.accepted
        if (key := import_target(sheet.register).duplicate_key(row.values)) is not None
    ]
    if preferred:
        keyed.sort(key=lambda entry: rank(preferred, place_of(entry[0], entry[1])))
    stored = _stored(keyed, context)
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


def _stored(
    keyed: list[tuple[SheetPlan, PlannedRow, tuple[str, ...]]], context: ImportContext
) -> dict[tuple[str, tuple[str, ...]], Location]:
    wanted: dict[str, set[tuple[str, ...]]] = {}
    for sheet, row, key in keyed:
        if not row.known:
            wanted.setdefault(str(sheet.register), set()).add(key)
    found: dict[tuple[str, tuple[str, ...]], Location] = {}
    for register, keys in wanted.items():
        for key, origin in context.counted_origins(register, keys).items():
            number = origin.get("row")
            found[register, key] = Location(
                str(origin.get("file") or ""),
                str(origin.get("sheet") or ""),
                None if number is None else int(number),
                origin.get("record"),
            )
    return found
