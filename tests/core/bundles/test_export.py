"""What leaves the office in a bundle, and what stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from danvan_desktop.bundles.export import ExportChoices, contents, export_bundle, next_number
from danvan_desktop.bundles.opening import Bundle, open_bundle
from danvan_desktop.bundles.protocol import Epoch, Held, Receipt
from danvan_desktop.bundles.sender import remember, sender
from danvan_desktop.context import Context, open_context
from danvan_desktop.errors import UserError
from danvan_desktop.signing.trust import TrustList
from danvan_desktop.storage.backup import restore
from danvan_desktop.storage.values import ListQuery

PERIOD = "H1/2020"
SCAN = b"%PDF-1.4 scan"
PROVINCE = Epoch(1, "018f0000-0000-7000-8000-000000000001")


@pytest.fixture
def filled(office: Context, tmp_path: Path) -> Context:
    """Give the office a dialogue with an opinion, its scan, and records outside the period."""
    dialogue = office.save("doi_thoai", _dialogue("2020-05-14")).record
    office.save("doi_thoai", _dialogue("2020-06-15"))
    deleted = office.save("doi_thoai", _dialogue("2020-02-02")).record
    assert dialogue is not None
    assert deleted is not None
    office.delete("doi_thoai", [deleted.id])
    scan = tmp_path / "bien-ban.pdf"
    scan.write_bytes(SCAN)
    office.attach("doi_thoai", dialogue.id, scan)
    return office


def test_first_bundle_holds_everything(filled: Context, tmp_path: Path) -> None:
    """All records of the office go, those of other days and deleted ones too, with their units."""
    with _exported(filled, tmp_path) as bundle:
        first, later, deleted = bundle.rows("doi_thoai")
        assert (first["event_date"], later["event_date"]) == ("2020-05-14", "2020-06-15")
        assert set(deleted) == {"id", "owner", "seq", "rev", "at", "deleted"}
        assert {row["owner"] for row in (first, later, deleted)} == {"TN-DMC-BDV"}
        units = {unit["values"]["ma"] for unit in bundle.rows("don_vi")}
        assert units >= {"TN-DMC-10", "TN", "TN-X01"}
        assert {row["values"]["ma"] for row in bundle.rows("ky")} == {PERIOD, "H1/2019"}
        assert bundle.counts["dan_van_kheo"] == 0


def test_later_bundle_holds_what_changed_since_the_receipt(filled: Context, tmp_path: Path) -> None:
    """After a receipt only changed records go; a new attachment is a change of its record."""
    with _exported(filled, tmp_path) as bundle:
        sent = bundle.info.parcel
    receipt = Receipt(sent.office, PROVINCE, 1, Held(sent.epoch, sent.high, sent.state))
    remember(filled, sender(filled, sent.office).received(receipt, sent.high))
    assert sum(contents(filled, filled.period(PERIOD)).counts.values()) == 0
    [later] = [
        record.id
        for record in filled.page(ListQuery(register="doi_thoai"), 0, 10)
        if record.event_date == "2020-06-15"
    ]
    scan = tmp_path / "anh.pdf"
    scan.write_bytes(SCAN)
    filled.attach("doi_thoai", later, scan)
    with _exported(filled, tmp_path) as bundle:
        [row] = bundle.rows("doi_thoai")
        assert row["id"] == later
        assert (bundle.info.parcel.base, bundle.info.parcel.seen) == (sent.high, receipt.seen)
        assert row["attachments"][0]["name"] == "anh.pdf"
    with _exported(filled, tmp_path, full=True) as bundle:
        assert len(list(bundle.rows("doi_thoai"))) == 3


def test_database_that_the_province_overtook_exports_nothing_unasked(
    filled: Context, tmp_path: Path
) -> None:
    """When another copy sent in the office's name, only a decision sends everything anew."""
    own = sender(filled, "TN-DMC-BDV")
    above = own.epoch.next(name=filled.new_id())
    ahead = Receipt(own.office, PROVINCE, 1, Held(above, 3))
    remember(filled, own.received(ahead, 99))
    assert contents(filled, filled.period(PERIOD)).shut_out
    with pytest.raises(UserError) as caught:
        _exported(filled, tmp_path)
    assert caught.value.code == "shut_out"
    with _exported(filled, tmp_path, restart=True) as bundle:
        assert bundle.info.parcel.epoch > above
        assert bundle.info.parcel.full


def test_names_of_people_who_spoke_stay_at_home(filled: Context, tmp_path: Path) -> None:
    """Personal fields are left out unless the clerk decides otherwise."""
    left_out = contents(filled, filled.period(PERIOD)).left_out
    assert {"Đối thoại: Người nêu", "Vụ việc hòa giải: Bên thứ nhất"} <= set(left_out)
    with _exported(filled, tmp_path) as bundle:
        row = next(bundle.rows("doi_thoai"))
        [opinion] = row["values"]["y_kien_chi_tiet"]
        assert "nguoi_neu" not in opinion
        assert opinion["noi_dung"] == "Đường ấp 3 hư hỏng"
    with _exported(filled, tmp_path, personal=True) as bundle:
        row = next(bundle.rows("doi_thoai"))
        assert row["values"]["y_kien_chi_tiet"][0]["nguoi_neu"] == "N.V.A."


def test_attachments_travel_once_and_are_named_by_their_record(
    filled: Context, tmp_path: Path
) -> None:
    """A file lies in the bundle under the hash of its content; its record says its name."""
    with _exported(filled, tmp_path) as bundle:
        row = next(bundle.rows("doi_thoai"))
        [file] = row["attachments"]
        assert (file["name"], file["size"]) == ("bien-ban.pdf", len(SCAN))
        assert b"".join(bundle.read(f"attachments/{file['sha256']}")) == SCAN


def test_contents_announce_what_the_bundle_then_holds(filled: Context, tmp_path: Path) -> None:
    """The numbers shown before are the numbers sent."""
    announced = contents(filled, filled.period(PERIOD))
    with _exported(filled, tmp_path) as bundle:
        assert {key: bundle.counts[key] for key in announced.counts} == announced.counts
        assert (announced.attachments, announced.attachments_size) == (1, len(SCAN))
        assert announced.number == bundle.info.number == 1
    assert next_number(filled, filled.period(PERIOD)) == 2


def test_bundle_is_signed_by_the_office_and_dated_by_its_clock(
    filled: Context, tmp_path: Path
) -> None:
    """Whoever enrolled the office key accepts the bundle."""
    receipt = export_bundle(filled, filled.period(PERIOD), tmp_path, filled.office_key())
    trust = TrustList((filled.office_key().certificate,))
    moment = datetime(2020, 6, 20, tzinfo=UTC)
    with open_bundle(receipt.path, now=moment, trust=trust) as bundle:
        assert bundle.verdict.accepted
        assert bundle.verdict.signatures[0].office_code == "TN-DMC-BDV"
        assert bundle.info.created == datetime(2020, 6, 16, 7, 5, 12, tzinfo=UTC)
        assert bundle.info.parcel.full
        assert receipt.path.name == "TN-DMC-BDV_2020-H1_lan-1.asice"


def test_epoch_stays_and_counter_grows(filled: Context, tmp_path: Path) -> None:
    """Two bundles of one database belong together; the later one reaches further."""
    with _exported(filled, tmp_path) as first:
        pass
    filled.save("doi_thoai", _dialogue("2020-03-03"))
    with _exported(filled, tmp_path) as second:
        assert second.info.parcel.epoch == first.info.parcel.epoch
        assert second.info.parcel.high > first.info.parcel.high


def test_restored_backup_begins_a_new_epoch(filled: Context, tmp_path: Path) -> None:
    """Counters that went back in time must not be taken for the same series."""
    with _exported(filled, tmp_path) as first:
        pass
    copy = filled.back_up_now()
    filled.close()
    restore(copy, filled.paths.database, safety=tmp_path, stamp=filled.clock.now())
    again = open_context(filled.paths.data, clock=filled.clock)
    with _exported(again, tmp_path) as second:
        assert second.info.parcel.epoch != first.info.parcel.epoch
    again.close()


def test_failed_export_is_not_in_the_log(filled: Context, tmp_path: Path) -> None:
    """A file that is in the way is refused and no number is used up."""
    target = tmp_path / "goi.asice"
    target.write_bytes(b"x")
    with pytest.raises(UserError):
        export_bundle(filled, filled.period(PERIOD), target, filled.office_key())
    assert next_number(filled, filled.period(PERIOD)) == 1


def test_file_that_the_log_does_not_know_keeps_its_number(filled: Context, tmp_path: Path) -> None:
    """After a power cut before the log was written, or beside an encrypted copy, one counts on."""
    (tmp_path / "TN-DMC-BDV_2020-H1_lan-4.asice.p7m").write_bytes(b"x")
    (tmp_path / "TN-DMC-BDV_2020-H2_lan-9.asice").write_bytes(b"x")
    made = export_bundle(filled, filled.period(PERIOD), tmp_path, filled.office_key())
    assert made.path.name == "TN-DMC-BDV_2020-H1_lan-5.asice"


def test_failed_export_begins_no_new_epoch(filled: Context, tmp_path: Path) -> None:
    """What the clerk decided counts once the bundle is there; until then nothing has changed."""
    own = sender(filled, "TN-DMC-BDV")
    shut = replace(own, fence=own.epoch.next(name=filled.new_id()))
    remember(filled, shut)
    target = tmp_path / "goi.asice"
    target.write_bytes(b"x")
    choices = ExportChoices(restart=True)
    with pytest.raises(UserError):
        export_bundle(filled, filled.period(PERIOD), target, filled.office_key(), choices=choices)
    assert sender(filled, "TN-DMC-BDV") == shut
    export_bundle(filled, filled.period(PERIOD), tmp_path, filled.office_key(), choices=choices)
    assert sender(filled, "TN-DMC-BDV").epoch > shut.epoch


def _exported(office: Context, folder: Path, **decided: Any) -> Bundle:
    period, choices = office.period(PERIOD), ExportChoices(**decided)
    receipt = export_bundle(office, period, folder, office.office_key(), choices=choices)
    return open_bundle(receipt.path, now=datetime(2020, 6, 20, tzinfo=UTC))


def _dialogue(day: str) -> dict[str, Any]:
    return {
        "don_vi": "TN-DMC-10",
        "ngay": day,
        "hinh_thuc": "dinh_ky",
        "so_nguoi": 50,
        "y_kien_chi_tiet": [
            {"noi_dung": "Đường ấp 3 hư hỏng", "xu_ly": "tai_cho", "nguoi_neu": "N.V.A."}
        ],
    }
