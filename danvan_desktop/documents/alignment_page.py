"""The test page for the clerk's ruler: lines at known distances from the edges of the sheet.

Two sides, because many printers put the back of a sheet elsewhere than its front. What the ruler
shows at the two arrows, less 20 mm and with the sign turned, is the number to type.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from danvan_desktop.documents.pdf_fonts import Cleaner, faces
from danvan_desktop.documents.pdf_sheet import MM
from danvan_desktop.i18n import _

EDGE_MM = 20
"""How far the lines that are measured stand from the left and the upper edge."""

WIDTH_MM, HEIGHT_MM = 210, 297
LONGEST_NAME = 80
_RULE, _FINE = 0.5, 0.25


def alignment_page(printer: str) -> bytes:
    """Make the test page of a printer: two A4 sides as PDF."""
    out = BytesIO()
    font = faces().regular.name
    canvas = Canvas(
        out,
        pagesize=(WIDTH_MM * MM, HEIGHT_MM * MM),
        initialFontName=font,
        lang="vi-VN",
        invariant=1,
    )
    canvas.setTitle(_("Trang thử căn lề"))
    for words in (_("MẶT TRƯỚC"), _("MẶT SAU")):
        _draw(canvas, words, printer)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _draw(canvas: Any, side: str, printer: str) -> None:
    _frame(canvas)
    for x, y in ((20, 20), (190, 20), (20, 277), (190, 277), (105, 148.5)):
        _cross(canvas, x, y)
    _rulers(canvas)
    lines = (
        (side, 20),
        (Cleaner(faces().regular)(printer)[:LONGEST_NAME], 11),
        (_("1. Đo từ mép trái tờ giấy tới đường dọc A: phải là 20 mm."), 12),
        (_("2. Đo từ mép trên tờ giấy tới đường ngang B: phải là 20 mm."), 12),
        (_("3. Đo được 21,5 mm thì gõ −1,5; đo được 18,7 mm thì gõ 1,3."), 12),
        (_("4. In lại trang này: cả hai số đo phải là 20 mm."), 12),
        (_("Giữa hai chữ thập bên trái và bên phải phải là 170 mm: bản in không bị co giãn."), 10),
    )
    y = HEIGHT_MM - 75.0
    for words, size in lines:
        canvas.setFont(faces().regular.name, size)
        canvas.drawString(45 * MM, y * MM, words)
        y -= size * 0.75


def _frame(canvas: Any) -> None:
    canvas.setLineWidth(_RULE)
    canvas.line(EDGE_MM * MM, 15 * MM, EDGE_MM * MM, (HEIGHT_MM - 15) * MM)
    top = (HEIGHT_MM - EDGE_MM) * MM
    canvas.line(15 * MM, top, (WIDTH_MM - 15) * MM, top)
    canvas.setFont(faces().regular.name, 14)
    canvas.drawString((EDGE_MM + 2) * MM, (HEIGHT_MM / 2 + 30) * MM, "A")
    canvas.drawString((WIDTH_MM / 2 + 20) * MM, top - 7 * MM, "B")


def _cross(canvas: Any, x: float, y: float) -> None:
    canvas.setLineWidth(_FINE)
    canvas.line((x - 5) * MM, y * MM, (x + 5) * MM, y * MM)
    canvas.line(x * MM, (y - 5) * MM, x * MM, (y + 5) * MM)


def _rulers(canvas: Any) -> None:
    """Draw a scale from 5 to 40 mm at the left edge and at the upper edge."""
    canvas.setLineWidth(_FINE)
    canvas.setFont(faces().regular.name, 7)
    for mark in range(5, 41):
        length = 6 if mark % 10 == 0 else 4 if mark % 5 == 0 else 2
        level = 60.0
        canvas.line(mark * MM, level * MM, mark * MM, (level + length) * MM)
        y = HEIGHT_MM - mark
        canvas.line(150 * MM, y * MM, (150 + length) * MM, y * MM)
        if mark % 10 == 0:
            canvas.drawCentredString(mark * MM, (level + 7) * MM, str(mark))
            canvas.drawString(157 * MM, (y - 0.8) * MM, str(mark))
