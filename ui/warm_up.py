"""Imports what will be asked for soon, while the clerk reads the first page.

The first list, the first save and the first figures would otherwise wait for their imports. One
module at a time, with a pause after each, so that the window answers in between.
"""

from __future__ import annotations

import threading
from importlib import import_module

SOON = (
    "danvan_desktop.registers",
    "danvan_desktop.storage.reader",
    "ui.screens.registers",
    "ui.screens.record",
    "ui.widgets.palette",
    "danvan_desktop.storage.unit_of_work",
    "danvan_desktop.indicators",
    "ui.screens.figures",
    "ui.screens.home_facts",
)
"""In the order in which they are likely to be needed."""

PAUSE = 0.05
"""Seconds between two modules."""


class WarmUp:
    """One pass over ``SOON`` on a thread of its own."""

    def __init__(self) -> None:
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="warm-up", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Import nothing more, and wait for the module at hand: no thread outlives the program."""
        self._stopped.set()
        self._thread.join()

    def _run(self) -> None:
        for name in SOON:
            if self._stopped.wait(PAUSE):
                return
            import_module(name)
