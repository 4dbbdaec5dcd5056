"""An office's database put back by hand, or copied: a receipt never says what is not so."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from danvan_desktop.bundles.export import export_bundle
from danvan_desktop.bundles.journal import TAKEN, answered, entries, exports
from danvan_desktop.bundles.message import FORMAT, FORMAT_2, write_message
from danvan_desktop.bundles.model import BundleRefused
from danvan_desktop.bundles.protocol import Verdict
from danvan_desktop.bundles.receipts import TakenIn, take_in, write_receipt
from danvan_desktop.bundles.receiving import Received, receive
from danvan_desktop.bundles.sender import own_epoch, sender
from danvan_desktop.context import Context, open_context
from danvan_desktop.signing.trust import TrustList
from tests.core.sync.kit import OFFICE, PERIOD, Post, days, dialogue
from tests.core.sync.pair import name_province

Answer = Callable[[Context, Received], TakenIn]


@pytest.fixture
def answer(province: Context, tmp_path: Path) -> Answer:
    """Return what brings the province's receipt to an office, as a signed file."""
    name_province(province)
    key = province.office_key()

    def bring(office: Context, received: Received) -> TakenIn:
        path = write_receipt(province, received, tmp_path, key)
        return take_in(office, path, TrustList((key.certificate,)))

    return bring


@contextmanager
def put_back(office: Context, copy: Path) -> Iterator[Context]:
    """Put a copy in the place of the database by hand: nothing notices."""
    office.close()
    office.paths.database.write_bytes(copy.read_bytes())
    again = open_context(office.paths.data, clock=office.clock)
    yield again
    again.close()


def sent(office: Context, folder: Path) -> Path:
    """Export the office's next bundle into a new folder."""
    folder.mkdir()
    return export_bundle(office, office.period(PERIOD), folder, office.office_key()).path


@pytest.mark.parametrize("lost", [("2020-03-03",), ("2020-03-03", "2020-03-05", "2020-03-06")])
def test_rows_that_never_came_are_not_called_received(
    filled: Context, province: Context, post: Post, trust: TrustList, answer: Answer,
    tmp_path: Path, lost: tuple[str, ...],
) -> None:  # fmt: skip
    """The copy gives numbers that are held to another record: it is told, and shut out."""
    answer(filled, receive(province, post(), trust))
    copy = filled.back_up_now()
    for day in lost:
        filled.save("doi_thoai", dialogue(day))
    answer(filled, receive(province, post(), trust))
    with put_back(filled, copy) as again:
        again.save("doi_thoai", dialogue("2020-04-04"))
        received = receive(province, sent(again, tmp_path / "again"), trust)
        assert received.verdict is Verdict.DIVERGED
        for day in ("2020-04-14", "2020-04-15", "2020-04-16"):
            again.save("doi_thoai", dialogue(day))
        taken = answer(again, received)
        assert (taken.shut_out, taken.acknowledged) == (True, 0)
        log = entries(again)
        found = answered(log, exports(log)[0])
        assert found is not None
        assert found.details["verdict"] not in TAKEN
        assert days(province) == sorted(["2020-05-14", "2020-06-01", *lost])


def test_what_another_copy_sent_is_not_acknowledged(
    filled: Context, province: Context, post: Post, trust: TrustList, answer: Answer,
    tmp_path: Path,
) -> None:  # fmt: skip
    """A receipt for the lost life, within reach of the copy's numbers: everything goes again."""
    answer(filled, receive(province, post(), trust))
    copy = filled.back_up_now()
    filled.save("doi_thoai", dialogue("2020-03-03"))
    received = receive(province, post(), trust)
    with put_back(filled, copy) as again:
        for day in ("2020-04-14", "2020-04-15"):
            again.save("doi_thoai", dialogue(day))
        taken = answer(again, received)
        assert (taken.acknowledged, taken.shut_out) == (0, False)
        full = receive(province, sent(again, tmp_path / "again"), trust)
        assert full.verdict is Verdict.DIVERGED
        assert answer(again, full).shut_out


def test_overtaken_bundle_is_still_held(
    filled: Context, province: Context, post: Post, trust: TrustList, answer: Answer
) -> None:
    """What comes after a newer bundle of the same office, changed or deleted since, is nothing."""
    answer(filled, receive(province, post(), trust))
    changed = filled.save("doi_thoai", dialogue("2020-03-03")).record
    gone = filled.save("doi_thoai", dialogue("2020-03-04")).record
    assert changed is not None
    assert gone is not None
    late = post()
    filled.save("doi_thoai", {**changed.values, "so_nguoi": 70}, id=changed.id, rev=changed.rev)
    filled.delete("doi_thoai", [gone.id])
    receive(province, post(), trust)
    received = receive(province, late, trust)
    assert received.verdict is Verdict.NOTHING
    taken = answer(filled, received)
    assert taken.acknowledged == sender(filled, OFFICE).parcel(10**9, "").base > 0


def receipt(
    office: Context,
    province: Context,
    path: Path,
    held: Mapping[str, Any],
    *,
    number: int = 2,
    version: str = FORMAT,
) -> TakenIn:
    """Bring a receipt that the province signed, whatever it says."""
    body = {
        "office": OFFICE,
        "epoch": str(own_epoch(province)),
        "number": number,
        "held": held,
        "diverged": False,
        "bundle": {
            "sha256": "0" * 64,
            "period": PERIOD,
            "number": 1,
            "verdict": "merge",
            "counts": {},
        },
    }
    now, key = datetime.fromisoformat(office.clock.now()), province.office_key()
    by = ("TN-BDV", "Tỉnh")
    write_message(path, "receipt", body, key, sender=by, created=now, lines={}, version=version)
    return take_in(office, path, TrustList((key.certificate,)))


def test_receipt_that_does_not_say_the_state_acknowledges_nothing(
    filled: Context, province: Context, post: Post, trust: TrustList, answer: Answer,
    tmp_path: Path,
) -> None:  # fmt: skip
    """One of the first version is believed, and everything goes again."""
    assert answer(filled, receive(province, post(), trust)).acknowledged > 0
    held = {"epoch": str(own_epoch(filled)), "high": 3}
    taken = receipt(filled, province, tmp_path / "old.asice", held)
    assert (taken.news, taken.acknowledged, taken.shut_out) == (True, 0, False)
    with pytest.raises(BundleRefused):
        receipt(filled, province, tmp_path / "new.asice", held, number=3, version=FORMAT_2)


def test_receipt_with_the_greatest_epoch_bricks_no_office(
    filled: Context, province: Context, post: Post, tmp_path: Path
) -> None:
    """Beyond it nothing is read; at it the office decides once, and goes on."""
    name_province(province)
    beyond = {"epoch": "999999999999-ffffffff-ffff-7fff-bfff-ffffffffffff", "high": 3}
    with pytest.raises(BundleRefused):
        receipt(filled, province, tmp_path / "beyond.asice", beyond)
    last = {**beyond, "epoch": "400000000000-ffffffff-ffff-7fff-bfff-ffffffffffff"}
    assert receipt(filled, province, tmp_path / "last.asice", last).shut_out
    post(restart=True)
    filled.save("doi_thoai", dialogue("2020-03-03"))
    assert post().exists()
