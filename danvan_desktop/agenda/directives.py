"""What directives and programmes ask for by a day: carrying out, reviewing, concluding."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from danvan_desktop.agenda.model import (
    SOON_DAYS,
    Action,
    ActionKind,
    TodoItem,
    days_until,
    due_item,
)
from danvan_desktop.i18n import N_, _
from danvan_desktop.organisation.books import Books
from danvan_desktop.registers.citations import LOAI_VAN_BAN
from danvan_desktop.vietnamese import format_date

FORGOTTEN_DAYS = 90
"""A programme's review of last year is asked for until the end of March, then it is history."""


LONGEST = 80
"""A line of the list of work names a paper with at most so many letters of its abstract."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """One kind of deadline of a directive: its fields, what is then still open, the words."""

    deadline: str
    until: str
    done: str
    still_open: str
    title: str
    label: str


_KINDS = (
    _Asked(
        "han_trien_khai",
        "trien_khai_den",
        "ngay_trien_khai",
        "trang_thai = 'moi'",
        N_("Triển khai {paper}"),
        N_("Ghi kết quả"),
    ),
    _Asked(
        "han_so_ket",
        "so_ket_den",
        "ngay_so_ket",
        "ngay_so_ket IS NULL AND ngay_tong_ket IS NULL",
        N_("Sơ kết {paper}"),
        N_("Ghi sơ kết"),
    ),
    _Asked(
        "han_tong_ket",
        "tong_ket_den",
        "ngay_tong_ket",
        "ngay_tong_ket IS NULL",
        N_("Tổng kết {paper}"),
        N_("Ghi tổng kết"),
    ),
)

_DIRECTIVES = (
    "SELECT id, loai, so_ky_hieu, ngay, trich_yeu, nguoi_phu_trach, {deadline}, {until} "
    "FROM van_ban WHERE deleted = 0 AND duplicate_of IS NULL AND {still_open} "
    "AND {until} <= ? AND (het_hieu_luc IS NULL OR het_hieu_luc > ?) ORDER BY {until}, pk"
)
_PROGRAMMES = (
    "SELECT p.id, p.so_ky_hieu, p.noi_dung, p.ben, p.den_nam FROM phoi_hop p "
    "WHERE p.deleted = 0 AND p.duplicate_of IS NULL AND p.tu_nam <= ? AND p.den_nam >= ? "
    "AND p.ngay_tong_ket IS NULL AND p.ngay_cham_dut IS NULL AND NOT EXISTS "
    "(SELECT 1 FROM phoi_hop__so_ket c WHERE c.parent_id = p.id AND c.nam = ?) ORDER BY p.pk"
)


def directives(books: Books, today: str) -> Iterator[TodoItem]:
    """List what directives ask for and nobody has done, from 30 days before the deadline on."""
    until = (date.fromisoformat(today) + timedelta(days=SOON_DAYS)).isoformat()
    for kind in _KINDS:
        query = _DIRECTIVES.format(
            deadline=kind.deadline, until=kind.until, still_open=kind.still_open
        )
        for row in _read(books, query, (until, today)):
            yield _directive(kind, row, today)


def programmes(books: Books, today: str) -> Iterator[TodoItem]:
    """List programmes without the review of the year that ends soon or has just ended."""
    this_year = int(today[:4])
    for year in (this_year - 1, this_year):
        due = f"{year}-12-31"
        if not -FORGOTTEN_DAYS <= days_until(today, due) <= SOON_DAYS:
            continue
        for row in _read(books, _PROGRAMMES, (year, year, year)):
            yield _programme(row, year, due, today)


def _directive(kind: _Asked, row: Any, today: str) -> TodoItem:
    record, code, symbol, issued, abstract, owner, asked, due = row
    paper = _("{kind} {symbol} ngày {day}").format(
        kind=_kind_name(code), symbol=symbol, day=_day(issued)
    )
    limit = _("hạn năm {year}").format(year=asked) if len(str(asked)) == 4 else ""
    parts = [_shortened(str(abstract)), limit or _("hạn {day}").format(day=_day(due))]
    if owner:
        parts.append(_("phụ trách: {name}").format(name=owner))
    action = Action(
        kind=ActionKind.OPEN_RECORD,
        label=_(kind.label),
        register="van_ban",
        record_id=record,
        field=kind.done,
    )
    title = _(kind.title).format(paper=paper)
    return due_item(
        due, today, icon="directive", title=title, detail=" · ".join(parts), action=action
    )


def _programme(row: Any, year: int, due: str, today: str) -> TodoItem:
    record, symbol, subject, sides, last_year = row
    wanted = N_("Sơ kết năm {year} chương trình {symbol}")
    if last_year == year:
        wanted = N_("Tổng kết chương trình {symbol} (kết thúc năm {year})")
    action = Action(
        kind=ActionKind.OPEN_RECORD,
        label=_("Ghi tổng kết") if last_year == year else _("Ghi sơ kết"),
        register="phoi_hop",
        record_id=record,
        field="ngay_tong_ket" if last_year == year else "so_ket",
    )
    return due_item(
        due,
        today,
        icon="programme",
        title=_(wanted).format(year=year, symbol=symbol),
        detail=f"{_shortened(subject)} · {_shortened(sides)}",
        action=action,
    )


def _kind_name(code: Any) -> str:
    known = code if code and code != "KHAC" else None
    return LOAI_VAN_BAN.format(known) or _("Văn bản")


def _shortened(text: str) -> str:
    """Cut a long abstract after a whole word; the form has all of it."""
    if len(text) <= LONGEST:
        return text
    return text[:LONGEST].rpartition(" ")[0].rstrip(",;.") + "…"


def _read(books: Books, query: str, values: tuple[Any, ...]) -> list[Any]:
    with books.database.read() as connection:
        return list(connection.exec_driver_sql(query, values).fetchall())


def _day(iso: str) -> str:
    return format_date(date.fromisoformat(iso))
