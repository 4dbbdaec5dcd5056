"""Garbage that holds widgets is destroyed where widgets may be destroyed."""

from __future__ import annotations

import gc
import threading

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.collector import Collector


class Cycle(QObject):
    """An object that only a cycle keeps alive, and that tells on which thread it goes."""

    def __init__(self, gone: list[str]) -> None:
        super().__init__()
        self.itself = self
        self._gone = gone

    def __del__(self) -> None:
        self._gone.append(threading.current_thread().name)


def test_garbage_goes_on_the_gui_thread(qtbot: QtBot, qapp: QApplication) -> None:
    """A worker that allocates much collects nothing; the GUI thread does, soon after."""
    gone: list[str] = []
    collector = Collector()
    Cycle(gone)

    kept: list[list[int]] = []

    def allocate() -> None:
        kept.extend([number] for number in range(2 * gc.get_threshold()[0]))

    worker = threading.Thread(target=allocate, name="worker")
    worker.start()
    worker.join()
    assert gone == []
    assert not gc.isenabled()
    qtbot.waitUntil(lambda: bool(gone), timeout=10_000)
    assert gone == [threading.main_thread().name]
    collector.deleteLater()
