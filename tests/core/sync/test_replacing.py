"""What would take away records that are held waits for a person, who sees them before."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from danvan_desktop.bundles import journal
from danvan_desktop.bundles.enrolment import accept, read_enrolment, write_enrolment
from danvan_desktop.bundles.inbox import answer_all, retry, take_all
from danvan_desktop.bundles.ledger import Standing, bundles_of, owing_offices, sent_matrix
from danvan_desktop.bundles.protocol import Verdict
from danvan_desktop.bundles.quarantine import quarantined, remove
from danvan_desktop.bundles.receiving import REFUSED
from danvan_desktop.context import Context
from danvan_desktop.errors import UserError
from danvan_desktop.storage.values import ListQuery
from tests.core.sync.province_kit import Office, enrol, make_office
from tests.on_server import province_on_both

H1, H2 = "H1/2020", "H2/2020"
LIST = ListQuery(register="doi_thoai")


@pytest.fixture
def anew(
    empty_data_dir: Path, tmp_path: Path, clock: Any, receiver: Context, districts: list[Office]
) -> Iterator[Office]:
    """Set the first district up anew, without a copy, after the province has its two dialogues."""
    assert take_all(receiver, [districts[0].send(H1)])[0].received.taken
    clock.day, clock.moment = "2020-07-20", "2020-07-20T03:00:00Z"
    again = make_office(empty_data_dir, tmp_path / "anew", "Gò Dầu", clock)
    again.dialogue("2020-07-03", people=77)
    enrol(receiver, again)
    yield again
    again.context.close()


def test_office_set_up_anew_takes_nothing_away_before_somebody_agrees(
    receiver: Context, districts: list[Office], anew: Office
) -> None:
    """What is held and not in the bundle is counted and named; agreed, the bundle replaces it."""
    [outcome] = take_all(receiver, [anew.send(H2)])
    got = outcome.received
    assert (got.verdict, got.waits, got.receipt, got.taken) == (Verdict.ASKS, True, None, False)
    assert "2 hồ sơ đang giữ không có trong gói (Đối thoại, 6 tháng đầu năm 2020: 2)" in got.reason
    assert [one.lines for one in got.differences] == [(("Hồ sơ", "không có trong gói này"),)] * 2
    assert receiver.count(LIST) == 2
    cell = sent_matrix(receiver, [receiver.period(H2)]).cell(anew.code, H2)
    assert (cell.standing, cell.times) == (Standing.UNDECIDED, 1)
    owing = [one.unit for one in owing_offices(receiver, receiver.period(H2))]
    assert owing == [districts[1].code]
    assert not bundles_of(receiver, office=anew.code)[0].answerable
    [one] = quarantined(receiver)
    assert (one.waits, one.reason, one.path) == (True, got.reason, outcome.kept)
    assert retry(receiver, one).received.waits
    assert [q.path for q in quarantined(receiver)] == [one.path]
    taken = retry(receiver, one, agreed=True).received
    assert (taken.verdict, len(taken.differences)) == (Verdict.REPLACE, 2)
    assert "2 hồ sơ đang giữ không có trong gói" in taken.reason
    assert (receiver.count(LIST), quarantined(receiver)) == (1, [])
    answer_all(receiver, [taken], anew.post, receiver.office_key())


@province_on_both
def test_declined_bundle_leaves_everything_and_its_office_owes_again(
    receiver: Context, anew: Office
) -> None:
    """Removing the file is the answer no: the records stay, and the book says who declined."""
    take_all(receiver, [anew.send(H2)])
    [one] = quarantined(receiver)
    remove(receiver, one)
    assert receiver.count(LIST) == 2
    assert [b.verdict for b in bundles_of(receiver, period=H2)] == [REFUSED, Verdict.ASKS]
    assert "không đồng ý" in bundles_of(receiver, period=H2)[0].reason
    removed, asked, *_before = [line.text for line in journal.entries(receiver)]
    assert removed.startswith("Không đồng ý nhận gói")
    assert asked.startswith("Gói của Ban Dân vận Huyện ủy Gò Dầu: Chưa nhận, chờ xác nhận.")
    cell = sent_matrix(receiver, [receiver.period(H2)]).cell(anew.code, H2)
    assert cell.standing is Standing.HELD_UP
    assert take_all(receiver, [anew.send(H1)])[0].received.waits


def test_new_life_that_brings_everything_asks_nobody(
    receiver: Context, districts: list[Office]
) -> None:
    """After a restore that lost nothing, and with a deletion that the office tells itself."""
    office = districts[0]
    take_all(receiver, [office.send(H1)])
    office.context.delete("doi_thoai", [office.context.page(LIST, 0, 1)[0].id])
    [outcome] = take_all(receiver, [office.send(H1, restart=True, full=True)])
    assert (outcome.received.verdict, outcome.received.differences) == (Verdict.REPLACE, ())
    assert outcome.received.reason == "Đã nhận toàn bộ số liệu của cơ quan."
    assert receiver.count(LIST) == 1


def test_code_of_another_office_is_no_new_key_of_it(
    receiver: Context, districts: list[Office], empty_data_dir: Path, tmp_path: Path, clock: Any
) -> None:
    """Both offices are named; only whoever says that it was renamed gets further, and is asked."""
    held = districts[0]
    take_all(receiver, [held.send(H1)])
    other = make_office(empty_data_dir, tmp_path / "other", "Bến Cầu", clock, code=held.code)
    other.dialogue("2020-03-03")
    letter = write_enrolment(other.context, other.post, other.context.office_key())
    candidate = read_enrolment(receiver, letter)
    assert candidate.held_by == "Ban Dân vận Huyện ủy Gò Dầu"
    with pytest.raises(UserError) as caught:
        accept(receiver, candidate)
    assert caught.value.code == "code_taken"
    assert "Gò Dầu" in str(caught.value)
    assert "Bến Cầu" in str(caught.value)
    assert "Mã cơ quan" in str(caught.value)
    assert not receiver.enrolled().holds(candidate.partner.fingerprint)
    accept(receiver, candidate, renamed=True)
    assert read_enrolment(receiver, letter).settled
    got = take_all(receiver, [other.send(H1)])[0].received
    assert got.waits
    assert "đang là của Ban Dân vận Huyện ủy Gò Dầu" in got.reason
    assert receiver.count(LIST) == 2
    other.context.close()


def test_renewed_or_renamed_in_the_bundles_is_no_other_office(
    receiver: Context, districts: list[Office], tmp_path: Path
) -> None:
    """A key that the old one introduces needs no tick, whatever the name; nor does a known name."""
    held = districts[0]
    [stage] = held.context.all_of("van_phong")
    assert held.context.save("van_phong", {"ten_day_du": "Ban Dân vận mới"}, id=stage.id).saved
    take_all(receiver, [held.send(H1)])
    held.context.replace_keys(lost=True)
    letter = write_enrolment(held.context, tmp_path, held.context.office_key())
    found = read_enrolment(receiver, letter)
    assert (found.renewal, found.held_by) == (False, "")
