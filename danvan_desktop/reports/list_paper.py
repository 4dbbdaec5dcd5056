"""A register's list as a paper: the records and columns that the clerk has on the screen.

It is a working paper for the office, so it has neither number nor signature; the table repeats its
header on every page and ends with the totals.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from danvan_desktop.documents.model import (
    Align,
    Cell,
    Column,
    Document,
    Header,
    Row,
    RowKind,
    TableBlock,
)
from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.units import Directory
from danvan_desktop.registers import REGISTERS
from danvan_desktop.reports.content import profile_on
from danvan_desktop.schema import (
    Choice,
    Date,
    FieldSpec,
    Money,
    Number,
    Unit,
)
from danvan_desktop.storage.values import ListQuery
from danvan_desktop.vietnamese import format_date_header, format_number

MOST_ROWS = 2000
"""A longer list is about a hundred pages: nobody reads it on paper."""

NO_DATA, NOTHING = "…", "-"


def build_list(
    books: Books, query: ListQuery, fields: Sequence[str], *, title: str, day: str
) -> Document:
    """Build the paper of a list with these columns, dated ``day`` (ISO); UserError if too long."""
    count = books.count(query)
    if count > MOST_ROWS:
        raise UserError(
            _("Danh sách có {n} hồ sơ, quá dài để in.").format(n=format_number(count)),
            safe=_("Chưa in gì."),
            remedy=_("Lọc bớt, hoặc chép sang Excel."),
            code="list_too_long",
        )
    spec = REGISTERS[query.register]
    office = books.office(day) or {}
    profile = profile_on(str(office.get("the_thuc") or "DANG_HD36"), day)
    # A printed list lies on desks: data about private persons stay at home.
    columns = [field for field in map(spec.field, fields) if not field.personal]
    superior = str(office.get("tieu_de_1") or "")
    name = _("Danh sách {what}").format(what=_(spec.record_label))
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
        abstract=title,
        blocks=(_table(books, query, columns, count),),
        date=date.fromisoformat(day),
        title=f"{name} {title}".strip(),
        author=str(office.get("ten_day_du") or ""),
    )


def _table(books: Books, query: ListQuery, columns: Sequence[FieldSpec], count: int) -> TableBlock:
    directory = books.directory()
    rows = [
        Row(
            (
                str(number),
                *(_text(field, record.values.get(field.name), directory) for field in columns),
            )
        )
        for number, record in enumerate(books.page(query, 0, count), start=1)
    ]
    totals = books.totals(query)
    if any(field.name in totals for field in columns):
        cells = [_total(field, totals) for field in columns]
        first = cells[0].text if cells else ""
        cells[:1] = [Cell(first or _("Cộng"), bold=True)]
        rows.append(Row(("", *cells), RowKind.TOTAL))
    heads = [Column(_("TT"), 29, Align.RIGHT)]
    heads += [
        Column(
            field.list_label,
            _share(field),
            Align.RIGHT if field.type.right_aligned else Align.LEFT,
        )
        for field in columns
    ]
    return TableBlock(tuple(heads), tuple(rows))


def _share(field: FieldSpec) -> int:
    """Give a column's share: names leave room, and neither dates nor states break."""
    return min(260, max(field.width or 110, 80 if isinstance(field.type, Choice | Date) else 60))


def _text(field: FieldSpec, value: Any, directory: Directory) -> str:
    kind = field.type
    if isinstance(kind, Number):
        if value is None:
            return NO_DATA
        return _figure(kind, int(value)) if value else NOTHING
    if value is None:
        return ""
    if isinstance(kind, Unit):
        return directory.short_name(str(value))
    if isinstance(kind, Choice):
        option = kind.option(value)
        return _(option.short or option.label) if option else str(value)
    if isinstance(kind, Date):
        return kind.format(value, directory)
    return kind.format(value, directory).replace("\n", " ")


def _total(field: FieldSpec, totals: dict[str, int]) -> Cell:
    if field.name not in totals or not isinstance(field.type, Number):
        return Cell("")
    return Cell(_figure(field.type, totals[field.name]), bold=True)


def _figure(kind: Number, value: int) -> str:
    if isinstance(kind, Money) and kind.unit_dong > 1:
        return format_number(kind.shown(value), 1)
    return format_number(kind.shown(value))
