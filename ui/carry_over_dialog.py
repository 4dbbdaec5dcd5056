"""“Lấy lời văn kỳ trước”: which sections of the last paper come into the new one."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from danvan_desktop.i18n import _
from danvan_desktop.reports.carry_over import Offer
from ui import theme
from ui.widgets.buttons import Button
from ui.widgets.labels import label


class CarryOverDialog(QDialog):
    """Sections with a tick at the left, the text of the present one at the right."""

    def __init__(self, offer: Offer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.offer = offer
        self.setWindowTitle(_("Lấy lời văn của {name}").format(name=offer.label))
        self.list = QListWidget()
        self.list.setAccessibleName(_("Các mục của kỳ trước"))
        for section in offer.sections:
            words = f"{section.name}. {section.title}"
            item = QListWidgetItem(words + (_(" (đã viết)") if section.own else ""))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            ticked = Qt.CheckState.Unchecked if section.own else Qt.CheckState.Checked
            item.setCheckState(ticked)
            self.list.addItem(item)
        self.list.setWordWrap(True)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName(_("Lời văn của mục"))
        self.numbers = label("", "warning", wrap=True)
        self.list.currentRowChanged.connect(self._show)
        self.list.itemChanged.connect(lambda _item: self._count())
        self.take_button = Button("", "copy", kind="primary", on_click=self.accept)
        self.take_button.setDefault(True)
        self._lay_out()
        self.list.setCurrentRow(0)
        self._count()
        self.resize(*theme.dialog_size(parent, 820, 480))

    def chosen(self) -> list[str]:
        """Give the codes of the ticked sections."""
        return [
            section.code
            for row, section in enumerate(self.offer.sections)
            if self.list.item(row).checkState() is Qt.CheckState.Checked
        ]

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self.text, 1)
        right.addWidget(self.numbers)
        middle = QHBoxLayout()
        middle.setSpacing(12)
        middle.addWidget(self.list, 2)
        middle.addLayout(right, 3)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(
            label(
                _("Mục được lấy mang dấu “chưa xác nhận” tới khi bạn đọc lại (Ctrl+Enter)."),
                "help",
                wrap=True,
            ),
            1,
        )
        foot.addWidget(Button(_("Hủy"), on_click=self.reject))
        foot.addWidget(self.take_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        words = _("Chọn mục lấy từ {name}, {period}. Số liệu trong câu vẫn lấy từ sổ của kỳ này.")
        told = words.format(name=self.offer.label, period=self.offer.period)
        column.addWidget(label(told, "base", wrap=True))
        column.addLayout(middle, 1)
        column.addLayout(foot)

    def _show(self, row: int) -> None:
        if not 0 <= row < len(self.offer.sections):
            return
        section = self.offer.sections[row]
        self.text.setPlainText(section.shown)
        words = _("Số gõ tay, phải sửa cho kỳ này: {numbers}")
        told = words.format(numbers=", ".join(section.numbers)) if section.numbers else ""
        self.numbers.setText(told)

    def _count(self) -> None:
        n = len(self.chosen())
        self.take_button.setText(_("Lấy {n} mục").format(n=n))
        self.take_button.forbid("" if n else _("Chưa chọn mục nào"))
