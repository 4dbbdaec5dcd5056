"""The editor of one section: plain typing, bold, italic, and live figures as chips.

UniKey sends Backspace and letters, so no key is rewritten here; a chip is one character for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QMimeData, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QSizePolicy, QTextEdit, QWidget

from danvan_desktop.reports.literal import SHIELD, without_shields
from danvan_desktop.reports.sections import Fault
from danvan_desktop.reports.typed_numbers import TypedNumber
from danvan_desktop.vietnamese import nfc
from ui import theme
from ui.widgets.figure_chip import CHIP, ChipPainter, Words, chip_font, chip_format, figure_of
from ui.widgets.section_marks import fault_marks, fault_range, typed_marks
from ui.widgets.section_text import (
    OBJECT,
    Figure,
    Mark,
    Written,
    read_template,
    typed_tags,
    write_template,
)

LINE = 23
"""Height of a line of report text at 100 % zoom, in pixels."""

SECTION_TEXT = "application/x-danvan-section"
"""Clipboard kind that keeps live figures alive between sections."""

_ARROWS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_OURS = (Qt.Key.Key_D, Qt.Key.Key_K)
_LINES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class SectionEditor(QTextEdit):
    """Edits one section; it is as high as its text, the page around it scrolls."""

    edited = Signal()
    entered = Signal()
    left = Signal()
    chip_chosen = Signal(object, int)
    """A chip was clicked, or Enter pressed on it: its figure and position."""
    stepped = Signal(int)
    """The cursor wants to go on into the next (1) or previous (-1) section."""

    def __init__(self, code: str, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.code = code
        self.active = -1
        """Position of the chip whose popover is open."""
        self._words = words
        self._loading = False
        self._written: Written | None = None
        self._typed: list[QTextEdit.ExtraSelection] = []
        self._faults: list[QTextEdit.ExtraSelection] = []
        self._wrong: frozenset[int] = frozenset()
        self.setProperty("frame", "none")
        self.setProperty("focusRing", False)
        self.setFrameShape(QTextEdit.Shape.NoFrame)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(2)
        self._painter = ChipPainter(words, self._is_chosen, self, self._is_wrong)
        self.document().documentLayout().registerHandler(CHIP, self._painter)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self.document().contentsChanged.connect(self._changed)
        self.document().contentsChange.connect(self._forget)
        self.selectionChanged.connect(self.viewport().update)

    # ------------------------------------------------------------------ text
    def show_template(self, text: str) -> None:
        """Show a stored text; it is not an edit and cannot be undone."""
        self._loading = True
        self.document().setUndoRedoEnabled(False)
        self.clear()
        self.document().setDefaultFont(theme.font("report"))
        cursor = self.textCursor()
        form = QTextBlockFormat()
        form.setLineHeight(
            float(theme.px(LINE)), QTextBlockFormat.LineHeightTypes.MinimumHeight.value
        )
        cursor.setBlockFormat(form)
        self._insert(cursor, read_template(text))
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.document().setUndoRedoEnabled(True)
        self._loading = False
        self._fit()

    def written(self) -> Written:
        """Give the text as it is stored, with the way back from its characters."""
        if self._written is None:
            self._written = write_template(self._lines())
        return self._written

    def template(self) -> str:
        """Give the text as it is stored."""
        return self.written().text

    def plain(self) -> str:
        """Give the text as people read it."""
        return _spoken(self._lines(), self._words)

    # ------------------------------------------------------------------ figures
    def figures(self) -> list[tuple[int, Figure]]:
        """List the chips with their positions."""
        found = [mark for line in self._lines() for mark in line]
        return [(mark.position, mark.figure) for mark in found if mark.figure is not None]

    def insert_figure(self, figure: Figure) -> None:
        """Put a chip at the cursor, in the place of what is selected."""
        self.insert_parts([[Mark(OBJECT, figure=figure)]])

    def insert_parts(self, lines: Sequence[Sequence[Mark]]) -> None:
        """Put text and figures at the cursor as one step that can be undone."""
        if self.isReadOnly():
            return
        cursor = self.textCursor()
        if self.selected_chip() is not None:
            cursor.setPosition(cursor.selectionEnd())
        cursor.beginEditBlock()
        cursor.removeSelectedText()
        self._insert(cursor, lines)
        cursor.endEditBlock()
        self.setTextCursor(cursor)

    def replace_range(self, start: int, end: int, figure: Figure) -> None:
        """Put a chip in the place of typed characters (document positions)."""
        cursor = self.textCursor()
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.beginEditBlock()
        cursor.removeSelectedText()
        self._insert(cursor, [[Mark(OBJECT, figure=figure)]])
        cursor.endEditBlock()
        self.setTextCursor(cursor)

    def take_typed_tags(self, *, all_of_them: bool = True) -> None:
        """Make chips of tags that were typed by hand; else but the one that holds the cursor.

        The stored text stays as it is, so that this is no edit; Ctrl+Z takes it back all the same.
        """
        if self.isReadOnly():
            return
        at = -1 if all_of_them else self.textCursor().position()
        found = [
            tag for line in self._lines() for tag in typed_tags(line) if not tag[0] < at < tag[1]
        ]
        if not found:
            return
        self._loading = True
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        for start, end, figure in reversed(found):
            cursor.setPosition(start)
            style = cursor.charFormat() if cursor.atBlockStart() else None
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            form = style or cursor.charFormat()
            bold = form.fontWeight() >= QFont.Weight.Bold
            cursor.insertText(OBJECT, chip_format(figure, _format(bold, form.fontItalic())))
        cursor.endEditBlock()
        self._loading = False
        self.refresh_figures()

    def selected_template(self) -> str:
        """Give what is selected as it is stored."""
        cursor = self.textCursor()
        return write_template(self._lines_between(cursor)).text if cursor.hasSelection() else ""

    def selected_chip(self) -> tuple[int, Figure] | None:
        """Give the chip that alone is selected."""
        cursor = self.textCursor()
        if cursor.selectionEnd() - cursor.selectionStart() != 1:
            return None
        return self.chip_at(cursor.selectionStart())

    def chip_before_cursor(self) -> Figure | None:
        """Give the selected chip, else the last one before the cursor in its paragraph."""
        chosen = self.selected_chip()
        if chosen is not None:
            return chosen[1]
        cursor = self.textCursor()
        start, end = cursor.block().position(), cursor.position()
        found = [figure for position, figure in self.figures() if start <= position < end]
        return found[-1] if found else None

    def chip_rect(self, position: int) -> QRect:
        """Give the place of a chip in the editor's own coordinates."""
        block = self.document().findBlock(position)
        layout, inside = block.layout(), position - block.position()
        line = layout.lineForTextPosition(inside)
        cursor = QTextCursor(self.document())
        cursor.setPosition(position + 1)
        form = cursor.charFormat()
        size = self._painter.intrinsicSize(self.document(), position, form)
        found: Any = line.cursorToX(inside)
        left = found[0] if isinstance(found, tuple) else found
        corner = layout.position() + QPointF(float(left), 0)
        bottom = line.y() + line.ascent() + QFontMetricsF(chip_font(form)).descent()
        top = corner.y() + bottom - size.height()
        return QRectF(corner.x(), top, size.width(), size.height()).toAlignedRect()

    def refresh_figures(self) -> None:
        """Measure and paint the chips again, because their words changed."""
        for position, _figure in self.figures():
            self.document().markContentsDirty(position, 1)
        self.viewport().update()

    def mark_typed(self, numbers: Sequence[TypedNumber]) -> None:
        """Mark typed numbers that contradict a figure."""
        self._typed = typed_marks(self, numbers)
        self.setExtraSelections([*self._typed, *self._faults])

    def mark_faults(self, faults: Sequence[Fault]) -> None:
        """Underline the mistakes of the template language; a chip with one turns red."""
        if not faults and not self._faults:
            return
        places = [self.fault_place(fault) for fault in faults]
        self._wrong = frozenset(start for start, _end in places if self.chip_at(start) is not None)
        self._faults = fault_marks(self, places)
        self.setExtraSelections([*self._typed, *self._faults])
        self.viewport().update()

    def fault_place(self, fault: Fault) -> tuple[int, int]:
        """Tell where in the document a mistake stands: first and last position."""
        return fault_range(self, fault.offset)

    # ------------------------------------------------------------------ style
    def toggle_bold(self) -> None:
        """Make the selection, or what is typed next, bold or not bold."""
        heavy = self.currentCharFormat().fontWeight() >= QFont.Weight.Bold
        form = QTextCharFormat()
        form.setFontWeight(QFont.Weight.Normal if heavy else QFont.Weight.Bold)
        self.mergeCurrentCharFormat(form)

    def toggle_italic(self) -> None:
        """Make the selection, or what is typed next, italic or upright."""
        form = QTextCharFormat()
        form.setFontItalic(not self.currentCharFormat().fontItalic())
        self.mergeCurrentCharFormat(form)

    # ------------------------------------------------------------------ events
    def event(self, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.modifiers() == Qt.KeyboardModifier.ControlModifier
            and event.key() in _OURS
        ):
            # On X11 a text field would take these for deleting; here they belong to the page.
            event.ignore()
            return False
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        chosen = self.selected_chip()
        if chosen is not None and self.hasFocus():
            # Qt tints a selected object with the selection's colour; the chip has its own.
            cursor = QTextCursor(self.document())
            cursor.setPosition(chosen[0] + 1)
            self._painter.drawObject(
                QPainter(self.viewport()),
                QRectF(self.chip_rect(chosen[0])),
                self.document(),
                chosen[0],
                cursor.charFormat(),
            )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, plain = (
            Qt.Key(event.key()),
            not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier,
        )
        chosen = self.selected_chip()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain and chosen is not None:
            self.chip_chosen.emit(chosen[1], chosen[0])
            return
        if plain and key in _ARROWS and self._step_onto_chip(_ARROWS[key]):
            return
        if plain and key in _LINES and self._step_out(_LINES[key]):
            return
        if key == Qt.Key.Key_Backspace and plain:
            self._take_shield_too()
        if event.modifiers() == Qt.KeyboardModifier.ControlModifier and not self.isReadOnly():
            if key == Qt.Key.Key_B:
                self.toggle_bold()
                return
            if key == Qt.Key.Key_I:
                self.toggle_italic()
                return
        if chosen is not None and event.text().isprintable() and event.text():
            # Only Delete and Backspace take a figure away; a letter is written behind it.
            cursor = self.textCursor()
            cursor.setPosition(cursor.selectionEnd())
            self.setTextCursor(cursor)
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() != Qt.MouseButton.LeftButton or self.textCursor().hasSelection():
            return
        near = self.cursorForPosition(event.position().toPoint()).position()
        for position in (near - 1, near):
            chip = self.chip_at(position)
            if chip is not None and self.chip_rect(position).contains(event.position().toPoint()):
                self._select(position)
                self.chip_chosen.emit(chip[1], position)
                return

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.take_typed_tags()
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and not self._loading:
            self.document().setDefaultFont(theme.font("report"))
            palette = self.palette()
            palette.setColor(QPalette.ColorRole.Text, theme.colour("text"))
            self.setPalette(palette)
            self.refresh_figures()

    def createMimeDataFromSelection(self) -> QMimeData:
        lines = self._lines_between(self.textCursor())
        data = QMimeData()
        data.setText(_spoken(lines, self._words))
        data.setData(SECTION_TEXT, write_template(lines).text.encode("utf-8"))
        return data

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText() or source.hasFormat(SECTION_TEXT)

    def insertFromMimeData(self, source: QMimeData) -> None:
        if source.hasFormat(SECTION_TEXT):
            self.insert_parts(
                read_template(bytes(source.data(SECTION_TEXT).data()).decode("utf-8"))
            )
        elif source.hasText():
            text = nfc(source.text()).replace("\r\n", "\n").replace("\u2029", "\n")
            self.insert_parts([[Mark(letter) for letter in line] for line in text.split("\n")])

    # ------------------------------------------------------------------ private
    def _insert(self, cursor: QTextCursor, lines: Sequence[Sequence[Mark]]) -> None:
        for number, line in enumerate(lines):
            if number:
                cursor.insertBlock()
            run, style = "", (False, False)
            for mark in line:
                if run and ((mark.bold, mark.italic) != style or mark.figure is not None):
                    cursor.insertText(run, _format(*style))
                    run = ""
                style = (mark.bold, mark.italic)
                if mark.figure is None:
                    run += mark.text
                else:
                    cursor.insertText(OBJECT, chip_format(mark.figure, _format(*style)))
            if run:
                cursor.insertText(run, _format(*style))
        cursor.setCharFormat(_format(False, False))

    def _lines(self) -> list[list[Mark]]:
        lines: list[list[Mark]] = []
        block = self.document().begin()
        while block.isValid():
            line: list[Mark] = []
            walker = block.begin()
            while not walker.atEnd():
                piece = walker.fragment()
                form = piece.charFormat()
                figure = figure_of(form)
                bold = form.fontWeight() >= QFont.Weight.Bold
                for offset, letter in enumerate(_letters(piece.text())):
                    own = figure if letter == OBJECT else None
                    if letter == "\u2028":
                        lines.append(line)
                        line = []
                    elif letter != OBJECT or own is not None:
                        position = piece.position() + offset
                        line.append(Mark(letter, bold, form.fontItalic(), own, position))
                walker += 1
            lines.append(line)
            block = block.next()
        return lines

    def _lines_between(self, cursor: QTextCursor) -> list[list[Mark]]:
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        lines = [[m for m in line if start <= m.position < end] for line in self._lines()]
        first = self.document().findBlock(start).blockNumber()
        last = self.document().findBlock(end).blockNumber()
        return lines[first : last + 1]

    def chip_at(self, position: int) -> tuple[int, Figure] | None:
        """Give the chip at a position of the document; None for a letter."""
        if not 0 <= position < self.document().characterCount() - 1:
            return None
        if self.document().characterAt(position) != OBJECT:
            return None
        cursor = QTextCursor(self.document())
        cursor.setPosition(position + 1)
        figure = figure_of(cursor.charFormat())
        return (position, figure) if figure is not None else None

    def _select(self, position: int) -> None:
        cursor = self.textCursor()
        cursor.setPosition(position)
        cursor.setPosition(position + 1, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def _is_wrong(self, position: int) -> bool:
        return position in self._wrong

    def _is_chosen(self, position: int) -> bool:
        cursor = self.textCursor()
        inside = cursor.selectionStart() <= position < cursor.selectionEnd()
        return position == self.active or (inside and self.hasFocus())

    def _take_shield_too(self) -> None:
        """Let Backspace take a shielded sign whole, so that it does not become markup first."""
        cursor = self.textCursor()
        at = cursor.position()
        if not cursor.hasSelection() and at > 1:
            if self.document().characterAt(at - 1) != SHIELD:
                return
            cursor.setPosition(at - 2, QTextCursor.MoveMode.KeepAnchor)
            self.setTextCursor(cursor)

    def _step_onto_chip(self, step: int) -> bool:
        cursor = self.textCursor()
        if cursor.hasSelection():
            return False
        position = cursor.position() if step > 0 else cursor.position() - 1
        if self.chip_at(position) is None:
            return False
        self._select(position)
        return True

    def _step_out(self, step: int) -> bool:
        cursor = self.textCursor()
        before = cursor.position()
        kind = QTextCursor.MoveOperation.Down if step > 0 else QTextCursor.MoveOperation.Up
        if cursor.movePosition(kind) and cursor.position() != before:
            return False
        self.stepped.emit(step)
        return True

    def _forget(self) -> None:
        self._written = None

    def _changed(self) -> None:
        if not self._loading:
            self.edited.emit()

    def _fit(self) -> None:
        height = int(QRectF(0, 0, 0, self.document().size().height()).height()) + 2
        self.setFixedHeight(max(height, theme.px(LINE) + 6))


def _format(bold: bool, italic: bool) -> QTextCharFormat:
    form = QTextCharFormat()
    form.setFontWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
    form.setFontItalic(italic)
    return form


def _letters(text: str) -> list[str]:
    """Split as Qt counts positions: a letter outside the basic plane takes two."""
    found: list[str] = []
    for letter in text:
        found.append(letter)
        if ord(letter) > 0xFFFF:
            found.append("")
    return found


def _spoken(lines: Sequence[Sequence[Mark]], words: Words) -> str:
    return without_shields(
        "\n".join(
            "".join(words(mark.figure) if mark.figure else mark.text for mark in line)
            for line in lines
        )
    )
