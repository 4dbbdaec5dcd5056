"""Thiết bị ký: plain lights about the token, and one sentence for the first thing that is wrong."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from danvan_desktop import __version__
from danvan_desktop.context import Context
from danvan_desktop.i18n import N_, _
from danvan_desktop.signing.files import replacing
from danvan_desktop.signing.token_doctor import LABELS, Lamp, Light, support_text
from ui import messages, tasks, theme
from ui.farewell import delete_later
from ui.screens.base import Command, Screen
from ui.token_work import TokensSeen, add_driver, see_tokens
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.labels import IconLabel, label

LOOKS = {
    Light.OK: ("check", "success", N_("tốt")),
    Light.WARN: ("warning", "warning", N_("nhắc")),
    Light.BAD: ("error", "error", N_("lỗi")),
    Light.OFF: ("help", "muted", N_("chưa xét")),
}
"""Icon, colour and word of each light."""

DRIVER_KINDS = N_("Trình điều khiển PKCS#11 (*.dll *.so *.dylib)")


class TokenScreen(Screen):
    """The page; it looks at the drivers whenever it is shown."""

    help_key = "token"
    uses_search = False
    can_go_back = True

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.title = _("Thiết bị ký")
        self.seen: TokensSeen | None = None
        self.again_button = Button(_("Kiểm tra lại"), "sync", kind="primary", on_click=self.refresh)
        self.driver_button = Button(
            _("Chọn tệp trình điều khiển…"), "open", on_click=self.choose_driver
        )
        self.support_button = Button(
            _("Lưu thông tin để hỏi hỗ trợ…"), "save", on_click=self.save_support
        )
        self.advice_icon = QWidget()
        self.advice = label("", "record_title", wrap=True)
        self.lamps = QWidget()
        self.lines: list[str] = []
        """What the lamps say, line by line (also for reading aloud)."""
        self.others = label("", "help", wrap=True)
        self._lay_out()
        self.support_button.forbid(_("Chưa kiểm tra xong"))

    # ------------------------------------------------------------------ screen
    def activate(self, argument: Any = None) -> None:
        self.refresh()

    def refresh(self) -> None:
        self.again_button.forbid(_("Đang kiểm tra thiết bị ký"))
        self._say(_("Đang kiểm tra thiết bị ký…"), "key", "muted")
        tasks.reread(see_tokens, self.context, done=self._show, failed=self._failed, owner=self)

    def header_actions(self) -> Sequence[QWidget]:
        return (self.again_button,)

    def focus_areas(self) -> Sequence[QWidget]:
        return (self.driver_button,)

    def commands(self) -> Sequence[Command]:
        return (
            Command(_("Kiểm tra lại thiết bị ký"), self.refresh, "sync", "F5"),
            Command(_("Chọn tệp trình điều khiển…"), self.choose_driver, "open"),
            Command(_("Lưu thông tin để hỏi hỗ trợ…"), self.save_support, "save"),
        )

    # ------------------------------------------------------------------ commands
    def choose_driver(self) -> None:
        """Let the clerk name a driver that is not found by itself."""
        path = messages.choose_file(
            _("Chọn tệp trình điều khiển của thiết bị ký"), kinds=_(DRIVER_KINDS), parent=self
        )
        if path is not None:
            add_driver(self.context.settings, path)
            self.refresh()

    def save_support(self) -> None:
        """Write what a helper needs to know: nothing about persons."""
        if self.seen is None:
            return
        path = messages.choose_save(
            _("Lưu thông tin để hỏi hỗ trợ"),
            suggested="thiet-bi-ky.txt",
            kinds=_("Tệp văn bản (*.txt)"),
            parent=self,
        )
        if path is not None:
            tasks.run(
                _write_support,
                self.seen,
                path,
                done=lambda _done: self.told.emit(
                    _("Đã lưu {name}, không có thông tin cá nhân").format(name=path.name), False
                ),
                owner=self,
            )

    # ------------------------------------------------------------------ private
    def _lay_out(self) -> None:
        self._head = QHBoxLayout()
        self._head.setSpacing(theme.px(12))
        self._head.addWidget(self.advice_icon)
        self._head.addWidget(self.advice, 1)
        self._grid = QVBoxLayout()
        self._grid.addWidget(self.lamps)
        card = Card()
        card.body.setSpacing(theme.px(12))
        card.body.addLayout(self._head)
        card.body.addLayout(self._grid)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.driver_button)
        row.addWidget(self.support_button)
        row.addStretch(1)
        card.body.addLayout(row)
        drivers = Card(_("Trình điều khiển trên máy này"))
        drivers.body.addWidget(self.others)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(theme.px(12))
        column.addWidget(card)
        column.addWidget(drivers)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def _show(self, seen: TokensSeen) -> None:
        self.seen = seen
        self.again_button.forbid("")
        self.support_button.forbid("")
        lamps = seen.diagnosis.lamps
        worst = next(
            (
                light
                for light in (Light.BAD, Light.WARN)
                if any(one.light is light for one in lamps)
            ),
            Light.OK,
        )
        icon, role, _word = LOOKS[worst]
        self._say(seen.diagnosis.advice, icon, role)
        self._show_lamps(lamps)
        lines = []
        for one in seen.looked:
            state = one.error.message if one.error else _("{n} thiết bị").format(n=len(one.tokens))
            lines.append(f"{one.module.name}: {state}\n{one.module.path}")
        self.others.setText("\n".join(lines) or _("Chưa tìm thấy trình điều khiển nào."))

    def _failed(self, error: BaseException) -> None:
        self.again_button.forbid("")
        self._say(_("Chưa kiểm tra được thiết bị ký."), "error", "error")
        tasks.show_failure(error)

    def _say(self, words: str, icon: str, role: str) -> None:
        picture = IconLabel(icon, role, size=28)
        self._head.replaceWidget(self.advice_icon, picture)
        delete_later(self.advice_icon)
        self.advice_icon = picture
        self.advice.setText(words)

    def _show_lamps(self, lamps: Sequence[Lamp]) -> None:
        table = QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(12))
        grid.setVerticalSpacing(theme.px(8))
        grid.setColumnStretch(3, 1)
        self.lines = []
        for row, lamp in enumerate(lamps):
            icon, role, word = LOOKS[lamp.light]
            name = _(LABELS[lamp.key])
            text = label(lamp.text, "base", wrap=True)
            text.setToolTip(lamp.advice)
            grid.addWidget(IconLabel(icon, role, size=18), row, 0)
            grid.addWidget(label(name, "strong"), row, 1)
            grid.addWidget(label(_(word), "label"), row, 2)
            grid.addWidget(text, row, 3)
            self.lines.append(f"{name}: {_(word)}. {lamp.text}")
        table.setAccessibleName("\n".join(self.lines))
        self._grid.replaceWidget(self.lamps, table)
        delete_later(self.lamps)
        self.lamps = table


def _write_support(seen: TokensSeen, path: Path) -> None:
    text = support_text(
        seen.diagnosis, seen.looked, version=__version__, system=platform.platform()
    )
    with replacing(path) as file:
        file.write(text.encode("utf-8"))
