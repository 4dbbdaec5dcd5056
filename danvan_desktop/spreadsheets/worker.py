"""Read large workbooks in a process of their own, with limits, so that none can hurt the program.

Small files are read in place: their size bounds what can happen, and starting a process costs
more than reading them. One process serves all large files of one import. It is this program
started again with ``FLAG``, and speaks pickles over its standard input and output; unlike
``multiprocessing`` it never runs the main module, and it works in the packed program as well.
"""

from __future__ import annotations

import os
import pickle
import queue
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from danvan_desktop.errors import Progress, UserError, no_progress
from danvan_desktop.spreadsheets.model import FileFacts, Sheet
from danvan_desktop.spreadsheets.safety import damaged, too_slow

FLAG = "--workbook-reader"
"""The only argument of the packed program with which ``main.py`` calls ``serve``."""

IN_PLACE_BYTES = 3_000_000
"""Workbooks with less XML are read in place: under a second, and at most some 50 MB of memory."""

SECONDS_WITHOUT_WORD = 30.0
"""The process reports every few thousand cells; silence this long means it is stuck."""

SECONDS_IN_ALL = 180.0
MEMORY_BYTES = 2_000_000_000
_TICK = 0.1

_Message = tuple[str, Any]


class WorkbookReader:
    """Reads checked files one after the other; use it as a context manager.

    ``silence`` and ``in_all`` are seconds, ``memory`` bytes (POSIX only; on Windows the size
    limits of ``safety`` bound the memory).
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
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: queue.Queue[_Message] = queue.Queue()

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
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with suppress(OSError):  # closing writes what the process did not live to read
                    stream.close()

    # --- private

    def _read_outside(self, path: Path, facts: FileFacts, progress: Progress) -> tuple[Sheet, ...]:
        self._ask((str(path.absolute()), facts), path)
        waited = silent = 0.0
        while True:
            try:
                kind, content = self._answers.get(timeout=_TICK)
            except queue.Empty:
                waited, silent = waited + _TICK, silent + _TICK
                progress(0, 0, facts.name)
                if silent > self._silence or waited > self._in_all:
                    raise too_slow(path) from None
                continue
            silent = 0.0
            if kind == "sheets":
                return tuple(content)
            if kind == "refused":
                raise damaged(path) if content == "damaged" else too_slow(path)
            if kind == "gone":  # out of memory, or crashed
                raise too_slow(path)
            progress(*content)

    def _ask(self, question: tuple[str, FileFacts], path: Path) -> None:
        if self._process is None:
            self._start()
        if self._process is None or self._process.stdin is None:
            raise too_slow(path)
        try:
            pickle.dump(question, self._process.stdin)
            self._process.stdin.flush()
        except OSError as error:
            raise too_slow(path) from error

    def _start(self) -> None:
        self._answers = queue.Queue()
        self._process = subprocess.Popen(
            _command(self._memory),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # Windows: no black window
        )
        threading.Thread(
            target=_listen, args=(self._process.stdout, self._answers), daemon=True
        ).start()


def serve(memory: int = MEMORY_BYTES) -> None:
    """Read files for the process that started this one, until it hangs up."""
    from danvan_desktop.spreadsheets.reader import read_workbook

    questions = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # nothing else may speak between the answers
    _limit_memory(memory)

    def tell(done: int, total: int, text: str = "") -> None:
        _send(answers, ("progress", (done, total, text)))

    while True:
        try:
            path, facts = pickle.load(questions)
        except EOFError:
            return
        try:
            answer: _Message = ("sheets", read_workbook(Path(path), facts, tell))
        except UserError as error:
            answer = ("refused", error.code)
        except MemoryError:
            answer = ("refused", "too_big")
        _send(answers, answer)


def _command(memory: int) -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, FLAG]
    root = str(Path(__file__).resolve().parent.parent.parent)
    code = (
        f"import sys; sys.path.insert(0, {root!r}); "
        f"from danvan_desktop.spreadsheets.worker import serve; serve({memory})"
    )
    return [sys.executable, "-c", code]


def _send(stream: IO[bytes], message: _Message) -> None:
    pickle.dump(message, stream, protocol=pickle.HIGHEST_PROTOCOL)
    stream.flush()


def _listen(stream: IO[bytes], answers: queue.Queue[_Message]) -> None:
    """Take answers off the pipe as they come; a pipe that ends says that the process is gone."""
    while True:
        try:
            answers.put(pickle.load(stream))
        except (EOFError, OSError, ValueError, pickle.UnpicklingError):
            answers.put(("gone", None))
            return


def _limit_memory(limit: int) -> None:
    """Cap the address space where the system can; elsewhere the size limits have to do."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
