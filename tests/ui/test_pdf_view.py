"""The preview shows the pages of the real PDF; printing draws exactly these pages."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from danvan_desktop.documents.raster import PdfPages
from ui import printing, theme
from ui.widgets.pdf_preview import PdfPreview


@pytest.fixture(scope="module")
def pdf() -> bytes:
    """Three pages, the last landscape; a figure's link on the first."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595.28, 841.89))
    canvas.rect(100, 641, 100, 100, fill=1)
    canvas.linkURL("danvan:figure/dvk_cong_nhan", (100, 641, 200, 741))
    canvas.showPage()
    canvas.showPage()
    canvas.setPageSize((841.89, 595.28))
    canvas.drawString(50, 50, "3")
    canvas.showPage()
    canvas.save()
    return out.getvalue()


@pytest.fixture
def preview(qtbot: QtBot, pdf: bytes) -> PdfPreview:
    """The preview with the file shown."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, mode="light")
    pane = PdfPreview()
    qtbot.addWidget(pane)
    pane.resize(500, 600)
    pane.show()
    pane.show_pdf(pdf)
    qtbot.waitUntil(lambda: pane.view.page_count == 3)
    return pane


def test_preview_draws_and_turns_pages(qtbot: QtBot, preview: PdfPreview) -> None:
    """The words between the arrows name the page in sight."""
    qtbot.waitUntil(lambda: preview.view.drawn)
    assert preview.place.text() == "Trang 1 / 3"
    qtbot.mouseClick(preview.forward, Qt.MouseButton.LeftButton)
    assert preview.place.text() == "Trang 2 / 3"


def test_preview_stays_on_its_page_when_the_text_changes(
    qtbot: QtBot, preview: PdfPreview, pdf: bytes
) -> None:
    """A new rendering of the same report does not jump back to the first page."""
    preview.view.go_to(1)
    preview.show_pdf(pdf)
    qtbot.waitUntil(lambda: preview.view.drawn)
    assert preview.view.page == 1


def test_click_on_a_figure_gives_its_address(qtbot: QtBot, preview: PdfPreview) -> None:
    """A figure of the paper leads to its records."""
    qtbot.waitUntil(lambda: preview.view.drawn)
    box = preview.view._on_screen(0)
    scale = box.width() / 595.28
    place = QPoint(int(box.left() + 150 * scale), int(box.top() + 150 * scale))
    with qtbot.waitSignal(preview.link_clicked) as clicked:
        qtbot.mouseClick(preview.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert clicked.args == ["danvan:figure/dvk_cong_nhan"]


def test_print_draws_every_page_in_its_place(qtbot: QtBot, pdf: bytes, tmp_path: Path) -> None:
    """What reaches the printer has the pages, their orientation and the ink where it was."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    assert printing.print_pdf(pdf, printer) == 3
    with PdfPages(tmp_path / "printed.pdf") as printed, PdfPages(pdf) as source:
        assert len(printed) == 3
        for page in range(3):
            before, after = source.size(page), printed.size(page)
            assert abs(before[0] - after[0]) < 2
            assert abs(before[1] - after[1]) < 2
        picture = printed.picture(0, dpi=72)

    def dark(x: int, y: int) -> bool:
        return picture.pixels[y * picture.stride + 4 * x] < 128

    assert dark(150, 150)
    assert not dark(150, 95)
    assert not dark(95, 150)
