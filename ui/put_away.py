"""After a copy: let the system put the stick away, and say when it may be pulled out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from danvan_desktop.bundles import media
from danvan_desktop.i18n import _
from ui import messages, tasks


def offer(stick: Path, *, tell: Callable[[str], None], parent: QWidget) -> None:
    """Ask whether to put a stick away now, do it, and ``tell`` that it may be pulled out."""
    answer = messages.ask(
        _("Đã chép xong. Tháo USB ngay?"),
        _("Chương trình nhờ hệ thống ghi nốt và ngắt USB, rồi báo khi rút được."),
        (messages.Choice("away", _("Tháo USB"), "primary"),),
        safe="away",
        icon="usb",
        parent=parent,
    )
    if answer != "away":
        return

    def done(gone: bool) -> None:
        if gone:
            tell(_("Rút USB được rồi"))
            return
        text = _(
            "Bản chép đã ghi đủ và đọc lại khớp. Đóng tệp và cửa sổ đang mở trên USB, tháo USB "
            "bằng lệnh của hệ thống rồi mới rút."
        )
        messages.show_note(_("Hệ thống chưa cho tháo USB"), text, parent)

    tasks.run(media.put_away, stick, done=done, owner=parent)
