"""“Sổ theo dõi gửi – nhận” as a paper: what left the office and what came back, line by line.

A working paper of the office without number or signature, like a printed list; the same table goes
into a workbook.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from danvan_desktop.documents.model import Align, Column, Document, Header, Row, TableBlock
from danvan_desktop.i18n import _
from danvan_desktop.organisation.books import Books
from danvan_desktop.reports.content import profile_on
from danvan_desktop.vietnamese import format_date_header


@dataclass(frozen=True, slots=True)
class SyncLine:
    """A line of the book, ready to be printed; ``check`` is the short hash of the bundle."""

    moment: str
    what: str
    period: str
    number: str
    check: str
    by: str


def build_sync_book(
    books: Books, lines: Sequence[SyncLine], *, period: str = "", day: str
) -> Document:
    """Build the book of these lines, the oldest first; ``period`` names the one it is limited to.

    ``day`` (ISO) is the day of the paper.
    """
    office = books.office(day) or {}
    profile = profile_on(str(office.get("the_thuc") or "DANG_HD36"), day)
    superior = str(office.get("tieu_de_1") or "")
    name = _("Sổ theo dõi gửi – nhận")
    return Document(
        profile=profile.code,
        kind="DS",
        header=Header(
            superior_lines=(superior,) if superior else (),
            issuer_lines=(str(office.get("tieu_de_2") or ""),),
            number_line="",
            place_date_line=format_date_header(
                str(office.get("dia_danh") or ""), date.fromisoformat(day)
            ),
        ),
        type_name=name.upper(),
        abstract=period,
        blocks=(_table(lines),),
        date=date.fromisoformat(day),
        title=f"{name} {period}".strip(),
        author=str(office.get("ten_day_du") or ""),
        landscape=True,
    )


def _table(lines: Sequence[SyncLine]) -> TableBlock:
    columns = (
        Column(_("TT"), 29, Align.RIGHT),
        Column(_("Lúc"), 90, Align.RIGHT),
        Column(_("Việc"), 300),
        Column(_("Kỳ"), 110),
        Column(_("Lần"), 34, Align.RIGHT),
        Column(_("Mã kiểm"), 120),
        Column(_("Người"), 90),
    )
    rows = [
        Row((str(n), one.moment, one.what, one.period, one.number, one.check, one.by))
        for n, one in enumerate(lines, start=1)
    ]
    return TableBlock(columns, tuple(rows))
