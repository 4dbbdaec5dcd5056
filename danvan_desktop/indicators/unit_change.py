"""Breakdowns by level and unit beside those of a period in which other units were there.

A level that no longer exists prints "x", never 0: there is nothing that could be counted. Figures
of units that were merged stand beside those of the unit that carries them on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from danvan_desktop.i18n import _
from danvan_desktop.indicators.catalogue import catalogue
from danvan_desktop.indicators.comparison import compared_with
from danvan_desktop.indicators.declarations import LEVEL_AXIS
from danvan_desktop.indicators.engine import compute
from danvan_desktop.indicators.numbers import Number, added
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.periods import Period
from danvan_desktop.organisation.units import LEVELS, Directory, day_after
from danvan_desktop.registers.choices import CAP
from danvan_desktop.vietnamese import format_date

GONE = "x"
"""What a table prints where the level or unit does not exist: "không còn cấp"."""


@dataclass(frozen=True, slots=True)
class PartPair:
    """One key of a breakdown now and then.

    ``now_gone`` and ``last_gone`` tell that the level or unit was not there, so None is no 0;
    ``moved`` that what it had then stands beside the unit that carries it on. ``carried`` is what
    units that ended within the period add when it is compared.
    """

    key: str
    now: Number | None
    last: Number | None
    now_gone: bool = False
    last_gone: bool = False
    moved: bool = False
    carried: Number = 0

    @property
    def difference(self) -> Number | None:
        """The change, None where there is nothing to compare."""
        if self.now is None or self.last is None:
            return None
        return added(self.now, self.carried, -self.last)


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A breakdown in two periods, with the notes that it needs under the table."""

    parts: tuple[PartPair, ...]
    notes: tuple[str, ...] = ()

    def part(self, key: str) -> PartPair | None:
        """Find a part by key."""
        return next((part for part in self.parts if part.key == key), None)


def compare_parts(books: Books, code: str, period: Period, axis: str) -> Breakdown:
    """Compare a breakdown (by level or unit) with the period that is declared for comparison."""
    before = compared_with(books, period)
    now = compute(books, period, [code])[code].by.get(axis, {})
    last = compute(books, before, [code])[code].by.get(axis, {}) if before else None
    level = axis == LEVEL_AXIS or axis != catalogue()[code].spec.unit_field
    pair = pair_levels if level else pair_units
    return pair(books.directory(), period, before, now, last)


def pair_levels(
    directory: Directory,
    period: Period,
    before: Period | None,
    now: Mapping[str, Number],
    last: Mapping[str, Number] | None,
) -> Breakdown:
    """Put the levels of two periods side by side; ``last`` None means that nothing is known."""
    present = directory.levels_on(period.last_day)
    then = directory.levels_on(before.last_day) if before else present
    keys = [key for key in reversed(LEVELS) if key in now or key in (last or {})]
    parts = []
    for key in keys:
        now_gone, last_gone = key not in present, key not in then
        parts.append(
            PartPair(
                key,
                now.get(key) if now_gone else now.get(key, 0),
                None if last is None else last.get(key) if last_gone else last.get(key, 0),
                now_gone,
                last_gone,
            )
        )
    return Breakdown(tuple(parts), tuple(_level_notes(directory, period, before)))


def pair_units(
    directory: Directory,
    period: Period,
    before: Period | None,
    now: Mapping[str, Number],
    last: Mapping[str, Number] | None,
) -> Breakdown:
    """Put the units of two periods side by side: what old units had stands beside the new ones."""
    end = period.last_day
    own = [unit.code for unit in directory.territories_on("X", end)]
    keys = dict.fromkeys([*own, *now])
    mapped: dict[str, Number] = {}
    lone: list[str] = []
    for code, value in (last or {}).items():
        target = _target(directory, code, end, since=before.last_day if before else "")
        if target is None:
            lone.append(code)
            target = code if directory.is_valid(code, end) else None
        if target is not None:
            mapped[target] = added(mapped.get(target, 0), value)
            keys.setdefault(target)
    carried: dict[str, Number] = {}
    for code, value in now.items():
        gone = not directory.is_valid(code, end)
        target = _target(directory, code, end, since="") if gone else None
        if target is not None:
            carried[target] = added(carried.get(target, 0), value)
    known = last is not None
    parts = [
        _unit_pair(directory, key, period, now, mapped if known else None, carried) for key in keys
    ]
    parts += [
        PartPair(code, None, (last or {})[code], now_gone=True) for code in lone if code not in keys
    ]
    return Breakdown(tuple(parts), tuple(_unit_notes(directory, period, before, lone)))


def notes_for(directory: Directory, period: Period, before: Period | None) -> tuple[str, ...]:
    """Say what changed in levels and units within a period or since the one before it."""
    notes = [*_level_notes(directory, period, before), *_unit_notes(directory, period, before, ())]
    return tuple(dict.fromkeys(notes))


# --- private


def _unit_pair(
    directory: Directory,
    key: str,
    period: Period,
    now: Mapping[str, Number],
    mapped: Mapping[str, Number] | None,
    carried: Mapping[str, Number],
) -> PartPair:
    standing = directory.is_valid(key, period.last_day)
    value = now.get(key, 0) if standing else now.get(key)
    last = None if mapped is None else mapped.get(key, 0) if standing else mapped.get(key)
    moved = not standing and _target(directory, key, period.last_day, since="") is not None
    return PartPair(key, value, last, not standing, False, moved, carried.get(key, 0))


def _target(directory: Directory, code: str, day: str, *, since: str) -> str | None:
    """Name the one unit that carries another on; None for several or none."""
    found = directory.successors(code, day, since=since)
    return found[0] if len(found) == 1 else None


def _level_notes(directory: Directory, period: Period, before: Period | None) -> Iterable[str]:
    first = min(period.first_day, before.first_day) if before else period.first_day
    gone = [
        level
        for level in directory.levels_on(first)
        if level not in directory.levels_on(period.last_day)
    ]
    for level in gone:
        day = directory.level_ends(level, period.last_day)
        if day is None:
            continue
        words = (
            _("“x”: từ {day} không còn {level}.") if before else _("Từ {day} không còn {level}.")
        )
        yield words.format(day=_shown(day_after(day)), level=CAP.format(level).lower())
        if period.first_day <= day:
            words = _("Số liệu {level} trong kỳ tính đến hết {day}.")
            yield words.format(level=CAP.format(level).lower(), day=_shown(day))


def _unit_notes(
    directory: Directory, period: Period, before: Period | None, lone: Iterable[str]
) -> Iterable[str]:
    first = before.last_day if before else period.first_day
    for day, new, old in directory.mergers(first, period.last_day):
        names = ", ".join(directory.short_name(code) for code in old)
        words = _("{new} từ {day} gồm {old} cũ.")
        if before:
            words = _("{new} từ {day} gồm {old} cũ; số liệu cùng kỳ cộng từ các đơn vị cũ.")
        unit = directory.unit_name(new)
        yield words.format(new=unit[:1].upper() + unit[1:], day=_shown(day), old=names)
    split = [code for code in lone if directory.successors(code, period.last_day)]
    if split:
        names = ", ".join(directory.unit_name(code) for code in split)
        yield _("Không quy đổi được số liệu cũ của {units} vì đã chia tách.").format(units=names)


def _shown(day: str) -> str:
    return format_date(date.fromisoformat(day))
