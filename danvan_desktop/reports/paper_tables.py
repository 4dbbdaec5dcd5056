"""Tables of sections, built from the words of a paper's subject (see ``table_spec``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from danvan_desktop.documents.model import (
    Align,
    Block,
    Cell,
    Column,
    Paragraph,
    Row,
    RowKind,
    Run,
    TableBlock,
)
from danvan_desktop.registers import REGISTERS
from danvan_desktop.reports.shown import NO_DATA, NOTHING
from danvan_desktop.reports.subject_words import upper_first
from danvan_desktop.reports.subjects import Subject
from danvan_desktop.reports.table_spec import ColumnSpec, TableSpec
from danvan_desktop.schema import FieldSpec, Number
from danvan_desktop.vietnamese import format_number, nfc, sort_key

Pairs = Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]]
"""Rows of a list: their words, and the stored values behind them."""


def table_blocks(spec: TableSpec, names: Mapping[str, Any], subject: Subject) -> tuple[Block, ...]:
    """Build a table, or the sentence that says that there is nothing to show."""
    pairs = _rows(spec, names, subject)
    if not pairs:
        return (Paragraph((Run(spec.empty),)),) if spec.empty else ()
    if len(pairs) < spec.least:
        return ()
    rows = [
        Row((*((str(number),) if spec.number else ()), *(_cell(c, words) for c in spec.columns)))
        for number, (words, _values) in enumerate(pairs, start=1)
    ]
    if spec.total:
        rows.append(_total(spec, pairs, subject))
    lead = (Column("TT", 0.6, Align.CENTER),) if spec.number else ()
    columns = (*lead, *(Column(c.header, c.width, c.align, c.group) for c in spec.columns))
    return (TableBlock(columns, tuple(rows), spec.title, spec.unit, spec.note),)


def _rows(spec: TableSpec, names: Mapping[str, Any], subject: Subject) -> Pairs:
    words = _list_at(names, spec.of)
    values = subject.rows(spec.of)
    behind = values if len(values) == len(words) else [{}] * len(words)
    pairs = [
        (row, stored)
        for row, stored in zip(words, behind, strict=True)
        if all(row.get(name) == wanted for name, wanted in spec.where.items())
    ]
    if spec.sort:
        pairs.sort(key=lambda pair: [_order(name, *pair) for name in spec.sort])
    return pairs


def _list_at(names: Mapping[str, Any], path: str) -> list[Mapping[str, Any]]:
    found: Any = names
    for part in path.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return [row for row in found if isinstance(row, Mapping)] if isinstance(found, list) else []


def _order(name: str, words: Mapping[str, Any], values: Mapping[str, Any]) -> tuple[int, str]:
    """Order days and numbers by what is stored, everything else as a dictionary does."""
    stored = values.get(name)
    if isinstance(stored, int):
        return stored, ""
    day = str(stored or "")
    return 0, day if day[:4].isdigit() else sort_key(str(words.get(name) or ""))


def _cell(column: ColumnSpec, words: Mapping[str, Any]) -> str:
    found = [str(words[name]).strip() for name in column.fields if words.get(name)]
    found[:-1] = [part.rstrip(" .;,") for part in found[:-1]]
    text = nfc(", ".join(found))
    if not text and column.align is Align.RIGHT:
        return NO_DATA
    return upper_first(text)


def _total(spec: TableSpec, pairs: Pairs, subject: Subject) -> Row:
    """Add up what is known; where nobody knows anything the total is unknown too."""
    kinds = {field.name: field for field in _fields(spec.of, subject)}
    cells: list[Cell | str] = []
    for column in spec.columns:
        name = next((n.removesuffix("_so") for n in column.fields if _is_total(n, spec)), "")
        field = kinds.get(name)
        if field is None or not isinstance(field.type, Number):
            cells.append("")
            continue
        known = [int(v[name]) for _words, v in pairs if isinstance(v.get(name), int)]
        whole = sum(known)
        cells.append(
            NO_DATA if not known else (format_number(field.type.shown(whole)) if whole else NOTHING)
        )
    first = next((place for place, cell in enumerate(cells) if cell == ""), None)
    if first is not None:
        cells[first] = "Tổng cộng"
    return Row((*(("",) if spec.number else ()), *cells), RowKind.TOTAL)


def _is_total(name: str, spec: TableSpec) -> bool:
    return name in spec.total or name.removesuffix("_so") in spec.total


def _fields(path: str, subject: Subject) -> Sequence[FieldSpec]:
    register = REGISTERS.get(subject.register)
    if register is None:
        return ()
    child = path.partition(".")[2]
    known = {spec.key: spec.fields for spec in register.children}
    return known.get(child, register.fields)
