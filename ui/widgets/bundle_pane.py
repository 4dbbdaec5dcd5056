"""The pane beside the list of bundles: what is inside the selected one, who vouches for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from danvan_desktop.bundles.export import personal_fields
from danvan_desktop.bundles.journal import Entry
from danvan_desktop.i18n import _
from danvan_desktop.registers import clerk_registers
from danvan_desktop.vietnamese import format_number
from ui import theme
from ui.widgets.buttons import Button
from ui.widgets.labels import IconLabel, label
from ui.widgets.panel import Panel

FINGERPRINT_GROUPS = 4
"""Groups of four hexadecimal digits that people compare over the phone."""


class BundlePane(Panel):
    """What is inside the selected bundle and who vouches for it."""

    def __init__(self, *, on_copy: Callable[[], None], parent: QWidget | None = None) -> None:
        super().__init__(parent, radius=6, frame="line")
        self.title = label("", "card_title", wrap=True)
        self.name = label("", "help", wrap=True)
        self.facts = QVBoxLayout()
        self.facts.setSpacing(theme.px(8))
        self.copy = Button(_("Chép ra USB"), "usb", on_click=on_copy)
        self.folder = Button(_("Mở thư mục"), "folder", on_click=self._open_folder)
        self._path: Path | None = None
        note = _(
            "Khóa của văn phòng chứng minh gói do ai xuất và chưa bị sửa. Đây không phải chữ ký số "
            "chuyên dùng công vụ."
        )
        buttons = QHBoxLayout()
        buttons.addWidget(self.copy)
        buttons.addWidget(self.folder)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(theme.px(8))
        column.addWidget(self.title)
        column.addWidget(self.name)
        column.addLayout(self.facts)
        column.addStretch(1)
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

    def show_bundle(self, entry: Entry, found: dict[str, Any], copy: Entry | None) -> None:
        """Show the summary of an opened and verified bundle."""
        path = Path(str(entry.file))
        self._reset(self._words(entry), path.stem, path)
        records = sum(found["counts"].get(spec.key, 0) for spec in clerk_registers())
        self._fact(
            _("Bên trong"),
            _("{records} hồ sơ, {papers} văn bản, {files} tệp kèm").format(
                records=format_number(records),
                papers=len(found["papers"]),
                files=len(found["attachments"]),
            ),
        )
        self._fact(_("Không mang theo"), "; ".join(personal_fields()))
        self._fact(_("Mã kiểm"), fingerprint(str(entry.sha256)))
        self._add(
            "shield", "success", _("Khóa của văn phòng: hợp lệ"), _("Gói còn nguyên như khi xuất")
        )
        if copy is not None:
            where = str(Path(str(copy.file)).parent)
            self._add("usb", "success", _("Bản chép giống hệt bản gốc"), where)
        else:
            self._add("clock", "text2", _("Chưa chép ra USB"), _("Nhấn “Chép ra USB” để chép."))

    def _words(self, entry: Entry) -> str:
        return _("Gói lần {n}, kỳ {period}").format(n=entry.number, period=entry.period)

    def _reset(self, title: str, name: str, path: Path | None) -> None:
        self.title.setText(title)
        self.name.setText(name)
        self._path = path
        self.copy.setEnabled(path is not None)
        self.folder.setEnabled(path is not None)
        while (item := self.facts.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()

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


def fingerprint(digest: str) -> str:
    """Shorten a hash to what people compare: 7F3A 91C4 0D2E 88B6."""
    text = digest[: 4 * FINGERPRINT_GROUPS].upper()
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))
