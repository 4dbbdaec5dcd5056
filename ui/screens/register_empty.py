"""What a list says when it has nothing to show: no match, an empty bin, an empty period."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from danvan_desktop.i18n import _
from danvan_desktop.schema import RegisterSpec
from ui.widgets.buttons import Button
from ui.widgets.empty_state import EmptyState


@dataclass(frozen=True, slots=True)
class Ways:
    """What the buttons of an empty list do."""

    add: Callable[[], object]
    import_: Callable[[], object]
    template: Callable[[], object]
    clear: Callable[[], object]


def show_no_match(empty: EmptyState, text: str, ways: Ways) -> None:
    """Say that nothing matches the search text or the filters."""
    title = _("Không có hồ sơ nào khớp bộ lọc")
    if text:
        title = _("Không có hồ sơ khớp “{text}”").format(text=text)
    empty.show_state(
        icon="search",
        title=title,
        help_text=_("Tìm không cần dấu. Bỏ lọc để xem lại cả sổ."),
        buttons=[Button(_("Bỏ lọc"), "x", on_click=ways.clear)],
    )


def show_empty_bin(empty: EmptyState) -> None:
    """Say that the bin is empty."""
    empty.show_state(icon="trash", title=_("Thùng rác trống"))


def show_empty_register(empty: EmptyState, register: RegisterSpec, ways: Ways) -> None:
    """Say that the period or the directory has no record, the likeliest way first."""
    what = _(register.record_label)
    add = Button(_(register.add_label), "add", on_click=ways.add)
    if register.group != "register":
        title = _("Chưa có {what} nào").format(what=what)
        empty.show_state(icon=register.icon, title=title, buttons=[add])
        return
    empty.show_state(
        icon=register.icon,
        title=_("Kỳ này chưa có {what} nào").format(what=what),
        help_text=_(
            "Ghi từng {what} tại đây, hoặc nhập tệp Excel các xã gửi về.\n"
            "Cùng kỳ năm trước và kỳ trước vẫn xem được ở ô chọn kỳ."
        ).format(what=what),
        buttons=[
            add,
            Button(_("Nhập từ Excel"), "import", on_click=ways.import_),
            Button(_("Tạo tệp mẫu cho xã"), "sheet", on_click=ways.template),
        ],
    )
