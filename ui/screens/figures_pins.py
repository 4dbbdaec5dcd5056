"""Pins on figures: at the office what came back, at the receiver how one is pinned."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from danvan_desktop.i18n import _
from danvan_desktop.organisation.pins import MAX_WORDS, Pin, settle_pin
from danvan_desktop.storage.values import Changes
from danvan_desktop.vietnamese import format_date, format_number
from ui import messages, pin_dialog, tasks
from ui.screens.figure_place import figure_words
from ui.widgets.banner import Banner

if TYPE_CHECKING:
    from danvan_desktop.context import Context
    from danvan_desktop.organisation.periods import Period
    from ui.screens.base import Screen


@dataclass(frozen=True, slots=True)
class CameBack:
    """What came back of a period: by when it is to be sent again (ISO day), pins on its figures."""

    deadline: str = ""
    pins: tuple[Pin, ...] = ()

    def on(self, code: str) -> Pin | None:
        """Find the first pin on an indicator."""
        return next((pin for pin in self.pins if pin.path.partition("/")[0] == code), None)


def read_came_back(context: Context, period: Period) -> CameBack:
    """Read what came back of a period (for a worker)."""
    from danvan_desktop.bundles.returned import returned_periods
    from danvan_desktop.indicators.pinned import waiting_pins

    deadline = returned_periods(context).get(period.code, "")
    if not deadline:
        return CameBack()
    found = [pin for pin in waiting_pins(context) if pin.path and pin.period == period.code]
    return CameBack(deadline, tuple(found))


class ReturnedBanner(Banner):
    """Says that the period came back, or what is pinned to the figure that is looked at."""

    def tell_return(
        self,
        found: CameBack,
        pin: Pin | None,
        *,
        on_settle: Callable[[Pin], Any],
        on_show: Callable[[Pin], Any],
    ) -> None:
        """Show the pin on the chosen figure, else that there are some; nothing hides it."""
        if not found.deadline:
            self.tell("")
            return
        day = format_date(date.fromisoformat(found.deadline))
        if pin is not None:
            words = _("Gửi trả, {title}: {text} Số đã gửi: {n}; hạn sửa {day}.").format(
                title=pin.title, text=_sentence(pin.text), n=figure_words(pin.value), day=day
            )
            link, call = _("Ghi là đã xử lý…"), lambda: on_settle(pin)
        elif found.pins:
            first = found.pins[0]
            words = _("Kỳ này bị gửi trả, hạn gửi lại {day}: {n} ghim vào số liệu.").format(
                day=day, n=format_number(len(found.pins))
            )
            link, call = _("Xem ghim"), lambda: on_show(first)
        else:
            words = _("Kỳ này bị gửi trả, hạn gửi lại {day}; các ghim ở trang Việc cần làm.")
            self.tell(words.format(day=day), icon="return", tone="warning")
            return
        self.tell(words, icon="return", tone="warning", link=link, on_link=call)


def settle(screen: Screen, pin: Pin) -> None:
    """Ask why a figure is right as it is, and keep the answer beside its pin."""
    answer = messages.ask_text(
        _("Vì sao không cần sửa?"),
        _("Câu trả lời đi cùng gói tới lên cấp trên."),
        accept=_("Đã xử lý"),
        most=MAX_WORDS,
        parent=screen,
    )
    if answer:
        tasks.write(
            screen.context,
            settle_pin,
            screen.context,
            pin.id,
            answer,
            done=lambda _none: tasks.hub().changed.emit(Changes("", "", frozenset({"return_pin"}))),
            owner=screen,
        )


def pin_figure(
    screen: Screen, period: Period, office: str, sender: str, place: str, path: str
) -> None:
    """Ask for the remark and pin it to a figure of an office."""

    def ask(cell: str) -> None:
        text = pin_dialog.ask_figure_pin(cell, sender, screen)
        if text is None:
            return
        words = _("Đã ghim, chờ ghi phiếu trả lại ở trang Nhận gói")
        tasks.write(
            screen.context,
            _pin,
            screen.context,
            period,
            office,
            place,
            path,
            text,
            done=lambda _pin: screen.told.emit(words, False),
            owner=screen,
        )

    tasks.run(_cell_words, screen.context, period, place, path, done=ask, owner=screen)


def _pin(context: Context, period: Period, office: str, place: str, path: str, text: str) -> Pin:
    from danvan_desktop.indicators.pinned import write_figure_pin

    return write_figure_pin(context, period, office, place, path, text)


def _cell_words(context: Context, period: Period, place: str, path: str) -> str:
    from danvan_desktop.indicators.pinned import cell_words

    return cell_words(context, period, place, path)


def _sentence(text: str) -> str:
    return text if text[-1:] in (".", "?", "!") else f"{text}."
