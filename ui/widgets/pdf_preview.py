"""The preview of a paper: page turner, zoom and pages, as a pane or as a window (F9)."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from danvan_desktop.context import Context
from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _
from ui import messages, printing, tasks, theme
from ui.widgets.buttons import Button, icon_button
from ui.widgets.labels import label
from ui.widgets.panel import Panel
from ui.widgets.pdf_view import PdfView

ZOOMS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0)
FIT = "fit"


class PdfPreview(QWidget):
    """Bar and pages; ``link_clicked`` gives the address of a clicked figure."""

    link_clicked = Signal(str)
    whole_page_wanted = Signal()

    def __init__(self, parent: QWidget | None = None, *, whole_page: bool = True) -> None:
        super().__init__(parent)
        self.view = PdfView(self)
        self.pdf = b""
        self.back = icon_button("back", _("Trang trước"), on_click=lambda: self._turn(-1))
        self.forward = icon_button("forward", _("Trang sau"), on_click=lambda: self._turn(1))
        self.place = label("", "base")
        self.zoom = QComboBox()
        self.zoom.setAccessibleName(_("Độ phóng"))
        self.zoom.addItem(_("Vừa trang"), FIT)
        for factor in ZOOMS:
            self.zoom.addItem(f"{round(factor * 100)}%", factor)
        self.zoom.activated.connect(self._zoomed)
        bar = Panel(ground="raised", lines="bottom", height=36)
        row = QHBoxLayout(bar)
        row.setContentsMargins(8, 2, 8, 2)
        row.setSpacing(theme.px(4))
        for widget in (self.back, self.place, self.forward):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.zoom)
        if whole_page:
            self.whole = Button(
                _("Xem toàn trang (F9)"),
                "preview",
                kind="quiet",
                on_click=self.whole_page_wanted.emit,
            )
            row.addWidget(self.whole)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self.view, 1)
        self.view.page_changed.connect(lambda page: self._show_place())
        self.view.link_clicked.connect(self.link_clicked)
        self._show_place()

    def show_pdf(self, pdf: bytes) -> None:
        """Show a PDF; the page in sight stays in sight."""
        self.pdf = pdf
        self.view.show_pdf(pdf, done=self._show_place)

    def _turn(self, step: int) -> None:
        self.view.go_to(self.view.page + step)

    def _zoomed(self) -> None:
        factor = self.zoom.currentData()
        if factor == FIT:
            self.view.fit_width()
        else:
            self.view.set_zoom(float(factor))

    def _show_place(self) -> None:
        count = self.view.page_count
        words = _("Trang {n} / {total}").format(n=self.view.page + 1, total=count)
        self.place.setText(words if count else _("Đang dựng trang…"))
        self.back.setEnabled(self.view.page > 0)
        self.forward.setEnabled(self.view.page + 1 < count)


class PreviewDialog(QDialog):
    """A paper by itself: read, print, save as PDF, open the folder."""

    def __init__(
        self,
        context: Context,
        pdf: bytes,
        *,
        title: str,
        file_name: str,
        kind: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.context = context
        self.setWindowTitle(title)
        self._file_name = file_name
        self._kind = kind
        self.preview = PdfPreview(self, whole_page=False)
        self.preview.show_pdf(pdf)
        self.print_button = Button(_("In…"), "print", kind="primary", on_click=self.print_page)
        self.save_button = Button(_("Lưu thành PDF…"), "save", on_click=self.save_pdf)
        self.told = label("", "success")
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 8, 12, 8)
        foot.setSpacing(theme.px(8))
        foot.addWidget(self.print_button)
        foot.addWidget(self.save_button)
        foot.addWidget(self.told, 1)
        foot.addWidget(Button(_("Đóng"), on_click=self.accept))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.preview, 1)
        column.addLayout(foot)
        self.resize(theme.px(900), theme.px(660))

    def print_page(self) -> None:
        """Ask for the printer and print."""
        print_with_dialog(
            self.context,
            self.preview.pdf,
            pages=self.preview.view.page_count,
            kind=self._kind,
            parent=self,
            told=self.told.setText,
        )

    def save_pdf(self) -> None:
        """Write the PDF where the clerk wants it."""
        path = save_with_dialog(self.context, self.preview.pdf, self._file_name, parent=self)
        if path is not None:
            self.told.setText(_("Đã lưu {name}").format(name=path.name))


def print_with_dialog(
    context: Context,
    pdf: bytes,
    *,
    pages: int,
    kind: str,
    parent: QWidget,
    told: object = None,
) -> None:
    """Let the clerk choose the printer, then print off the GUI thread and say so."""
    if not printing.has_printer():
        messages.show_note(
            _("Máy này chưa có máy in"),
            _("Lưu thành PDF rồi in ở máy khác, hoặc cài máy in trong Windows."),
            parent,
        )
        return
    printer = printing.ask_printer(context.settings, kind, pages=pages, parent=parent)
    if printer is None:
        return

    def done(count: int) -> None:
        if callable(told):
            told(_("Đã gửi {n} trang tới máy in").format(n=count))

    tasks.run(printing.print_pdf, pdf, printer, done=done, owner=parent)


def save_with_dialog(
    context: Context, pdf: bytes, file_name: str, *, parent: QWidget
) -> Path | None:
    """Ask for a place, write the PDF there durably, and return the path."""
    folder = Path(str(context.settings.get("pdf_folder") or Path.home()))
    path = messages.choose_save(
        _("Lưu thành PDF"), suggested=folder / file_name, kinds="PDF (*.pdf)", parent=parent
    )
    if path is None:
        return None
    path = path if path.suffix.lower() == ".pdf" else path.with_name(path.name + ".pdf")
    try:
        temporary = path.with_name(path.name + ".tmp")
        temporary.write_bytes(pdf)
        temporary.replace(path)
    except OSError as error:
        messages.show_error(_not_written(path, error), parent)
        return None
    context.settings.set("pdf_folder", str(path.parent))
    return path


def _not_written(path: Path, error: OSError) -> UserError:
    return UserError(
        _("Không ghi được {name}.").format(name=path.name),
        safe=_("Văn bản vẫn còn trong chương trình."),
        remedy=_("Chọn thư mục khác hoặc kiểm tra USB rồi lưu lại."),
        code="not_writable",
    )
