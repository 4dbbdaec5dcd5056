"""Pins that go back to the offices, as the page "Nhận gói" shows them; read on a worker."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from danvan_desktop.agenda.model import days_until
from danvan_desktop.bundles import ledger, returns
from danvan_desktop.i18n import _
from danvan_desktop.organisation.pins import Pin, PinState, pins
from danvan_desktop.registers import REGISTERS
from danvan_desktop.vietnamese import format_date
from ui.moments import moment_text
from ui.screens.figure_place import figure_words
from ui.widgets.badge import Mark

if TYPE_CHECKING:
    from danvan_desktop.context import Context

DAYS_TO_CORRECT = 7
"""So many days an office is given to correct what came back, unless somebody says otherwise."""


@dataclass(frozen=True, slots=True)
class Pins:
    """A pin and the name of the office that is to correct it."""

    pin: Pin
    office: str


def read_pins(context: Context) -> tuple[Pins, ...]:
    """Read every pin with the name of the office that it is for."""
    names = ledger.office_names(context)
    return tuple(Pins(pin, names.get(pin.office, pin.office)) for pin in pins(context))


def write_returns(context: Context, folder: Path, deadline: str) -> int:
    """Write the waiting pins as returns; tells how many (for the writer)."""
    return len(returns.write_returns(context, folder, context.office_key(), deadline=deadline))


def suggested_deadline(context: Context) -> str:
    """Suggest by when an office should send again, as people write a day."""
    later = date.fromisoformat(context.clock.today()) + timedelta(days=DAYS_TO_CORRECT)
    return format_date(later)


def pin_mark(pin: Pin, today: str = "") -> Mark:
    """Give the badge of a pin; on an ISO day one that waits may be late."""
    late = pin.deadline is not None and pin.deadline < today
    if late and pin.state in (PinState.OPEN, PinState.RECEIVED):
        days = days_until(str(pin.deadline), today)
        return Mark(_("Quá {n} ngày").format(n=days), "error", "clock")
    if pin.state is PinState.CLOSED and pin.followed_by:
        return Mark(_("Đã ghim lại"), "neutral", "check")
    return state_mark(pin.state)


def state_mark(state: PinState) -> Mark:
    """Give the badge of a state."""
    match state:
        case PinState.DRAFT:
            return Mark(_("Chờ ghi phiếu"), "neutral", "draft")
        case PinState.OPEN:
            return Mark(_("Đã gửi trả"), "warning", "return")
        case PinState.RECEIVED:
            return Mark(_("Cơ quan đã nhận"), "warning", "inbox")
        case PinState.FIXED:
            return Mark(_("Đã sửa"), "success", "check")
        case PinState.ANSWERED:
            return Mark(_("Đã trả lời"), "accent", "note")
    return Mark(_("Đã xong"), "neutral", "check")


def pin_words(pin: Pin) -> list[tuple[str, str]]:
    """Describe a pin, as label and text."""
    if pin.path:
        lines = [(_("Số liệu"), pin.title), (_("Số đã gửi"), figure_words(pin.value))]
    else:
        lines = [
            (_("Sổ"), _(REGISTERS[pin.register].label)),
            (_("Hồ sơ"), pin.title),
            (_("Ô"), _(pin.field_label) if pin.field else _("Cả hồ sơ")),
        ]
    lines.append((_("Nhận xét"), pin.text))
    lines.append((_("Ghim lúc"), _("{when}, {who}").format(when=moment_text(pin.at), who=pin.by)))
    if pin.deadline:
        lines.append((_("Hạn sửa"), _day(pin.deadline)))
    return [*lines, *_answer_words(pin)]


def place_words(pin: Pin) -> str:
    """Name the place of a pin in one line."""
    return f"{pin.title}: {_(pin.field_label)}" if pin.field else pin.title


def answer_line(pin: Pin) -> str:
    """Say in one line what the office answered, "" for nothing."""
    now = figure_words(pin.told_value) if pin.told_value is not None else ""
    parts = [_("nay là {n}").format(n=now) if now else "", pin.answer or ""]
    return ": ".join(part for part in parts if part)


def pin_said(pin: Pin) -> str:
    """Say in one sentence what is to be done about a pin."""
    match pin.state:
        case PinState.DRAFT:
            return _("Ghi phiếu trả lại để gửi ghim này cho cơ quan.")
        case PinState.OPEN:
            return _("Gói mới nhất của cơ quan chưa nhắc tới ghim: phiếu còn trên đường, hoặc mất.")
        case PinState.RECEIVED:
            return _("Cơ quan đã nạp phiếu, chưa trả lời.")
        case PinState.FIXED | PinState.ANSWERED:
            return _("Chấp nhận, hoặc ghim lại cùng chỗ nếu chưa được.")
    return ""


def _answer_words(pin: Pin) -> list[tuple[str, str]]:
    lines = []
    if pin.told_value is not None:
        lines.append((_("Số nay là"), figure_words(pin.told_value)))
    if pin.answer:
        lines.append((_("Trả lời"), pin.answer))
    if pin.closed_at:
        when = _("{when}, {who}").format(when=moment_text(pin.closed_at), who=pin.closed_by)
        lines.append((_("Ghim lại lúc") if pin.followed_by else _("Chấp nhận lúc"), when))
    return lines


def _day(day: str) -> str:
    return format_date(date.fromisoformat(day))
