"""Imports what will be asked for soon, while the clerk reads the first page.

The first list, the first save and the first figures would otherwise wait for their imports. The
core's modules go to a thread of their own. Those of the window are imported on the GUI thread, in
steps of a few milliseconds: Shiboken keeps the types of Qt in a table without a lock, which the GUI
thread reads while Python runs elsewhere, so a class of Qt made on another thread may end the
program with signal 11.
"""

from __future__ import annotations

import threading
from importlib import import_module

from PySide6.QtCore import QObject, QTimer

CORE = (
    "danvan_desktop.registers",
    "danvan_desktop.storage.reader",
    "danvan_desktop.storage.unit_of_work",
    "danvan_desktop.indicators",
    "danvan_desktop.organisation.pins",
    "danvan_desktop.organisation.related",
    "danvan_desktop.reports.templates",
    "danvan_desktop.agenda.todo",
)
WINDOW = (
    "ui.widgets.field_dialog",
    "ui.widgets.column_menu",
    "ui.screens.register_list",
    "ui.screens.registers",
    "ui.screens.record_layout",
    "ui.screens.record",
    "ui.widgets.check_list",
    "ui.screens.figures_detail",
    "ui.screens.figures",
    "ui.screens.home_facts",
)
"""Both in the order in which they are likely to be needed; a part before what is made of it."""

PAUSE_MS = 50
"""Between two modules, so that the window answers in between."""


class WarmUp(QObject):
    """One pass over ``CORE``, then over ``WINDOW``."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._import_core, name="warm-up", daemon=True)
        self._left = list(WINDOW)
        self._timer = QTimer(self, interval=PAUSE_MS)
        self._timer.timeout.connect(self._import_next)
        self._thread.start()
        self._timer.start()

    def stop(self) -> None:
        """Import nothing more, and wait for the module at hand: no thread outlives the program."""
        self._timer.stop()
        self._stopped.set()
        self._thread.join()

    def _import_core(self) -> None:
        for name in CORE:
            if self._stopped.wait(PAUSE_MS / 1000):
                return
            import_module(name)

    def _import_next(self) -> None:
        if self._thread.is_alive():
            return
        if self._left:
            import_module(self._left.pop(0))
        else:
            self._timer.stop()
