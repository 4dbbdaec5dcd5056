"""What the registers say otherwise since a paper was issued; the paper itself is never touched.

A head of office wants one line for each figure, not one for every cell: where the whole of an
indicator changed, its parts, shares and comparisons are not named again. Words of a paper about
records are held against these records as they were until issue (``against_records``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from danvan_desktop.documents.model import Annex, Cell, RowKind, TableBlock
from danvan_desktop.errors import Issue, Place, Severity
from danvan_desktop.i18n import _
from danvan_desktop.indicators import catalogue
from danvan_desktop.organisation.books import Books
from danvan_desktop.registers import REGISTERS
from danvan_desktop.registers.bao_cao import is_issued
from danvan_desktop.reports.against_records import against_records
from danvan_desktop.reports.content import Content
from danvan_desktop.reports.explained import figure_name
from danvan_desktop.reports.figures import FigureSource, parse_path, split_reference
from danvan_desktop.reports.frozen import FrozenFigure, frozen_figures, issued_at
from danvan_desktop.reports.live import LiveFigures
from danvan_desktop.reports.outline import OutlineItem, section_name
from danvan_desktop.reports.review_typed import said
from danvan_desktop.reports.shown import (
    UnknownFigure,
    WrongFilter,
    WrongOption,
    filter_base,
    show,
)
from danvan_desktop.reports.subjects import period_of

REGISTER = "bao_cao"
CODE = "changed_since_frozen"

MOST_PAPERS = 12
"""So many of the newest issued reports are looked at for a list."""

MOST_ROWS = 3
"""So many changed rows of one list are told."""
NOTHING = "-"

_PLAIN = ("so", "so_nguyen", "so_dvt", "ty_le", "tien", "chu", "so_chu")
"""The filters that say the number itself."""

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Changed:
    """A figure that an issued paper says otherwise than the registers do now.

    ``section`` is the code of the first section that shows it, or ``annex`` the title of an annex.
    Words of a record have neither ``path`` nor ``name``.
    """

    path: str
    name: str
    before: str
    now: str
    section: str = ""
    annex: str = ""


def changed_since_issue(
    books: Books,
    values: Values,
    *,
    source: FigureSource | None = None,
    contents: tuple[Content, Content] | None = None,
) -> list[Changed]:
    """List the figures of an issued paper that the registers give otherwise now.

    ``contents`` are the paper as it was issued and as it would be now; with them its annexes are
    compared, too.
    """
    period = period_of(books, values)
    source = source or LiveFigures(books, period)
    found = [*_in_sections(frozen_figures(values), source)]
    if contents is not None:
        found += _in_annexes(*(one.annexes for one in contents))
    return [
        Changed(path, figure_name(books, path, period), before, now, section, annex)
        for path, before, now, section, annex in _whole(found)
        if (wanted := parse_path(path)) is not None and wanted.code in catalogue()
    ]


def changed_records(
    books: Books, record_id: str, values: Values, contents: tuple[Content, Content]
) -> list[Changed]:
    """List what an issued paper about records says otherwise than these records do now."""
    found = against_records(books, record_id, values).words
    words = [Changed("", "", said(one.typed), said(one.shown), one.section) for one in found]
    return [*words, *_in_lists(*contents)]


def changed_papers(books: Books) -> dict[str, list[Changed]]:
    """Find the issued reports whose figures changed since, the newest ones of a list, by id.

    A report after whose issue nothing was written to a register costs one question.
    """
    papers = [one for one in books.all_of(REGISTER) if one.values.get("ky")]
    replaced = {str(one.values["thay_cho"]) for one in papers if one.values.get("thay_cho")}
    issued = [one for one in papers if is_issued(one.values) and one.id not in replaced]
    issued.sort(key=lambda one: str(one.values["ngay"]), reverse=True)
    sources: dict[str, LiveFigures] = {}
    found = {}
    for paper in issued[:MOST_PAPERS]:
        if not _written_since(books, issued_at(paper.values)):
            continue
        code = str(paper.values["ky"])
        if code not in sources:
            sources[code] = LiveFigures(books, period_of(books, paper.values))
        changed = changed_since_issue(books, paper.values, source=sources[code])
        if changed:
            found[paper.id] = changed
    return found


def changed_issues(changed: Iterable[Changed], items: Mapping[str, OutlineItem]) -> Iterator[Issue]:
    """Say of each changed figure where it stands, what was issued and what it is now."""
    for one in changed:
        words = _("{where}: {name} khi ban hành {before}, nay {now}.")
        if not one.name:
            words = _("{where}: khi ban hành “{before}”, trong sổ nay là “{now}”.")
        where = section_name(items[one.section]) if one.section else one.annex
        yield Issue(
            CODE,
            words.format(where=where, name=one.name, before=one.before, now=one.now),
            _("Văn bản đã ban hành giữ nguyên; cần sửa thì lập bản thay thế."),
            Place(register=REGISTER, field=one.section or None, unit=one.path),
            Severity.WARNING,
        )


def changed_words(changed: Sequence[Changed]) -> str:
    """Say in one sentence that figures changed after issue: the first, and if there are more."""
    if not changed:
        return ""
    first = changed[0]
    words = _("Số liệu đã thay đổi sau khi ban hành: {name} khi ban hành {before}, nay {now}.")
    if not first.name:
        words = _("Hồ sơ đã thay đổi sau khi ban hành: văn bản ghi “{before}”, nay là “{now}”.")
    elif len(changed) > 1:
        words = _(
            "Số liệu đã thay đổi sau khi ban hành: {name} khi ban hành {before}, nay {now}; "
            "còn số khác."
        )
    return words.format(name=first.name, before=first.before, now=first.now)


# --- private

_Found = tuple[str, str, str, str, str]
"""Path, what was issued, what it is now, code of the section, title of the annex."""


def _in_sections(frozen: Iterable[FrozenFigure], source: FigureSource) -> Iterator[_Found]:
    """Show every figure of the text again; those that say the number itself come first."""
    for one in sorted(frozen, key=lambda one: filter_base(one.filter) not in _PLAIN):
        try:
            now = show(source, one.path, one.filter)
        except (UnknownFigure, WrongFilter, WrongOption, KeyError):
            continue
        if now != one.shown:
            yield one.path, one.shown, now, one.section, ""


def _in_annexes(issued: Sequence[Annex], now: Sequence[Annex]) -> Iterator[_Found]:
    """Compare the cells of annexes that refer to the same figure, each by its first number."""
    today = {reference: text for reference, text, _title in _cells(now)}
    seen = set()
    for reference, text, title in _cells(issued):
        if reference in seen:
            continue
        seen.add(reference)
        if today.get(reference, text) != text:
            yield split_reference(reference)[0], text, today[reference], "", title


def _in_lists(issued: Content, now: Content) -> Iterator[Changed]:
    """Compare the rows of lists of records, as long as they have the same columns."""
    pairs = zip(_lists(issued), _lists(now), strict=False)
    for (section, annex, then), (_section, _annex, today) in pairs:
        if [one.header for one in then.columns] != [one.header for one in today.columns]:
            continue
        before, after = _rows(then), _rows(today)
        lost = [one for one in before if one not in after]
        added = [one for one in after if one not in before]
        for old, new in zip_longest(lost[:MOST_ROWS], added[:MOST_ROWS], fillvalue=NOTHING):
            yield Changed("", "", said(old), said(new), section, annex)


def _lists(content: Content) -> Iterator[tuple[str, str, TableBlock]]:
    """Walk the tables of sections and annexes, each with code or title of where it stands."""
    for part in content.parts:
        yield from ((part.code, "", one) for one in part.blocks if isinstance(one, TableBlock))
    for annex in content.annexes:
        yield from (("", annex.title, one) for one in annex.blocks if isinstance(one, TableBlock))


def _rows(table: TableBlock) -> list[str]:
    """Write every row without its number as one line."""
    rows = [row.cells for row in table.rows if row.kind is RowKind.NORMAL]
    texts = ([cell if isinstance(cell, str) else cell.text for cell in cells] for cells in rows)
    return [" · ".join(filter(None, (" ".join(one.split()) for one in row[1:]))) for row in texts]


def _cells(annexes: Sequence[Annex]) -> list[tuple[str, str, str]]:
    """List reference, text and annex of each figure's first cell."""
    found: dict[str, tuple[str, str, str]] = {}
    for annex in annexes:
        for block in annex.blocks:
            for row in block.rows if isinstance(block, TableBlock) else ():
                for cell in row.cells if row.kind is not RowKind.SECTION else ():
                    if isinstance(cell, Cell) and cell.figure:
                        found.setdefault(cell.figure, (cell.figure, cell.text, annex.title))
    return list(found.values())


def _whole(found: Iterable[_Found]) -> list[_Found]:
    """Keep one line for each indicator: its whole, else its first changed part."""
    kept: dict[str, _Found] = {}
    for one in found:
        code = one[0].partition("/")[0].partition("@")[0]
        if code not in kept or (one[0] == code and kept[code][0] != code):
            kept[code] = one
    return list(kept.values())


def _written_since(books: Books, seq: int) -> bool:
    """Tell whether any register but that of papers was written to after a moment."""
    with books.database.reading() as connection:
        return any(
            connection.exec_driver_sql(
                f'SELECT 1 FROM "{key}" WHERE seq > ? LIMIT 1', (seq,)
            ).fetchone()
            for key in REGISTERS
            if key != REGISTER
        )
