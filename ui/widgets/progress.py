"""Progress of long work: appears after 0.4 s, counts, names the file, can be cancelled."""

from __future__ import annotations

import time

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from danvan_desktop.i18n import _
from danvan_desktop.vietnamese.numbers import format_count
from ui import theme
from ui.tasks import Task
from ui.widgets.buttons import Button
from ui.widgets.labels import label
from ui.widgets.panel import Panel

DELAY_MS = 400


class ProgressBar(Panel):
    """Give ``report`` to ``tasks.run(progress=…)`` and the task to ``follow``; hides by itself."""

    stopping = Signal()
    """Somebody pressed “Hủy”; the work ends at its next report."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, ground="raised", lines="top", height=36)
        self._task: Task | None = None
        self._began = 0.0
        self._words = label("")
        self._track = _Track()
        self._count = label("", "label")
        self._cancel = Button(_("Hủy"), dense=True, on_click=self._stop)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 16, 4)
        row.setSpacing(12)
        row.addWidget(self._words)
        row.addWidget(self._track, 1)
        row.addWidget(self._count)
        row.addWidget(self._cancel)
        self._timer = QTimer(self)
        self._timer.setInterval(100)
        self._timer.timeout.connect(self._tick)
        self.hide()

    def follow(self, task: Task, text: str = "") -> None:
        """Watch a task until it ends."""
        self._task = task
        self._began = time.monotonic()
        self._words.setText(text or task.text)
        self._count.setText("")
        self._cancel.setEnabled(True)
        self._track.show_share(None)
        self._timer.start()

    def report(self, done: int, total: int, text: str = "") -> None:
        """Show how far the work is; ``total`` 0 means that nobody knows."""
        if text:
            self._words.setText(text)
        counted = f"{format_count(done)}/{format_count(total)}" if total else format_count(done)
        self._count.setText(counted)
        self._track.show_share(done / total if total else None)

    def _tick(self) -> None:
        if self._task is None or self._task.finished:
            self._timer.stop()
            self._task = None
            self.hide()
        elif not self.isVisible() and (time.monotonic() - self._began) * 1000 >= DELAY_MS:
            self.show()
        else:
            self._track.move_on()

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._cancel.setEnabled(False)
            self._words.setText(_("Đang dừng…"))
            self.stopping.emit()


class _Track(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._share: float | None = None
        self._phase = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Tiến độ"))

    def show_share(self, share: float | None) -> None:
        self._share = share
        self.setAccessibleDescription("" if share is None else f"{share:.0%}")
        self.update()

    def move_on(self) -> None:
        if self._share is None:
            self._phase = (self._phase + 0.06) % 1.0
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(160, 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("neutral"))
        painter.drawRoundedRect(QRectF(self.rect()), 3, 3)
        painter.setBrush(theme.colour("accent"))
        width = self.width()
        if self._share is None:
            area = QRectF(self._phase * width * 0.75, 0, width * 0.25, self.height())
        else:
            area = QRectF(0, 0, width * min(1.0, self._share), self.height())
        painter.drawRoundedRect(area, 3, 3)
