"""What the first page shows, as values, and what of it a run before has worked out.

A start shows the page from here without reading registers or counting figures; ``home_facts`` reads
and counts. The answers hold for the data as they are (``storage.kept`` sees to that), for one
language, and for each of the next days: what is due changes with the day alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from danvan_desktop.agenda.model import TodoItem, from_plain
from danvan_desktop.i18n import _, language
from ui.moments import day_of_moment, moment_text
from ui.widgets.pair_chart import Pair

if TYPE_CHECKING:
    from danvan_desktop.context import Context
    from danvan_desktop.organisation.periods import Period

USB_SETTING = "usb_copy"
"""Setting with the moment (UTC ISO) of the last verified copy on another medium."""
OLD_COPY_DAYS = 7
"""From so many days on a copy on another medium is called old."""


class Line(NamedTuple):
    """A statement about the data: icon, colour token, words."""

    icon: str
    role: str
    text: str


class HomeFacts(NamedTuple):
    """How the period and the data stand."""

    pairs: tuple[Pair, ...]
    heads: tuple[str, str]
    backup: Line
    usb: Line
    bundle: Line


def kept_home(
    context: Context, period: Period | None
) -> tuple[HomeFacts, tuple[TodoItem, ...], Mapping[str, str]] | None:
    """Give the page as a run before worked it out for today and a period, if it is still true.

    With facts and work come the names of the registers that the work belongs to.
    """
    kept: dict[str, Any] = context.kept.get("home") or {}
    if kept.get("language") != language():
        return None
    found = kept["periods"].get(period.code if period else "")
    items = kept["days"].get(context.clock.today())
    if found is None or items is None:
        return None
    facts = HomeFacts(
        pairs=tuple(Pair(*values) for values in found["pairs"]),
        heads=(found["heads"][0], found["heads"][1]),
        backup=backup_line(context),
        usb=usb_line(context),
        bundle=Line(*found["bundle"]),
    )
    return facts, tuple(from_plain(item) for item in items), kept["labels"]


def is_kept(context: Context, period_code: str) -> bool:
    """Tell whether the page of a period was worked out today and is still true."""
    kept: dict[str, Any] = context.kept.get("home") or {}
    known = kept.get("language") == language() and kept.get("made") == context.clock.today()
    return known and period_code in kept["periods"]


def backup_line(context: Context) -> Line:
    """Say when the newest sound copy was made."""
    if context.server is not None:
        return Line("note", "text2", _("Máy chủ dữ liệu do người quản trị sao lưu"))
    copy = context.last_backup()
    if copy is None:
        return Line("warning", "warning", _("Chưa có bản sao lưu nào"))
    from danvan_desktop.storage.copies import made_at

    when = moment_text(made_at(copy).isoformat(), context.clock.today())
    return Line("check", "success", _("Sao lưu tự động lúc {when}, đã mở thử").format(when=when))


def usb_line(context: Context) -> Line:
    """Say how old the newest copy on another medium is."""
    if context.server is not None:
        return Line("note", "text2", _("Khóa và tệp kèm: sao cả thư mục dữ liệu"))
    kept = str(context.settings.get(USB_SETTING) or "")
    if not kept:
        return Line("warning", "warning", _("Chưa có bản sao nào ngoài máy này"))
    days = (datetime.fromisoformat(context.clock.now()) - datetime.fromisoformat(kept)).days
    if days > OLD_COPY_DAYS:
        words = _("Bản sao trên USB đã {n} ngày ({day})").format(n=days, day=day_of_moment(kept))
        return Line("warning", "warning", words)
    words = _("Bản sao trên USB lúc {when}").format(when=moment_text(kept, context.clock.today()))
    return Line("check", "success", words)


def copy_to_medium(context: Context, folder: Path) -> Path:
    """Put a verified copy of the data on another medium and remember when; UserError if refused."""
    moment = context.clock.now()
    copy = context.back_up_now("usb", folder)
    context.settings.set(USB_SETTING, moment)
    return copy
