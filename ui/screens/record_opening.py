"""What a form needs before it can be shown, read in one go on a worker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from danvan_desktop.organisation.pins import Pin, open_pins
from danvan_desktop.registers import REGISTERS
from danvan_desktop.storage.values import Attachment, Draft, Record

if TYPE_CHECKING:
    from danvan_desktop.context import Context
    from danvan_desktop.organisation.periods import Period
    from danvan_desktop.organisation.units import Directory


@dataclass(frozen=True, slots=True)
class NewRecord:
    """Ask for a new form that is filled in beforehand (a continuing model, a copied meeting)."""

    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Opened:
    """A record with its draft, the units of its day, its files; the closed period that holds it.

    ``periods`` are the codes of the office's periods, the newest first. ``sender`` names the other
    office that sent the record and alone may change it; ``pins`` are what came back to this one.
    """

    record: Record | None
    draft: Draft | None
    directory: Directory
    files: Sequence[Attachment]
    locked: str
    periods: tuple[str, ...] = ()
    sender: str = ""
    pins: tuple[Pin, ...] = ()


def read_form(
    context: Context, register: str, record_id: str | None, draft: Draft | None, day: str | None
) -> Opened:
    """Read a record (None: a new one dated about ``day``) and the draft that is kept of it."""
    record = context.record(register, record_id) if record_id else None
    kept = draft or next(
        (d for d in context.drafts() if d.register == register and d.record_id == record_id), None
    )
    when = (record.event_date if record else day) or context.clock.today()
    return Opened(
        record,
        kept,
        context.directory(when),
        context.attachments(register, record_id) if record_id else (),
        _locked(context, record),
        period_codes(context),
        _sender(context, record),
        tuple(open_pins(context, record.id)) if record is not None else (),
    )


def period_codes(context: Context) -> tuple[str, ...]:
    """List the codes of the office's periods, the newest first (runs on a worker)."""
    newest_first = sorted(context.periods(), key=lambda period: period.last_day, reverse=True)
    return tuple(period.code for period in newest_first)


def _sender(context: Context, record: Record | None) -> str:
    from danvan_desktop.bundles.foreign import sender_of

    return sender_of(context, record.register, record.id) if record is not None else ""


def _locked(context: Context, record: Record | None) -> str:
    """Name the closed period in which a record counts; "" for none."""
    if record is None or REGISTERS[record.register].group != "register":
        return ""
    holding: list[Period] = [p for p in context.periods() if p.holds(record.event_date)]
    return next((period.name for period in holding if period.closed), "")
