"""What is kept about one private person: found, taken out for them, erased on their demand.

Luật 91/2025/QH15 and NĐ 356/2025/NĐ-CP: an answer within two working days. Erasing cannot be
undone, so it asks for the reason first; who did what is noted without the data themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from danvan_desktop.i18n import N_, _
from danvan_desktop.organisation.persons import (
    PersonHit,
    access_log,
    erase_person,
    find_person,
    note_access,
)
from danvan_desktop.registers import REGISTERS
from danvan_desktop.storage.access import AccessEntry
from danvan_desktop.vietnamese import format_date
from ui import messages, tasks, theme
from ui.moments import moment_text
from ui.widgets.buttons import Button
from ui.widgets.labels import label
from ui.widgets.plain_table import Column, PlainTable, Row

if TYPE_CHECKING:
    from danvan_desktop.context import Context

KINDS = {"show": N_("Xem"), "export": N_("Xuất ra"), "erase": N_("Xóa")}


class PersonsDialog(QDialog):
    """Search for a name or initials, then the places where they stand."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.hits: list[PersonHit] = []
        self.setWindowTitle(_("Tìm, xóa dữ liệu một người"))
        self.resize(theme.px(720), theme.px(460))
        self.words = QLineEdit()
        self.words.setPlaceholderText(_("Tên hoặc chữ viết tắt, ví dụ N.V.A"))
        self.words.setAccessibleName(_("Tên hoặc chữ viết tắt"))
        self.words.returnPressed.connect(self.search)
        self.table = PlainTable(
            (
                Column(_("Sổ"), 170),
                Column(_("Ngày"), 90, right=True),
                Column(_("Ô"), 150),
                Column(_("Nội dung")),
            ),
            _("Nơi có dữ liệu của người này"),
        )
        self.told = label("", "help", wrap=True)
        self.find_button = Button(_("Tìm"), "search", kind="primary", on_click=self.search)
        self.take_out = Button(_("Xuất ra Excel…"), "download", on_click=self.export)
        self.erase = Button(
            _("Xóa vĩnh viễn…"), "trash", kind="destructive", on_click=self.erase_all
        )
        self._lay_out()
        self._show([])

    # --- commands

    def search(self) -> None:
        """Look the words up in every personal field."""
        tasks.run(find_person, self._context, self.words.text(), done=self._found, owner=self)

    def export(self) -> None:
        """Write what was found to a workbook for the person who asks."""
        path = messages.choose_save(
            _("Xuất dữ liệu của một người"),
            suggested=_("Du lieu ca nhan") + ".xlsx",
            kinds=_("Bảng tính Excel (*.xlsx)"),
            parent=self,
        )
        if path is not None:
            tasks.run(_write, self._context, path, tuple(self.hits), done=self._written, owner=self)

    def erase_all(self) -> None:
        """Erase everything that was found, for good."""
        reason = messages.ask_text(
            _("Xóa vĩnh viễn {n} chỗ có dữ liệu của người này?").format(n=len(self.hits)),
            _(
                "Xóa cả trong lịch sử và bản nháp, không hoàn tác được. Văn bản đã ban hành và bản "
                "sao lưu cũ không đổi. Ghi lý do: yêu cầu của ai, ngày nào."
            ),
            accept=_("Xóa vĩnh viễn"),
            parent=self,
        )
        if reason:
            tasks.write(
                self._context,
                erase_person,
                self._context,
                tuple(self.hits),
                reason,
                done=self._erased,
                owner=self,
            )

    # --- private

    def _lay_out(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 16, 16, 12)
        outer.setSpacing(theme.px(10))
        top = QHBoxLayout()
        top.setSpacing(theme.px(8))
        top.addWidget(self.words, 1)
        top.addWidget(self.find_button)
        outer.addLayout(top)
        outer.addWidget(self.table, 1)
        outer.addWidget(self.told)
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(8))
        foot.addWidget(self.take_out)
        foot.addWidget(self.erase)
        foot.addStretch(1)
        foot.addWidget(Button(_("Đóng"), on_click=self.reject))
        outer.addLayout(foot)

    def _found(self, hits: Sequence[PersonHit]) -> None:
        words = _("{n} chỗ có dữ liệu này.").format(n=len(hits)) if hits else _("Không có chỗ nào.")
        self._show(hits, words)
        records = dict.fromkeys((hit.register, hit.record_id) for hit in hits)
        for register, record_id in records:
            names = sorted({h.field for h in hits if h.record_id == record_id})
            self._context.writer.submit(
                note_access, self._context, "show", register, record_id, names, _("Tìm một người")
            )

    def _show(self, hits: Sequence[PersonHit], words: str = "") -> None:
        self.hits = list(hits)
        self.table.show_rows([Row(hit, _cells(hit)) for hit in hits])
        self.told.setText(words or _("Chỉ tìm trong các ô dữ liệu cá nhân; không cần dấu."))
        for button in (self.take_out, self.erase):
            button.forbid("" if hits else _("Chưa tìm thấy gì"))

    def _written(self, path: Path) -> None:
        self.told.setText(_("Đã xuất ra {name}.").format(name=path.name))

    def _erased(self, number: int) -> None:
        self._show([], _("Đã xóa {n} chỗ, ghi vào nhật ký dữ liệu cá nhân.").format(n=number))


def open_persons(context: Context, parent: QWidget) -> None:
    """Open the dialog."""
    PersonsDialog(context, parent).exec()


def show_access_log(context: Context, parent: QWidget) -> None:
    """Show who used personal data, when and why."""

    def show(found: Sequence[AccessEntry]) -> None:
        lines = "\n".join(map(_line, found)) or _("Chưa có ai xem, xuất hay xóa dữ liệu cá nhân.")
        title = _("Nhật ký dữ liệu cá nhân")
        messages.show_text(title, lines, name=title, parent=parent)

    tasks.run(access_log, context, done=show, owner=parent)


def _cells(hit: PersonHit) -> tuple[str, str, str, str]:
    day = format_date(date.fromisoformat(hit.event_date)) if hit.event_date else ""
    return _(REGISTERS[hit.register].label), day, _(hit.spec.label), hit.value


def _line(entry: AccessEntry) -> str:
    register = REGISTERS.get(entry.register)
    parts = [
        moment_text(entry.at),
        entry.by,
        _(KINDS[entry.kind]),
        _(register.label) if register else _("Gói gửi đi"),
        entry.reason,
    ]
    return " · ".join(part for part in parts if part)


def _write(context: Context, path: Path, hits: Sequence[PersonHit]) -> Path:
    """Runs on a worker."""
    from danvan_desktop.spreadsheets.table_book import TableColumn, write_table

    heads = (_("Sổ"), _("Ngày"), _("Ô"), _("Nội dung"))
    columns = [
        TableColumn(head, width) for head, width in zip(heads, (28, 12, 24, 60), strict=True)
    ]
    path = path if path.suffix else path.with_suffix(".xlsx")
    write_table(path, _("Dữ liệu của một người"), columns, [_cells(hit) for hit in hits])
    for register in dict.fromkeys(hit.register for hit in hits):
        names = sorted({hit.field for hit in hits if hit.register == register})
        note_access(context, "export", register, None, names, _("Theo yêu cầu của một người"))
    return path
