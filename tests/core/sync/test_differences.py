"""What a corrected bundle says otherwise, told to whoever takes it."""

from __future__ import annotations

from danvan_desktop.bundles.differences import SHOWN, Difference
from danvan_desktop.bundles.inbox import answer_all, take_all
from danvan_desktop.bundles.receipts import take_in
from danvan_desktop.bundles.receiving import Received
from danvan_desktop.context import Context
from danvan_desktop.signing.trust import TrustList
from tests.core.sync.province_kit import Office

H1 = "H1/2020"


def test_corrected_bundle_tells_what_it_changes(receiver: Context, districts: list[Office]) -> None:
    """Fields by their names as old → new, lists by their rows, a deleted record as such."""
    office = districts[0]
    changed, gone = office.dialogue("2020-02-01"), office.dialogue("2020-02-02", unit=2)
    _take_and_answer(receiver, office)
    record = office.context.record("doi_thoai", changed)
    assert record is not None
    opinions = [*record.values["y_kien_chi_tiet"], {"noi_dung": "Cầu hỏng", "xu_ly": "tai_cho"}]
    office.context.save(
        "doi_thoai",
        {"so_nguoi": 143, "dia_diem": "Nhà văn hóa", "y_kien_chi_tiet": opinions},
        id=changed,
        rev=record.rev,
    )
    office.context.delete("doi_thoai", [gone])
    office.dialogue("2020-02-03")
    received = _take(receiver, office)
    assert set(received.differences) == {
        Difference(
            f"cuộc đối thoại, {_unit(receiver, office, 1)}, 01/02/2020",
            (
                ("Địa điểm", "(trống) → Nhà văn hóa"),
                ("Số người dự", "50 → 143"),
                ("Số ý kiến", "1 → 2"),
                ("Trả lời tại chỗ", "1 → 2"),
                ("Ý kiến", "1 dòng → 2 dòng"),
            ),
        ),
        Difference(
            f"cuộc đối thoại, {_unit(receiver, office, 2)}, 02/02/2020", (("Hồ sơ", "đã bỏ"),)
        ),
    }


def test_whole_bundle_is_not_compared_and_a_long_one_only_at_its_beginning(
    receiver: Context, districts: list[Office]
) -> None:
    """What replaces everything says nothing; of many corrections the first are named."""
    office = districts[0]
    made = [office.dialogue(f"2020-02-{day:02d}") for day in range(1, SHOWN + 5)]
    _take_and_answer(receiver, office)
    for one in made:
        record = office.context.record("doi_thoai", one)
        assert record is not None
        office.context.save("doi_thoai", {"so_nguoi": 60}, id=one, rev=record.rev)
    assert len(_take(receiver, office).differences) == SHOWN
    assert not _take(receiver, office, full=True).differences


def _take(receiver: Context, office: Office, *, full: bool = False) -> Received:
    (outcome,) = take_all(receiver, [office.send(H1, full=full)])
    assert outcome.received.taken or full
    return outcome.received


def _take_and_answer(receiver: Context, office: Office) -> None:
    received = _take(receiver, office)
    assert not received.differences
    (answer,) = answer_all(receiver, [received], office.post, receiver.office_key())
    believed = TrustList((receiver.office_key().certificate,))
    take_in(office.context, answer, believed)


def _unit(receiver: Context, office: Office, number: int) -> str:
    return receiver.directory().unit_name(office.unit(number))
