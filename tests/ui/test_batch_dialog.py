"""Every paper of a meeting or a period at once: chosen, written, printed, stopped."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from danvan_desktop.context import Context
from danvan_desktop.documents.print_plan import (
    Alignment,
    PageShape,
    PrintPlan,
    Side,
    Sides,
    Stack,
    plan,
)
from danvan_desktop.reports.batch import batch_for_period
from danvan_desktop.reports.batch_run import Existing, PaperFormat
from ui import batch_dialog, messages, print_job, printing
from ui.batch_dialog import BatchDialog, papers_of_period
from ui.printing import PrintChoices, PrinterFacts
from ui.screens.meeting import MeetingScreen
from ui.screens.reports import ReportsScreen

Settle = Callable[[], None]
LASER = PrinterFacts("HP", "HP LaserJet 1020", "idle", is_default=True)


@pytest.fixture
def printers(monkeypatch: pytest.MonkeyPatch) -> None:
    """One printer that takes jobs."""
    monkeypatch.setattr(printing, "printers", lambda: [LASER])


@pytest.fixture
def dialog(
    qtbot: QtBot, filled: Context, settled: Settle, tmp_path: Path, printers: None
) -> BatchDialog:
    """The dialog on the half-year, with two short lists ticked and a folder chosen."""
    period = filled.period("H1/2020")
    box = BatchDialog(filled, lambda: batch_for_period(filled, period), said="Văn bản của kỳ")
    qtbot.addWidget(box)
    box.show()
    settled()
    box.none.click()
    lists = [row for row in range(box.list.count()) if "Danh sách" in box.list.item(row).text()]
    for row in lists[:2]:
        box.list.item(row).setCheckState(Qt.CheckState.Checked)
    box.folder.setText(str(tmp_path / "ra"))
    for form, tick in box.formats.items():
        tick.setChecked(form is PaperFormat.PDF)
    return box


@pytest.fixture(scope="module")
def filled(filled_data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The office with the books of half a year; nothing is written into it here."""
    import shutil

    from danvan_desktop.context import open_context
    from tests.conftest import FixedClock

    folder = tmp_path_factory.mktemp("batch") / "data"
    shutil.copytree(filled_data_dir, folder)
    context = open_context(folder, clock=FixedClock(), user="Lê Văn C")
    yield context
    context.close()


def test_ticked_papers_are_written_and_named(
    dialog: BatchDialog, settled: Settle, tmp_path: Path
) -> None:
    """Two lists as PDF and workbook are four files; the next time the choice is the same."""
    dialog.formats[PaperFormat.BOOK].setChecked(True)
    assert dialog.go.text() == "Lưu 2 văn bản"
    dialog.save_all()
    settled()
    assert len(list((tmp_path / "ra").iterdir())) == 4
    assert dialog.told.text() == "Đã ghi 4 tệp."
    assert dialog.open_link.isVisible()
    again = BatchDialog(dialog.context, list, said="")
    assert again.chosen_formats() == [PaperFormat.PDF, PaperFormat.BOOK]
    assert again.folder.text() == str(tmp_path / "ra")
    again.deleteLater()


def test_files_that_are_there_stay(dialog: BatchDialog, settled: Settle, tmp_path: Path) -> None:
    """Written twice: both stay; to replace them must be chosen anew each time."""
    for _run in range(2):
        dialog.save_all()
        settled()
    assert len(list((tmp_path / "ra").iterdir())) == 4
    dialog.existing.setCurrentIndex(dialog.existing.findData(Existing.REPLACE.value))
    dialog.save_all()
    settled()
    assert len(list((tmp_path / "ra").iterdir())) == 4
    again = BatchDialog(dialog.context, list, said="")
    assert again.existing.currentData() == Existing.BOTH.value
    again.deleteLater()


def test_stopping_says_what_is_finished(
    qtbot: QtBot, dialog: BatchDialog, settled: Settle, tmp_path: Path
) -> None:
    """The answer is there at once and stays true."""
    dialog.all.click()
    dialog.save_all()
    qtbot.waitUntil(lambda: dialog._batch is not None and bool(dialog._batch.result.written))
    dialog.reject()
    assert dialog.isVisible()
    said = dialog.told.text()
    assert said.startswith("Đã dừng. Đã ghi xong")
    settled()
    count = len(list((tmp_path / "ra").iterdir()))
    assert said == f"Đã dừng. Đã ghi xong {count} tệp."
    assert dialog.told.text() == said


def test_folder_that_cannot_be_written_is_said(
    dialog: BatchDialog, settled: Settle, tmp_path: Path
) -> None:
    """What is wrong and what to do, in the dialog itself."""
    (tmp_path / "tep").write_text("x", encoding="utf-8")
    dialog.folder.setText(str(tmp_path / "tep"))
    dialog.save_all()
    settled()
    lines = dialog.told.text().splitlines()
    assert lines[0] == "Đã ghi xong 0 tệp thì phải dừng."
    assert len(lines) == 3


def test_without_folder_it_is_asked_for(
    dialog: BatchDialog, settled: Settle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given up, nothing happens."""
    monkeypatch.setattr(messages, "choose_folder", lambda *_about, **_named: None)
    dialog.folder.setText("")
    dialog.save_all()
    assert not dialog.busy
    assert dialog.told.text() == ""


def test_nothing_ticked_cannot_be_written(dialog: BatchDialog) -> None:
    """The reason stands at the button."""
    dialog.none.click()
    assert not dialog.go.isEnabled()
    assert not dialog.print_button.isEnabled()
    assert dialog.go.toolTip() == "Chọn ít nhất một văn bản"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no spooler that takes PDF")
def test_every_paper_is_printed_as_its_kind_is(
    dialog: BatchDialog, settled: Settle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two lists, two copies each as lists were printed last; the dialog says so before."""
    spool = _spooler(tmp_path, monkeypatch)
    printing.remember(dialog.context.settings, "DS", PrintChoices(printer="HP", copies=2))
    dialog._refresh()
    assert dialog.printing.text() == "Danh sách: HP LaserJet 1020, 2 bản, một mặt"
    dialog.print_all()
    settled()
    jobs = (spool / "jobs").read_text(encoding="utf-8").splitlines()
    assert len(jobs) == 2
    assert all("-n 2" in job for job in jobs)
    assert dialog.told.text() == "Đã gửi 2 văn bản tới máy in"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no spooler that takes PDF")
def test_papers_turned_by_hand_are_one_stack_that_is_turned_once(
    dialog: BatchDialog, settled: Settle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All fronts, one question for all sheets, then all backs; one page just passes through."""
    spool = _spooler(tmp_path, monkeypatch)
    choices = PrintChoices(printer="HP", sides=Sides.MANUAL)
    printing.remember(dialog.context.settings, "DS", choices)
    asked: list[tuple[int, Stack]] = []

    def turn(sheets: int, stack: Stack, _parent: object) -> bool:
        asked.append((sheets, stack))
        return True

    monkeypatch.setattr(batch_dialog, "ask_to_turn", turn)
    pages = [PageShape(landscape=False)] * 3
    plans = {n: plan(range(n), pages[:n], sides=Sides.MANUAL) for n in (1, 3)}
    counts = iter((1, 3))
    prepare = print_job.prepare

    def measured(pdf: bytes, given: PrintChoices, alignment: Alignment) -> print_job.Prepared:
        laid = plans[next(counts)]
        whole = prepare(pdf, given, alignment)
        return print_job.Prepared(whole.pdf, _within(laid), whole.pages)

    monkeypatch.setattr(print_job, "prepare", measured)
    dialog._refresh()
    assert dialog.printing.text().endswith("hai mặt, lật giấy bằng tay")
    dialog.print_all()
    settled()
    jobs = (spool / "jobs").read_text(encoding="utf-8").splitlines()
    assert asked == [(3, Stack.FIRST)]
    assert len(jobs) == 4
    assert all("sides=one-sided" in job for job in jobs)
    assert [job.split(" -- ")[0].split("-t ")[1] for job in jobs[:2]] == [
        job.split(" -- ")[0].split("-t ")[1] for job in jobs[2:]
    ]
    assert "Đã in mặt sau của 2 văn bản." in dialog.told.text()


def _within(laid: PrintPlan) -> PrintPlan:
    """Let every side show the first page: the lists of the example have only that."""
    first = [
        tuple(Side(None if side.page is None else 0, side.offset) for side in one)
        for one in laid.passes
    ]
    return replace(laid, passes=tuple(first))


def _spooler(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a spooler in the way that notes its jobs."""
    spool = tmp_path / "spool"
    spool.mkdir()
    program = tmp_path / "bin" / "lp"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\necho "$@" >> "{spool}/jobs"\n', encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    return spool


def test_pages_offer_all_papers(qtbot: QtBot, filled: Context, settled: Settle) -> None:
    """The meeting and the page of papers have the command, so Ctrl+K finds it."""
    reports = ReportsScreen(filled)
    qtbot.addWidget(reports)
    reports.period_changed(filled.period("H1/2020"))
    settled()
    labels = [command.label for command in reports.commands()]
    assert "In, lưu tất cả văn bản của kỳ…" in labels
    reports.all_papers()
    (box,) = reports.findChildren(BatchDialog)
    settled()
    assert box.list.count()
    box.reject()
    meeting = MeetingScreen(filled)
    qtbot.addWidget(meeting)
    assert "In, lưu tất cả văn bản…" in [command.label for command in meeting.commands()]
    papers_of_period(filled, filled.period("H1/2020"), parent=meeting)
    settled()
    assert meeting.findChildren(BatchDialog)
