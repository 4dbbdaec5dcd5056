"""Gói của tỉnh: packs that were applied here, the one that was just opened, and making one.

``activate`` takes the path of a pack to look at. Nothing changes before "Áp dụng", and what was
applied can be taken back as a whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from danvan_desktop.bundles.journal import Entry
from danvan_desktop.bundles.packs.model import PackEntry, Plan, TakenBack
from danvan_desktop.i18n import _
from danvan_desktop.vietnamese import format_number
from ui import messages, put_away, tasks, theme
from ui.moments import moment_text
from ui.screens import packs_work as work
from ui.screens.base import Command, Screen
from ui.screens.packs_make import MakeView
from ui.screens.packs_plan import PlanView
from ui.widgets.badge import Mark
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import label
from ui.widgets.plain_table import Column, PlainTable, Row

if TYPE_CHECKING:
    from danvan_desktop.context import Context
    from danvan_desktop.storage.values import Changes

SHELF, OPENED, MAKING = 0, 1, 2
"""The tabs; the second is there while a pack is open, the third at an office that receives."""

BY_WHOM = 1
"""The column that the narrow window leaves to the pane."""

MAKE = "make"
"""What ``activate`` takes to begin with making a pack."""


class PacksScreen(Screen):
    """The lists, the opened pack, and the making of one."""

    help_key = "packs"
    uses_search = False
    can_go_back = True

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.title = _("Gói của tỉnh")
        self.shelf = work.Shelf((), (), False)
        self.setAcceptDrops(False)
        self.open_button = Button(_("Mở gói…"), "folder", kind="primary", on_click=self.choose_pack)
        self.table = PlainTable(
            (
                Column(_("Số"), 56, right=True),
                Column(_("Của"), 230),
                Column(_("Lúc"), 120, right=True),
                Column(_("Nội dung")),
                Column(_("Tình trạng"), 120, badge=True),
            ),
            _("Gói đã áp dụng"),
            row=28,
        )
        self.table.chosen.connect(self._show_entry)
        self.empty = EmptyState()
        self.told_ = PlainTable(
            (Column(_("Phần"), 140), Column(_("Thay đổi"), 66), Column(_("Nội dung"))),
            _("Gói đã đổi gì"),
            row=26,
        )
        self.about = label("", "base", wrap=True)
        self.about.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.copy_button = Button(_("Chép ra USB"), "usb", on_click=self.copy_again)
        self.back_button = Button(
            _("Thu hồi gói…"), "undo", kind="destructive", on_click=self.take_back
        )
        self.plan = PlanView(context)
        self.plan.apply_wanted.connect(self.apply)
        self.plan.closed.connect(self.close_plan)
        self.making = MakeView(context)
        self.making.make_button.clicked.connect(self.make)
        self._lay_out()
        self._show_entry(None)

    # ------------------------------------------------------------------ screen
    def activate(self, argument: Any = None) -> None:
        self.refresh()
        if argument == MAKE:
            self.tabs.setCurrentIndex(MAKING)
        elif isinstance(argument, (str, Path)):
            self.open_pack(Path(argument))

    def changed(self, changes: Changes) -> None:
        self.refresh()

    def refresh(self) -> None:
        tasks.reread(work.read_shelf, self.context, done=self._show_shelf, owner=self)

    def set_narrow(self, narrow: bool) -> None:
        super().set_narrow(narrow)
        self.table.setColumnHidden(BY_WHOM, narrow)

    def header_actions(self) -> Sequence[QWidget]:
        return (self.open_button,)

    def focus_areas(self) -> Sequence[QWidget]:
        areas = {SHELF: self.table, OPENED: self.plan.tree, MAKING: self.making.tree}
        return (self.tabs, areas[self.tabs.currentIndex()])

    def commands(self) -> Sequence[Command]:
        found = [Command(_("Mở gói của tỉnh…"), self.choose_pack, "folder")]
        if self.shelf.receives:
            begin = Command(
                _("Lập gói cho các cơ quan"), lambda: self.tabs.setCurrentIndex(MAKING), "usb"
            )
            found.append(begin)
        return tuple(found)

    def details(self) -> None:
        view = self.tabs.currentIndex()
        (self.told_, self.plan.table, self.making.note)[view].setFocus()

    # ------------------------------------------------------------------ commands
    def choose_pack(self) -> None:
        """Ask for a pack and look at it."""
        path = messages.choose_file(
            _("Chọn gói của tỉnh"), kinds=_("Gói của tỉnh (*.asice)"), parent=self
        )
        if path is not None:
            self.open_pack(path)

    def open_pack(self, path: Path) -> None:
        """Look at a pack; a refusal is told and changes nothing."""
        tasks.run(self.context.look_at_pack, path, done=self._show_plan, owner=self)

    def apply(self) -> None:
        """Bring what is ticked into force."""
        plan = self.plan.plan
        if plan is None or not self.plan.apply_button.isEnabled():
            return
        self.plan.apply_button.forbid(_("Đang áp dụng…"))
        tasks.write(
            self.context,
            self.context.apply_pack,
            plan,
            self.plan.accepted(),
            done=lambda _changes: self._applied(plan),
            failed=lambda error: self._not_applied(error, plan),
            owner=self,
        )

    def take_back(self) -> None:
        """Put back what stood before the chosen pack, after a question."""
        entry = self.table.key
        if not isinstance(entry, PackEntry):
            return
        answer = messages.ask(
            _("Thu hồi gói số {n}?").format(n=entry.number),
            _("Những gì gói đã đổi trở lại như trước. Chỗ cơ quan sửa sau đó được giữ nguyên."),
            (messages.Choice("back", _("Thu hồi"), "destructive"),),
            icon="undo",
            parent=self,
        )
        if answer == "back":
            tasks.write(
                self.context,
                self.context.take_back_pack,
                entry.pk,
                done=self._taken_back,
                owner=self,
            )

    def make(self) -> None:
        """Ask where to, then write the pack."""
        choices = self.making.choices()
        folder = messages.choose_folder(_("Chọn USB hoặc thư mục để ghi gói"), parent=self)
        if folder is None or not choices:
            return
        self.making.make_button.forbid(_("Đang lập gói…"))
        tasks.write(
            self.context,
            work.write,
            self.context,
            choices,
            self.making.offices(),
            self.making.note.toPlainText(),
            folder,
            done=self._made,
            failed=self._not_made,
            owner=self,
        )

    def copy_again(self) -> None:
        """Copy a pack that was made here to another medium and read it back."""
        entry = self.table.key
        if not isinstance(entry, Entry):
            return
        folder = messages.choose_folder(_("Chọn USB hoặc thư mục để ghi gói"), parent=self)
        if folder is not None:
            tasks.run(work.copy_again, entry, folder, done=self._copied, owner=self)

    def close_plan(self) -> None:
        """Put the opened pack away without doing anything."""
        self.plan.plan = None
        self.tabs.setTabVisible(OPENED, False)
        self.tabs.setCurrentIndex(SHELF)

    # ------------------------------------------------------------------ building
    def _lay_out(self) -> None:
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setAccessibleName(_("Phần của trang"))
        for words in (_("Các gói"), _("Gói đang mở"), _("Lập gói")):
            self.tabs.addTab(words)
        self.tabs.setTabVisible(OPENED, False)
        self.tabs.setTabVisible(MAKING, False)
        self.tabs.currentChanged.connect(self._show_view)
        listed = Card(padding=0)
        listed.body.addWidget(self.table, 1)
        listed.body.addWidget(self.empty, 1)
        self.card = Card(_("Gói đã đổi gì"))
        self.card.body.addWidget(self.about)
        self.card.body.addWidget(self.told_, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.back_button)
        foot.addWidget(self.copy_button)
        foot.addStretch(1)
        self.card.body.addLayout(foot)
        split = QSplitter()
        split.setHandleWidth(theme.px(10))
        split.setChildrenCollapsible(False)
        split.addWidget(listed)
        split.addWidget(self.card)
        split.setStretchFactor(0, 1)
        split.setSizes([theme.px(720), theme.px(440)])
        self.views = QStackedWidget()
        for view in (split, self.plan, self.making):
            self.views.addWidget(view)
        head = QHBoxLayout()
        # The bar has the whole width: a tab that comes later would otherwise be behind arrows.
        head.addWidget(self.tabs, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 4, 16, 10)
        outer.setSpacing(theme.px(8))
        outer.addLayout(head)
        outer.addWidget(self.views, 1)

    # ------------------------------------------------------------------ showing
    def _show_view(self, view: int) -> None:
        self.views.setCurrentIndex(view)
        if view == MAKING:
            tasks.run(work.read_offers, self.context, done=self.making.show_offers, owner=self)

    def _show_shelf(self, shelf: work.Shelf) -> None:
        self.shelf = shelf
        self.tabs.setTabVisible(MAKING, shelf.receives)
        rows = [_applied_row(one, self.context) for one in shelf.packs]
        rows += [_made_row(one) for one in shelf.made]
        self.table.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        self.card.setVisible(bool(rows))
        if not rows:
            self._show_nothing()
        self.table.show_rows(rows, select=self.table.key)
        self._show_entry(self.table.key)

    def _show_nothing(self) -> None:
        if self.shelf.receives:
            self.empty.show_state(
                icon="inbox",
                title=_("Chưa lập gói nào"),
                help_text=_(
                    "Gói đưa đơn vị, kỳ và hạn nộp, chỉ tiêu, mẫu, chứng thư đến mọi cơ quan."
                ),
                buttons=(
                    Button(_("Lập gói"), "usb", on_click=lambda: self.tabs.setCurrentIndex(MAKING)),
                ),
            )
            return
        self.empty.show_state(
            icon="inbox",
            title=_("Chưa có gói nào của tỉnh"),
            help_text=_("Thả tệp gói vào cửa sổ. Xem gói đổi gì rồi mới áp dụng."),
            buttons=(Button(_("Mở gói…"), "folder", on_click=self.choose_pack),),
        )

    def _show_entry(self, entry: PackEntry | Entry | None) -> None:
        applied = isinstance(entry, PackEntry)
        self.told_.setVisible(applied)
        self.back_button.setVisible(applied)
        self.copy_button.setVisible(isinstance(entry, Entry))
        self.card.set_title(_("Gói đã đổi gì") if applied else _("Gói đã lập"))
        self.about.setText(_about(entry))
        if isinstance(entry, PackEntry):
            names = {part.key: _(part.label) for part in self.context.pack_parts}
            rows = [
                Row(n, (names.get(part, part), _(work.SORTS[sort]), title))
                for n, (part, sort, title) in enumerate(entry.told)
            ]
            self.told_.show_rows(rows)
            reason = (
                "" if entry.last else _("Còn gói mới hơn đang có hiệu lực; thu hồi gói đó trước.")
            )
            self.back_button.forbid(reason if entry.in_force else _("Gói này đã thu hồi."))

    def _show_plan(self, plan: Plan) -> None:
        self.plan.show_plan(plan)
        self.tabs.setTabVisible(OPENED, True)
        self.tabs.setCurrentIndex(OPENED)

    # ------------------------------------------------------------------ done
    def _applied(self, plan: Plan) -> None:
        self.close_plan()
        self.refresh()
        words = _("Đã áp dụng gói số {n} của {name}")
        self.told.emit(words.format(n=plan.pack.number, name=plan.pack.sender_name), True)

    def _not_applied(self, error: BaseException, plan: Plan) -> None:
        tasks.show_failure(error)
        self.open_pack(plan.pack.path)

    def _taken_back(self, back: TakenBack) -> None:
        self.refresh()
        words = _("Đã thu hồi gói số {n} của {name}")
        self.told.emit(words.format(n=back.number, name=back.sender_name), False)
        if back.kept:
            messages.show_text(
                _("{n} mục giữ nguyên vì cơ quan đã dùng").format(n=format_number(len(back.kept))),
                "\n".join(back.kept),
                name=_("Những mục giữ nguyên"),
                parent=self,
            )

    def _made(self, written: work.Written) -> None:
        self.making.clear()
        self.tabs.setCurrentIndex(SHELF)
        self.refresh()
        self._copied(written)

    def _copied(self, written: work.Written) -> None:
        words = _("Đã ghi gói số {n}: {name}, đọc lại giống hệt")
        self.told.emit(words.format(n=written.number, name=written.copy.name), False)
        if written.stick is not None:
            put_away.offer(
                written.stick, tell=lambda text: self.told.emit(text, False), parent=self
            )

    def _not_made(self, error: BaseException) -> None:
        self.making.make_button.forbid("")
        tasks.show_failure(error)


def _applied_row(entry: PackEntry, context: Context) -> Row:
    mark = Mark(_("Đang dùng"), "success", "check") if entry.in_force else Mark(_("Đã thu hồi"))
    return Row(
        entry,
        (
            format_number(entry.number),
            entry.sender_name,
            moment_text(entry.at),
            work.told_text(entry, context),
            mark,
        ),
    )


def _made_row(entry: Entry) -> Row:
    to = entry.details.get("for") or []
    return Row(
        entry,
        (
            format_number(int(entry.details["number"])),
            _("Cơ quan này lập"),
            moment_text(entry.at),
            _("gửi {who}").format(who=", ".join(to) or _("mọi cơ quan")),
            Mark(_("Đã lập"), "accent", "upload"),
        ),
    )


def _about(entry: PackEntry | Entry | None) -> str:
    if entry is None:
        return ""
    if not isinstance(entry, PackEntry):
        return f"{entry.text}\n{entry.file}"
    lines = [
        _("Gói số {n} của {name}, {by} áp dụng {at}.").format(
            n=format_number(entry.number),
            name=entry.sender_name,
            by=entry.by,
            at=moment_text(entry.at),
        )
    ]
    if entry.note:
        lines.append(_("Lời nhắn: {words}").format(words=entry.note))
    return "\n".join(lines)
