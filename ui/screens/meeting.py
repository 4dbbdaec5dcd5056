"""Hội nghị, biên bản: written while people talk, from the agenda to the tasks that come of it.

Left the facts and the sums that must balance, in the middle agenda and speeches, right votes,
conclusions and tasks. Every change is saved at once through the register's rules; the path at the
head leads from the draft to the locked minutes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QScrollArea,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from danvan_desktop.context import Context
from danvan_desktop.errors import Issue, Severity
from danvan_desktop.i18n import N_, _
from danvan_desktop.organisation.books import SaveResult
from danvan_desktop.organisation.units import Directory
from danvan_desktop.registers import REGISTERS
from danvan_desktop.storage.values import Changes, Record
from ui import messages, tasks, theme
from ui.batch_dialog import papers_of_record
from ui.farewell import clear, delete_later
from ui.paper_dialog import write_paper
from ui.screens.base import Command, Screen
from ui.screens.meeting_cards import MeetingCards
from ui.screens.record_papers import minutes_pdf, minutes_word
from ui.widgets.buttons import Button
from ui.widgets.child_dialog import ChildDialog
from ui.widgets.field_dialog import FieldDialog
from ui.widgets.labels import label
from ui.widgets.panel import Panel
from ui.widgets.pdf_preview import PreviewDialog
from ui.widgets.stepper import StatePath, Step

REGISTER = REGISTERS["hoi_nghi"]
STATES = tuple(state.code for state in REGISTER.states)
NEXT = {
    "nhap": N_("Trình chủ trì"),
    "trinh": N_("Ghi đã thông qua"),
    "thong_qua": N_("Ghi đã ký"),
    "da_ky": N_("Khóa biên bản"),
}
"""What leads from each state to the next."""

LOCKED = "khoa"


@dataclass(frozen=True, slots=True)
class Opened:
    """The meeting with the units of its day."""

    record: Record
    directory: Directory


class MeetingScreen(Screen):
    """One meeting; ``activate`` takes its id."""

    help_key = "hoi_nghi"
    can_go_back = True
    uses_search = False

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.record: Record | None = None
        self.directory: Directory | None = None
        self.path = StatePath()
        self.number = label("", "label")
        self.step_button = Button("", "send", kind="primary", on_click=self.take_step)
        self.minutes_button = Button(_("Xem biên bản"), "preview", on_click=self.preview)
        self.papers_button = Button(_("Soạn văn bản…"), "report", on_click=self.write_paper)
        self.all_button = Button(_("In, lưu tất cả…"), "print", on_click=self.all_papers)
        self.form_button = Button(_("Sửa toàn phiếu"), "edit", on_click=self._open_form)
        self.columns: tuple[QVBoxLayout, ...] = ()
        self._areas: list[QWidget] = []
        self._lay_out()

    # ------------------------------------------------------------------ screen
    def activate(self, argument: Any = None) -> None:
        if isinstance(argument, str):
            self._read(argument)
        elif self.record is not None:
            self._read(self.record.id)

    def changed(self, changes: Changes) -> None:
        if self.record is not None and changes.touches(self.record.register, self.record.id):
            self._read(self.record.id)

    def refresh(self) -> None:
        if self.record is not None:
            self._read(self.record.id)

    def header_actions(self) -> Sequence[QWidget]:
        if self.narrow:
            return (self.papers_button, self.form_button)
        return (self.all_button, self.papers_button, self.form_button)

    def focus_areas(self) -> Sequence[QWidget]:
        return tuple(self._areas)

    def set_narrow(self, narrow: bool) -> None:
        super().set_narrow(narrow)
        self._arrange()

    def commands(self) -> Sequence[Command]:
        return (
            Command(_("Xem biên bản"), self.preview, "preview", "F9"),
            Command(_("Soạn văn bản…"), self.write_paper, "report"),
            Command(_("In, lưu tất cả văn bản…"), self.all_papers, "print"),
            Command(_("Giao việc"), partial(self.edit_list, "viec_giao"), "task"),
            Command(_("Thêm phát biểu"), partial(self.edit_list, "phat_bieu"), "dialogue"),
        )

    def print_page(self) -> None:
        self.preview()

    # ------------------------------------------------------------------ commands
    def all_papers(self) -> None:
        """Offer every paper of the meeting for printing and saving at once."""
        if self.record is not None:
            title = REGISTERS[self.record.register].title_of(self.record.values)
            papers_of_record(self.context, self.record, title=title, parent=self)

    def preview(self) -> None:
        """Build the minutes and show their real pages."""
        if self.record is None:
            return
        self.minutes_button.forbid(_("Đang dựng biên bản"))
        tasks.run(
            minutes_pdf,
            self.context,
            self.record.id,
            done=self._show_minutes,
            failed=self._no_minutes,
            owner=self,
        )

    def write_paper(self) -> None:
        """Ask which paper to make from the meeting, and open its page."""
        if self.record is not None:
            write_paper(
                self.context,
                REGISTER.key,
                (self.record.id,),
                title=self.title,
                opened=lambda paper: self.go.emit("report", paper),
                parent=self,
            )

    def take_step(self) -> None:
        """Lead the minutes to their next state."""
        if self.record is None:
            return
        state = str(self.record.values["trang_thai"])
        following = STATES[STATES.index(state) + 1]
        if following == LOCKED:
            answer = messages.ask(
                _("Khóa biên bản “{title}”?").format(title=self.title),
                _("Biên bản đã khóa không sửa được nữa; sai sót sửa bằng bản đính chính."),
                (messages.Choice("lock", _("Khóa biên bản"), "primary"),),
                icon="lock",
                parent=self,
            )
            if answer != "lock":
                return
        words = _("Biên bản: {state}").format(
            state=_(REGISTER.states[STATES.index(following)].label)
        )
        self._save({"trang_thai": following}, words)

    def edit_fields(self, names: Sequence[str], title: str) -> None:
        """Edit a few fields in a dialog and save them."""
        if self.record is None or self.directory is None:
            return
        before = self.record.values
        dialog = FieldDialog(
            REGISTER,
            self.directory,
            names,
            title=title,
            text="",
            verb=_("Lưu"),
            initial={name: before.get(name) for name in names},
            check=lambda values: self._problems(values, names),
            parent=self,
        )
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self._save(dialog.values(), _("{title}: sửa").format(title=title))

    def edit_list(self, key: str) -> None:
        """Edit one list in a dialog and save it."""
        if self.record is None or self.directory is None:
            return
        spec = REGISTER.child(key)
        dialog = ChildDialog(
            spec,
            self.directory,
            self.record.values[key],
            register=REGISTER.key,
            verb=_("Lưu"),
            check=lambda rows: self._problems({key: rows}, (key,)),
            parent=self,
        )
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self._save({key: dialog.values()}, _("{title}: sửa").format(title=_(spec.label)))

    # ------------------------------------------------------------------ private
    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        head.addWidget(self.path, 1)
        head.addWidget(self.number)
        head.addWidget(self.minutes_button)
        head.addWidget(self.step_button)
        self._body = QVBoxLayout()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 8, 16, 10)
        outer.setSpacing(theme.px(8))
        outer.addLayout(head)
        outer.addLayout(self._body, 1)
        self._panes = [_pane() for _number in range(3)]
        self._areas = [pane for pane, _layout in self._panes]
        self.columns = tuple(layout for _pane_, layout in self._panes)
        self._frame: QWidget | None = None
        self._arrange()

    def _arrange(self) -> None:
        """Three columns side by side, or tabs in reading order in the narrow form."""
        before = self._frame
        for pane, _layout in self._panes:
            pane.setParent(None)
        if self.narrow:
            tabs = QTabWidget()
            tabs.tabBar().setAccessibleName(_("Biên bản hội nghị"))
            for (pane, _layout), words in zip(
                self._panes, (_("Thông tin"), _("Diễn biến"), _("Kết luận, việc giao")), strict=True
            ):
                tabs.addTab(pane, words)
            self._frame = tabs
        else:
            split = QSplitter()
            split.setHandleWidth(theme.px(10))
            split.setChildrenCollapsible(False)
            for pane, _layout in self._panes:
                split.addWidget(pane)
            split.setSizes([theme.px(316), theme.px(474), theme.px(350)])
            split.setStretchFactor(1, 1)
            self._frame = split
        self._body.addWidget(self._frame)
        if before is not None:
            self._body.removeWidget(before)
            delete_later(before)

    def _read(self, record_id: str) -> None:
        tasks.run(_open, self.context, record_id, done=self._show, owner=self)

    def _show(self, opened: Opened | None) -> None:
        if opened is None:
            self.go_back.emit()
            return
        self.record, self.directory = opened.record, opened.directory
        values = opened.record.values
        self.title = str(values["ten"])
        self.number.setText(
            _("Biên bản số {number}").format(number=values["so_bien_ban"])
            if values.get("so_bien_ban")
            else _("Biên bản chưa có số")
        )
        self._show_state(str(values["trang_thai"]))
        self._fill(values)
        self.header_changed.emit()

    def _show_state(self, state: str) -> None:
        steps = [Step(_(one.label)) for one in REGISTER.states]
        self.path.show_steps(steps, STATES.index(state) + (state == LOCKED))
        self.step_button.setVisible(state in NEXT)
        self.step_button.setText(_(NEXT.get(state, "")))
        locked = _("Biên bản đã khóa") if state == LOCKED else ""
        self.form_button.forbid(locked)

    def _fill(self, values: Mapping[str, Any]) -> None:
        assert self.directory is not None
        for column in self.columns:
            clear(column)
        cards = MeetingCards(
            self.directory,
            today=date.fromisoformat(self.context.clock.today()),
            locked=values["trang_thai"] == LOCKED,
            edit_fields=self.edit_fields,
            edit_list=self.edit_list,
        )
        left, middle, right = self.columns
        left.addWidget(cards.facts(values))
        left.addWidget(cards.attendance(values), 1)
        middle.addWidget(cards.agenda(values))
        middle.addWidget(cards.speech(values), 1)
        right.addWidget(cards.vote(values))
        right.addWidget(cards.conclusion(values))
        right.addWidget(cards.task(values), 1)

    def _problems(self, values: Mapping[str, Any], names: Sequence[str]) -> list[Issue]:
        assert self.record is not None
        issues = self.context.validate(REGISTER.key, {**self.record.values, **values})
        return [issue for issue in issues if issue.severity is Severity.ERROR]

    def _save(self, values: Mapping[str, Any], words: str) -> None:
        assert self.record is not None
        tasks.write(
            self.context,
            self.context.save,
            REGISTER.key,
            values,
            id=self.record.id,
            rev=self.record.rev,
            label=words,
            done=self._saved,
            owner=self,
        )

    def _saved(self, result: SaveResult) -> None:
        wrong = [issue for issue in result.issues if issue.severity is Severity.ERROR]
        if wrong:
            messages.show_note(wrong[0].message, wrong[0].remedy, self)

    def _open_form(self) -> None:
        if self.record is not None:
            self.go.emit(f"record:{REGISTER.key}", self.record.id)

    def _show_minutes(self, pdf: bytes) -> None:
        self.minutes_button.forbid("")
        PreviewDialog(
            self.context,
            pdf,
            title=_("Biên bản: {title}").format(title=self.title),
            file_name=_("Bien ban {day}.pdf").format(
                day=self.record.values["ngay"] if self.record else ""
            ),
            kind="BB",
            word=partial(minutes_word, self.context, self.record.id) if self.record else None,
            parent=self,
        ).exec()

    def _no_minutes(self, error: BaseException) -> None:
        self.minutes_button.forbid("")
        tasks.show_failure(error)


def _open(context: Context, record_id: str) -> Opened | None:
    record = context.record(REGISTER.key, record_id)
    if record is None or record.deleted:
        return None
    return Opened(record, context.directory(record.event_date))


def _pane() -> tuple[QScrollArea, QVBoxLayout]:
    body = Panel(ground="bg")
    layout = QVBoxLayout(body)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(theme.px(10))
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QScrollArea.Shape.NoFrame)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setWidget(body)
    return scroll, layout
