"""Which columns a register's table has, told by its declaration alone.

Lists and records are read without SQLAlchemy, whose import costs more than a whole start may;
``tables`` builds the same columns for what is written and migrated.
"""

from __future__ import annotations

from functools import cache

from danvan_desktop.registers import REGISTERS
from danvan_desktop.schema import FieldSpec, RegisterSpec, Text

KEY_SUFFIX = "__key"
"""Columns that hold the Vietnamese sort key of a text column."""

COMMON = (
    "pk",
    "id",
    "owner",
    "seq",
    "rev",
    "created_at",
    "created_by",
    "changed_at",
    "changed_by",
    "deleted",
    "event_date",
    "duplicate_of",
    "dup_key",
    "origin",
)
"""Columns that every register's table has before its own fields."""

CHILD_COMMON = ("id", "parent_id", "position")
"""Columns of a child list's table before its own fields, after its ``pk``."""

CHILD_WRITTEN = (*CHILD_COMMON, "owner")
"""What is written of them: the office that the parent belongs to goes with every entry."""

OWN = "owner NOT IN (SELECT office FROM sync_office)"
"""The condition of this office's own records: what counts twice is judged within one office."""


def has_sort_key(spec: FieldSpec) -> bool:
    """Tell whether a list can sort by this text, which then has a key column."""
    return isinstance(spec.type, Text) and spec.in_list


def child_table_name(register: str, child: str) -> str:
    """Name the table of a child list."""
    return f"{register}__{child}"


def field_columns(spec: RegisterSpec) -> list[str]:
    """Name the columns after the common ones, in the order of ``written``."""
    names: list[str] = []
    for field in spec.fields:
        names.append(field.name)
        if has_sort_key(field):
            names.append(field.name + KEY_SUFFIX)
    return names


@cache
def columns(register: str) -> tuple[str, ...]:
    """Name every column of a register's table, in the order of the table."""
    return (*COMMON, *field_columns(REGISTERS[register]))


@cache
def listed(register: str) -> str:
    """Write every column of a register's table as SQL lists them."""
    return ", ".join(f'"{name}"' for name in columns(register))
