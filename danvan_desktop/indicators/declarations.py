"""What an indicator is: the attributes that every one must state, and the check of a declaration.

Flow, stock, cumulative and ratio must never be mixed, so the kind is not a label
but decides how a figure is counted and whether it may be added up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field as dataclass_field
from enum import StrEnum
from typing import Any

from danvan_desktop.errors import Issue, Place
from danvan_desktop.i18n import _, language
from danvan_desktop.registers import REGISTERS
from danvan_desktop.schema import Choice, FieldSpec, Flag, RegisterSpec, Unit

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One declared indicator; ``name`` and ``unit`` are Vietnamese as they stand in papers.

    ``valid`` names the first and last day of a stock's records. ``source`` says where the
    definition comes from.
    """

    code: str
    name: str
    unit: str
    kind: Kind
    roll_up: RollUp
    register: str
    measure: Measure
    field: str = ""
    where: tuple[Condition, ...] = ()
    axes: tuple[str, ...] = ()
    numerator: str = ""
    denominator: str = ""
    valid: tuple[str, str] | None = None
    decimals: int = 0
    source: str = ""
    short: str = ""
    english: Mapping[str, str] = dataclass_field(default_factory=dict)

    @property
    def spec(self) -> RegisterSpec:
        """The register whose records are counted."""
        return REGISTERS[self.register]

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


@dataclass(frozen=True, slots=True)
class Family:
    """What one file declares: indicators, and funnels in which each step is at most the last."""

    indicators: tuple[Indicator, ...]
    funnels: tuple[tuple[str, ...], ...]


def read_family(data: Any, *, file: str) -> tuple[Family, list[Issue]]:
    """Read one declaration file; a wrong entry becomes an Issue and is left out."""
    if not isinstance(data, dict) or not isinstance(data.get("indicators"), list):
        return Family((), ()), [_issue(file, "", _("thiếu danh sách “indicators”"))]
    indicators: list[Indicator] = []
    issues: list[Issue] = []
    for entry in data["indicators"]:
        found, faults = _read_entry(entry, data.get("register"))
        issues += [_issue(file, str(_get(entry, "code")), fault) for fault in faults]
        if found is not None and not faults:
            indicators.append(found)
    funnels = tuple(tuple(str(code) for code in steps) for steps in data.get("funnels", ()))
    return Family(tuple(indicators), funnels), issues


def check_links(
    indicators: Mapping[str, Indicator], funnels: tuple[tuple[str, ...], ...]
) -> list[Issue]:
    """Check what indicators say of each other: parts of rates, steps of funnels."""
    issues = []
    for one in indicators.values():
        for part in (one.numerator, one.denominator) if one.kind is Kind.RATIO else ():
            other = indicators.get(part)
            if other is None:
                issues.append(
                    _issue("", one.code, _("chưa khai báo chỉ tiêu {code}").format(code=part))
                )
            elif other.kind is Kind.RATIO:
                issues.append(_issue("", one.code, _("tỷ lệ không lấy từ tỷ lệ khác")))
    unknown = [code for steps in funnels for code in steps if code not in indicators]
    fault = _("chưa khai báo chỉ tiêu {code}")
    return issues + [_issue("", code, fault.format(code=code)) for code in unknown]


def _read_entry(entry: Any, register: Any) -> tuple[Indicator | None, list[str]]:
    missing = [name for name in ("code", "name", "unit", "kind") if not _get(entry, name)]
    if missing:
        return None, [_("thiếu {names}").format(names=", ".join(missing))]
    key = str(entry.get("register", register))
    if key not in REGISTERS:
        return None, [_("không có sổ {key}").format(key=key)]
    try:
        found = _build(entry, key)
    except (ValueError, TypeError, AttributeError) as error:
        return None, [str(error)]
    return found, list(_faults(found))


def _build(entry: Mapping[str, Any], register: str) -> Indicator:
    kind = Kind(entry["kind"])
    measure, source_field = _measure(entry, kind)
    default = RollUp.RECOMPUTE if kind is Kind.RATIO else RollUp.LAST
    valid = entry.get("valid")
    return Indicator(
        code=str(entry["code"]),
        name=str(entry["name"]),
        unit=str(entry["unit"]),
        kind=kind,
        roll_up=RollUp(entry.get("roll_up", RollUp.SUM if kind is Kind.FLOW else default)),
        register=register,
        measure=measure,
        field=source_field,
        where=tuple(_condition(n, v) for n, v in (entry.get("where") or {}).items()),
        axes=tuple(str(axis) for axis in entry.get("axes", ())),
        numerator=str(entry.get("numerator", "")),
        denominator=str(entry.get("denominator", "")),
        valid=(str(valid[0]), str(valid[1])) if valid else None,
        decimals=int(entry.get("decimals", 1 if kind is Kind.RATIO else 0)),
        source=str(entry.get("source", "")),
        short=str(entry.get("short", "")),
        english=dict(entry.get("en") or {}),
    )


def _measure(entry: Mapping[str, Any], kind: Kind) -> tuple[Measure, str]:
    if kind is Kind.RATIO:
        return Measure.RATIO, ""
    for measure in (Measure.SUM, Measure.DISTINCT):
        if measure.value in entry:
            return measure, str(entry[measure.value])
    return Measure.COUNT, ""


def _condition(name: str, value: Any) -> Condition:
    values = value if isinstance(value, list) else [value]
    return Condition(name, tuple(int(v) if isinstance(v, bool) else v for v in values))


def _faults(one: Indicator) -> Iterator[str]:
    spec = one.spec
    if one.roll_up not in ROLL_UPS[one.kind]:
        yield _("loại {kind} không cộng dồn kiểu {how}").format(kind=one.kind, how=one.roll_up)
    if one.kind is Kind.RATIO and not (one.numerator and one.denominator):
        yield _("tỷ lệ cần numerator và denominator")
    if one.kind is Kind.STOCK and one.valid is None:
        yield _("số tại thời điểm cần hai trường “valid”")
    names = [condition.field for condition in one.where] + list(one.valid or ())
    names += [one.field] if one.field else []
    yield from (_no_field(spec, name) for name in names if not _has(spec, name))
    summed = one.measure is Measure.SUM and _has(spec, one.field)
    if summed and spec.field(one.field).type.storage != "integer":
        yield _("trường {name} không phải là số").format(name=one.field)
    for axis in one.axes:
        yield from _axis_faults(spec, axis)


def _axis_faults(spec: RegisterSpec, axis: str) -> Iterator[str]:
    if axis == LEVEL_AXIS and spec.unit_field is not None:
        return
    if not _has(spec, axis):
        yield _no_field(spec, axis)
    elif not _groups(spec.field(axis)):
        yield _("trường {name} không chia nhóm được").format(name=axis)


def _groups(found: FieldSpec) -> bool:
    return isinstance(found.type, Choice | Unit | Flag)


def _has(spec: RegisterSpec, name: str) -> bool:
    return any(known.name == name for known in spec.fields)


def _no_field(spec: RegisterSpec, name: str) -> str:
    return _("sổ {register} không có trường {name}").format(register=spec.key, name=name)


def _get(entry: Any, name: str) -> Any:
    return entry.get(name) if isinstance(entry, dict) else None


def _issue(file: str, code: str, fault: str) -> Issue:
    return Issue(
        "bad_indicator",
        _("Chỉ tiêu {code}: {fault}.").format(code=code or "?", fault=fault),
        _("Sửa tệp khai báo chỉ tiêu."),
        Place(file=file or None, field=code or None),
    )
