"""Keys that end: the office's own are renewed here, the superior's has to be asked for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from danvan_desktop.agenda.model import Action, ActionKind, TodoItem, due_item
from danvan_desktop.i18n import N_, _
from danvan_desktop.organisation.books import Books
from danvan_desktop.signing.key_ends import KeyEnd, Whose

_TITLES = {
    Whose.OWN: N_("Gia hạn khóa của cơ quan"),
    Whose.RECEIVING: N_("Gia hạn chứng thư nhận gói, phát giấy giới thiệu mới cho các cơ quan"),
    Whose.UNTOLD: N_("Phát giấy giới thiệu khóa mới của cơ quan"),
    Whose.SUPERIOR: N_("Xin giấy giới thiệu khóa mới của {name}"),
}


def ending_keys(books: Books, today: str) -> Iterator[TodoItem]:
    """List the keys that end soon or have ended; a receiver's two are renewed in one go."""
    day = date.fromisoformat(today)
    near = [one for one in books.key_ends(today) if one.near(day)]
    receives = any(one.whose is Whose.RECEIVING for one in near)
    for one in near:
        if not (receives and one.whose is Whose.OWN):
            yield _item(one, day)


def _item(one: KeyEnd, day: date) -> TodoItem:
    action = Action(kind=ActionKind.RENEW_KEY, label=_("Mở Gửi – nhận"), register="van_phong")
    return due_item(
        one.due.isoformat(),
        day.isoformat(),
        icon="key",
        title=_(_TITLES[one.whose]).format(name=one.name),
        detail=f"{one.told(day)} {one.remedy}",
        action=action,
    )
