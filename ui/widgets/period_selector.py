"""The period selector of the header: one reporting period for every page that counts by period."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from danvan_desktop.i18n import _
from ui import icons, theme
from ui.farewell import delete_later
from ui.widgets.buttons import Button

if TYPE_CHECKING:
    from PySide6.QtGui import QAction, QActionGroup
    from PySide6.QtWidgets import QMenu

    from danvan_desktop.organisation.periods import Period


def period_text(period: Period) -> str:
    """Write "6 tháng đầu năm 2020 (15/12/2019 – 14/6/2020)"; one year only once."""
    from danvan_desktop.vietnamese.dates import format_date

    first, last = date.fromisoformat(period.first_day), date.fromisoformat(period.last_day)
    begin = f"{first.day}/{first.month}" if first.year == last.year else format_date(first)
    return f"{period.name} ({begin} – {format_date(last)})"


class PeriodSelector(Button):
    """Shows the period in use; ``chosen`` gives the Period that was picked from its menu."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "calendar", parent=parent)
        self.setProperty("align", "left")
        self._periods: tuple[Period, ...] = ()
        self._current: Period | None = None
        self._short = False
        self._menu: QMenu | None = None
        self._group: QActionGroup | None = None
        self.clicked.connect(self._open)
        self.setAccessibleName(_("Chọn kỳ"))
        self.hide()

    def show_periods(self, periods: Sequence[Period], current: Period | None) -> None:
        """Offer periods, the newest first, and show the current one."""
        self._periods = tuple(sorted(periods, key=lambda p: p.first_day, reverse=True))
        if self._menu is not None:
            delete_later(self._menu)
        self._menu = self._group = None
        self._current = current
        self._show_words()
        locked = current is not None and current.closed
        self.setIcon(icons.icon("lock" if locked else "calendar"))
        self.updateGeometry()

    def shorten(self, short: bool) -> None:
        """Leave out the days of the period where there is no room for them, or show them again."""
        if short != self._short:
            self._short = short
            self._show_words()
            self.updateGeometry()

    def menu_actions(self) -> list[QAction]:
        """Return what the menu offers, in its order; each carries its Period as data."""
        self._made_menu()
        return self._group.actions() if self._group is not None else []

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width() + theme.px(20), hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        edge = theme.px(14)
        spot = self.rect().adjusted(self.width() - edge - 8, 0, -8, 0)
        icons.paint(QPainter(self), spot, "down", theme.colour("text2"))

    def _show_words(self) -> None:
        whole = period_text(self._current) if self._current else _("chưa chọn")
        words = self._current.name if self._short and self._current else whole
        self.setText(_("Kỳ: {period}").format(period=words))
        self.setToolTip(whole if self._short else "")
        self.setAccessibleName(_("Kỳ: {period}").format(period=whole))

    def _made_menu(self) -> QMenu:
        """Make the menu when it is first asked for: a start only shows the present period."""
        if self._menu is not None:
            return self._menu
        from PySide6.QtGui import QAction, QActionGroup
        from PySide6.QtWidgets import QMenu

        self._menu = menu = QMenu(self)
        self._group = QActionGroup(menu)
        self._group.triggered.connect(lambda action: self.chosen.emit(action.data()))
        for period in self._periods:
            action = QAction(period_text(period), menu, checkable=True)
            if period.closed:
                action.setIcon(icons.icon("lock"))
            action.setData(period)
            action.setChecked(self._current is not None and period.code == self._current.code)
            self._group.addAction(action)
            menu.addAction(action)
        return menu

    def _open(self) -> None:
        menu = self._made_menu()
        menu.setMinimumWidth(self.width())
        menu.exec(self.mapToGlobal(self.rect().bottomLeft()))
        self.setFocus(Qt.FocusReason.PopupFocusReason)
