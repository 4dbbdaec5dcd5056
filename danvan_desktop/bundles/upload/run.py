"""An upload runs on a thread of its own, so that stopping it never waits for a server or a share.

A name that is looked up, a server that does not answer and a share that hangs cannot be asked to
stop. Whoever waits looks every tenth of a second whether the clerk still wants it; if not, the
connection is cut and the caller is free at once.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable
from typing import Any, TypeVar

from danvan_desktop.errors import Cancelled, Progress

LOOK = 0.1
"""Seconds between two looks at whether the work is still wanted."""

T = TypeVar("T")


class Run:
    """What the working thread tells (bytes done, words) and what it is told (stop)."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.done = 0
        self.text = ""
        self._stopped = threading.Event()
        self._socket: socket.socket | None = None

    def went(self, count: int) -> None:
        """Count bytes; raises Cancelled once nobody wants them."""
        self.check()
        self.done += count

    def check(self) -> None:
        """Raise Cancelled once nobody wants the work."""
        if self._stopped.is_set():
            raise Cancelled

    def hold(self, connection: socket.socket | None) -> None:
        """Name the connection to cut when the work is stopped."""
        self._socket = connection
        self.check()

    def stop(self) -> None:
        """Ask the work to end, and wake it if it waits for a server."""
        self._stopped.set()
        self.cut()

    def cut(self) -> None:
        """Cut the connection that is held, if any."""
        held = self._socket
        if held is not None:
            with contextlib.suppress(OSError):
                # Not SSLSocket.shutdown: it drops the encryption before it closes the line, and
                # the other thread may be in the middle of sending.
                socket.socket.shutdown(held, socket.SHUT_RDWR)

    @property
    def stopped(self) -> bool:
        """Tell whether nobody wants the work any more."""
        return self._stopped.is_set()


def watched(work: Callable[[Run], T], total: int, progress: Progress) -> T:
    """Do ``work`` on its own thread and report it; returns or raises what it did.

    What ``progress`` raises (Cancelled) stops the work and is raised at once.
    """
    run = Run(total)
    ended = threading.Event()
    outcome: list[tuple[Any, BaseException | None]] = []

    def attempt() -> None:
        try:
            outcome.append((work(run), None))
        except BaseException as error:  # noqa: BLE001 - raised again by the caller's thread
            outcome.append((None, error))
        finally:
            ended.set()

    threading.Thread(target=attempt, daemon=True, name="upload").start()
    while not ended.wait(LOOK):
        try:
            progress(run.done, run.total, run.text)
        except BaseException:
            run.stop()
            raise
    progress(run.done, run.total, run.text)
    result, error = outcome[0]
    if error is not None:
        raise error
    return result  # type: ignore[no-any-return]
