"""One editor for each field type, all with the same few verbs, so forms and tables are generic.

UniKey writes Vietnamese by Backspace and letters. Therefore no editor has a mask, a validator or a
completer: what was typed is read only when the clerk leaves the field, and a text that cannot be
read stays in the field as it was typed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Protocol

from PySide6.QtCore import QDate, QEvent, QLocale, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import (
    QApplication,
    QCalendarWidget,
    QCheckBox,
    QComboBox,
    QFrame,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from danvan_desktop.i18n import _, language
from danvan_desktop.schema import (
    Choice,
    Date,
    FieldSpec,
    Flag,
    LongText,
    Parsed,
    ReadingContext,
    Time,
    Unit,
)
from ui import icons, theme
from ui.widgets.cells import day_text

MIN_LINES, MAX_LINES = 2, 10

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


class LineEditor(FieldEditor):
    """One line that is read by the field type: text, numbers, amounts, times, decision numbers."""

    def __init__(self, spec: FieldSpec, names: Units, parent: QWidget | None = None) -> None:
        self.line = QLineEdit(parent)
        super().__init__(spec, names, self.line)
        self._value: Any = None
        self._shown = ""
        self.line.setPlaceholderText(_(spec.example))
        self.line.textEdited.connect(self.edited)

    def set_value(self, value: Any) -> None:
        self._value = value
        self._shown = self._written(value)
        self.line.setText(self._shown)
        self.line.setCursorPosition(0)

    def read(self) -> Parsed:
        text = self.line.text()
        if text == self._shown and (self._value is None or self._is_good(self._value)):
            return Parsed(self._value)
        return self.spec.type.parse(text, self.names)

    def raw(self) -> Any:
        parsed = self.read()
        return parsed.value if parsed.code is None else self.line.text()

    def set_read_only(self, read_only: bool) -> None:
        self.line.setReadOnly(read_only)

    def select(self) -> None:
        super().select()
        self.line.selectAll()

    def tidy(self) -> None:
        parsed = self.read()
        if parsed.code is None and not self.line.isReadOnly():
            position = self.line.cursorPosition()
            self.set_value(parsed.value)
            self.line.setCursorPosition(min(position, len(self.line.text())))

    def _is_good(self, value: Any) -> bool:
        return self.spec.type.check(value) is None

    def _written(self, value: Any) -> str:
        if value is None:
            return ""
        return self.spec.type.format(value, self.names) if self._is_good(value) else str(value)


class DateEditor(LineEditor):
    """A day typed as day/month/year, or picked from a calendar (Alt+Down)."""

    def __init__(self, spec: FieldSpec, names: Units, parent: QWidget | None = None) -> None:
        super().__init__(spec, names, parent)
        self.line.setPlaceholderText(_(spec.example) or _("Chưa ghi"))
        action = self.line.addAction(
            icons.icon("calendar", "text2"), QLineEdit.ActionPosition.TrailingPosition
        )
        action.setText(_("Chọn ngày trên lịch"))
        action.setToolTip(_("Chọn ngày trên lịch (Alt+↓)"))
        action.triggered.connect(self.open_calendar)

    def open_calendar(self) -> None:
        """Show the calendar under the field."""
        parsed = self.read()
        first = date.fromisoformat(str(parsed.value)) if _is_full_day(parsed.value) else None
        popup = _CalendarPopup(self.line, first)
        popup.picked.connect(self._take)
        popup.open_below(self.line)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
            if alt and event.key() == Qt.Key.Key_Down and not self.line.isReadOnly():
                self.open_calendar()
                return True
        return super().eventFilter(watched, event)

    def _written(self, value: Any) -> str:
        if value is None:
            return ""
        return day_text(value) if self._is_good(value) else str(value)

    def _take(self, day: str) -> None:
        self.set_value(day)
        self.edited.emit()
        self.left.emit()


class LongTextEditor(FieldEditor):
    """Several paragraphs; the box grows with its text, Tab goes to the next field."""

    def __init__(self, spec: FieldSpec, names: Units, parent: QWidget | None = None) -> None:
        self.box = QPlainTextEdit(parent)
        super().__init__(spec, names, self.box)
        self.box.setTabChangesFocus(True)
        self.box.setPlaceholderText(_(spec.example))
        self.box.document().documentLayout().documentSizeChanged.connect(self._grow)
        self._loading = False
        self.box.textChanged.connect(self._changed)
        self._grow()

    def set_value(self, value: Any) -> None:
        self._loading = True
        self.box.setPlainText("" if value is None else str(value))
        self._loading = False

    def read(self) -> Parsed:
        return self.spec.type.parse(self.box.toPlainText(), self.names)

    def set_read_only(self, read_only: bool) -> None:
        self.box.setReadOnly(read_only)

    def select(self) -> None:
        super().select()
        self.box.selectAll()

    def _changed(self) -> None:
        if not self._loading:
            self.edited.emit()

    def _grow(self) -> None:
        lines = max(MIN_LINES, min(MAX_LINES, int(self.box.document().size().height())))
        margin = 2 * (self.box.document().documentMargin() + self.box.frameWidth())
        self.box.setFixedHeight(
            round(lines * QFontMetricsF(self.box.font()).lineSpacing() + margin)
        )


class ChoiceEditor(FieldEditor):
    """A closed list; nothing chosen is a choice too."""

    def __init__(self, spec: FieldSpec, names: Units, parent: QWidget | None = None) -> None:
        self.combo = QComboBox(parent)
        super().__init__(spec, names, self.combo)
        kind = spec.type
        self.combo.addItem(_("Chưa chọn"), None)
        for option in kind.options if isinstance(kind, Choice) else ():
            self.combo.addItem(_(option.label), option.code)
        self.combo.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.combo.setMinimumContentsLength(8)
        self.combo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.combo.activated.connect(self._activated)

    def set_value(self, value: Any) -> None:
        place = self.combo.findData(value)
        if place < 0:
            # A code of an older or newer program version must survive opening and saving the form.
            self.combo.addItem(str(value), value)
            place = self.combo.count() - 1
        self.combo.setCurrentIndex(place)

    def read(self) -> Parsed:
        value = self.combo.currentData()
        return Parsed(value, self.spec.type.check(value))

    def raw(self) -> Any:
        return self.combo.currentData()

    def _activated(self, _place: int) -> None:
        self.edited.emit()
        self.left.emit()


class UnitEditor(FieldEditor):
    """A unit typed by any known spelling or picked from the list (Alt+Down); read on leaving."""

    def __init__(self, spec: FieldSpec, names: Units, parent: QWidget | None = None) -> None:
        self.combo = QComboBox(parent)
        self.combo.setEditable(True)
        super().__init__(spec, names, self.combo)
        self.combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.combo.setCompleter(None)  # type: ignore[arg-type] # Qt takes a null pointer here
        self._fill()
        self.combo.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.combo.setMinimumContentsLength(8)
        self.combo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._line().setPlaceholderText(_(spec.example) or _("Gõ tên xã, cơ quan"))
        self._line().setAccessibleName(self.combo.accessibleName())
        self._line().textEdited.connect(self.edited)
        self.combo.activated.connect(self._activated)
        self._value: Any = None
        self._shown = ""
        self.set_value(None)

    def set_value(self, value: Any) -> None:
        self._value = value
        self._shown = self.spec.type.format(value, self.names) if value else ""
        self.combo.setCurrentIndex(self.combo.findData(value) if value else -1)
        self.combo.setEditText(self._shown)

    def read(self) -> Parsed:
        text = self.combo.currentText()
        if text == self._shown and self._is_known(self._value):
            return Parsed(self._value)
        return self.spec.type.parse(text, self.names)

    def raw(self) -> Any:
        parsed = self.read()
        return parsed.value if parsed.code is None else self.combo.currentText()

    def select(self) -> None:
        super().select()
        self._line().selectAll()

    def tidy(self) -> None:
        parsed = self.read()
        if parsed.code is None and self.combo.isEnabled():
            self.set_value(parsed.value)

    def set_names(self, names: Units) -> None:
        raw = self.raw()
        super().set_names(names)
        self._fill()
        self.set_value(raw)

    def _fill(self) -> None:
        self.combo.clear()
        for unit in self.names.units():
            self.combo.addItem(self.names.unit_name(unit.code), unit.code)

    def _is_known(self, code: Any) -> bool:
        """Tell whether the shown text stands for a unit and is not an unread text of a draft."""
        if not code:
            return True
        return self.combo.findData(code) >= 0 or self.names.unit_name(str(code)) != str(code)

    def _line(self) -> QLineEdit:
        line = self.combo.lineEdit()
        assert line is not None  # an editable combo box has one
        return line

    def _activated(self, place: int) -> None:
        self.set_value(self.combo.itemData(place))
        self.edited.emit()
        self.left.emit()


class FlagEditor(FieldEditor):
    """A tick with its own words."""

    def __init__(self, spec: FieldSpec, names: Units, parent: QWidget | None = None) -> None:
        self.box = QCheckBox(_(spec.label), parent)
        super().__init__(spec, names, self.box)
        self.box.clicked.connect(self._clicked)

    def set_value(self, value: Any) -> None:
        self.box.setChecked(bool(value))

    def read(self) -> Parsed:
        return Parsed(self.box.isChecked())

    def _clicked(self) -> None:
        self.edited.emit()
        self.left.emit()


def make_editor(spec: FieldSpec, names: Units, parent: QWidget | None = None) -> FieldEditor:
    """Make the editor of a field's type."""
    makers: tuple[tuple[type, Callable[..., FieldEditor]], ...] = (
        (Flag, FlagEditor),
        (Choice, ChoiceEditor),
        (Unit, UnitEditor),
        (Date, DateEditor),
        (LongText, LongTextEditor),
    )
    for kind, maker in makers:
        if isinstance(spec.type, kind):
            return maker(spec, names, parent)
    editor = LineEditor(spec, names, parent)
    if isinstance(spec.type, Time) and not spec.example:
        editor.line.setPlaceholderText("13:30")
    return editor


class _CalendarPopup(QFrame):
    """A calendar that closes when a day is picked or Esc is pressed."""

    picked = Signal(str)

    def __init__(self, parent: QWidget, first: date | None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.calendar = QCalendarWidget(self)
        self.calendar.setLocale(QLocale(language()))
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        if first is not None:
            self.calendar.setSelectedDate(QDate(first.year, first.month, first.day))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.addWidget(self.calendar)
        self.calendar.activated.connect(self._pick)
        self.calendar.clicked.connect(self._pick)

    def open_below(self, field: QWidget) -> None:
        """Show under ``field``, inside its screen."""
        self.adjustSize()
        place = field.mapToGlobal(QPoint(0, field.height() + 1))
        area = field.screen().availableGeometry()
        if place.y() + self.height() > area.bottom():
            place = field.mapToGlobal(QPoint(0, -self.height() - 1))
        self.move(min(place.x(), area.right() - self.width()), max(area.top(), place.y()))
        self.show()
        self.calendar.setFocus()

    def _pick(self, day: QDate) -> None:
        self.picked.emit(date(day.year(), day.month(), day.day()).isoformat())
        self.close()


def _is_full_day(value: Any) -> bool:
    return isinstance(value, str) and len(value) == 10
