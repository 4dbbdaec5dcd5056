"""Cyclic garbage is collected on the GUI thread alone.

Python collects on whichever thread happens to allocate. A widget that only a cycle keeps alive
would then be destroyed on a worker, and Qt answers that with a crash now and then.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 1_000


class Collector(QObject):
    """Looks for garbage between events; Python's own collector rests while this one lives."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        gc.freeze()  # what a start makes stays
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(collect_if_due)
        self._timer.start()


def collect_if_due() -> None:
    """Collect the oldest generation that is due by Python's own thresholds."""
    counts, limits = gc.get_count(), gc.get_threshold()
    due = [age for age in range(3) if counts[age] > limits[age]]
    if due:
        gc.collect(due[-1])
