"""Where the text of a table's cell is divided into lines: as it was typed, whatever sign divides.

Every renderer asks here, so that PDF, DOCX and XLSX show the same lines. An empty line is none:
it would only make a row taller.
"""

from __future__ import annotations

from collections.abc import Callable

from danvan_desktop.documents.model import Cell

TALL_TEXT, TALL_LINES = 1200, 30
"""Letters and lines from which a cell may be taller than a page."""


def cell_lines(text: str, clean: Callable[[str], str]) -> list[str]:
    """Divide a cell's text into clean lines; at least one, "" for an empty cell."""
    lines = text.splitlines()
    if len(lines) < 2:
        return [clean(text).strip(" ")]
    cleaned = (clean(line).strip(" ") for line in lines)
    return [line for line in cleaned if line] or [""]


def is_tall(cell: Cell) -> bool:
    """Tell whether a cell may need more than a page, so that its row has to be divided."""
    length = len(cell.text)
    return length > TALL_TEXT or length > TALL_LINES < len(cell.text.splitlines())
