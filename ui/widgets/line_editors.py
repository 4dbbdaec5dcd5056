"""Editors in which one types: a line for texts, numbers and times, a day, several paragraphs."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import QDate, QEvent, QLocale, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent
from PySide6.QtWidgets import (
    QCalendarWidget,
    QFrame,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from danvan_desktop.i18n import _, language
from danvan_desktop.schema import FieldSpec, Parsed
from ui import icons
from ui.widgets.cells import day_text
from ui.widgets.editor_base import FieldEditor, Units

MIN_LINES, MAX_LINES = 2, 10


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
