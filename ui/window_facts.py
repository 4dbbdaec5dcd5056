"""What the window itself shows of the data: office, periods, undo, the last copy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from danvan_desktop.i18n import _

if TYPE_CHECKING:
    from datetime import datetime

    from danvan_desktop.context import Context
    from danvan_desktop.organisation.periods import Period


@dataclass(frozen=True, slots=True)
class Facts:
    """What the window asks the context for itself, read in one go on a worker."""

    office: str
    periods: tuple[Period, ...]
    period: Period | None
    undo: str | None


def read_facts(context: Context) -> Facts:
    """Read everything that may change with a write; callable on a worker."""
    office = context.office()
    return Facts(
        office=str(office["ten_day_du"]) if office else "",
        periods=tuple(context.periods()),
        period=context.current_period(),
        undo=context.undo_label(),
    )


def read_backup(context: Context) -> str:
    """Say when the last copy was made; opens and hashes it, so it is not read with every change."""
    copy = context.last_backup()
    if copy is None:
        return ""
    from danvan_desktop.storage.backup import made_at

    moment = made_at(copy).strftime("%Y-%m-%dT%H:%M:%SZ")
    when = _moment(moment, context.clock.today())
    return _("Sao lưu gần nhất: {time}, đã kiểm tra").format(time=when)


def _local(moment: str) -> datetime:
    from datetime import datetime

    from danvan_desktop.context import VIETNAM

    return datetime.fromisoformat(moment).astimezone(VIETNAM)


def time_of_day(moment: str) -> str:
    """Write a UTC moment as the clock of the office shows it: 14:05:12."""
    return _local(moment).strftime("%H:%M:%S")


def _moment(moment: str, today: str) -> str:
    local = _local(moment)
    clock = local.strftime("%H:%M")
    if local.date().isoformat() == today:
        return _("{time} hôm nay").format(time=clock)
    return f"{clock} {local.day}/{local.month}/{local.year}"
