"""One line of the list of work: frozen values that a screen can show and act on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from danvan_desktop.i18n import N_, _

SOON_DAYS = 30
"""What is due within so many days is on the list."""

NEAR_DAYS = 10
"""From so many days on a deadline is marked as near."""


class TodoGroup(StrEnum):
    """The four groups of the list, in their order."""

    OVERDUE = "overdue"
    SOON = "soon"
    UNFINISHED = "unfinished"
    WAITING = "waiting"

    @property
    def label(self) -> str:
        """The heading over the group."""
        return _(_GROUP_LABELS[self])


_GROUP_LABELS = {
    TodoGroup.OVERDUE: N_("Quá hạn"),
    TodoGroup.SOON: N_("Đến hạn trong 30 ngày"),
    TodoGroup.UNFINISHED: N_("Bản nháp và văn bản chưa ký"),
    TodoGroup.WAITING: N_("Chờ nơi khác"),
}


class ActionKind(StrEnum):
    """What the button of a line opens."""

    OPEN_RECORD = "open_record"
    OPEN_FIGURE = "open_figure"
    OPEN_DRAFTS = "open_drafts"
    WRITE_REPORT = "write_report"
    CLOSE_PERIOD = "close_period"
    SIGN_PAPER = "sign_paper"
    SEND_BUNDLE = "send_bundle"
    REMIND_UNITS = "remind_units"
    RENEW_KEY = "renew_key"


class Action(NamedTuple):
    """The one thing to do: ``label`` is the button's verb, the rest says where it leads.

    ``field`` is the form field or child list to go to, of a figure its path@place (``record_id`` is
    then the pin); ``units`` whom to remind.
    """

    kind: ActionKind
    label: str
    register: str
    record_id: str | None = None
    field: str | None = None
    period: str | None = None
    units: tuple[str, ...] = ()


class TodoItem(NamedTuple):
    """What there is to do, where it comes from, and how it stands with its deadline.

    ``days`` counts to the deadline (negative: past it; None: no deadline). ``badge`` is the word
    for it, ``tone`` error, warning or neutral; ``register`` is the book that it belongs to.
    """

    group: TodoGroup
    icon: str
    title: str
    detail: str
    badge: str
    tone: str
    register: str
    action: Action
    days: int | None = None


def days_until(today: str, day: str) -> int:
    """Count the days from one ISO day to another."""
    return (date.fromisoformat(day) - date.fromisoformat(today)).days


def deadline_badge(days: int) -> tuple[str, str]:
    """Give the words and the tone of a deadline so many days away."""
    if days < 0:
        return _("Quá {n} ngày").format(n=-days), "error"
    if days == 0:
        return _("Hôm nay"), "warning"
    return _("Còn {n} ngày").format(n=days), "warning" if days <= NEAR_DAYS else "neutral"


def due_item(
    deadline: str, today: str, *, icon: str, title: str, detail: str, action: Action
) -> TodoItem:
    """Make the line of what is due on an ISO day, marked by how far away that is."""
    days = days_until(today, deadline)
    badge, tone = deadline_badge(days)
    return TodoItem(
        group=TodoGroup.OVERDUE if days < 0 else TodoGroup.SOON,
        icon=icon,
        title=title,
        detail=detail,
        badge=badge,
        tone=tone,
        register=action.register,
        action=action,
        days=days,
    )


def counts(items: Iterable[TodoItem]) -> dict[TodoGroup, int]:
    """Count the items of each group, empty groups included."""
    found = dict.fromkeys(TodoGroup, 0)
    for item in items:
        found[item.group] += 1
    return found


def as_plain(item: TodoItem) -> dict[str, Any]:
    """Give an item as JSON can keep it."""
    return {**item._asdict(), "action": item.action._asdict()}


def from_plain(kept: Mapping[str, Any]) -> TodoItem:
    """Make an item again from what ``as_plain`` gave."""
    action = kept["action"]
    return TodoItem(
        **{
            **kept,
            "group": TodoGroup(kept["group"]),
            "action": Action(
                **{**action, "kind": ActionKind(action["kind"]), "units": tuple(action["units"])}
            ),
        }
    )
