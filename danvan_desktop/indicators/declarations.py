"""What an indicator is: the attributes that every one must state.

Flow, stock, cumulative and ratio must never be mixed, so the kind is not a label
but decides how a figure is counted and whether it may be added up. ``reading`` reads and checks
the declarations.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field as dataclass_field
from enum import StrEnum
from typing import Any

from danvan_desktop.i18n import _, language
from danvan_desktop.registers import REGISTERS
from danvan_desktop.schema import Choice, FieldSpec, Flag, RegisterSpec, Unit
from danvan_desktop.schema.types import Quantity

LEVEL_AXIS = "cap"
"""The axis of the level (T, H, X) that the record's unit has on the period's last day."""


class Kind(StrEnum):
    """How a figure stands in time: in a period, at its end, since the beginning, or a rate."""

    FLOW = "flow"
    STOCK = "stock"
    CUMULATIVE = "cumulative"
    RATIO = "ratio"


class Measure(StrEnum):
    """What is taken of the records: their number, a field's sum, a field's distinct values."""

    COUNT = "count"
    SUM = "sum"
    DISTINCT = "distinct"
    RATIO = "ratio"


class RollUp(StrEnum):
    """How figures of several periods make one of the whole."""

    SUM = "sum"
    LAST = "last"
    DISTINCT = "distinct"
    RECOMPUTE = "recompute"


class Space(StrEnum):
    """How the figures of several units make one of the area.

    ``NONE``: only the area as a whole has one. ``DISTINCT``: only the records can tell.
    """

    SUM = "sum"
    NONE = "none"
    DISTINCT = "distinct"


ROLL_UPS: dict[Kind, frozenset[RollUp]] = {
    Kind.FLOW: frozenset({RollUp.SUM, RollUp.DISTINCT}),
    Kind.STOCK: frozenset({RollUp.LAST}),
    Kind.CUMULATIVE: frozenset({RollUp.LAST}),
    Kind.RATIO: frozenset({RollUp.RECOMPUTE}),
}
"""Which roll-ups a kind allows; a rate is never summed, a stock never added to itself."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A record counts only if the field holds one of the values."""

    field: str
    values: tuple[Any, ...]


Valid = tuple[str, str] | str
"""When a record of a stock counts: first and last field, ``"period"`` or ``"until"``.

Fields hold days, bare years or years. ``"period"`` takes totals that were given for the period
(of a longer one the last given), ``"until"`` everything dated up to its last day.
"""

IN_PERIOD, UNTIL = "period", "until"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one register gives to an indicator: a measure of its records.

    ``scale`` divides a sum, besides the scale in which a quantity is kept. ``date`` names the day
    on which a record counts when that is not the register's own (a case by its result).
    """

    register: str
    measure: Measure
    field: str = ""
    where: tuple[Condition, ...] = ()
    valid: Valid | None = None
    scale: int = 1
    date: str = ""

    @property
    def spec(self) -> RegisterSpec:
        """The register whose records are counted."""
        return REGISTERS[self.register]

    @property
    def divisor(self) -> int:
        """What the kept sum is to be divided by."""
        kind = self.spec.field(self.field).type if self.field else None
        return self.scale * (kind.scale if isinstance(kind, Quantity) else 1)

    def has_axis(self, axis: str) -> bool:
        """Tell whether the records can be broken down by an axis."""
        return not list(axis_faults(self.spec, axis))


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One declared indicator; ``name`` and ``unit`` are Vietnamese as they stand in papers.

    Its value is the sum of its ``parts`` (a rate has none); ``register`` is that of the first.
    An axis that only some parts have stands in ``partial`` with a note for the JSON.
    ``roll_up`` is in time, ``space`` over units (a rate is recomputed in both).
    ``source`` says where the definition comes from. ``said`` is how papers say it in running text,
    ``#`` for the number (None: by its names; empty: its names could mean anything).
    """

    code: str
    name: str
    unit: str
    kind: Kind
    roll_up: RollUp
    register: str
    measure: Measure
    space: Space = Space.SUM
    parts: tuple[Part, ...] = ()
    axes: tuple[str, ...] = ()
    partial: Mapping[str, str] = dataclass_field(default_factory=dict)
    numerator: str = ""
    denominator: str = ""
    decimals: int = 0
    source: str = ""
    short: str = ""
    aliases: tuple[str, ...] = ()
    said: tuple[str, ...] | None = None
    english: Mapping[str, str] = dataclass_field(default_factory=dict)

    @property
    def spec(self) -> RegisterSpec:
        """The register whose records are counted first."""
        return REGISTERS[self.register]

    def parts_with(self, axis: str) -> tuple[Part, ...]:
        """Give the parts that can be broken down by an axis."""
        return tuple(part for part in self.parts if part.has_axis(axis))

    @property
    def label(self) -> str:
        """The name in the language of the window."""
        return self._in_language("name", self.name)

    @property
    def short_label(self) -> str:
        """The short name in the language of the window, for charts and strips."""
        return self._in_language("short", self.short or self.name)

    @property
    def unit_label(self) -> str:
        """The unit in the language of the window."""
        return self._in_language("unit", self.unit)

    def _in_language(self, part: str, vietnamese: str) -> str:
        return self.english.get(part, vietnamese) if language() == "en" else vietnamese


def axis_faults(spec: RegisterSpec, axis: str) -> Iterator[str]:
    """Say why records of a register cannot be broken down by an axis; nothing when they can."""
    if axis == LEVEL_AXIS and spec.unit_field is not None:
        return
    if not has_field(spec, axis):
        yield no_field(spec, axis)
    elif not _groups(spec.field(axis)):
        yield _("trường {name} không chia nhóm được").format(name=axis)


def _groups(found: FieldSpec) -> bool:
    return isinstance(found.type, Choice | Unit | Flag)


def has_field(spec: RegisterSpec, name: str) -> bool:
    """Tell whether a register has a field."""
    return any(known.name == name for known in spec.fields)


def no_field(spec: RegisterSpec, name: str) -> str:
    """Say that a register has no such field."""
    return _("sổ {register} không có trường {name}").format(register=spec.key, name=name)
