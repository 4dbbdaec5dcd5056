"""Writing many papers into a folder: each file whole or not at all, none over another by accident.

A paper that cannot be made does not keep the others from being made; a folder that cannot be
written (full disk, stick pulled out) ends the run, and what is there by then stays.
"""

from __future__ import annotations

import os
import secrets
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from io import BytesIO
from pathlib import Path

from danvan_desktop.errors import Cancelled, Progress, UserError, no_progress
from danvan_desktop.i18n import _
from danvan_desktop.organisation.books import Books
from danvan_desktop.paths import sync_folder
from danvan_desktop.registers.bao_cao import is_issued
from danvan_desktop.reports.annex_book import figure_values
from danvan_desktop.reports.batch import BatchPaper, Built, has_tables, paper_bytes
from danvan_desktop.reports.paper_files import marked
from danvan_desktop.signing.files import make_folder, write_refused


class PaperFormat(StrEnum):
    """What a paper is written as; a BOOK holds only the tables of its annexes."""

    PDF = "pdf"
    WORD = "docx"
    BOOK = "xlsx"


class Existing(StrEnum):
    """What happens to a file of the same name that is there already."""

    BOTH = "both"
    SKIP = "skip"
    REPLACE = "replace"


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What was made: files, files that were there and stay, papers that failed with their reason.

    ``refused`` is why the whole run ended (full disk, medium gone), ``stopped`` that somebody
    stopped it.
    """

    written: tuple[Path, ...] = ()
    skipped: tuple[Path, ...] = ()
    failed: tuple[tuple[str, UserError], ...] = ()
    refused: UserError | None = None
    stopped: bool = False


class Batch:
    """Writes papers into a folder, one file after another; ``stop`` ends it between two of them."""

    def __init__(
        self,
        books: Books,
        papers: Sequence[BatchPaper],
        folder: Path,
        formats: Iterable[PaperFormat],
        existing: Existing = Existing.BOTH,
    ) -> None:
        self._books = books
        self._papers = list(papers)
        self._folder = folder
        self._formats = [one for one in PaperFormat if one in set(formats)]
        self._existing = existing
        self._lock = threading.Lock()
        self._stopped = False
        self._written: list[Path] = []
        self._skipped: list[Path] = []
        self._failed: list[tuple[str, UserError]] = []
        self._refused: UserError | None = None

    @property
    def result(self) -> BatchResult:
        """Tell what was made up to now."""
        with self._lock:
            return BatchResult(
                tuple(self._written),
                tuple(self._skipped),
                tuple(self._failed),
                self._refused,
                self._stopped,
            )

    def stop(self) -> BatchResult:
        """Stop; when this returns no more file will appear, and what it returns is final."""
        with self._lock:
            self._stopped = True
        return self.result

    def run(self, *, progress: Progress = no_progress) -> BatchResult:
        """Write every paper in every format; what is finished stays, whatever happens then.

        A paper that cannot be made is told in the result and the next one is made; a folder that
        cannot be written ends the run. Cancelled from ``progress`` is taken as ``stop``.
        """
        total = len(self._papers)
        try:
            make_folder(self._folder)
            for number, paper in enumerate(self._papers):
                tell = partial(self._tell, progress, number, total, paper.label)
                tell()
                self._make(paper, tell)
            progress(total, total, "")
        except Cancelled:
            return self.stop()
        except _Refused as refused:
            self._refused = refused.error
        except UserError as refused_folder:
            self._refused = refused_folder
        return self.result

    def _tell(self, progress: Progress, done: int, total: int, text: str) -> None:
        if self._stopped:
            raise Cancelled
        progress(done, total, text)

    def _make(self, paper: BatchPaper, tell: Callable[[], None]) -> None:
        def report(done: int, total: int, text: str = "") -> None:
            tell()

        try:
            if paper.lacking or paper.build is None:
                raise UserError(paper.lacking or _("Chưa lập được văn bản này."), code="lacking")
            built = paper.build(self._books)
            for one in self._formats:
                tell()
                data = self._data(built, one, report)
                if data is not None:
                    self._write(f"{paper.name}.{one.value}", data)
        except UserError as error:
            with self._lock:
                self._failed.append((paper.label, error))

    def _data(self, built: Built, form: PaperFormat, progress: Progress) -> bytes | None:
        """Render a paper in a format; None where the format has nothing to show of it."""
        if form is PaperFormat.PDF:
            return paper_bytes(self._books, built, progress=progress)
        out = BytesIO()
        if form is PaperFormat.WORD:
            from danvan_desktop.reports.paper_docx import write_document

            issued = None if built.record is None else is_issued(built.record.values)
            document = built.document
            if built.record is not None and not issued:
                document = marked(self._books, document, built.record.id)
            write_document(document, out, issued=issued, progress=progress)
            return out.getvalue()
        if not has_tables(built.document):
            return None
        from danvan_desktop.documents.xlsx import render_xlsx

        values = figure_values(self._books, built.values, built.document)
        render_xlsx(built.document, out, values=values, progress=progress)
        return out.getvalue()

    def _write(self, name: str, data: bytes) -> None:
        target = self._folder / name
        temporary = self._folder / f".dang-ghi-{secrets.token_hex(8)}.tmp"
        try:
            with temporary.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            # After stop() has returned no file may appear, so both take the lock.
            with self._lock:
                if self._stopped:
                    raise Cancelled
                place = self._place(target)
                if place is None:
                    self._skipped.append(target)
                    return
                temporary.replace(place)
                self._written.append(place)
            sync_folder(self._folder)
        except OSError as error:
            raise _Refused(write_refused(target, error)) from error
        finally:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)

    def _place(self, target: Path) -> Path | None:
        """Say where a file goes: a file of another run is kept, unless it is to be replaced."""
        mine = target in self._written
        if not target.exists() or (self._existing is Existing.REPLACE and not mine):
            return target
        if self._existing is Existing.SKIP and not mine:
            return None
        number = 2
        while (place := target.with_stem(f"{target.stem} ({number})")).exists():
            number += 1
        return place


class _Refused(Exception):
    """The folder cannot be written: no further file can be."""

    def __init__(self, error: UserError) -> None:
        super().__init__(error.message)
        self.error = error
