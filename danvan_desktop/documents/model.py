"""An official paper as plain frozen data, before any renderer has seen it.

Whoever writes a paper (report, minutes, notice) builds a ``Document``; renderers only read it.
How it *looks* is not said here: margins, sizes, weights and separators come from the format
profile that ``Document.profile`` names. Nothing in this file may import a renderer.

Text is stored as people write it, without punctuation that the format prescribes: a recipient is
``"Thường trực Huyện ủy"``; the profile supplies ``"- "`` and ``","`` or ``";"``.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
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


class HeadingKind(StrEnum):
    """Which tier of a text a heading opens; the format decides how each one looks.

    NUMBERED is one of the four levels of a report (``I-``, ``1.``, ``a)``, ``-``). PART is a part
    or chapter (``Phần I``, ``Chương II``) and SECTION a section of one (``Mục 1``): the label is
    centred on its own line and the name stands below it in capitals. ARTICLE is ``Điều 1. …``,
    bold; an article whose words go on in upright letters is a Paragraph with a bold Run instead.
    """

    NUMBERED = "numbered"
    PART = "part"
    SECTION = "section"
    ARTICLE = "article"


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
    """A heading with its own number in the text: 1 ``I- …``, 2 ``1. …``, 3 ``a) …``, 4 ``- …``.

    Of a PART or SECTION ``label`` is the line above (``Phần I``) and ``runs`` the name, which may
    be empty; ``level`` then only says how deep the bookmark stands.
    """

    level: int
    runs: Runs
    kind: HeadingKind = HeadingKind.NUMBERED
    label: str = ""

    def __post_init__(self) -> None:
        if not 1 <= self.level <= 4:
            raise ValueError(f"heading level {self.level} is not 1..4")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of body text; ``indent`` moves its first line in by the profile's amount.

    ``keep_next`` forbids a page end after it: for lines such as ``QUYẾT ĐỊNH:``.
    """

    runs: Runs
    indent: bool = True
    align: Align = Align.JUSTIFY
    keep_next: bool = False


@dataclass(frozen=True, slots=True)
class Grounds:
    """The *căn cứ* lines of a decision, bare: ``Căn cứ Quy định số …`` without marker or stop.

    The format adds both (Party upright with ``- `` and ``;``, State italic) and ends the last.
    """

    items: tuple[Runs, ...]


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


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a chart: its label, this period's value, and maybe that of the period before.

    ``shown`` and ``previous_shown`` are printed beside the bars as they are, ``difference``
    (``+12,4%``) at the end of the line. A value of None has no bar (``shown`` says ``…``). Values
    are never negative. ``figure`` and ``previous_figure`` as in Run.
    """

    label: str
    value: float | None
    shown: str
    previous: float | None = None
    previous_shown: str = ""
    difference: str = ""
    figure: str | None = None
    previous_figure: str | None = None

    def __post_init__(self) -> None:
        for value in (self.value, self.previous):
            if value is not None and not (math.isfinite(value) and value >= 0):
                raise ValueError(f"a bar of length {value} cannot be drawn")


@dataclass(frozen=True, slots=True)
class Chart:
    """Horizontal bars that read in black and white: solid now, outlined and hatched before.

    ``now_label`` and ``before_label`` are the legend (``6 tháng đầu năm 2020``, ``Cùng kỳ năm
    2019``); without ``before_label`` it is a plain list of bars and ``previous`` is ignored.
    ``title`` above, ``unit`` and ``note`` in italics as of a TableBlock.
    """

    bars: tuple[Bar, ...]
    title: str = ""
    unit: str = ""
    note: str = ""
    now_label: str = ""
    before_label: str = ""

    @property
    def compares(self) -> bool:
        """Tell whether each line has two bars."""
        return bool(self.before_label)

    @property
    def longest(self) -> float:
        """Return the largest value that is drawn, 0 when there is none."""
        values = [bar.value or 0.0 for bar in self.bars]
        if self.compares:
            values += [bar.previous or 0.0 for bar in self.bars]
        return max(values, default=0.0)


Block: TypeAlias = Heading | Paragraph | Grounds | ListItem | TableBlock | Chart


@dataclass(frozen=True, slots=True)
class Header:
    """The head of page 1: who stands above, who issues, the number line, place and date.

    Lines are printed as given, in capitals where the format wants capitals. ``place_date_line``
    is None for minutes, whose text says when they were held. ``urgency`` is ``KHẨN``, ``THƯỢNG
    KHẨN`` or ``HỎA TỐC`` (State: in a red frame), ``circulation`` e.g. ``TÀI LIỆU HỘI NGHỊ``
    (State: in a frame). A joint paper has one issuer line for each body.
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

    A line ``kiêm`` among the authority joins two offices and is printed small and in italics.
    ``note`` stands in italics under the position, e.g. ``(Chữ ký)`` in State minutes. ``image``
    and ``seal`` are PNG bytes to be printed between position and name: the handwritten signature
    (blue) and the seal (red, real size, over the left third of the signature). ``sealed`` is False
    where no seal belongs, as on the secretary's side of minutes; else a place for it is kept.
    """

    position: str
    name: str
    authority: tuple[str, ...] = ()
    note: str = ""
    image: bytes = field(default=b"", repr=False)
    seal: bytes = field(default=b"", repr=False)
    sealed: bool = True


MOST_SIGNATURES = 8
"""Four rows of two: more do not fit on a page with the text that belongs to them."""


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
    Two ``signatures`` are printed side by side, the first one left; more, of a joint paper, in
    rows of two. ``certification`` is the block of an office head who certifies an unsealed
    signature, below left (Party minutes). ``date`` is the paper's own date and also the time
    stamp inside the PDF. ``draft_mark`` is ``Dự thảo lần 2``; ``typist_mark`` (``ABC-268``: who
    typed, how many copies) stands under the recipients; ``contact_lines`` (address, telephone)
    at the foot of page 1. ``landscape`` lays the whole body crosswise, for lists.
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
    typist_mark: str = ""
    contact_lines: tuple[str, ...] = ()
    landscape: bool = False
    title: str = ""
    author: str = ""
    subject: str = ""
    language: str = "vi-VN"

    def __post_init__(self) -> None:
        if len(self.signatures) > MOST_SIGNATURES:
            raise ValueError(f"more than {MOST_SIGNATURES} signatures do not fit on a page")


def plain_text(document: Document) -> str:
    """Return everything that the paper says, in reading order, one paragraph a line, in NFC."""
    return unicodedata.normalize("NFC", "\n".join(line for line in _lines(document) if line))


def figures(document: Document) -> tuple[str, ...]:
    """List the figures that the paper shows, each once, in order of first appearance."""
    found: dict[str, None] = {}
    for block in all_blocks(document):
        for figure in _block_figures(block):
            if figure:
                found[figure] = None
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
    yield from (*document.recipients, document.typist_mark, *document.contact_lines)
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
        case Chart():
            yield from (block.title, block.unit, block.now_label, block.before_label)
            for bar in block.bars:
                shown = (bar.label, bar.shown, bar.previous_shown, bar.difference)
                yield "\t".join(shown if block.compares else shown[:2])
            yield block.note
        case Grounds():
            yield from (runs_text(item) for item in block.items)
        case ListItem():
            yield f"{block.marker} {runs_text(block.runs)}"
        case Heading():
            yield from (block.label, runs_text(block.runs))
        case Paragraph():
            yield runs_text(block.runs)


def _block_figures(block: Block) -> Iterator[str | None]:
    match block:
        case TableBlock():
            cells = (cell for row in block.rows for cell in row.cells)
            yield from (cell.figure for cell in cells if not isinstance(cell, str))
        case Chart():
            for bar in block.bars:
                yield bar.figure
                if block.compares:
                    yield bar.previous_figure
        case Grounds():
            yield from (run.figure for item in block.items for run in item)
        case _:
            yield from (run.figure for run in block.runs)


def _signature_lines(signature: Signature) -> Iterator[str]:
    yield from (*signature.authority, signature.position, signature.note, signature.name)
