"""The province takes a heap of files: verdicts, quarantine, receipts, units, who sent what."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from danvan_desktop.bundles import receiving
from danvan_desktop.bundles.inbox import Leftover, Outcome, answer_all, look, take_all
from danvan_desktop.bundles.ledger import (
    Standing,
    answer_again,
    bundles_of,
    owing_offices,
    papers_of,
    sending_offices,
    sent_matrix,
)
from danvan_desktop.bundles.model import Member
from danvan_desktop.bundles.names import paper_name
from danvan_desktop.bundles.protocol import Verdict
from danvan_desktop.bundles.receipts import take_in
from danvan_desktop.bundles.receiving import REFUSED
from danvan_desktop.context import Context, open_context
from danvan_desktop.errors import Cancelled
from danvan_desktop.organisation.periods import CLOSED
from danvan_desktop.registers import REGISTERS
from danvan_desktop.signing.trust import TrustList
from danvan_desktop.storage.merging import state_of
from danvan_desktop.storage.values import ListQuery
from tests.core.sync.province_kit import Office
from tests.on_server import province_on_both

H1 = "H1/2020"


def test_heap_is_sorted_and_each_file_gets_its_verdict(
    receiver: Context, districts: list[Office], tmp_path: Path
) -> None:
    """Bundles are taken, a damaged one is set aside with its reason, a letter is left alone."""
    first, second = districts
    stick = tmp_path / "stick"
    (stick / "below").mkdir(parents=True)
    good = first.send(H1).rename(stick / "below" / "goi.asice")
    data = bytearray(second.send(H1).read_bytes())
    data[len(data) // 2] ^= 1
    (stick / "hong.asice").write_bytes(data)
    (stick / "cong van.docx").write_bytes(b"PK letter")
    heap = look([stick])
    assert set(heap.bundles) == {good, stick / "hong.asice"}
    assert heap.left == ((stick / "cong van.docx", Leftover.OTHER),)
    told: list[Outcome] = []
    outcomes = take_all(receiver, heap.bundles, told=told.append)
    assert told == outcomes
    verdicts = {one.path.name: one.received.verdict for one in outcomes}
    assert verdicts == {"goi.asice": Verdict.REPLACE, "hong.asice": REFUSED}
    (bad,) = [one for one in outcomes if one.refused]
    assert bad.kept is not None
    assert bad.kept.read_bytes() == bytes(data)
    assert bad.received.reason in bad.kept.with_name(bad.kept.name + ".txt").read_text("utf-8")
    assert [one.verdict for one in bundles_of(receiver)] in (
        [REFUSED, Verdict.REPLACE],
        [Verdict.REPLACE, REFUSED],
    )


@province_on_both
def test_units_of_an_office_come_with_its_records(
    receiver: Context, districts: list[Office]
) -> None:
    """Names and levels of communes are known, the province's own unit stays its own."""
    first = districts[0]
    before = receiver.directory().unit("TN")
    take_all(receiver, [first.send(H1)])
    directory = receiver.directory()
    assert directory.unit_name(first.unit()) == "xã Gò Dầu Một"
    assert directory.unit_level(first.unit()) == "X"
    assert directory.unit_parent(first.unit()) == "TN-GODAU"
    assert directory.unit("TN") == before
    assert receiver.search("go dau mot")
    with receiver.database.reading() as connection:
        rows = connection.exec_driver_sql("SELECT ma, owner FROM don_vi ORDER BY ma").fetchall()
    assert dict(rows) == {
        "TN": "TN-BDVTU",
        **dict.fromkeys(("TN-GODAU", "TN-GODAU-01", "TN-GODAU-02"), first.code),
    }


@province_on_both
def test_unit_that_is_renamed_follows(receiver: Context, districts: list[Office]) -> None:
    """A later version of a unit replaces the one that came before."""
    first = districts[0]
    take_all(receiver, [first.send(H1)])
    [unit] = [u for u in first.context.all_of("don_vi") if u.values["ma"] == first.unit()]
    assert first.context.save("don_vi", {"ten": "Thạnh Đức"}, id=unit.id).saved
    first.dialogue("2020-04-01")
    take_all(receiver, [first.send(H1)])
    assert receiver.directory().unit_name(first.unit()) == "xã Thạnh Đức"


def test_receipts_go_back_and_are_taken_in(
    receiver: Context, districts: list[Office], tmp_path: Path
) -> None:
    """One click writes every receipt; a lost one is written again later and says the same."""
    bundles = [one.send(H1) for one in districts]
    outcomes = take_all(receiver, bundles)
    (tmp_path / "usb").mkdir()
    written = answer_all(
        receiver, [one.received for one in outcomes], tmp_path / "usb", receiver.office_key()
    )
    assert len(written) == 2
    trust = TrustList((receiver.office_key().certificate,))
    first = districts[0]
    mine = next(path for path in written if first.code in path.name)
    assert take_in(first.context, mine, trust).acknowledged > 0
    (entry,) = bundles_of(receiver, office=first.code)
    again = answer_all(
        receiver, [answer_again(receiver, entry)], tmp_path / "usb", receiver.office_key()
    )
    taken = take_in(first.context, again[0], trust)
    assert taken.news
    assert taken.verdict == Verdict.REPLACE


def test_matrix_tells_who_sent_and_who_owes(
    receiver: Context, districts: list[Office], tmp_path: Path, clock: Any
) -> None:
    """On time, late, held up, refused, missing and not yet due; papers stand behind the cell."""
    first, second = districts
    assert [one.enrolled for one in sending_offices(receiver)] == [True, True]
    periods = [receiver.period(H1), receiver.period("H2/2020")]
    waiting = sent_matrix(receiver, periods)
    assert waiting.cell(second.code, "H2/2020").standing is Standing.WAITING
    take_all(receiver, [first.send(H1)])
    broken = tmp_path / "x.asice"
    clock.day, clock.moment = "2020-07-01", "2020-07-01T03:00:00Z"
    take_all(receiver, [first.send(H1)])
    cell = sent_matrix(receiver, periods).cell(first.code, H1)
    assert (cell.standing, cell.times, cell.first) == (Standing.ON_TIME, 2, "2020-06-16")
    assert sent_matrix(receiver, periods).cell(second.code, H1).standing is Standing.MISSING
    assert [one.code for one in sent_matrix(receiver, periods).owing(H1)] == [second.code]
    late = second.send(H1)
    broken.write_bytes(late.read_bytes()[:-5])
    take_all(receiver, [broken])
    take_all(receiver, [late])
    assert sent_matrix(receiver, periods).cell(second.code, H1).standing is Standing.LATE
    assert papers_of(receiver, first.code, H1) == []


def test_bundle_before_the_end_counts_with_the_report_of_its_period(
    receiver: Context, districts: list[Office], clock: Any
) -> None:
    """A trial in the first days leaves its office owing, also when the file comes once more."""
    period = receiver.period("H2/2020")
    clock.day, clock.moment = "2020-06-17", "2020-06-17T03:00:00Z"
    paper = Member(paper_name("BC-12"), lambda: [b"%PDF-1.4"], "12-BC/BDV")
    trials = [one.send(period.code, papers=[paper]) for one in districts]
    take_all(receiver, trials)
    cells = sent_matrix(receiver, [period]).cells.values()
    assert {(one.standing, one.first) for one in cells} == {(Standing.EARLY, "2020-06-17")}
    clock.day, clock.moment = "2020-12-12", "2020-12-12T03:00:00Z"
    early, other = districts
    take_all(receiver, [early.send(period.code, papers=[paper]), other.send(period.code)])
    clock.day, clock.moment = "2021-02-01", "2021-02-01T03:00:00Z"
    take_all(receiver, trials)
    found = sent_matrix(receiver, [period])
    cell = found.cell(early.code, period.code)
    assert (cell.standing, cell.first) == (Standing.ON_TIME, "2020-12-12")
    assert found.cell(other.code, period.code).standing is Standing.EARLY
    assert [one.code for one in found.owing(period.code)] == [other.code]
    [owing] = owing_offices(receiver, period)
    assert (owing.unit, "trước khi hết kỳ" in owing.words) == (other.code, True)
    take_all(receiver, [other.send(period.code)])
    assert sent_matrix(receiver, [period]).cell(other.code, period.code).standing is Standing.LATE


def test_bundle_of_a_closed_period_counts_before_its_end(
    receiver: Context, districts: list[Office], clock: Any
) -> None:
    """The bundle says that its office has closed the period."""
    office, period = districts[0], districts[0].context.period("H2/2020")
    clock.day, clock.moment = "2020-12-10", "2020-12-10T03:00:00Z"
    [record] = [one for one in office.context.all_of("ky") if one.values["ma"] == period.code]
    with office.context.operation("khóa") as (work, _changes):
        work.update(REGISTERS["ky"], record.id, {"trang_thai": CLOSED})
    take_all(receiver, [office.send(period.code)])
    cell = sent_matrix(receiver, [period]).cell(office.code, period.code)
    assert cell.standing is Standing.ON_TIME


def test_two_copies_that_reached_the_same_number(
    receiver: Context, districts: list[Office], tmp_path: Path, clock: Any, database_kind: str
) -> None:
    """A copied folder goes on beside the first: its bundle is not taken for a repeat."""
    if database_kind != "sqlite":
        pytest.skip("a copied folder goes on with the same database on its server")
    first = districts[0]
    take_all(receiver, [first.send(H1)])
    folder = first.context.paths.data
    first.context.close()
    shutil.copytree(folder, tmp_path / "copy")
    first.context = open_context(folder, clock=clock)
    copy = Office(open_context(tmp_path / "copy", clock=clock), tmp_path)
    first.dialogue("2020-04-01")
    copy.dialogue("2020-04-02")
    taken, forked = take_all(receiver, [first.send(H1), copy.send(H1)])
    assert (taken.received.verdict, forked.received.verdict) == (Verdict.MERGE, Verdict.DIVERGED)
    key = receiver.office_key()
    (tmp_path / "usb").mkdir()
    [answer] = answer_all(receiver, [forked.received], tmp_path / "usb", key)
    assert take_in(copy.context, answer, TrustList((key.certificate,))).shut_out
    copy.context.close()


def test_cancelling_keeps_what_was_taken(receiver: Context, districts: list[Office]) -> None:
    """Between two files somebody stops: the first is here, told and noted, the second is not."""
    told: list[Outcome] = []

    def stop(done: int, total: int, text: str = "") -> None:
        if done == 1:
            raise Cancelled

    with pytest.raises(Cancelled):
        take_all(receiver, [one.send(H1) for one in districts], told=told.append, progress=stop)
    assert [one.received.office for one in told] == [districts[0].code]
    assert len(bundles_of(receiver)) == 1


@pytest.mark.parametrize("database_kind", ["province-on-postgresql"], indirect=True)
def test_restarted_server_refuses_no_good_bundle(
    receiver: Context,
    districts: list[Office],
    database_kind: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Connections end after the first bundle, and in the middle of the second one's merge."""
    districts[1].dialogue("2020-04-01")
    sent = [one.send(H1) for one in districts]
    assert receiver.server is not None
    other = receiver.server.opened()

    def end_all() -> None:
        with other.reading() as connection:
            connection.exec_driver_sql(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            ).fetchall()

    def ended(*given: Any) -> Any:
        monkeypatch.setattr(receiving, "state_of", state_of)
        end_all()
        return state_of(*given)

    def told(_outcome: Outcome) -> None:
        end_all()
        monkeypatch.setattr(receiving, "state_of", ended)

    outcomes = take_all(receiver, sent, told=told)
    monkeypatch.setattr(receiving, "state_of", state_of)
    assert [one.received.verdict for one in outcomes] == [Verdict.REPLACE] * 2
    assert receiver.count(ListQuery(register="doi_thoai")) == 3
    other.close()
