"""Print the very PDF that is kept: its pages are drawn on the printer, nothing is laid out anew.

The printer, the number of copies and the sides are remembered per kind of paper.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QMarginsF, QRectF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QWidget

from danvan_desktop.documents.raster import PdfPages
from danvan_desktop.errors import Progress, UserError, no_progress
from danvan_desktop.i18n import _
from danvan_desktop.settings import Settings
from ui.widgets.pdf_view import to_image

PRINT_DPI = 300
"""What an office laser printer resolves well; more only makes the job slow."""


def ask_printer(settings: Settings, kind: str, *, pages: int, parent: QWidget) -> QPrinter | None:
    """Let the clerk choose printer, copies and sides; None when cancelled."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    _recall(printer, settings.get(f"print/{kind}") or {})
    printer.setFromTo(1, pages)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(_("In {n} trang").format(n=pages))
    dialog.setMinMax(1, pages)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange, True)
    if not dialog.exec():
        return None
    settings.set(f"print/{kind}", _remember(printer))
    return printer


def has_printer() -> bool:
    """Tell whether the system knows any printer."""
    return bool(QPrinterInfo.availablePrinterNames())


def print_pdf(pdf: bytes, printer: QPrinter, *, progress: Progress = no_progress) -> int:
    """Draw the chosen pages edge to edge, each on its own sheet side; returns how many."""
    printer.setFullPage(True)
    with PdfPages(pdf) as pages:
        first, last = printer.fromPage() or 1, printer.toPage() or len(pages)
        chosen = range(first - 1, min(last, len(pages)))
        _fit_sheet(printer, pages, chosen.start)
        painter = QPainter()
        if not painter.begin(printer):
            raise UserError(
                _("Máy in không nhận việc in."),
                safe=_("Văn bản vẫn còn nguyên."),
                remedy=_("Kiểm tra máy in đã bật và còn giấy, rồi in lại."),
                code="printer",
            )
        try:
            for done, number in enumerate(chosen):
                if done:
                    _fit_sheet(printer, pages, number)
                    printer.newPage()
                progress(done, len(chosen), _("Trang {n}").format(n=number + 1))
                picture = to_image(pages.picture(number, dpi=PRINT_DPI))
                painter.drawImage(_sheet(printer), picture)
        finally:
            painter.end()
    return len(chosen)


def _fit_sheet(printer: QPrinter, pages: PdfPages, number: int) -> None:
    width, height = pages.size(number)
    landscape = width > height
    orientation = (
        QPageLayout.Orientation.Landscape if landscape else QPageLayout.Orientation.Portrait
    )
    size = QPageSize(QPageSize.PageSizeId.A4)
    printer.setPageLayout(QPageLayout(size, orientation, QMarginsF()))


def _sheet(printer: QPrinter) -> QRectF:
    return printer.paperRect(QPrinter.Unit.DevicePixel)


def _remember(printer: QPrinter) -> dict[str, Any]:
    return {
        "name": printer.printerName(),
        "copies": printer.copyCount(),
        "duplex": printer.duplex().name,
    }


def _recall(printer: QPrinter, kept: dict[str, Any]) -> None:
    if kept.get("name") in QPrinterInfo.availablePrinterNames():
        printer.setPrinterName(kept["name"])
    printer.setCopyCount(int(kept.get("copies") or 1))
    duplex = getattr(QPrinter.DuplexMode, str(kept.get("duplex")), None)
    if duplex is not None:
        printer.setDuplex(duplex)
