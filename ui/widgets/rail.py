"""The navigation rail: what the program can do, in three sections; folds to icons with F4."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from danvan_desktop.i18n import _
from ui import icons, theme
from ui.widgets.labels import label
from ui.widgets.panel import Line, Panel

WIDE, FOLDED = 176, 48


class RailEntry(NamedTuple):
    """A place to go: key, words, icon, section ("top", "books", "summary", "bottom")."""

    key: str
    label: str
    icon: str
    section: str


class Rail(Panel):
    """``chosen`` gives the key of an entry; ``items`` are in the order of Alt+1…9."""

    chosen = Signal(str)

    def __init__(self, entries: Sequence[RailEntry], parent: QWidget | None = None) -> None:
        super().__init__(parent, ground="rail", lines="right")
        self.folded = False
        self.items: dict[str, RailItem] = {}
        self._heads: list[QWidget] = []
        self._rules: list[QWidget] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 9, 8)
        column.setSpacing(2)
        self._column = column
        for section, title in (
            ("top", ""),
            ("books", _("Sổ ghi chép")),
            ("summary", _("Tổng hợp")),
        ):
            self._add_section(title, [e for e in entries if e.section == section])
        column.addStretch(1)
        column.addWidget(Line())
        column.addSpacing(2)
        self._add_section("", [e for e in entries if e.section == "bottom"])
        self.fold(False)

    def select(self, key: str) -> None:
        """Mark the entry of the present page; an unknown key leaves the mark where it is."""
        if key not in self.items:
            return
        for name, item in self.items.items():
            item.setChecked(name == key)

    def show_count(self, key: str, count: int) -> None:
        """Show how many things wait behind an entry; 0 hides the count."""
        if key in self.items:
            self.items[key].show_count(count)

    def fold(self, folded: bool) -> None:
        """Show icons only, or icons with words."""
        self.folded = folded
        self.setFixedWidth(theme.px(FOLDED if folded else WIDE))
        for head in self._heads:
            head.setVisible(not folded)
        for rule in self._rules:
            rule.setVisible(folded)
        for item in self.items.values():
            item.fold(folded)

    def _add_section(self, title: str, entries: Sequence[RailEntry]) -> None:
        if not entries:
            return
        if title:
            head = label(title, "small_strong")
            head.setContentsMargins(8, 10, 0, 2)
            self._column.addWidget(head)
            self._heads.append(head)
            rule = Line()
            self._column.addWidget(rule)
            self._rules.append(rule)
        for entry in entries:
            item = RailItem(entry)
            item.clicked.connect(lambda _on=False, key=entry.key: self.chosen.emit(key))
            self._column.addWidget(item)
            self.items[entry.key] = item


class RailItem(QAbstractButton):
    """A row of the rail, 30 high: icon 18, words, perhaps a count; folded only icon and dot."""

    def __init__(self, entry: RailEntry) -> None:
        super().__init__()
        self._entry = entry
        self._count = 0
        self._folded = False
        self.setText(_(entry.label))
        self.setAccessibleName(_(entry.label))
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setProperty("focusRing", False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def nextCheckState(self) -> None:
        """Stay as it is: the window marks the page that is really shown."""

    def show_count(self, count: int) -> None:
        """Show how many things wait here."""
        self._count = count
        described = _("{n} việc").format(n=count) if count else ""
        self.setAccessibleDescription(described)
        self.fold(self._folded)

    def fold(self, folded: bool) -> None:
        """Show the icon only; words and count become the tool tip."""
        self._folded = folded
        count = f" ({self._count})" if self._count else ""
        self.setToolTip(self.text() + count if folded else "")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(30), theme.px(30))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        here = self.isChecked()
        self._draw_ground(painter, here)
        ink = theme.colour("accent" if here else "text2")
        edge = theme.px(18)
        left = (self.width() - edge) // 2 if self._folded else 8
        icons.paint(
            painter, QRect(left, (self.height() - edge) // 2, edge, edge), self._entry.icon, ink
        )
        if self._folded:
            if self._count:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.colour("error"))
                painter.drawEllipse(QRectF(self.width() - 12, 5, 6, 6))
            return
        painter.setFont(theme.font("strong" if here else "base"))
        painter.setPen(ink if here else theme.colour("text2"))
        words = QRect(left + edge + 8, 0, self.width() - left - edge - 8, self.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())
        if self._count:
            self._draw_count(painter)

    def _draw_ground(self, painter: QPainter, here: bool) -> None:
        area = QRectF(self.rect())
        painter.setPen(Qt.PenStyle.NoPen)
        if here or self.underMouse():
            painter.setBrush(theme.colour("surface" if here else "raised"))
            painter.drawRoundedRect(area, 4, 4)
        if here:
            painter.setBrush(theme.colour("accent"))
            painter.drawRoundedRect(QRectF(0, 6, 3, self.height() - 12), 1.5, 1.5)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), 4, 4)
            painter.setPen(Qt.PenStyle.NoPen)

    def _draw_count(self, painter: QPainter) -> None:
        text = str(self._count)
        font = theme.font("small")
        font.setBold(True)
        width = max(QFontMetrics(font).horizontalAdvance(text) + 10, theme.px(18))
        height = theme.px(18)
        box = QRectF(self.width() - width - 6, (self.height() - height) / 2, width, height)
        ink, ground = theme.tone("error")
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(box, height / 2, height / 2)
        painter.setPen(ink)
        painter.setFont(font)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
