"""Figures typed from paper: read them, enter them in one operation, carry them over.

``cells`` says what a cell is. Where records exist too, the typed figure counts and the difference
is shown (see ``overlay``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select

from danvan_desktop.errors import Issue, UserError, has_errors
from danvan_desktop.i18n import _
from danvan_desktop.indicators.cells import (
    KEY,
    TYPED,
    WHOLE,
    Entry,
    TypedFigure,
    Typing,
    canonical,
    cell_values,
    figure_of,
    key_of,
    takes_decimals,
)
from danvan_desktop.indicators.windows import lies_in
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.periods import Period
from danvan_desktop.registers import REGISTERS
from danvan_desktop.storage.rows import read_records
from danvan_desktop.storage.tables import table
from danvan_desktop.storage.values import Changes

__all__ = [
    "TYPED",
    "WHOLE",
    "Entered",
    "Entry",
    "TypedFigure",
    "Typing",
    "canonical",
    "carry_over",
    "cell_values",
    "confirm",
    "emptied",
    "enter",
    "enter_many",
    "refuse_closed",
    "takes_decimals",
    "typed",
    "typed_everywhere",
    "typed_within",
]


@dataclass(frozen=True, slots=True)
class Entered:
    """What became of typing: the Issues that stopped it, or the stored changes."""

    issues: tuple[Issue, ...]
    changes: Changes | None

    @property
    def saved(self) -> bool:
        """Tell whether the cells now hold what was typed."""
        return self.changes is not None


Batch = Iterable[tuple[Period, str, Mapping[str, Typing]]]
"""Several places at once: period, place, content by path."""


def typed(
    books: Books,
    period: Period,
    *,
    place: str | None = None,
    codes: Iterable[str] | None = None,
) -> list[TypedFigure]:
    """List what was typed for exactly this period, in the order of typing."""
    found = [one for one in typed_within(books, period) if one.period == period.code]
    wanted = None if codes is None else set(codes)
    return [
        one
        for one in found
        if (place is None or one.place == place) and (wanted is None or one.code in wanted)
    ]


def emptied(books: Books, period: Period, code: str) -> list[TypedFigure]:
    """List what was typed of an indicator for exactly this period and was taken away later."""
    gone = _kept_cells(books, period, deleted=True)
    return [one for one in gone if one.period == period.code and one.code == code]


def typed_within(books: Books, period: Period) -> list[TypedFigure]:
    """List what was typed for this period or for shorter ones inside it.

    What another office typed for its whole area is not about the whole area here: it is left out.
    """
    found = typed_everywhere(books, period)
    return [one for one in found if not one.office or (one.place and "/" not in one.place)]


def typed_everywhere(books: Books, period: Period) -> list[TypedFigure]:
    """List every cell within a period, those of other offices too, each by its ``office``."""
    found = _kept_cells(books, period, deleted=False)
    return [one for one in found if one.period == period.code or lies_in(one.period, period)]


def _kept_cells(books: Books, period: Period, *, deleted: bool) -> list[TypedFigure]:
    source = table(TYPED)
    wanted = (
        select(source.c.id)
        .where(
            source.c.deleted == int(deleted),
            source.c.duplicate_of.is_(None),
            source.c.event_date.between(period.first_day, period.last_day),
        )
        .order_by(source.c.pk)
    )
    with books.database.read() as connection:
        ids = connection.execute(wanted).scalars().all()
        records = read_records(connection, REGISTERS[TYPED], ids) if ids else {}
        sent = select(source.c.id, source.c.owner).where(
            source.c.owner.in_(select(table("sync_office").c.office)), source.c.id.in_(wanted)
        )
        offices = {str(row[0]): str(row[1]) for row in connection.execute(sent)} if ids else {}
    cells = [figure_of(records[one]) for one in ids]
    return [replace(one, office=offices[one.id]) if one.id in offices else one for one in cells]


def enter(
    books: Books,
    period: Period,
    place: str,
    cells: Mapping[str, Typing],
    *,
    label: str | None = None,
    origin: Mapping[str, Any] | None = None,
) -> Entered:
    """Type figures of one place (content by path) in one operation with one undo.

    With an error in any cell nothing is written. UserError when the period is closed.
    """
    return enter_many(books, [(period, place, cells)], label=label, origin=origin)


def enter_many(
    books: Books,
    batch: Batch,
    *,
    label: str | None = None,
    origin: Mapping[str, Any] | None = None,
) -> Entered:
    """Type figures of several places and periods in one operation with one undo."""
    issues: list[Issue] = []
    rows: list[tuple[Period, dict[str, Any]]] = []
    for period, place, cells in batch:
        refuse_closed(period)
        for path, content in cells.items():
            values, faults = cell_values(books, period, place, path, content)
            issues += faults
            rows.append((period, values))
    if has_errors(issues):
        return Entered(tuple(issues), None)
    words = label or _("Nhập {n} số liệu").format(n=len(rows))
    return Entered(tuple(issues), _write(books, rows, words, origin))


def confirm(books: Books, period: Period, place: str | None = None) -> Changes | None:
    """Mark carried-over figures of a period (of one place) as confirmed, in one operation."""
    refuse_closed(period)
    waiting = [one for one in typed(books, period, place=place) if not one.entry.confirmed]
    if not waiting:
        return None
    changes = {one.id: {"xac_nhan": True} for one in waiting}
    label = _("Xác nhận {n} số liệu").format(n=len(waiting))
    return books.save_many(TYPED, changes, label).changes


def carry_over(
    books: Books,
    source: Period,
    period: Period,
    places: Iterable[str],
    *,
    codes: Iterable[str] | None = None,
) -> Entered:
    """Copy what was typed for an earlier period into empty cells of places, as not confirmed.

    ``codes`` restricts it to some indicators (default: all that were typed there).
    """
    taken = {(one.place, one.path) for one in typed(books, period)}
    wanted = set(places)
    cells: dict[str, dict[str, Typing]] = {}
    for one in typed(books, source, codes=codes):
        if one.place in wanted and (one.place, one.path) not in taken:
            carried = replace(one.entry, confirmed=False, source="", source_day=None)
            cells.setdefault(one.place, {})[one.path] = carried
    number = sum(len(of) for of in cells.values())
    if not number:
        raise UserError(
            _("Không có số liệu gõ tay của {period} để mang sang.").format(period=source.name),
            safe=_("Không có gì bị thay đổi."),
            remedy=_("Ô đã có số liệu thì giữ nguyên; gõ tiếp các ô còn trống."),
            code="nothing_to_carry",
        )
    label = _("Mang {n} số liệu của {period} sang").format(n=number, period=source.code)
    return enter_many(books, [(period, place, of) for place, of in cells.items()], label=label)


def refuse_closed(period: Period) -> None:
    """Raise UserError for a period whose figures are no longer to change."""
    if period.closed:
        raise UserError(
            _("Kỳ {period} đã khóa.").format(period=period.code),
            safe=_("Số liệu đã khóa vẫn nguyên vẹn."),
            remedy=_("Mở lại kỳ và ghi lý do rồi sửa."),
            code="closed_period",
        )


# --- private


def _write(
    books: Books,
    rows: list[tuple[Period, dict[str, Any]]],
    label: str,
    origin: Mapping[str, Any] | None,
) -> Changes:
    spec = REGISTERS[TYPED]
    known: dict[tuple[str, ...], str] = {}
    for period in {period.code: period for period, _values in rows}.values():
        known |= {key_of(one): one.id for one in typed(books, period)}
    with books.operation(label) as (work, done):
        for _period, values in rows:
            key = tuple(str(values[name] or "") for name in KEY)
            empty = all(values[name] is None for name in ("gia_tri", "bao_cao_k", "bao_cao_n"))
            found = known.get(key)
            if found is None and not empty:
                known[key] = work.insert(spec, spec.complete(values), origin=origin)
            elif found is not None and empty:
                work.set_deleted(spec, known.pop(key), True)
            elif found is not None:
                work.update(spec, found, values)
    return done[0]
