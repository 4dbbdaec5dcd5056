"""The first run: six steps in two minutes, offline; nothing is written before the last button.

``finished`` after the office was created; ``sample_wanted`` and ``restore_wanted`` ask whoever
opened this for another way in.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from danvan_desktop.context import Context
from danvan_desktop.i18n import _, language
from danvan_desktop.organisation.first_run import office_of
from ui import messages, tasks, theme
from ui.first_run_pages import (
    Answering,
    DonePage,
    KindPage,
    NamesPage,
    Page,
    PeriodsPage,
    UnitsPage,
    WelcomePage,
)
from ui.widgets.buttons import Button
from ui.widgets.labels import label
from ui.widgets.panel import Line, Panel
from ui.widgets.stepper import Step, Stepper

CARD = (980, 600)
"""The size of the card in logical pixels at 100 %."""


class FirstRun(Answering):
    """The window's content until an office is set up."""

    finished = Signal()
    restore_wanted = Signal(object)
    language_chosen = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.pages: list[Page] = [
            WelcomePage(self, self.language_chosen.emit, language()),
            KindPage(self),
            NamesPage(self),
            UnitsPage(self),
            PeriodsPage(self, today=context.clock.today()),
            DonePage(self),
        ]
        self.stack = QStackedWidget()
        for page in self.pages:
            self.stack.addWidget(page)
        self.stepper = Stepper(vertical=True)
        self.title = label("", "page_title")
        self.note = label("", "label", wrap=True)
        self.problem = label("", "error", wrap=True)
        self.back = Button(_("Quay lại"), "back", on_click=lambda: self._move(-1))
        self.forward = Button(_("Tiếp tục"), kind="primary", on_click=lambda: self._move(1))
        self.restore = Button(
            _("Khôi phục từ bản sao lưu…"), "restore", kind="quiet", on_click=self._restore
        )
        self._lay_out()
        self._show(0)

    # ------------------------------------------------------------------ private
    def _lay_out(self) -> None:
        card = Panel(radius=8, frame="line")
        card.setMaximumSize(theme.px(CARD[0]), theme.px(CARD[1]))
        column = QVBoxLayout(card)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._side())
        middle.addLayout(self._content(), 1)
        column.addLayout(middle, 1)
        column.addWidget(Line())
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 10, 20, 10)
        foot.setSpacing(theme.px(8))
        foot.addWidget(self.restore)
        foot.addStretch(1)
        foot.addWidget(self.back)
        foot.addWidget(self.forward)
        column.addLayout(foot)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(12, 12, 12, 12)
        outer.addStretch(1)
        outer.addWidget(card, 100)
        outer.addStretch(1)

    def _side(self) -> QWidget:
        side = Panel(ground="raised", lines="right")
        side.setFixedWidth(theme.px(204))
        column = QVBoxLayout(side)
        column.setContentsMargins(14, 20, 14, 16)
        column.setSpacing(theme.px(12))
        column.addWidget(label("Dân Vận Desktop", "card_title", wrap=True))
        column.addWidget(self.stepper)
        column.addStretch(1)
        hints = _("Không cần mạng.\nKhoảng 2 phút.\nSửa lại được trong Cài đặt.")
        column.addWidget(label(hints, "help", wrap=True))
        return side

    def _content(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(24, 20, 24, 14)
        column.setSpacing(theme.px(2))
        column.addWidget(self.title)
        column.addWidget(self.note)
        column.addSpacing(theme.px(10))
        column.addWidget(self.stack, 1)
        column.addWidget(self.problem)
        return column

    def _show(self, index: int) -> None:
        page = self.pages[index]
        page.enter()
        self.stack.setCurrentWidget(page)
        self.title.setText(page.title)
        self.note.setText(page.note)
        self.problem.setText("")
        steps = [Step(other.title) for other in self.pages]
        steps[1] = Step(_("Chọn loại cơ quan"))
        self.stepper.show_steps(steps, index)
        self.back.setVisible(index > 0)
        last = index == len(self.pages) - 1
        self.forward.setText(_("Bắt đầu ghi sổ") if last else _("Tiếp tục"))
        page.setFocus(Qt.FocusReason.OtherFocusReason)

    def _move(self, step: int) -> None:
        index = self.stack.currentIndex()
        page = self.pages[index]
        if step > 0 and (problem := page.problem()):
            words, place = problem
            self.problem.setText(words)
            place.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        page.leave()
        if step > 0 and index == len(self.pages) - 1:
            self._finish()
        else:
            self._show(index + step)

    def _finish(self) -> None:
        setup = office_of(self.answers, today=self.context.clock.today())
        self.forward.forbid(_("Đang lập cơ quan"))
        tasks.write(
            self.context,
            self.context.set_up,
            setup,
            done=lambda changes: self.finished.emit(),
            failed=self._failed,
            owner=self,
        )

    def _failed(self, error: BaseException) -> None:
        self.forward.forbid("")
        tasks.show_failure(error)

    def _restore(self) -> None:
        path: Any = messages.choose_file(
            _("Chọn bản sao lưu"), kinds=_("Bản sao lưu (danvan-*.db)"), parent=self
        )
        if path is not None:
            self.restore_wanted.emit(path)
