"""Records that other records link to: their titles, choosing one, and what belongs together.

Lists ask for titles on the thread of the window, so every page that is read brings its titles
along; a title that nobody read yet costs one small read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from danvan_desktop.registers import REGISTERS
from danvan_desktop.schema import Link, RegisterSpec
from danvan_desktop.storage import reader
from danvan_desktop.storage.engine import Database
from danvan_desktop.storage.rows import RecordRows
from danvan_desktop.storage.values import ListQuery, Record
from danvan_desktop.vietnamese import fold_key

MANY = 50
"""A title that so many records seem to share names none of them."""


@dataclass(frozen=True, slots=True)
class LinkField:
    """A field of a register that links to another one."""

    register: str
    field: str
    target: str
    back: str


@cache
def links_of(register: str) -> tuple[LinkField, ...]:
    """List the links that a register's records have."""
    fields = REGISTERS[register].fields
    return tuple(
        LinkField(register, spec.name, spec.type.register, spec.type.back)
        for spec in fields
        if isinstance(spec.type, Link)
    )


@cache
def links_to(register: str) -> tuple[LinkField, ...]:
    """List the links of all registers that lead to this one."""
    return tuple(link for key in REGISTERS for link in links_of(key) if link.target == register)


class LinkTitles:
    """The titles of linked records by id, kept until something is written."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._titles: dict[tuple[str, str], str] = {}

    def record_title(self, register: str, record_id: str) -> str:
        """Name a record for people; "" when there is none."""
        known = self._titles.get((register, record_id))
        if known is None:
            self._learn(register, [record_id])
            known = self._titles.get((register, record_id), "")
        return known

    def find_record(self, register: str, title: str) -> tuple[str, ...]:
        """Find the records of that title, written with or without tones."""
        spec, key = REGISTERS[register], fold_key(title)
        query = ListQuery(register=register, text=title, counted=True)
        page = reader.page(self._database, query, 0, MANY)
        return tuple(record.id for record in page if fold_key(spec.title_of(record.values)) == key)

    def learn_page(self, register: str, records: Sequence[Record]) -> None:
        """Read the titles that a page of records shows."""
        for link in links_of(register):
            ids = (
                records.column(link.field)
                if isinstance(records, RecordRows)
                else [record.values.get(link.field) for record in records]
            )
            self._learn(link.target, {str(one) for one in ids if one})

    def forget(self) -> None:
        """Read every title again when it is next asked for."""
        self._titles = {}

    def _learn(self, register: str, ids: Iterable[str]) -> None:
        wanted = tuple(one for one in ids if (register, one) not in self._titles)
        if not wanted:
            return
        spec: RegisterSpec = REGISTERS[register]
        found = dict.fromkeys(wanted, "")
        for record in reader.page(
            self._database, ListQuery(register=register, ids=wanted), 0, len(wanted)
        ):
            found[record.id] = spec.title_of(record.values)
        self._titles |= {(register, one): title for one, title in found.items()}
