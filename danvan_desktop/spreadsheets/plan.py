"""The plan of an import: what would be stored, what is refused and why, before anything is written.

Plain frozen data. Correcting a cell or choosing another register for a sheet gives a new plan;
only the sheet concerned is read anew.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping as MappingOf, Sequence
from dataclasses import dataclass, field
from typing import Any, overload

from danvan_desktop.errors import Issue, Severity, UserError
from danvan_desktop.schema import Period
from danvan_desktop.spreadsheets.form_identity import FormIdentity
from danvan_desktop.spreadsheets.header import Header
from danvan_desktop.spreadsheets.layout import DataRow, RowKind
from danvan_desktop.spreadsheets.legacy import LegacySample
from danvan_desktop.spreadsheets.mapping import Mapping
from danvan_desktop.spreadsheets.model import CellValue, Sheet
from danvan_desktop.spreadsheets.rows import NOTED, QUALIFIER, CheckedRow
from danvan_desktop.spreadsheets.shelf import Chosen, Judged
from danvan_desktop.spreadsheets.targets import import_target


@dataclass(frozen=True, slots=True)
class Location:
    """Where a row stands; ``row`` is the Excel row number, ``record`` its id once it is stored."""

    file: str
    sheet: str
    row: int | None
    record: str | None = field(default=None, compare=False)

    def as_json(self) -> dict[str, Any]:
        """Write it as the command line does."""
        return {"file": self.file, "sheet": self.sheet, "row": self.row}


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Two rows that report one event: the one that is counted and the one that is only kept."""

    register: str
    counted: Location
    duplicate: Location


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One data row of a sheet with its verdict.

    ``known`` rows came in with an earlier import and are not written again.
    """

    source: DataRow
    checked: CheckedRow
    fingerprint: str = ""
    known: bool = False
    changed: MappingOf[str, CellValue | None] = field(default_factory=dict)

    @property
    def row(self) -> int:
        """The Excel row number."""
        return self.source.row

    @property
    def values(self) -> MappingOf[str, Any]:
        """The values as they would be stored."""
        return self.checked.values

    @property
    def raw(self) -> MappingOf[str, str]:
        """What stood in the cells, by field."""
        return self.checked.raw

    @property
    def issues(self) -> tuple[Issue, ...]:
        """Everything that is wrong with the row, errors and warnings."""
        return self.checked.issues

    @property
    def accepted(self) -> bool:
        """Tell whether the row can be stored."""
        return self.checked.accepted

    @property
    def flags(self) -> list[str]:
        """What the record should remember of its cells: qualifiers, a bare year."""
        told = (i.code for i in self.issues if i.code in NOTED or i.code.startswith(QUALIFIER))
        return list(dict.fromkeys(told))

    @property
    def qualifiers(self) -> dict[str, str]:
        """The word in front of a number (gan, tren, hon, khoang, uoc, duoi) by field."""
        return {
            str(i.place.field): i.code.removeprefix(QUALIFIER)
            for i in self.issues
            if i.code.startswith(QUALIFIER)
        }

    @property
    def reason(self) -> Issue | None:
        """The first error: why the row is refused."""
        return next((i for i in self.issues if i.severity is Severity.ERROR), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPlan:
    """One table of a sheet: the register it was taken for (None: none) and its rows.

    ``unit`` is the unit that the title or the sheet's name gives when no column does. ``period`` is
    what the title names, ``row_period`` what rows without a day get: the clerk's choice, else the
    title's, else the period at hand (None: the rows have days or name their period). ``form`` is
    the blank form that was filled in, ``source`` what the rows are known by instead of the names of
    file and sheet; ``notes`` say what does not fit in the sheet as a whole. A table ``on_side``
    lists its fields down the page.
    """

    file: str
    sheet: Sheet
    register: str | None = None
    header: Header | None = None
    mapping: Mapping | None = None
    titles: tuple[str, ...] = ()
    period: str | None = None
    row_period: str | None = None
    chosen_period: str | None = None
    unit: str | None = None
    rows: Sequence[PlannedRow] = ()
    others: tuple[tuple[int, RowKind], ...] = ()
    samples: tuple[LegacySample, ...] = ()
    kept: Collection[tuple[int, int]] = frozenset()
    chosen: bool = False
    form: FormIdentity | None = None
    source: tuple[str, ...] = ()
    notes: tuple[Issue, ...] = ()
    on_side: bool = False

    @property
    def name(self) -> str:
        """The sheet's name."""
        return self.sheet.name

    @property
    def turned(self) -> bool:
        """Tell whether rows here are columns of the workbook: its records stand side by side."""
        return self.on_side or (self.form is not None and self.form.turned)

    @property
    def header_rows(self) -> tuple[int, ...]:
        """The Excel rows of the header."""
        return self.header.rows if self.header else ()

    @property
    def needs_period(self) -> bool:
        """Tell whether the sheet as a whole gives its rows their period."""
        if self.mapping is None:
            return False
        spec = import_target(self.mapping.register)
        kind = spec.field(spec.date_field).type
        return isinstance(kind, Period) and spec.date_field not in self.mapping.fields

    @property
    def asks_period(self) -> bool:
        """Tell whether the period of the rows is a guess that the clerk should look at."""
        return self.needs_period and not (self.period or self.chosen_period)

    @property
    def accepted(self) -> Sequence[PlannedRow]:
        """The rows that can be stored."""
        if isinstance(self.rows, Judged):
            return Chosen(self.rows, self.rows.places(accepted=True))
        return tuple(row for row in self.rows if row.accepted)

    @property
    def new(self) -> Sequence[PlannedRow]:
        """The rows that can be stored and are not known yet."""
        if isinstance(self.rows, Judged):
            return Chosen(self.rows, self.rows.places(accepted=True, known=False))
        return tuple(row for row in self.rows if row.accepted and not row.known)

    @property
    def rejected(self) -> Sequence[PlannedRow]:
        """The rows that are refused."""
        if isinstance(self.rows, Judged):
            return Chosen(self.rows, self.rows.places(accepted=False))
        return tuple(row for row in self.rows if not row.accepted)

    def row_at(self, row: int | None) -> PlannedRow | None:
        """Find the data row of an Excel row number."""
        if isinstance(self.rows, Judged):
            place = self.rows.place_of(row) if row is not None else None
            return self.rows[place] if place is not None else None
        return next((one for one in self.rows if one.row == row), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePlan:
    """One file: refused as a whole, or its sheets. ``name`` is the file's name without folders."""

    name: str
    sha256: str = ""
    sheets: tuple[SheetPlan, ...] = ()
    refused: UserError | None = None
    macros: bool = False
    seen_before: bool = False

    @property
    def samples(self) -> tuple[LegacySample, ...]:
        """Legacy texts of the file, before and after conversion."""
        return tuple(sample for sheet in self.sheets for sample in sheet.samples)


class NewRows(Sequence[tuple[FilePlan, SheetPlan, PlannedRow]]):
    """The rows that an import writes, those first that the clerk wants counted; made as asked."""

    def __init__(self, files: tuple[FilePlan, ...], preferred: tuple[Location, ...] = ()) -> None:
        self.tables = [(file, sheet, sheet.new) for file in files for sheet in file.sheets]
        self._preferred = preferred

    def __iter__(self) -> Iterator[tuple[FilePlan, SheetPlan, PlannedRow]]:
        if not self._preferred:
            yield from self._all()
            return
        wanted = {place: rank for rank, place in enumerate(self._preferred)}
        first = [entry for entry in self._all() if _place(*entry) in wanted]
        yield from sorted(first, key=lambda entry: wanted[_place(*entry)])
        yield from (entry for entry in self._all() if _place(*entry) not in wanted)

    def __len__(self) -> int:
        return sum(len(rows) for _file, _sheet, rows in self.tables)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]

    @overload
    def __getitem__(self, place: int) -> tuple[FilePlan, SheetPlan, PlannedRow]: ...
    @overload
    def __getitem__(self, place: slice) -> list[tuple[FilePlan, SheetPlan, PlannedRow]]: ...
    def __getitem__(self, place: int | slice) -> Any:
        return list(self)[place]

    def _all(self) -> Iterator[tuple[FilePlan, SheetPlan, PlannedRow]]:
        return ((file, sheet, row) for file, sheet, rows in self.tables for row in rows)


class RefusedRows(Sequence[tuple[SheetPlan, PlannedRow]]):
    """The rows that an import refuses, each with its table; made as asked."""

    def __init__(self, sheets: Iterable[SheetPlan]) -> None:
        self._tables = [(sheet, sheet.rejected) for sheet in sheets]

    def __iter__(self) -> Iterator[tuple[SheetPlan, PlannedRow]]:
        return ((sheet, row) for sheet, rows in self._tables for row in rows)

    def __len__(self) -> int:
        return sum(len(rows) for _sheet, rows in self._tables)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]

    @overload
    def __getitem__(self, place: int) -> tuple[SheetPlan, PlannedRow]: ...
    @overload
    def __getitem__(self, place: slice) -> list[tuple[SheetPlan, PlannedRow]]: ...
    def __getitem__(self, place: int | slice) -> Any:
        if isinstance(place, slice):
            return [self[one] for one in range(len(self))[place]]
        place = range(len(self))[place]
        for sheet, rows in self._tables:
            if place < len(rows):
                return sheet, rows[place]
            place -= len(rows)
        raise IndexError(place)


def _place(_file: FilePlan, sheet: SheetPlan, row: PlannedRow) -> Location:
    return Location(sheet.file, sheet.name, row.row)


def sheets_of(files: Iterable[FilePlan]) -> list[SheetPlan]:
    """Every table of every file, in order."""
    return [sheet for file in files for sheet in file.sheets]
