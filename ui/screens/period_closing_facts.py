"""What closing a period needs to know: what stands in the way, what was kept, what came late."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from danvan_desktop.errors import Issue, Severity
from danvan_desktop.i18n import _
from danvan_desktop.vietnamese import format_date, format_number, format_percent
from ui.moments import moment_text
from ui.widgets.cells import short_period
from ui.widgets.titles import record_title

if TYPE_CHECKING:
    from danvan_desktop.context import Context
    from danvan_desktop.indicators import (
        ClosedFigures,
        Drift,
        Indicator,
        LateRecord,
        Reason,
        Reminder,
    )
    from danvan_desktop.organisation.periods import Period


@dataclass(frozen=True, slots=True)
class LateRow:
    """A late record in words."""

    late: LateRecord
    title: str
    day: str


@dataclass(frozen=True, slots=True)
class ClosingFacts:
    """Everything about the state of one period.

    ``used`` are reasons to suggest; ``late`` are records of earlier periods that count here, or of
    this one that count later.
    """

    period: Period
    obstacles: tuple[Issue, ...]
    reasons: Mapping[tuple[str, str], Reason]
    used: tuple[str, ...]
    owing: tuple[Reminder, ...]
    kept: ClosedFigures | None
    drifts: tuple[Drift, ...]
    late: tuple[LateRow, ...]
    periods: Mapping[str, Period]
    reopened_for: str

    @property
    def errors(self) -> int:
        """How many errors are left."""
        return sum(issue.severity is Severity.ERROR for issue in self.obstacles)

    @property
    def bare(self) -> int:
        """How many warnings have no reason yet."""
        return len(self.obstacles) - self.errors


def read_closing(context: Context, code: str) -> ClosingFacts:
    """Read the state of the period of a code (for a worker)."""
    from danvan_desktop import indicators

    periods = {one.code: one for one in context.periods()}
    period = periods[code] if code in periods else context.period(code)
    closed = period.closed
    return ClosingFacts(
        period=period,
        obstacles=() if closed else tuple(indicators.obstacles(context, period)),
        reasons=indicators.reasons_of(context, period),
        used=tuple(indicators.used_reasons(context, period)),
        owing=tuple(indicators.reminders(context, period)),
        kept=indicators.closed_figures(context, period),
        drifts=tuple(indicators.drifts(context, period)),
        late=tuple(_late(context, period, periods)),
        periods=periods,
        reopened_for=_reason(context, period),
    )


def left_words(facts: ClosingFacts) -> str:
    """Say what still stands in the way of closing."""
    parts = []
    if facts.errors:
        parts.append(_("còn {n} lỗi phải sửa").format(n=facts.errors))
    if facts.bare:
        parts.append(_("{n} lời nhắc chưa có lý do").format(n=facts.bare))
    text = ", ".join(parts)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def kept_words(facts: ClosingFacts) -> str:
    """Say when and by whom the period was closed."""
    kept = facts.kept
    if kept is None:
        return ""
    return _("Khóa lúc {at}, {by}").format(at=moment_text(kept.at), by=kept.by)


def kept_rows(facts: ClosingFacts, *, changed: bool) -> list[tuple[str, tuple[str, ...]]]:
    """Give code and cells of the kept figures: name, unit, then, now; or only what changed."""
    from danvan_desktop.indicators import catalogue

    if facts.kept is None:
        return []
    now = {drift.code: drift for drift in facts.drifts}
    rows: list[tuple[str, tuple[str, ...]]] = []
    for code, values in facts.kept.figures.items():
        one = catalogue().get(code)
        drift = now.get(code)
        if one is None or (changed and drift is None):
            continue
        then = value_words(one, values.get("value")) if values.get("known", True) else "…"
        current = value_words(one, drift.now) if drift is not None else then
        if drift is not None and current == then:
            current = _("khác ở phần chia")
        rows.append((code, (one.label, one.unit_label, then, current)))
    return rows


def value_words(one: Indicator, value: Any) -> str:
    """Write a kept value."""
    if value is None:
        return "…"
    if one.unit == "%":
        return format_percent(Decimal(str(value)), one.decimals)
    return format_number(value)


def late_words(row: LateRow, facts: ClosingFacts) -> tuple[str, ...]:
    """Give the cells of a late record: what, its day, its period, where it counts, who and when."""
    from danvan_desktop.registers import REGISTERS

    late = row.late
    return (
        _(REGISTERS[late.register].label),
        row.title,
        row.day,
        short_period(late.period),
        short_period(late.counted_in) if late.counted_in else _("kỳ sau"),
        f"{late.by}, {moment_text(late.at)}",
    )


def _late(context: Context, period: Period, periods: Mapping[str, Period]) -> list[LateRow]:
    from danvan_desktop.indicators import late_records
    from danvan_desktop.registers import REGISTERS

    names = context.directory()
    waiting = replace(period, code="")  # where late records stand while there is no next period
    found = [
        late
        for one in (*periods.values(), waiting)
        for late in late_records(context, one)
        if period.code in (late.period, late.counted_in)
    ]
    rows = []
    for late in found:
        record = context.record(late.register, late.record_id)
        if record is not None:
            day = format_date(date.fromisoformat(record.event_date)) if record.event_date else ""
            title = record_title(REGISTERS[late.register], record.values, names)
            rows.append(LateRow(late, title, day))
    return rows


def _reason(context: Context, period: Period) -> str:
    for record in context.all_of("ky"):
        if record.values["ma"] == period.code:
            return str(record.values.get("ly_do_mo_lai") or "")
    return ""
