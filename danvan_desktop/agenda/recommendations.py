"""Recommendations and opinions of supervision and inspection that wait for an answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from danvan_desktop.agenda.model import SOON_DAYS, Action, ActionKind, TodoItem, due_item
from danvan_desktop.i18n import _
from danvan_desktop.organisation.books import Books
from danvan_desktop.registers import REGISTERS
from danvan_desktop.registers.recommendations import RECOMMENDATION_LIST
from danvan_desktop.schema import RegisterSpec
from danvan_desktop.vietnamese import format_date

_HOLDERS = tuple(
    spec
    for spec in REGISTERS.values()
    if any(child.key == RECOMMENDATION_LIST for child in spec.children)
)
"""The registers that follow recommendations one by one."""

_WAITING = (
    "SELECT r.id, r.{title}, r.{day}, c.noi_dung, c.co_quan, c.han "
    "FROM {register}__{list} c JOIN {register} r ON r.id = c.parent_id "
    "WHERE r.deleted = 0 AND r.duplicate_of IS NULL AND c.han <= ? "
    "AND c.ngay_tra_loi IS NULL AND c.ket_qua IS NULL AND c.tra_loi IS NULL "
    "ORDER BY c.han, r.id, c.position"
)


def recommendations(books: Books, today: str) -> Iterator[TodoItem]:
    """List recommendations without an answer whose deadline is past or near."""
    until = (date.fromisoformat(today) + timedelta(days=SOON_DAYS)).isoformat()
    for spec in _HOLDERS:
        query = _WAITING.format(
            title=spec.title_field,
            day=spec.date_field,
            register=spec.key,
            list=RECOMMENDATION_LIST,
        )
        with books.database.read() as connection:
            rows = connection.exec_driver_sql(query, (until,)).fetchall()
        for row in rows:
            yield _item(spec, row, today)


def _item(spec: RegisterSpec, row: Any, today: str) -> TodoItem:
    record, subject, held, text, agency, deadline = row
    parts = [
        _("{register} ngày {day}: {subject}").format(
            register=_(spec.label), day=format_date(date.fromisoformat(held)), subject=subject
        )
    ]
    if agency:
        parts.append(_("{agency} trả lời").format(agency=agency))
    action = Action(
        kind=ActionKind.OPEN_RECORD,
        label=_("Ghi trả lời"),
        register=spec.key,
        record_id=record,
        field=RECOMMENDATION_LIST,
    )
    return due_item(
        deadline,
        today,
        icon=spec.icon,
        title=text.rstrip("."),
        detail=" · ".join(parts),
        action=action,
    )
