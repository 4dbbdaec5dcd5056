"""Read large workbooks in a process of their own, with limits, so that none can hurt the program.

Small files are read in place: their size bounds what can happen, and starting a process costs
more than reading them. The process is started afresh (``spawn``, as on Windows and in the packed
program) and serves all large files of one import; ``main.py`` calls ``freeze_support`` for it.
"""

from __future__ import annotations

import multiprocessing
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Any

from danvan_desktop.errors import Progress, UserError, no_progress
from danvan_desktop.spreadsheets.model import FileFacts, Sheet
from danvan_desktop.spreadsheets.safety import damaged, too_slow

IN_PLACE_BYTES = 3_000_000
"""Workbooks with less XML are read in place: under a second, and at most some 50 MB of memory."""

SECONDS_WITHOUT_WORD = 30.0
"""The process reports every few thousand cells; silence this long means it is stuck."""

SECONDS_IN_ALL = 180.0
MEMORY_BYTES = 2_000_000_000
_POLL = 0.1


class WorkbookReader:
    """Reads checked files one after the other; use it as a context manager.

    ``limits`` are seconds without a word, seconds in all, bytes of memory (POSIX only; on Windows
    the size limits of ``safety`` bound the memory).
    """

    def __init__(
        self,
        *,
        in_place_bytes: int = IN_PLACE_BYTES,
        silence: float = SECONDS_WITHOUT_WORD,
        in_all: float = SECONDS_IN_ALL,
        memory: int = MEMORY_BYTES,
    ) -> None:
        self._in_place_bytes = in_place_bytes
        self._silence = silence
        self._in_all = in_all
        self._memory = memory
        self._process: Any = None
        self._pipe: Connection | None = None

    def __enter__(self) -> WorkbookReader:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def read(
        self, path: Path, facts: FileFacts, progress: Progress = no_progress
    ) -> tuple[Sheet, ...]:
        """Read the sheets; UserError (damaged, too_big), or Cancelled from ``progress``."""
        if facts.xml_bytes <= self._in_place_bytes:
            from danvan_desktop.spreadsheets.reader import read_workbook

            return read_workbook(path, facts, progress)
        try:
            return self._read_outside(path, facts, progress)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """End the process, if there is one, whatever it is doing."""
        if self._pipe is not None:
            self._pipe.close()
            self._pipe = None
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process = None

    # --- private

    def _read_outside(self, path: Path, facts: FileFacts, progress: Progress) -> tuple[Sheet, ...]:
        pipe = self._start()
        try:
            pipe.send((str(path), facts))
            waited = silent = 0.0
            while True:
                if not pipe.poll(_POLL):
                    waited, silent = waited + _POLL, silent + _POLL
                    progress(0, 0, facts.name)
                    if silent > self._silence or waited > self._in_all:
                        raise too_slow(path)
                    continue
                silent = 0.0
                kind, content = pipe.recv()
                if kind == "sheets":
                    return tuple(content)
                if kind == "refused":
                    raise _error(path, content)
                progress(*content)
        except (EOFError, OSError) as error:
            raise too_slow(path) from error  # the process died: out of memory, or crashed

    def _start(self) -> Connection:
        if self._pipe is None:
            context = multiprocessing.get_context("spawn")
            self._pipe, far_end = context.Pipe()
            self._process = context.Process(
                target=_serve, args=(far_end, self._memory), daemon=True, name="workbook-reader"
            )
            self._process.start()
            far_end.close()
        return self._pipe


def _error(path: Path, code: str) -> UserError:
    return damaged(path) if code == "damaged" else too_slow(path)


def _serve(pipe: Connection, memory: int) -> None:
    """Read files for the other side until it hangs up (runs in the process of its own)."""
    from danvan_desktop.spreadsheets.reader import read_workbook

    _limit_memory(memory)

    def tell(done: int, total: int, text: str = "") -> None:
        pipe.send(("progress", (done, total, text)))

    while True:
        try:
            path, facts = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            answer: tuple[str, Any] = ("sheets", read_workbook(Path(path), facts, tell))
        except UserError as error:
            answer = ("refused", error.code)
        except MemoryError:
            answer = ("refused", "too_big")
        pipe.send(answer)


def _limit_memory(limit: int) -> None:
    """Cap the address space where the system can; elsewhere the size limits have to do."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
