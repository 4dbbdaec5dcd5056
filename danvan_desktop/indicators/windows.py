"""Which records of a register a figure counts in a period.

Dated records count by their day: within the period (flow), up to its last day (cumulative), or
while they are valid on that day (stock).

Rows that were given for a period of their own (field ``ky``) count when their whole period lies in
the one that is asked for, and nothing is counted twice: of one unit (and one choice of each
required list, such as the organisation) the row whose own period equals the asked one wins;
otherwise longer periods win over the shorter ones inside them and the rest is added (a year is
H1 + H2, or H1 + Q3 + Q4). A nine-month row counts in a year only for want of any other. Of a stock
only the last row counts, not the sum.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Table,
    and_,
    exists,
    func,
    or_,
    select,
    tuple_,
)

from danvan_desktop.indicators.declarations import IN_PERIOD, UNTIL, Indicator, Kind, Part, Valid
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.periods import Period
from danvan_desktop.registers import REGISTERS
from danvan_desktop.registers.to_chuc import CLOSED
from danvan_desktop.schema import Choice, Period as PeriodField, RegisterSpec, Year
from danvan_desktop.schema.periods import last_month, month_count
from danvan_desktop.storage.tables import table

_COMMON_DAY = 14
"""The day of a month that lies in its period under both schemes (calendar and 15–14)."""


@dataclass(frozen=True, slots=True)
class Window:
    """What measures must share to be counted by one statement."""

    register: str
    kind: Kind
    valid: Valid | None
    date: str = ""

    @property
    def spec(self) -> RegisterSpec:
        """The register whose records are counted."""
        return REGISTERS[self.register]


def window_of(one: Indicator, part: Part) -> Window:
    """Give the window in which a part of an indicator counts."""
    valid = part.valid if one.kind is Kind.STOCK else None
    return Window(part.register, one.kind, valid, part.date)


def counted(connection: Connection, window: Window, period: Period) -> ColumnElement[bool]:
    """Give the condition under which a record counts in a period."""
    source = table(window.register)
    live: list[ColumnElement[bool]] = [source.c.duplicate_of.is_(None)]
    if has_periods(window.spec) and (window.valid is None or window.valid == IN_PERIOD):
        return and_(*live, source.c.deleted == 0, _own_periods(connection, window, period))
    if window.kind is Kind.CUMULATIVE or window.valid == UNTIL:
        # Nearly every record counts, so no index may be used: 100,000 look-ups take 0.6 s, reading
        # the table once 0.25 s. Computed values keep the planner off the indexes.
        day = func.substr(source.c.event_date, 1)
        return and_(*live, source.c.deleted + 0 == 0, day <= period.last_day)
    live.append(source.c.deleted == 0)
    if window.kind is Kind.STOCK and isinstance(window.valid, tuple):
        return and_(*live, *_valid_on(window, period.last_day))
    if window.date:
        return and_(*live, source.c[window.date].between(period.first_day, period.last_day))
    in_days = source.c.event_date.between(period.first_day, period.last_day)
    return and_(*live, _with_late(connection, source, in_days, period))


def has_periods(spec: RegisterSpec) -> bool:
    """Tell whether the rows of a register have a period instead of a day."""
    return isinstance(spec.field(spec.date_field).type, PeriodField)


def has_late(books: Books, register: str, period: Period) -> bool:
    """Tell whether late records make a period's list differ from its days."""
    with books.database.read() as connection:
        return _has_late(connection, register, period)


def conditions(part: Part, source: Table) -> ColumnElement[bool] | None:
    """Give the part's own conditions as one expression; None when it has none."""
    wanted = [source.c[item.field].in_(item.values) for item in part.where]
    return and_(*wanted) if wanted else None


def months(code: str) -> tuple[int, int]:
    """Give the first and last month of a period's code, counted from year 0."""
    year, month = last_month(code)
    last = year * 12 + month - 1
    return last - month_count(code) + 1, last


def lies_in(code: str, period: Period) -> bool:
    """Tell whether the whole period of a code lies in another period."""
    first, last = (f"{m // 12}-{m % 12 + 1:02d}-{_COMMON_DAY}" for m in months(code))
    return period.first_day <= first and last <= period.last_day


# --- private


def _valid_on(window: Window, day: str) -> Iterable[ColumnElement[bool]]:
    """A record is valid from its first to its last day; bare years count whole."""
    assert isinstance(window.valid, tuple)
    source, year = table(window.register), day[:4]
    first, last = (source.c[name] for name in window.valid)
    kinds = [window.spec.field(name).type for name in window.valid]
    begins, ends = (int(year) if isinstance(kind, Year) else day for kind in kinds)
    yield first <= begins
    # As a text "2020" comes before every day of 2020, so a bare last year needs its own line.
    bare = ends if isinstance(ends, int) else year
    yield or_(last.is_(None), last >= ends, last == bare)


def _has_late(connection: Connection, register: str, period: Period) -> bool:
    row = connection.exec_driver_sql(
        "SELECT 1 FROM late_record WHERE register = ? AND ? IN (period, counted_in) LIMIT 1",
        (register, period.code),
    ).fetchone()
    return row is not None


def _with_late(
    connection: Connection, source: Table, in_days: ColumnElement[bool], period: Period
) -> ColumnElement[bool]:
    """Leave out what came after the period was closed; add what is late from earlier ones.

    A mark holds while its period is closed, and when the period that counted it is closed. Which
    periods another office has closed is not known here: its marks hold as they were sent.
    """
    if not _has_late(connection, source.name, period):
        return in_days
    late, kept = table("late_record"), table("ky")
    closed = select(kept.c.ma).where(kept.c.deleted == 0, kept.c.trang_thai == CLOSED)
    offices = select(table("sync_office").c.office)
    sent = select(source.c.id).where(source.c.owner.in_(offices))
    holds = or_(
        late.c.period.in_(closed), late.c.counted_in.in_(closed), late.c.record_id.in_(sent)
    )
    mine = and_(late.c.register == source.name, holds)
    gone = and_(mine, late.c.period == period.code)
    come = and_(mine, late.c.counted_in == period.code)
    out = select(late.c.record_id).where(gone)
    into = select(late.c.record_id).where(come)
    return or_(and_(in_days, source.c.id.not_in(out)), source.c.id.in_(into))


def _own_periods(connection: Connection, window: Window, period: Period) -> ColumnElement[bool]:
    source = table(window.register)
    name = window.spec.date_field
    live = and_(source.c.deleted == 0, source.c.event_date <= period.last_day)
    if window.kind is not Kind.CUMULATIVE:
        live = and_(live, source.c.event_date >= period.first_day)
    found = connection.execute(select(source.c[name]).where(live).distinct()).scalars()
    whole = period if window.kind is not Kind.CUMULATIVE else _since_ever(period)
    present = [code for code in sorted(filter(None, found)) if lies_in(code, whole)]
    beaten = {code: beaters(code, present, window.kind, asked=period.code) for code in present}
    free = source.c[name].in_([code for code, by in beaten.items() if not by])
    others = [
        and_(source.c[name] == code, ~_same_unit_has(window, source, by))
        for code, by in beaten.items()
        if by
    ]
    return or_(free, *others)


def _since_ever(period: Period) -> Period:
    return Period(period.code, period.name, "0001-01-01", period.last_day)


def beaters(code: str, present: list[str], kind: Kind, *, asked: str) -> list[str]:
    """List the periods whose row, if the same unit has one, counts instead of this one."""
    first, last = months(code)
    found = []
    for other in present:
        start, end = months(other)
        longer = end - start > last - first
        if other == code:
            continue
        if kind is Kind.STOCK:
            wins = end > last or (end == last and longer)
        elif _nine_months(code, asked) or _nine_months(other, asked):
            wins = _nine_months(code, asked) and start <= last and first <= end
        else:
            wins = longer and start <= last and first <= end
        if wins:
            found.append(other)
    return found


def _nine_months(code: str, asked: str) -> bool:
    return code.startswith("9T") and code != asked


def _same_unit_has(window: Window, source: FromClause, codes: list[str]) -> ColumnElement[bool]:
    """Tell whether the same unit has a row of one of these periods.

    The list of those units is made once; asking row by row took 3 s of 100,000 records.
    """
    spec = window.spec
    other: Any = table(window.register).alias("other")
    live = (
        other.c.deleted == 0,
        other.c.duplicate_of.is_(None),
        other.c[spec.date_field].in_(codes),
    )
    names = _grain(spec)
    if not names:
        return exists().where(*live)
    mine = tuple_(*(func.coalesce(source.c[name], "") for name in names))
    return mine.in_(select(*(func.coalesce(other.c[name], "") for name in names)).where(*live))


def _grain(spec: RegisterSpec) -> list[str]:
    """Name the fields that tell the rows of one period apart: the unit and the required lists."""
    lists = [f.name for f in spec.fields if f.required and isinstance(f.type, Choice)]
    return ([spec.unit_field] if spec.unit_field else []) + lists
