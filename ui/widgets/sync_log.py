"""The log of sending and receiving as a card: one period or all, to be printed or saved."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QComboBox, QWidget

from danvan_desktop.bundles.journal import Entry
from danvan_desktop.i18n import _
from ui.moments import moment_text
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.plain_table import Column, PlainTable, Row


class SyncLog(Card):
    """Entries newest first; ``period`` is the code of the one that is shown, "" for all."""

    def __init__(
        self,
        *,
        on_print: Callable[[], None],
        on_save: Callable[[], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_("Nhật ký"), "", parent, padding=0)
        self.setToolTip(_("không sửa, không xóa được"))
        self._log: Sequence[Entry] = ()
        self.table = PlainTable(
            (Column(_("Lúc"), 130, right=True), Column(_("Việc")), Column(_("Người"), 120)),
            _("Nhật ký gửi – nhận"),
        )
        self.choice = QComboBox()
        self.choice.setAccessibleName(_("Kỳ của nhật ký"))
        self.choice.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.choice.setMinimumContentsLength(12)
        self.choice.activated.connect(lambda _index: self._fill())
        self.add_action(self.choice)
        self.print_button = Button(_("In"), "print", dense=True, on_click=on_print)
        self.print_button.setToolTip(_("In sổ theo dõi"))
        self.save_button = Button(_("Excel…"), "sheet", dense=True, on_click=on_save)
        self.add_action(self.print_button)
        self.add_action(self.save_button)
        self.body.addWidget(self.table, 1)

    @property
    def period(self) -> str:
        """The code of the period that is shown, "" for all."""
        return str(self.choice.currentData() or "")

    def show_log(self, log: Sequence[Entry], name_of: Callable[[str | None], str]) -> None:
        """Show another log; ``name_of`` names a period by its code."""
        chosen, self._log = self.choice.currentData(), log
        self.choice.clear()
        self.choice.addItem(_("Tất cả các kỳ"), "")
        for code in dict.fromkeys(entry.period for entry in log if entry.period):
            self.choice.addItem(name_of(code), code)
        self.choice.setCurrentIndex(max(0, self.choice.findData(chosen)))
        self._fill()

    def set_narrow(self, narrow: bool) -> None:
        """Leave out who did it where there is little room."""
        self.table.setColumnHidden(2, narrow)

    def _fill(self) -> None:
        shown = [entry for entry in self._log if not self.period or entry.period == self.period]
        rows = [Row(entry, (moment_text(entry.at), entry.text, entry.by)) for entry in shown]
        self.table.show_rows(rows, select=self.table.key)
