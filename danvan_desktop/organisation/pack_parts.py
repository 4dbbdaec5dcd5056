"""What a part of a province pack is: how its entries are read, compared with what is here, written.

A pack ("gói của tỉnh") is carried and signed by ``bundles.packs``; what lies in it belongs to
several rooms. Each of those declares its part with the class below, and ``Context.pack_parts`` is
the one list of them. A part never takes a path from a pack and never writes by itself: it says
which rows and which files there should be.

How to add a kind of content: a class here or in its own room, one line in ``Context.pack_parts``,
one line in ``docs/bundle-format.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from danvan_desktop.errors import Issue
from danvan_desktop.i18n import _
from danvan_desktop.organisation.books import Books
from danvan_desktop.paths import Paths
from danvan_desktop.storage.values import Record
from danvan_desktop.vietnamese import nfc

Entry = Mapping[str, Any]
"""One thing in a part as it lies in the pack, checked by the part's ``read``."""

MAX_TEXT = 200_000
"""Letters of one text in a pack; a template is the longest there is."""


class Sort(StrEnum):
    """What taking an entry over would do here."""

    ADD = "add"
    CHANGE = "change"
    REMOVE = "remove"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference in words: where, before ("" for nothing), after."""

    place: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An entry beside what is here.

    ``conflict`` says why it is not taken without a yes: the clerk's own would be replaced.
    ``barred`` says why it cannot be taken at all.
    """

    part: str
    key: str
    title: str
    sort: Sort
    differences: tuple[Difference, ...] = ()
    conflict: str = ""
    barred: str = ""

    @property
    def ident(self) -> tuple[str, str]:
        """What tells it from every other entry of the pack."""
        return self.part, self.key

    @property
    def open(self) -> bool:
        """Tell whether there is anything to decide."""
        return self.sort is not Sort.SAME and not self.barred


@dataclass(frozen=True, slots=True)
class Step:
    """A row to add (no ``record_id``) or the fields to change in one."""

    register: str
    record_id: str | None
    rev: int | None
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that may go into a new pack; ``above`` is the key of what it hangs below."""

    key: str
    title: str
    detail: str = ""
    chosen: bool = False
    above: str = ""
    path: Path | None = None


@dataclass(frozen=True, slots=True)
class Brought:
    """What packs hold here: the files by kind and name, and the rows they were last to write.

    ``files`` are those of the sender in question, ``others`` the names that another one brought.
    """

    files: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    others: Mapping[str, frozenset[str]] = field(default_factory=dict)
    rows: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Leaving:
    """What becomes of a row that a pack added, when the pack is taken back.

    It ``stays`` for a reason, with ``values`` written into it.
    """

    stays: str
    values: Mapping[str, Any] = field(default_factory=dict)


class Part:
    """A kind of content of a pack; ``key`` names it in the file, ``label`` for people."""

    key = ""
    label = ""
    icon = "note"
    most = 1_000
    """Entries that a pack may hold of it."""

    # --- making

    def offers(self, books: Books) -> list[Offer]:
        """List what this office could put into a pack."""
        return []

    def packed(
        self, books: Books, keys: Collection[str], files: Sequence[Path] = ()
    ) -> list[dict[str, Any]]:
        """Make the entries of chosen offers and of further files; UserError for a bad one."""
        return []

    # --- taking in

    def read(self, entries: Sequence[Any]) -> list[Entry]:
        """Check the entries of a pack; ValueError says in the clerk's words what is wrong."""
        return []

    def compare(self, books: Books, entries: Sequence[Entry], brought: Brought) -> list[Item]:
        """Say of every entry what taking it over would change here."""
        return []

    def issues(
        self,
        books: Books,
        entries: Sequence[Entry],
        accepted: Collection[str],
        brought: Brought,
    ) -> list[Issue]:
        """Check what would stand here once the accepted entries are taken over."""
        return []

    @contextmanager
    def trial(
        self,
        books: Books,
        entries: Sequence[Entry],
        accepted: Collection[str],
        brought: Brought,
    ) -> Iterator[None]:
        """Let the accepted entries serve while the parts after this one are checked."""
        yield

    def rows(
        self, books: Books, entries: Sequence[Entry], accepted: Collection[str], note: str
    ) -> list[Step]:
        """Give the rows to write for the accepted entries."""
        return []

    def files(
        self,
        books: Books,
        entries: Sequence[Entry],
        accepted: Collection[str],
        brought: Brought,
    ) -> dict[str, str] | None:
        """Give all files (name, text) that the sender's packs hold from then on; None: no files."""
        return None

    # --- afterwards

    def folder(self, paths: Paths) -> Path | None:
        """Give the folder in which the part's files stand; None for a part of rows."""
        return None

    def use(self, folder: Path | None) -> None:
        """Put the files of the folder into force in this program; None: out of force."""

    def faults(self, folder: Path) -> list[Issue]:
        """Say what is wrong with the files of a folder, without putting them into force."""
        return []

    def owns(self, register: str) -> bool:
        """Tell whether the part wrote rows of this register."""
        return False

    def leaving(self, books: Books, records: Sequence[Record]) -> dict[str, Leaving]:
        """Say by id what becomes of rows that the part added, when their pack is taken back.

        What is not named goes into the bin.
        """
        return {}


Parts = tuple[Part, ...]


def text_of(entry: Any, name: str, *, most: int = 1_000, required: bool = True) -> str:
    """Read a text of an entry in NFC without control characters; ValueError for anything else."""
    value = entry.get(name) if isinstance(entry, Mapping) else None
    if value is None and not required:
        return ""
    if not isinstance(value, str) or len(value) > most or (required and not value.strip()):
        raise ValueError(_("mục “{name}” thiếu hoặc không đúng dạng").format(name=name))
    return "".join(letter for letter in nfc(value) if letter >= " " or letter in "\n\t")


def unique(found: Sequence[Entry], key: Callable[[Entry], object]) -> None:
    """Raise ValueError when two entries have the same key."""
    keys = [key(one) for one in found]
    if len(set(keys)) != len(keys):
        twice = next(one for one in keys if keys.count(one) > 1)
        raise ValueError(_("“{name}” có hai lần").format(name=twice))
