"""The text of a report, section by section: printed headings, and an editor under each.

Headings are not text that can be edited. The cursor walks from one section into the next with the
arrow keys, and every section keeps its own undo.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QTextCursor, QWheelEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from danvan_desktop.i18n import _
from danvan_desktop.reports.literal import SHIELD
from danvan_desktop.reports.outline import OutlineItem
from danvan_desktop.reports.typed_numbers import TypedNumber
from danvan_desktop.vietnamese import fold
from ui import theme
from ui.farewell import clear
from ui.widgets.labels import label
from ui.widgets.section_editor import SectionEditor
from ui.widgets.section_text import Figure

MARGIN = 16
INDENT = 6
"""By which the style sheet and the document indent the text under a heading."""


class ReportEditor(QScrollArea):
    """``show_report`` fills it; ``texts`` gives the templates back by section code."""

    edited = Signal(str)
    """The text of a section changed."""
    section_changed = Signal(str)
    """The cursor went into another section."""
    section_left = Signal()
    chip_chosen = Signal(object, object)
    """A chip was chosen: its figure, and its place in this widget's coordinates."""
    scrolled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(_("Nội dung báo cáo"))
        self.sections: dict[str, SectionEditor] = {}
        self.current = ""
        """Code of the section that the cursor is in."""
        self._shown: dict[Figure, str] = {}
        self._headings: dict[str, QLabel] = {}
        self._page = _Paper()
        self._column = QVBoxLayout(self._page)
        self._column.setContentsMargins(MARGIN, 8, MARGIN, 24)
        self._column.setSpacing(theme.px(2))
        self.setWidget(self._page)
        self._arriving = ""
        """Section to bring into sight as soon as its place is known; sections grow when shown."""
        bar = self.verticalScrollBar()
        bar.valueChanged.connect(lambda _value: self.scrolled.emit())
        bar.rangeChanged.connect(lambda _low, _high: self._arrive())
        bar.actionTriggered.connect(lambda _action: self._leave_off())

    # ------------------------------------------------------------------ content
    def show_report(
        self, texts: Mapping[str, str], items: Sequence[OutlineItem], *, read_only: bool
    ) -> None:
        """Show every section of a report."""
        if list(self.sections) != [item.code for item in items if _writable(item)]:
            self._build(items)
        for item in items:
            heading = self._headings.get(item.code)
            if heading is not None:
                heading.setText(_heading(item))
            editor = self.sections.get(item.code)
            if editor is not None:
                editor.setReadOnly(read_only)
                if editor.template() != texts.get(item.code, ""):
                    editor.show_template(texts.get(item.code, ""))
        if self.current not in self.sections:
            self.current = next(iter(self.sections), "")
        self._show_current()

    def texts(self) -> dict[str, str]:
        """Give every section's text as it is stored."""
        return {code: editor.template() for code, editor in self.sections.items()}

    def set_shown(self, shown: Mapping[tuple[str, str], str]) -> None:
        """Give the chips their words."""
        now = {Figure(path, name): words for (path, name), words in shown.items()}
        if now == self._shown:
            return
        self._shown = now
        for editor in self.sections.values():
            editor.refresh_figures()

    def mark_typed(self, numbers: Sequence[TypedNumber]) -> None:
        """Mark the typed numbers that contradict a figure."""
        for code, editor in self.sections.items():
            editor.mark_typed([number for number in numbers if number.section == code])

    def words(self, figure: Figure) -> str:
        """Give the words of a figure, "" while they are not known."""
        return self._shown.get(figure, "")

    # ------------------------------------------------------------------ going somewhere
    @property
    def editor(self) -> SectionEditor | None:
        """The editor of the section that the cursor is in."""
        return self.sections.get(self.current)

    @property
    def in_sight(self) -> str:
        """Code of the section that is read: the cursor's if it is in sight, else the topmost."""
        top = self.verticalScrollBar().value()
        bottom = top + self.viewport().height()
        seen = [code for code in self.sections if self._span(code)[1] > top]
        if self._arriving or not self.isVisible() or not seen:
            return self.current
        begin, end = self._span(self.current) if self.current in self.sections else (0, 0)
        return self.current if begin < bottom and end > top else seen[0]

    def go_to(self, code: str, *, end: bool = False, select: tuple[int, int] | None = None) -> None:
        """Put the cursor into a section: at its start, its end, or on a range of characters."""
        editor = self.sections.get(code)
        if editor is None:
            self._show_heading(code)
            return
        cursor = editor.textCursor()
        if select is not None:
            cursor.setPosition(select[0])
            cursor.setPosition(select[1], QTextCursor.MoveMode.KeepAnchor)
            editor.setTextCursor(cursor)
        elif end:
            editor.moveCursor(QTextCursor.MoveOperation.End)
        self._arriving = code
        editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self._enter(code)
        self._arrive()
        self._follow(editor)

    def find_words(self, words: str) -> bool:
        """Go to the next place of some words, without regard to tones; around the end."""
        codes = list(self.sections)
        wanted = _flat(words.strip())
        if not wanted or not codes:
            return False
        start = codes.index(self.current) if self.current in codes else 0
        # A sign that came from a record has its shield behind it, which nobody types.
        pattern = re.compile(f"{SHIELD}?".join(map(re.escape, wanted)))
        for step in range(len(codes) + 1):
            editor = self.sections[codes[(start + step) % len(codes)]]
            begin = editor.textCursor().selectionEnd() if step == 0 else 0
            found = pattern.search(_flat(editor.toPlainText()), begin)
            if found is not None:
                self.go_to(editor.code, select=found.span())
                return True
        return False

    def close_chip(self) -> None:
        """Paint no chip as the one whose popover is open."""
        for editor in self.sections.values():
            if editor.active >= 0:
                editor.active = -1
                editor.viewport().update()

    # ------------------------------------------------------------------ events
    def wheelEvent(self, event: QWheelEvent) -> None:
        self._leave_off()
        super().wheelEvent(event)

    # ------------------------------------------------------------------ private
    def _arrive(self) -> None:
        if self._arriving:
            self._show_heading(self._arriving)

    def _leave_off(self) -> None:
        self._arriving = ""

    def _span(self, code: str) -> tuple[int, int]:
        """Give the upper and the lower edge of a section with its heading, on the page."""
        editor, heading = self.sections[code], self._headings[code]
        top = heading.mapTo(self._page, QPoint(0, 0)).y()
        return top, editor.mapTo(self._page, QPoint(0, 0)).y() + editor.height()

    def _build(self, items: Sequence[OutlineItem]) -> None:
        clear(self._column)
        self.sections, self._headings = {}, {}
        for item in items:
            heading = label("", "card_title", wrap=True)
            heading.setContentsMargins(INDENT, theme.px(10 if item.level <= 1 else 6), 0, 0)
            self._headings[item.code] = heading
            self._column.addWidget(heading)
            if _writable(item):
                self._column.addWidget(self._make_editor(item))
        self._column.addStretch(1)

    def _make_editor(self, item: OutlineItem) -> SectionEditor:
        editor = SectionEditor(item.code, self.words, self._page)
        editor.setAccessibleName(_heading(item))
        editor.setPlaceholderText(_("Chưa viết mục này."))
        editor.edited.connect(lambda: self.edited.emit(editor.code))
        editor.edited.connect(self._leave_off)
        editor.entered.connect(lambda: self._enter(editor.code))
        editor.left.connect(self.section_left)
        editor.stepped.connect(lambda step: self._step(editor.code, step))
        editor.chip_chosen.connect(lambda figure, at: self._choose(editor, figure, at))
        editor.cursorPositionChanged.connect(lambda: self._follow(editor))
        self.sections[item.code] = editor
        return editor

    def _enter(self, code: str) -> None:
        if code != self._arriving:
            self._leave_off()
        if code != self.current:
            self.current = code
            self._show_current()
            self.section_changed.emit(code)

    def _show_current(self) -> None:
        for code, heading in self._headings.items():
            theme.set_role(heading, "card_title" if code == self.current else "section_title")

    def _step(self, code: str, step: int) -> None:
        codes = list(self.sections)
        wanted = codes.index(code) + step
        if 0 <= wanted < len(codes):
            editor = self.sections[codes[wanted]]
            start = QTextCursor.MoveOperation.Start
            editor.moveCursor(start if step > 0 else QTextCursor.MoveOperation.End)
            editor.setFocus(Qt.FocusReason.OtherFocusReason)
            self._follow(editor)

    def _choose(self, editor: SectionEditor, figure: Figure, position: int) -> None:
        self.close_chip()
        editor.active = position
        editor.viewport().update()
        box = editor.chip_rect(position)
        corner = editor.viewport().mapTo(self, box.topLeft())
        self.chip_chosen.emit(figure, QRect(corner, box.size()))

    def _follow(self, editor: SectionEditor) -> None:
        if not editor.hasFocus():
            return
        box = editor.cursorRect()
        place = editor.viewport().mapTo(self._page, box.center())
        self.ensureVisible(place.x(), place.y(), 0, theme.px(40))

    def _show_heading(self, code: str) -> None:
        heading = self._headings.get(code)
        if heading is None:
            return
        top = heading.mapTo(self._page, QPoint(0, 0)).y()
        bar = self.verticalScrollBar()
        below = top + theme.px(60) > bar.value() + self.viewport().height()
        if top < bar.value() or below:
            bar.setValue(max(0, top - theme.px(8)))


class _Paper(QWidget):
    """The ground that the sections stand on."""

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.colour("surface"))


def _flat(text: str) -> str:
    """Fold letter by letter, so that places stay places."""
    return "".join(fold(letter) if letter.isalpha() else letter for letter in text)


def _writable(item: OutlineItem) -> bool:
    return item.leaf or not item.empty


def _heading(item: OutlineItem) -> str:
    return f"{item.mark} {item.title}" if item.mark else item.title
