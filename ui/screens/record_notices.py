"""What stands above a form: a kept draft, another office's record, a closed period, a remark.

The remark of a return (a pin) is shown where its field is, and a word settles it without a change;
a record of a closed period is read until a reason is given; what another office sent is only read.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from danvan_desktop.i18n import _
from danvan_desktop.storage.values import Draft, Record
from ui import messages, tasks
from ui.moments import clock_text

if TYPE_CHECKING:
    from danvan_desktop.context import Context
    from danvan_desktop.organisation.pins import Pin
    from danvan_desktop.schema import RegisterSpec
    from ui.screens.record_layout import RecordLayout


class FormNotices(QObject):
    """Says above the form what holds for the record in it, and asks for the words it needs."""

    settled = Signal()
    """The answer to a remark is stored."""
    told = Signal(str)
    """A sentence for the status bar."""

    def __init__(self, context: Context, register: RegisterSpec, page: QWidget) -> None:
        super().__init__(page)
        self._context = context
        self._register = register
        self._page = page
        self._layout: RecordLayout | None = None
        self._record: Record | None = None
        self._sender = ""
        self.pin: Pin | None = None
        self.reason = ""
        """Why a record of a closed period is edited; "" until somebody said it."""

    def begin(self, layout: RecordLayout, record: Record | None, pin: Pin | None) -> None:
        """Start with another record; nothing is said yet."""
        self._layout, self._record, self.pin = layout, record, pin
        self._sender = self.reason = ""
        layout.banner.tell("")

    def tell_draft(self, draft: Draft, leave: Callable[[], None]) -> None:
        """Say that a draft is shown, with the way to what is stored."""
        words = _("Đang mở bản nháp giữ lúc {time}, chưa ghi vào sổ.")
        link = _("Xem bản trong sổ") if self._record is not None else _("Bắt đầu phiếu trống")
        self._tell(words.format(time=clock_text(draft.at)), "draft", "warning", link, leave)

    def hold(self, *, period: str, sender: str) -> None:
        """Let what another office sent, and what is of a closed period, only be read.

        The latter can be edited with a reason. Names are "" where neither holds.
        """
        assert self._layout is not None
        read_only = bool(period or sender)
        self._layout.set_read_only(read_only, _("Cơ quan khác gửi.") if sender else "")
        if sender:
            self._sender = sender
            words = _("Hồ sơ do {office} gửi; chỉ nơi đó sửa được.").format(office=sender)
            self._tell(words, "inbox", "accent", _("Ghim để gửi trả…"), self.send_back)
        elif period:
            words = _("Kỳ {name} đã khóa. Cần sửa thì ghi lý do.").format(name=period)
            icon, tone = ("lock", "accent") if self.pin is None else ("return", "warning")
            if self.pin is not None:
                words = f"{_pin_words(self.pin)} · {words}"
            self._tell(words, icon, tone, _("Sửa và ghi lý do…"), self.unlock)
        elif self.pin is not None:
            self._tell_pin(self.pin)

    def follow(self) -> None:
        """Show, after a save, what came back and is not corrected by it."""
        record = self._record
        if self.pin is None or record is None:
            return
        from danvan_desktop.organisation.pins import open_pins

        tasks.run(
            open_pins,
            self._context,
            record.id,
            done=lambda found: self._show_left(record, found),
            owner=self,
        )

    def unlock(self) -> None:
        """Ask why a record of a closed period is to be edited, and open it."""
        reason = messages.ask_text(
            _("Vì sao sửa hồ sơ của kỳ đã khóa?"),
            _("Lý do được ghi vào lịch sử của hồ sơ."),
            accept=_("Sửa"),
            initial=_pin_words(self.pin) if self.pin is not None else "",
            parent=self._page,
        )
        if not reason or self._layout is None:
            return
        self.reason = reason
        self._layout.set_read_only(False)
        if self.pin is None:
            self._layout.banner.tell(_("Đang sửa hồ sơ của kỳ đã khóa: {why}").format(why=reason))
        else:
            self._tell_pin(self.pin)
            self._layout.form.focus_field(self.pin.field)

    def settle(self) -> None:
        """Ask for the words that settle the remark without a change, and keep them."""
        if self.pin is None:
            return
        from danvan_desktop.organisation.pins import MAX_WORDS, settle_pin

        answer = messages.ask_text(
            _("Vì sao không cần sửa?"),
            _("Câu trả lời được giữ bên cạnh ghim."),
            accept=_("Đã xử lý"),
            most=MAX_WORDS,
            parent=self._page,
        )
        if answer:
            tasks.write(
                self._context,
                settle_pin,
                self._context,
                self.pin.id,
                answer,
                done=lambda _none: self.settled.emit(),
                owner=self,
            )

    def send_back(self) -> None:
        """Pin a remark to this record of another office."""
        from danvan_desktop.organisation.pins import write_pin
        from ui.pin_dialog import ask_pin

        found = ask_pin(self._register, self._sender, self._page)
        if found is None or self._record is None:
            return
        words = _("Đã ghim, chờ ghi phiếu trả lại ở trang Nhận gói")
        tasks.write(
            self._context,
            write_pin,
            self._context,
            self._register.key,
            self._record.id,
            *found,
            done=lambda _pin: self.told.emit(words),
            owner=self,
        )

    def _show_left(self, record: Record, left: list[Pin]) -> None:
        if record is not self._record:
            return
        self.pin = left[0] if left else None
        if self.pin is not None:
            self._tell_pin(self.pin)

    def _tell_pin(self, pin: Pin) -> None:
        self._tell(_pin_words(pin), "return", "warning", _("Ghi là đã xử lý…"), self.settle)

    def _tell(
        self, words: str, icon: str, tone: str, link: str, on_link: Callable[[], None]
    ) -> None:
        assert self._layout is not None
        self._layout.banner.tell(words, icon=icon, tone=tone, link=link, on_link=on_link)


def _pin_words(pin: Pin) -> str:
    """Say where the remark of a return is pinned and what it says."""
    place = _("Gửi trả, ô “{field}”: {text}") if pin.field else _("Gửi trả: {text}")
    return place.format(field=_(pin.field_label), text=pin.text)
