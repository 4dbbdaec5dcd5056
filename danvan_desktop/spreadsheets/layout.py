"""Tell data rows from all else in a sheet: column numbers, groups, totals, notes, signatures.

Nothing is dropped in silence: every row that is not data is listed with what it was taken for.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping as MappingOf
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

from danvan_desktop.schema import (
    Choice,
    FieldSpec,
    Flag,
    Number,
    RegisterSpec,
)
from danvan_desktop.spreadsheets.header import Header, looks_like_header
from danvan_desktop.spreadsheets.mapping import Mapping
from danvan_desktop.spreadsheets.model import CellValue, Sheet
from danvan_desktop.spreadsheets.vocabulary import vocabulary
from danvan_desktop.vietnamese import clean, fold, fold_key


class RowKind(StrEnum):
    """What a row is."""

    DATA = "data"
    BLANK = "blank"
    COLUMN_NUMBERS = "column numbers"
    HEADER = "repeated header"
    GROUP = "group heading"
    TOTAL = "total"
    NOTE = "note"
    SIGNATURE = "signature block"


@dataclass(frozen=True, slots=True)
class DataRow:
    """A data row: its cells (merged ones filled in) and what its group headings give by field."""

    row: int
    cells: MappingOf[int, CellValue]
    group: MappingOf[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Table:
    """A table read to its end: the rows that hold no data with what they are, the last row seen."""

    others: tuple[tuple[int, RowKind], ...]
    last_row: int


_NO_GROUP: dict[str, str] = {}

IsUnit = Callable[[str], bool]

_LONGEST_GAP = 50
"""Blank rows that are listed one by one; formatted emptiness may go on for a million rows."""

_ROMAN = r"[IVX]+"
_NUMERAL = re.compile(
    rf"\s*(?:(?P<roman>{_ROMAN})|(?P<letter>[A-ZĐ])|(?P<arabic>\d+(?:\.\d+)*))\s*[.)/:-]+\s*(?P<text>\D.*)",
    re.DOTALL,
)
_ROMAN_ALONE = re.compile(rf"\s*(?:(?P<roman>{_ROMAN})|(?P<letter>[A-ZĐ]))\s*[.)]?\s*")
_ORDINAL = re.compile(r"\s*\(?\d+(?:\.\d+)*[.)]?\s*")
_COLUMN_NUMBER = re.compile(r"\s*[(\[]?(?:(\d{1,3})|([A-Za-z]))[)\]]?(?:\s*=.*)?\s*")
_TOTAL = re.compile(
    r"(?:tong cong|tong so|tong|cong)"
    r"(?: (?:chung|cac|muc|phan|nhom|lv|linh vuc|toan|ca|so|luy ke|[ivxlc]+|[a-e]|\d+)\b.*)?"
    r"|tong cong .*|toan (?:huyen|xa|tinh|thi tran|phuong)|luy ke.*"
)
_DATED = re.compile(r"(?:.{0,60}, ?)?(?:ngay|ngày)\b.{0,12}\bthang\b.{0,10}\bnam\b.{0,10}")
_SIGNERS = re.compile(
    r"(?:t/?m|k/?t|t/?l|tuq|nguoi (?:lap|tong hop|bao cao)|thu truong|ke toan|"
    r"ky ten|ky, ghi|chu tich|pho chu tich|bi thu|pho bi thu|truong ban|pho truong ban|"
    r"lanh dao|xac nhan|noi nhan|truong khoi)\b.*"
)
_NOTE = re.compile(r"\s*(?:\*|-|–|\+|•|ghi chu\b|luu y\b|chu thich\b|nguon\b)", re.IGNORECASE)


def read_table(
    sheet: Sheet,
    header: Header,
    mapping: Mapping,
    spec: RegisterSpec,
    is_unit: IsUnit,
    take: Callable[[DataRow], None],
) -> Table:
    """Go through the rows below a header until the table ends; ``take`` gets the data rows."""
    return _Walk(sheet, header, mapping, spec, is_unit, take).table()


class _Walk:
    """One pass over the rows of a table; holds what earlier rows said about later ones."""

    def __init__(
        self,
        sheet: Sheet,
        header: Header,
        mapping: Mapping,
        spec: RegisterSpec,
        is_unit: IsUnit,
        take: Callable[[DataRow], None],
    ) -> None:
        self._sheet = sheet
        self._header = header
        self._order = header.order_column
        self._columns = frozenset(header.columns)
        self._mapped = frozenset(column.column for column in mapping.columns)
        self._is_unit = is_unit
        self._words = vocabulary(spec.key)
        self._rows = sorted(sheet.rows)
        self._merged = _merged_down(sheet, header, mapping, spec)
        self._group_fields = _group_fields(spec, mapping)
        self._group_unit = spec.unit_field if spec.unit_field not in mapping.fields else None
        self._wide = {(area.first_row, area.first_column): area.width for area in sheet.areas}
        self._groups: dict[str, tuple[str, str]] = {}
        self._after_total = False
        self._take_data = take
        self._begun = False
        self._others: list[tuple[int, RowKind]] = []

    def table(self) -> Table:
        """Read to the end."""
        last = end = self._header.last_row
        for row in self._rows[bisect_left(self._rows, last + 1) :]:
            kind = self._take(row)
            if kind is None:
                break
            if kind is RowKind.SIGNATURE:
                self._others += [(n, kind) for n in self._rows if n >= row]
                end = row
                break
            if kind is not RowKind.BLANK:
                gap = range(last + 1, min(row, last + 1 + _LONGEST_GAP))
                self._others += [(n, RowKind.BLANK) for n in gap]
                last = row
            end = row
        return Table(tuple(sorted(self._others)), end)

    # --- private

    def _take(self, row: int) -> RowKind | None:
        """Judge one row and keep it; None when another table begins here."""
        whole = self._sheet.rows[row]
        cells = {c: v for c, v in whole.items() if c in self._columns and _seen(v)}
        kind = self._kind(row, cells)
        if kind is RowKind.DATA:
            merged = self._merged.get(row)
            # Where nothing differs the sheet's own cells are kept: there may be 100,000 such rows.
            seen = whole if len(cells) == len(whole) else cells
            filled = {**merged, **cells} if merged else seen
            self._take_data(DataRow(row, filled, self._group_values()))
            self._begun = True
            self._after_total = False
        elif kind not in (None, RowKind.BLANK, RowKind.SIGNATURE):
            self._others.append((row, kind))
        return kind

    def _kind(self, row: int, cells: MappingOf[int, CellValue]) -> RowKind | None:
        order = cells.get(self._order) if self._order is not None else None
        if not cells or (len(cells) == 1 and _is_ordinal(order)):
            return RowKind.BLANK
        if not self._begun and _are_column_numbers(cells):
            return RowKind.COLUMN_NUMBERS
        if _is_ordinal(order) and len(cells) > 3:
            return RowKind.DATA
        return self._odd_kind(row, cells, order)

    def _odd_kind(
        self, row: int, cells: MappingOf[int, CellValue], order: CellValue | None
    ) -> RowKind | None:
        """Judge a row without a running number, or nearly empty."""
        numbered = _is_ordinal(order)
        text = self._first_text(cells)
        if not numbered and text and _TOTAL.fullmatch(fold_key(text)):
            self._after_total = True
            return RowKind.TOTAL
        if not numbered and len(cells) > 1 and _only_words(cells):
            if self._repeats_header(cells):
                return RowKind.HEADER
            if len(cells) > 2 and looks_like_header(self._sheet, row):
                return None
        if self._heads_group(row, cells, order):
            return RowKind.GROUP
        alone = self._after_total or self._order is not None
        if not numbered and _is_signature(cells, self._after_total, alone=alone):
            return RowKind.NOTE if self._goes_on(row) else RowKind.SIGNATURE
        if not self._mapped & set(cells):
            return RowKind.NOTE
        if not numbered and len(cells) == 1 and text and _NOTE.match(fold(text)):
            return RowKind.NOTE
        return RowKind.DATA

    def _goes_on(self, row: int) -> bool:
        """Tell whether rows of data follow: then a line of names is no signature yet."""
        start = bisect_left(self._rows, row + 1)
        for later in self._rows[start : start + 30]:
            cells = {c: v for c, v in self._sheet.rows[later].items() if c in self._columns}
            if self._order is not None and len(cells) > 2 and _is_ordinal(cells.get(self._order)):
                return True
            if self._order is None and len(cells) > max(2, len(self._mapped) // 2):
                return True
        return False

    def _first_text(self, cells: MappingOf[int, CellValue]) -> str:
        for column in sorted(cells):
            value = cells[column]
            if isinstance(value, str) and any(char.isalpha() for char in value):
                return clean(value)
        return ""

    def _repeats_header(self, cells: MappingOf[int, CellValue]) -> bool:
        same = sum(
            isinstance(value, str)
            and fold_key(value) in {fold_key(text) for text in self._header.columns[column]}
            for column, value in cells.items()
        )
        return same * 3 >= len(cells) * 2

    def _heads_group(
        self, row: int, cells: MappingOf[int, CellValue], order: CellValue | None
    ) -> bool:
        """Take a group heading: a numeral or a merged row with one text; remember what it gives."""
        style, text = self._heading(row, cells, order)
        if not text:
            return False
        before = [name for name, (_value, old) in self._groups.items() if old == style]
        for name in before:
            del self._groups[name]
        # "Huyện đoàn" names an organisation as well; among groups of units it is a unit.
        if self._group_unit in before and self._is_unit(text):
            self._groups[str(self._group_unit)] = text, style
            return True
        for spec in self._group_fields:
            if spec.type.parse(_without_label(text, spec)).value is not None:
                self._groups[spec.name] = text, style
                return True
        if self._group_unit and self._is_unit(text):
            self._groups[self._group_unit] = text, style
        return True

    def _heading(
        self, row: int, cells: MappingOf[int, CellValue], order: CellValue | None
    ) -> tuple[str, str]:
        """The style of numeral and the text of a group heading; an empty text for none."""
        words = {c: clean(v) for c, v in cells.items() if isinstance(v, str) and c != self._order}
        if words and isinstance(order, str) and (found := _ROMAN_ALONE.fullmatch(order)):
            texts = [text for text in words.values() if any(map(str.isalpha, text))]
            if texts and all(any(map(str.isdigit, text)) for text in texts[1:]):
                return _style(found), texts[0]  # what follows are subtotals: "5 mô hình"
            return "", ""
        alone = [str(v) for v in cells.values() if isinstance(v, str) and len(clean(v)) > 1]
        if len(alone) != 1 or len(alone) < len([v for v in cells.values() if isinstance(v, str)]):
            return "", ""
        column = next(c for c, v in cells.items() if v == alone[0])
        numeral = _NUMERAL.fullmatch(clean(alone[0]))
        merged = self._wide.get((row, column), 1) >= min(3, len(self._columns))
        if merged and len(cells) == 1:
            return (_style(numeral), numeral["text"]) if numeral else ("merged", clean(alone[0]))
        if numeral and column <= min(self._columns) + 1 and not _is_ordinal(order):
            if len(cells) == 1 or numeral["arabic"] is None:
                return _style(numeral), numeral["text"]
            return "", ""
        return self._option_heading(cells, clean(alone[0]))

    def _option_heading(self, cells: MappingOf[int, CellValue], text: str) -> tuple[str, str]:
        """A lone text that names an option ("Lĩnh vực kinh tế") heads a group without a numeral."""
        if len([c for c, v in cells.items() if c != self._order or not _is_ordinal(v)]) != 1:
            return "", ""
        for spec in self._group_fields:
            if self._words.is_option(spec.name, _without_label(text, spec)):
                return "plain", text
        numbered = self._order is not None and _is_ordinal(cells.get(self._order))
        unit = self._group_unit and not numbered and self._is_unit(text)
        return ("plain", text) if unit else ("", "")

    def _group_values(self) -> dict[str, str]:
        if not self._groups:
            return _NO_GROUP
        values = {}
        for name, (text, _numeral) in self._groups.items():
            spec = next((s for s in self._group_fields if s.name == name), None)
            values[name] = _without_label(text, spec) if spec else text
        return values


def _seen(value: CellValue) -> bool:
    return not isinstance(value, str) or bool(value.strip(" \t\r\n\xa0\u200b\ufeff"))


def _is_ordinal(value: CellValue | None) -> bool:
    if isinstance(value, bool) or value is None:
        return False
    if isinstance(value, int | float):
        return True
    return isinstance(value, str) and _ORDINAL.fullmatch(value) is not None


def _only_words(cells: MappingOf[int, CellValue]) -> bool:
    """Tell whether every cell is a text with letters; dates and numbers are none."""
    return all(isinstance(v, str) and any(map(str.isalpha, v)) for v in cells.values())


def _are_column_numbers(cells: MappingOf[int, CellValue]) -> bool:
    """(1) (2) (3), 1 2 3, A B 1 2: each a number or letter, the numbers without gap or repeat."""
    numbers: list[int] = []
    for column in sorted(cells):
        value = cells[column]
        found = _COLUMN_NUMBER.fullmatch(str(value)) if isinstance(value, str | int) else None
        if found is None:
            return False
        if found[1]:
            numbers.append(int(found[1]))
    steps = {after - before for before, after in pairwise(sorted(numbers))}
    return len(cells) >= 3 and len(numbers) >= 2 and steps == {1}


def _is_signature(cells: MappingOf[int, CellValue], after_total: bool, *, alone: bool) -> bool:
    """Tell a line of place and date, of signers, or of names under a total.

    ``alone``: one signer's title on its line is enough.
    """
    texts = [clean(v) for v in cells.values() if isinstance(v, str)]
    if len(texts) != len(cells) or len(texts) > 4:
        return False
    keys = [fold(text).lstrip("( ") for text in texts]
    if any(_DATED.fullmatch(key) for key in keys):
        return True
    if all(_SIGNERS.match(key) for key in keys) and (alone or len(keys) > 1):
        return True
    return after_total and not any(any(map(str.isdigit, text)) for text in texts)


def _style(found: re.Match[str]) -> str:
    return next(name for name, value in found.groupdict().items() if value and name != "text")


def _group_fields(spec: RegisterSpec, mapping: Mapping) -> tuple[FieldSpec, ...]:
    """Choice fields of the record's first section that no column gives."""
    first = spec.sections[0].key
    return tuple(
        f
        for f in spec.fields
        if isinstance(f.type, Choice)
        and not f.derived
        and f.name not in mapping.fields
        and (f.required or f.section == first)
    )


def _without_label(text: str, spec: FieldSpec) -> str:
    """Take the field's own name off: "Lĩnh vực kinh tế" → "kinh tế"."""
    words = text.split()
    for label in (spec.label, *spec.aliases):
        length = len(label.split())
        if len(words) > length and fold_key(" ".join(words[:length])) == fold_key(label):
            return " ".join(words[length:]).lstrip(":-– ")
    return text


def _merged_down(
    sheet: Sheet, header: Header, mapping: Mapping, spec: RegisterSpec
) -> dict[int, dict[int, CellValue]]:
    """What cells merged over several rows give to the rows below their first one.

    Numbers and ticks are left out: a sum merged over three rows is not three sums.
    """
    repeated = {
        column.column
        for column in mapping.columns
        if column.option is None and not isinstance(spec.field(column.field).type, Number | Flag)
    }
    given: dict[int, dict[int, CellValue]] = {}
    for area in sheet.areas:
        below = area.first_row > header.last_row and area.last_row > area.first_row
        if not below or area.first_column not in repeated or area.width > 1:
            continue
        value = sheet.rows.get(area.first_row, {}).get(area.first_column)
        if value is None:
            continue
        for row in range(area.first_row + 1, min(area.last_row, area.first_row + 20_000) + 1):
            given.setdefault(row, {})[area.first_column] = value
    return given
