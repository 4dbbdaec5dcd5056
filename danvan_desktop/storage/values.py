"""The frozen values that cross the border between storage and everybody else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Operator = Literal["eq", "in", "match", "range", "gte", "lte", "prefix"]


@dataclass(frozen=True, slots=True)
class Record:
    """One stored record as it stood when it was read; ``values`` by field name.

    ``owner`` is the code of the office that entered it, "" while none was set up.
    """

    register: str
    id: str
    rev: int
    values: Mapping[str, Any]
    event_date: str | None = None
    duplicate_of: str | None = None
    deleted: bool = False
    created_at: str = ""
    created_by: str = ""
    changed_at: str = ""
    changed_by: str = ""
    origin: Mapping[str, Any] | None = None
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition on one field.

    ``match`` finds words without tones, ``range`` takes two values, ``in`` a tuple of values.
    """

    field: str
    op: Operator
    value: Any
    value2: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListQuery:
    """What a list shows: days are inclusive ISO dates; ``ids`` means exactly these records.

    With ``held`` a register whose records hold for a time shows those that held in the days.
    ``office`` is the code of the office that sent the records; "" means those of this one.
    """

    register: str
    first_day: str | None = None
    last_day: str | None = None
    filters: tuple[Filter, ...] = ()
    text: str = ""
    sort: str | None = None
    descending: bool = False
    deleted: bool = False
    ids: tuple[str, ...] | None = None
    counted: bool = False
    held: bool = False
    office: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a list adds up to, duplicates apart: records, sums and ticks by field, values apart.

    ``shares`` counts the records by value of one field, ``different`` the values of another.
    """

    count: int
    sums: Mapping[str, int | None]
    shares: Mapping[str, int]
    different: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """A list at a glance: its records, those of the whole register, what names the newest one.

    ``newest`` holds title, unit and day of the newest record by field; empty without records.
    """

    register: str
    here: int
    ever: int
    newest: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Hit:
    """One result of the search over everything, best first by ``rank`` (0: exact accents)."""

    register: str
    id: str
    title: str
    detail: str
    rank: int


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One recorded change of one field; creation and deletion have the field ``""``."""

    at: str
    by: str
    operation: str
    field: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Changes:
    """What one committed operation touched, with the words that name it in the undo list.

    Of a great many records ``ids`` and ``duplicates`` hold only the first; then not ``all_named``.
    ``undoes`` is the operation that this one takes back, if it is an undo or a redo.
    """

    operation: str
    label: str
    registers: frozenset[str]
    ids: tuple[str, ...] = ()
    duplicates: tuple[tuple[str, str], ...] = field(default=())
    all_named: bool = True
    undoes: str | None = None

    def touches(self, register: str, record_id: str) -> bool:
        """Tell whether a record was touched; of very many it may only have been."""
        return record_id in self.ids or (not self.all_named and register in self.registers)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file kept with a record, stored once by the SHA-256 of its content; size in bytes."""

    id: str
    register: str
    record_id: str
    name: str
    sha256: str
    size: int
    added_at: str
    added_by: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A half-filled form kept against crashes, with the field that had the focus."""

    register: str
    record_id: str | None
    values: Mapping[str, Any]
    field: str
    at: str


@dataclass(frozen=True, slots=True)
class ImportDecisions:
    """What was said of rows that may report one event, carried out with the import.

    ``judged``: register, first and second (fingerprint of a row, or id of a record), whether they
    are one event, of which the first counts. ``merged``: register, record id, values to write.
    """

    judged: tuple[tuple[str, str, str, bool], ...] = ()
    merged: tuple[tuple[str, str, Mapping[str, Any]], ...] = ()


@dataclass(frozen=True, slots=True)
class ImportRow:
    """A row that an import writes; the fingerprint tells a row that came in before."""

    register: str
    values: Mapping[str, Any]
    origin: Mapping[str, Any]
    fingerprint: str
