"""Every key of the program in one table: what the window answers and what the card prints."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from danvan_desktop.i18n import N_, _

if TYPE_CHECKING:
    from PySide6.QtGui import QShortcut
    from PySide6.QtWidgets import QWidget


class Key(NamedTuple):
    """A key of the window: name of the handler, sequences, what it does."""

    name: str
    keys: tuple[str, ...]
    text: str


WINDOW_KEYS = (
    Key("palette", ("Ctrl+K",), N_("Tìm mọi thứ, chạy lệnh")),
    Key("find", ("Ctrl+F",), N_("Tìm trong trang này")),
    Key("new", ("Ctrl+N",), N_("Ghi hồ sơ mới")),
    Key("save", ("Ctrl+S",), N_("Lưu")),
    Key("undo", ("Ctrl+Z",), N_("Hoàn tác việc vừa làm")),
    Key("redo", ("Ctrl+Y", "Ctrl+Shift+Z"), N_("Làm lại")),
    Key("details", ("Ctrl+Return", "Ctrl+Enter"), N_("Xem chi tiết")),
    Key("next_issue", ("F8",), N_("Tới lỗi tiếp theo")),
    Key("previous_issue", ("Shift+F8",), N_("Về lỗi trước")),
    Key("preview", ("F9",), N_("Xem cả trang như khi in")),
    Key("print", ("Ctrl+P",), N_("In")),
    Key("help", ("F1",), N_("Trợ giúp của trang này")),
    Key("fold", ("F4",), N_("Thu gọn thanh bên")),
    Key("refresh", ("F5",), N_("Đọc lại")),
    Key("next_area", ("F6",), N_("Tới vùng tiếp theo của trang")),
    Key("card", ("Ctrl+/",), N_("Bảng phím tắt")),
    Key("back", ("Alt+Left",), N_("Quay lại trang trước")),
)
"""Keys that the window answers on every page."""

OTHER_KEYS = (
    ("Alt+1…9", N_("Mở mục của thanh bên")),
    ("Enter / F2", N_("Mở / sửa dòng đang chọn")),
    ("↑ ↓ Home End", N_("Di chuyển trong danh sách")),
    ("Space", N_("Đánh dấu")),
    ("Delete", N_("Chuyển vào Thùng rác, hoàn tác được")),
    ("Tab", N_("Sang ô tiếp theo")),
    ("Ctrl+D", N_("Chèn số liệu khi soạn báo cáo")),
    ("Ctrl+Shift+S", N_("Lưu văn bản thành Word")),
    ("Ctrl+Enter", N_("Xác nhận mục đang soạn, sang mục sau")),
    ("Esc", N_("Đóng hộp đang mở, rời ô đang sửa")),
)
"""Keys that lists, forms and the report editor answer themselves; they stand on the card, too."""


def install(window: QWidget, handlers: Mapping[str, Callable[[], object]]) -> list[QShortcut]:
    """Bind every key of ``WINDOW_KEYS`` to the handler of its name."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QKeySequence, QShortcut

    made = []
    for key in WINDOW_KEYS:
        handler = handlers[key.name]
        for sequence in key.keys:
            shortcut = QShortcut(QKeySequence(sequence), window)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.activated.connect(lambda call=handler: call())
            made.append(shortcut)
    return made


def card_html() -> str:
    """Write the card of shortcuts as a small page for reading and printing."""
    rows = [(key.keys[0], _(key.text)) for key in WINDOW_KEYS]
    rows += [(_(keys), _(text)) for keys, text in OTHER_KEYS]
    lines = "".join(f"<tr><td><b>{keys}</b></td><td>{text}</td></tr>" for keys, text in rows)
    return f"<h1>{_('Bảng phím tắt')}</h1><table>{lines}</table>"
