"""A workbook as plain data: what the reader hands to everybody else, also across processes.

Cells are sparse, numbered from 1 as Excel does, and hold only what a person would see in them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

CellValue = str | int | float | bool | datetime | date | time | timedelta
Cells = Mapping[int, CellValue]
"""The filled cells of one row by column number."""

Run = tuple[str, str | None]
"""A piece of a cell's text and the name of its font."""


@dataclass(frozen=True, slots=True)
class Area:
    """A merged range of cells; all four borders belong to it."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    @property
    def width(self) -> int:
        """The number of columns."""
        return self.last_column - self.first_column + 1


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook.

    ``rows`` holds filled cells only; ``legacy`` the runs of the cells whose font belongs to an
    encoding from before Unicode; ``unsolved`` the formulas that were saved without a result.
    ``odd`` is False where no text can be in an old encoding, ``suspect`` where none can declare a
    degree of secrecy: the reader sees each distinct text once and so spares two passes.
    """

    name: str
    rows: Mapping[int, Cells]
    hidden: bool = False
    areas: tuple[Area, ...] = ()
    legacy: Mapping[tuple[int, int], tuple[Run, ...]] = field(default_factory=dict)
    unsolved: frozenset[tuple[int, int]] = frozenset()
    odd: bool = True
    suspect: bool = True

    def with_rows(self, rows: Mapping[int, Cells]) -> Sheet:
        """The same sheet with other contents."""
        return replace(self, rows=rows)


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What is known of a file before it is read: names, size, what it carries.

    ``cells`` and ``xml_bytes`` are counted over the parts that will be read; ``strict`` tells the
    Strict variant of Open XML.
    """

    name: str
    sha256: str
    size: int
    cells: int = 0
    xml_bytes: int = 0
    macros: bool = False
    strict: bool = False


def show(value: CellValue | None) -> str:
    """Write a cell's content as a person would read it in the sheet."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        whole_day = not (value.hour or value.minute or value.second)
        return value.strftime("%d/%m/%Y" if whole_day else "%d/%m/%Y %H:%M")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, float):
        return f"{value:.15g}".replace(".", ",")
    return str(value)


def column_letter(column: int) -> str:
    """Name a column as Excel does: 1 is A, 27 is AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
