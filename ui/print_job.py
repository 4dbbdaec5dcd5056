"""Sends a paper to a printer: as vectors where the system takes PDF, else page by page as pictures.

Nothing is laid out anew and nothing is scaled. CUPS (Linux, macOS) takes the PDF itself; Windows
has no such way without a PDF reader, so there the pages are drawn through the printer's driver.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from danvan_desktop.documents.print_plan import (
    Alignment,
    PrintPlan,
    Side,
    Sides,
    plan,
    read_pages,
)
from danvan_desktop.documents.raster import PdfPages
from danvan_desktop.documents.sheets import arranged, page_shapes
from danvan_desktop.errors import Cancelled, Progress, UserError, no_progress
from danvan_desktop.i18n import _
from ui.printing import PrintChoices
from ui.widgets.pdf_view import to_image

COLOUR_DPI, MONO_DPI = 300, 600
"""What office lasers resolve; in grey a page at 600 dpi takes the 35 MB of a colour one at 300."""

MOST_SHARP_PAGES = 30
"""A longer job at 600 dpi would fill a spooler with more than 1 GB of pictures."""

_PATIENCE = 60.0
"""Seconds that the system may take to accept a job."""

_GLANCE = 0.1
"""Seconds after which it is looked whether somebody wants to stop."""

_JOB_ID = re.compile(r"request id is (\S+)")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A paper read for printing: its plan, and how many pages were chosen."""

    pdf: bytes
    plan: PrintPlan
    pages: int


def prepare(pdf: bytes, choices: PrintChoices, alignment: Alignment) -> Prepared:
    """Lay the chosen pages out on sheets; UserError for pages that the paper does not have."""
    with PdfPages(pdf) as opened:
        pages, fault = read_pages(choices.pages, len(opened))
        if fault:
            raise UserError(fault, safe=_("Chưa in gì."), code="pages")
        laid = plan(
            pages,
            page_shapes(opened),
            sides=choices.sides,
            copies=choices.copies,
            collate=choices.collate,
            alignment=alignment,
        )
    return Prepared(pdf, laid, len(pages))


def for_both_sides(pdf: bytes) -> bytes:
    """Move the back sides to the binding edge, for a file that is printed on another machine."""
    prepared = prepare(pdf, PrintChoices(sides=Sides.LONG_EDGE), Alignment())
    (sides,) = prepared.plan.passes
    return arranged(pdf, [side for side in sides if side.page is not None])


def send_pass(
    prepared: Prepared,
    number: int,
    choices: PrintChoices,
    *,
    title: str,
    progress: Progress = no_progress,
) -> int:
    """Send one pass of the plan; returns how many sides went out.

    UserError when the printer refuses, Cancelled from ``progress``; then the job is withdrawn.
    """
    sides = prepared.plan.passes[number]
    pdf = arranged(prepared.pdf, sides, progress=progress)
    job = JobFacts(
        choices.printer,
        title,
        prepared.plan.copies,
        collate=choices.collate,
        mono=choices.mono,
        duplex=choices.sides is Sides.LONG_EDGE,
    )
    if takes_pdf():
        send_file(pdf, job, progress=progress)
    else:
        draw_pages(pdf, job.printer_for(), mono=choices.mono, progress=progress)
    return _drawn(sides)


@dataclass(frozen=True, slots=True)
class JobFacts:
    """One job for a printer; copies and turning of sheets are left to it."""

    printer: str
    title: str
    copies: int = 1
    collate: bool = True
    mono: bool = True
    duplex: bool = False

    def options(self) -> list[str]:
        """Write the job as options of ``lp``; A4 and never scaled."""
        sides = "two-sided-long-edge" if self.duplex else "one-sided"
        wanted = {
            "media": "A4",
            "print-scaling": "none",
            "sides": sides,
            "collate": "true" if self.collate else "false",
            "print-color-mode": "monochrome" if self.mono else "color",
        }
        options = [part for name, value in wanted.items() for part in ("-o", f"{name}={value}")]
        return ["-d", self.printer, "-n", str(self.copies), "-t", self.title, *options]

    def printer_for(self) -> QPrinter:
        """Make the printer of the window system for this job."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPrinterName(self.printer)
        printer.setDocName(self.title)
        printer.setCopyCount(self.copies)
        printer.setCollateCopies(self.collate)
        grey, colour = QPrinter.ColorMode.GrayScale, QPrinter.ColorMode.Color
        printer.setColorMode(grey if self.mono else colour)
        long_edge, none = QPrinter.DuplexMode.DuplexLongSide, QPrinter.DuplexMode.DuplexNone
        printer.setDuplex(long_edge if self.duplex else none)
        return printer


def takes_pdf() -> bool:
    """Tell whether this system's spooler takes a PDF as it is."""
    return sys.platform != "win32" and shutil.which("lp") is not None


def send_file(pdf: bytes, job: JobFacts, *, progress: Progress = no_progress) -> str:
    """Hand a PDF to the spooler and return the name of its job."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "in.pdf"
        path.write_bytes(pdf)
        progress(0, 0, _("Đang gửi tới máy in"))
        code, said, wrong = _run(["lp", *job.options(), "--", str(path)], job.printer, progress)
    if code:
        raise _refused(job.printer, wrong)
    found = _JOB_ID.search(said)
    name = found[1] if found else ""
    try:
        progress(1, 1, _("Đã gửi tới máy in"))
    except Cancelled:
        withdraw(name)
        raise
    return name


def _run(command: list[str], printer: str, progress: Progress) -> tuple[int, str, str]:
    """Run the spooler's program; one that hangs (a printer far away) can be stopped."""
    # The spooler's answers are read, so they must not be in the clerk's language.
    words = {**os.environ, "LC_ALL": "C"}
    until = time.monotonic() + _PATIENCE
    pipe = subprocess.PIPE
    try:
        process = subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, env=words)
    except OSError as error:
        raise _refused(printer) from error
    try:
        while True:
            try:
                said, wrong = process.communicate(timeout=_GLANCE)
                return process.returncode, said, wrong
            except subprocess.TimeoutExpired:
                progress(0, 0, _("Đang gửi tới máy in"))
                if time.monotonic() > until:
                    raise _refused(printer) from None
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()


def withdraw(job: str) -> None:
    """Take a job back from the spooler; one that is printed already cannot be."""
    if job and shutil.which("cancel"):
        subprocess.run(["cancel", job], capture_output=True, timeout=_PATIENCE, check=False)


def draw_pages(
    pdf: bytes,
    printer: QPrinter,
    *,
    mono: bool,
    dpi: int | None = None,
    progress: Progress = no_progress,
) -> int:
    """Draw upright sheets edge to edge through the printer's driver, one page in memory at a time.

    Without ``dpi`` colour and length of the job decide how sharp it is. UserError when the printer
    takes no job; a cancelled job is withdrawn.
    """
    if not printer.isValid():
        raise _refused(printer.printerName(), "does not exist")
    printer.setFullPage(True)
    upright = QPageLayout.Orientation.Portrait
    printer.setPageLayout(QPageLayout(QPageSize(QPageSize.PageSizeId.A4), upright, QMarginsF()))
    with PdfPages(pdf) as pages:
        sharp = mono and len(pages) <= MOST_SHARP_PAGES
        dpi = dpi or (MONO_DPI if sharp else COLOUR_DPI)
        painter = QPainter()
        if not painter.begin(printer):
            raise _refused(printer.printerName())
        try:
            for number in range(len(pages)):
                progress(number, len(pages), _("Trang {n}").format(n=number + 1))
                if number and not printer.newPage():
                    raise _refused(printer.printerName())
                painter.drawImage(_sheet(printer), _picture(pages, number, dpi, mono=mono))
        except BaseException:
            printer.abort()
            raise
        finally:
            painter.end()
        return len(pages)


def _picture(pages: PdfPages, number: int, dpi: int, *, mono: bool) -> QImage:
    return to_image(pages.picture(number, dpi=dpi, grey=mono))


def _sheet(printer: QPrinter) -> QRectF:
    return printer.paperRect(QPrinter.Unit.DevicePixel)


def _drawn(sides: Sequence[Side]) -> int:
    return sum(side.page is not None for side in sides)


def _refused(printer: str, said: str = "") -> UserError:
    gone = "does not exist" in said or "unknown destination" in said.lower()
    if gone:
        return UserError(
            _("Không còn máy in “{name}”.").format(name=printer),
            safe=_("Chưa in trang nào, văn bản vẫn còn nguyên."),
            remedy=_("Cắm lại máy in hoặc chọn máy in khác."),
            code="printer_gone",
        )
    return UserError(
        _("Máy in “{name}” không nhận việc in.").format(name=printer),
        safe=_("Văn bản vẫn còn nguyên."),
        remedy=_("Kiểm tra máy in đã bật, đã nối máy và còn giấy, rồi in lại; hoặc lưu thành PDF."),
        code="printer_refused",
    )
