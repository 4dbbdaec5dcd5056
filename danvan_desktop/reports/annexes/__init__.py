"""Annexes of reports: tables, lists and charts from data; their sums are the figures of the text.

How to add an annex: a file in ``resources/annex_tables``, see ``declared``. "-" means nothing
happened, "…" that nobody has reported, "x" that the level is not there any more. Every cell refers
to its figure, so that a click opens the records that it counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from danvan_desktop.documents.model import (
    Align,
    Annex,
    Block as Printed,
    Column,
    Paragraph,
    Row,
    Run,
    TableBlock,
)
from danvan_desktop.indicators.reasons import notes_for_paper
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.periods import Period
from danvan_desktop.reports.annexes.bars import chart
from danvan_desktop.reports.annexes.compared import compared
from danvan_desktop.reports.annexes.declared import (
    AnnexTable,
    Block,
    annex_tables,
    use_tables,
)
from danvan_desktop.reports.annexes.figures import LEGEND, AnnexData
from danvan_desktop.reports.annexes.listed import listed
from danvan_desktop.reports.annexes.matrix import matrix
from danvan_desktop.reports.annexes.silent import without_silence
from danvan_desktop.reports.figures import FigureSource

__all__ = [
    "AnnexData",
    "AnnexTable",
    "annex_names",
    "annex_tables",
    "build_annexes",
    "use_tables",
]


def build_annexes(
    names: Iterable[str],
    books: Books,
    period: Period,
    source: FigureSource,
    *,
    left_out: list[str] | None = None,
) -> tuple[Annex, ...]:
    """Build the named annexes of a report; a name that this version does not know is left out.

    Behind them stand the reasons that were given for odd figures, when there are any. With a list
    ``left_out`` an annex without any figure is not built, and its title is put there.
    """
    data = AnnexData(books, period, source)
    known = annex_tables()
    wanted = [known[name] for name in names if name in known]
    data.warm(set().union(*(table.codes for table in wanted)))
    found = tuple(_annex(data, table) for table in wanted)
    if left_out is not None:
        declared = (table.blocks for table in wanted)
        found, silent = without_silence(zip(found, declared, strict=True))
        left_out += silent
    notes = explanations(data)
    return found if notes is None else (*found, notes)


def annex_names() -> dict[str, str]:
    """Name every annex by code, for a list from which a template's annexes are chosen."""
    return {code: table.name for code, table in annex_tables().items()}


def explanations(data: AnnexData) -> Annex | None:
    """List the reasons that were given for what is odd (thuyết minh); None when there are none."""
    notes = notes_for_paper(data.books, data.period)
    if not notes:
        return None
    rows = tuple(
        Row((str(number), subject, reason)) for number, (subject, reason) in enumerate(notes, 1)
    )
    columns = (
        Column("TT", 0.5, Align.CENTER),
        Column("Số liệu", 3.4),
        Column("Thuyết minh", 6.0),
    )
    title = f"Thuyết minh số liệu {data.period.name}"
    return Annex(title, (TableBlock(columns, rows),), landscape=False)


# --- private


def _annex(data: AnnexData, table: AnnexTable) -> Annex:
    blocks = [_printed(data, block) for block in table.blocks]
    tables = [place for place, block in enumerate(blocks) if isinstance(block, TableBlock)]
    for place in tables[:-1]:
        blocks[place] = _without_legend(blocks[place])
    return Annex(data.words(table.title), tuple(blocks), landscape=table.landscape)


def _without_legend(block: Printed) -> Printed:
    """Take the meaning of the signs away from all tables but the last of an annex."""
    if not isinstance(block, TableBlock):
        return block
    return replace(block, note=block.note.removeprefix(LEGEND).strip())


def _printed(data: AnnexData, block: Block) -> Printed:
    match block.kind:
        case "compare":
            return compared(data, block)
        case "matrix":
            return matrix(data, block)
        case "list":
            return listed(data, block)
        case "chart":
            return chart(data, block)
        case _:
            return Paragraph((Run(data.words(block.title)),))
