"""“Thông tin văn bản”: number, date, signer, format, subject and recipients of a report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from danvan_desktop.context import Context
from danvan_desktop.documents.profiles import all_profiles
from danvan_desktop.i18n import _
from danvan_desktop.reports.signers import Signer, signers
from danvan_desktop.vietnamese import format_date, parse_date
from ui import tasks, theme
from ui.widgets.buttons import Button
from ui.widgets.labels import label


@dataclass(frozen=True, slots=True)
class Given:
    """What the dialog needs from the books: who may sign on the report's day."""

    day: str
    signers: tuple[Signer, ...]


class ReportFactsDialog(QDialog):
    """``values`` gives the changed fields once it was accepted."""

    def __init__(
        self, context: Context, values: Mapping[str, Any], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.context = context
        self._before = values
        self._wanted = str(values.get("nguoi_ky") or "")
        self.setWindowTitle(_("Thông tin văn bản"))
        self.setMinimumWidth(theme.px(560))
        self.number = QLineEdit("" if values.get("so") is None else str(values["so"]))
        self.day = QLineEdit(format_date(date.fromisoformat(str(values["ngay"]))))
        self.signer = QComboBox()
        self.profile = QComboBox()
        for code, profile in all_profiles().items():
            self.profile.addItem(profile.name, code)
        self.profile.setCurrentIndex(self.profile.findData(str(values["the_thuc"])))
        self.subject = QPlainTextEdit(str(values.get("ten") or ""))
        self.recipients = QPlainTextEdit(str(values.get("noi_nhan") or ""))
        for box, height in ((self.subject, 62), (self.recipients, 104)):
            box.setFixedHeight(theme.px(height))
            box.setTabChangesFocus(True)
        self.fault = label("", "error", wrap=True)
        self.accept_button = Button(_("Ghi vào báo cáo"), kind="primary", on_click=self.try_accept)
        self.accept_button.setDefault(True)
        self.day.editingFinished.connect(self._read_signers)
        self._lay_out()
        self._read_signers()

    # ------------------------------------------------------------------ properties
    def values(self) -> dict[str, Any]:
        """Give the fields as they stand in the dialog."""
        number = self.number.text().strip()
        return {
            "so": int(number) if number.isdigit() else None,
            "ngay": self._iso_day() or self._before["ngay"],
            "nguoi_ky": self.signer.currentData() or None,
            "the_thuc": self.profile.currentData(),
            "ten": self.subject.toPlainText().strip(),
            "noi_nhan": self.recipients.toPlainText().strip() or None,
        }

    # ------------------------------------------------------------------ commands
    def try_accept(self) -> None:
        """Close with the values, or say what cannot be read."""
        number = self.number.text().strip()
        if number and not number.isdigit():
            self._refuse(self.number, _("Số: cần chữ số, ví dụ 15."))
        elif self._iso_day() is None:
            self._refuse(self.day, _("Ngày: cần ngày tháng, ví dụ 07/7/2020."))
        elif not self.subject.toPlainText().strip():
            self._refuse(self.subject, _("Trích yếu: cần một câu, ví dụ “kết quả công tác …”."))
        else:
            self.accept()

    # ------------------------------------------------------------------ private
    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        _place(grid, 0, 0, _("&Số"), self.number)
        _place(grid, 0, 1, _("&Ngày văn bản"), self.day)
        _place(grid, 2, 0, _("N&gười ký"), self.signer, span=2)
        _place(grid, 4, 0, _("&Thể thức"), self.profile, span=2)
        _place(grid, 6, 0, _("Tríc&h yếu"), self.subject, span=2)
        _place(grid, 8, 0, _("Nơi nhận, &mỗi nơi một dòng"), self.recipients, span=2)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.fault, 1)
        foot.addWidget(Button(_("Hủy"), on_click=self.reject))
        foot.addWidget(self.accept_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addLayout(grid)
        column.addLayout(foot)

    def _iso_day(self) -> str | None:
        found = parse_date(self.day.text()).date
        return found.isoformat() if found is not None else None

    def _read_signers(self) -> None:
        day = self._iso_day()
        if day is not None:
            tasks.run(_signers_on, self.context, day, done=self._take_signers, owner=self)

    def _take_signers(self, found: Given) -> None:
        if found.day != self._iso_day():
            return
        self._wanted = str(self.signer.currentData() or self._wanted)
        self.signer.clear()
        for signer in found.signers:
            role = f" – {signer.role}" if signer.role else ""
            self.signer.addItem(f"{signer.name}{role}", signer.name)
        place = self.signer.findData(self._wanted)
        if place < 0 and self._wanted:
            self.signer.addItem(
                _("{name} (không có quyền ký ngày này)").format(name=self._wanted), self._wanted
            )
            place = self.signer.count() - 1
        self.signer.setCurrentIndex(max(place, 0))

    def _refuse(self, widget: QWidget, words: str) -> None:
        self.fault.setText(words)
        widget.setFocus()


def _place(
    grid: QGridLayout, row: int, column: int, words: str, editor: QWidget, *, span: int = 1
) -> None:
    name = label(words, "label")
    name.setBuddy(editor)
    editor.setAccessibleName(words.replace("&", ""))
    grid.addWidget(name, row, column, 1, span)
    grid.addWidget(editor, row + 1, column, 1, span)
    grid.setColumnStretch(column, 1)


def _signers_on(context: Context, day: str) -> Given:
    found: Sequence[Signer] = signers(context, day)
    return Given(day, tuple(found))
