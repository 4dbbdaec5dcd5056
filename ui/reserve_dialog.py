"""“Giữ số”: a number of the book is kept for somebody until the paper is written.

A number that leaves free ones behind it is told before it is kept, and kept when asked again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
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
from danvan_desktop.errors import Issue
from danvan_desktop.i18n import _
from danvan_desktop.registers.bao_cao import LOAI
from danvan_desktop.registers.choices import LARGEST_NUMBER
from danvan_desktop.reports.numbering import family_on, gap_ahead, next_number, scope_of
from danvan_desktop.vietnamese import format_date, parse_date
from ui import tasks, theme
from ui.widgets.buttons import Button
from ui.widgets.labels import label


@dataclass(frozen=True, slots=True)
class Looked:
    """What the book says: the next number, and what a typed one leaves behind it."""

    wanted: tuple[str, str, int | None]
    following: int
    ahead: Issue | None


class ReserveDialog(QDialog):
    """``values`` gives what ``reserve`` wants once it was accepted."""

    def __init__(self, context: Context, kind: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.setWindowTitle(_("Giữ số văn bản"))
        self.setMinimumWidth(theme.px(520))
        self.kind = QComboBox()
        for option in LOAI.options:
            self.kind.addItem(_(option.label), option.code)
        self.kind.setCurrentIndex(max(self.kind.findData(kind), 0))
        self.day = QLineEdit(format_date(date.fromisoformat(context.clock.today())))
        self.number = QLineEdit()
        self.number.setMaxLength(len(str(LARGEST_NUMBER)))
        self.number.setPlaceholderText(_("Số tiếp theo"))
        self.holder = QLineEdit()
        self.reason = QLineEdit()
        self.fault = label("", "error", wrap=True)
        self.ahead = label("", "warning", wrap=True)
        self.ahead.hide()
        self.asked: tuple[str, str, int | None] | None = None
        self.keep_button = Button(_("Giữ số"), "lock", kind="primary", on_click=self.try_accept)
        self.keep_button.setDefault(True)
        self.kind.activated.connect(lambda _n: self._read())
        self.day.editingFinished.connect(self._read)
        self.number.editingFinished.connect(self._read)
        self._lay_out()
        self._read()

    # ------------------------------------------------------------------ properties
    def values(self) -> dict[str, Any]:
        """Give type, day, number (None: the next one), holder and reason."""
        typed = self.number.text().strip()
        return {
            "kind": str(self.kind.currentData()),
            "day": self._iso_day() or self.context.clock.today(),
            "number": int(typed) if typed.isdecimal() else None,
            "holder": self.holder.text().strip(),
            "reason": self.reason.text().strip(),
        }

    # ------------------------------------------------------------------ commands
    def try_accept(self) -> None:
        """Close with the values, or say what is missing."""
        typed = self.number.text().strip()
        if not self.holder.text().strip():
            self._refuse(self.holder, _("Giữ cho: cần tên người hoặc việc."))
        elif typed and (not typed.isdecimal() or int(typed) < 1):
            self._refuse(self.number, _("Số: cần chữ số, ví dụ 16."))
        elif self._iso_day() is None:
            self._refuse(self.day, _("Ngày: cần ngày tháng, ví dụ 07/7/2020."))
        elif not typed or self.asked == self._wanted():
            self.accept()
        else:
            self._look(self._accept_or_tell)

    # ------------------------------------------------------------------ private
    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        places: tuple[tuple[str, QWidget, int, int, int], ...] = (
            (_("&Loại"), self.kind, 0, 0, 1),
            (_("&Ngày"), self.day, 0, 1, 1),
            (_("&Số"), self.number, 0, 2, 1),
            (_("&Giữ cho"), self.holder, 2, 0, 3),
            (_("&Vì sao"), self.reason, 4, 0, 3),
        )
        for words, editor, row, column, span in places:
            name = label(words, "label")
            name.setBuddy(editor)
            editor.setAccessibleName(words.replace("&", ""))
            grid.addWidget(name, row, column, 1, span)
            grid.addWidget(editor, row + 1, column, 1, span)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.fault, 1)
        foot.addWidget(Button(_("Hủy"), on_click=self.reject))
        foot.addWidget(self.keep_button)
        column_ = QVBoxLayout(self)
        column_.setContentsMargins(16, 16, 16, 16)
        column_.setSpacing(12)
        column_.addLayout(grid)
        column_.addWidget(self.ahead)
        column_.addLayout(foot)

    def _iso_day(self) -> str | None:
        found = parse_date(self.day.text()).date
        return found.isoformat() if found is not None else None

    def _read(self) -> None:
        if self._iso_day() is not None:
            self._look(self._take)

    def _look(self, done: Callable[[Looked], None]) -> None:
        tasks.run(_look_up, self.context, self._wanted(), done=done, owner=self)

    def _wanted(self) -> tuple[str, str, int | None]:
        values = self.values()
        return values["kind"], values["day"], values["number"]

    def _take(self, found: Looked) -> None:
        if found.wanted != self._wanted():
            return
        self.number.setPlaceholderText(_("Số tiếp theo: {n:02d}").format(n=found.following))
        told = found.ahead
        self.ahead.setText(f"{told.message} {told.remedy}" if told else "")
        self.ahead.setVisible(told is not None)
        words = _("Giữ số") if told is None else _("Vẫn giữ số {n:02d}").format(n=found.wanted[2])
        self.keep_button.setText(words)
        self.asked = found.wanted if told is not None else None

    def _accept_or_tell(self, found: Looked) -> None:
        """Close when no number is left free; else say so, and the next press keeps it."""
        self._take(found)
        if found.wanted == self._wanted() and found.ahead is None:
            self.accept()

    def _refuse(self, widget: QWidget, words: str) -> None:
        self.fault.setText(words)
        widget.setFocus()


def _look_up(context: Context, wanted: tuple[str, str, int | None]) -> Looked:
    kind, day, number = wanted
    family = family_on(context, day)
    scope = scope_of(context, kind, day, family=family)
    ahead = gap_ahead(context, scope, number) if number is not None else None
    return Looked(wanted, next_number(context, kind, day, family=family), ahead)
