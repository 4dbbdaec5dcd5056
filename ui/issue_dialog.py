"""“Ban hành”: the number from the book and the date that a paper is issued under."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from danvan_desktop.context import Context
from danvan_desktop.i18n import _
from danvan_desktop.storage.values import Record
from danvan_desktop.vietnamese import format_date, parse_date
from ui import tasks, theme
from ui.screens import report_work as work
from ui.screens.report_work import Numbers
from ui.widgets.buttons import Button
from ui.widgets.labels import label


class IssueDialog(QDialog):
    """``given`` returns number, date and the row of a kept number once it was accepted."""

    def __init__(self, context: Context, record: Record, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.record = record
        self._rows: dict[int, str] = {}
        self._numbered = True
        self.setWindowTitle(_("Ban hành văn bản"))
        self.setMinimumWidth(theme.px(520))
        self.number = QComboBox()
        self.number.setEditable(True)
        self.number.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.day = QLineEdit(format_date(date.fromisoformat(str(record.values["ngay"]))))
        self.counted = label("", "help", wrap=True)
        self.fault = label("", "error", wrap=True)
        self.cancel_button = Button(_("Hủy"), on_click=self.reject)
        self.issue_button = Button(_("Ban hành"), "lock", kind="primary", on_click=self.try_accept)
        self.issue_button.setDefault(True)
        self._lay_out()
        planned = record.values.get("so")
        self.number.setEditText("" if planned is None else f"{planned:02d}")
        tasks.run(work.number_choices, context, record, done=self._take, owner=self)

    # ------------------------------------------------------------------ properties
    def given(self) -> dict[str, Any]:
        """Give number, ISO date, and the row of the number when it was kept for somebody."""
        number = self._number()
        return {
            "so": number,
            "ngay": self._iso_day(),
            "row": self._rows.get(number, "") if number is not None else "",
        }

    # ------------------------------------------------------------------ commands
    def try_accept(self) -> None:
        """Close with number and date, or say what cannot be read."""
        if self._number() is None and self._numbered:
            self._refuse(self.number, _("Số: cần chữ số, ví dụ 15."))
        elif self._iso_day() is None:
            self._refuse(self.day, _("Ngày: cần ngày tháng, ví dụ 07/7/2020."))
        else:
            self.accept()

    # ------------------------------------------------------------------ private
    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        for column, (words, editor) in enumerate(
            ((_("&Số"), self.number), (_("&Ngày văn bản"), self.day))
        ):
            name = label(words, "label")
            name.setBuddy(editor)
            editor.setAccessibleName(words.replace("&", ""))
            grid.addWidget(name, 0, column)
            grid.addWidget(editor, 1, column)
            grid.setColumnStretch(column, 1)
        told = label(
            _(
                "Số và ngày được ghi vào Sổ văn bản đi. Mọi số liệu giữ đúng như bây giờ, kèm "
                "nguồn, dù sau này sổ có sửa; tệp PDF được giữ lại. Văn bản đã ban hành không sửa "
                "được: muốn sửa thì lập bản thay thế, có ghi lý do."
            ),
            "base",
            wrap=True,
        )
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.fault, 1)
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.issue_button)
        column_ = QVBoxLayout(self)
        column_.setContentsMargins(16, 16, 16, 16)
        column_.setSpacing(12)
        column_.addLayout(grid)
        column_.addWidget(self.counted)
        column_.addWidget(told)
        column_.addLayout(foot)

    def _take(self, found: Numbers) -> None:
        self._numbered = found.numbered
        if not found.numbered:
            self.number.setEnabled(False)
            self.number.setEditText("")
            self.counted.setText(_("Loại văn bản này không đánh số."))
            return
        typed = self.number.currentText()
        self.number.clear()
        offered = [found.planned] if found.planned is not None else []
        if found.following not in offered:
            offered.append(found.following)
        for number in offered:
            self.number.addItem(f"{number:02d}", number)
        for entry in found.kept:
            self._rows[entry.number] = entry.row
            words = _("{n:02d} – giữ cho {who}").format(n=entry.number, who=entry.note)
            self.number.addItem(words, entry.number)
        place = self.number.findText(typed)
        if place >= 0:
            self.number.setCurrentIndex(place)
        elif typed:
            self.number.setEditText(typed)
        self.counted.setText(
            _("Đánh số theo {scope}; số tiếp theo là {n:02d}.").format(
                scope=found.scope.name, n=found.following
            )
        )

    def _number(self) -> int | None:
        digits = self.number.currentText().partition("–")[0].strip()
        return int(digits) if digits.isdecimal() and int(digits) > 0 else None

    def _iso_day(self) -> str | None:
        found = parse_date(self.day.text()).date
        return found.isoformat() if found is not None else None

    def _refuse(self, widget: QWidget, words: str) -> None:
        self.fault.setText(words)
        widget.setFocus()
