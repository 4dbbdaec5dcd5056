"""Make a pack at the province: tick what goes in and for whom, see it, write it to a stick."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QPlainTextEdit, QSplitter, QVBoxLayout, QWidget

from danvan_desktop.bundles.ledger import SendingOffice
from danvan_desktop.bundles.packs.making import Choice
from danvan_desktop.context import Context
from danvan_desktop.i18n import _
from danvan_desktop.organisation.pack_parts import Offer
from danvan_desktop.vietnamese import format_number
from ui import messages, theme
from ui.screens import packs_work as work
from ui.screens.packs_tree import Group, Node, TickTree
from ui.widgets.action_bar import ActionBar
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.labels import label

OFFICES = "offices"
"""The group of the receiving offices."""


class MakeView(QWidget):
    """The tree of offers, and what stands beside them: note, content, one button."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.files: dict[str, list[Path]] = {}
        self._offers: dict[str, list[Offer]] = {}
        self._offices: tuple[SendingOffice, ...] = ()
        self.tree = TickTree(_("Đưa vào gói"), (_("Đưa vào gói"), _("Chi tiết")))
        self.tree.ticks_changed.connect(self._show_content)
        self.tree.chosen.connect(lambda *_line: self._show_file_button())
        self.file_button = Button(_("Thêm tệp…"), "add", dense=True, on_click=self.add_files)
        self.note = QPlainTextEdit()
        self.note.setAccessibleName(_("Lời nhắn cho cơ quan nhận"))
        self.note.setTabChangesFocus(True)
        self.note.setMaximumHeight(theme.px(84))
        self.content = label("", "base", wrap=True)
        self.make_button = Button(_("Lập gói và chép ra USB…"), "usb", kind="primary")
        self.bar = ActionBar()
        self.bar.add(self.make_button)
        self._lay_out()

    # ------------------------------------------------------------------ queries
    def choices(self) -> dict[str, Choice]:
        """Give what is ticked, by part; a part of which nothing is ticked stays out."""
        found: dict[str, Choice] = {}
        for key in self._offers:
            ticked = {name for group, name in self.tree.ticked() if group == key}
            chosen = frozenset(ticked & {one.key for one in self._offers[key]})
            more = tuple(path for path in self.files.get(key, ()) if str(path) in ticked)
            if chosen or more:
                found[key] = Choice(keys=chosen, files=more)
        return found

    def offices(self) -> list[str]:
        """Give the codes of the offices that are ticked; none: every office."""
        return sorted(key for group, key in self.tree.ticked() if group == OFFICES)

    # ------------------------------------------------------------------ commands
    def show_offers(self, found: tuple[dict[str, list[Offer]], tuple[SendingOffice, ...]]) -> None:
        """Show what may go in; what was ticked before stays ticked."""
        before = self.tree.ticked() if self._offers else None
        self._offers, self._offices = found
        self.tree.show_groups(self._groups(before))
        self._show_content()

    def add_files(self) -> None:
        """Let files from elsewhere go into the part of the current line."""
        group = self.tree.current[0]
        kinds = work.FILES.get(group)
        if kinds is None:
            return
        paths = messages.choose_files(_("Chọn tệp đưa vào gói"), kinds=_(kinds), parent=self)
        self.take_files(group, paths)

    def take_files(self, group: str, paths: Sequence[Path]) -> None:
        """Put files on the list of a part, ticked."""
        known = self.files.setdefault(group, [])
        fresh = [path for path in paths if path not in known]
        known += fresh
        ticked = self.tree.ticked() | {(group, str(path)) for path in fresh}
        self.tree.show_groups(self._groups(ticked))
        self._show_content()

    def clear(self) -> None:
        """Begin anew after a pack was written."""
        self.files.clear()
        self.note.clear()

    # ------------------------------------------------------------------ private
    def _lay_out(self) -> None:
        left = Card(_("Nội dung và nơi nhận"), padding=0)
        left.add_action(self.file_button)
        left.body.addWidget(self.tree, 1)
        right = Card(_("Gói sẽ có"))
        right.body.addWidget(self.content)
        right.body.addWidget(label(_("Lời nhắn cho cơ quan nhận"), "label"))
        right.body.addWidget(self.note)
        right.body.addStretch(1)
        split = QSplitter()
        split.setHandleWidth(theme.px(10))
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(right)
        split.setStretchFactor(0, 1)
        split.setSizes([theme.px(780), theme.px(380)])
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.px(8))
        outer.addWidget(split, 1)
        outer.addWidget(self.bar)

    def _groups(self, ticked: frozenset[tuple[str, str]] | None) -> list[Group]:
        found = []
        for part in self.context.pack_parts:
            offers = self._offers.get(part.key, [])
            nodes = [
                Node(
                    key=one.key,
                    title=one.title,
                    detail=one.detail if one.detail != one.title else "",
                    # The first pack is put together on purpose: nothing of it is ticked before.
                    ticked=(part.key, one.key) in ticked if ticked is not None else False,
                    above=one.above,
                )
                for one in offers
            ]
            nodes += [
                Node(
                    key=str(path),
                    title=path.name,
                    detail=str(path.parent),
                    ticked=ticked is not None and (part.key, str(path)) in ticked,
                )
                for path in self.files.get(part.key, ())
            ]
            found.append(
                Group(key=part.key, label=_(part.label), icon=part.icon, nodes=tuple(nodes))
            )
        offices = tuple(
            Node(
                key=one.code,
                title=one.name,
                detail=one.code,
                ticked=ticked is not None and (OFFICES, one.code) in ticked,
            )
            for one in self._offices
        )
        found.append(Group(key=OFFICES, label=_("Cơ quan nhận"), icon="office", nodes=offices))
        return found

    def _show_content(self) -> None:
        """Say what the pack would hold now."""
        lines = []
        choices = self.choices()
        for part in self.context.pack_parts:
            choice = choices.get(part.key)
            count = len(choice.keys) + len(choice.files) if choice else 0
            every = len(self._offers.get(part.key, ())) + len(self.files.get(part.key, ()))
            self.tree.set_detail(part.key, _("{n} trong {all}").format(n=count, all=every))
            if choice:
                lines.append(f"{_(part.label)}: {format_number(count)}")
        offices = self.offices()
        to = ", ".join(offices) if offices else _("mọi cơ quan")
        self.tree.set_detail(OFFICES, to if not offices else format_number(len(offices)))
        lines.append(_("Gửi cho: {who}").format(who=to))
        if not choices:
            lines = [_("Đánh dấu những gì các cơ quan phải dùng giống nhau.")]
        self.content.setText("\n".join(lines))
        self.make_button.forbid("" if choices else _("Chưa chọn nội dung nào."))
        self.bar.tell(
            _("Phần chỉ tiêu, phụ lục và chứng thư trong gói thay trọn bộ mà gói trước mang đến.")
            if {"indicators", "annexes", "certificates"} & set(choices)
            else "",
            icon="note",
            role="accent",
        )
        self._show_file_button()

    def _show_file_button(self) -> None:
        fits = self.tree.current[0] in work.FILES
        self.file_button.forbid(
            "" if fits else _("Chọn phần chỉ tiêu, phụ lục, mẫu hoặc chứng thư trước.")
        )
