"""The dialog of a template's head: what a template says besides its sections.

What it is made from decides which words its texts may use, so a change is told beside the choice;
a text that no longer fits is marked by the editor as any other mistake.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from danvan_desktop.i18n import N_, _
from danvan_desktop.registers import REGISTERS, clerk_registers
from danvan_desktop.registers.bao_cao import LOAI
from danvan_desktop.reports.annexes import annex_names
from danvan_desktop.reports.templates import PERIOD, SEVERAL
from ui import theme
from ui.widgets.buttons import Button
from ui.widgets.labels import label
from ui.widgets.pane_list import PaneList

PERIODS = {
    "T": N_("tháng"),
    "Q": N_("quý"),
    "H": N_("6 tháng"),
    "9T": N_("9 tháng"),
    "N": N_("năm"),
    "GD": N_("giai đoạn"),
}
"""Kinds of period that a template may be for, as a clerk calls them."""


class HeadDialog(QDialog):
    """Asks for name, kind, subject, periods, title, addressees, recipients and annexes."""

    def __init__(self, head: Mapping[str, Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._head = dict(head)
        self.setWindowTitle(_("Phần đầu của mẫu"))
        self.resize(*theme.dialog_size(parent, 700, 640))
        self.name = QLineEdit(str(head.get("name") or ""))
        self.kind = QComboBox()
        for option in LOAI.options:
            self.kind.addItem(_(option.label), option.code)
        self.kind.setCurrentIndex(max(0, self.kind.findData(head.get("kind"))))
        self.type_name = QLineEdit(str(head.get("type_name") or ""))
        self.subject = _subjects(str(head.get("subject") or PERIOD))
        self.subject_help = label("", "help", wrap=True)
        self.periods = {key: QCheckBox(_(words)) for key, words in PERIODS.items()}
        for key in head.get("periods") or ():
            if key in self.periods:
                self.periods[key].setChecked(True)
        self.title = _text(head.get("title"), 48)
        self.addressees = _text("\n".join(head.get("addressees") or ()), 56)
        self.recipients = _text("\n".join(head.get("recipients") or ()), 92)
        self.annexes = _annexes(head.get("annexes") or (), self)
        self.accept_button = Button(_("Ghi vào mẫu"), "edit", kind="primary", on_click=self.accept)
        self.name.textChanged.connect(lambda _words: self._check())
        self.subject.currentIndexChanged.connect(lambda _place: self._check())
        self._lay_out()
        self._check()

    # ------------------------------------------------------------------ queries
    def values(self) -> dict[str, Any]:
        """Give the parts of the head that were changed."""
        found: dict[str, Any] = {
            "name": self.name.text().strip(),
            "kind": self.kind.currentData(),
            "type_name": self.type_name.text().strip(),
            "subject": self.subject.currentData(),
            "periods": self._periods(),
            "title": self.title.toPlainText().strip(),
            "addressees": _lines(self.addressees),
            "recipients": _lines(self.recipients),
            "annexes": self._ticked(),
        }
        before = {"subject": PERIOD, **self._head}
        return {k: v for k, v in found.items() if v != (before.get(k) or type(v)())}

    # ------------------------------------------------------------------ private
    def _lay_out(self) -> None:
        ticks = QHBoxLayout()
        ticks.setSpacing(12)
        for box in self.periods.values():
            ticks.addWidget(box)
        ticks.addStretch(1)
        row = QWidget()
        row.setLayout(ticks)
        ticks.setContentsMargins(0, 0, 0, 0)
        form = QFormLayout()
        form.setSpacing(8)
        for words, widget in (
            (_("Tên mẫu"), self.name),
            (_("Loại văn bản"), self.kind),
            (_("Tên loại in trên văn bản"), self.type_name),
            (_("Lập từ"), self.subject),
            ("", self.subject_help),
            (_("Dùng cho kỳ"), row),
            (_("Trích yếu"), self.title),
            (_("Kính gửi (mỗi nơi một dòng)"), self.addressees),
            (_("Nơi nhận (mỗi nơi một dòng)"), self.recipients),
            (_("Phụ lục kèm theo"), self.annexes),
        ):
            if words:
                widget.setAccessibleName(words)
            form.addRow(words, widget)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(Button(_("Hủy"), on_click=self.reject))
        foot.addWidget(self.accept_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(10)
        inside = QWidget()
        inside.setLayout(form)
        form.setContentsMargins(0, 0, 8, 0)
        area = QScrollArea()
        area.setProperty("frame", "none")
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setWidget(inside)
        column.addWidget(area, 1)
        column.addLayout(foot)

    def _periods(self) -> list[str]:
        """Give the ticked kinds; none and all mean any, and a paper of records has none."""
        found = [key for key, box in self.periods.items() if box.isChecked()]
        every = len(found) == len(self.periods)
        return [] if every or self.subject.currentData() != PERIOD else found

    def _ticked(self) -> list[str]:
        rows = (self.annexes.item(row) for row in range(self.annexes.count()))
        on = Qt.CheckState.Checked
        return [str(r.data(Qt.ItemDataRole.UserRole)) for r in rows if r.checkState() is on]

    def _check(self) -> None:
        self.accept_button.forbid("" if self.name.text().strip() else _("Mẫu cần có tên"))
        of_period = self.subject.currentData() == PERIOD
        for widget in (*self.periods.values(), self.annexes):
            widget.setEnabled(of_period)
        changed = self.subject.currentData() != (self._head.get("subject") or PERIOD)
        self.subject_help.setText(
            _("Chữ và số liệu lấy từ nguồn cũ không dùng được nữa; chỗ sai sẽ được đánh dấu.")
            if changed
            else _("Không chọn kỳ nào nghĩa là dùng cho mọi kỳ.")
        )


def ask_head(head: Mapping[str, Any], parent: QWidget) -> dict[str, Any]:
    """Ask for the head of a template; empty when nothing was changed."""
    dialog = HeadDialog(head, parent)
    return dialog.values() if dialog.exec() else {}


# --- private


def _subjects(present: str) -> QComboBox:
    """Offer a period, one record, or several records of every register that a clerk keeps."""
    box = QComboBox()
    box.addItem(_("Kỳ báo cáo"), PERIOD)
    for spec in clerk_registers():
        box.addItem(_("Một hồ sơ: {register}").format(register=_(spec.label)), spec.key)
    for spec in clerk_registers():
        words = _("Nhiều hồ sơ: {register}").format(register=_(spec.label))
        box.addItem(words, spec.key + SEVERAL)
    if box.findData(present) < 0:
        known = REGISTERS.get(present.removesuffix(SEVERAL))
        box.addItem(_(known.label) if known else present, present)
    box.setCurrentIndex(box.findData(present))
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return box


def _annexes(present: Sequence[str], parent: QWidget) -> QListWidget:
    """List the chosen annexes in their order, then the others."""
    found = PaneList(_("Phụ lục kèm theo"), parent)
    found.setFixedHeight(theme.px(120))
    names = annex_names()
    for code in [*present, *(one for one in names if one not in present)]:
        item = QListWidgetItem(names.get(code, code))
        item.setData(Qt.ItemDataRole.UserRole, code)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked if code in present else Qt.CheckState.Unchecked)
        found.addItem(item)
    return found


def _text(text: object, height: int) -> QPlainTextEdit:
    editor = QPlainTextEdit(str(text or ""))
    editor.setTabChangesFocus(True)
    editor.setFixedHeight(theme.px(height))
    return editor


def _lines(editor: QPlainTextEdit) -> list[str]:
    return [line.strip() for line in editor.toPlainText().splitlines() if line.strip()]
