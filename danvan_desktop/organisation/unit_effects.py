"""What changes of units would do to denominators, records, periods and the office itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from danvan_desktop.errors import Issue, Place, Severity, has_errors
from danvan_desktop.i18n import _
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.periods import Period
from danvan_desktop.organisation.unit_faults import unit_faults
from danvan_desktop.organisation.units import (
    LEVELS,
    Directory,
    UnitVersion,
    change_days,
    day_after,
    unit_of,
)
from danvan_desktop.registers import REGISTERS, clerk_registers
from danvan_desktop.schema import Values
from danvan_desktop.storage.tables import table
from danvan_desktop.storage.values import Record
from danvan_desktop.vietnamese import format_number


@dataclass(frozen=True, slots=True)
class Step:
    """A row to add (no ``record_id``) or the fields to change in one."""

    record_id: str | None
    rev: int | None
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Closed:
    """A unit that ends, and the units that carry it on."""

    unit: UnitVersion
    became: tuple[UnitVersion, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """How many territories of a level there are before and from a day on: 11 → 3."""

    day: str
    level: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Held:
    """Records of a register that belong to units that end; ``late`` are dated after their end."""

    register: str
    records: int
    late: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """A change looked at from all sides before it is made."""

    steps: tuple[Step, ...]
    closed: tuple[Closed, ...] = ()
    opened: tuple[UnitVersion, ...] = ()
    changed: tuple[tuple[UnitVersion, UnitVersion], ...] = ()
    counts: tuple[Count, ...] = ()
    held: tuple[Held, ...] = ()
    periods: tuple[Period, ...] = ()
    issues: tuple[Issue, ...] = ()

    @property
    def can_apply(self) -> bool:
        """Tell whether there is something to do and nothing forbids it."""
        return bool(self.steps) and not has_errors(list(self.issues))


def effect_of(books: Books, rows: Sequence[Record], steps: Iterable[Step]) -> Effect:
    """Work out what steps would do to the directory ``rows`` and to everything that leans on it."""
    steps = tuple(steps)
    after = _applied(rows, steps)
    issues = [*_field_issues(books, rows, after, steps), *unit_faults(after)]
    if has_errors(issues):
        return Effect(steps=steps, issues=tuple(issues))
    old, new = [unit_of(row.values) for row in rows], [unit_of(values) for values in after]
    closed, opened, changed = _differences(old, new)
    days = _days(old, new)
    held = tuple(_held(books, closed))
    return Effect(
        steps=steps,
        closed=closed,
        opened=opened,
        changed=changed,
        counts=tuple(_counts(old, new, days)),
        held=held,
        periods=tuple(
            p for p in books.periods() if not p.closed and days and p.last_day >= days[0]
        ),
        issues=(*issues, *_warnings(books, closed, new, held)),
    )


# --- private


def _applied(rows: Sequence[Record], steps: Sequence[Step]) -> list[Values]:
    """Give the values of every row as they would be, new rows last."""
    changes = {step.record_id: step.values for step in steps if step.record_id}
    after: list[Values] = [{**row.values, **changes.get(row.id, {})} for row in rows]
    spec = REGISTERS["don_vi"]
    return after + [spec.complete(step.values) for step in steps if not step.record_id]


def _field_issues(
    books: Books, rows: Sequence[Record], after: Sequence[Values], steps: Sequence[Step]
) -> Iterator[Issue]:
    """Check the rows that steps touch as a form does."""
    changed = {step.record_id for step in steps}
    for place, values in enumerate(after):
        if place >= len(rows) or rows[place].id in changed:
            yield from books.validate("don_vi", values)


def _differences(
    old: Sequence[UnitVersion], new: Sequence[UnitVersion]
) -> tuple[
    tuple[Closed, ...], tuple[UnitVersion, ...], tuple[tuple[UnitVersion, UnitVersion], ...]
]:
    before, after = Directory(old), Directory(new)
    open_before = {unit.code for unit in old if unit.last_day is None}
    open_after = {unit.code for unit in new if unit.last_day is None}
    closed = []
    for unit in after.units():
        if unit.code in open_before and unit.code not in open_after and unit.last_day:
            codes = after.successors(unit.code, day_after(unit.last_day))
            became = [after.unit(code) for code in codes]
            closed.append(Closed(unit, tuple(one for one in became if one is not None)))
    opened = tuple(unit for unit in after.units() if before.unit(unit.code) is None)
    changed = []
    for unit in after.units():
        was = before.unit(unit.code)
        if was is not None and unit.code in open_after and _named(was) != _named(unit):
            changed.append((was, unit))
    return tuple(closed), opened, tuple(changed)


def _named(unit: UnitVersion) -> tuple[Any, ...]:
    return unit.name, unit.kind, unit.level, unit.parent, unit.short, unit.symbol, unit.place


def _days(old: Sequence[UnitVersion], new: Sequence[UnitVersion]) -> list[str]:
    """Give the days on which the new directory differs from the old one for the first time."""
    known = set(change_days(old))
    return [day for day in change_days(new) if day not in known]


def _counts(
    old: Sequence[UnitVersion], new: Sequence[UnitVersion], days: Sequence[str]
) -> Iterator[Count]:
    for day in days:
        before, after = Directory(new, day=day_after(day, -1)), Directory(new, day=day)
        for level in LEVELS:
            numbers = len(before.territories(level)), len(after.territories(level))
            if numbers[0] != numbers[1]:
                yield Count(day, level, *numbers)


def _held(books: Books, closed: Sequence[Closed]) -> Iterator[Held]:
    """Count the records of the units that end, register by register."""
    last_days = {one.unit.code: str(one.unit.last_day) for one in closed}
    if not last_days:
        return
    with books.database.read() as connection:
        for spec in clerk_registers():
            if spec.unit_field is None:
                continue
            source = table(spec.key)
            unit = source.c[spec.unit_field]
            wanted = (
                select(unit, source.c.event_date, func.count())
                .where(source.c.deleted == 0, unit.in_(list(last_days)))
                .group_by(unit, source.c.event_date)
            )
            every = late = 0
            for code, day, number in connection.execute(wanted):
                every += number
                late += number if day is not None and day > last_days[code] else 0
            if every:
                yield Held(spec.key, every, late)


def _warnings(
    books: Books,
    closed: Sequence[Closed],
    new: Sequence[UnitVersion],
    held: Sequence[Held],
) -> Iterator[Issue]:
    for one in held:
        if one.late:
            yield _warning(
                _("{register}: {n} hồ sơ ghi sau ngày đơn vị cũ kết thúc.").format(
                    register=_(REGISTERS[one.register].label), n=format_number(one.late)
                ),
                _("Sau khi áp dụng, mở các hồ sơ này và chọn đơn vị mới."),
                one.register,
            )
    ended = {one.unit.code for one in closed}
    orphans = [u for u in new if u.parent in ended and u.last_day is None]
    if orphans:
        yield _warning(
            _("{n} đơn vị còn thuộc đơn vị đã kết thúc.").format(n=len(orphans)),
            _("Kết thúc hoặc chuyển các đơn vị đó sang đơn vị cha khác."),
        )
    own = str((books.office() or {}).get("don_vi") or "")
    if own in ended:
        yield _warning(
            _("Đơn vị của cơ quan mình kết thúc hoạt động."),
            _("Thêm giai đoạn mới cho cơ quan trong Cài đặt, mục Cơ quan."),
            "van_phong",
        )


def _warning(message: str, remedy: str, register: str = "don_vi") -> Issue:
    return Issue(
        "unit_change", message, remedy, Place(register=register), severity=Severity.WARNING
    )
