"""How a value is written in a list cell, in its tooltip and on the clipboard.

A list is narrower than a form: units and choices appear by their known abbreviation, amounts with
one decimal, dates as offices write them. "…" says that a figure is unknown, "-" that it is none;
both are used for figures only, so that an empty text never looks like a missing figure.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from danvan_desktop.i18n import _
from danvan_desktop.schema import (
    Choice,
    Date,
    FieldSpec,
    Flag,
    Money,
    Number,
    Period,
    Quantity,
    ReadingContext,
    Unit,
)
from danvan_desktop.vietnamese.dates import format_date
from danvan_desktop.vietnamese.numbers import format_number

UNKNOWN = "…"
NONE = "-"
MASK = "•••"
"""What stands for data about a private person until somebody asks to see them."""


ABBREVIATIONS = (
    ("Ban Chỉ huy Quân sự", "Ban CHQS"),
    ("Hội Liên hiệp Phụ nữ", "Hội LHPN"),
    ("Liên đoàn Lao động", "LĐLĐ"),
    ("Ủy ban Mặt trận Tổ quốc Việt Nam", "UBMTTQVN"),
    ("Ủy ban Mặt trận Tổ quốc", "UBMTTQ"),
    ("Ủy ban nhân dân", "UBND"),
    ("Hội đồng nhân dân", "HĐND"),
)
"""How offices shorten long names in tables; the full name stays in the tooltip."""


class Names(ReadingContext, Protocol):
    """What a list asks about units: the full name for reading aloud, the short one for a cell."""

    def short_name(self, code: str) -> str:
        """Name a unit as briefly as people know it: "Bàu Năng", "TT. Dương Minh Châu"."""


def cell_text(spec: FieldSpec, value: Any, names: Names) -> str:
    """Write a value for a list cell; data about private persons are masked."""
    kind = spec.type
    if spec.personal:
        return MASK if value not in (None, "") else ""
    if value is None and isinstance(kind, Quantity):
        return ""  # an amount belongs to its goods, and most rows have none
    if isinstance(kind, Number):
        return figure_text(kind, value)
    if value is None:
        return ""
    if isinstance(kind, Unit):
        return abbreviated(names.short_name(str(value)))
    if isinstance(kind, Choice):
        option = kind.option(value)
        return _(option.short or option.label) if option else str(value)
    if isinstance(kind, Date):
        return day_text(value)
    if isinstance(kind, Period):
        return short_period(value)
    return kind.format(value, names).replace("\n", " ")


def full_text(spec: FieldSpec, value: Any, names: ReadingContext, *, revealed: bool = False) -> str:
    """Write a value in full, as tooltip and accessible text of its cell.

    Data about private persons are masked unless they were ``revealed`` by a deliberate action.
    """
    if spec.personal and not revealed:
        return MASK if value not in (None, "") else ""
    if value is None:
        said = isinstance(spec.type, Number) and not isinstance(spec.type, Quantity)
        return _("chưa có số liệu") if said else ""
    if isinstance(spec.type, Date):
        return day_text(value)
    if isinstance(spec.type, Flag):
        return _("có") if value else _("không")
    return spec.type.format(value, names)


def copy_text(spec: FieldSpec, value: Any, names: ReadingContext) -> str:
    """Write a value so that Excel with Vietnamese settings reads it as number, date or text."""
    if value is None:
        return ""
    if isinstance(spec.type, Number):
        return _plain(spec.type.shown(int(value)))
    text = full_text(spec, value, names) if not isinstance(spec.type, Flag) else "x" * bool(value)
    return one_cell(text)


def one_cell(text: str) -> str:
    """Protect a text that would otherwise break out of its cell or be taken for a formula."""
    flat = " ".join(text.split())
    return f"'{flat}" if flat[:1] in ("=", "+", "-", "@") and len(flat) > 1 else flat


def figure_text(kind: Number, value: Any) -> str:
    """Write a figure: "…" for unknown, "-" for none, one decimal where the unit is not the đồng."""
    if value is None:
        return UNKNOWN
    if not value:
        return NONE
    if isinstance(kind, Money) and kind.unit_dong > 1:
        return format_number(kind.shown(int(value)), 1)
    return format_number(kind.shown(int(value)))


def abbreviated(name: str) -> str:
    """Shorten the long parts of an office's name as people do."""
    for long, short in ABBREVIATIONS:
        name = name.replace(long, short)
    return name


def day_text(value: Any) -> str:
    """Write an ISO day as 07/7/2020; a bare year and anything else stay as they are."""
    try:
        return format_date(date.fromisoformat(str(value)))
    except ValueError:
        return str(value)


def period_text(value: Any) -> str:
    """Write a period's code as 6 tháng đầu năm 2020, Quý I/2020; anything else stays."""
    return Period().format(str(value))


def short_period(value: Any) -> str:
    """Write a period for a narrow column: 6 tháng đầu 2020."""
    return period_text(value).replace(" năm ", " ")


def _plain(number: Decimal) -> str:
    text = format(number.normalize(), "f")
    return text.replace(".", ",")
