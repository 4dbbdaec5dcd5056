"""“Soạn văn bản…”: which paper to make from the chosen records or a period, and what it will be.

The list holds every template that fits, those of the office too; one that lacks something says
what. Choosing one says what will be made before anything is written; the text is then edited on
the page of the paper.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from danvan_desktop.i18n import _
from danvan_desktop.vietnamese import format_number
from ui import paper_work as work, tasks, theme
from ui.paper_work import Begun, Outlook, PaperChoice, Wanted
from ui.widgets.buttons import Button
from ui.widgets.labels import label

if TYPE_CHECKING:
    from danvan_desktop.context import Context
    from danvan_desktop.organisation.periods import Period

_CODE = Qt.ItemDataRole.UserRole

Opened = Callable[[str], object]
"""What is done with the id of the paper: its page is opened."""


class PaperDialog(QDialog):
    """Lists the papers that fit; ``opened`` is called with the id of the one to write on."""

    def __init__(
        self,
        context: Context,
        wanted: Wanted,
        *,
        said: str,
        periods: Sequence[Period] = (),
        opened: Opened,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._wanted = wanted
        self._opened = opened
        self._choices: dict[str, PaperChoice] = {}
        self._known = ""
        self.setWindowTitle(_("Soạn văn bản"))
        self.setMinimumSize(theme.px(560), theme.px(420))
        self.made_from = label(said, "help", wrap=True)
        self.period = QComboBox()
        self.list = QListWidget()
        self.list.setAccessibleName(_("Văn bản có thể soạn"))
        self.list.setWordWrap(True)
        self.list.setSpacing(theme.px(4))
        self.list.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentItemChanged.connect(lambda *_items: self._look_ahead())
        self.list.itemActivated.connect(lambda _item: self._act())
        self.outlook = label("", "label", wrap=True)
        self.outlook.setMinimumHeight(theme.px(34))
        self.again = Button(_("Soạn bản mới"), "add", on_click=self.begin)
        self.go = Button(_("Soạn"), "edit", kind="primary", on_click=self._act)
        self.go.setDefault(True)
        self._lay_out(periods)
        self._read()

    # ------------------------------------------------------------------ commands
    def begin(self) -> None:
        """Begin the chosen paper and open it."""
        choice = self._choice()
        if choice is None or choice.lacking:
            return
        self._forbid(_("Đang soạn"))
        tasks.write(
            self._context,
            work.begin,
            self._context,
            choice.code,
            choice.name,
            self._wanted,
            done=self._begun,
            failed=self._not_begun,
            owner=self,
        )

    # ------------------------------------------------------------------ private
    def _lay_out(self, periods: Sequence[Period]) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 16, 16, 12)
        outer.setSpacing(theme.px(8))
        if periods:
            head = QHBoxLayout()
            name = QLabel(_("&Kỳ"))
            name.setBuddy(self.period)
            for one in periods:
                self.period.addItem(one.name, one.code)
            self.period.setCurrentIndex(max(self.period.findData(self._wanted.period), 0))
            self.period.currentIndexChanged.connect(lambda _index: self._take_period())
            head.addWidget(name)
            head.addWidget(self.period, 1)
            outer.addLayout(head)
            self._wanted = Wanted(period=str(self.period.currentData()))
        else:
            self.period.setParent(None)
        outer.addWidget(self.made_from)
        outer.addWidget(self.list, 1)
        outer.addWidget(self.outlook)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(Button(_("Hủy"), on_click=self.reject))
        foot.addWidget(self.again)
        foot.addWidget(self.go)
        outer.addLayout(foot)
        self.again.hide()

    def _take_period(self) -> None:
        self._wanted = Wanted(period=str(self.period.currentData()))
        self._read()

    def _read(self) -> None:
        tasks.run(work.read_choices, self._context, self._wanted, done=self._show, owner=self)

    def _show(self, choices: Sequence[PaperChoice]) -> None:
        self._choices = {one.code: one for one in choices}
        self.list.clear()
        for one in choices:
            second = one.lacking or one.about
            item = QListWidgetItem(f"{one.name}\n{second}" if second else one.name)
            item.setData(_CODE, one.code)
            if one.lacking:
                item.setForeground(theme.colour("muted"))
            self.list.addItem(item)
        if choices:
            free = next((n for n, one in enumerate(choices) if not one.lacking), 0)
            self.list.setCurrentRow(free)
            self.list.setFocus()
        else:
            self.outlook.setText(_("Chưa có mẫu văn bản nào cho mục này."))
            self._forbid(_("Chưa có mẫu phù hợp"))

    def _choice(self) -> PaperChoice | None:
        row = self.list.currentRow()
        return self._choices.get(str(self.list.item(row).data(_CODE))) if row >= 0 else None

    def _look_ahead(self) -> None:
        choice = self._choice()
        self._known = ""
        self.again.hide()
        self.go.setText(_("Soạn"))
        if choice is None:
            return
        self._forbid(choice.lacking)
        self.outlook.setText(choice.lacking)
        if not choice.lacking:
            tasks.run(
                work.look_ahead,
                self._context,
                choice.code,
                self._wanted,
                done=lambda outlook: self._tell(choice.code, outlook),
                owner=self,
            )

    def _tell(self, code: str, outlook: Outlook) -> None:
        choice = self._choice()
        if choice is None or choice.code != code:
            return
        self.outlook.setText(outlook.words)
        self._known = outlook.known
        self.again.setVisible(bool(outlook.known))
        self.go.setText(_("Mở bản đã có") if outlook.known else _("Soạn"))

    def _act(self) -> None:
        if self._known:
            self.accept()
            self._opened(self._known)
        else:
            self.begin()

    def _begun(self, begun: Begun) -> None:
        self.accept()
        self._opened(begun.record.id)

    def _not_begun(self, error: BaseException) -> None:
        self._forbid("")
        tasks.show_failure(error)

    def _forbid(self, reason: str) -> None:
        self.go.forbid(reason)
        self.again.forbid(reason)


def write_paper(
    context: Context,
    register: str,
    ids: Sequence[str],
    *,
    title: str,
    opened: Opened,
    parent: QWidget,
) -> None:
    """Ask which paper to make from chosen records; ``title`` names the only one."""
    from danvan_desktop.registers import REGISTERS

    what = _(REGISTERS[register].record_label)
    said = (
        _("Từ {what}: {title}").format(what=what, title=title)
        if len(ids) == 1
        else _("Từ {n} {what} đã chọn").format(n=format_number(len(ids)), what=what)
    )
    wanted = Wanted(register, tuple(ids))
    PaperDialog(context, wanted, said=said, opened=opened, parent=parent).exec()
