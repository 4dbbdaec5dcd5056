"""Who has sent what for a period: unit × form, with the day it came and how.

The matrix is what the reminder letter is made from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, select

from danvan_desktop.indicators.catalogue import catalogue
from danvan_desktop.indicators.coverage import codes_of
from danvan_desktop.indicators.forms import Form
from danvan_desktop.indicators.typed import typed_within
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.periods import Period
from danvan_desktop.organisation.units import UnitVersion
from danvan_desktop.registers import REGISTERS
from danvan_desktop.storage.tables import table
from danvan_desktop.vietnamese import VIETNAM


class Arrival(StrEnum):
    """How a form stands: in time, after the day it was due, not yet due, or missing."""

    ON_TIME = "on_time"
    LATE = "late"
    MISSING = "missing"
    WAITING = "waiting"


class Way(StrEnum):
    """How figures came in: written into a register, typed as totals, read from a workbook."""

    RECORDS = "records"
    TYPED = "typed"
    IMPORT = "import"


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """A form of a unit: how it stands, the ISO days it first and last came, how, how much."""

    arrival: Arrival
    first: str | None = None
    last: str | None = None
    ways: tuple[Way, ...] = ()
    count: int = 0


@dataclass(frozen=True, slots=True)
class Matrix:
    """All units (rows) by all forms (columns) of a period."""

    period: Period
    units: tuple[UnitVersion, ...]
    forms: tuple[Form, ...]
    cells: Mapping[tuple[str, str], MatrixCell]

    def cell(self, unit: str, form: str) -> MatrixCell:
        """Give the cell of a unit and a form by their codes."""
        return self.cells[unit, form]

    def missing(self, *, required: bool = True) -> dict[str, tuple[Form, ...]]:
        """List for each unit the forms that it owes; ``required`` leaves out the others."""
        owed = {
            unit.code: tuple(
                form
                for form in self.forms
                if (form.required or not required)
                and self.cells[unit.code, form.code].arrival in (Arrival.MISSING, Arrival.WAITING)
            )
            for unit in self.units
        }
        return {unit: forms for unit, forms in owed.items() if forms}


@dataclass(frozen=True, slots=True)
class Reminder:
    """What one unit is reminded of: the forms and the day they were due.

    An office that sends bundles (``unit`` is its code) owes what ``words`` say, and no forms.
    """

    unit: str
    name: str
    forms: tuple[Form, ...]
    due: str | None
    words: str = ""


def matrix(books: Books, period: Period) -> Matrix:
    """Tell for every commune valid on the period's last day which forms came when and how."""
    units = books.directory(period.last_day).communes()
    forms = tuple(catalogue().forms.values())
    today = books.clock.today()
    cells: dict[tuple[str, str], MatrixCell] = {}
    for form in forms:
        came = _came(books, form, period)
        for unit in units:
            cells[unit.code, form.code] = _cell(came.get(unit.code, []), period, today)
    return Matrix(period, units, forms, cells)


def reminders(books: Books, period: Period) -> list[Reminder]:
    """List what each unit owes, as the reminder letter needs it."""
    directory = books.directory(period.last_day)
    return [
        Reminder(unit, directory.unit_name(unit), forms, period.due)
        for unit, forms in matrix(books, period).missing().items()
    ]


# --- private

_Came = tuple[str, Way, int]
"""The ISO day, the way, and how many records or cells."""


def _came(books: Books, form: Form, period: Period) -> dict[str, list[_Came]]:
    found: dict[str, list[_Came]] = {}
    for key in form.registers:
        source, unit_field = table(key), REGISTERS[key].unit_field
        unit = source.c[unit_field or "id"]
        day = func.substr(source.c.created_at, 1, 13)
        imported = source.c.origin.is_not(None)
        wanted = (
            select(unit, day, imported, func.count())
            .where(
                source.c.deleted == 0,
                source.c.duplicate_of.is_(None),
                source.c.event_date.between(period.first_day, period.last_day),
            )
            .group_by(unit, day, imported)
        )
        with books.database.read() as connection:
            for code, hour, from_file, count in connection.execute(wanted).all():
                way = Way.IMPORT if from_file else Way.RECORDS
                moment = f"{hour}:00:00Z"
                found.setdefault(str(code), []).append((_local_day(moment), way, int(count)))
    codes = codes_of(form)
    for cell in typed_within(books, period):
        if cell.code in codes and cell.value is not None:
            way = Way.IMPORT if cell.file else Way.TYPED
            found.setdefault(cell.place, []).append((_local_day(cell.changed_at), way, 1))
    return found


def _cell(came: list[_Came], period: Period, today: str) -> MatrixCell:
    due = period.due or period.last_day
    if not came:
        return MatrixCell(Arrival.MISSING if today > due else Arrival.WAITING)
    days = sorted(day for day, _way, _count in came)
    return MatrixCell(
        arrival=Arrival.ON_TIME if days[0] <= due else Arrival.LATE,
        first=days[0],
        last=days[-1],
        ways=tuple(dict.fromkeys(way for _day, way, _count in sorted(came))),
        count=sum(count for _day, _way, count in came),
    )


def _local_day(moment: str) -> str:
    return datetime.fromisoformat(moment).astimezone(VIETNAM).date().isoformat()
