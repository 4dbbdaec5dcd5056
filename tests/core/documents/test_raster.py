"""Pages as pictures: what is drawn is what the PDF holds."""

from __future__ import annotations

import io
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from danvan_desktop.documents.raster import PdfPages
from danvan_desktop.errors import Cancelled, UserError


@pytest.fixture(scope="module")
def pdf() -> bytes:
    """Two A4 pages: a black square 20 mm from the left and top, and a link over it."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595.28, 841.89))
    canvas.rect(56.69, 841.89 - 56.69 - 72, 72, 72, fill=1)
    canvas.linkURL("danvan:figure/dvk_cong_nhan", (56.69, 713.2, 128.69, 785.2))
    canvas.showPage()
    canvas.drawString(100, 100, "2")
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def test_picture_has_the_page_in_place(pdf: bytes) -> None:
    """At 72 dpi a pixel is a point: the square is black, beside it is white."""
    with PdfPages(pdf) as pages:
        assert len(pages) == 2
        picture = pages.picture(0, dpi=72)
    assert (picture.width, picture.height) == (595, 841) or (picture.height == 842)

    def pixel(x: int, y: int) -> tuple[int, ...]:
        start = y * picture.stride + 4 * x
        return tuple(picture.pixels[start : start + 3])

    assert pixel(90, 90) == (0, 0, 0)
    assert pixel(40, 90) == (255, 255, 255)


def test_links_have_address_and_box(pdf: bytes) -> None:
    """A figure's link is found where it was laid, measured from the top."""
    with PdfPages(pdf) as pages:
        (link,) = pages.links(0)
        assert pages.links(1) == []
    assert link.uri == "danvan:figure/dvk_cong_nhan"
    assert (round(link.left), round(link.top)) == (57, 57)


def test_pages_may_be_drawn_from_several_threads(pdf: bytes) -> None:
    """Preview and printing may draw at the same time."""
    with PdfPages(pdf) as pages:
        results: list[int] = []
        threads = [
            threading.Thread(target=lambda: results.append(pages.picture(0, dpi=50).width))
            for _number in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(set(results)) == 1
    assert len(results) == 4


def test_damaged_file_is_refused_in_words() -> None:
    """What is no PDF is not shown."""
    with pytest.raises(UserError, match="PDF"):
        PdfPages(b"%PDF-1.4 nothing")


def test_closed_file_gives_no_more_pages(pdf: bytes) -> None:
    """A page that is asked for after its file was closed is not drawn, and nothing breaks."""
    pages = PdfPages(pdf)
    pages.close()
    pages.close()
    with pytest.raises(Cancelled):
        pages.picture(0, dpi=50)


def test_file_left_open_is_closed_at_the_end(pdf: bytes, tmp_path: Path) -> None:
    """A program that ends while it shows a PDF says nothing about it."""
    path = tmp_path / "trang.pdf"
    path.write_bytes(pdf)
    code = (
        "import sys; from pathlib import Path\n"
        "from danvan_desktop.documents.raster import PdfPages\n"
        "kept = PdfPages(Path(sys.argv[1]).read_bytes()); kept.picture(0, dpi=50)"
    )
    root = Path(__file__).resolve().parents[3]
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code, str(path)],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
