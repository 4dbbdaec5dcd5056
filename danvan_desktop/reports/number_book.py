"""The numbering book as a whole: its scopes, its lines, and the table that is printed of it.

Columns as in an office's “Sổ đăng ký văn bản đi”: number, day, type and abstract, signer,
recipients, what has become of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from danvan_desktop.documents.model import Align, Column, Document, Header, Row, RowKind, TableBlock
from danvan_desktop.i18n import N_, _
from danvan_desktop.organisation.books import Books
from danvan_desktop.registers.bao_cao import LOAI, STATES
from danvan_desktop.reports.content import PARTY, profile_on
from danvan_desktop.reports.numbering import (
    Entry,
    Scope,
    Standing,
    book,
    family_on,
    following,
    scope_of,
)
from danvan_desktop.vietnamese import format_date, format_date_header

STANDING_WORDS = {
    Standing.ISSUED: N_("Đã dùng"),
    Standing.PLANNED: N_("Dự kiến"),
    Standing.RESERVED: N_("Giữ số"),
    Standing.VOID: N_("Bỏ số"),
    Standing.GAP: N_("Số trống"),
    Standing.BEFORE: N_("Dùng trước khi có chương trình"),
}


@dataclass(frozen=True, slots=True)
class BookScope:
    """A term or a year whose book can be opened; ``day`` lies in it."""

    name: str
    day: str


@dataclass(frozen=True, slots=True)
class KindBook:
    """The numbers of one type in a scope, with the next one and the gaps."""

    kind: str
    label: str
    scope: Scope
    entries: tuple[Entry, ...]
    following: int
    gaps: tuple[int, ...]


def scopes(books: Books) -> list[BookScope]:
    """List the terms (Party) or years (State) that have a book, the present one first.

    Days of numbers that lie in no declared term have the book of their year, as a State paper has.
    """
    today = books.clock.today()
    if family_on(books, today) == PARTY:
        found = [
            BookScope(
                _("Nhiệm kỳ {name}").format(name=term.values["ten"]),
                today
                if str(term.values["tu_ngay"]) <= today <= str(term.values.get("den_ngay") or "9")
                else str(term.values["tu_ngay"]),
            )
            for term in books.all_of("nhiem_ky")
        ]
        if found:
            found += _outside_terms(books, today)
            found.sort(key=lambda one: one.day, reverse=True)
            return sorted(found, key=lambda one: one.day != today)
    days = [str(paper.values["ngay"]) for paper in books.all_of("bao_cao")]
    first = min([today, *days])[:4]
    years = range(int(today[:4]), int(first) - 1, -1)
    return [
        BookScope(_("Năm {year}").format(year=y), today if y == int(today[:4]) else f"{y}-07-01")
        for y in years
    ]


def _outside_terms(books: Books, today: str) -> list[BookScope]:
    terms = [
        (str(term.values["tu_ngay"]), str(term.values.get("den_ngay") or "9"))
        for term in books.all_of("nhiem_ky")
    ]
    numbered = (*books.all_of("bao_cao"), *books.all_of("so_di"))
    days = [today, *(str(r.values["ngay"]) for r in numbered if r.values.get("so") is not None)]
    years: dict[str, str] = {}
    for day in days:
        if not any(first <= day <= last for first, last in terms):
            years.setdefault(day[:4], day)
    words = _("Năm {year}, ngoài nhiệm kỳ")
    return [BookScope(words.format(year=year), day) for year, day in years.items()]


def read_book(books: Books, day: str, kinds: Sequence[str] = ()) -> list[KindBook]:
    """Read the book that an ISO day lies in; without ``kinds`` every type that has a number."""
    family = family_on(books, day)
    found = []
    for option in LOAI.options:
        if kinds and option.code not in kinds:
            continue
        scope = scope_of(books, option.code, day, family=family)
        entries = book(books, scope)
        if not entries and not kinds:
            continue
        open_ones = [e.number for e in entries if e.standing is Standing.GAP]
        label = _(option.label)
        found.append(
            KindBook(
                option.code,
                label,
                scope,
                tuple(entries),
                following(scope, entries),
                tuple(open_ones),
            )
        )
    return found


def number_text(entry: Entry) -> str:
    """Write the number of a line: 07, or 01–14 for those used before the program."""
    return f"{entry.number:02d}–{entry.last:02d}" if entry.last else f"{entry.number:02d}"


def state_text(entry: Entry) -> str:
    """Say what has become of a number."""
    words = _(STANDING_WORDS[entry.standing])
    state = next((_(one.label) for one in STATES if one.code == entry.state), "")
    if entry.standing in (Standing.ISSUED, Standing.PLANNED) and state:
        words = state if entry.standing is Standing.ISSUED else f"{words} ({state.lower()})"
    if entry.twice:
        words = _("{state}, trùng số").format(state=words)
    return words


def columns() -> list[str]:
    """Name the columns of the printed book."""
    return [
        _("Số"),
        _("Ngày"),
        _("Số, ký hiệu"),
        _("Loại, trích yếu"),
        _("Người ký"),
        _("Nơi nhận"),
        _("Tình trạng"),
    ]


def line(entry: Entry, label: str) -> list[str]:
    """Write a line of the book in the order of ``columns``."""
    what = entry.abstract or entry.note  # for whom it is kept, or why it was given up
    abstract = what[:1].upper() + what[1:]
    return [
        number_text(entry),
        format_date(date.fromisoformat(entry.day)) if entry.day else "",
        entry.symbol,
        f"{label}: {abstract}" if abstract else label,
        entry.signer,
        "; ".join(part.strip() for part in entry.recipients.splitlines() if part.strip()),
        state_text(entry),
    ]


def build_book(books: Books, found: Sequence[KindBook], *, title: str, day: str) -> Document:
    """Build the printed book, dated ``day`` (ISO), lying crosswise; types one after the other."""
    office = books.office(day) or {}
    profile = profile_on(str(office.get("the_thuc") or "DANG_HD36"), day)
    rows: list[Row] = []
    for one in found:
        if len(found) > 1:
            rows.append(Row((one.label.upper(),), RowKind.SECTION))
        rows += [Row(tuple(line(entry, one.label))) for entry in one.entries]
    shares = (40, 70, 90, 260, 110, 190, 110)
    heads = tuple(
        Column(name, share, Align.CENTER if n < 2 else Align.LEFT)
        for n, (name, share) in enumerate(zip(columns(), shares, strict=True))
    )
    superior = str(office.get("tieu_de_1") or "")
    return Document(
        profile=profile.code,
        kind="SO",
        header=Header(
            superior_lines=(superior,) if superior else (),
            issuer_lines=(str(office.get("tieu_de_2") or ""),),
            number_line="",
            place_date_line=format_date_header(
                str(office.get("dia_danh") or ""), date.fromisoformat(day)
            ),
        ),
        type_name=_("Sổ đăng ký văn bản đi").upper(),
        abstract=title,
        blocks=(TableBlock(heads, tuple(rows)),),
        date=date.fromisoformat(day),
        landscape=True,
        title=f"{_('Sổ đăng ký văn bản đi')} {title}".strip(),
        author=str(office.get("ten_day_du") or ""),
    )
