"""Numbers that were used before the program began: the clerk says the last one of a series.

The book then goes on with the next one and leaves no gaps below it. Of papers that are numbered
through a committee term the term itself keeps the statement (``nhiem_ky.so_da_dung``), of papers
numbered by calendar year a row of the book.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from danvan_desktop.errors import Issue, Place, Severity, UserError
from danvan_desktop.i18n import _
from danvan_desktop.organisation.books import Books, SaveResult
from danvan_desktop.registers.bao_cao import LOAI
from danvan_desktop.registers.choices import LARGEST_NUMBER
from danvan_desktop.registers.so_di import BEFORE
from danvan_desktop.reports.content import PARTY
from danvan_desktop.reports.numbering import (
    BOOK,
    PAPERS,
    Entry,
    Standing,
    entries_of,
    family_on,
    next_number,
    profile_code,
    scope_of,
    statements,
    symbol_for,
    term_on,
)
from danvan_desktop.storage.values import Changes
from danvan_desktop.vietnamese import format_date

TERMS = "nhiem_ky"


def say_used_before(books: Books, kind: str, day: str, last: int) -> Changes:
    """Keep ``last`` as the last number of a type that was used before; 0 takes the statement back.

    ``day`` (ISO) lies in the term or year. UserError when the program itself gave out, keeps or
    gave up one of these numbers.
    """
    if not 0 <= last <= LARGEST_NUMBER:
        raise _refused(
            _("Số cuối phải từ 0 đến {most}.").format(most=LARGEST_NUMBER), _("Gõ lại số cuối.")
        )
    family = family_on(books, day)
    scope = scope_of(books, kind, day, family=family)
    against = [one for one in entries_of(books, scope) if one.number <= last and _ours(one)]
    if against:
        raise _refused(*_contradiction(against, last))
    name = next((_(one.label).lower() for one in LOAI.options if one.code == kind), kind)
    label = _("Số {kind} đã dùng trước: đến {n:02d}").format(kind=name, n=last)
    term = term_on(books, day) if family == PARTY else None
    if term is not None:
        told = [dict(row) for row in term.values.get("so_da_dung") or () if row["loai"] != kind]
        told += [{"loai": kind, "so": last}] if last else []
        return _saved(books.save(TERMS, {"so_da_dung": told}, id=term.id, label=label))
    known = statements(books, scope)
    if not last:
        return books.delete(BOOK, [one.id for one in known], label)
    profile = profile_code(books, day)
    values: dict[str, Any] = {
        "loai": kind,
        "so": last,
        "ky_hieu": symbol_for(books, kind, last, day, profile),
        "ngay": day,
        "the_thuc": profile,
        "trang_thai": BEFORE,
    }
    return _saved(books.save(BOOK, values, id=known[0].id if known else None, label=label))


def first_to_come(books: Books, kind: str, day: str) -> tuple[str, int, int]:
    """Tell the name of a type's series on a day, the last number used before and the next one."""
    family = family_on(books, day)
    scope = scope_of(books, kind, day, family=family)
    return scope.name, scope.used_before, next_number(books, kind, day, family=family)


def no_term(books: Books, day: str, *, family: str) -> Issue | None:
    """Remind of a Party paper whose day lies in no declared term: it is numbered by year then."""
    if family != PARTY or term_on(books, day) is not None:
        return None
    words = _("Ngày {day} không thuộc nhiệm kỳ nào đã khai, nên số được đếm theo năm {year}.")
    return Issue(
        "no_term",
        words.format(day=format_date(date.fromisoformat(day)), year=day[:4]),
        _("Khai nhiệm kỳ ở Cài đặt, phần Nhiệm kỳ: văn bản của Đảng đánh số theo nhiệm kỳ."),
        Place(register=PAPERS, field="ngay"),
        Severity.WARNING,
    )


# --- private


def _ours(entry: Entry) -> bool:
    """Tell whether the program gave the number out: a draft only plans, old minutes are typed."""
    if entry.standing in (Standing.RESERVED, Standing.VOID):
        return True
    return entry.standing is Standing.ISSUED and entry.source.startswith(f"{PAPERS}:")


def _contradiction(against: list[Entry], last: int) -> tuple[str, str]:
    entry = min(against, key=lambda one: one.number)
    number = entry.symbol or f"{entry.number:02d}"
    if entry.standing is Standing.ISSUED:
        words = _("Số {symbol} đã ban hành trong chương trình cho “{title}”.")
        remedy = _("Gõ số nhỏ hơn {n:02d}.")
    elif entry.standing is Standing.RESERVED:
        words = _("Số {symbol} đang giữ trong chương trình.")
        remedy = _("Gõ số nhỏ hơn {n:02d}, hoặc thôi giữ số đó trước.")
    else:
        words = _("Số {symbol} đã ghi bỏ trong chương trình.")
        remedy = _("Gõ số nhỏ hơn {n:02d}, hoặc thôi bỏ số đó trước.")
    told = _("Số {n:02d} không thể là số cuối đã dùng trước khi có chương trình.").format(n=last)
    shown = words.format(symbol=number, title=entry.abstract)
    return f"{told} {shown}", remedy.format(n=entry.number)


def _refused(message: str, remedy: str) -> UserError:
    return UserError(
        message,
        safe=_("Sổ văn bản đi vẫn như trước."),
        remedy=remedy,
        code="used_before",
    )


def _saved(result: SaveResult) -> Changes:
    if result.changes is None:
        raise _refused(result.issues[0].message, result.issues[0].remedy)
    return result.changes
