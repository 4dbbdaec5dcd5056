"""What the end of a period asks for: its report, closing it, and figures that are still missing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from danvan_desktop.agenda.model import (
    SOON_DAYS,
    Action,
    ActionKind,
    TodoGroup,
    TodoItem,
    days_until,
    due_item,
)
from danvan_desktop.errors import Severity
from danvan_desktop.i18n import _
from danvan_desktop.indicators import Coverage, catalogue, check_period, coverage
from danvan_desktop.indicators.forms import Form
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.periods import Period
from danvan_desktop.registers import clerk_registers
from danvan_desktop.registers.bao_cao import CHECKED, EDITABLE, SIGNED, SUBMITTED

FORGOTTEN_DAYS = 180
"""A period due longer ago than this is history and no longer asked for."""

NAMED_UNITS = 3
"""Up to so many missing units have a line each."""


def reports(books: Books, today: str) -> Iterator[TodoItem]:
    """List the reports of periods that are due: not begun, half written, or signed but not sent."""
    for period in _due_periods(books, today):
        paper = _paper(books, period)
        if paper is None or paper.state in (*EDITABLE, SUBMITTED, SIGNED):
            yield _report(books, period, paper, today)


def closings(books: Books, today: str) -> Iterator[TodoItem]:
    """List periods that have ended, hold records and are still open."""
    for period in _due_periods(books, today):
        if period.closed or period.last_day >= today or not _has_records(books, period):
            continue
        came = [coverage(books, form.code, period) for form in _forms()]
        known = [_coverage_text(books, found, period) for found in came if found.k]
        yield due_item(
            period.due or period.last_day,
            today,
            icon="lock",
            title=_("Khóa kỳ {period}").format(period=period.name),
            detail=" · ".join(known),
            action=Action(
                kind=ActionKind.CLOSE_PERIOD,
                label=_("Soát kỳ"),
                register="ky",
                period=period.code,
            ),
        )


def missing_units(books: Books, today: str) -> Iterator[TodoItem]:
    """List communes that sent no figures for a period that has ended and is open."""
    for period in _due_periods(books, today):
        if period.closed or period.last_day >= today:
            continue
        for form in _forms():
            found = coverage(books, form.code, period)
            if found.k:
                yield from _reminders(books, found, period)


@dataclass(frozen=True, slots=True)
class _Paper:
    """How far the report of a period has come."""

    id: str
    state: str
    unwritten: int


def _due_periods(books: Books, today: str) -> list[Period]:
    """Give the running periods and the latest ended one of each kind, if due soon or of late."""
    latest: dict[str, Period] = {}
    for period in books.periods():
        if period.first_day <= today:
            ended = "" if period.last_day >= today else "-"
            latest[re.sub(r"\d.*", ended, period.code)] = period
    due = [period for period in latest.values() if period.due is not None]
    return [p for p in due if -FORGOTTEN_DAYS <= days_until(today, p.due or "") <= SOON_DAYS]


def _paper(books: Books, period: Period) -> _Paper | None:
    with books.database.reading() as connection:
        row = connection.exec_driver_sql(
            "SELECT b.id, b.trang_thai, (SELECT count(*) FROM bao_cao__muc m "
            "WHERE m.parent_id = b.id AND coalesce(m.xong, 0) = 0) FROM bao_cao b "
            "WHERE b.deleted = 0 AND b.loai = 'BC' AND b.ky = ? ORDER BY b.lan DESC, b.pk DESC",
            (period.code,),
        ).fetchone()
    return _Paper(row[0], row[1], row[2]) if row else None


def _report(books: Books, period: Period, paper: _Paper | None, today: str) -> TodoItem:
    parts: list[str] = []
    kind, label = ActionKind.WRITE_REPORT, _("Soạn báo cáo")
    if paper is None:
        parts.append(_("Chưa soạn"))
    elif paper.state == SIGNED:
        kind, label = ActionKind.SEND_BUNDLE, _("Gửi báo cáo")
        parts.append(_("Đã ký, chưa gửi"))
    elif paper.state == SUBMITTED:
        label = _("Mở văn bản")
        parts.append(_("Đang trình ký"))
    elif paper.state == CHECKED:
        label = _("Mở văn bản")
        parts.append(_("Đã soát, chưa ban hành"))
    else:
        label = _("Viết tiếp")
        errors = [i for i in check_period(books, period) if i.severity is Severity.ERROR]
        if paper.unwritten:
            parts.append(_("còn {n} mục chưa viết").format(n=paper.unwritten))
        if errors:
            parts.append(_("{n} lỗi phải sửa").format(n=len(errors)))
    office = books.office(period.last_day)
    receivers = str((office or {}).get("noi_nhan") or "").splitlines()
    if receivers:
        parts.append(_("gửi {body}").format(body=receivers[-1]))
    text = ", ".join(parts[:-1]) + " · " + parts[-1] if len(parts) > 1 else parts[0]
    return due_item(
        period.due or period.last_day,
        today,
        icon="report",
        title=_("Nộp báo cáo {period}").format(period=period.name),
        detail=text[:1].upper() + text[1:],
        action=Action(
            kind=kind,
            label=label,
            register="bao_cao",
            record_id=paper.id if paper else None,
            period=period.code,
        ),
    )


def _has_records(books: Books, period: Period) -> bool:
    days = (period.first_day, period.last_day)
    with books.database.reading() as connection:
        return any(
            connection.exec_driver_sql(
                f'SELECT 1 FROM "{spec.key}" '
                "WHERE deleted = 0 AND event_date BETWEEN ? AND ? LIMIT 1",
                days,
            ).fetchone()
            for spec in clerk_registers()
        )


def _forms() -> tuple[Form, ...]:
    return catalogue().required_forms()


def _coverage_text(books: Books, found: Coverage, period: Period) -> str:
    text = _("{register} {shown} đơn vị").format(register=found.label, shown=found.shown)
    if not 0 < len(found.missing) <= NAMED_UNITS:
        return text
    directory = books.directory(period.last_day)
    names = ", ".join(directory.unit_name(code) for code in found.missing)
    return text + " " + _("(thiếu {names})").format(names=names)


def _reminders(books: Books, found: Coverage, period: Period) -> Iterator[TodoItem]:
    label = found.label.lower()
    if len(found.missing) > NAMED_UNITS:
        title = _("{n} đơn vị cấp xã chưa gửi số liệu {register}")
        yield _reminder(
            title.format(n=len(found.missing), register=label), found, found.missing, period
        )
        return
    directory = books.directory(period.last_day)
    for code in found.missing:
        name = directory.unit_name(code)
        title = _("{unit} chưa gửi số liệu {register}").format(
            unit=name[:1].upper() + name[1:], register=label
        )
        yield _reminder(title, found, (code,), period)


def _reminder(title: str, found: Coverage, units: tuple[str, ...], period: Period) -> TodoItem:
    return TodoItem(
        group=TodoGroup.WAITING,
        icon="inbox",
        title=title,
        detail=_("{period} · {shown} đơn vị cấp xã đã gửi").format(
            period=period.name[:1].upper() + period.name[1:], shown=found.shown
        ),
        badge=_("Chờ gửi"),
        tone="neutral",
        register=found.register,
        action=Action(
            kind=ActionKind.REMIND_UNITS,
            label=_("Soạn đôn đốc"),
            register=found.register,
            period=period.code,
            units=units,
        ),
    )
