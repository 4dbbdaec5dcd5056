"""Which columns a list shows, in which order and how wide; the clerk's choice is remembered.

The register's declaration gives the default set (every field with a width). The first column is
the running number; it cannot be moved, hidden or sorted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from danvan_desktop.i18n import N_, _
from danvan_desktop.schema import Choice, FieldSpec, Flag, LongText, Option, RegisterSpec
from danvan_desktop.storage.values import Record

NUMBER_KEY = "#"
OFFICE_KEY = "owner"
"""The column of the office that sent a record; only a receiver has it."""

OWN_OFFICE = "."
"""Stands in that column for what was entered here."""

OFFICE_WIDTH = 110
NUMBER_WIDTH = 29
HIDDEN_WIDTH = 120


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list; ``spec`` is None for the running number.

    A width set by hand is kept; any other follows what the column shows. The column of the sending
    office is no field of the register: it has a spec made of the offices.
    """

    key: str
    spec: FieldSpec | None
    width: int
    shown: bool = True
    is_state: bool = False
    by_hand: bool = False

    @property
    def title(self) -> str:
        """The heading over the column."""
        return self.spec.list_label if self.spec else _("TT")

    @property
    def is_field(self) -> bool:
        """Tell whether it shows a field of the register."""
        return self.spec is not None and self.key != OFFICE_KEY

    @property
    def right(self) -> bool:
        """Tell whether its values stand at the right edge, as figures and dates do."""
        return self.spec is None or self.spec.type.right_aligned


def office_column(offices: Mapping[str, str]) -> Column:
    """Make the column of the sending offices (code → name)."""
    options = [Option(OWN_OFFICE, N_("Nhập tại đây"))]
    shared = _shared_words(list(offices.values()))
    options += [
        Option(code, name, short=" ".join(name.split()[shared:])) for code, name in offices.items()
    ]
    kind = Choice(options=tuple(options))
    spec = FieldSpec(type=kind, label=N_("Cơ quan gửi"), name=OFFICE_KEY, width=OFFICE_WIDTH)
    return Column(OFFICE_KEY, spec, OFFICE_WIDTH)


def value_in(record: Record, column: Column) -> Any:
    """Take the value of a column out of a record."""
    if column.key != OFFICE_KEY or column.spec is None:
        return record.values.get(column.key)
    known = isinstance(column.spec.type, Choice) and column.spec.type.option(record.owner)
    return record.owner if known else OWN_OFFICE


def default_columns(
    register: RegisterSpec, offices: Mapping[str, str] | None = None
) -> tuple[Column, ...]:
    """List the columns that a register can show, in declared order, the state last."""
    found = [Column(NUMBER_KEY, None, NUMBER_WIDTH)]
    states: list[Column] = []
    for spec in register.fields:
        if isinstance(spec.type, LongText) or not spec.section:
            continue
        is_state = spec.name == register.state_field and isinstance(spec.type, Choice)
        column = Column(spec.name, spec, spec.width or _hidden_width(spec), spec.in_list, is_state)
        (states if is_state else found).append(column)
    if offices:
        found.insert(1, office_column(offices))
    return tuple(found + states)


def arranged(columns: tuple[Column, ...], saved: object) -> tuple[Column, ...]:
    """Apply a remembered layout; columns that it does not know stand at the end as declared.

    ``saved`` is what ``to_saved`` gave: a list of {key, width, shown}. Anything else is ignored.
    """
    if not isinstance(saved, list):
        return columns
    by_key = {column.key: column for column in columns}
    result = [columns[0]]
    for entry in saved:
        column = by_key.get(str(entry.get("key"))) if isinstance(entry, Mapping) else None
        if column is None or column.key == NUMBER_KEY or column.key in {c.key for c in result}:
            continue
        result.append(_restored(column, entry))
    known = {column.key for column in result}
    return tuple(result + [column for column in columns if column.key not in known])


def to_saved(columns: tuple[Column, ...]) -> list[dict[str, Any]]:
    """Turn a layout into what the settings keep."""
    return [
        {
            "key": column.key,
            "shown": column.shown,
            **({"width": column.width} if column.by_hand else {}),
        }
        for column in columns
        if column.key != NUMBER_KEY
    ]


def _restored(column: Column, entry: Mapping[str, Any]) -> Column:
    width = entry.get("width")
    kept = isinstance(width, int) and 24 <= width <= 2000
    return replace(
        column,
        width=width if isinstance(width, int) and kept else column.width,
        by_hand=kept,
        shown=bool(entry.get("shown")),
    )


def _shared_words(names: Sequence[str]) -> int:
    """Count the words with which all names begin, as long as each keeps one of its own."""
    if len(names) < 2:
        return 0
    shared = 0
    for words in zip(*(name.split()[:-1] for name in names), strict=False):
        if len(set(words)) > 1:
            break
        shared += 1
    return shared


def _hidden_width(spec: FieldSpec) -> int:
    return 72 if isinstance(spec.type, Flag) else HIDDEN_WIDTH
