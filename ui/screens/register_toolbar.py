"""The toolbar over a list: what fits stands there as buttons, the rest waits in its menu."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from danvan_desktop.i18n import _
from danvan_desktop.schema import RegisterSpec
from danvan_desktop.vietnamese import format_number
from ui import theme
from ui.screens.register_steps import STEPS
from ui.widgets.buttons import Button
from ui.widgets.labels import label
from ui.widgets.search_box import SearchBox

GAP = 8
LEAST_SEARCH, MOST_SEARCH = 168, 272
STEPS_SHOWN = 2
"""So many steps have a button of their own; the later ones are rarer and stand in the menu."""


class RegisterToolbar(QWidget):
    """Buttons, what the filters leave ("5/24 hồ sơ"), and the search box of the list."""

    step_wanted = Signal(object)

    def __init__(self, register: RegisterSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._narrowed = False
        self.add = Button(_(register.add_label), "add", kind="primary")
        self.import_ = Button(_("Nhập từ Excel"), "import")
        self.import_.setVisible(register.group == "register")
        self.steps: dict[str, Button] = {}
        for action in STEPS.get(register.key, ())[:STEPS_SHOWN]:
            button = Button(_(action.label), action.icon, kind="quiet")
            button.clicked.connect(lambda _on=False, a=action: self.step_wanted.emit(a))
            self.steps[action.key] = button
        self.copy = Button(_("Chép sang Excel"), "copy", kind="quiet")
        self.print = Button(_("In danh sách"), "print", kind="quiet")
        self.columns = Button(_("Cột"), "columns", kind="quiet")
        self.more = Button(_("Việc khác"), "more", kind="quiet")
        self.clear = Button(_("Bỏ lọc"), "x", kind="quiet")
        self.shown = label("", "muted")
        self.search = SearchBox(_("Tìm trong sổ này"), "Ctrl+F")
        self._lay_out()
        self.tell(0, 0, narrowed=False)

    def tell(self, shown: int, whole: int, *, narrowed: bool) -> None:
        """Say how many of how many records the filters leave."""
        self._narrowed = narrowed
        words = _("{n}/{all} hồ sơ").format(n=format_number(shown), all=format_number(whole))
        self.shown.setText(words if narrowed else "")
        self.shown.setVisible(narrowed)
        self.clear.setVisible(narrowed)
        self._fit()

    def allow_steps(self, reason: str) -> None:
        """Allow the steps, or say why they cannot be taken."""
        for button in self.steps.values():
            button.forbid(reason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _lay_out(self) -> None:
        bar = QHBoxLayout(self)
        bar.setContentsMargins(0, 0, 0, 0)
        bar.setSpacing(GAP)
        rare = (self.copy, self.print, self.columns, self.more)
        for widget in (self.add, self.import_, *self.steps.values(), *rare, self.clear, self.shown):
            bar.addWidget(widget)
        bar.addStretch(1)
        self.search.setMinimumWidth(theme.px(LEAST_SEARCH))
        self.search.setMaximumWidth(theme.px(MOST_SEARCH))
        bar.addWidget(self.search, 2)

    def _fit(self) -> None:
        """Keep what fits; the rarest buttons go into the menu first."""
        kept: Sequence[QWidget] = [
            widget for widget in (self.add, self.import_, self.more) if not widget.isHidden()
        ]
        if self._narrowed:
            kept = [*kept, self.clear, self.shown]
        widths = [widget.sizeHint().width() for widget in kept]
        room = self.width() - theme.px(LEAST_SEARCH) - sum(widths) - GAP * (len(widths) + 1)
        for button in (*self.steps.values(), self.columns, self.print, self.copy):
            room -= button.sizeHint().width() + GAP
            button.setVisible(room >= 0)
