"""What every editor of a field can do, so that forms and tables need not know which one it is.

UniKey writes Vietnamese by Backspace and letters. Therefore no editor has a mask, a validator or a
completer: what was typed is read only when the clerk leaves the field, and a text that cannot be
read stays in the field as it was typed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QWidget

from danvan_desktop.i18n import _
from danvan_desktop.schema import FieldSpec, Parsed, ReadingContext
from ui import theme

STAYS = (
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
)
"""Reasons for losing the focus that do not mean leaving the field: its own list, another window."""


class UnitRow(Protocol):
    """A unit as the directory lists it."""

    @property
    def code(self) -> str:
        """The stable code."""


class Units(ReadingContext, Protocol):
    """What editors ask about units."""

    def units(self) -> Sequence[UnitRow]:
        """List the units of the day."""


class FieldEditor(QObject):
    """The editor of one field: ``edited`` at changes by hand, ``entered`` and ``left`` by focus.

    ``widget`` is the focusable widget; a value that the type cannot read is kept as typed text.
    """

    edited = Signal()
    left = Signal()
    entered = Signal()

    def __init__(self, spec: FieldSpec, names: Units, widget: QWidget) -> None:
        super().__init__(widget)
        self.spec = spec
        self.names = names
        self.widget = widget
        name = _(spec.label)
        widget.setAccessibleName(_("{name}, bắt buộc").format(name=name) if spec.required else name)
        widget.setObjectName(f"field-{spec.name}")
        widget.installEventFilter(self)

    def set_value(self, value: Any) -> None:
        """Show a stored value, or a text that could not be read when it was typed."""
        raise NotImplementedError

    def read(self) -> Parsed:
        """Read what the editor holds: a value, or the reason why it is none."""
        raise NotImplementedError

    def raw(self) -> Any:
        """Give what a draft keeps: the value, or the typed text where it cannot be read."""
        return self.read().value

    def set_issue(self, severity: str | None) -> None:
        """Mark the editor as the place of an error or warning (border and bar of the theme)."""
        issue = severity if severity in ("error", "warning") else ""
        if (self.widget.property("issue") or "") != issue:
            self.widget.setProperty("issue", str(issue))
            theme.repolish(self.widget)

    def set_names(self, names: Units) -> None:
        """Take the units of another day."""
        self.names = names

    def set_periods(self, codes: Sequence[str]) -> None:
        """Take the reporting periods that the office keeps, the newest first."""

    def set_read_only(self, read_only: bool) -> None:
        """Let the clerk read and select, but not change."""
        self.widget.setEnabled(not read_only)

    def select(self) -> None:
        """Take the focus and select the text."""
        self.widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def tidy(self) -> None:
        """Write a readable value in its standard form; called when the field is left."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and isinstance(event, QFocusEvent):
            # A list that opens takes the focus twice: as a popup, then for its rows.
            if event.reason() not in STAYS and QApplication.activePopupWidget() is None:
                self.tidy()
                self.left.emit()
        elif event.type() == QEvent.Type.FocusIn:
            self.entered.emit()
        elif isinstance(event, QWheelEvent) and not self.widget.hasFocus():
            # The wheel scrolls the form; it must not change a box that happens to lie below it.
            event.ignore()
            return isinstance(self.widget, QComboBox)
        return super().eventFilter(watched, event)
