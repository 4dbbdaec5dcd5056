"""The pane beside the list of bundles: what is inside the selected one, who vouches for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from danvan_desktop.bundles import journal
from danvan_desktop.bundles.export import personal_fields
from danvan_desktop.bundles.journal import Entry
from danvan_desktop.bundles.receipts import reason_of
from danvan_desktop.i18n import _
from danvan_desktop.registers import clerk_registers
from danvan_desktop.vietnamese import format_number, format_size
from ui import theme
from ui.farewell import clear
from ui.moments import moment_text
from ui.widgets.buttons import Button
from ui.widgets.labels import IconLabel, label
from ui.widgets.panel import Panel

FINGERPRINT_GROUPS = 4
"""Groups of four hexadecimal digits that people compare over the phone."""


class BundlePane(Panel):
    """What is inside the selected bundle and who vouches for it."""

    def __init__(
        self,
        *,
        on_copy: Callable[[], None],
        on_parts: Callable[[], None],
        on_upload: Callable[[], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, radius=6, frame="line")
        self.title = label("", "card_title", wrap=True)
        self.name = label("", "help", wrap=True)
        self.facts = QVBoxLayout()
        self.facts.setSpacing(theme.px(8))
        self.copy = Button(_("Chép ra USB"), "usb", on_click=on_copy)
        self.parts = Button(_("Chia để gửi thư…"), "apart", on_click=on_parts)
        self.folder = Button(_("Mở thư mục"), "folder", on_click=self._open_folder)
        self.upload = Button(_("Tải lên…"), "upload", on_click=on_upload)
        self._path: Path | None = None
        note = _(
            "Khóa của văn phòng chứng minh gói do ai xuất và chưa bị sửa. Đây không phải chữ ký số "
            "chuyên dùng công vụ."
        )
        buttons = QGridLayout()
        buttons.setSpacing(theme.px(8))
        buttons.addWidget(self.copy, 0, 0)
        buttons.addWidget(self.folder, 0, 1)
        buttons.addWidget(self.parts, 1, 0)
        buttons.addWidget(self.upload, 1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(theme.px(8))
        column.addWidget(self.title)
        column.addWidget(self.name)
        column.addWidget(_scrolling(self.facts), 1)
        column.addWidget(label(note, "help", wrap=True))
        column.addLayout(buttons)
        self.setMinimumWidth(theme.px(280))
        self.show_nothing()

    def show_nothing(self) -> None:
        """Say what will stand here."""
        self._reset(_("Chưa chọn gói"), _("Chọn một gói để xem bên trong có gì."), None)

    def show_missing(self, entry: Entry) -> None:
        """Say that the file is no longer where it was, or is damaged."""
        self._reset(self._words(entry), Path(str(entry.file)).name, None)
        self._add("error", "error", _("Tệp gói không còn hoặc đã bị sửa"), _("Xuất gói mới."))

    def show_bundle(
        self,
        entry: Entry,
        found: dict[str, Any],
        copy: Entry | None,
        answer: Entry | None,
        upload: Entry | None = None,
    ) -> None:
        """Show the summary of an opened and verified bundle, its copy and its receipt."""
        path, sealed = Path(str(entry.file)), journal.sealed(entry)
        self._reset(self._words(entry), journal.to_carry(entry).name, path)
        records = sum(found["counts"].get(spec.key, 0) for spec in clerk_registers())
        inside = _("{records} hồ sơ, {papers} văn bản, {files} tệp kèm").format(
            records=format_number(records),
            papers=len(found["papers"]),
            files=len(found["attachments"]),
        )
        self._add(*_answer_words(answer))
        self._add(
            "shield", "success", _("Khóa của văn phòng: hợp lệ"), _("Gói còn nguyên như khi xuất")
        )
        if sealed is not None:
            self._add(
                "lock",
                "success",
                _("Mã hóa cho {name}").format(name=sealed.receiver),
                _("Bản không mã hóa chỉ ở lại máy này"),
            )
        else:
            text = _("Nạp giấy giới thiệu khóa của cấp trên để gói sau được mã hóa")
            self._add("unlock", "warning", _("Gói không mã hóa"), text)
        if copy is not None:
            where = str(Path(str(copy.file)).parent)
            self._add("usb", "success", _("Bản chép giống hệt bản gốc"), where)
        elif upload is None:
            self._add("clock", "text2", _("Chưa chép ra USB"), _("Nhấn “Chép ra USB” để chép."))
        if upload is not None:
            where = _("{place}, lúc {when}").format(
                place=upload.details["to"], when=moment_text(upload.at)
            )
            self._add("upload", "success", _("Đã tải lên, đọc lại khớp"), where)
        self._fact(_("Bên trong"), inside)
        self._fact(_("Xuất lúc"), moment_text(entry.at))
        size = format_size(sealed.size if sealed else entry.size or 0)
        self._fact(_("Cỡ"), size)
        kind = _("toàn bộ") if found["base"] == 0 else _("phần thay đổi từ biên nhận trước")
        self._fact(_("Nội dung"), kind)
        why = entry.details.get("personal")
        if why:
            self._fact(_("Dữ liệu cá nhân"), _("có mang theo: {why}").format(why=why))
        else:
            self._fact(_("Không mang theo"), "; ".join(personal_fields()))
        self._fact(_("Mã kiểm"), fingerprint(str(entry.sha256)))

    def _words(self, entry: Entry) -> str:
        return _("Gói lần {n}, kỳ {period}").format(n=entry.number, period=entry.period)

    def _reset(self, title: str, name: str, path: Path | None) -> None:
        self.title.setText(title)
        self.name.setText(name)
        self._path = path
        self.copy.setEnabled(path is not None)
        self.parts.setEnabled(path is not None)
        self.upload.setEnabled(path is not None)
        self.folder.setEnabled(path is not None)
        clear(self.facts)

    def _fact(self, name: str, text: str) -> None:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        head = label(name, "label", wrap=True)
        head.setFixedWidth(theme.px(100))
        row.addWidget(head)
        row.addWidget(label(text, "base", wrap=True), 1)
        self.facts.addWidget(box)

    def _add(self, icon: str, role: str, title: str, detail: str) -> None:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        row.addWidget(IconLabel(icon, role))
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(label(title, "strong", wrap=True))
        words.addWidget(label(detail, "help", wrap=True))
        row.addLayout(words, 1)
        self.facts.addWidget(box)

    def _open_folder(self) -> None:
        if self._path is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path.parent)))


def _scrolling(facts: QVBoxLayout) -> QScrollArea:
    """Let the facts scroll where the window is low."""
    body = QWidget()
    column = QVBoxLayout(body)
    column.setContentsMargins(0, 0, 4, 0)
    column.addLayout(facts)
    column.addStretch(1)
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QScrollArea.Shape.NoFrame)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.viewport().setAutoFillBackground(False)
    body.setAutoFillBackground(False)
    scroll.setWidget(body)
    body.setAutoFillBackground(False)
    return scroll


def _answer_words(answer: Entry | None) -> tuple[str, str, str, str]:
    """Say what the receiver answered: icon, colour, title, detail."""
    if answer is None:
        waiting = _("Khi USB quay lại, nạp tệp biên nhận hoặc kéo vào đây.")
        return "clock", "accent", _("Chưa có biên nhận"), waiting
    who, when = str(answer.details.get("by") or ""), moment_text(answer.at)
    detail = _("{who}, nạp lúc {when}").format(who=who, when=when)
    if answer.details.get("verdict") in journal.TAKEN:
        return "check", "success", _("Cấp trên đã nhận"), detail
    return "warning", "warning", reason_of(answer.details), detail


def fingerprint(digest: str) -> str:
    """Shorten a hash to what people compare: 7F3A 91C4 0D2E 88B6."""
    text = digest[: 4 * FINGERPRINT_GROUPS].upper()
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))
