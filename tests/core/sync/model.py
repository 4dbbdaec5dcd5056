"""An office and a province as plain dictionaries, joined by a post that loses, doubles and mixes.

``SyncMachine`` is what Hypothesis plays; ``Rules`` are the decisions under test, so that
``tests/sync_mutants.py`` can put a wrong one in the place of each.
"""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from danvan_desktop.bundles import protocol
from danvan_desktop.bundles.protocol import (
    Decision,
    Epoch,
    Held,
    Parcel,
    Receipt,
    Sender,
    Verdict,
)

OFFICE = "TN-DMC-BDV"
KEYS = ("a", "b", "c")
ROUNDS = 4
"""Exchanges without loss after which both sides must agree, whatever happened before."""


class Row(NamedTuple):
    """A record: number of its last change, its content, None once it is deleted."""

    seq: int
    content: int | None


Rows = dict[str, Row]


class Beside(NamedTuple):
    """What a bundle says whole each time: the units of its office, and its answers to pins."""

    units: dict[str, int]
    answers: dict[str, int]


def all_of_it(beside: Beside) -> Beside:
    """Copy what stands beside the records, as a bundle carries it."""
    return Beside(dict(beside.units), dict(beside.answers))


def as_said(held: Beside, said: Beside, decision: Decision, *, current: bool) -> Beside:
    """Take it as the newest bundle says, or the one that says again how things stand."""
    return all_of_it(said) if decision.changes or current else held


def all_held(held: Rows, said: Rows) -> bool:
    """Tell whether every row of a bundle is held as it says, or as it became later."""
    return all(
        key in held and (held[key].seq > row.seq or held[key] == row) for key, row in said.items()
    )


def state_of(rows: Rows) -> str:
    """Digest what a side has."""
    return hashlib.sha256(repr(sorted(rows.items())).encode()).hexdigest()


@dataclass
class Rules:
    """The decisions of the protocol, each of which a mutant may replace."""

    judge: Callable[[Held | None, Parcel], Decision] = protocol.judge
    settle: Callable[..., Decision] = protocol.settle
    restored: Callable[[Parcel, Epoch, int], bool] = protocol.province_was_restored
    received: Callable[[Sender, Receipt, int], Sender] = Sender.received
    restarted: Callable[..., Sender] = Sender.restarted
    parcel: Callable[..., Parcel] = Sender.parcel
    next_epoch: Callable[..., Epoch] = Epoch.next
    merge_row: Callable[[Row | None, Row], Row] = lambda old, new: (
        new if old is None or new.seq > old.seq else old
    )
    replaces: bool = True
    tombstones: bool = True
    holds: Callable[[Rows, Rows], bool] = all_held
    beside: Callable[..., Beside] = as_said
    counts_answers: bool = True


@dataclass
class Office:
    """The sender's database."""

    sender: Sender
    seq: int = 0
    rows: Rows = field(default_factory=dict)
    beside: Beside = field(default_factory=lambda: Beside({}, {}))
    sent: set[tuple[Epoch, int, str]] = field(default_factory=set)


@dataclass
class Province:
    """The receiver's database."""

    epoch: Epoch
    number: int = 0
    held: Held | None = None
    rows: Rows = field(default_factory=dict)
    beside: Beside = field(default_factory=lambda: Beside({}, {}))


class SyncMachine(RuleBasedStateMachine):
    """Every move that people, post and disks can make; agreement is checked at the end."""

    decide: Rules = Rules()

    def __init__(self) -> None:
        super().__init__()
        self.names = 0
        self.clock = 1_000
        self.content = 0
        self.office = Office(Sender(OFFICE, Epoch(1, self._name())))
        self.province = Province(Epoch(1, self._name()))
        self.posted: list[tuple[Parcel, Rows, Beside]] = []
        self.receipts: list[Receipt] = []
        self.copies: list[Office] = []
        self.province_copies: list[Province] = []
        self.lives: dict[tuple[Epoch, int], str] = {}
        self.by_hand = False

    # --- the office
    @rule(key=st.sampled_from(KEYS))
    def write(self, key: str) -> None:
        """A record is written."""
        self.content += 1
        self._put(key, self.content)

    @rule(key=st.sampled_from(KEYS))
    def delete(self, key: str) -> None:
        """A record is deleted; it leaves a mark with its number."""
        if key in self.office.rows and self.office.rows[key].content is not None:
            self._put(key, None)

    @rule(what=st.sampled_from(("unit", "no unit", "answer")), key=st.sampled_from(KEYS))
    def change_beside(self, what: str, key: str) -> None:
        """A unit is entered, renamed, ended or deleted; a pin is taken in or answered."""
        units, answers = self.office.beside
        self.content += 1
        if what == "no unit":
            units.pop(key, None)
        else:
            (answers if what == "answer" else units)[key] = self.content
        self.office.seq += 1 if what != "answer" else int(self.decide.counts_answers)

    @rule(full=st.booleans())
    def send(self, full: bool) -> None:
        """A bundle is posted."""
        self._restart_if_shut_out()
        office = self.office
        parcel = self.decide.parcel(office.sender, office.seq, state_of(office.rows), full=full)
        office.sender = office.sender.sending(parcel)
        office.sent.add((parcel.epoch, parcel.high, parcel.state))
        rows = {key: row for key, row in office.rows.items() if row.seq > parcel.base}
        if not self.decide.tombstones:
            rows = {key: row for key, row in rows.items() if row.content is not None}
        self.posted.append((parcel, rows, all_of_it(office.beside)))

    @rule(agreed=st.booleans())
    def exchange(self, agreed: bool) -> None:
        """A bundle and its receipt go without loss, which every longer story begins with."""
        self._exchange(agreed=agreed)

    @rule()
    def back_up(self) -> None:
        """The office copies its database."""
        self.copies.append(copy.deepcopy(self.office))

    @precondition(lambda self: self.copies)
    @rule(data=st.data())
    def restore(self, data: Any) -> None:
        """A copy is put back by the program, which begins a new epoch."""
        self.office = copy.deepcopy(data.draw(st.sampled_from(self.copies)))
        self._restart()

    @precondition(lambda self: self.copies)
    @rule(data=st.data())
    def restore_by_hand(self, data: Any) -> None:
        """A copy is put back by hand: nothing notices."""
        self.office = copy.deepcopy(data.draw(st.sampled_from(self.copies)))
        self.by_hand = True

    @precondition(lambda self: self.receipts)
    @rule(data=st.data())
    def bring_receipt(self, data: Any) -> None:
        """A receipt arrives, any of them, perhaps again."""
        self._take_in(data.draw(st.sampled_from(self.receipts)))

    # --- the province
    @precondition(lambda self: self.posted)
    @rule(data=st.data(), agreed=st.booleans())
    def bring_bundle(self, data: Any, agreed: bool) -> None:
        """A bundle arrives, any of them, perhaps again; whoever is asked agrees or does not."""
        self._take(*data.draw(st.sampled_from(self.posted)), agreed=agreed)

    @rule()
    def back_up_province(self) -> None:
        """The province copies its database."""
        self.province_copies.append(copy.deepcopy(self.province))

    @precondition(lambda self: self.province_copies)
    @rule(data=st.data(), noticed=st.booleans())
    def restore_province(self, data: Any, noticed: bool) -> None:
        """The province puts a copy back, by the program or by hand."""
        self.province = copy.deepcopy(data.draw(st.sampled_from(self.province_copies)))
        if noticed:
            self._restart_province()

    # --- the clock
    @rule(step=st.integers(-500, 500))
    def change_clock(self, step: int) -> None:
        """The clock jumps, back as well."""
        self.clock = max(self.clock + step, 0)

    # --- at the end
    def teardown(self) -> None:
        """With the post working again both sides agree, and old post changes nothing any more."""
        for _round in range(ROUNDS):
            self._exchange()
        assert self._live(self.province.rows) == self._live(self.office.rows)
        assert self.province.beside == self.office.beside
        before = copy.deepcopy(self.province)
        for parcel, rows, beside in reversed(list(self.posted)):
            self._take(parcel, rows, beside, agreed=True)
        if not self.by_hand and len({parcel.epoch for parcel, *_rest in self.posted}) == 1:
            # Post of a life that was given up may be believed for a moment: clocks name lives.
            assert self.province.beside == before.beside
        for _round in range(ROUNDS):
            self._exchange()
        assert self._live(self.province.rows) == self._live(before.rows)
        assert self.province.beside == before.beside

    # --- private
    def _put(self, key: str, content: int | None) -> None:
        self.office.seq += 1
        self.office.rows[key] = Row(self.office.seq, content)

    def _exchange(self, *, agreed: bool = True) -> None:
        """Send, decide on whatever is asked, and bring home what was answered last."""
        self.send(False)
        self._take(*self.posted[-1], agreed=agreed)
        self._take_in(self.receipts[-1])

    def _take_in(self, receipt: Receipt) -> None:
        """Take a receipt in: what it acknowledges, this very database has sent."""
        office = self.office
        before, office.sender = (
            office.sender,
            self.decide.received(office.sender, receipt, office.seq),
        )
        if office.sender is not before and office.sender.acknowledged and receipt.held:
            held = receipt.held
            assert (held.epoch, held.high, held.state) in office.sent

    def _take(self, parcel: Parcel, rows: Rows, beside: Beside, *, agreed: bool) -> None:
        province = self.province
        if self.decide.restored(parcel, province.epoch, province.number):
            self._restart_province(above=parcel)
        before = province.held
        decision = self.decide.judge(before, parcel)
        if decision.changes:
            new: Rows = {}
            if not (decision.verdict is Verdict.REPLACE and self.decide.replaces):
                new = dict(province.rows)
            for key, row in rows.items():
                new[key] = self.decide.merge_row(new.get(key), row)
            agrees = state_of(new) == parcel.state
            lost = self._live(province.rows).keys() - new.keys()
            asks = bool(lost) and not agreed
            decision = self.decide.settle(decision, before, agrees=agrees, asks=asks)
            if decision.changes:
                assert not asks, "records were taken away and nobody had agreed"
                province.rows, province.held = new, decision.held
            if decision.verdict is Verdict.ASKS:
                return  # nothing is answered before somebody decides
        elif decision.verdict is Verdict.NOTHING:
            agrees = self.decide.holds(province.rows, rows)
            decision = self.decide.settle(decision, before, agrees=agrees)
        if decision.changes or decision.verdict is Verdict.NOTHING:
            assert all_held(province.rows, rows), "the receipt would say what is not so"
        same = before == Held(parcel.epoch, parcel.high)
        current = same and decision.verdict is Verdict.NOTHING
        province.beside = self.decide.beside(province.beside, beside, decision, current=current)
        province.number += 1
        diverged = decision.verdict is Verdict.DIVERGED
        self.receipts.append(
            Receipt(OFFICE, province.epoch, province.number, province.held, diverged)
        )

    def _restart_if_shut_out(self) -> None:
        if self.office.sender.shut_out:
            self._restart()

    def _restart(self) -> None:
        self.office.sender = self.decide.restarted(
            self.office.sender, name=self._name(), hint=self.clock
        )

    def _restart_province(self, above: Parcel | None = None) -> None:
        fence = above.seen.epoch if above and above.seen else None
        self.province.epoch = self.decide.next_epoch(
            self.province.epoch, name=self._name(), hint=self.clock, fence=fence
        )
        self.province.number = 0

    def _name(self) -> str:
        self.names += 1
        return f"{self.names:08x}-0000-7000-8000-000000000000"

    @staticmethod
    def _live(rows: Rows) -> dict[str, int]:
        return {key: row.content for key, row in rows.items() if row.content is not None}
