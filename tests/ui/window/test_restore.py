"""Restoring many attachments: the window goes on meanwhile, and “Hủy” leaves all as it was."""

from __future__ import annotations

import hashlib
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from danvan_desktop.context import Context
from danvan_desktop.storage import attachments
from ui.restore_dialog import RestoringDialog

FILES = 300
STAMP = "2020-06-16T08:00:00Z"


@pytest.fixture
def copy(office: Context, tmp_path: Path) -> Path:
    """Give a copy on a stick with many small files, none of which the closed office has."""
    made = office.back_up_now("usb", tmp_path / "usb")
    office.close()
    for number in range(FILES):
        content = f"%PDF-{number}".encode()
        digest = hashlib.sha256(content).hexdigest()
        place = made.parent / office.paths.attachments.name / digest[:2]
        place.mkdir(parents=True, exist_ok=True)
        (place / digest).write_bytes(content)
    return made


class Gate:
    """Holds the work at the tenth file until the GUI thread has turned often enough."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.reached, self.open = threading.Event(), threading.Event()
        self.stood_still = False
        self._real, self._left = attachments.bring, 10
        monkeypatch.setattr(attachments, "bring", self._held)

    def _held(self, source: Path, target: Path, digest: str) -> bool:
        self._left -= 1
        if self._left == 0:
            self.reached.set()
            self.stood_still = not self.open.wait(20)
        return self._real(source, target, digest)


def _words(dialog: RestoringDialog) -> str:
    return " ".join(one.text() for one in dialog.findChildren(QLabel) if not one.isHidden())


def _begin(
    copy: Path, office: Context, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> tuple[RestoringDialog, Gate]:
    gate = Gate(monkeypatch)
    dialog = RestoringDialog(copy, office.paths, STAMP)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.start()
    qtbot.waitUntil(gate.reached.is_set, timeout=20_000)
    return dialog, gate


def test_window_goes_on_while_many_files_come_back(
    qtbot: QtBot, office: Context, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The GUI thread turns while a file is being copied; at the end the dialog closes by itself."""
    dialog, gate = _begin(copy, office, monkeypatch, qtbot)
    turns: list[int] = []
    timer = QTimer(dialog)
    timer.timeout.connect(lambda: turns.append(1))
    timer.start(0)
    qtbot.waitUntil(lambda: len(turns) > 50, timeout=10_000)
    assert not dialog.close_button.isEnabled()
    gate.open.set()
    qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=20_000)
    assert dialog.done_well
    assert not gate.stood_still
    assert len(list(office.paths.attachments.glob("*/*"))) == FILES
    assert list(office.paths.backups.glob("*truoc-khoi-phuc.db"))


def test_cancelled_restoring_leaves_everything_as_it_was(
    qtbot: QtBot, office: Context, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Esc stops it at the next file; the dialog stays to say that nothing has changed."""
    before = office.paths.database.read_bytes()
    dialog, gate = _begin(copy, office, monkeypatch, qtbot)
    dialog.reject()
    assert dialog.isVisible()
    gate.open.set()
    qtbot.waitUntil(dialog.close_button.isEnabled, timeout=20_000)
    assert "không có gì thay đổi" in _words(dialog)
    assert not dialog.done_well
    assert office.paths.database.read_bytes() == before
    assert not list(office.paths.attachments.glob("*/*"))
    dialog.reject()
    assert not dialog.isVisible()


def test_damaged_file_on_the_medium_is_told_after_the_restoring(
    qtbot: QtBot, office: Context, copy: Path
) -> None:
    """The data are back; the dialog says how many files are missing and where to get them."""
    beside = sorted((copy.parent / office.paths.attachments.name).glob("*/*"))
    beside[0].write_bytes(b"%PDF-x")
    for path in beside[3:]:
        path.unlink()
    dialog = RestoringDialog(copy, office.paths, STAMP)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.start()
    qtbot.waitUntil(dialog.close_button.isEnabled, timeout=20_000)
    assert dialog.done_well
    assert "1 tệp kèm" in _words(dialog)
