"""No SQL on the GUI thread, no widget off it: work goes out to threads, results come back as calls.

``run`` is for reads (a few worker threads), ``reread`` for those that a screen repeats, ``write``
for the one writer of the context. Every callback runs on the GUI thread. After a committed write
``hub().changed`` tells every screen what was touched. A refusal (``UserError``) and a bug are shown
here, unless the caller wants them.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal, Slot
from shiboken6 import isValid

from danvan_desktop.errors import Cancelled, UserError

if TYPE_CHECKING:
    from danvan_desktop.context import Context

WORKERS = 3
"""Threads for reads: SQLite reads in parallel, and two cores are the usual office machine."""

Done = Callable[[Any], None]
Failed = Callable[[BaseException], None]
Report = Callable[[int, int, str], None]


class Task:
    """One piece of work under way; ``cancel`` drops its result and stops it at its next report."""

    def __init__(self, *, owner: QObject | None = None, text: str = "") -> None:
        self.text = text
        self.finished = False
        self._owner = owner
        self._cancelled = threading.Event()
        self._worked = threading.Event()

    @property
    def cancelled(self) -> bool:
        """Tell whether somebody asked to stop."""
        return self._cancelled.is_set()

    @property
    def wanted(self) -> bool:
        """Tell whether anybody still waits for the result."""
        return not self.cancelled and (self._owner is None or isValid(self._owner))

    def cancel(self) -> None:
        """Ask the work to stop; what was acknowledged before stays."""
        self._cancelled.set()

    def worked(self) -> None:
        """Say that the work has ended and its result waits for the GUI thread."""
        self._worked.set()

    def wait(self, seconds: float) -> bool:
        """Wait on the GUI thread for work that takes a glance; tell whether its result came."""
        if self._worked.wait(seconds):
            QCoreApplication.sendPostedEvents(hub(), 0)
        return self.finished


class Hub(QObject):
    """The exchange between threads and screens; lives on the GUI thread."""

    changed = Signal(object)
    """Changes of a committed write (also of undo, redo and imports)."""
    saving = Signal()
    """A write was handed to the writer and is not committed yet."""
    saved = Signal()
    """A write was committed."""
    save_failed = Signal()
    """A write was refused or failed; nothing of it is stored."""
    nothing_saved = Signal()
    """The writer found nothing to write (undo at the beginning); what was true before still is."""
    _call = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.pending = 0
        self._queue: SimpleQueue[list[Callable[[], None]]] = SimpleQueue()
        self._threads: list[threading.Thread] = []
        self.rereads: WeakKeyDictionary[QObject, dict[Callable[..., Any], Task]] = (
            WeakKeyDictionary()
        )
        """The newest repeated read of each function, by the screen that shows its result."""
        self._call.connect(self._run_call, Qt.ConnectionType.QueuedConnection)

    def post(self, call: Callable[[], None]) -> None:
        """Run ``call`` on the GUI thread, soon; callable from every thread."""
        self._call.emit(call)

    def start(self, work: Callable[[], None]) -> None:
        """Give work to the reading threads, which start with the first of it."""
        if len(self._threads) < WORKERS:
            thread = threading.Thread(target=self._serve, daemon=True, name="read")
            self._threads.append(thread)
            thread.start()
        self._queue.put([work])

    @Slot(object)
    def _run_call(self, call: Callable[[], None]) -> None:
        call()

    def work_off(self, box: list[Callable[[], None]]) -> None:
        """Do on this thread the work in ``box``, then let the GUI thread forget it.

        Work holds on to widgets through what it calls at its end. Were the worker the last to let
        go of one, the widget would be destroyed on its thread, which Qt does not bear.
        """
        box[0]()
        self.post(box.clear)

    def _serve(self) -> None:
        while True:
            self.work_off(self._queue.get())


_hub: Hub | None = None


def hub() -> Hub:
    """Return the exchange; made at the first call, which must be on the GUI thread."""
    global _hub
    if _hub is None or not isValid(_hub):
        _hub = Hub()
    return _hub


def run(
    fn: Callable[..., Any],
    *args: Any,
    done: Done | None = None,
    failed: Failed | None = None,
    progress: Report | None = None,
    cancelled: Callable[[], None] | None = None,
    owner: QObject | None = None,
    **kwargs: Any,
) -> Task:
    """Call ``fn(*args, **kwargs)`` on a reading thread and hand its result to ``done``.

    With ``progress`` the function gets a ``progress=`` argument that reports to the GUI thread and
    raises Cancelled after ``Task.cancel``. Nothing is delivered once ``owner`` was destroyed.
    """
    task = Task(owner=owner)
    exchange = hub()
    exchange.pending += 1
    if progress is not None:
        kwargs["progress"] = _reporter(task, progress, exchange)
    finish = _Finish(task, exchange, done, failed, cancelled)

    def work() -> None:
        if task.cancelled:
            exchange.post(finish.cancelled)
            return
        _attempt(lambda: fn(*args, **kwargs), finish)
        task.worked()

    exchange.start(work)
    return task


def reread(
    fn: Callable[..., Any], *args: Any, done: Done, owner: QObject, failed: Failed | None = None
) -> Task:
    """Do as ``run``, dropping what the same ``owner`` asked of ``fn`` before and has not got yet.

    Several threads read: an older look at the data may end after a newer one, and must not be
    shown over it.
    """
    asked = hub().rereads.setdefault(owner, {})
    if fn in asked:
        asked[fn].cancel()
    asked[fn] = run(fn, *args, done=done, failed=failed, owner=owner)
    return asked[fn]


def write(
    context: Context,
    fn: Callable[..., Any],
    *args: Any,
    done: Done | None = None,
    failed: Failed | None = None,
    progress: Report | None = None,
    cancelled: Callable[[], None] | None = None,
    owner: QObject | None = None,
    **kwargs: Any,
) -> Task:
    """Call a writing function through the context's single writer; ``done`` comes after commit.

    Its ``Changes`` (returned, or in the ``changes`` of the result) are announced to every screen.
    """
    task = Task(owner=owner)
    exchange = hub()
    exchange.pending += 1
    if progress is not None:
        kwargs["progress"] = _reporter(task, progress, exchange)
    finish = _Finish(task, exchange, done, failed, cancelled, writing=True)
    exchange.saving.emit()
    context.writer.submit(
        exchange.work_off, [lambda: _attempt(lambda: fn(*args, **kwargs), finish)]
    )
    return task


class _Finish:
    """The ways in which a task ends, each run on the GUI thread."""

    def __init__(
        self,
        task: Task,
        exchange: Hub,
        done: Done | None,
        failed: Failed | None,
        cancelled: Callable[[], None] | None,
        *,
        writing: bool = False,
    ) -> None:
        self._task = task
        self.exchange = exchange
        self._done = done
        self._failed = failed
        self._cancelled = cancelled
        self._writing = writing

    def done(self, result: Any) -> None:
        """Announce what was written, then deliver the result if somebody still wants it."""
        self._close()
        if self._writing:
            self._announce(result)
        if self._task.wanted:
            if self._done is not None:
                self._done(result)
        elif self._task.cancelled and self._cancelled is not None:
            self._cancelled()

    def failed(self, error: BaseException) -> None:
        """Hand the failure to the caller, or show it in words."""
        self._close()
        if self._writing:
            self.exchange.save_failed.emit()
        if not self._task.wanted:
            return
        if self._failed is not None:
            self._failed(error)
        else:
            show_failure(error)

    def cancelled(self) -> None:
        """Tell the caller that the work stopped because it was asked to."""
        self._close()
        if self._writing:
            self.exchange.save_failed.emit()
        if self._cancelled is not None:
            self._cancelled()

    def _announce(self, result: Any) -> None:
        changes = getattr(result, "changes", result)
        if hasattr(changes, "registers"):
            self.exchange.saved.emit()
            self.exchange.changed.emit(changes)
        elif hasattr(result, "issues") and result.issues:
            self.exchange.save_failed.emit()
        elif changes is None:
            self.exchange.nothing_saved.emit()
        else:
            self.exchange.saved.emit()

    def _close(self) -> None:
        self._task.finished = True
        self.exchange.pending -= 1


def show_failure(error: BaseException) -> None:
    """Show a refusal in its own words, anything else as a fault of the program."""
    from ui import messages

    if isinstance(error, UserError):
        messages.show_error(error)
    else:
        messages.show_crash(error)


def _attempt(call: Callable[[], Any], finish: _Finish) -> None:
    try:
        result = call()
    except Cancelled:
        finish.exchange.post(finish.cancelled)
    except UserError as refused:
        error: BaseException = refused
        finish.exchange.post(lambda: finish.failed(error))
    except Exception as fault:  # a worker has no caller: the fault is logged and shown
        import logging

        logging.getLogger(__name__).exception("task failed")
        bug: BaseException = fault
        finish.exchange.post(lambda: finish.failed(bug))
    else:
        finish.exchange.post(lambda: finish.done(result))


def _reporter(task: Task, progress: Report, exchange: Hub) -> Callable[..., None]:
    def report(done: int, total: int, text: str = "") -> None:
        if task.cancelled:
            raise Cancelled

        def deliver() -> None:
            if task.wanted:
                progress(done, total, text)

        exchange.post(deliver)

    return report
