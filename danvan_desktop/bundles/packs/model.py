"""The values of packs: one that was read, what it would change here, one in the list."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from danvan_desktop.bundles.protocol import Epoch
from danvan_desktop.organisation.pack_parts import Brought, Entry, Item, Sort
from danvan_desktop.storage.values import Changes

KIND = "pack"
FORM = 1
"""The number of the form of a pack's body; a higher one needs a newer program."""

LOGGED = "goi_tinh"
"""The kind of a pack in the log of sending and receiving."""

Ident = tuple[str, str]


class Standing(StrEnum):
    """How a pack stands to those that were applied here before."""

    NEW = "new"
    HELD = "held"
    """The very same pack is in force."""
    OLDER = "older"
    """A later one of the same sender is in force, or was before a backup was restored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """A pack that was read and whose signer is known; ``entries`` by part, each checked.

    ``program`` is the version of the program that made it; ``sha256`` that of the file.
    """

    path: Path
    sha256: str
    sender: str
    sender_name: str
    fingerprint: str
    epoch: Epoch
    number: int
    created: str
    note: str
    program: str
    entries: Mapping[str, tuple[Entry, ...]]

    @property
    def order(self) -> tuple[Epoch, int]:
        """What tells an older pack of a sender from a newer one; no clock has a say."""
        return self.epoch, self.number


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A pack looked at from all sides before anything is written.

    ``newest`` is the number in force of the same sender (0: none), ``outside`` how many of its
    units are not of this office's area.
    """

    pack: Pack
    standing: Standing
    newest: int
    items: tuple[Item, ...]
    brought: Brought = field(default_factory=Brought)
    outside: int = 0

    @property
    def can_apply(self) -> bool:
        """Tell whether the pack may come into force at all."""
        return self.standing is Standing.NEW

    def proposed(self) -> frozenset[Ident]:
        """Give what is taken unless somebody says otherwise: all that replaces nothing own."""
        return frozenset(one.ident for one in self.items if one.open and not one.conflict)

    def counts(self, part: str, accepted: Collection[Ident] | None = None) -> Mapping[Sort, int]:
        """Count the items of a part by sort, all or the accepted ones."""
        found = dict.fromkeys(Sort, 0)
        for one in self.items:
            if one.part == part and (accepted is None or one.ident in accepted):
                found[one.sort] += 1
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class PackEntry:
    """A pack in the list "Gói của tỉnh"; moments are UTC ISO text.

    ``told`` is what it changed: part, what happened, title. ``last`` says that it is the one of
    its sender that can be taken back.
    """

    pk: int
    operation: str
    sha256: str
    sender: str
    sender_name: str
    epoch: Epoch
    number: int
    created: str
    note: str
    at: str
    by: str
    told: tuple[tuple[str, Sort, str], ...]
    in_force: bool
    last: bool


@dataclass(frozen=True, slots=True)
class Made:
    """A pack that was written: the file, its number and digest."""

    path: Path
    number: int
    sha256: str


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What became of a pack that was taken back; ``kept`` says in words what stays and why."""

    number: int
    sender_name: str
    kept: tuple[str, ...]
    changes: Changes
