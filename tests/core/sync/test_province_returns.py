"""A return: pins written at the province, taken in by the office, settled by the correction."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from danvan_desktop.agenda.todo import todo
from danvan_desktop.bundles.inbox import take_all
from danvan_desktop.bundles.message import write_message
from danvan_desktop.bundles.model import BundleRefused
from danvan_desktop.bundles.returns import KIND, take_in_return, write_returns
from danvan_desktop.context import Context
from danvan_desktop.errors import UserError
from danvan_desktop.organisation.pins import PinState, open_pins, pins, settle_pin, write_pin
from danvan_desktop.signing.trust import TrustList
from tests.core.sync.province_kit import Office, enrol, make_office

H1 = "H1/2020"


@pytest.fixture
def district(
    empty_data_dir: Path, tmp_path: Path, clock: Any, receiver: Context
) -> Iterator[Office]:
    """Open an enrolled district."""
    office = make_office(empty_data_dir, tmp_path / "office", "Gò Dầu", clock)
    enrol(receiver, office)
    yield office
    office.context.close()


@pytest.fixture
def trust(receiver: Context) -> TrustList:
    """Return what the district believes: the province."""
    return TrustList((receiver.office_key().certificate,))


def test_pin_goes_there_and_is_settled_by_the_correction(
    receiver: Context, district: Office, trust: TrustList, tmp_path: Path
) -> None:
    """On the list of work with its field; the changed record settles it on both sides."""
    record = district.dialogue("2020-02-01", people=5)
    take_all(receiver, [district.send(H1)])
    write_pin(receiver, "doi_thoai", record, "so_nguoi", "Số người dự quá ít")
    assert [one.state for one in pins(receiver)] == [PinState.DRAFT]
    [(office, path)] = write_returns(
        receiver, tmp_path, receiver.office_key(), deadline="2020-06-25"
    )
    assert office == district.code
    taken = take_in_return(district.context, path, trust)
    assert (taken.pins, taken.deadline, taken.news) == (1, "2020-06-25", True)
    assert not take_in_return(district.context, path, trust).news
    [item] = [one for one in todo(district.context, "2020-06-16") if one.icon == "return"]
    assert (item.action.record_id, item.action.field) == (record, "so_nguoi")
    assert item.days == 9
    district.context.save("doi_thoai", {"so_nguoi": 55}, id=record)
    assert open_pins(district.context) == []
    assert [one.state for one in pins(receiver)] == [PinState.OPEN]
    take_all(receiver, [district.send(H1)])
    assert [one.state for one in pins(receiver)] == [PinState.FIXED]
    with pytest.raises(UserError):
        write_returns(receiver, tmp_path, receiver.office_key(), deadline="2020-06-25")


def test_pin_is_settled_with_a_word(
    receiver: Context, district: Office, trust: TrustList, tmp_path: Path
) -> None:
    """A record that is right stays as it is; the answer is kept beside the pin."""
    record = district.dialogue("2020-02-01")
    take_all(receiver, [district.send(H1)])
    write_pin(receiver, "doi_thoai", record, "", "Trùng với huyện khác?")
    [(_office, path)] = write_returns(
        receiver, tmp_path, receiver.office_key(), deadline="2020-06-25"
    )
    take_in_return(district.context, path, trust)
    [pin] = open_pins(district.context, record)
    settle_pin(district.context, pin.id, "Hai cuộc khác nhau")
    assert open_pins(district.context) == []
    assert pins(district.context)[0].answer == "Hai cuộc khác nhau"


def test_return_of_others_and_from_strangers_is_refused(
    receiver: Context, district: Office, trust: TrustList, office: Context, tmp_path: Path
) -> None:
    """Not ours, not from our province, changed, or with what is no pin: nothing is kept."""
    record = district.dialogue("2020-02-01")
    take_all(receiver, [district.send(H1)])
    write_pin(receiver, "doi_thoai", record, "", "Xem lại")
    key = receiver.office_key()
    [(_office, path)] = write_returns(receiver, tmp_path, key, deadline="2020-06-25")
    with pytest.raises(UserError) as other:
        take_in_return(office, path, trust)
    assert other.value.code == "other_office"
    with pytest.raises(UserError) as stranger:
        take_in_return(district.context, path, TrustList())
    assert stranger.value.code == "unknown_province"
    data = bytearray(path.read_bytes())
    data[len(data) // 3] ^= 1
    (tmp_path / "x.asice").write_bytes(data)
    with pytest.raises(BundleRefused):
        take_in_return(district.context, tmp_path / "x.asice", trust)
    body = {"office": district.code, "id": "1", "deadline": "2020-06-25", "pins": [{}]}
    write_message(
        tmp_path / "bad.asice", KIND, body, key, sender=("TN-BDVTU", "Tỉnh"),
        created=datetime.fromisoformat(receiver.clock.now()), lines={},
    )  # fmt: skip
    with pytest.raises(BundleRefused):
        take_in_return(district.context, tmp_path / "bad.asice", trust)
    assert pins(district.context) == []


def test_own_record_cannot_be_pinned(district: Office) -> None:
    """Pins are for what others sent; one's own record is simply corrected."""
    with pytest.raises(ValueError, match="another office"):
        write_pin(district.context, "doi_thoai", district.dialogue("2020-02-01"), "", "x")
