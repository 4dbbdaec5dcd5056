"""Sáp nhập, chia tách, đổi tên…: a change of units, seen before it is made, undone with Ctrl+Z.

Reached from the settings and from the list of units. ``activate`` takes a ``ChangeKind``, the path
of a units file, or None.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSplitter, QVBoxLayout, QWidget

from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _
from danvan_desktop.organisation.unit_changes import (
    ChangeKind,
    Effect,
    apply,
    label_of,
    preview,
    preview_file,
)
from ui import tasks, theme
from ui.screens.base import Command, Screen
from ui.screens.units_effect import EffectPane
from ui.screens.units_form import FILE, ChangeForm
from ui.widgets.action_bar import ActionBar
from ui.widgets.buttons import Button

if TYPE_CHECKING:
    from danvan_desktop.context import Context
    from danvan_desktop.organisation.units import Directory
    from danvan_desktop.storage.values import Changes


class UnitChangesScreen(Screen):
    """The page: questions at the left, the effect at the right, one button below."""

    help_key = "units"
    can_go_back = True
    uses_search = False
    previewed = Signal()
    """The effect of what stands in the form is shown."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.title = _("Sáp nhập, chia tách, đổi tên đơn vị")
        self.form: ChangeForm | None = None
        self.effect: Effect | None = None
        self.pane = EffectPane()
        self.apply_button = Button(_("Áp dụng"), "check", kind="primary", on_click=self.apply)
        self.bar = ActionBar()
        self.bar.add(self.apply_button)
        self._asked = 0
        self._argument: Any = None
        self._left = _scrolling(QWidget())
        self._lay_out()

    # --- what the window asks

    def activate(self, argument: Any = None) -> None:
        self._argument = argument
        self.refresh()

    def changed(self, changes: Changes) -> None:
        if "don_vi" in changes.registers:
            self.refresh()

    def refresh(self) -> None:
        tasks.run(self.context.directory, done=self._take_names, owner=self)

    def commands(self) -> Sequence[Command]:
        return (Command(_("Áp dụng thay đổi đơn vị"), self.apply, "check"),)

    def focus_areas(self) -> Sequence[QWidget]:
        return (self._left, self.pane, self.bar)

    def save(self) -> None:
        self.apply()

    # --- commands

    def apply(self) -> None:
        """Make the change that is previewed."""
        effect, form = self.effect, self.form
        if effect is None or form is None or not effect.can_apply:
            return
        if form.from_file:
            name = form.file.name if form.file else ""
            words = _("Nhập danh mục đơn vị {name}").format(name=name)
        else:
            words = label_of(form.asked())
        self.apply_button.forbid(_("Đang áp dụng…"))
        tasks.write(
            self.context,
            apply,
            self.context,
            effect,
            words,
            done=lambda _changes: self._applied(words),
            failed=self._failed,
            owner=self,
        )

    # --- private

    def _lay_out(self) -> None:
        right = QWidget()
        inside = QVBoxLayout(right)
        inside.setContentsMargins(4, 12, 16, 12)
        inside.addWidget(self.pane)
        panes = QSplitter(Qt.Orientation.Horizontal)
        panes.setChildrenCollapsible(False)
        panes.addWidget(self._left)
        panes.addWidget(_scrolling(right))
        panes.setSizes([560, 500])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(panes, 1)
        column.addWidget(self.bar)

    def _take_names(self, names: Directory) -> None:
        if self.form is None:
            self.form = ChangeForm(names)
            body = QWidget()
            row = QHBoxLayout(body)
            row.setContentsMargins(16, 12, 4, 12)
            row.addWidget(self.form)
            self._left.setWidget(body)
            self.form.changed.connect(self._preview)
        else:
            self.form.set_names(names)
        argument, self._argument = self._argument, None
        if isinstance(argument, ChangeKind):
            self.form.start(argument)
        elif isinstance(argument, Path):
            self.form.start(FILE, file=argument)
        else:
            self._preview()

    def _preview(self) -> None:
        form = self.form
        assert form is not None
        self._asked += 1
        number = self._asked
        if not form.from_file:
            work = (preview, self.context, form.asked())
        elif form.file is not None:
            work = (preview_file, self.context, form.file, form.paper())  # type: ignore[assignment]
        else:
            self._show(number, None, waiting=_("Chọn tệp danh mục đơn vị để xem trước."))
            return
        tasks.run(
            *work,
            done=lambda effect: self._show(number, effect),
            failed=lambda error: self._unreadable(number, error),
            owner=self,
        )

    def _show(self, number: int, effect: Effect | None, *, waiting: str = "") -> None:
        if number != self._asked:
            return  # the clerk went on meanwhile; a newer preview is under way
        self.effect = effect
        if effect is not None and not effect.steps and not effect.issues:
            waiting = _("Không có gì thay đổi so với danh mục hiện có.")
        self.pane.show_effect(effect, waiting=waiting)
        ready = effect is not None and effect.can_apply
        self.apply_button.forbid(
            "" if ready else _("Chưa đủ thông tin hoặc còn lỗi ở phần xem trước.")
        )
        self.bar.tell(
            _("Đơn vị cũ được giữ lại, chỉ ghi ngày kết thúc. Hoàn tác được bằng Ctrl+Z.")
            if ready
            else "",
            icon="note",
            role="accent",
        )
        self.previewed.emit()

    def _unreadable(self, number: int, error: BaseException) -> None:
        if not isinstance(error, UserError):
            tasks.show_failure(error)
        self._show(number, None, waiting=str(error))

    def _applied(self, words: str) -> None:
        assert self.form is not None
        self.form.clear()
        self.told.emit(words, True)
        self.go.emit("don_vi", None)

    def _failed(self, error: BaseException) -> None:
        tasks.show_failure(error)
        self._preview()


def _scrolling(widget: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setMinimumWidth(theme.px(330))
    area.setWidget(widget)
    return area
