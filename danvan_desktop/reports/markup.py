"""The light markup of a section: what a clerk can read as it stands becomes blocks of a paper.

| written | becomes |
|---|---|
| a line | a paragraph |
| ``- `` or ``+ `` in front | an item of a list |
| ``1. `` or ``a) `` in front | an item with a number; where conditions or loops left items out or |
|  | repeated them, they are numbered anew |
| ``# `` in front | a heading inside the section, bold, without a number |
| ``| a | b |`` | a row of a table; the first is its header (see below) |
| ``**bold**``, ``*italic*`` | letters |

A line of dashes under the header says how the columns stand: ``| --- | ---: | :---: |`` is left,
right, centred; without it, columns of numbers stand right. A row is the total where the clerk wrote
Cộng, Tổng, Tổng cộng, Tổng số… first; a row of one cell is a heading across the table.

A sign with a shield behind it (``literal``) is a letter: what stood in a record is never markup.
Its line ends divide the text of a cell, and never the table.

Figures inside the text are marks of ``sections.py``; each becomes a Run that refers to its figure.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from danvan_desktop.documents.model import (
    Align,
    Block,
    Cell,
    Column,
    ListItem,
    Paragraph,
    Row,
    RowKind,
    Run,
    TableBlock,
)
from danvan_desktop.reports.figures import reference
from danvan_desktop.reports.literal import row_lines, signs_of, without_shields
from danvan_desktop.reports.sections import Rendered, is_mark
from danvan_desktop.vietnamese import list_letter

MAX_COLUMNS = 20
MAX_STYLES = 4
"""Signs of style inside one another; what lies deeper are letters."""
_BOLD_START = re.compile(r"\*\*(?=\S)")
_BOLD_END = re.compile(r"(?<=\S)(?=\*\*(?!\*))")
_ITALIC_START = re.compile(r"\*(?=[^\s*])")
_ITALIC_END = re.compile(r"(?<=[^\s*])(?=\*)")
_ITEM = re.compile(r"[-+–•]\s+")
_NUMBERED = re.compile(r"(?:(?P<number>\d{1,2})\.|(?P<letter>[a-eghik-vxyđ])\))\s+")
_HEADING = re.compile(r"#{1,3}\s+")
_RULE = re.compile(r"\s*:?-{2,}:?\s*")
_WORD = re.compile(r"[^\W_]+")
_TOTAL = ("tổng", "cộng")
_OF_TOTAL = frozenset("cộng số chung toàn cả các của theo trong kỳ quý năm xã huyện tỉnh".split())
"""What follows Tổng and Cộng in a total; “Tổng vệ sinh” and “Cộng đồng” are names."""
_NUMBER = re.compile(r"(?:[−-]?[\d.,]+%?|…|-|)")


@dataclass(frozen=True, slots=True)
class Styled:
    """A stretch between signs of style: ``sign`` is 2 for bold, 1 for italic."""

    start: int
    end: int
    sign: int


def styled(text: str) -> Iterator[Styled]:
    """Find the bold and italic stretches of a line, in one pass however many stars it has.

    A sign touches a letter on its inner side; what never closes is only a letter.
    """
    text = signs_of(text)
    bold = [m.start() for m in _BOLD_END.finditer(text)]
    italic = [m.start() for m in _ITALIC_END.finditer(text)]
    place = text.find("*")
    while place >= 0:
        end, sign = -1, 2
        if _BOLD_START.match(text, place):
            end = _first_from(bold, place + 3)
        if end < 0 and _ITALIC_START.match(text, place):
            end, sign = _first_from(italic, place + 2), 1
        if end >= 0:
            yield Styled(place, end + sign, sign)
            place = text.find("*", end + sign)
        else:
            place = text.find("*", place + 1)


def blocks_of(rendered: Rendered, period_code: str) -> tuple[Block, ...]:
    """Turn a rendered section into the paragraphs, items and tables of a Document."""
    return tuple(_Reader(rendered, period_code).blocks())


class _Reader:
    """Reads the lines of one section."""

    def __init__(self, rendered: Rendered, period_code: str) -> None:
        self._rendered = rendered
        self._period = period_code
        self._count = 0
        """How many numbered items stand directly before; they are counted anew from the first."""
        self._first = 0

    def blocks(self) -> Iterator[Block]:
        """Give the blocks in order."""
        lines = [line.strip() for line in row_lines(self._rendered.text)]
        table: list[str] = []
        for line in [*lines, ""]:
            signs = signs_of(line)
            if signs.startswith("|") and signs.count("|") > 1:
                table.append(line)
                continue
            if table and line == "" and self._rendered.conditional:
                # A condition or loop inside a table leaves empty lines where its tags stood.
                continue
            if table:
                yield from self._table(table)
                table = []
            if line:
                yield self._block(line)
        if table:
            yield from self._table(table)

    def _block(self, text: str) -> Block:
        signs = signs_of(text)
        numbered = _NUMBERED.match(signs)
        if numbered is not None:
            return ListItem(self._runs(text[numbered.end() :]), self._number(numbered))
        self._count = 0
        item = _ITEM.match(signs)
        if item is not None:
            marker = "+" if text[0] == "+" else "-"
            return ListItem(self._runs(text[item.end() :]), marker)
        heading = _HEADING.match(signs)
        if heading is not None:
            runs = tuple(_runs(text[heading.end() :], self._rendered, self._period, bold=True))
            return Paragraph(runs, keep_next=True)
        return Paragraph(self._runs(text))

    def _runs(self, text: str) -> tuple[Run, ...]:
        return tuple(_runs(text, self._rendered, self._period))

    def _number(self, found: re.Match[str]) -> str:
        typed = found[0].strip()
        if not self._rendered.conditional:
            return typed
        if self._count == 0:
            self._first = int(found["number"] or 1)
        self._count += 1
        if found["number"]:
            return f"{self._first + self._count - 1}."
        return f"{list_letter(self._count)})"

    def _table(self, lines: Sequence[str]) -> Iterator[Block]:
        self._count = 0
        rows = [_cells(line) for line in lines]
        width = min(max(len(row) for row in rows), MAX_COLUMNS)
        rules = [row for row in rows if all(_RULE.fullmatch(signs_of(cell)) for cell in row)]
        body = [row for row in rows if row not in rules]
        if not body:
            return
        header, *rest = body
        shown = [self._row(row, width) for row in rest]
        columns = [
            Column(
                self._plain(_at(header, place)),
                _share([header, *rest], place, self._plain),
                _align(rules, place) or _natural(shown, place),
            )
            for place in range(width)
        ]
        yield TableBlock(tuple(columns), tuple(shown))

    def _row(self, row: Sequence[str], width: int) -> Row:
        filled = [cell for cell in row if cell]
        if len(row) == 1 and width > 1 and filled:
            return Row((self._cell(row[0]),), RowKind.SECTION)
        cells = [*row[: width - 1], " ".join(row[width - 1 :])] if len(row) > width else list(row)
        cells += [""] * (width - len(cells))
        total = _is_total(next(iter(filled), ""))
        return Row(tuple(map(self._cell, cells)), RowKind.TOTAL if total else RowKind.NORMAL)

    def _cell(self, text: str) -> Cell | str:
        runs = self._runs(text)
        figures = [run.figure for run in runs if run.figure]
        words = "".join(run.text for run in runs)
        letters = [run for run in runs if run.text.strip()]
        return Cell(
            words,
            figures[0] if len(figures) == 1 else None,
            bold=bool(letters) and all(run.bold for run in letters),
            italic=bool(letters) and all(run.italic for run in letters),
        )

    def _plain(self, text: str) -> str:
        return "".join(run.text for run in self._runs(text))


def _is_total(cell: str) -> bool:
    """Tell a total by what the clerk wrote; words of a record and of a figure are only words."""
    first, *rest = _WORD.findall(signs_of(cell).casefold())[:2] or [""]
    return first in _TOTAL and all(word in _OF_TOTAL or word.isdigit() for word in rest)


def _first_from(places: Sequence[int], start: int) -> int:
    found = bisect_left(places, start)
    return places[found] if found < len(places) else -1


def _cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|").removesuffix("|")
    cells, position = [], 0
    for bar in re.finditer(r"\|", signs_of(inner)):
        cells.append(inner[position : bar.start()].strip())
        position = bar.end()
    return [*cells, inner[position:].strip()]


def _at(row: Sequence[str], place: int) -> str:
    return row[place] if place < len(row) else ""


def _share(rows: Sequence[Sequence[str]], place: int, plain: object) -> float:
    """Give a column's share of the width: by its longest word and its mean length."""
    assert callable(plain)
    texts = [plain(_at(row, place)) for row in rows if len(row) > 1]
    longest = max((len(word) for text in texts for word in text.split()), default=1)
    mean = sum(map(len, texts)) / max(1, len(texts))
    return float(min(max(longest, mean * 0.8, 3), 40))


def _align(rules: Sequence[Sequence[str]], place: int) -> Align | None:
    rule = _at(rules[0], place).strip() if rules else ""
    if rule.startswith(":") and rule.endswith(":"):
        return Align.CENTER
    if rule.endswith(":"):
        return Align.RIGHT
    return Align.LEFT if rule else None


def _natural(rows: Sequence[Row], place: int) -> Align:
    texts = [
        cell.text if isinstance(cell, Cell) else cell
        for row in rows
        if row.kind is not RowKind.SECTION
        for cell in row.cells[place : place + 1]
    ]
    numbers = bool("".join(texts)) and all(_NUMBER.fullmatch(text) for text in texts)
    return Align.RIGHT if numbers else Align.LEFT


def _runs(
    text: str,
    rendered: Rendered,
    period_code: str,
    *,
    bold: bool = False,
    italic: bool = False,
    depth: int = 0,
) -> Iterator[Run]:
    position = 0
    for found in styled(text) if depth < MAX_STYLES else ():
        yield from _figures(text[position : found.start], rendered, period_code, bold, italic)
        yield from _runs(
            text[found.start + found.sign : found.end - found.sign],
            rendered,
            period_code,
            bold=bold or found.sign == 2,
            italic=italic or found.sign == 1,
            depth=depth + 1,
        )
        position = found.end
    yield from _figures(text[position:], rendered, period_code, bold, italic)


def _figures(
    text: str, rendered: Rendered, period_code: str, bold: bool, italic: bool
) -> Iterator[Run]:
    words: list[str] = []
    for character in without_shields(text):
        if not is_mark(character):
            words.append(character)
            continue
        if words:
            yield Run("".join(words), bold, italic)
            words = []
        use = rendered.use_of(character)
        yield Run(use.shown, bold, italic, reference(use.path, period_code))
    if words:
        yield Run("".join(words), bold, italic)
