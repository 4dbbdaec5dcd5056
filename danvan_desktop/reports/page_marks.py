"""What a page bears for the post room: where to reach the office, who typed and how many copies.

Both are additions that a paper may carry (NĐ 30/2020, Điều 8, khoản 3; HD 36-HD/VPTW, Appendix,
rows 13 and 14). The address stands at the foot of page 1, on letters and invitations unless the
office says otherwise; the mark under the recipients of papers whose copies are counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from danvan_desktop.errors import Issue, Place, Severity
from danvan_desktop.i18n import _
from danvan_desktop.organisation.books import Books
from danvan_desktop.registers.to_chuc import ON_EVERY_PAPER, ON_NO_PAPER

LETTERS = ("CV", "GM")
"""Kinds of paper that are answered, so that they say where to."""

MOST_TYPISTS = 8

_LINES = (
    (("dia_chi", "Địa chỉ"),),
    (("dien_thoai", "Điện thoại"), ("fax", "Fax")),
    (("thu_dien_tu", "Thư điện tử"), ("trang_tin", "Trang thông tin điện tử")),
)
"""What an office says of itself, line by line, under the words of NĐ 30/2020, Điều 8, khoản 3."""

Values = Mapping[str, Any]


def contact_lines(office: Values, kind: str) -> tuple[str, ...]:
    """Write address, telephone and mail of an office for a paper of a kind; () for none."""
    where = office.get("lien_he")
    if where == ON_NO_PAPER or (where != ON_EVERY_PAPER and kind not in LETTERS):
        return ()
    lines = (
        "; ".join(f"{word}: {value}" for name, word in line if (value := _said(office, name)))
        for line in _LINES
    )
    return tuple(filter(None, lines))


def typist_mark(values: Values) -> str:
    """Write who typed a paper and in how many copies it goes out: ``ABC-268``; "" for nobody."""
    typist, copies = _said(values, "danh_may"), values.get("so_ban")
    return f"{typist}-{copies}" if typist and copies else typist


def typists(books: Books) -> tuple[str, ...]:
    """List the marks of those who typed the office's papers, who typed last first."""
    with books.database.reading() as connection:
        rows = connection.exec_driver_sql(
            "SELECT danh_may FROM bao_cao WHERE deleted = 0 AND danh_may IS NOT NULL "
            f"GROUP BY danh_may ORDER BY max(pk) DESC LIMIT {MOST_TYPISTS}"
        ).fetchall()
    return tuple(str(row[0]) for row in rows)


def mark_issues(values: Values) -> Iterable[Issue]:
    """Remind of the copies: the mark of a typist is followed by their number in every format."""
    if _said(values, "danh_may") and not values.get("so_ban"):
        yield Issue(
            "copies_not_counted",
            _("Có ký hiệu người đánh máy nhưng chưa ghi số bản phát hành."),
            _("Ghi số bản, hoặc bỏ ký hiệu người đánh máy."),
            Place(register="bao_cao", field="so_ban"),
            Severity.WARNING,
        )


def _said(values: Values, name: str) -> str:
    return " ".join(str(values.get(name) or "").split())
