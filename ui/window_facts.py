"""What the window itself shows of the data: office, periods, undo, the last copy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from danvan_desktop.i18n import _
from ui.moments import moment_text

if TYPE_CHECKING:
    from danvan_desktop.context import Context
    from danvan_desktop.organisation.periods import Period


class Facts(NamedTuple):
    """What the window asks the context for itself, read in one go on a worker."""

    office: str
    periods: tuple[Period, ...]
    period: Period | None
    undo: str | None
    receives: bool = False
    """Other offices send their bundles here."""


def kept_facts(context: Context) -> Facts | None:
    """Give the facts that a run before worked out, if they are still true."""
    kept = context.kept.get("window")
    if kept is None:
        return None
    from danvan_desktop.organisation.periods import Period

    periods = tuple(Period(*values) for values in kept["periods"])
    chosen = context.period_of_choice(periods)
    return Facts(
        office=kept["office"],
        periods=periods,
        period=chosen,
        undo=kept["undo"],
        receives=bool(kept.get("receives")),
    )


def facts_to_keep(facts: Facts) -> dict[str, Any]:
    """Give the facts as JSON can keep them; the period in use is chosen anew."""
    periods = [
        [p.code, p.name, p.first_day, p.last_day, p.due, p.compare_with, p.state]
        for p in facts.periods
    ]
    return {
        "office": facts.office,
        "periods": periods,
        "undo": facts.undo,
        "receives": facts.receives,
    }


def read_facts(context: Context) -> Facts:
    """Read everything that may change with a write; callable on a worker."""
    office = context.office()
    return Facts(
        office=str(office["ten_day_du"]) if office else "",
        periods=tuple(context.periods()),
        period=context.current_period(),
        undo=context.undo_label(),
        receives=office is not None and office.get("cap") == "T",
    )


def read_backup(context: Context) -> str:
    """Say when the last copy was made; opens and hashes it, so it is not read with every change."""
    copy = context.last_backup()
    if copy is None:
        return ""
    from danvan_desktop.storage.copies import made_at

    when = moment_text(made_at(copy).isoformat(), context.clock.today())
    return _("Sao lưu gần nhất: {time}, đã kiểm tra").format(time=when)
