"""Small tables turned into real workbooks, and a stand-in for the office's data."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font

from danvan_desktop.errors import Progress, no_progress
from danvan_desktop.organisation import Directory, Period, UnitVersion
from danvan_desktop.registers import REGISTERS
from danvan_desktop.spreadsheets.importer import ImportPlan, inspect
from danvan_desktop.spreadsheets.plan import SheetPlan
from danvan_desktop.storage.values import Changes, ImportDecisions, ImportRow

Rows = Sequence[Any]
"""Rows of cells; None is an empty one."""


class Office:
    """Answers what an import asks, from the sample units and its own memory."""

    def __init__(self, units_file: Path) -> None:
        with units_file.open(encoding="utf-8", newline="") as source:
            self._units = [_unit(row) for row in csv.DictReader(source)]
        self._directories: dict[str | None, Directory] = {}
        self.mappings: dict[str, Mapping[str, Any]] = {}
        self.rows: list[ImportRow] = []
        self.files: dict[str, str] = {}
        self.at_hand: Period | None = None

    def directory(self, on: str | None = None) -> Directory:
        return self._directories.setdefault(on, Directory(self._units, day=on))

    def current_period(self) -> Period | None:
        return self.at_hand

    def known_fingerprints(self, fingerprints: Iterable[str]) -> Collection[str]:
        return {row.fingerprint for row in self.rows} & set(fingerprints)

    def known_files(self, hashes: Iterable[str]) -> Collection[str]:
        return set(hashes) & set(self.files)

    def counted_origins(
        self, register: str, keys: Iterable[tuple[str, ...]]
    ) -> Mapping[tuple[str, ...], Mapping[str, Any]]:
        wanted = set(keys)
        found: dict[tuple[str, ...], Mapping[str, Any]] = {}
        for row in self.rows:
            key = REGISTERS[row.register].duplicate_key(row.values)
            if row.register == register and key is not None and key in wanted:
                found.setdefault(key, row.origin)
        return found

    def recall_mapping(self, fingerprint: str) -> Mapping[str, Any] | None:
        return self.mappings.get(fingerprint)

    def remember_mapping(self, fingerprint: str, mapping: Mapping[str, Any]) -> None:
        self.mappings[fingerprint] = mapping

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
        stored = list(rows)
        self.rows += stored
        self.files.update({digest: name for name, digest in files})
        return Changes("1", label, frozenset(row.register for row in stored))


def make_book(
    path: Path,
    rows: Rows,
    *,
    sheet: str = "Sheet1",
    merged: Iterable[str] = (),
    font: str | None = None,
    first_row: int = 1,
    first_column: int = 1,
    hidden: bool = False,
) -> Path:
    """Write one sheet of rows; None is an empty cell, a text is never a formula unless =SUM."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    fill_sheet(page, rows, merged=merged, font=font, at=(first_row, first_column))
    if hidden:
        page.sheet_state = "hidden"
        book.create_sheet("Bìa")["A1"] = "Kính gửi Ban Dân vận"
    book.save(path)
    return path


def fill_sheet(
    page: Any,
    rows: Rows,
    *,
    merged: Iterable[str] = (),
    font: str | None = None,
    at: tuple[int, int] = (1, 1),
) -> None:
    """Put rows into a sheet."""
    for number, row in enumerate(rows, start=at[0]):
        for column, value in enumerate(row, start=at[1]):
            if value is None:
                continue
            cell = page.cell(number, column, value)
            if isinstance(value, str) and not value.startswith("=SUM"):
                cell.data_type = "s"
            if font is not None and isinstance(value, str):
                cell.font = Font(name=font)
    for area in merged:
        page.merge_cells(area)


def look(path: Path, office: Any, **options: Any) -> ImportPlan:
    """Inspect one workbook."""
    return inspect([path], office, **options)


def only_sheet(path: Path, office: Any, **options: Any) -> SheetPlan:
    """Inspect a workbook of one table."""
    plan = look(path, office, **options)
    assert [file.refused for file in plan.files] == [None]
    (sheet,) = plan.sheets
    return sheet


def verdicts(sheet: SheetPlan) -> list[tuple[int, str, str | None]]:
    """The refused rows: Excel row, reason, field."""
    reasons = [(row.row, row.reason) for row in sheet.rejected]
    return [(row, reason.code, reason.place.field) for row, reason in reasons if reason]


def _unit(row: Mapping[str, str]) -> UnitVersion:
    return UnitVersion(
        row["code"],
        row["name"],
        row["kind"],
        row["level"],
        row["parent"] or None,
        row["valid_from"],
        row["valid_to"] or None,
        row["merged_into"] or None,
    )
