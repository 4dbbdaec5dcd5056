"""A sound file in the wrong place: it is called by its name and sent where it belongs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from danvan_desktop.bundles import enrolment, receipts, returns
from danvan_desktop.bundles.envelope import seal
from danvan_desktop.bundles.inbox import answer_all, take_all
from danvan_desktop.bundles.model import BundleRefused
from danvan_desktop.bundles.opening import open_bundle
from danvan_desktop.context import Context
from danvan_desktop.organisation.pins import write_pin
from danvan_desktop.signing.trust import TrustList
from tests.core.sync.province_kit import Office


def test_sound_file_in_the_wrong_place_is_called_by_its_name(
    receiver: Context, districts: list[Office], tmp_path: Path
) -> None:
    """No command calls another's file damaged; each says what it is and which command takes it."""
    office = districts[0]
    record = office.dialogue("2020-02-01")
    bundle, key = office.send("H1/2020"), receiver.office_key()
    [outcome] = take_all(receiver, [bundle])
    [receipt] = answer_all(receiver, [outcome.received], tmp_path, key)
    letter = enrolment.write_enrolment(receiver, tmp_path, key)
    write_pin(receiver, "doi_thoai", record, "so_nguoi", "Ít quá")
    [(_code, back)] = returns.write_returns(receiver, tmp_path, key, deadline="2020-06-25")
    sealed = bundle.with_name(bundle.name + ".p7m")
    seal(bundle, sealed, [receiver.receiving_key().certificate])
    files = {
        "gói số liệu của một kỳ": (bundle, "province receive"),
        "biên nhận": (receipt, "bundle receipt"),
        "phiếu trả lại": (back, "bundle return"),
        "giấy giới thiệu khóa": (letter, "bundle enrol"),
    }
    books, trust = office.context, TrustList((key.certificate,))
    now = datetime.fromisoformat(books.clock.now())
    opened: dict[str, Callable[[Path], object]] = {
        "gói số liệu của một kỳ": lambda path: open_bundle(path, now=now, trust=trust),
        "biên nhận": lambda path: receipts.take_in(books, path, trust),
        "phiếu trả lại": lambda path: returns.take_in_return(books, path, trust),
        "giấy giới thiệu khóa": lambda path: enrolment.read_enrolment(books, path),
        "gói của tỉnh": books.look_at_pack,
    }
    given = [*files.items(), ("gói số liệu của một kỳ", (sealed, "province receive"))]
    for kind, (path, command) in given:
        for wanted, reader in opened.items():
            if wanted == kind:
                continue
            with pytest.raises(BundleRefused) as caught:
                reader(path)
            assert caught.value.code == "wrong_kind"
            assert caught.value.message == f"{path.name} là {kind}, không phải {wanted}."
            assert command in caught.value.remedy
