"""A register as one line of the page of all registers: icon, name, its records, a button to add."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from danvan_desktop.i18n import _
from danvan_desktop.schema import RegisterSpec
from danvan_desktop.vietnamese import fold
from danvan_desktop.vietnamese.numbers import format_number
from ui import icons, theme
from ui.widgets.buttons import icon_button

HEIGHT, ICON = 30, 18
_LEFT = 8


class BookRow(QWidget):
    """One register; ``open_button`` shows its list, ``add_button`` begins a record."""

    def __init__(self, register: RegisterSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.register = register
        self.open_button = BookButton(_(register.label), register.icon, self)
        self.add_button = icon_button("add", _(register.add_label), dense=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.open_button, 1)
        row.addWidget(self.add_button)
        words = (register.label, register.record_label, register.add_label, register.family)
        self._words = " ".join(fold(_(text)) for text in words)

    def matches(self, typed: str) -> bool:
        """Tell whether every typed word, with or without tones, is in the register's names."""
        return all(word in self._words for word in fold(typed).split())

    def show_facts(self, *, here: int, ever: int, newest: str) -> None:
        """Show how many records the period and the whole register have, and the newest one."""
        whole = _("Cả sổ có {n} hồ sơ.").format(n=format_number(ever))
        last = _("Mới nhất: {title}").format(title=newest) if newest else ""
        self.open_button.show_count(here, " ".join(part for part in (whole, last) if part))


class BookButton(QAbstractButton):
    """The line itself: the whole of it can be clicked, the count stands at its right end."""

    def __init__(self, name: str, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self._count = "…"
        self.setText(name)
        self.setAccessibleName(_("Mở sổ {name}").format(name=name))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def count(self) -> str:
        """The number of records as it is shown; "…" before it is known."""
        return self._count

    def show_count(self, count: int, details: str) -> None:
        """Show the records of the period; ``details`` are the tool tip."""
        self._count = format_number(count) if count else "-"
        said = _("{n} hồ sơ trong kỳ.").format(n=format_number(count))
        self.setAccessibleDescription(f"{said} {details}")
        self.setToolTip(f"{said}\n{details}")
        self.update()

    def sizeHint(self) -> QSize:
        name = QFontMetrics(theme.font()).horizontalAdvance(self.text())
        count = QFontMetrics(theme.font("strong")).horizontalAdvance(self._count)
        icon = theme.px(ICON) + theme.px(_LEFT)
        return QSize(3 * theme.px(_LEFT) + icon + name + count, theme.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def enterEvent(self, event: QEvent) -> None:
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() or self.hasFocus():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("soft"))
            painter.drawRoundedRect(QRectF(self.rect()), 4, 4)
        edge, left = theme.px(ICON), theme.px(_LEFT)
        spot = QRect(left, (self.height() - edge) // 2, edge, edge)
        icons.paint(painter, spot, self._icon, theme.colour("accent"))
        painter.setPen(theme.colour("text"))
        painter.setFont(theme.font())
        words = self.rect().adjusted(2 * left + edge, 0, -left, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.setFont(theme.font("strong"))
        painter.setPen(theme.colour("text" if self._count not in ("-", "…") else "muted"))
        painter.drawText(
            words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self._count
        )
