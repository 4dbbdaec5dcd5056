"""The next number of a paper.

Party papers are numbered from 01 for each type within one committee term, State papers within one
calendar year (HD 05-HD/VPTW; NĐ 30/2020). The office tells which numbers of the term were used
before it began with this program.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from danvan_desktop.organisation.books import Books
from danvan_desktop.reports.content import PARTY
from danvan_desktop.storage.values import ListQuery, Record

PAGE = 500
_NUMBERED = {"BB": (("hoi_nghi", "so_bien_ban"),), "TB": (("doi_thoai", "so_thong_bao"),)}
"""Fields of registers that hold the number of a paper, by its type."""

_LEADING = re.compile(r"\s*0*(\d{1,6})\s*[-/]")


def next_number(
    books: Books, kind: str, day: str, *, family: str = PARTY, besides: str | None = None
) -> int:
    """Give the next number of a type (``BC``) on an ISO day; ``besides`` is a paper to leave out.

    ``family`` is that of the format profile. Without a term on that day the calendar year counts.
    """
    term = next(iter(books.all_of("nhiem_ky", on=day)), None) if family == PARTY else None
    if term is None:
        first, last = f"{day[:4]}-01-01", f"{day[:4]}-12-31"
    else:
        first = str(term.values["tu_ngay"])
        last = str(term.values.get("den_ngay") or "9999-12-31")
    used = [0, *_told(term, kind), *_issued(books, kind, first, last, besides)]
    return max(used) + 1


def leading_number(written: object) -> int | None:
    """Read the number in front of a symbol: 7 of ``07-BB/BDV``; None when there is none."""
    found = _LEADING.match(str(written or ""))
    return int(found[1]) if found else None


def _told(term: Record | None, kind: str) -> Iterable[int]:
    if term is None:
        return []
    return [int(row["so"]) for row in term.values.get("so_da_dung") or () if row["loai"] == kind]


def _issued(books: Books, kind: str, first: str, last: str, besides: str | None) -> Iterable[int]:
    papers = books.page(ListQuery(register="bao_cao", first_day=first, last_day=last), 0, PAGE)
    for paper in papers:
        if paper.values.get("loai") == kind and paper.id != besides and paper.values.get("so"):
            yield int(paper.values["so"])
    for register, field in _NUMBERED.get(kind, ()):
        query = ListQuery(register=register, first_day=first, last_day=last)
        for record in books.page(query, 0, PAGE):
            number = leading_number(record.values.get(field))
            if number is not None and record.id != besides:
                yield number
