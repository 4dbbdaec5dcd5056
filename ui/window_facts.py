"""What the window itself shows of the data: office, periods, undo, the last copy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from danvan_desktop.i18n import _
from ui.moments import moment_text

if TYPE_CHECKING:
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

    when = moment_text(made_at(copy).isoformat(), context.clock.today())
    return _("Sao lưu gần nhất: {time}, đã kiểm tra").format(time=when)
