"""What was before of a figure: earlier periods, what was typed by whom, what was closed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from danvan_desktop.i18n import _
from danvan_desktop.vietnamese import format_number
from ui.moments import moment_text

if TYPE_CHECKING:
    from danvan_desktop.context import Context
    from danvan_desktop.indicators import ClosedFigures, Figure, Indicator, TypedFigure
    from danvan_desktop.organisation.periods import Period
    from danvan_desktop.organisation.units import Directory
    from danvan_desktop.storage.values import HistoryEntry

EARLIER = 5
"""How many periods of the same kind are shown."""

MOST_CELLS = 40
"""A figure with more typed cells than this shows the history of the last ones."""


@dataclass(frozen=True, slots=True)
class Past:
    """Earlier figures (oldest first), the typed cells with their changes, what was closed.

    ``gone`` are the ids of typed cells that were emptied later.
    """

    code: str
    period: Period
    series: tuple[tuple[Period, Figure], ...]
    cells: tuple[tuple[TypedFigure, tuple[HistoryEntry, ...]], ...]
    closed: ClosedFigures | None
    names: Directory
    gone: frozenset[str] = frozenset()


def read_past(context: Context, code: str, period: Period) -> Past:
    """Read what was before of an indicator (for a worker)."""
    from danvan_desktop.indicators import closed_figures, compute, typed
    from danvan_desktop.indicators.typed import emptied

    known = [one for one in context.periods() if one.last_day <= period.last_day]
    earlier = [one for one in known if _kind(one.code) == _kind(period.code)]
    earlier.sort(key=lambda one: one.last_day)
    gone = emptied(context, period, code)
    cells = [*gone, *typed(context, period, codes=[code])]
    return Past(
        code=code,
        period=period,
        series=tuple((one, compute(context, one, [code])[code]) for one in earlier[-EARLIER:]),
        cells=tuple(
            (cell, tuple(context.history("so_lieu", cell.id))) for cell in cells[-MOST_CELLS:]
        ),
        closed=closed_figures(context, period),
        names=context.directory(),
        gone=frozenset(cell.id for cell in gone),
    )


def series_words(past: Past) -> list[tuple[str, str]]:
    """Give name and value of each period."""
    return [(period.name, figure.shown()) for period, figure in past.series]


def closed_words(past: Past, now: Figure) -> str:
    """Say with which value the period was closed, and that it differs now; "" if it never was."""
    kept = past.closed
    if kept is None or past.code not in kept.figures:
        return ""
    value = kept.figures[past.code].get("value")
    shown = "…" if value is None else format_number(value)
    words = _("Khóa lúc {at} ({by}) với số {value}.").format(
        at=moment_text(kept.at), by=kept.by, value=shown
    )
    if past.period.closed and now.known and value is not None and now.value != value:
        words += " " + _("Nay sổ cho {value}.").format(value=now.shown())
    return words


def typed_words(past: Past, one: Indicator) -> list[tuple[str, str]]:
    """Give a head and the changes of each typed cell, newest change first."""
    found = []
    for cell, entries in past.cells:
        lines = [f"{cell.changed_by}, {moment_text(cell.changed_at)}"]
        if cell.entry.source:
            lines.append(_("Nguồn: {source}").format(source=cell.entry.source))
        lines += [words for entry in entries if (words := _change(entry))]
        if cell.file:
            lines.append(_("Nhập từ tệp {name}").format(name=cell.file))
        if not cell.entry.confirmed:
            lines.append(_("Mang từ kỳ trước sang, chưa xác nhận"))
        found.append((_cell_words(past, one, cell), "\n".join(lines)))
    return found


def _cell_words(past: Past, one: Indicator, cell: TypedFigure) -> str:
    from danvan_desktop.indicators import entry_text, key_label

    names = [_place_words(past, cell.place)]
    if cell.axis and one.axes:
        names.append(key_label(one, cell.axis, cell.key, past.names))
    text = entry_text(cell.entry)
    if cell.id in past.gone:
        text = _("đã để trống, trước là {text}").format(text=text)
    return f"{', '.join(names)}: {text}"


def _place_words(past: Past, place: str) -> str:
    from danvan_desktop.registers.choices import CAP

    if not place:
        return _("Toàn địa bàn")
    if "/" in place:
        return CAP.format(place.partition("/")[2])
    return past.names.short_name(place)


def _change(entry: HistoryEntry) -> str:
    from danvan_desktop.organisation.units import Directory
    from danvan_desktop.registers import REGISTERS
    from ui.widgets.history import change_text

    if entry.field == "deleted":
        words = _("Để trống") if entry.new else _("Đưa trở lại")
        return f"{words} ({entry.by}, {moment_text(entry.at)})"
    if entry.field not in ("gia_tri", "dinh_tinh") or entry.old is None:
        return ""
    words = change_text(REGISTERS["so_lieu"], entry, Directory(()))
    return f"{words} ({entry.by}, {moment_text(entry.at)})" if words else ""


def _kind(code: str) -> str:
    name = code.partition("/")[0]
    return name if name == "9T" else name.rstrip("0123456789")
