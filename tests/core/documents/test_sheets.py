"""What goes to the printer, measured by an independent reader: moved exactly, never scaled."""

from __future__ import annotations

import io

import pytest
from reportlab.pdfgen.canvas import Canvas

from danvan_desktop.documents.alignment_page import alignment_page
from danvan_desktop.documents.pdf import render_pdf
from danvan_desktop.documents.print_plan import Alignment, Offset, Side, Sides, plan
from danvan_desktop.documents.raster import PdfPages
from danvan_desktop.documents.sheets import MM, arranged, page_shapes
from danvan_desktop.errors import Cancelled
from tests.core.documents import samples

A4 = (595.28, 841.89)


@pytest.fixture(scope="module")
def report() -> bytes:
    """A report of several pages with a landscape annex."""
    out = io.BytesIO()
    render_pdf(samples.report(fillers=30), out)
    return out.getvalue()


def ink(pdf: bytes, page: int, dpi: float = 254) -> tuple[float, float, float, float]:
    """Measure the black rectangle of a page in mm from the left and the top: its four edges."""
    with PdfPages(pdf) as pages:
        picture = pages.picture(page, dpi=dpi, grey=True)
    rows = [
        picture.pixels[y * picture.stride : y * picture.stride + picture.width]
        for y in range(picture.height)
    ]
    dark = [y for y, row in enumerate(rows) if min(row) < 128]
    columns = [x for x in range(picture.width) if min(row[x] for row in rows[::4]) < 128]
    scale = 25.4 / dpi
    left, right = columns[0], columns[-1] + 1
    return (left * scale, dark[0] * scale, right * scale, (dark[-1] + 1) * scale)


@pytest.fixture(scope="module")
def square() -> bytes:
    """An upright and a crosswise page with a square of 50 mm, 40 mm from the left and the top."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.rect(40 * MM, A4[1] - 90 * MM, 50 * MM, 50 * MM, fill=1, stroke=0)
    canvas.showPage()
    canvas.setPageSize((A4[1], A4[0]))
    canvas.rect(40 * MM, A4[0] - 90 * MM, 50 * MM, 50 * MM, fill=1, stroke=0)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


@pytest.mark.parametrize(("right", "down"), [(0.0, 0.0), (3.0, -2.0), (-10.0, 10.0), (0.3, 0.7)])
def test_side_is_moved_exactly_and_not_scaled(square: bytes, right: float, down: float) -> None:
    """Within 0.2 mm, and the square is 50 mm wide and high afterwards."""
    made = arranged(square, [Side(0, Offset(right, down))])
    left, top, after, below = ink(made, 0)
    assert left == pytest.approx(40 + right, abs=0.2)
    assert top == pytest.approx(40 + down, abs=0.2)
    assert (after - left, below - top) == pytest.approx((50, 50), abs=0.2)


def test_crosswise_page_stands_upright_with_its_head_at_the_binding_edge(square: bytes) -> None:
    """The sheet is upright; an offset means the sheet's right and down, whatever is on it."""
    still, moved = arranged(square, [Side(1)]), arranged(square, [Side(1, Offset(4, -3))])
    with PdfPages(still) as pages:
        assert pages.size(0) == pytest.approx(A4, abs=0.1)
    left, top, right, below = ink(still, 0)
    # The head of the page (its top edge) is at the left edge of the sheet.
    assert (left, top) == pytest.approx((40, 297 - 90), abs=0.2)
    assert (right - left, below - top) == pytest.approx((50, 50), abs=0.2)
    assert ink(moved, 0)[:2] == pytest.approx((left + 4, top - 3), abs=0.2)


def test_copies_of_a_page_are_moved_each_by_itself(square: bytes) -> None:
    """A page that comes twice (copies turned by hand) is not one page in two places."""
    made = arranged(square, [Side(0, Offset(2, 0)), Side(0), Side(0, Offset(-2, 0))])
    assert [round(ink(made, number)[0]) for number in range(3)] == [42, 40, 38]


def test_long_paper_stays_small(report: bytes) -> None:
    """The pages go on sharing their fonts."""
    with PdfPages(report) as pages:
        sides = [Side(number) for number in range(len(pages))]
    assert len(arranged(report, sides * 5)) < 2 * len(report)


def test_empty_side_is_an_empty_sheet(square: bytes) -> None:
    """It keeps the next page on its side."""
    made = arranged(square, [Side(None), Side(0)])
    with PdfPages(made) as pages:
        assert len(pages) == 2
        assert pages.size(0) == pytest.approx(A4, abs=0.1)
        assert set(pages.picture(0, dpi=20, grey=True).pixels) <= {255, 0}
        assert pages.letters(0) == ""


def test_both_sides_of_a_report_have_the_wide_margin_at_the_binding_edge(report: bytes) -> None:
    """HD 36: front 30/15 mm, back 15/30 mm; the text stays text."""
    with PdfPages(report) as pages:
        shapes = page_shapes(pages)
        upright = [n for n, shape in enumerate(shapes) if not shape.landscape]
    (sides,) = plan(upright, shapes, sides=Sides.LONG_EDGE).passes
    with PdfPages(arranged(report, sides)) as printed:
        rooms = [printed.text_room(number) for number in range(2)]
        words = "".join(printed.letters(0).split())
    front, back = ([edge / MM for edge in room] for room in rooms if room is not None)
    assert front == pytest.approx([30, 15], abs=0.6)
    assert back == pytest.approx([15, 30], abs=0.6)
    assert "BÁOCÁO" in words


def test_alignment_page_has_its_lines_where_it_says() -> None:
    """The two lines that are measured stand 20 mm from the edges, on both sides."""
    pdf = alignment_page("HP LaserJet 1020")
    with PdfPages(pdf) as pages:
        assert len(pages) == 2
        assert "MẶT TRƯỚC" in pages.letters(0)
        assert "MẶT SAU" in pages.letters(1)
        picture = pages.picture(0, dpi=254, grey=True)

    def grey(x_mm: float, y_mm: float) -> int:
        return picture.pixels[round(y_mm * 10) * picture.stride + round(x_mm * 10)]

    assert grey(20, 100) < 128
    assert grey(60, 20) < 128
    assert grey(19.5, 100) > 200
    assert grey(60, 19.5) > 200


def test_alignment_page_of_both_sides_is_not_moved_by_a_binding() -> None:
    """Its lines are measured from the edges, so only the printer's own offset may move them."""
    pdf = alignment_page("Máy in tên “dài” 🙂")
    with PdfPages(pdf) as pages:
        shapes = page_shapes(pages)
    alignment = Alignment(back=Offset(0.5, 0))
    (sides,) = plan(range(2), shapes, sides=Sides.LONG_EDGE, alignment=alignment).passes
    assert sides == (Side(0), Side(1, Offset(0.5, 0)))


def test_long_paper_can_be_stopped(report: bytes) -> None:
    """Cancelling while the pages are put together leaves nothing behind."""

    def stop(done: int, total: int, text: str = "") -> None:
        if done:
            raise Cancelled

    with pytest.raises(Cancelled):
        arranged(report, [Side(0)] * 100, progress=stop)


def test_signature_block_is_printed() -> None:
    """A form field that is drawn on the page (a signature) is not lost on the way."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.acroForm.textfield(
        name="ky", value="da ky", x=100, y=600, width=120, height=40, borderWidth=2
    )
    canvas.showPage()
    canvas.save()
    with PdfPages(out.getvalue()) as before, PdfPages(arranged(out.getvalue(), [Side(0)])) as after:
        shown = [pages.picture(0, dpi=40, grey=True).pixels for pages in (before, after)]
    assert min(shown[0]) < 128
    assert min(shown[1]) < 128
