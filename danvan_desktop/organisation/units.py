"""Units as they stand on a day, their versions in time, and what carries on what.

Finding the unit that a typed name means begins with ``unit_names``: the ways to read it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from danvan_desktop.i18n import _
from danvan_desktop.organisation.unit_names import readings
from danvan_desktop.schema import LinkNames, UnitGap, UnitMatch, Values
from danvan_desktop.vietnamese import fold_key, format_date

_SHORT_KIND = {"thị trấn": "TT. ", "thị xã": "TX. "}
AGENCY = "cơ quan"
"""The kind of a unit that is a body of its level, not a territory."""

BEFORE_ALL = "0001-01-01"
"""A day on which no unit was known yet."""

LEVELS = ("T", "H", "X")
"""Levels from high to low."""

_LEVEL_WORDS = {"H": ("huyen", "cap huyen", "toan huyen"), "T": ("tinh", "cap tinh")}


@dataclass(frozen=True, slots=True)
class UnitVersion:
    """A unit as it is called and placed from ``first_day`` to ``last_day`` (None: still)."""

    code: str
    name: str
    kind: str
    level: str
    parent: str | None
    first_day: str
    last_day: str | None = None
    merged_into: str | None = None
    split_from: str | None = None
    short: str = ""
    symbol: str = ""
    place: str = ""
    founded_by: str = ""
    closed_by: str = ""

    @property
    def full_name(self) -> str:
        """The name as people say it: ``xã Suối Đá``, ``Công an huyện``."""
        return self.name if self.kind == AGENCY else f"{self.kind} {self.name}"

    @property
    def short_name(self) -> str:
        """The name in tables: communes without their kind, the town as ``TT. …``."""
        if self.short or self.kind == AGENCY:
            return self.short or self.name
        if self.kind in ("xã", "phường"):
            return self.name
        return _SHORT_KIND.get(self.kind, self.kind.capitalize() + " ") + self.name

    def valid_on(self, day: str) -> bool:
        """Tell whether the unit is in force on an ISO day."""
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)


def unit_of(values: Values) -> UnitVersion:
    """Read a unit from the values of the directory's register ``don_vi``."""
    return UnitVersion(
        code=str(values["ma"]),
        name=str(values["ten"]),
        kind=str(values["loai"]),
        level=str(values["cap"]),
        parent=values.get("cha"),
        first_day=str(values["tu_ngay"]),
        last_day=values.get("den_ngay"),
        merged_into=values.get("nhap_vao"),
        split_from=values.get("tach_tu"),
        short=str(values.get("ten_ngan") or ""),
        symbol=str(values.get("ky_hieu") or ""),
        place=str(values.get("dia_danh") or ""),
        founded_by=str(values.get("can_cu_lap") or ""),
        closed_by=str(values.get("can_cu_thoi") or ""),
    )


class Directory:
    """The units valid on one day (None: all ever known), as reading and rules ask for them.

    A unit is known by its code; its versions in time (names, level, parent) share that code.
    ``links`` names the records that others link to.
    """

    def __init__(
        self,
        units: Iterable[UnitVersion],
        *,
        day: str | None = None,
        links: LinkNames | None = None,
    ) -> None:
        known = list(units)
        self.day = day
        self._links = links
        self._versions: dict[str, list[UnitVersion]] = {}
        for unit in known:
            self._versions.setdefault(unit.code, []).append(unit)
        for versions in self._versions.values():
            versions.sort(key=lambda unit: unit.first_day)
        self._rows = tuple(u for u in known if day is None or u.valid_on(day))
        newest = {unit.code: unit for unit in sorted(self._rows, key=lambda u: u.first_day)}
        self._units = tuple(newest[code] for code in dict.fromkeys(u.code for u in self._rows))

    # --- queries

    def units(self) -> tuple[UnitVersion, ...]:
        """Every unit valid on the day, in the order of the directory."""
        return self._units

    def communes(self) -> tuple[UnitVersion, ...]:
        """The commune-level territories: the denominator of every k/n."""
        return self.territories("X")

    def territories(self, level: str) -> tuple[UnitVersion, ...]:
        """The territories of one level (T, H, X): 30 of 30 districts, 226 of 226 communes."""
        return tuple(u for u in self._units if u.level == level and u.kind != AGENCY)

    def territories_on(self, level: str, day: str) -> tuple[UnitVersion, ...]:
        """The territories of a level on another day than the directory's own."""
        return tuple(
            unit
            for versions in self._versions.values()
            for unit in versions
            if unit.valid_on(day) and unit.level == level and unit.kind != AGENCY
        )

    def levels_on(self, day: str) -> tuple[str, ...]:
        """The levels that have a territory or a body on a day, from high to low."""
        present = {
            unit.level
            for versions in self._versions.values()
            for unit in versions
            if unit.valid_on(day)
        }
        return tuple(level for level in LEVELS if level in present)

    def level_ends(self, level: str, day: str) -> str | None:
        """Tell the last day on which a level was there, seen from a later day."""
        ended = [
            unit.last_day
            for versions in self._versions.values()
            for unit in versions
            if unit.level == level and unit.last_day and unit.last_day < day
        ]
        return max(ended, default=None)

    def mergers(self, first: str, last: str) -> list[tuple[str, str, tuple[str, ...]]]:
        """List the mergers after one day and up to another: day, new unit, the units that ended."""
        found: dict[tuple[str, str], list[str]] = {}
        for old, new, day in self._changes:
            if first < day <= last and self._versions[old][-1].merged_into == new:
                found.setdefault((day, new), []).append(old)
        return [(day, new, tuple(old)) for (day, new), old in sorted(found.items())]

    def unit(self, code: str) -> UnitVersion | None:
        """Find a unit by code as it stands on the day, else as last known before or first after."""
        versions = self._versions.get(code)
        if not versions:
            return None
        if self.day is None:
            return versions[-1]
        begun = [unit for unit in versions if unit.first_day <= self.day]
        return begun[-1] if begun else versions[0]

    def versions(self, code: str) -> tuple[UnitVersion, ...]:
        """Give every version of a unit in order of time."""
        return tuple(self._versions.get(code, ()))

    def is_valid(self, code: str, day: str) -> bool:
        """Tell whether a unit is in force on an ISO day."""
        return any(unit.valid_on(day) for unit in self._versions.get(code, ()))

    def unit_parent(self, code: str) -> str | None:
        """Name the unit that a unit belongs to; None for none or an unknown one."""
        unit = self.unit(code)
        return unit.parent if unit else None

    def unit_gap(self, code: str, day: str) -> UnitGap | None:
        """Say why a known unit does not stand on a day, and what stands in its place."""
        versions = self._versions.get(code)
        if not versions or self.is_valid(code, day):
            return None
        name = self.unit_name(code)
        begun = [unit for unit in versions if unit.first_day <= day]
        if begun and begun[-1].last_day:
            message = _("{unit} chỉ có đến {day}.").format(
                unit=name, day=_shown(begun[-1].last_day)
            )
            others = self.successors(code, day)
        else:
            message = _("{unit} chỉ có từ {day}.").format(
                unit=name, day=_shown(versions[0].first_day)
            )
            others = self.predecessors(code, day)
        if not others:
            return UnitGap(message, _("Sửa ngày hoặc chọn đơn vị khác."))
        names = ", ".join(self.unit_name(one) for one in others)
        return UnitGap(message, _("Chọn {units}, hoặc sửa ngày.").format(units=names))

    def successors(self, code: str, day: str, *, since: str = "") -> tuple[str, ...]:
        """Name the units that carry a unit on at a later day; () when nothing does.

        A unit that goes on is among them; ``since`` leaves out what changed up to that day.
        """
        steps = _grouped((old, new) for old, new, at in self._changes if since < at <= day)
        return self._reached(code, day, steps)

    def predecessors(self, code: str, day: str, *, until: str = "9999") -> tuple[str, ...]:
        """Name the units of an earlier day that a unit carries on, itself if it was there."""
        steps = _grouped((new, old) for old, new, at in self._changes if day < at <= until)
        return self._reached(code, day, steps)

    def unit_name(self, code: str) -> str:
        """Name a unit for people; an unknown code stands for itself."""
        unit = self.unit(code)
        return unit.full_name if unit else code

    def short_name(self, code: str) -> str:
        """Name a unit for a table."""
        unit = self.unit(code)
        return unit.short_name if unit else code

    def unit_level(self, code: str) -> str | None:
        """Tell the level (T, H, X) of a unit."""
        unit = self.unit(code)
        return unit.level if unit else None

    def record_title(self, register: str, record_id: str) -> str:
        """Name a record that another one links to; "" when there is none."""
        return self._links.record_title(register, record_id) if self._links else ""

    def find_record(self, register: str, title: str) -> tuple[str, ...]:
        """Find the records of that title, written with or without tones."""
        return self._links.find_record(register, title) if self._links else ()

    def find_unit(self, text: str) -> UnitMatch:
        """Find the unit that a typed name means, or say why there is none."""
        key = fold_key(text)
        if not key:
            return UnitMatch(None, "unknown_unit")
        for candidate in readings(key):
            codes = self._by_name.get(candidate, ())
            if len(codes) == 1:
                return UnitMatch(codes[0])
            if len(codes) > 1:
                return UnitMatch(None, "ambiguous_unit", tuple(codes))
        return UnitMatch(None, "unknown_unit")

    def unit_hint(self, text: str) -> str:
        """Say what to do about a name that is unknown on the day; "" when it never was known."""
        code = self._every.find_unit(text).code if self.day is not None else None
        gap = self.unit_gap(code, self.day) if code and self.day else None
        return f"{gap.message} {gap.remedy}" if gap else ""

    # --- private

    @cached_property
    def _every(self) -> Directory:
        return Directory(unit for versions in self._versions.values() for unit in versions)

    def _reached(self, code: str, day: str, steps: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
        """Follow changes and name what is valid on the day; circles end."""
        seen, waiting = {code: None}, [code]
        while waiting:
            fresh = [one for one in steps.get(waiting.pop(0), ()) if one not in seen]
            seen.update(dict.fromkeys(fresh))
            waiting += fresh
        return tuple(one for one in seen if self.is_valid(one, day))

    @cached_property
    def _changes(self) -> tuple[tuple[str, str, str], ...]:
        """Every merger and split: old unit, new unit, first day of the new order."""
        found = []
        for unit in (unit for versions in self._versions.values() for unit in versions):
            if unit.merged_into in self._versions and unit.last_day:
                found.append((unit.code, str(unit.merged_into), day_after(unit.last_day)))
            if unit.split_from in self._versions:
                found.append((str(unit.split_from), unit.code, unit.first_day))
        return tuple(found)

    @cached_property
    def _by_name(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, dict[str, None]] = {}
        for unit in self._rows:
            for name in self._names(unit):
                found.setdefault(name, {})[unit.code] = None
        return {name: tuple(codes) for name, codes in found.items()}

    def _names(self, unit: UnitVersion) -> set[str]:
        name = fold_key(unit.name)
        if unit.kind == AGENCY:
            return {name, fold_key(unit.code)}
        kind = fold_key(unit.kind)
        names = {name, f"{kind} {name}", fold_key(unit.code)}
        alone = [u for u in self._units if u.kind == unit.kind]
        if len(alone) == 1:
            names.add(kind)
            names.update(_LEVEL_WORDS.get(unit.level, ()))
        return names


def change_days(units: Iterable[UnitVersion]) -> list[str]:
    """Give the days on which the set of units changes, in order."""
    days = set()
    for unit in units:
        days.add(unit.first_day)
        if unit.last_day:
            days.add(day_after(unit.last_day))
    return sorted(days)


def day_after(day: str, days: int = 1) -> str:
    """Give the ISO day that comes ``days`` (also negative) after another."""
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def _shown(day: str) -> str:
    return format_date(date.fromisoformat(day))


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for one, other in pairs:
        if one != other:
            found.setdefault(one, {})[other] = None
    return {one: tuple(others) for one, others in found.items()}
