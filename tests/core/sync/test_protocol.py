"""The protocol of office and province: every answer of its tables, and agreement in the end."""

from __future__ import annotations

import pytest
from hypothesis import settings

from danvan_desktop.bundles.protocol import (
    MAX_EPOCH,
    Decision,
    Epoch,
    Held,
    Parcel,
    Receipt,
    Seen,
    Sender,
    Verdict,
    judge,
    province_was_restored,
    settle,
)
from tests.core.sync.model import OFFICE, SyncMachine

NAME = "{:08x}-0000-7000-8000-000000000000"
OLD, NOW, NEW = (Epoch(number, NAME.format(number)) for number in (1, 2, 3))
HERE = Epoch(7, NAME.format(7))


class TestAgreement(SyncMachine.TestCase):  # type: ignore[misc, valid-type]
    """Both sides agree in the end, whatever was lost, doubled, mixed, restored or set wrong."""

    settings = settings(max_examples=150, stateful_step_count=30, deadline=None)


def parcel(epoch: Epoch, base: int, high: int, seen: Seen | None = None) -> Parcel:
    """Describe a bundle."""
    return Parcel(OFFICE, epoch, base, high, "state", seen)


@pytest.mark.parametrize(
    ("held", "sent", "verdict"),
    [
        (None, (NOW, 0, 5), Verdict.REPLACE),
        (None, (NOW, 3, 5), Verdict.NEEDS_FULL),
        (Held(NOW, 5), (NOW, 5, 9), Verdict.MERGE),
        (Held(NOW, 5), (NOW, 2, 9), Verdict.MERGE),
        (Held(NOW, 5), (NOW, 0, 9), Verdict.MERGE),
        (Held(NOW, 5), (NOW, 0, 5), Verdict.NOTHING),
        (Held(NOW, 5), (NOW, 1, 4), Verdict.NOTHING),
        (Held(NOW, 5, "state"), (NOW, 0, 5), Verdict.NOTHING),
        (Held(NOW, 5, "other"), (NOW, 0, 5), Verdict.DIVERGED),
        (Held(NOW, 5), (NOW, 6, 9), Verdict.GAP),
        (Held(NOW, 5), (OLD, 0, 90), Verdict.OLDER_EPOCH),
        (Held(NOW, 5), (NEW, 0, 2), Verdict.REPLACE),
        (Held(NOW, 5), (NEW, 1, 2), Verdict.NEEDS_FULL),
    ],
)
def test_verdict_follows_from_what_is_held(
    held: Held | None, sent: tuple[Epoch, int, int], verdict: Verdict
) -> None:
    """Each line of the table of verdicts; what is not taken leaves what is held."""
    decision = judge(held, parcel(*sent))
    assert decision.verdict is verdict
    assert decision.held == (Held(sent[0], sent[2]) if decision.changes else held)


def test_states_that_differ_withdraw_a_merge() -> None:
    """Rows after which both sides would still differ are not taken."""
    held = Held(NOW, 5)
    decision = judge(held, parcel(NOW, 5, 9))
    assert settle(decision, held, agrees=True) == decision
    withdrawn = settle(decision, held, agrees=False)
    assert (withdrawn.verdict, withdrawn.held) == (Verdict.DIVERGED, held)


def test_bundle_that_brings_nothing_is_looked_at_too() -> None:
    """Its rows may be another copy's, with numbers that are held; what waits is no matter of it."""
    held = Held(NOW, 5)
    nothing, gap = judge(held, parcel(NOW, 1, 4)), judge(held, parcel(NOW, 6, 9))
    assert settle(nothing, held, agrees=True) == nothing
    assert settle(nothing, held, agrees=False) == Decision(Verdict.DIVERGED, held)
    assert settle(gap, held, agrees=False) == gap


def test_replacing_waits_for_a_person_where_something_would_be_lost() -> None:
    """Nothing is taken, what is held stays; a bundle that disagrees is not asked about."""
    held = Held(NOW, 5)
    whole = judge(held, parcel(NEW, 0, 2))
    assert settle(whole, held, agrees=True, asks=True) == Decision(Verdict.ASKS, held)
    assert settle(whole, held, agrees=True, asks=False) == whole
    assert settle(whole, held, agrees=False, asks=True) == Decision(Verdict.DIVERGED, held)


@pytest.mark.parametrize(
    ("receipt", "acknowledged", "shut_out"),
    [
        (Receipt(OFFICE, HERE, 4, Held(NOW, 8, "state")), 8, False),
        (Receipt(OFFICE, HERE, 4, Held(NOW, 8, "other")), 0, False),
        (Receipt(OFFICE, HERE, 4, Held(NOW, 8)), 0, False),
        (Receipt(OFFICE, HERE, 4, None), 0, False),
        (Receipt(OFFICE, HERE, 4, Held(OLD, 80)), 0, False),
        (Receipt(OFFICE, HERE, 4, Held(NEW, 1)), 0, True),
        (Receipt(OFFICE, HERE, 4, Held(NOW, 11)), 0, True),
        (Receipt(OFFICE, HERE, 4, Held(NOW, 8), diverged=True), 0, True),
        (Receipt(OFFICE, HERE, 3, Held(NOW, 9)), 6, False),
    ],
)
def test_receipt_tells_the_office_what_to_send(
    receipt: Receipt, acknowledged: int, shut_out: bool
) -> None:
    """Each line of the table of receipts, for an office at change 10 that has receipt 3."""
    office = Sender(OFFICE, NOW, 6, Seen(HERE, 3)).sending(parcel(NOW, 6, 8))
    sender = office.received(receipt, 10)
    assert (sender.acknowledged, sender.shut_out) == (acknowledged, shut_out)
    assert sender.parcel(10, "state").base == acknowledged


def test_office_that_is_shut_out_begins_an_epoch_above() -> None:
    """The new epoch is greater than the fence and begins with everything."""
    sender = Sender(OFFICE, NOW, 6).received(Receipt(OFFICE, HERE, 1, Held(NEW, 1)), 10)
    again = sender.restarted(name=NAME.format(9))
    assert again.epoch > NEW
    assert not again.shut_out
    assert again.parcel(10, "state").full


def test_receipt_for_another_office_is_refused() -> None:
    """Nobody takes in what was meant for somebody else."""
    with pytest.raises(ValueError, match="receipt for"):
        Sender(OFFICE, NOW).received(Receipt("TN-GD-BDV", HERE, 1, None), 1)


def test_province_notices_that_it_is_an_older_copy() -> None:
    """An office that has a receipt that was never given tells it."""
    assert province_was_restored(parcel(NOW, 0, 1, Seen(HERE, 5)), HERE, 4)
    assert province_was_restored(parcel(NOW, 0, 1, Seen(Epoch(8, NAME.format(8)), 1)), HERE, 4)
    assert not province_was_restored(parcel(NOW, 0, 1, Seen(HERE, 4)), HERE, 4)
    assert not province_was_restored(parcel(NOW, 0, 1), HERE, 4)


def test_epoch_text_sorts_as_epochs_do() -> None:
    """The written form comes back, and orders by number, then by name."""
    epochs = [Epoch(number, NAME.format(name)) for number in (1, 9, 10, 10**11) for name in (1, 2)]
    assert [Epoch.parse(str(epoch)) for epoch in epochs] == epochs
    assert sorted(map(str, epochs)) == [str(epoch) for epoch in sorted(epochs)]
    beyond = str(Epoch(MAX_EPOCH + 1, NAME.format(1)))
    for wrong in ("", "1-x", str(OLD)[1:], str(OLD).upper() + "g", beyond):
        with pytest.raises(ValueError, match="not an epoch"):
            Epoch.parse(wrong)


def test_epoch_never_outgrows_its_digits() -> None:
    """Whatever number a message claims, the lives after it can be written, read and told apart."""
    false = Epoch(MAX_EPOCH, NAME.format(0))
    lives = [OLD.next(name=NAME.format(1), fence=false)]
    lives.append(lives[0].next(name=NAME.format(2), hint=MAX_EPOCH + 9))
    assert [Epoch.parse(str(epoch)) for epoch in lives] == lives
    assert false < lives[0] < lives[1]
    shut = Sender(OFFICE, lives[0], fence=Epoch(MAX_EPOCH, "f" * 36))
    assert shut.shut_out
    assert not shut.restarted(name=NAME.format(3)).shut_out
