"""How an office and its province stay in step, whatever is lost, doubled or restored on the way.

Pure decisions over counters, no storage and no clock; ``docs/sync-protocol.md`` is the page for
people. Every record has one writer, its office; every change of it gets the next ``seq`` of that
office's database. A bundle carries the rows with base < seq <= high; a receipt says how far the
province got. A database that was restored from a copy starts a new *epoch*, because the numbers
that it gives out from then on may have been used before for something else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from enum import StrEnum

_EPOCH = re.compile(r"([0-9]{12})-([0-9a-f-]{36})")

MAX_EPOCH = 400_000_000_000
"""The greatest number of an epoch: the seconds of the last clock, and as many lives to spare."""


@dataclass(frozen=True, slots=True, order=True)
class Epoch:
    """One life of a database: later ones are greater, whoever restored what in between.

    ``number`` alone does not tell two lives apart that began from the same copy; ``name`` does.
    """

    number: int
    name: str

    def __str__(self) -> str:
        """Write the epoch so that texts sort as epochs do."""
        return f"{self.number:012d}-{self.name}"

    @classmethod
    def parse(cls, text: str) -> Epoch:
        """Read what ``str`` wrote; ValueError for anything else."""
        found = _EPOCH.fullmatch(text)
        if found is None or int(found[1]) > MAX_EPOCH:
            raise ValueError(f"not an epoch: {text!r}")
        return cls(int(found[1]), found[2])

    def next(self, *, name: str, hint: int = 0, fence: Epoch | None = None) -> Epoch:
        """Begin the life after this one, greater than ``fence`` too.

        ``hint`` (seconds of the clock) only makes two lives that begin from the same copy come in
        the order of time; a wrong clock delays agreement by one round and breaks nothing. At
        ``MAX_EPOCH``, where only a false message brings anybody, the names alone go on.
        """
        above = max(self.number, fence.number if fence else 0)
        return Epoch(min(max(above + 1, hint), MAX_EPOCH), name)


@dataclass(frozen=True, slots=True)
class Seen:
    """The newest receipt that an office has: the province's epoch and the receipt's number."""

    epoch: Epoch
    number: int


@dataclass(frozen=True, slots=True)
class Parcel:
    """What a bundle says about itself: rows of ``epoch`` with base < seq <= high; base 0 is full.

    ``state`` is a digest of everything that the office has at ``high``, so that the province can
    see whether it now has the same. ``seen`` tells it which of its receipts the office has.
    """

    office: str
    epoch: Epoch
    base: int
    high: int
    state: str
    seen: Seen | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.base <= self.high:
            raise ValueError(f"rows from {self.base} to {self.high}")

    @property
    def full(self) -> bool:
        """Tell whether it carries everything that the office has."""
        return self.base == 0


@dataclass(frozen=True, slots=True)
class Held:
    """How far the province got with an office: all rows of ``epoch`` up to ``high``.

    ``state`` is the digest of them, "" where it is not known (receipts did not always say it).
    """

    epoch: Epoch
    high: int
    state: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the province tells an office; receipts count from 1 within the province's epoch.

    It is cumulative: the newest alone says everything. ``held`` None: nothing from this office.
    ``diverged``: after the last bundle the province did not have what the office said it has.
    """

    office: str
    epoch: Epoch
    number: int
    held: Held | None
    diverged: bool = False

    @property
    def seen(self) -> Seen:
        """The part of it that an office repeats in its next bundle."""
        return Seen(self.epoch, self.number)


class Verdict(StrEnum):
    """What the province does with a parcel."""

    REPLACE = "replace"
    """Its rows take the place of everything held from this office (first or new epoch, full)."""
    MERGE = "merge"
    """Each row counts if its seq is greater than the one that is held."""
    NOTHING = "nothing"
    """Everything in it is held already: a repeat, or it was overtaken."""
    GAP = "gap"
    """Something before it never arrived; it is kept aside, the receipt says from where to send."""
    NEEDS_FULL = "needs_full"
    """A new epoch has to begin with a full bundle."""
    DIVERGED = "diverged"
    """With its rows the province would not have what the office has, or it has the same numbers
    for something else; they are not taken."""
    OLDER_EPOCH = "older_epoch"
    """It comes from before the office's copy was restored, or from another machine's copy."""
    ASKS = "asks"
    """In the place of everything held it would leave records out, or it bears another office's
    name: nothing is taken, and no receipt is given, before a person decides."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The verdict on a parcel and what the province holds afterwards."""

    verdict: Verdict
    held: Held | None

    @property
    def changes(self) -> bool:
        """Tell whether rows of the parcel are to be taken."""
        return self.verdict in (Verdict.REPLACE, Verdict.MERGE)


def judge(held: Held | None, parcel: Parcel) -> Decision:
    """Decide on a parcel by what the province holds from its office."""
    after = Held(parcel.epoch, parcel.high, parcel.state)
    if held is None or parcel.epoch > held.epoch:
        if parcel.full:
            return Decision(Verdict.REPLACE, after)
        return Decision(Verdict.NEEDS_FULL, held)
    if parcel.epoch < held.epoch:
        return Decision(Verdict.OLDER_EPOCH, held)
    if parcel.base > held.high:
        return Decision(Verdict.GAP, held)
    if parcel.high == held.high and held.state and held.state != parcel.state:
        # Two copies of one office gave the same numbers to different changes.
        return Decision(Verdict.DIVERGED, held)
    if parcel.high <= held.high:
        return Decision(Verdict.NOTHING, held)
    return Decision(Verdict.MERGE, after)


def settle(decision: Decision, held: Held | None, *, agrees: bool, asks: bool = False) -> Decision:
    """Confirm a decision once the rows are taken and the states compared, or withdraw it.

    They differ when an office's database was put back by hand, which no counter shows. Of a bundle
    that brings nothing, ``agrees`` says whether each of its rows is held, or a newer one. ``asks``:
    what it replaces would be lost here, and nobody has agreed to that yet.
    """
    if not agrees and (decision.changes or decision.verdict is Verdict.NOTHING):
        return Decision(Verdict.DIVERGED, held)
    if asks and decision.verdict is Verdict.REPLACE:
        return Decision(Verdict.ASKS, held)
    return decision


def province_was_restored(parcel: Parcel, epoch: Epoch, last_number: int) -> bool:
    """Tell whether an office has a receipt that this province has not given yet.

    Then the province's database is an older copy: it must begin a new epoch before it answers.
    """
    seen = parcel.seen
    if seen is None:
        return False
    return seen.epoch > epoch or (seen.epoch == epoch and seen.number > last_number)


@dataclass(frozen=True, slots=True)
class Sender:
    """What an office knows about its province: its own epoch, what is acknowledged in it.

    ``fence`` is an epoch at the province that ours has to get above before anything is taken.
    ``sent`` are the numbers up to which bundles of this epoch went, with the state at each.
    """

    office: str
    epoch: Epoch
    acknowledged: int = 0
    seen: Seen | None = None
    fence: Epoch | None = None
    sent: frozenset[tuple[int, str]] = frozenset()

    @property
    def shut_out(self) -> bool:
        """Tell whether the province would refuse what this epoch sends."""
        return self.fence is not None and self.fence >= self.epoch

    def parcel(self, seq: int, state: str, *, full: bool = False) -> Parcel:
        """Describe the next bundle of a database whose last change has the number ``seq``."""
        base = 0 if full else min(self.acknowledged, seq)
        return Parcel(self.office, self.epoch, base, seq, state, self.seen)

    def sending(self, parcel: Parcel) -> Sender:
        """Remember what a bundle says that this database has, before it goes."""
        return replace(self, sent=self.sent | {(parcel.high, parcel.state)})

    def received(self, receipt: Receipt, seq: int) -> Sender:
        """Take in a receipt; an older one than the newest seen changes nothing.

        ValueError for another office's. When the result is ``shut_out``, the office must begin a
        new epoch (``restarted``): its database is an older copy, or another copy sent in its name.
        What this database never sent is not acknowledged, whoever sent it: all goes again.
        """
        if receipt.office != self.office:
            raise ValueError(f"receipt for {receipt.office}")
        if self.seen is not None and not _newer(receipt.seen, self.seen):
            return self
        held = receipt.held
        known = replace(self, seen=receipt.seen)
        if held is None or held.epoch < self.epoch:
            return replace(known, acknowledged=0)
        if held.epoch > self.epoch or held.high > seq or receipt.diverged:
            return replace(known, acknowledged=0, fence=held.epoch)
        if (held.high, held.state) not in self.sent:
            return replace(known, acknowledged=0)
        return replace(known, acknowledged=held.high)

    def as_copy(self) -> Sender:
        """Send nothing in this epoch: another machine goes on in it."""
        return replace(self, fence=self.epoch)

    def restarted(self, *, name: str, hint: int = 0) -> Sender:
        """Begin a new epoch: after a restore, on a copied folder, or when shut out."""
        epoch = self.epoch.next(name=name, hint=hint, fence=self.fence)
        return replace(self, epoch=epoch, acknowledged=0, fence=None, sent=frozenset())


def _newer(receipt: Seen, known: Seen) -> bool:
    return (receipt.epoch, receipt.number) > (known.epoch, known.number)
