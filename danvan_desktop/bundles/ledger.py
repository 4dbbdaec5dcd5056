"""What the province holds of whom: offices by periods, and every bundle behind a cell."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from danvan_desktop.bundles.arrivals import Arrival, arrivals
from danvan_desktop.bundles.logbook import RECEIVED
from danvan_desktop.bundles.partners import Role, partners
from danvan_desktop.bundles.protocol import Receipt, Verdict
from danvan_desktop.bundles.receiving import NUMBER, REFUSED, Received, held_of
from danvan_desktop.bundles.returned import returned_offices
from danvan_desktop.bundles.sender import epoch_in, own_epoch
from danvan_desktop.bundles.signer import Signer, signer_in
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.periods import Period
from danvan_desktop.organisation.pins import pins
from danvan_desktop.storage.connections import Statements
from danvan_desktop.storage.counters import counter, set_counter
from danvan_desktop.storage.rows import marks
from danvan_desktop.vietnamese import format_date

if TYPE_CHECKING:
    from danvan_desktop.indicators.completeness import Reminder

_AT_ONCE = 400
"""Sums asked for in one statement."""

_BUNDLE = 'pk, office, at, file, sha256, size, period, number, verdict, reason, counts, "by"'


class Standing(StrEnum):
    """How an office stands with a period."""

    ON_TIME = "on_time"
    LATE = "late"
    HELD_UP = "held_up"
    """It sent, but something before it is missing or the two sides differ: it must send again."""
    UNDECIDED = "undecided"
    """What came last waits for a person here, who has to agree to what it takes away."""
    REFUSED = "refused"
    """All that came was damaged or signed by an unknown key."""
    EARLY = "early"
    """It sent before the period's end and without its report: what counts is still to come."""
    MISSING = "missing"
    WAITING = "waiting"
    """Not sent, and not due yet."""


_OWED = {
    Standing.MISSING: "toàn bộ gói số liệu của kỳ",
    Standing.WAITING: "toàn bộ gói số liệu của kỳ",
    Standing.EARLY: "gói số liệu chốt kỳ, vì gói đã đến lập trước khi hết kỳ, chưa kèm báo cáo",
    Standing.HELD_UP: "gói số liệu gửi lại theo biên nhận, vì gói đã đến còn thiếu phần trước",
    Standing.REFUSED: "gói số liệu lập lại, vì tệp đã đến bị hỏng hoặc chưa rõ người ký",
}
"""What an office owes by its standing, as a letter says it; papers are always Vietnamese."""


@dataclass(frozen=True, slots=True)
class SendingOffice:
    """An office that sends here; ``enrolled``: its key is believed today."""

    code: str
    name: str
    enrolled: bool


@dataclass(frozen=True, slots=True)
class SentCell:
    """An office and a period; ``times`` counts the files, days are ISO, of what was received.

    ``returned`` is by when the office is to send again what came back to it, "" for nothing.
    """

    standing: Standing
    times: int = 0
    first: str = ""
    last: str = ""
    returned: str = ""


@dataclass(frozen=True, slots=True)
class SentMatrix:
    """All sending offices (rows) by periods (columns)."""

    offices: tuple[SendingOffice, ...]
    periods: tuple[Period, ...]
    cells: Mapping[tuple[str, str], SentCell]

    def cell(self, office: str, period: str) -> SentCell:
        """Give the cell of an office and a period by their codes."""
        return self.cells[office, period]

    def owing(self, period: str) -> tuple[SendingOffice, ...]:
        """List the offices whose figures of a period are not here."""
        here = (Standing.ON_TIME, Standing.LATE)
        return tuple(
            one for one in self.offices if self.cells[one.code, period].standing not in here
        )


@dataclass(frozen=True, slots=True)
class BundleEntry:
    """A file that came: when, what became of it, how many records per register it carried."""

    pk: int
    office: str
    at: str
    file: str
    sha256: str
    size: int
    period: str
    number: int
    verdict: str
    reason: str
    counts: Mapping[str, int]
    by: str
    signer: Signer | None = None

    @property
    def answerable(self) -> bool:
        """Tell whether its office gets a receipt for it."""
        return self.verdict not in (REFUSED, Verdict.ASKS)


@dataclass(frozen=True, slots=True)
class PaperEntry:
    """A paper that came with a bundle; ``sha256`` finds its content."""

    name: str
    title: str
    sha256: str
    size: int
    number: int


def sending_offices(books: Books) -> tuple[SendingOffice, ...]:
    """List whoever was enrolled or is held here, in the order of their names."""
    now = datetime.fromisoformat(books.clock.now())
    found: dict[str, SendingOffice] = {}
    with books.database.reading() as connection:
        for code, name in connection.exec_driver_sql("SELECT office, name FROM sync_office"):
            found[str(code)] = SendingOffice(str(code), str(name), False)
    for one in reversed(partners(books.paths)):
        if one.role is Role.OFFICE:
            before = found.get(one.office)
            known = one.believed(now) or (before is not None and before.enrolled)
            name = before.name if before is not None else one.name
            found[one.office] = SendingOffice(one.office, name, known)
    return tuple(sorted(found.values(), key=lambda one: (one.name, one.code)))


def office_names(books: Books) -> dict[str, str]:
    """Name the offices whose records are held here, by code."""
    with books.database.reading() as connection:
        rows = connection.exec_driver_sql("SELECT office, name FROM sync_office ORDER BY name")
        return {str(code): str(name) for code, name in rows}


@dataclass(frozen=True, slots=True)
class OfficeState:
    """How far an office is: its epoch and number held ("" and 0 for nothing), when, open pins."""

    office: SendingOffice
    epoch: str
    high: int
    at: str
    bundles: int
    waiting: int


def office_states(books: Books) -> list[OfficeState]:
    """Tell of every sending office up to where its records are here."""
    held: dict[str, tuple[str, int, str]] = {}
    with books.database.reading() as connection:
        for code, epoch, high, at in connection.exec_driver_sql(
            "SELECT office, epoch, high, at FROM sync_office"
        ):
            held[str(code)] = (str(epoch), int(high), str(at))
        rows = connection.exec_driver_sql(
            "SELECT office, count(*) FROM sync_bundle GROUP BY office"
        ).fetchall()
    came = {str(code): int(count) for code, count in rows}
    open_ = [p.office for p in pins(books) if not p.sender and not p.state.settled]
    return [
        OfficeState(
            one, *held.get(one.code, ("", 0, "")), came.get(one.code, 0), open_.count(one.code)
        )
        for one in sending_offices(books)
    ]


def sent_matrix(books: Books, periods: Sequence[Period]) -> SentMatrix:
    """Tell for every sending office and period what came and when."""
    offices, today = sending_offices(books), books.clock.today()
    with books.database.reading() as connection:
        came = arrivals(connection, periods)
    back = returned_offices(books)
    cells = {
        (office.code, period.code): replace(
            _cell(came.get((office.code, period.code), []), period, today),
            returned=back.get((office.code, period.code), ""),
        )
        for office in offices
        for period in periods
    }
    return SentMatrix(offices, tuple(periods), cells)


def owing_offices(books: Books, period: Period) -> list[Reminder]:
    """List who owes something of a period, in words for a letter: not sent, not taken, sent back.

    What came back owes nothing before the day by which it is to be sent again.
    """
    from danvan_desktop.indicators.completeness import Reminder

    matrix, today = sent_matrix(books, [period]), books.clock.today()
    found = []
    for one in matrix.offices:
        cell = matrix.cell(one.code, period.code)
        words = _OWED.get(cell.standing, "")
        if not words and cell.returned and cell.returned < today:
            day = format_date(date.fromisoformat(cell.returned))
            words = f"các số liệu đã gửi trả, hạn sửa ngày {day}"
        if words:
            found.append(Reminder(one.code, one.name, (), period.due, words))
    return found


def bundles_of(
    books: Books, *, office: str | None = None, period: str | None = None, limit: int = 500
) -> list[BundleEntry]:
    """List what came, newest first: of an office, of a period, or everything."""
    asked = {"office": office, "period": period}
    given = {name: value for name, value in asked.items() if value is not None}
    where = " AND ".join(f"{name} = ?" for name in given) or "1 = 1"
    with books.database.reading() as connection:
        rows = connection.exec_driver_sql(
            f"SELECT {_BUNDLE} FROM sync_bundle WHERE {where} ORDER BY pk DESC LIMIT ?",
            (*given.values(), limit),
        )
        entries = [_entry(row) for row in rows]
        signers = _signers(connection, entries)
    return [replace(one, signer=signers.get((one.at, one.sha256))) for one in entries]


def papers_of(books: Books, office: str, period: str) -> list[PaperEntry]:
    """List the papers that an office sent for a period, those of the newest bundle first.

    Every bundle brings them all again; each is listed once, with the newest that brought it.
    """
    with books.database.reading() as connection:
        rows = connection.exec_driver_sql(
            "SELECT name, title, sha256, size, number FROM sync_paper "
            "WHERE office = ? AND period = ? ORDER BY number DESC, pk",
            (office, period),
        )
        found: dict[str, PaperEntry] = {}
        for name, title, sha256, size, number in rows:
            one = PaperEntry(str(name), str(title), str(sha256), int(size), int(number))
            found.setdefault(one.sha256, one)
    return list(found.values())


def answer_again(books: Books, entry: BundleEntry) -> Received:
    """Make a new receipt for a bundle that came before; it says how far the province is now.

    ValueError for a file that was refused: nobody is known to answer to.
    """
    if not entry.answerable:
        raise ValueError("nothing to answer")
    own_epoch(books)
    with books.database.write() as connection:
        epoch = epoch_in(connection)
        number = counter(connection, NUMBER) + 1
        set_counter(connection, NUMBER, number)
        held = held_of(connection, entry.office)
        newest = connection.exec_driver_sql(
            "SELECT max(pk), max(name) FROM sync_bundle LEFT JOIN sync_office USING (office) "
            "WHERE office = ?",
            (entry.office,),
        ).fetchone()
    last, name = newest if newest is not None else (None, None)
    diverged = entry.verdict == Verdict.DIVERGED and last == entry.pk
    return Received(
        file=entry.file,
        verdict=entry.verdict,
        reason=entry.reason,
        office=entry.office,
        office_name=str(name or ""),
        period=entry.period,
        number=entry.number,
        sha256=entry.sha256,
        counts=entry.counts,
        receipt=Receipt(entry.office, epoch, number, held, diverged=diverged),
    )


# --- private


def _cell(came: Sequence[Arrival], period: Period, today: str) -> SentCell:
    due = period.due or period.last_day
    if came and came[-1].verdict == Verdict.ASKS:
        return SentCell(Standing.UNDECIDED, len(came), came[0].day, came[-1].day)
    if counted := [one.day for one in came if one.settles(period)]:
        standing = Standing.ON_TIME if counted[0] <= due else Standing.LATE
        return SentCell(standing, len(came), counted[0], [x.day for x in came if x.held][-1])
    if not came:
        return SentCell(Standing.MISSING if today > due else Standing.WAITING)
    whole = [one for one in came if one.verdict != REFUSED]
    standing = Standing.HELD_UP if whole else Standing.REFUSED
    if whole and whole[-1].held:
        standing = Standing.EARLY
    return SentCell(standing, len(came), came[0].day, came[-1].day)


def _signers(
    connection: Statements, entries: Sequence[BundleEntry]
) -> dict[tuple[str, str], Signer]:
    """Find who signed what came, by the moment and the sum, among what the log notes."""
    found: dict[tuple[str, str], Signer] = {}
    sums = sorted({one.sha256 for one in entries})
    for start in range(0, len(sums), _AT_ONCE):
        some = sums[start : start + _AT_ONCE]
        for at, sha256, details in connection.exec_driver_sql(
            "SELECT at, sha256, details FROM sync_log WHERE kind = ? "
            f"AND sha256 IN ({marks(some)})",
            (RECEIVED, *some),
        ):
            if (signer := signer_in(json.loads(details or "{}"))) is not None:
                found[str(at), str(sha256)] = signer
    return found


def _entry(row: Sequence[Any]) -> BundleEntry:
    pk, office, at, file, sha256, size, period, number, verdict, reason, counts, by = row
    return BundleEntry(
        pk=int(pk),
        office=str(office),
        at=str(at),
        file=str(file),
        sha256=str(sha256),
        size=int(size),
        period=str(period or ""),
        number=int(number or 0),
        verdict=str(verdict),
        reason=str(reason),
        counts=json.loads(counts),
        by=str(by),
    )
