"""A province takes bundles: exactly once, wholly or not at all, and answers with a receipt."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from danvan_desktop.bundles import export, outgoing_rows
from danvan_desktop.bundles.export import ExportChoices, export_bundle
from danvan_desktop.bundles.incoming_files import store_files
from danvan_desktop.bundles.protocol import Verdict
from danvan_desktop.bundles.receiving import REFUSED, Received, held_of, receive
from danvan_desktop.bundles.sender import own_epoch, remember, sender
from danvan_desktop.context import Context, open_context
from danvan_desktop.errors import UserError
from danvan_desktop.registers import carried_registers
from danvan_desktop.schema import RegisterSpec
from danvan_desktop.signing.issuing import make_office_key
from danvan_desktop.signing.trust import TrustList
from danvan_desktop.storage.backup import restore
from danvan_desktop.storage.merging import state_of
from tests.core.sync.kit import (
    LIST,
    OFFICE,
    PERIOD,
    SCAN,
    Post,
    days,
    dialogue,
)
from tests.on_server import province_on_both


def answer(office: Context, received: Received) -> None:
    """Bring the receipt back to the office."""
    assert received.receipt is not None
    known = sender(office, OFFICE)
    seq = known.parcel(10**9, "").high
    remember(office, known.received(received.receipt, seq))


@province_on_both
def test_first_bundle_brings_everything(
    filled: Context, province: Context, post: Post, trust: TrustList
) -> None:
    """Records, lists and files arrive; both sides have the same state."""
    received = receive(province, post(), trust)
    assert received.verdict is Verdict.REPLACE
    assert days(province) == days(filled) == ["2020-05-14", "2020-06-01"]
    [first, _second] = sorted(province.page(LIST, 0, 9), key=lambda r: r.event_date or "")
    whole = province.record("doi_thoai", first.id)
    assert whole is not None
    assert whole.values["y_kien_chi_tiet"][0]["noi_dung"] == "Đường ấp 3 hư hỏng"
    [scan] = province.attachments("doi_thoai", first.id)
    assert province.attachment_copy(scan.id).read_bytes() == SCAN
    states = []
    for side in (filled, province):
        with side.database.reading() as connection:
            states.append(state_of(connection, carried_registers(), OFFICE))
    assert states[0] == states[1]
    assert [hit.id for hit in province.search("duong ap 3")]


@province_on_both
def test_changes_and_deletions_follow(
    filled: Context, province: Context, post: Post, trust: TrustList
) -> None:
    """After the receipt only changes travel, and a deleted record disappears."""
    answer(filled, receive(province, post(), trust))
    [first, second] = sorted(filled.page(LIST, 0, 9), key=lambda r: r.event_date or "")
    filled.save("doi_thoai", {"so_nguoi": 77}, id=first.id)
    filled.delete("doi_thoai", [second.id])
    filled.save("doi_thoai", dialogue("2020-03-03"))
    received = receive(province, post(), trust)
    assert received.verdict is Verdict.MERGE
    assert received.counts["doi_thoai"] == 3
    assert days(province) == days(filled) == ["2020-03-03", "2020-05-14"]
    changed = province.record("doi_thoai", first.id)
    assert changed is not None
    assert changed.values["so_nguoi"] == 77


def test_the_same_bundle_again_changes_nothing(
    filled: Context, province: Context, post: Post, trust: TrustList
) -> None:
    """A repeat is recognised, also after newer ones."""
    first = post()
    answer(filled, receive(province, first, trust))
    filled.save("doi_thoai", dialogue("2020-03-03"))
    assert receive(province, post(), trust).taken
    before = days(province)
    assert receive(province, first, trust).verdict is Verdict.NOTHING
    assert days(province) == before


def test_bundle_after_a_lost_one_still_brings_everything(
    filled: Context, province: Context, post: Post, trust: TrustList
) -> None:
    """Without a receipt the office sends from where the province was last known to be."""
    answer(filled, receive(province, post(), trust))
    filled.save("doi_thoai", dialogue("2020-03-03"))
    post()  # lost on the way
    filled.save("doi_thoai", dialogue("2020-04-04"))
    assert receive(province, post(), trust).verdict is Verdict.MERGE
    assert days(province) == days(filled)


def test_province_that_lost_its_disk_asks_again(
    filled: Context, province: Context, post: Post, trust: TrustList, tmp_path: Path
) -> None:
    """A new database answers that it has nothing; the next bundle is full."""
    answer(filled, receive(province, post(), trust))
    filled.save("doi_thoai", dialogue("2020-03-03"))
    late = post()
    new = open_context(tmp_path / "new", clock=filled.clock)
    received = receive(new, late, trust)
    assert received.verdict is Verdict.NEEDS_FULL
    assert days(new) == []
    answer(filled, received)
    assert receive(new, post(), trust).verdict is Verdict.REPLACE
    assert days(new) == days(filled)
    new.close()


def test_restored_province_begins_a_new_life_and_catches_up(
    filled: Context, province: Context, post: Post, trust: TrustList, tmp_path: Path
) -> None:
    """An older copy at the province is noticed by the receipt that the office already has."""
    answer(filled, receive(province, post(), trust))
    copy = province.back_up_now()
    before = own_epoch(province)
    filled.save("doi_thoai", dialogue("2020-03-03"))
    answer(filled, receive(province, post(), trust))
    province.close()
    restore(copy, province.paths.database, safety=tmp_path, stamp=filled.clock.now())
    again = open_context(province.paths.data, clock=filled.clock)
    filled.save("doi_thoai", dialogue("2020-04-04"))
    received = receive(again, post(), trust)
    assert received.verdict is Verdict.GAP
    assert own_epoch(again) > before
    answer(filled, received)
    assert receive(again, post(), trust).taken
    assert days(again) == days(filled)
    again.close()


def test_restored_office_replaces_what_it_had_sent(
    filled: Context, province: Context, post: Post, trust: TrustList, tmp_path: Path
) -> None:
    """After a restore everything goes again, and what was lost at home is not kept in secret."""
    copy = filled.back_up_now()
    filled.save("doi_thoai", dialogue("2020-03-03"))
    answer(filled, receive(province, post(), trust))
    old = post(full=True)
    filled.close()
    restore(copy, filled.paths.database, safety=tmp_path, stamp=filled.clock.now())
    again = open_context(filled.paths.data, clock=filled.clock)
    folder = tmp_path / "again"
    folder.mkdir()
    made = export_bundle(again, again.period(PERIOD), folder, again.office_key())
    assert receive(province, made.path, trust).verdict is Verdict.ASKS
    assert receive(province, made.path, trust, agreed=True).verdict is Verdict.REPLACE
    assert days(province) == days(again) == ["2020-05-14", "2020-06-01"]
    assert receive(province, old, trust).verdict is Verdict.OLDER_EPOCH
    assert days(province) == days(again)
    again.close()


def test_copy_put_back_by_hand_is_noticed_by_the_states(
    filled: Context, province: Context, post: Post, trust: TrustList, tmp_path: Path
) -> None:
    """What no counter shows, the comparison does: nothing is taken, and the office is told."""
    answer(filled, receive(province, post(), trust))
    copy = filled.back_up_now()
    [first, _second] = sorted(filled.page(LIST, 0, 9), key=lambda r: r.event_date or "")
    filled.save("doi_thoai", {"so_nguoi": 99}, id=first.id)
    answer(filled, receive(province, post(), trust))
    filled.close()
    filled.paths.database.write_bytes(copy.read_bytes())
    again = open_context(filled.paths.data, clock=filled.clock)
    for day in ("2020-03-03", "2020-03-04", "2020-03-05"):
        again.save("doi_thoai", dialogue(day))
    folder = tmp_path / "again"
    folder.mkdir()
    made = export_bundle(again, again.period(PERIOD), folder, again.office_key())
    received = receive(province, made.path, trust)
    assert received.verdict is Verdict.DIVERGED
    assert "2020-03-03" not in days(province)
    answer(again, received)
    with pytest.raises(UserError):
        export_bundle(again, again.period(PERIOD), folder, again.office_key())
    choices = ExportChoices(restart=True, number=9)
    made = export_bundle(again, again.period(PERIOD), folder, again.office_key(), choices=choices)
    assert receive(province, made.path, trust).verdict is Verdict.REPLACE
    assert days(province) == days(again)
    again.close()


@province_on_both
def test_unknown_and_damaged_bundles_are_refused_and_noted(
    filled: Context, province: Context, post: Post, trust: TrustList, tmp_path: Path
) -> None:
    """A key that nobody enrolled, a flipped byte: nothing is taken, the reason is kept."""
    made = post()
    assert receive(province, made, TrustList()).verdict == REFUSED
    now = datetime.fromisoformat(filled.clock.now())
    other = make_office_key(tmp_path / "k", office_code=OFFICE, office_name="Giả", now=now)
    assert receive(province, made, TrustList((other.certificate,))).verdict == REFUSED
    data = bytearray(made.read_bytes())
    data[len(data) // 2] ^= 1
    broken = tmp_path / "hong.asice"
    broken.write_bytes(data)
    assert receive(province, broken, trust).verdict == REFUSED
    assert days(province) == []
    with province.database.reading() as connection:
        noted = connection.exec_driver_sql("SELECT verdict, reason FROM sync_bundle").fetchall()
        assert held_of(connection, OFFICE) is None
    assert [row[0] for row in noted] == [REFUSED] * 3
    assert all(row[1] for row in noted)


@pytest.mark.parametrize("place", ["values", "entry"])
def test_what_a_newer_program_wrote_is_refused_not_left_out(
    filled: Context,
    province: Context,
    post: Post,
    trust: TrustList,
    monkeypatch: pytest.MonkeyPatch,
    place: str,
) -> None:
    """A field with content that is unknown here would be lost, and yet acknowledged; "" is not."""
    usual = outgoing_rows._line

    def newer(content: Any, spec: RegisterSpec, *given: Any, **named: Any) -> dict[str, Any]:
        line = usual(spec, *given, **named)
        if spec.key == "doi_thoai" and "values" in line:
            entries = line["values"]["y_kien_chi_tiet"]
            for one in [line["values"]] if place == "values" else entries:
                one["ket_qua_moi"] = content
        return line

    monkeypatch.setattr(outgoing_rows, "_line", partial(newer, "Nội dung của bản mới"))
    received = receive(province, post(), trust)
    assert received.verdict == REFUSED
    assert "phiên bản mới hơn" in received.reason
    assert "ket_qua_moi" in received.reason
    assert (received.receipt, days(province)) == (None, [])
    monkeypatch.setattr(outgoing_rows, "_line", partial(newer, ""))
    assert receive(province, post(restart=True), trust).taken


@province_on_both
def test_what_an_older_program_wrote_is_taken(
    filled: Context,
    province: Context,
    post: Post,
    trust: TrustList,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Fields, also of entries and of the office, that it did not have yet are empty here."""
    [stage] = filled.all_of("van_phong")
    assert filled.save("van_phong", {"dia_chi": "Khu phố 1"}, id=stage.id).saved
    usual, sent = outgoing_rows._line, []

    def older(spec: RegisterSpec, *given: Any, **named: Any) -> dict[str, Any]:
        line = usual(spec, *given, **named)
        for name in ("ket_luan", "thu_ky", "dia_chi") if "values" in line else ():
            sent.extend([name] * bool(line["values"].pop(name, "")))
        for entry in line.get("values", {}).get("y_kien_chi_tiet", ()):
            del entry["han"]
        return line

    monkeypatch.setattr(outgoing_rows, "_line", older)
    monkeypatch.setattr(export, "HEAD", "0012")
    received = receive(province, post(), trust)
    assert received.taken
    assert sent == ["dia_chi"]
    assert days(province) == days(filled)
    for one in province.page(LIST, 0, 9):
        whole = province.record("doi_thoai", one.id)
        assert whole is not None
        assert whole.values["ket_luan"] is whole.values["thu_ky"] is None


@province_on_both
def test_records_of_another_office_are_refused(
    filled: Context, province: Context, post: Post, trust: TrustList
) -> None:
    """An enrolled office cannot write what is another's, and nothing of its bundle is taken."""
    assert receive(province, post(), trust).taken
    with province.database.write() as connection:
        connection.exec_driver_sql("UPDATE doi_thoai SET owner = 'TN-GD-BDV'")
    [first, _second] = filled.page(LIST, 0, 9)
    filled.save("doi_thoai", {"so_nguoi": 5}, id=first.id)
    received = receive(province, post(restart=True), trust)
    assert received.verdict == REFUSED
    assert "so_nguoi" in first.values
    stored = province.record("doi_thoai", first.id)
    assert stored is not None
    assert stored.values["so_nguoi"] == 50


@province_on_both
def test_receipts_are_numbered_and_say_how_far(
    filled: Context, province: Context, post: Post, trust: TrustList
) -> None:
    """Each answer has the next number and the same cumulative content."""
    first = receive(province, post(), trust)
    second = receive(province, post(full=True), trust)
    assert first.receipt is not None
    assert second.receipt is not None
    assert (first.receipt.number, second.receipt.number) == (1, 2)
    assert replace(first.receipt, number=2) == second.receipt


def test_province_cannot_change_what_an_office_sent(
    filled: Context, province: Context, post: Post, trust: TrustList
) -> None:
    """A record has one writer: here it is neither edited nor deleted, and the sentence says so."""
    receive(province, post(), trust)
    [first, _second] = province.page(LIST, 0, 9)
    with pytest.raises(UserError) as caught:
        province.write_all("doi_thoai", [(first.id, None, {"so_nguoi": 1})], "Sửa")
    assert caught.value.code == "foreign_record"
    with pytest.raises(UserError):
        province.delete("doi_thoai", [first.id])
    assert days(province) == days(filled)


def test_gap_in_the_numbers_of_bundles_is_nothing_to_the_receiver(
    filled: Context, province: Context, post: Post, trust: TrustList
) -> None:
    """An office leaves numbers out after a restore; what counts is the order of its changes."""
    answer(filled, receive(province, post(), trust))
    filled.save("doi_thoai", dialogue("2020-03-03"))
    received = receive(province, post(number=7), trust)
    assert (received.verdict, received.number) == (Verdict.MERGE, 7)


def test_two_machines_at_one_database_do_not_judge_by_what_the_other_changes(
    filled: Context,
    province: Context,
    post: Post,
    trust: TrustList,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A newer bundle is taken while another's files are stored: that one is nothing, not wrong."""
    answer(filled, receive(province, post(), trust))
    filled.save("doi_thoai", dialogue("2020-03-03"))
    late = post()
    filled.save("doi_thoai", dialogue("2020-03-04"))
    newer, others = [post()], []

    def stored(*given: Any) -> Any:
        if newer:
            others.append(receive(province, newer.pop(), trust))
        return store_files(*given)

    monkeypatch.setattr("danvan_desktop.bundles.receiving.store_files", stored)
    received = receive(province, late, trust)
    assert (others[0].verdict, received.verdict) == (Verdict.MERGE, Verdict.NOTHING)
    answer(filled, received)
    assert not sender(filled, OFFICE).shut_out
    assert days(province) == days(filled)
