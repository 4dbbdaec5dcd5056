"""Search without tones: one FTS5 table per register, over folded text (đ→d done by us).

``unicode61 remove_diacritics 2`` handles the tones but not đ, so text is folded before it is
indexed and every query is folded the same way. The rowid is the record's ``pk``; each list text
has a column of its own (for the filter row), everything else is in ``khac``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from danvan_desktop.schema import LongText, RegisterSpec, Text as TextField
from danvan_desktop.schema.types import DecisionNumber
from danvan_desktop.storage.columns import has_sort_key
from danvan_desktop.vietnamese import fold

REST = "khac"


def fts_name(register: str) -> str:
    """Name the search table of a register."""
    return f"{register}__fts"


def fts_columns(spec: RegisterSpec) -> list[str]:
    """The columns of the search table: each list text, then the rest."""
    return [field.name for field in spec.fields if has_sort_key(field)] + [REST]


def create_statement(spec: RegisterSpec) -> str:
    """The statement that makes the search table (used by migrations and the schema test)."""
    columns = ", ".join(fts_columns(spec))
    return (
        f"CREATE VIRTUAL TABLE {fts_name(spec.key)} USING fts5({columns}, "
        "tokenize='unicode61 remove_diacritics 2', prefix='1 2 3')"
    )


def index_row(spec: RegisterSpec, values: Mapping[str, Any], extra: str = "") -> tuple[str, ...]:
    """Fold a record into the columns of its search table; ``extra`` is the unit's name."""
    own: list[str] = []
    rest: list[str] = [fold(extra)] if extra else []
    for name, has_column in _indexed(spec):
        text = values.get(name) if name else None
        folded = fold(str(text)) if text else ""
        (own if has_column else rest).append(folded)
    for child in spec.children:
        for entry in values.get(child.key) or ():
            rest += [
                fold(str(entry.get(field.name) or ""))
                for field in child.fields
                if isinstance(field.type, TextField | LongText) and not field.personal
            ]
    return (*own, " ".join(filter(None, rest)))


def _indexed(spec: RegisterSpec) -> tuple[tuple[str, bool], ...]:
    """The fields that can be searched and whether each has a column; no name: left empty."""
    if spec.key not in _INDEXED:
        # A search must not lead to a private person.
        _INDEXED[spec.key] = tuple(
            ("" if field.personal else field.name, has_sort_key(field))
            for field in spec.fields
            if isinstance(field.type, TextField | LongText | DecisionNumber)
        )
    return _INDEXED[spec.key]


_INDEXED: dict[str, tuple[tuple[str, bool], ...]] = {}


def match_expression(text: str, column: str | None = None) -> str | None:
    """Turn typed words into an FTS5 expression: all must occur, the last may be unfinished."""
    words = [word for word in _words(text) if word]
    if not words:
        return None
    quoted = [f'"{word}"' for word in words]
    quoted[-1] += "*"
    joined = " AND ".join(quoted)
    return f"{column} : ({joined})" if column else joined


def _words(text: str) -> list[str]:
    folded = fold(text)
    return "".join(char if char.isalnum() else " " for char in folded).split()
