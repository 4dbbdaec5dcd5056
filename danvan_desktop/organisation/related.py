"""What belongs together across registers: records to link to, records that link here, positions.

A form shows it beside the record: the awards of a model, what implements a directive, every
position that a person has held in the unit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from danvan_desktop.i18n import N_, _
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.links import links_to
from danvan_desktop.registers import REGISTERS
from danvan_desktop.schema import DecisionNumber, PersonName, RegisterSpec, Text, period_name
from danvan_desktop.storage.values import Filter, ListQuery, Record
from danvan_desktop.vietnamese import fold_key, format_date

OFFERED = 12
"""How many records a link offers for what was typed."""

SHOWN = 100
"""How many related records a form lists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One record in a short list: what it is called, what else tells it apart."""

    register: str
    id: str
    title: str
    detail: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Related records under one heading."""

    label: str
    entries: tuple[Entry, ...]


def link_choices(books: Books, register: str, text: str) -> tuple[Entry, ...]:
    """Offer records for a link: those that hold the typed words, without them the newest."""
    spec = REGISTERS[register]
    page = books.page(ListQuery(register=register, text=text, counted=True), 0, OFFERED)
    return tuple(_entry(books, spec, record) for record in page)


def related(books: Books, record: Record) -> tuple[Group, ...]:
    """List what belongs to a record, group by group; empty groups are left out."""
    return tuple(group for group in _groups(books, record) if group.entries)


def has_relations(register: str) -> bool:
    """Tell whether records of a register can have related ones."""
    return _is_of_persons(REGISTERS[register]) or bool(links_to(register))


# --- private


def _groups(books: Books, record: Record) -> Iterator[Group]:
    spec = REGISTERS[record.register]
    if _is_of_persons(spec):
        yield Group(_(N_("Các chức danh tại đơn vị")), tuple(_positions(books, spec, record)))
    for link in links_to(record.register):
        other = REGISTERS[link.register]
        query = ListQuery(register=other.key, filters=(Filter(link.field, "eq", record.id),))
        found = books.page(query, 0, SHOWN)
        yield Group(_(link.back or other.label), tuple(_entry(books, other, one) for one in found))


def _is_of_persons(spec: RegisterSpec) -> bool:
    named = isinstance(spec.field(spec.title_field).type, PersonName)
    return named and spec.unit_field is not None and spec.valid is not None


def _positions(books: Books, spec: RegisterSpec, record: Record) -> Iterator[Entry]:
    """List the positions of one person in one unit, the latest first."""
    name = str(record.values.get(spec.title_field) or "")
    unit = spec.unit_field or ""
    same_unit = Filter(unit, "eq", record.values.get(unit))
    same_name = Filter(spec.title_field, "match", name)
    query = ListQuery(register=spec.key, filters=(same_unit, same_name), sort=spec.date_field)
    found = books.page(query, 0, SHOWN)
    mine = [one for one in found if fold_key(spec.title_of(one.values)) == fold_key(name)]
    begin, end = spec.valid or ("", "")
    for one in reversed(mine):
        first, last = one.values.get(begin), one.values.get(end)
        span = _("{first} – {last}").format(
            first=_when(first), last=_when(last) if last else _("nay")
        )
        yield Entry(
            register=spec.key,
            id=one.id,
            title=_other_text(spec, one) or spec.title_of(one.values),
            detail=span,
            current=one.id == record.id,
        )


def _entry(books: Books, spec: RegisterSpec, record: Record) -> Entry:
    values = record.values
    code = values.get(spec.codes.field) if spec.codes else None
    unit = values.get(spec.unit_field or "")
    parts = (
        str(code or "") or _leading_text(spec, record),
        books.directory().unit_name(str(unit)) if unit else "",
        _when(values.get(spec.date_field)),
    )
    title = spec.title_of(values) or _(spec.record_label)
    return Entry(
        register=spec.key,
        id=record.id,
        title=title[:1].upper() + title[1:],
        detail=" · ".join(part for part in parts if part),
    )


def _leading_text(spec: RegisterSpec, record: Record) -> str:
    """Give the symbol of a paper: a decision's number, or the short text before the title."""
    before_title = True
    for field in spec.fields:
        before_title = before_title and field.name != spec.title_field
        symbol = isinstance(field.type, Text) and before_title
        if field.in_list and (symbol or isinstance(field.type, DecisionNumber)):
            return str(record.values.get(field.name) or "")
    return ""


def _other_text(spec: RegisterSpec, record: Record) -> str:
    """Join the texts of the list that are not the title: the position, what is held besides."""
    texts: Sequence[str] = [
        str(record.values[field.name])
        for field in spec.fields
        if isinstance(field.type, Text)
        and field.in_list
        and field.name != spec.title_field
        and record.values.get(field.name)
    ]
    return ", ".join(texts)


def _when(value: object) -> str:
    text = str(value or "")
    try:
        return format_date(date.fromisoformat(text)) if len(text) == 10 else period_name(text)
    except ValueError:
        return text
