"""Two records side by side, field by field: what differs stands on top and can be chosen.

It only shows and remembers what is chosen; what becomes of the two is asked by its page or dialog.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from danvan_desktop.i18n import _
from danvan_desktop.schema import FieldSpec, ReadingContext, RegisterSpec
from ui import theme
from ui.widgets.cells import full_text
from ui.widgets.labels import label
from ui.widgets.panel import Line, Panel

Side = Literal["left", "right"]
LEFT: Side = "left"
RIGHT: Side = "right"
LABELS = 150
"""Width of the fields' names at 100 %."""


@dataclass(frozen=True, slots=True)
class PairSide:
    """One of the two: what it is called, where it comes from, its values by field."""

    title: str
    note: str
    values: Mapping[str, Any]


class PairView(Panel):
    """``changed`` when the clerk chose another value."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setAccessibleName(_("Hai hồ sơ cạnh nhau"))
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._area)
        self.groups: dict[str, QButtonGroup] = {}
        self._sides: tuple[PairSide, PairSide] | None = None

    # --- queries

    @property
    def differing(self) -> Sequence[str]:
        """The fields whose values differ."""
        return tuple(self.groups)

    @property
    def chosen(self) -> dict[str, Side]:
        """Which side's value is chosen, for each field that differs."""
        return {name: RIGHT if group.checkedId() else LEFT for name, group in self.groups.items()}

    def taken_from(self, other: Side) -> dict[str, Any]:
        """Give the values that are chosen from a side, by field."""
        if self._sides is None:
            return {}
        values = self._sides[1 if other == RIGHT else 0].values
        return {name: values.get(name) for name, side in self.chosen.items() if side == other}

    # --- commands

    def show_pair(
        self, register: RegisterSpec, names: ReadingContext, left: PairSide, right: PairSide
    ) -> None:
        """Show two records; of each difference the filled value is chosen, else the left one."""
        self._sides = (left, right)
        self.groups = {}
        page = Panel()
        grid = QGridLayout(page)
        grid.setContentsMargins(12, 10, 12, 12)
        grid.setHorizontalSpacing(theme.px(12))
        grid.setVerticalSpacing(theme.px(6))
        grid.setColumnMinimumWidth(0, theme.px(LABELS))
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        for column, side in ((1, left), (2, right)):
            grid.addWidget(label(side.title, "strong", wrap=True), 0, column, _TOP)
            grid.addWidget(label(side.note, "muted", wrap=True), 1, column, _TOP)
        grid.addWidget(Line(), 2, 0, 1, 3)
        differ, alike = _compared(register, names, left, right)
        row = 3
        for spec, texts in differ:
            self._add_choice(grid, row, spec, texts)
            row += 1
        if alike:
            words = _("Giống nhau") if differ else _("Hai bên giống nhau ở mọi trường")
            head = label(words, "muted", wrap=True)
            head.setContentsMargins(0, theme.px(8), 0, 0)
            grid.addWidget(head, row, 0, 1, 3)
            row += 1
        for spec, texts in alike:
            grid.addWidget(label(_(spec.label), "muted", wrap=True), row, 0, _TOP)
            grid.addWidget(label(texts[0], "base", wrap=True), row, 1, 1, 2, _TOP)
            row += 1
        grid.setRowStretch(row, 1)
        self._area.setWidget(page)

    # --- private

    def _add_choice(
        self, grid: QGridLayout, row: int, spec: FieldSpec, texts: tuple[str, str]
    ) -> None:
        grid.addWidget(label(_(spec.label), "strong", wrap=True), row, 0, _TOP)
        group = QButtonGroup(self._area)
        sides = (_("bên trái"), _("bên phải"))
        for number, text in enumerate(texts):
            button = QRadioButton()
            button.setAccessibleName(
                _("{field}, {side}: {text}").format(
                    field=_(spec.label), side=sides[number], text=text or _("(trống)")
                )
            )
            group.addButton(button, number)
            grid.addWidget(_choice(button, text), row, 1 + number, _TOP)
        group.buttons()[1 if texts[1] and not texts[0] else 0].setChecked(True)
        group.idToggled.connect(lambda _id, on: self.changed.emit() if on else None)
        self.groups[spec.name] = group


class _ChoiceText(QLabel):
    """The text beside a choice: a click into it chooses."""

    def __init__(self, text: str, button: QRadioButton) -> None:
        super().__init__(text)
        self._button = button
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        theme.set_role(self, "base" if text else "muted")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._button.setChecked(True)
        self._button.setFocus()


_TOP = Qt.AlignmentFlag.AlignTop


def _choice(button: QRadioButton, text: str) -> QWidget:
    box = QWidget()
    line = QHBoxLayout(box)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(theme.px(6))
    line.addWidget(button, 0, _TOP)
    line.addWidget(_ChoiceText(text or _("(trống)"), button), 1)
    return box


def _compared(
    register: RegisterSpec, names: ReadingContext, left: PairSide, right: PairSide
) -> tuple[list[tuple[FieldSpec, tuple[str, str]]], list[tuple[FieldSpec, tuple[str, str]]]]:
    """Split the fields into those that differ and those that are filled alike; texts of both."""
    differ, alike = [], []
    for spec in register.fields:
        if spec.derived:
            continue
        one, other = left.values.get(spec.name), right.values.get(spec.name)
        texts = (_text(spec, one, names), _text(spec, other, names))
        if (one or None) != (other or None) and texts[0] != texts[1]:
            differ.append((spec, texts))
        elif texts[0] and one is not False:
            alike.append((spec, texts))
    return differ, alike


def _text(spec: FieldSpec, value: Any, names: ReadingContext) -> str:
    return "" if value is None or value == "" else full_text(spec, value, names)
