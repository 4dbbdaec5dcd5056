"""The preview of a paper: page turner, zoom and pages, as a pane or as a window (F9)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from danvan_desktop.context import Context
from danvan_desktop.errors import UserError
from danvan_desktop.i18n import N_, _
from danvan_desktop.signing.files import replacing
from ui import messages, tasks, theme
from ui.folders import open_folder
from ui.widgets.buttons import Button, icon_button
from ui.widgets.labels import label
from ui.widgets.panel import Panel
from ui.widgets.pdf_search import PdfSearch
from ui.widgets.pdf_view import Fit, PdfView
from ui.word_file import WORD_KEYS, Writer, save_as_word

ZOOM_KEPT = "preview_zoom"

ZOOMS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)
STEP = 1.25
"""How much Ctrl + and Ctrl − change the zoom."""
FITS = {Fit.WIDTH.value: N_("Vừa chiều ngang"), Fit.PAGE.value: N_("Vừa cả trang")}


class PdfPreview(QWidget):
    """Bar and pages; ``link_clicked`` gives the address of a clicked figure."""

    link_clicked = Signal(str)
    whole_page_wanted = Signal()
    zoom_chosen = Signal(object)
    """What the clerk chose: ``width``, ``page`` or a factor."""

    def __init__(self, parent: QWidget | None = None, *, whole_page: bool = True) -> None:
        super().__init__(parent)
        self.view = PdfView(self)
        self.search = PdfSearch(self.view, self)
        self.pdf = b""
        self.back = icon_button("back", _("Trang trước"), on_click=lambda: self._turn(-1))
        self.forward = icon_button("forward", _("Trang sau"), on_click=lambda: self._turn(1))
        self.place = label("", "base")
        self.zoom = QComboBox()
        self.zoom.setAccessibleName(_("Độ phóng"))
        for fit, words in FITS.items():
            self.zoom.addItem(_(words), fit)
        for factor in ZOOMS:
            self.zoom.addItem(f"{round(factor * 100)}%", factor)
        self.zoom.activated.connect(lambda _n: self.show_zoom(self.zoom.currentData()))
        self._lay_out(whole_page=whole_page)
        self.view.page_changed.connect(lambda page: self._show_place())
        self.view.zoom_changed.connect(lambda zoom: self._show_zoom())
        self.view.link_clicked.connect(self.link_clicked)
        self._show_place()

    def show_pdf(self, pdf: bytes, linked: bytes = b"") -> None:
        """Show a PDF; the page in sight stays in sight.

        ``linked`` is another rendering of it, whose figures can be clicked.
        """
        self.pdf = pdf
        if linked and linked != pdf:
            self.view.show_linked(pdf, linked, done=self._shown)
        else:
            self.view.show_pdf(pdf, done=self._shown)

    def show_parts(self, body: bytes, rest: bytes, first: int) -> None:
        """Show the text anew before pages that were made earlier; the page in sight stays.

        ``pdf`` is still the last whole file.
        """
        self.view.show_parts(body, rest, first, done=self._shown)

    def show_zoom(self, zoom: object) -> None:
        """Show at a zoom: ``width``, ``page`` or a factor; anything else changes nothing."""
        if zoom == Fit.WIDTH.value:
            self.view.fit_width()
        elif zoom == Fit.PAGE.value:
            self.view.fit_page()
        elif isinstance(zoom, int | float):
            self.view.set_zoom(float(zoom))
        else:
            return
        self._show_zoom()
        self.zoom_chosen.emit(zoom)

    def zoom_by(self, factor: float) -> None:
        """Show larger or smaller."""
        self.show_zoom(self.view.zoom * factor)

    def _lay_out(self, *, whole_page: bool) -> None:
        bar = Panel(ground="raised", lines="bottom", height=36)
        row = QHBoxLayout(bar)
        row.setContentsMargins(8, 2, 8, 2)
        row.setSpacing(theme.px(4))
        for widget in (self.back, self.place, self.forward):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(
            icon_button("search", _("Tìm trong văn bản (Ctrl+F)"), on_click=self.search.begin)
        )
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
        column.addWidget(self.search)
        column.addWidget(self.view, 1)

    def _turn(self, step: int) -> None:
        self.view.go_to(self.view.page + step)

    def _shown(self) -> None:
        self._show_place()
        if self.search.isVisible():
            self.search.search()

    def _show_zoom(self) -> None:
        """Let the list say what the view does, also after the wheel."""
        fit = self.view.fit
        if fit is not Fit.NONE:
            self.zoom.setCurrentIndex(self.zoom.findData(fit.value))
            return
        place = self.zoom.findData(self.view.zoom)
        self.zoom.setCurrentIndex(place)
        if place < 0:
            self.zoom.setPlaceholderText(f"{round(self.view.zoom * 100)}%")

    def _show_place(self) -> None:
        count = self.view.page_count
        words = _("Trang {n} / {total}").format(n=self.view.page + 1, total=count)
        self.place.setText(words if count else _("Đang dựng trang…"))
        self.back.setEnabled(self.view.page > 0)
        self.forward.setEnabled(self.view.page + 1 < count)


class PreviewDialog(QDialog):
    """A paper by itself: read, print, save as PDF or Word, open the folder.

    ``word`` writes the paper as DOCX; without it there is only the PDF. ``leaving`` makes the file
    that is printed and saved where the one shown has links that only this window understands.
    """

    def __init__(
        self,
        context: Context,
        pdf: bytes,
        *,
        title: str,
        file_name: str,
        kind: str,
        word: Writer | None = None,
        leaving: Callable[[], bytes] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.context = context
        self._leaving = leaving
        self.over: QWidget | None = None
        """What a click on a page has brought up; Esc closes it."""
        self._word = word
        self._saved: Path | None = None
        self.setWindowTitle(title)
        self._file_name = file_name
        self._kind = kind
        self.preview = PdfPreview(self, whole_page=False)
        self.preview.show_zoom(context.settings.get(ZOOM_KEPT, Fit.WIDTH.value))
        self.preview.zoom_chosen.connect(lambda zoom: context.settings.set(ZOOM_KEPT, zoom))
        self.preview.show_pdf(pdf)
        self.print_button = Button(_("In…"), "print", kind="primary", on_click=self.print_page)
        self.save_button = Button(_("Lưu thành PDF…"), "save", on_click=self.save_pdf)
        self.word_button = Button(_("Lưu thành Word…"), "save", on_click=self.save_word)
        self.word_button.setVisible(word is not None)
        self.folder_button = Button(
            _("Mở thư mục"), "folder", kind="quiet", on_click=self.open_folder
        )
        self.folder_button.hide()
        self.told = label("", "success", wrap=True)  # it names a folder, which may be long
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 8, 12, 8)
        foot.setSpacing(theme.px(8))
        foot.addWidget(self.print_button)
        foot.addWidget(self.save_button)
        foot.addWidget(self.word_button)
        foot.addWidget(self.told, 1)
        foot.addWidget(self.folder_button)
        foot.addWidget(Button(_("Đóng"), on_click=self.accept))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.preview, 1)
        column.addLayout(foot)
        self.resize(*theme.dialog_size(parent, 900, 690))
        for keys, call in self._keys():
            QShortcut(QKeySequence(keys), self, call)
        self.preview.view.setFocus()

    def print_page(self) -> None:
        """Open the print dialog."""
        self._with_file(self._print)

    def _print(self, pdf: bytes) -> None:
        print_with_dialog(
            self.context,
            pdf,
            kind=self._kind,
            title=self.windowTitle(),
            file_name=self._file_name,
            parent=self,
            told=self.told.setText,
        )

    def reject(self) -> None:
        """Close what stands over the pages first, then leave the search, then the dialog."""
        if self.over is not None and self.over.isVisible():
            self.over.hide()
        elif self.preview.search.isVisible():
            self.preview.search.leave()
        else:
            super().reject()

    def _keys(self) -> tuple[tuple[str, Callable[[], object]], ...]:
        preview = self.preview
        return (
            ("Ctrl+F", preview.search.begin),
            ("Ctrl+P", self.print_page),
            ("Ctrl+S", self.save_pdf),
            (WORD_KEYS, self.save_word),
            ("Ctrl++", lambda: preview.zoom_by(STEP)),
            ("Ctrl+=", lambda: preview.zoom_by(STEP)),
            ("Ctrl+-", lambda: preview.zoom_by(1 / STEP)),
            ("Ctrl+0", lambda: preview.show_zoom(1.0)),
            ("F3", lambda: preview.search.step(1)),
            ("Shift+F3", lambda: preview.search.step(-1)),
        )

    def save_pdf(self) -> None:
        """Write the PDF where the clerk wants it."""
        self._with_file(self._save)

    def _save(self, pdf: bytes) -> None:
        path = save_with_dialog(self.context, pdf, self._file_name, parent=self)
        if path is not None:
            self.told.setText(_("Đã lưu {name}").format(name=path.name))
            self._keep(path)

    def save_word(self) -> None:
        """Write a DOCX where the clerk wants it."""
        if self._word is not None:
            save_as_word(
                self.context,
                self._word,
                Path(self._file_name).stem + ".docx",
                kind=self._kind,
                parent=self,
                told=self.told.setText,
                saved=self._keep,
            )

    def open_folder(self) -> None:
        """Open the folder of the file that was saved last."""
        if self._saved is not None:
            open_folder(self._saved.parent)

    def _with_file(self, use: Callable[[bytes], None]) -> None:
        """Hand on the file that may leave the window, made beside the window when need be."""
        if self._leaving is None:
            use(self.preview.pdf)
        else:
            tasks.run(self._leaving, done=use, owner=self)

    def _keep(self, path: Path) -> None:
        self._saved = path
        self.folder_button.show()


def print_with_dialog(
    context: Context,
    pdf: bytes,
    *,
    kind: str,
    title: str,
    file_name: str,
    parent: QWidget,
    told: Callable[[str], object] | None = None,
) -> None:
    """Open the print dialog; ``told`` gets a sentence when pages were sent.

    ``kind`` is the kind of paper for which printer, copies and sides are remembered.
    """
    from ui.print_dialog import PrintDialog  # it shows the pages with this file's preview

    dialog = PrintDialog(context, pdf, kind=kind, title=title, file_name=file_name, parent=parent)

    def finished(_code: int) -> None:
        words = dialog.told.text()
        if told is not None and words:
            told(words)

    dialog.finished.connect(finished)
    dialog.open()


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
        with replacing(path) as file:
            file.write(pdf)
    except UserError as error:
        messages.show_error(error, parent)
        return None
    context.settings.set("pdf_folder", str(path.parent))
    return path
