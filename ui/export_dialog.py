"""“Xuất gói”: what the next bundle holds, for whom it is, and what stays at home."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from danvan_desktop.bundles.export import Contents, ExportChoices
from danvan_desktop.i18n import _
from danvan_desktop.organisation.periods import Period
from danvan_desktop.registers import REGISTERS
from danvan_desktop.vietnamese import format_number, format_size
from ui import theme
from ui.widgets.buttons import Button
from ui.widgets.labels import IconLabel, label
from ui.widgets.plain_table import Column, PlainTable, Row


@dataclass(frozen=True, slots=True)
class Preview:
    """The next bundle as it would be: with what changed, and with everything."""

    period: Period
    changed: Contents
    whole: Contents


def choose_export(found: Preview, parent: QWidget | None = None) -> ExportChoices | None:
    """Show what would leave and let the clerk decide; None when cancelled."""
    dialog = ExportDialog(found, parent)
    return dialog.choices() if dialog.exec() else None


class ExportDialog(QDialog):
    """Counts per register, deletions, papers, files, size, receiver; part or whole; personal."""

    def __init__(self, found: Preview, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.found = found
        shut_out = found.changed.shut_out
        self.setWindowTitle(_("Xuất gói"))
        self.resize(*theme.dialog_size(parent, 620, 600))
        self.part = QRadioButton(_("Phần thay đổi từ sau biên nhận gần nhất"))
        self.whole = QRadioButton(_("Gửi lại toàn bộ"))
        self.restart = QCheckBox(_("Máy này là máy chính của cơ quan, gửi lại toàn bộ từ máy này"))
        self.table = PlainTable(
            (
                Column(_("Sổ")),
                Column(_("Thêm, sửa"), 90, right=True),
                Column(_("Bỏ"), 60, right=True),
            ),
            _("Hồ sơ trong gói"),
        )
        self.table.setMinimumHeight(theme.px(110))
        self.sums = label("", "base", wrap=True)
        self.plain = QCheckBox(_("Xuất gói không mã hóa: ai cầm tệp cũng mở đọc được"))
        self.personal = QCheckBox(_("Gửi cả dữ liệu cá nhân"))
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(_("Lý do, được ghi vào nhật ký dữ liệu cá nhân"))
        self.reason.setAccessibleName(_("Lý do gửi dữ liệu cá nhân"))
        self._scroll = QScrollArea()
        self.cancel_button = Button(_("Hủy"), on_click=self.reject)
        self.export_button = Button(_("Xuất gói"), "upload", kind="primary", on_click=self.accept)
        self.export_button.setDefault(not shut_out)
        self._lay_out(shut_out)
        (self.whole if found.changed.full else self.part).setChecked(True)
        self.part.toggled.connect(self._show)
        self.restart.toggled.connect(self._check)
        self.plain.toggled.connect(self._check)
        self.personal.toggled.connect(self._ask_reason)
        self.reason.textChanged.connect(self._check)
        self._show()

    # ------------------------------------------------------------------ properties
    def choices(self) -> ExportChoices:
        """Return what was decided."""
        return ExportChoices(
            full=self.whole.isChecked() or self.restart.isChecked(),
            restart=self.restart.isChecked(),
            plain=self.plain.isChecked(),
            personal=self.personal.isChecked(),
            reason=self.reason.text().strip(),
        )

    # ------------------------------------------------------------------ private
    def _lay_out(self, shut_out: bool) -> None:
        changed = self.found.changed
        title = _("Xuất gói lần {n}, {period}").format(
            n=changed.number, period=self.found.period.name
        )
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(theme.px(8))
        if changed.lapsed:
            column.addLayout(_told("warning", "warning", changed.lapsed, _lapsed_words()))
            column.addWidget(self.plain)
        if shut_out:
            column.addLayout(_told("warning", "warning", *_shut_out_words()))
            column.addWidget(self.restart)
        elif changed.full:
            words = _("Gói này mang toàn bộ số liệu, vì cấp trên chưa xác nhận đã nhận gói nào.")
            column.addWidget(label(words, "base", wrap=True))
        else:
            column.addWidget(self.part)
            column.addWidget(self.whole)
        column.addWidget(self.table, 1)
        column.addWidget(self.sums)
        if not changed.lapsed:
            column.addLayout(_told(*_receiver_words(changed.receiver)))
        if changed.ending is not None:
            ending = changed.ending
            column.addLayout(_told("warning", "warning", ending.told(), ending.remedy))
        left = _("Ở lại cơ quan (dữ liệu cá nhân): {fields}.").format(
            fields="; ".join(changed.left_out)
        )
        column.addWidget(label(left, "help", wrap=True))
        column.addWidget(self.personal)
        column.addWidget(self.reason)
        scroll = self._scroll
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(body)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.export_button)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 16, 16, 12)
        outer.setSpacing(theme.px(10))
        outer.addWidget(label(title, "card_title", wrap=True))
        outer.addWidget(scroll, 1)
        outer.addLayout(foot)

    def _show(self) -> None:
        """Show the counts of what is chosen now."""
        found = self.found.changed if self.part.isChecked() else self.found.whole
        rows = [
            Row(key, (_(REGISTERS[key].label), format_number(n - gone), _or_dash(gone)))
            for key, n in found.counts.items()
            if n
            for gone in (found.deleted.get(key, 0),)
        ]
        if not rows:
            rows = [Row("", (_("Không có hồ sơ nào thay đổi"), "-", "-"))]
        self.table.show_rows(rows)
        lines = [
            _papers_words(found.papers),
            _("Tệp kèm: {n} ({size}). Cỡ gói khoảng {total}.").format(
                n=format_number(found.attachments),
                size=format_size(found.attachments_size),
                total=format_size(found.size),
            ),
        ]
        self.sums.setText("\n".join(lines))
        self._check()

    def _ask_reason(self, wanted: bool) -> None:
        """Open the line for the reason, where it can be seen."""
        self._check()
        if wanted:
            self.reason.setFocus()
            QTimer.singleShot(0, self, lambda: self._scroll.ensureWidgetVisible(self.reason))

    def _check(self) -> None:
        """Forbid the export while a decision is open, and say which."""
        self.reason.setVisible(self.personal.isChecked())
        why = ""
        if self.found.changed.shut_out and not self.restart.isChecked():
            why = _("Chọn gửi lại toàn bộ từ máy này, hoặc xuất gói ở máy chính.")
        elif self.found.changed.lapsed and not self.plain.isChecked():
            why = _("Nạp giấy giới thiệu khóa mới của cấp trên, hoặc chọn xuất không mã hóa.")
        elif self.personal.isChecked() and not self.reason.text().strip():
            why = _("Ghi lý do gửi dữ liệu cá nhân.")
        self.export_button.forbid(why)


def _or_dash(number: int) -> str:
    return format_number(number) if number else "-"


def _papers_words(papers: Sequence[str]) -> str:
    if not papers:
        return _("Văn bản: chưa có văn bản nào đã ban hành cho kỳ này.")
    return _("Văn bản ({n}): {papers}.").format(n=len(papers), papers="; ".join(papers))


def _shut_out_words() -> tuple[str, str]:
    return (
        _("Cấp trên đang giữ số liệu mà máy này chưa từng gửi, hoặc thư mục này là bản sao"),
        _(
            "Có thể máy này vừa khôi phục từ bản sao lưu, hoặc cơ quan còn một máy khác đang gửi. "
            "Nếu còn máy khác, hãy đóng hộp này và xuất gói từ máy đó. Nếu đây là máy chính, chọn "
            "gửi lại toàn bộ: số liệu máy này thay cho những gì cấp trên đang giữ."
        ),
    )


def _lapsed_words() -> str:
    return _(
        "Đề nghị cấp trên gửi giấy giới thiệu khóa mới, rồi đóng hộp này và nhấn “Nạp biên nhận…” "
        "để nạp giấy. Nếu phải gửi ngay, đánh dấu ô dưới đây và giữ kín tệp."
    )


def _receiver_words(name: str) -> tuple[str, str, str, str]:
    if name:
        told = _("Mã hóa cho {name}").format(name=name)
        return "lock", "success", told, _("Ngoài nơi nhận, không ai mở đọc được.")
    return (
        "unlock",
        "warning",
        _("Gói không mã hóa: ai cầm tệp cũng mở đọc được"),
        _("Nạp giấy giới thiệu khóa của cấp trên một lần để các gói sau được mã hóa."),
    )


def _told(icon: str, role: str, title: str, text: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(theme.px(8))
    row.addWidget(IconLabel(icon, role))
    words = QVBoxLayout()
    words.setSpacing(1)
    words.addWidget(label(title, "strong", wrap=True))
    words.addWidget(label(text, "help", wrap=True))
    row.addLayout(words, 1)
    return row
