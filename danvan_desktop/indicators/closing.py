"""Closing a period keeps its figures; what differs later is shown, never changed in silence.

Errors and warnings without a reason stop the closing. Late records count in the next period
(``organisation.closing``); reopening wants a reason.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from danvan_desktop.errors import Issue, Severity, UserError
from danvan_desktop.i18n import _
from danvan_desktop.indicators.checks import check_period
from danvan_desktop.indicators.engine import compute
from danvan_desktop.indicators.reasons import unexplained
from danvan_desktop.indicators.values import Figure
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.periods import Period
from danvan_desktop.registers import REGISTERS
from danvan_desktop.registers.to_chuc import CLOSED, OPEN
from danvan_desktop.storage.unit_of_work import counter
from danvan_desktop.storage.values import Changes, Record

MAX_NAMED = 3
"""How many obstacles a refusal names before it says how many more there are."""


@dataclass(frozen=True, slots=True)
class ClosedFigures:
    """The figures as they were when a period was closed: plain values by code, and provenance.

    ``seq`` is the database's counter at that moment.
    """

    period: str
    at: str
    by: str
    seq: int
    figures: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Drift:
    """A figure that is no longer what it was when the period was closed."""

    code: str
    then: Any
    now: Any


@dataclass(frozen=True, slots=True)
class LateRecord:
    """A record of a closed period that counts in another one; who entered it when."""

    register: str
    record_id: str
    period: str
    counted_in: str
    at: str
    by: str


def obstacles(books: Books, period: Period) -> list[Issue]:
    """List what stops a period from being closed: errors, and warnings without a reason."""
    issues = check_period(books, period)
    errors = [issue for issue in issues if issue.severity is Severity.ERROR]
    return errors + unexplained(books, period, issues)


def close_period(books: Books, period: Period) -> Changes:
    """Close a period and keep its figures; UserError names what stands in the way."""
    if period.closed:
        raise UserError(_("Kỳ {period} đã khóa.").format(period=period.code), code="closed_period")
    found = obstacles(books, period)
    if found:
        raise _refusal(period, found)
    record = _record(books, period)
    kept = {code: _kept(figure) for code, figure in compute(books, period).items()}
    with books.operation(_("Khóa kỳ {period}").format(period=period.code)) as (work, done):
        work.update(REGISTERS["ky"], record.id, {"trang_thai": CLOSED})
        # Counted here now, except what a closed later period has counted already.
        here = (
            "FROM late_record WHERE period = ? AND counted_in NOT IN "
            "(SELECT ma FROM ky WHERE deleted = 0 AND trang_thai = ?)"
        )
        run = work.connection.exec_driver_sql
        for register, record_id in run(
            f"SELECT register, record_id {here}", (period.code, CLOSED)
        ).fetchall():
            work.touch(register, record_id)
        run(f"DELETE {here}", (period.code, CLOSED))
        work.connection.exec_driver_sql(
            'INSERT INTO closed_figures (owner, period, at, "by", seq, figures) '
            "VALUES (?, ?, ?, ?, ?, ?)",
            (
                work.owner,
                period.code,
                books.clock.now(),
                books.user,
                counter(work.connection, "seq"),
                json.dumps(kept, ensure_ascii=False, separators=(",", ":")),
            ),
        )
    return done[0]


def reopen_period(books: Books, period: Period, reason: str) -> Changes:
    """Open a closed period again; the reason is kept with it. UserError without a reason."""
    if not reason.strip():
        raise UserError(
            _("Chưa ghi lý do mở lại kỳ."),
            safe=_("Kỳ vẫn khóa."),
            remedy=_("Gõ lý do, ví dụ “bổ sung số liệu xã Chà Là”."),
            code="no_reason",
        )
    if not period.closed:
        raise UserError(_("Kỳ {period} đang mở.").format(period=period.code), code="not_closed")
    record = _record(books, period)
    label = _("Mở lại kỳ {period}: {reason}").format(period=period.code, reason=reason.strip())
    with books.operation(label) as (work, done):
        values = {"trang_thai": OPEN, "ly_do_mo_lai": reason.strip()}
        work.update(REGISTERS["ky"], record.id, values)
    return done[0]


def closed_figures(books: Books, period: Period) -> ClosedFigures | None:
    """Give the figures with which a period was closed last; None when it never was.

    Undoing a closing leaves its figures here, as reopening does: what they were is a fact. Nothing
    is compared with them while the period is open, a redo finds the same figures again, and the
    next closing keeps its own.
    """
    with books.database.read() as connection:
        row = connection.exec_driver_sql(
            'SELECT period, at, "by", seq, figures FROM closed_figures WHERE period = ? '
            "ORDER BY pk DESC LIMIT 1",
            (period.code,),
        ).fetchone()
    return ClosedFigures(row[0], row[1], row[2], row[3], json.loads(row[4])) if row else None


def drifts(books: Books, period: Period) -> list[Drift]:
    """List what differs today from the figures with which a closed period was closed."""
    closed = closed_figures(books, period) if period.closed else None
    if closed is None:
        return []
    now = compute(books, period)
    return [
        Drift(code, then["value"], _kept(now[code])["value"])
        for code, then in closed.figures.items()
        if code in now and then != _kept(now[code])
    ]


def late_records(books: Books, period: Period) -> list[LateRecord]:
    """List the records that count in a period as *bổ sung kỳ trước*."""
    later = {one.code: one for one in books.periods()}
    with books.database.read() as connection:
        rows = connection.exec_driver_sql(
            'SELECT register, record_id, period, counted_in, at, "by" FROM late_record '
            "WHERE counted_in = ? ORDER BY pk",
            (period.code,),
        ).all()
    found = [LateRecord(*row) for row in rows]
    active = [
        one for one in found if (earlier := later.get(one.period)) is not None and earlier.closed
    ]
    return [one for one in active if _alive(books, one)]


# --- private


def _alive(books: Books, one: LateRecord) -> bool:
    record = books.record(one.register, one.record_id)
    return record is not None and not record.deleted


def _record(books: Books, period: Period) -> Record:
    for record in books.all_of("ky"):
        if record.values["ma"] == period.code:
            return record
    raise UserError(
        _("Chưa có kỳ báo cáo {code}.").format(code=period.code),
        remedy=_("Thêm kỳ trong Cài đặt."),
        code="unknown_period",
    )


def _kept(figure: Figure) -> dict[str, Any]:
    """Give what is kept of a figure: its plain values and where they came from."""
    plain = figure.plain()
    return {
        **{
            name: plain[name]
            for name in ("value", "by", "numerator", "denominator")
            if name in plain
        },
        "known": figure.known,
        "source": figure.source.value,
        "qualifier": figure.qualifier,
    }


def _refusal(period: Period, found: list[Issue]) -> UserError:
    errors = [issue for issue in found if issue.severity is Severity.ERROR]
    named = " ".join(issue.message for issue in (errors or found)[:MAX_NAMED])
    if errors:
        text = _("Chưa khóa được kỳ {period}: còn {n} lỗi. {named}")
        remedy = _("Sửa các lỗi ở trang Số liệu rồi khóa.")
    else:
        text = _("Chưa khóa được kỳ {period}: {n} lời nhắc chưa có lý do. {named}")
        remedy = _("Ghi lý do cho từng lời nhắc rồi khóa.")
    return UserError(
        text.format(period=period.code, n=len(errors or found), named=named),
        safe=_("Kỳ vẫn mở, số liệu không thay đổi."),
        remedy=remedy,
        code="period_has_errors" if errors else "period_has_warnings",
    )
