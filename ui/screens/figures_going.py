"""From a figure or a finding to what stands behind it: records, or cells that were typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from danvan_desktop.errors import Issue
from danvan_desktop.i18n import _
from danvan_desktop.storage.values import ListQuery
from ui import tasks
from ui.screens.figures_facts import Facts

if TYPE_CHECKING:
    from danvan_desktop.context import Context
    from danvan_desktop.organisation.periods import Period
    from ui.screens.base import Screen


def open_records(
    screen: Screen, facts: Facts, code: str, axis: str, key: str, *, before: bool
) -> None:
    """Open the records behind a figure or one part of it; nothing where nothing is known."""
    row = facts.row(code)
    period = facts.before if before else facts.period
    if row is None or period is None:
        return
    if row.change.last is None if before else not row.now.known:
        return
    tasks.run(
        _records_of,
        screen.context,
        code,
        period,
        axis,
        key,
        done=lambda query: screen.go.emit(query.register, query),
        owner=screen,
    )


def open_list(screen: Screen, facts: Facts, code: str, place: int) -> None:
    """Open the records of one of the registers that a figure is counted from."""
    tasks.run(
        _list_of,
        screen.context,
        code,
        facts.period,
        place,
        done=lambda query: screen.go.emit(query.register, query),
        owner=screen,
    )


def go_to_issue(screen: Screen, period: Period, issue: Issue) -> None:
    """Open what an issue speaks of: the typed cell, else the list of the records."""
    from danvan_desktop.indicators import CellTarget, target_of

    def open_(target: object) -> None:
        if isinstance(target, CellTarget):
            screen.go.emit("figure_entry", argument_of(target.place, target.path))
        elif isinstance(target, ListQuery):
            screen.go.emit(target.register, target)
        else:
            screen.told.emit(_("Lỗi này không chỉ tới một hồ sơ nào."), False)

    tasks.run(target_of, screen.context, period, issue, done=open_, owner=screen)


def argument_of(place: str, path: str) -> str:
    """Write where the sheet of typed figures is to open: code/axis/key@place."""
    return f"{path}@{place}" if place else path


def _records_of(context: Context, code: str, period: Period, axis: str, key: str) -> ListQuery:
    from danvan_desktop.indicators import records_of

    return records_of(context, code, period, axis or None, key or None)


def _list_of(context: Context, code: str, period: Period, place: int) -> ListQuery:
    from danvan_desktop.indicators import lists_of

    return lists_of(context, code, period)[place]
