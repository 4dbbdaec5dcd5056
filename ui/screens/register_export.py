"""A list as an Excel file: the records and columns on the screen, personal ones only if ticked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from danvan_desktop.errors import Progress, no_progress
from danvan_desktop.i18n import _
from danvan_desktop.registers import REGISTERS
from danvan_desktop.schema import FieldSpec, RegisterSpec
from danvan_desktop.storage.values import ListQuery
from danvan_desktop.vietnamese import format_number, nfc
from ui import messages, theme
from ui.widgets.buttons import Button
from ui.widgets.labels import label

if TYPE_CHECKING:
    from danvan_desktop.context import Context

PAGE = 1000
"""Records read at a time, so that memory stays flat."""


@dataclass(frozen=True, slots=True)
class ExportChoice:
    """Where the list goes, and whether personal columns go along, and then why."""

    path: Path
    personal: bool = False
    reason: str = ""


def choose_export(
    register: RegisterSpec,
    fields: Sequence[str],
    *,
    count: int,
    period: str = "",
    parent: QWidget | None = None,
) -> ExportChoice | None:
    """Ask about personal columns where there are any, then for the file; None when cancelled."""
    personal = [spec for spec in map(register.field, fields) if spec.personal]
    reason = ask_personal(personal, count, parent=parent) if personal else ""
    if reason is None:
        return None
    name = " - ".join(part for part in (_(register.label), period) if part)
    path = messages.choose_save(
        _("Xuất danh sách ra Excel"),
        suggested=nfc(re.sub(r'[\\/:*?"<>|]+', "-", name)) + ".xlsx",
        kinds=_("Bảng tính Excel (*.xlsx)"),
        parent=parent,
    )
    if path is None:
        return None
    return ExportChoice(path if path.suffix else path.with_suffix(".xlsx"), bool(reason), reason)


def export_records(
    context: Context,
    query: ListQuery,
    fields: Sequence[str],
    choice: ExportChoice,
    *,
    progress: Progress = no_progress,
) -> tuple[Path, int]:
    """Write the records of a list; returns the file and how many (for a worker)."""
    from danvan_desktop.organisation.persons import note_access
    from danvan_desktop.spreadsheets.export import export_list

    count = export_list(
        choice.path,
        REGISTERS[query.register],
        _values(context, query),
        units=context.directory(),
        fields=fields,
        personal=choice.personal,
        total=context.count(query),
        progress=progress,
    )
    if choice.personal:
        spec = REGISTERS[query.register]
        seen = [name for name in fields if spec.field(name).personal]
        note_access(context, "export", query.register, None, seen, choice.reason)
    return choice.path, count


def ask_personal(
    personal: Sequence[FieldSpec], count: int, *, parent: QWidget | None = None
) -> str | None:
    """Ask why personal columns go along ("": they do not); None when the clerk cancels."""
    dialog = PersonalDialog(personal, count, parent)
    return dialog.wanted() if dialog.exec() else None


class PersonalDialog(QDialog):
    """Names the personal columns, which stay at home unless the box is ticked."""

    def __init__(
        self, personal: Sequence[FieldSpec], count: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        title = _("Xuất {n} hồ sơ ra Excel").format(n=format_number(count))
        self.setWindowTitle(title)
        self.setMinimumWidth(theme.px(460))
        names = ", ".join(_(spec.label) for spec in personal)
        self.tick = QCheckBox(_("Kèm các cột dữ liệu cá nhân"))
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(_("Lý do, được ghi vào nhật ký dữ liệu cá nhân"))
        self.reason.setAccessibleName(_("Lý do kèm dữ liệu cá nhân"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 16, 16, 12)
        outer.setSpacing(theme.px(8))
        outer.addWidget(label(title, "card_title", wrap=True))
        told = _("Danh sách có cột dữ liệu cá nhân: {names}. Các cột này không được xuất.")
        outer.addWidget(label(told.format(names=names), "base", wrap=True))
        outer.addWidget(self.tick)
        outer.addWidget(self.reason)
        warned = _("Chỉ kèm khi thật cần; người nhận tệp phải được phép xem dữ liệu cá nhân.")
        outer.addWidget(label(warned, "help", wrap=True))
        self.go = Button(_("Chọn chỗ lưu…"), "download", kind="primary", on_click=self.accept)
        self.go.setDefault(True)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(Button(_("Hủy"), on_click=self.reject))
        row.addWidget(self.go)
        outer.addLayout(row)
        self.tick.toggled.connect(lambda _on: self._check())
        self.reason.textChanged.connect(lambda _text: self._check())
        self._check()

    def wanted(self) -> str:
        """Give the reason for which personal columns go along; "" when they stay at home."""
        return self.reason.text().strip() if self.tick.isChecked() else ""

    def _check(self) -> None:
        self.reason.setEnabled(self.tick.isChecked())
        missing = self.tick.isChecked() and not self.reason.text().strip()
        self.go.forbid(_("Ghi lý do trước.") if missing else "")


def _values(context: Context, query: ListQuery) -> Iterator[Any]:
    offset = 0
    while records := context.page(query, offset, PAGE):
        for record in records:
            yield record.values
        offset += PAGE
