"""Above a list of findings: choose every warning, and give the chosen ones a reason."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from danvan_desktop.i18n import _
from ui import theme
from ui.widgets.buttons import Button
from ui.widgets.check_list import CheckList
from ui.widgets.labels import label


class ReasonButton(Button):
    """Asks for a reason of what is chosen in a list, and says of how many."""

    def __init__(self, view: CheckList) -> None:
        super().__init__("", "edit", kind="quiet", dense=True, on_click=view.ask)
        self._view = view
        view.covering.connect(self.show_number)
        view.marked.connect(lambda _issue: self.show_number(len(view.covered())))
        self.show_number(0)

    def show_number(self, number: int) -> None:
        """Say how many warnings are chosen; none forbids it."""
        many = _("Ghi lý do cho {n} lời nhắc…").format(n=number)
        self.setText(many if number > 1 else _("Ghi lý do…"))
        self.forbid("" if number else _("Chọn một lời nhắc trước."))
        if number:
            self.setToolTip(_("F2. Giữ Ctrl hoặc Shift để chọn nhiều, Ctrl+A chọn tất cả."))


class ReasonBar(QWidget):
    """A line with both buttons and how to choose several."""

    def __init__(self, view: CheckList) -> None:
        super().__init__()
        self.ask = ReasonButton(view)
        self.all = Button(
            _("Chọn mọi lời nhắc"),
            "tick",
            kind="quiet",
            dense=True,
            on_click=view.choose_all,
            tip="Ctrl+A",
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 6, 4)
        row.setSpacing(theme.px(8))
        row.addWidget(label(_("Một lý do ghi được cho nhiều lời nhắc."), "help"))
        row.addStretch(1)
        row.addWidget(self.all)
        row.addWidget(self.ask)
