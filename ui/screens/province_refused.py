"""Cách ly: the files that were refused, who seems to have sent them, and what to do with each.

``again`` asks to take a file in once more, ``agreed`` to take one that waits for a person although
it takes away what is held, ``chosen`` says that another one is to be described,
``told`` is for the undo bar.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout

from danvan_desktop.bundles import quarantine
from danvan_desktop.bundles.quarantine import Quarantined
from danvan_desktop.i18n import _
from ui import messages, tasks, theme
from ui.folders import open_folder
from ui.moments import moment_text
from ui.widgets.badge import Mark
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.plain_table import Brief, Column, PlainTable, Row

if TYPE_CHECKING:
    from danvan_desktop.context import Context

ROW = 40
"""Two lines of text."""

WHEN_COLUMN = 1
"""The column that the narrow window leaves to the pane."""


class RefusedView(Card):
    """The table of refused files with the buttons that settle one."""

    again = Signal(object)
    agreed = Signal(object)
    told = Signal(str)
    chosen = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(padding=0)
        self.context = context
        self.files: tuple[Quarantined, ...] = ()
        self.table = PlainTable(
            (
                Column(_("Tệp"), 240),
                Column(_("Lúc"), 104, right=True),
                Column(_("Cơ quan gửi (chưa xác thực)"), 190),
                Column(_("Lý do")),
            ),
            _("Tệp đang cách ly"),
            row=ROW,
        )
        self.table.setWordWrap(True)
        self.table.chosen.connect(lambda _key: self._choose())
        self.table.opened.connect(lambda _key: self.take_again())
        self.empty = EmptyState()
        self.again_button = Button(_("Nhận lại"), "download", dense=True, on_click=self.take_again)
        self.agree_button = Button(_("Đồng ý thay…"), "check", dense=True, on_click=self.agree)
        self.folder_button = Button(
            _("Mở thư mục"), "folder", dense=True, on_click=self.show_folder
        )
        self.drop_button = Button(
            _("Xóa tệp…"), "trash", kind="destructive", dense=True, on_click=self.drop
        )
        delete = QShortcut(
            QKeySequence("Delete"), self.table, context=Qt.ShortcutContext.WidgetShortcut
        )
        delete.activated.connect(self.drop)
        bar = QHBoxLayout()
        bar.setContentsMargins(10, 8, 10, 8)
        bar.setSpacing(theme.px(8))
        buttons = (self.again_button, self.agree_button, self.folder_button, self.drop_button)
        for button in buttons:
            bar.addWidget(button)
        bar.addStretch(1)
        self.body.addLayout(bar)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.empty, 1)
        self._show([])

    @property
    def chosen_file(self) -> Quarantined | None:
        """The file of the selected row."""
        key = self.table.key
        return self.files[key] if key is not None and key < len(self.files) else None

    # ------------------------------------------------------------------ commands
    def refresh(self) -> None:
        """Read what lies in quarantine again."""
        tasks.reread(quarantine.quarantined, self.context, done=self._show, owner=self)

    def set_narrow(self, narrow: bool) -> None:
        """Leave the moment to the pane where the window is narrow."""
        self.table.setColumnHidden(WHEN_COLUMN, narrow)

    def take_again(self) -> None:
        """Ask to take the chosen file in once more."""
        if (chosen := self.chosen_file) is not None:
            self.again.emit(chosen)

    def agree(self) -> None:
        """Take the chosen file in the place of what is held, after a question."""
        chosen = self.chosen_file
        if chosen is None or not chosen.waits:
            return
        answer = messages.ask(
            _("Thay số liệu đang giữ bằng gói này?"),
            chosen.reason,
            (messages.Choice("agree", _("Thay số liệu"), "destructive"),),
            icon="warning",
            tone="error",
            parent=self,
        )
        if answer == "agree":
            self.agreed.emit(chosen)

    def show_folder(self) -> None:
        """Show the folder of the refused files."""
        open_folder(quarantine.folder_of(self.context))

    def drop(self) -> None:
        """Remove the chosen file after a question."""
        chosen = self.chosen_file
        if chosen is None:
            return
        answer = messages.ask(
            _("Xóa tệp cách ly này?"),
            _(
                "{name} bị xóa khỏi máy này, không lấy lại được. Sổ theo dõi vẫn ghi việc đó."
            ).format(name=chosen.name),
            (messages.Choice("drop", _("Xóa tệp"), "destructive"),),
            icon="trash",
            tone="error",
            parent=self,
        )
        if answer == "drop":
            tasks.write(
                self.context,
                quarantine.remove,
                self.context,
                chosen,
                done=lambda _none: self._dropped(chosen),
                owner=self,
            )

    # ------------------------------------------------------------------ private
    def _dropped(self, one: Quarantined) -> None:
        self.told.emit(_("Đã xóa {name}").format(name=one.name))
        self.refresh()

    def _show(self, found: list[Quarantined]) -> None:
        self.files = tuple(found)
        self.table.setVisible(bool(found))
        self.empty.setVisible(not found)
        if not found:
            self.empty.show_state(
                icon="check",
                title=_("Không có tệp nào bị cách ly"),
                help_text=_("Tệp hỏng, bị sửa hoặc chưa rõ ai ký hiện ở đây, kèm lý do."),
            )
        self.table.show_rows([_row(n, one) for n, one in enumerate(found)])
        self._choose()

    def _choose(self) -> None:
        why = "" if self.chosen_file is not None else _("Chọn một tệp")
        for button in (self.again_button, self.drop_button):
            button.forbid(why)
        waits = self.chosen_file is not None and self.chosen_file.waits
        self.agree_button.forbid("" if waits else why or _("Tệp này không chờ xác nhận"))
        self.folder_button.forbid("" if self.files else _("Không có tệp nào bị cách ly"))
        self.chosen.emit()


def file_mark(one: Quarantined) -> Mark:
    """Give the badge of a file in quarantine."""
    if one.waits:
        return Mark(_("Chờ xác nhận"), "warning", "clock")
    return Mark(_("Cách ly"), "error", "cross")


def file_said(one: Quarantined) -> str:
    """Say what may be done with a file in quarantine."""
    if one.waits:
        return _(
            "Không có gì của tệp này vào các sổ. Hỏi cơ quan gửi, rồi nhấn “Đồng ý thay…”; không "
            "đồng ý thì xóa tệp."
        )
    return _("Không có gì của tệp này vào các sổ. Xử lý lý do rồi nhấn “Nhận lại”.")


def file_words(one: Quarantined) -> list[tuple[str, str]]:
    """Describe a file in quarantine, as label and text."""
    return [
        (_("Lúc"), moment_text(one.at) if one.at else _("không rõ")),
        (_("Cơ quan gửi"), _("{name} (chưa xác thực)").format(name=one.sender or _("không rõ"))),
        (_("Lý do"), one.reason),
        (_("Lấy từ"), one.origin),
        (_("Đang ở"), str(one.path)),
    ]


def _row(number: int, one: Quarantined) -> Row:
    cells = (
        Brief(one.name, one.name),
        moment_text(one.at) if one.at else "",
        Brief(one.sender or _("không rõ"), one.sender),
        Brief(one.reason, one.reason),
    )
    return Row(number, cells)
