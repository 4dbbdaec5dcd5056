"""The sections of the open report: their states in the outline, and the way to one of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QTextCursor

from danvan_desktop.errors import Severity
from danvan_desktop.i18n import _
from danvan_desktop.reports.bare_sentences import without_sentences
from danvan_desktop.reports.outline import OutlineItem, outline
from danvan_desktop.reports.review_words import spelling_repairs
from ui.screens import report_work as work
from ui.widgets.report_outline import ANNEXES, Entry
from ui.widgets.section_text import read_template

if TYPE_CHECKING:
    from ui.screens.report import ReportScreen


class ReportSections(QObject):
    """The outline of the text as it stands on the screen."""

    def __init__(self, screen: ReportScreen) -> None:
        super().__init__(screen)
        self.screen = screen
        self._marked = ""
        self.annexes = 0
        """How many tables follow the text."""

    def items(self) -> list[OutlineItem]:
        """Give the outline of the text as it stands on the screen."""
        screen = self.screen
        return outline(screen.drafts.working().values) if screen.record is not None else []

    # ------------------------------------------------------------------ commands
    def show_outline(self) -> None:
        """Show the sections with their states, and how many annexes follow."""
        found = self.screen.found
        faults = work.section_issues(found.issues) if found is not None else {}
        entries = []
        for item in self.items():
            text = f"{item.mark} {item.title}" if item.mark else item.title
            state = _section_state(item, faults.get(item.code)) if item.leaf else ""
            entries.append(Entry(item.code, text, state))
        if self.annexes:
            entries.append(Entry("", _("Phụ lục số liệu")))
            words = _("{n} bảng, lấy từ các sổ").format(n=self.annexes)
            entries.append(Entry(ANNEXES, words, "done"))
        self.screen.panes.show_entries(entries)
        self._mark(self.screen.editor.in_sight)

    def go_to(self, code: str, *, end: bool = False) -> None:
        """Put the cursor into a section and its page into sight."""
        if code == ANNEXES:
            if self.screen.pages is not None:
                self.screen.panes.preview.view.go_to(self.screen.pages.annex_page)
            return
        if self.screen.panes.previewing:
            self.screen.panes.toggle_preview()
        self.screen.editor.go_to(code, end=end)
        self.screen.live.follow_section(code)

    def enter(self, code: str) -> None:
        """Follow the cursor into a section."""
        self._mark(code)
        self.show_place()

    def confirm_and_go_on(self) -> None:
        """Mark the section of the cursor as written and go to the next one that is not."""
        screen = self.screen
        code = screen.editor.current
        if not screen.editable or not code:
            return
        screen.drafts.mark_done(True)
        self.show_place()
        items = [item for item in self.items() if item.leaf]
        place = next((n for n, item in enumerate(items) if item.code == code), 0)
        waiting = [item.code for item in (*items[place + 1 :], *items[:place]) if not item.done]
        if waiting:
            self.go_to(waiting[0])
        else:
            screen.told.emit(_("Mọi mục đã xác nhận"), False)

    def respell(self, code: str) -> None:
        """Write a section in the office's spelling; one step of the text's own undo."""
        editor = self.screen.editor.sections.get(code)
        if editor is not None and self.screen.editable:
            self.go_to(code)
            cursor = editor.textCursor()
            cursor.beginEditBlock()
            for start, end, words in reversed(spelling_repairs(editor.toPlainText())):
                cursor.setPosition(start)
                cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
                cursor.insertText(words)
            cursor.endEditBlock()

    def drop_sentences(self, code: str, paths: Sequence[str]) -> None:
        """Leave out sentences of a section; one step of the text's own undo."""
        editor = self.screen.editor.sections.get(code)
        if editor is not None and self.screen.editable:
            self.go_to(code)
            left = without_sentences(editor.template(), paths)
            editor.selectAll()
            editor.insert_parts(read_template(left))

    def follow_sight(self) -> None:
        """Mark the section that is read: what the outline marks is what stands on the screen."""
        code = self.screen.editor.in_sight
        if code != self._marked:
            self._mark(code)

    def show_place(self) -> None:
        """Show over the text in which section the cursor is, and whether it is written."""
        item = next((i for i in self.items() if i.code == self.screen.editor.current), None)
        box = self.screen.panes.toolbar.done
        box.setVisible(item is not None)
        if item is not None:
            # A section without a number is named by its title, which has no room here.
            name = _("Mục {number}").format(number=item.number) if item.number else _("Mục này")
            box.setText(_("{section}: đã viết xong").format(section=name))
            box.setChecked(self.screen.drafts.done.get(item.code, False))

    def _mark(self, code: str) -> None:
        self._marked = code
        self.screen.panes.mark(code)


def _section_state(item: OutlineItem, worst: Severity | None) -> str:
    if worst is not None:
        return "error" if worst is Severity.ERROR else "warning"
    if item.taken:
        return "taken"
    if item.empty:
        return "empty"
    return "done" if item.done else "draft"
