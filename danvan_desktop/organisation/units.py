"""Units as they stand on a day, and finding the one that a typed name means.

Names reach us as communes type them: with words of office in front (UBND, Đảng ủy, xã, X., TT.),
without accents, in capitals. They are compared by folded key, first as typed, then without the
words of office; a name that still fits two units is ambiguous and the clerk chooses.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from danvan_desktop.schema import UnitMatch, Values
from danvan_desktop.vietnamese import fold_key

OFFICE_WORDS = (
    "uy ban nhan dan",
    "uy ban mat tran to quoc",
    "ubnd",
    "hdnd",
    "dang uy",
    "dang bo",
    "khoi dan van",
    "ban dan van",
    "khoi",
)
"""Words of office that say nothing about which unit is meant."""

KIND_WORDS = {
    "x": "xã",
    "xa": "xã",
    "tt": "thị trấn",
    "thi tran": "thị trấn",
    "p": "phường",
    "phuong": "phường",
    "dac khu": "đặc khu",
    "huyen": "huyện",
    "h": "huyện",
    "quan": "quận",
    "thi xa": "thị xã",
    "tinh": "tỉnh",
}
"""How the kind of a unit is written in front of its name."""

_SHORT_KIND = {"thị trấn": "TT. ", "thị xã": "TX. "}
AGENCY = "cơ quan"
"""The kind of a unit that is a body of its level, not a territory."""

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

    @property
    def full_name(self) -> str:
        """The name as people say it: ``xã Suối Đá``, ``Công an huyện``."""
        return self.name if self.kind == AGENCY else f"{self.kind} {self.name}"

    @property
    def short_name(self) -> str:
        """The name in tables: communes without their kind, the town as ``TT. …``."""
        if self.kind == AGENCY:
            return self.name
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
    )


class Directory:
    """The units valid on one day (None: all ever known), as reading and rules ask for them."""

    def __init__(self, units: Iterable[UnitVersion], *, day: str | None = None) -> None:
        known = list(units)
        self.day = day
        self._all = {unit.code: unit for unit in known}
        self._units = tuple(u for u in known if day is None or u.valid_on(day))

    # --- queries

    def units(self) -> tuple[UnitVersion, ...]:
        """Every unit valid on the day, in the order of the directory."""
        return self._units

    def communes(self) -> tuple[UnitVersion, ...]:
        """The commune-level territories: the denominator of every k/n."""
        return tuple(u for u in self._units if u.level == "X" and u.kind != AGENCY)

    def unit(self, code: str) -> UnitVersion | None:
        """Find a unit by code, also one that is no longer valid."""
        return self._all.get(code)

    def unit_name(self, code: str) -> str:
        """Name a unit for people; an unknown code stands for itself."""
        unit = self._all.get(code)
        return unit.full_name if unit else code

    def short_name(self, code: str) -> str:
        """Name a unit for a table."""
        unit = self._all.get(code)
        return unit.short_name if unit else code

    def unit_level(self, code: str) -> str | None:
        """Tell the level (T, H, X) of a unit."""
        unit = self._all.get(code)
        return unit.level if unit else None

    def find_unit(self, text: str) -> UnitMatch:
        """Find the unit that a typed name means, or say why there is none."""
        key = fold_key(text)
        if not key:
            return UnitMatch(None, "unknown_unit")
        for candidate in _readings(key):
            codes = self._by_name.get(candidate, ())
            if len(codes) == 1:
                return UnitMatch(codes[0])
            if len(codes) > 1:
                return UnitMatch(None, "ambiguous_unit", tuple(codes))
        return UnitMatch(None, "unknown_unit")

    # --- private

    @cached_property
    def _by_name(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, dict[str, None]] = {}
        for unit in self._units:
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


def _readings(key: str) -> Iterable[str]:
    """The ways to read a typed name, the most literal first."""
    yield key
    rest = key
    shorter = True
    while shorter:
        shorter = False
        for word in OFFICE_WORDS:
            if rest.startswith(word + " "):
                rest, shorter = rest[len(word) + 1 :], True
                yield rest
    for short, kind in sorted(KIND_WORDS.items(), key=lambda item: -len(item[0])):
        if rest.startswith(short + " "):
            name = rest[len(short) + 1 :]
            yield f"{fold_key(kind)} {name}"
            return
        if rest == short:
            yield fold_key(kind)
            return
