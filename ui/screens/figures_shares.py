"""A figure by the offices that sent it: how much each says, and the way to its records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from danvan_desktop.i18n import _
from danvan_desktop.storage.values import ListQuery
from danvan_desktop.vietnamese import format_number
from ui import theme
from ui.screens import figures_facts as words
from ui.screens.figures_facts import FigureRow
from ui.widgets.labels import label
from ui.widgets.plain_table import Column, PlainTable, Row

if TYPE_CHECKING:
    from danvan_desktop.context import Context
    from danvan_desktop.indicators import Figure
    from danvan_desktop.organisation.periods import Period


@dataclass(frozen=True, slots=True)
class Shares:
    """What each office says of an indicator; "" is this office."""

    code: str
    figures: Mapping[str, Figure]
    names: Mapping[str, str]


def read_shares(context: Context, code: str, period: Period) -> Shares:
    """Compute an indicator office by office (for a worker)."""
    from danvan_desktop.bundles.ledger import office_names
    from danvan_desktop.indicators.engine import shares

    names = {"": _("Nhập tại đây"), **office_names(context)}
    return Shares(code, shares(context, code, period), names)


def list_of_office(context: Context, code: str, period: Period, office: str) -> ListQuery:
    """Give the list of the records of one office behind a figure (for a worker)."""
    from danvan_desktop.indicators import records_of

    return replace(records_of(context, code, period), office=office)


class SharesPage(QWidget):
    """The offices, the largest share first; ``office_wanted`` asks for one's records."""

    office_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.shown = ""
        self.table = PlainTable(
            (
                Column(_("Cơ quan gửi")),
                Column(_("Kỳ này"), 84, right=True),
                Column(_("Hồ sơ"), 60, right=True),
            ),
            _("Theo cơ quan gửi"),
            row=22,
        )
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.opened.connect(self.office_wanted.emit)
        self.hint = label("", "help", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        column.addWidget(self.table)
        column.addWidget(self.hint)

    def clear(self) -> None:
        """Wait for another indicator."""
        self.shown = ""
        self.table.show_rows([])
        self.hint.setText(_("Đang đọc…"))

    def show_shares(self, found: Shares, row: FigureRow) -> None:
        """Show what was read; offices without anything stand at the end."""
        self.shown = found.code
        order = sorted(
            found.figures,
            key=lambda office: (-float(found.figures[office].value or 0), found.names[office]),
        )
        rows = []
        for office in order:
            one = found.figures[office]
            value = words.value_words(row, one.value, known=one.known)
            rows.append(Row(office, (found.names[office], value, format_number(one.records) or "")))
        self.table.show_rows(rows)
        head = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(theme.px(22) * len(rows) + head + 2)
        self.hint.setText(_("Enter mở hồ sơ của cơ quan. Số gõ tay của nơi nhận không chia được."))
