"""Asks of a data folder that lay on another machine, or elsewhere here: moved, or a copy.

Two folders that both send in one office's name are found out by the receiver, after the work was
done twice. So the question comes at the first start here, once; a copy sends nothing until somebody
decides, at an export, that it is the main one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _
from ui import messages, tasks

if TYPE_CHECKING:
    from danvan_desktop.context import Context, Elsewhere
    from ui.main_window import MainWindow


def offer(context: Context, window: MainWindow) -> None:
    """Ask where the folder came from, if it came from elsewhere."""
    tasks.run(
        context.comes_from_elsewhere,
        done=lambda found: _ask(context, window, found) if found is not None else None,
        owner=window,
    )


def _ask(context: Context, window: MainWindow, found: Elsewhere) -> None:
    title = _("Đây là bản sao hay thư mục được chuyển sang máy này?")
    text = _(
        "Lần trước dữ liệu này mở trên máy khác. Nếu đã chuyển hẳn, từ nay chỉ nhập và gửi ở "
        "máy này. Nếu là bản sao để xem hay để phòng, máy này không xuất gói, để hai máy không "
        "gửi chồng lên nhau."
    )
    moved = _("Đã chuyển sang máy này")
    if found.path:
        title = _("Đây là bản sao hay thư mục được chuyển tới chỗ mới?")
        text = " ".join((_where(found), _what_follows()))
        moved = _("Đã chuyển tới đây")
    kinds = ("primary", "standard") if found.still_there else ("standard", "primary")
    answer = messages.ask(
        title,
        text,
        (
            messages.Choice("copy", _("Đây là bản sao"), kinds[0]),
            messages.Choice("moved", moved, kinds[1]),
        ),
        icon="folder",
        parent=window,
    )
    if answer:
        tasks.run(
            _settle,
            context,
            answer == "copy",
            done=lambda fault: _tell(fault, window),
            owner=window,
        )


def _where(found: Elsewhere) -> str:
    if found.still_there:
        return _("Lần trước dữ liệu này mở ở {path}, và thư mục đó vẫn còn.").format(
            path=found.path
        )
    return _("Lần trước dữ liệu này mở ở {path} trên máy này.").format(path=found.path)


def _what_follows() -> str:
    return _(
        "Nếu đã chuyển hẳn, từ nay chỉ nhập và gửi ở đây. Nếu là bản sao để xem hay để phòng, ở "
        "đây không xuất gói, để hai bản không gửi chồng lên nhau."
    )


def _settle(context: Context, copy: bool) -> str:
    """Keep the answer; tell why the office's key does not open here, "" when it does."""
    context.settle_here(copy=copy)
    if copy:
        return ""
    try:
        context.office_key()
    except UserError as error:
        return str(error)
    return ""


def _tell(fault: str, window: MainWindow) -> None:
    if fault:
        messages.show_note(_("Khóa của cơ quan chưa theo sang máy này"), fault, window)
