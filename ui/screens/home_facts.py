"""What the first page shows, read on a worker: work, figures, copies, the last bundle."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from danvan_desktop.agenda.model import TodoItem, as_plain
from danvan_desktop.agenda.todo import todo
from danvan_desktop.i18n import _, language
from danvan_desktop.indicators.catalogue import catalogue
from danvan_desktop.indicators.comparison import Comparison, compare
from danvan_desktop.indicators.numbers import Number
from danvan_desktop.registers import REGISTERS
from danvan_desktop.vietnamese.numbers import format_number, to_decimal
from ui.screens.home_values import HomeFacts, Line, backup_line, usb_line
from ui.widgets.pair_chart import Pair
from ui.window_facts import facts_to_keep, read_facts

if TYPE_CHECKING:
    from danvan_desktop.context import Context
    from danvan_desktop.organisation.periods import Period

SHOWN = (
    "dvk_dang_ky",
    "dvk_cong_nhan",
    "dvk_tieu_bieu",
    "doi_thoai_cuoc",
    "doi_thoai_nguoi",
    "doi_thoai_y_kien",
    "hoi_nghi_cuoc",
    "hoi_nghi_co_mat",
)
"""The figures of the first page, two or three of each register."""

KEPT_DAYS = 8
"""For how many days from today on the list of work is worked out ahead."""
KEPT_ITEMS = 1000
"""Lines of work that are kept at most; what is due beyond is worked out when it is asked for."""


def read_home(context: Context, period: Period | None) -> HomeFacts:
    """Read how things stand in a period; without a period there are no figures."""
    heads = ("", "")
    pairs: tuple[Pair, ...] = ()
    if period is not None:
        before = next((p for p in context.periods() if p.code == period.compare_with), None)
        heads = (period.name, before.name if before else _("kỳ trước"))
        pairs = tuple(_pair(compare(context, code, period)) for code in _declared())
    return HomeFacts(
        pairs=pairs,
        heads=heads,
        backup=backup_line(context),
        usb=usb_line(context),
        bundle=_bundle(context, period),
    )


def read_work(context: Context) -> tuple[TodoItem, ...]:
    """List what waits today; it checks the whole period, so it comes after the rest of the page."""
    return tuple(todo(context, context.clock.today()))


def labels(registers: Iterable[str]) -> dict[str, str]:
    """Name registers, each once, in the order in which they come."""
    return {key: _(REGISTERS[key].label) for key in dict.fromkeys(registers)}


def answers(context: Context) -> dict[str, Any] | None:
    """Work out what the next start shows at once; None when there is no office."""
    window = read_facts(context)
    if not window.office:
        return None
    today, period = context.clock.today(), window.period
    home = read_home(context, period)
    days = _days_ahead(context, today)
    found = {
        "pairs": [list(pair) for pair in home.pairs],
        "heads": list(home.heads),
        "bundle": list(home.bundle),
    }
    return {
        "window": facts_to_keep(window),
        "sound": context.sound_backup,
        "home": {
            "language": language(),
            "made": today,
            "periods": {period.code if period else "": found},
            "days": days,
            "labels": labels(item["register"] for work in days.values() for item in work),
        },
    }


def _days_ahead(context: Context, today: str) -> dict[str, list[dict[str, Any]]]:
    days: dict[str, list[dict[str, Any]]] = {}
    lines = 0
    for step in range(KEPT_DAYS):
        day = (date.fromisoformat(today) + timedelta(days=step)).isoformat()
        days[day] = [as_plain(item) for item in todo(context, day)]
        lines += len(days[day])
        if lines > KEPT_ITEMS:
            break
    return days


def _declared() -> list[str]:
    known = catalogue()
    return [code for code in SHOWN if code in known]


def _pair(found: Comparison) -> Pair:
    one = catalogue()[found.code]
    difference = ""
    if found.difference:
        arrow = "▲" if found.difference > 0 else "▼"
        sign = "+" if found.difference > 0 else "−"
        size = found.percent_text or format_number(abs(to_decimal(found.difference)))
        difference = f"{arrow} {sign}{size}"
    elif found.difference is not None:
        difference = "="
    return Pair(
        code=found.code,
        label=one.short_label,
        now=float(found.now or 0),
        before=float(found.last or 0),
        now_text=_figure(found.now),
        before_text=_figure(found.last),
        difference=difference,
    )


def _figure(value: Number | None) -> str:
    return "…" if value is None else format_number(value)


def _bundle(context: Context, period: Period | None) -> Line:
    from danvan_desktop.bundles import journal
    from ui.moments import day_of_moment

    log = journal.entries(context)
    sent = journal.exports(log)
    exported = [entry for entry in sent if period is not None and entry.period == period.code]
    name = period.name if period else ""
    if not exported:
        return Line("note", "accent", _("Chưa xuất gói {period}").format(period=name))
    answer = journal.answered(log, exported[0])
    if answer is None:
        words = _("Đã xuất gói {period}, chờ biên nhận")
        return Line("clock", "accent", words.format(period=name))
    if answer.details.get("verdict") not in journal.TAKEN:
        words = _("Gói {period} chưa được nhận: xem biên nhận")
        return Line("warning", "warning", words.format(period=name))
    words = _("Cấp trên đã nhận gói {period} ngày {day}")
    return Line("check", "success", words.format(period=name, day=day_of_moment(answer.at)))
