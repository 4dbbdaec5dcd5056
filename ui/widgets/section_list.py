"""The sections of a form at its left: state, name, count; only the form scrolls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from danvan_desktop.i18n import N_, _
from ui import icons, theme
from ui.widgets.labels import label
from ui.widgets.pane_list import PaneList
from ui.widgets.panel import Panel

SECTION_ROLE = Qt.ItemDataRole.UserRole + 1
ROW_HEIGHT = 30
ICONS = {
    "done": ("check", "success"),
    "empty": ("circle", "muted"),
    "warning": ("warning", "warning"),
    "error": ("error", "error"),
}
WORDS = {
    "done": N_("đủ"),
    "empty": N_("chưa ghi"),
    "warning": N_("có nhắc"),
    "error": N_("có lỗi"),
}


@dataclass(frozen=True, slots=True)
class SectionState:
    """A section as it stands: done, empty, warning or error, and a count in words ("2 tệp")."""

    key: str
    label: str
    state: str = "empty"
    count: str = ""


class SectionList(Panel):
    """Names of the sections; ``chosen`` gives the key to scroll to."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, ground="raised", lines="right")
        self.list = PaneList(_("Các mục của phiếu"), self, clear=True)
        self.list.setItemDelegate(_SectionDelegate(self.list))
        self.list.itemClicked.connect(self._choose)
        self.list.itemActivated.connect(self._choose)
        self.facts = label("", "help", wrap=True, parent=self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 9, 8)
        layout.setSpacing(8)
        layout.addWidget(self.list)
        layout.addWidget(self.facts)
        layout.addStretch(1)

    def show_sections(self, sections: Sequence[SectionState]) -> None:
        """Show the sections and their states; the current one stays current."""
        if self.list.count() != len(sections):
            self.list.clear()
            for _section in sections:
                self.list.addItem(QListWidgetItem())
        for row, section in enumerate(sections):
            item = self.list.item(row)
            item.setData(SECTION_ROLE, section)
            words = (section.label, _(WORDS[section.state]), section.count)
            item.setText(", ".join(word for word in words if word))
        self.setMinimumWidth(min(theme.px(280), max(theme.px(150), _room(sections))))
        self.list.setFixedHeight(theme.px(ROW_HEIGHT) * len(sections) + 4)

    def mark(self, key: str) -> None:
        """Mark the section that is in view."""
        for row in range(self.list.count()):
            if self.list.item(row).data(SECTION_ROLE).key == key:
                self.list.setCurrentRow(row)

    def _choose(self, item: QListWidgetItem) -> None:
        self.chosen.emit(item.data(SECTION_ROLE).key)


def _room(sections: Sequence[SectionState]) -> int:
    """How wide the list must be so that no name meets its count."""
    strong, small = QFontMetrics(theme.font("strong")), QFontMetrics(theme.font("small"))
    widths = (
        strong.horizontalAdvance(section.label) + small.horizontalAdvance(section.count)
        for section in sections
    )
    return max(widths, default=0) + theme.px(15) + 58


class _SectionDelegate(QStyledItemDelegate):
    """Paints icon, name and count of a section."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        section: SectionState = index.data(SECTION_ROLE)
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("selection"))
            painter.drawRoundedRect(rect.adjusted(0, 1, 0, -1), 4, 4)
        name, role = ICONS[section.state]
        size = theme.px(15)
        top = rect.top() + (rect.height() - size) // 2
        spot = QRect(rect.left() + 8, top, size, size)
        icons.paint(painter, spot, name, theme.colour(role))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text2" if selected else "muted"))
        count = rect.adjusted(0, 0, -8, 0)
        painter.drawText(count, middle | Qt.AlignmentFlag.AlignRight, section.count)
        painter.setFont(theme.font("strong" if selected else "base"))
        painter.setPen(theme.colour("text"))
        words = rect.adjusted(8 + size + 8, 0, -8, 0)
        painter.drawText(words, middle | Qt.AlignmentFlag.AlignLeft, section.label)
        painter.restore()

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(100, theme.px(ROW_HEIGHT))
