"""Read the declaration files of indicators: shape, fields, what they say of each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from danvan_desktop.errors import Issue, Place
from danvan_desktop.i18n import _
from danvan_desktop.indicators.declarations import (
    IN_PERIOD,
    ROLL_UPS,
    UNTIL,
    Condition,
    Indicator,
    Kind,
    Measure,
    Part,
    RollUp,
    Space,
    axis_faults,
    has_field,
    no_field,
)
from danvan_desktop.indicators.forms import Form, read_form
from danvan_desktop.indicators.relations import Relation, read_relation, unknown_terms
from danvan_desktop.registers import REGISTERS
from danvan_desktop.schema import Date, Year


@dataclass(frozen=True, slots=True)
class Family:
    """What one file declares: indicators, and funnels in which each step is at most the last.

    ``forms`` are what units are expected to report, ``relations`` what must hold between figures.
    """

    indicators: tuple[Indicator, ...]
    funnels: tuple[tuple[str, ...], ...]
    forms: tuple[Form, ...] = ()
    relations: tuple[Relation, ...] = ()


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
    forms, relations = [], []
    for entry in data.get("forms", ()):
        form, faults = read_form(entry)
        issues += [_issue(file, str(_get(entry, "code")), fault) for fault in faults]
        forms += [form] if form is not None and not faults else []
    for entry in data.get("relations", ()):
        relation, faults = read_relation(entry)
        issues += [_issue(file, "", fault) for fault in faults]
        relations += [relation] if relation is not None else []
    return Family(tuple(indicators), funnels, tuple(forms), tuple(relations)), issues


def check_links(
    indicators: Mapping[str, Indicator],
    funnels: tuple[tuple[str, ...], ...],
    relations: tuple[Relation, ...] = (),
) -> list[Issue]:
    """Check what is said of other indicators: parts of rates, steps of funnels, relations."""
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
    unknown += unknown_terms(relations, indicators)
    fault = _("chưa khai báo chỉ tiêu {code}")
    return issues + [_issue("", code, fault.format(code=code)) for code in unknown]


def _read_entry(entry: Any, register: Any) -> tuple[Indicator | None, list[str]]:
    missing = [name for name in ("code", "name", "unit", "kind") if not _get(entry, name)]
    if missing:
        return None, [_("thiếu {names}").format(names=", ".join(missing))]
    unknown = [key for key in _registers(entry, register) if key not in REGISTERS]
    if unknown:
        return None, [_("không có sổ {key}").format(key=unknown[0])]
    try:
        found = _build(entry, register)
    except (ValueError, TypeError, AttributeError) as error:
        return None, [str(error)]
    return found, list(_faults(found))


def _registers(entry: Mapping[str, Any], register: Any) -> list[str]:
    own = str(entry.get("register", register))
    parts: Any = entry.get("parts") or ({},)
    return [str(_get(part, "register") or own) for part in parts]


def _build(entry: Mapping[str, Any], register: Any) -> Indicator:
    kind = Kind(entry["kind"])
    shared = {"register": register, **entry}
    parts: tuple[Part, ...] = () if kind is Kind.RATIO else _parts(shared)
    default = RollUp.RECOMPUTE if kind is Kind.RATIO else RollUp.LAST
    axes = tuple(str(axis) for axis in entry.get("axes", ()))
    return Indicator(
        code=str(entry["code"]),
        name=str(entry["name"]),
        unit=str(entry["unit"]),
        kind=kind,
        roll_up=RollUp(entry.get("roll_up", RollUp.SUM if kind is Kind.FLOW else default)),
        register=parts[0].register if parts else str(shared["register"]),
        measure=parts[0].measure if parts else Measure.RATIO,
        space=_space(entry, parts),
        parts=parts,
        axes=axes,
        partial=_partial(parts, axes, entry.get("partial") or {}),
        numerator=str(entry.get("numerator", "")),
        denominator=str(entry.get("denominator", "")),
        decimals=int(entry.get("decimals", 1 if kind is Kind.RATIO else 0)),
        source=str(entry.get("source", "")),
        short=str(entry.get("short", "")),
        aliases=tuple(str(name) for name in entry.get("aliases", ())),
        said=_said(entry.get("said")),
        english=dict(entry.get("en") or {}),
    )


def _said(phrases: Any) -> tuple[str, ...] | None:
    """Read the phrases in which papers say an indicator, each with one ``#`` for the number."""
    if phrases is None:
        return None
    found = tuple(str(phrase) for phrase in phrases)
    if any(phrase.count("#") != 1 for phrase in found):
        raise ValueError(_("mỗi câu trong “said” cần đúng một dấu # ở chỗ của số"))
    return found


def _space(entry: Mapping[str, Any], parts: tuple[Part, ...]) -> Space:
    different = any(part.measure is Measure.DISTINCT for part in parts)
    return Space(entry.get("space", Space.DISTINCT if different else Space.SUM))


def _parts(entry: Mapping[str, Any]) -> tuple[Part, ...]:
    """Read the parts; each takes register, validity and scale from the entry unless it says."""
    shared = {name: entry[name] for name in ("register", "valid", "scale") if name in entry}
    own = entry.get("parts") or [entry]
    return tuple(_part({**shared, **part}) for part in own)


def _part(entry: Mapping[str, Any]) -> Part:
    measure, source_field = _measure(entry)
    valid = entry.get("valid")
    return Part(
        register=str(entry["register"]),
        measure=measure,
        field=source_field,
        where=tuple(_condition(n, v) for n, v in (entry.get("where") or {}).items()),
        valid=str(valid)
        if isinstance(valid, str)
        else (str(valid[0]), str(valid[1]))
        if valid
        else None,
        scale=int(entry.get("scale", 1)),
        date=str(entry.get("date", "")),
    )


def _partial(
    parts: tuple[Part, ...], axes: tuple[str, ...], notes: Mapping[str, str]
) -> dict[str, str]:
    """Find the axes that only some parts have, each with its note."""
    some = [axis for axis in axes if not all(part.has_axis(axis) for part in parts)]
    return {axis: str(notes.get(axis, "")) for axis in some}


def _measure(entry: Mapping[str, Any]) -> tuple[Measure, str]:
    for measure in (Measure.SUM, Measure.DISTINCT):
        if measure.value in entry:
            return measure, str(entry[measure.value])
    return Measure.COUNT, ""


def _condition(name: str, value: Any) -> Condition:
    values = value if isinstance(value, list) else [value]
    return Condition(name, tuple(int(v) if isinstance(v, bool) else v for v in values))


def _faults(one: Indicator) -> Iterator[str]:
    if one.roll_up not in ROLL_UPS[one.kind]:
        yield _("loại {kind} không cộng dồn kiểu {how}").format(kind=one.kind, how=one.roll_up)
    if one.kind is Kind.RATIO and not (one.numerator and one.denominator):
        yield _("tỷ lệ cần numerator và denominator")
    if one.space is Space.SUM and one.measure is Measure.DISTINCT:
        yield _("số đếm khác nhau không cộng được theo đơn vị")
    if len(one.parts) > 1 and any(part.measure is Measure.DISTINCT for part in one.parts):
        yield _("số đếm khác nhau không cộng được từ nhiều sổ")
    for part in one.parts:
        yield from _part_faults(one, part)
    for axis in one.axes:
        if one.parts and not one.parts_with(axis):
            yield from axis_faults(one.spec, axis)


def _part_faults(one: Indicator, part: Part) -> Iterator[str]:
    spec, valid = part.spec, part.valid
    if one.kind is Kind.STOCK and valid is None:
        yield _("số tại thời điểm cần hai trường “valid”")
    if isinstance(valid, str) and valid not in (IN_PERIOD, UNTIL):
        yield _("“valid” không hiểu {word}").format(word=valid)
    bounds: tuple[str, ...] = () if valid is None or isinstance(valid, str) else valid
    bounds += (part.date,) if part.date else ()
    names = [condition.field for condition in part.where] + list(bounds)
    names += [part.field] if part.field else []
    yield from (no_field(spec, name) for name in names if not has_field(spec, name))
    yield from (
        _("trường {name} không phải là ngày hay năm").format(name=name)
        for name in bounds
        if has_field(spec, name) and not isinstance(spec.field(name).type, Date | Year)
    )
    summed = part.measure is Measure.SUM and has_field(spec, part.field)
    if summed and spec.field(part.field).type.storage != "integer":
        yield _("trường {name} không phải là số").format(name=part.field)
    if part.scale < 1:
        yield _("“scale” phải là số nguyên dương")


def _get(entry: Any, name: str) -> Any:
    return entry.get(name) if isinstance(entry, dict) else None


def _issue(file: str, code: str, fault: str) -> Issue:
    return Issue(
        "bad_indicator",
        _("Chỉ tiêu {code}: {fault}.").format(code=code or "?", fault=fault),
        _("Sửa tệp khai báo chỉ tiêu."),
        Place(file=file or None, field=code or None),
    )
