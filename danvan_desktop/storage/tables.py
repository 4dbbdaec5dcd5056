"""The tables, built from the declarations: one per register and child list, plus our own few.

SQLAlchemy Core, not the ORM: rows cross borders as frozen values anyway, and bulk writes through
the ORM cost an order of magnitude more. SQLite-only parts (FTS5) are in ``search``.
"""

from __future__ import annotations

from functools import cache
from threading import Lock
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer as Narrow,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.types import TypeEngine

from danvan_desktop.registers import REGISTERS
from danvan_desktop.schema import FieldSpec, RegisterSpec
from danvan_desktop.storage.columns import KEY_SUFFIX, child_table_name, has_sort_key

_BUILDING = Lock()

Integer: TypeEngine[int] = BigInteger().with_variant(Narrow(), "sqlite")
"""Amounts in đồng pass 32 bits; SQLite's own integers have 64 whatever they are called."""


def metadata() -> MetaData:
    """Build the tables once; registers come from their declarations."""
    with _BUILDING:  # the cache alone would let two threads build two sets that do not join
        return _built()


@cache
def _built() -> MetaData:
    tables = MetaData()
    for spec in REGISTERS.values():
        _register_table(tables, spec)
        for child in spec.children:
            _child_table(tables, child_table_name(spec.key, child.key), child.fields)
    _own_tables(tables)
    _sync_tables(tables)
    return tables


def table(name: str) -> Table:
    """Find a table by name."""
    return metadata().tables[name]


def _column(spec: FieldSpec) -> Column[object]:
    kind: TypeEngine[Any] = Integer if spec.type.storage == "integer" else Text()
    return Column(spec.name, kind)


def _owner() -> Column[object]:
    """The office whose row it is; the default is for rows from before there was the column."""
    return Column("owner", Text, nullable=False, server_default="")


def _register_table(tables: MetaData, spec: RegisterSpec) -> None:
    columns: list[Column[object]] = [
        Column("pk", Integer, primary_key=True),
        Column("id", Text, nullable=False, unique=True),
        Column("owner", Text, nullable=False),
        Column("seq", Integer, nullable=False),
        Column("rev", Integer, nullable=False),
        Column("created_at", Text, nullable=False),
        Column("created_by", Text, nullable=False),
        Column("changed_at", Text, nullable=False),
        Column("changed_by", Text, nullable=False),
        Column("deleted", Integer, nullable=False),
        Column("event_date", Text),
        Column("duplicate_of", Text),
        Column("dup_key", Text),
        Column("origin", Text),
    ]
    for field in spec.fields:
        columns.append(_column(field))
        if has_sort_key(field):
            columns.append(Column(field.name + KEY_SUFFIX, Text))
    built = Table(spec.key, tables, *columns)
    Index(f"ix_{spec.key}_date", built.c.deleted, built.c.event_date)
    Index(f"ix_{spec.key}_seq", built.c.owner, built.c.seq)
    Index(f"ix_{spec.key}_dup", built.c.dup_key)
    for field in spec.fields:
        if has_sort_key(field):
            key = built.c[field.name + KEY_SUFFIX]
            Index(f"ix_{spec.key}_{field.name}", built.c.deleted, key)


def _child_table(tables: MetaData, name: str, fields: tuple[FieldSpec, ...]) -> None:
    built = Table(
        name,
        tables,
        Column("pk", Integer, primary_key=True),
        Column("id", Text, nullable=False, unique=True),
        _owner(),
        Column("parent_id", Text, nullable=False),
        Column("position", Integer, nullable=False),
        *(_column(field) for field in fields),
    )
    Index(f"ix_{name}_parent", built.c.parent_id, built.c.position)


def _sync_tables(tables: MetaData) -> None:
    """What a province keeps about the offices that send to it, their bundles and papers."""
    Table(
        "sync_office",
        tables,
        Column("office", Text, primary_key=True),
        Column("name", Text, nullable=False),
        Column("epoch", Text, nullable=False),
        Column("high", Integer, nullable=False),
        Column("state", Text, nullable=False),
        Column("at", Text, nullable=False),
    )
    received = Table(
        "sync_bundle",
        tables,
        Column("pk", Integer, primary_key=True),
        Column("office", Text, nullable=False),
        Column("sha256", Text, nullable=False),
        Column("at", Text, nullable=False),
        Column("by", Text, nullable=False),
        Column("file", Text, nullable=False),
        Column("size", Integer, nullable=False),
        Column("period", Text),
        Column("number", Integer),
        Column("epoch", Text),
        Column("base", Integer),
        Column("high", Integer),
        Column("verdict", Text, nullable=False),
        Column("reason", Text, nullable=False),
        Column("counts", Text, nullable=False),
    )
    Index("ix_sync_bundle_office", received.c.office, received.c.period)
    Index("ix_sync_bundle_sha256", received.c.sha256)
    paper = Table(
        "sync_paper",
        tables,
        Column("pk", Integer, primary_key=True),
        Column("office", Text, nullable=False),
        Column("period", Text, nullable=False),
        Column("number", Integer, nullable=False),
        Column("name", Text, nullable=False),
        Column("title", Text, nullable=False),
        Column("sha256", Text, nullable=False),
        Column("size", Integer, nullable=False),
    )
    Index("ix_sync_paper_office", paper.c.office, paper.c.period)
    pin = Table(
        "return_pin",
        tables,
        Column("pk", Integer, primary_key=True),
        Column("id", Text, nullable=False),
        Column("return_id", Text, nullable=False),
        Column("office", Text, nullable=False),
        Column("sender", Text, nullable=False),
        Column("register", Text, nullable=False),
        Column("record_id", Text, nullable=False),
        Column("field", Text, nullable=False),
        Column("rev", Integer, nullable=False),
        Column("title", Text, nullable=False),
        Column("text", Text, nullable=False),
        Column("deadline", Text),
        Column("at", Text, nullable=False),
        Column("by", Text, nullable=False),
        Column("settled_at", Text),
        Column("answer", Text),
        Column("period", Text, nullable=False),
        Column("place", Text, nullable=False),
        Column("path", Text, nullable=False),
        Column("value", Text),
        Column("told", Text, nullable=False),
        Column("told_value", Text),
        Column("closed_at", Text),
        Column("closed_by", Text),
        Column("followed_by", Text, nullable=False),
    )
    Index("ix_return_pin_id", pin.c.id, unique=True)
    Index("ix_return_pin_record", pin.c.record_id)
    _pack_tables(tables)


def _pack_tables(tables: MetaData) -> None:
    """What an office keeps about the packs of its province (see ``bundles.packs``)."""
    pack = Table(
        "province_pack",
        tables,
        Column("pk", Integer, primary_key=True),
        Column("owner", Text, nullable=False),
        Column("operation", Text, nullable=False),
        Column("sha256", Text, nullable=False),
        Column("sender", Text, nullable=False),
        Column("sender_name", Text, nullable=False),
        Column("epoch", Text, nullable=False),
        Column("number", Integer, nullable=False),
        Column("created", Text, nullable=False),
        Column("note", Text, nullable=False),
        Column("at", Text, nullable=False),
        Column("by", Text, nullable=False),
        Column("told", Text, nullable=False),
        Column("files", Text, nullable=False),
    )
    Index("ix_province_pack_operation", pack.c.operation, unique=True)
    Table(
        "pack_file",
        tables,
        Column("pk", Integer, primary_key=True),
        Column("owner", Text, nullable=False),
        Column("kind", Text, nullable=False),
        Column("name", Text, nullable=False),
        Column("sha256", Text, nullable=False),
        Column("before", Text),
        Column("settled", Integer, nullable=False),
        UniqueConstraint("owner", "kind", "name", name="uq_pack_file"),
    )


def _own_tables(tables: MetaData) -> None:
    Table("counter", tables, Column("name", Text, primary_key=True), Column("value", Integer))
    Table("setting", tables, Column("name", Text, primary_key=True), Column("value", Text))
    Table(
        "operation",
        tables,
        Column("pk", Integer, primary_key=True),
        _owner(),
        Column("id", Text, nullable=False, unique=True),
        Column("label", Text, nullable=False),
        Column("at", Text, nullable=False),
        Column("by", Text, nullable=False),
        Column("kind", Text, nullable=False),
        Column("undoes", Text),
        Column("undone_by", Text),
    )
    history = Table(
        "history",
        tables,
        Column("pk", Integer, primary_key=True),
        _owner(),
        Column("operation", Text, nullable=False),
        Column("register", Text, nullable=False),
        Column("record_id", Text, nullable=False),
        Column("field", Text, nullable=False),
        Column("old", Text),
        Column("new", Text),
    )
    Index("ix_history_record", history.c.record_id)
    Index("ix_history_operation", history.c.operation)
    Table(
        "draft",
        tables,
        Column("register", Text, primary_key=True),
        Column("record_id", Text, primary_key=True),
        _owner(),
        Column("values", Text, nullable=False),
        Column("field", Text, nullable=False),
        Column("at", Text, nullable=False),
    )
    attachment = Table(
        "attachment",
        tables,
        Column("pk", Integer, primary_key=True),
        _owner(),
        Column("id", Text, nullable=False, unique=True),
        Column("register", Text, nullable=False),
        Column("record_id", Text, nullable=False),
        Column("name", Text, nullable=False),
        Column("sha256", Text, nullable=False),
        Column("size", Integer, nullable=False),
        Column("added_at", Text, nullable=False),
        Column("added_by", Text, nullable=False),
        Column("deleted", Integer, nullable=False),
    )
    Index("ix_attachment_record", attachment.c.record_id)
    Table(
        "import_file",
        tables,
        Column("sha256", Text, primary_key=True),
        _owner(),
        Column("name", Text, nullable=False),
        Column("operation", Text, nullable=False),
        Column("at", Text, nullable=False),
    )
    imported = Table(
        "import_row",
        tables,
        Column("pk", Integer, primary_key=True),
        _owner(),
        Column("fingerprint", Text, nullable=False),
        Column("register", Text, nullable=False),
        Column("record_id", Text, nullable=False),
        UniqueConstraint("fingerprint", "record_id", name="uq_import_row"),
    )
    Index("ix_import_row_record", imported.c.record_id)
    Table(
        "import_mapping",
        tables,
        Column("fingerprint", Text, primary_key=True),
        _owner(),
        Column("mapping", Text, nullable=False),
        Column("at", Text, nullable=False),
    )
    judged = Table(
        "repeat_pair",
        tables,
        Column("pk", Integer, primary_key=True),
        _owner(),
        Column("register", Text, nullable=False),
        Column("first_id", Text, nullable=False),
        Column("second_id", Text, nullable=False),
        Column("verdict", Text, nullable=False),
        Column("at", Text, nullable=False),
        Column("by", Text, nullable=False),
        UniqueConstraint("first_id", "second_id", name="uq_repeat_pair"),
    )
    Index("ix_repeat_pair_register", judged.c.register)
    Index("ix_repeat_pair_second", judged.c.second_id)
    Table(
        "access_log",
        tables,
        Column("pk", Integer, primary_key=True),
        _owner(),
        Column("at", Text, nullable=False),
        Column("by", Text, nullable=False),
        Column("kind", Text, nullable=False),
        Column("register", Text, nullable=False),
        Column("record_id", Text),
        Column("fields", Text, nullable=False),
        Column("reason", Text, nullable=False),
    )
    late = Table(
        "late_record",
        tables,
        Column("pk", Integer, primary_key=True),
        _owner(),
        Column("register", Text, nullable=False),
        Column("record_id", Text, nullable=False),
        Column("period", Text, nullable=False),
        Column("counted_in", Text, nullable=False),
        Column("at", Text, nullable=False),
        Column("by", Text, nullable=False),
        UniqueConstraint("record_id", "period", name="uq_late_record"),
    )
    Index("ix_late_record_period", late.c.register, late.c.period)
    Index("ix_late_record_counted", late.c.register, late.c.counted_in)
    closed = Table(
        "closed_figures",
        tables,
        Column("pk", Integer, primary_key=True),
        _owner(),
        Column("period", Text, nullable=False),
        Column("at", Text, nullable=False),
        Column("by", Text, nullable=False),
        Column("seq", Integer, nullable=False),
        Column("figures", Text, nullable=False),
    )
    Index("ix_closed_figures_period", closed.c.period)
    Table(
        "sync_log",
        tables,
        Column("pk", Integer, primary_key=True),
        _owner(),
        Column("at", Text, nullable=False),
        Column("by", Text, nullable=False),
        Column("kind", Text, nullable=False),
        Column("period", Text),
        Column("attempt", Integer),
        Column("file", Text),
        Column("sha256", Text),
        Column("size", Integer),
        Column("text", Text, nullable=False),
        Column("details", Text),
    )
