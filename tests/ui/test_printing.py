"""Printing sends the very pages, in their place, and remembers how each kind is printed."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from danvan_desktop.documents.print_plan import Alignment, Offset, Side, Sides, Stack
from danvan_desktop.documents.raster import PdfPages
from danvan_desktop.documents.sheets import MM, arranged
from danvan_desktop.errors import Cancelled, UserError
from danvan_desktop.settings import Settings
from ui import print_dialog, print_job, printing
from ui.print_dialog import PrintDialog
from ui.print_job import JobFacts
from ui.print_turning import TurnDialog
from ui.printing import PrintChoices, PrinterFacts
from ui.widgets.pdf_preview import print_with_dialog

Settle = Callable[[], None]
LASER = PrinterFacts("HP", "HP LaserJet 1020", "idle", is_default=True)
OFFICE = PrinterFacts("CANON", "Canon MF", "error", can_duplex=True, can_colour=True)

SPOOLER = """#!/bin/sh
for last; do :; done
number=$(ls "$SPOOL" | grep -c pdf)
cp "$last" "$SPOOL/$number.pdf"
echo "$@" >> "$SPOOL/jobs"
echo "request id is HP-$number (1 file(s))"
"""
REFUSING = "#!/bin/sh\necho 'lp: The printer or class does not exist.' >&2\nexit 1\n"


@pytest.fixture(scope="module")
def pdf() -> bytes:
    """Five pages with 30 and 15 mm of margin, each with its number."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595.28, 841.89))
    for number in range(5):
        canvas.rect(30 * MM, 100 * MM, 165 * MM, 20 * MM, fill=1, stroke=0)
        canvas.drawString(30 * MM, 200 * MM, f"trang {number + 1}")
        canvas.drawRightString(195 * MM, 200 * MM, "mep phai")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


@pytest.fixture
def spool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A spooler that keeps the files it gets and the options of each job."""
    if sys.platform == "win32":
        pytest.skip("Windows has no spooler that takes PDF")
    return _spooler(tmp_path, monkeypatch, SPOOLER)


def _spooler(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> Path:
    program, kept = tmp_path / "bin" / "lp", tmp_path / "spool"
    program.parent.mkdir()
    kept.mkdir()
    program.write_text(script, encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("SPOOL", str(kept))
    return kept


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a new machine."""
    return Settings(tmp_path / "settings.json")


@pytest.fixture
def dialog(
    qtbot: QtBot, pdf: bytes, settings: Settings, settled: Settle, monkeypatch: pytest.MonkeyPatch
) -> PrintDialog:
    """The dialog on a machine with two printers."""
    monkeypatch.setattr(printing, "printers", lambda: [LASER, OFFICE])
    return _dialog(qtbot, pdf, settings, settled)


def _dialog(qtbot: QtBot, pdf: bytes, settings: Settings, settled: Settle) -> PrintDialog:
    context: Any = SimpleNamespace(settings=settings)
    box = PrintDialog(context, pdf, kind="BC", title="báo cáo", file_name="bao-cao.pdf")
    qtbot.addWidget(box)
    box.show()
    settled()
    qtbot.waitUntil(lambda: box.options.page_count == 5)
    return box


def _numbers(path: Path) -> list[str]:
    words = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True
    ).stdout
    return [page.split("mep")[0].strip() for page in words.split("\f")[:-1]]


def _black(path: Path, page: int) -> tuple[float, float, float]:
    """Measure left, right and upper edge of a page's rectangle in mm."""
    with PdfPages(path) as pages:
        picture = pages.picture(page, dpi=254, grey=True)
    row = picture.pixels[1870 * picture.stride : 1870 * picture.stride + picture.width]
    dark = [x for x, value in enumerate(row) if value < 128]
    column = picture.pixels[1000 :: picture.stride]
    top = next(y for y, value in enumerate(column) if value < 128)
    return dark[0] / 10, (dark[-1] + 1) / 10, top / 10


def test_pages_go_to_the_spooler_as_they_are(
    spool: Path, dialog: PrintDialog, settled: Settle
) -> None:
    """The printer gets vectors of exact size, A4, never scaled, with the chosen options."""
    dialog.options.copies.setText("2")
    dialog.print_all()
    settled()
    assert _numbers(spool / "0.pdf") == [f"trang {n}" for n in range(1, 6)]
    assert _black(spool / "0.pdf", 0) == pytest.approx((30, 195, 177), abs=0.2)
    job = (spool / "jobs").read_text(encoding="utf-8")
    for option in ("-d HP", "-n 2", "media=A4", "print-scaling=none", "sides=one-sided"):
        assert option in job
    assert dialog.printed == 10
    assert not dialog.isVisible()


def test_offset_of_the_printer_moves_every_side(
    spool: Path, dialog: PrintDialog, settings: Settings, settled: Settle, pdf: bytes, qtbot: QtBot
) -> None:
    """What was typed after measuring is kept for that printer and moves what is printed."""
    fields = dialog.options.alignment.fields
    fields["front", "right"].setText("−1,5")
    fields["front", "down"].setText("0.8")
    fields["front", "down"].editingFinished.emit()
    dialog.print_all()
    settled()
    assert _black(spool / "0.pdf", 0) == pytest.approx((28.5, 193.5, 177.8), abs=0.2)
    assert printing.alignment_of(settings, "HP").front == Offset(-1.5, 0.8)
    assert printing.alignment_of(settings, "CANON").front == Offset()
    again = _dialog(qtbot, pdf, settings, settled)
    assert again.options.alignment.fields["front", "right"].text() == "−1,5"


def test_number_too_large_for_an_offset_is_refused(dialog: PrintDialog, settings: Settings) -> None:
    """11 mm is a slip; nothing is printed or kept until it is put right."""
    field = dialog.options.alignment.fields["front", "right"]
    field.setText("11")
    field.editingFinished.emit()
    assert not dialog.print_button.isEnabled()
    assert dialog.options.alignment.wrong.isVisible()
    assert settings.get("print_alignment/HP") is None


def test_backs_turned_by_hand_have_their_wide_margin_at_the_binding_edge(
    spool: Path, dialog: PrintDialog, settled: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fronts 1, 3, 5; then, the stack turned, backs 2, 4 and an empty one, moved by 15 mm."""
    asked: list[tuple[int, Stack]] = []

    def turn(sheets: int, stack: Stack, _parent: Any) -> bool:
        asked.append((sheets, stack))
        return True

    monkeypatch.setattr(print_dialog, "ask_to_turn", turn)
    options = dialog.options
    options.sides.setCurrentIndex(options.sides.findData("manual"))
    dialog.print_all()
    settled()
    settled()
    assert asked == [(3, Stack.FIRST)]
    assert _numbers(spool / "0.pdf") == ["trang 1", "trang 3", "trang 5"]
    assert _numbers(spool / "1.pdf") == ["trang 2", "trang 4", ""]
    assert _black(spool / "0.pdf", 0)[:2] == pytest.approx((30, 195), abs=0.2)
    assert _black(spool / "1.pdf", 0)[:2] == pytest.approx((15, 180), abs=0.2)
    assert "two-sided" not in (spool / "jobs").read_text(encoding="utf-8")


def test_backs_that_are_not_wanted_are_not_printed(
    spool: Path, dialog: PrintDialog, settled: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Esc at the turning leaves the fronts and says so."""
    monkeypatch.setattr(print_dialog, "ask_to_turn", lambda *_about: False)
    dialog.options.sides.setCurrentIndex(dialog.options.sides.findData("manual"))
    dialog.print_all()
    settled()
    assert [path.name for path in sorted(spool.glob("*.pdf"))] == ["0.pdf"]
    assert dialog.told.text() == "Đã in mặt trước, chưa in mặt sau"
    assert dialog.print_button.isEnabled()


def test_printer_that_turns_sheets_gets_both_sides_in_one_job(
    spool: Path, dialog: PrintDialog, settled: Settle
) -> None:
    """Page 2 alone still comes on a back; colour is asked for where the printer has it."""
    options = dialog.options
    options.printer.setCurrentIndex(1)
    options.sides.setCurrentIndex(options.sides.findData("long_edge"))
    options.colour.setCurrentIndex(1)
    options.pages.setText("2-3")
    options.some_pages.setChecked(True)
    dialog.print_all()
    settled()
    assert _numbers(spool / "0.pdf") == ["", "trang 2", "trang 3", ""]
    assert _black(spool / "0.pdf", 1)[0] == pytest.approx(15, abs=0.2)
    job = (spool / "jobs").read_text(encoding="utf-8")
    assert "sides=two-sided-long-edge" in job
    assert "print-color-mode=color" in job


def test_choices_are_remembered_per_kind_of_paper(
    spool: Path, dialog: PrintDialog, settings: Settings, settled: Settle
) -> None:
    """A report is printed as the last report was; an invitation as invitations are."""
    dialog.options.printer.setCurrentIndex(1)
    dialog.options.copies.setText("3")
    dialog.options.sides.setCurrentIndex(dialog.options.sides.findData("long_edge"))
    dialog.print_all()
    settled()
    kept = printing.recall(settings, "BC")
    assert (kept.printer, kept.copies, kept.sides) == ("CANON", 3, Sides.LONG_EDGE)
    assert printing.recall(settings, "GM") == PrintChoices()
    fitted = printing.fitting(kept, [LASER])
    assert (fitted.printer, fitted.sides) == ("HP", Sides.MANUAL)


def test_remembered_nonsense_is_ignored(settings: Settings) -> None:
    """A settings file that somebody edited cannot keep the dialog from opening."""
    settings.set("print/BC", {"copies": "many", "sides": 7, "printer": None})
    settings.set("print_alignment/HP", {"front": [99, "x"], "back": 3, "stack": []})
    assert printing.recall(settings, "BC") == PrintChoices()
    assert printing.alignment_of(settings, "HP") == Alignment(front=Offset(10.0, 0.0))


def test_one_page_is_tried_without_closing(
    spool: Path, dialog: PrintDialog, settled: Settle
) -> None:
    """Only the first chosen page goes out, once, on one side."""
    dialog.options.copies.setText("9")
    dialog.options.pages.setText("4-5")
    dialog.options.some_pages.setChecked(True)
    dialog.print_one()
    settled()
    assert _numbers(spool / "0.pdf") == ["trang 4"]
    assert "-n 1" in (spool / "jobs").read_text(encoding="utf-8")
    assert dialog.isVisible()
    assert dialog.told.text() == "Đã gửi 1 trang tới máy in"


def test_test_page_carries_the_present_offset(
    spool: Path, dialog: PrintDialog, settled: Settle
) -> None:
    """Printed again after typing, both lines must be 20 mm from the edges."""
    dialog.options.alignment.fields["front", "right"].setText("2")
    dialog.print_test_page()
    settled()
    with PdfPages(spool / "0.pdf") as pages:
        assert len(pages) == 1
        picture = pages.picture(0, dpi=254, grey=True)
    row = picture.pixels[1000 * picture.stride : 1000 * picture.stride + picture.width]
    assert next(x for x, value in enumerate(row) if value < 128) == pytest.approx(220, abs=3)


def test_pages_that_are_not_there_keep_the_paper_from_printing(dialog: PrintDialog) -> None:
    """The sentence names the pages that there are."""
    dialog.options.pages.setText("7")
    dialog.options.some_pages.setChecked(True)
    assert dialog.options.pages_fault.text() == "Văn bản có trang 1 đến 5"
    assert not dialog.print_button.isEnabled()
    dialog.options.all_pages.setChecked(True)
    assert dialog.print_button.isEnabled()
    assert dialog.sum.text() == "5 trang trên 5 tờ"


@pytest.mark.parametrize("typed", ["", "0", "1000", "hai", "²"])
def test_number_of_copies_that_cannot_be_keeps_the_paper_from_printing(
    dialog: PrintDialog, typed: str
) -> None:
    """The reason stands at the button."""
    dialog.options.copies.setText(typed)
    assert dialog.print_button.isEnabled() == (typed == "1000")  # the field holds three digits
    dialog.options.copies.setText("2")
    assert dialog.sum.text() == "10 trang trên 10 tờ"


def test_machine_without_printer_offers_the_file(
    qtbot: QtBot, pdf: bytes, settings: Settings, settled: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What can be done instead has the focus."""
    monkeypatch.setattr(printing, "printers", list)
    box = _dialog(qtbot, pdf, settings, settled)
    assert not box.print_button.isEnabled()
    assert "chưa có máy in" in box.options.state.text()
    assert box.save_button.isDefault()


def test_printer_in_error_is_said_before_printing(dialog: PrintDialog) -> None:
    """A printer that is off still takes the job, which then waits."""
    dialog.options.printer.setCurrentIndex(1)
    assert dialog.options.state.text().startswith("Máy in báo lỗi hoặc tắt")
    assert dialog.print_button.isEnabled()


def test_refused_job_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pdf: bytes
) -> None:
    """A printer that was taken away meanwhile is named."""
    _spooler(tmp_path, monkeypatch, REFUSING)
    prepared = print_job.prepare(pdf, PrintChoices(printer="HP"), Alignment())
    with pytest.raises(UserError) as refused:
        print_job.send_pass(prepared, 0, PrintChoices(printer="HP"), title="x")
    assert refused.value.code == "printer_gone"
    assert "HP" in refused.value.message
    assert refused.value.remedy


def test_spooler_that_hangs_can_be_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pdf: bytes
) -> None:
    """A printer far away keeps nobody waiting: its program is ended at once."""
    _spooler(tmp_path, monkeypatch, "#!/bin/sh\nexec sleep 30\n")
    began = time.monotonic()

    def stop(done: int, total: int, text: str = "") -> None:
        if time.monotonic() - began > 0.3:
            raise Cancelled

    with pytest.raises(Cancelled):
        print_job.send_file(pdf, JobFacts("HP", "x"), progress=stop)
    assert time.monotonic() - began < 2


@pytest.fixture
def file_printer(tmp_path: Path) -> QPrinter:
    """A printer of the window system that writes what it gets into a file."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    return printer


def test_drawn_pages_sit_exactly_and_are_not_scaled(
    qtbot: QtBot, pdf: bytes, tmp_path: Path, file_printer: QPrinter
) -> None:
    """Through a driver (Windows) the offset and the size are exact as well."""
    sides = [Side(1, Offset(3, -2)), Side(2, Offset(-15, 0))]
    sent = arranged(pdf, sides)
    assert print_job.draw_pages(sent, file_printer, mono=True, dpi=254) == 2
    printed = tmp_path / "printed.pdf"
    assert _black(printed, 0) == pytest.approx((33, 198, 175), abs=0.2)
    assert _black(printed, 1) == pytest.approx((15, 180, 177), abs=0.2)
    with PdfPages(printed) as pages:
        assert pages.size(0) == pytest.approx((595.28, 841.89), abs=1)


def test_drawing_can_be_stopped(pdf: bytes, file_printer: QPrinter) -> None:
    """The job is withdrawn at the next page."""

    def stop(done: int, total: int, text: str = "") -> None:
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        print_job.draw_pages(pdf, file_printer, mono=False, progress=stop)


def test_colour_and_copies_reach_the_driver(qtbot: QtBot) -> None:
    """The driver is told what the dialog says."""
    printer = JobFacts("", "Báo cáo", 3, collate=False, mono=False, duplex=True).printer_for()
    assert printer.copyCount() == 3
    assert not printer.collateCopies()
    assert printer.colorMode() is QPrinter.ColorMode.Color
    assert printer.docName() == "Báo cáo"


def test_turning_is_told_with_words_and_a_picture(qtbot: QtBot) -> None:
    """Enter prints the backs; the sheet that must lie on top is named."""
    box = TurnDialog(4, Stack.LAST)
    qtbot.addWidget(box)
    box.show()
    assert box.go.isDefault()
    words = " ".join(found.text() for found in box.findChildren(QLabel))
    assert "4 tờ" in words
    assert "Tờ cuối cùng nằm trên cùng" in words


@pytest.mark.parametrize("prints", [True, False])
def test_page_is_told_only_what_was_printed(
    qtbot: QtBot,
    spool: Path,
    pdf: bytes,
    settings: Settings,
    settled: Settle,
    monkeypatch: pytest.MonkeyPatch,
    prints: bool,
) -> None:
    """Closing the dialog without printing says nothing on the page that opened it."""
    monkeypatch.setattr(printing, "printers", lambda: [LASER])
    page = QWidget()
    told: list[str] = []
    qtbot.addWidget(page)
    context: Any = SimpleNamespace(settings=settings)
    print_with_dialog(
        context, pdf, kind="BC", title="x", file_name="x.pdf", parent=page, told=told.append
    )
    (box,) = page.findChildren(PrintDialog)
    settled()
    if prints:
        box.print_all()
        settled()
    else:
        box.reject()
    assert told == (["Đã gửi 5 trang tới máy in"] if prints else [])
