"""What is written of records: their rows in the register's table and in its search table.

Worked out for many records at once, column by column, by a plan that is made once for a register:
a merge or an import writes a hundred thousand rows, and the database needs little more time
for one than this does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from danvan_desktop.registers import REGISTERS
from danvan_desktop.schema import ChildSpec, Flag, LongText, RegisterSpec, Text
from danvan_desktop.schema.types import DecisionNumber
from danvan_desktop.storage.columns import has_sort_key
from danvan_desktop.vietnamese import fold

BATCH = 2000
"""Rows written per executemany: large enough to be fast, small enough to keep memory flat."""

Column = Sequence[Any]


@dataclass(frozen=True, slots=True)
class _Plan:
    """What follows from a register's declaration.

    ``fields`` are name, sort key (None: it has no column of one) and whether it is a tick; ``own``
    the fields with a column in the search table ("": it stays empty) and ``rest`` those without;
    ``lists`` the child lists with the fields whose words are searched.
    """

    fields: tuple[tuple[str, Callable[[Any], str] | None, bool], ...]
    own: tuple[str, ...]
    rest: tuple[str, ...]
    lists: tuple[tuple[str, tuple[str, ...]], ...]


@cache
def _plan(register: str) -> _Plan:
    spec = REGISTERS[register]
    searched = [
        field for field in spec.fields if isinstance(field.type, Text | LongText | DecisionNumber)
    ]
    # A search must not lead to a private person.
    return _Plan(
        fields=tuple(
            (
                field.name,
                field.type.sort_key
                if isinstance(field.type, Text) and has_sort_key(field)
                else None,
                isinstance(field.type, Flag),
            )
            for field in spec.fields
        ),
        own=tuple("" if f.personal else f.name for f in searched if has_sort_key(f)),
        rest=tuple(f.name for f in searched if not f.personal and not has_sort_key(f)),
        lists=tuple((child.key, _words(child)) for child in spec.children),
    )


def _words(child: ChildSpec) -> tuple[str, ...]:
    return tuple(
        field.name
        for field in child.fields
        if isinstance(field.type, Text | LongText) and not field.personal
    )


@dataclass(frozen=True, slots=True)
class Written:
    """Columns: ``fields`` ordered as ``field_columns``, ``words`` as ``fts_columns``."""

    fields: list[Column]
    words: list[Column]


def written(
    spec: RegisterSpec, records: Sequence[Mapping[str, Any]], unit_words: Sequence[str]
) -> Written:
    """Work out what is written of records; ``unit_words`` name the unit of each for the search."""
    plan = _plan(spec.key)
    fields: list[Column] = []
    read: dict[str, Column] = {}
    for name, sort_key, tick in plan.fields:
        column = read[name] = [values.get(name) for values in records]
        if tick:
            column = [None if value is None else int(value) for value in column]
        fields.append(column)
        if sort_key is not None:
            fields.append(_each(sort_key, column, empty=None))
    words: list[Column] = [
        _folded(read[name]) if name else [""] * len(records) for name in plan.own
    ]
    rest: list[Column] = [_folded(unit_words)]
    rest += [_folded(read[name]) for name in plan.rest if any(read[name])]
    for key, names in plan.lists:
        lists = [values.get(key) for values in records]
        if any(lists):
            rest.append([_entries(entries or (), names) for entries in lists])
    words.append(rest[0] if len(rest) == 1 else list(map(_joined, zip(*rest, strict=True))))
    return Written(fields, words)


def _folded(column: Column) -> Column:
    return _each(lambda text: fold(str(text)), column, empty="")


def _each(work: Callable[[Any], str], column: Column, *, empty: str | None) -> Column:
    """Work out the texts of a column, each once: names and places come again and again."""
    known = {text: work(text) if text else empty for text in set(column)}
    return [known[text] for text in column]


def _entries(entries: Iterable[Mapping[str, Any]], names: tuple[str, ...]) -> str:
    return _joined([fold(str(entry.get(name) or "")) for entry in entries for name in names])


def _joined(parts: Iterable[str]) -> str:
    return " ".join(filter(None, parts))
