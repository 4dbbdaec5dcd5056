"""The numbering book of outgoing papers: the next number, kept numbers, gaps, no number twice.

Party papers are numbered from 01 for each type within one committee term, State papers within one
calendar year (HD 05-HD/VPTW; NĐ 30/2020). Most of the book is read from the papers: reports and
letters, minutes of meetings, notices of dialogues. The register ``so_di`` holds what they cannot
tell: numbers kept for somebody, numbers given up, and the number that a paper was issued under.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from danvan_desktop.documents.profiles import profile_for
from danvan_desktop.errors import Issue, Place, Severity, UserError
from danvan_desktop.i18n import _
from danvan_desktop.organisation.books import Books
from danvan_desktop.registers import REGISTERS
from danvan_desktop.registers.bao_cao import ISSUED
from danvan_desktop.registers.choices import LARGEST_NUMBER
from danvan_desktop.registers.so_di import BEFORE, RESERVED, USED, VOID
from danvan_desktop.reports.content import PARTY, profile_on
from danvan_desktop.storage.values import Changes, Record
from danvan_desktop.vietnamese import format_date

BOOK = "so_di"
PAPERS = "bao_cao"
NOT_AN_UNDO = "number"
"""Kind of the operation that gives a paper its number: undo never takes a number back."""

_NUMBERED = {"BB": ("hoi_nghi", "so_bien_ban"), "TB": ("doi_thoai", "so_thong_bao")}
"""Registers whose records bear the number of a paper, and the field, by its type."""

_LEADING = re.compile(r"\s*0*(\d{1,6})\s*[-/]")

Values = Mapping[str, Any]


class Standing(StrEnum):
    """What has become of a number of the book."""

    ISSUED = "da_dung"
    PLANNED = "du_kien"
    RESERVED = "giu"
    VOID = "bo"
    GAP = "trong"
    BEFORE = "truoc"


@dataclass(frozen=True, slots=True)
class Scope:
    """Within which days (ISO, both included) and for which issuer papers of a type are counted."""

    kind: str
    first: str
    last: str
    issuer: str
    name: str
    used_before: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the book.

    ``number`` to ``last`` are the same but where numbers were used before this program began.
    ``source`` is ``register:id`` of the paper, "" when the book itself is all that is known.
    """

    number: int
    standing: Standing
    symbol: str = ""
    day: str = ""
    kind: str = ""
    abstract: str = ""
    signer: str = ""
    recipients: str = ""
    source: str = ""
    row: str = ""
    note: str = ""
    state: str = ""
    last: int = 0
    twice: bool = False
    replaces: str = ""
    subject: str = ""


# --- the scope


def scope_of(books: Books, kind: str, day: str, *, family: str = PARTY) -> Scope:
    """Tell within which days and for which issuer a type is counted on an ISO day.

    ``family`` is that of the format profile. Without a term on that day the calendar year counts.
    """
    issuer = _issuer(books, day)
    term = term_on(books, day) if family == PARTY else None
    if term is None:
        year = day[:4]
        name = _("năm {year}").format(year=year)
        scope = Scope(kind, f"{year}-01-01", f"{year}-12-31", issuer, name)
        before = [int(row.values["so"]) for row in statements(books, scope)]
        return replace(scope, used_before=max(before, default=0))
    told = [int(r["so"]) for r in term.values.get("so_da_dung") or () if r["loai"] == kind]
    return Scope(
        kind,
        str(term.values["tu_ngay"]),
        str(term.values.get("den_ngay") or "9999-12-31"),
        issuer,
        _("nhiệm kỳ {name}").format(name=term.values["ten"]),
        max(told, default=0),
    )


def term_on(books: Books, day: str) -> Record | None:
    """Give the committee term of an ISO day; None when none was declared for it."""
    return next(iter(books.all_of("nhiem_ky", on=day)), None)


def statements(books: Books, scope: Scope) -> list[Record]:
    """List the rows of the book that say which number of a year was the last one used before."""
    return [
        row
        for row in books.all_of(BOOK)
        if row.values.get("trang_thai") == BEFORE
        and row.values.get("loai") == scope.kind
        and scope.first <= str(row.values["ngay"]) <= scope.last
        and _issuer(books, str(row.values["ngay"])) == scope.issuer
    ]


def family_on(books: Books, day: str) -> str:
    """Tell by which family of formats the office numbers its papers on an ISO day."""
    office = books.office(day) or {}
    return profile_on(str(office.get("the_thuc") or "DANG_HD36"), day).family


def next_number(
    books: Books, kind: str, day: str, *, family: str = PARTY, besides: str | None = None
) -> int:
    """Give the next number of a type (``BC``) on an ISO day; ``besides`` is a paper to leave out.

    It is free for certain: what a draft plans counts, and what is kept or given up is passed over.
    """
    scope = scope_of(books, kind, day, family=family)
    found = entries_of(books, scope)
    return following(scope, [one for one in found if not _belongs(one, besides or "")])


def following(scope: Scope, entries: Iterable[Entry]) -> int:
    """Give the first free number behind the last one that a paper bears.

    A number kept far ahead takes nothing from those before it: they come next, so no gap is left.
    """
    last, taken = scope.used_before, set()
    for one in entries:
        if one.standing in (Standing.ISSUED, Standing.PLANNED) or (
            one.standing is Standing.RESERVED and one.source
        ):
            last = max(last, one.number)
        elif one.standing in (Standing.RESERVED, Standing.VOID):
            taken.add(one.number)
    number = last + 1
    while number in taken:
        number += 1
    return number


def leading_number(written: object) -> int | None:
    """Read the number in front of a symbol: 7 of ``07-BB/BDV``; None when there is none."""
    found = _LEADING.match(str(written or ""))
    return int(found[1]) if found else None


def symbol_for(books: Books, kind: str, number: int, day: str, profile_code: str) -> str:
    """Write number and symbol as they are cited: ``15-BC/BDV`` or ``15/BC-BDV``."""
    symbol = str((books.office(day) or {}).get("ky_hieu") or "")
    line = profile_for(profile_code).number_line(number, kind=kind, symbol=symbol)
    return line.removeprefix("Số").lstrip(": ")


# --- the book


def book(books: Books, scope: Scope) -> list[Entry]:
    """List a type's numbers in order: papers, kept and given up ones, and every gap between."""
    found = sorted(entries_of(books, scope), key=lambda entry: (entry.number, entry.replaces))
    listed: list[Entry] = []
    if scope.used_before:
        listed.append(Entry(1, Standing.BEFORE, kind=scope.kind, last=scope.used_before))
    expected = scope.used_before + 1
    counts: dict[int, int] = {}
    for entry in found:
        counts[entry.number] = counts.get(entry.number, 0) + (not entry.replaces)
    for entry in found:
        listed += [Entry(n, Standing.GAP, kind=scope.kind) for n in _up_to(expected, entry.number)]
        expected = max(expected, entry.number + 1)
        before = entry.number <= scope.used_before and not _typed_before(entry)
        listed.append(replace(entry, twice=counts[entry.number] > 1 or before))
    return listed


def gaps(books: Books, scope: Scope) -> list[int]:
    """List the numbers below the highest one that no paper bears and nobody gave up."""
    return [entry.number for entry in book(books, scope) if entry.standing is Standing.GAP]


def number_issue(
    books: Books,
    kind: str,
    number: int,
    day: str,
    *,
    family: str = PARTY,
    own: Iterable[str] = (),
) -> Issue | None:
    """Say why a paper may not bear a number (already used, kept, given up); None when it may.

    ``own`` are ids of the paper itself and of those that it replaces under the same number. What
    another draft merely plans does not hinder the paper that the book gave the number to.
    """
    if not 0 < number <= LARGEST_NUMBER:
        return _taken(_("Số phải từ 1 đến {most}.").format(most=LARGEST_NUMBER))
    scope = scope_of(books, kind, day, family=family)
    if number <= scope.used_before:
        words = _("Số {n:02d} của {name} đã dùng trước khi có chương trình.")
        return _taken(words.format(n=number, name=scope.name))
    own = tuple(own)
    found = [entry for entry in entries_of(books, scope) if entry.number == number]
    others = [entry for entry in found if not any(_belongs(entry, one) for one in own)]
    if len(others) < len(found) and any(e.row for e in found if e not in others):
        others = [entry for entry in others if entry.standing is not Standing.PLANNED]
    return _taken(_whose(others[0])) if others else None


def odd_number(
    books: Books, kind: str, number: int, day: str, *, family: str = PARTY, own: str = ""
) -> Issue | None:
    """Remind of a number that leaves a gap, or that stands out of the order of days."""
    scope = scope_of(books, kind, day, family=family)
    others = [
        entry
        for entry in entries_of(books, scope)
        if not _belongs(entry, own) and entry.standing in (Standing.ISSUED, Standing.PLANNED)
    ]
    below = max([scope.used_before, *(e.number for e in others if e.number < number)])
    later = [e for e in others if e.number < number and e.day > day]
    if later:
        words = _("Số {n:02d} đề ngày {day}, trước ngày của số {other:02d} ({later}).")
        text = words.format(
            n=number,
            day=_shown(day),
            other=later[-1].number,
            later=_shown(later[-1].day),
        )
        return _number_issue("number_out_of_order", text, _("Xem lại số hoặc ngày văn bản."))
    kept = {e.number for e in entries_of(books, scope)} - {number}
    missing = [n for n in _up_to(below + 1, number) if n not in kept]
    if not missing:
        return None
    words = _("Số {n:02d} bỏ cách số {missing}.")
    if len(missing) > 1:
        words = _("Số {n:02d} bỏ cách các số {missing}.")
    text = words.format(n=number, missing=number_ranges(missing))
    return _number_issue("number_skips", text, _("Lấy số tiếp theo, hoặc ghi lý do."))


def gap_ahead(books: Books, scope: Scope, number: int) -> Issue | None:
    """Tell of a number to be kept or given up that leaves free ones between it and the next."""
    found = entries_of(books, scope)
    taken = {one.number for one in found}
    free = [n for n in _up_to(following(scope, found), number) if n not in taken]
    if not free:
        return None
    words = _("Số {n:02d} đi trước số tiếp theo; số {missing} chưa dùng.")
    if len(free) > 1:
        words = _("Số {n:02d} đi trước số tiếp theo; các số {missing} chưa dùng.")
    text = words.format(n=number, missing=number_ranges(free))
    remedy = _("Văn bản mới vẫn lấy số {n:02d} trước.").format(n=free[0])
    return _number_issue("number_ahead", text, remedy)


def number_ranges(numbers: Iterable[int]) -> str:
    """Write numbers as a clerk lists them: 02–04, 06, with none that is not among them."""
    spans: list[list[int]] = []
    for number in sorted(numbers):
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return ", ".join(f"{a:02d}" if a == b else f"{a:02d}–{b:02d}" for a, b in spans)


# --- writing


def reserve(
    books: Books, kind: str, day: str, *, holder: str, reason: str = "", number: int | None = None
) -> Record:
    """Keep a number (default: the next one) for somebody; UserError when it is not free."""
    if not holder.strip():
        raise UserError(
            _("Chưa ghi giữ số cho ai."),
            safe=_("Chưa giữ số nào."),
            remedy=_("Gõ tên người hoặc việc, ví dụ “Công văn của đồng chí B”."),
            code="no_holder",
        )
    return _write_row(
        books,
        kind,
        day,
        number,
        RESERVED,
        {"giu_cho": holder.strip(), "ly_do": reason.strip() or None},
        _("Giữ số {symbol}"),
    )


def void(books: Books, kind: str, number: int, day: str, reason: str) -> Record:
    """Give a number up with a reason: nobody uses it any more; UserError for one in use.

    A number that was kept for somebody, or for a paper that is gone, may be given up too.
    """
    if not reason.strip():
        raise UserError(
            _("Chưa ghi lý do bỏ số."),
            safe=_("Số vẫn như trước."),
            remedy=_("Gõ lý do, ví dụ “viết hỏng, không phát hành”."),
            code="no_reason",
        )
    family = family_on(books, day)
    found = [
        entry
        for entry in entries_of(books, scope_of(books, kind, day, family=family))
        if entry.number == number
    ]
    label = _("Bỏ số {symbol}")
    values = {"trang_thai": VOID, "ly_do": reason.strip()}
    if len(found) == 1 and found[0].standing is Standing.RESERVED:
        words = label.format(symbol=found[0].symbol)
        saved = books.save(BOOK, values, id=found[0].row, label=words).record
        assert saved is not None
        return saved
    return _write_row(books, kind, day, number, VOID, values, label)


def release(books: Books, row_id: str) -> Changes:
    """Let go of a number that was kept or given up: the row leaves the book, undoable."""
    row = books.record(BOOK, row_id)
    symbol = row.values.get("ky_hieu") if row is not None else ""
    label = _("Thôi giữ số {symbol}").format(symbol=symbol or "")
    return books.delete(BOOK, [row_id], label)


def take(
    books: Books,
    paper_id: str,
    values: Values,
    *,
    shared_with: Iterable[str] = (),
    reserved: str = "",
) -> int:
    """Give a paper its number for good and enter it in the book; no undo ever frees it.

    ``values`` are the paper's; without a number it takes the next one. ``reserved`` is the row of
    a number that was kept for it. UserError when the number is not free any more.
    """
    kind, day, profile = str(values["loai"]), str(values["ngay"]), str(values["the_thuc"])
    family = profile_for(profile).family
    spec = REGISTERS[BOOK]
    with books.operation(_("Cấp số văn bản"), kind=NOT_AN_UNDO) as (work, _done):
        own = (paper_id, *shared_with, *((reserved,) if reserved else ()))
        number = values.get("so")
        if number is None:
            number = next_number(books, kind, day, family=family, besides=paper_id)
        issue = number_issue(books, kind, int(number), day, family=family, own=own)
        if issue is not None:
            raise UserError(
                issue.message,
                safe=_("Văn bản chưa ban hành."),
                remedy=issue.remedy,
                code=issue.code,
            )
        rows = _rows_of(books, paper_id)
        row_values = {
            "loai": kind,
            "so": int(number),
            "ky_hieu": symbol_for(books, kind, int(number), day, profile),
            "ngay": day,
            "the_thuc": profile,
            "trich_yeu": values.get("ten"),
            "nguoi_ky": values.get("nguoi_ky"),
            "noi_nhan": values.get("noi_nhan"),
            "trang_thai": USED,
            "van_ban": f"{PAPERS}:{paper_id}",
        }
        kept = next((r for r in rows if int(r.values["so"]) == number), None)
        target = reserved or (kept.id if kept is not None else "")
        if target:
            work.merge(spec, target, row_values)
        else:
            work.insert(spec, spec.complete(row_values))
    return int(number)


# --- private


def _write_row(
    books: Books,
    kind: str,
    day: str,
    number: int | None,
    state: str,
    more: Values,
    label: str,
) -> Record:
    profile = profile_code(books, day)
    family = profile_for(profile).family
    spec = REGISTERS[BOOK]
    if number is None:
        number = next_number(books, kind, day, family=family)
    symbol = symbol_for(books, kind, number, day, profile)
    with books.operation(label.format(symbol=symbol)) as (work, _done):
        issue = number_issue(books, kind, number, day, family=family)
        if issue is not None:
            raise UserError(
                issue.message,
                safe=_("Sổ văn bản đi vẫn như trước."),
                remedy=issue.remedy,
                code=issue.code,
            )
        row = {
            "loai": kind,
            "so": number,
            "ky_hieu": symbol,
            "ngay": day,
            "the_thuc": profile,
            **more,
            "trang_thai": state,
        }
        row_id = work.insert(spec, spec.complete(row))
    saved = books.record(BOOK, row_id)
    assert saved is not None
    return saved


def profile_code(books: Books, day: str) -> str:
    """Give the format in which the office writes its papers on an ISO day."""
    office = books.office(day) or {}
    return profile_on(str(office.get("the_thuc") or "DANG_HD36"), day).code


def _issuer(books: Books, day: str) -> str:
    return str((books.office(day) or {}).get("ma") or "")


def _rows_of(books: Books, paper_id: str) -> list[Record]:
    return [r for r in books.all_of(BOOK) if r.values.get("van_ban") == f"{PAPERS}:{paper_id}"]


def entries_of(books: Books, scope: Scope) -> list[Entry]:
    """Read the numbers of a scope that anybody bears, the row of a paper told with the paper."""
    papers = list(_papers(books, scope))
    made = {(entry.subject, entry.number) for entry in papers}
    papers += [e for e in _others(books, scope) if (e.source, e.number) not in made]
    rows = list(_rows(books, scope))
    known = {(entry.source, entry.number): entry for entry in rows if entry.source}
    found = []
    for paper in papers:
        row = known.pop((paper.source, paper.number), None)
        found.append(replace(paper, row=row.row) if row is not None else paper)
    found += [row for row in rows if not row.source or (row.source, row.number) in known]
    offices = {entry.day: _issuer(books, entry.day) for entry in found}
    return [entry for entry in found if offices[entry.day] == scope.issuer]


def _papers(books: Books, scope: Scope) -> Iterator[Entry]:
    with books.database.reading() as connection:
        rows = connection.exec_driver_sql(
            "SELECT id, so, ky_hieu, ngay, ten, nguoi_ky, noi_nhan, trang_thai, thay_cho, "
            "doi_tuong FROM bao_cao WHERE deleted = 0 AND loai = ? AND so IS NOT NULL "
            "AND ngay BETWEEN ? AND ? ORDER BY pk",
            (scope.kind, scope.first, scope.last),
        ).fetchall()
    numbers = {row[0]: row[1] for row in rows}
    for row in rows:
        issued = row[7] in ISSUED
        yield Entry(
            number=int(row[1]),
            standing=Standing.ISSUED if issued else Standing.PLANNED,
            symbol=str(row[2] or ""),
            day=str(row[3]),
            kind=scope.kind,
            abstract=str(row[4] or ""),
            signer=str(row[5] or ""),
            recipients=str(row[6] or ""),
            source=f"{PAPERS}:{row[0]}",
            state=str(row[7]),
            replaces=str(row[8]) if row[8] and numbers.get(row[8]) == row[1] else "",
            subject=str(row[9] or ""),
        )


def _others(books: Books, scope: Scope) -> Iterator[Entry]:
    """Read the numbers that records of other registers bear (minutes, notices)."""
    if scope.kind not in _NUMBERED:
        return
    register, field = _NUMBERED[scope.kind]
    with books.database.reading() as connection:
        rows = connection.exec_driver_sql(
            f'SELECT id, "{field}", ngay, ten, chu_tri FROM "{register}" '
            f'WHERE deleted = 0 AND "{field}" IS NOT NULL AND ngay BETWEEN ? AND ? ORDER BY pk',
            (scope.first, scope.last),
        ).fetchall()
    for record_id, written, day, abstract, chair in rows:
        number = leading_number(written)
        if number is not None:
            yield Entry(
                number=number,
                standing=Standing.ISSUED,
                symbol=str(written),
                day=str(day),
                kind=scope.kind,
                abstract=str(abstract or ""),
                signer=str(chair or ""),
                source=f"{register}:{record_id}",
            )


def _rows(books: Books, scope: Scope) -> Iterator[Entry]:
    for record in books.all_of(BOOK):
        values = record.values
        if values.get("loai") != scope.kind or values.get("trang_thai") == BEFORE:
            continue
        if not scope.first <= str(values["ngay"]) <= scope.last:
            continue
        standing = Standing.VOID if values.get("trang_thai") == VOID else Standing.RESERVED
        holder, why = str(values.get("giu_cho") or ""), str(values.get("ly_do") or "")
        yield Entry(
            number=int(values["so"]),
            standing=standing,
            symbol=str(values.get("ky_hieu") or ""),
            day=str(values["ngay"]),
            kind=scope.kind,
            abstract=str(values.get("trich_yeu") or ""),
            signer=str(values.get("nguoi_ky") or ""),
            recipients=str(values.get("noi_nhan") or ""),
            source=str(values.get("van_ban") or "") if standing is Standing.RESERVED else "",
            row=record.id,
            note=" · ".join(part for part in (holder, why) if part),
        )


def _typed_before(entry: Entry) -> bool:
    """Tell of minutes or a notice from the time before that bear the number they had on paper."""
    return bool(entry.source) and not entry.source.startswith(f"{PAPERS}:")


def _up_to(first: int, number: int) -> range:
    """Give the numbers before a typed one, which may be any slip of the hand."""
    return range(first, min(number, LARGEST_NUMBER + 1))


def _belongs(entry: Entry, own: str) -> bool:
    return bool(own) and own in (entry.row, entry.source.partition(":")[2])


def _whose(entry: Entry) -> str:
    symbol = entry.symbol or f"{entry.number:02d}"
    if entry.standing is Standing.VOID:
        return _("Số {symbol} đã bỏ: {why}.").format(symbol=symbol, why=entry.note)
    if entry.standing is Standing.RESERVED and not entry.source:
        return _("Số {symbol} đang giữ cho {who}.").format(symbol=symbol, who=entry.note)
    return _("Số {symbol} đã dùng cho “{title}”.").format(symbol=symbol, title=entry.abstract)


def _taken(message: str) -> Issue:
    return Issue("same_number", message, _("Lấy số tiếp theo."), Place(register=PAPERS, field="so"))


def _number_issue(code: str, message: str, remedy: str) -> Issue:
    return Issue(code, message, remedy, Place(register=PAPERS, field="so"), Severity.WARNING)


def _shown(day: str) -> str:
    return format_date(date.fromisoformat(day))
