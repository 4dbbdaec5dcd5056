"""Figures typed from paper: read them, enter them, one cell for each place and part.

A cell is an indicator (or one part of its breakdown, ``code/axis/key``) of one *place* in one
period. A place is a unit's code, a level (``cap/T``, ``cap/H``, ``cap/X``) for aggregates of all
units of that level, or ``""`` for the whole area. ``doi_thoai_cuoc/cap/H`` of the whole area and
``doi_thoai_cuoc`` of the place ``cap/H`` are the same cell.

Where records exist too, the typed figure counts and the difference is shown (see ``overlay``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from danvan_desktop.errors import Issue, Place, UserError, has_errors
from danvan_desktop.i18n import _
from danvan_desktop.indicators.catalogue import catalogue
from danvan_desktop.indicators.declarations import LEVEL_AXIS, Indicator, Kind, Measure, Space
from danvan_desktop.indicators.numbers import Number, exact
from danvan_desktop.indicators.windows import lies_in
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.periods import Period
from danvan_desktop.registers import REGISTERS
from danvan_desktop.registers.choices import CAP
from danvan_desktop.registers.so_lieu import DINH_TINH
from danvan_desktop.schema import Choice, Number as NumberField, Quantity
from danvan_desktop.storage.rows import read_records
from danvan_desktop.storage.tables import table
from danvan_desktop.storage.values import Changes, Record
from danvan_desktop.vietnamese import format_number, to_decimal

TYPED = "so_lieu"
WHOLE = ""
"""The place of figures for the whole area."""

_LEVEL = LEVEL_AXIS + "/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What is typed into a cell; ``value`` None with no coverage empties it.

    ``qualifier`` is one of gan, tren, hon, khoang, uoc, duoi or ``""`` (exact). ``reported`` of
    ``expected`` units (30/30) is how many the figure covers. ``confirmed`` is False for a value
    that was only carried over from another period.
    """

    value: Number | None = None
    qualifier: str = ""
    reported: int | None = None
    expected: int | None = None
    source: str = ""
    source_day: str | None = None
    note: str = ""
    confirmed: bool = True

    @property
    def empty(self) -> bool:
        """Tell whether nothing is left to keep."""
        return self.value is None and self.reported is None and self.expected is None


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedFigure:
    """A typed cell as it is kept, with who typed it when; ``file`` if it came from a workbook."""

    id: str
    period: str
    place: str
    code: str
    axis: str
    key: str
    entry: Entry
    changed_at: str
    changed_by: str
    file: str = ""

    @property
    def path(self) -> str:
        """The path within its place: a code, or code/axis/key."""
        return "/".join(part for part in (self.code, self.axis, self.key) if part)

    @property
    def value(self) -> Number | None:
        """The typed value."""
        return self.entry.value


@dataclass(frozen=True, slots=True)
class Entered:
    """What became of typing: the Issues that stopped it, or the stored changes."""

    issues: tuple[Issue, ...]
    changes: Changes | None

    @property
    def saved(self) -> bool:
        """Tell whether the cells now hold what was typed."""
        return self.changes is not None


Typing = Entry | tuple[Number, str] | Number | None
"""A cell's new content: an Entry, (value, qualifier), a bare value, or None to empty it."""

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


def typed_within(books: Books, period: Period) -> list[TypedFigure]:
    """List what was typed for this period or for shorter ones inside it."""
    source = table(TYPED)
    wanted = (
        select(source.c.id)
        .where(
            source.c.deleted == 0,
            source.c.duplicate_of.is_(None),
            source.c.event_date.between(period.first_day, period.last_day),
        )
        .order_by(source.c.pk)
    )
    with books.database.read() as connection:
        ids = connection.execute(wanted).scalars().all()
        records = read_records(connection, REGISTERS[TYPED], ids) if ids else {}
    found = [_figure(records[one]) for one in ids]
    return [one for one in found if one.period == period.code or lies_in(one.period, period)]


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


def cell_values(
    books: Books, period: Period, place: str, path: str, content: Typing
) -> tuple[dict[str, Any], list[Issue]]:
    """Give the row of the register ``so_lieu`` for a cell, and what is wrong with it.

    An import writes these rows itself, together with the others of its workbook.
    """
    code, _slash, part = path.partition("/")
    axis, _slash, key = part.partition("/")
    one = catalogue().get(code)
    where = Place(register=TYPED, record=code, field=path, unit=place)
    if one is None:
        message = _("Không có chỉ tiêu {code}.").format(code=code)
        return {}, [Issue("unknown_indicator", message, _("Chọn trong danh mục."), where)]
    place, axis, key = canonical(one, place, axis, key)
    entry = _entry(content)
    issues = [
        Issue(code, message, _("Sửa số liệu vừa nhập."), where)
        for code, message in _faults(books, period, one, place, axis, key, entry)
    ]
    unit = "" if place.startswith(_LEVEL) else place
    return {
        "ky": period.code,
        "don_vi": unit or None,
        "cap": place.removeprefix(_LEVEL) if place.startswith(_LEVEL) else None,
        "chi_tieu": one.code,
        "truc": axis or None,
        "gia_tri_truc": key or None,
        "gia_tri": None if entry.value is None else _kept(entry.value),
        "dinh_tinh": entry.qualifier or None,
        "bao_cao_k": entry.reported,
        "bao_cao_n": entry.expected,
        "nguon": entry.source or None,
        "ngay_nguon": entry.source_day,
        "xac_nhan": entry.confirmed,
        "ghi_chu": entry.note or None,
    }, issues


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


def canonical(one: Indicator, place: str, axis: str, key: str) -> tuple[str, str, str]:
    """Give the one name of a cell: levels and units are places, not parts of the whole."""
    if place == WHOLE and axis == LEVEL_AXIS:
        return _LEVEL + key, "", ""
    if place == WHOLE and axis and axis == one.spec.unit_field:
        return key, "", ""
    return place, axis, key


def refuse_closed(period: Period) -> None:
    """Raise UserError for a period whose figures are no longer to change."""
    if period.closed:
        raise UserError(
            _("Kỳ {period} đã khóa.").format(period=period.code),
            safe=_("Số liệu đã khóa vẫn nguyên vẹn."),
            remedy=_("Mở lại kỳ và ghi lý do rồi sửa."),
            code="closed_period",
        )


def takes_decimals(one: Indicator) -> bool:
    """Tell whether an indicator may have a fraction: rates, quantities, scaled sums."""
    if one.kind is Kind.RATIO:
        return True
    kinds = [p.spec.field(p.field).type for p in one.parts if p.measure is Measure.SUM]
    return any(isinstance(kind, Quantity) for kind in kinds) or any(p.scale > 1 for p in one.parts)


# --- private


def _entry(content: Typing) -> Entry:
    if isinstance(content, Entry):
        return content
    if isinstance(content, tuple):
        return Entry(value=content[0], qualifier=content[1])
    return Entry(value=content)


def _faults(
    books: Books, period: Period, one: Indicator, place: str, axis: str, key: str, entry: Entry
) -> Iterable[tuple[str, str]]:
    """Tell what is wrong with a cell: pairs of code and sentence."""
    if axis and not _has_part(one, axis, key):
        text = _("{name} không chia theo {axis}/{key}.")
        yield "unknown_figure", text.format(name=one.label, axis=axis, key=key)
    if place.startswith(_LEVEL):
        if CAP.option(place.removeprefix(_LEVEL)) is None:
            yield "unknown_unit", _("Không có cấp {place}.").format(place=place)
    elif place and books.directory().unit(place) is None:
        yield "unknown_unit", _("Không có đơn vị {place}.").format(place=place)
    if place and one.space is Space.NONE:
        yield "unknown_figure", _("{name} chỉ có số chung.").format(name=one.label)
    if entry.qualifier and DINH_TINH.option(entry.qualifier) is None:
        yield "unknown_choice", _("Không hiểu mức chính xác {word}.").format(word=entry.qualifier)
    k, n = entry.reported, entry.expected
    if (k is None) != (n is None) or (k is not None and n is not None and k > n):
        text = _("{k}/{n} không phải là số đơn vị báo cáo trên số đơn vị.")
        yield "impossible_value", text.format(k=_shown(k), n=_shown(n))
    yield from _number_faults(one, entry.value)


def _number_faults(one: Indicator, value: Number | None) -> Iterable[tuple[str, str]]:
    if value is None:
        return
    number = to_decimal(value)
    if number < 0 or number >= 10**13:
        yield "impossible_value", _("{name}: số không hợp lý.").format(name=one.label)
    elif number != number.to_integral_value() and not takes_decimals(one):
        text = _("{name} đếm bằng số nguyên ({unit}).")
        yield "not_a_number", text.format(name=one.label, unit=one.unit_label)
    elif number * _scale() != int(number * _scale()):
        text = _("{name}: nhiều nhất hai số lẻ.")
        yield "not_a_number", text.format(name=one.label)


def _has_part(one: Indicator, axis: str, key: str) -> bool:
    if axis not in one.axes:
        return False
    having = one.parts_with(axis)
    kind = CAP if axis == LEVEL_AXIS else having[0].spec.field(axis).type
    return not isinstance(kind, Choice) or kind.option(key) is not None


def _shown(number: int | None) -> str:
    return "…" if number is None else format_number(number)


def _scale() -> int:
    kind = REGISTERS[TYPED].field("gia_tri").type
    return kind.scale if isinstance(kind, NumberField) else 1


def _kept(value: Number) -> int:
    return int(to_decimal(value) * _scale())


def _write(
    books: Books,
    rows: list[tuple[Period, dict[str, Any]]],
    label: str,
    origin: Mapping[str, Any] | None,
) -> Changes:
    spec = REGISTERS[TYPED]
    known: dict[tuple[str, ...], str] = {}
    for period in {period.code: period for period, _values in rows}.values():
        known |= {_cell(one): one.id for one in typed(books, period)}
    with books.operation(label) as (work, done):
        for _period, values in rows:
            key = tuple(str(values[name] or "") for name in _CELL)
            empty = all(values[name] is None for name in ("gia_tri", "bao_cao_k", "bao_cao_n"))
            found = known.get(key)
            if found is None and not empty:
                known[key] = work.insert(spec, spec.complete(values), origin=origin)
            elif found is not None and empty:
                work.set_deleted(spec, known.pop(key), True)
            elif found is not None:
                work.update(spec, found, values)
    return done[0]


_CELL = ("ky", "don_vi", "cap", "chi_tieu", "truc", "gia_tri_truc")


def _cell(one: TypedFigure) -> tuple[str, ...]:
    is_level = one.place.startswith(_LEVEL)
    unit, level = ("", one.place.removeprefix(_LEVEL)) if is_level else (one.place, "")
    return (one.period, unit, level, one.code, one.axis, one.key)


def _figure(record: Record) -> TypedFigure:
    values = record.values
    kept = values["gia_tri"]
    level = values["cap"]
    return TypedFigure(
        id=record.id,
        period=str(values["ky"]),
        place=_LEVEL + str(level) if level else str(values["don_vi"] or ""),
        code=str(values["chi_tieu"]),
        axis=str(values["truc"] or ""),
        key=str(values["gia_tri_truc"] or ""),
        entry=Entry(
            value=None if kept is None else exact(Decimal(int(kept)) / _scale()),
            qualifier=str(values["dinh_tinh"] or ""),
            reported=values["bao_cao_k"],
            expected=values["bao_cao_n"],
            source=str(values["nguon"] or ""),
            source_day=values["ngay_nguon"],
            note=str(values["ghi_chu"] or ""),
            confirmed=bool(values["xac_nhan"]),
        ),
        changed_at=record.changed_at,
        changed_by=record.changed_by,
        file=str((record.origin or {}).get("file") or ""),
    )
