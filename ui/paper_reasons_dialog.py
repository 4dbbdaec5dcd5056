"""Reasons for what “Soát trước khi nộp” reminds of: one reason for one reminder or for several."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from danvan_desktop.errors import Issue
from danvan_desktop.i18n import _
from ui import theme
from ui.widgets.buttons import Button
from ui.widgets.labels import label


class PaperReasonsDialog(QDialog):
    """``chosen`` and ``reason`` tell what was answered with what, once it was accepted."""

    def __init__(
        self,
        issues: Sequence[Issue],
        *,
        present: Issue | None = None,
        used: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._issues = tuple(issues)
        self.setWindowTitle(_("Ghi lý do cho lời nhắc"))
        self.list = QListWidget()
        self.list.setAccessibleName(_("Lời nhắc"))
        self.list.setWordWrap(True)
        self.list.setSpacing(theme.px(2))
        for issue in self._issues:
            item = QListWidgetItem(issue.message)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            ticked = issue is present or len(self._issues) == 1
            item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.reason_box = QComboBox()
        self.reason_box.setEditable(True)
        self.reason_box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.reason_box.addItems([*dict.fromkeys(used)])
        self.reason_box.setEditText("")
        self.reason_box.setAccessibleName(_("Lý do"))
        self.all_button = Button(_("Chọn hết"), dense=True, on_click=self.choose_all)
        self.keep_button = Button("", "check", kind="primary", on_click=self.accept)
        self.keep_button.setDefault(True)
        self.list.itemChanged.connect(lambda _item: self._count())
        self.reason_box.editTextChanged.connect(lambda _text: self._count())
        self._lay_out()
        self._count()
        self.resize(*theme.dialog_size(parent, 600, 420))
        self.list.setCurrentRow(0)
        # Reminders are ticked first, unless the dialog was opened for one of them.
        (self.reason_box if self.chosen else self.list).setFocus()

    # ------------------------------------------------------------------ properties
    @property
    def chosen(self) -> list[Issue]:
        """The ticked reminders."""
        return [
            issue
            for row, issue in enumerate(self._issues)
            if self.list.item(row).checkState() is Qt.CheckState.Checked
        ]

    @property
    def reason(self) -> str:
        """The reason as it was typed."""
        return self.reason_box.currentText().strip()

    # ------------------------------------------------------------------ commands
    def choose_all(self) -> None:
        """Tick every reminder."""
        for row in range(self.list.count()):
            self.list.item(row).setCheckState(Qt.CheckState.Checked)

    # ------------------------------------------------------------------ private
    def _lay_out(self) -> None:
        name = label(_("&Lý do, được giữ cùng văn bản"), "label")
        name.setBuddy(self.reason_box)
        head = QHBoxLayout()
        head.addWidget(label(_("Lý do này trả lời những lời nhắc được đánh dấu."), "help"), 1)
        head.addWidget(self.all_button)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(Button(_("Hủy"), on_click=self.reject))
        foot.addWidget(self.keep_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        column.addWidget(name)
        column.addWidget(self.reason_box)
        column.addLayout(foot)

    def _count(self) -> None:
        n = len(self.chosen)
        self.keep_button.setText(_("Ghi lý do ({n})").format(n=n))
        why = "" if n else _("Chưa đánh dấu lời nhắc nào")
        self.keep_button.forbid(why or ("" if self.reason else _("Chưa gõ lý do")))
