"""Nghi trùng: pairs of records of one register that may report one event, side by side.

Pairs that only look alike come first, then those that count once already. Every answer is one
write with one undo; the list is read anew after each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from danvan_desktop.i18n import _
from danvan_desktop.organisation.repeats import RepeatPair, count_one, repeats_in, tell_apart
from danvan_desktop.organisation.units import Directory
from danvan_desktop.registers import REGISTERS
from danvan_desktop.schema import RegisterSpec
from danvan_desktop.storage.values import Changes, Record
from ui import messages, tasks, theme
from ui.screens.base import Screen
from ui.widgets.badge import Mark
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.cells import cell_text
from ui.widgets.empty_state import EmptyState
from ui.widgets.pair_dialog import PairAnswer, PairButtons
from ui.widgets.pair_view import LEFT, RIGHT, PairSide, PairView
from ui.widgets.plain_table import Column, PlainTable, Row
from ui.widgets.titles import record_title

if TYPE_CHECKING:
    from danvan_desktop.context import Context

SPLIT_KEY, LIST_WIDTH, LIST_HEIGHT = "pane/repeats", 420, 110


@dataclass(frozen=True, slots=True)
class Found:
    """The pairs of a register with the names of its units."""

    register: str
    pairs: tuple[RepeatPair, ...]
    names: Directory


class RepeatsScreen(Screen):
    """The page; ``activate`` takes the key of a register."""

    help_key = "import"
    can_go_back = True

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.title = _("Nghi trùng")
        self.register: RegisterSpec | None = None
        self.found: Found | None = None
        self._arriving = False
        columns = (
            Column(_("Hồ sơ")),
            Column(_("Ngày"), 84, right=True),
            Column(_("Tình trạng"), 118, badge=True),
        )
        self.table = PlainTable(columns, _("Các cặp nghi trùng"), row=24)
        self.table.chosen.connect(lambda _key: self._show_chosen())
        self.view = PairView()
        self.buttons = PairButtons(self.view)
        self.none = EmptyState()
        self._lay_out()
        self._connect()

    # --- screen

    def activate(self, argument: Any = None) -> None:
        if isinstance(argument, str) and argument in REGISTERS:
            self.register = REGISTERS[argument]
            self.found = None
        self._arriving = True
        self.refresh()

    def changed(self, changes: Changes) -> None:
        if self.register is not None and self.register.key in changes.registers:
            self.refresh()

    def refresh(self) -> None:
        if self.register is None:
            self._ask_for_register()
            return
        self.subtitle = _(self.register.label)
        self.header_changed.emit()
        tasks.run(_find, self.context, self.register.key, done=self._show, owner=self)

    def set_narrow(self, narrow: bool) -> None:
        super().set_narrow(narrow)
        if narrow != (self.split.orientation() == Qt.Orientation.Vertical):
            self.split.setSizes([theme.px(LIST_HEIGHT), 10_000] if narrow else self._wide_sizes())
        self.split.setOrientation(Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal)

    def focus_areas(self) -> Sequence[QWidget]:
        return (self.table, self.view, self.buttons)

    # --- commands

    def answer(self, answer: PairAnswer) -> None:
        """Write what the clerk said of the chosen pair."""
        pair = self.pair
        if pair is None:
            return
        if answer.kind == "apart":
            tasks.write(self.context, tell_apart, self.context, pair, owner=self)
            return
        kept = pair.first.id if answer.counted == LEFT else pair.second.id
        tasks.write(
            self.context,
            count_one,
            self.context,
            pair,
            kept=kept,
            values=answer.values or None,
            done=self._written,
            owner=self,
        )

    @property
    def pair(self) -> RepeatPair | None:
        """The pair that is shown."""
        number = self.table.key
        pairs = self.found.pairs if self.found is not None else ()
        return pairs[number] if isinstance(number, int) and number < len(pairs) else None

    # --- private

    def _lay_out(self) -> None:
        left = Card(padding=0)
        left.body.setSpacing(0)
        left.body.addWidget(self.table)
        right = Card(padding=0)
        right.body.addWidget(self.view, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(12, 0, 12, 10)
        foot.addWidget(self.buttons)
        right.body.addLayout(foot)
        self.split = QSplitter()
        self.split.setHandleWidth(theme.px(10))
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(left)
        self.split.addWidget(right)
        self.split.setStretchFactor(1, 1)
        self.split.setSizes(self._wide_sizes())
        self.stack = QStackedWidget()
        self.stack.addWidget(self.split)
        self.stack.addWidget(self.none)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 4, 16, 10)
        outer.addWidget(self.stack)

    def _connect(self) -> None:
        self.buttons.merge.clicked.connect(lambda: self.answer(self.buttons.merged()))
        self.buttons.left.clicked.connect(lambda: self.answer(PairAnswer("same", LEFT)))
        self.buttons.right.clicked.connect(lambda: self.answer(PairAnswer("same", RIGHT)))
        self.buttons.apart.clicked.connect(lambda: self.answer(PairAnswer("apart")))
        self.split.splitterMoved.connect(lambda *_at: self._remember_width())

    def _ask_for_register(self) -> None:
        """Say where the page is opened from when nobody said which register it is about."""
        self.none.show_state(
            icon="copy",
            title=_("Chưa chọn sổ để xét nghi trùng"),
            help_text=_("Mở một sổ rồi chọn “Nghi trùng…” trong các việc của sổ."),
            buttons=(
                Button(
                    _("Tất cả các sổ"), "book", on_click=lambda: self.go.emit("registers", None)
                ),
            ),
        )
        self.stack.setCurrentWidget(self.none)

    def _wide_sizes(self) -> list[int]:
        width = int(self.context.settings.get(SPLIT_KEY, LIST_WIDTH) or LIST_WIDTH)
        return [theme.px(width), 10_000]

    def _remember_width(self) -> None:
        if not self.narrow:
            width = round(self.split.sizes()[0] * 100 / theme.zoom())
            self.context.settings.set(SPLIT_KEY, width)

    def _show(self, found: Found) -> None:
        if self.register is None or found.register != self.register.key:
            return
        before = self.table.key
        self.found = found
        self.counted.emit(sum(not pair.marked for pair in found.pairs))
        if not found.pairs:
            self.none.show_state(
                icon="copy",
                title=_("Không có hồ sơ nào nghi trùng"),
                help_text=_("Khi nhập hoặc ghi hai hồ sơ giống nhau, chúng hiện ở đây để bạn xét."),
            )
            self.stack.setCurrentWidget(self.none)
            return
        self.stack.setCurrentWidget(self.split)
        rows = [self._row(n, pair, found.names) for n, pair in enumerate(found.pairs)]
        last = len(rows) - 1
        self.table.show_rows(rows, select=min(before, last) if isinstance(before, int) else 0)
        self._show_chosen()
        if self._arriving:
            self.table.setFocus()
        self._arriving = False

    def _row(self, number: int, pair: RepeatPair, names: Directory) -> Row:
        assert self.register is not None
        spec = self.register
        title = record_title(spec, pair.first.values, names)
        day = cell_text(spec.field(spec.date_field), pair.first.values.get(spec.date_field), names)
        marked = Mark(_("Đã tính một lần"), "neutral", "check")
        mark = marked if pair.marked else Mark(_("Chưa xét"), "warning", "warning")
        return Row(number, (title, day, mark))

    def _show_chosen(self) -> None:
        pair = self.pair
        if pair is None or self.register is None or self.found is None:
            return
        names = self.found.names
        left = _side(self.register, pair.first, names, counted=pair.marked)
        right = _side(self.register, pair.second, names, repeat=pair.marked)
        self.view.show_pair(self.register, names, left, right)
        self.buttons.refresh()

    def _written(self, result: Any) -> None:
        if result.issues and not result.saved:
            issue = result.issues[0]
            messages.show_note(
                _("Chưa gộp được vì giá trị không hợp lệ"),
                " ".join(part for part in (issue.message, issue.remedy) if part),
                self.window(),
            )


def _side(
    register: RegisterSpec,
    record: Record,
    names: Directory,
    *,
    counted: bool = False,
    repeat: bool = False,
) -> PairSide:
    parts = [origin_words(record)]
    if counted:
        parts.append(_("đang được tính"))
    if repeat:
        parts.append(_("đánh dấu trùng, không tính"))
    title = record_title(register, record.values, names)
    return PairSide(title, " · ".join(part for part in parts if part), record.values)


def origin_words(record: Record) -> str:
    """Say where a record came from: a row of a workbook, or the form."""
    origin = record.origin or {}
    if origin.get("file"):
        return _("Nhập từ {file}, dòng {row}").format(file=origin["file"], row=origin.get("row"))
    return _("Ghi tay") if record.created_by else ""


def _find(context: Context, register: str) -> Found:
    return Found(register, tuple(repeats_in(context, register)), context.directory())
