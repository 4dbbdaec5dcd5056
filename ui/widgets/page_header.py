"""The head of every page: back, title, badges, period, what the page offers, search."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from danvan_desktop.i18n import _
from ui.layouts import widgets_in
from ui.widgets.buttons import icon_button
from ui.widgets.labels import label
from ui.widgets.panel import Panel
from ui.widgets.period_selector import PeriodSelector
from ui.widgets.search_box import SearchButton

GAP = 12
LEAST_TITLE, LEAST_SUBTITLE = 160, 110
"""Pixels within which a long title, and the line beside it, wrap before anything is cut."""


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
        self._away = QWidget(self)
        """Keeps what pages lent before; a badge that changes there stays out of sight."""
        self._away.hide()
        self._badges = QHBoxLayout()
        self._badges.setSpacing(8)
        self._actions = QHBoxLayout()
        self._actions.setSpacing(GAP)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(GAP)
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
        self._subtitle.setText(subtitle)
        self.period.setVisible(period)
        self.search.setVisible(search)
        self._replace(self._badges, badges)
        self._replace(self._actions, actions)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self.layout() is not None:
            self._fit()

    def _fit(self) -> None:
        """Keep every button whole: days of the period, subtitle and title give way in turn."""
        title, subtitle = _words_width(self._title), _words_width(self._subtitle)
        # Two lines fit into the header, so the subtitle may take half of its width.
        half = max(min(subtitle, LEAST_SUBTITLE), subtitle * 6 // 10)
        self.period.shorten(False)
        room = self._room()
        if title + half > room:
            self.period.shorten(True)
            room = self._room()
        beside = min(subtitle, room - title)
        self._subtitle.setVisible(bool(subtitle) and beside >= half)
        least = title if title <= room else min(title, LEAST_TITLE)
        self._title.setMinimumWidth(least)
        # A wrapping label would take any width; it may shrink only when the row is full.
        self._title.setMaximumWidth(title)
        self._subtitle.setMinimumWidth(max(0, beside))
        self._subtitle.setMaximumWidth(subtitle)

    def _replace(self, row: QHBoxLayout, widgets: Sequence[QWidget]) -> None:
        for taken in list(widgets_in(row)):
            row.removeWidget(taken)
            if taken not in widgets:
                taken.hide()  # the page that it belongs to will show it again
                taken.setParent(self._away)
        for widget in widgets:
            row.addWidget(widget)
            widget.show()

    def _room(self) -> int:
        """Give what buttons and badges leave for title and subtitle, in pixels."""
        fixed = [self._back, self.period, *widgets_in(self._badges), *widgets_in(self._actions)]
        widths = [one.sizeHint().width() for one in fixed if not one.isHidden()]
        if not self.search.isHidden():
            widths.append(self.search.minimumSizeHint().width())
        row = self.layout()
        margins = row.contentsMargins() if row is not None else self.contentsMargins()
        gaps = GAP * (len(widths) + 3)
        return self.width() - margins.left() - margins.right() - sum(widths) - gaps


def _words_width(text: QLabel) -> int:
    text.ensurePolished()
    words = text.text()
    return text.fontMetrics().horizontalAdvance(words) + 4 if words else 0
