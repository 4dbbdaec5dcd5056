"""What the first page shows, read on a worker: work, figures, copies, the last bundle."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from danvan_desktop.agenda import TodoItem, todo
from danvan_desktop.i18n import _
from danvan_desktop.indicators.catalogue import catalogue
from danvan_desktop.indicators.comparison import Comparison, compare
from danvan_desktop.indicators.numbers import Number
from danvan_desktop.vietnamese.numbers import format_number, to_decimal
from ui.moments import day_of_moment, moment_text
from ui.widgets.pair_chart import Pair

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

USB_SETTING = "usb_copy"
"""Setting with the moment (UTC ISO) of the last verified copy on another medium."""
OLD_COPY_DAYS = 7
"""From so many days on a copy on another medium is called old."""


@dataclass(frozen=True, slots=True)
class Line:
    """A statement about the data: icon, colour token, words."""

    icon: str
    role: str
    text: str


@dataclass(frozen=True, slots=True)
class HomeFacts:
    """How the period and the data stand."""

    pairs: tuple[Pair, ...]
    heads: tuple[str, str]
    backup: Line
    usb: Line
    bundle: Line


def read_home(context: Context, period: Period | None) -> HomeFacts:
    """Read how things stand in a period; without a period there are no figures."""
    today = context.clock.today()
    heads = ("", "")
    pairs: tuple[Pair, ...] = ()
    if period is not None:
        before = next((p for p in context.periods() if p.code == period.compare_with), None)
        heads = (period.name, before.name if before else _("kỳ trước"))
        pairs = tuple(_pair(compare(context, code, period)) for code in _declared())
    return HomeFacts(
        pairs=pairs,
        heads=heads,
        backup=_backup(context, today),
        usb=_usb(context, today),
        bundle=_bundle(context, period),
    )


def read_work(context: Context) -> tuple[TodoItem, ...]:
    """List what waits today; it checks the whole period, so it comes after the rest of the page."""
    return tuple(todo(context, context.clock.today()))


def copy_to_medium(context: Context, folder: Path) -> Path:
    """Put a verified copy of the data on another medium and remember when; UserError if refused."""
    from danvan_desktop.storage.backup import back_up

    moment = context.clock.now()
    copy = back_up(context.paths.database, folder, stamp=moment, reason="usb")
    context.settings.set(USB_SETTING, moment)
    return copy


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


def _backup(context: Context, today: str) -> Line:
    copy = context.last_backup()
    if copy is None:
        return Line("warning", "warning", _("Chưa có bản sao lưu nào"))
    from danvan_desktop.storage.backup import made_at

    when = moment_text(made_at(copy).isoformat(), today)
    return Line("check", "success", _("Sao lưu tự động lúc {when}, đã mở thử").format(when=when))


def _usb(context: Context, today: str) -> Line:
    kept = str(context.settings.get(USB_SETTING) or "")
    if not kept:
        return Line("warning", "warning", _("Chưa có bản sao nào ngoài máy này"))
    days = (datetime.fromisoformat(context.clock.now()) - datetime.fromisoformat(kept)).days
    if days > OLD_COPY_DAYS:
        words = _("Bản sao trên USB đã {n} ngày ({day})").format(n=days, day=day_of_moment(kept))
        return Line("warning", "warning", words)
    words = _("Bản sao trên USB lúc {when}").format(when=moment_text(kept, today))
    return Line("check", "success", words)


def _bundle(context: Context, period: Period | None) -> Line:
    from danvan_desktop.bundles import journal

    log = journal.exports(journal.entries(context))
    exported = [entry for entry in log if period is not None and entry.period == period.code]
    name = period.name if period else ""
    if not exported:
        return Line("note", "accent", _("Chưa xuất gói {period}").format(period=name))
    return Line("check", "success", _("Đã xuất gói {period}").format(period=name))
