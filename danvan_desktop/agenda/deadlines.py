"""Opinions of dialogues and tasks of meetings that have a day by which they must be dealt with."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from danvan_desktop.agenda.model import (
    SOON_DAYS,
    Action,
    ActionKind,
    TodoItem,
    due_item,
)
from danvan_desktop.i18n import _
from danvan_desktop.organisation.books import Books
from danvan_desktop.vietnamese import format_date

_OPINIONS = (
    "SELECT d.id, d.ngay, d.don_vi, c.position, c.noi_dung, c.linh_vuc, c.co_quan, c.han "
    "FROM doi_thoai__y_kien_chi_tiet c JOIN doi_thoai d ON d.id = c.parent_id "
    "WHERE d.deleted = 0 AND c.xu_ly = 'chuyen' "
    "AND c.ngay_tra_loi IS NULL AND c.han <= ? ORDER BY c.han, d.id, c.position"
)
_TASKS = (
    "SELECT m.id, m.ten, c.noi_dung, c.nguoi, c.han "
    "FROM hoi_nghi__viec_giao c JOIN hoi_nghi m ON m.id = c.parent_id "
    "WHERE m.deleted = 0 "
    "AND c.ngay_xong IS NULL AND c.han <= ? ORDER BY c.han, m.id, c.position"
)


def opinions(books: Books, today: str) -> Iterator[TodoItem]:
    """List passed-on opinions without answer: overdue ones singly, the others by deadline."""
    rows = _read(books, _OPINIONS, today)
    for row in (row for row in rows if row[7] < today):
        yield _opinion(row, today)
    coming = [row for row in rows if row[7] >= today]
    for _key, together in groupby(coming, key=lambda row: (row[7], row[0])):
        several = list(together)
        yield _opinion(several[0], today) if len(several) == 1 else _opinions_of(several, today)


def tasks(books: Books, today: str) -> Iterator[TodoItem]:
    """List tasks given by meetings that are not done."""
    for meeting, name, text, owner, deadline in _read(books, _TASKS, today):
        detail = _("Việc giao tại {meeting} · người làm: {owner} · hạn {day}").format(
            meeting=name, owner=owner, day=_day(deadline)
        )
        action = Action(
            kind=ActionKind.OPEN_RECORD,
            label=_("Mở việc"),
            register="hoi_nghi",
            record_id=meeting,
            field="viec_giao",
        )
        yield due_item(deadline, today, icon="task", title=text, detail=detail, action=action)


def _opinion(row: Any, today: str) -> TodoItem:
    dialogue, held, _unit, position, text, _field, agency, deadline = row
    parts = [_("Ý kiến số {n}, đối thoại ngày {day}").format(n=position + 1, day=_day(held))]
    if agency:
        parts.append(_("{agency} trả lời").format(agency=agency))
    return due_item(
        deadline,
        today,
        icon="dialogue",
        title=text.rstrip("."),
        detail=" · ".join(parts),
        action=_answer(dialogue, _("Ghi kết quả")),
    )


def _opinions_of(rows: list[Any], today: str) -> TodoItem:
    dialogue, held, deadline = rows[0][0], rows[0][1], rows[0][7]
    about = "; ".join(dict.fromkeys(str(row[5] or row[4]) for row in rows))
    title = _("{n} ý kiến chờ trả lời: {about}").format(n=len(rows), about=about)
    detail = _("Đối thoại ngày {day} · hạn {deadline}").format(
        day=_day(held), deadline=_day(deadline)
    )
    action = _answer(dialogue, _("Xem {n} ý kiến").format(n=len(rows)))
    return due_item(deadline, today, icon="dialogue", title=title, detail=detail, action=action)


def _answer(dialogue: str, label: str) -> Action:
    return Action(
        kind=ActionKind.OPEN_RECORD,
        label=label,
        register="doi_thoai",
        record_id=dialogue,
        field="y_kien_chi_tiet",
    )


def _read(books: Books, query: str, today: str) -> list[Any]:
    until = (date.fromisoformat(today) + timedelta(days=SOON_DAYS)).isoformat()
    with books.database.reading() as connection:
        return list(connection.exec_driver_sql(query, (until,)).fetchall())


def _day(iso: str) -> str:
    return format_date(date.fromisoformat(iso))
