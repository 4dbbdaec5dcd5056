"""Who changed what in a record, and when: newest first, in words, old → new."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from danvan_desktop.i18n import N_, _
from danvan_desktop.schema import ReadingContext, RegisterSpec
from danvan_desktop.storage.values import HistoryEntry
from ui import theme
from ui.moments import moment_text
from ui.widgets.buttons import icon_button
from ui.widgets.cells import full_text
from ui.widgets.labels import label
from ui.widgets.panel import Line, Panel

EMPTY = N_("(trống)")


class HistoryPane(Panel):
    """The list of changes of one record; ``closed`` when the clerk is done with it."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, lines="left")
        head = QHBoxLayout()
        head.setContentsMargins(12, 8, 8, 8)
        head.addWidget(label(_("Lịch sử sửa"), "card_title", parent=self))
        head.addStretch(1)
        head.addWidget(icon_button("x", _("Đóng lịch sử"), on_click=self.closed.emit, dense=True))
        self._area = QScrollArea(self)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setAccessibleName(_("Lịch sử sửa"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(Line(self))
        layout.addWidget(self._area, 1)
        self._texts: list[str] = []

    @property
    def texts(self) -> Sequence[str]:
        """Every change in words, newest first."""
        return tuple(self._texts)

    def show_history(
        self, register: RegisterSpec, entries: Sequence[HistoryEntry], names: ReadingContext
    ) -> None:
        """Show the changes of a record, grouped by operation."""
        page = Panel()
        column = QVBoxLayout(page)
        column.setContentsMargins(12, 8, 12, 12)
        column.setSpacing(2)
        self._texts = []
        before: tuple[str, str, str] | None = None
        for entry in entries:
            group = (entry.at, entry.by, entry.operation)
            if group != before:
                if before is not None:
                    column.addSpacing(theme.px(8))
                column.addWidget(label(entry.operation, "strong", wrap=True))
                when = f"{moment_text(entry.at)} · {entry.by}"
                column.addWidget(label(when, "help", wrap=True))
                before = group
            words = change_text(register, entry, names)
            self._texts.append(words)
            if words:
                column.addWidget(label(words, "base", wrap=True))
        if not entries:
            column.addWidget(label(_("Chưa có thay đổi nào."), "muted", wrap=True))
        column.addStretch(1)
        self._area.setWidget(page)


def change_text(register: RegisterSpec, entry: HistoryEntry, names: ReadingContext) -> str:
    """Say one change: field, old → new; creation and deletion are said by their operation."""
    if not entry.field:
        return ""
    for spec in register.fields:
        if spec.name == entry.field:
            old = full_text(spec, entry.old, names) if entry.old is not None else _(EMPTY)
            new = full_text(spec, entry.new, names) if entry.new is not None else _(EMPTY)
            return f"{_(spec.label)}: {_short(old)} → {_short(new)}"
    for child in register.children:
        if child.key == entry.field:
            pattern = _("{list}: {old} dòng → {new} dòng")
            return pattern.format(
                list=_(child.label), old=_length(entry.old), new=_length(entry.new)
            )
    return ""


def _length(value: Any) -> int:
    return len(value) if isinstance(value, list | tuple) else 0


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 120 else f"{flat[:117]}…"
