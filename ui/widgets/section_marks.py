"""What is marked in the text of a section: typed numbers that contradict, mistakes in a tag."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QFont, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from danvan_desktop.reports.typed_numbers import TypedNumber
from ui import theme

if TYPE_CHECKING:
    from ui.widgets.section_editor import SectionEditor

Selections = list[QTextEdit.ExtraSelection]


def typed_marks(editor: SectionEditor, numbers: Sequence[TypedNumber]) -> Selections:
    """Mark typed numbers; those that are no longer there are left out."""
    written = editor.written()
    form = QTextCharFormat()
    form.setBackground(theme.colour("error_ground"))
    form.setForeground(theme.colour("error"))
    form.setFontWeight(QFont.Weight.Bold)
    form.setUnderlineColor(theme.colour("error"))
    form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
    places = []
    for number in numbers:
        start, end = written.position(number.start), written.position(number.end - 1)
        if written.text[number.start : number.end] == number.typed and min(start, end) >= 0:
            places.append((start, end + 1))
    return _selections(editor, places, form)


def fault_marks(editor: SectionEditor, places: Sequence[tuple[int, int]]) -> Selections:
    """Underline the places of mistakes."""
    form = QTextCharFormat()
    form.setUnderlineColor(theme.colour("error"))
    form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
    form.setBackground(theme.colour("error_ground"))
    return _selections(editor, [place for place in places if place[0] < place[1]], form)


def fault_range(editor: SectionEditor, offset: int) -> tuple[int, int]:
    """Give the chip at an offset of the template, else the tag around it, else its line."""
    written = editor.written()
    text, last = written.text, editor.document().characterCount() - 1
    while 0 < offset < len(text) and written.position(offset) < 0:
        offset -= 1
    start = max(0, written.position(min(offset, max(0, len(text) - 1))))
    if editor.chip_at(start) is not None:
        return start, start + 1
    rest = text[offset:].partition("\n")[0]
    ends = [place + 2 for sign in ("}}", "%}") if (place := rest.find(sign)) >= 0]
    opened = max(text.rfind(sign, 0, offset + 2) for sign in ("{{", "{%"))
    closed = max(text.rfind(sign, 0, offset) for sign in ("}}", "%}"))
    if opened > closed and "\n" not in text[opened:offset]:
        start = max(0, written.position(opened))
    length = min(ends, default=len(rest))
    end = written.position(min(offset + max(length, 1), len(text)) - 1) + 1
    return start, min(max(end, start), last)


def _selections(
    editor: SectionEditor, places: Sequence[tuple[int, int]], form: QTextCharFormat
) -> Selections:
    found = []
    for start, end in places:
        mark = QTextEdit.ExtraSelection()
        cursor = editor.textCursor()
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        mark.cursor = cursor
        mark.format = form
        found.append(mark)
    return found
