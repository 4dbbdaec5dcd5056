"""Keeps what stands in a form against crashes: on leaving a field, and every three seconds.

A draft goes through the writer like a save, but it is never called saved: the hub hears nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from danvan_desktop.errors import UserError
from ui import tasks

if TYPE_CHECKING:
    from danvan_desktop.context import Context

DRAFT_MS = 3000

Snapshot = Callable[[], tuple[dict[str, Any], str] | None]
"""Gives the values and the focused field, or None when there is nothing to keep."""


class DraftKeeper(QObject):
    """The draft of the form that is open; ``kept`` after the commit, ``failed`` with the reason."""

    kept = Signal()
    failed = Signal(str)

    def __init__(
        self, context: Context, register: str, snapshot: Snapshot, parent: QObject
    ) -> None:
        super().__init__(parent)
        self.at = ""
        """When the draft was kept (UTC ISO text), "" when there is none."""
        self._context = context
        self._register = register
        self._snapshot = snapshot
        self._record_id: str | None = None
        self._last: dict[str, Any] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DRAFT_MS)
        self._timer.timeout.connect(self.keep)

    def begin(
        self, record_id: str | None, values: Mapping[str, Any] | None = None, at: str = ""
    ) -> None:
        """Serve another form; ``values`` and ``at`` are of the draft that it was opened with."""
        self._timer.stop()
        self._record_id = record_id
        self._last = dict(values) if values is not None else None
        self.at = at

    def touch(self) -> None:
        """Keep the draft within three seconds."""
        if not self._timer.isActive():
            self._timer.start()

    def keep(self) -> None:
        """Keep the draft now, if anything changed since it was last kept."""
        self._timer.stop()
        found = self._snapshot()
        if found is None or found[0] == self._last:
            return
        values, field = found
        self._last = values

        exchange = tasks.hub()

        def finish(future: Future[None]) -> None:
            error = future.exception()
            exchange.post(lambda: self._finished(error))

        writer, call = self._context.writer, self._context.keep_draft
        future = writer.submit(call, self._register, self._record_id, values, field)
        future.add_done_callback(finish)

    def keep_again(self) -> None:
        """Keep the draft even if it is the one that was kept last (a save has failed)."""
        self._last = None
        self.keep()

    def drop(self) -> None:
        """Forget the draft: the clerk gave the changes up."""
        self._timer.stop()
        self._last, self.at = None, ""
        self._context.writer.submit(self._context.drop_draft, self._register, self._record_id)

    def _finished(self, error: BaseException | None) -> None:
        if not isValid(self):  # the page was closed before the draft was on the disk
            return
        if error is not None:
            self._last = None
            why = str(error)
            if isinstance(error, UserError):
                why = f"{error.message} {error.safe}"  # the remedy stands at the field
            self.failed.emit(why)
            return
        self.at = self._context.clock.now()
        self.kept.emit()
