"""What the page "Số liệu" shows, read in one go on a worker and written in the window's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from danvan_desktop.errors import Issue
from danvan_desktop.i18n import _
from danvan_desktop.registers import REGISTERS
from danvan_desktop.vietnamese import format_number, format_percent, format_points, percent_of
from ui.screens.figures_pins import CameBack, read_came_back
from ui.widgets.cells import abbreviated

if TYPE_CHECKING:
    from danvan_desktop.context import Context
    from danvan_desktop.indicators import (
        Comparison,
        Coverage,
        Drift,
        Figure,
        Indicator,
        LateRecord,
        Reason,
    )
    from danvan_desktop.indicators.numbers import Number
    from danvan_desktop.indicators.unit_change import PartPair
    from danvan_desktop.organisation.periods import Period
    from danvan_desktop.organisation.units import Directory

UNKNOWN, NONE, MINUS = "…", "-", "−"
GONE = "x"
"""The level or unit does not exist in that period."""
MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class FigureRow:
    """An indicator with its figure in the period and in the same period last year."""

    indicator: Indicator
    now: Figure
    before: Figure | None
    change: Comparison

    @property
    def code(self) -> str:
        """The indicator's code."""
        return self.indicator.code


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything of one period; ``before`` is the period that it is compared with."""

    period: Period
    before: Period | None
    rows: tuple[FigureRow, ...]
    coverage: Mapping[str, Coverage]
    issues: tuple[Issue, ...]
    names: Directory
    every: Directory
    reasons: Mapping[tuple[str, str], Reason] = field(default_factory=dict)
    used: tuple[str, ...] = ()
    drifts: tuple[Drift, ...] = ()
    late: tuple[LateRecord, ...] = ()
    senders: bool = False
    """Other offices' records are counted too."""
    came_back: CameBack = field(default_factory=CameBack)

    def row(self, code: str) -> FigureRow | None:
        """Find an indicator's row."""
        return next((row for row in self.rows if row.code == code), None)


@dataclass(frozen=True, slots=True)
class Part:
    """A line of a breakdown: key ("" for the total), words, values of now and before.

    ``no_now`` and ``no_before`` are what stands for a value that cannot be there at all.
    """

    key: str
    label: str
    now: Number | None
    before: Number | None
    share: str = ""
    no_now: str = ""
    no_before: str = ""
    qualifier: str = ""


def read_facts(context: Context, period: Period) -> Facts:
    """Compute every figure of a period, what it is compared with, and what does not add up."""
    from danvan_desktop import indicators
    from danvan_desktop.bundles.ledger import office_names

    catalogue = indicators.catalogue()
    period = next((one for one in context.periods() if one.code == period.code), period)
    now = indicators.compute(context, period)
    before = next((p for p in context.periods() if p.code == period.compare_with), None)
    then = indicators.compute(context, before) if before is not None else {}
    changes = indicators.compare_all(context, period)
    rows = tuple(
        FigureRow(one, now[code], then.get(code), changes[code]) for code, one in catalogue.items()
    )
    registers = {
        one.register
        for one in catalogue.values()
        if one.spec.group == "register" and one.spec.unit_field is not None
    }
    return Facts(
        period=period,
        before=before,
        rows=rows,
        coverage={key: indicators.coverage(context, key, period) for key in sorted(registers)},
        issues=tuple(indicators.check_period(context, period)),
        names=context.directory(period.last_day),
        every=context.directory(),
        reasons=indicators.reasons_of(context, period),
        used=tuple(indicators.used_reasons(context, period)),
        drifts=tuple(indicators.drifts(context, period)),
        late=tuple(indicators.late_records(context, period)),
        senders=bool(office_names(context)),
        came_back=read_came_back(context, period),
    )


def unit_words(row: FigureRow) -> str:
    """Name the unit in which the window shows a figure: money in millions."""
    return _("triệu đồng") if row.indicator.unit == "đồng" else row.indicator.unit_label


def value_words(row: FigureRow, value: Number | None, *, known: bool = True) -> str:
    """Write a value of an indicator: "…" for no data, "-" for none."""
    if value is None or not known:
        return UNKNOWN
    if row.indicator.unit == "%":
        return format_percent(Decimal(str(value)), row.indicator.decimals)
    if not value:
        return NONE
    if row.indicator.unit == "đồng":
        return format_number(Decimal(str(value)) / MILLION, 1)
    return format_number(Decimal(str(value)), row.indicator.decimals)


def now_words(row: FigureRow) -> str:
    """Write the figure of the period, with the word of a number that is not exact."""
    shown = value_words(row, row.now.value, known=row.now.known)
    return qualified(row.now.qualifier, shown)


def before_words(row: FigureRow) -> str:
    """Write the figure of the same period last year."""
    shown = value_words(row, row.change.last)
    return qualified(row.before.qualifier if row.before is not None else "", shown)


def qualified(qualifier: str, shown: str) -> str:
    """Put gần, trên, hơn… before a number; what is no number stays as it is."""
    from danvan_desktop.indicators import with_qualifier

    return with_qualifier(qualifier, shown) if shown not in (UNKNOWN, NONE) else shown


def difference_words(row: FigureRow) -> str:
    """Write the change with its direction, without judging it: ▲ +8, ▼ −3."""
    change = row.change.difference
    if change is None or not row.now.known:
        return UNKNOWN
    if not change:
        return "0"
    number = Decimal(str(abs(change)))
    if row.indicator.unit == "%":
        text = _("{n} điểm %").format(n=format_points(number))
    elif row.indicator.unit == "đồng":
        text = format_number(number / MILLION, 1)
    else:
        text = format_number(number)
    return f"▲ +{text}" if change > 0 else f"▼ {MINUS}{text}"


def percent_words(row: FigureRow) -> str:
    """Write the change in per cent; rates have none of their own."""
    percent = row.change.percent
    if row.indicator.unit == "%":
        return ""
    if percent is None or not row.now.known:
        return UNKNOWN
    text = format_percent(abs(percent))
    return f"+{text}" if percent > 0 else f"{MINUS}{text}" if percent < 0 else text


def typed(row: FigureRow, value: Number | None) -> str:
    """Write a value so that Excel with Vietnamese settings reads a number; unknown is empty."""
    if value is None:
        return ""
    number = Decimal(str(value)) / (MILLION if row.indicator.unit == "đồng" else 1)
    return format(number.normalize(), "f").replace(".", ",")


def typed_percent(row: FigureRow) -> str:
    """Write the change in per cent for a worksheet, one decimal."""
    percent = row.change.percent
    if percent is None:
        return ""
    size = format_percent(abs(percent)).removesuffix("%").replace(".", "")
    return f"-{size}" if percent < 0 else size


def parts(facts: Facts, row: FigureRow, axis: str) -> list[Part]:
    """Break a figure down by an axis: every key, communes that are missing too, then the total."""
    from danvan_desktop.indicators import Measure, key_label

    one = row.indicator
    by_unit = axis == one.spec.unit_field
    missing = set(facts.coverage[one.register].missing) if one.register in facts.coverage else set()
    found = []
    for pair in _pairs(facts, row, axis):
        # Who is listed once and for all (cadres, clubs) sends nothing in the period and counts.
        value = None if by_unit and pair.key in missing and not pair.now else pair.now
        then = pair.last
        if one.unit == "đồng":
            # An empty amount is unknown, and amounts of exactly nothing are not written down.
            value, then = value or None, then or None
        share = percent_of(_decimal(value or 0), _decimal(row.now.value or 0))
        found.append(
            Part(
                pair.key,
                abbreviated(key_label(one, axis, pair.key, facts.names)),
                value if row.now.known else None,
                then,
                format_percent(share) if share is not None and value else "",
                GONE if pair.now_gone and pair.now is None else "",
                GONE if pair.last_gone and pair.last is None else " " if pair.moved else "",
                row.now.part_qualifiers.get(f"{axis}/{pair.key}", ""),
            )
        )
    distinct = one.measure is Measure.DISTINCT
    total = Part(
        "",
        _("Tổng (không cộng dọc)") if distinct else _("Tổng"),
        row.now.value if row.now.known else None,
        row.change.last,
        "100%" if row.now.known and row.now.value and not distinct else "",
        qualifier=row.now.qualifier,
    )
    return [*found, total]


def part_notes(facts: Facts, row: FigureRow, axis: str) -> str:
    """Say what a breakdown leaves open: undivided numbers, registers without it, unit changes."""
    notes = []
    rest = row.now.undivided.get(axis)
    if rest:
        notes.append(_("{n} chưa chia theo phần này.").format(n=format_number(rest)))
    notes.append(unit_notes(facts, row, axis))
    return " ".join(note for note in notes if note)


def unit_notes(facts: Facts, row: FigureRow, axis: str) -> str:
    """Say what changed in levels and units between the two periods of a breakdown."""
    from danvan_desktop.indicators.declarations import LEVEL_AXIS
    from danvan_desktop.indicators.unit_change import notes_for

    if axis not in (LEVEL_AXIS, row.indicator.spec.unit_field):
        return ""
    return " ".join(notes_for(facts.every, facts.period, facts.before))


def part_words(row: FigureRow, value: Number | None, instead: str) -> str:
    """Write a value of a breakdown, or what stands where there can be none."""
    return instead.strip() if instead and value is None else value_words(row, value)


def coverage_words(facts: Facts, register: str) -> str:
    """Say how many communes have data and name those that have none."""
    found = facts.coverage.get(register)
    if found is None:
        return ""
    if not found.missing:
        return _("{shown} đơn vị cấp xã có số liệu.").format(shown=found.shown)
    names = ", ".join(facts.names.short_name(code) for code in found.missing)
    return _("{shown} đơn vị cấp xã có số liệu; thiếu: {names}.").format(
        shown=found.shown, names=names
    )


def kind_words(row: FigureRow) -> str:
    """Say how a figure stands in time, and what it is made of."""
    from danvan_desktop.indicators import Kind

    if row.indicator.kind is Kind.RATIO:
        return _("Tỷ lệ: {above}/{below}.").format(
            above=format_number(row.now.numerator or 0),
            below=format_number(row.now.denominator or 0),
        )
    return {
        Kind.FLOW: _("Tính trong kỳ."),
        Kind.STOCK: _("Tại ngày cuối kỳ."),
        Kind.CUMULATIVE: _("Lũy kế đến ngày cuối kỳ."),
    }[row.indicator.kind]


def family_words(register: str) -> str:
    """Name the family of indicators that a register gives."""
    return _(REGISTERS[register].label)


def _pairs(facts: Facts, row: FigureRow, axis: str) -> Sequence[PartPair]:
    """Put the keys of both periods side by side; levels and units as they were in each."""
    from danvan_desktop.indicators.declarations import LEVEL_AXIS
    from danvan_desktop.indicators.unit_change import PartPair, pair_levels, pair_units

    now = row.now.by.get(axis, {})
    known = row.before is not None and row.before.known
    before = row.before.by.get(axis, {}) if row.before is not None and known else None
    periods = facts.period, facts.before
    if axis == LEVEL_AXIS:
        return pair_levels(facts.every, *periods, now, before).parts
    if axis == row.indicator.spec.unit_field:
        return pair_units(facts.every, *periods, now, before).parts
    keys = [*now, *(key for key in before or {} if key not in now)]
    return [
        PartPair(key, now.get(key, 0), None if before is None else before.get(key, 0))
        for key in keys
    ]


def _decimal(value: Number) -> Decimal:
    return Decimal(str(value))
