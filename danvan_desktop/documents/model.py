"""An official paper as plain frozen data, before any renderer has seen it.

Whoever writes a paper (report, minutes, notice) builds a ``Document``; renderers only read it.
How it *looks* is not said here: margins, sizes, weights and separators come from the format
profile that ``Document.profile`` names. Nothing in this file may import a renderer.

Text is stored as people write it, without punctuation that the format prescribes: a recipient is
``"Thường trực Huyện ủy"``; the profile supplies ``"- "`` and ``","`` or ``";"``.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias


class Align(StrEnum):
    """How a paragraph or a table cell sits between its edges."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"
    JUSTIFY = "justify"


class RowKind(StrEnum):
    """What a table row is: data, a bold total, or a bold heading across all columns."""

    NORMAL = "normal"
    TOTAL = "total"
    SECTION = "section"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style; ``figure`` refers to the live figure that it shows.

    The reference is opaque here (e.g. ``"dvk_cong_nhan@H1/2020"``); a preview turns it into a link.
    """

    text: str
    bold: bool = False
    italic: bool = False
    figure: str | None = None


Runs: TypeAlias = tuple[Run, ...]


def runs(*parts: str | Run) -> Runs:
    """Join plain strings and Runs into the tuple that blocks take."""
    return tuple(Run(part) if isinstance(part, str) else part for part in parts)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading with its own number in the text: 1 ``I- …``, 2 ``1. …``, 3 ``a) …``, 4 ``- …``."""

    level: int
    runs: Runs

    def __post_init__(self) -> None:
        if not 1 <= self.level <= 4:
            raise ValueError(f"heading level {self.level} is not 1..4")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of body text; ``indent`` moves its first line in by the profile's amount."""

    runs: Runs
    indent: bool = True
    align: Align = Align.JUSTIFY


@dataclass(frozen=True, slots=True)
class ListItem:
    """One item of a list: ``marker`` (``-``, ``+``, ``1.``, ``a)``) then the text, indented."""

    runs: Runs
    marker: str = "-"


@dataclass(frozen=True, slots=True)
class Column:
    """A table column: neighbours with the same ``group`` share one header cell above them.

    ``width`` is a share of the text width relative to the other columns, not millimetres.
    """

    header: str
    width: float = 1.0
    align: Align = Align.LEFT
    group: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell; ``figure`` as in Run. A string may stand in its place in a Row."""

    text: str
    figure: str | None = None
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A table row with one cell per column (a SECTION row has exactly one)."""

    cells: tuple[Cell | str, ...]
    kind: RowKind = RowKind.NORMAL


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A ruled table with a repeating header; ``unit`` above and ``note`` below in italics."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    title: str = ""
    unit: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        if not self.columns:
            raise ValueError("a table needs at least one column")
        for number, row in enumerate(self.rows, start=1):
            expected = 1 if row.kind is RowKind.SECTION else len(self.columns)
            if len(row.cells) != expected:
                raise ValueError(f"table row {number} has {len(row.cells)} cells, not {expected}")


Block: TypeAlias = Heading | Paragraph | ListItem | TableBlock


@dataclass(frozen=True, slots=True)
class Header:
    """The head of page 1: who stands above, who issues, the number line, place and date.

    Lines are printed as given, in capitals where the format wants capitals. ``place_date_line``
    is None for minutes, whose text says when they were held. ``urgency`` is ``KHẨN`` and the
    like, ``circulation`` e.g. ``TÀI LIỆU HỘI NGHỊ``.
    """

    superior_lines: tuple[str, ...]
    issuer_lines: tuple[str, ...]
    number_line: str
    place_date_line: str | None = None
    urgency: str = ""
    circulation: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature: authority (``K/T TRƯỞNG BAN``), position (``PHÓ TRƯỞNG BAN``), then the name.

    ``note`` stands in italics under the position, e.g. ``(Chữ ký)`` in State minutes.
    """

    position: str
    name: str
    authority: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Annex:
    """An appendix on its own pages, numbered by the profile when there are several."""

    title: str
    blocks: tuple[Block, ...]
    note: str = ""
    landscape: bool = True


@dataclass(frozen=True, slots=True)
class Document:
    """A whole paper, ready to be rendered in the format ``profile`` (e.g. ``DANG_HD36``).

    ``kind`` is the short type (``BC``, ``BB``, ``TB`` …); ``type_name`` the printed one
    (``BÁO CÁO``), empty for a công văn, whose ``abstract`` then stands under the number.
    Two ``signatures`` are printed side by side, the first one left. ``certification`` is the
    block of an office head who certifies an unsealed signature, below left (Party minutes).
    ``date`` is the paper's own date and also the time stamp inside the PDF.
    """

    profile: str
    kind: str
    header: Header
    type_name: str
    abstract: str
    blocks: tuple[Block, ...]
    date: date
    signatures: tuple[Signature, ...] = ()
    recipients: tuple[str, ...] = ()
    to_lines: tuple[str, ...] = ()
    annexes: tuple[Annex, ...] = ()
    certification: Signature | None = None
    draft_mark: str = ""
    title: str = ""
    author: str = ""
    subject: str = ""
    language: str = "vi-VN"

    def __post_init__(self) -> None:
        if len(self.signatures) > 2:
            raise ValueError("no format prescribes more than two signatures side by side")


def plain_text(document: Document) -> str:
    """Return everything that the paper says, in reading order, one paragraph a line, in NFC."""
    return unicodedata.normalize("NFC", "\n".join(line for line in _lines(document) if line))


def figures(document: Document) -> tuple[str, ...]:
    """List the figures that the paper shows, each once, in order of first appearance."""
    found: dict[str, None] = {}
    for block in all_blocks(document):
        parts: tuple[Run | Cell | str, ...]
        if isinstance(block, TableBlock):
            parts = tuple(cell for row in block.rows for cell in row.cells)
        else:
            parts = block.runs
        for part in parts:
            if not isinstance(part, str) and part.figure:
                found[part.figure] = None
    return tuple(found)


def all_blocks(document: Document) -> Iterator[Block]:
    """Walk the blocks of the body and then of every annex."""
    yield from document.blocks
    for annex in document.annexes:
        yield from annex.blocks


def runs_text(parts: Runs) -> str:
    """Return the bare text of Runs."""
    return "".join(part.text for part in parts)


def _lines(document: Document) -> Iterator[str]:
    head = document.header
    yield from (*head.superior_lines, *head.issuer_lines, head.number_line)
    yield from (head.urgency, head.circulation, document.draft_mark)
    yield head.place_date_line or ""
    yield from (document.type_name, document.abstract, *document.to_lines)
    for block in document.blocks:
        yield from _block_lines(block)
    for signature in document.signatures:
        yield from _signature_lines(signature)
    if document.certification:
        yield from _signature_lines(document.certification)
    yield from document.recipients
    for annex in document.annexes:
        yield from (annex.title, annex.note)
        for block in annex.blocks:
            yield from _block_lines(block)


def _block_lines(block: Block) -> Iterator[str]:
    match block:
        case TableBlock():
            yield from (block.title, block.unit)
            yield "\t".join(" ".join(filter(None, (c.group, c.header))) for c in block.columns)
            for row in block.rows:
                yield "\t".join(c if isinstance(c, str) else c.text for c in row.cells)
            yield block.note
        case ListItem():
            yield f"{block.marker} {runs_text(block.runs)}"
        case _:
            yield runs_text(block.runs)


def _signature_lines(signature: Signature) -> Iterator[str]:
    yield from (*signature.authority, signature.position, signature.note, signature.name)
