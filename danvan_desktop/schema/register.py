"""The language in which a register ("sổ") is declared: ``field``, ``children``, ``@register``.

How to add a register:

1. write ``registers/<key>.py`` with one decorated class (see ``registers/doi_thoai.py``);
2. add its module to ``registers/__init__.py``;
3. write the migration that creates its table (the schema test tells the columns);
4. add its texts to the catalogue and a test of its rules.

Table, list, form, validation, import, export, search, audit and bundle follow from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field as dataclass_field, replace
from typing import Any, Literal, Protocol

from danvan_desktop.errors import Issue, Place, Severity
from danvan_desktop.i18n import _
from danvan_desktop.schema.forbidden import forbidden_issues
from danvan_desktop.schema.periods import day_in_period, is_period_code
from danvan_desktop.schema.reasons import issue_for
from danvan_desktop.schema.types import Choice, FieldType, Text, Unit as UnitType, UnitGap, Value

Values = Mapping[str, Any]
"""A record's values by field name; a child list is a list of such mappings."""


class RuleContext(Protocol):
    """What a rule may ask about the world around the record."""

    def unit_level(self, code: str) -> str | None:
        """Tell the level (T, H, X) of a unit."""

    def unit_parent(self, code: str) -> str | None:
        """Name the unit that a unit belongs to; None for none or an unknown one."""

    def unit_gap(self, code: str, day: str) -> UnitGap | None:
        """Say why a known unit does not stand on a day; None when it does or is unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldSpec:
    """Everything that the program knows about one field (closed list of attributes)."""

    type: FieldType
    label: str
    name: str = ""
    short: str = ""
    section: str = ""
    help: str = ""
    example: str = ""
    required: bool = False
    personal: bool = False
    derived: bool = False
    width: int = 0
    total: bool = False
    default: Value = None
    aliases: tuple[str, ...] = ()

    @property
    def in_list(self) -> bool:
        """Tell whether the list shows this field unless the clerk hides it."""
        return self.width > 0

    @property
    def list_label(self) -> str:
        """The heading over the column of a list."""
        return _(self.short or self.label)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the form with its heading and one line of help."""

    key: str
    label: str
    help: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """A step in a record's life with its badge.

    ``tone`` is one of neutral, accent, success, warning, error.
    """

    code: str
    label: str
    tone: str
    icon: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildSpec:
    """A list inside a record (attendees, tasks): its own table, edited with its parent."""

    key: str
    label: str
    section: str
    fields: tuple[FieldSpec, ...]

    def field(self, name: str) -> FieldSpec:
        """Find a field of the list by name."""
        return next(spec for spec in self.fields if spec.name == name)


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeSpec:
    """How a register numbers its records: ``field`` gets ``prefix``, year, number in the year.

    A record whose ``continued_field`` holds ``continued`` goes on from another year and shares its
    code; which one is told by the duplicate key, whose last part must then be the year.
    """

    field: str
    prefix: str
    continued_field: str
    continued: str


Group = Literal["register", "organisation", "paper", "figures"]
"""Who keeps it: the clerk's registers, the office's directory, its papers, or the page of figures.
"""

Check = Callable[[Values, RuleContext], Iterable[Issue]]
Derive = Callable[[Values], Values]
Protect = Callable[[Values, Values | None], Issue | None]
"""Refuses a change of a stored record (as it is, as it would be; None: deleted), or lets it pass.
"""


def _no_rules(values: Values, context: RuleContext) -> Iterable[Issue]:
    return ()


def _as_it_is(values: Values) -> Values:
    return values


def _open(before: Values, after: Values | None) -> Issue | None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterSpec:
    """A register as data; see the module docstring for what follows from it.

    ``family`` is the heading under which the page of all registers shows it. ``date_field`` may
    hold a day, a bare year or a period. ``valid`` names the first and last day (or year) of records
    that hold for a time (positions, programmes): a period's list shows what held in it. ``order``
    is the field that a list is sorted by until the clerk sorts it (none: newest first).
    ``duplicate_key`` returns what two rows must share to be the same event twice (None: never).
    ``protect`` is asked by the store itself before every change but undo and redo.
    """

    key: str
    label: str
    record_label: str
    add_label: str
    icon: str
    fields: tuple[FieldSpec, ...]
    sections: tuple[Section, ...]
    children: tuple[ChildSpec, ...] = ()
    title_field: str
    date_field: str
    unit_field: str | None = None
    valid: tuple[str, str] | None = None
    order: str | None = None
    state_field: str | None = None
    states: tuple[State, ...] = ()
    funnel: tuple[str, ...] = ()
    group: Group = "register"
    family: str = ""
    codes: CodeSpec | None = None
    check: Check = _no_rules
    derive: Derive = _as_it_is
    protect: Protect = _open
    duplicate_key: Callable[[Values], tuple[str, ...] | None] = dataclass_field(
        default=lambda values: None
    )
    unit_fields: tuple[FieldSpec, ...] = dataclass_field(init=False, repr=False, compare=False)
    defaults: Mapping[str, Any] = dataclass_field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        units = tuple(f for f in self.fields if isinstance(f.type, UnitType))
        object.__setattr__(self, "unit_fields", units)
        object.__setattr__(self, "defaults", {f.name: f.default for f in self.fields})

    def field(self, name: str) -> FieldSpec:
        """Find a field by name; KeyError when the register has none of that name."""
        for spec in self.fields:
            if spec.name == name:
                return spec
        raise KeyError(name)

    def child(self, key: str) -> ChildSpec:
        """Find a child list by key; KeyError when there is none."""
        for spec in self.children:
            if spec.key == key:
                return spec
        raise KeyError(key)

    def state(self, code: object) -> State | None:
        """Find a state by its code."""
        return next((state for state in self.states if state.code == code), None)

    def title_of(self, values: Values) -> str:
        """What a record calls itself: its title's text or choice; a unit's code is no title."""
        kind = self.field(self.title_field).type
        value = values.get(self.title_field)
        return kind.format(value).strip() if isinstance(kind, Text | Choice) else ""

    def event_date(self, values: Values) -> str | None:
        """The ISO day on which a record counts.

        A bare year counts from 1 January, a period on the last day that it has in every scheme.
        """
        text = str(values.get(self.date_field) or "")
        if len(text) == 4:
            return f"{text}-01-01"
        return day_in_period(text) if is_period_code(text) else text or None

    def complete(self, values: Values) -> dict[str, Any]:
        """Fill defaults and derived fields; the result has every field and child list."""
        whole: dict[str, Any] = {**self.defaults, **values}
        for child in self.children:
            whole[child.key] = list(values.get(child.key) or [])
        if len(whole) > len(self.defaults) + len(self.children):  # names of no field
            known = (*self.defaults, *(child.key for child in self.children))
            whole = {name: whole[name] for name in known}
        try:
            return dict(self.derive(whole))
        except (TypeError, ValueError):
            # A draft holds texts that nobody could read yet; nothing follows from them.
            readable = self.readable(whole)
            unread = {name: value for name, value in whole.items() if readable[name] != value}
            return {**self.derive(readable), **unread}

    def readable(self, values: Values) -> dict[str, Any]:
        """Leave out what does not fit its field: the texts of a draft that were not read yet."""
        result = {**values, **_fitting(self.fields, values)}
        for child in self.children:
            rows = values.get(child.key) or ()
            result[child.key] = [{**row, **_fitting(child.fields, row)} for row in rows]
        return result

    def validate(self, values: Values, context: RuleContext) -> list[Issue]:
        """Check types, required fields, child rows, then the register's own rules."""
        issues = forbidden_issues(self, values)
        issues += _field_issues(self.key, self.fields, values)
        for child in self.children:
            for row, entry in enumerate(values.get(child.key) or (), start=1):
                issues += [
                    replace(
                        i, place=replace(i.place, field=f"{child.key}.{i.place.field}", row=row)
                    )
                    for i in _field_issues(self.key, child.fields, entry)
                ]
        if not issues:
            return [*self._unit_issues(values, context), *self.check(values, context)]
        known = {issue.place.field for issue in issues}
        readable = self.readable(values)
        rules = [*self._unit_issues(readable, context), *self.check(readable, context)]
        return issues + [issue for issue in rules if issue.place.field not in known]

    def _unit_issues(self, values: Values, context: RuleContext) -> Iterable[Issue]:
        """Warn of units that were not yet or no longer there on the record's day."""
        if self.group != "register" or not values.get(self.date_field):
            return
        day = self.event_date(values)
        for spec in self.unit_fields:
            code = values.get(spec.name)
            gap = context.unit_gap(str(code), day) if code and day else None
            if gap is not None:
                yield issue_for(
                    "unit_not_valid",
                    place=Place(register=self.key, field=spec.name),
                    severity=Severity.WARNING,
                    message=f"{_(spec.label)}: {gap.message}",
                    remedy=gap.remedy,
                )


def _fitting(fields: tuple[FieldSpec, ...], values: Values) -> dict[str, Any]:
    """Give the values of these fields, None for each that its type refuses."""
    return {
        spec.name: None if spec.type.check(values[spec.name]) else values[spec.name]
        for spec in fields
        if spec.name in values
    }


def _field_issues(register_key: str, fields: tuple[FieldSpec, ...], values: Values) -> list[Issue]:
    """Check each value by its type; written as one loop because imports come here for each row."""
    issues: list[Issue] = []
    for spec in fields:
        value = values.get(spec.name)
        missing = value is None or value == ""
        if missing and not spec.required:
            continue
        code = "missing_required" if missing else spec.type.check(value)
        if code is not None:
            shown = "" if missing else value
            place = Place(register=register_key, field=spec.name)
            issues.append(issue_for(code, label=_(spec.label), value=shown, place=place))
    return issues


REGISTERS: dict[str, RegisterSpec] = {}
"""Every declared register by key, in the order of declaration (import ``registers`` to fill it)."""


def field(type: FieldType, label: str, **attributes: Any) -> FieldSpec:
    """Declare a field; the name comes from the class attribute."""
    return FieldSpec(type=type, label=label, **attributes)


def children(label: str, *, section: str, **fields: FieldSpec) -> ChildSpec:
    """Declare a list inside a record; the key comes from the class attribute."""
    named = tuple(replace(spec, name=name) for name, spec in fields.items())
    return ChildSpec(key="", label=label, section=section, fields=named)


def register(key: str, **attributes: Any) -> Callable[[type], RegisterSpec]:
    """Turn a class of fields into a RegisterSpec and enter it in ``REGISTERS``."""

    def build(declared: type) -> RegisterSpec:
        members = vars(declared).items()
        spec = RegisterSpec(
            key=key,
            fields=tuple(replace(m, name=n) for n, m in members if isinstance(m, FieldSpec)),
            children=tuple(replace(m, key=n) for n, m in members if isinstance(m, ChildSpec)),
            **attributes,
        )
        REGISTERS[key] = spec
        return spec

    return build
