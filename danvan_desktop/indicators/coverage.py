"""How many communes have reported: k of n, and who is missing."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.periods import Period
from danvan_desktop.registers import REGISTERS
from danvan_desktop.storage.tables import table

REPORTED_BY_COMMUNES = ("doi_thoai",)
"""Registers of which each commune is expected to have something in every period."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """``k`` of the ``n`` communes valid on the period's last day have a record; who has none."""

    register: str
    k: int
    n: int
    missing: tuple[str, ...]

    @property
    def shown(self) -> str:
        """Write it as reports do: 10/11."""
        return f"{self.k}/{self.n}"


def coverage(books: Books, register: str, period: Period) -> Coverage:
    """Tell which communes have a counted record of a register in a period."""
    communes = [unit.code for unit in books.directory(period.last_day).communes()]
    present = reporting_units(books, register, period)
    missing = tuple(code for code in communes if code not in present)
    return Coverage(register, len(communes) - len(missing), len(communes), missing)


def reporting_units(books: Books, register: str, period: Period) -> frozenset[str]:
    """Name the units that have a counted record of a register in a period."""
    unit_field = REGISTERS[register].unit_field
    if unit_field is None:
        return frozenset()
    source = table(register)
    wanted = (
        select(source.c[unit_field])
        .distinct()
        .where(
            source.c.deleted == 0,
            source.c.duplicate_of.is_(None),
            source.c.event_date.between(period.first_day, period.last_day),
            source.c[unit_field].is_not(None),
        )
    )
    with books.database.read() as connection:
        return frozenset(str(code) for code in connection.execute(wanted).scalars())
