"""Computed figures as frozen values, and how they are written for the window and for papers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _
from danvan_desktop.indicators.declarations import Indicator, Kind, RollUp
from danvan_desktop.indicators.numbers import Number, added, plain_number
from danvan_desktop.registers.so_lieu import DINH_TINH
from danvan_desktop.vietnamese import (
    format_count,
    format_money,
    format_number,
    format_percent,
    percent_of,
    rounded_percent,
    to_decimal,
)

MONEY_UNIT = "đồng"
RATIO_PLACES = 4
"""A rate is kept with four decimals, half-up, and rounded further only in print."""

UNKNOWN = "…"
NONE = "-"


class Source(StrEnum):
    """What stands behind a figure: records, typed cells, or some of both."""

    RECORDS = "records"
    TYPED = "typed"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class Figure:
    """One indicator in one period.

    ``value`` is None for a rate without denominator. ``by`` holds the value per key of each axis.
    ``records`` counts the register's records in the window (of a sum: those with the field filled)
    before the indicator's own conditions; 0 means that nothing is known, which is not none.
    ``partial`` names the axes that only some of the registers behind the figure have, with a note.

    ``typed`` counts the typed cells behind the value, ``recorded`` is what the records alone would
    give (None without records). ``qualifier`` (gan, tren, …) stands before the value,
    ``part_qualifiers`` before parts (by ``axis/key``); ``undivided`` is what nobody broke down.
    """

    code: str
    name: str
    unit: str
    kind: Kind
    value: Number | None
    by: Mapping[str, Mapping[str, Number]] = field(default_factory=dict)
    numerator: Number | None = None
    denominator: Number | None = None
    decimals: int = 0
    records: int = 0
    partial: Mapping[str, str] = field(default_factory=dict)
    typed: int = 0
    source: Source = Source.RECORDS
    recorded: Number | None = None
    qualifier: str = ""
    part_qualifiers: Mapping[str, str] = field(default_factory=dict)
    undivided: Mapping[str, Number] = field(default_factory=dict)

    @property
    def difference(self) -> Number | None:
        """What was typed less what the records alone give; None unless there are both."""
        if not self.typed or self.recorded is None or self.value is None:
            return None
        return added(self.value, -self.recorded)

    @property
    def known(self) -> bool:
        """Tell whether there is anything that the figure was counted from."""
        return (self.records > 0 or self.typed > 0) and self.value is not None

    def at(self, axis: str, key: str) -> Number:
        """Give one part of a breakdown; a key that does not occur counts 0."""
        return self.by[axis].get(key, 0)

    def part(self, axis: str, key: str) -> Number | None:
        """Give one part of a breakdown; None where it is not known.

        Of what was typed or entered without a breakdown, a part that nobody named is no 0.
        """
        parts = self.by[axis]
        found = parts.get(key)
        divided = self.value is None or added(*parts.values()) >= self.value
        return found or (0 if divided else None)

    def exact(self) -> Decimal | None:
        """Give the unrounded value."""
        if self.kind is Kind.RATIO and self.source is Source.RECORDS:
            return percent_of(to_decimal(self.numerator or 0), to_decimal(self.denominator or 0))
        return None if self.value is None else to_decimal(self.value)

    def shown(self) -> str:
        """Write the value for the window: 1.844; 86,9%; “…” when nothing is known, “-” for none."""
        if not self.known:
            return UNKNOWN
        exact = self.exact()
        if self.kind is Kind.RATIO and exact is not None:
            return qualified(self.qualifier, format_percent(exact, self.decimals))
        if not self.value:
            return NONE
        return qualified(self.qualifier, format_number(self.value))

    def plain(self) -> dict[str, Any]:
        """Give the figure as plain values, the shape of ``indicators --json``."""
        found: dict[str, Any] = {"name": self.name, "unit": self.unit, "kind": self.kind.value}
        if self.kind is Kind.RATIO:
            exact = self.exact()
            return found | {
                "numerator": plain_number(self.numerator),
                "denominator": plain_number(self.denominator),
                "value": self.value,
                "shown_one_decimal": None if exact is None else format_percent(exact, 1),
                "shown_integer": None if exact is None else format_percent(exact, 0),
            }
        by = {
            self._axis_name(axis): {key: plain_number(number) for key, number in of.items()}
            for axis, of in self.by.items()
        }
        return found | {"value": plain_number(self.value), "by": by}

    def _axis_name(self, axis: str) -> str:
        note = self.partial.get(axis)
        return f"{axis} ({note})" if note else axis


@dataclass(frozen=True, slots=True)
class Cited:
    """A figure at a path such as ``dvk_dang_ky/doi_tuong/tap_the``, ready to stand in a paper.

    ``shown`` is written as papers do (07, 1.844, 86,9%, 1.018,5 triệu đồng).
    """

    path: str
    code: str
    axis: str | None
    key: str | None
    name: str
    unit: str
    value: Number | None
    shown: str


def figure_at(figure: Figure, axis: str | None = None, key: str | None = None) -> Cited:
    """Cite a figure or one part of its breakdown; UserError when it has no such part."""
    if axis is not None and axis not in figure.by:
        raise UserError(
            _("Chỉ tiêu {code} không chia theo {axis}.").format(code=figure.code, axis=axis),
            remedy=_("Chọn lại số liệu trong danh mục chỉ tiêu."),
            code="unknown_figure",
        )
    value = figure.value if axis is None else figure.at(axis, key or "")
    path = "/".join(part for part in (figure.code, axis, key) if part)
    exact = figure.exact() if axis is None else None if value is None else to_decimal(value)
    word = figure.qualifier if axis is None else figure.part_qualifiers.get(f"{axis}/{key}", "")
    text = paper_text(exact, unit=figure.unit, decimals=figure.decimals)
    shown = with_qualifier(word, text) if exact is not None else text
    return Cited(path, figure.code, axis, key, figure.name, figure.unit, value, shown)


def paper_text(value: Decimal | None, *, unit: str, decimals: int = 0) -> str:
    """Write a number as papers do: counts under ten with 0, rates with %, money in triệu đồng."""
    if value is None:
        return UNKNOWN
    if unit == "%":
        return format_percent(value, decimals)
    if unit == MONEY_UNIT:
        return format_money(int(value))
    return format_count(int(value)) if value == int(value) else format_number(value)


def ratio_value(numerator: Number, denominator: Number) -> float | None:
    """Compute a rate in percent, rounded to four decimals; None without a denominator."""
    exact = percent_of(to_decimal(numerator), to_decimal(denominator))
    return None if exact is None else float(rounded_percent(exact, RATIO_PLACES))


def with_qualifier(qualifier: str, shown: str) -> str:
    """Put the word of a number that is not exact in front of it, as typed and in papers: gần 134.

    It is Vietnamese in every language of the window, so that it reads back.
    """
    option = DINH_TINH.option(qualifier or None)
    return f"{option.label} {shown}" if option else shown


def qualified(qualifier: str, shown: str) -> str:
    """Put the word in front in the language of the window."""
    word = DINH_TINH.format(qualifier or None)
    return f"{word} {shown}" if word else shown


def roll_up(indicator: Indicator, figures: Sequence[Figure]) -> Number | None:
    """Make one value of consecutive periods, by the indicator's own rule.

    Flows add, stocks and cumulative figures take the last, rates are recomputed from their parts.
    None where only the records can tell (distinct counts) or there is nothing.
    """
    if not figures:
        return None
    if indicator.roll_up is RollUp.SUM:
        return added(*(one.value for one in figures))
    if indicator.roll_up is RollUp.LAST:
        return figures[-1].value
    if indicator.roll_up is RollUp.RECOMPUTE:
        return ratio_value(
            added(*(one.numerator for one in figures)),
            added(*(one.denominator for one in figures)),
        )
    return None
