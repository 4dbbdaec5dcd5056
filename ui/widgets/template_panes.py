"""The panes of the template editor: outline, text with its mistakes, pages of a sample."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from danvan_desktop.i18n import _
from ui import theme
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button, icon_button
from ui.widgets.fault_list import FaultList
from ui.widgets.labels import label
from ui.widgets.panel import Panel
from ui.widgets.pdf_preview import PdfPreview
from ui.widgets.report_editor import ReportEditor
from ui.widgets.template_outline import TemplateOutline

OUTLINE, PREVIEW = 240, 436


class TemplateToolbar(Panel):
    """Letters, figures, and a menu of everything else that a template can hold."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, ground="raised", lines="bottom", height=36)
        self.bold = icon_button("bold", _("Đậm (Ctrl+B)"))
        self.italic = icon_button("italic", _("Nghiêng (Ctrl+I)"))
        self.figure = Button(_("Chèn số liệu (Ctrl+D)"), "add", dense=True)
        self.menu = QMenu(self)
        self.more = Button(_("Chèn khác…"), "more", dense=True, on_click=self._show_menu)
        self.more.setToolTip(_("Điều kiện, danh sách, bảng, tên kỳ, tên cơ quan"))
        self.pages = Button(_("Trang in (F9)"), "preview", kind="quiet", dense=True)
        for button in (self.bold, self.italic, self.figure, self.more):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 12, 4)
        row.setSpacing(theme.px(6))
        for widget in (self.bold, self.italic, self.figure, self.more, self.pages):
            row.addWidget(widget)
        row.addStretch(1)

    def _show_menu(self) -> None:
        self.menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height())))


class TemplatePanes(QWidget):
    """Three panes beside each other; in the narrow form the pages take the place of the text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.outline = TemplateOutline()
        self.banner = Banner()
        self.toolbar = TemplateToolbar()
        self.heading = QLineEdit()
        self.heading.setAccessibleName(_("Tiêu đề mục"))
        self.heading.setPlaceholderText(_("Tiêu đề của mục, ví dụ: Phong trào thi đua"))
        self.editor = ReportEditor()
        self.editor.setAccessibleName(_("Nội dung mẫu"))
        self.faults = FaultList()
        self.samples = QComboBox()
        self.samples.setAccessibleName(_("Xem thử với"))
        self.samples.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.samples.setMinimumContentsLength(18)
        self.preview = PdfPreview()
        self.previewing = False
        self._narrow = False
        self._lay_out()

    def set_narrow(self, narrow: bool) -> None:
        """Take the narrow form or the wide one."""
        self._narrow = narrow
        self.previewing = False
        self._arrange()

    def toggle_preview(self) -> bool:
        """Change between text and pages in the narrow form; False in the wide one."""
        if self._narrow:
            self.previewing = not self.previewing
            self._arrange()
        return self._narrow

    def _lay_out(self) -> None:
        name = label(_("Tiêu đề mục"), "label")
        name.setBuddy(self.heading)
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 16, 4)
        head.setSpacing(8)
        head.addWidget(name)
        head.addWidget(self.heading, 1)
        self._middle = Panel(lines="right")
        column = QVBoxLayout(self._middle)
        column.setContentsMargins(0, 0, 1, 0)
        column.setSpacing(0)
        column.addWidget(self.toolbar)
        column.addWidget(self.banner)
        column.addLayout(head)
        column.addWidget(self.editor, 1)
        column.addWidget(self.faults)
        tried = label(_("Xem thử với"), "label")
        tried.setBuddy(self.samples)
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 4, 8, 4)
        bar.setSpacing(8)
        bar.addWidget(tried)
        bar.addWidget(self.samples, 1)
        self._right = QWidget()
        pages = QVBoxLayout(self._right)
        pages.setContentsMargins(0, 0, 0, 0)
        pages.setSpacing(0)
        pages.addLayout(bar)
        pages.addWidget(self.preview, 1)
        self._split = QSplitter()
        self._split.setHandleWidth(1)
        self._split.setChildrenCollapsible(False)
        for pane in (self.outline, self._middle, self._right):
            self._split.addWidget(pane)
        self._split.setStretchFactor(1, 1)
        self._split.setSizes([theme.px(OUTLINE), theme.px(640), theme.px(PREVIEW)])
        self.outline.setMinimumWidth(theme.px(190))
        self._right.setMinimumWidth(theme.px(300))
        self._middle.setMinimumWidth(theme.px(400))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._split)
        self._arrange()

    def _arrange(self) -> None:
        narrow = self._narrow
        self.outline.setVisible(not (narrow and self.previewing))
        self._middle.setVisible(not self.previewing)
        self._right.setVisible(self.previewing or not narrow)
        self.toolbar.pages.setVisible(narrow)
        self.preview.whole.setText(_("Về nội dung (F9)") if narrow else _("Xem toàn trang (F9)"))
