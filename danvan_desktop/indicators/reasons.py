"""Reasons that were given for warnings: kept with history and undo, printed as *thuyết minh*."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from danvan_desktop.errors import Issue, Severity, UserError
from danvan_desktop.i18n import _
from danvan_desktop.indicators.catalogue import catalogue
from danvan_desktop.indicators.checks import check_period
from danvan_desktop.indicators.typed import refuse_closed
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.periods import Period
from danvan_desktop.registers import REGISTERS
from danvan_desktop.storage.values import Changes, Filter, ListQuery, Record

REGISTER = "thuyet_minh"
_ALL = 10_000


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a warning is as it is: the rule, where it stands, what it said, the reason."""

    id: str
    rule: str
    place: str
    warning: str
    text: str
    by: str
    at: str


def place_of(issue: Issue) -> str:
    """Name the place of an Issue so that its reason is found again when it comes up again."""
    place = issue.place
    parts = (place.register, place.record, place.field, place.unit)
    return "|".join(part or "" for part in parts)


def reasons_of(books: Books, period: Period) -> dict[tuple[str, str], Reason]:
    """Give the reasons of a period by rule and place."""
    return {
        (str(r.values["ma"]), str(r.values["vi_tri"])): Reason(
            id=r.id,
            rule=str(r.values["ma"]),
            place=str(r.values["vi_tri"]),
            warning=str(r.values["noi_dung"] or ""),
            text=str(r.values["ly_do"]),
            by=r.changed_by,
            at=r.changed_at,
        )
        for r in _kept(books, period)
    }


def reason_for(books: Books, period: Period, issue: Issue) -> Reason | None:
    """Find the reason of one warning."""
    return reasons_of(books, period).get((issue.code, place_of(issue)))


def give_reason(books: Books, period: Period, issue: Issue, text: str) -> Changes:
    """Keep the reason for a warning (an empty text takes it away), in one operation with undo."""
    refuse_closed(period)
    known = reason_for(books, period, issue)
    if not text.strip():
        if known is None:
            raise UserError(_("Chưa ghi lý do."), code="no_reason")
        return books.delete(REGISTER, [known.id], _("Xóa lý do của cảnh báo"))
    values = {
        "ky": period.code,
        "ma": issue.code,
        "vi_tri": place_of(issue),
        "noi_dung": issue.message,
        "ly_do": text.strip(),
    }
    label = _("Ghi lý do: {text}").format(text=text.strip()[:60])
    saved = books.save(REGISTER, values, id=known.id if known else None, label=label)
    if saved.changes is None:
        first = saved.issues[0]
        raise UserError(first.message, remedy=first.remedy, code=first.code)
    return saved.changes


def unexplained(books: Books, period: Period, issues: Sequence[Issue] | None = None) -> list[Issue]:
    """List the warnings of a period (default: of its check) that have no reason yet."""
    found = check_period(books, period) if issues is None else issues
    known = reasons_of(books, period)
    return [
        issue
        for issue in found
        if issue.severity is Severity.WARNING and (issue.code, place_of(issue)) not in known
    ]


def notes_for_paper(books: Books, period: Period) -> list[tuple[str, str]]:
    """Give a report's *thuyết minh số liệu*: what is explained (as papers name it), and why.

    Reasons of warnings that no longer come up are left out.
    """
    known = reasons_of(books, period)
    found: dict[tuple[str, str], None] = {}
    for issue in check_period(books, period) if known else ():
        reason = known.get((issue.code, place_of(issue)))
        if reason is not None:
            found[_subject(issue), reason.text] = None
    return list(found)


def _subject(issue: Issue) -> str:
    """Name what an Issue is about in the language of papers, whatever that of the window."""
    place = issue.place
    if place.record is not None and place.record in catalogue():
        return catalogue()[place.record].name
    key = place.register or ""
    return catalogue().form(key).name if key in REGISTERS else ""


def _kept(books: Books, period: Period) -> Sequence[Record]:
    query = ListQuery(
        register=REGISTER,
        filters=(Filter("ky", "in", (period.code,)),),
        counted=True,
    )
    return books.page(query, 0, _ALL)
