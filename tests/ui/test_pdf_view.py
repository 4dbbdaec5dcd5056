"""The preview shows the pages of the real PDF, and finds words on them."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from danvan_desktop.settings import Settings
from ui import theme
from ui.widgets.pdf_preview import PdfPreview, PreviewDialog
from ui.widgets.pdf_view import KEPT_BYTES, Fit


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


@pytest.fixture(scope="module")
def long_pdf() -> bytes:
    """Two hundred pages, each with its number in words."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595.28, 841.89))
    for number in range(200):
        canvas.drawString(100, 700, f"trang so {number + 1} cua van ban")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


@pytest.fixture
def dialog(qtbot: QtBot, long_pdf: bytes, tmp_path: Path) -> PreviewDialog:
    """The whole-page preview of the long paper."""
    context: Any = SimpleNamespace(settings=Settings(tmp_path / "settings.json"))
    box = PreviewDialog(context, long_pdf, title="Văn bản", file_name="v.pdf", kind="BC")
    qtbot.addWidget(box)
    box.show()
    qtbot.waitUntil(lambda: box.preview.view.page_count == 200)
    qtbot.waitUntil(lambda: box.preview.view.drawn)
    return box


def test_long_paper_keeps_few_pictures(qtbot: QtBot, dialog: PreviewDialog) -> None:
    """However far one reads, the pictures of pages take no more than their share of memory."""
    view = dialog.preview.view
    for page in range(0, 200, 12):
        view.go_to(page)
        qtbot.waitUntil(lambda: view.drawn)
    assert sum(p.sizeInBytes() for p in view._pictures.values()) <= KEPT_BYTES
    assert len(view._links) <= 60


def test_keys_turn_pages_and_change_the_zoom(qtbot: QtBot, dialog: PreviewDialog) -> None:
    """Home, End, Page Down and Ctrl with + − 0 do what they do in every reader."""
    view = dialog.preview.view
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert view.page == 199
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert view.page == 0
    dialog.preview.show_zoom("page")
    qtbot.keyClick(view, Qt.Key.Key_PageDown)
    qtbot.keyClick(view, Qt.Key.Key_PageDown)
    assert view.page == 2
    qtbot.keyClick(dialog, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert view.zoom == 1.0
    assert view.page == 2
    qtbot.keyClick(dialog, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert view.zoom == 1.25
    assert dialog.preview.zoom.currentText() == "125%"


def test_zoom_is_remembered(qtbot: QtBot, dialog: PreviewDialog, long_pdf: bytes) -> None:
    """The next paper opens as the last one was read."""
    dialog.preview.show_zoom("page")
    again = PreviewDialog(dialog.context, long_pdf, title="Hai", file_name="v.pdf", kind="BC")
    qtbot.addWidget(again)
    assert again.preview.view.fit is Fit.PAGE


def test_search_goes_from_place_to_place(
    qtbot: QtBot, dialog: PreviewDialog, settled: Callable[[], None]
) -> None:
    """Ctrl+F finds words without tones; Enter goes on, Esc closes the search and not the paper."""
    search, view = dialog.preview.search, dialog.preview.view
    qtbot.keyClick(dialog, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert search.isVisible()
    search.field.setText("Trang so 15")
    search.search()
    settled()
    assert [one.page for one in search.found] == [14, *range(149, 159)]
    assert search.count.text() == "1/11 chỗ"
    qtbot.keyClick(search.field, Qt.Key.Key_Return)
    assert view.page == 149
    assert search.count.text() == "2/11 chỗ"
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not search.isVisible()
    assert dialog.isVisible()


def test_search_without_result_says_so(dialog: PreviewDialog, settled: Callable[[], None]) -> None:
    """Nothing found is a sentence, not an empty bar."""
    search = dialog.preview.search
    search.begin()
    search.field.setText("không có đâu")
    search.search()
    settled()
    assert search.count.text() == "Không thấy"
