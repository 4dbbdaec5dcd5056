"""The first step of an import: files are chosen, dropped, or asked for with blank workbooks."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from danvan_desktop.context import Context
from danvan_desktop.i18n import _
from ui import messages
from ui.forms_dialog import ask_forms, told_forms
from ui.screens.import_view import CHECK, ImportView
from ui.widgets.buttons import Button


class ImportStart(ImportView):
    """What the page does before there is anything to check."""

    files_chosen = Signal(list)
    step_wanted = Signal(int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._busy = False
        self.setAcceptDrops(True)

    def choose_files(self) -> None:
        """Ask for workbooks; those chosen before stay."""
        kinds = _("Bảng tính Excel (*.xlsx *.xlsm *.xls);;Mọi tệp (*)")
        chosen = messages.choose_files(_("Chọn tệp Excel"), kinds=kinds, parent=self)
        if chosen:
            self.files_chosen.emit(chosen)

    def choose_folder(self) -> None:
        """Ask for a folder of workbooks."""
        folder = messages.choose_folder(_("Chọn thư mục có tệp Excel"), parent=self)
        if folder is not None:
            self.files_chosen.emit([folder])

    def make_forms(self, register: str = "") -> None:
        """Make blank workbooks for communes to fill in."""
        made = ask_forms(self.context, register, self.period, self)
        if made:
            self.told.emit(told_forms(made), False)

    def show_start(self) -> None:
        """Ask for files."""
        self.start.setEnabled(True)
        buttons = [
            Button(_("Chọn tệp…"), "open", kind="primary", on_click=self.choose_files),
            Button(_("Chọn thư mục…"), "folder", on_click=self.choose_folder),
        ]
        if self.session is None:
            forms = Button(_("Tạo mẫu cho xã…"), "sheet", on_click=self.make_forms)
            buttons.append(forms)
        else:
            words_ = _("Tiếp tục với {n} tệp đã chọn").format(n=len(self.session.plan.files))
            go_on = Button(words_, "forward", on_click=lambda: self.step_wanted.emit(CHECK))
            buttons.append(go_on)
        self.start.show_state(
            icon="import",
            title=_("Chọn các tệp Excel mà xã, cơ quan gửi về"),
            help_text=_(
                "Kéo tệp hoặc cả thư mục thả vào đây cũng được. Chưa có gì được ghi vào sổ "
                "cho đến khi bạn xem lại và nhấn Lưu."
            ),
            buttons=buttons,
        )

    def show_empty_folder(self) -> None:
        """Say that a folder has no workbook."""
        self.start.show_state(
            icon="folder",
            title=_("Thư mục này không có tệp Excel"),
            help_text=_("Chọn thư mục khác, hoặc chọn thẳng tệp .xlsx, .xls."),
            buttons=(
                Button(_("Chọn tệp…"), "open", kind="primary", on_click=self.choose_files),
                Button(_("Chọn thư mục…"), "folder", on_click=self.choose_folder),
            ),
        )

    # ------------------------------------------------------------------ events
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() and not self._busy:
            event.acceptProposedAction()
            self.drop_panel.set_active(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.drop_panel.set_active(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.drop_panel.set_active(False)
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.files_chosen.emit(paths)
