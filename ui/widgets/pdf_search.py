"""Searching in the pages of a paper: a field, how many places, and the way between them."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from danvan_desktop.documents.page_search import Found, find_on_pages
from danvan_desktop.documents.raster import Box
from danvan_desktop.i18n import _
from danvan_desktop.vietnamese import format_number
from ui import tasks, theme
from ui.widgets.buttons import icon_button
from ui.widgets.labels import label
from ui.widgets.panel import Panel
from ui.widgets.pdf_view import PdfView

PAUSE_MS = 250


class PdfSearch(Panel):
    """A bar over the pages; hidden until somebody searches."""

    closed = Signal()

    def __init__(self, view: PdfView, parent: QWidget | None = None) -> None:
        super().__init__(parent, ground="raised", lines="bottom", height=34)
        self._view = view
        self.found: list[Found] = []
        self._place = -1
        self._task: tasks.Task | None = None
        self.field = QLineEdit()
        self.field.setPlaceholderText(_("Tìm trong văn bản"))
        self.field.setAccessibleName(_("Tìm trong văn bản"))
        self.field.setClearButtonEnabled(True)
        self.count = label("", "help")
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 2, 8, 2)
        row.setSpacing(theme.px(4))
        row.addWidget(self.field, 1)
        row.addWidget(self.count)
        row.addWidget(icon_button("up", _("Chỗ trước"), on_click=lambda: self.step(-1)))
        row.addWidget(icon_button("down", _("Chỗ sau"), on_click=lambda: self.step(1)))
        row.addWidget(icon_button("x", _("Đóng tìm kiếm"), on_click=self.leave))
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.search)
        self.field.textEdited.connect(lambda _text: self._pause.start())
        self.field.returnPressed.connect(self._enter)
        # Only in the field: on the page of a report the same keys belong to its text.
        own = Qt.ShortcutContext.WidgetShortcut
        QShortcut(QKeySequence("Shift+Return"), self.field, lambda: self.step(-1), context=own)
        self.hide()

    def begin(self) -> None:
        """Show the bar with its text selected."""
        self.show()
        self.field.setFocus()
        self.field.selectAll()

    def leave(self) -> None:
        """Hide the bar and the marks."""
        self._pause.stop()
        self.hide()
        self._view.mark({})
        self._view.setFocus()
        self.closed.emit()

    def search(self) -> None:
        """Look for what is typed; an older search is dropped."""
        self._pause.stop()
        if self._task is not None:
            self._task.cancel()
        self.found, self._place = [], -1
        self._view.mark({})
        pages = self._view.pages
        words = self.field.text().strip()
        self.count.setText("")
        if pages is None or not words:
            return
        self._task = tasks.run(
            find_on_pages,
            pages,
            words,
            done=self._show,
            progress=lambda _done, _total, _text: None,
            owner=self,
        )

    def step(self, by: int) -> None:
        """Go to the next or the previous place, round the ends."""
        if not self.found:
            return
        self._place = (self._place + by) % len(self.found)
        here = self.found[self._place]
        if here.boxes:
            self._view.show_mark(here.page, here.boxes[0])
        self._show_count()

    def _enter(self) -> None:
        if self._pause.isActive() or not self.found:
            self.search()
        else:
            self.step(1)

    def _show(self, found: list[Found]) -> None:
        self.found = found
        marks: dict[int, list[Box]] = {}
        for one in found:
            marks.setdefault(one.page, []).extend(one.boxes)
        self._view.mark(marks)
        first = next((n for n, one in enumerate(found) if one.page >= self._view.page), 0)
        self._place = first - 1
        self.step(1)
        if not found:
            self.count.setText(_("Không thấy"))

    def _show_count(self) -> None:
        total = format_number(len(self.found))
        self.count.setText(_("{n}/{total} chỗ").format(n=self._place + 1, total=total))
