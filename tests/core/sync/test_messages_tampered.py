"""Receipts, letters that introduce a key and returns: no byte of them may be another."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from danvan_desktop.bundles.enrolment import read_enrolment, write_enrolment
from danvan_desktop.bundles.inbox import answer_all, take_all
from danvan_desktop.bundles.message import read_message
from danvan_desktop.bundles.returns import write_returns
from danvan_desktop.context import Context
from danvan_desktop.indicators.pinned import write_figure_pin
from danvan_desktop.signing.trust import TrustList
from tests.core.bundles.tampering import Read, refuse_every_change, refuse_every_rebuilt
from tests.core.sync.province_kit import Office

H1 = "H1/2020"
Make = Callable[[Context, Office, Path], Path]


def receipt(receiver: Context, office: Office, folder: Path) -> Path:
    """Answer a bundle."""
    taken = take_all(receiver, [office.send(H1)])
    received = [one.received for one in taken]
    return answer_all(receiver, received, folder, receiver.office_key())[0]


def letter(receiver: Context, office: Office, folder: Path) -> Path:
    """Introduce the receiver's keys."""
    return write_enrolment(receiver, folder, receiver.office_key())


def returned(receiver: Context, office: Office, folder: Path) -> Path:
    """Send a figure back."""
    take_all(receiver, [office.send(H1)])
    period = receiver.period(H1)
    write_figure_pin(receiver, period, office.code, "", "doi_thoai_cuoc", "Xem lại")
    key = receiver.office_key()
    [(_office, path)] = write_returns(receiver, folder, key, deadline="2020-06-25")
    return path


@pytest.mark.parametrize("make", [receipt, letter, returned])
def test_every_flipped_byte_and_every_cut_is_refused(
    receiver: Context, districts: list[Office], tmp_path: Path, make: Make
) -> None:
    """In the archive and inside it; a letter is read by whoever does not know the signer yet."""
    path = make(receiver, districts[0], tmp_path)
    now = datetime.fromisoformat(receiver.clock.now())
    trust = TrustList((receiver.office_key().certificate,))
    books = districts[0].context

    def read(changed: Path) -> object:
        return read_message(changed, trust, now=now)

    def read_letter(changed: Path) -> object:
        return read_enrolment(books, changed)

    reads: Read = read_letter if make is letter else read
    reads(path)
    refuse_every_change(path, reads, tmp_path / "x.asice")
    refuse_every_rebuilt(path, reads, tmp_path / "x.asice", step=29)
