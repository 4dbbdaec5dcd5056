"""Find the header of a table in a sheet: one to three levels, merged or not, anywhere on the page.

A header is known by its words first (headings of the registers, STT) and by its shape second
(merged cells, text only), so that tables of registers that we do not keep are found as well.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from danvan_desktop.spreadsheets.model import Area, Sheet
from danvan_desktop.spreadsheets.targets import import_targets
from danvan_desktop.spreadsheets.vocabulary import (
    is_ignored,
    is_order,
    vocabulary,
)
from danvan_desktop.vietnamese import clean, fold_key

MAX_LEVELS = 4
_SEARCHED_ROWS = 400
_LONGEST_HEADING = 160


@dataclass(frozen=True, slots=True)
class Header:
    """The rows of a header and, by column, its texts from the upper to the lower level."""

    first_row: int
    last_row: int
    columns: Mapping[int, tuple[str, ...]]

    @property
    def rows(self) -> tuple[int, ...]:
        """The Excel row numbers of the header."""
        return tuple(range(self.first_row, self.last_row + 1))

    @property
    def order_column(self) -> int | None:
        """The column of running numbers, if there is one."""
        alone = (c for c, path in sorted(self.columns.items()) if len(path) == 1)
        return next((column for column in alone if is_order(self.columns[column][0])), None)

    @property
    def headings(self) -> Mapping[int, tuple[str, ...]]:
        """The columns that could be imported: no running numbers, no remarks."""
        return {
            column: path
            for column, path in self.columns.items()
            if column != self.order_column and not is_ignored(path[-1])
        }

    @property
    def fingerprint(self) -> str:
        """The same for every table with these headings in this order: the key of a mapping."""
        words = "\n".join(
            "\t".join(map(fold_key, self.columns[column])) for column in sorted(self.columns)
        )
        return hashlib.sha256(words.encode()).hexdigest()

    def title(self, column: int) -> str:
        """One line for a column: ``Đối tượng / Tập thể``."""
        return " / ".join(self.columns.get(column, ()))


def find_header(sheet: Sheet, after: int = 0) -> Header | None:
    """Find the first header below row ``after``; None when no row looks like one."""
    searched = 0
    for row in sorted(sheet.rows):
        if row <= after:
            continue
        searched += 1
        if searched > _SEARCHED_ROWS:
            return None
        if looks_like_header(sheet, row):
            return _grown(sheet, row, after)
    return None


def looks_like_header(sheet: Sheet, row: int) -> bool:
    """Tell whether a row holds headings: two fields of a register, or STT with two more."""
    texts = _texts(sheet, row)
    filled = len(sheet.rows.get(row, {}))
    if len(texts) < 2 or len(texts) * 3 < filled * 2:
        return False
    if any(len(text) > _LONGEST_HEADING for text in texts.values()):
        return False
    if len(texts) >= 3 and any(is_order(text) for text in list(texts.values())[:2]):
        return True
    return _fields(texts.values()) >= 2


def _fields(texts: Iterable[str]) -> int:
    """How many texts are headings of one register (the register that knows most of them)."""
    listed = list(texts)
    common = sum(is_order(text) or is_ignored(text) for text in listed)
    hits = [sum(vocabulary(spec.key).known(text) for text in listed) for spec in import_targets()]
    return max(hits, default=0) + (common if any(hits) else 0)


def _texts(sheet: Sheet, row: int) -> dict[int, str]:
    """The texts of a row from left to right; numbers that are typed as text are none."""
    cells = sheet.rows.get(row, {})
    texts = {c: clean(v) for c, v in sorted(cells.items()) if isinstance(v, str)}
    return {c: t for c, t in texts.items() if any(char.isalpha() for char in t)}


def _grown(sheet: Sheet, row: int, after: int) -> Header:
    first = last = row
    while first - 1 > after and last - first + 1 < MAX_LEVELS and _is_level_above(sheet, first):
        first -= 1
    while last - first + 1 < MAX_LEVELS and _is_level_below(sheet, first, last):
        last += 1
    return Header(first, last, _paths(sheet, first, last))


def _is_level_above(sheet: Sheet, first: int) -> bool:
    """Tell whether the row above groups these headings: it is merged down, or over some of them."""
    above = first - 1
    if len(_texts(sheet, above)) < 2:
        return False
    width = max(sheet.rows[first]) - min(sheet.rows[first]) + 1
    for area in _starting(sheet, above):
        reaches_down = area.last_row >= first
        groups = area.last_row == above and 1 < area.width <= width / 2
        if reaches_down or (groups and _has_text_under(sheet, first, area)):
            return (
                any(a.last_row >= first for a in _starting(sheet, above))
                or _fields(_texts(sheet, above).values())
                + sum(is_order(t) for t in _texts(sheet, above).values())
                >= 1
            )
    return False


def _is_level_below(sheet: Sheet, first: int, last: int) -> bool:
    below = last + 1
    cells = sheet.rows.get(below, {})
    texts = _texts(sheet, below)
    if any(
        area.last_row > last for row in range(first, last + 1) for area in _starting(sheet, row)
    ):
        return len(texts) == len(cells)
    if not texts or len(texts) != len(cells):
        return False
    columns = _header_columns(sheet, first, last)
    if any(column not in columns and not _blank_above(sheet, last, column) for column in texts):
        return False
    grouped = [
        area
        for area in _starting(sheet, last)
        if area.width > 1 and area.last_row == last and _has_text_under(sheet, below, area)
    ]
    if grouped:
        covered = {c for a in grouped for c in range(a.first_column, a.last_column + 1)}
        return set(texts) <= covered
    return _fills_gaps(sheet, last, texts)


def _fills_gaps(sheet: Sheet, last: int, texts: Mapping[int, str]) -> bool:
    """A lower level without merged cells: known words, some under blanks, none under STT."""
    if len(texts) < 2:
        return False
    upper = _texts(sheet, last)
    if any(is_order(upper.get(column, "")) for column in texts):
        return False
    words = [v for spec in import_targets() for v in (vocabulary(spec.key),)]
    hits = max(
        (sum(v.known(t) or v.knows_option(t) for t in texts.values()) for v in words), default=0
    )
    under_blank = any(column not in upper for column in texts)
    return under_blank and hits * 2 > len(texts)


def _blank_above(sheet: Sheet, row: int, column: int) -> bool:
    return column not in sheet.rows.get(row, {})


def _header_columns(sheet: Sheet, first: int, last: int) -> set[int]:
    columns = {column for row in range(first, last + 1) for column in sheet.rows.get(row, {})}
    for row in range(first, last + 1):
        for area in _starting(sheet, row):
            columns.update(range(area.first_column, min(area.last_column, 400) + 1))
    return columns


def _starting(sheet: Sheet, row: int) -> list[Area]:
    """The merged ranges that begin in a row and hold a text."""
    cells = sheet.rows.get(row, {})
    return [a for a in sheet.areas if a.first_row == row and a.first_column in cells]


def _has_text_under(sheet: Sheet, row: int, area: Area) -> bool:
    return any(area.first_column <= column <= area.last_column for column in _texts(sheet, row))


def _paths(sheet: Sheet, first: int, last: int) -> dict[int, tuple[str, ...]]:
    """Each column's texts from top to bottom; a group's text spreads over its columns."""
    levels = [_level(sheet, row, last) for row in range(first, last + 1)]
    columns = sorted({column for level in levels for column in level})
    paths: dict[int, tuple[str, ...]] = {}
    for column in columns:
        texts = [level[column] for level in levels if level.get(column)]
        paths[column] = tuple(dict.fromkeys(texts))
    return {column: path for column, path in paths.items() if path}


def _level(sheet: Sheet, row: int, last: int) -> dict[int, str]:
    cells = sheet.rows.get(row, {})
    level = {column: clean(str(value)) for column, value in cells.items()}
    areas = _starting(sheet, row)
    for area in areas:
        for column in range(area.first_column, min(area.last_column, 400) + 1):
            level[column] = clean(str(cells[area.first_column]))
    if row < last and not any(area.width > 1 for area in areas):
        _spread_right(sheet, row, level)
    return level


def _spread_right(sheet: Sheet, row: int, level: dict[int, str]) -> None:
    """Without merged cells a group's text stands over its first column only."""
    below = sheet.rows.get(row + 1, {})
    text = ""
    for column in range(min(level), max((*level, *below)) + 1):
        if column in level:
            text = level[column] if column in below else ""
        elif text and column in below:
            level[column] = text
