"""What the page "Tình hình gửi số liệu" shows: who sent which form, in words; read on a worker."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from danvan_desktop.i18n import _
from danvan_desktop.indicators.completeness import Arrival, Matrix, MatrixCell, Reminder, Way
from danvan_desktop.indicators.forms import Form
from danvan_desktop.vietnamese import format_date, format_number
from ui.widgets.badge import Mark

if TYPE_CHECKING:
    from danvan_desktop.context import Context
    from danvan_desktop.organisation.periods import Period
    from danvan_desktop.organisation.units import UnitVersion

SENT = (Arrival.ON_TIME, Arrival.LATE)


@dataclass(frozen=True, slots=True)
class SentFacts:
    """The matrix of a period and who is to be reminded of what."""

    matrix: Matrix
    owing: tuple[Reminder, ...]

    @property
    def period(self) -> Period:
        """The period that is shown."""
        return self.matrix.period

    def units(self, *, owing: bool) -> list[UnitVersion]:
        """List the units, or only those that owe a form."""
        owed = {one.unit for one in self.owing}
        return [unit for unit in self.matrix.units if not owing or unit.code in owed]


def read_sent(context: Context, code: str) -> SentFacts:
    """Read who has sent what in the period of a code (for a worker)."""
    from danvan_desktop.indicators import matrix, reminders

    period = context.period(code)
    return SentFacts(matrix(context, period), tuple(reminders(context, period)))


def mark_of(cell: MatrixCell, form: Form, period: Period) -> Mark:
    """Give a cell's badge: icon, words and tone each say the same.

    A day of another year than the period's end, or than its due day, is told with its year.
    """
    day = _short(cell.first, {day[:4] for day in (period.last_day, period.due) if day})
    match cell.arrival:
        case Arrival.ON_TIME:
            return Mark(_("Đúng hạn {day}").format(day=day), "success", "check")
        case Arrival.LATE:
            return Mark(_("Muộn {day}").format(day=day), "warning", "clock")
        case Arrival.WAITING:
            return Mark(_("Chờ gửi"), "neutral", "circle-dashed")
    if form.required:
        return Mark(_("Thiếu"), "error", "cross")
    return Mark(_("Chưa có"), "neutral", "circle-dashed")


def state_words(cell: MatrixCell, form: Form, period: Period) -> str:
    """Say how a form stands in one sentence."""
    due = _day(period.due) if period.due else _day(period.last_day)
    match cell.arrival:
        case Arrival.ON_TIME:
            return _("Đã gửi đúng hạn ({due}).").format(due=due)
        case Arrival.LATE:
            return _("Đã gửi, muộn so với hạn {due}.").format(due=due)
        case Arrival.WAITING:
            return _("Chưa gửi, hạn {due}.").format(due=due)
    if form.required:
        return _("Chưa gửi, đã quá hạn {due}.").format(due=due)
    return _("Chưa có số liệu; biểu này không bắt buộc.")


def detail_words(cell: MatrixCell) -> list[str]:
    """Say when a form came, how, and how much of it."""
    if cell.first is None:
        return []
    lines = [_("Nhận lần đầu {day}").format(day=_day(cell.first))]
    if cell.last and cell.last != cell.first:
        lines.append(_("Nhận gần nhất {day}").format(day=_day(cell.last)))
    lines.append(_("Cách gửi: {ways}").format(ways=", ".join(way_words(w) for w in cell.ways)))
    lines.append(_("{n} hồ sơ, ô số liệu").format(n=format_number(cell.count)))
    return lines


def tooltip(cell: MatrixCell, form: Form, period: Period) -> str:
    """Write everything of a cell on a few lines."""
    return "\n".join((state_words(cell, form, period), *detail_words(cell)))


def way_words(way: Way) -> str:
    """Name a way in which figures came."""
    return {
        Way.RECORDS: _("ghi vào sổ"),
        Way.TYPED: _("gõ vào bảng số liệu"),
        Way.IMPORT: _("tệp Excel"),
    }[way]


def shown_of(facts: SentFacts, *, form: str = "", unit: str = "") -> str:
    """Count sent of expected, k/n: of one form over the units or of one unit over the forms."""
    cells = [
        cell
        for (one, code), cell in facts.matrix.cells.items()
        if (not form or code == form) and (not unit or one == unit)
    ]
    return f"{sum(cell.arrival in SENT for cell in cells)}/{len(cells)}"


def heading(form: Form) -> str:
    """Name a form's column; a form that must come has a star."""
    return f"{form.label} *" if form.required else form.label


def summary(facts: SentFacts) -> str:
    """Say in one sentence who owes something."""
    total = len(facts.matrix.units)
    if not total:
        return ""
    if not facts.owing:
        return _("{n}/{n} đơn vị đã gửi đủ các biểu bắt buộc.").format(n=total)
    done = total - len(facts.owing)
    names = ", ".join(f"{one.name} ({_forms(one)})" for one in facts.owing[:3])
    if len(facts.owing) > 3:
        names += _(" và {n} đơn vị khác").format(n=len(facts.owing) - 3)
    return _("{k}/{n} đơn vị đã gửi đủ các biểu bắt buộc; còn thiếu: {names}.").format(
        k=done, n=total, names=names
    )


def write_sent(path: Path, facts: SentFacts, units: Sequence[UnitVersion]) -> Path:
    """Write the shown units to a workbook (for a worker)."""
    from danvan_desktop.spreadsheets.table_book import TableColumn, TableValue, write_table

    forms = facts.matrix.forms
    columns = [
        TableColumn(_("Đơn vị"), 26),
        *(TableColumn(heading(form), 18) for form in forms),
        TableColumn(_("Đã gửi"), 9),
    ]
    rows: list[list[TableValue]] = [
        [
            upper(unit.full_name),
            *(
                mark_of(facts.matrix.cell(unit.code, form.code), form, facts.period).text
                for form in forms
            ),
            shown_of(facts, unit=unit.code),
        ]
        for unit in units
    ]
    sent = [shown_of(facts, form=form.code) for form in forms]
    rows.append([_("Đã gửi"), *sent, shown_of(facts)])
    write_table(path, _("Tình hình gửi số liệu"), columns, rows, subtitle=facts.period.name)
    return path


def place_to_open(
    context: Context, period: Period, unit: str, form: Form
) -> tuple[str, object] | None:
    """Find what stands behind a cell: screen and argument; None when nothing came."""
    from danvan_desktop.indicators.coverage import codes_of
    from danvan_desktop.indicators.typed import typed_within
    from danvan_desktop.registers import REGISTERS
    from danvan_desktop.storage.values import Filter, ListQuery

    for key in form.registers:
        field = REGISTERS[key].unit_field
        if field is None:
            continue
        query = ListQuery(
            register=key,
            first_day=period.first_day,
            last_day=period.last_day,
            filters=(Filter(field, "eq", unit),),
        )
        if context.count(query):
            return key, query
    codes = codes_of(form)
    for cell in typed_within(context, period):
        if cell.code in codes and cell.place == unit and cell.value is not None:
            return "figure_entry", f"{cell.path}@{unit}"
    return None


def upper(text: str) -> str:
    """Write a name at the beginning of a line."""
    return text[:1].upper() + text[1:]


def _forms(one: Reminder) -> str:
    return ", ".join(form.label.lower() for form in one.forms)


def _day(day: str) -> str:
    return format_date(date.fromisoformat(day))


def _short(day: str | None, years: Container[str]) -> str:
    if not day:
        return ""
    short = f"{int(day[8:])}/{int(day[5:7])}"
    return short if day[:4] in years else f"{short}/{day[:4]}"
