"""Put a wrong rule in the place of each rule of the sync protocol and see that the model notices.

Run: ``python -m tests.sync_mutants [examples]``; 1 when a mutant that must be found survives.
The comparison of states heals most wrong rules by sending everything again, so each is tried
without it; what it is for itself is shown by copies that are put back by hand.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

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
from tests.core.sync.model import Beside, Row, Rules, SyncMachine, all_of_it, as_said

STEPS = 40


def no_gap_check(held: Held | None, parcel: Parcel) -> Decision:
    """Take what follows a bundle that never arrived."""
    decision = protocol.judge(held, parcel)
    if decision.verdict is Verdict.GAP:
        return Decision(Verdict.MERGE, Held(parcel.epoch, parcel.high))
    return decision


def no_epoch_fence(held: Held | None, parcel: Parcel) -> Decision:
    """Take bundles of a life that was given up."""
    decision = protocol.judge(held, parcel)
    if decision.verdict is Verdict.OLDER_EPOCH:
        return Decision(Verdict.MERGE, Held(parcel.epoch, parcel.high))
    return decision


def epoch_without_full(held: Held | None, parcel: Parcel) -> Decision:
    """Let a new epoch begin with a part."""
    decision = protocol.judge(held, parcel)
    if decision.verdict is Verdict.NEEDS_FULL:
        return Decision(Verdict.REPLACE, Held(parcel.epoch, parcel.high))
    return decision


def high_goes_back(held: Held | None, parcel: Parcel) -> Decision:
    """Forget how far one was when an old bundle arrives."""
    decision = protocol.judge(held, parcel)
    if decision.verdict is Verdict.NOTHING:
        return Decision(Verdict.MERGE, Held(parcel.epoch, parcel.high))
    return decision


def believes_the_number(held: Held | None, parcel: Parcel) -> Decision:
    """Take two copies of an office that reached the same number for one."""
    return protocol.judge(replace(held, state="") if held else None, parcel)


def overwrite(old: Row | None, new: Row) -> Row:
    """Take every row that comes."""
    return new


def no_new_epoch(sender: Sender, *, name: str, hint: int = 0) -> Sender:
    """Go on after a restore as if nothing had happened."""
    return replace(sender, fence=None)


def epoch_by_number_alone(sender: Sender, *, name: str, hint: int = 0) -> Sender:
    """Name the new life by its number, which another life may have too."""
    number = max(sender.epoch.number, sender.fence.number if sender.fence else 0) + 1
    same = "00000000-0000-7000-8000-000000000000"
    return replace(sender, epoch=Epoch(number, same), acknowledged=0, fence=None)


def below_the_fence(sender: Sender, *, name: str, hint: int = 0) -> Sender:
    """Begin the next life without regard to what the province holds."""
    epoch = Epoch(sender.epoch.number + 1, name)
    return replace(sender, epoch=epoch, acknowledged=0, fence=None)


def keeps_acknowledged(sender: Sender, *, name: str, hint: int = 0) -> Sender:
    """Begin a new life with what was acknowledged in the one before."""
    return replace(sender.restarted(name=name, hint=hint), acknowledged=sender.acknowledged)


def no_receipt_order(sender: Sender, receipt: Receipt, seq: int) -> Sender:
    """Believe an old receipt."""
    return Sender.received(replace(sender, seen=None), receipt, seq)


def acknowledges_any_epoch(sender: Sender, receipt: Receipt, seq: int) -> Sender:
    """Believe how far the province is, in whatever life."""
    known = Sender.received(sender, receipt, seq)
    if receipt.held is None or known is sender:
        return known
    return replace(known, acknowledged=min(receipt.held.high, seq), fence=None)


def not_shut_out(sender: Sender, receipt: Receipt, seq: int) -> Sender:
    """Do not notice that the province is ahead or disagrees."""
    return replace(Sender.received(sender, receipt, seq), fence=None)


def keeps_the_highest(sender: Sender, receipt: Receipt, seq: int) -> Sender:
    """Never send again what was acknowledged once, even when the province lost it."""
    known = Sender.received(sender, receipt, seq)
    if known.epoch == sender.epoch:
        return replace(known, acknowledged=max(known.acknowledged, sender.acknowledged))
    return known


def same_epoch(epoch: Epoch, *, name: str, hint: int = 0, fence: Epoch | None = None) -> Epoch:
    """Leave the province's epoch as it was when its copy is put back."""
    return epoch


def from_last_sent() -> Callable[..., Parcel]:
    """Begin a bundle where the last one ended, whether it arrived or not."""
    sent: dict[Epoch, int] = {}

    def parcel(sender: Sender, seq: int, state: str, *, full: bool = False) -> Parcel:
        base = 0 if full else min(sent.get(sender.epoch, 0), seq)
        sent[sender.epoch] = seq
        return Parcel(sender.office, sender.epoch, base, seq, state, sender.seen)

    return parcel


def believes(
    decision: Decision, held: Held | None, *, agrees: bool, asks: bool = False
) -> Decision:
    """Do not compare the states."""
    return protocol.settle(decision, held, agrees=True, asks=asks)


def asks_nobody(
    decision: Decision, held: Held | None, *, agrees: bool, asks: bool = False
) -> Decision:
    """Let a full bundle take away what it does not bring."""
    return protocol.settle(decision, held, agrees=agrees)


def acknowledges_unsent(sender: Sender, receipt: Receipt, seq: int) -> Sender:
    """Believe that the province has of this database what another copy of it sent."""
    held = receipt.held
    said = {(held.high, held.state)} if held else set()
    return Sender.received(replace(sender, sent=sender.sent | said), receipt, seq)


def from_any_bundle(held: Beside, said: Beside, decision: Decision, *, current: bool) -> Beside:
    """Believe units and answers of whatever bundle comes last."""
    return all_of_it(said)


def added_up(held: Beside, said: Beside, decision: Decision, *, current: bool) -> Beside:
    """Never delete a unit that a bundle does not name any more."""
    taken = as_said(held, said, decision, current=current)
    return Beside({**held.units, **taken.units}, taken.answers)


def answers_stay(held: Beside, said: Beside, decision: Decision, *, current: bool) -> Beside:
    """Never forget an answer that a restored office does not know any more."""
    taken = as_said(held, said, decision, current=current)
    return Beside(taken.units, {**held.answers, **taken.answers})


PLAIN = {"settle": believes}
MUTANTS: dict[str, dict[str, Any]] = {
    "no tombstones": {**PLAIN, "tombstones": False},
    "rows from the last sent": {**PLAIN, "parcel": from_last_sent()},
    "rows overwrite": {**PLAIN, "merge_row": overwrite, "judge": high_goes_back},
    "no gap check": {**PLAIN, "judge": no_gap_check},
    "no epoch fence": {**PLAIN, "judge": no_epoch_fence},
    "new epoch merges": {**PLAIN, "replaces": False},
    "new epoch without full": {
        **PLAIN,
        "judge": epoch_without_full,
        "restarted": keeps_acknowledged,
    },
    "held goes back": {**PLAIN, "judge": high_goes_back},
    "no new epoch on restore": {**PLAIN, "restarted": no_new_epoch},
    "epoch by number alone": {**PLAIN, "restarted": epoch_by_number_alone},
    "epoch below the fence": {**PLAIN, "restarted": below_the_fence},
    "no order of receipts": {**PLAIN, "received": no_receipt_order},
    "acknowledges any epoch": {**PLAIN, "received": acknowledges_any_epoch},
    "never shut out": {**PLAIN, "received": not_shut_out},
    "acknowledged never goes back": {**PLAIN, "received": keeps_the_highest},
    "province keeps its epoch": {
        **PLAIN,
        "next_epoch": same_epoch,
        "restored": lambda parcel, epoch, number: False,
    },
    "states are not compared": PLAIN,
    "nobody is asked": {"settle": asks_nobody},
    "one number is believed": {"judge": believes_the_number},
    "nothing new is not looked at": {"holds": lambda held, said: True},
    "acknowledges what it never sent": {"received": acknowledges_unsent},
    "units and answers of any bundle": {"beside": from_any_bundle},
    "units are never deleted": {"beside": added_up},
    "answers are never lost": {"beside": answers_stay},
    "answers take no number": {"counts_answers": False},
}
EQUIVALENT = frozenset({"no order of receipts", "epoch below the fence", "one number is believed"})
"""Mutants that the rest of the protocol makes harmless: it sends again, or tries once more."""


BY_HAND = frozenset(
    {
        *("states are not compared", "one number is believed"),
        *("nothing new is not looked at", "acknowledges what it never sent"),
    }
)
"""Mutants that only a copy put back by hand shows."""


class _WithoutHands(SyncMachine):
    """The moves without copies that are put back by hand."""

    restore_by_hand = None  # type: ignore[assignment]


def survives(name: str, examples: int) -> bool:
    """Play the machine with a mutant; True when it never disagrees."""
    base = SyncMachine if name in BY_HAND else _WithoutHands
    machine = type("Mutant", (base,), {"decide": Rules(**MUTANTS[name])})
    wanted = settings(
        max_examples=examples,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        print_blob=False,
        # One failure is enough; nobody reads the smallest one.
        phases=(Phase.generate,),
        report_multiple_bugs=False,
    )
    try:
        run_state_machine_as_test(machine, settings=wanted)
    except (AssertionError, ValueError, ExceptionGroup):
        return False
    return True


def main() -> int:
    """Try every mutant and tell which were found."""
    examples = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    left = []
    for name in MUTANTS:
        start = time.perf_counter()
        alive = survives(name, examples)
        word = "survives" if alive else "found"
        print(f"{name:32} {word:9} {time.perf_counter() - start:6.1f} s", flush=True)
        if alive and name not in EQUIVALENT:
            left.append(name)
    return int(bool(left))


if __name__ == "__main__":
    raise SystemExit(main())
