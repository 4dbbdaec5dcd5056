"""The figures around a list: its funnel, its total row, how many of how many are shown.

Everything is read by one function on a worker and comes back as one frozen value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from danvan_desktop.i18n import _
from danvan_desktop.registers.choices import DOI_TUONG
from danvan_desktop.schema import Money, RegisterSpec
from danvan_desktop.storage.values import ListQuery
from danvan_desktop.vietnamese.numbers import format_number, format_percent, percent_of
from ui.widgets.cells import UNKNOWN, figure_text
from ui.widgets.columns import Column
from ui.widgets.funnel import FunnelCell

if TYPE_CHECKING:
    from danvan_desktop.context import Context


@dataclass(frozen=True, slots=True)
class Figures:
    """What stands around a list; ``shown`` of ``whole`` records pass the filters."""

    shown: int
    whole: int
    steps: tuple[tuple[str, int], ...] = ()
    last_year: int | None = None
    totals: Mapping[str, int | None] | None = None
    kinds: Mapping[str, int] | None = None
    units: int | None = None


def read_figures(
    context: Context,
    spec: RegisterSpec,
    query: ListQuery,
    base: ListQuery,
    before: ListQuery | None,
) -> Figures:
    """Read the figures of a filtered ``query`` inside its ``base``; ``before`` is last year's."""
    steps = spec.funnel[1:]
    totals = [field.name for field in spec.fields if field.total]
    has_kinds = any(field.name == "doi_tuong" for field in spec.fields)
    codes = [option.code for option in DOI_TUONG.options] if has_kinds else []
    shown = context.summary(
        query,
        sums=(*totals, *steps),
        shares=("doi_tuong", codes),
        different=spec.unit_field or "",
    )
    plain = replace(query, sort=None, descending=False) == base
    whole = shown if plain else context.summary(base, sums=steps)
    first = ((spec.funnel[0], whole.count),) if spec.funnel else ()
    return Figures(
        shown=shown.count,
        whole=whole.count,
        steps=(*first, *((code, whole.sums[code] or 0) for code in steps)),
        last_year=context.count(replace(before, counted=True)) if before else None,
        totals={name: shown.sums[name] for name in totals},
        kinds=shown.shares or None,
        units=shown.different if spec.unit_field else None,
    )


def funnel_cells(spec: RegisterSpec, figures: Figures) -> list[FunnelCell]:
    """Write the funnel: figure, word, share of the step before; the first cell names last year."""
    cells = []
    before: int | None = None
    for code, number in figures.steps:
        if before is None:
            note = ""
            if figures.last_year is not None:
                note = _("cùng kỳ {n}").format(n=format_number(figures.last_year))
        else:
            share = percent_of(number, before)
            text = format_percent(share) if share is not None else "–"
            note = _("{share} bước trước").format(share=text)
        cells.append(FunnelCell(code, format_number(number), step_word(spec, code), note))
        before = number
    return cells


def step_word(spec: RegisterSpec, code: str) -> str:
    """Name a step of the funnel: the field's word without "Đã"."""
    state = spec.state(code)
    word = _(state.label) if state else code
    return _("Thẩm định") if code == "tham_dinh" else word


def total_texts(
    spec: RegisterSpec, figures: Figures, columns: tuple[Column, ...]
) -> dict[str, str | tuple[str, ...]]:
    """Write the total row by column; no records, no totals."""
    shown = [column for column in columns if column.shown and column.spec is not None]
    if not figures.shown or not shown:
        return {}
    texts: dict[str, str | tuple[str, ...]] = {}
    for column in shown:
        field = column.spec
        if field is not None and field.total and figures.totals is not None:
            kind, value = field.type, figures.totals.get(field.name)
            if value is None:
                text = UNKNOWN
            else:
                text = figure_text(kind, value) if isinstance(kind, Money) else format_number(value)
            texts[column.key] = text
    words = _("Tổng cộng: {n} {what}").format(
        n=format_number(figures.shown), what=_(spec.record_label)
    )
    title = next((c for c in shown if c.key == spec.title_field), None)
    head = title or next((c for c in shown if not c.right), shown[0])
    details = _kind_words(figures)
    unit_shown = any(c.key == spec.unit_field for c in shown)
    if figures.units is not None and unit_shown and head.key != spec.unit_field:
        texts[str(spec.unit_field)] = _("{n} đơn vị").format(n=figures.units)
    elif figures.units is not None and unit_shown:
        details.append(_("{n} đơn vị").format(n=figures.units))
    brief = _("Cộng {n}").format(n=format_number(figures.shown))
    whole = f"{words} ({', '.join(details)})" if details else words
    texts[head.key] = (whole, words, brief)
    return texts


def _kind_words(figures: Figures) -> list[str]:
    found = []
    for option in DOI_TUONG.options if figures.kinds else ():
        number = (figures.kinds or {}).get(option.code)
        if number:
            found.append(f"{format_number(number)} {_(option.label).lower()}")
    return found
