"""Two pages beside a figure: how it is counted and in which days, and what was before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from danvan_desktop.i18n import _
from ui import theme
from ui.farewell import clear
from ui.screens import figures_formula as formula, figures_past as past_words
from ui.screens.figures_facts import FigureRow
from ui.screens.figures_past import Past
from ui.widgets.labels import Link, label
from ui.widgets.plain_table import Column, PlainTable, Row

if TYPE_CHECKING:
    from danvan_desktop.indicators import Figure, Indicator
    from danvan_desktop.organisation.periods import Period


class _Stack(QWidget):
    """Lines below each other that are made anew for every indicator."""

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.px(4))
        self.texts: list[str] = []

    def empty(self) -> None:
        """Take everything away."""
        self.texts = []
        clear(self.column)

    def say(self, text: str, role: str = "base") -> None:
        """Add a text that can be selected and copied."""
        line = label(text, role, wrap=True)
        line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.column.addWidget(line)
        self.texts.append(text)


class FormulaPage(_Stack):
    """How a figure is counted; ``list_wanted`` gives the place of a register among its parts."""

    list_wanted = Signal(int)

    def show_figure(self, one: Indicator, figure: Figure, period: Period) -> None:
        """Write formula, period and roll-up of a figure."""
        self.empty()
        self.say(_("Cách tính"), "section_title")
        for words in formula.parts_words(one, figure, period):
            self.say(words)
        if len(one.parts) > 1:
            for place, part in enumerate(one.parts):
                link = Link(_("Mở hồ sơ của sổ {register}").format(register=_(part.spec.label)))
                link.clicked.connect(lambda _on=False, n=place: self.list_wanted.emit(n))
                self.column.addWidget(link)
        self.say(_("Kỳ"), "section_title")
        self.say(formula.period_words(period))
        self.say(_("Cộng dồn"), "section_title")
        self.say(formula.roll_up_words(one))
        self.say(_("Số gõ tay"), "section_title")
        self.say(formula.source_words(figure) or _("Chưa có số gõ tay; số này đếm từ hồ sơ."))
        self.say(formula.typed_rule(), "help")
        self.say(_("Mã chỉ tiêu: {code}").format(code=one.code), "help")


class PastPage(_Stack):
    """Earlier periods as a small series, what was typed by whom, what was closed."""

    def __init__(self) -> None:
        super().__init__()
        self.shown = False

    def clear(self) -> None:
        """Wait for another indicator."""
        self.empty()
        self.shown = False
        self.say(_("Đang đọc…"), "help")

    def show_past(self, past: Past, row: FigureRow) -> None:
        """Show what was read."""
        self.empty()
        self.shown = True
        self.say(_("Các kỳ gần đây"), "section_title")
        self.column.addWidget(_series(past))
        closed = past_words.closed_words(past, row.now)
        if closed:
            self.say(_("Khi khóa kỳ"), "section_title")
            self.say(closed)
        self.say(_("Số gõ tay của kỳ"), "section_title")
        cells = past_words.typed_words(past, row.indicator)
        for head, lines in cells:
            self.say(head, "strong")
            self.say(lines, "help")
        if not cells:
            self.say(_("Chưa có số gõ tay trong kỳ này."), "help")


def _series(past: Past) -> PlainTable:
    table = PlainTable(
        (Column(_("Kỳ")), Column(_("Giá trị"), 110, right=True)), _("Các kỳ gần đây"), row=22
    )
    rows = past_words.series_words(past)
    table.show_rows([Row(n, cells) for n, cells in enumerate(rows)], select=len(rows) - 1)
    head = table.horizontalHeader().sizeHint().height()
    table.setFixedHeight(theme.px(22) * len(rows) + head + 2)
    return table
