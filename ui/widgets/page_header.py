"""The head of every page: back, title, badges, period, what the page offers, search."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from danvan_desktop.i18n import _
from ui.widgets.buttons import icon_button
from ui.widgets.labels import label
from ui.widgets.panel import Panel
from ui.widgets.period_selector import PeriodSelector
from ui.widgets.search_box import SearchButton


class PageHeader(Panel):
    """44 high; takes the widgets of the present page and gives them back for the next."""

    back = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, ground="bg", height=44)
        self._back = icon_button("back", _("Quay lại"), on_click=self.back.emit)
        self._title = label("", "page_title", wrap=True)
        self._title.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._subtitle = label("", "muted", wrap=True)
        self.period = PeriodSelector()
        self.search = SearchButton()
        self._badges = QHBoxLayout()
        self._badges.setSpacing(8)
        self._actions = QHBoxLayout()
        self._actions.setSpacing(12)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(12)
        row.addWidget(self._back)
        row.addWidget(self._title, 10)
        row.addLayout(self._badges)
        row.addWidget(self._subtitle, 5)
        row.addWidget(self.period)
        row.addStretch(1)
        row.addLayout(self._actions)
        row.addWidget(self.search)

    def show_page(
        self,
        *,
        title: str,
        subtitle: str,
        back: bool,
        period: bool,
        search: bool,
        badges: Sequence[QWidget],
        actions: Sequence[QWidget],
    ) -> None:
        """Show the head of a page."""
        self._back.setVisible(back)
        self._title.setText(title)
        # A wrapping label would take any width; it may shrink only when the row is full.
        room = self._title.fontMetrics().horizontalAdvance(title)
        self._title.setMaximumWidth(room + 4)
        self._title.setMinimumWidth(min(room + 2, 160))
        self._subtitle.setText(subtitle)
        words = self._subtitle.fontMetrics().horizontalAdvance(subtitle)
        self._subtitle.setMaximumWidth(words + 4)
        self._subtitle.setMinimumWidth(min(words + 2, 110))
        self._subtitle.setVisible(bool(subtitle))
        self.period.setVisible(period)
        self.search.setVisible(search)
        _replace(self._badges, badges)
        _replace(self._actions, actions)


def _replace(row: QHBoxLayout, widgets: Sequence[QWidget]) -> None:
    while (item := row.takeAt(0)) is not None:
        taken = item.widget()
        if taken is not None and taken not in widgets:
            taken.hide()  # the page that it belongs to will show it again
    for widget in widgets:
        row.addWidget(widget)
        widget.show()
