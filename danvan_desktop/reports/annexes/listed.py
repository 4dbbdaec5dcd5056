"""Lists of records in an annex: exemplary models, awards."""

from __future__ import annotations

from datetime import date
from typing import Any

from danvan_desktop.documents.model import (
    Align,
    Block as Printed,
    Column,
    Paragraph,
    Row,
    Run,
    TableBlock,
)
from danvan_desktop.organisation.units import Directory
from danvan_desktop.registers import REGISTERS
from danvan_desktop.reports.annexes.declared import Block, FieldOf
from danvan_desktop.reports.annexes.figures import AnnexData, capital
from danvan_desktop.reports.shown import NOTHING
from danvan_desktop.schema import Choice, Date, FieldSpec, Flag, RegisterSpec, Unit
from danvan_desktop.schema.types import Number
from danvan_desktop.storage.values import Filter, ListQuery, Record
from danvan_desktop.vietnamese import format_date, format_number

PAGE = 500


def listed(data: AnnexData, block: Block) -> Printed:
    """Write the counted records of a period as a table, or one sentence when there are none."""
    records = _records(data, block)
    if not records:
        words = data.words(block.empty) or "Trong kỳ không phát sinh."
        return Paragraph((Run(words),))
    spec = REGISTERS[block.register]
    directory = data.books.directory(data.period.last_day)
    rows = tuple(
        Row((str(number), *(_text(record, one, spec, directory) for one in block.fields)))
        for number, record in enumerate(records, start=1)
    )
    columns = (
        Column("TT", 0.5, Align.CENTER),
        *(Column(one.header, one.width, _align(spec, one.field)) for one in block.fields),
    )
    return TableBlock(
        columns=columns,
        rows=rows,
        title=data.words(block.title),
        unit=data.words(block.unit),
        note=" ".join(filter(None, (data.legend(), data.words(block.note)))),
    )


# --- private


def _records(data: AnnexData, block: Block) -> list[Record]:
    """Read the records in the order of the units, then by title or the declared field."""
    spec = REGISTERS[block.register]
    query = ListQuery(
        register=block.register,
        first_day=data.period.first_day,
        last_day=data.period.last_day,
        filters=tuple(Filter(name, "eq", value) for name, value in block.where.items()),
        counted=True,
    )
    found: list[Record] = []
    while page := data.books.page(query, len(found), PAGE):
        found += page
    order = {unit.code: place for place, unit in enumerate(data.units([block.register]))}
    sort = block.sort or spec.title_field

    def place(record: Record) -> tuple[Any, ...]:
        unit = str(record.values.get(spec.unit_field)) if spec.unit_field else ""
        own = str(record.values.get(sort) or "")
        return (own,) if block.sort else (order.get(unit, len(order)), own)

    return sorted(found, key=place)


def _text(record: Record, one: FieldOf, spec: RegisterSpec, directory: Directory) -> str:
    if one.when and not record.values.get(one.when):
        return NOTHING
    value = record.values.get(one.field)
    if value is None or value == "":
        return one.empty
    return _written(value, spec.field(one.field), directory)


def _written(value: Any, field: FieldSpec, directory: Directory) -> str:
    """Write a value as papers do, in Vietnamese whatever the language of the window."""
    kind = field.type
    if isinstance(kind, Choice):
        option = kind.option(value)
        return option.label if option else str(value)
    if isinstance(kind, Unit):
        return capital(directory.unit_name(str(value)))
    if isinstance(kind, Date):
        text = str(value)
        return format_date(date.fromisoformat(text)) if len(text) == len("2020-01-01") else text
    if isinstance(kind, Flag):
        return "x" if value else NOTHING
    if isinstance(kind, Number):
        return format_number(kind.shown(value))
    return str(value)


def _align(spec: RegisterSpec, name: str) -> Align:
    kind = spec.field(name).type
    if isinstance(kind, Number):
        return Align.RIGHT
    return Align.CENTER if isinstance(kind, Date | Flag) else Align.LEFT
