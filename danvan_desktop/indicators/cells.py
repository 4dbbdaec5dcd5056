"""A cell of typed figures: what may stand in it, and the row of the register that keeps it.

A cell is an indicator (or one part of its breakdown, ``code/axis/key``) of one *place* in one
period. A place is a unit's code, a level (``cap/T``, ``cap/H``, ``cap/X``) for aggregates of all
units of that level, or ``""`` for the whole area. ``doi_thoai_cuoc/cap/H`` of the whole area and
``doi_thoai_cuoc`` of the place ``cap/H`` are the same cell.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from danvan_desktop.errors import Issue, Place
from danvan_desktop.i18n import _
from danvan_desktop.indicators.catalogue import catalogue
from danvan_desktop.indicators.declarations import LEVEL_AXIS, Indicator, Kind, Measure, Space
from danvan_desktop.indicators.numbers import Number, exact
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.periods import Period
from danvan_desktop.registers import REGISTERS
from danvan_desktop.registers.choices import CAP
from danvan_desktop.registers.so_lieu import DINH_TINH
from danvan_desktop.schema import Choice, Number as NumberField, Quantity
from danvan_desktop.storage.values import Record
from danvan_desktop.vietnamese import format_number, to_decimal

TYPED = "so_lieu"
WHOLE = ""
"""The place of figures for the whole area."""

KEY = ("ky", "don_vi", "cap", "chi_tieu", "truc", "gia_tri_truc")
"""The fields of the register that tell one cell from another."""

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
    """A typed cell as it is kept, with who typed it when; ``file`` if it came from a workbook.

    ``office`` is the other office that sent it, "" for this one's own.
    """

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
    office: str = ""

    @property
    def path(self) -> str:
        """The path within its place: a code, or code/axis/key."""
        return "/".join(part for part in (self.code, self.axis, self.key) if part)

    @property
    def value(self) -> Number | None:
        """The typed value."""
        return self.entry.value


Typing = Entry | tuple[Number, str] | Number | None
"""A cell's new content: an Entry, (value, qualifier), a bare value, or None to empty it."""


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


def figure_of(record: Record) -> TypedFigure:
    """Read a typed figure from its row."""
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


def key_of(one: TypedFigure) -> tuple[str, ...]:
    """Give what makes a cell the same one, in the order of ``KEY``."""
    is_level = one.place.startswith(_LEVEL)
    unit, level = ("", one.place.removeprefix(_LEVEL)) if is_level else (one.place, "")
    return (one.period, unit, level, one.code, one.axis, one.key)


def canonical(one: Indicator, place: str, axis: str, key: str) -> tuple[str, str, str]:
    """Give the one name of a cell: levels and units are places, not parts of the whole."""
    if place == WHOLE and axis == LEVEL_AXIS:
        return _LEVEL + key, "", ""
    if place == WHOLE and axis and axis == one.spec.unit_field:
        return key, "", ""
    return place, axis, key


def takes_decimals(one: Indicator) -> bool:
    """Tell whether an indicator may have a fraction: rates, quantities, scaled sums."""
    if one.kind is Kind.RATIO:
        return True
    kinds = [p.spec.field(p.field).type for p in one.parts if p.measure is Measure.SUM]
    return any(isinstance(kind, Quantity) for kind in kinds) or any(p.scale > 1 for p in one.parts)


def has_part(one: Indicator, axis: str, key: str) -> bool:
    """Tell whether an indicator is broken down by an axis on which there can be such a key."""
    if axis not in one.axes:
        return False
    having = one.parts_with(axis)
    kind = CAP if axis == LEVEL_AXIS else having[0].spec.field(axis).type
    return not isinstance(kind, Choice) or kind.option(key) is not None


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
    if axis and not has_part(one, axis, key):
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


def _shown(number: int | None) -> str:
    return "…" if number is None else format_number(number)


def _scale() -> int:
    kind = REGISTERS[TYPED].field("gia_tri").type
    return kind.scale if isinstance(kind, NumberField) else 1


def _kept(value: Number) -> int:
    return int(to_decimal(value) * _scale())
