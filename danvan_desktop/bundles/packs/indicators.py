"""Further indicators and forms of the province, as a part of a pack: files of declarations."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from danvan_desktop.errors import Issue
from danvan_desktop.i18n import N_, _
from danvan_desktop.indicators.catalogue import trying, use_pack
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.pack_files import JsonPart, laid_out
from danvan_desktop.organisation.pack_parts import Brought, Entry
from danvan_desktop.paths import Paths


class IndicatorsPart(JsonPart):
    """The files of ``chi_tieu``."""

    key = "indicators"
    label = N_("Chỉ tiêu, biểu")
    icon = "figures"
    lists = (("indicators", N_("Chỉ tiêu")), ("forms", N_("Biểu")))

    def folder(self, paths: Paths) -> Path:
        """Give the folder of further indicators."""
        return paths.indicators

    def use(self, folder: Path | None) -> None:
        """Put them into the catalogue."""
        use_pack(folder)

    def faults(self, folder: Path) -> list[Issue]:
        """Read the files as the program does at its start."""
        try:
            with trying(folder) as found:
                return list(found.issues)
        except (TypeError, AttributeError, KeyError, ValueError, RecursionError) as error:
            message = _("Tệp khai báo chỉ tiêu có chỗ không đúng dạng ({reason}).")
            return [Issue("bad_catalogue", message.format(reason=str(error)[:80]))]

    @contextmanager
    def trial(
        self,
        books: Books,
        entries: Sequence[Entry],
        accepted: Collection[str],
        brought: Brought,
    ) -> Iterator[None]:
        """Let annexes that stand on these indicators be checked beside them."""
        after = self.after(books, entries, accepted, brought)
        with laid_out(books.paths, after) as folder:
            if self.faults(folder):
                yield
            else:
                with trying(folder):
                    yield
