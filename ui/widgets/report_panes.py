"""The panes of the report editor: three beside each other, or in tabs when it is narrow."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from danvan_desktop.i18n import _
from ui import theme
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button, icon_button
from ui.widgets.labels import label
from ui.widgets.panel import Panel
from ui.widgets.pdf_preview import PdfPreview
from ui.widgets.report_editor import ReportEditor
from ui.widgets.report_outline import Entry, ReportOutline
from ui.widgets.review_panel import ReviewPanel
from ui.widgets.stepper import StatePath

OUTLINE, PREVIEW = 254, 500
CHECK = 190
"""Height of the check under the text: head and four lines."""


class ReportToolbar(Panel):
    """Bold, italic, insert a figure, compare; at the right which section is being written."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, ground="raised", lines="bottom", height=36)
        self.bold = icon_button("bold", _("Đậm (Ctrl+B)"))
        self.italic = icon_button("italic", _("Nghiêng (Ctrl+I)"))
        self.insert = Button(_("Chèn số liệu (Ctrl+D)"), "add", dense=True)
        self.compare = Button(_("Câu so sánh cùng kỳ"), kind="quiet", dense=True)
        self.pages = Button(_("Trang in (F9)"), "preview", kind="quiet", dense=True)
        self.done = QCheckBox()
        self.done.setToolTip(_("Đánh dấu khi mục này đã đọc lại và viết xong"))
        for button in (self.bold, self.italic, self.insert, self.compare):
            # The text keeps the focus, so a style goes to what is selected there.
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 12, 4)
        row.setSpacing(theme.px(6))
        for button in (self.bold, self.italic, self.insert, self.compare):
            row.addWidget(button)
        row.addWidget(self.pages)
        row.addStretch(1)
        row.addWidget(self.done)

    def allow(self, editing: bool) -> None:
        """Allow editing, or say why not."""
        why = "" if editing else _("Báo cáo đã chốt số liệu; mở lại để sửa")
        for button in (self.bold, self.italic, self.insert, self.compare):
            keep = button.toolTip()
            button.forbid(why)
            if not why and button in (self.bold, self.italic):
                button.setToolTip(keep if keep and keep != why else button.accessibleName())
        self.done.setEnabled(editing)


class ReportPanes(QWidget):
    """Outline, text with its check, preview."""

    section_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.outline = ReportOutline()
        self.sections = QComboBox()
        self.sections.setAccessibleName(_("Các mục của báo cáo"))
        self.banner = Banner()
        self.path = StatePath()
        self._path_told = label("", "help")
        self.toolbar = ReportToolbar()
        self.search = QLineEdit()
        self.search.setPlaceholderText(
            _("Tìm trong báo cáo, không cần dấu; Enter để tới chỗ tiếp theo")
        )
        self.search.setAccessibleName(_("Tìm trong báo cáo"))
        self.search.setClearButtonEnabled(True)
        self.search.hide()
        self.editor = ReportEditor()
        self.review = ReviewPanel()
        self.preview = PdfPreview()
        self.previewing = False
        """In the narrow form: whether the pages stand in the place of the text."""
        self._narrow = False
        self._shared = False
        self.outline.chosen.connect(self.section_wanted)
        self.sections.activated.connect(
            lambda row: self.section_wanted.emit(str(self.sections.itemData(row)))
        )
        self._lay_out()

    # ------------------------------------------------------------------ commands
    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show the outline, in the list and in the narrow form's box."""
        self.outline.show_entries(entries)
        wanted = self.sections.currentData()
        self.sections.clear()
        for entry in entries:
            if entry.state:
                self.sections.addItem(entry.text, entry.key)
        self.mark(str(wanted or ""))

    def tell_path(self, words: str) -> None:
        """Say beside the path who took the last step, and when."""
        self._path_told.setText(words)

    def mark(self, code: str) -> None:
        """Mark the section that is read."""
        self.outline.mark(code)
        self.sections.setCurrentIndex(max(0, self.sections.findData(code)))

    def set_narrow(self, narrow: bool) -> None:
        """Take the narrow form or the wide one."""
        self._narrow = narrow
        self.previewing = False
        self.review.fold(narrow)
        self._arrange()

    def toggle_preview(self) -> bool:
        """Change between text and pages in the narrow form; False in the wide one."""
        if self._narrow:
            page = self.preview.view.page
            self.previewing = not self.previewing
            self._arrange()
            # The page fills another width now; what was in sight stays in sight.
            QTimer.singleShot(0, self, lambda: self.preview.view.go_to(page))
        return self._narrow

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._shared and not self._narrow:
            # Before it has its width a splitter shares what it does not have.
            self._shared = True
            rest = self.width() - theme.px(OUTLINE) - theme.px(PREVIEW)
            self._split.setSizes([theme.px(OUTLINE), rest, theme.px(PREVIEW)])

    # ------------------------------------------------------------------ private
    def _lay_out(self) -> None:
        self._work = QSplitter(Qt.Orientation.Vertical)
        self._work.setHandleWidth(1)
        self._work.setChildrenCollapsible(False)
        self._work.addWidget(self.editor)
        self._work.addWidget(self.review)
        self._work.setStretchFactor(0, 1)
        self._work.setSizes([theme.px(406), theme.px(CHECK)])
        self.review.folded.connect(self._share)
        self._middle = Panel(lines="right")
        column = QVBoxLayout(self._middle)
        column.setContentsMargins(0, 0, 1, 0)
        column.setSpacing(0)
        self._section_bar = QWidget()
        box = QHBoxLayout(self._section_bar)
        box.setContentsMargins(12, 6, 12, 4)
        box.addWidget(self.sections)
        column.addWidget(self._section_bar)
        column.addWidget(self.toolbar)
        column.addWidget(self.search)
        column.addWidget(self.banner)
        column.addWidget(self._work, 1)
        self._split = QSplitter()
        self._split.setHandleWidth(1)
        self._split.setChildrenCollapsible(False)
        for pane in (self.outline, self._middle, self.preview):
            self._split.addWidget(pane)
        self._split.setStretchFactor(1, 1)
        self.outline.setMinimumWidth(theme.px(180))
        self.preview.setMinimumWidth(theme.px(300))
        self._middle.setMinimumWidth(theme.px(430))
        strip = Panel(ground="raised", lines="bottom", height=30)
        row = QHBoxLayout(strip)
        row.setContentsMargins(12, 2, 12, 3)
        row.setSpacing(12)
        row.addWidget(self.path)
        row.addStretch(1)
        row.addWidget(self._path_told)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(strip)
        outer.addWidget(self._split, 1)
        self._arrange()

    def _share(self, folded: bool) -> None:
        """Give the text what the folded check leaves; a splitter does not see that by itself."""
        height = self._work.height()
        part = self.review.maximumHeight() if folded else min(theme.px(CHECK), height // 2)
        self._work.setSizes([max(height - part, 1), part])

    def _arrange(self) -> None:
        self.outline.setVisible(not self._narrow)
        self._section_bar.setVisible(self._narrow)
        self._middle.setVisible(not self.previewing)
        self.preview.setVisible(self.previewing or not self._narrow)
        self.toolbar.pages.setVisible(self._narrow)
        self.preview.whole.setText(_("Về nội dung (F9)") if self._narrow else _("Toàn trang (F9)"))
