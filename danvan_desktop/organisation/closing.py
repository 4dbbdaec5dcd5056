"""Writing into a closed period: what was sent does not change in silence.

A record whose day lies in a closed period is late. It is stored, but counts in the next open
period of the same kind as *bổ sung kỳ trước*, unless somebody reopens the period
with a reason. A record that was counted in the closed period is not changed or deleted before
that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from danvan_desktop.errors import Issue, Place, Severity, UserError
from danvan_desktop.i18n import _
from danvan_desktop.organisation.periods import Period
from danvan_desktop.schema import Period as PeriodField, RegisterSpec, Values
from danvan_desktop.storage.counters import touch

if TYPE_CHECKING:
    from danvan_desktop.storage.engine import Database
    from danvan_desktop.storage.unit_of_work import UnitOfWork
    from danvan_desktop.storage.values import Record


@dataclass(frozen=True, slots=True)
class LateMark:
    """That a record of a closed period counts in another one (codes of both)."""

    period: str
    counted_in: str


@dataclass(frozen=True, slots=True)
class Held:
    """What closed periods say to a write: Issues, and the marks that the record gets."""

    issues: tuple[Issue, ...] = ()
    marks: tuple[LateMark, ...] = ()


def check(
    database: Database,
    periods: Callable[[], Sequence[Period]],
    spec: RegisterSpec,
    before: Record | None,
    values: Values,
    reason: str,
) -> Held:
    """Tell what becomes of a record that is added (no ``before``) or changed.

    With a reason everything may be written; the figures that were kept at closing stay, and the
    difference is shown.
    """
    if spec.key == "ky" and before is not None:
        return _state_is_not_edited(spec, before, values)
    if reason or spec.group not in ("register", "figures"):
        return Held()
    known = periods()
    closed = [one for one in known if one.closed]
    if not closed or (before is not None and not _changes(spec, before, values)):
        return Held()
    issues: list[Issue] = []
    marks: list[LateMark] = []
    day = spec.event_date(values)
    for period in closed:
        was_in = before is not None and period.holds(before.event_date)
        if was_in and before is not None and not is_late(database, before.id, period.code):
            issues.append(closed_issue(period, spec))
        elif period.holds(day) and not was_in:
            if has_own_period(spec):
                issues.append(closed_issue(period, spec))
            else:
                marks.append(LateMark(period.code, counted_in(known, period)))
    issues += [late_issue(one, spec) for one in marks]
    return Held(tuple(issues), tuple(marks))


def refuse(
    database: Database,
    periods: Callable[[], Sequence[Period]],
    spec: RegisterSpec,
    records: Sequence[Record],
) -> None:
    """Raise UserError when one of the records stands in the figures of a closed period."""
    if spec.group not in ("register", "figures"):
        return
    for period in (one for one in periods() if one.closed):
        for record in records:
            if period.holds(record.event_date) and not is_late(database, record.id, period.code):
                issue = closed_issue(period, spec)
                raise UserError(
                    issue.message,
                    safe=_("Chưa có gì thay đổi."),
                    remedy=issue.remedy,
                    code="closed_period",
                )


class ImportGuard:
    """The same rule for the many rows of an import, whose periods are read once."""

    def __init__(self, periods: Sequence[Period]) -> None:
        self._periods = periods
        self._closed = [one for one in periods if one.closed]
        self.watching = bool(self._closed)

    def refused(self, spec: RegisterSpec, values: Values) -> list[Period]:
        """Give the closed periods whose totals a new row would change."""
        return self._holding(spec, values) if has_own_period(spec) else []

    def late(self, spec: RegisterSpec, values: Values) -> list[LateMark]:
        """Say of a new row of closed periods where it counts."""
        if has_own_period(spec):
            return []
        held = self._holding(spec, values)
        return [LateMark(one.code, counted_in(self._periods, one)) for one in held]

    def marks(self, spec: RegisterSpec, values: Values) -> list[LateMark]:
        """Give the marks of a new row; UserError for totals of a closed period."""
        for period in self.refused(spec, values):
            issue = closed_issue(period, spec)
            raise UserError(
                issue.message,
                safe=_("Chưa nhập dòng nào."),
                remedy=_("Mở lại kỳ và ghi lý do rồi nhập."),
                code="closed_period",
            )
        return self.late(spec, values)

    def _holding(self, spec: RegisterSpec, values: Values) -> list[Period]:
        if spec.group not in ("register", "figures"):
            return []
        day = spec.event_date(values)
        return [one for one in self._closed if one.holds(day)]


def counted_in(periods: Sequence[Period], closed: Period) -> str:
    """Name the next open period of the same kind; empty while there is none."""
    kind = kind_of(closed.code)
    later = [
        one
        for one in periods
        if not one.closed and one.first_day > closed.last_day and kind_of(one.code) == kind
    ]
    return min(later, key=lambda one: one.first_day).code if later else ""


def has_own_period(spec: RegisterSpec) -> bool:
    """Tell whether rows are totals of a period, which are corrected, never late."""
    return isinstance(spec.field(spec.date_field).type, PeriodField)


def mark(
    work: UnitOfWork,
    register: str,
    record_id: str,
    marks: Iterable[LateMark],
    stamp: tuple[str, str],
) -> None:
    """Note that a record counts later than its day says; ``stamp`` is when and by whom."""
    for one in marks:
        work.connection.exec_driver_sql(
            "DELETE FROM late_record WHERE record_id = ? AND period = ?", (record_id, one.period)
        )
        work.connection.exec_driver_sql(
            "INSERT INTO late_record "
            '(owner, register, record_id, period, counted_in, at, "by") '
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (work.owner, register, record_id, one.period, one.counted_in, *stamp),
        )


def is_late(database: Database, record_id: str, period: str) -> bool:
    """Tell whether a record is late for a period, so that its figures do not hold it."""
    with database.read() as connection:
        row = connection.exec_driver_sql(
            "SELECT 1 FROM late_record WHERE record_id = ? AND period = ?", (record_id, period)
        ).fetchone()
    return row is not None


def closed_issue(period: Period, spec: RegisterSpec) -> Issue:
    """Say that a record stands in the figures of a closed period."""
    return Issue(
        "closed_period",
        _("Kỳ {period} đã khóa, hồ sơ này nằm trong số liệu đã khóa.").format(period=period.code),
        _("Mở lại kỳ và ghi lý do rồi sửa."),
        Place(register=spec.key, field=spec.date_field),
    )


def late_issue(one: LateMark, spec: RegisterSpec) -> Issue:
    """Say in which period a late record counts."""
    text = (
        _("Kỳ {period} đã khóa; hồ sơ này tính vào {next} là bổ sung kỳ trước.")
        if one.counted_in
        else _("Kỳ {period} đã khóa; hồ sơ này sẽ tính vào kỳ sau là bổ sung kỳ trước.")
    )
    return Issue(
        "late_record",
        text.format(period=one.period, next=one.counted_in),
        _("Muốn tính vào kỳ đã khóa thì mở lại kỳ và ghi lý do."),
        Place(register=spec.key, field=spec.date_field),
        Severity.WARNING,
    )


def place_waiting(database: Database, periods: Sequence[Period]) -> None:
    """Give late records that had no next period the one that was made meanwhile."""
    with database.read() as connection:
        waiting = connection.exec_driver_sql(
            "SELECT DISTINCT period FROM late_record WHERE counted_in = ''"
        ).fetchall()
    for period in (one for one in periods if (one.code,) in {tuple(row) for row in waiting}):
        target = counted_in(periods, period)
        if target:
            with database.write() as connection:
                late = connection.exec_driver_sql(
                    "SELECT register, record_id FROM late_record "
                    "WHERE period = ? AND counted_in = ''",
                    (period.code,),
                ).fetchall()
                connection.exec_driver_sql(
                    "UPDATE late_record SET counted_in = ? WHERE period = ? AND counted_in = ''",
                    (target, period.code),
                )
                for register, record_id in late:
                    touch(connection, register, record_id)


# --- private


def _state_is_not_edited(spec: RegisterSpec, before: Record, values: Values) -> Held:
    """A period is closed and reopened by its own commands, which keep figures and reasons."""
    if values.get("trang_thai") == before.values.get("trang_thai"):
        return Held()
    issue = Issue(
        "period_state",
        _("Trạng thái của kỳ không sửa ở đây."),
        _("Dùng Khóa kỳ hoặc Mở lại kỳ ở trang Số liệu."),
        Place(register=spec.key, field="trang_thai"),
    )
    return Held((issue,))


def _changes(spec: RegisterSpec, before: Record, values: Values) -> bool:
    names = [one.name for one in spec.fields] + [child.key for child in spec.children]
    return any(values.get(name) != before.values.get(name) for name in names)


def kind_of(code: str) -> str:
    """Give the kind of a period from its code: H for half-years, Q, T, 9T, N."""
    name = code.partition("/")[0]
    return name if name == "9T" else name.rstrip("0123456789")
