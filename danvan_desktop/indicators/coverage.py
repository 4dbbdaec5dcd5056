"""How many communes have reported a form: k of n, and who is missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from danvan_desktop.indicators.catalogue import catalogue
from danvan_desktop.indicators.forms import Form
from danvan_desktop.indicators.typed import typed_within
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.periods import Period
from danvan_desktop.registers import REGISTERS
from danvan_desktop.storage.tables import table


@dataclass(frozen=True, slots=True)
class Coverage:
    """``k`` of the ``n`` communes valid on the period's last day have reported; who has not.

    ``register`` is the first register of the form and where the clerk enters what comes late.
    """

    register: str
    k: int
    n: int
    missing: tuple[str, ...]
    label: str = ""

    @property
    def shown(self) -> str:
        """Write it as reports do: 10/11."""
        return f"{self.k}/{self.n}"


def coverage(books: Books, form: str, period: Period) -> Coverage:
    """Tell which communes have reported a form (or a register alone) for a period."""
    wanted = catalogue().form(form)
    communes = [unit.code for unit in books.directory(period.last_day).communes()]
    present = reporting_units(books, form, period)
    missing = tuple(code for code in communes if code not in present)
    reported = len(communes) - len(missing)
    return Coverage(wanted.registers[0], reported, len(communes), missing, wanted.label)


def reporting_units(
    books: Books, form: str, period: Period, *, alone: bool = False
) -> frozenset[str]:
    """Name the units that have a counted record or a typed figure of a form in a period.

    ``alone`` asks for the records of one register only.
    """
    if alone:
        return frozenset(_recorded(books, form, period))
    wanted = catalogue().form(form)
    found = {unit for key in wanted.registers for unit in _recorded(books, key, period)}
    codes = codes_of(wanted)
    cells = typed_within(books, period)
    return frozenset(found | {c.place for c in cells if c.code in codes and c.value is not None})


def codes_of(form: Form) -> frozenset[str]:
    """Name the indicators that are counted from the registers of a form alone."""
    registers = set(form.registers)
    return frozenset(
        code
        for code, one in catalogue().items()
        if one.parts and {part.register for part in one.parts} <= registers
    )


# --- private


def _recorded(books: Books, register: str, period: Period) -> Iterable[str]:
    unit_field = REGISTERS[register].unit_field
    if unit_field is None:
        return ()
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
        return [str(code) for code in connection.execute(wanted).scalars()]
