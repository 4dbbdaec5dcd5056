"""The side pane of a list: the selected record in short, its life, its next step, its buttons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from danvan_desktop.i18n import _
from danvan_desktop.schema import (
    FieldSpec,
    Money,
    Number,
    ReadingContext,
    RegisterSpec,
)
from danvan_desktop.storage.values import Attachment, Record
from danvan_desktop.vietnamese.numbers import format_number, format_size
from ui import icons, theme
from ui.farewell import clear
from ui.widgets.badge import Badge, Mark, state_mark
from ui.widgets.buttons import Button
from ui.widgets.cells import full_text
from ui.widgets.labels import IconLabel, Link, label
from ui.widgets.panel import Line, Panel
from ui.widgets.record_life import Stage, next_step, stages_of
from ui.widgets.titles import first_upper, record_title


class RecordPane(Panel):
    """What a list shows about one record; ``history_wanted`` opens its history."""

    history_wanted = Signal()

    def __init__(self, register: RegisterSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent, lines="left")
        self.register = register
        self.record: Record | None = None
        self._area = QScrollArea(self)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setAccessibleName(_("Chi tiết hồ sơ đang chọn"))
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._foot = Panel(self, lines="top")
        self._buttons = QVBoxLayout(self._foot)
        self._buttons.setContentsMargins(12, 10, 12, 10)
        self._buttons.setSpacing(8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._area, 1)
        layout.addWidget(self._foot)
        self.show_nothing("")

    def show_nothing(self, words: str) -> None:
        """Show that no record is selected, or how many are."""
        self.record = None
        page = Panel()
        column = QVBoxLayout(page)
        column.setContentsMargins(12, 12, 12, 12)
        column.addWidget(label(words, "muted", wrap=True))
        column.addStretch(1)
        self._area.setWidget(page)
        self.set_buttons(())

    def set_buttons(self, buttons: Sequence[Button]) -> None:
        """Put these buttons at the foot of the pane, on as many lines as they need."""
        clear(self._buttons)
        room = left = max(self.width(), self.minimumSizeHint().width()) - 26
        row: QHBoxLayout | None = None
        for button in buttons:
            button.ensurePolished()
            width = button.sizeHint().width()
            if row is None or width > left:
                row, left = self._add_line(), room
            row.insertWidget(row.count() - 1, button)
            left -= width + row.spacing()
        self._foot.setVisible(bool(buttons))

    def _add_line(self) -> QHBoxLayout:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addStretch(1)
        self._buttons.addWidget(line)
        return row

    def show_record(
        self, record: Record, names: ReadingContext, files: Sequence[Attachment] = ()
    ) -> None:
        """Show a record with its facts, its life and its next step."""
        self.record = record
        page = Panel()
        column = QVBoxLayout(page)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        title = record_title(self.register, record.values, names)
        column.addWidget(label(title, "record_title", wrap=True))
        badges = self._badges(record)
        if badges:
            row = QHBoxLayout()
            row.setSpacing(6)
            for badge in badges:
                row.addWidget(badge)
            row.addStretch(1)
            column.addLayout(row)
        column.addWidget(Line())
        column.addLayout(self._facts(record, names, files))
        column.addWidget(Line())
        head = QHBoxLayout()
        head.addWidget(label(_("Quá trình"), "strong"))
        head.addStretch(1)
        link = Link(_("Lịch sử sửa"), role="small")
        link.clicked.connect(self.history_wanted)
        head.addWidget(link)
        column.addLayout(head)
        column.addWidget(_Path(stages_of(record)))
        step = next_step(record)
        if step:
            column.addWidget(_Hint(step))
        column.addStretch(1)
        self._area.setWidget(page)

    def _badges(self, record: Record) -> list[Badge]:
        found = []
        name = self.register.state_field
        state = self.register.state(record.values.get(name)) if name else None
        if state is not None:
            found.append(Badge(state_mark(state)))
        codes = self.register.codes
        if codes and record.values.get(codes.continued_field) == codes.continued:
            found.append(Badge(Mark(_("Duy trì"))))
        if record.duplicate_of is not None:
            found.append(Badge(Mark(_("Trùng, không tính"), "warning", "copy")))
        return found

    def _facts(
        self, record: Record, names: ReadingContext, files: Sequence[Attachment]
    ) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(3)
        grid.setColumnMinimumWidth(0, theme.px(88))
        grid.setColumnStretch(1, 1)
        for spec in self.register.fields:
            skipped = (self.register.title_field, self.register.state_field)
            if not spec.in_list or spec.name in skipped:
                continue
            _add(grid, _fact_label(spec), _fact(spec, record, names))
        codes = self.register.codes
        if codes and record.values.get(codes.field):
            _add(grid, _("Mã"), str(record.values[codes.field]))
        if files:
            size = format_size(sum(attachment.size for attachment in files))
            words = _("{n} tệp, {size}").format(n=len(files), size=size)
            _add(grid, _("Tệp kèm"), words)
        return grid


class _Path(QWidget):
    """The stages one below the other, joined by a dotted line."""

    def __init__(self, stages: Sequence[Stage]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._icons: list[_StageIcon] = []
        for stage in stages:
            row = QHBoxLayout()
            row.setSpacing(10)
            icon = _StageIcon(stage)
            self._icons.append(icon)
            row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
            words = QVBoxLayout()
            words.setSpacing(0)
            words.addWidget(label(stage.text, "strong", wrap=True))
            if stage.detail:
                words.addWidget(label(stage.detail, "help", wrap=True))
            row.addLayout(words, 1)
            column.addLayout(row)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QPen(theme.colour("border"), 1, Qt.PenStyle.DotLine))
        for above, below in zip(self._icons, self._icons[1:], strict=False):
            x = above.geometry().center().x()
            painter.drawLine(x, above.geometry().bottom() + 3, x, below.geometry().top() - 2)


class _StageIcon(QWidget):
    """The icon of a stage in the colour of its state."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self.setFixedSize(QSize(theme.px(16), theme.px(16)))

    def paintEvent(self, event: QPaintEvent) -> None:
        ink, _ground = theme.tone(self._stage.tone)
        icons.paint(QPainter(self), QRect(0, 0, self.width(), self.height()), self._stage.icon, ink)


class _Hint(Panel):
    """The next step on soft ground."""

    def __init__(self, words: str) -> None:
        super().__init__(ground="soft", radius=4)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 8, 10, 8)
        row.setSpacing(8)
        row.addWidget(IconLabel("hint", "accent"), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label(words, "small", wrap=True), 1)


def _add(grid: QGridLayout, name: str, value: str) -> None:
    row = grid.rowCount()
    top = Qt.AlignmentFlag.AlignTop
    grid.addWidget(label(name, "label", wrap=True), row, 0, top)
    grid.addWidget(label(value, "base", wrap=True), row, 1, top)


def _fact_label(spec: FieldSpec) -> str:
    """A column of money is headed by its unit, which here stands behind the amount."""
    return _(spec.label).partition(" (")[0] if isinstance(spec.type, Money) else spec.list_label


def _fact(spec: Any, record: Record, names: ReadingContext) -> str:
    value = record.values.get(spec.name)
    if isinstance(spec.type, Money) and value is not None:
        if not value:
            return _("Không phát sinh")
        text = spec.type.format(value, names)
        return _("{n} triệu đồng").format(n=text) if spec.type.unit_dong == 10**6 else text
    if isinstance(spec.type, Number):
        return format_number(value) if value is not None else _("Chưa có số liệu")
    if isinstance(value, str) and len(value) == 4 and spec.type.right_aligned:
        return _("Năm {year} (chỉ có năm)").format(year=value)
    return first_upper(full_text(spec, value, names)) or "–"
