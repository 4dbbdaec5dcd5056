"""A pack that was opened: who signed it, what it changes, what replaces the office's own, a yes.

Nothing is written here; ``apply_wanted`` asks the page to do it.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QSplitter, QVBoxLayout, QWidget

from danvan_desktop.bundles.packs.model import Plan, Standing
from danvan_desktop.context import Context
from danvan_desktop.errors import Issue, Severity, has_errors
from danvan_desktop.i18n import _
from danvan_desktop.organisation.pack_parts import Difference, Item, Sort
from danvan_desktop.signing.certificates import fingerprint_text
from danvan_desktop.vietnamese import format_number
from ui import tasks, theme
from ui.moments import moment_text
from ui.screens import packs_work as work
from ui.screens.packs_tree import Group, Ident, Node, TickTree
from ui.widgets.action_bar import ActionBar
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.labels import label
from ui.widgets.plain_table import Brief, Column, PlainTable, Row


class PlanView(QWidget):
    """Facts, the tree of what changes, the differences of the chosen entry, one button."""

    apply_wanted = Signal()
    closed = Signal()
    checked = Signal()
    """What would stand here is checked and shown."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.plan: Plan | None = None
        self.issues: list[Issue] = []
        self._asked = 0
        self.banner = Banner()
        self.facts = label("", "base", wrap=True)
        self.tree = TickTree(_("Nội dung gói"), (_("Nội dung"), _("Thay đổi")))
        self.tree.ticks_changed.connect(self._check)
        self.tree.chosen.connect(self._show_item)
        self.all_button = Button(_("Nhận tất cả"), "check", dense=True, on_click=self.tick_all)
        self.detail = Card(_("Đang có và gói mang đến"))
        self.why = label("", "base", wrap=True)
        self.table = PlainTable(
            (Column(_("Nội dung"), 130), Column(_("Đang có")), Column(_("Gói mang đến"))),
            _("Khác nhau"),
            row=28,
        )
        self.table.chosen.connect(self._show_whole)
        self.whole = label("", "help", wrap=True)
        self.whole.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.apply_button = Button(
            _("Áp dụng"), "check", kind="primary", on_click=self.apply_wanted.emit
        )
        self.close_button = Button(_("Đóng gói này"), on_click=self.closed.emit)
        self.bar = ActionBar()
        self.bar.add(self.apply_button)
        self.bar.add(self.close_button)
        self._lay_out()

    # ------------------------------------------------------------------ queries
    def accepted(self) -> frozenset[Ident]:
        """Give what is ticked."""
        return self.tree.ticked()

    # ------------------------------------------------------------------ commands
    def show_plan(self, plan: Plan) -> None:
        """Show a pack; what replaces nothing of the office's own is ticked."""
        self.plan = plan
        pack = plan.pack
        made = moment_text(pack.created)
        words = _("Gói số {n} của {name}, lập {at}. Chữ ký đúng, khóa {key} đã được tin.")
        lines = [
            words.format(
                n=pack.number, name=pack.sender_name, at=made,
                key=fingerprint_text(pack.fingerprint)[:19],
            )
        ]  # fmt: skip
        if plan.outside:
            lines.append(
                _("{n} đơn vị ngoài địa bàn của cơ quan không nhập vào danh mục.").format(
                    n=format_number(plan.outside)
                )
            )
        if pack.note:
            lines.append(_("Lời nhắn: {words}").format(words=pack.note))
        self.facts.setText("\n".join(lines))
        self._tell_standing(plan)
        self.tree.show_groups(self._groups(plan))
        mine = any(one.conflict and one.open for one in plan.items)
        self.all_button.setVisible(mine and plan.can_apply)
        self._check()

    def tick_all(self) -> None:
        """Take everything, what replaces the office's own too."""
        for one in self.plan.items if self.plan else ():
            if one.open:
                self.tree.tick(one.ident)

    # ------------------------------------------------------------------ building
    def _lay_out(self) -> None:
        left = Card(_("Gói thay đổi gì"), padding=0)
        left.add_action(self.all_button)
        left.body.addWidget(self.tree, 1)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        column.addWidget(self.why)
        column.addWidget(self.table, 1)
        self.long = QScrollArea()
        self.long.setWidgetResizable(True)
        self.long.setFrameShape(QFrame.Shape.NoFrame)
        self.long.setAccessibleName(_("Cả hai bản của mục đang chọn"))
        self.long.setWidget(self.whole)
        self.long.setMinimumHeight(theme.px(80))
        self.long.viewport().setAutoFillBackground(False)
        self.whole.setAutoFillBackground(False)
        self.whole.setAlignment(Qt.AlignmentFlag.AlignTop)
        column.addWidget(self.long, 1)
        column.addStretch(0)
        self.detail.body.addWidget(inside, 1)
        split = QSplitter()
        split.setHandleWidth(theme.px(10))
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(self.detail)
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 1)
        split.setSizes([theme.px(580), theme.px(580)])
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.px(8))
        outer.addWidget(self.banner)
        outer.addWidget(self.facts)
        outer.addWidget(split, 1)
        outer.addWidget(self.bar)

    # ------------------------------------------------------------------ showing
    def _tell_standing(self, plan: Plan) -> None:
        words = {
            Standing.NEW: "",
            Standing.HELD: _("Gói này đang có hiệu lực; không có gì để áp dụng."),
            Standing.OLDER: _(
                "Gói này cũ hơn gói đang dùng (số {n}) nên không áp dụng được."
            ).format(n=plan.newest)
            if plan.newest
            else _("Cơ quan đã dùng gói mới hơn gói này; xin cấp trên gói mới nhất."),
        }[plan.standing]
        held = plan.standing is Standing.HELD
        icon, tone = ("check", "success") if held else ("warning", "warning")
        self.banner.tell(words, icon=icon, tone=tone)

    def _groups(self, plan: Plan) -> list[Group]:
        found = []
        proposed = plan.proposed()
        for part in self.context.pack_parts:
            if part.key not in plan.pack.entries:
                continue
            items = [one for one in plan.items if one.part == part.key]
            nodes = tuple(
                Node(
                    key=one.key,
                    title=one.title,
                    detail=work.decision_text(one),
                    ticked=one.ident in proposed if one.open and plan.can_apply else None,
                    tip=one.barred or one.conflict,
                )
                for one in items
                if one.sort is not Sort.SAME
            )
            found.append(
                Group(
                    key=part.key,
                    label=_(part.label),
                    icon=part.icon,
                    nodes=nodes,
                    detail=work.counts_text(plan, part.key),
                )
            )
        return found

    def _show_item(self, part: str, key: str) -> None:
        items = self.plan.items if self.plan else ()
        item = next((one for one in items if one.ident == (part, key)), None)
        self.why.setText(_explained(item))
        self.why.setVisible(bool(self.why.text()))
        self._show_whole(None)
        self.detail.set_title(item.title if item else _("Đang có và gói mang đến"))
        rows = [
            Row(one, (one.place, Brief(_short(one.before), one.before), _cell(one.after)))
            for one in (item.differences if item else ())
        ]
        self.table.show_rows(rows)
        self.table.setVisible(bool(rows))

    def _show_whole(self, one: Difference | None) -> None:
        """Show the chosen difference whole where a line cannot."""
        long = one is not None and max(len(one.before), len(one.after)) > _LINE
        words = (one.before or "–", "→", one.after or "–") if one and long else ()
        self.whole.setText("\n".join(words))
        self.long.setVisible(bool(words))

    # ------------------------------------------------------------------ checking
    def _check(self) -> None:
        plan = self.plan
        if plan is None:
            return
        self._asked += 1
        number, accepted = self._asked, self.accepted()
        self.apply_button.forbid(_("Đang kiểm tra…"))
        tasks.run(
            work.check,
            self.context,
            plan,
            accepted,
            done=lambda found: self._show_issues(number, found),
            owner=self,
        )

    def _show_issues(self, number: int, found: Sequence[Issue]) -> None:
        if number != self._asked or self.plan is None:
            return  # something was ticked meanwhile
        self.issues = list(found)
        wrong = [one for one in found if one.severity is Severity.ERROR]
        rest = [one for one in found if one.severity is not Severity.ERROR]
        reason = ""
        if not self.plan.can_apply:
            reason = self.banner.accessibleName()
        elif has_errors(self.issues):
            reason = f"{wrong[0].message} {wrong[0].remedy}".strip()
        self.apply_button.forbid(reason)
        self.apply_button.setVisible(self.plan.can_apply)
        if wrong:
            self.bar.tell(reason, icon="error", role="error")
        elif rest:
            self.bar.tell(" ".join(one.message for one in rest[:2]), icon="note", role="accent")
        elif self.plan.can_apply:
            self.bar.tell(
                _("Áp dụng một lần tất cả; thu hồi được. Văn bản đã ban hành không đổi."),
                icon="note",
                role="accent",
            )
        else:
            self.bar.tell("")
        self.checked.emit()


_LINE = 40
"""Letters that a cell shows; longer texts are shown whole below the table."""


def _explained(item: Item | None) -> str:
    if item is None:
        return _("Chọn một mục để xem gói đổi gì ở đó.")
    return item.barred or (
        _("{why} Không đánh dấu thì giữ của cơ quan.").format(why=item.conflict)
        if item.conflict
        else ""
    )


def _cell(text: str) -> Brief:
    return Brief(_short(text), text)


def _short(text: str) -> str:
    return " ".join(text.split())[:200] or "–"
