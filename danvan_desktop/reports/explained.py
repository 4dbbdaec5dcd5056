"""“Explain this number”: what a figure of a paper is, and which records it counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from danvan_desktop.errors import UserError
from danvan_desktop.i18n import N_, _
from danvan_desktop.indicators import (
    Figure,
    Kind,
    axis_label,
    catalogue,
    compute,
    figure_at,
    key_label,
    records_of,
)
from danvan_desktop.indicators.declarations import LEVEL_AXIS, Indicator
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.periods import Period
from danvan_desktop.reports.explained_sources import source_facts
from danvan_desktop.reports.figures import (
    BEFORE,
    SAME_LAST_YEAR,
    YEAR_TO_DATE,
    FigurePath,
    parse_path,
)
from danvan_desktop.reports.live import LiveFigures, records_at
from danvan_desktop.reports.period_words import period_at
from danvan_desktop.reports.shown import (
    CATALOGUE,
    CONDITIONS,
    NO_DATA,
    Group,
    UnknownFigure,
    WrongFilter,
    WrongOption,
    natural_filter,
    show,
)
from danvan_desktop.schema.periods import period_name
from danvan_desktop.storage.values import ListQuery
from danvan_desktop.vietnamese import (
    format_date,
    format_number,
    format_percent,
    format_points,
    percent_of,
    to_decimal,
)

WHENS = {
    "": N_("Kỳ này"),
    SAME_LAST_YEAR: N_("Cùng kỳ năm trước"),
    BEFORE: N_("Kỳ trước"),
    YEAR_TO_DATE: N_("Lũy kế từ đầu năm"),
}
"""The times that a figure may be of, besides a period named by its code."""


@dataclass(frozen=True, slots=True)
class Explained:
    """A figure explained: ``facts`` are pairs of a word and what is to be said about it.

    ``query`` lists exactly the ``count`` records; ``comparable`` tells whether a sentence that
    compares with last year can be made of the figure.
    """

    path: str
    shown: str
    name: str
    facts: tuple[tuple[str, str], ...]
    count: int
    register: str
    query: ListQuery
    comparable: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A figure that can be put into a text: path, name, the words it would become, format."""

    path: str
    name: str
    shown: str
    filter: str
    register: str


def explain(books: Books, path: str, period: Period) -> Explained:
    """Explain the figure at a path in a paper's period; UserError for an unknown path."""
    wanted = _wanted(path)
    then = period_at(books, period, wanted.when) or period
    one = catalogue().find(wanted.code)
    figure = compute(books, then, [one.code])[one.code]
    lists = records_at(books, path, period) or (records_of(books, one.code, then),)
    query, count = lists[0], books.count(lists[0])
    axis, key = _cut(wanted)
    facts = [*source_facts(books, figure, then, axis, key), (_("Kỳ"), _days(then, one.kind))]
    plain = not wanted.when and not (wanted.place and wanted.axis) and not wanted.also
    if figure.denominator is not None and not wanted.place:
        ratio = f"{format_number(figure.numerator or 0)}/{format_number(figure.denominator)}"
        facts.append((_("Cách tính"), ratio))
    last = (
        _last_period(books, one, figure, then, axis, key)
        if plain and _whole_axis(figure, axis)
        else ""
    )
    if last:
        facts.append((_("Cùng kỳ"), last))
    if axis is None and len(figure.by.get(LEVEL_AXIS, {})) > 0:
        facts.append((_("Theo cấp"), _levels(books, one, figure, then)))
    return Explained(
        path=path,
        shown=_shown(books, path, period, figure, plain=plain and _whole_axis(figure, axis)),
        name=figure_name(books, path, period),
        facts=tuple(facts),
        count=count,
        register=query.register,
        query=query,
        comparable=axis is None and bool(last),
    )


def figure_name(books: Books, path: str, period: Period) -> str:
    """Name a figure as people say it, with its part, place and time."""
    wanted = _wanted(path)
    one = catalogue().find(wanted.code)
    directory = books.directory(period.last_day)
    words = [one.label]
    if wanted.unit:
        words.append(directory.short_name(wanted.unit))
    elif wanted.place:
        words.append(key_label(one, LEVEL_AXIS, wanted.place.partition("/")[2], directory))
    if wanted.axis:
        words.append(key_label(one, wanted.axis, wanted.key, directory))
    if wanted.also:
        axis, _slash, key = wanted.also.partition("/")
        words.append(key_label(one, axis, key, directory))
    if wanted.when:
        words.append(when_label(wanted.when))
    return ", ".join(words)


def when_label(when: str) -> str:
    """Name the time of a figure (what stands behind ``@``) for people."""
    return _(WHENS[when]) if when in WHENS else period_name(when)


def choices(books: Books, period: Period) -> list[Choice]:
    """List every figure that the catalogue can give in a period, the parts behind the whole."""
    source = LiveFigures(books, period)
    figures = compute(books, period)
    found = []
    for code, one in catalogue().items():
        figure = figures[code]
        paths = [code, *(f"{code}/{axis}/{key}" for axis in figure.by for key in figure.by[axis])]
        for path in paths:
            value = source.figure(path)
            if value is None:
                continue
            filter_name = natural_filter(value)
            name = figure_name(books, path, period)
            shown = show(source, path, filter_name)
            found.append(Choice(path, name, shown, filter_name, one.register))
    return found


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be set of a figure: units and levels, parts of its breakdowns, times.

    Each pair is what stands in the path and what it is called; the first of each is "" (none).
    ``axes`` are the breakdowns for a list of parts.
    """

    places: tuple[tuple[str, str], ...]
    parts: tuple[tuple[str, str], ...]
    whens: tuple[tuple[str, str], ...]
    axes: tuple[tuple[str, str], ...]


def settings_of(books: Books, code: str, period: Period) -> Settings:
    """List the units, parts and times that a figure can be taken of; UserError for no figure."""
    one = catalogue().find(code)
    figure = compute(books, period, [code])[code]
    directory = books.directory(period.last_day)
    has_units = one.spec.unit_field is not None
    places = [("", _("Toàn địa bàn"))]
    if has_units:
        units = [unit for unit in directory.units() if unit.level]
        levels = dict.fromkeys(str(unit.level) for unit in units)
        places += [(f"cap/{key}", key_label(one, LEVEL_AXIS, key, directory)) for key in levels]
        places += [(f"don_vi/{unit.code}", directory.short_name(unit.code)) for unit in units]
    parts = [("", _("Không chia"))]
    axes = []
    for axis, keys in figure.by.items():
        axes.append((axis, axis_label(one, axis)))
        if axis not in (LEVEL_AXIS, "don_vi"):
            parts += [
                (
                    f"{axis}/{key}",
                    f"{axis_label(one, axis)}: {key_label(one, axis, key, directory)}",
                )
                for key in keys
            ]
    known = [p for p in books.periods() if p.first_day <= period.first_day and p != period]
    whens = [(when, _(words)) for when, words in WHENS.items()]
    whens += [(one.code, one.name) for one in reversed(known)]
    return Settings(tuple(places), tuple(parts), tuple(whens), tuple(axes))


def formats(books: Books, path: str, period: Period) -> list[tuple[str, str, str]]:
    """List how a figure may be shown: filter (short), its label, the words that it would become.

    Each option of a filter is an entry of its own; breakdowns are offered by each axis.
    """
    source = LiveFigures(books, period)
    wanted = parse_path(path)
    one = catalogue().get(wanted.code) if wanted else None
    axes = compute(books, period, [one.code])[one.code].by if one else {}
    found = []
    for spec in CATALOGUE.values():
        if spec.group is Group.CONDITION:
            continue
        entries = [(spec.name, _(spec.label))]
        if spec.axes and one:
            entries = [
                (f"{spec.name}:{axis}", f"{_(spec.label)}: {axis_label(one, axis)}")
                for axis in axes
            ]
        elif spec.options:
            entries += [
                (f"{spec.name}:{option}", f"{_(spec.label)}, {_(words)}")
                for option, words in spec.options
                if option
            ]
        elif spec.counts:
            entries += [(f"{spec.name}:{n}", f"{_(spec.label)} ({n})") for n in (1, 5, 10)]
        for name, words in entries:
            try:
                found.append((name, words, show(source, path, name)))
            except (UnknownFigure, WrongFilter, WrongOption):
                continue
    return found


def conditions(books: Books, path: str, period: Period) -> list[tuple[str, str, str]]:
    """List the conditions that may ask a figure: filter, its label, whether it holds now."""
    source = LiveFigures(books, period)
    found = []
    for name in CONDITIONS:
        if name == "gia_tri":
            continue
        try:
            holds = show(source, path, name)
        except (UnknownFigure, WrongFilter, WrongOption):
            continue
        words = _(CATALOGUE[name].label).partition(": ")[2] or _(CATALOGUE[name].label)
        found.append((name, words, _("đúng") if holds else _("không đúng")))
    return found


def shown_figures(
    books: Books, period: Period, wanted: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], str]:
    """Show figures (path, filter) as the registers have them now; what is unknown is left out."""
    source = LiveFigures(books, period)
    found = {}
    for path, name in wanted:
        try:
            found[path, name] = show(source, path, name)
        except (UnknownFigure, WrongFilter, WrongOption, KeyError):
            continue
    return found


def _wanted(path: str) -> FigurePath:
    found = parse_path(path)
    if found is None:
        raise UserError(
            _("Không có số liệu “{path}”.").format(path=path[:80]),
            remedy=_("Chèn lại số liệu bằng nút “Chèn số liệu” (Ctrl+D)."),
            code="unknown_figure",
        )
    return found


def _cut(wanted: FigurePath) -> tuple[str | None, str | None]:
    """Give the axis and key by which the records are narrowed; a place is one too."""
    if wanted.axis:
        return wanted.axis, wanted.key
    axis, _slash, key = wanted.place.partition("/")
    return axis or None, key or None


def _whole_axis(figure: Figure, axis: str | None) -> bool:
    return axis is None or axis in figure.by


def _shown(books: Books, path: str, period: Period, figure: Figure, *, plain: bool) -> str:
    if not figure.known:
        return figure.shown()
    if plain:
        return figure_at(figure, *_cut(_wanted(path))).shown
    source = LiveFigures(books, period)
    value = source.figure(path)
    return NO_DATA if value is None else show(source, path, natural_filter(value))


def _days(period: Period, kind: Kind) -> str:
    first, last = (format_date(date.fromisoformat(d)) for d in (period.first_day, period.last_day))
    if kind is Kind.CUMULATIVE:
        return _("đến ngày {day}").format(day=last)
    return last if kind is Kind.STOCK else f"{first} – {last}"


def _last_period(
    books: Books, one: Indicator, figure: Figure, period: Period, axis: str | None, key: str | None
) -> str:
    """Write ``8, tăng 4 (+50%)``; empty when nothing is known of then."""
    before = next((p for p in books.periods() if p.code == period.compare_with), None)
    if before is None or not figure.known:
        return ""
    then = compute(books, before, [one.code])[one.code]
    if not then.known:
        return ""
    cited = figure_at(then, axis, key)
    now_value = figure.value if axis is None else figure.at(axis, key or "")
    if cited.value is None or now_value is None:
        return ""
    difference = to_decimal(now_value) - to_decimal(cited.value)
    shown = then.shown() if axis is None else format_number(cited.value)
    return f"{shown}, {_change(difference, to_decimal(cited.value), one.kind)}"


def _change(difference: Decimal, before: Decimal, kind: Kind) -> str:
    if not difference:
        return _("không đổi")
    pattern = _("tăng {n}") if difference > 0 else _("giảm {n}")
    if kind is Kind.RATIO:
        return pattern.format(n=_("{n} điểm %").format(n=format_points(abs(difference))))
    percent = percent_of(difference, before)
    text = pattern.format(n=format_number(abs(difference)))
    return text if percent is None else f"{text} ({format_percent(percent, signed=True)})"


def _levels(books: Books, one: Indicator, figure: Figure, period: Period) -> str:
    directory = books.directory(period.last_day)
    parts = [
        f"{key_label(one, LEVEL_AXIS, key, directory).lower()} {format_number(value)}"
        for key, value in sorted(figure.by[LEVEL_AXIS].items(), key=_level_order)
    ]
    return ", ".join(parts) or axis_label(one, LEVEL_AXIS)


def _level_order(item: tuple[str, object]) -> int:
    order = ("T", "H", "X")
    return order.index(item[0]) if item[0] in order else len(order)
