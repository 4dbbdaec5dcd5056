"""Ask what is pinned: to which field of a received record, or to a figure, and what it says."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from danvan_desktop.i18n import _
from danvan_desktop.organisation.pin_rules import MAX_TEXT
from danvan_desktop.schema import RegisterSpec
from danvan_desktop.vietnamese import format_number
from ui import theme
from ui.widgets.buttons import Button
from ui.widgets.labels import label


class PinDialog(QDialog):
    """``answer`` is field ("" for the whole record) and remark.

    Of a figure there is no register; ``cell`` names it.
    """

    def __init__(
        self,
        register: RegisterSpec | None,
        sender: str,
        parent: QWidget | None = None,
        *,
        cell: str = "",
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Ghim để gửi trả"))
        self.setMinimumWidth(theme.px(460))
        self.field = QComboBox()
        self.field.addItem(_("Cả hồ sơ"), "")
        for one in register.fields if register is not None else ():
            if not one.personal:
                self.field.addItem(_(one.label), one.name)
        for child in register.children if register is not None else ():
            self.field.addItem(_(child.label), child.key)
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.setPlaceholderText(_("Ví dụ: số người dự khác biên bản, đề nghị kiểm tra lại"))
        self.text.setFixedHeight(theme.px(90))
        self.text.textChanged.connect(self._check)
        self.go = Button(_("Ghim"), "edit", kind="primary", on_click=self.accept)
        self.go.setDefault(True)
        form = QFormLayout()
        form.setSpacing(theme.px(8))
        if register is not None:
            form.addRow(_("Ghim vào ô"), self.field)
        else:
            form.addRow(_("Số liệu"), label(cell, "strong", wrap=True))
        form.addRow(_("Nhận xét"), self.text)
        self.limit = label("", "help")
        foot = QHBoxLayout()
        foot.addWidget(self.limit)
        foot.addStretch(1)
        foot.addWidget(Button(_("Hủy"), on_click=self.reject))
        foot.addWidget(self.go)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 16, 16, 12)
        outer.setSpacing(theme.px(10))
        words = _("Ghim chờ ở trang Nhận gói; ghi phiếu trả lại để gửi cho {office}.")
        outer.addWidget(label(words.format(office=sender), "help", wrap=True))
        outer.addLayout(form)
        outer.addLayout(foot)
        self._check()

    @property
    def answer(self) -> tuple[str, str]:
        """Field and remark."""
        return str(self.field.currentData()), " ".join(self.text.toPlainText().split())

    def _check(self) -> None:
        letters = len(self.answer[1])
        long = ""
        if letters > MAX_TEXT:
            long = _("Nhận xét dài {n} chữ cái, tối đa {most}.").format(
                n=format_number(letters), most=format_number(MAX_TEXT)
            )
        self.limit.setText(long)
        self.go.forbid(long or ("" if letters else _("Ghi nhận xét trước.")))


def ask_pin(
    register: RegisterSpec, sender: str, parent: QWidget | None = None
) -> tuple[str, str] | None:
    """Ask for field and remark; None when cancelled."""
    dialog = PinDialog(register, sender, parent)
    return dialog.answer if dialog.exec() else None


def ask_figure_pin(cell: str, sender: str, parent: QWidget | None = None) -> str | None:
    """Ask for a remark on a figure; None when cancelled."""
    dialog = PinDialog(None, sender, parent, cell=cell)
    return dialog.answer[1] if dialog.exec() else None
