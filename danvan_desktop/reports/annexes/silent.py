"""Annexes in which nobody has entered anything: a sentence for a table, no sheet for nothing.

A table of “…” in every cell tells less than one sentence; an annex of nothing else is not attached,
and the check before sending names it. A list of records without records says so itself, unless it
is all that the annex has.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from danvan_desktop.documents.model import (
    Annex,
    Block as Printed,
    Chart,
    Paragraph,
    Run,
    TableBlock,
)
from danvan_desktop.reports.annexes.declared import Block

COUNTED = ("compare", "matrix", "chart")
"""Kinds of block that show figures."""


def without_silence(
    annexes: Iterable[tuple[Annex, Sequence[Block]]],
) -> tuple[tuple[Annex, ...], tuple[str, ...]]:
    """Return the annexes that say something, and the titles of those that do not.

    Each comes with its declared blocks, in the order of the printed ones.
    """
    kept: list[Annex] = []
    silent: list[Annex] = []
    speaking = False
    for annex, declared in annexes:
        pairs = list(zip(annex.blocks, declared, strict=True))
        counted = [_knows(block) for block, one in pairs if one.kind in COUNTED]
        listed = any(isinstance(b, TableBlock) for b, one in pairs if one.kind not in COUNTED)
        if not any(counted) and not listed:
            # A list alone misses no figures: there was nothing to list.
            silent += [annex] if counted else []
            continue
        speaking = speaking or any(counted) or listed
        blocks = tuple(block for block, one in pairs for block in _said(block, one))
        kept.append(replace(annex, blocks=blocks))
    if silent and not speaking:
        silent, kept = [*silent, *kept], []
    return tuple(kept), tuple(annex.title for annex in silent)


def _knows(block: Printed) -> bool:
    """Tell whether a table or chart shows a figure that somebody entered, were it none."""
    if isinstance(block, Chart):
        return any(bar.value is not None or bar.previous is not None for bar in block.bars)
    assert isinstance(block, TableBlock)
    cells = (cell for row in block.rows for cell in row.cells)
    return any(not isinstance(cell, str) and cell.figure for cell in cells)


def _said(block: Printed, declared: Block) -> tuple[Printed, ...]:
    if declared.kind not in COUNTED or _knows(block):
        return (block,)
    if isinstance(block, Chart):
        return ()
    assert isinstance(block, TableBlock)
    words = f"{block.title}: chưa có số liệu." if block.title else "Chưa có số liệu."
    return (Paragraph((Run(words),)),)
