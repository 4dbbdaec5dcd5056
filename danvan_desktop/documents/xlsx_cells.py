"""Cells of a workbook that show what a paper shows: real numbers, and text that stays text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from weakref import WeakKeyDictionary

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, Side

from danvan_desktop.documents.cell_lines import cell_lines
from danvan_desktop.documents.model import Align
from danvan_desktop.vietnamese import nfc

FONT, SIZE = "Times New Roman", 12
LINE_HEIGHT, TALLEST_ROW = 16.0, 409.0
"""Points; no workbook has a taller row, what does not fit in is still in the cell."""
LONGEST_TEXT, LONGEST_NAME, MOST_DIGITS = 32_767, 31, 15
"""What Excel holds in a cell, in the name of a sheet, and in a number."""
MAGNITUDES = (1, 1_000, 1_000_000, 1_000_000_000)
"""In how many đồng a table may count; the figure behind the cell is in đồng."""

_NUMBER = re.compile(r"([+−-]?)(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d+))?(\s?%)?")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_THIN = Side(style="thin")
GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
SIDES = {Align.CENTER: "center", Align.RIGHT: "right"}


@dataclass(frozen=True, slots=True)
class CellNumber:
    """A number as Excel keeps it, with the format in which the paper writes it."""

    value: Decimal
    form: str


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell of a table looks; ``quoted`` marks text that would else become a formula."""

    bold: bool
    italic: bool
    align: Align
    form: str
    quoted: bool


_LOOKS: WeakKeyDictionary[Workbook, dict[Look, Any]] = WeakKeyDictionary()


def cell_number(text: str, figure: Decimal | None = None) -> CellNumber | None:
    """Read what a cell of a paper shows as a number; None when it is none.

    With the ``figure`` behind it the number is that one, if the paper shows it rounded or in
    thousands, millions or billions.
    """
    found = _NUMBER.fullmatch(text.strip())
    if found is None:
        return None
    sign, whole, part, percent = found.groups()
    digits = whole.replace(".", "")
    if len(digits + (part or "")) > MOST_DIGITS or (len(digits) > 2 and digits[0] == "0"):
        return None
    shown = Decimal(f"{digits}.{part or 0}")
    shown = -shown if sign in ("-", "−") else shown
    places = len(part or "")
    value = shown if figure is None else _behind(shown, figure, places)
    grouped = "." in whole or len(digits) < 4
    form = "#,##0" if grouped else "0"
    form = "00" if len(digits) == 2 and digits[0] == "0" else form
    form += "." + "0" * places if places else ""
    form = f"+{form};-{form};{form}" if sign == "+" else form
    if percent:
        return CellNumber(value / 100, form.replace(";", "%;") + "%")
    return CellNumber(value, form)


def _behind(shown: Decimal, figure: Decimal, places: int) -> Decimal:
    step = Decimal(1).scaleb(-places)
    for size in MAGNITUDES:
        if (figure / size).quantize(step, ROUND_HALF_UP) == shown:
            return figure / size
    return shown


def put(made: Any, row: int, column: int, text: str) -> Any:
    """Write text that stays text, also after somebody has edited the cell."""
    cell = put_text(made, row, column, text)
    cell.quotePrefix = would_compute(cell)
    return cell


def put_text(made: Any, row: int, column: int, text: str) -> Any:
    """Write text into a cell that gets its look by ``dress``."""
    cell = made.cell(row, column)
    cell.value = "\n".join(cell_lines(text, _clean))[:LONGEST_TEXT]
    if cell.value:
        cell.data_type = "s"
    return cell


def _clean(text: str) -> str:
    return ILLEGAL_CHARACTERS_RE.sub("", nfc(text))


def would_compute(cell: Any) -> bool:
    """Tell whether the text of a cell would become a formula once somebody edits it."""
    return isinstance(cell.value, str) and cell.value.startswith(FORMULA_STARTS)


def dress(cell: Any, look: Look) -> None:
    """Give a cell its look, worked out once for each workbook: it takes longer than writing."""
    looks = _LOOKS.setdefault(cell.parent.parent, {})
    if look in looks:
        cell._style = copy(looks[look])
        return
    cell.font = Font(name=FONT, size=SIZE, bold=look.bold, italic=look.italic)
    cell.border = GRID
    side = SIDES.get(look.align, "left")
    cell.alignment = Alignment(horizontal=side, vertical="top", wrap_text=True)
    cell.number_format = look.form
    cell.quotePrefix = look.quoted
    looks[look] = copy(cell._style)


def fit(made: Any, row: int, texts: Sequence[tuple[str, float]], *, bold: bool = False) -> None:
    """Make a row as high as its longest text needs; not every program does it by itself."""
    share = 0.9 if bold else 1.0
    lines = max(
        (
            sum(1 + int(len(part) / max(width * share, 1.0)) for part in text.split("\n"))
            for text, width in texts
        ),
        default=1,
    )
    made.row_dimensions[row].height = min(LINE_HEIGHT * max(1, lines) + 1, TALLEST_ROW)


def sheet_name(wanted: str, taken: set[str]) -> str:
    """Make a name that Excel accepts, cut between words, and that the book does not have yet."""
    plain = nfc("".join(" " if char in "[]:*?/\\" else char for char in wanted)).strip("' ")
    name = plain[:LONGEST_NAME]
    if len(plain) > LONGEST_NAME and " " in name:
        name = name.rpartition(" ")[0].rstrip(" ,;-–")
    base, number = name or "Trang", 2
    name = base
    while name.casefold() in taken:
        tail = f" ({number})"
        name, number = base[: LONGEST_NAME - len(tail)] + tail, number + 1
    taken.add(name.casefold())
    return name
