"""A PDF as it goes to the printer: chosen pages in the order of the sides, moved, never scaled.

Pages stay vectors. A page that lies crosswise is stood upright here, its head at the binding edge
(left), so that no driver turns it in a way of its own and an offset means the same on every sheet.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from danvan_desktop.documents.print_plan import Offset, PageShape, Side
from danvan_desktop.documents.raster import PDFIUM, POINTS_PER_INCH, PdfPages, open_pdf
from danvan_desktop.errors import Progress, no_progress

MM = POINTS_PER_INCH / 25.4
A4 = (210 * MM, 297 * MM)

_RIGHT_DOWN = {
    0: ((1, 0), (0, -1)),
    90: ((0, 1), (1, 0)),
    180: ((-1, 0), (0, 1)),
    270: ((0, -1), (-1, 0)),
}
"""Where right and down on the sheet point inside a page that is shown turned by so many degrees."""


def arranged(pdf: bytes, sides: Sequence[Side], *, progress: Progress = no_progress) -> bytes:
    """Make the PDF of one pass through the printer; every page is an upright sheet.

    UserError for a PDF that cannot be read, Cancelled from ``progress``.
    """
    import pypdfium2

    with PDFIUM:
        source = open_pdf(pdf)
        made = pypdfium2.PdfDocument.new()
        try:
            if source.formenv is not None:
                _fix_fields(source)
            # In one call, so that the pages go on sharing their fonts.
            made.import_pages(source, [side.page for side in sides if side.page is not None])
            for number, side in enumerate(sides):
                progress(number, len(sides), "")
                if side.page is None:
                    made.new_page(*A4, index=number)
                    continue
                page = made[number]
                _stand_up(page)
                _move(page, side.offset)
                page.close()
            out = BytesIO()
            made.save(out)
        finally:
            made.close()
            source.close()
    return out.getvalue()


def page_shapes(pages: PdfPages) -> list[PageShape]:
    """Measure the free room at the sides of every page's text."""
    found = []
    for number in range(len(pages)):
        width, height = pages.size(number)
        room = pages.text_room(number)
        left, right = (None, None) if room is None else (room[0] / MM, room[1] / MM)
        found.append(PageShape(width > height, left, right))
    return found


def _fix_fields(source: Any) -> None:
    """Turn form fields into drawing: the visible block of a signature is one, and would be left."""
    import pypdfium2.raw as raw

    for number in range(len(source)):
        page = source[number]
        page.flatten(raw.FLAT_PRINT)
        page.close()


def _stand_up(page: Any) -> None:
    width, height = page.get_size()
    if width > height:
        page.set_rotation((page.get_rotation() + 270) % 360)


def _move(page: Any, offset: Offset) -> None:
    """Move the window that is printed the other way; the page's own content is not touched."""
    (rx, ry), (dx, dy) = _RIGHT_DOWN[page.get_rotation()]
    x = (offset.right_mm * rx + offset.down_mm * dx) * MM
    y = (offset.right_mm * ry + offset.down_mm * dy) * MM
    left, bottom, right, top = page.get_cropbox()
    box = (left - x, bottom - y, right - x, top - y)
    page.set_mediabox(*box)
    page.set_cropbox(*box)
