"""Cài đặt: the look, the directory of the office, the data and copies, whom the office believes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from danvan_desktop.context import Context
from danvan_desktop.errors import UserError
from danvan_desktop.i18n import LANGUAGES, N_, _
from danvan_desktop.registers import REGISTERS
from danvan_desktop.signing.certificates import fingerprint, fingerprint_text
from danvan_desktop.signing.files import plain_name
from danvan_desktop.signing.keys import OFFICE, stored_certificate
from danvan_desktop.signing.trust import TrustList, add_file, read_folder
from danvan_desktop.storage.copies import made_at
from danvan_desktop.storage.values import Changes, ListQuery
from ui import messages, tasks, theme
from ui.moments import moment_text
from ui.persons_dialog import open_persons, show_access_log
from ui.screens.base import Command, Screen
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.labels import IconLabel, label

THEMES = (("auto", N_("Theo Windows")), ("light", N_("Sáng")), ("dark", N_("Tối")))
ZOOMS = (90, 100, 110, 125, 150)
SHOWN_HOLDERS = 3
"""Holders that are named of one file of trusted certificates."""

DIRECTORY = ("van_phong", "can_bo_ky", "don_vi", "ky", "nhiem_ky")


@dataclass(frozen=True, slots=True)
class Facts:
    """What the page tells: rows of the directory, newest copy, key and trusted certificates.

    ``skipped`` are files among the certificates that are none.
    """

    counts: dict[str, int]
    backup: str
    fingerprint: str
    trusted: tuple[str, ...]
    skipped: tuple[str, ...]


class SettingsScreen(Screen):
    """The page of settings; every change takes effect at once."""

    help_key = "settings"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.title = _("Cài đặt")
        self.language = _combo(LANGUAGES.items(), context.settings.get("language"))
        self.theme = _combo(((k, _(v)) for k, v in THEMES), context.settings.get("theme"))
        self.zoom = _combo(((z, f"{z}%") for z in ZOOMS), int(context.settings.get("zoom")))
        self.enter = QCheckBox(_("Enter trong phiếu chuyển sang ô tiếp theo"))
        self.enter.setChecked(bool(context.settings.get("enter_moves_on")))
        self.language.activated.connect(self._speak)
        self.theme.activated.connect(self._look)
        self.zoom.activated.connect(self._look)
        self.enter.toggled.connect(partial(context.settings.set, "enter_moves_on"))
        self.backup = label("", "base", wrap=True)
        self.key = label("", "base", wrap=True)
        self.trusted = label("", "base", wrap=True)
        self.skipped = label("", "help", wrap=True)
        self.rows = {key: label("", "help") for key in DIRECTORY}
        self.restore_button = Button(_("Khôi phục…"), "restore", on_click=self.restore)
        self._lay_out()

    # ------------------------------------------------------------------ screen
    def activate(self, argument: Any = None) -> None:
        self.refresh()
        if argument == "backup" and self.context.server is None:
            self.restore_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def changed(self, changes: Changes) -> None:
        if changes.registers & set(DIRECTORY):
            self.refresh()

    def refresh(self) -> None:
        tasks.reread(_read, self.context, done=self._show, owner=self)

    def commands(self) -> Sequence[Command]:
        if self.context.server is not None:
            return ()  # its administrator makes the copies
        return (Command(_("Sao lưu ngay"), self.back_up, "save"),)

    # ------------------------------------------------------------------ commands
    def back_up(self) -> None:
        """Make a verified copy now."""
        tasks.run(
            self.context.back_up_now,
            "tay",
            done=lambda copy: self._backed_up(copy),
            owner=self,
        )

    def back_up_to(self) -> None:
        """Make a verified copy on another medium."""
        folder = messages.choose_folder(_("Chọn USB hoặc thư mục để sao lưu"), parent=self)
        if folder is None:
            return
        tasks.run(
            self.context.back_up_now,
            "usb",
            folder,
            done=lambda copy: self._backed_up(copy),
            owner=self,
        )

    def restore(self) -> None:
        """Replace the data by a copy, after saying what happens to the present data."""
        path = messages.choose_file(
            _("Chọn bản sao lưu"),
            kinds=_("Bản sao lưu (danvan-*.db)"),
            folder=self.context.paths.backups,
            parent=self,
        )
        if path is None:
            return
        answer = messages.ask(
            _("Khôi phục dữ liệu từ {name}?").format(name=path.name),
            _(
                "Dữ liệu hiện có được sao lưu trước rồi thay bằng bản này. Những gì ghi sau bản "
                "sao lưu chỉ còn trong bản sao vừa tạo."
            ),
            (messages.Choice("restore", _("Khôi phục"), "destructive"),),
            tone="warning",
            icon="restore",
            parent=self,
        )
        if answer == "restore":
            self._program().restore(path)

    def ask_where(self) -> None:
        """Show where the data are kept, and move them where that is wished."""
        from ui import database_dialog  # brings SQLAlchemy along

        wish = database_dialog.ask_where(self.context, self)
        if wish is not None:
            self._program().relocate(wish)

    def add_certificate(self) -> None:
        """Take in a certificate that papers and bundles are checked against."""
        path = messages.choose_file(
            _("Chọn chứng thư tin cậy"),
            kinds=_("Chứng thư, danh sách thu hồi (*.pem *.crt *.cer *.crl)"),
            parent=self,
        )
        if path is None:
            return
        try:
            add_file(self.context.paths.trusted, path)
        except UserError as error:
            messages.show_error(error, self)
            return
        self.told.emit(_("Đã thêm chứng thư {name}").format(name=path.name), False)
        self.refresh()

    # ------------------------------------------------------------------ private
    def _lay_out(self) -> None:
        body = QWidget()
        grid = QGridLayout(body)
        grid.setContentsMargins(16, 12, 16, 16)
        grid.setHorizontalSpacing(theme.px(12))
        grid.setVerticalSpacing(theme.px(12))
        grid.addWidget(self._look_card(), 0, 0)
        grid.addWidget(self._data_card(), 1, 0)
        grid.addWidget(self._office_card(), 0, 1)
        grid.addWidget(self._personal_card(), 1, 1)
        grid.addWidget(self._trust_card(), 2, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(3, 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(body)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scroll)

    def _look_card(self) -> Card:
        card = Card(_("Giao diện"))
        for words, editor in (
            (_("Ngôn ngữ"), self.language),
            (_("Nền"), self.theme),
            (_("Cỡ chữ"), self.zoom),
        ):
            card.body.addLayout(_setting(words, editor))
        card.body.addWidget(self.enter)
        card.body.addStretch(1)
        return card

    def _office_card(self) -> Card:
        card = Card(_("Cơ quan"), _("mọi thay đổi có ngày hiệu lực"))
        for key in DIRECTORY:
            spec = REGISTERS[key]
            row = QHBoxLayout()
            row.setSpacing(theme.px(10))
            row.addWidget(IconLabel(spec.icon, "accent", size=18))
            row.addWidget(label(_(spec.label), "strong"))
            row.addWidget(self.rows[key])
            row.addStretch(1)
            if key == "don_vi":
                row.addWidget(
                    Button(
                        _("Sáp nhập, đổi tên…"),
                        dense=True,
                        on_click=partial(self.go.emit, "unit_changes", None),
                        tip=_("Sáp nhập, chia tách, đổi tên, giải thể đơn vị; nhập danh mục CSV"),
                    )
                )
            button = Button(_("Mở"), dense=True, on_click=partial(self.go.emit, key, None))
            button.setAccessibleName(_("Mở {name}").format(name=_(spec.label)))
            row.addWidget(button)
            card.body.addLayout(row)
        card.body.addStretch(1)
        return card

    def _data_card(self) -> Card:
        card = Card(_("Dữ liệu"))
        card.body.addWidget(label(str(self.context.paths.data), "help", wrap=True))
        server = self.context.server
        if server is not None:
            told = _("Máy chủ PostgreSQL: {where}").format(where=server.words)
            card.body.addWidget(label(told, "base", wrap=True))
        card.body.addWidget(self.backup)
        if server is None:
            row = QHBoxLayout()
            row.addWidget(Button(_("Sao lưu ngay"), "save", on_click=self.back_up))
            row.addWidget(Button(_("Sao ra USB…"), "usb", on_click=self.back_up_to))
            row.addWidget(self.restore_button)
            row.addStretch(1)
            card.body.addLayout(row)
        links = QHBoxLayout()
        links.addWidget(
            Button(_("Mở thư mục dữ liệu"), "folder", kind="quiet", on_click=self._open)
        )
        links.addWidget(
            Button(_("Nơi giữ dữ liệu…"), "server", kind="quiet", on_click=self.ask_where)
        )
        links.addStretch(1)
        card.body.addLayout(links)
        return card

    def _personal_card(self) -> Card:
        card = Card(_("Dữ liệu cá nhân"))
        note = _(
            "Các ô về người dân bị che trong sổ, không đưa vào tệp xuất và gói gửi đi. Ai xem, "
            "xuất, xóa đều được ghi lại."
        )
        card.body.addWidget(label(note, "help", wrap=True))
        row = QHBoxLayout()
        row.addWidget(
            Button(
                _("Tìm, xóa dữ liệu một người…"),
                "search",
                on_click=lambda: open_persons(self.context, self),
            )
        )
        row.addWidget(
            Button(
                _("Nhật ký"),
                "history",
                on_click=lambda: show_access_log(self.context, self),
                tip=_("Nhật ký dữ liệu cá nhân"),
            )
        )
        row.addStretch(1)
        card.body.addLayout(row)
        card.body.addStretch(1)
        return card

    def _trust_card(self) -> Card:
        card = Card(_("Khóa và chứng thư"))
        card.body.addWidget(label(_("Dấu vân tay khóa của văn phòng"), "label"))
        card.body.addWidget(self.key)
        note = _(
            "Đọc dấu vân tay này cho tỉnh khi ghi danh. Khóa chứng minh gói do văn phòng xuất và "
            "chưa bị sửa; đây không phải chữ ký số chuyên dùng công vụ."
        )
        card.body.addWidget(label(note, "help", wrap=True))
        card.body.addWidget(label(_("Chứng thư tin cậy khi kiểm tra chữ ký"), "label"))
        card.body.addWidget(self.trusted)
        card.body.addWidget(self.skipped)
        row = QHBoxLayout()
        row.addWidget(Button(_("Thêm chứng thư…"), "add", on_click=self.add_certificate))
        row.addWidget(
            Button(_("Thiết bị ký"), "key", on_click=partial(self.go.emit, "token", None))
        )
        row.addStretch(1)
        card.body.addLayout(row)
        return card

    def _show(self, facts: Facts) -> None:
        for key, count in facts.counts.items():
            self.rows[key].setText(_("{n} dòng").format(n=count))
        copied = (
            _("Bản sao lưu mới nhất: {time}, đã mở thử.").format(time=facts.backup)
            if facts.backup
            else _("Chưa có bản sao lưu nào dùng được.")
        )
        if self.context.server is not None:
            copied = _("Người quản trị máy chủ sao lưu dữ liệu; chương trình không tạo bản sao.")
        self.backup.setText(copied)
        self.key.setText(facts.fingerprint or "…")
        self.trusted.setText("\n".join(facts.trusted) or _("Chưa thêm chứng thư nào."))
        skipped = _("Bỏ qua tệp không phải chứng thư: {names}.")
        self.skipped.setText(skipped.format(names=", ".join(facts.skipped)))
        self.skipped.setVisible(bool(facts.skipped))

    def _backed_up(self, copy: Path) -> None:
        self.told.emit(_("Đã sao lưu vào {name}, đã mở thử").format(name=copy.name), False)
        self.refresh()

    def _speak(self) -> None:
        self._program().speak(str(self.language.currentData()))

    def _look(self) -> None:
        settings = self.context.settings
        settings.set("theme", self.theme.currentData())
        settings.set("zoom", self.zoom.currentData())
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.apply(app, mode=self.theme.currentData(), zoom=int(self.zoom.currentData()))

    def _open(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.context.paths.data)))

    def _program(self) -> Any:
        return self.window().property("program")


def _combo(items: Any, current: Any) -> QComboBox:
    combo = QComboBox()
    for key, words in items:
        combo.addItem(words, key)
    combo.setCurrentIndex(max(0, combo.findData(current)))
    return combo


def _setting(words: str, editor: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(theme.px(12))
    name = label(words, "label")
    name.setMinimumWidth(theme.px(90))
    name.setBuddy(editor)
    editor.setAccessibleName(words)
    editor.setMinimumWidth(theme.px(180))
    row.addWidget(name)
    row.addWidget(editor)
    row.addStretch(1)
    return row


def _read(context: Context) -> Facts:
    copy = context.last_backup()
    folder = read_folder(context.paths.trusted)
    return Facts(
        counts={key: context.count(ListQuery(register=key)) for key in DIRECTORY},
        backup=moment_text(made_at(copy).isoformat()) if copy else "",
        fingerprint=_own_fingerprint(context),
        trusted=tuple(_holders(path, found) for path, found in folder.files),
        skipped=tuple(plain_name(path) for path in folder.skipped),
    )


def _holders(path: Path, found: TrustList) -> str:
    """Name a file of certificates and whose they are."""
    blocks = found.blocks()
    names = [
        one.info.name if one.info else _("thu hồi của {name}").format(name=one.issuer)
        for one in blocks[:SHOWN_HOLDERS]
    ]
    if len(blocks) > SHOWN_HOLDERS:
        names.append(_("và {n} chứng thư nữa").format(n=len(blocks) - SHOWN_HOLDERS))
    return f"{', '.join(names)} ({plain_name(path)})"


def _own_fingerprint(context: Context) -> str:
    """Read the fingerprint of the office's certificate: shown also where its key does not open."""
    certificate = stored_certificate(context.paths.keys, OFFICE)
    return fingerprint_text(fingerprint(certificate)) if certificate else ""
