"""The editor of a link: a few letters find records of the other register, one is picked.

The list of what was found floats in the window and never takes the focus, so the input method
(UniKey) stays undisturbed. Who searches is told by ``search_wanted``; the answer may come late.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from danvan_desktop.i18n import _
from danvan_desktop.schema import FieldSpec, Link, Parsed
from danvan_desktop.vietnamese import fold_key
from ui import icons, theme
from ui.widgets import palette
from ui.widgets.editor_base import FieldEditor, Units
from ui.widgets.labels import label
from ui.widgets.panel import Panel

WAIT_MS = 250
LEAST_WIDTH = 320
TAKES_ENTER = "takesEnter"
"""Dynamic property of a field that wants Enter for itself (its list is open)."""


class Found(Protocol):
    """A record that a link may lead to."""

    @property
    def id(self) -> str:
        """The record's id."""

    @property
    def title(self) -> str:
        """What it is called."""

    @property
    def detail(self) -> str:
        """What else tells it apart."""


class LinkEditor(FieldEditor):
    """A line that shows a record's title; typing searches, Alt+Down shows the newest ones.

    ``search_wanted`` (text) asks for records, which ``show_found`` gets; ``open_wanted`` (register,
    record id) asks to open the chosen one.
    """

    search_wanted = Signal(str)
    open_wanted = Signal(str, str)

    def __init__(self, spec: FieldSpec, names: Units, parent: QWidget | None = None) -> None:
        self.line = QLineEdit(parent)
        super().__init__(spec, names, self.line)
        self.target = spec.type.register if isinstance(spec.type, Link) else ""
        self._value: Any = None
        self._shown = ""
        self._titles: dict[str, str] = {}
        self._list: _FoundList | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT_MS)
        self._timer.timeout.connect(self.search)
        self.line.setPlaceholderText(_(spec.example) or _("Gõ vài chữ để tìm"))
        self.line.textEdited.connect(self._typed)
        trailing = QLineEdit.ActionPosition.TrailingPosition
        self._open = self.line.addAction(icons.icon("external", "text2"), trailing)
        self._open.setText(_("Mở hồ sơ đã chọn"))
        self._open.setToolTip(_("Mở hồ sơ đã chọn"))
        self._open.triggered.connect(lambda: self.open_wanted.emit(self.target, str(self._value)))
        self._search = self.line.addAction(icons.icon("search", "text2"), trailing)
        self._search.setText(_("Chọn hồ sơ"))
        self._search.setToolTip(_("Chọn hồ sơ (Alt+↓)"))
        self._search.triggered.connect(self.search)
        self.set_value(None)

    # --- values

    def set_value(self, value: Any) -> None:
        known = value is not None and self.spec.type.check(value) is None
        self._value = value if known else None
        self._shown = (self._title(str(value)) if known else str(value or "")) or ""
        self.line.setText(self._shown)
        self.line.setCursorPosition(0)
        self.line.setToolTip(self._shown)
        self._open.setVisible(known)

    def read(self) -> Parsed:
        text = self.line.text().strip()
        if self._value is not None and self.line.text() == self._shown:
            return Parsed(self._value)
        return Parsed(None, "unknown_record") if text else Parsed(None)

    def raw(self) -> Any:
        return self.read().value or self.line.text() or None

    def set_names(self, names: Units) -> None:
        super().set_names(names)
        if self._value is not None and self.line.text() == self._shown:
            self.set_value(self._value)

    def set_read_only(self, read_only: bool) -> None:
        self.line.setReadOnly(read_only)
        self._search.setVisible(not read_only)

    def select(self) -> None:
        super().select()
        self.line.selectAll()

    def tidy(self) -> None:
        """Take the only record that was found when it is the one that was typed."""
        self.close_list()
        text = self.line.text()
        if text.strip() and text != self._shown and self._list is not None:
            exact = [one for one in self._list.found if fold_key(one.title) == fold_key(text)]
            if len(exact) == 1:
                self._keep(exact[0])
        elif not text.strip():
            self.set_value(None)

    # --- searching

    def search(self) -> None:
        """Ask for records with the typed words, or for the newest where nothing new is typed."""
        self._timer.stop()
        if not self.line.isReadOnly():
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)
            self.search_wanted.emit("" if self.line.text() == self._shown else self.line.text())

    def show_found(self, asked: str, found: Sequence[Found]) -> None:
        """Show what was found for a text, unless something else was typed meanwhile."""
        text = self.line.text()
        left = self.line.window().focusWidget() is not self.line
        if left or asked != ("" if text == self._shown else text):
            return
        if self._list is None:
            self._list = _FoundList(self.line.window())
            self._list.picked.connect(self._pick)
        self._list.show_found(found, self.line)
        self.line.setProperty(TAKES_ENTER, True)

    def close_list(self) -> None:
        """Hide the list of what was found."""
        self.line.setProperty(TAKES_ENTER, False)
        if self._list is not None:
            self._list.hide()

    @property
    def offered(self) -> tuple[Found, ...]:
        """What the open list offers."""
        shown = self._list is not None and self._list.isVisible()
        return tuple(self._list.found) if self._list is not None and shown else ()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and self._key(event):
            event.accept()
            return True
        if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut:
            self._timer.stop()
        return super().eventFilter(watched, event)

    # --- private

    def _key(self, event: QKeyEvent) -> bool:
        """Act on a key that is meant for the list."""
        pressed = event.type() == QEvent.Type.KeyPress
        if event.type() not in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride):
            return False
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            if pressed:
                self.search()
            return True
        if self._list is None or not self._list.isVisible():
            return False
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            if pressed:
                self._list.step(1 if event.key() == Qt.Key.Key_Down else -1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if pressed:
                self._list.take()
        elif event.key() == Qt.Key.Key_Escape:
            if pressed:
                self.close_list()
        else:
            return False
        return True

    def _typed(self, text: str) -> None:
        self._open.setVisible(self._value is not None and text == self._shown)
        self._timer.start()
        self.edited.emit()

    def _pick(self, found: Found) -> None:
        self._keep(found)
        self.close_list()
        self.edited.emit()
        self.left.emit()

    def _keep(self, found: Found) -> None:
        self._titles[found.id] = found.title
        self.set_value(found.id)

    def _title(self, record_id: str) -> str:
        known = self._titles.get(record_id) or self.spec.type.format(record_id, self.names)
        return known or _("(hồ sơ đã xóa hoặc chưa nhận)")


class _FoundList(Panel):
    """What was found, in the window below the field; it takes clicks but never the focus."""

    picked = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window, radius=6, frame="border")
        self.found: tuple[Found, ...] = ()
        self.list = QListWidget(self)
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        self.list.setItemDelegate(palette.EntryDelegate(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(_("Hồ sơ tìm thấy"))
        self.list.itemClicked.connect(lambda _item: self.take())
        self._nothing = label(_("Không tìm thấy hồ sơ nào."), "muted", parent=self)
        self._nothing.setContentsMargins(8, 6, 8, 6)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.addWidget(self.list)
        column.addWidget(self._nothing)
        self.hide()

    def show_found(self, found: Sequence[Found], field: QLineEdit) -> None:
        """Show records below a field, or above it where there is more room."""
        self.found = tuple(found)
        self.list.clear()
        for one in self.found:
            item = QListWidgetItem(one.title)
            entry = palette.Entry(one.title, lambda: None, one.detail, "file")
            item.setData(Qt.ItemDataRole.UserRole, entry)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{one.title}. {one.detail}")
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.setVisible(bool(self.found))
        self._nothing.setVisible(not self.found)
        self._place(field)
        self.show()
        self.raise_()

    def step(self, by: int) -> None:
        """Go to the next or previous record."""
        count = self.list.count()
        if count:
            self.list.setCurrentRow((self.list.currentRow() + by) % count)

    def take(self) -> None:
        """Pick the record of the current row."""
        row = self.list.currentRow()
        if 0 <= row < len(self.found):
            self.picked.emit(self.found[row])

    def _place(self, field: QLineEdit) -> None:
        window = self.parentWidget()
        assert window is not None  # it is made with the window of the field
        rows = sum(self.list.sizeHintForRow(row) for row in range(self.list.count()))
        wanted = rows + 14 if self.found else self._nothing.sizeHint().height() + 12
        below = field.mapTo(window, QPoint(0, field.height() + 2))
        above = field.mapTo(window, QPoint(0, -2))
        room_below, room_above = window.height() - below.y() - 8, above.y() - 8
        upwards = room_below < min(wanted, theme.px(120)) and room_above > room_below
        height = min(wanted, room_above if upwards else room_below)
        width = min(max(field.width(), theme.px(LEAST_WIDTH)), window.width() - 16)
        left = max(8, min(below.x(), window.width() - width - 8))
        top = above.y() - height if upwards else below.y()
        self.setGeometry(left, top, width, height)
