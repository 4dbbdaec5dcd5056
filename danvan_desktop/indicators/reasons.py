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
from danvan_desktop.organisation.closing import kind_of
from danvan_desktop.organisation.periods import Period
from danvan_desktop.registers import REGISTERS
from danvan_desktop.schema import Values
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
    return give_reasons(books, period, [issue], text)


def give_reasons(books: Books, period: Period, issues: Sequence[Issue], text: str) -> Changes:
    """Keep one reason for several warnings in one operation with one undo.

    An empty text takes away what was given. UserError when the period is closed, when no reason is
    given or the register refuses it; then nothing is written.
    """
    # A page may hold the period as it was before someone closed it.
    refuse_closed(next((one for one in books.periods() if one.code == period.code), period))
    found = reasons_of(books, period)
    wanted = {(issue.code, place_of(issue)): issue for issue in issues}
    known = {key: found[key] for key in wanted if key in found}
    text = text.strip()
    if not text:
        return _take_away(books, list(known.values()))
    if not wanted:
        raise UserError(_("Chưa chọn lời nhắc nào."), code="no_warning")
    rows: list[tuple[str | None, int | None, Values]] = []
    for key, issue in wanted.items():
        values = _values(period, issue, text)
        _refuse(books.validate(REGISTER, values))
        rows.append((known[key].id if key in known else None, None, values))
    label = (
        _("Ghi lý do: {text}").format(text=text[:60])
        if len(rows) == 1
        else _("Ghi lý do cho {n} lời nhắc").format(n=len(rows))
    )
    return books.write_all(REGISTER, rows, label)


def used_reasons(books: Books, period: Period) -> list[str]:
    """List reasons to suggest: of this period, then of the last one of its kind that has any.

    The newest comes first, each text once.
    """
    earlier = [
        one.code
        for one in books.periods()
        if one.last_day < period.first_day and kind_of(one.code) == kind_of(period.code)
    ]
    kept = _kept_of(books, [period.code, *earlier])
    last = next((code for code in reversed(earlier) if code in kept), None)
    texts: dict[str, None] = {}
    for code in (period.code, *([last] if last else ())):
        for record in sorted(kept.get(code, ()), key=lambda r: r.changed_at, reverse=True):
            texts[str(record.values["ly_do"])] = None
    return list(texts)


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


def _values(period: Period, issue: Issue, text: str) -> Values:
    return {
        "ky": period.code,
        "ma": issue.code,
        "vi_tri": place_of(issue),
        "noi_dung": issue.message,
        "ly_do": text,
    }


def _refuse(issues: Sequence[Issue]) -> None:
    for issue in issues:
        if issue.severity is Severity.ERROR:
            raise UserError(issue.message, remedy=issue.remedy, code=issue.code)


def _take_away(books: Books, reasons: Sequence[Reason]) -> Changes:
    if not reasons:
        raise UserError(_("Chưa ghi lý do."), code="no_reason")
    label = (
        _("Xóa lý do của lời nhắc")
        if len(reasons) == 1
        else _("Xóa lý do của {n} lời nhắc").format(n=len(reasons))
    )
    return books.delete(REGISTER, [one.id for one in reasons], label)


def _kept(books: Books, period: Period) -> Sequence[Record]:
    return _kept_of(books, [period.code]).get(period.code, ())


def _kept_of(books: Books, codes: Sequence[str]) -> dict[str, list[Record]]:
    query = ListQuery(
        register=REGISTER,
        filters=(Filter("ky", "in", tuple(codes)),),
        counted=True,
    )
    found: dict[str, list[Record]] = {}
    for record in books.page(query, 0, _ALL):
        found.setdefault(str(record.values["ky"]), []).append(record)
    return found
